/**
 * An engine that stands in for `search.js`: it finds the questions of one file that contain every word, so that what
 * readers meet can be tested whatever the index is like.
 *
 * It keeps to what it is asked for by these: `ghksqnf` is 환불 on another keyboard, 바뀌벌래 is misspelt, and a query
 * with 느린 is answered late, also when nobody waits for the answer any more.
 */

/** How late an answer can be, in milliseconds. */
const LATE = 700;

/** @type {Record<string, { understood: string, by: string }>} */
const MISTAKES = {
    ghksqnf: { understood: '환불', by: 'keyboard' },
    바뀌벌래: { understood: '바퀴벌레', by: 'spelling' },
    nothere: { understood: '없는말', by: 'keyboard' },
};

export class Search {
    /** @param {string} base */
    constructor(base) {
        this.base = base;
    }

    /**
     * @param {string} query
     * @param {{ limit?: number, offset?: number, exact?: boolean, category?: string, year?: string }} options
     */
    async ask(query, { limit = 10, offset = 0, exact = false, category = '', year = '' } = {}) {
        const { understood, by } = (!exact && MISTAKES[query]) || { understood: query, by: '' };
        // a syllable that is being typed is left out
        const words = understood
            .replace(/[ㄱ-ㅎ]$/, '')
            .replace('느린', '')
            .split(/\s+/)
            .filter(Boolean)
            .sort((one, other) => other.length - one.length);
        const found = (await this.questions()).filter(
            (question) =>
                words.length > 0 &&
                words.every((word) => (question.title + question.snippet).includes(word)) &&
                (question.category + '/').startsWith(category && category + '/') &&
                question.date.startsWith(year),
        );
        if (query.includes('느린')) {
            await late(LATE);
        }
        const results = found.slice(offset, offset + limit);
        const more = offset + limit < found.length;
        return { query, understood, by, words, total: found.length, results, more };
    }

    /** @returns {Promise<{ title: string, snippet: string, category: string, date: string }[]>} */
    async questions() {
        const address = this.base + 'questions.json';
        const response = await fetch(address).catch(() => undefined);
        if (!response?.ok) {
            throw new LoadError(address);
        }
        return response.json();
    }
}

/** @param {number} time in milliseconds */
function late(time) {
    return new Promise((resolve) => setTimeout(resolve, time));
}

class LoadError extends Error {}
