/** The checks: what must hold of every page. Each looks at a visit and tells what it finds. */

import { axe } from './checks/axe.js';
import { consoleMessages } from './checks/console.js';
import { keyboard } from './checks/keyboard.js';
import { layoutShift } from './checks/layout-shift.js';
import { motion } from './checks/motion.js';
import { policy } from './checks/policy.js';
import { print } from './checks/print.js';
import { reflow } from './checks/reflow.js';
import { requests } from './checks/requests.js';
import { textSize } from './checks/text-size.js';
import { width } from './checks/width.js';

/** @import { Finding } from './finding.js' */
/** @import { Visit } from './visit.js' */

/** @typedef {(visit: Visit) => Finding[] | Promise<Finding[]>} Check */

/** What holds at every width and in every colour scheme. The keyboard is last, since it changes what is focused.
 *
 * @type {Check[]}
 */
export const IN_EVERY_VIEW = [consoleMessages, requests, policy, layoutShift, width, axe, keyboard];

/** What is tried in a window that the check itself changes. @type {Check[]} */
export const IN_A_CHANGING_WINDOW = [motion, reflow, textSize, print];

/**
 * What the checks find, one after the other.
 *
 * @param {Check[]} checks
 * @param {Visit} visit
 */
export async function findings(checks, visit) {
    /** @type {Finding[]} */
    const found = [];
    for (const check of checks) {
        found.push(...(await check(visit)));
    }
    return found;
}
