/**
 * Everything can be reached and seen with the keyboard: Tab comes to the skip link first, then to every control in
 * the order of the document, each one shows that it has the focus, and nothing covers it.
 */

/** @import { Finding } from '../finding.js' */
/** @import { Watch } from '../watch.js' */

/**
 * A walk through a page with Tab, inside the page.
 *
 * @typedef {object} Walk
 * @property {number} controls how many there are
 * @property {() => boolean} look looks at what has the focus now, and tells whether to go on
 * @property {() => Finding[]} end what was found on the way
 */

/** @type {import('../checks.js').Check} */
export async function keyboard({ page, watch }) {
    const walk = await watch.evaluateHandle(begin);
    const controls = await walk.evaluate(({ controls }) => controls);
    // scrolling boxes take the focus too, and are no controls: some steps more than controls are in order
    for (let taken = 0; taken < 2 * controls + 10; taken += 1) {
        await page.keyboard.press('Tab');
        if (!(await walk.evaluate((walk) => walk.look()))) {
            break;
        }
    }
    return walk.evaluate((walk) => walk.end());
}

/**
 * Runs in the page.
 *
 * @param {Watch} watch
 * @returns {Walk}
 */
function begin(watch) {
    const candidates =
        'a[href], button, input, select, textarea, summary, iframe, [contenteditable], [tabindex]';
    const expected = Array.from(document.querySelectorAll(candidates)).filter(takesFocus);
    makeStill();
    const unfocused = new Map(expected.map((control) => [control, indicator(control)]));
    /** @type {Element[]} */
    const reached = [];
    /** @type {Finding[]} */
    const found = [];
    return { controls: expected.length, look, end };

    /** A walk ends where the focus leaves the page or comes round. */
    function look() {
        const element = document.activeElement ?? document.body;
        if (element === document.body || element === document.documentElement || reached.includes(element)) {
            return false;
        }
        reached.push(element);
        if (!isIndicated(element)) {
            tell('focus not visible', element, 'neither its outline nor its shadow changes');
        }
        if (!isInSight(element)) {
            tell('focus obscured', element, 'it is out of the window, or something covers it');
        }
        return true;
    }

    function end() {
        const first = reached[0];
        if (!first || !isSkipLink(first)) {
            tell('no skip link', first, 'Tab comes here first');
        }
        for (const control of expected.filter((control) => !reached.includes(control))) {
            tell('not reached', control, 'Tab never comes here');
        }
        for (const [at, element] of reached.entries()) {
            const before = reached[at - 1];
            if (before && isBefore(element, before)) {
                tell('focus order', element, `comes after ${watch.selectorOf(before)}, but stands before it`);
            }
        }
        return found;
    }

    /** @param {string} rule @param {Element | undefined} element @param {string} detail */
    function tell(rule, element, detail) {
        found.push({ rule, selector: watch.selectorOf(element ?? null), detail });
    }

    /** Each look is to be at the end of a movement. */
    function makeStill() {
        const style = new CSSStyleSheet();
        style.replaceSync(
            '*, ::before, ::after { transition: none !important; scroll-behavior: auto !important; }',
        );
        document.adoptedStyleSheets.push(style);
    }

    /** One radio button of a group stands for all of them, and which one depends: they are not expected.
     *
     * @param {Element} element
     */
    function takesFocus(element) {
        return (
            /** @type {HTMLElement} */ (element).tabIndex >= 0 &&
            !element.matches(':disabled, [type=radio]') &&
            !element.closest('[inert]') &&
            element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })
        );
    }

    /** @param {Element} element */
    function partsOf(element) {
        return [undefined, '::before', '::after'].map((part) => getComputedStyle(element, part));
    }

    /** How an element shows whether it has the focus.
     *
     * @param {Element} element
     */
    function indicator(element) {
        const parts = partsOf(element).map((style) => [
            style.outlineStyle,
            style.outlineWidth,
            style.outlineColor,
            style.boxShadow,
        ]);
        return parts.join();
    }

    /** @param {Element} element */
    function isIndicated(element) {
        return indicator(element) !== unfocused.get(element) && partsOf(element).some(isDrawn);
    }

    /** @param {CSSStyleDeclaration} style */
    function isDrawn({ outlineStyle, outlineWidth, outlineColor, boxShadow }) {
        // a colour is computed as `rgba(0, 0, 0, 0)` or `oklch(0 0 0 / 0)`
        const isClear = /^rgba\(.*, 0\)$|\/ 0\)$/.test(outlineColor);
        return (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0 && !isClear) || boxShadow !== 'none';
    }

    /** Whether any point of it can be seen.
     *
     * @param {Element} element
     */
    function isInSight(element) {
        const points = [0.1, 0.5, 0.9].flatMap((x) => [0.1, 0.5, 0.9].map((y) => ({ x, y })));
        return Array.from(element.getClientRects()).some(({ left, top, width, height }) =>
            points.some(({ x, y }) => isOnTop(element, left + x * width, top + y * height)),
        );
    }

    /** @param {Element} element @param {number} x @param {number} y */
    function isOnTop(element, x, y) {
        const top = document.elementFromPoint(x, y);
        return !!top && (element.contains(top) || top.closest('label')?.control === element);
    }

    /** @param {Element} element @param {Element} other */
    function isBefore(element, other) {
        return (other.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING) !== 0;
    }

    /** A link to the part of the page that holds the main content.
     *
     * @param {Element} link
     */
    function isSkipLink(link) {
        const fragment = link.getAttribute('href')?.match(/^#(.+)$/)?.[1];
        const target = fragment && document.getElementById(fragment);
        return !!target && (target.matches('main, main *') || !!target.querySelector('main'));
    }
}
