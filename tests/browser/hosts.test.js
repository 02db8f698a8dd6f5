/**
 * The demo behind nginx and Apache, where they are installed: what the README says about them is all that they need.
 */

import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';

import { launch, openWindow, VIEWS } from './browser.js';
import { headerRules } from './header-rules.js';
import { HOSTS, missing, start } from './hosts/start.js';
import { addressOf, buildSite } from './site.js';
import { visit } from './visit.js';

/** Types of files, as far as a browser or a reader of feeds has to be told. */
const TYPES = [
    { file: /^index\.html$/, type: /^text\/html; charset=utf-8$/i },
    { file: /^llms\.txt$/, type: /^text\/plain; charset=utf-8$/i },
    { file: /^q\/\d+\.md$/, type: /^text\/markdown; charset=utf-8$/i },
    { file: /^feed\.xml$/, type: /^(text|application)\/(atom\+)?xml\b/i },
    { file: /^feed\.json$/, type: /^application\/json\b/i },
    { file: /^theme\/.*\.css$/, type: /^text\/css\b/i },
    { file: /^theme\/.*\.js$/, type: /^(text|application)\/javascript\b/i },
    { file: /\.svg$/, type: /^image\/svg\+xml$/i },
];

const site = await buildSite();
const rules = headerRules(String(await site.read('_headers')));
const nothing = String(await site.read('404.html'));
const old = String(await site.read('_redirects'))
    .split('\n')
    .map((line) => line.split(' '))
    .find(([, to]) => to?.startsWith('/q/')) ?? ['', ''];
const browser = await launch();

after(async () => {
    await browser.close();
    await site.remove();
});

for (const host of HOSTS) {
    const absent = missing(host);
    const skip = absent.length > 0 && `SKIPPED: ${host.name} is not installed: there is no ${absent.join(', ')}`;
    describe(host.name, { skip }, async () => {
        if (skip) {
            return;
        }
        const server = await start(host, site.folder);
        after(server.close);

        /** @param {string} address @param {RequestInit} [request] */
        const ask = (address, request) => fetch(server.origin + address, { redirect: 'manual', ...request });

        test('every answer has the headers that the site asks for', async () => {
            const files = TYPES.map(({ file }) => site.files.find((found) => file.test(found)) ?? '');
            for (const address of [...files.map(addressOf), old[0] ?? '', '/nowhere/', '/images/', '/q/7']) {
                const { headers } = await ask(address);
                for (const [name, value] of Object.entries(rules.for(address))) {
                    assert.equal(headers.get(name)?.toLowerCase(), value.toLowerCase(), `${name} of ${address}`);
                }
            }
        });

        test('what is not there is the page that says so', async () => {
            for (const address of ['/nowhere', '/nowhere/', '/q/nowhere.md', '/images/', '/theme/']) {
                const answer = await ask(address);
                assert.equal(await answer.text(), nothing, address);
                assert.ok([403, 404].includes(answer.status), `${answer.status} for ${address}`);
            }
        });

        test('every file has its type', async () => {
            for (const { file, type } of TYPES) {
                const found = site.files.find((name) => file.test(name)) ?? '';
                const { status, headers } = await ask(addressOf(found));
                assert.equal(status, 200, found);
                assert.match(headers.get('content-type') ?? '', type, found);
            }
        });

        test('a file is sent once, and the files of the theme are not asked for again', async () => {
            const tag = (await ask('/')).headers.get('etag') ?? '';
            assert.equal((await ask('/', { headers: { 'if-none-match': tag } })).status, 304);
            const asset = site.files.find((file) => /^theme\/.*\.css$/.test(file));
            assert.match((await ask(`/${asset}`)).headers.get('cache-control') ?? '', /immutable/);
            assert.equal((await ask('/')).headers.get('cache-control'), null);
        });

        test('an address without its slash leads to the page', async () => {
            const answer = await ask('/questions');
            assert.equal(answer.status, 301);
            assert.equal(new URL(answer.headers.get('location') ?? '', server.origin).pathname, '/questions/');
        });

        test('an old address leads on, and a reader searches, without a complaint of the browser', async () => {
            const open = () => openWindow(browser, VIEWS[2]);
            const follower = await open();
            await follower.goto(server.origin + old[0]);
            await follower.waitForURL(server.origin + old[1]);
            for (const address of ['/', old[1] ?? '', '/search/?q=바퀴벌레', '/nowhere/']) {
                // each in a window of its own: the page before would give up what it still waits for, as its icon
                const window = await open();
                const seen = await visit(window, server.origin, address);
                if (address.startsWith('/search/')) {
                    await window.locator('main a[href^="/q/"]').first().waitFor();
                }
                assert.deepEqual(seen.messages, [], address);
                assert.deepEqual(seen.requests.filter(({ failure }) => failure), [], address);
            }
        });
    });
}
