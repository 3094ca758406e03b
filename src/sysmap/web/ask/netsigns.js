/**
 * Which way each factor of a part works: every sign that a way along the kept links can have. The same as
 * `sysmap.analysis.net_signs`.
 */

import { projectionOf } from "./projection.js";
import { M, N, P, U, times } from "./signs.js";

/** @type {Record<number, string>} */
const NAMES = { [P]: "positive", [N]: "negative", [M]: "depends", [U]: "not said" };

/**
 * @param {import("../model.js").Model} model
 * @param {import("./reach.js").Part} part what lies on one side of one factor
 * @param {boolean} up
 * @returns {Map<string, string>} positive, negative, depends, not said or open, by factor
 */
export function netSigns(model, part, up) {
  const proj = projectionOf(model);
  const start = /** @type {number} */ (proj.at.get(part.starts[0]));
  const number = (/** @type {string} */ id) => /** @type {number} */ (proj.at.get(id));
  const inside = new Set([...part.factors.keys()].map(number));
  const goingOn = new Set([start, ...[...part.factors].filter(([, steps]) => part.steps === null || steps < part.steps).map(([id]) => number(id))]);
  const rows = up ? proj.pred : proj.succ;
  /** @type {Map<number, number>} */
  const seen = new Map([[start, P]]);
  let fresh = new Map(seen);
  while (fresh.size) {
    /** @type {Map<number, number>} */
    const following = new Map();
    for (const [here, classes] of fresh) {
      if (!goingOn.has(here)) continue;
      for (const there of rows[here]) {
        if (there === start || !inside.has(there)) continue;
        const step = up ? proj.step(there, here) : proj.step(here, there);
        const added = times(classes, step.classes) & ~(seen.get(there) || 0);
        if (!added) continue;
        seen.set(there, (seen.get(there) || 0) | added);
        following.set(there, (following.get(there) || 0) | added);
      }
    }
    fresh = following;
  }
  return new Map([...part.factors.keys()].map((id) => [id, NAMES[seen.get(number(id)) || 0] || "open"]));
}
