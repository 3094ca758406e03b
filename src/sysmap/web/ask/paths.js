/**
 * Influence paths: the chains through which one factor reaches another, repeating none. Order as in
 * `sysmap.questions.paths`: first the path whose weakest link is strongest (unset is below weak), then fewer such links,
 * fewer links in all, the shorter delay, ids; by evidence, the same with evidence grades. Branches that cannot reach the end within the bound are never entered.
 */

import { chainOf } from "./chain.js";
import { GRADES, gradesOf } from "./footing.js";
import { distances, projectionOf } from "./projection.js";

/**
 * @typedef {"weakest-link" | "shortest" | "evidence"} Order
 *
 * @typedef {Object} Paths
 * @property {string} from
 * @property {string} to
 * @property {number} most links of a path at most
 * @property {Order} by the order in which they come
 * @property {import("./chain.js").Chain[]} found best first
 * @property {number} count
 * @property {boolean} counted whether the count is exact; else it is "at least"
 * @property {number | null} shortest links of the shortest path, however long
 */

/** Paths looked at before the search gives up and says "at least". */
const PATIENCE = 200_000;

/**
 * @param {import("../model.js").Model} model
 * @param {string} from
 * @param {string} to
 * @param {{most?: number, limit?: number, patience?: number, by?: Order}} [bounds]
 * @returns {Paths}
 */
export function paths(model, from, to, { most = 6, limit = 500, patience = PATIENCE, by = "weakest-link" } = {}) {
  const proj = projectionOf(model);
  const [x, y] = [proj.at.get(from), proj.at.get(to)];
  if (x === undefined || y === undefined || x === y) return { from, to, most, by, found: [], count: 0, counted: true, shortest: null };
  const left = distances(proj, [y], true, null);
  const shortest = left.get(x) ?? null;
  /** @type {number[][]} */
  let ways = [];
  let count = 0;
  let work = 0;
  const onWay = new Uint8Array(proj.ids.length);
  const way = [x];

  /** @param {number} here @param {number} room @returns {boolean} whether to go on */
  function walk(here, room) {
    for (const there of proj.succ[here]) {
      if (onWay[there] || /** @type {number} */ (left.get(there) ?? Infinity) > room - 1) continue;
      if (++work > patience * 10) return false;
      if (there === y) {
        count += 1;
        ways.push([...way, y]);
        if (count >= patience) return false;
      } else {
        way.push(there);
        onWay[there] = 1;
        const goOn = walk(there, room - 1);
        onWay[there] = 0;
        way.pop();
        if (!goOn) return false;
      }
    }
    return true;
  }

  onWay[x] = 1;
  const counted = shortest === null || shortest > most || walk(x, most);
  const rank = ranking(model, by);
  const keyed = ways.map((one) => ({ way: one, key: keyOf(proj, one, rank) }));
  keyed.sort((a, b) => compare(a.key, b.key));
  ways = keyed.slice(0, limit).map((one) => one.way);
  const found = ways.map((one) => chainOf(proj, one, one.slice(1).map((there, i) => proj.step(one[i], there))));
  return { from, to, most, by, found, count, counted, shortest };
}

/**
 * What a step counts for in an order; nothing where the order is by length only.
 *
 * @param {import("../model.js").Model} model
 * @param {Order} by
 * @returns {((step: import("./projection.js").Step) => number) | null}
 */
function ranking(model, by) {
  const grades = gradesOf(model);
  if (by === "evidence" && grades) {
    const rank = (/** @type {import("../types.js").Link} */ { id }) => -GRADES.indexOf(Object.hasOwn(grades, id) ? grades[id] : "untested");
    return (step) => Math.max(...step.links.map(rank));
  }
  return by === "weakest-link" ? (step) => step.strength : null;
}

/**
 * @param {import("./projection.js").Projection} proj
 * @param {number[]} way
 * @param {((step: import("./projection.js").Step) => number) | null} rank
 * @returns {number[]}
 */
function keyOf(proj, way, rank) {
  const steps = way.slice(1).map((there, i) => proj.step(way[i], there));
  const ranks = rank ? steps.map(rank) : [0];
  const weakest = Math.min(...ranks);
  const delays = ["long", "medium", undefined, "short"].map(
    (delay) => steps.filter((step) => step.links[0].delay === delay).length);
  return [-weakest, ranks.filter((one) => one === weakest).length, way.length, ...delays, ...way];
}

/**
 * @param {number[]} a
 * @param {number[]} b
 */
function compare(a, b) {
  for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) return a[i] - b[i];
  return a.length - b.length;
}
