/** A page says and links to the same without scripts. */

/** @import { Page } from 'playwright-core' */
/** @import { Finding } from '../finding.js' */

/**
 * What a page says and leads to.
 *
 * @typedef {object} Content
 * @property {string[]} lines of its text, as it is shown
 * @property {string[]} links
 */

/**
 * What is missing on a page that is shown without scripts.
 *
 * @param {Page} withScripts
 * @param {Page} without
 * @returns {Promise<Finding[]>}
 */
export async function withoutScripts(withScripts, without) {
    const [expected, shown] = [await withScripts.evaluate(content), await without.evaluate(content)];
    return [
        ...missing(expected.lines, shown.lines, 'text missing without scripts'),
        ...missing(expected.links, shown.links, 'link missing without scripts'),
    ];
}

/**
 * Runs in the page.
 *
 * @returns {Content}
 */
function content() {
    const lines = document.body.innerText.split('\n').map((line) => line.trim());
    const links = Array.from(document.links).filter((link) => link.checkVisibility());
    return {
        lines: lines.filter(Boolean),
        links: links.map((link) => `${link.pathname}${link.search}${link.hash}`),
    };
}

/**
 * @param {string[]} expected
 * @param {string[]} shown
 * @param {string} rule
 */
function missing(expected, shown, rule) {
    return expected.filter((one) => !shown.includes(one)).map((detail) => ({ rule, detail }));
}
