/** Markup: HTML that is valid, and as accessible as markup alone can be. */

import { HtmlValidate } from 'html-validate';

/** @import { Finding } from '../finding.js' */
/** @import { Text } from '../site.js' */

const validator = new HtmlValidate({
    root: true,
    extends: ['html-validate:recommended', 'html-validate:document', 'html-validate:a11y'],
    rules: {
        // a matter of taste: HTML reads both ways of writing alike
        'doctype-style': 'off',
        'void-style': 'off',
        // advice for search results; a title is the question as it was asked
        'long-title': 'off',
        // a site's own files come from where the page itself comes from
        'require-sri': ['error', { target: 'crossorigin' }],
        // suggestions belong to a field that is typed into, which a select is not
        'prefer-native-element': ['error', { exclude: ['listbox'] }],
        // a list may have a name, and screen readers say it
        'aria-label-misuse': ['error', { allowAnyNamable: true }],
    },
});

/**
 * What is wrong with the markup of a page.
 *
 * @param {Text} page
 * @returns {Promise<Finding[]>}
 */
export async function invalidMarkup({ address, text }) {
    const { results } = await validator.validateString(text, address);
    const messages = results.flatMap((result) => result.messages);
    return messages.map(({ ruleId, message, line, selector }) => ({
        rule: `html ${ruleId}`,
        selector: `${address}:${line} ${selector ?? ''}`,
        detail: message,
    }));
}
