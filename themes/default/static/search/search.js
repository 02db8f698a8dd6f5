/** Search: what a reader types, answered from the index of an edition. */

import { foldQuery, isKnown, learn, lists, stemOf, tellingWords } from './query.js';
import { Index, LoadError } from './shard.js';

/** @import { Lists } from './query.js' */

/**
 * A question that was found.
 *
 * @typedef {object} Result
 * @property {string} title
 * @property {string} href what a link needs, the site's base path included
 * @property {string} date when it was asked: 2026-03-02
 * @property {string} category its path in site.yaml, pests/cockroach, or nothing
 * @property {string} snippet its summary, cut
 * @property {'answered' | 'waiting' | 'unknown' | 'declined'} status
 */

/**
 * What a query led to.
 *
 * @typedef {object} Answer
 * @property {string} query as it was typed
 * @property {string} understood what was searched for
 * @property {'' | 'keyboard' | 'spelling'} by why that is not what was typed, where it has to be told
 * @property {string[]} words what to mark in titles and snippets, the longest first
 * @property {number} total how many questions are worth showing
 * @property {Result[]} results those that were asked for, best first
 * @property {boolean} more whether there are more behind them
 */

/**
 * @typedef {object} Options
 * @property {number} [limit] how many results to give
 * @property {number} [offset] how many to skip
 * @property {boolean} [exact] search for what was typed and nothing else
 * @property {string} [category] leave all others out
 * @property {string} [year] leave all others out
 * @property {AbortSignal} [signal]
 */

/** A question is worth showing whose score is at least this part of the best. */
const WORTH = 8;

/** How long an index is used, in milliseconds. The site may have been built anew, and all that was loaded is kept. */
const FRESH = 600_000;

/** More than any document's number. */
const SPREAD = 2 ** 28;

/** @type {Result['status'][]} */
const STATUSES = ['answered', 'waiting', 'unknown', 'declined'];

export class Search {
    #base;
    #opened = 0;
    /** Opened then. @type {Promise<Index>} */
    #index;

    /** @param {string} base the address of the index, with a slash at the end */
    constructor(base) {
        this.#base = base;
    }

    /**
     * Answers a query.
     *
     * Fails with a LoadError when a file of the index cannot be had or is damaged. Files that several queries wait for
     * are loaded on when the signal ends one of them.
     *
     * @param {string} query
     * @param {Options} [options]
     * @returns {Promise<Answer>}
     */
    async ask(query, options = {}) {
        const isNew = Date.now() - this.#opened > FRESH;
        if (isNew) {
            this.#opened = Date.now();
            this.#index = Index.open(this.#base);
        }
        try {
            return await answer(this.#index, query, options);
        } catch (error) {
            if (!(error instanceof LoadError)) throw error;
            // the site may have been built anew, which begins with the manifest
            this.#opened = 0;
            if (isNew) throw error;
        } finally {
            // whatever came of it, it is not wanted any more
            options.signal?.throwIfAborted();
        }
        return this.ask(query, options);
    }
}

/**
 * @param {Promise<Index>} opened
 * @param {string} query
 * @param {Options} options
 * @returns {Promise<Answer>}
 */
async function answer(opened, query, { limit = 10, offset = 0, exact, category, year, signal }) {
    const index = await opened;
    const [{ understood, by, found }, , ...filters] = await Promise.all([
        understand(index, query, exact, signal),
        // needed for what is found, and comes along with the rest
        index.dictionary(),
        category && index.filter('category:' + category),
        year && index.filter('year:' + year),
    ]);
    const worthy = ranked(found, filters.filter(Boolean), index.manifest.documents);
    const asked = Array.from(worthy.subarray(offset, offset + limit), (packed) => result(index, packed % SPREAD));
    const results = await Promise.all(asked);
    const total = worthy.length;
    return { query, understood, by, words: toMark(understood), total, results, more: offset + limit < total };
}

/**
 * What a query means, and what is found by that.
 *
 * @param {Index} index
 * @param {string} query
 * @param {boolean} exact
 * @param {AbortSignal} [signal]
 * @returns {Promise<{ understood: string, by: Answer['by'], found: Lists }>}
 */
async function understand(index, query, exact, signal) {
    const typed = foldQuery(query);
    await learn(index, typed);
    signal?.throwIfAborted();
    const [asTyped, known] = await Promise.all([lists(index, typed), exact || isKnown(index, query)]);
    signal?.throwIfAborted();
    if (known) return { understood: typed, by: '', found: asTyped };
    // most queries need none, so that it is fetched with the first that does
    const { keyboard, spelling } = await import('./repair.js');
    const meant = await keyboard(index, query);
    signal?.throwIfAborted();
    const spelt = await spelling(index, meant ?? typed);
    signal?.throwIfAborted();
    const understood = spelt?.text ?? meant ?? typed;
    const by = meant ? 'keyboard' : spelt?.isTold ? 'spelling' : '';
    return { understood, by, found: understood === typed ? asTyped : await lists(index, understood) };
}

/**
 * The documents that are worth showing, best first; of two that are as good, the newer one. Each stands with its score,
 * as a number below SPREAD plus SPREAD times the score, since numbers sort much faster than pairs.
 *
 * @param {Lists} found
 * @param {Set<number>[]} filters
 * @param {number} count of all documents
 */
function ranked(found, filters, count) {
    const scores = new Uint32Array(count);
    const sums = new Uint32Array(count);
    const seen = new Uint32Array(count);
    /** Far fewer have a score than there are. @type {number[]} */
    const documents = [];
    /** The terms of a short word together, each of the others alone. @type {Map<unknown, Lists>} */
    const words = new Map();
    for (const part of found) words.set(part.word ?? part, [...(words.get(part.word) ?? []), part]);
    for (const pairs of words.values()) {
        /** @type {number[]} */
        const listed = [];
        for (const { weight, list } of pairs) {
            list?.documents.forEach((document, place) => {
                if (!seen[document]++) listed.push(document);
                sums[document] += weight * list.weight * list.impacts[place];
            });
        }
        for (const document of listed) {
            if (!scores[document]) documents.push(document);
            // what has some pairs of a short word only has another word that shares them
            scores[document] += (sums[document] * (pairs.length + seen[document])) / (2 * pairs.length);
            sums[document] = seen[document] = 0;
        }
    }
    const wanted = documents.filter((document) => filters.every((filter) => filter.has(document)));
    const best = wanted.reduce((best, document) => Math.max(best, scores[document]), 1);
    const worthy = wanted.filter((document) => scores[document] * WORTH >= best);
    return Float64Array.from(worthy, (document) => document + scores[document] * SPREAD)
        .sort()
        .reverse();
}

/**
 * @param {Index} index
 * @param {number} document
 * @returns {Promise<Result>}
 */
async function result(index, document) {
    const [title, key, date, snippet, category, status] = await index.found(document);
    const { base, categories = [] } = index.manifest;
    return {
        title,
        href: base + '/q/' + key + '/',
        date,
        category: categories[category] ?? '',
        snippet,
        status: STATUSES[status],
    };
}

/** The telling words of what was understood, each as word and as stem. @param {string} understood */
function toMark(understood) {
    const words = tellingWords(understood).flatMap((word) => [word.text, stemOf(word)]);
    return [...new Set(words)].sort((one, other) => other.length - one.length);
}
