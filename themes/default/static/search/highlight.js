/** A highlight: the words that a search was for, marked where they stand in a text. */

/** What means something in a regular expression. */
const SYNTAX = /[\\^$.*+?()[\]{}|]/g;

/**
 * Fills an element with a text in which the words are marked, the longest where several fit.
 *
 * @param {Element} element
 * @param {string} text
 * @param {string[]} words
 */
export function highlight(element, text, words) {
    const longestFirst = words.filter(Boolean).sort((a, b) => b.length - a.length);
    const any = longestFirst.map((word) => word.replace(SYNTAX, '\\$&')).join('|');
    const parts = any ? text.split(new RegExp('(' + any + ')', 'giu')) : [text];
    element.replaceChildren(...parts.map((part, at) => (at % 2 ? marked(part) : part)));
}

/** @param {string} word */
function marked(word) {
    const mark = document.createElement('mark');
    mark.textContent = word;
    return mark;
}
