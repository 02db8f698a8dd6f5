/** A page fits into 320 px, which is also a window of 1280 px at a zoom of 400 % (WCAG 1.4.10). */

import { settled } from '../visit.js';
import { tooWide } from './width.js';

/** @type {import('../checks.js').Check} */
export async function reflow(visit) {
    const { page } = visit;
    const size = page.viewportSize();
    await page.setViewportSize({ width: 320, height: 640 });
    await settled(page);
    const found = await tooWide(visit, 'horizontal scroll at 320 px');
    if (size) {
        await page.setViewportSize(size);
    }
    return found;
}
