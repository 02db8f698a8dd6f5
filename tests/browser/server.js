/** A server: serves files the way a static host does. It knows paths and bytes, nothing of the site. */

import { createServer } from 'node:http';
import path from 'node:path';

import { headerRules } from './header-rules.js';

/**
 * @typedef {object} Server
 * @property {string} origin where it listens, such as `http://127.0.0.1:43210`
 * @property {() => Promise<void>} close
 */

/** @typedef {(file: string) => Promise<Buffer | string | undefined>} Read */

/** @type {Record<string, string>} */
const TYPES = {
    '.bin': 'application/octet-stream',
    '.css': 'text/css; charset=utf-8',
    '.html': 'text/html; charset=utf-8',
    '.ico': 'image/x-icon',
    '.jpg': 'image/jpeg',
    '.js': 'text/javascript; charset=utf-8',
    '.json': 'application/json; charset=utf-8',
    '.md': 'text/markdown; charset=utf-8',
    '.mjs': 'text/javascript; charset=utf-8',
    '.png': 'image/png',
    '.svg': 'image/svg+xml',
    '.txt': 'text/plain; charset=utf-8',
    '.wasm': 'application/wasm',
    '.webp': 'image/webp',
    '.woff2': 'font/woff2',
    '.xml': 'application/xml; charset=utf-8',
};

/** How long pictures are held back: what did not keep room for one must be seen to jump. In milliseconds. */
const PICTURE_DELAY = 100;

/**
 * Serves files on a free port of this machine, with the headers that a `_headers` file among them asks for.
 *
 * @param {Read} read
 * @returns {Promise<Server>}
 */
export async function serve(read) {
    const rules = headerRules(String((await read('_headers')) ?? ''));
    const server = createServer(async (request, response) => {
        const address = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
        const { status, file, body } = await find(read, address);
        const type = TYPES[path.extname(file)] ?? 'application/octet-stream';
        if (type.startsWith('image/')) {
            await new Promise((resolve) => setTimeout(resolve, PICTURE_DELAY));
        }
        response.writeHead(status, { 'content-type': type, ...rules.for(address) }).end(body);
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
    const address = /** @type {import('node:net').AddressInfo} */ (server.address());
    return {
        origin: `http://127.0.0.1:${address.port}`,
        close: async () => {
            server.closeAllConnections();
            await new Promise((resolve) => server.close(resolve));
        },
    };
}

/**
 * What a static host answers: the file, a folder's `index.html`, or `404.html`.
 *
 * @param {Read} read
 * @param {string} address
 */
async function find(read, address) {
    const file = `${address.slice(1)}${address.endsWith('/') ? 'index.html' : ''}`;
    const body = await read(file);
    if (body !== undefined) {
        return { status: 200, file, body };
    }
    return { status: 404, file: '404.html', body: (await read('404.html')) ?? 'not found' };
}
