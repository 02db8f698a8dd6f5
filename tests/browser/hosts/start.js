/** nginx and Apache, set up as the README says and listening on a free port of this machine. */

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

const README = path.resolve(import.meta.dirname, '../../../README.md');

/** What the README's settings call the folder of the site. */
const SITE = '/var/www/site';

/** Where Debian keeps Apache's modules. */
const MODULES = '/usr/lib/apache2/modules';

/** The modules that Debian turns on, as far as they matter here, and the one that the README asks for. */
const MODULES_USED = ['mpm_event', 'authz_core', 'autoindex', 'dir', 'mime', 'headers'];

/** How long a server may take to listen, in milliseconds. */
const PATIENCE = 10_000;

/**
 * @typedef {object} Host
 * @property {string} name as the README's settings are named
 * @property {string} program
 * @property {string[]} needs files that have to be there
 * @property {(files: Files) => string} settings around those of the README
 * @property {(settings: string) => string[]} run the program's arguments, in front of the system's own settings
 */

/** @typedef {{ folder: string, port: number, snippet: string }} Files */

/** @type {Host[]} */
export const HOSTS = [
    {
        name: 'nginx',
        program: '/usr/sbin/nginx',
        needs: ['/etc/nginx/mime.types'],
        settings: ({ folder, port, snippet }) => `
            daemon off;
            pid ${folder}/pid;
            error_log ${folder}/log;
            events {}
            http {
                include /etc/nginx/mime.types;
                default_type application/octet-stream;
                access_log off;
                ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((use) => `${use}_temp_path ${folder}/${use};`).join(' ')}
                ${snippet.replace('server {', `server {\nlisten 127.0.0.1:${port};`)}
            }`,
        run: (settings) => ['-e', 'stderr', '-c', settings],
    },
    {
        name: 'apache',
        program: '/usr/sbin/apache2',
        needs: [`${MODULES}/mod_headers.so`, '/etc/mime.types'],
        settings: ({ folder, port, snippet }) => `
            ${MODULES_USED.map((name) => `LoadModule ${name}_module ${MODULES}/mod_${name}.so`).join('\n')}
            ServerName localhost
            Listen 127.0.0.1:${port}
            PidFile ${folder}/pid
            ErrorLog ${folder}/log
            DefaultRuntimeDir ${folder}
            User nobody
            Group nogroup
            TypesConfig /etc/mime.types
            DirectoryIndex index.html
            <Directory />
                Options Indexes FollowSymLinks
                Require all granted
            </Directory>
            <VirtualHost *:${port}>
                ${snippet}
            </VirtualHost>`,
        run: (settings) => ['-f', settings, '-D', 'FOREGROUND'],
    },
];

/**
 * What is missing to start a host.
 *
 * @param {Host} host
 */
export function missing({ program, needs }) {
    return [program, ...needs].filter((file) => !existsSync(file));
}

/**
 * Starts a host that serves the folder `site`.
 *
 * @param {Host} host
 * @param {string} site
 */
export async function start(host, site) {
    const folder = await mkdtemp(path.join(tmpdir(), `mundap-${host.name}-`));
    // the servers give up root's rights, and have to reach the site all the same
    await Promise.all([folder, path.dirname(site)].map((path) => chmod(path, 0o755)));
    const port = await freePort();
    const snippet = (await snippetOf(host.name)).replaceAll(SITE, site);
    const settings = path.join(folder, 'settings');
    await writeFile(settings, host.settings({ folder, port, snippet }));
    const server = spawn(host.program, host.run(settings), { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    server.stderr.on('data', (part) => (said += part));
    const origin = `http://127.0.0.1:${port}`;
    const close = async () => {
        const ended = new Promise((resolve) => server.on('exit', resolve));
        if (server.exitCode === null && server.kill()) {
            await ended;
        }
        await rm(folder, { recursive: true });
    };
    const end = Date.now() + PATIENCE;
    while (!(await fetch(origin).catch(() => undefined))) {
        if (server.exitCode !== null || Date.now() > end) {
            await close();
            throw new Error(`${host.name} does not listen: ${said}`);
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return { origin, close };
}

/**
 * The settings that the README gives for a host.
 *
 * @param {string} name
 */
async function snippetOf(name) {
    const part = (await readFile(README, 'utf8')).split(`<!-- server: ${name} -->`)[1]?.split('<!-- /server -->')[0];
    const snippet = /```\w+\n([^]*?)```/.exec(part ?? '')?.[1];
    if (!snippet) {
        throw new Error(`the README has no settings for ${name}`);
    }
    return snippet;
}

/** @returns {Promise<number>} */
function freePort() {
    return new Promise((resolve) => {
        const server = createServer().listen(0, '127.0.0.1', () => {
            const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
            server.close(() => resolve(port));
        });
    });
}
