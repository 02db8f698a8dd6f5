/** A document: a page's HTML taken apart by the browser, without being shown. */

/** @import { Page } from 'playwright-core' */
/** @import { Text } from '../site.js' */

/**
 * @typedef {object} Document
 * @property {string} address
 * @property {string} heading the text of its first heading
 * @property {string[]} texts the text of every element of its main part, in pages with JSON-LD
 * @property {string[]} ids
 * @property {{ selector: string, href: string }[]} links to pages and files, as they are written
 * @property {string[]} icons as they are written
 * @property {string | undefined} leadsTo the address that it leads on to, as it is written
 * @property {string[]} data its blocks of JSON-LD
 */

/**
 * Takes a page apart in a window, which is left as it is.
 *
 * @param {Page} window
 * @param {Text} page
 * @returns {Promise<Document>}
 */
export async function documentOf(window, { address, text }) {
    return { address, ...(await window.evaluate(takenApart, text)) };
}

/**
 * Runs in the browser.
 *
 * @param {string} html
 */
function takenApart(html) {
    const page = new DOMParser().parseFromString(html, 'text/html');
    const data = page.querySelectorAll('script[type="application/ld+json"]');
    const refresh = page.querySelector('meta[http-equiv="refresh" i]')?.getAttribute('content');
    const ids = all('[id]', (element) => element.id);
    const links = [...linksBy('href', 'a, area, link'), ...linksBy('src', '*'), ...linksBy('action', 'form')];
    // the marks that lead to a footnote and back are no part of what is said
    page.querySelectorAll('a[href^="#fn"]').forEach((mark) => mark.remove());
    return {
        heading: page.querySelector('h1')?.textContent ?? '',
        texts: data.length > 0 ? all('main *', (element) => element.textContent ?? '') : [],
        ids,
        links,
        icons: all('link[rel~="icon"]', (element) => element.getAttribute('href') ?? ''),
        leadsTo: refresh?.replace(/^[^=]*=/, ''),
        data: Array.from(data, (block) => block.textContent ?? ''),
    };

    /** @template T @param {string} selector @param {(element: Element) => T} map */
    function all(selector, map) {
        return Array.from(page.querySelectorAll(selector), map);
    }

    /** @param {string} attribute @param {string} elements */
    function linksBy(attribute, elements) {
        return all(`:is(${elements})[${attribute}]`, (element) => ({
            selector: `${element.localName}[${attribute}]`,
            href: element.getAttribute(attribute) ?? '',
        }));
    }
}
