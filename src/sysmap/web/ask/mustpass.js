/**
 * What a way of influence relies on: the factors and links that every path passes, and the smallest sets whose loss cuts
 * all paths; of several smallest sets, one near the start. Exact on maps with loops, without any bound. Links are counted as
 * claims: one between layers once, each of several parallel ones by itself. The same as `sysmap.questions.must_pass`.
 */

import { distances, projectionOf } from "./projection.js";

/**
 * @typedef {Object} MustPass
 * @property {string} from
 * @property {string} to
 * @property {boolean} reachable
 * @property {string[]} factors in the order in which they are passed
 * @property {string[]} links the claims each of which alone carries every path
 * @property {string[] | null} cutFactors null where a link joins the two directly
 * @property {string[] | null} cutLinks null where finding them would take too long
 * @property {[string, string][]} pairs the steps that every path takes, as from and to
 * @property {[string, string][]} several those of them that more than one link states
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
  const none = { from, to, reachable: false, factors: [], links: [], cutFactors: [], cutLinks: [], pairs: [], several: [] };
  if (x === undefined || y === undefined || x === y) return none;
  const up = distances(proj, [y], true, null);
  if (!up.has(x)) return none;
  const { factors, steps } = passedByAll(proj, x, y, up);
  const direct = proj.succ[x].includes(y);
  const cutFactors = direct ? null : factors.length ? [factors[0]] : factorCut(proj, x, y);
  const claims = claimsOnTheWay(proj, x, y, up);
  const links = singleClaims(claims, x, y);
  const name = (/** @type {number} */ i) => proj.ids[i];
  const pair = (/** @type {[number, number]} */ [a, b]) => /** @type {[string, string]} */ ([name(a), name(b)]);
  return {
    from, to, reachable: true, factors: factors.map(name), links,
    cutFactors: cutFactors && cutFactors.map(name), cutLinks: links.length ? links.slice(0, 1) : claimCut(claims, x, y),
    pairs: steps.map(pair), several: steps.filter(([a, b]) => proj.step(a, b).links.length > 1).map(pair),
  };
}

/**
 * A step that lies on a way, with the ids of the links that state it.
 * @typedef {{from: number, to: number, links: string[]}} Claims
 */

/**
 * @param {import("./projection.js").Projection} proj
 * @param {number} x
 * @param {number} y
 * @param {Map<number, number>} up
 * @returns {Claims[]}
 */
function claimsOnTheWay(proj, x, y, up) {
  const down = [...distances(proj, [x], false, null).keys()].sort((a, b) => a - b);
  return down.filter((i) => up.has(i) && i !== y).flatMap((i) => proj.succ[i].filter((j) => up.has(j) && j !== x)
    .map((j) => ({ from: i, to: j, links: proj.step(i, j).links.map((link) => link.id) })));
}

/**
 * @param {Claims[]} claims
 * @param {number} x
 * @param {number} y
 * @returns {string[]}
 */
function singleClaims(claims, x, y) {
  const way = wayWithout(claims, x, y, null) || [];
  const alone = [...new Set(way.filter((step) => step.links.length === 1).map((step) => step.links[0]))];
  return alone.filter((link) => wayWithout(claims, x, y, link) === null);
}

/**
 * The steps of a shortest way once a claim is gone.
 * @param {Claims[]} claims
 * @param {number} x
 * @param {number} y
 * @param {string | null} gone
 * @returns {Claims[] | null}
 */
function wayWithout(claims, x, y, gone) {
  /** @type {Map<number, Claims[]>} */
  const onward = new Map();
  for (const step of claims) {
    if (!step.links.some((link) => link !== gone)) continue;
    const row = onward.get(step.from);
    if (row) row.push(step);
    else onward.set(step.from, [step]);
  }
  /** @type {Map<number, Claims | null>} */
  const came = new Map([[x, null]]);
  const queue = [x];
  for (let k = 0; k < queue.length; k++) {
    for (const step of onward.get(queue[k]) || []) {
      if (came.has(step.to)) continue;
      came.set(step.to, step);
      queue.push(step.to);
    }
  }
  if (!came.has(y)) return null;
  const way = [];
  for (let step = came.get(y); step; step = came.get(step.from)) way.push(step);
  return way.reverse();
}

/** The most sets of claims that are tried. */
const PATIENCE = 4000;

/**
 * The fewest claims whose loss leaves no way: for every set of those that stand for several steps, the rest is a smallest cut.
 * @param {Claims[]} claims
 * @param {number} x
 * @param {number} y
 * @returns {string[] | null}
 */
function claimCut(claims, x, y) {
  /** @type {Map<string, number>} */
  const steps = new Map();
  for (const { links } of claims) for (const link of links) steps.set(link, (steps.get(link) || 0) + 1);
  const spread = [...steps].filter(([, number]) => number > 1).map(([link]) => link).sort();
  const places = [...new Set(claims.flatMap((step) => [step.from, step.to]))].sort((a, b) => a - b);
  const at = new Map(places.map((factor, k) => [factor, k]));
  const everything = claims.reduce((sum, step) => sum + step.links.length, 1);
  const place = (/** @type {number} */ factor) => /** @type {number} */ (at.get(factor));
  /** @type {string[] | null} */
  let best = null;
  let tried = 0;
  for (let size = 0; size <= spread.length && (best === null || size < best.length); size++) {
    for (const gone of combinations(spread, size)) {
      if (++tried > PATIENCE) return null;
      const kept = claims.map((step) => ({ ...step, links: step.links.filter((link) => !gone.includes(link)) })).filter((step) => step.links.length);
      const arcs = kept.map((step) => /** @type {[number, number, number]} */ ([
        place(step.from), place(step.to), step.links.some((link) => spread.includes(link)) ? everything : step.links.length]));
      const cutAt = cut(places.length, place(x), place(y), arcs);
      if (cutAt.reduce((sum, k) => sum + arcs[k][2], 0) >= everything) continue;
      const found = [...gone, ...cutAt.map((k) => kept[k]).sort((a, b) => a.from - b.from || a.to - b.to).flatMap((step) => step.links)];
      if (best === null || found.length < best.length) best = found;
    }
  }
  return best || [];
}

/**
 * @param {string[]} list
 * @param {number} size
 * @returns {Generator<string[]>}
 */
function* combinations(list, size) {
  if (!size) {
    yield [];
    return;
  }
  for (let k = 0; k <= list.length - size; k++) for (const rest of combinations(list.slice(k + 1), size - 1)) yield [list[k], ...rest];
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
