/**
 * Links between boxes that stand where people put them: gentle curves around what is in the way, signs clear of words. The
 * same as `sysmap.views.layout.free` and `finish` make, so that page, figure and board draw one picture; a test compares them.
 *
 * @typedef {import("../types.js").Point} Point
 * @typedef {import("../types.js").Area} Area
 * @typedef {import("../types.js").Box} Box
 */

/** How far the middle of a curve lies aside, as a share of its length, the gentlest first. */
const BENDS = [0, 0.12, -0.12, 0.25, -0.25, 0.4, -0.4, 0.6, -0.6, 0.85, -0.85];
/** A curve keeps so far from foreign boxes. */
const CLEAR = 5;
const CELL = 200;
/** From so many boxes on, nothing is gone around: it would take longer than a hand moves. */
const CROWD = 700;
const SIGN = 19;
const RING = 6.5;
const TIGHT = 12.5;
const FARTHER = [0, 13, 26, 39, 52, 78, 104, 156];

/**
 * Paths of all links, with the places of their signs.
 *
 * @param {Record<string, Box>} boxes
 * @param {{id: string, from: string, to: string}[]} links those between boxes that are there
 * @returns {Record<string, import("../types.js").Route>}
 */
export function routesOf(boxes, links) {
  const areas = new Map(Object.entries(boxes).map(([id, box]) => [id, edgesOf(box)]));
  const obstacles = gridOf(areas);
  const none = areas.size > CROWD ? gridOf(new Map()) : obstacles;
  /** @type {Map<string, number>} */
  const pairs = new Map();
  /** @type {Record<string, import("../types.js").Route>} */
  const routes = {};
  for (const { id, from, to } of [...links].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const [start, end] = [/** @type {Area} */ (areas.get(from)), /** @type {Area} */ (areas.get(to))];
    const pair = from < to ? `${from}\n${to}` : `${to}\n${from}`;
    const number = pairs.get(pair) || 0;
    pairs.set(pair, number + 1);
    const shift = from < to || !number ? 0.16 * number : -0.16 * number;
    const path = from === to ? loop(start.right, start.top, number) : freeRoute(start, end, none, [from, to], shift);
    routes[id] = { from, to, kind: from === to ? "self" : "free", path: path.map(short), sign_at: [0, 0] };
  }
  for (const [id, before] of signsBefore(routes)) routes[id].sign_at = short(clearSign(routes[id], before, obstacles));
  return routes;
}

/** @param {Box} box @returns {Area} */
export function edgesOf({ x, y, width, height }) {
  return { left: x - width / 2, top: y - height / 2, right: x + width / 2, bottom: y + height / 2 };
}

/**
 * A curve from the upper right corner of a box back to it; each further one lies around those before.
 *
 * @param {number} right
 * @param {number} top
 * @param {number} number
 * @returns {Point[]}
 */
function loop(right, top, number) {
  const step = Math.min(number, 3);
  return [[right - 24 - 5 * step, top], [right - 24 - 5 * step, top - 34 - 36 * number],
    [right + 34 + 36 * number, top + 12 + 5 * step], [right, top + 12 + 5 * step]];
}

/**
 * Straight where nothing is in the way, else the least bend that meets the fewest boxes.
 *
 * @param {Area} start
 * @param {Area} end
 * @param {ReturnType<typeof gridOf>} obstacles
 * @param {string[]} but
 * @param {number} shift of the middle, so that links between the same two boxes stay apart
 * @returns {Point[]}
 */
function freeRoute(start, end, obstacles, but, shift) {
  /** @type {Point[]} */
  let best = [];
  let fewest = -1;
  for (const bend of BENDS) {
    const path = bent(start, end, bend + shift);
    const hits = hitBy(obstacles, path, but);
    if (fewest < 0 || hits < fewest) [best, fewest] = [path, hits];
    if (!hits) break;
  }
  return best;
}

/** @param {Area} start @param {Area} end @param {number} bend @returns {Point[]} */
function bent(start, end, bend) {
  const [a, b] = [centre(start), centre(end)];
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  /** @type {Point} */
  const middle = [(a[0] + b[0]) / 2 - dy * bend, (a[1] + b[1]) / 2 + dx * bend];
  const [here, there] = [border(start, middle), border(end, middle)];
  const towards = (/** @type {Point} */ p) => /** @type {Point} */ ([p[0] + ((middle[0] - p[0]) * 2) / 3, p[1] + ((middle[1] - p[1]) * 2) / 3]);
  return [here, towards(here), towards(there), there];
}

/** @param {Area} area @returns {Point} */
function centre({ left, top, right, bottom }) {
  return [(left + right) / 2, (top + bottom) / 2];
}

/** Where the line from the centre of a box leaves it. @param {Area} area @param {Point} towards @returns {Point} */
function border(area, towards) {
  const [x, y] = centre(area);
  const [dx, dy] = [towards[0] - x, towards[1] - y];
  const [halfWidth, halfHeight] = [(area.right - area.left) / 2, (area.bottom - area.top) / 2];
  if (Math.hypot(dx, dy) < 1e-9) return [x + halfWidth, y];
  const scale = Math.min(dx ? halfWidth / Math.abs(dx) : 1e9, dy ? halfHeight / Math.abs(dy) : 1e9);
  return [x + dx * scale, y + dy * scale];
}

/**
 * Boxes in a grid of cells, to find those near a point quickly.
 *
 * @param {Map<string, Area>} areas
 */
function gridOf(areas) {
  /** @type {Map<string, [string, Area][]>} */
  const cells = new Map();
  for (const [id, area] of areas) {
    for (let i = Math.floor(area.left / CELL); i <= Math.floor(area.right / CELL); i++) {
      for (let j = Math.floor(area.top / CELL); j <= Math.floor(area.bottom / CELL); j++) {
        const key = `${i},${j}`;
        const there = cells.get(key);
        if (there) there.push([id, area]);
        else cells.set(key, [[id, area]]);
      }
    }
  }
  return cells;
}

/** How many foreign boxes a path runs through. @param {ReturnType<typeof gridOf>} cells @param {Point[]} path @param {string[]} but */
function hitBy(cells, path, but) {
  if (!cells.size) return 0;
  const found = new Set();
  for (const [x, y] of sampled(path, 16)) {
    for (const [id, area] of cells.get(`${Math.floor(x / CELL)},${Math.floor(y / CELL)}`) || []) {
      if (area.left - CLEAR < x && x < area.right + CLEAR && area.top - CLEAR < y && y < area.bottom + CLEAR && !but.includes(id)) found.add(id);
    }
  }
  return found.size;
}

/** A chain of curves as straight pieces. @param {Point[]} path @param {number} steps for each curve @returns {Point[]} */
function sampled(path, steps) {
  const points = [path[0]];
  for (let i = 0; i + 3 < path.length; i += 3) {
    const [p, q, r, s] = path.slice(i, i + 4);
    for (let step = 1; step <= steps; step++) {
      const t = step / steps;
      const u = 1 - t;
      const [a, b, c, d] = [u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t];
      points.push([a * p[0] + b * q[0] + c * r[0] + d * s[0], a * p[1] + b * q[1] + c * r[1] + d * s[1]]);
    }
  }
  return points;
}

/**
 * How far before its end each link has its sign: signs step back in turn where arrow heads stand close together.
 *
 * @param {Record<string, import("../types.js").Route>} routes
 * @returns {Map<string, number>}
 */
function signsBefore(routes) {
  /** @type {Map<string, [number, number, string][]>} */
  const heads = new Map();
  for (const [id, { to, path }] of Object.entries(routes)) {
    const [x, y] = path[path.length - 1];
    const there = heads.get(to) || [];
    there.push([Math.round(x), y, id]);
    heads.set(to, there);
  }
  const before = new Map();
  for (const entries of heads.values()) {
    entries.sort((a, b) => a[0] - b[0] || a[1] - b[1] || (a[2] < b[2] ? -1 : 1));
    let step = 0;
    entries.forEach(([x, y, id], i) => {
      step = i > 0 && entries[i - 1][0] === x && Math.abs(y - entries[i - 1][1]) < TIGHT ? 1 - step : 0;
      before.set(id, SIGN + 13 * step);
    });
  }
  return before;
}

/**
 * The place of a sign: so far before the end of its path, or farther where that lies over a foreign box.
 *
 * @param {import("../types.js").Route} route
 * @param {number} before
 * @param {ReturnType<typeof gridOf>} cells
 * @returns {Point}
 */
function clearSign({ from, to, path }, before, cells) {
  const points = sampled(path, 24);
  for (const more of FARTHER) {
    const [x, y] = placeBefore(points, before + more);
    const corners = [[x - RING, y - RING], [x + RING, y - RING], [x - RING, y + RING], [x + RING, y + RING]];
    const over = corners.some(([i, j]) => (cells.get(`${Math.floor(i / CELL)},${Math.floor(j / CELL)}`) || []).some(([id, area]) => id !== from && id !== to
      && area.left < x + RING && x - RING < area.right && area.top < y + RING && y - RING < area.bottom));
    if (!over) return [x, y];
  }
  return placeBefore(points, before);
}

/** The point so far before the end; the middle of a shorter line. @param {Point[]} points @param {number} before @returns {Point} */
function placeBefore(points, before) {
  const long = points.slice(1).reduce((sum, [x, y], i) => sum + Math.hypot(x - points[i][0], y - points[i][1]), 0);
  let left = Math.min(before, long / 2);
  for (let i = points.length - 1; i > 0; i--) {
    const [[x, y], [u, v]] = [points[i], points[i - 1]];
    const length = Math.hypot(u - x, v - y);
    if (length >= left && length > 0) return [x + ((u - x) * left) / length, y + ((v - y) * left) / length];
    left -= length;
  }
  return points[0];
}

/** @param {Point} point @returns {Point} */
function short([x, y]) {
  return [Math.round(x * 100) / 100, Math.round(y * 100) / 100];
}
