/** Nothing moves for readers who asked for less motion. Colours may still fade. */

import { settled } from '../visit.js';

/** @import { Watch } from '../watch.js' */

/** @type {import('../checks.js').Check} */
export async function motion({ page, watch }) {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await settled(page);
    const found = await watch.evaluate(moving);
    await page.emulateMedia({ reducedMotion: null });
    return found.map((finding) => ({ rule: 'motion in spite of prefers-reduced-motion', ...finding }));
}

/** Runs in the page: what scrolls smoothly, is animated, or would glide to another place or size.
 *
 * @param {Watch} watch
 */
function moving(watch) {
    const still = /^none$|color|fill|stroke|opacity|shadow|outline|text-decoration|visibility|background/;
    return Array.from(document.querySelectorAll('*')).flatMap((element) => {
        const selector = watch.selectorOf(element);
        return motions(getComputedStyle(element)).map((detail) => ({ selector, detail }));
    });

    /** @param {CSSStyleDeclaration} style */
    function motions(style) {
        const found = [];
        if (style.scrollBehavior === 'smooth') {
            found.push('scroll-behavior: smooth');
        }
        if (style.animationName !== 'none' && longest(style.animationDuration) > 0.01) {
            found.push(`animation: ${style.animationName} ${style.animationDuration}`);
        }
        if (longest(style.transitionDuration) > 0.01 && glides(style.transitionProperty)) {
            found.push(`transition: ${style.transitionProperty} ${style.transitionDuration}`);
        }
        return found;
    }

    /** @param {string} durations such as `0.2s, 0s` */
    function longest(durations) {
        return Math.max(...durations.split(',').map(parseFloat));
    }

    /** @param {string} properties */
    function glides(properties) {
        return properties.split(',').some((property) => !still.test(property.trim()));
    }
}
