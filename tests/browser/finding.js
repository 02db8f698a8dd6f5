/** A finding: one thing that a check holds against a page. */

import assert from 'node:assert/strict';

/**
 * @typedef {object} Finding
 * @property {string} rule what is broken, in one or two words: findings of one rule are told together
 * @property {string} [selector] the element it was found at
 * @property {string} detail
 */

/** How many findings of one rule are told in full. */
const TOLD = 5;

/**
 * Fails with all that was found, unless nothing was.
 *
 * @param {Finding[]} findings
 * @param {string} [where] they were found
 */
export function expectNone(findings, where = '') {
    if (findings.length > 0) {
        assert.fail([where, told(findings)].filter(Boolean).join('\n'));
    }
}

/**
 * Findings as lines, those of one rule together.
 *
 * @param {Finding[]} findings
 */
function told(findings) {
    return Array.from(byRule(findings), ([rule, same]) => {
        const lines = same
            .slice(0, TOLD)
            .map(({ selector, detail }) => `    ${selector ? `${selector}  ` : ''}${detail}`);
        const more = same.length > TOLD ? [`    and ${same.length - TOLD} more`] : [];
        return [`  ${rule}`, ...lines, ...more].join('\n');
    }).join('\n');
}

/** @param {Finding[]} findings */
function byRule(findings) {
    /** @type {Map<string, Finding[]>} */
    const groups = new Map();
    for (const finding of findings) {
        groups.set(finding.rule, [...(groups.get(finding.rule) ?? []), finding]);
    }
    return groups;
}
