/** Putting several boxes in line or at even distances. */

/**
 * @typedef {import("../types.js").Box} Box
 * @typedef {import("../types.js").Point} Point
 */

/** How several boxes can be arranged. */
export const ARRANGEMENTS = ["left", "centre", "right", "top", "middle", "bottom", "across", "down"];

/**
 * Where boxes stand once they are arranged; those that stay are left out.
 *
 * @param {Record<string, Box>} boxes those that are arranged
 * @param {string} how one of `ARRANGEMENTS`
 * @returns {Map<string, Point>}
 */
export function arranged(boxes, how) {
  const all = Object.entries(boxes);
  /** @type {Map<string, Point>} */
  const out = new Map();
  const mean = (/** @type {(box: Box) => number} */ of) => all.reduce((sum, [, box]) => sum + of(box), 0) / all.length;
  const least = (/** @type {(box: Box) => number} */ of) => Math.min(...all.map(([, box]) => of(box)));
  const most = (/** @type {(box: Box) => number} */ of) => Math.max(...all.map(([, box]) => of(box)));
  /** @type {Record<string, (box: Box, goal: number) => Point>} */
  const at = {
    left: (box, goal) => [goal + box.width / 2, box.y], centre: (box, goal) => [goal, box.y], right: (box, goal) => [goal - box.width / 2, box.y],
    top: (box, goal) => [box.x, goal + box.height / 2], middle: (box, goal) => [box.x, goal], bottom: (box, goal) => [box.x, goal - box.height / 2],
  };
  const goals = /** @type {Record<string, () => number>} */ ({
    left: () => least((box) => box.x - box.width / 2), centre: () => mean((box) => box.x), right: () => most((box) => box.x + box.width / 2),
    top: () => least((box) => box.y - box.height / 2), middle: () => mean((box) => box.y), bottom: () => most((box) => box.y + box.height / 2),
  });
  if (goals[how]) {
    const goal = goals[how]();
    for (const [id, box] of all) out.set(id, at[how](box, goal));
  } else spread(all, how === "across" ? 0 : 1, out);
  for (const [id, [x, y]] of out) {
    const place = /** @type {Point} */ ([Math.round(x), Math.round(y)]);
    if (place[0] === boxes[id].x && place[1] === boxes[id].y) out.delete(id);
    else out.set(id, place);
  }
  return out;
}

/**
 * The gaps between neighbours become the same; the first and the last box stay, unless they would have to overlap.
 *
 * @param {[string, Box][]} all @param {0 | 1} axis @param {Map<string, Point>} out
 */
function spread(all, axis, out) {
  const [place, size] = axis ? /** @type {const} */ (["y", "height"]) : /** @type {const} */ (["x", "width"]);
  const order = [...all].sort(([a, one], [b, two]) => one[place] - two[place] || (a < b ? -1 : 1));
  const [[, first], [, last]] = [order[0], order[order.length - 1]];
  const start = first[place] - first[size] / 2;
  const room = last[place] + last[size] / 2 - start - order.reduce((sum, [, box]) => sum + box[size], 0);
  const gap = Math.max(room / Math.max(order.length - 1, 1), 12);
  let edge = start;
  for (const [id, box] of order) {
    const middle = edge + box[size] / 2;
    out.set(id, axis ? [box.x, middle] : [middle, box.y]);
    edge += box[size] + gap;
  }
}
