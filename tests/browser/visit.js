/** A visit: a page opened by a reader, with everything that the browser said and asked for on the way. */

/** @import { ConsoleMessage, JSHandle, Page, Request, Response } from 'playwright-core' */
/** @import { Watch } from './watch.js' */

/**
 * @typedef {object} Visit
 * @property {Page} page
 * @property {JSHandle<Watch>} watch what was written down inside the page
 * @property {string} origin of the site
 * @property {string} address
 * @property {Response} response to the page itself
 * @property {{ level: string, text: string, from: string }[]} messages on the console, errors and warnings only
 * @property {{ url: string, failure: string | undefined }[]} requests, each with what went wrong
 */

/**
 * Opens an address in a window and waits until the page has settled. The visit ends with the next one in that window.
 *
 * @param {Page} page
 * @param {string} origin
 * @param {string} address
 * @returns {Promise<Visit>}
 */
export async function visit(page, origin, address) {
    page.removeAllListeners();
    /** @type {Visit['messages']} */
    const messages = [];
    /** @type {Visit['requests']} */
    const requests = [];
    /** What was asked for since the page itself was: what the page before it still waited for is not of this visit.
     * @type {Set<Request>} */
    const asked = new Set();
    const url = `${origin}${address}`;
    page.on('console', (message) => messages.push(...complaint(message, url)));
    page.on('pageerror', (error) =>
        messages.push({ level: 'uncaught error', text: error.message, from: url }),
    );
    page.on('response', (response) => asked.has(response.request()) && requests.push(answered(response)));
    page.on('request', (request) => {
        if (request.isNavigationRequest()) {
            asked.clear();
        }
        asked.add(request);
    });
    page.on('requestfailed', (request) => {
        if (asked.has(request)) {
            requests.push({ url: request.url(), failure: request.failure()?.errorText ?? 'failed' });
        }
    });
    const response = await page.goto(url, { waitUntil: 'load' });
    if (!response) {
        throw new Error(`${address} was not answered`);
    }
    await settled(page);
    const watch = await page.evaluateHandle(
        () => /** @type {{ watched: Watch }} */ (/** @type {unknown} */ (globalThis)).watched,
    );
    return { page, watch, origin, address, response, messages, requests };
}

/**
 * Waits until what has been loaded or changed is laid out and painted.
 *
 * @param {Page} page
 */
export async function settled(page) {
    await page.evaluate(async () => {
        await document.fonts.ready;
        for (let frame = 0; frame < 2; frame += 1) {
            await new Promise((resolve) => requestAnimationFrame(resolve));
        }
        await new Promise((resolve) => setTimeout(resolve));
    });
}

/**
 * What a console message complains of.
 *
 * That the page itself is not found is no fault of the page's: the tests know which status it has to have. Nor is a
 * missing /favicon.ico: the browser asks once, at whichever page comes first. Icons have a test of their own.
 *
 * @param {ConsoleMessage} message
 * @param {string} url
 */
function complaint(message, url) {
    const from = message.location().url;
    const missing = /status of 404/.test(message.text()) && (from === url || from.endsWith('/favicon.ico'));
    if (missing || !['error', 'warning'].includes(message.type())) {
        return [];
    }
    return [{ level: message.type(), text: message.text(), from }];
}

/** @param {Response} response */
function answered(response) {
    const wrong = response.status() >= 400 && !response.request().isNavigationRequest();
    return { url: response.url(), failure: wrong ? `status ${response.status()}` : undefined };
}
