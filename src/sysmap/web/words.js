/** What the words of the file format are called on the page. */

import { countText, say } from "./sentences.js";
import { signWord } from "./voices.js";

/** @type {Record<string, {sign: string, word: string, means: string}>} */
export const POLARITY = Object.fromEntries(Object.entries({ positive: "+", negative: "−", mixed: "±", unknown: "?" })
  .map(([name, sign]) => [name, { sign, word: say(`sign.${name}`), means: say(`means.${name}`) }]));

export const CONTESTED = { sign: "≠", word: say("sign.contested"), means: say("means.contested") };

/**
 * The sign of a link and what it is called; an open sign about which people disagree is contested.
 *
 * @param {import("./types.js").Link} link
 */
export function signOf(link) {
  return POLARITY[signWord(link)] || CONTESTED;
}

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
