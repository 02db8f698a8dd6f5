/**
 * A quiet page: one whose traffic nobody watches. A driver that is told of every request makes each take about twice as
 * long, so pages of its own are no place to take the time.
 */

/** @import { Browser, CDPSession } from 'playwright-core' */

export class QuietPage {
    #session;
    #name;
    #sent = 0;
    /** @type {Map<number, (answer: any) => void>} */
    #awaited = new Map();
    /** Called once a page has loaded. */
    #loaded = () => {};

    /** @param {CDPSession} session @param {string} name of the page's own session */
    constructor(session, name) {
        this.#session = session;
        this.#name = name;
        session.on('Target.receivedMessageFromTarget', ({ message }) => {
            const { id, method, ...said } = JSON.parse(message);
            if (method === 'Page.loadEventFired') this.#loaded();
            this.#awaited.get(id)?.(said);
            this.#awaited.delete(id);
        });
    }

    /**
     * A page with nothing in the cache, once it has loaded.
     *
     * @param {Browser} browser
     * @param {string} address
     */
    static async open(browser, address) {
        const session = await browser.newBrowserCDPSession();
        const { browserContextId } = await session.send('Target.createBrowserContext', { disposeOnDetach: true });
        const { targetId } = await session.send('Target.createTarget', { url: 'about:blank', browserContextId });
        const { sessionId } = await session.send('Target.attachToTarget', { targetId, flatten: false });
        const page = new QuietPage(session, sessionId);
        await page.#send('Security.setIgnoreCertificateErrors', { ignore: true });
        await page.#send('Emulation.setFocusEmulationEnabled', { enabled: true });
        await page.#send('Page.enable', {});
        const loaded = new Promise((resolve) => (page.#loaded = () => resolve(undefined)));
        await page.#send('Page.navigate', { url: address });
        await loaded;
        return page;
    }

    /**
     * What comes of calling a function in the page.
     *
     * @template T
     * @param {(value: any) => T | Promise<T>} call which knows nothing but the page
     * @param {unknown} [value]
     * @returns {Promise<T>}
     */
    async evaluate(call, value = null) {
        const expression = `(${call})(${JSON.stringify(value)})`;
        const said = await this.#send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
        if (said.exceptionDetails) throw new Error(said.exceptionDetails.exception.description);
        return said.result.value;
    }

    /** Closes it, and forgets what it kept. */
    close() {
        return this.#session.detach();
    }

    /** @param {string} method @param {object} params @returns {Promise<any>} */
    async #send(method, params) {
        const id = ++this.#sent;
        const message = JSON.stringify({ id, method, params });
        const { result, error } = await new Promise((resolve, reject) => {
            this.#awaited.set(id, resolve);
            this.#session.send('Target.sendMessageToTarget', { sessionId: this.#name, message }).catch(reject);
        });
        if (error) throw new Error(`${method}: ${error.message}`);
        return result;
    }
}
