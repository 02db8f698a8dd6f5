/** Every file that feed readers and crawlers open. */

import { after, test } from 'node:test';

import { invalidJsonFeed } from './files/json-feed.js';
import { invalidXml, textsOf } from './files/xml.js';
import { expectNone } from './finding.js';
import { buildSite, fileAt } from './site.js';

const site = await buildSite();
const atom = await site.texts(/(^|\/)feed\.xml$/);
const sitemaps = await site.texts(/(^|\/)sitemap[^/]*\.xml$/);

after(site.remove);

test('every Atom feed is valid', async () => {
    expectNone(await invalidXml('atom', atom));
});

test('every RSS feed is valid', async () => {
    expectNone(await invalidXml('rss', await site.texts(/(^|\/)rss\.xml$/)));
});

test('every JSON feed is valid', async () => {
    expectNone((await site.texts(/(^|\/)feed\.json$/)).flatMap(invalidJsonFeed));
});

test('every sitemap is valid', async () => {
    expectNone(await invalidXml('sitemap', sitemaps));
});

test('every Atom feed has an id of its own, and so has each of its entries', () => {
    const twice = atom.flatMap(({ address, text }) =>
        repeated(textsOf(text, 'id')).map((id) => ({ address, id })),
    );
    const feeds = repeated(atom.map(({ text }) => textsOf(text, 'id')[0] ?? ''));
    expectNone([
        ...twice.map(({ address, id }) => ({ rule: 'id used twice', selector: address, detail: id })),
        ...feeds.map((id) => ({ rule: 'id used twice', detail: `${id} is the id of two feeds` })),
    ]);
});

test('sitemaps name pages that there are, each once', () => {
    const named = sitemaps.flatMap(({ text }) => textsOf(text, 'loc'));
    const missing = named.filter((url) => !site.files.includes(fileAt(url.replace(site.url, ''))));
    expectNone([
        ...missing.map((url) => ({ rule: 'dead link', selector: 'sitemap', detail: url })),
        ...repeated(named).map((url) => ({ rule: 'named twice', selector: 'sitemap', detail: url })),
    ]);
});

/** @param {string[]} all */
function repeated(all) {
    return all.filter((one, at) => all.indexOf(one) !== at);
}
