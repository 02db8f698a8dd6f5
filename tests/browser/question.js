/** A question as its author wrote it: enough of it to tell which page shows what. */

/**
 * @typedef {object} Question
 * @property {string} address where its page is
 * @property {Map<string, string>} front the front matter's one-line values by key; of longer ones, the key alone
 * @property {string} body what follows the front matter
 */

/**
 * Reads a question file.
 *
 * @param {string} file its path below the folder of questions
 * @param {string} source
 * @returns {Question}
 */
export function question(file, source) {
    const [, head = '', ...body] = source.split(/^---\r?\n/m);
    const lines = head.matchAll(/^(\w+):[ \t]*(.*)$/gm);
    return {
        address: `/q/${key(file)}/`,
        front: new Map(Array.from(lines, ([, name, value]) => [name, value])),
        body: body.join('---\n'),
    };
}

/**
 * The key that a file's name begins with, or is: `00007-why-roaches-flip.md` is `7`.
 *
 * @param {string} file
 */
function key(file) {
    const name = file.replace(/^.*\//, '').replace(/\.md$/, '');
    const number = /^\d+/.exec(name);
    return number ? String(Number(number[0])) : name;
}
