/**
 * Josa: particles that agree with the word before them, as that is read aloud.
 *
 * The program says the same of every word; its src/korean.rs tells where the rules come from.
 */

/** Particles that change with the end of the word: after a consonant, after a vowel. */
const PARTICLES = '\
은/는 이/가 을/를 과/와 아/야 으로/로 으로서/로서 으로써/로써 으로부터/로부터 이나/나 이란/란 이랑/랑 \
이라/라 이라고/라고 이라는/라는 이며/며 이든/든 이에요/예요'.split(' ');

/** The brackets that open an aside, by those that close it. @type {Record<string, string>} */
const OPENERS = { ')': '(', ']': '[', '）': '（' };

/** What is not read aloud. */
const SILENCE = /[^\p{Alphabetic}\p{N}%°+]+$/u;

/** How digits are read. */
const DIGITS = '영일이삼사오육칠팔구';

/** ㄹ as a coda that is taken apart. */
const RIEUL = '\u11af';

/**
 * A word with the half of a pair that fits: 바퀴벌레, 을/를 becomes 바퀴벌레를; undefined when the
 * pair is unknown. A word whose ending nobody can tell takes the form after a vowel.
 *
 * @param {string} word
 * @param {string} pair in either order
 */
export function josa(word, pair) {
    const asked = pair.split('/').map((half) => half.trim());
    const known = [asked.join('/'), asked.reverse().join('/')];
    const [closed, open] = PARTICLES.find((pair) => known.includes(pair))?.split('/') ?? [];
    const coda = lastSyllable(word).normalize('NFD')[2];
    const isOpen = !coda || (coda === RIEUL && closed?.startsWith('으로'));
    return closed && word + (isOpen ? open : closed);
}

/**
 * A syllable that ends as a word does when it is read aloud; none where nobody can tell.
 *
 * @param {string} word
 */
function lastSyllable(word) {
    const read = spoken(word).normalize();
    const last = read.slice(-1);
    const [number] = /[\d,.]*\d$/.exec(read) ?? [];
    if (number) return lastOfNumber(number);
    if (/[lrㄹ]/i.test(last)) return '알';
    if (/[mnㄱ-ㅎ]/i.test(last)) return '엠';
    return /[가-힣]/.test(last) ? last : '';
}

/**
 * Numbers are read by ten-thousands, of which only 조 (10¹²) and 해 (10²⁰) end in a vowel. After a
 * decimal point or a zero in front each digit is read for itself.
 *
 * @param {string} number
 */
function lastOfNumber(number) {
    const zeros = /0*$/.exec(number.replace(/,/g, ''))?.[0].length ?? 0;
    if (!zeros || /^0|\./.test(number)) return DIGITS[Number(number.slice(-1))];
    return zeros > 19 || (zeros > 11 && zeros < 16) ? '조' : '만';
}

/**
 * A word without the tail that is not read aloud: punctuation and asides.
 *
 * @param {string} word
 * @returns {string}
 */
function spoken(word) {
    const text = word.replace(/[^\p{Alphabetic}\p{N}%°+)\]）]+$/u, '');
    const opener = OPENERS[text.slice(-1)];
    const before = opener ? text.slice(0, Math.max(text.lastIndexOf(opener), 0)) : '';
    // a word that is all brackets is read inside them
    return before.replace(SILENCE, '') ? spoken(before) : text.replace(SILENCE, '');
}
