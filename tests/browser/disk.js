/** The disk: files of a built site, handed out as a server would. */

import { readFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * A fetch that finds the files of a folder. It keeps the addresses that it was asked for.
 *
 * @param {string} folder
 */
export function fetchFrom(folder) {
    /** @type {string[]} */
    const asked = [];
    const fetch = async (/** @type {string} */ address) => {
        asked.push(address);
        const file = path.join(folder, address.replace(/\?.*/, ''));
        return readFile(file).then(
            (bytes) => new Response(new Uint8Array(bytes)),
            () => new Response('', { status: 404 }),
        );
    };
    return Object.assign(fetch, { asked });
}
