/**
 * Feedback loops that people named and stored in the file, checked against the links as they are now. The same as
 * `sysmap.analysis.stored_loops`.
 */

import { projectionOf } from "./projection.js";
import { M, N, P, U, times } from "./signs.js";

/**
 * @typedef {Object} StoredLoop
 * @property {string} id
 * @property {string} label
 * @property {string | undefined} said the kind that people said it is
 * @property {boolean} closed whether every step is there
 * @property {[string, string][]} missing the steps that are not
 * @property {string[]} kinds the kinds that its links allow now
 * @property {boolean} agrees whether it is closed and of the kind people said
 */

/**
 * @param {import("../model.js").Model} model
 * @returns {StoredLoop[]} in order of id
 */
export function storedLoops(model) {
  const proj = projectionOf(model);
  const classesOf = (/** @type {string} */ from, /** @type {string} */ to) => {
    const [a, b] = [proj.at.get(from), proj.at.get(to)];
    if (a === undefined || b === undefined) return 0;
    const step = a === b ? undefined : proj.step(a, b);
    return step ? step.classes : 0;
  };
  return Object.entries(model.document.map.loops || {}).sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, { label, kind: said, factors = [] }]) => {
    const steps = factors.map((from, i) => /** @type {[string, string]} */ ([from, factors[(i + 1) % factors.length]]));
    const missing = steps.filter(([from, to]) => !classesOf(from, to));
    const closed = steps.length > 0 && !missing.length;
    const classes = closed ? steps.reduce((total, [from, to]) => times(total, classesOf(from, to)), P) : 0;
    const kinds = [...new Set([P, N, M, U].filter((sign) => classes & sign).map((sign) => (sign === P ? "reinforcing" : sign === N ? "balancing" : "undetermined")))];
    return { id, label, said, closed, missing, kinds, agrees: closed && (!said || kinds.some((kind) => kind === said) || kinds.includes("undetermined")) };
  });
}
