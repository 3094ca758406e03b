/**
 * The map as questions walk it: factors as numbers in the order of their ids, and one step for each pair of joined
 * factors, however many links join them. The same as `sysmap.analysis.projection`.
 */

import { CLASS } from "./signs.js";

/**
 * @typedef {import("../types.js").Link} Link
 *
 * @typedef {Object} Step all links from one factor to another, the one that speaks for the step first
 * @property {number} from
 * @property {number} to
 * @property {Link[]} links the strongest first, then by id
 * @property {number} classes
 * @property {number} strength 0 where nobody said, else 1 weak to 3 strong
 * @property {boolean} group whether a link of a whole layer is among them
 *
 * @typedef {Object} Projection
 * @property {string[]} ids in order
 * @property {Map<string, number>} at
 * @property {number[][]} succ
 * @property {number[][]} pred
 * @property {(from: number, to: number) => Step} step of two joined factors
 * @property {Set<number>} planned factors that are only anticipated
 * @property {Map<number, Step>} selves links from a factor to itself: no step on any way
 */

/** @type {Record<string, number>} */
const STRENGTH = { weak: 1, medium: 2, strong: 3 };

/** @type {WeakMap<object, Projection>} */
const made = new WeakMap();

/**
 * @param {import("../model.js").Model} model
 * @returns {Projection}
 */
export function projectionOf(model) {
  let known = made.get(model);
  if (!known) {
    known = project(model);
    made.set(model, known);
  }
  return known;
}

/**
 * @param {import("../model.js").Model} model
 * @returns {Projection}
 */
function project(model) {
  const ids = [...model.order].sort();
  const at = new Map(ids.map((id, i) => [id, i]));
  const number = (/** @type {string} */ id) => /** @type {number} */ (at.get(id));
  /** @type {Map<number, Step>[]} */
  const steps = ids.map(() => new Map());
  /** @type {Map<number, Step>} */
  const selves = new Map();
  for (const arc of model.arcs) {
    const [from, to] = [number(arc.from), number(arc.to)];
    const place = from === to ? selves : steps[from];
    let step = place.get(to);
    if (!step) {
      step = { from, to, links: [], classes: 0, strength: 0, group: false };
      place.set(to, step);
    }
    step.links.push(arc.link);
    step.classes |= CLASS[arc.link.polarity];
    step.group = step.group || arc.group;
  }
  for (const step of [...steps.flatMap((row) => [...row.values()]), ...selves.values()]) {
    step.links.sort((a, b) => rank(b) - rank(a) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
    step.strength = rank(step.links[0]);
  }
  const succ = steps.map((row) => [...row.keys()].sort((a, b) => a - b));
  /** @type {number[][]} */
  const pred = ids.map(() => []);
  succ.forEach((row, i) => row.forEach((j) => pred[j].push(i)));
  const planned = new Set(ids.flatMap((id, i) => (model.factors[id].status === "anticipated" ? [i] : [])));
  return { ids, at, succ, pred, selves, planned, step: (from, to) => /** @type {Step} */ (steps[from].get(to)) };
}

/** @param {Link} link */
function rank(link) {
  return link.strength ? STRENGTH[link.strength] : 0;
}

/**
 * How many links each factor is away from the nearest start, following the arrows or (`up`) against them.
 *
 * @param {Projection} proj
 * @param {Iterable<number>} starts
 * @param {boolean} up
 * @param {number | null} most
 * @returns {Map<number, number>}
 */
export function distances(proj, starts, up, most) {
  const rows = up ? proj.pred : proj.succ;
  /** @type {Map<number, number>} */
  const found = new Map([...starts].map((start) => [start, 0]));
  const queue = [...found.keys()];
  for (let k = 0; k < queue.length; k++) {
    const next = /** @type {number} */ (found.get(queue[k])) + 1;
    if (most !== null && next > most) break;
    for (const there of rows[queue[k]]) {
      if (!found.has(there)) {
        found.set(there, next);
        queue.push(there);
      }
    }
  }
  return found;
}

/**
 * Groups of two or more factors that all influence each other, the largest first (Tarjan 1972, without recursion).
 *
 * @param {Projection} proj
 * @returns {number[][]}
 */
export function components(proj) {
  const count = proj.ids.length;
  const index = new Array(count).fill(-1);
  const low = new Array(count).fill(0);
  const onStack = new Array(count).fill(false);
  /** @type {number[]} */
  const stack = [];
  /** @type {number[][]} */
  const groups = [];
  let next = 0;
  for (let root = 0; root < count; root++) {
    if (index[root] >= 0) continue;
    const work = [[root, 0]];
    while (work.length) {
      const top = work[work.length - 1];
      const here = top[0];
      if (top[1] === 0) {
        index[here] = low[here] = next++;
        stack.push(here);
        onStack[here] = true;
      }
      let deeper = false;
      while (top[1] < proj.succ[here].length) {
        const there = proj.succ[here][top[1]++];
        if (index[there] < 0) {
          work.push([there, 0]);
          deeper = true;
          break;
        }
        if (onStack[there]) low[here] = Math.min(low[here], index[there]);
      }
      if (deeper) continue;
      work.pop();
      if (work.length) {
        const above = work[work.length - 1][0];
        low[above] = Math.min(low[above], low[here]);
      }
      if (low[here] === index[here]) {
        const group = [];
        for (;;) {
          const member = /** @type {number} */ (stack.pop());
          onStack[member] = false;
          group.push(member);
          if (member === here) break;
        }
        if (group.length > 1) groups.push(group.sort((a, b) => a - b));
      }
    }
  }
  return groups.sort((a, b) => b.length - a.length || a[0] - b[0]);
}
