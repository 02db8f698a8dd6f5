/** Searching, as readers do: with keys, a pointer, an input method, a screen reader, and a poor connection. */

import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';

import { launch, VIEWS, WITHOUT_SCRIPTS } from './browser.js';
import { findings, IN_EVERY_VIEW } from './checks.js';
import { keyboard } from './checks/keyboard.js';
import { expectNone } from './finding.js';
import { list, openReader, QUESTIONS, titles } from './search/reader.js';
import { serve } from './server.js';
import { buildSite } from './site.js';
import { settled, visit } from './visit.js';

/** @import { Page } from 'playwright-core' */
/** @import { View } from './browser.js' */

const [PHONE, PHONE_IN_THE_DARK, DESKTOP, DESKTOP_IN_THE_DARK] = /** @type {[View, View, View, View]} */ (
    VIEWS
);

/** What holds while a list is open: the keyboard has tests of its own. */
const WITH_A_LIST = IN_EVERY_VIEW.filter((check) => check !== keyboard);

const site = await buildSite();
const server = await serve(site.read);
const browser = await launch();

after(async () => {
    await browser.close();
    await server.close();
    await site.remove();
});

/**
 * A reader at an address.
 *
 * @param {string} address
 * @param {View} [view]
 */
async function readerAt(address, view = DESKTOP) {
    const window = await openReader(browser, view, site);
    await window.goto(server.origin + address);
    return window;
}

/** The search field. @param {Page} window */
function fieldOf(window) {
    return window.locator('input[name=q]');
}

/**
 * A reader who has typed something, and sees the list.
 *
 * @param {string} address
 * @param {string} query
 * @param {View} [view]
 */
async function readerWhoTyped(address, query, view) {
    const window = await readerAt(address, view);
    await fieldOf(window).fill(query);
    await list(window).waitFor();
    return window;
}

/** The title of the question that the arrow keys have chosen. @param {Page} window */
async function chosen(window) {
    return window.evaluate(() => {
        const field = document.activeElement;
        const id = field?.getAttribute('aria-activedescendant');
        const selected = document.querySelectorAll('[role=option][aria-selected=true]');
        const option = id ? document.getElementById(id) : null;
        const agree = option ? selected.length === 1 && selected[0] === option : selected.length === 0;
        return agree ? (option?.textContent ?? '') : 'aria-selected and aria-activedescendant disagree';
    });
}

/** What a reader is told, once it was told. @param {Page} window @param {RegExp} text */
async function told(window, text) {
    await window.locator('[role=status]', { hasText: text }).waitFor({ state: 'attached' });
}

describe('the field', { concurrency: 2 }, () => {
    for (const address of ['/', '/search/', '/q/7/', '/no/such/page/']) {
        test(`is a combobox on ${address}`, async () => {
            const window = await readerAt(address);
            const field = fieldOf(window);
            assert.equal(await field.count(), 1);
            assert.equal(await field.getAttribute('role'), 'combobox');
            assert.equal(await field.getAttribute('aria-autocomplete'), 'list');
            assert.equal(await field.getAttribute('aria-expanded'), 'false');
            await field.fill('바퀴벌레');
            await list(window).waitFor();
            assert.equal(await field.getAttribute('aria-expanded'), 'true');
            assert.equal(await field.getAttribute('aria-controls'), await list(window).getAttribute('id'));
            assert.equal(await window.locator('[role=option]').count(), 7);
            await told(window, /질문 \d+개를 찾았습니다/);
        });
    }

    // the goal is 10 KB, which all that readers are offered does not fit into; this keeps it from growing
    test('weighs no more than it does', async () => {
        const scripts = await site.texts(/^theme\/search\..*\.js$/);
        const sent = scripts.reduce((sum, { text }) => sum + gzipSync(text, { level: 9 }).length, 0);
        assert.ok(scripts.length > 4 && sent <= 17 * 1024, `${sent} bytes`);
    });

    test('costs one small file as long as nobody searches', async () => {
        const window = await openReader(browser, DESKTOP, site);
        const scripts = /** @type {string[]} */ ([]);
        window.on('request', (request) => scripts.push(...(request.url().match(/[^/]+\.js$/) ?? [])));
        await window.goto(`${server.origin}/q/7/`);
        assert.deepEqual(scripts, ['main.js']);
        await fieldOf(window).focus();
        await window.waitForResponse('**/search.js');
    });

    test('leads to the search page without scripts', async () => {
        const window = await readerAt('/', WITHOUT_SCRIPTS);
        assert.equal(await fieldOf(window).getAttribute('role'), null);
        await fieldOf(window).fill('환불');
        await fieldOf(window).press('Enter');
        await window.waitForURL(/\/search\/\?q=/);
        // a browser that is told by a debugger to run no scripts still takes `noscript` for one that does
        const page = String(await site.read('search/index.html'));
        assert.match(page, /<noscript><p>검색은 자바스크립트를 켜야[^<]+<\/p><\/noscript>/);
        await window.getByRole('link', { name: '가나다로 찾기' }).waitFor();
    });

    test('leads to the search page when its scripts do not load', async () => {
        const window = await openReader(browser, DESKTOP, site);
        await window.route('**/combobox.js', (route) => route.abort());
        await window.goto(server.origin);
        await fieldOf(window).pressSequentially('환불');
        await fieldOf(window).press('Enter');
        await window.waitForURL(/\/search\/\?q=/);
    });
});

describe('the list', { concurrency: 2 }, () => {
    test('is walked through with the arrow keys, and round', async () => {
        const window = await readerWhoTyped('/', '바퀴벌레');
        const offered = await window.locator('[role=option]').allTextContents();
        const walked = [];
        for (const key of ['ArrowDown', 'ArrowDown', 'ArrowUp', 'ArrowUp', 'ArrowUp', 'ArrowDown']) {
            await window.keyboard.press(key);
            walked.push(await chosen(window));
        }
        assert.deepEqual(walked, [offered[0], offered[1], offered[0], '', offered[6], '']);
        assert.equal(await window.evaluate(() => document.activeElement?.getAttribute('name')), 'q');
    });

    test('opens a question with Enter', async () => {
        const window = await readerWhoTyped('/', '뒤집히나요');
        await window.keyboard.press('ArrowDown');
        await window.keyboard.press('Enter');
        await window.waitForURL(/\/q\/\d+\/$/);
    });

    test('opens a question with a pointer, and keeps the focus in the field', async () => {
        const window = await readerWhoTyped('/', '뒤집히나요');
        const option = window.locator('[role=option]').first();
        await option.hover();
        await window.mouse.down();
        assert.equal(await window.evaluate(() => document.activeElement?.getAttribute('name')), 'q');
        await window.mouse.up();
        await window.waitForURL(/\/q\/\d+\/$/);
    });

    test('opens with a finger', async () => {
        const window = await readerWhoTyped('/', '뒤집히나요', PHONE);
        await window.locator('[role=option]').first().tap();
        await window.waitForURL(/\/q\/\d+\/$/);
    });

    test('ends with a way to all results', async () => {
        const window = await readerWhoTyped('/', '바퀴벌레');
        await window.keyboard.press('ArrowUp');
        assert.match(await chosen(window), /질문 \d+개 모두 보기/);
        await window.keyboard.press('Enter');
        await window.waitForURL(
            (url) => url.pathname === '/search/' && url.searchParams.get('q') === '바퀴벌레',
        );
    });

    test('sends the form with Enter while nothing is chosen', async () => {
        const window = await readerWhoTyped('/q/7/', '바퀴벌레');
        await window.keyboard.press('Enter');
        await window.waitForURL(
            (url) => url.pathname === '/search/' && url.searchParams.get('q') === '바퀴벌레',
        );
    });

    test('is closed by Escape, which then empties the field', async () => {
        const window = await readerWhoTyped('/', '바퀴벌레');
        await window.keyboard.press('ArrowDown');
        await window.keyboard.press('Escape');
        assert.equal(await list(window).isVisible(), false);
        assert.equal(await fieldOf(window).getAttribute('aria-expanded'), 'false');
        assert.equal(await chosen(window), '');
        assert.equal(await fieldOf(window).inputValue(), '바퀴벌레');
        await window.keyboard.press('ArrowDown');
        await list(window).waitFor();
        await window.keyboard.press('Escape');
        await window.keyboard.press('Escape');
        assert.equal(await fieldOf(window).inputValue(), '');
        assert.equal(await list(window).isVisible(), false);
    });

    test('leaves Home, End and the arrows to the sides to the caret', async () => {
        const window = await readerWhoTyped('/', '바퀴벌레');
        const caret = () =>
            window.evaluate(() => /** @type {HTMLInputElement} */ (document.activeElement).selectionStart);
        await window.keyboard.press('ArrowDown');
        await window.keyboard.press('Home');
        assert.equal(await caret(), 0);
        assert.equal(await chosen(window), '');
        await window.keyboard.press('End');
        assert.equal(await caret(), 4);
        await window.keyboard.press('ArrowLeft');
        assert.equal(await caret(), 3);
        assert.equal(await list(window).isVisible(), true);
    });

    test('is left and closed with Tab', async () => {
        const window = await readerWhoTyped('/', '바퀴벌레');
        await window.keyboard.press('ArrowDown');
        await window.keyboard.press('Tab');
        assert.equal(await list(window).isVisible(), false);
        assert.equal(await window.evaluate(() => document.activeElement?.localName), 'button');
    });

    test('marks words in titles and nowhere else', async () => {
        const window = await readerWhoTyped('/', '바퀴벌레');
        const marked = await window.locator('[role=option] mark').allTextContents();
        assert.deepEqual([...new Set(marked)], ['바퀴벌레']);
        assert.equal(await window.locator('[role=option] .count mark').count(), 0);
    });

    test('says that nothing is found, with the particle that fits', async () => {
        const window = await readerAt('/');
        await fieldOf(window).fill('블록체인');
        await told(window, /‘블록체인’을 찾지 못했습니다/);
        assert.equal(await list(window).count(), 1);
        assert.equal(await list(window).isVisible(), false);
    });

    test('does not open where an index cannot be loaded', async () => {
        const window = await readerAt('/');
        await window.route(QUESTIONS, (route) => route.abort());
        const failed = window.waitForEvent('requestfailed');
        await fieldOf(window).fill('환불');
        await failed;
        await settled(window);
        assert.equal(await list(window).count(), 0);
    });

    test('is of the newest answer, however late an older one comes', async () => {
        const window = await readerAt('/');
        await fieldOf(window).fill('느린 곰팡이');
        await fieldOf(window).fill('바퀴벌레');
        await list(window).waitFor();
        const before = await titles(window);
        await window.waitForTimeout(1000);
        assert.deepEqual(await titles(window), before);
        assert.ok(before.every((title) => title.includes('바퀴벌레')));
    });

    test('does not come back once it was closed', async () => {
        const window = await readerAt('/');
        await fieldOf(window).fill('느린 곰팡이');
        await window.keyboard.press('Tab');
        await window.waitForTimeout(1000);
        assert.equal(await list(window).count(), 0);
    });

    test('shows what a title says, not what it would be as HTML', async () => {
        const window = await openReader(browser, DESKTOP, site);
        const title = '<img src=x onerror=alert(1)> & "a" (.*)';
        const question = {
            title,
            href: '/q/7/',
            date: '2026-03-02',
            category: '',
            status: 'answered',
            snippet: title,
        };
        await window.route(QUESTIONS, (route) => route.fulfill({ json: [question] }));
        await window.goto(`${server.origin}/search/?q=${encodeURIComponent('(.*)')}`);
        assert.equal(await window.locator('.items a').textContent(), title);
        assert.equal(await window.locator('.items a mark').textContent(), '(.*)');
    });
});

describe('an input method', { concurrency: 1 }, () => {
    test('keeps its keys while it composes, and what it composes is searched for', async () => {
        const window = await readerAt('/');
        const field = fieldOf(window);
        await field.focus();
        const cdp = await window.context().newCDPSession(window);
        const compose = (/** @type {string} */ text) =>
            cdp.send('Input.imeSetComposition', {
                text,
                selectionStart: text.length,
                selectionEnd: text.length,
            });
        for (const step of ['ㅂ', '바']) {
            await compose(step);
        }
        await cdp.send('Input.insertText', { text: '바퀴벌레' });
        await compose('ㄱ');
        await list(window).waitFor();
        assert.equal(await field.inputValue(), '바퀴벌레ㄱ');
        // keys that belong to the input method: Windows tells it by the code, others by the state as well
        const key = (/** @type {string} */ name) =>
            field.evaluate((input, key) => {
                const event = new KeyboardEvent('keydown', {
                    key,
                    keyCode: 229,
                    bubbles: true,
                    cancelable: true,
                });
                return input.dispatchEvent(event);
            }, name);
        for (const name of ['ArrowDown', 'Enter', 'Escape']) {
            assert.equal(await key(name), true, `${name} is taken from the input method`);
        }
        assert.equal(await chosen(window), '');
        assert.equal(await list(window).isVisible(), true);
        await cdp.send('Input.insertText', { text: '가' });
        await told(window, /‘바퀴벌레가’를 찾지 못했습니다|질문/);
        assert.equal(await field.inputValue(), '바퀴벌레가');
        await window.keyboard.press('ArrowDown');
        assert.notEqual(await chosen(window), '');
    });
});

describe('the search page', { concurrency: 2 }, () => {
    const found = (/** @type {Page} */ window) => window.locator('.items > li');

    test('answers what its address asks', async () => {
        const window = await readerAt('/search/?q=%EB%B0%94%ED%80%B4%EB%B2%8C%EB%A0%88');
        await found(window).first().waitFor();
        assert.equal(await fieldOf(window).inputValue(), '바퀴벌레');
        assert.match(await window.title(), /^바퀴벌레 · 찾기 · /);
        assert.equal(await found(window).count(), 10);
        assert.ok((await found(window).first().locator('mark').allTextContents()).includes('바퀴벌레'));
        assert.match(
            (await found(window).first().locator('time').textContent()) ?? '',
            /^\d+년 \d+월 \d+일$/,
        );
        assert.match(
            (await found(window).first().locator('time').getAttribute('datetime')) ?? '',
            /^\d{4}-\d\d-\d\d$/,
        );
        assert.equal(await window.locator('[data-search=ways]').isVisible(), false);
        assert.equal(await list(window).count(), 0);
        await told(window, /질문 \d+개를 찾았습니다/);
    });

    test('shows other ways as long as nothing is asked', async () => {
        const window = await readerAt('/search/');
        await window.locator('[data-search=ways]').waitFor();
        assert.equal(await window.locator('[data-search=results]').isVisible(), false);
        await fieldOf(window).fill('환불');
        await found(window).first().waitFor();
        await fieldOf(window).fill('');
        await window.locator('[data-search=ways]').waitFor();
        assert.equal(new URL(window.url()).search, '');
        assert.match(await window.title(), /^찾기 · /);
    });

    test('searches for what was typed while its scripts were on their way', async () => {
        const window = await openReader(browser, DESKTOP, site);
        let arrive = () => {};
        const late = new Promise((resolve) => (arrive = () => resolve(undefined)));
        await window.route('**/page.js', async (route) => {
            await late;
            await route.continue();
        });
        await window.goto(`${server.origin}/search/`, { waitUntil: 'commit' });
        await fieldOf(window).pressSequentially('곰팡이');
        arrive();
        await found(window).first().waitFor();
        assert.equal(await fieldOf(window).inputValue(), '곰팡이');
        await window.waitForURL((url) => url.searchParams.get('q') === '곰팡이', { waitUntil: 'commit' });
    });

    test('leaves one entry in the history however often the same is asked', async () => {
        const window = await readerAt('/search/?q=%EA%B3%B0%ED%8C%A1%EC%9D%B4');
        await found(window).first().waitFor();
        const before = await window.evaluate(() => history.length);
        for (let times = 0; times < 3; times += 1) {
            await fieldOf(window).press('Enter');
        }
        assert.equal(await window.evaluate(() => history.length), before);
    });

    test('shows more, and goes to the first of it', async () => {
        const window = await readerAt('/search/?q=%EB%B0%94%ED%80%B4%EB%B2%8C%EB%A0%88');
        await window.getByRole('button', { name: '더 보기' }).click();
        await found(window).nth(10).waitFor();
        assert.ok(
            await found(window)
                .nth(10)
                .locator('a')
                .evaluate((link) => link === document.activeElement),
        );
        assert.equal(await window.getByRole('button', { name: '더 보기' }).count(), 0);
        // whoever comes back finds as many again
        const shown = await found(window).count();
        await window.reload();
        await found(window)
            .nth(shown - 1)
            .waitFor();
    });

    test('is narrowed down by category and year, in the address too', async () => {
        const window = await readerAt('/search/?q=%EB%B0%94%ED%80%B4%EB%B2%8C%EB%A0%88');
        await found(window).first().waitFor();
        await window.getByLabel('분류').selectOption('pests');
        await window.waitForURL(/category=pests/);
        await window.getByLabel('받은 해').selectOption('2021');
        await window.waitForURL(/category=pests&year=2021/);
        await window.waitForFunction(() => document.querySelectorAll('.items > li').length === 1);
        await window.reload();
        await found(window).first().waitFor();
        assert.equal(await window.getByLabel('분류').inputValue(), 'pests');
        assert.equal(await window.getByLabel('받은 해').inputValue(), '2021');
        assert.equal(await found(window).count(), 1);
        await window.goBack();
        await window.waitForFunction(() => document.querySelectorAll('.items > li').length > 1);
        assert.equal(await window.getByLabel('받은 해').inputValue(), '');
    });

    test('offers the categories and years of its own questions alone', async () => {
        const window = await readerAt('/en/search/');
        const values = await window
            .locator('select option')
            .evaluateAll((options) =>
                options.map((option) => /** @type {HTMLOptionElement} */ (option).value),
            );
        const korean = await readerAt('/search/');
        const all = await korean.locator('select option').count();
        assert.ok(values.length > 2 && values.length < all, `${values.length} of ${all}`);
    });

    test('goes back to what was asked before, and forward again', async () => {
        const window = await readerAt('/search/');
        const ask = async (/** @type {string} */ query) => {
            await fieldOf(window).fill(query);
            await fieldOf(window).press('Enter');
            await window.waitForURL((url) => url.searchParams.get('q') === query, { waitUntil: 'commit' });
            await found(window).first().waitFor();
        };
        await ask('바퀴벌레');
        await fieldOf(window).fill('곰팡');
        await window.waitForURL((url) => url.searchParams.get('q') === '곰팡', { waitUntil: 'commit' });
        await ask('곰팡이');
        await window.goBack();
        await window.waitForFunction(() => document.querySelector('.items mark')?.textContent === '바퀴벌레');
        assert.equal(await fieldOf(window).inputValue(), '바퀴벌레');
        await window.goForward();
        await window.waitForFunction(() => document.querySelector('.items mark')?.textContent === '곰팡이');
        await window.goBack();
        await window.goBack();
        await window.locator('[data-search=ways]').waitFor();
    });

    test('says how it understood a query, and searches for the very words instead', async () => {
        const window = await readerAt('/search/?q=ghksqnf');
        await window.getByText('‘환불’로 찾았습니다.').first().waitFor();
        await told(window, /‘환불’로 찾았습니다/);
        await window.getByRole('link', { name: '‘ghksqnf’ 그대로 찾기' }).click();
        await window.getByText('‘ghksqnf’를 찾지 못했습니다.').first().waitFor();
        assert.equal(new URL(window.url()).searchParams.get('exact'), '1');
        await window.goBack();
        await window.getByText('‘환불’로 찾았습니다.').first().waitFor();
        await window.goForward();
        await fieldOf(window).fill('바뀌벌래');
        await window.getByText('‘바퀴벌레’로 찾았습니다.').first().waitFor();
        assert.equal(new URL(window.url()).searchParams.has('exact'), false);
    });

    test('helps where nothing is found', async () => {
        const window = await readerAt('/search/?q=nothere&year=2021');
        await window.getByText('‘nothere’를 찾지 못했습니다.').first().waitFor();
        await told(window, /‘nothere’를 찾지 못했습니다.+‘없는말’로도 찾아보았습니다.+고른 분류와 해/);
        await window.getByRole('link', { name: '질문하기' }).last().waitFor();
        await window.getByRole('link', { name: '가나다로 찾기' }).waitFor();
        await window.getByRole('link', { name: '모든 질문에서 찾기' }).click();
        await window.waitForURL((url) => url.search === '?q=nothere');
    });

    test('names the nearest categories first where nothing is found', async () => {
        const window = await readerAt(`/search/?q=${encodeURIComponent('부엌 블록체인')}`);
        const first = window.locator('[data-search=categories] a').first();
        assert.match((await first.textContent()) ?? '', /^부엌/);
    });

    test('repeats only the beginning of a long query', async () => {
        const window = await readerAt(`/search/?q=${'a'.repeat(3000)}`);
        await window
            .getByText(`‘${'a'.repeat(60)}…’`)
            .first()
            .waitFor();
        assert.ok((await window.title()).length < 100);
    });

    test('asks for patience when it takes a while, and only then', async () => {
        const window = await readerAt('/search/?q=%EB%B0%94%ED%80%B4%EB%B2%8C%EB%A0%88');
        await found(window).first().waitFor();
        await fieldOf(window).fill('느린 곰팡이');
        await fieldOf(window).press('Enter');
        await window.getByText('찾고 있습니다…').waitFor();
        await window
            .getByText(/질문 \d+개를/)
            .first()
            .waitFor();
        assert.equal(await window.getByText('찾고 있습니다…').count(), 0);
    });

    test('shows the newest answer, however late an older one comes', async () => {
        const window = await readerAt('/search/?q=%EB%8A%90%EB%A6%B0%20%EA%B3%B0%ED%8C%A1%EC%9D%B4');
        // once the older one is asked: before, the browser itself would go to the next page
        await window.waitForFunction(() => document.querySelector('input')?.value === '느린 곰팡이');
        await fieldOf(window).fill('바퀴벌레');
        await fieldOf(window).press('Enter');
        await window.waitForTimeout(1000);
        assert.equal(await window.locator('.items mark').first().textContent(), '바퀴벌레');
        assert.equal(await window.getByText('찾고 있습니다…').count(), 0);
    });

    test('shows all results at once', async () => {
        const window = await readerAt('/search/?q=%EB%B0%94%ED%80%B4%EB%B2%8C%EB%A0%88');
        await found(window).first().waitFor();
        // every moment is written down, as no clock tells when one may be looked at
        await window.locator('[data-search=outcome]').evaluate((outcome) => {
            window.moments = [];
            const note = () => window.moments.push(outcome.querySelectorAll('.items > li').length);
            new MutationObserver(note).observe(outcome, { childList: true, subtree: true });
        });
        await fieldOf(window).fill('벌레');
        await fieldOf(window).press('Enter');
        await window.waitForURL((url) => url.searchParams.get('q') === '벌레', { waitUntil: 'commit' });
        const moments = await window.evaluate(() => window.moments);
        // it may be told to take a while first, or be asked before Enter as well
        assert.deepEqual(new Set(moments.filter((/** @type {number} */ count) => count > 0)), new Set([10]));
    });

    test('has the address and the title of what it shows, and an entry in the history for each', async () => {
        const window = await readerAt('/search/?q=%EB%B0%94%ED%80%B4%EB%B2%8C%EB%A0%88');
        await found(window).first().waitFor();
        const [address, title] = [window.url(), await window.title()];
        const entries = await window.evaluate(() => history.length);
        const meanwhile = await window.evaluate(() => {
            const form = /** @type {HTMLFormElement} */ (document.querySelector('form[role=search]'));
            // nobody sees the answer to what is overtaken
            for (const query of ['곰팡이', '환불']) {
                form.elements.q.value = query;
                form.requestSubmit();
            }
            return [location.href, document.title];
        });
        assert.deepEqual(meanwhile, [address, title]);
        await window.waitForURL((url) => url.searchParams.get('q') === '환불', { waitUntil: 'commit' });
        assert.match(await window.title(), /^환불 · 찾기 · /);
        assert.equal(await window.evaluate(() => history.length), entries + 1);
        await window.goBack();
        await window.waitForFunction((title) => document.title === title, title);
        assert.equal(window.url(), address);
    });

    test('says that a file did not load, and tries again', async () => {
        const window = await openReader(browser, DESKTOP, site);
        let online = false;
        await window.route(QUESTIONS, (route) => (online ? route.fallback() : route.abort()));
        await window.goto(`${server.origin}/search/?q=%ED%99%98%EB%B6%88`);
        const retry = window.getByRole('button', { name: '다시 찾기' });
        await retry.click();
        await told(window, /불러오지 못했습니다/);
        online = true;
        await retry.click();
        await found(window).first().waitFor();
        assert.equal(await retry.count(), 0);
        assert.ok(
            await found(window)
                .first()
                .locator('a')
                .evaluate((link) => link === document.activeElement),
        );
    });

    test('says that more did not load, keeps what is there, and tries again', async () => {
        const window = await readerAt('/search/?q=%EB%B0%94%ED%80%B4%EB%B2%8C%EB%A0%88');
        await found(window).first().waitFor();
        let online = false;
        await window.route(QUESTIONS, (route) => (online ? route.fallback() : route.abort()));
        await window.getByRole('button', { name: '더 보기' }).click();
        await told(window, /불러오지 못했습니다/);
        assert.equal(await found(window).count(), 10);
        online = true;
        await window.getByRole('button', { name: '다시 찾기' }).click();
        await found(window).nth(10).waitFor();
    });

    test('says that its own scripts did not load', async () => {
        const window = await openReader(browser, DESKTOP, site);
        let online = false;
        await window.route('**/page.js', (route) => (online ? route.continue() : route.abort()));
        await window.goto(`${server.origin}/search/?q=%ED%99%98%EB%B6%88`);
        await window.getByText('불러오지 못했습니다').waitFor();
        online = true;
        await window.getByRole('button', { name: '다시 찾기' }).click();
        await found(window).first().waitFor();
    });
});

describe('what is found can be read by everyone', { concurrency: 2 }, () => {
    for (const view of [PHONE, PHONE_IN_THE_DARK, DESKTOP, DESKTOP_IN_THE_DARK]) {
        test(`a list, ${view.name}`, async () => {
            for (const address of ['/', '/q/7/']) {
                const window = await openReader(browser, view, site);
                const visited = await visit(window, server.origin, address);
                await fieldOf(window).pressSequentially('바퀴벌레');
                await list(window).waitFor();
                await window.keyboard.press('ArrowDown');
                await settled(window);
                expectNone(await findings(WITH_A_LIST, visited), `${address}, ${view.name}`);
            }
        });

        for (const [what, query] of [
            ['results', '?q=%EB%B0%94%ED%80%B4%EB%B2%8C%EB%A0%88'],
            ['a corrected query', '?q=ghksqnf'],
            ['no results', '?q=nothere&year=2021'],
        ]) {
            test(`${what}, ${view.name}`, async () => {
                const window = await openReader(browser, view, site);
                const visited = await visit(window, server.origin, `/search/${query}`);
                await window
                    .locator('[data-search=outcome] [data-say]')
                    .first()
                    .waitFor({ state: 'attached' });
                await settled(window);
                expectNone(await findings(IN_EVERY_VIEW, visited), `${query}, ${view.name}`);
            });
        }
    }

    test('a list is as wide as its form, and within the window', async () => {
        for (const view of [PHONE, DESKTOP]) {
            const window = await readerWhoTyped('/q/7/', '바퀴벌레', view);
            const [form, shown] = await Promise.all([
                window.locator('form[role=search]').boundingBox(),
                list(window).boundingBox(),
            ]);
            assert.ok(form && shown);
            assert.ok(Math.abs(form.width - shown.width) < 1 && shown.x >= 0);
            assert.ok(shown.x + shown.width <= (window.viewportSize()?.width ?? 0));
        }
    });

    test('what is chosen is seen in forced colours', async () => {
        const forced = {
            name: 'forced colours',
            options: { ...DESKTOP.options, forcedColors: /** @type {const} */ ('active') },
        };
        const window = await readerWhoTyped('/', '바퀴벌레', forced);
        await window.keyboard.press('ArrowDown');
        const outline = await window
            .locator('[aria-selected=true]')
            .evaluate((option) => parseFloat(getComputedStyle(option).outlineWidth));
        assert.ok(outline >= 2);
    });
});
