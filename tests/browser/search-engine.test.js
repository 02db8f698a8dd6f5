/** The engine of the default theme's search: it reads words as the program does, and gives the same answers. */

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { after, afterEach, beforeEach, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { deflateRawSync } from 'node:zlib';

import { josa, singleConsonants } from '../../themes/default/static/search/korean.js';
import { learn, stemOf } from '../../themes/default/static/search/query.js';
import { isNear, openSyllable, toHangul, toLatin } from '../../themes/default/static/search/repair.js';
import { Search } from '../../themes/default/static/search/search.js';
import { LoadError, Term } from '../../themes/default/static/search/shard.js';
import { fold, pairs, words } from '../../themes/default/static/search/tokenize.js';
import { fetchFrom } from './disk.js';
import { binary, buildSite } from './site.js';

/** @import { Options } from '../../themes/default/static/search/search.js' */

/**
 * A text as both sides are to read it, but for its initials, which the index alone needs. The stems are those of its
 * words; `hangul` and `latin` are what its keys give on the other layout of a keyboard.
 *
 * @typedef {object} Reading
 * @property {string} text
 * @property {string} folded
 * @property {[string, string][]} words each with its script
 * @property {string[]} stems
 * @property {string | null} hangul
 * @property {string | null} latin
 */

/** What follows a word for 을/를 and 으로/로, by how it ends. @type {Record<string, [string, string]>} */
const PARTICLES = { vowel: ['를', '로'], rieul: ['을', '로'], consonant: ['을', '으로'] };

/**
 * Words by how they end when they are read aloud; those of which nobody can tell count as ending in a vowel.
 *
 * @type {Record<string, string[]>}
 */
const ENDING_IN = {
    vowel: [
        ...['바퀴', '2', '4', '5', '9', '1,000,000,000,000', '3.5', 'Q&A', '50%', 'C++', '20°', 'ㅠ', '세스코(주)'],
        ...['바퀴(벌레) [단종].', '', '  ', '…', '漢字', 'かな', 'Việt Ệ', 'undefined', '😀', '100000000000000000000'],
    ],
    rieul: ['서울', '1', '7', '8', '010-1234-5678', 'URL', 'VR', 'ㄹ', '한글(Hangeul은 아님, hanja)', '(‘서울’)'],
    consonant: [
        ...['답변', '앉', '0', '3', '6', '10', '2026', '1,000', '20000', '10000000000000000', '007.10', '0010', 'FM'],
        ...['pin', 'ㅋ', '『백과사전』', '“답변”', '답변!!', '답변 …', '<답변>', '답변 😀', '민준（20대）', '(답변)'],
        ...['답변)', '(답변!)', '답변'.normalize('NFD')],
    ],
};

/** Typed well and badly. */
const QUERIES = [
    ...'|  |😀|ㅋ|ㅂㅋㅂㄹ|ㅂㅋ|ㅏ|바퀴벌레|바퀴벌레는 왜 뒤집혀 죽나요?|어떻게 하나요|쥐가|약|약은'.split('|'),
    ...'바퀴벌ㄹ|바퀴벌렘|바쿠벌레|바퀴벌래|화랑곡나방|팅커벨|돈벌레|쌀벌레|환불 반품|환불-반품|환불·반품'.split('|'),
    ...'qkznlqjffp|Rkacl|qkznl 약|ㅗ디ㅔ|ｌｐｇ|roach|roahc|refun|the|2026|東京|مرحبا|<b>'.split('|'),
    '나는 오늘 아침에 부엌에서 바퀴벌레 한 마리를 보았는데 어떻게 해야 하나요',
    '바퀴벌레'.normalize('NFD'),
    ...['가'.repeat(10_000), 'ㅋ'.repeat(10_000), 'qkznl'.repeat(2000), '바퀴 '.repeat(3000), 'x'.repeat(40) + ' 바퀴'],
];

/** What can be wrong with a file, and what then comes of fetching it. @type {[string, () => Response | Promise<Response>][]} */
const BROKEN = [
    ['missing', () => new Response('', { status: 404 })],
    ['not packed', () => new Response('<!doctype html>')],
    ['cut', () => new Response(deflateRawSync(Uint8Array.of(200, 1, 2)))],
    ['not reached', () => Promise.reject(new TypeError('fetch failed'))],
];

/** @param {string} file from the root of the repository */
function source(file) {
    return readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
}

describe('words', () => {
    test('every text is read as the program reads it', async () => {
        await learn({ synonyms: [] }, 'english');
        for (const { initials, ...expected } of JSON.parse(source('tests/fixtures/tokens.json'))) {
            assert.deepEqual(reading(expected.text), expected);
        }
    });

    test('the endings and common words are those of the program', () => {
        const lists = (/** @type {string} */ file) =>
            Array.from(source(file).matchAll(/(?<== "|\n {4}')\\\n([^"']+)/g), ([, list]) => list);
        const [endings, common] = lists('src/korean/stem.rs');
        assert.ok(endings && common);
        assert.deepEqual(lists('themes/default/static/search/korean.js'), [endings, common]);
    });

    test('a word is its pairs', () => {
        assert.deepEqual(pairs('바퀴벌레'), ['바퀴', '퀴벌', '벌레']);
        assert.deepEqual(pairs('쥐'), ['쥐']);
        assert.deepEqual(pairs('𠮷野家'), ['𠮷野', '野家']);
    });

    test('syllables are near that differ in one part', () => {
        for (const [one, other, expected] of /** @type {const} */ ([
            ['가', '나', true],
            ['가', '개', true],
            ['가', '각', true],
            ['각', '갉', true],
            ['가', '가', false],
            ['가', '낙', false],
            ['가', '내', false],
        ])) {
            assert.equal(isNear(one, other), expected, one + other);
        }
        assert.equal(openSyllable('슼'), '스');
        assert.equal(openSyllable('스'), '스');
        assert.equal(singleConsonants('ㅄㅏㄲㄳ'), 'ㅂㅅㄲㄱㅅ');
    });

    test('particles agree with the word', () => {
        for (const [ending, [object, direction]] of Object.entries(PARTICLES)) {
            for (const word of ENDING_IN[ending]) {
                assert.equal(josa(word, '을/를'), word + object);
                assert.equal(josa(word, '으로/로'), word + direction);
            }
        }
        assert.equal(josa('답변', '를/을'), '답변을');
        assert.equal(josa('민지', '아 / 야'), '민지야');
        assert.equal(josa('약', '이에요/예요'), '약이에요');
        for (const pair of ['', '을', '을/가', '을를', '는/는', '을/를/']) {
            assert.equal(josa('답변', pair), undefined, pair);
        }
    });

    test('a term is in a shard of its own hash', () => {
        assert.equal(new Term('환불').shard(0), 0);
        assert.equal(new Term('').key, 0x0050c5d3);
        assert.notDeepEqual(new Term('환불'), new Term('불환'));
    });
});

describe('answers', async () => {
    const site = await buildSite();
    const fetch = globalThis.fetch;
    /** What comes of fetching some files instead, by their address without the version. @type {Map<string, () => Response | Promise<Response>>} */
    const instead = new Map();
    let disk = fetchFrom(site.folder);
    let search = new Search('/search/');

    after(() => site.remove());
    beforeEach(() => {
        instead.clear();
        disk = fetchFrom(site.folder);
        search = new Search('/search/');
        globalThis.fetch = /** @type {any} */ (
            async (/** @type {string} */ address) => instead.get(address.replace(/\?.*/, ''))?.() ?? disk(address)
        );
    });
    afterEach(() => {
        globalThis.fetch = fetch;
    });

    for (const query of QUERIES) {
        test(`the program's to '${query.slice(0, 30)}'`, async () => assertSame(query));
    }

    test("the program's to nothing but what was typed", async () => {
        await assertSame('qkznlqjffp', { exact: true }, ['--exact']);
    });

    test("the program's in a category and a year", async () => {
        await assertSame('벌레', { category: 'pests' }, ['--category', 'pests']);
        await assertSame('벌레', { category: 'pests', year: '2026' }, ['--category', 'pests', '--year', '2026']);
        await assertSame('벌레', { category: 'nothing' }, ['--category', 'nothing']);
    });

    test('a word on the wrong layout is understood', async () => {
        const { understood, by, results } = await search.ask('qkznlqjffp');
        assert.deepEqual({ understood, by }, { understood: '바퀴벌레', by: 'keyboard' });
        assert.ok(results[0].title.includes('바퀴'));
    });

    test('the words to mark are those that tell, and their stems', async () => {
        assert.deepEqual((await search.ask('바퀴벌레는 어떻게 cleaning')).words, [
            'cleaning',
            '바퀴벌레는',
            'clean',
            '바퀴벌레',
        ]);
        assert.deepEqual((await search.ask('')).words, []);
    });

    test('one page follows the other', async () => {
        const all = await search.ask('벌레', { limit: 100 });
        const pages = [await search.ask('벌레', { limit: 3 }), await search.ask('벌레', { limit: 3, offset: 3 })];
        assert.deepEqual(
            pages.flatMap(({ results }) => results),
            all.results.slice(0, 6),
        );
        assert.deepEqual([pages[0].more, all.more], [true, false]);
        assert.equal(all.total, all.results.length);
    });

    test('every file is loaded once', async () => {
        await Promise.all([search.ask('바퀴벌레'), search.ask('바퀴벌레')]);
        await search.ask('바퀴벌레');
        assert.equal(new Set(disk.asked).size, disk.asked.length);
        assert.ok(disk.asked.every((address) => address === '/search/manifest.json' || /\?v=\w+$/.test(address)));
    });

    for (const [what, response] of BROKEN) {
        test(`a file that is ${what} is told, and loaded anew`, async () => {
            const results = ['/search/results/0.bin', '/search/results/1.bin'];
            for (const address of ['/search/manifest.json', termShard(site.folder, '바퀴'), ...results]) {
                const whole = await search.ask('바퀴', { limit: 100 });
                search = new Search('/search/');
                instead.set(address, response);
                const isTold = (/** @type {any} */ error) =>
                    error instanceof LoadError && error.message.startsWith(address);
                await assert.rejects(search.ask('바퀴', { limit: 100 }), isTold, address);
                instead.clear();
                assert.deepEqual(await search.ask('바퀴', { limit: 100 }), whole);
            }
        });
    }

    test('a site that was built anew is noticed', async () => {
        const all = await search.ask('바퀴벌레', { limit: 100 });
        const manifest = JSON.parse(readFileSync(`${site.folder}/search/manifest.json`, 'utf8'));
        for (const documents of [1, 2]) {
            search = new Search('/search/');
            instead.set('/search/manifest.json', () => Response.json({ ...manifest, documents, version: 'old' }));
            await assert.rejects(search.ask('바퀴벌레'), LoadError);
            await search.ask('');
            instead.clear();
            assert.deepEqual(await search.ask('바퀴벌레', { limit: 100 }), all);
        }
    });

    test('a page that stands open for long looks for a new index', async ({ mock }) => {
        const opened = () => disk.asked.filter((address) => address.endsWith('manifest.json')).length;
        await search.ask('바퀴');
        await search.ask('벌레');
        assert.equal(opened(), 1);
        const hour = Date.now() + 3_600_000;
        mock.method(Date, 'now', () => hour);
        await search.ask('바퀴');
        await search.ask('벌레');
        assert.equal(opened(), 2);
    });

    test('an index of another format is told', async () => {
        instead.set('/search/manifest.json', () => Response.json({ format: 1, common: '' }));
        await assert.rejects(search.ask('바퀴'), LoadError);
    });

    test('a query that is not wanted any more spoils no other', async () => {
        const gone = new AbortController();
        const [one, other] = [search.ask('바퀴벌레', { signal: gone.signal }), search.ask('바퀴벌레')];
        gone.abort();
        await assert.rejects(one, { name: 'AbortError' });
        assert.ok((await other).total > 0);
        await assert.rejects(search.ask('바퀴벌레', { signal: AbortSignal.abort() }), { name: 'AbortError' });
    });

    /**
     * @param {string} query
     * @param {Options} [options]
     * @param {string[]} [arguments_] that mean the same to the program
     */
    async function assertSame(query, options, arguments_ = []) {
        const { understood, by, total, results } = await search.ask(query, options);
        const program = await answerOfProgram(site.folder, query, arguments_);
        assert.deepEqual(
            {
                understood,
                by,
                total,
                results: results.map(({ href, title, date, snippet }) => ({ href, title, date, snippet })),
            },
            program,
        );
    }
});

/** @param {string} text @returns {Reading} */
function reading(text) {
    const read = words(fold(text));
    return {
        text,
        folded: fold(text),
        words: read.map(({ text, script }) => [text, script]),
        stems: read.map(stemOf),
        hangul: toHangul(text) ?? null,
        latin: toLatin(text) ?? null,
    };
}

/**
 * @param {string} folder of the site
 * @param {string} query
 * @param {string[]} options
 */
async function answerOfProgram(folder, query, options) {
    const parts = ['search', '--output', folder, '--format', 'json', ...options, '--', query];
    const { understood, by, total, results } = JSON.parse((await promisify(execFile)(binary(), parts)).stdout);
    return {
        understood,
        by,
        total,
        results: results.map((/** @type {any} */ { address, title, asked, snippet }) => {
            return { href: address, title, date: asked, snippet };
        }),
    };
}

/**
 * The address of the shard in which a term stands.
 *
 * @param {string} folder of the site
 * @param {string} term
 */
function termShard(folder, term) {
    const { bits } = JSON.parse(readFileSync(`${folder}/search/manifest.json`, 'utf8'));
    return `/search/terms/${new Term(term).shard(bits.terms)}.bin`;
}
