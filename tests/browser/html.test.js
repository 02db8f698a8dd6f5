/** Every page of the site as a file: its markup, its links, and what it tells machines. */

import { after, test } from 'node:test';

import { launch } from './browser.js';
import { documentOf } from './files/document.js';
import { deadEnds, deadLinks } from './files/links.js';
import { invalidMarkup } from './files/markup.js';
import { untrueData } from './files/structured-data.js';
import { expectNone } from './finding.js';
import { buildSite, fileAt } from './site.js';

const site = await buildSite();
const browser = await launch();
const pages = await site.texts(/\.html$/);
const window = await browser.newPage();
const documents = await Promise.all(pages.map((page) => documentOf(window, page)));

after(async () => {
    await browser.close();
    await site.remove();
});

test('every page is valid HTML', async () => {
    expectNone((await Promise.all(pages.map(invalidMarkup))).flat());
});

test('every link leads somewhere', () => {
    const exists = (/** @type {string} */ address) => site.files.includes(fileAt(address));
    expectNone(deadLinks(documents, site.url, exists));
});

test('old addresses lead to the new ones', () => {
    expectNone(deadEnds(documents));
});

test('structured data says what the page says', () => {
    expectNone(documents.flatMap(untrueData));
});

test('every page has an icon', () => {
    const bare = documents.filter(({ icons, leadsTo }) => icons.length === 0 && !leadsTo);
    const found = bare.map(({ address }) => ({
        rule: 'no icon',
        selector: address,
        detail: 'it has no link[rel=icon]',
    }));
    expectNone(site.files.includes('favicon.ico') ? [] : found);
});
