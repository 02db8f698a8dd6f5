/** A watch: what is written down inside a page while it loads, for the checks to read afterwards. */

/**
 * @typedef {object} Watch
 * @property {{ value: number, selectors: string[] }[]} shifts layout shifts and what moved
 * @property {{ directive: string, blocked: string }[]} violations of the Content-Security-Policy
 * @property {() => void} flush takes in what the browser has not yet handed over
 * @property {(element: Element | null) => string} selectorOf a short selector that a person finds the element by
 */

/**
 * Starts the watch, as `globalThis.watched`.
 *
 * It is sent to the browser as text, so it can use nothing from outside itself.
 */
export function watch() {
    /** @type {Watch['shifts']} */
    const shifts = [];
    /** @type {Watch['violations']} */
    const violations = [];

    const observer = new PerformanceObserver((list) => list.getEntries().forEach(shifted));
    observer.observe({ type: 'layout-shift', buffered: true });
    document.addEventListener('securitypolicyviolation', (event) => {
        violations.push({ directive: event.effectiveDirective, blocked: event.blockedURI });
    });

    /** @param {any} entry a `LayoutShift` */
    function shifted(entry) {
        if (!entry.hadRecentInput) {
            shifts.push({
                value: entry.value,
                selectors: entry.sources.map((/** @type {any} */ s) => selectorOf(s.node)),
            });
        }
    }

    /** @param {Node | null} node */
    function selectorOf(node) {
        const steps = [];
        let element = node instanceof Element ? node : (node?.parentElement ?? null);
        for (
            ;
            element && element !== document.documentElement && steps.length < 5;
            element = element.parentElement
        ) {
            steps.unshift(step(element));
            if (element.id) {
                break;
            }
        }
        return steps.join(' > ') || 'html';
    }

    /** @param {Element} element */
    function step(element) {
        if (element.id) {
            return `#${element.id}`;
        }
        const name = [element.localName, ...element.classList].join('.');
        const twins = Array.from(element.parentElement?.children ?? []).filter(
            (s) => s.localName === element.localName,
        );
        return twins.length > 1 ? `${name}:nth-of-type(${twins.indexOf(element) + 1})` : name;
    }

    Object.assign(globalThis, {
        watched: { shifts, violations, flush: () => observer.takeRecords().forEach(shifted), selectorOf },
    });
}
