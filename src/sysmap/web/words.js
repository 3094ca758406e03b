/** What the words of the file format are called on the page, and the sentences made of them. */

/** @type {Record<string, {sign: string, word: string, means: string}>} */
export const POLARITY = {
  positive: { sign: "+", word: "positive", means: "more leads to more" },
  negative: { sign: "−", word: "negative", means: "more leads to less" },
  mixed: { sign: "±", word: "mixed", means: "depends on the context" },
  unknown: { sign: "?", word: "not said", means: "nobody said which way" },
};

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
 * A label to stand within a sentence: one that changes the direction of writing is fenced in, so that it cannot turn the
 * words around it.
 *
 * @param {string} label
 */
export function fenced(label) {
  return /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufefc]/.test(label) ? `\u2068${label}\u2069` : label;
}

/**
 * @param {string} text
 * @returns {string} with its first letter large
 */
export function capital(text) {
  return text ? text[0].toUpperCase() + text.slice(1) : text;
}

/**
 * "a", "a and b", "a, b and c".
 *
 * @param {string[]} parts
 */
export function listed(parts) {
  if (parts.length < 2) return parts.join("");
  return `${parts.slice(0, -1).join(", ")} and ${parts[parts.length - 1]}`;
}

/**
 * "1 factor", "3 factors".
 *
 * @param {number} number
 * @param {string} one
 * @param {string} [many]
 */
export function counted(number, one, many) {
  return `${number.toLocaleString("en-GB")} ${number === 1 ? one : many || one + "s"}`;
}
