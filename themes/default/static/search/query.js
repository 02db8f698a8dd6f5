/**
 * A query: what a reader typed, as the terms it is looked up by, and whether the archive has its words.
 *
 * The program's src/search/query.rs and repair.rs do the same and tell why.
 */

import * as korean from './korean.js';
import { fold, pairs, words } from './tokenize.js';

/**
 * @import { Index, List } from './shard.js'
 * @import { Word } from './tokenize.js'
 */

/**
 * A term of a query.
 *
 * @typedef {object} Part
 * @property {'terms' | 'initials'} table where to look it up: by what was written, or by initials
 * @property {string} text as it is written
 * @property {number} weight what it counts, 20 for a term that was typed
 * @property {string} [word] the short word that it is a pair of
 */

/**
 * The terms of a query with their lists; undefined where no document has the term.
 *
 * @typedef {(Part & { list: List | undefined })[]} Lists
 */

/**
 * Adds a term of a query.
 *
 * @typedef {(table: Part['table'], text: string, weight: number, word?: string) => void} Add
 */

/** The most of a query that is read, in characters. */
const LONGEST = 400;

/** The most terms that a query is looked up by. */
const MOST_TERMS = 12;

/** A query of no more words is short: an ending in it may be part of a name, and nothing makes up for a slip. */
export const FEW_WORDS = 4;

/**
 * What a term counts that stands in the query as it is; what a synonym counts; what a pair that two
 * neighbouring words would share if they were written as one; and what a pair that reaches into an
 * ending.
 */
const [WHOLE, SYNONYM, BRIDGE, ENDING] = [20, 16, 3, 4];

/** A word of more pairs than this is often written as two. */
const MOST_PAIRS = 3;

/** A list of so many documents may have lost some. */
const CUT = 2000;

/** What is known of English, once it is needed. @type {typeof import('./english.js') | undefined} */
let english;

/**
 * Fetches what is known of English, where a query or a synonym may be. This comes before everything else that is done
 * with a folded query.
 *
 * @param {Index} index
 * @param {string} folded
 */
export async function learn({ synonyms }, folded) {
    if (/[a-z]/.test(folded + synonyms)) english ??= await import('./english.js');
}

/** The folded text that is searched for. @param {string} text */
export function foldQuery(text) {
    // a character takes one or two places
    return fold([...text.slice(0, 2 * LONGEST)].slice(0, LONGEST).join(''));
}

/**
 * The words of a folded query that count: those that only ask are left out where any other is left.
 *
 * @param {string} folded
 */
export function tellingWords(folded) {
    const all = words(folded);
    const telling = all.filter(({ text, script }) => {
        return !(script === 'hangul' && korean.isCommon(text)) && !(script === 'alphabet' && english?.isCommon(text));
    });
    return telling[0] ? telling : all;
}

/** The stem of a word in its language. @param {Word} word */
export function stemOf({ text, script }) {
    // what holds no letter from a to z is its own stem
    return script === 'alphabet' ? (english?.stem(text) ?? text) : korean.stem(text);
}

/**
 * Looks a folded query up.
 *
 * @param {Index} index
 * @param {string} folded
 * @returns {Promise<Lists>}
 */
export async function lists(index, folded) {
    await learn(index, folded);
    return Promise.all(
        parts(index, folded).map(async (part) => ({ ...part, list: await index.list(part.table, part.text) })),
    );
}

/**
 * Whether any document has a term of a text. Of most texts the first term says so, and no file is loaded for the others.
 *
 * @param {Index} index
 * @param {string} text
 */
export async function knows(index, text) {
    const folded = foldQuery(text);
    await learn(index, folded);
    for (const part of parts(index, folded)) {
        if (await index.list(part.table, part.text)) return true;
    }
    return false;
}

/**
 * Whether the archive has every word of a query that could be repaired.
 *
 * @param {Index} index
 * @param {string} query as it was typed
 */
export async function isKnown(index, query) {
    const typed = chunks(query).slice(0, FEW_WORDS).map((chunk) => knows(index, chunk));
    const words = correctable(index, foldQuery(query)).map((word) => isAttested(index, word));
    return (await Promise.all([...typed, ...words])).every(Boolean);
}

/**
 * The words of a folded query that are worth correcting: in a long one those of an alphabet that it is looked up by.
 *
 * @param {Index} index
 * @param {string} folded
 */
export function correctable(index, folded) {
    const telling = tellingWords(folded);
    const terms = parts(index, folded);
    /** @param {Word} word */
    const isTerm = (word) => word.script === 'alphabet' && terms.some(({ text }) => text === stemOf(word));
    return telling[FEW_WORDS] ? telling.filter(isTerm) : telling;
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

/**
 * The terms of a folded query, the most telling first, and at most 12.
 *
 * @param {Index} index
 * @param {string} folded
 */
function parts({ common, synonyms }, folded) {
    /** @type {Map<string, Part & { rank: number }>} */
    const parts = new Map();
    /** @type {Add} */
    const add = (table, text, weight, word) => {
        if (parts.get(table + text)?.weight >= weight) return;
        parts.set(table + text, { table, text, weight, word, rank: common.indexOf(text) });
    };
    const telling = tellingWords(folded);
    const few = !words(folded)[FEW_WORDS];
    for (const word of telling) {
        addWord(add, word, WHOLE, few, !telling[1]);
        synonymsOf(word, synonyms)
            .flatMap(words)
            .forEach((word) => addWord(add, word, SYNONYM));
    }
    telling.slice(1).forEach((word, place) => {
        const bridge = between(telling[place], word, folded);
        if (bridge) add('terms', bridge, BRIDGE);
    });
    // the sort is stable: of two that tell as much, the one typed first
    return [...parts.values()]
        .sort((one, other) => other.weight - one.weight || one.rank - other.rank)
        .slice(0, MOST_TERMS);
}

/**
 * Adds a word; with its ending where the query has few words. Letters that are no syllable count as
 * initials if there are two, or nothing else was typed.
 *
 * @param {Add} add
 * @param {Word} word
 * @param {number} weight
 * @param {boolean} [few]
 * @param {boolean} [alone]
 */
function addWord(add, word, weight, few, alone) {
    const { text, script } = word;
    if (script === 'alphabet') {
        add('terms', stemOf(word), weight);
    } else if (script === 'jamo') {
        const consonants = korean.singleConsonants(text);
        if (consonants[1] || alone) initialTerms(consonants).forEach((term) => add('initials', term, weight));
    } else {
        const kept = script === 'han' ? Infinity : Math.max(stemOf(word).length, 2) - 1;
        pairs(text).forEach((pair, place) => {
            if (place < kept) add('terms', pair, weight, kept <= MOST_PAIRS ? text : undefined);
            else if (few) add('terms', pair, ENDING);
        });
        if (text.length === 2 && korean.isParticle(text[1])) add('terms', text[0], ENDING);
    }
}

/**
 * The pair between two words of syllables that only a space parts.
 *
 * @param {Word} one
 * @param {Word} other
 * @param {string} folded
 */
function between(one, other, folded) {
    const hangul = one.script === 'hangul' && other.script === 'hangul';
    // or whatever else takes one byte in UTF-8, as the program has it
    const near = other.start === one.end + 1 && folded.charCodeAt(one.end) < 128;
    return hangul && near && one.text.slice(-1) + other.text[0];
}

/** The terms of initials in a row: all of them, and each three. @param {string} initials */
function initialTerms(initials) {
    const marked = '^' + initials;
    const threes = Array.from(marked.slice(2), (_, place) => marked.slice(place, place + 3));
    return ['=' + initials, ...threes];
}

/**
 * The other words of every group that a word is in, as it is or by its stem.
 *
 * @param {Word} word
 * @param {string[][]} synonyms
 */
function synonymsOf({ text }, synonyms) {
    const names = [text, korean.stem(text)];
    const groups = synonyms.filter((group) => group.some((known) => names.includes(known)));
    return groups.flat().filter((known) => !names.includes(known));
}
