/** Controls: what looks at the site's files finds what it is there to find. A sound file passes, a broken one fails. */

import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';

import { launch } from './browser.js';
import { documentOf } from './files/document.js';
import { invalidJsonFeed } from './files/json-feed.js';
import { deadEnds, deadLinks } from './files/links.js';
import { invalidMarkup } from './files/markup.js';
import { untrueData } from './files/structured-data.js';
import { invalidXml } from './files/xml.js';

/** @import { Finding } from './finding.js' */

/**
 * A sound file, and ways to break it: what is replaced by what, and the rule that breaks.
 *
 * @typedef {object} Control
 * @property {string} name
 * @property {(text: string) => Promise<Finding[]>} check
 * @property {string} sound
 * @property {[string, string, string][]} broken
 */

const URL = 'https://qna.example';

const PAGE = `<!DOCTYPE html>
<html lang="ko">
<head>
<meta charset="utf-8">
<title>왜요?</title>
<script type="application/ld+json">{"@graph":[{"@type":"Question","name":"왜요?","text":"정말\\n왜요?","acceptedAnswer":{"@type":"Answer","text":"그냥요."}}]}</script>
</head>
<body>
<main id="main">
<h1>왜요?</h1>
<div><p>정말</p> <p>왜요?</p></div>
<div><p>그냥요.<a href="#fn-1">1</a></p></div>
<p id="fn-1"><a href="/page/#main">여기</a> <a href="${URL}/page/">저기</a> <a href="https://elsewhere.example/">밖</a></p>
</main>
</body>
</html>
`;

const REDIRECT = '<meta http-equiv="refresh" content="0; url=/new/"><p><a href="/new/">새 주소</a></p>';

const ATOM = `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ko">
<id>${URL}/feed.xml</id><title>문답</title><updated>2026-03-02T09:00:00+09:00</updated>
<link rel="self" href="${URL}/feed.xml"/>
<entry>
<id>tag:qna.example,2026:1</id><title>왜요?</title><updated>2026-03-02T09:00:00+09:00</updated>
<author><name>민지</name></author><link href="${URL}/q/1/"/><content type="html">&lt;p&gt;그냥요.&lt;/p&gt;</content>
</entry>
</feed>`;

const RSS = `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel>
<title>문답</title><link>${URL}/</link><description>문답</description><language>ko</language>
<atom:link rel="self" type="application/rss+xml" href="${URL}/rss.xml"/>
<item>
<title>왜요?</title><link>${URL}/q/1/</link><guid isPermaLink="true">${URL}/q/1/</guid>
<pubDate>Mon, 2 Mar 2026 09:00:00 +0900</pubDate><description>그냥요.</description>
<content:encoded>&lt;p&gt;그냥요.&lt;/p&gt;</content:encoded>
</item>
</channel>
</rss>`;

const SITEMAP = `<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>${URL}/q/1/</loc><lastmod>2026-03-02</lastmod></url>
</urlset>`;

const JSON_FEED = JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: '문답',
    home_page_url: `${URL}/`,
    feed_url: `${URL}/feed.json`,
    items: [
        {
            id: '1',
            url: `${URL}/q/1/`,
            title: '왜요?',
            content_html: '<p>그냥요.</p>',
            date_published: '2026-03-02T09:00:00+09:00',
            authors: [{ name: '민지' }],
        },
    ],
});

const browser = await launch();
const window = await browser.newPage();
after(() => browser.close());

/** @type {Control[]} */
const CONTROLS = [
    {
        name: 'markup',
        check: async (text) => invalidMarkup({ address: '/page/', text }),
        sound: PAGE,
        broken: [
            ['<title>왜요?</title>', '', 'html element-required-content'],
            ['<div><p>정말', '<div id="main"><p>정말', 'html no-dup-id'],
            ['</p></div>\n<p id', '</p>\n<p id', 'html close-order'],
            ['<h1>', '<img src="/a.png"><h1>', 'html wcag/h37'],
        ],
    },
    {
        name: 'links',
        check: async (text) => deadLinks([await taken(text)], URL, (address) => address === '/page/'),
        sound: PAGE,
        broken: [
            ['/page/#main', '/nothing/', 'dead link'],
            ['/page/#main', '/page/#nowhere', 'dead link'],
            [`${URL}/page/`, `${URL}/nothing/`, 'dead link'],
            ['<h1>', '<h1><img src="nothing.png" alt="">', 'dead link'],
        ],
    },
    {
        name: 'pages that lead on',
        check: async (text) => deadEnds([await taken(text)]),
        sound: REDIRECT,
        broken: [
            ['href="/new/"', 'href="/newer/"', 'dead end'],
            ['url=/new/', 'url=/page/', 'dead end'],
        ],
    },
    {
        name: 'structured data',
        check: async (text) => untrueData(await taken(text)),
        sound: PAGE,
        broken: [
            ['<h1>왜요?', '<h1>어째서요?', 'structured data differs from the page'],
            ['<p>정말', '<p>진짜', 'structured data differs from the page'],
            ['<p>그냥요.', '<p>그냥요. 덧붙이면,', 'structured data differs from the page'],
            ['{"@graph"', '{@graph', 'structured data is not JSON'],
        ],
    },
    {
        name: 'Atom',
        check: (text) => invalidXml('atom', [{ address: '/feed.xml', text }]),
        sound: ATOM,
        broken: [
            ['</feed>', '', 'not valid atom'],
            ['<id>tag:qna.example,2026:1</id>', '', 'not valid atom'],
            ['<author><name>민지</name></author>', '', 'not valid atom'],
            ['09:00:00+09:00', '09:00:00', 'not valid atom'],
        ],
    },
    {
        name: 'RSS',
        check: (text) => invalidXml('rss', [{ address: '/rss.xml', text }]),
        sound: RSS,
        broken: [
            ['Mon, 2 Mar 2026', '2026-03-02', 'not valid rss'],
            ['<description>문답</description>', '', 'not valid rss'],
            ['&lt;p&gt;', '&nbsp;', 'not valid rss'],
        ],
    },
    {
        name: 'sitemap',
        check: (text) => invalidXml('sitemap', [{ address: '/sitemap.xml', text }]),
        sound: SITEMAP,
        broken: [
            [`${URL}/q/1/`, '/q/1/', 'not valid sitemap'],
            ['2026-03-02', '2026-02-30', 'not valid sitemap'],
        ],
    },
    {
        name: 'JSON feed',
        check: async (text) => invalidJsonFeed({ address: '/feed.json', text }),
        sound: JSON_FEED,
        broken: [
            ['{', '', 'not JSON'],
            ['version/1.1', 'version/9', 'not a valid JSON feed'],
            ['2026-03-02T09:00:00+09:00', '2026-03-02', 'not a valid JSON feed'],
            ['"items":[', '"items":[{"id":"1"},', 'not a valid JSON feed'],
        ],
    },
];

for (const { name, check, sound, broken } of CONTROLS) {
    describe(name, () => {
        test('sound', async () => assert.deepEqual(await check(sound), []));
        for (const [part, other, rule] of broken) {
            test(`'${part}' becomes '${other}'`.replaceAll('\n', ' '), async () => {
                const rules = (await check(sound.replace(part, other))).map((finding) => finding.rule);
                assert.ok(
                    rules.includes(rule),
                    `it finds ${rules.join(', ') || 'nothing'} where it should find: ${rule}`,
                );
            });
        }
    });
}

/** @param {string} text */
function taken(text) {
    return documentOf(window, { address: '/page/', text });
}
