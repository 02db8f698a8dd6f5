/**
 * English words: the stem that joins the forms of one, and which of them say nothing about a
 * subject. The program says the same of every word; its src/english.rs tells where the rules
 * come from, and why a word is common.
 */

/**
 * Endings and what stands for them, a longer one before those it ends in.
 *
 * @typedef {[RegExp, string][]} Endings
 */

/**
 * Words whose stem no rule finds.
 *
 * @type {Record<string, string>}
 */
const EXCEPTIONS = {
    __proto__: null,
    andes: 'andes',
    atlas: 'atlas',
    bias: 'bias',
    cosmos: 'cosmos',
    early: 'earli',
    gently: 'gentl',
    howe: 'howe',
    idly: 'idl',
    news: 'news',
    only: 'onli',
    singly: 'singl',
    skies: 'sky',
    skis: 'ski',
    sky: 'sky',
    ugly: 'ugli',
};

/** Beginnings after which R1 starts, wherever the vowels stand. */
const PREFIX = /^(arsen|commun|emerg|gener|inter|later|organ|past|univers)/;

/** What only looks like a verb with an ending. */
const NO_VERB = /^((exc|proc|succ)eed(ly)?|(cann|earr|even|herr|inn|out)ing)$/;

/** @type {Endings} */
const STEP_2 = [
    [/(iz)(ation|er)$/, '$1e'],
    [/(at)(ional|ion|or)$/, '$1e'],
    [/(tion)al$/, '$1'],
    [/(ful|ive|ous)ness$/, '$1'],
    [/(al|ent|ful|less|ous)li$/, '$1'],
    [/(al)(ism|iti)$/, '$1'],
    [/([ae]nc|a?bl)i$/, '$1e'],
    [/(iv)iti$/, '$1e'],
    [/biliti$/, 'ble'],
    [/(og)(ist|(?<=log)i)$/, '$1'],
    [/(?<=[cdeghkmnrt])li$/, ''],
];

/** @type {Endings} */
const STEP_3 = [
    [/(at)ional$/, '$1e'],
    [/(tion)al$/, '$1'],
    [/(al)ize$/, '$1'],
    [/(ic)(ate|iti|al)$/, '$1'],
    [/(ative|ness|ful)$/, ''],
];

/** @type {Endings} */
const STEP_4 = [
    [/(e?ment|[ae]nt|[ai]ble|[ae]nce|ate|(?<=[st])ion|ism|iti|ive|ize|ous|al|er|ic)$/, ''],
];

/** @type {Endings} */
const STEP_5 = [[/(e|(?<=l)l)$/, '']];

const COMMON = new Set('a about also although am an and any anybody anyone anything are as ask asking at be because been being but by can could dear did do does doing done else ever everybody everyone everything explain for from had has have having he hello her here hers herself hi him himself his how however i if im in into is it its itself ive just know knowing knows let like ll m many me much my myself need needed needs of on or ought our ours ourselves please possible quite re really regarding s shall she should so some somebody someone something such t tell than thank thanks that the their theirs them themselves then there these they this those though to too understand ve very want wanted wants was we were what whatever whats when where whether which while who whom whose why with wonder wondering would you your yours yourself yourselves'.split(' '));

/**
 * The stem that a word in lower case shares with its other forms, by Snowball's English rules.
 * What holds anything but a–z stays as it is.
 *
 * @param {string} word
 * @returns {string}
 */
export function stem(word) {
    if (!/^[a-z]{3,}$/.test(word)) return word;
    if (EXCEPTIONS[word]) return EXCEPTIONS[word];

    // on the way, a y that is a consonant is a capital
    word = word.replace(/(^|[aeiouy])y/g, '$1Y');
    const r1 = PREFIX.exec(word)?.[0].length ?? region(word, 0);
    const r2 = region(word, r1);

    word = withoutPlural(word);
    if (!NO_VERB.test(word)) word = withoutVerbEnding(word, r1);
    word = word.replace(/(.[^aeiouy])y$/, '$1i');
    word = replaced(word, STEP_2, r1);
    word = replaced(word, STEP_3, word.endsWith('ative') ? r2 : r1);
    word = replaced(word, STEP_4, r2);

    word = replaced(word, STEP_5, /e$/.test(word) && !isShort(word.slice(0, -1)) ? r1 : r2);
    return word.toLowerCase();
}

/**
 * Whether a word says nothing about the subject of a question, so that a query may do without it
 * as long as other words are left.
 *
 * @param {string} word
 */
export function isCommon(word) {
    return COMMON.has(word);
}

/** @param {string} word */
function withoutPlural(word) {
    if (/(sses|..ie[ds])$/.test(word)) return word.slice(0, -2);
    const isPlural = /ie[ds]$/.test(word) || (/[^us]s$/.test(word) && hasVowel(word.slice(0, -2)));
    return isPlural ? word.slice(0, -1) : word;
}

/**
 * A word without the ending of the past or the progressive.
 *
 * @param {string} word
 * @param {number} r1
 */
function withoutVerbEnding(word, r1) {
    if (/^[^aeiouy]ying$/.test(word)) return word[0] + 'ie';
    const [, root = '', ending] = /^(.*?)(eed|ed|ing)(ly)?$/.exec(word) ?? [];
    if (ending === 'eed') return root.length < r1 ? word : root + 'ee';
    if (!hasVowel(root)) return word;
    if (/(at|bl|iz)$/.test(root) || (root.length === r1 && isShort(root))) return root + 'e';
    return /^[aeo]..$/.test(root) ? root : root.replace(/([bdfgmnprt])\1$/, '$1');
}

/**
 * Puts what stands for the first of some endings that a word has in its place, unless it begins
 * before a region.
 *
 * @param {string} word
 * @param {Endings} endings
 * @param {number} region
 */
function replaced(word, endings, region) {
    for (const [ending, replacement] of endings) {
        const at = word.search(ending);
        if (at >= 0) return at < region ? word : word.replace(ending, replacement);
    }
    return word;
}

/**
 * Where the region begins behind the first consonant that follows a vowel, from a place on.
 *
 * @param {string} word
 * @param {number} start
 */
function region(word, start) {
    const at = word.slice(start).search(/[aeiouy][^aeiouy]/);
    return at < 0 ? word.length : start + at + 2;
}

/** @param {string} word */
function hasVowel(word) {
    return /[aeiouy]/.test(word);
}

/**
 * Whether a word ends in a short syllable.
 *
 * @param {string} word
 */
function isShort(word) {
    return /(^[aeiouy][^aeiouy]|[^aeiouy][aeiouy][^aeiouywxY]|past)$/.test(word);
}
