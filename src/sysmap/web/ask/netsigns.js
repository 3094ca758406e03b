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
  const found = new Map(wanted.map((at) => [at, 0]));
  let differing = 0;
  const way = [{ at: start, classes: P, next: 0 }];
  const used = new Set([start]);
  let work = 0;
  while (way.length && differing < found.size) {
    const here = way[way.length - 1];
    if (here.next >= rows[here.at].length) {
      used.delete(here.at);
      way.pop();
      continue;
    }
    const there = rows[here.at][here.next];
    here.next += 1;
    if (used.has(there) || !inside.has(there)) continue;
    work += 1;
    if (work > MOST_WORK) return new Map();
    const classes = times(here.classes, sign(here.at, there));
    const known = found.get(there);
    if (known !== undefined) {
      found.set(there, known | classes);
      if ((!known || NAMES[known]) && !NAMES[known | classes]) differing += 1;
    }
    if (goingOn.has(there)) {
      way.push({ at: there, classes, next: 0 });
      used.add(there);
    }
  }
  return found;
}
