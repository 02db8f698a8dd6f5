/**
 * Words: what a text is cut into before it is searched.
 *
 * The program cuts the texts of the index the same way; its src/tokenize.rs tells why it is done so.
 */

/**
 * A run of letters of one script.
 *
 * @typedef {object} Word
 * @property {string} text the letters, folded
 * @property {'hangul' | 'jamo' | 'han' | 'alphabet'} script syllables, single letters, Chinese characters
 *     and kana, or letters and digits of everything else
 * @property {number} start where it begins in the folded text
 * @property {number} end where it ends
 */

/** The longest word of an alphabet that is told from others, in characters. */
const LONGEST = 32;

/** How far full-width forms stand from the ASCII they show. */
const FULL_WIDTH = 0xfee0;

/** Runs of syllables, of single letters, of Chinese characters and kana, and of any other letters. */
const WORDS =
    /([가-힣]+)|([ㄱ-ㅣ]+)|([々\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\u{20000}-\u{3ffff}]+)|(?:(?![가-힣ㄱ-ㅣ々\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\u{20000}-\u{3ffff}])[\p{Alphabetic}\p{N}])+/gu;

/**
 * The text in the form in which it is compared: composed (NFC), in lower case, full-width forms as
 * ASCII, Latin letters without their marks.
 *
 * @param {string} text
 */
export function fold(text) {
    return text
        .normalize('NFC')
        .replace(/[\u0300-\u036f]/g, '')
        .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - FULL_WIDTH))
        .replace(/[\u00c0-\u024f\u1e00-\u1eff]/g, (letter) => letter.normalize('NFD')[0])
        .toLowerCase()
        .replace(/ς/g, 'σ');
}

/**
 * The words of a folded text, in order.
 *
 * @param {string} folded
 * @returns {Word[]}
 */
export function words(folded) {
    return Array.from(folded.matchAll(WORDS), ({ 0: run, 1: hangul, 2: jamo, 3: han, index: start }) => {
        const script = hangul ? 'hangul' : jamo ? 'jamo' : han ? 'han' : 'alphabet';
        const text = script === 'alphabet' ? shortened(run) : run;
        return { text, script, start, end: start + text.length };
    });
}

/**
 * The pairs of neighbouring characters of a word, or the word itself where it has one only.
 *
 * @param {string} word
 */
export function pairs(word) {
    const letters = [...word];
    return letters[1] ? letters.slice(1).map((letter, place) => letters[place] + letter) : [word];
}

/** A pasted key is not worth telling from others that begin so. @param {string} word */
function shortened(word) {
    return [...word].slice(0, LONGEST).join('');
}
