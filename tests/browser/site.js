/** The site: the demo archive of this repository, built into a temporary folder. */

import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { question } from './question.js';

/** @import { Question } from './question.js' */

const ROOT = path.resolve(import.meta.dirname, '../..');

/** The day the demo is built for: some of its questions wait, some are not yet published. */
const TODAY = '2026-11-22';

/**
 * A text of the site, and the address it is found at.
 *
 * @typedef {{ address: string, text: string }} Text
 */

/**
 * @typedef {object} Site
 * @property {string} url how the site writes its own address, without a slash at the end
 * @property {string} folder where it is built
 * @property {string[]} files every file, as a sorted path without a slash in front: `q/7/index.html`
 * @property {Question[]} questions the archive's questions
 * @property {string[]} ownPages the addresses of the archive's own pages
 * @property {(file: string) => Promise<Buffer | undefined>} read the bytes of a file, if there is one
 * @property {(files: RegExp) => Promise<Text[]>} texts the texts of all files whose path matches
 * @property {() => Promise<void>} remove deletes the temporary folder
 */

/**
 * Builds the demo with the binary that `MUNDAP` names.
 *
 * The archive is copied first, so that the build's memory does not end up in the work tree.
 *
 * @returns {Promise<Site>}
 */
export async function buildSite() {
    const mundap = binary();
    const folder = await mkdtemp(path.join(tmpdir(), 'mundap-browser-'));
    const content = path.join(folder, 'content');
    await cp(path.join(ROOT, 'content'), content, { recursive: true });
    await promisify(execFile)(mundap, ['build', '--quiet', '--today', TODAY], { cwd: folder });

    const site = path.join(folder, 'public');
    const files = await filesIn(site);
    return {
        url: urlIn(await readFile(path.join(content, 'site.yaml'), 'utf8')),
        folder: site,
        files,
        questions: await questionsIn(path.join(content, 'questions')),
        ownPages: (await filesIn(path.join(content, 'pages'))).map(
            (file) => `/${file.replace(/\.md$/, '/')}`,
        ),
        read: async (file) => (files.includes(file) ? readFile(path.join(site, file)) : undefined),
        texts: (wanted) =>
            textsOf(
                site,
                files.filter((file) => wanted.test(file)),
            ),
        remove: () => rm(folder, { recursive: true }),
    };
}

/**
 * The address that a file is found at: a folder's, where it is the folder's index.
 *
 * @param {string} file
 */
export function addressOf(file) {
    return `/${file.replace(/(^|\/)index\.html$/, '$1')}`;
}

/**
 * The file at an address: the folder's index, where it is a folder's.
 *
 * @param {string} address
 */
export function fileAt(address) {
    return address.slice(1).replace(/(^|\/)$/, '$1index.html');
}

/** The path of the program under test. */
export function binary() {
    if (!process.env.MUNDAP) {
        throw new Error('MUNDAP names no binary to test: run `tests/run`, or set it to the path of one');
    }
    return path.resolve(process.env.MUNDAP);
}

/** @param {string} settings */
function urlIn(settings) {
    const url = /^url: *(\S+)/m.exec(settings)?.[1];
    if (!url) {
        throw new Error('content/site.yaml names no url');
    }
    return url;
}

/**
 * @param {string} folder
 * @param {string[]} files
 * @returns {Promise<Text[]>}
 */
async function textsOf(folder, files) {
    const texts = files.map(async (file) => ({
        address: addressOf(file),
        text: await readFile(path.join(folder, file), 'utf8'),
    }));
    return Promise.all(texts);
}

/** @param {string} folder */
async function questionsIn(folder) {
    const files = (await filesIn(folder)).filter((file) => file.endsWith('.md'));
    return Promise.all(
        files.map(async (file) => question(file, await readFile(path.join(folder, file), 'utf8'))),
    );
}

/** @param {string} folder */
async function filesIn(folder) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    return files.map((file) => path.relative(folder, path.join(file.parentPath, file.name))).sort();
}
