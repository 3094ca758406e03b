/**
 * Parts of a map that answer a question: what leads to a factor, what follows from it, what lies around it; for several
 * starting factors, everything any of them gives (union) or what all of them share (intersection). The same rules as
 * `sysmap.analysis.submaps`: a link is kept where it can be the next step of a way within the bound.
 */

import { distances, projectionOf } from "./projection.js";

/**
 * @typedef {"up" | "down" | "around"} Direction
 *
 * @typedef {Object} Part
 * @property {Map<string, number>} factors links from the nearest start, nearest first, then by id; the starts are not among them (in an intersection, those that all share are, at 0)
 * @property {string[]} starts
 * @property {Set<string>} links ids of the links kept
 * @property {Set<import("./projection.js").Step>} pairs the steps kept
 * @property {string[]} frontier factors at the bound from which the ways go on
 * @property {number | null} steps the most links gone; null for all the way
 * @property {Direction} direction
 * @property {"union" | "intersection"} combine of several starts
 * @property {string[]} loopsBack starts that influence themselves within the bound
 */

/**
 * @param {import("../model.js").Model} model
 * @param {Direction} direction
 * @param {string[]} starts ids
 * @param {number | null} steps most links; null for all the way
 * @returns {Part}
 */
export function reach(model, direction, starts, steps) {
  const proj = projectionOf(model);
  const numbers = starts.filter((id) => proj.at.has(id)).map((id) => /** @type {number} */ (proj.at.get(id)));
  const part = direction === "around" ? around(proj, starts, numbers, steps) : walked(proj, direction === "up", starts, numbers, steps);
  return { ...part, steps, direction, combine: "union" };
}

/**
 * Several starting factors asked one by one and laid over each other.
 *
 * @param {import("../model.js").Model} model
 * @param {Direction} direction
 * @param {string[]} starts
 * @param {number | null} steps
 * @param {"union" | "intersection"} combine
 * @returns {Part}
 */
export function reachOf(model, direction, starts, steps, combine) {
  if (combine === "union" || starts.length < 2) return reach(model, direction, starts, steps);
  const parts = starts.map((start) => reach(model, direction, [start], steps));
  const whole = parts.map((part) => new Set([...part.factors.keys(), ...part.starts]));
  const shared = [...whole[0]].filter((id) => whole.every((set) => set.has(id)));
  const kept = new Set(shared);
  /** @type {Map<string, number>} */
  const nearest = new Map();
  for (const part of parts) {
    for (const [id, distance] of part.factors) nearest.set(id, Math.min(distance, nearest.get(id) ?? Infinity));
  }
  for (const start of starts) nearest.set(start, 0);
  const factors = shared.sort((a, b) => (nearest.get(a) || 0) - (nearest.get(b) || 0) || (a < b ? -1 : 1));
  const proj = projectionOf(model);
  const pairs = [...parts[0].pairs].filter((step) => parts.every((part) => part.pairs.has(step)))
    .filter((step) => kept.has(proj.ids[step.from]) && kept.has(proj.ids[step.to]));
  return {
    factors: new Map(factors.map((id) => [id, nearest.get(id) || 0])),
    starts, pairs: new Set(pairs), links: linksOf(pairs), frontier: [], loopsBack: [], steps, direction, combine,
  };
}

/**
 * @param {import("./projection.js").Projection} proj
 * @param {boolean} up
 * @param {string[]} starts
 * @param {number[]} numbers
 * @param {number | null} steps
 */
function walked(proj, up, starts, numbers, steps) {
  const found = distances(proj, numbers, up, steps);
  const rows = up ? proj.pred : proj.succ;
  /** @type {Set<import("./projection.js").Step>} */
  const pairs = new Set();
  const frontier = [];
  for (const [i, distance] of found) {
    if (steps === null || distance < steps) {
      for (const j of rows[i]) pairs.add(up ? proj.step(j, i) : proj.step(i, j));
    } else if (rows[i].some((j) => !found.has(j))) {
      frontier.push(i);
    }
  }
  return part(proj, found, starts, numbers, pairs, frontier, looping(proj, numbers, steps));
}

/**
 * @param {import("./projection.js").Projection} proj
 * @param {string[]} starts
 * @param {number[]} numbers
 * @param {number | null} steps
 */
function around(proj, starts, numbers, steps) {
  const most = steps === null ? proj.ids.length : steps;
  const ups = distances(proj, numbers, true, most);
  const downs = distances(proj, numbers, false, most);
  const found = new Map([...ups]);
  for (const [i, distance] of downs) found.set(i, Math.min(distance, found.get(i) ?? Infinity));
  /** @type {Set<import("./projection.js").Step>} */
  const pairs = new Set();
  const frontier = [];
  for (const [i, distance] of found) {
    for (const j of proj.succ[i]) if (found.has(j)) pairs.add(proj.step(i, j));
    if (distance === most && [...proj.succ[i], ...proj.pred[i]].some((j) => !found.has(j))) frontier.push(i);
  }
  return part(proj, found, starts, numbers, pairs, frontier, looping(proj, numbers, null));
}

/**
 * @param {import("./projection.js").Projection} proj
 * @param {Map<number, number>} found
 * @param {string[]} starts
 * @param {number[]} numbers
 * @param {Set<import("./projection.js").Step>} pairs
 * @param {number[]} frontier
 * @param {number[]} loops
 */
function part(proj, found, starts, numbers, pairs, frontier, loops) {
  const own = new Set(numbers);
  const factors = [...found].filter(([i]) => !own.has(i)).sort((a, b) => a[1] - b[1] || a[0] - b[0]);
  const named = (/** @type {number[]} */ list) => list.sort((a, b) => a - b).map((i) => proj.ids[i]);
  return {
    factors: new Map(factors.map(([i, distance]) => [proj.ids[i], distance])),
    starts, pairs, links: linksOf(pairs), frontier: named(frontier), loopsBack: named(loops),
  };
}

/**
 * @param {Iterable<import("./projection.js").Step>} pairs
 * @returns {Set<string>}
 */
function linksOf(pairs) {
  return new Set([...pairs].flatMap((step) => step.links.map((link) => link.id)));
}

/**
 * @param {import("./projection.js").Projection} proj
 * @param {number[]} numbers
 * @param {number | null} most
 * @returns {number[]}
 */
function looping(proj, numbers, most) {
  if (most === 0) return [];
  return numbers.filter((start) => distances(proj, proj.succ[start], false, most === null ? null : most - 1).has(start));
}
