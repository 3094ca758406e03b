/**
 * Feedback loops within a length bound, the shortest first, then by ids; each from its first factor by id. Reinforcing
 * where a change comes back with the same sign, balancing with the opposite one, undetermined where a link on it has no
 * sign or depends on context. Where parallel links of opposite sign join two factors, the loop is there twice. The same as
 * `sysmap.analysis.loops`.
 */

import { chainOf } from "./chain.js";
import { components, projectionOf } from "./projection.js";
import { CLASS, M, N, P, U, times } from "./signs.js";

/**
 * @typedef {"reinforcing" | "balancing" | "undetermined"} LoopKind
 * @typedef {import("./chain.js").Chain & {kind: LoopKind, names: string[]}} FoundLoop
 *
 * @typedef {Object} Loops
 * @property {FoundLoop[]} found
 * @property {number} count
 * @property {boolean} counted whether the count is exact; else it is "at least"
 * @property {Record<string, number>} kinds
 * @property {number} most links of a loop at most
 * @property {string | null} through
 * @property {number} largest how many factors the largest group has
 * @property {number} groups how many groups of factors all influence each other
 */

const PATIENCE = 200_000;

/**
 * @param {import("../model.js").Model} model
 * @param {{most?: number, limit?: number, through?: string | null, patience?: number}} [bounds]
 * @returns {Loops}
 */
export function loops(model, { most = 6, limit = 500, through = null, patience = PATIENCE } = {}) {
  const proj = projectionOf(model);
  const root = through === null ? null : proj.at.get(through) ?? -1;
  /** @type {{way: number[], sign: number}[]} */
  const kept = [];
  /** @type {Record<string, number>} */
  const kinds = { reinforcing: 0, balancing: 0, undetermined: 0 };
  let count = 0;
  /** @param {number[]} way @param {number} classes */
  const take = (way, classes) => {
    for (const sign of [P, N, M, U]) {
      if (!(classes & sign)) continue;
      count += 1;
      kinds[kindOf(sign)] += 1;
      kept.push({ way, sign });
    }
  };
  for (const [i, step] of proj.selves) if (root === null || root === i) take([i], step.classes);
  const groups = components(proj).filter((group) => root === null || group.includes(root));
  const budget = { left: patience * 10 };
  for (const group of groups) {
    const members = new Set(group);
    for (const first of root === null ? group : [root]) {
      const inside = root === null ? (/** @type {number} */ i) => i >= first && members.has(i) : (/** @type {number} */ i) => members.has(i);
      around(proj, first, most, inside, budget, (way) => {
        take(turned(way), classesOf(proj, way));
        if (count >= patience) budget.left = 0;
      });
    }
  }
  const counted = budget.left > 0;
  kept.sort((a, b) => a.way.length - b.way.length || compare(a.way, b.way) || a.sign - b.sign);
  const names = namesOf(model);
  const found = kept.slice(0, limit).map(({ way, sign }) => {
    const chain = chainOf(proj, way, chosen(proj, way, sign));
    return { ...chain, kind: kindOf(sign), names: names.get([...chain.factors].sort().join("\n")) || [] };
  });
  return { found, count, counted, kinds, most, through, groups: groups.length, largest: groups.length ? groups[0].length : 0 };
}

/**
 * Every loop through a factor that stays inside.
 *
 * @param {import("./projection.js").Projection} proj
 * @param {number} first
 * @param {number} most
 * @param {(i: number) => boolean} inside
 * @param {{left: number}} budget steps that may still be taken; at none the search stops and the count is "at least"
 * @param {(way: number[]) => void} found
 */
function around(proj, first, most, inside, budget, found) {
  const left = backwards(proj, first, most, inside);
  const onWay = new Set([first]);
  const way = [first];
  /** @param {number} here @param {number} room */
  function walk(here, room) {
    for (const there of proj.succ[here]) {
      if (budget.left <= 0) return;
      if (there === first) {
        found([...way]);
        continue;
      }
      if (onWay.has(there) || (left.get(there) ?? Infinity) > room - 1) continue;
      budget.left -= 1;
      way.push(there);
      onWay.add(there);
      walk(there, room - 1);
      onWay.delete(there);
      way.pop();
    }
  }
  walk(first, most);
}

/**
 * Links from each factor inside to the first one, as far as a loop may be long.
 *
 * @param {import("./projection.js").Projection} proj
 * @param {number} first
 * @param {number} most
 * @param {(i: number) => boolean} inside
 * @returns {Map<number, number>}
 */
function backwards(proj, first, most, inside) {
  const found = new Map([[first, 0]]);
  const queue = [first];
  for (let k = 0; k < queue.length; k++) {
    const next = /** @type {number} */ (found.get(queue[k])) + 1;
    if (next >= most) break;
    for (const there of proj.pred[queue[k]]) {
      if (found.has(there) || !inside(there)) continue;
      found.set(there, next);
      queue.push(there);
    }
  }
  return found;
}

/**
 * A loop from its smallest number on.
 *
 * @param {number[]} way
 */
function turned(way) {
  const first = way.indexOf(Math.min(...way));
  return [...way.slice(first), ...way.slice(0, first)];
}

/**
 * @param {import("./projection.js").Projection} proj
 * @param {number[]} way
 */
function stepsOf(proj, way) {
  if (way.length === 1) return [/** @type {import("./projection.js").Step} */ (proj.selves.get(way[0]))];
  return way.map((from, i) => proj.step(from, way[(i + 1) % way.length]));
}

/**
 * @param {import("./projection.js").Projection} proj
 * @param {number[]} way
 */
function classesOf(proj, way) {
  return stepsOf(proj, way).reduce((total, step) => times(total, step.classes), P);
}

/**
 * The steps of the loop of that sign: of conflicting parallel links, those that make it so.
 *
 * @param {import("./projection.js").Projection} proj
 * @param {number[]} way
 * @param {number} sign
 */
function chosen(proj, way, sign) {
  const steps = stepsOf(proj, way);
  const rest = [P];
  for (const step of [...steps].reverse()) rest.unshift(times(step.classes, rest[0]));
  let soFar = P;
  return steps.map((step, i) => {
    const choice = [P, N, M, U].find((one) => step.classes & one && times(times(soFar, one), rest[i + 1]) & sign) || step.classes;
    soFar = times(soFar, choice);
    if (step.classes === choice) return step;
    return { ...step, links: step.links.filter((link) => CLASS[link.polarity] === choice), classes: choice };
  });
}

/**
 * @param {number} sign
 * @returns {LoopKind}
 */
function kindOf(sign) {
  return sign === P ? "reinforcing" : sign === N ? "balancing" : "undetermined";
}

/**
 * @param {number[]} a
 * @param {number[]} b
 */
function compare(a, b) {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i] - b[i];
  return 0;
}

/**
 * What people called their loops, by the loops' factors.
 *
 * @param {import("../model.js").Model} model
 * @returns {Map<string, string[]>}
 */
function namesOf(model) {
  /** @type {Map<string, string[]>} */
  const names = new Map();
  for (const loop of Object.values(model.document.map.loops || {})) {
    const key = [...(loop.factors || [])].sort().join("\n");
    names.set(key, [...(names.get(key) || []), loop.label]);
  }
  return names;
}
