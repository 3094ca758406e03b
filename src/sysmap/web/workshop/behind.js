/**
 * What stands behind the map in the room, with its lines wrapped: `sysmap.views.layout.background` does it for pages and figures.
 *
 * @typedef {import("../types.js").BackgroundItem} BackgroundItem
 * @typedef {import("../types.js").Placed} Placed
 */

import { inLines } from "./wrapping.js";

/** @type {Record<string, number>} */
export const TEXT_SIZES = { small: 14, medium: 20, large: 32 };
const PADDING = 8;
const LINE = 1.25;
const MOST_LINES = 40;

/**
 * @param {BackgroundItem[]} items
 * @param {string} fonts
 * @param {Map<string, BackgroundItem>} [moving] how some look while somebody drags them
 * @returns {Placed[]}
 */
export function placedBackground(items, fonts, moving) {
  return items.map((given) => {
    const item = (moving && moving.get(given.id)) || given;
    const size = TEXT_SIZES[item.size || "medium"] || TEXT_SIZES.medium;
    const all = item.label.split(/\r?\n/).flatMap((text) => inLines(text, `${size}px ${fonts}`, Math.max(item.width - 2 * PADDING, size)));
    const text = item.kind === "text";
    const lines = all.slice(0, text ? MOST_LINES : 1);
    const height = text ? lines.length * size * LINE + 2 * PADDING : item.height || item.width * 0.6;
    return { id: item.id, x: item.position.x, y: item.position.y, width: item.width, height, lines, size };
  });
}

/** @param {Placed} placed @returns {import("../types.js").Area} */
export function areaOfPlaced({ x, y, width, height }) {
  return { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 };
}

/**
 * What is under a point behind the map: a text by its ground, a frame by its edge or title, a picture by its edge; the one that is
 * chosen anywhere on it, and by its corner to grow.
 *
 * @param {import("../scene.js").Scene} scene
 * @param {import("../types.js").Point} at
 * @param {number} scale
 * @param {string | null} chosen
 * @returns {{placed: Placed, text: boolean, corner: boolean} | null}
 */
export function backgroundAt(scene, [x, y], scale, chosen) {
  const near = 7 / Math.min(1, scale);
  for (const { placed, kind } of [...scene.background].sort((a, b) => Number(a.placed.id === chosen) - Number(b.placed.id === chosen)).reverse()) {
    const { left, right, top, bottom } = areaOfPlaced(placed);
    const own = placed.id === chosen;
    if (own && Math.abs(x - right) < near + 7 && Math.abs(y - bottom) < near + 7) return { placed, text: kind === "text", corner: true };
    const inside = x > left - near && x < right + near && y > top - near && y < bottom + near;
    const edge = Math.min(x - left, right - x, y - top, bottom - y) < near;
    const title = kind === "frame" && y < top + 2 * PADDING + placed.size * LINE;
    if (inside && (kind === "text" || own || edge || title)) return { placed, text: kind === "text", corner: false };
  }
  return null;
}

/**
 * Where something stands, or how large it is, once it was dragged so far.
 *
 * @param {{placed: Placed, text: boolean, corner: boolean, spot: import("../types.js").Point}} gesture
 * @param {import("../types.js").Point} to
 * @returns {Placed}
 */
export function shifted({ placed, text, corner, spot }, to) {
  const [dx, dy] = [Math.round(to[0] - spot[0]), Math.round(to[1] - spot[1])];
  if (!corner) return { ...placed, x: placed.x + dx, y: placed.y + dy };
  const width = Math.max(40, Math.round(placed.width + dx));
  const height = text ? placed.height : Math.max(30, Math.round(placed.height + dy));
  return { ...placed, width, height, x: placed.x + (width - placed.width) / 2, y: placed.y + (height - placed.height) / 2 };
}
