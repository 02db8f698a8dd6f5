/** A printed page cuts no text off: on paper, nothing scrolls. */

import { settled } from '../visit.js';
import { tooWide } from './width.js';

/** @import { Watch } from '../watch.js' */

/** A sheet of A4 less Chromium's usual margins, in CSS pixels. */
const SHEET = { width: 718, height: 1047 };

/** @type {import('../checks.js').Check} */
export async function print(visit) {
    const { page, watch } = visit;
    const size = page.viewportSize();
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize(SHEET);
    await settled(page);
    const found = [...(await tooWide(visit, 'too wide to print')), ...(await watch.evaluate(cutOff))];
    await page.emulateMedia({ media: null });
    if (size) {
        await page.setViewportSize(size);
    }
    return found;
}

/** Runs in the page: boxes whose text goes on where the box ends.
 *
 * @param {Watch} watch
 */
function cutOff(watch) {
    return Array.from(document.body.querySelectorAll('*'))
        .filter(cuts)
        .map((box) => ({
            rule: 'text cut off in print',
            selector: watch.selectorOf(box),
            detail: `${box.scrollWidth} px of text in a box of ${box.clientWidth} px`,
        }));

    /** What is a pixel small is for screen readers alone.
     *
     * @param {Element} box
     */
    function cuts(box) {
        const scrolls = getComputedStyle(box).overflowX !== 'visible';
        return (
            scrolls &&
            box.clientWidth > 1 &&
            box.scrollWidth > box.clientWidth + 1 &&
            !!box.textContent?.trim()
        );
    }
}
