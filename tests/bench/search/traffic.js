/** Traffic: what a page and its workers received, file by file, counted as the browser's network panel does. */

/** @import { CDPSession, Page } from 'playwright-core' */

/** How long nothing may be under way before all has come, in milliseconds. */
const QUIET = 100;

/** How long a file may be under way. */
const PATIENCE = 30_000;

/**
 * A file that was received.
 *
 * @typedef {object} Received
 * @property {string} address its path
 * @property {number} bytes on the wire, headers included
 */

export class Traffic {
    /** The addresses of all requests. @type {Map<string, string>} */
    #sent = new Map();
    /** @type {Set<string>} */
    #underway = new Set();
    /** @type {Received[]} */
    #received = [];
    #changed = 0;
    /** The scripts of workers, of which the browser does not always tell when they are there. @type {Set<string>} */
    #workers = new Set();

    /** Watches a page that has loaded nothing yet. @param {Page} page */
    static async of(page) {
        const traffic = new Traffic();
        const session = await page.context().newCDPSession(page);
        session.on('Network.requestWillBeSent', (event) => traffic.#send(event));
        session.on('Network.loadingFinished', (event) => traffic.#finish(event));
        session.on('Network.loadingFailed', (event) => traffic.#finish(event));
        await session.send('Network.enable');
        await traffic.#watchWorkers(session);
        return traffic;
    }

    /**
     * What was received since this was asked last, once all has come; the scripts of workers are left out.
     *
     * @returns {Promise<Received[]>}
     */
    async settled() {
        this.#changed = Date.now();
        while (this.#awaited.length > 0 || Date.now() - this.#changed < QUIET) {
            if (Date.now() - this.#changed > PATIENCE) {
                throw new Error(`these never came: ${this.#awaited.join(' ')}`);
            }
            await new Promise((resolve) => setTimeout(resolve, QUIET / 5));
        }
        return this.#received.splice(0).filter(({ address }) => !this.#workers.has(address));
    }

    /** The addresses of what is under way. */
    get #awaited() {
        const addresses = Array.from(this.#underway, (id) => this.#sent.get(id) ?? '');
        return addresses.filter((address) => !this.#workers.has(address));
    }

    /**
     * A worker has a session of its own. Playwright hands none out, so messages are passed on by hand.
     *
     * @param {CDPSession} session
     */
    async #watchWorkers(session) {
        session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
            const say = (/** @type {number} */ id, /** @type {string} */ method) =>
                session
                    .send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) })
                    .catch(() => {}); // it may be gone
            if (targetInfo.type === 'worker') {
                this.#workers.add(new URL(targetInfo.url).pathname);
                say(1, 'Network.enable');
            }
            say(2, 'Runtime.runIfWaitingForDebugger');
        });
        session.on('Target.receivedMessageFromTarget', ({ message }) => {
            const { method, params } = JSON.parse(message);
            if (method === 'Network.requestWillBeSent') this.#send(params);
            if (method === 'Network.loadingFinished') this.#finish(params);
            if (method === 'Network.loadingFailed') this.#finish(params);
        });
        await session.send('Target.setAutoAttach', {
            autoAttach: true,
            waitForDebuggerOnStart: true,
            flatten: false,
        });
    }

    /** @param {{ requestId: string, request: { url: string } }} event */
    #send({ requestId, request }) {
        if (request.url.startsWith('https:')) {
            this.#sent.set(requestId, new URL(request.url).pathname);
            this.#underway.add(requestId);
            this.#changed = Date.now();
        }
    }

    /** @param {{ requestId: string, encodedDataLength?: number }} event */
    #finish({ requestId, encodedDataLength = 0 }) {
        const address = this.#sent.get(requestId);
        if (address !== undefined) {
            this.#received.push({ address, bytes: encodedDataLength });
            this.#underway.delete(requestId);
            this.#changed = Date.now();
        }
    }
}
