/**
 * The search field of a page: says what it is, and fetches the rest once somebody is about to search. Without scripts
 * it is a form that leads to the search page.
 */

/** What the search page shows of a search, and in its place as long as there is none. */
const [outcome, results, ways] = ['outcome', 'results', 'ways'].map((name) =>
    document.querySelector('[data-search="' + name + '"]'),
);
const asked = results && new URLSearchParams(location.search).get('q')?.trim();

for (const form of document.querySelectorAll('form[role="search"]')) {
    const field = form.elements.q;
    // at once, so that a screen reader meets a combobox when the focus comes
    field.role = 'combobox';
    field.ariaAutoComplete = 'list';
    field.ariaExpanded = 'false';
    field.onfocus = field.oninput = () => wire(form);
    if (asked || document.activeElement === field) {
        wire(form);
    }
}

if (asked) {
    // before anything is painted, so that nothing jumps when the answer comes
    results.hidden = false;
    ways.hidden = true;
}

/** @param {HTMLFormElement} form */
async function wire(form) {
    const field = form.elements.q;
    field.onfocus = field.oninput = null;
    try {
        const part = await (results ? import('./page.js') : import('./combobox.js'));
        part.wire(form);
    } catch {
        field.oninput = () => wire(form);
        if (asked) {
            fail();
        }
    }
}

/** Says that the rest did not come. A new start is the one way to try again: browsers remember what failed. */
function fail() {
    outcome.replaceChildren(document.querySelector('[data-search="failed"]').content.cloneNode(true));
    outcome.onclick = () => location.reload();
}
