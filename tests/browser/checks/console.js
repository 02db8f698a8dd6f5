/** Nothing is complained of on the console. */

/** @type {import('../checks.js').Check} */
export function consoleMessages({ messages }) {
    return messages.map(({ level, text, from }) => ({
        rule: `console ${level}`,
        detail: `${text} (${from})`,
    }));
}
