/** What axe finds: WCAG 2.2 AA as far as a program can tell, and its own best practice. */

import axeCore from 'axe-core';

/** @import { RunOptions } from 'axe-core' */

/** @type {RunOptions} */
const OPTIONS = {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    rules: { 'target-size': { enabled: true } }, // off in axe until WCAG 2.2 is widely asked for
    resultTypes: ['violations'],
};

/** @type {import('../checks.js').Check} */
export async function axe({ page }) {
    await page.evaluate(axeCore.source);
    const violations = await page.evaluate(async (options) => {
        const { axe } = /** @type {{ axe: typeof import('axe-core') }} */ (
            /** @type {unknown} */ (globalThis)
        );
        const results = await axe.run(document, options);
        return results.violations.map(({ id, nodes }) => ({
            id,
            nodes: nodes.map(({ target, failureSummary }) => ({ target: target.join(' '), failureSummary })),
        }));
    }, OPTIONS);
    return violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => ({
            rule: `axe ${id}`,
            selector: target,
            detail: (failureSummary ?? '')
                .split('\n')
                .slice(1)
                .map((line) => line.trim())
                .join('; '),
        })),
    );
}
