/**
 * A shard: a file of the index that holds what a few terms lead to.
 *
 * How shards are written is told by the program's src/search: shard.rs, and posting.rs, spelling.rs
 * and result.rs for what stands in them.
 */

import { fold } from './tokenize.js';

/**
 * The documents of a term, the highest impact first.
 *
 * @typedef {object} List
 * @property {number} weight how rare the term is, in sixteenths of a doubling
 * @property {number[]} documents
 * @property {number[]} impacts how much the term says of each
 */

/**
 * Something that stands in a context, and how many documents have it there.
 *
 * @typedef {object} Candidate
 * @property {string} text a syllable, or a word of the Latin alphabet
 * @property {number} documents
 */

/**
 * What is shown of a document: title, key, date, snippet, the place of its category, and the place
 * of its status.
 *
 * @typedef {[string, string, string, string, number, number]} Found
 */

/** The format of the index that is read here. */
const FORMAT = 3;

/** How many results stand in one file. */
const BLOCK = 8;

/** What FNV-1a multiplies by. */
const PRIME = 0x01000193;

/** A file of the index, by its address, that cannot be had, or is not what was written. */
export class LoadError extends Error {}

/** A term, as a hash: what a question can be found by. The program's src/search/term.rs tells why. */
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

/** The files of an index, each loaded and each term looked up once, however many queries need them. */
export class Index {
    /** @type {Map<string, Promise<Uint8Array>>} */
    #files = new Map();
    /** @type {Map<string, Promise<any>>} */
    #values = new Map();

    /**
     * @param {string} folder the address of the index, with a slash at the end
     * @returns {Promise<Index>}
     */
    static open(folder) {
        const address = folder + 'manifest.json';
        return whole(address, async () => {
            const response = await load(address, { cache: 'no-cache' });
            return new Index(folder, await response.json());
        });
    }

    /**
     * @param {string} folder
     * @param {any} manifest
     */
    constructor(folder, manifest) {
        if (manifest.format !== FORMAT) throw new RangeError();
        this.folder = folder;
        this.manifest = manifest;
        /** The commonest terms, the commonest last. @type {string[]} */
        this.common = manifest.common.split(' ').reverse();
        /** @type {string[][]} */
        const synonyms = manifest.synonyms ?? [];
        /** Words that mean the same, folded. */
        this.synonyms = synonyms.map((group) => group.map(fold));
    }

    /**
     * The list of a term; undefined where no document has it.
     *
     * @param {'terms' | 'initials'} table
     * @param {string} text of the term
     */
    list(table, text) {
        return this.#find(table, text, (reader) => readList(reader, this.manifest.documents));
    }

    /** What stands in a context elsewhere in the archive. @param {string} context */
    async candidates(context) {
        return (await this.#find('spelling', context, readCandidates)) ?? [];
    }

    /** The documents that a filter lets through. @param {string} filter */
    async filter(filter) {
        return (await this.#find('filters', filter, readDocuments)) ?? new Set();
    }

    /** The first block of results, which is the dictionary that all others are packed with. */
    dictionary() {
        return this.#use('results/0', (bytes) => bytes);
    }

    /** @param {number} document @returns {Promise<Found>} */
    found(document) {
        const block = Math.floor(document / BLOCK);
        /** @param {Uint8Array} bytes */
        const read = (bytes) => {
            const found = JSON.parse(new TextDecoder().decode(bytes))[document % BLOCK];
            if (!found) throw new RangeError();
            return found;
        };
        return this.#use('results/' + block, read, block > 0 ? this.dictionary() : undefined);
    }

    /**
     * What a term leads to in a family of shards.
     *
     * @template T
     * @param {string} family
     * @param {string} text
     * @param {(reader: Reader) => T} read
     * @returns {Promise<any>}
     */
    #find(family, text, read) {
        const name = family + ' ' + text;
        if (!this.#values.has(name)) {
            const term = new Term(text);
            const path = family + '/' + term.shard(this.manifest.bits[family]);
            const value = this.#use(path, (shard) => {
                const bytes = valueIn(shard, term.key);
                return bytes && read(new Reader(bytes));
            });
            this.#values.set(name, value);
        }
        return this.#values.get(name);
    }

    /**
     * What use makes of the bytes of a file.
     *
     * @template T
     * @param {string} path
     * @param {(bytes: Uint8Array) => T} use
     * @param {Promise<Uint8Array>} [dictionary] that it is packed with
     * @returns {Promise<T>}
     */
    #use(path, use, dictionary) {
        // the version keeps caches from handing out a file of another index
        const address = this.folder + path + '.bin?v=' + this.manifest.version;
        return whole(address, async () => {
            const file = this.#files.get(address) ?? unpacked(load(address), dictionary);
            this.#files.set(address, file);
            return use(await file);
        });
    }
}

/** Reads numbers and bytes one after the other, and throws where they are damaged. */
class Reader {
    #at = 0;

    /** @param {Uint8Array} bytes */
    constructor(bytes) {
        this.bytes = bytes;
    }

    isDone() {
        return this.#at === this.bytes.length;
    }

    /** Seven bits a byte from the lowest, with the eighth set on every byte but the last (LEB128). */
    number() {
        for (let number = 0, unit = 1; unit < 2 ** 35; unit *= 128) {
            // behind the last byte there is undefined, which is not less than any number
            const byte = this.bytes[this.#at++];
            number += (byte & 127) * unit;
            if (byte < 128) return number;
        }
        throw new RangeError();
    }

    /** @param {number} count */
    take(count) {
        this.#at += count;
        if (this.#at > this.bytes.length) throw new RangeError();
        return this.bytes.subarray(this.#at - count, this.#at);
    }
}

/**
 * @param {Reader} reader
 * @param {number} end of the documents; who finds more has a shard that is newer than the manifest
 */
function readList(reader, end) {
    /** @type {List} */
    const list = { weight: reader.number(), documents: [], impacts: [] };
    while (!reader.isDone()) {
        const impact = reader.number();
        for (let count = reader.number(), document = 0; count > 0; count--) {
            document += reader.number();
            if (document >= end) throw new RangeError();
            list.documents.push(document);
            list.impacts.push(impact);
        }
    }
    return list;
}

/** @param {Reader} reader */
function readCandidates(reader) {
    /** @type {Candidate[]} */
    const candidates = [];
    while (!reader.isDone()) {
        const documents = reader.number();
        candidates.push({ documents, text: new TextDecoder().decode(reader.take(reader.number())) });
    }
    return candidates;
}

/** @param {Reader} reader */
function readDocuments(reader) {
    /** @type {Set<number>} */
    const documents = new Set();
    for (let document = 0; !reader.isDone();) {
        document += reader.number();
        documents.add(document);
    }
    return documents;
}

/**
 * What comes of reading a file, if it is whole.
 *
 * @template T
 * @param {string} address
 * @param {() => Promise<T>} read
 */
async function whole(address, read) {
    try {
        return await read();
    } catch {
        throw new LoadError(address);
    }
}

/**
 * @param {string} address
 * @param {RequestInit} [options]
 */
async function load(address, options) {
    const response = await fetch(address, options);
    if (!response.ok) throw new RangeError();
    return response;
}

/**
 * The bytes of a packed file.
 *
 * @param {Promise<Response>} packed
 * @param {Promise<Uint8Array>} [dictionary]
 */
async function unpacked(packed, dictionary) {
    const [response, known = new Uint8Array()] = await Promise.all([packed, dictionary]);
    const { length } = known;
    // no browser takes a dictionary, but a block that is stored as it is may come first (RFC 1951, 3.2.4)
    const stored = Uint8Array.of(0, length, length >> 8, ~length, ~length >> 8);
    const parts = [stored, known, new Uint8Array(await response.arrayBuffer())];
    const { readable, writable } = new DecompressionStream('deflate-raw');
    const writer = writable.getWriter();
    const written = [...parts.map((part) => writer.write(part)), writer.close()];
    const [bytes] = await Promise.all([new Response(readable).arrayBuffer(), ...written]);
    return new Uint8Array(bytes, length);
}

/**
 * The value of a term in a shard; undefined where it has none.
 *
 * @param {Uint8Array} shard
 * @param {number} key
 */
function valueIn(shard, key) {
    const reader = new Reader(shard);
    const keys = new Uint32Array(reader.take(4 * reader.number()).slice().buffer);
    const lengths = Array.from(keys, () => reader.number());
    const values = lengths.map((length) => reader.take(length));
    return values[keys.indexOf(key)];
}
