/** Writing and seeing: a page that stands open while files of its archive are saved. */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { after, test } from 'node:test';

import { CHANGING, launch, openWindow } from './browser.js';

const ROOT = path.resolve(import.meta.dirname, '../..');

const folder = await mkdtemp(path.join(tmpdir(), 'mundap-serve-'));
await cp(path.join(ROOT, 'content'), path.join(folder, 'content'), { recursive: true });
await save('content/pages/open.md', () => page('먼저 쓴 글'));
await save('content/static/brand.css', () => 'h1 { outline: 1px solid rgb(1, 2, 3) }');

const program = spawn(/** @type {string} */ (process.env.MUNDAP), ['serve', '--port', '0', '--format', 'json'], {
    cwd: folder,
});
const origin = await address();
const browser = await launch();
const window = await openWindow(browser, CHANGING);
/** @type {string[]} */
const complaints = [];
window.on('pageerror', (error) => complaints.push(error.message));
window.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));

after(async () => {
    await browser.close();
    program.kill();
    await rm(folder, { recursive: true });
});

/** Where the program says that it shows the site. */
async function address() {
    for await (const line of createInterface({ input: program.stdout })) {
        const told = JSON.parse(line);
        if (told.type === 'serving') {
            return told.address;
        }
    }
}

/**
 * @param {string} file
 * @param {(text: string) => string} change
 */
async function save(file, change) {
    const full = path.join(folder, file);
    await writeFile(full, change(await readFile(full, 'utf8').catch(() => '')));
}

/** An own page that is long enough to scroll. @param {string} text */
function page(text, title = '열린 글') {
    return `---\ntitle: ${title}\n---\n${text}\n${'\n끝까지 길게 이어지는 글입니다.\n'.repeat(120)}`;
}

/** Leaves a mark that is gone once the page is loaded again. */
async function mark() {
    await window.evaluate(() => document.body.setAttribute('data-marked', ''));
}

async function isMarked() {
    return window.evaluate(() => document.body.hasAttribute('data-marked'));
}

test('a saved page is shown at the place where the reader was', async () => {
    await window.goto(`${origin}/open/`);
    await window.evaluate(() => scrollTo(0, 900));
    await save('content/pages/open.md', () => page('나중에 쓴 글'));
    await window.getByText('나중에 쓴 글').waitFor({ state: 'attached' });
    await window.waitForFunction(() => Math.abs(scrollY - 900) < 2);
});

test('a saved page is changed where it is new, and left alone elsewhere', async () => {
    await window.goto(`${origin}/open/`);
    await mark();
    const field = window.locator('input[type="search"]').first();
    await field.fill('쓰던 말');
    await save('content/pages/open.md', () => page('바꾼 글\n\n덧붙인 글', '바뀐 제목'));
    await window.getByText('덧붙인 글').waitFor({ state: 'attached' });
    await window.getByText('바꾼 글').waitFor({ state: 'attached' });
    assert.match(await window.title(), /바뀐 제목/);
    assert.equal(await window.getByText('나중에 쓴 글').count(), 0);
    assert.ok(await isMarked(), 'the page was loaded again');
    assert.equal(await field.inputValue(), '쓰던 말');
    await save('content/pages/open.md', () => page('나중에 쓴 글'));
    await window.getByText('나중에 쓴 글').waitFor({ state: 'attached' });
    assert.ok(await isMarked(), 'the page was loaded again');
});

test('what a script has changed is not guessed at: the page is loaded again', async () => {
    await window.goto(`${origin}/open/`);
    await mark();
    await window.getByText('나중에 쓴 글').evaluate((text) => text.append('!'));
    await save('content/pages/open.md', () => page('또 다른 글'));
    await window.getByText('또 다른 글').waitFor({ state: 'attached' });
    assert.ok(!(await isMarked()), 'the page was not loaded again');
    await save('content/pages/open.md', () => page('나중에 쓴 글'));
    await window.getByText('나중에 쓴 글').waitFor({ state: 'attached' });
});

test('an error lies over the last good page until it is mended', async () => {
    await window.goto(`${origin}/open/`);
    await mark();
    await save('content/pages/open.md', () => page('<img src=x onerror=alert(1)>').replace('title', 'titel'));
    const report = window.locator('mundap-overlay').getByText('error[unknown-key]');
    await report.waitFor();
    await window.locator('mundap-overlay').getByText('content/pages/open.md:2:1').first().waitFor();
    assert.ok(await window.getByText('나중에 쓴 글').count(), 'the last good page is gone');
    await save('content/pages/open.md', () => page('나중에 쓴 글'));
    await report.waitFor({ state: 'detached' });
    assert.ok(await isMarked(), 'the page was loaded again, and is the same');
});

test('what an author wrote is text in the overlay', async () => {
    await window.goto(`${origin}/open/`);
    await save('content/pages/open.md', () =>
        page('글').replace('---\n', '---\n<img src=x onerror=document.title=1>: 1\n'),
    );
    const overlay = window.locator('mundap-overlay');
    await overlay.locator('section').first().waitFor();
    assert.equal(await overlay.locator('img').count(), 0);
    assert.match((await overlay.locator('section').allTextContents()).join(), /<img src=x/);
    await save('content/pages/open.md', () => page('나중에 쓴 글'));
    await overlay.locator('.failed').waitFor({ state: 'detached' });
});

test('a change of style alone loads no page again', async () => {
    await window.goto(`${origin}/open/`);
    const links = () => window.locator('link[rel~="stylesheet"]').evaluateAll((all) => all.map((link) => link.href));
    await mark();
    const before = await links();
    await save('content/site.yaml', (text) => `${text}settings: { accent: "#123456" }\n`);
    await window.waitForFunction(
        (before) =>
            [...document.querySelectorAll('link[rel~="stylesheet"]')].map((link) => link.href).join() !== before &&
            getComputedStyle(document.documentElement).getPropertyValue('--accent').trim() === '#123456',
        before.join(),
    );
    assert.ok(await isMarked(), 'the page was loaded again');
    assert.equal((await links()).length, before.length);
});

test('the browser had nothing to complain of', () => {
    assert.deepEqual(complaints, []);
});
