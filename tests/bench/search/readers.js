/** Readers: what somebody does who searches, with Mundap and with Pagefind. */

import { QuietPage } from './quiet-page.js';
import { Traffic } from './traffic.js';

/** @import { Browser, Page } from 'playwright-core' */
/** @import { Received } from './traffic.js' */

/** What a query received; the first one, what the page loaded before, itself excluded. @typedef {Received[]} Asked */

/**
 * A kind of reader.
 *
 * @typedef {object} Kind
 * @property {string} address the page with the field
 * @property {() => void} begin runs in the page before anything is typed
 * @property {(query: string) => Promise<number>} ask runs in the page, and tells how many milliseconds it took from the
 *     key press until the results were there
 */

/** Types into the search page and presses Enter, which leaves out the pause it makes while somebody types. @type {Kind} */
export const ON_SEARCH_PAGE = {
    address: '/search/',
    begin: () => /** @type {HTMLInputElement} */ (document.querySelector('input[name=q]')).focus(),
    ask: (query) =>
        new Promise((resolve, reject) => {
            const field = /** @type {HTMLInputElement} */ (document.querySelector('input[name=q]'));
            const outcome = /** @type {Element} */ (document.querySelector('[data-search=outcome]'));
            const start = performance.now();
            const observer = new MutationObserver(() => {
                const took = performance.now() - start;
                // until then the last answer stands there, or that it takes a while
                if (outcome.ariaBusy !== 'false') return;
                observer.disconnect();
                // the list of what was found, or the categories that stand in for it
                const isAnswer = outcome.querySelector('[data-search=items] li, [data-search=categories]');
                isAnswer ? resolve(took) : reject(new Error(`no answer to ${query}`));
            });
            observer.observe(outcome, { attributeFilter: ['aria-busy'] });
            field.value = query;
            field.dispatchEvent(new Event('input', { bubbles: true }));
            field.form?.requestSubmit();
        }),
};

/** Types into the field in the head of a question's page, and sees the list below it. @type {Kind} */
export const IN_HEADER = {
    address: '/q/1/',
    begin: () => /** @type {HTMLInputElement} */ (document.querySelector('input[name=q]')).focus(),
    ask: (query) =>
        new Promise((resolve) => {
            const field = /** @type {HTMLInputElement} */ (document.querySelector('input[name=q]'));
            const start = performance.now();
            const observer = new MutationObserver(() => {
                // it is filled first and then shown, or hidden where there is nothing
                const list = field.form?.querySelector('[role=listbox]');
                if (list && (list.childElementCount > 0 || list.hasAttribute('hidden'))) {
                    observer.disconnect();
                    resolve(performance.now() - start);
                }
            });
            observer.observe(/** @type {Element} */ (field.form), { childList: true, subtree: true });
            field.value = query;
            field.dispatchEvent(new Event('input', { bubbles: true }));
        }),
};

/** Calls Pagefind as its own fields do: the search, and what is shown of the first ten results. @type {Kind} */
export const WITH_PAGEFIND = {
    address: '/field/',
    begin: () => {},
    ask: async (query) => {
        const start = performance.now();
        const pagefind = await import(/** @type {any} */ ('/pagefind.js'));
        const { results } = await pagefind.search(query);
        await Promise.all(results.slice(0, 10).map((/** @type {any} */ result) => result.data()));
        return performance.now() - start;
    },
};

/** The page that Pagefind is called from. */
export const PAGEFIND_PAGE = '<!doctype html><html lang="ko"><title>field</title><input name="q">';

/**
 * A reader with nothing in the cache asks one query after the other.
 *
 * @param {Browser} browser
 * @param {string} origin
 * @param {Kind} kind
 * @param {string[]} queries
 * @returns {Promise<Asked[]>}
 */
export async function read(browser, origin, kind, queries) {
    const context = await browser.newContext({ locale: 'ko-KR', ignoreHTTPSErrors: true });
    try {
        const page = await context.newPage();
        const traffic = await Traffic.of(page);
        await page.goto(origin + kind.address, { waitUntil: 'load' });
        await page.evaluate(kind.begin);
        const before = await traffic.settled();
        /** @type {Asked[]} */
        const asked = [];
        for (const query of queries) {
            await page.evaluate(kind.ask, query);
            asked.push(await traffic.settled());
        }
        asked[0].push(...before.filter(({ address }) => address !== kind.address));
        return asked;
    } finally {
        await context.close();
    }
}

/** How long somebody takes before the first query, until the scripts are there, and before each other, in milliseconds. */
const [ARRIVING, READING] = [2000, 200];

/**
 * How many milliseconds it takes until the results of one query after the other are there, for a reader whose first one
 * opens the index and is left out.
 *
 * @param {Browser} browser
 * @param {string} origin
 * @param {Kind} kind
 * @param {string[]} queries
 * @returns {Promise<number[]>}
 */
export async function time(browser, origin, kind, queries) {
    const page = await QuietPage.open(browser, origin + kind.address);
    try {
        await page.evaluate(kind.begin);
        await new Promise((resolve) => setTimeout(resolve, ARRIVING));
        /** @type {number[]} */
        const times = [];
        for (const query of queries) {
            times.push(await page.evaluate(kind.ask, query));
            await new Promise((resolve) => setTimeout(resolve, READING));
        }
        return times.slice(1);
    } finally {
        await page.close();
    }
}
