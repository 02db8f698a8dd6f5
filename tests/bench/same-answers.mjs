/**
 * Same answers: whether the browser's search finds what the program's does, on a site that is built.
 *
 *   usage: node tests/bench/same-answers.mjs SITE QUERIES.jsonl [BINARY]
 *
 * SITE is the folder that `mundap build` wrote. QUERIES holds what `mundap search --evaluate` reads: a line
 * {"qid", "query", "relevant": [keys], "kind"} for each query, of which "relevant" may be empty. BINARY is the
 * program, `mundap` unless it is named.
 *
 * Prints every query whose first ten results differ, and how many of how many agree. Ends with 1 unless all do.
 */

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

import { Search } from '../../themes/default/static/search/search.js';
import { fetchFrom } from '../browser/disk.js';

/** More than the program prints for a million queries. */
const MAX_OUTPUT = 2 ** 30;

const [site, queries, binary = 'mundap'] = process.argv.slice(2);
if (!queries) {
    console.error('usage: node tests/bench/same-answers.mjs SITE QUERIES.jsonl [BINARY]');
    process.exit(2);
}

const byProgram = runsOfProgram();
globalThis.fetch = /** @type {any} */ (fetchFrom(site));
const search = new Search('/search/');
let same = 0;
for (const { qid, query } of asked()) {
    const found = await keysInBrowser(query);
    const expected = byProgram.get(qid) ?? [];
    if (found.join() === expected.join()) {
        same++;
    } else {
        console.log(`${qid}  ${query}\n    program  ${expected.join(' ')}\n    browser  ${found.join(' ')}`);
    }
}
console.log(`${same} of ${byProgram.size} top tens are identical`);
process.exitCode = same === byProgram.size ? 0 : 1;

/** The keys that the program finds, by the names of the queries. @returns {Map<string, string[]>} */
function runsOfProgram() {
    const options = ['search', '--output', site, '--evaluate', queries, '--format', 'json'];
    const { runs } = JSON.parse(execFileSync(binary, options, { encoding: 'utf8', maxBuffer: MAX_OUTPUT }));
    return new Map(runs.map((/** @type {{ qid: string, results: string[] }} */ run) => [run.qid, run.results]));
}

/** @returns {{ qid: string, query: string }[]} */
function asked() {
    const lines = readFileSync(queries, 'utf8').split('\n');
    return lines.filter((line) => line.trim()).map((line) => JSON.parse(line));
}

/** @param {string} query */
async function keysInBrowser(query) {
    const { results } = await search.ask(query);
    return (await Promise.all(results)).map(({ href }) => href.split('/').at(-2));
}
