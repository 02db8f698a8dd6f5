/**
 * A syllable: the letters that it is made of, and the keys that these are typed with.
 *
 * The program says the same; its src/korean.rs and src/korean/keyboard.rs tell where the rules come from.
 */

import { apart, COMPOUNDS } from './korean.js';

/** Initials and codas in Unicode's order, which is that of the syllables; no coda is a space. */
const INITIALS = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ';
const CODAS = ' ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ';

/** The keys of 두벌식 (KS X 5002), and the letter on each. */
const KEYS = 'abcdefghijklmnopqrstuvwxyzQWERTOP';
const ON_KEYS = 'ㅁㅠㅊㅇㄷㄹㅎㅗㅑㅓㅏㅣㅡㅜㅐㅔㅂㄱㄴㅅㅕㅍㅈㅌㅛㅋㅃㅉㄸㄲㅆㅒㅖ';

/** A typed syllable. A consonant before a vowel begins the next one. */
const TYPED =
    /([ㄱ-ㅎ])(ㅗ[ㅏㅐㅣ]|ㅜ[ㅓㅔㅣ]|ㅡㅣ|[ㅏ-ㅣ])((?:ㄱㅅ|ㄴ[ㅈㅎ]|ㄹ[ㄱㅁㅂㅅㅌㅍㅎ]|ㅂㅅ|[ㄱㄲㄴㄷㄹㅁㅂㅅㅆㅇㅈㅊㅋㅌㅍㅎ])(?![ㅏ-ㅣ]))?/g;

/** The text with every syllable replaced by its initial consonant. @param {string} text */
export function initials(text) {
    return text.normalize('NFC').replace(/[가-힣]/g, (syllable) => letters(syllable)[0]);
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
