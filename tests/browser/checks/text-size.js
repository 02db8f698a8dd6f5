/** Text grows with the reader's own text size, and at twice the size the page still fits (WCAG 1.4.4). */

import { settled } from '../visit.js';
import { tooWide } from './width.js';

/** @import { CDPSession, Page } from 'playwright-core' */

/** What browsers come with, in pixels. */
const USUAL = 16;

/** @type {import('../checks.js').Check} */
export async function textSize(visit) {
    const { page } = visit;
    const cdp = await page.context().newCDPSession(page);
    const usual = await sizeAt(page, cdp, USUAL);
    const doubled = await sizeAt(page, cdp, 2 * USUAL);
    const found = await tooWide(visit, 'horizontal scroll with text of twice the size');
    await sizeAt(page, cdp, USUAL);
    if (doubled < 1.9 * usual) {
        found.push({
            rule: 'fixed text size',
            selector: 'body',
            detail: `${usual} px becomes ${doubled} px, not twice as much`,
        });
    }
    return found;
}

/**
 * The size of the page's text when the reader's browser is set to `size`.
 *
 * @param {Page} page
 * @param {CDPSession} cdp
 * @param {number} size
 */
async function sizeAt(page, cdp, size) {
    await cdp.send('Page.setFontSizes', { fontSizes: { standard: size, fixed: size } });
    await settled(page);
    return page.evaluate(() => parseFloat(getComputedStyle(document.body).fontSize));
}
