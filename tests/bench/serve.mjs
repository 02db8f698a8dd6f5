/**
 * How long an author waits: from a saved file to the repainted page, in a real
 * headless Chromium, and how much memory the server takes.
 *
 *     node tests/bench/serve.mjs --name mundap --cwd DIR --file content/questions/1.md \
 *         --page /q/1/ [--edits 50] [--port 4123] -- mundap serve --port 4123
 *
 * The last line of the file is changed, as somebody changes it who writes: the
 * moment before it is saved is the first; the second is a frame after the new
 * words stand in the page. Prints one line of JSON.
 */

import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { chromium } from '../browser/node_modules/playwright-core/index.mjs';

/** In milliseconds. */
const LONGEST_START = 600_000;

const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
        name: { type: 'string', default: 'mundap' },
        cwd: { type: 'string', default: '.' },
        file: { type: 'string', default: '' },
        page: { type: 'string', default: '/' },
        edits: { type: 'string', default: '50' },
        port: { type: 'string', default: '4123' },
        pause: { type: 'string', default: '300' },
    },
});

const file = path.resolve(values.cwd, values.file);
const before = await readFile(file, 'utf8');
const [command = '', ...args] = positionals;
const server = spawn(command, args, { cwd: values.cwd, stdio: 'ignore' });
const address = `http://127.0.0.1:${values.port}${values.page}`;
const started = Date.now();

try {
    await answer();
    const ready = Date.now() - started;
    const { times, memory } = await edits(Number(values.edits));
    times.sort((a, b) => a - b);
    const at = (/** @type {number} */ share) => Math.round(times[Math.floor((times.length - 1) * share)] ?? NaN);
    const result = { name: values.name, edits: times.length, ready, median: at(0.5), p95: at(0.95), memory };
    console.log(JSON.stringify(result));
} finally {
    server.kill();
    await writeFile(file, before);
}

/** Waits until the server shows the page, as long as the slowest one may take to begin. */
async function answer() {
    while (Date.now() - started < LONGEST_START) {
        const found = await fetch(address).catch(() => null);
        if (found?.ok && (await found.text()).length > 0) {
            return;
        }
        await rest(100);
    }
    throw new Error(`nothing answers at ${address}: is --port the port of the server, and --page in the archive?`);
}

/**
 * Milliseconds from save to sight, edit by edit, and the server's resident
 * memory in MB after the first tenth and at the end.
 *
 * @param {number} count
 */
async function edits(count) {
    const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium' });
    const page = await browser.newPage();
    /** @type {(seen: { mark: string, at: number }) => void} */
    let tell = () => {};
    await page.exposeFunction('seen', (/** @type {string} */ mark, /** @type {number} */ at) => tell({ mark, at }));
    await page.addInitScript(watch);
    await page.goto(address);
    const times = [];
    const memory = [];
    for (let edit = 0; edit < count; edit++) {
        const mark = `mark${Date.now()}x${edit}x`;
        const seen = new Promise((resolve) => (tell = (news) => news.mark === mark && resolve(news.at)));
        const saved = Date.now();
        await writeFile(file, `${before}\n${mark}\n`);
        times.push((await seen) - saved);
        if (edit === Math.floor(count / 10) || edit === count - 1) {
            memory.push(await resident());
        }
        await rest(Number(values.pause));
    }
    await browser.close();
    return { times, memory };
}

/** In the page: says when the newest mark stands on the screen. */
function watch() {
    let last = '';
    const look = () => {
        const mark = document.body?.textContent?.match(/mark\d+x\d+x/)?.[0] ?? '';
        if (mark && mark !== last) {
            last = mark;
            // a frame is painted between the two
            requestAnimationFrame(() => setTimeout(() => window.seen(mark, Date.now())));
        }
    };
    new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
    document.addEventListener('DOMContentLoaded', look);
}

/** The resident memory of the server in MB. */
async function resident() {
    const status = await readFile(`/proc/${server.pid}/status`, 'utf8').catch(() => '');
    return Math.round(Number(status.match(/VmRSS:\s+(\d+)/)?.[1] ?? 0) / 1024);
}

/** @param {number} milliseconds */
function rest(milliseconds) {
    return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
