/**
 * The index of an edition, and what it finds.
 *
 * There is no index yet: whatever is asked for cannot be loaded.
 */

/**
 * @typedef {object} Result
 * @property {string} title
 * @property {string} href what a link needs
 * @property {string} date when it was asked: `2026-03-02`
 * @property {string} category its path in `site.yaml`, `pests/cockroach`, or nothing
 * @property {string} snippet one sentence
 * @property {'answered' | 'waiting' | 'unknown' | 'declined'} status
 */

/**
 * @typedef {object} Answer
 * @property {string} query as it was typed
 * @property {string} understood what was searched for in its place
 * @property {'' | 'keyboard' | 'spelling'} by what was understood otherwise than typed, if anything
 * @property {string[]} words what to mark in titles and snippets
 * @property {number} total how many questions were found
 * @property {Result[]} results
 * @property {boolean} more whether there are more
 */

/**
 * @typedef {object} Options
 * @property {number} [limit]
 * @property {number} [offset]
 * @property {boolean} [exact] search for what was typed and nothing else
 * @property {string} [category]
 * @property {string} [year]
 * @property {AbortSignal} [signal]
 */

export class Search {
    /** @param {string} base the address of the index, with a slash at the end */
    constructor(base) {
        this.base = base;
    }

    /**
     * @param {string} query
     * @param {Options} [options]
     * @returns {Promise<Answer>}
     */
    async ask(query, options) {
        throw new LoadError(this.base);
    }
}

/** A file of the index that could not be loaded. */
export class LoadError extends Error {
    /** @param {string} address */
    constructor(address) {
        super(address);
        this.address = address;
    }
}
