/** Links: whatever a page links to inside the site is there, and so is the part of the page that it names. */

/** @import { Finding } from '../finding.js' */
/** @import { Document } from './document.js' */

/**
 * The links of all documents that lead nowhere.
 *
 * @param {Document[]} documents
 * @param {string} url of the site, as it writes its own addresses
 * @param {(address: string) => boolean} exists whether there is a file at an address
 * @returns {Finding[]}
 */
export function deadLinks(documents, url, exists) {
    const ids = new Map(documents.map((document) => [document.address, new Set(document.ids)]));
    return documents.flatMap(({ address, links }) =>
        links.flatMap(({ selector, href }) => {
            const target = new URL(href, `${url}${address}`);
            const fragment = decodeURIComponent(target.hash.slice(1));
            if (target.origin !== url) {
                return [];
            }
            if (!exists(target.pathname)) {
                return [
                    {
                        rule: 'dead link',
                        selector: `${address} ${selector}`,
                        detail: `nothing is at ${href}`,
                    },
                ];
            }
            if (fragment && !ids.get(target.pathname)?.has(fragment)) {
                return [
                    {
                        rule: 'dead link',
                        selector: `${address} ${selector}`,
                        detail: `no element has the id of ${href}`,
                    },
                ];
            }
            return [];
        }),
    );
}

/**
 * The documents that lead on to another, and do not lead their readers there: readers whose browser does not go by
 * itself need a link, and one who has come to an address is not to be sent on twice.
 *
 * @param {Document[]} documents
 * @returns {Finding[]}
 */
export function deadEnds(documents) {
    const goesOn = new Set(documents.filter(({ leadsTo }) => leadsTo).map(({ address }) => address));
    return documents.flatMap(({ address, leadsTo, links }) => {
        if (!leadsTo) {
            return [];
        }
        const linked = links.some(({ selector, href }) => selector === 'a[href]' && href === leadsTo);
        return [
            ...(linked
                ? []
                : [{ rule: 'dead end', selector: address, detail: `it has no link to ${leadsTo}` }]),
            ...(goesOn.has(leadsTo)
                ? [{ rule: 'dead end', selector: address, detail: `${leadsTo} leads on as well` }]
                : []),
        ];
    });
}
