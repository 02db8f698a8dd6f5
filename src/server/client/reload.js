/** The page's news: keeps an open page as new as the site it came from. */

import { Overlay } from './overlay.js';
import { Sent, tidy, versionIn } from './renewal.js';

/**
 * @import { Note } from './overlay.js'
 *
 * @typedef {object} News how all is; whoever missed some needs the newest alone
 * @property {number} version of the site that is shown now
 * @property {{ from: string, to: string }[] | null} styles the only difference to the version before, if it is that
 * @property {Note} note
 */

const PLACE = 'mundap-place';

const overlay = new Overlay();

/** The version that this page came with. */
let version = versionIn(import.meta.url);

/** The page as it was sent in that version. */
let sent = Sent.now();

/** What is done one after the other. */
let done = Promise.resolve();

/** @type {EventSource | undefined} */
let source;

/** @param {News} news */
async function take(news) {
    if (news.version > version) {
        const isOnlyStyle = news.styles && news.version === version + 1;
        await (isOnlyStyle ? restyle(news) : renew(news));
    }
    overlay.show(news.note);
}

/** Changes in the page what is new in it; loads it again where that cannot be done. @param {News} news */
async function renew(news) {
    const before = await sent;
    sent = Sent.now();
    const after = await sent;
    const isNewest = before?.version === version && after && after.version >= news.version;
    if (isNewest && before.turnInto(after)) {
        version = after.version;
    } else {
        reload();
    }
}

/** @param {News} news */
function restyle(news) {
    version = news.version;
    sent = Sent.now();
    news.styles?.forEach(exchange);
}

/**
 * Puts a style sheet in another's place, once it is there: a page without style would flash.
 *
 * @param {{ from: string, to: string }} sheet
 */
function exchange({ from, to }) {
    for (const link of document.querySelectorAll('link[rel~="stylesheet"]')) {
        if (link instanceof HTMLLinkElement && new URL(link.href).pathname === from) {
            const next = /** @type {HTMLLinkElement} */ (link.cloneNode());
            // one that keeps its name would be taken from memory
            next.href = `${to}?version=${version}`;
            next.addEventListener('load', () => link.remove());
            link.after(next);
        }
    }
}

function reload() {
    sessionStorage.setItem(PLACE, JSON.stringify({ href: location.href, x: scrollX, y: scrollY }));
    location.reload();
}

/** Goes back to where the reader was before the page was loaded again. */
function restore() {
    const place = JSON.parse(sessionStorage.getItem(PLACE) ?? 'null');
    sessionStorage.removeItem(PLACE);
    if (place?.href === location.href) {
        scrollTo({ left: place.x, top: place.y, behavior: 'instant' });
    }
}

function listen() {
    source?.close();
    source = new EventSource(new URL('events', import.meta.url));
    source.addEventListener('message', (event) => {
        // what fails once must not keep all later news away
        done = done.then(() => take(JSON.parse(event.data))).catch(reload);
    });
    source.addEventListener('error', () => {
        if (source?.readyState === EventSource.CLOSED) {
            returnLater();
        }
    });
}

/** Another run of the server has another address for its news: the page has to be loaded again for it. */
function returnLater() {
    setTimeout(async () => {
        const answer = await fetch(location.href, { method: 'HEAD' }).catch(() => undefined);
        if (answer) {
            reload();
        } else {
            returnLater();
        }
    }, 1000);
}

/** Browsers open six connections to a host; a page that nobody sees is not to hold one of them. */
function attend() {
    if (document.hidden) {
        source?.close();
    } else {
        listen();
    }
}

restore();
tidy();
attend();
document.addEventListener('visibilitychange', attend);
addEventListener('pagehide', () => source?.close());
addEventListener('pageshow', (event) => event.persisted && attend());
