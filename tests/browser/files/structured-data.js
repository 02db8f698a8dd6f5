/** Structured data: what a page tells machines in JSON-LD is what it shows to people. */

/** @import { Finding } from '../finding.js' */
/** @import { Document } from './document.js' */

/** @typedef {Record<string, any>} Thing */

/**
 * Where the structured data of a document and the document differ.
 *
 * @param {Document} document
 * @returns {Finding[]}
 */
export function untrueData(document) {
    return document.data.flatMap((block) => {
        const things = parsed(block);
        if (!things) {
            return [
                { rule: 'structured data is not JSON', selector: document.address, detail: beginning(block) },
            ];
        }
        return things.filter(isQuestion).flatMap((question) => untrue(question, document));
    });
}

/**
 * @param {Thing} question
 * @param {Document} document
 */
function untrue(question, { address, heading, texts }) {
    const shown = new Set(texts.map(squeezed));
    const found = [];
    if (squeezed(question.name) !== squeezed(heading)) {
        found.push(`the question's name is '${question.name}', the heading '${heading.trim()}'`);
    }
    if (question.text !== undefined && !shown.has(squeezed(question.text))) {
        found.push(`no element shows the question's text: ${beginning(question.text)}`);
    }
    for (const answer of [question.acceptedAnswer, question.suggestedAnswer].flat().filter(Boolean)) {
        if (!shown.has(squeezed(answer.text))) {
            found.push(`no element shows the answer's text: ${beginning(answer.text)}`);
        }
    }
    return found.map((detail) => ({
        rule: 'structured data differs from the page',
        selector: address,
        detail,
    }));
}

/**
 * Every thing in a block, however deep.
 *
 * @param {string} block
 * @returns {Thing[] | undefined}
 */
function parsed(block) {
    try {
        /** @type {Thing[]} */
        const things = [];
        JSON.parse(block, (_, value) => {
            if (value && typeof value === 'object' && !Array.isArray(value)) {
                things.push(value);
            }
            return value;
        });
        return things;
    } catch {
        return undefined;
    }
}

/** @param {Thing} thing */
function isQuestion(thing) {
    return thing['@type'] === 'Question';
}

/** @param {string} text */
function beginning(text) {
    return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/**
 * A text without white space, which HTML puts where it likes.
 *
 * @param {unknown} text
 */
function squeezed(text) {
    return String(text ?? '').replace(/\s+/g, '');
}
