/** What the words of the file format are called on the page. */

import { countText, say } from "./sentences.js";

/** @type {Record<string, {sign: string, word: string, means: string}>} */
export const POLARITY = Object.fromEntries(Object.entries({ positive: "+", negative: "−", mixed: "±", unknown: "?" })
  .map(([name, sign]) => [name, { sign, word: say(`sign.${name}`), means: say(`means.${name}`) }]));

/** A map and no plain object: people call a theme what they like, `constructor` too. */
const LONG = new Map(Object.entries({
  "in-place": "in place",
  anticipated: "anticipated (expected, not yet seen)",
  observed: "observed (there is evidence)",
  retired: "retired (kept for the record)",
  stated: "stated in the source",
  inferred: "inferred by the modeller",
  us: "within our control",
  influence: "we can influence it",
  none: "outside our control",
  "one-voice": "one voice",
  "causal-link": "about the causal link",
  association: "named together, no direction said",
  sequence: "one step before the other",
  feedback: "leads back to an earlier layer",
  "direct-influence": "direct influence",
  "indirect-influence": "indirect influence",
}));

/**
 * A word of the format as people say it.
 *
 * @param {string | undefined} word
 * @returns {string}
 */
export function plainWord(word) {
  if (!word) return "";
  return LONG.get(word) || word.replaceAll("-", " ");
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
