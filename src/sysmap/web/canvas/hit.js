/** What of a scene is under a point. */

import { distanceTo, piecesOf } from "./curves.js";

/**
 * @typedef {import("../scene.js").Scene} Scene
 * @typedef {import("../types.js").Point} Point
 */

/** A finger's breadth, in screen pixels: so far from a link still hits it. */
const REACH = 7;
/** So near to a sign, in map pixels, is on it. */
const ON_SIGN = 9;

/**
 * The box under a point; where boxes overlap, the one drawn last.
 *
 * @param {Scene} scene
 * @param {Point} at
 * @param {number} more how far beside a box still hits it
 * @returns {string | null}
 */
export function boxAt({ boxes }, [x, y], more) {
  for (let i = boxes.length - 1; i >= 0; i--) {
    const { box } = boxes[i];
    if (Math.abs(x - box.x) <= box.width / 2 + more && Math.abs(y - box.y) <= box.height / 2 + more) return boxes[i].id;
  }
  return null;
}

/**
 * The link under a point, the nearest one within a finger's breadth.
 *
 * @param {Scene} scene
 * @param {Point} at
 * @param {number} scale screen pixels a map pixel
 * @returns {string | null}
 */
export function linkAt({ links }, [x, y], scale) {
  const reach = REACH / scale;
  let best = reach;
  let found = null;
  for (const { id, area, path, signAt } of links) {
    if (x < area.left - reach || x > area.right + reach || y < area.top - reach || y > area.bottom + reach) continue;
    const onSign = Math.hypot(x - signAt[0], y - signAt[1]) < ON_SIGN ? 0 : Infinity;
    const distance = Math.min(onSign, distanceTo(remembered(path), { x, y }));
    if (distance < best) [best, found] = [distance, id];
  }
  return found;
}

/** @type {WeakMap<object, Point[]>} */
const pieces = new WeakMap();

/** @param {Point[]} path */
function remembered(path) {
  let made = pieces.get(path);
  if (!made) pieces.set(path, made = piecesOf(path, 10));
  return made;
}
