/** An archive of what strangers type: each text in a question of its own, wherever a stranger's words can stand. */

import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { binary } from '../site.js';

const CORPORA = path.resolve(import.meta.dirname, '../../corpora');

/** The suites of texts that were written to run in pages; `HOSTILE=all` takes the others as well, which takes minutes. */
const MEANT_TO_RUN = ['blns', 'bleach'];

/** How often what is refused is taken out before it is taken for a fault: each step of a build finds its own. */
const TRIES = 8;

const SETTINGS = `title: 문답
url: https://qna.example.org
language: ko
per_page: 100
personal_data: { ${[
    'resident_number',
    'foreigner_number',
    'card_number',
    'mobile_phone',
    'driver_licence',
    'passport_number',
    'bank_account',
    'home_address',
]
    .map((kind) => `${kind}: allow`)
    .join(', ')} }
`;

/**
 * The texts: our own, and those that others collected where `MUNDAP_CORPORA` says where they are.
 *
 * @returns {Promise<{ own: string[], all: string[] }>}
 */
export async function texts() {
    const own = JSON.parse(await readFile(path.join(CORPORA, 'own.json'), 'utf8'));
    const named = process.env.MUNDAP_CORPORA ?? path.join(CORPORA, 'node_modules/texts.json');
    /** @type {{ suite: string, text: string }[]} */
    const others = JSON.parse(await readFile(named, 'utf8'));
    const wanted = process.env.HOSTILE === 'all' ? others : others.filter(({ suite }) => MEANT_TO_RUN.includes(suite));
    return { own, all: [...new Set([...own, ...wanted.map(({ text }) => text)])] };
}

/**
 * Builds a site of the texts. Those that are refused, with a reason, are left out.
 *
 * @param {string[]} all
 */
export async function buildHostileSite(all) {
    const folder = await mkdtemp(path.join(tmpdir(), 'mundap-hostile-'));
    const questions = path.join(folder, 'content/questions');
    await mkdir(questions, { recursive: true });
    await writeFile(path.join(folder, 'content/site.yaml'), SETTINGS);
    const numbers = new Set(all.map((_, at) => at + 1));
    await Promise.all(all.map((text, at) => writeFile(path.join(questions, `${at + 1}.md`), question(text))));
    let refused = await build(folder);
    for (let tries = 1; refused.length > 0; tries += 1) {
        if (tries > TRIES) {
            throw new Error(`there is no end of what is refused: ${refused.join(', ')}`);
        }
        await Promise.all(refused.map((number) => rm(path.join(questions, `${number}.md`))));
        refused.forEach((number) => numbers.delete(number));
        refused = await build(folder);
    }
    return {
        pages: [...numbers].map((number) => ({ address: `/q/${number}/`, text: all[number - 1] ?? '' })),
        read: (/** @type {string} */ file) =>
            readFile(path.join(folder, 'public', file)).catch(() => undefined),
        remove: () => rm(folder, { recursive: true }),
    };
}

/**
 * Builds once, and tells which questions are refused.
 *
 * @param {string} folder
 */
async function build(folder) {
    const settings = { cwd: folder, maxBuffer: 1 << 28 };
    const run = promisify(execFile)(binary(), ['build', '--format', 'json', '--today', '2026-03-02'], settings);
    const { code, stdout } = await run.then(
        (done) => ({ code: 0, stdout: done.stdout }),
        (failed) => failed,
    );
    if (code !== 0 && code !== 1) {
        throw new Error(`the build ended with ${code}`);
    }
    const told = stdout.split('\n').filter(Boolean).map((/** @type {string} */ line) => JSON.parse(line));
    const errors = told.filter((/** @type {any} */ { severity }) => severity === 'error');
    return [...new Set(errors.map((/** @type {any} */ { file }) => Number(/(\d+)\.md$/.exec(file)?.[1])))];
}

/** @param {string} text */
function question(text) {
    const quoted = quote(text);
    const title = quote(`왜 ${text}`.slice(0, 190).toWellFormed());
    return `---
title: ${title}
asked: 2026-03-01
answered: 2026-03-02
asker: ${quoted}
tags: [하나]
asks: [{ asked: 2026-03-01, wording: ${quoted} }]
corrections: [{ date: 2026-03-02, kind: fact, note: ${quoted} }]
sources: [{ title: ${quoted}, url: "https://a.example/" }]
---
${text}

## 답변

${text}
`;
}

/** A text as YAML has it in quotes. @param {string} text */
function quote(text) {
    return JSON.stringify(text).replace(
        /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g,
        (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
}
