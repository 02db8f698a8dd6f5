/** JSON feeds: valid by JSON Feed 1.1. */

/** @import { Finding } from '../finding.js' */
/** @import { Text } from '../site.js' */

const VERSION = 'https://jsonfeed.org/version/1.1';

/** RFC 3339: a time zone is a must. */
const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/;

/** @typedef {Record<string, any>} Members */

/** What must hold of a feed. @type {Record<string, (feed: Members) => boolean>} */
const FEED = {
    version: ({ version }) => version === VERSION,
    title: ({ title }) => isText(title),
    home_page_url: ({ home_page_url }) => isUrl(home_page_url),
    feed_url: ({ feed_url }) => isUrl(feed_url),
    language: ({ language }) => language === undefined || isText(language),
    items: ({ items }) => Array.isArray(items) && new Set(items.map(({ id }) => id)).size === items.length,
};

/** What must hold of each of its items. @type {Record<string, (item: Members) => boolean>} */
const ITEM = {
    id: ({ id }) => isText(id),
    url: ({ url }) => isUrl(url),
    title: ({ title }) => isText(title),
    content: ({ content_html, content_text }) => isText(content_html) || isText(content_text),
    date_published: ({ date_published }) => DATE.test(date_published),
    date_modified: ({ date_modified }) => date_modified === undefined || DATE.test(date_modified),
    authors: ({ authors }) => Array.isArray(authors) && authors.every(({ name }) => isText(name)),
    tags: ({ tags }) => tags === undefined || (Array.isArray(tags) && tags.every(isText)),
};

/**
 * What is wrong with a JSON feed.
 *
 * @param {Text} file
 * @returns {Finding[]}
 */
export function invalidJsonFeed({ address, text }) {
    const feed = parsed(text);
    if (!feed) {
        return [{ rule: 'not JSON', selector: address, detail: 'it cannot be parsed' }];
    }
    /** @type {Members[]} */
    const items = Array.isArray(feed.items) ? feed.items : [];
    const broken = [...breaches(FEED, feed), ...items.flatMap((item) => breaches(ITEM, item))];
    return broken.map((detail) => ({ rule: 'not a valid JSON feed', selector: address, detail }));
}

/**
 * @param {Record<string, (of: Members) => boolean>} rules
 * @param {Members} of
 */
function breaches(rules, of) {
    const broken = Object.keys(rules).filter((name) => !rules[name]?.(of));
    return broken.map((name) => `${name} of ${of.id ?? 'the feed'}`);
}

/** @param {string} text */
function parsed(text) {
    try {
        return /** @type {Members} */ (JSON.parse(text));
    } catch {
        return undefined;
    }
}

/** @param {unknown} value */
function isText(value) {
    return typeof value === 'string' && value.trim() !== '';
}

/** @param {unknown} value */
function isUrl(value) {
    return typeof value === 'string' && /^https?:\/\/\S+$/.test(value);
}
