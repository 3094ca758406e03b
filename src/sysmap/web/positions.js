/**
 * A layout in which some factors stand elsewhere, as a saved view may ask. Links of a moved factor find a new way around
 * what is in it; all others keep theirs.
 *
 * @typedef {import("./types.js").LayoutData} LayoutData
 */

import { routesOf } from "./canvas/route.js";

/**
 * @param {LayoutData} layout
 * @param {Record<string, any> | undefined} positions `{x, y}` by factor id
 * @returns {LayoutData}
 */
export function placed(layout, positions) {
  const moved = Object.entries(positions || {}).filter(([id, at]) => layout.boxes[id] && at && Number.isFinite(at.x) && Number.isFinite(at.y));
  if (!moved.length) return layout;
  const boxes = { ...layout.boxes };
  for (const [id, { x, y }] of moved) boxes[id] = { ...boxes[id], x, y };
  const ids = new Set(moved.map(([id]) => id));
  const touched = Object.entries(layout.routes).filter(([, { from, to }]) => (ids.has(from) || ids.has(to)) && boxes[from] && boxes[to]);
  const routes = { ...layout.routes, ...routesOf(boxes, touched.map(([id, { from, to }]) => ({ id, from, to }))) };
  const edges = Object.values(boxes).map((box) => ({
    left: box.x - box.width / 2 - 30, right: box.x + box.width / 2 + 30, top: box.y - box.height / 2 - 30, bottom: box.y + box.height / 2 + 30,
  }));
  const bounds = {
    left: Math.min(layout.bounds.left, ...edges.map((edge) => edge.left)), right: Math.max(layout.bounds.right, ...edges.map((edge) => edge.right)),
    top: Math.min(layout.bounds.top, ...edges.map((edge) => edge.top)), bottom: Math.max(layout.bounds.bottom, ...edges.map((edge) => edge.bottom)),
  };
  return { ...layout, boxes, routes, bounds };
}
