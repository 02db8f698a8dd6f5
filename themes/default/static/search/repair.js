/**
 * Repairs: what a reader meant whose query, as typed, is not in the archive.
 *
 * The program's src/search/repair.rs does the same and tells why; its src/korean.rs and src/korean/keyboard.rs tell
 * where the rules for letters and keys come from, which nothing but repairs needs.
 */

import { apart, COMPOUNDS, stem } from './korean.js';
import { attested, chunks, correctable, foldQuery, isAttested, knows, FEW_WORDS, pairLists } from './query.js';

/**
 * @import { Index } from './shard.js'
 * @import { Word } from './tokenize.js'
 */

/**
 * What was meant, and whether the reader has to be told: it was changed, not completed.
 *
 * @typedef {{ text: string, isTold: boolean }} Spelt
 */

/** How many syllables of a word are looked at, the most suspicious first. */
const SUSPECTS = 3;

/** How many spellings of a word are tried. */
const TRIES = 4;

/** How many words a half-typed one is completed to. */
const COMPLETIONS = 3;

/** How rare a pair is that no document has, and the edge of a word: more than any other. */
const [UNSEEN, EDGE] = [2 ** 31, 2 ** 32];

/** Initials and codas in Unicode's order, which is that of the syllables; no coda is a space. */
const INITIALS = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ';
const CODAS = ' ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ';

/** The keys of 두벌식 (KS X 5002), and the letter on each. */
const KEYS = 'abcdefghijklmnopqrstuvwxyzQWERTOP';
const ON_KEYS = 'ㅁㅠㅊㅇㄷㄹㅎㅗㅑㅓㅏㅣㅡㅜㅐㅔㅂㄱㄴㅅㅕㅍㅈㅌㅛㅋㅃㅉㄸㄲㅆㅒㅖ';

/** A typed syllable. A consonant before a vowel begins the next one. */
const TYPED =
    /([ㄱ-ㅎ])(ㅗ[ㅏㅐㅣ]|ㅜ[ㅓㅔㅣ]|ㅡㅣ|[ㅏ-ㅣ])((?:ㄱㅅ|ㄴ[ㅈㅎ]|ㄹ[ㄱㅁㅂㅅㅌㅍㅎ]|ㅂㅅ|[ㄱㄲㄴㄷㄹㅁㅂㅅㅆㅇㅈㅊㅋㅌㅍㅎ])(?![ㅏ-ㅣ]))?/g;

/**
 * The query with each word typed on the other layout of the keyboard that the archive knows only
 * so; undefined where nothing was changed.
 *
 * @param {Index} index
 * @param {string} typed
 */
export async function keyboard(index, typed) {
    const words = chunks(typed);
    const meant = await Promise.all(words.slice(0, FEW_WORDS).map((word) => onOtherLayout(index, word)));
    if (meant.some(Boolean)) return foldQuery(words.map((word, place) => meant[place] ?? word).join(' '));
}

/**
 * @param {Index} index
 * @param {string} word
 */
async function onOtherLayout(index, word) {
    const meant = toHangul(word) ?? toLatin(word);
    if (meant === undefined) return;
    // not both at once: most words are known, and the other one would cost a file
    if (!(await knows(index, word)) && (await knows(index, meant))) return meant;
}

/**
 * The query with the words spelt as the archive has them that it has not; undefined where nothing
 * was changed.
 *
 * @param {Index} index
 * @param {string} folded
 * @returns {Promise<Spelt | undefined>}
 */
export async function spelling(index, folded) {
    const words = correctable(index, folded);
    const meant = await Promise.all(words.map((word) => respelt(index, word, word.end === folded.length)));
    if (!meant.some(Boolean)) return;
    let [text, copied] = ['', 0];
    words.forEach(({ start, end }, place) => {
        if (!meant[place]) return;
        text += folded.slice(copied, start) + meant[place].text;
        copied = end;
    });
    return { text: text + folded.slice(copied), isTold: meant.some((spelt) => spelt?.isTold) };
}

/**
 * How a word is spelt in the archive.
 *
 * @param {Index} index
 * @param {Word} word
 * @param {boolean} isLast whether it may not be typed to its end
 */
async function respelt(index, word, isLast) {
    if (await isAttested(index, word)) return;
    if (word.script === 'hangul') return respeltHangul(index, word.text, isLast);
    if (word.script === 'alphabet') return respeltLatin(index, word.text, isLast);
}

/**
 * @param {Index} index
 * @param {string} word
 * @param {boolean} isLast
 * @returns {Promise<Spelt | undefined>}
 */
async function respeltHangul(index, word, isLast) {
    // while its last syllable is typed, the coda may be the beginning of the next one: 세슼 of 세스코
    const whole = word.slice(0, -1) + openSyllable(word.slice(-1));
    const isHalf = isLast && whole !== word;
    const [isKnown, isWhole] = await Promise.all([attested(index, word), isHalf && attested(index, whole)]);
    if (isKnown) return;
    if (isWhole) return { text: whole, isTold: false };
    for (const text of new Set([stem(word), word])) {
        const meant = await corrected(index, text);
        if (meant) return { text: meant + word.slice(text.length), isTold: true };
    }
}

/**
 * The spelling of a word, one slip away, that most documents have.
 *
 * @param {Index} index
 * @param {string} word
 */
async function corrected(index, word) {
    const places = await suspects(index, word);
    const spellings = (await Promise.all(places.map((place) => spellingsAt(index, word, place)))).flat();
    const tried = spellings.sort(byDocuments).slice(0, TRIES);
    const counted = tried.map(async (spelling) => ({
        ...spelling,
        attested: await attested(index, spelling.text),
    }));
    const [best] = (await Promise.all(counted)).sort((one, other) => {
        return other.attested - one.attested || byDocuments(one, other);
    });
    return best?.attested ? best.text : undefined;
}

/**
 * The spellings of a word with another syllable at a place that more documents have there.
 *
 * @param {Index} index
 * @param {string} word
 * @param {number} place
 */
async function spellingsAt(index, word, place) {
    const typed = word[place];
    const candidates = await index.candidates((word[place - 1] ?? '^') + '*' + (word[place + 1] ?? '$'));
    const seen = candidates.find(({ text }) => text === typed)?.documents ?? 0;
    const slips = candidates.filter(({ text, documents }) => documents > seen && isNear(text, typed));
    return slips.map(({ text, documents }) => {
        return { text: word.slice(0, place) + text + word.slice(place + 1), documents };
    });
}

/**
 * The places of the syllables whose neighbourhood is rarest.
 *
 * @param {Index} index
 * @param {string} word
 */
async function suspects(index, word) {
    const pairs = (await pairLists(index, word)).map((list) => list?.weight ?? UNSEEN);
    const rarities = [EDGE, ...pairs, EDGE];
    /** A slip makes both pairs rare that its syllable is in. @param {number} place */
    const rarity = (place) => Math.min(rarities[place], rarities[place + 1]);
    const places = [...word].map((_, place) => place);
    return places.sort((one, other) => rarity(other) - rarity(one)).slice(0, SUSPECTS);
}

/**
 * What a word of the Latin alphabet may be: while it is typed, the words that begin so; else the
 * most frequent one that is a slip away.
 *
 * @param {Index} index
 * @param {string} word
 * @param {boolean} isLast
 * @returns {Promise<Spelt | undefined>}
 */
async function respeltLatin(index, word, isLast) {
    const contexts = [word.slice(0, 2) + '*', '*' + word.slice(-2)];
    const [same, ...others] = await Promise.all(contexts.map((context) => index.candidates(context)));
    const longer = isLast ? same.filter(({ text }) => text.startsWith(word)).slice(0, COMPLETIONS) : [];
    if (longer[0]) return { text: longer.map(({ text }) => text).join(' '), isTold: false };
    const near = [same, ...others].flat().filter(({ text }) => isOneSlip(word, text));
    const [best] = near.sort((one, other) => {
        return other.documents - one.documents || (one.text < other.text ? -1 : 1);
    });
    return best && { text: best.text, isTold: true };
}

/**
 * Whether one letter less, more, other, or two changed places make one word the other.
 *
 * @param {string} one
 * @param {string} other
 */
function isOneSlip(one, other) {
    let same = 0;
    while (same < one.length && one[same] === other[same]) same++;
    const [a, b] = [one.slice(same), other.slice(same)];
    const isOther = a.slice(1) === b.slice(1);
    const isSwapped = a.slice(2) === b.slice(2) && a[0] === b[1] && a[1] === b[0];
    return a !== b && (isOther || isSwapped || a.slice(1) === b || a === b.slice(1));
}

/**
 * The most frequent first.
 *
 * @param {{ text: string, documents: number }} one
 * @param {{ text: string, documents: number }} other
 */
function byDocuments(one, other) {
    return other.documents - one.documents || (other.text > one.text ? 1 : -1);
}

/** The syllable without its coda: 슼 is 스. @param {string} syllable */
export function openSyllable(syllable) {
    return syllable.normalize('NFD').slice(0, 2).normalize();
}

/**
 * Whether one slip of a finger makes one syllable of the other: they differ in the initial, the
 * vowel or the coda alone.
 *
 * @param {string} one
 * @param {string} other
 */
export function isNear(one, other) {
    const [a, b] = [one.normalize('NFD'), other.normalize('NFD')];
    return [0, 1, 2].filter((part) => a[part] === b[part]).length === 2;
}

/**
 * The Hangul that the keys of a word give: ghksqnf is 환불; undefined where they give no whole
 * syllables, as those of an English word mostly do. Shift doubles a consonant.
 *
 * @param {string} word
 */
export function toHangul(word) {
    if (!/^[a-z]+$/i.test(word)) return;
    // most keys give the same with shift
    const places = [...word].map((key) => KEYS.indexOf(KEYS.includes(key) ? key : key.toLowerCase()));
    const typed = places.map((place) => ON_KEYS[place]).join('');
    const text = typed.replace(TYPED, (_, initial, vowel, coda = ' ') => {
        const open = (initial + joined(vowel)).normalize('NFKC');
        return String.fromCharCode(open.charCodeAt(0) + CODAS.indexOf(joined(coda)));
    });
    return /^[가-힣]+$/.test(text) ? text : undefined;
}

/**
 * The Latin letters that the keys of a word give: ㅗ디ㅔ is help; undefined unless it is all
 * Hangul.
 *
 * @param {string} word
 */
export function toLatin(word) {
    if (!/^[가-힣ㄱ-ㅣ]+$/.test(word)) return;
    const typed = apart(word.replace(/[가-힣]/g, letters));
    return typed.replace(/[ㄱ-ㅣ]/g, (letter) => KEYS[ON_KEYS.indexOf(letter)].toLowerCase());
}

/** The letters of a syllable. @param {string} syllable */
function letters(syllable) {
    const [initial, vowel, coda] = syllable.normalize('NFD');
    const plainVowel = String.fromCharCode(vowel.charCodeAt(0) - 0x1161 + 0x314f);
    return INITIALS[initial.charCodeAt(0) - 0x1100] + plainVowel + (coda ? CODAS[coda.charCodeAt(0) - 0x11a7] : '');
}

/** The letter that one or two keys give. @param {string} keys */
function joined(keys) {
    return COMPOUNDS.find((compound) => compound.slice(0, 2) === keys)?.[2] ?? keys;
}
