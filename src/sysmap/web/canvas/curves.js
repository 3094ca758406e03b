/**
 * Chains of cubic Bézier curves as the layout writes them: a start, then two controls and an end for each curve.
 *
 * @typedef {import("../types.js").Point} Point
 */

/**
 * The arrow head at the end of a path, and the path up to its base.
 *
 * @param {Point[]} path
 * @param {number} size
 * @returns {{head: Point[], path: Point[]}} head: tip and the two corners behind it
 */
export function headOf(path, size) {
  const tip = path[path.length - 1];
  let before = path[0];
  for (let i = path.length - 2; i >= 0; i--) {
    if (Math.hypot(path[i][0] - tip[0], path[i][1] - tip[1]) > 0.5) {
      before = path[i];
      break;
    }
  }
  const length = Math.hypot(tip[0] - before[0], tip[1] - before[1]) || 1;
  const [dx, dy] = [(tip[0] - before[0]) / length, (tip[1] - before[1]) / length];
  /** @type {Point} */
  const base = [tip[0] - dx * size, tip[1] - dy * size];
  const wing = size * 0.42;
  const short = path.slice();
  short[path.length - 1] = base;
  if (path.length > 2) {
    const last = path[path.length - 2];
    short[path.length - 2] = [last[0] - dx * size, last[1] - dy * size];
  }
  return { head: [tip, [base[0] - dy * wing, base[1] + dx * wing], [base[0] + dy * wing, base[1] - dx * wing]], path: short };
}

/**
 * The point a share of the way along, and the direction there.
 *
 * @param {Point[]} path
 * @param {number} share from 0 to 1
 * @returns {{at: Point, along: Point}}
 */
export function alongCurves(path, share) {
  const curves = (path.length - 1) / 3;
  const place = Math.min(share * curves, curves - 1e-6);
  const i = Math.floor(place);
  const at = onCurve(path, i, place - i);
  const next = onCurve(path, i, Math.min(1, place - i + 0.01));
  const length = Math.hypot(next[0] - at[0], next[1] - at[1]) || 1;
  return { at, along: [(next[0] - at[0]) / length, (next[1] - at[1]) / length] };
}

/**
 * A path as straight pieces.
 *
 * @param {Point[]} path
 * @param {number} steps for each curve
 * @returns {Point[]}
 */
export function piecesOf(path, steps) {
  const points = [path[0]];
  for (let i = 0; i < (path.length - 1) / 3; i++) {
    for (let step = 1; step <= steps; step++) points.push(onCurve(path, i, step / steps));
  }
  return points;
}

/**
 * How far a point is from a line of straight pieces.
 *
 * @param {Point[]} points
 * @param {{x: number, y: number}} at
 */
export function distanceTo(points, at) {
  let best = Infinity;
  for (let i = 0; i + 1 < points.length; i++) {
    const [x0, y0] = points[i];
    const [x1, y1] = points[i + 1];
    const dx = x1 - x0;
    const dy = y1 - y0;
    const t = Math.max(0, Math.min(1, ((at.x - x0) * dx + (at.y - y0) * dy) / (dx * dx + dy * dy || 1)));
    best = Math.min(best, Math.hypot(at.x - x0 - t * dx, at.y - y0 - t * dy));
  }
  return best;
}

/**
 * @param {Point[]} path
 * @returns {import("../types.js").Area} the curves lie inside
 */
export function areaOf(path) {
  let area = areas.get(path);
  if (area) return area;
  area = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const [x, y] of path) {
    if (x < area.left) area.left = x;
    if (x > area.right) area.right = x;
    if (y < area.top) area.top = y;
    if (y > area.bottom) area.bottom = y;
  }
  areas.set(path, area);
  return area;
}

/** Paths stay as they were laid out while scene after scene is made of them. @type {WeakMap<Point[], import("../types.js").Area>} */
const areas = new WeakMap();

/**
 * @param {Point[]} path
 * @param {number} i which curve
 * @param {number} t
 * @returns {Point}
 */
function onCurve(path, i, t) {
  const [p, q, r, s] = path.slice(3 * i, 3 * i + 4);
  const u = 1 - t;
  const [a, b, c, d] = [u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t];
  return [a * p[0] + b * q[0] + c * r[0] + d * s[0], a * p[1] + b * q[1] + c * r[1] + d * s[1]];
}
