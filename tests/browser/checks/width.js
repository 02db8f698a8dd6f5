/** No page is wider than its window. */

/** @import { Visit } from '../visit.js' */
/** @import { Watch } from '../watch.js' */

/** @type {import('../checks.js').Check} */
export function width(visit) {
    return tooWide(visit, 'horizontal scroll');
}

/**
 * What makes the page wider than its window, if it is.
 *
 * @param {Visit} visit
 * @param {string} rule
 * @returns {Promise<import('../finding.js').Finding[]>}
 */
export async function tooWide({ page, watch }, rule) {
    const window = page.viewportSize()?.width ?? 0;
    const { document, wide } = await watch.evaluate(widest, window);
    if (document <= window) {
        return [];
    }
    const detail = `the page is ${document} px wide in a window of ${window} px`;
    const causes = wide.map(({ selector, right }) => ({ rule, selector, detail: `reaches to ${right} px` }));
    return [{ rule, detail }, ...causes];
}

/**
 * Runs in the page: how wide the document is, and the innermost elements that stick out of the window.
 *
 * @param {Watch} watch
 * @param {number} window
 */
function widest(watch, window) {
    const out = Array.from(document.body.querySelectorAll('*')).filter(sticksOut);
    const innermost = out.filter(
        (element) => !out.some((other) => other !== element && element.contains(other)),
    );
    return {
        document: document.scrollingElement?.scrollWidth ?? 0,
        wide: innermost.map((element) => ({
            selector: watch.selectorOf(element),
            right: Math.ceil(element.getBoundingClientRect().right + scrollX),
        })),
    };

    /** @param {Element} element */
    function sticksOut(element) {
        return (
            element.getBoundingClientRect().right + scrollX > window + 0.5 && !scrolls(element.parentElement)
        );
    }

    /** Whether a box around the element scrolls or cuts it, so that it does not widen the page.
     *
     * @param {Element | null} box
     * @returns {boolean}
     */
    function scrolls(box) {
        return (
            !!box &&
            box !== document.body &&
            (getComputedStyle(box).overflowX !== 'visible' || scrolls(box.parentElement))
        );
    }
}
