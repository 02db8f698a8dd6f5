/** The English of the default theme's search: it is that of the program, which builds the index. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { isCommon, stem } from '../../themes/default/static/search/english.js';

const ENGLISH = new URL('../../themes/default/static/search/english.js', import.meta.url);

/**
 * The lines of a file that the program's unit tests read too.
 *
 * @param {string} name
 */
function fixture(name) {
    const text = readFileSync(new URL('../fixtures/' + name, import.meta.url), 'utf8');
    return text.trimEnd().split('\n');
}

test('every stem is the one Snowball finds', () => {
    for (const line of fixture('english.tsv')) {
        const [word, expected] = line.split('\t');
        assert.equal(stem(word), expected, word);
    }
});

test('what holds anything but small letters is its own stem', () => {
    for (const word of ['', 'Houses', 'houses2', 'cafés', "o'clocks", '질문ing', 'ing-ing', '__proto__']) {
        assert.equal(stem(word), word);
    }
});

test('the common words are those of the program', () => {
    const common = fixture('english-common.txt');
    assert.ok(common.every(isCommon));
    assert.ok(!isCommon('not') && !isCommon('constructor'));
    // and no others: the module writes them down in the same order
    assert.ok(readFileSync(ENGLISH, 'utf8').includes("'" + common.join(' ') + "'"));
});
