/**
 * What is known: whether the archive has the words of a query as they are typed. Then nothing of it is repaired.
 *
 * The program's src/search/repair.rs asks the same before it repairs.
 */

import { foldQuery, knows, stemOf, tellingWords } from './query.js';
import { pairs } from './tokenize.js';

/**
 * @import { Index } from './shard.js'
 * @import { Word } from './tokenize.js'
 */

/** In a query of more words than this, the others make up for a slip. */
export const MOST_WORDS = 4;

/** A list of so many documents may have lost some. */
const CUT = 2000;

/**
 * Whether the archive has every word of a query that could be repaired.
 *
 * @param {Index} index
 * @param {string} query as it was typed
 */
export async function isKnown(index, query) {
    const telling = tellingWords(foldQuery(query));
    const known = await Promise.all([
        ...chunks(query)
            .slice(0, MOST_WORDS)
            .map((chunk) => knows(index, chunk)),
        ...(telling.length > MOST_WORDS ? [] : telling.map((word) => isAttested(index, word))),
    ]);
    return known.every(Boolean);
}

/** What white space parts. @param {string} query */
export function chunks(query) {
    return query.split(/\p{White_Space}+/u).filter(Boolean);
}

/**
 * Whether the archive has a word by its stem, or the word is too short to say that it is misspelt.
 *
 * @param {Index} index
 * @param {Word} word
 */
export async function isAttested(index, word) {
    const stem = stemOf(word);
    if (word.script === 'hangul') return stem.length < 2 || (await attested(index, stem)) > 0;
    return word.script !== 'alphabet' || !/^[a-z]{4,}$/.test(word.text) || !!(await index.list('terms', stem));
}

/**
 * How many documents have every pair of a word, as far as the lists tell.
 *
 * @param {Index} index
 * @param {string} word
 */
export async function attested(index, word) {
    const lists = await pairLists(index, word);
    if (!lists.every((list) => list !== undefined)) return 0;
    const found = lists.map(({ documents }) => documents);
    const [shortest, ...others] = found.sort((one, other) => one.length - other.length);
    const whole = others.filter((documents) => documents.length < CUT).map((documents) => new Set(documents));
    return shortest.filter((document) => whole.every((documents) => documents.has(document))).length;
}

/**
 * @param {Index} index
 * @param {string} word
 */
export function pairLists(index, word) {
    return Promise.all(pairs(word).map((pair) => index.list('terms', pair)));
}
