/** A highlight: the words that a search was for, marked where they stand in a text. */

/**
 * Fills an element with a text in which the words are marked, the longest where several fit.
 *
 * @param {Element} element
 * @param {string} text
 * @param {string[]} words folded
 */
export function highlight(element, text, words) {
    const lower = text.toLowerCase();
    const longestFirst = words.filter(Boolean).sort((a, b) => b.length - a.length);
    const parts = [];
    let done = 0;
    for (let at = 0; at < text.length; at += 1) {
        const word = longestFirst.find((word) => standsAt(lower, at, word));
        if (!word) continue;
        parts.push(text.slice(done, at), marked(text.slice(at, at + word.length)));
        done = at + word.length;
        at = done - 1;
    }
    element.replaceChildren(...parts, text.slice(done));
}

/**
 * Whether a word stands at a place: a single letter only where a word begins, as 약 is not in 위약금.
 *
 * @param {string} text
 * @param {number} at
 * @param {string} word
 */
function standsAt(text, at, word) {
    return text.startsWith(word, at) && (word.length > 1 || !/[\p{L}\p{N}]/u.test(text[at - 1] ?? ''));
}

/** @param {string} word */
function marked(word) {
    const mark = document.createElement('mark');
    mark.textContent = word;
    return mark;
}
