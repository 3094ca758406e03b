/**
 * A layout in which some factors stand elsewhere, as a saved view may ask. Links of a moved factor run straight; all others
 * keep their routes.
 *
 * @typedef {import("./types.js").LayoutData} LayoutData
 * @typedef {import("./types.js").Box} Box
 * @typedef {import("./types.js").Point} Point
 */

/** How far before its end the sign of a straight link stands. */
const SIGN_BACK = 22;

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
  const routes = Object.fromEntries(Object.entries(layout.routes).map(([id, route]) => {
    const [from, to] = [boxes[route.from], boxes[route.to]];
    return [id, (ids.has(route.from) || ids.has(route.to)) && from && to && from !== to ? { ...route, ...straight(from, to) } : route];
  }));
  const edges = Object.values(boxes).map((box) => ({
    left: box.x - box.width / 2 - 30, right: box.x + box.width / 2 + 30, top: box.y - box.height / 2 - 30, bottom: box.y + box.height / 2 + 30,
  }));
  const bounds = {
    left: Math.min(layout.bounds.left, ...edges.map((edge) => edge.left)), right: Math.max(layout.bounds.right, ...edges.map((edge) => edge.right)),
    top: Math.min(layout.bounds.top, ...edges.map((edge) => edge.top)), bottom: Math.max(layout.bounds.bottom, ...edges.map((edge) => edge.bottom)),
  };
  return { ...layout, boxes, routes, bounds };
}

/**
 * @param {Box} from
 * @param {Box} to
 * @returns {{path: Point[], sign_at: Point}}
 */
function straight(from, to) {
  const start = onEdge(from, to);
  const end = onEdge(to, from);
  const [dx, dy] = [end[0] - start[0], end[1] - start[1]];
  const length = Math.hypot(dx, dy) || 1;
  const back = Math.min(SIGN_BACK, length / 2);
  return {
    path: [start, [start[0] + dx / 3, start[1] + dy / 3], [end[0] - dx / 3, end[1] - dy / 3], end],
    sign_at: [end[0] - (dx / length) * back - (dy / length) * 9, end[1] - (dy / length) * back + (dx / length) * 9],
  };
}

/**
 * Where the line from the middle of one box to that of another leaves the first.
 *
 * @param {Box} box
 * @param {Box} other
 * @returns {Point}
 */
function onEdge(box, other) {
  const [dx, dy] = [other.x - box.x, other.y - box.y];
  const share = Math.min(box.width / 2 / (Math.abs(dx) || 1e-9), box.height / 2 / (Math.abs(dy) || 1e-9), 1);
  return [box.x + dx * share, box.y + dy * share];
}
