/** Header rules: which response headers a `_headers` file asks static hosts for. */

/**
 * @typedef {object} HeaderRules
 * @property {(address: string) => Record<string, string>} for the headers of an address, by name in lower case
 */

/**
 * Reads a `_headers` file: a line with the pattern of an address, then indented lines with a header each.
 *
 * In a pattern, `*` stands for any text and `:name` for any part of a path. Of two rules that set the same header,
 * hosts send both values joined with a comma.
 *
 * @param {string} text
 * @returns {HeaderRules}
 */
export function headerRules(text) {
    /** @type {{ pattern: RegExp, headers: [string, string][] }[]} */
    const rules = [];
    for (const line of text.split(/\r?\n/).filter((line) => line.trim() && !line.trim().startsWith('#'))) {
        if (/^\s/.test(line)) {
            rules.at(-1)?.headers.push(header(line));
        } else {
            rules.push({ pattern: pattern(line.trim()), headers: [] });
        }
    }
    return { for: (address) => joined(rules.filter((rule) => rule.pattern.test(address))) };
}

/** @param {{ headers: [string, string][] }[]} rules */
function joined(rules) {
    /** @type {Record<string, string>} */
    const headers = {};
    for (const [name, value] of rules.flatMap((rule) => rule.headers)) {
        headers[name] = headers[name] ? `${headers[name]}, ${value}` : value;
    }
    return headers;
}

/**
 * @param {string} line
 * @returns {[string, string]}
 */
function header(line) {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
}

/** @param {string} written */
function pattern(written) {
    const escaped = written.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
    return new RegExp(`^${escaped.replace(/\*/g, '.*').replace(/:\w+/g, '[^/]+')}$`);
}
