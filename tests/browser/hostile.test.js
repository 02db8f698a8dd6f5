/**
 * What strangers type, in a real browser: none of it runs, and none of it asks another host for anything.
 *
 * The browser is told to ignore the policy that pages carry: it is a second wall, and would hide a hole in the first.
 */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { launch } from './browser.js';
import { expectNone } from './finding.js';
import { buildHostileSite, texts } from './hostile/archive.js';
import { serve } from './server.js';

/** @import { Page } from 'playwright-core' */

/** How many windows look at pages at the same time. */
const WINDOWS = 3;

/** How many of our own texts run where nothing is filtered, at the least: else the test sees nothing. */
const ALIVE = 30;

/** How many of all texts do, with those that others wrote to run. */
const ALL_ALIVE = 700;

const { own, all } = await texts();
const site = await buildHostileSite(all);
const server = await serve(site.read);
const browser = await launch();

after(async () => {
    await browser.close();
    await server.close();
    await site.remove();
});

/** A window that notices whatever runs. */
async function watchedWindow() {
    const context = await browser.newContext({ bypassCSP: true });
    await context.addInitScript(() => {
        const noticed = /** @type {string[]} */ ([]);
        const notice = (/** @type {unknown} */ what) => void noticed.push(String(what));
        Object.assign(globalThis, { noticed, ran: notice, alert: notice, prompt: notice, confirm: notice });
    });
    const window = await context.newPage();
    window.on('dialog', (dialog) => void dialog.dismiss());
    return window;
}

/**
 * What ran in the page that is open, and which of its links would run something.
 *
 * @param {Page} window
 */
function active(window) {
    return window.evaluate(() => {
        // an address that is none leads nowhere, and has no scheme
        const harmless = ['http:', 'https:', 'mailto:', 'tel:', ':'];
        const links = Array.from(document.querySelectorAll('a[href], area[href]'));
        const leading = links.filter((link) => !harmless.includes(/** @type {HTMLAnchorElement} */ (link).protocol));
        const handlers = Array.from(document.querySelectorAll('*')).flatMap((element) =>
            element.getAttributeNames().filter((name) => name.startsWith('on') || name === 'style'),
        );
        const ran = /** @type {{ noticed: string[] }} */ (/** @type {unknown} */ (globalThis)).noticed;
        return [...ran, ...leading.map((link) => link.outerHTML), ...handlers];
    });
}

/**
 * Opens every address, in several windows, and tells what is active there.
 *
 * @param {{ address: string, text: string }[]} pages
 */
async function look(pages) {
    const found = /** @type {{ rule: string, selector: string, detail: string }[]} */ ([]);
    const rest = [...pages];
    const lookOn = async () => {
        const window = await watchedWindow();
        let here = rest.shift();
        window.on('request', (request) => {
            if (!request.url().startsWith(server.origin) && !/^(data|about|blob):/.test(request.url())) {
                found.push({ rule: 'asked elsewhere', selector: here?.address ?? '', detail: request.url() });
            }
        });
        for (; here; here = rest.shift()) {
            await window.goto(server.origin + here.address, { waitUntil: 'load' });
            for (const detail of await active(window)) {
                found.push({ rule: 'active', selector: here.address, detail: `${detail} of ${JSON.stringify(here.text)}` });
            }
        }
    };
    await Promise.all(Array.from({ length: WINDOWS }, lookOn));
    return found;
}

/**
 * Whether a text runs on a page that filters nothing, in a window of its own: some texts leave none that can be used again.
 *
 * @param {string} text
 */
async function isAlive(text) {
    const window = await watchedWindow();
    await window.route('**/control', (route) =>
        route.fulfill({ contentType: 'text/html; charset=utf-8', body: `<!doctype html><body>${text}` }),
    );
    // a text that leads elsewhere at once breaks off the way to its own page
    const came = await window.goto(`${server.origin}/control`, { waitUntil: 'load' }).catch(() => undefined);
    const found = came ? await active(window).catch(() => ['it left']) : ['it left'];
    await window.context().close();
    return found.length > 0;
}

test('texts run where nothing is filtered', async (context) => {
    const isLong = process.env.HOSTILE === 'all';
    const tried = isLong ? all : own;
    const rest = [...tried];
    let alive = 0;
    const tryOn = async () => {
        for (let text = rest.shift(); text !== undefined; text = rest.shift()) {
            if (await isAlive(text)) {
                alive += 1;
            }
        }
    };
    await Promise.all(Array.from({ length: WINDOWS }, tryOn));
    context.diagnostic(`${alive} of ${tried.length} texts run`);
    assert.ok(alive >= (isLong ? ALL_ALIVE : ALIVE), `only ${alive} of ${tried.length} ran`);
});

test('no text runs, leads astray or asks elsewhere', async (context) => {
    context.diagnostic(`${site.pages.length} pages of ${all.length} texts`);
    assert.ok(site.pages.length > 0.8 * all.length, `only ${site.pages.length} of ${all.length} texts have a page`);
    expectNone(await look(site.pages));
});

test('no list of texts does', async () => {
    const lists = ['/', '/questions/', '/questions/page/2/', '/tag/hana/', '/changes/', '/index/', '/archive/2026/03/'];
    expectNone(await look(lists.map((address) => ({ address, text: 'a list' }))));
});

test('no query and no result does', async () => {
    const queries = own.filter((text) => text.length < 200 && !text.includes('\0')).filter((_, at) => at % 8 === 0);
    const searches = queries.map((text) => ({ address: `/search/?q=${encodeURIComponent(text.toWellFormed())}`, text }));
    expectNone(await look([...searches, { address: '/search/?q=script#<img src=x onerror=ran()>', text: 'a fragment' }]));
});
