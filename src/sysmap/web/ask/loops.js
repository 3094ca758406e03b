/**
 * Feedback loops within a length bound, the shortest first, then by ids; each from its first factor by id. Reinforcing
 * where a change comes back with the same sign, balancing with the opposite one, undetermined where a link on it has no
 * sign or depends on context. Where parallel links of opposite sign join two factors, the loop is there twice. The same as
 * `sysmap.analysis.loops`.
 */

import { chainOf } from "./chain.js";
import { components, distances, projectionOf } from "./projection.js";
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
  let counted = true;
  for (const group of groups) {
    const members = new Set(group);
    for (const first of root === null ? group : [root]) {
      const inside = root === null ? (/** @type {number} */ i) => i >= first && members.has(i) : (/** @type {number} */ i) => members.has(i);
      counted = around(proj, first, most, inside, (way) => {
        take(turned(way), classesOf(proj, way));
        return count < patience;
      }, patience * 10) && counted;
    }
  }
  kept.sort((a, b) => a.way.length - b.way.length || compare(a.way, b.way) || a.sign - b.sign);
  const names = namesOf(model);
  const found = kept.slice(0, limit).map(({ way, sign }) => {
    const chain = chainOf(proj, way, chosen(proj, way, sign));
    return { ...chain, kind: kindOf(sign), names: names.get([...chain.factors].sort().join("\n")) || [] };
  });
  return { found, count, counted, kinds, most, groups: groups.length };
}

/**
 * Every loop through a factor that stays inside.
 *
 * @param {import("./projection.js").Projection} proj
 * @param {number} first
 * @param {number} most
 * @param {(i: number) => boolean} inside
 * @param {(way: number[]) => boolean} found whether to go on
 * @param {number} patience
 * @returns {boolean} whether all were seen
 */
function around(proj, first, most, inside, found, patience) {
  const within = { ...proj, pred: proj.pred.map((row, i) => (inside(i) ? row.filter(inside) : [])) };
  const left = distances(within, [first], true, most);
  const onWay = new Uint8Array(proj.ids.length);
  const way = [first];
  let work = 0;
  /** @param {number} here @param {number} room @returns {boolean} */
  function walk(here, room) {
    for (const there of proj.succ[here]) {
      if (there === first) {
        if (!found([...way])) return false;
        continue;
      }
      if (onWay[there] || !inside(there) || (left.get(there) ?? Infinity) > room - 1) continue;
      if (++work > patience) return false;
      way.push(there);
      onWay[there] = 1;
      const goOn = walk(there, room - 1);
      onWay[there] = 0;
      way.pop();
      if (!goOn) return false;
    }
    return true;
  }
  onWay[first] = 1;
  return walk(first, most);
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
