/** The browser: the Chromium that `CHROMIUM` names, and the settings that readers come with. */

import { chromium } from 'playwright-core';

import { watch } from './watch.js';

/** @import { Browser, BrowserContextOptions, Page } from 'playwright-core' */

/** No connection but to this machine: other hosts are not found, and the browser asks for nothing of its own. */
const ARGUMENTS = [
    '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-gpu',
    '--disable-quic',
    '--disable-sync',
    '--no-first-run',
];

/**
 * What a reader looks through: a width and a colour scheme.
 *
 * @typedef {object} View
 * @property {string} name
 * @property {BrowserContextOptions} options
 */

/** @type {BrowserContextOptions} */
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

/** @type {BrowserContextOptions} */
const DESKTOP = { viewport: { width: 1280, height: 800 } };

/** The views that every page is seen in. @type {View[]} */
export const VIEWS = [
    { name: '390 px, light', options: { ...PHONE, colorScheme: 'light' } },
    { name: '390 px, dark', options: { ...PHONE, colorScheme: 'dark' } },
    { name: '1280 px, light', options: { ...DESKTOP, colorScheme: 'light' } },
    { name: '1280 px, dark', options: { ...DESKTOP, colorScheme: 'dark' } },
];

/** The view whose window, text and medium the tests change. @type {View} */
export const CHANGING = { name: 'a changing window', options: { ...DESKTOP, colorScheme: 'light' } };

/** A reader whose browser runs no scripts. @type {View} */
export const WITHOUT_SCRIPTS = {
    name: 'without scripts',
    options: { ...DESKTOP, colorScheme: 'light', javaScriptEnabled: false },
};

/** @returns {Promise<Browser>} */
export async function launch() {
    if (!process.env.CHROMIUM) {
        throw new Error('CHROMIUM names no browser: run `tests/run`, or set it to the path of a Chromium');
    }
    return chromium.launch({ executablePath: process.env.CHROMIUM, args: ARGUMENTS });
}

/**
 * The window of a reader with the settings of `view`. Every page that is opened in it is watched.
 *
 * @param {Browser} browser
 * @param {View} view
 * @returns {Promise<Page>}
 */
export async function openWindow(browser, view) {
    const context = await browser.newContext({ ...view.options, locale: 'ko-KR' });
    await context.addInitScript(watch);
    return context.newPage();
}
