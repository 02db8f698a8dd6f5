/**
 * Templates: the pieces of HTML, and with them all the words, that the search page of an edition holds for scripts.
 *
 * In a template, `data-slot="title"` is where a value goes. A slot without a value is taken away; one whose value is
 * `true` stays as it is; in one that has a text of its own, the places of that text are filled, as in the theme's
 * strings: `{query}` and `{을/를}`. Words are marked where `data-mark` stands. `data-href="href"` is a link's address.
 */

import { josa } from './korean.js';

/** @import { Result } from './search.js' */

/** @typedef {Record<string, string | boolean | undefined>} Values */

export const { lang } = document.documentElement;

/** Whose way of writing days the site follows; of a language that is not here they stay as they are. */
const LOCALE = { ko: 'ko', en: 'en-GB' }[lang.split('-')[0]];

/** Writes days as the rest of the site does. To make it takes longer than a hundred days do. */
const LONG_DATE = LOCALE && new Intl.DateTimeFormat(LOCALE, { dateStyle: 'long', timeZone: 'UTC' });

export class Templates {
    /** @param {Document} page the search page */
    constructor(page) {
        this.page = page;
    }

    /**
     * Those of the search page at `address`.
     *
     * A request of this kind is the one way to read a page under `require-trusted-types-for 'script'`.
     *
     * @param {string} address
     * @returns {Promise<Templates>}
     */
    static load(address) {
        return new Promise((resolve, reject) => {
            const request = new XMLHttpRequest();
            request.open('GET', address);
            request.responseType = 'document';
            request.onloadend = () =>
                request.response ? resolve(new Templates(request.response)) : reject();
            request.send();
        });
    }

    /**
     * The one element of a template, filled.
     *
     * @param {string} name
     * @param {Values} [values]
     * @param {string[]} [words] to mark
     * @returns {HTMLElement}
     */
    piece(name, values = {}, words = []) {
        const { content } = this.page.querySelector('[data-search="' + name + '"]');
        const piece = document.importNode(content, true);
        for (const slot of piece.querySelectorAll('[data-slot]')) {
            put(slot, values, words);
        }
        for (const link of piece.querySelectorAll('[data-href]')) {
            link.href = values[link.dataset.href];
        }
        return piece.firstElementChild;
    }

    /** What templates show of a result. @param {Result} result @returns {Values} */
    values(result) {
        const option = result.category && this.page.querySelector('option[value="' + result.category + '"]');
        return { ...result, category: option && option.textContent.trim(), [result.status]: true };
    }
}

/**
 * @param {HTMLElement} slot
 * @param {Values} values
 * @param {string[]} words
 */
function put(slot, values, words) {
    const value = values[slot.dataset.slot];
    const text = slot.textContent;
    if (!value) {
        slot.remove();
    } else if (slot.dateTime === '') {
        slot.dateTime = value;
        slot.textContent = LONG_DATE?.format(new Date(value)) ?? value;
    } else if (value !== true) {
        highlight(slot, text ? phrase(text, values) : value, 'mark' in slot.dataset ? words : []);
    }
}

/**
 * A text with its places filled, the particles such that they agree with the word before them.
 *
 * @param {string} text
 * @param {Values} values
 */
function phrase(text, values) {
    const [first, ...parts] = text.split(/[{}]/);
    return parts.reduce((said, part, at) => {
        if (at % 2) {
            return said + part;
        }
        return part.includes('/') ? josa(said, part) : said + values[part];
    }, first);
}

/**
 * Fills an element with a text in which the words are marked, the first where several fit.
 *
 * @param {Element} element
 * @param {string} text
 * @param {string[]} words folded
 */
function highlight(element, text, words) {
    const lower = text.toLowerCase();
    const parts = [];
    let done = 0;
    for (let at = 0; at < text.length; at++) {
        const word = words.find((word) => standsAt(lower, at, word));
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
