/**
 * What a search costs a reader: bytes, time and files, with Mundap and with Pagefind, as a table.
 *
 *   usage: node tests/bench/search/browser.mjs DIR...
 *
 * Each DIR is what sites.py wrote, the smallest archive first. CHROMIUM names the browser.
 */

import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

import { launch } from '../../browser/browser.js';
import { host } from './host.js';
import { queriesFrom } from './queries.js';
import { IN_HEADER, ON_SEARCH_PAGE, PAGEFIND_PAGE, read, time, WITH_PAGEFIND } from './readers.js';

/** @import { Browser } from 'playwright-core' */
/** @import { Asked, Kind } from './readers.js' */
/** @import { Received } from './traffic.js' */

/** How many readers ask a first query each, and how many later queries one reader asks. */
const [FIRST, LATER] = [10, 50];

/**
 * What files are for, by their address. What is not listed belongs to the page.
 *
 * @type {[string, RegExp][]}
 */
const FAMILIES = [
    ['scripts', /^\/theme\/search\.|^\/pagefind[\w-]*\.js$/],
    ['templates', /^\/search\/$/],
    ['manifest', /^\/search\/manifest\.json$|^\/pagefind-entry\.json$|\.pf_meta$/],
    ['wasm', /^\/wasm\./],
    ['terms', /^\/search\/terms\/|^\/index\//],
    ['initials', /^\/search\/initials\//],
    ['spelling', /^\/search\/spelling\//],
    ['results', /^\/search\/results\/|^\/fragment\//],
];

/**
 * What one engine costs.
 *
 * @typedef {object} Column
 * @property {string} name
 * @property {Asked[]} first
 * @property {Asked[]} later
 * @property {number[]} times of the later ones, in milliseconds
 * @property {number} [files] of the index
 * @property {number} [size] of the index, in bytes
 * @property {{ seconds: number, peak: number }} [build]
 */

const folders = process.argv.slice(2);
if (folders.length === 0) {
    console.error('usage: node tests/bench/search/browser.mjs DIR...');
    process.exit(2);
}

const browser = await launch();
try {
    /** @type {Column[]} */
    const columns = [];
    for (const folder of folders) {
        columns.push(...(await columnsOf(browser, folder)));
    }
    printCosts(columns);
    printFamilies(columns);
} finally {
    await browser.close();
}

/** @param {Browser} browser @param {string} folder @returns {Promise<Column[]>} */
async function columnsOf(browser, folder) {
    const questions = path.join(folder, 'content/questions');
    const queries = queriesFrom(questions, FIRST + LATER);
    const number = filesIn(questions).length.toLocaleString('en');
    const costs = JSON.parse(readFileSync(path.join(folder, 'costs.json'), 'utf8'));

    const site = path.join(folder, 'public');
    const mundap = await host(site);
    const index = filesIn(path.join(site, 'search')).filter((file) => /\.(bin|json)$/.test(file));
    const columns = [
        {
            name: `Mundap, ${number}`,
            ...(await ask(browser, mundap.origin, ON_SEARCH_PAGE, queries)),
            ...sizeOf(index),
            build: costs.mundap,
        },
        { name: `Mundap's header field, ${number}`, ...(await ask(browser, mundap.origin, IN_HEADER, queries)) },
    ];
    mundap.close();
    if (costs.pagefind.failure) {
        console.error(`Pagefind did not index ${number} questions: ${costs.pagefind.failure}`);
        return columns;
    }
    const bundle = path.join(folder, 'pagefind');
    const pagefind = await host(bundle, { hasRules: false, pages: { [WITH_PAGEFIND.address]: PAGEFIND_PAGE } });
    columns.push({
        name: `Pagefind, ${number}`,
        ...(await ask(browser, pagefind.origin, WITH_PAGEFIND, queries)),
        ...sizeOf(filesIn(bundle)),
        build: costs.pagefind,
    });
    pagefind.close();
    return columns;
}

/**
 * @param {Browser} browser
 * @param {string} origin
 * @param {Kind} kind
 * @param {string[]} queries
 */
async function ask(browser, origin, kind, queries) {
    // of every few queries one begins a visit: a whole question and a few words in turn
    const step = (FIRST + LATER) / FIRST;
    const begins = (/** @type {number} */ at) => at % step === Math.floor(at / step) % 2;
    const first = [];
    for (const query of queries.filter((_, at) => begins(at))) {
        first.push(...(await read(browser, origin, kind, [query])));
    }
    // the first of these has to open the index, and is none of the later ones
    const rest = queries.filter((_, at) => !begins(at));
    const visit = [queries[0], ...rest];
    const [, ...later] = await read(browser, origin, kind, visit);
    return { first, later, times: await time(browser, origin, kind, visit) };
}

/** @param {string} folder */
function filesIn(folder) {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

/** @param {string[]} files */
function sizeOf(files) {
    return { files: files.length, size: files.reduce((sum, file) => sum + statSync(file).size, 0) };
}

/** @param {Column[]} columns */
function printCosts(columns) {
    /** @type {[string, (column: Column) => string][]} */
    const rows = [
        ['first query, KB: median / most', ({ first }) => spread(first.map(weight), 1)],
        ['later queries, KB: median / p95', ({ later }) => spread(later.map(weight), 0.95)],
        ['key press to results, ms: p50 / p95', ({ times }) => spread(times, 0.95)],
        ['index, MB', ({ size }) => (size ? (size / 1e6).toFixed(1) : '')],
        ['index, files', ({ files }) => files?.toLocaleString('en') ?? ''],
        ['building the index, s', ({ build }) => build?.seconds.toFixed(1) ?? ''],
        ['memory for that, MB', ({ build }) => build?.peak.toLocaleString('en', { maximumFractionDigits: 0 }) ?? ''],
    ];
    printTable('', columns, rows);
}

/** What the bytes are for: medians, so that they need not add up. @param {Column[]} columns */
function printFamilies(columns) {
    const kinds = /** @type {const} */ (['first', 'later']);
    /** @type {[string, (column: Column) => string][]} */
    const rows = kinds.flatMap((kind) =>
        FAMILIES.map(([name, files]) => [
            `${kind}: ${name}`,
            (/** @type {Column} */ column) => {
                const received = column[kind].map((received) => received.filter(({ address }) => files.test(address)));
                const number = quantile(received.map((list) => list.length), 0.5);
                return number > 0 ? `${(quantile(received.map(sum), 0.5) / 1000).toFixed(1)} in ${number}` : '';
            },
        ]),
    );
    printTable('KB in files, medians', columns, rows);
}

/** @param {string} title @param {Column[]} columns @param {[string, (column: Column) => string][]} rows */
function printTable(title, columns, rows) {
    const lines = [
        [title, ...columns.map(({ name }) => name)],
        ['---', ...columns.map(() => '---')],
        ...rows.map(([name, cell]) => [name, ...columns.map(cell)]).filter(([, ...cells]) => cells.some(Boolean)),
    ];
    console.log(`\n${lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}`);
}

/** The bytes of a query in KB, without those of the page. @param {Asked} received */
function weight(received) {
    return sum(received.filter(({ address }) => FAMILIES.some(([, files]) => files.test(address)))) / 1000;
}

/** @param {Received[]} received */
function sum(received) {
    return received.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** @param {number[]} values @param {number} high */
function spread(values, high) {
    return [0.5, high].map((share) => quantile(values, share).toFixed(1)).join(' / ');
}

/** The smallest value that `share` of all do not exceed. @param {number[]} values @param {number} share */
function quantile(values, share) {
    const sorted = values.toSorted((one, other) => one - other);
    return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}
