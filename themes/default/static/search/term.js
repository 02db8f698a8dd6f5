/**
 * A term: what a question can be found by, as a hash.
 *
 * The program's src/search/term.rs tells why it is made so.
 */

/** What FNV-1a multiplies by. */
const PRIME = 0x01000193;

export class Term {
    /** @param {string} text as it is written */
    constructor(text) {
        // where FNV-1a starts, and the other start
        let [upper, lower] = [0x811c9dc5, 0x0050c5d3];
        for (const byte of new TextEncoder().encode(text)) {
            upper = Math.imul(upper ^ byte, PRIME);
            lower = Math.imul(lower ^ byte, PRIME);
        }
        this.hash = Math.imul(upper ^ (upper >>> 15), 0x2c1b3c6d) >>> 0;
        /** What tells it from the other terms of its shard. */
        this.key = lower >>> 0;
    }

    /** The shard it stands in, where there are 2 to the power of so many. @param {number} bits */
    shard(bits) {
        // a shift by 32 would be none
        return Math.floor(this.hash / 2 ** (32 - bits));
    }
}
