/**
 * The search page: what a query finds. The address says what was asked, so that it can be shared, and so that going
 * back leads to what was asked before.
 */

import { Combobox } from './combobox.js';
import { Search } from './search.js';
import { lang, Templates } from './template.js';

/** @import { Answer } from './search.js' */

/** How many questions are shown at first, and how many more each time. */
const STEP = 10;

/** How long typing has to pause before it is searched for, in milliseconds. */
const PAUSE = 150;

/** How long an answer may take before readers are told to wait, in milliseconds. */
const PATIENCE = 200;

/** How much of a long query is repeated in a title or a sentence. */
const REPEATED = 60;

/** @param {HTMLFormElement} form */
export function wire(form) {
    const search = new Search(form.getAttribute('action'));
    const templates = new Templates(document);
    const page = new Page(form, search, templates, new Combobox(form, search, templates));
    // what was typed while this was on its way comes before what the address says
    form.elements.q.value ? page.type() : page.restore();
}

class Page {
    title = document.title;

    /** The address of what was asked last by more than typing. */
    settled = location.href;

    /**
     * @param {HTMLFormElement} form
     * @param {Search} search
     * @param {Templates} templates
     * @param {Combobox} combobox
     */
    constructor(form, search, templates, combobox) {
        this.search = search;
        this.templates = templates;
        this.combobox = combobox;
        /** Query, category, year and whether it is exact. @type {(HTMLInputElement | HTMLSelectElement)[]} */
        this.fields = Array.from(form.elements).filter(({ name }) => name);
        form.elements.q.addEventListener('input', () => {
            form.elements.exact.value = '';
            clearTimeout(this.typing);
            this.typing = setTimeout(() => this.type(), PAUSE);
        });
        form.addEventListener('submit', (event) => {
            event.preventDefault();
            this.go(this.address({ exact: '' }));
            if (matchMedia('(pointer: coarse)').matches) {
                // the keyboard covers the answer
                form.elements.q.blur();
            }
        });
        part('results').addEventListener('change', () => this.go(this.address()));
        part('results').addEventListener('click', (event) => this.act(event));
        addEventListener('popstate', () => this.restore());
    }

    /** Asks what the address says, unless that is shown, and shows as many questions as it showed before. */
    restore() {
        this.settled = location.href;
        // a link to a place on the page changes no more than the hash
        if (location.search !== this.said) {
            this.go(location.href, Math.max(history.state, STEP));
        }
    }

    /** What is asked now, by the names of the fields. @returns {Record<string, string>} */
    get asked() {
        return Object.fromEntries(this.fields.map(({ name, value }) => [name, value.trim()]));
    }

    /** The address of what is asked now, or would be with other values. */
    address(other = {}) {
        const said = Object.entries({ ...this.asked, ...other }).filter(([, value]) => value);
        return location.pathname + (said.length > 0 ? '?' + new URLSearchParams(said) : '');
    }

    /** Asks what is typed; the address follows, and leaves no trace of it. */
    async type() {
        const address = this.address();
        if (await this.ask()) {
            history.replaceState(null, '', address);
            this.entitle();
        }
    }

    /**
     * Asks what an address says, and tells what comes of it. After that, as it takes the browser about as long, the
     * address becomes the page's, so that going back leads to the one before.
     *
     * @param {string} address
     * @param {number} [limit]
     */
    async go(address, limit) {
        clearTimeout(this.typing);
        const { href, searchParams } = new URL(address, location.href);
        for (const field of this.fields) {
            field.value = searchParams.get(field.name) ?? '';
            // where no option has that value, it is the empty one: all of them
            field.value ||= '';
        }
        if (!(await this.ask(0, limit))) {
            return;
        }
        this.say(part('outcome'));
        // what typing left there
        if (location.href !== this.settled) {
            history.replaceState(history.state, '', this.settled);
        }
        if (href !== this.settled) {
            history.pushState(null, '', href);
        }
        this.settled = href;
        this.entitle();
    }

    /** Says in the title what is asked, and remembers what the address says of it. */
    entitle() {
        this.said = location.search;
        const { q } = this.asked;
        document.title = (q && clip(q) + ' · ') + this.title;
    }

    /** @param {MouseEvent} event */
    act(event) {
        const control = event.target.closest('[data-do]');
        if (control?.href && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
            event.preventDefault();
            part('outcome').focus();
            this.go(control.href);
        } else if (control && !control.href) {
            this.more();
        }
    }

    /** Shows what comes next, and takes the reader there. */
    async more() {
        const shown = this.shown;
        await this.ask(shown);
        const next =
            part('items')?.children[shown]?.querySelector('a') ?? part('end')?.querySelector('button');
        (next ?? part('outcome')).focus();
    }

    /** How many questions are shown. */
    get shown() {
        return part('items')?.children.length ?? 0;
    }

    /**
     * Asks, and shows the answer. A newer call makes an older one void.
     *
     * @param {number} offset how many are shown already and stay
     * @param {number} limit
     * @returns {Promise<boolean>} whether there was no newer call
     */
    async ask(offset = 0, limit = STEP) {
        this.asking?.abort();
        const { signal } = (this.asking = new AbortController());
        const { q, category, year, exact } = this.asked;
        part('results').hidden = !q;
        part('ways').hidden = !!q;
        if (!q) {
            part('outcome').replaceChildren();
            return true;
        }
        part('outcome').ariaBusy = 'true';
        const waiting = setTimeout(() => signal.aborted || this.tell('loading', offset), PATIENCE);
        try {
            const options = { offset, limit, category, year, exact: !!exact, signal };
            const answer = await this.search.ask(q, options);
            signal.aborted || this.show(answer, offset);
        } catch {
            signal.aborted || this.tell('failed', offset);
        }
        clearTimeout(waiting);
        if (!signal.aborted) {
            part('outcome').ariaBusy = 'false';
        }
        return !signal.aborted;
    }

    /**
     * Shows an answer.
     *
     * @param {Answer} answer
     * @param {number} offset
     */
    show({ query, understood, by, words, total, results, more }, offset) {
        const { category, year } = this.asked;
        if (offset === 0) {
            const values = {
                query: clip(query),
                understood: clip(understood),
                corrected: !!by,
                exact: this.address({ exact: '1' }),
                count: total.toLocaleString(lang),
                narrowed: !!(category || year),
                wide: this.address({ category: '', year: '' }),
            };
            this.place(total > 0 ? 'found' : 'none', 0, values);
        }
        const categories = part('categories');
        categories?.append(...byNearness(categories.children, query));
        const items = results.map((result) => this.templates.piece('result', this.templates.values(result), words));
        part('items')?.append(...items);
        part('end')?.replaceChildren(...(more ? [this.templates.piece('more')] : []));
        if (this.shown > STEP) {
            history.replaceState(this.shown, '');
        }
    }

    /** Puts a template in the place of all questions, or where the next would come. */
    place(name, offset, values) {
        const place = part(offset > 0 ? 'end' : 'outcome');
        place.replaceChildren(this.templates.piece(name, values));
        return place;
    }

    /** @param {string} name of a template @param {number} offset */
    tell(name, offset) {
        this.say(this.place(name, offset));
    }

    /** Says aloud what is told in a part of the page. @param {Element} place */
    say(place) {
        const told = Array.from(place.querySelectorAll('[data-say]'), ({ textContent }) => textContent);
        this.combobox.say(told.join(' '));
    }
}

/** A part of the page by its name. @returns {HTMLElement | null} */
function part(name) {
    return document.querySelector('[data-search="' + name + '"]');
}

/** @param {string} query */
function clip(query) {
    const letters = Array.from(query);
    return letters.length > REPEATED ? letters.slice(0, REPEATED).join('') + '…' : query;
}

/**
 * Categories, those first whose names share most letters with the query.
 *
 * @param {Iterable<Element>} categories
 * @param {string} query
 */
function byNearness(categories, query) {
    const shared = ({ textContent }) =>
        new Set(textContent.match(/\p{L}/gu)?.filter((letter) => query.includes(letter))).size;
    return Array.from(categories).sort((a, b) => shared(b) - shared(a));
}
