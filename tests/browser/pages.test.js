/** Every kind of page, as readers with different windows, colours and settings meet it. */

import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';

import { CHANGING, launch, openWindow, VIEWS, WITHOUT_SCRIPTS } from './browser.js';
import { findings, IN_A_CHANGING_WINDOW, IN_EVERY_VIEW } from './checks.js';
import { withoutScripts } from './checks/without-scripts.js';
import { expectNone } from './finding.js';
import { examples, PAGE_KINDS, pagesOf } from './pages.js';
import { serve } from './server.js';
import { buildSite } from './site.js';
import { visit } from './visit.js';

/** @import { View } from './browser.js' */
/** @import { Check } from './checks.js' */
/** @import { Example } from './pages.js' */
/** @import { Visit } from './visit.js' */

const site = await buildSite();
const pages = await pagesOf(site);
const server = await serve(site.read);
const browser = await launch();

after(async () => {
    await browser.close();
    await server.close();
    await site.remove();
});

test('every page is of a kind that is tested', () => {
    const strange = pages.filter((page) => !PAGE_KINDS.some((kind) => kind.holds(page)));
    assert.deepEqual(
        strange.map(({ address }) => address),
        [],
    );
});

test('an old address leads to its question', async () => {
    const question = site.questions.find(({ front }) => front.has('aliases'));
    const [alias = ''] = /\/[^\],]*/.exec(question?.front.get('aliases') ?? '') ?? [];
    const window = await openWindow(browser, WITHOUT_SCRIPTS);
    await window.goto(`${server.origin}${alias}`);
    await window.waitForURL(`${server.origin}${question?.address}`);
});

describe('in every view', { concurrency: 2 }, () => {
    for (const view of VIEWS) {
        everyKind(view, IN_EVERY_VIEW);
    }
    everyKind(CHANGING, IN_A_CHANGING_WINDOW);
    everyKindWithoutScripts();
});

/**
 * Tests every kind of page in one window, one after the other.
 *
 * @param {View} view
 * @param {Check[]} checks
 */
function everyKind(view, checks) {
    describe(view.name, { concurrency: 1 }, async () => {
        const window = await openWindow(browser, view);
        for (const example of examples(pages)) {
            test(example.name, async () => {
                const visited = await visit(window, server.origin, example.address);
                const found = [...status(visited, example), ...(await findings(checks, visited))];
                expectNone(found, `${example.address}, ${view.name}`);
            });
        }
    });
}

function everyKindWithoutScripts() {
    describe(WITHOUT_SCRIPTS.name, { concurrency: 1 }, async () => {
        const [without, usual] = [
            await openWindow(browser, WITHOUT_SCRIPTS),
            await openWindow(browser, CHANGING),
        ];
        // what a search finds is the one thing that needs scripts
        for (const example of examples(pages).filter(({ query }) => !query)) {
            test(example.name, async () => {
                await visit(usual, server.origin, example.address);
                await without.goto(`${server.origin}${example.address}`);
                expectNone(
                    await withoutScripts(usual, without),
                    `${example.address}, ${WITHOUT_SCRIPTS.name}`,
                );
            });
        }
    });
}

/**
 * @param {Visit} visit
 * @param {Example} example
 */
function status({ response }, example) {
    const expected = example.status ?? 200;
    return response.status() === expected
        ? []
        : [{ rule: 'status', detail: `it is answered with ${response.status()}, not ${expected}` }];
}
