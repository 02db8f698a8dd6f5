/** A page asks its own site alone, and gets what it asks for. */

/** @type {import('../checks.js').Check} */
export function requests({ requests, origin }) {
    const foreign = requests.filter(
        ({ url }) => !['data:', 'blob:', `${origin}/`].some((own) => url.startsWith(own)),
    );
    const failed = requests.filter(({ failure }) => failure);
    return [
        ...foreign.map(({ url }) => ({ rule: 'foreign request', detail: url })),
        ...failed.map(({ url, failure }) => ({ rule: 'failed request', detail: `${url}: ${failure}` })),
    ];
}
