/**
 * What a chain of influence does to what it reaches: the same algebra as `sysmap.analysis.signs`.
 *
 * A set of what a step may say is a four-bit number: certain positive, certain negative, mixed, unknown. Along a chain
 * certain signs multiply; one mixed link makes it mixed, one unknown link unknown; parallel links are alternatives.
 */

export const P = 1;
export const N = 2;
export const M = 4;
export const U = 8;

/** @type {Record<string, number>} */
export const CLASS = { positive: P, negative: N, mixed: M, unknown: U };

/**
 * The set of a chain whose first part is `left` and whose second part is `right`.
 *
 * @param {number} left
 * @param {number} right
 */
export function times(left, right) {
  return PRODUCTS[left * 16 + right];
}

/** The product of every two sets: looked up, since answers multiply them by the hundred thousand. */
const PRODUCTS = Uint8Array.from({ length: 256 }, (_, at) => product(at >> 4, at & 15));

/**
 * @param {number} left
 * @param {number} right
 */
function product(left, right) {
  let total = 0;
  for (const a of [P, N, M, U]) {
    if (!(left & a)) continue;
    for (const b of [P, N, M, U]) {
      if (right & b) total |= a === U || b === U ? U : a === M || b === M ? M : a === b ? P : N;
    }
  }
  return total;
}

/**
 * The one word for a set: certain only if everything in it agrees.
 *
 * @param {number} classes
 * @returns {import("../types.js").Polarity}
 */
export function polarityOf(classes) {
  if (classes === P) return "positive";
  if (classes === N) return "negative";
  if (classes & M || (classes & (P | N)) === (P | N)) return "mixed";
  return "unknown";
}
