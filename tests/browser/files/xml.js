/** XML files: well-formed, and valid by a schema of RELAX NG. */

import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { memoryPages, validateXML } from 'xmllint-wasm';

/** @import { Finding } from '../finding.js' */
/** @import { Text } from '../site.js' */

/** The entities that XML itself knows. */
const ENTITIES = new Map([
    ['lt', '<'],
    ['gt', '>'],
    ['quot', '"'],
    ['apos', "'"],
    ['amp', '&'],
]);

/**
 * What is wrong with files that are to be valid by the schema of that name.
 *
 * @param {'atom' | 'rss' | 'sitemap'} schema
 * @param {Text[]} files
 * @returns {Promise<Finding[]>}
 */
export async function invalidXml(schema, files) {
    const { errors } = await validateXML({
        // the validator keeps the files in one folder
        xml: files.map(({ address, text }) => ({ fileName: address.replaceAll('/', '~'), contents: text })),
        schema: await readFile(path.join(import.meta.dirname, `../schemas/${schema}.rng`), 'utf8'),
        extension: 'relaxng',
        maxMemoryPages: memoryPages.GiB,
    });
    return errors.map(({ rawMessage }) => ({
        rule: `not valid ${schema}`,
        detail: rawMessage.replaceAll('~', '/'),
    }));
}

/**
 * The texts of all elements of that name, their entities resolved.
 *
 * @param {string} xml well-formed
 * @param {string} name
 */
export function textsOf(xml, name) {
    const found = xml.matchAll(new RegExp(`<${name}(?: [^>]*)?>([^<]*)</${name}>`, 'g'));
    return Array.from(found, ([, text]) => resolved(text));
}

/** @param {string} text */
function resolved(text) {
    return text.replace(/&(\w+);/g, (entity, name) => ENTITIES.get(name) ?? entity);
}
