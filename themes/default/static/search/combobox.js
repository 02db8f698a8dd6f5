/**
 * A combobox: a search field with a list of questions that fit what is being typed.
 *
 * It is the "Editable Combobox With List Autocomplete" of the ARIA Authoring Practices Guide: the focus stays in the
 * field, and the arrow keys choose what `aria-activedescendant` names.
 */

import { Search } from './search.js';
import { lang, Templates } from './template.js';

/** @import { Answer } from './search.js' */

/** How many questions the list offers. */
const OFFERED = 6;

/** How long nothing may happen before something is said aloud, in milliseconds. */
const QUIET = 600;

/** @param {HTMLFormElement} form */
export function wire(form) {
    new Combobox(form, new Search(form.getAttribute('action')));
}

export class Combobox {
    /** What the list offers; links, the last of which leads to all questions. @type {HTMLAnchorElement[]} */
    options = [];

    /** The position of the chosen option; -1 is the field itself. */
    chosen = -1;

    /**
     * @param {HTMLFormElement} form
     * @param {Search} search
     * @param {Templates} [templates] of this page, if it has some
     */
    constructor(form, search, templates) {
        this.form = form;
        this.search = search;
        this.templates = templates;
        /** @type {HTMLInputElement} */
        const field = (this.field = form.elements.q);
        field.addEventListener('input', () => this.suggest());
        field.addEventListener('keydown', (event) => this.press(event));
        field.addEventListener('blur', () => this.close());
        form.addEventListener('submit', () => this.close());
        // what was typed while this was on its way
        if (document.activeElement === field) {
            this.suggest();
        }
    }

    /** Offers what fits the field. A newer call, and closing the list, make an older one void. */
    async suggest() {
        this.asking?.abort();
        const { signal } = (this.asking = new AbortController());
        const query = this.field.value.trim();
        if (!query) {
            this.close();
            return;
        }
        try {
            const [answer, templates] = await Promise.all([
                this.search.ask(query, { limit: OFFERED, signal }),
                this.templates ?? Templates.load(this.form.getAttribute('action')),
            ]);
            this.templates = templates;
            if (!signal.aborted) {
                this.show(answer);
            }
        } catch {
            // the search page tells what is wrong
            if (!signal.aborted) {
                this.close();
            }
        }
    }

    /** @param {Answer} answer */
    show({ query, results, total, words }) {
        const { templates } = this;
        this.list ??= this.attach(templates.piece('suggestions'));
        const count = total.toLocaleString(lang);
        const values = { query, count, href: this.form.action + '?q=' + encodeURIComponent(query) };
        this.options = results.map((result) =>
            templates.piece('suggestion', templates.values(result), words),
        );
        if (total > 0) {
            this.options.push(templates.piece('suggest-all', values));
        }
        this.options.forEach((option, at) => (option.id = this.list.id + at));
        this.list.replaceChildren(...this.options);
        this.expand(total > 0);
        this.say(templates.piece(total > 0 ? 'suggested' : 'nothing', values).textContent);
    }

    /** Puts the list into the page. @param {HTMLElement} list */
    attach(list) {
        this.form.append(list);
        this.field.setAttribute('aria-controls', list.id);
        // the focus stays in the field when an option is pressed
        list.onmousedown = (event) => event.preventDefault();
        list.onclick = (event) => {
            // with these keys a link opens elsewhere
            if (!event.ctrlKey && !event.metaKey && !event.shiftKey && this.options.at(-1).contains(event.target)) {
                event.preventDefault();
                this.form.requestSubmit();
            }
            this.close();
        };
        return list;
    }

    /** @param {KeyboardEvent} event */
    press(event) {
        // keys belong to the input method while it composes a syllable; Safari sends the last of them afterwards
        if (event.isComposing || event.keyCode === 229 || event.altKey || event.ctrlKey || event.metaKey) {
            return;
        }
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        const { value } = this.field;
        if (step && value.trim()) {
            this.isOpen ? this.step(step) : this.suggest();
        } else if (event.key === 'Enter' && this.chosen >= 0) {
            this.options[this.chosen].click();
        } else if (event.key === 'Escape' && (value || this.isOpen)) {
            this.isOpen ? this.close() : this.clear();
        } else {
            // whoever moves the caret or types is back in the field
            this.choose(-1);
            return;
        }
        event.preventDefault();
    }

    get isOpen() {
        return this.list?.hidden === false;
    }

    /** Moves on, and from either end into the field. @param {number} by */
    step(by) {
        const stops = this.options.length + 1;
        this.choose(((this.chosen + 1 + by + stops) % stops) - 1);
    }

    /** @param {number} at */
    choose(at) {
        this.chosen = at;
        this.options.forEach((option, index) => (option.ariaSelected = String(index === at)));
        const option = this.options[at];
        if (option) {
            this.field.setAttribute('aria-activedescendant', option.id);
            option.scrollIntoView({ block: 'nearest' });
        } else {
            this.field.removeAttribute('aria-activedescendant');
        }
    }

    /** Opens or closes the list, with nothing chosen. @param {boolean} open */
    expand(open) {
        this.choose(-1);
        this.field.ariaExpanded = String(open);
        this.list.hidden = !open;
    }

    close() {
        this.asking?.abort();
        if (this.isOpen) {
            this.expand(false);
            this.say('');
        }
    }

    /** Empties the field, as people who type would. */
    clear() {
        this.field.value = '';
        this.field.dispatchEvent(new Event('input'));
    }

    /** @param {string} text */
    say(text) {
        clearTimeout(this.saying);
        const status = this.form.querySelector('[role="status"]');
        // what is the same as before would not be said again
        status.textContent = '';
        this.saying = setTimeout(() => (status.textContent = text), QUIET);
    }
}
