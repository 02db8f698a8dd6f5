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

/** How many of our own texts run where nothing is filtered, at the least, and which part of all: else the test sees nothing. */
const [ALIVE, ALIVE_OF_ALL] = [30, 0.07];

/** How long a page may take that nothing is filtered in, in milliseconds. Some are made to hang. */
const PATIENCE = 2000;

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

/** A window where `/control/7` is nothing but the text of this number. */
async function unfilteredWindow() {
    const window = await watchedWindow();
    await window.route('**/control/*', (route) => {
        const text = all[Number(route.request().url().split('/').at(-1))];
        return route.fulfill({ contentType: 'text/html; charset=utf-8', body: `<!doctype html><body>${text}` });
    });
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

test('texts run where nothing is filtered', async (context) => {
    const rest = [...all.entries()];
    const ran = /** @type {number[]} */ ([]);
    const lookOn = async () => {
        let window = await unfilteredWindow();
        for (let next = rest.shift(); next; next = rest.shift()) {
            const opened = window.goto(`${server.origin}/control/${next[0]}`, { waitUntil: 'load', timeout: PATIENCE });
            // a page that left for elsewhere, or hangs, tells nothing
            const seen = opened.then(() => active(window)).catch(() => /** @type {string[]} */ ([]));
            const hung = new Promise((resolve) => setTimeout(resolve, 2 * PATIENCE)).then(() => undefined);
            const found = await Promise.race([seen, hung]);
            if (!found) {
                window = await unfilteredWindow();
            } else if (found.length > 0) {
                ran.push(next[0]);
            }
        }
    };
    await Promise.all(Array.from({ length: WINDOWS }, lookOn));
    const alive = ran.filter((at) => at < own.length).length;
    context.diagnostic(`${alive} of our ${own.length} texts run, and ${ran.length} of all ${all.length}`);
    assert.ok(alive >= ALIVE, `only ${alive} of ${own.length} ran`);
    assert.ok(ran.length >= ALIVE_OF_ALL * all.length, `only ${ran.length} of ${all.length} ran`);
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
