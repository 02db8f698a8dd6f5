/** A host: serves a site as static hosts do today, over HTTP/2 and with text compressed. */

import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createSecureServer } from 'node:http2';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { gzipSync } from 'node:zlib';

import { headerRules } from '../../browser/header-rules.js';

/** What hosts compress. Of other types most are compressed already. @type {Record<string, string>} */
const TEXT = {
    '.css': 'text/css; charset=utf-8',
    '.html': 'text/html; charset=utf-8',
    '.js': 'text/javascript; charset=utf-8',
    '.json': 'application/json; charset=utf-8',
    '.svg': 'image/svg+xml',
    '.txt': 'text/plain; charset=utf-8',
    '.xml': 'application/xml; charset=utf-8',
};

/**
 * @typedef {object} Host
 * @property {string} origin where it listens, such as `https://127.0.0.1:43210`
 * @property {() => void} close
 */

/**
 * Serves a folder on a free port of this machine.
 *
 * @param {string} folder
 * @param {object} [options]
 * @param {boolean} [options.hasRules] whether to send the headers that the folder's `_headers` asks for
 * @param {Record<string, string>} [options.pages] HTML pages that are not in the folder, by address
 * @returns {Promise<Host>}
 */
export async function host(folder, { hasRules = true, pages = {} } = {}) {
    // beside the driver of the browser, which neither waits for a host nor lets one wait
    const worker = new Worker(new URL(import.meta.url), { workerData: { folder, hasRules, pages } });
    const [port] = await once(worker, 'message');
    return { origin: `https://127.0.0.1:${port}`, close: () => void worker.terminate() };
}

if (!isMainThread) {
    parentPort?.postMessage(await serve(workerData));
}

/** @param {{ folder: string, hasRules: boolean, pages: Record<string, string> }} site @returns {Promise<number>} the port */
async function serve({ folder, hasRules, pages }) {
    const rules = headerRules(hasRules ? readFileSync(path.join(folder, '_headers'), 'utf8') : '');
    /** @type {Map<string, Buffer>} */
    const compressed = new Map();
    const server = createSecureServer(certificate(), async (request, response) => {
        const address = decodeURIComponent(new URL(request.url, 'https://localhost').pathname);
        const file = `${address.slice(1)}${address.endsWith('/') ? 'index.html' : ''}`;
        const page = pages[address];
        const body = page ? Buffer.from(page) : await readFile(path.join(folder, file)).catch(() => undefined);
        const text = TEXT[path.extname(file)];
        const type = text ?? 'application/octet-stream';
        if (!body) {
            response.writeHead(404).end();
        } else if (text) {
            const packed = compressed.get(file) ?? gzipSync(body);
            compressed.set(file, packed);
            response.writeHead(200, { 'content-type': type, 'content-encoding': 'gzip', ...rules.for(address) });
            response.end(packed);
        } else {
            response.writeHead(200, { 'content-type': type, ...rules.for(address) }).end(body);
        }
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return /** @type {import('node:net').AddressInfo} */ (server.address()).port;
}

/** A certificate that nobody vouches for: browsers speak HTTP/2 under TLS alone. */
function certificate() {
    const folder = mkdtempSync(path.join(tmpdir(), 'mundap-host-'));
    const [key, cert] = ['key.pem', 'cert.pem'].map((name) => path.join(folder, name));
    const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
    try {
        execFileSync('openssl', ['req', ...kind, '-subj', '/CN=localhost', '-keyout', key, '-out', cert], {
            stdio: 'pipe',
        });
        return { key: readFileSync(key), cert: readFileSync(cert) };
    } finally {
        rmSync(folder, { recursive: true });
    }
}
