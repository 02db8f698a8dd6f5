/** Korean: what the letters of a word tell of how it sounds. */

/**
 * A word with the particle of a pair that agrees with its end: `환불`, `을/를` becomes `환불을`.
 *
 * @param {string} word
 * @param {string} pair after a consonant / after a vowel
 */
export function josa(word, pair) {
    const [closed, open] = pair.split('/');
    const last = word.match(/\p{L}(?=\P{L}*$)/u)?.[0].charCodeAt(0) ?? 0;
    const final = last >= 0xac00 && last <= 0xd7a3 ? (last - 0xac00) % 28 : 0;
    const isOpen = final === 0 || (final === 8 && closed === '으로');
    return word + (isOpen ? open : closed);
}
