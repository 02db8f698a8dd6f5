/** Queries: what readers of an archive may ask, made from the titles of its questions. */

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Queries from all over an archive, always the same: a whole question, then one, two or three of a question's words,
 * and so on in turn.
 *
 * @param {string} folder where the questions are
 * @param {number} count
 * @returns {string[]}
 */
export function queriesFrom(folder, count) {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.md'))
        .sort();
    return Array.from({ length: count }, (_, at) => {
        const title = titleOf(path.join(folder, files[Math.floor((at * files.length) / count)]));
        return at % 2 === 0 ? title : keywords(title, 1 + (Math.floor(at / 2) % 3));
    });
}

/** Titles that corpus.py repeats end in a parenthesis that no reader would type. @param {string} file */
function titleOf(file) {
    const title = /^title: (".*")$/m.exec(readFileSync(file, 'utf8'))?.[1] ?? '""';
    return String(JSON.parse(title)).replace(/ \([^()]*\)$/, '');
}

/** The longest words, in the order of the title. @param {string} title @param {number} count */
function keywords(title, count) {
    const words = title.match(/[\p{L}\p{N}]+/gu) ?? [title];
    const longest = words.toSorted((one, other) => other.length - one.length).slice(0, count);
    return words.filter((word) => longest.includes(word)).join(' ');
}
