/** Nothing jumps while a page loads. */

/** What the shifts may come to. A tenth of what counts as good on the web: a page of text has no reason to shift. */
const LIMIT = 0.01;

/** @type {import('../checks.js').Check} */
export async function layoutShift({ watch }) {
    const shifts = await watch.evaluate((watch) => {
        watch.flush();
        return watch.shifts;
    });
    const total = shifts.reduce((sum, { value }) => sum + value, 0);
    return total < LIMIT
        ? []
        : shifts.map(({ value, selectors }) => ({
              rule: 'layout shift',
              selector: selectors.join(', '),
              detail: `shifts by ${value.toFixed(3)}`,
          }));
}
