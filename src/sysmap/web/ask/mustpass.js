/**
 * What a way of influence relies on: the factors and links that every path passes, and the smallest sets whose loss cuts
 * all paths; of several smallest sets, the one nearest the start. Exact on maps with loops, without any bound. The same as
 * `sysmap.analysis.must_pass`.
 */

import { distances, projectionOf } from "./projection.js";

/**
 * @typedef {Object} MustPass
 * @property {string} from
 * @property {string} to
 * @property {boolean} reachable
 * @property {string[]} factors in the order in which they are passed
 * @property {string[]} links
 * @property {string[] | null} cutFactors null where a link joins the two directly
 * @property {string[]} cutLinks
 * @property {[string, string][]} pairs the steps that every path takes, as from and to
 * @property {[string, string][]} cutPairs
 */

/**
 * @param {import("../model.js").Model} model
 * @param {string} from
 * @param {string} to
 * @returns {MustPass}
 */
export function mustPass(model, from, to) {
  const proj = projectionOf(model);
  const [x, y] = [proj.at.get(from), proj.at.get(to)];
  const none = { from, to, reachable: false, factors: [], links: [], cutFactors: [], cutLinks: [], pairs: [], cutPairs: [] };
  if (x === undefined || y === undefined || x === y) return none;
  const up = distances(proj, [y], true, null);
  if (!up.has(x)) return none;
  const { factors, steps } = passedByAll(proj, x, y, up);
  const direct = proj.succ[x].includes(y);
  const cutFactors = direct ? null : factors.length ? [factors[0]] : factorCut(proj, x, y);
  const cutSteps = steps.length ? steps.slice(0, 1) : stepCut(proj, x, y);
  const name = (/** @type {number} */ i) => proj.ids[i];
  const pair = (/** @type {[number, number]} */ [a, b]) => /** @type {[string, string]} */ ([name(a), name(b)]);
  return {
    from, to, reachable: true, factors: factors.map(name), links: linkIds(proj, steps),
    cutFactors: cutFactors && cutFactors.map(name), cutLinks: linkIds(proj, cutSteps),
    pairs: steps.map(pair), cutPairs: cutSteps.map(pair),
  };
}

/**
 * One shortest way is laid down; whatever every way passes lies on it. Walking along it, the farthest place at which a
 * detour comes back to the way is kept; a place that no detour jumps over is passed by all.
 *
 * @param {import("./projection.js").Projection} proj
 * @param {number} x
 * @param {number} y
 * @param {Map<number, number>} up
 */
function passedByAll(proj, x, y, up) {
  const way = [x];
  while (way[way.length - 1] !== y) {
    const here = way[way.length - 1];
    way.push(/** @type {number} */ (proj.succ[here].find((j) => up.get(j) === /** @type {number} */ (up.get(here)) - 1)));
  }
  const place = new Map(way.map((factor, k) => [factor, k]));
  const seen = new Set(way);
  let farthest = 0;
  /** @type {number[]} */
  const factors = [];
  /** @type {[number, number][]} */
  const steps = [];
  way.slice(0, -1).forEach((factor, k) => {
    if (k && farthest <= k) factors.push(factor);
    const stack = [factor];
    while (stack.length) {
      const here = /** @type {number} */ (stack.pop());
      for (const there of proj.succ[here]) {
        const at = place.get(there);
        if (at !== undefined) {
          if (at > farthest && !(here === factor && at === k + 1)) farthest = at;
        } else if (!seen.has(there) && up.has(there)) {
          seen.add(there);
          stack.push(there);
        }
      }
    }
    if (farthest <= k) steps.push([factor, way[k + 1]]);
  });
  return { factors, steps };
}

/**
 * @param {import("./projection.js").Projection} proj
 * @param {number} x
 * @param {number} y
 * @returns {[number, number][]}
 */
function stepCut(proj, x, y) {
  /** @type {[number, number][]} */
  const arcs = [];
  proj.succ.forEach((row, i) => row.forEach((j) => arcs.push([i, j])));
  return cut(proj.ids.length, x, y, arcs.map(([a, b]) => [a, b, 1])).map((at) => arcs[at]).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
}

/**
 * Each factor is a door, from an entrance (an even place) to an exit (the next odd one), that lets one way through.
 *
 * @param {import("./projection.js").Projection} proj
 * @param {number} x
 * @param {number} y
 * @returns {number[]}
 */
function factorCut(proj, x, y) {
  const count = proj.ids.length;
  /** @type {[number, number, number][]} */
  const arcs = proj.ids.map((_, i) => [2 * i, 2 * i + 1, 1]);
  proj.succ.forEach((row, i) => row.forEach((j) => arcs.push([2 * i + 1, 2 * j, count])));
  return cut(2 * count, 2 * x + 1, 2 * y, arcs).sort((a, b) => a - b);
}

/**
 * The arcs of the smallest cut nearest the start (Ford & Fulkerson 1956), by their places in the list.
 *
 * @param {number} count places
 * @param {number} start
 * @param {number} end
 * @param {[number, number, number][]} arcs from, to, how many ways it lets through
 * @returns {number[]}
 */
function cut(count, start, end, arcs) {
  /** @type {{to: number, room: number, back: number, arc: number}[][]} */
  const rows = Array.from({ length: count }, () => []);
  arcs.forEach(([a, b, room], arc) => {
    rows[a].push({ to: b, room, back: rows[b].length, arc });
    rows[b].push({ to: a, room: 0, back: rows[a].length - 1, arc: -1 });
  });
  for (;;) {
    /** @type {([number, number] | null)[]} */
    const from = new Array(count).fill(null);
    const queue = [start];
    const seen = new Uint8Array(count);
    seen[start] = 1;
    for (let k = 0; k < queue.length && !seen[end]; k++) {
      rows[queue[k]].forEach((edge, at) => {
        if (edge.room > 0 && !seen[edge.to]) {
          seen[edge.to] = 1;
          from[edge.to] = [queue[k], at];
          queue.push(edge.to);
        }
      });
    }
    if (!seen[end]) {
      return rows.flatMap((row, i) => row.filter((edge) => edge.arc >= 0 && seen[i] && !seen[edge.to]).map((edge) => edge.arc));
    }
    for (let here = end; here !== start;) {
      const [before, at] = /** @type {[number, number]} */ (from[here]);
      const edge = rows[before][at];
      edge.room -= 1;
      rows[edge.to][edge.back].room += 1;
      here = before;
    }
  }
}

/**
 * @param {import("./projection.js").Projection} proj
 * @param {[number, number][]} steps
 */
function linkIds(proj, steps) {
  return [...new Set(steps.flatMap(([a, b]) => proj.step(a, b).links.map((link) => link.id)))];
}
