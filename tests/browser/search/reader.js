/** A reader who searches: a window in which the engine is the one that stands in for it. */

import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { openWindow } from '../browser.js';

/** @import { Browser, Page } from 'playwright-core' */
/** @import { View } from '../browser.js' */
/** @import { Site } from '../site.js' */

const ENGINE = await readFile(path.join(import.meta.dirname, 'engine.js'), 'utf8');

/** Where the engine finds its questions. */
export const QUESTIONS = '**/search/questions.json';

/** How long a reader waits for anything, in milliseconds. */
const PATIENCE = 8000;

/**
 * @param {Browser} browser
 * @param {View} view
 * @param {Site} site
 * @returns {Promise<Page>}
 */
export async function openReader(browser, view, site) {
    const window = await openWindow(browser, view);
    window.setDefaultTimeout(PATIENCE);
    const questions = questionsOf(site);
    await window.route('**/theme/search.*/search.js', (route) =>
        route.fulfill({ contentType: 'text/javascript', body: ENGINE }),
    );
    await window.route(QUESTIONS, (route) => route.fulfill({ json: questions }));
    return window;
}

/** The list of suggestions. @param {Page} window */
export function list(window) {
    return window.locator('[role=listbox]');
}

/** The titles that the list offers. @param {Page} window */
export function titles(window) {
    return window.locator('[role=option] span:first-child').allTextContents();
}

/**
 * The archive's questions as an engine tells of them.
 *
 * @param {Site} site
 */
function questionsOf(site) {
    const listed = site.questions.filter(
        ({ front }) =>
            !front.has('lang') && !front.has('draft') && !front.has('unlisted') && !front.has('publish_on'),
    );
    return listed
        .filter(({ front }) => !['removed', 'merged'].includes(front.get('status') ?? ''))
        .map(({ front, address, body }) => ({
            title: front.get('title')?.replace(/^"|"$/g, ''),
            href: address,
            date: front.get('asked')?.slice(0, 10),
            category: front.get('category') ?? '',
            status: front.get('status') ?? 'answered',
            snippet: (/## 답변[^\n]*\n+(.{1,90})/.exec(body) ?? /(.{1,90})/.exec(body.trim()))?.[1],
        }))
        .sort((a, b) => (a.date && b.date && a.date < b.date ? 1 : -1));
}
