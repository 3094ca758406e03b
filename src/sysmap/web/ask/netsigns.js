/**
 * Which way each factor of a part works: every sign that a way along the kept links can have. The same as
 * `sysmap.analysis.net_signs`.
 */

import { projectionOf } from "./projection.js";
import { M, N, P, U, times } from "./signs.js";

/** @type {Record<number, string>} */
const NAMES = { [P]: "positive", [N]: "negative", [M]: "depends", [U]: "not said" };

/** How many beginnings of paths are looked at: as many as in Python, so that both say the same. */
const MOST_WORK = 50000;

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
  const unsettled = [...seen].filter(([at, classes]) => at !== start && !NAMES[classes]).map(([at]) => at);
  const sign = (/** @type {number} */ here, /** @type {number} */ there) => (up ? proj.step(there, here) : proj.step(here, there)).classes;
  const settled = signsOfPaths(rows, sign, start, inside, goingOn, unsettled);
  return new Map([...part.factors.keys()].map((id) => [id, NAMES[settled.get(number(id)) || seen.get(number(id)) || 0] || "open"]));
}

/**
 * The signs that paths to these factors have; nothing where the limit of work leaves them unsure.
 *
 * @param {number[][]} rows
 * @param {(here: number, there: number) => number} sign
 * @param {number} start
 * @param {Set<number>} inside
 * @param {Set<number>} goingOn
 * @param {number[]} wanted
 * @returns {Map<number, number>}
 */
function signsOfPaths(rows, sign, start, inside, goingOn, wanted) {
  // Plain arrays by the number of the factor: this looks at tens of thousands of beginnings of paths.
  const open = new Uint8Array(rows.length);
  for (const at of inside) open[at] = 1;
  const further = new Uint8Array(rows.length);
  for (const at of goingOn) further[at] = 1;
  const found = new Int16Array(rows.length).fill(-1);
  for (const at of wanted) found[at] = 0;
  /** @type {number[][]} the signs of the steps of each row */
  const signs = [];
  const next = new Int32Array(rows.length);
  const classes = new Uint8Array(rows.length);
  classes[start] = P;
  open[start] = 0;
  const way = [start];
  let [differing, work] = [0, 0];
  while (way.length && differing < wanted.length) {
    const here = way[way.length - 1];
    const row = rows[here];
    if (next[here] >= row.length) {
      next[here] = 0;
      if (here !== start) open[here] = 1;
      way.pop();
      continue;
    }
    const step = next[here]++;
    const there = row[step];
    if (!open[there]) continue;
    work += 1;
    if (work > MOST_WORK) return new Map();
    const known = signs[here] || (signs[here] = row.map((one) => (inside.has(one) ? sign(here, one) : 0)));
    const product = times(classes[here], known[step]);
    const before = found[there];
    if (before >= 0) {
      found[there] = before | product;
      if ((!before || NAMES[before]) && !NAMES[before | product]) differing += 1;
    }
    if (further[there]) {
      way.push(there);
      classes[there] = product;
      open[there] = 0;
    }
  }
  return new Map(wanted.map((at) => [at, found[at]]));
}
