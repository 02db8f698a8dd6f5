/** The overlay: what is wrong with the archive, over the last good page. */

/**
 * @typedef {object} Problem what the terminal shows too
 * @property {'error' | 'warning'} severity
 * @property {string} code
 * @property {string} message
 * @property {string | null} place file, line and column
 * @property {[string, string, string] | null} excerpt the source line: before, what is meant, and after
 * @property {string | null} help
 *
 * @typedef {object} Note
 * @property {number} errors how many there are
 * @property {number} warnings
 * @property {Problem[]} problems as many of them as anybody reads, errors first
 */

export class Overlay {
    /** @type {HTMLElement | undefined} */
    #host;

    /**
     * Shows every problem: errors in front of the page, warnings alone folded up in a corner. Clears all where
     * there is none.
     *
     * @param {Note} note
     */
    show(note) {
        this.#host?.remove();
        this.#host = undefined;
        if (note.problems.length === 0) {
            return;
        }
        const host = element('mundap-overlay');
        // a root of its own keeps the theme's styles and the overlay's apart
        const root = host.attachShadow({ mode: 'open' });
        const styles = document.createElement('link');
        styles.rel = 'stylesheet';
        styles.href = new URL('overlay.css', import.meta.url).href;
        root.append(styles, panel(note));
        document.documentElement.append(host);
        this.#host = host;
    }
}

/** @param {Note} note */
function panel(note) {
    const failed = note.errors > 0;
    const panel = document.createElement('details');
    panel.open = failed;
    panel.className = failed ? 'failed' : 'mild';
    panel.setAttribute('role', failed ? 'alert' : 'status');
    panel.append(element('summary', 'count', counted(note)), ...note.problems.map(report));
    const more = note.errors + note.warnings - note.problems.length;
    if (more > 0) {
        panel.append(element('p', 'help', `and ${more} more, in the terminal`));
    }
    return panel;
}

/** @param {Note} note */
function counted({ errors, warnings }) {
    const count = (/** @type {number} */ n, /** @type {string} */ severity) =>
        n === 0 ? [] : [n === 1 ? `1 ${severity}` : `${n} ${severity}s`];
    return [...count(errors, 'error'), ...count(warnings, 'warning')].join(', ');
}

/** @param {Problem} problem */
function report({ severity, code, message, place, excerpt, help }) {
    const report = element('section', severity);
    report.append(element('h2', 'title', `${severity}[${code}]: ${message}`));
    if (place) {
        report.append(element('p', 'place', place));
    }
    if (excerpt) {
        const [before, meant, after] = excerpt;
        const line = element('pre', 'excerpt', before);
        line.append(element('mark', 'meant', meant), after);
        report.append(line);
    }
    if (help) {
        report.append(element('p', 'help', `help: ${help}`));
    }
    return report;
}

/**
 * An element with text in it; never markup, as authors write what the messages quote.
 *
 * @param {string} tag
 * @param {string} [name] of its class
 * @param {string} [text]
 */
function element(tag, name = '', text = '') {
    const element = document.createElement(tag);
    element.className = name;
    element.textContent = text;
    return element;
}
