/** A page that stays open, and takes in what is new in it. */

/** What brings this very script: it is another in each version, and no part of the page. */
const CLIENT = `script[src^="${new URL('.', import.meta.url).pathname}"]`;

/** What has an effect that outlives it, so that only loading the page again brings its successor. */
const LASTING = 'script:not([type="application/ld+json"]), style, link[rel~="stylesheet"], base';

/** A page as the server sent it, before any script had a hand in it. */
export class Sent {
    /**
     * @param {Document} page
     * @param {number} version of the site that it is from
     */
    constructor(page, version) {
        this.page = page;
        this.version = version;
    }

    /**
     * The page that stands open, as the server sends it now.
     *
     * A request of this kind is the one way to read a page under `require-trusted-types-for 'script'`.
     *
     * @returns {Promise<Sent | undefined>}
     */
    static now() {
        return new Promise((resolve) => {
            const request = new XMLHttpRequest();
            request.open('GET', location.href);
            request.responseType = 'document';
            request.onloadend = () => resolve(request.response ? Sent.#of(request.response) : undefined);
            request.send();
        });
    }

    /** @param {Document} page */
    static #of(page) {
        const script = page.querySelector(CLIENT);
        script?.remove();
        return new Sent(page, script instanceof HTMLScriptElement ? versionIn(script.src) : NaN);
    }

    /**
     * Brings the open page from this state of it to the `next`, and touches nothing that is the same in both: what
     * scripts, scrolling and typing have made of it stays. Tells whether that could be done.
     *
     * @param {Sent} next
     */
    turnInto(next) {
        return (
            renew(this.page.head, next.page.head, document.head) && renew(this.page.body, next.page.body, document.body)
        );
    }
}

/** Takes the client's script away, which has run: the open page is to be like one that was sent. */
export function tidy() {
    document.querySelector(CLIENT)?.remove();
}

/** The version in the address of the client's script. @param {string} address */
export function versionIn(address) {
    return Number(new URL(address, location.href).searchParams.get('version'));
}

/**
 * Renews the smallest parts that differ.
 *
 * @param {Node} before
 * @param {Node} after
 * @param {Node} open what stands for `before` in the open page
 * @returns {boolean} whether it could
 */
function renew(before, after, open) {
    if (before.isEqualNode(after)) {
        return true;
    }
    const [old, next, now] = [before, after, open].map((node) => [...node.childNodes]);
    if (isAlike(before, after) && old.length === next.length && old.length === now.length) {
        return old.every((child, at) => renew(child, next[at], now[at]));
    }
    // a script may have changed this part, or be bound to it
    if (lasts(before) || lasts(after) || !open.isEqualNode(before)) {
        return false;
    }
    open.parentNode?.replaceChild(document.importNode(after, true), open);
    return true;
}

/** Whether two nodes with children differ in these alone. @param {Node} one @param {Node} other */
function isAlike(one, other) {
    return one.hasChildNodes() && one.cloneNode(false).isEqualNode(other.cloneNode(false));
}

/** @param {Node} node */
function lasts(node) {
    return node instanceof Element && (node.matches(LASTING) || node.querySelector(LASTING) !== null);
}
