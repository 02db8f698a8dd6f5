/** Page kinds: every kind of page that the site has, and the page that stands for it in the tests. */

/** @import { Question } from './question.js' */
/** @import { Site } from './site.js' */

/**
 * A file of HTML and what it was made from.
 *
 * @typedef {object} Page
 * @property {string} address
 * @property {string} html
 * @property {Question} [question] the question it shows, if it shows one
 * @property {boolean} own whether it is one of the archive's own pages
 */

/**
 * @typedef {object} PageKind
 * @property {string} name
 * @property {(page: Page) => boolean} holds whether a page is of this kind
 * @property {number} [status] the status it is answered with, if that is not 200
 * @property {boolean} [shortest] the shortest page stands for it, not the longest
 * @property {string} [query] what is asked of the page, with the question mark
 */

/**
 * A kind of page together with the page that stands for it.
 *
 * @typedef {PageKind & { address: string }} Example
 */

const EDITION = '(?:/[a-z]{2})?';

/** The kinds, the special before the general. A page may be of several.
 *
 * @type {PageKind[]}
 */
export const PAGE_KINDS = [
    { name: 'home', holds: at('/') },
    { name: 'home in another language', holds: at('/[a-z]{2}/') },

    { name: 'question with follow-ups', holds: bodyHas(/^## (이어진 질문|Follow-up question)/m) },
    { name: 'question with a table', holds: bodyHas(/^\|/m) },
    { name: 'question with footnotes', holds: bodyHas(/^\[\^\w+\]:/m) },
    { name: 'question with a picture', holds: frontHas('image') },
    { name: 'question asked again', holds: frontHas('asks') },
    { name: 'question corrected', holds: frontHas('corrections') },
    { name: 'question in another language', holds: frontHas('translation_of') },
    { name: 'question waiting', holds: frontHas('status', 'waiting') },
    { name: 'question with an unknown answer', holds: frontHas('status', 'unknown') },
    { name: 'question declined', holds: frontHas('status', 'declined') },
    { name: 'question removed', holds: frontHas('status', 'removed') },
    { name: 'question unlisted', holds: frontHas('unlisted') },
    { name: 'question', holds: (page) => page.question !== undefined },

    { name: 'list, first page', holds: at(`${EDITION}/questions/`) },
    { name: 'list, later page', holds: at(`${EDITION}/questions/page/\\d+/`) },
    { name: 'category with little in it', holds: at(`${EDITION}/category/.+/`), shortest: true },
    { name: 'category inside categories', holds: at(`${EDITION}/category/[^/]+/[^/]+/.*`) },
    { name: 'category', holds: at(`${EDITION}/category/[^/]+/`) },
    { name: 'tag', holds: at(`${EDITION}/tag/.+/`) },
    { name: 'person', holds: at(`${EDITION}/people/.+/`) },
    { name: 'overview of categories', holds: at(`${EDITION}/category/`) },
    { name: 'overview of tags', holds: at(`${EDITION}/tag/`) },
    { name: 'overview of people', holds: at(`${EDITION}/people/`) },
    { name: 'months', holds: at(`${EDITION}/archive/(\\d{4}/)?`) },
    { name: 'month', holds: at(`${EDITION}/archive/\\d{4}/\\d{2}/.*`) },
    { name: 'index', holds: at(`${EDITION}/index/`) },
    { name: 'index of a letter', holds: at(`${EDITION}/index/.+/`) },
    { name: 'popular', holds: at(`${EDITION}/popular/.*`) },
    { name: 'waiting', holds: at(`${EDITION}/waiting/.*`) },
    { name: 'changes', holds: at(`${EDITION}/changes/.*`) },
    { name: 'promise', holds: at(`${EDITION}/promise/`) },
    { name: 'search', holds: at('/search/') },
    { name: 'search with results', holds: at('/[a-z]{2}/search/'), query: '?q=bleach' },
    { name: 'ask', holds: at(`${EDITION}/ask/`) },
    { name: 'own page', holds: (page) => page.own },
    { name: 'not found', holds: at('/404\\.html'), status: 404 },
];

/**
 * The site's pages; those that only lead on to another are left out.
 *
 * @param {Site} site
 * @returns {Promise<Page[]>}
 */
export async function pagesOf(site) {
    const questions = new Map(site.questions.map((question) => [question.address, question]));
    const files = await site.texts(/\.html$/);
    const pages = files.map(({ address, text }) => ({
        address,
        html: text,
        question: questions.get(address),
        own: site.ownPages.includes(address),
    }));
    return pages.filter((page) => !leadsOn(page.html));
}

/**
 * The page that stands for each kind: the longest that stands for no other, since there most can go wrong. A kind that
 * the site has no page of has none.
 *
 * @param {Page[]} pages
 * @returns {Example[]}
 */
export function examples(pages) {
    const left = pages.toSorted((a, b) => b.html.length - a.html.length);
    return PAGE_KINDS.flatMap((kind) => {
        const at = kind.shortest ? left.findLastIndex(kind.holds) : left.findIndex(kind.holds);
        return left
            .splice(at, at < 0 ? 0 : 1)
            .map(({ address }) => ({ ...kind, address: visited(kind, address) }));
    });
}

/**
 * Where a reader meets the page at `address`.
 *
 * @param {PageKind} kind
 * @param {string} address
 */
function visited(kind, address) {
    return kind.status === 404 ? '/no/such/page/' : `${address}${kind.query ?? ''}`;
}

/**
 * Whether a page does nothing but lead on to another.
 *
 * @param {string} html
 */
function leadsOn(html) {
    return /<meta http-equiv="?refresh"?/i.test(html);
}

/**
 * @param {string} pattern of the whole address
 * @returns {PageKind['holds']}
 */
function at(pattern) {
    const address = new RegExp(`^${pattern}$`);
    return (page) => address.test(page.address);
}

/**
 * @param {string} key
 * @param {string} [value]
 * @returns {PageKind['holds']}
 */
function frontHas(key, value) {
    return (page) => {
        const written = page.question?.front.get(key);
        return written !== undefined && (value === undefined || written === value);
    };
}

/**
 * @param {RegExp} pattern
 * @returns {PageKind['holds']}
 */
function bodyHas(pattern) {
    return (page) => page.question !== undefined && pattern.test(page.question.body);
}
