/** What the words of the file format are called on the page. */

import { countText, say } from "./sentences.js";

/** @type {Record<string, {sign: string, word: string, means: string}>} */
export const POLARITY = Object.fromEntries(Object.entries({ positive: "+", negative: "−", mixed: "±", unknown: "?" })
  .map(([name, sign]) => [name, { sign, word: say(`sign.${name}`), means: say(`means.${name}`) }]));

/**
 * "1 factor", "3 factors".
 *
 * @param {number} number
 * @param {string} one
 * @param {string} [many]
 */
export function counted(number, one, many) {
  return countText(number, one, { many });
}
