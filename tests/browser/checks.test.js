/**
 * Controls: the checks find what they are there to find. A sound page passes all of them; the same page with one
 * thing broken fails the check for that thing.
 */

import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';

import { CHANGING, launch, openWindow, VIEWS, WITHOUT_SCRIPTS } from './browser.js';
import { findings, IN_A_CHANGING_WINDOW, IN_EVERY_VIEW } from './checks.js';
import { axe } from './checks/axe.js';
import { consoleMessages } from './checks/console.js';
import { keyboard } from './checks/keyboard.js';
import { layoutShift } from './checks/layout-shift.js';
import { motion } from './checks/motion.js';
import { policy } from './checks/policy.js';
import { print } from './checks/print.js';
import { reflow } from './checks/reflow.js';
import { requests } from './checks/requests.js';
import { textSize } from './checks/text-size.js';
import { width } from './checks/width.js';
import { withoutScripts } from './checks/without-scripts.js';
import { expectNone } from './finding.js';
import { serve } from './server.js';
import { visit } from './visit.js';

/** @import { Check } from './checks.js' */
/** @import { Finding } from './finding.js' */

/**
 * One thing broken on a page.
 *
 * @typedef {object} Breach
 * @property {Check} check that has to find it
 * @property {string} rule that it breaks
 * @property {string} [html] what is put into the main part of the page
 * @property {string} [css] what is put at the end of its style
 * @property {string} [js] what it runs
 * @property {string} [policy] its Content-Security-Policy, if it is another than the sound page's
 */

const POLICY = "default-src 'self'; base-uri 'none'";

/** @type {Breach[]} */
const BREACHES = [
    { check: consoleMessages, rule: 'console warning', js: "console.warn('beware')" },
    { check: consoleMessages, rule: 'console uncaught error', js: "throw new Error('nobody catches this')" },
    {
        check: requests,
        rule: 'foreign request',
        html: '<img src="http://pictures.example/1.png" alt="" width="1" height="1">',
        policy: 'img-src *',
    },
    { check: requests, rule: 'failed request', html: '<img src="/missing.png" alt="" width="1" height="1">' },
    { check: policy, rule: 'policy violation', html: '<script>document.title = "changed"</script>' },
    { check: policy, rule: 'no policy', policy: '' },
    { check: policy, rule: 'weak policy', policy: "script-src 'unsafe-inline'" },
    { check: layoutShift, rule: 'layout shift', html: '<img src="/tall.svg" alt=""><p>Pushed down.</p>' },
    {
        check: width,
        rule: 'horizontal scroll',
        html: '<p class="broken">Wide</p>',
        css: '.broken { width: 2000px }',
    },
    {
        check: axe,
        rule: 'axe color-contrast',
        html: '<p class="broken">Faint</p>',
        css: '.broken { color: #bbb }',
    },
    { check: axe, rule: 'axe button-name', html: '<button type="button"></button>' },
    {
        check: axe,
        rule: 'axe target-size',
        html: '<button type="button" class="broken">1</button><button type="button" class="broken">2</button>',
        css: '.broken { width: 12px; height: 12px; padding: 0; border: 0; font-size: 8px }',
    },
    { check: axe, rule: 'axe heading-order', html: '<h4>Too deep</h4>' },
    { check: keyboard, rule: 'no skip link', js: "document.querySelector('a').remove()" },
    { check: keyboard, rule: 'focus not visible', css: 'a:focus { outline: none }' },
    {
        check: keyboard,
        rule: 'focus obscured',
        html: '<div class="broken"></div>',
        css: '.broken { position: fixed; inset: 0; background: white }',
    },
    {
        check: keyboard,
        rule: 'not reached',
        js: "const [, first, second] = document.links; second.addEventListener('focus', () => first.focus())",
    },
    { check: keyboard, rule: 'focus order', html: '<button type="button" tabindex="1">First</button>' },
    {
        check: motion,
        rule: 'motion in spite of prefers-reduced-motion',
        css: 'html { scroll-behavior: smooth }',
    },
    {
        check: motion,
        rule: 'motion in spite of prefers-reduced-motion',
        css: 'a { transition: transform 0.3s }',
    },
    {
        check: motion,
        rule: 'motion in spite of prefers-reduced-motion',
        css: '@keyframes turn { to { rotate: 1turn } } h1 { animation: turn 1s infinite }',
    },
    { check: reflow, rule: 'horizontal scroll at 320 px', css: 'main { min-width: 400px }' },
    { check: textSize, rule: 'horizontal scroll with text of twice the size', css: 'main { width: 50rem }' },
    { check: textSize, rule: 'fixed text size', css: 'body { font-size: 16px }' },
    { check: print, rule: 'too wide to print', css: 'main { width: 900px }' },
    {
        check: print,
        rule: 'text cut off in print',
        html: '<div class="broken"><p>Goes on and on</p></div>',
        css: '.broken { width: 300px; overflow: auto } .broken p { width: 900px }',
    },
];

/** What a script adds, which readers without scripts miss. @type {Breach} */
const SCRIPTED = {
    check: () => [],
    rule: 'text missing without scripts',
    js: "document.querySelector('main').append(Object.assign(document.createElement('p'), { textContent: 'Added' }))",
};

const files = controlFiles([...BREACHES, SCRIPTED]);
const server = await serve(async (file) => files.get(file));
const browser = await launch();

after(async () => {
    await browser.close();
    await server.close();
});

describe('a sound page passes', { concurrency: 1 }, () => {
    for (const view of VIEWS) {
        test(view.name, async () =>
            expectNone(await found(await openWindow(browser, view), '/', IN_EVERY_VIEW)),
        );
    }
    test(CHANGING.name, async () => {
        expectNone(await found(await openWindow(browser, CHANGING), '/', IN_A_CHANGING_WINDOW));
    });
    test(WITHOUT_SCRIPTS.name, async () => expectNone(await missing('/')));
});

describe('a broken page fails', { concurrency: 1 }, async () => {
    const window = await openWindow(browser, CHANGING);
    for (const [at, breach] of BREACHES.entries()) {
        test(`${breach.rule}: ${breach.html ?? breach.css ?? breach.js ?? breach.policy}`, async () => {
            expectRule(await found(window, `/${at}/`, [breach.check]), breach.rule);
        });
    }
    test(SCRIPTED.rule, async () => expectRule(await missing(`/${BREACHES.length}/`), SCRIPTED.rule));
});

/**
 * The sound page at `/`, and each broken one at its number.
 *
 * @param {Breach[]} breaches
 */
function controlFiles(breaches) {
    const files = new Map(Object.entries(pageFiles('', {})));
    breaches.forEach((breach, at) =>
        Object.entries(pageFiles(`${at}/`, breach)).forEach((file) => files.set(...file)),
    );
    const policies = breaches.map(({ policy = POLICY }, at) => headerRule(`/${at}/`, policy));
    files.set('_headers', [headerRule('/', POLICY), ...policies].join(''));
    files.set('tall.svg', '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="300"/>');
    return files;
}

/**
 * @param {string} address
 * @param {string} policy
 */
function headerRule(address, policy) {
    return policy && `${address}\n  Content-Security-Policy: ${policy}\n`;
}

/**
 * @param {string} folder
 * @param {Partial<Breach>} breach
 * @returns {Record<string, string>}
 */
function pageFiles(folder, { html = '', css = '', js = '' }) {
    return {
        [`${folder}index.html`]: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Control</title>
<link rel="stylesheet" href="/${folder}style.css">
<script src="/${folder}script.js" defer></script>
</head>
<body>
<a href="#main">Skip</a>
<header><nav aria-label="Main"><a href="/">Home</a> <a href="/0/">Next</a></nav></header>
<main id="main"><h1>Control</h1>${html}<p>Text, and <a href="/1/">a link</a> at its end.</p></main>
</body>
</html>`,
        [`${folder}style.css`]: `
:root { color-scheme: light dark; }
body { margin: 1rem; color: light-dark(black, white); background: light-dark(white, black); }
a { color: light-dark(#00c, #9cf); }
nav a, body > a { display: inline-block; min-width: 24px; min-height: 24px; }
${css}`,
        [`${folder}script.js`]: js,
    };
}

/**
 * @param {import('playwright-core').Page} window
 * @param {string} address
 * @param {Check[]} checks
 */
async function found(window, address, checks) {
    return findings(checks, await visit(window, server.origin, address));
}

/** @param {string} address */
async function missing(address) {
    const [usual, without] = [
        await openWindow(browser, CHANGING),
        await openWindow(browser, WITHOUT_SCRIPTS),
    ];
    await visit(usual, server.origin, address);
    await without.goto(`${server.origin}${address}`);
    return withoutScripts(usual, without);
}

/**
 * @param {Finding[]} findings
 * @param {string} rule
 */
function expectRule(findings, rule) {
    const rules = findings.map((finding) => finding.rule);
    assert.ok(
        rules.includes(rule),
        `the check finds ${rules.join(', ') || 'nothing'} where it should find: ${rule}`,
    );
}
