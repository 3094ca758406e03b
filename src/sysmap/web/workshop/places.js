/**
 * The layout of a live map: boxes where people or the server put them, links as gentle curves between them. It is worked
 * out here because it has to follow a finger.
 *
 * @typedef {import("../types.js").LayoutData} LayoutData
 * @typedef {import("../types.js").Point} Point
 */

export const GAP = [270, 110];
const FONT = { size: 14, caption: 11, header: 14, line: 1.25 };
const WIDEST = 168;
const PADDING = [14, 11];

/** @type {Map<string, {lines: string[], width: number, height: number}>} */
const wrappedLabels = new Map();
/** @type {CanvasRenderingContext2D | null} */
let ruler = null;

/**
 * @param {import("../types.js").MapData} map
 * @param {Record<string, [number, number]>} places
 * @param {string} fonts
 * @param {Map<string, Point>} [moving] where boxes are while somebody drags them
 * @returns {LayoutData}
 */
export function layoutOf(map, places, fonts, moving) {
  /** @type {LayoutData["boxes"]} */
  const boxes = {};
  const taken = new Set();
  const cell = (/** @type {number} */ x, /** @type {number} */ y) => `${Math.round(x / GAP[0])},${Math.round(y / GAP[1])}`;
  const loose = [];
  for (const factor of Object.values(map.factors || {})) {
    if (factor.status === "retired") continue;
    const position = /** @type {any} */ (factor).position;
    const at = (moving && moving.get(factor.id)) || (position ? [position.x, position.y] : places[factor.id]);
    if (!at) loose.push(factor);
    else {
      taken.add(cell(at[0], at[1]));
      boxes[factor.id] = boxOf(factor, at[0], at[1], fonts);
    }
  }
  for (const factor of loose) {
    const [x, y] = freePlace(taken, cell);
    taken.add(cell(x, y));
    boxes[factor.id] = boxOf(factor, x, y, fonts);
  }
  /** @type {LayoutData["routes"]} */
  const routes = {};
  const pairs = new Set((map.links || []).map((link) => `${link.from}\n${link.to}`));
  const all = Object.values(boxes);
  for (const link of map.links || []) {
    const [from, to] = [boxes[link.from], boxes[link.to]];
    if (!from || !to || link.status === "retired") continue;
    routes[link.id] = { from: link.from, to: link.to, kind: "free", ...clearRoute(from, to, pairs.has(`${link.to}\n${link.from}`), all) };
  }
  return { font: FONT, bounds: boundsOf(boxes), engine: "workshop", direction: "right", boxes, routes, headers: [] };
}

/**
 * @param {Set<string>} taken
 * @param {(x: number, y: number) => string} cell
 * @returns {Point}
 */
function freePlace(taken, cell) {
  for (let reach = 0; reach < 200; reach++) {
    for (let row = -reach; row <= reach; row++) {
      for (let column = -reach; column <= reach; column++) {
        if (Math.max(Math.abs(row), Math.abs(column)) !== reach) continue;
        const [x, y] = [column * GAP[0], row * GAP[1]];
        if (!taken.has(cell(x, y))) return [x, y];
      }
    }
  }
  return [0, 0];
}

/**
 * @param {import("../types.js").Factor} factor
 * @param {number} x
 * @param {number} y
 * @param {string} fonts
 */
function boxOf(factor, x, y, fonts) {
  const key = `${factor.label}\n${factor.theme || ""}`;
  let made = wrappedLabels.get(key);
  if (!made) {
    if (wrappedLabels.size > 5000) wrappedLabels.clear();
    made = wrapped(factor.label, fonts, factor.theme ? 1 : 0);
    wrappedLabels.set(key, made);
  }
  const caption = factor.theme ? [factor.theme.replaceAll("-", " ")] : [];
  return { x, y, width: made.width, height: made.height, lines: made.lines, caption };
}

/**
 * @param {string} label
 * @param {string} fonts
 * @param {number} captions
 */
function wrapped(label, fonts, captions) {
  ruler = ruler || /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  ruler.font = `${FONT.size}px ${fonts}`;
  const lines = [""];
  for (const word of label.split(/\s+/).filter(Boolean)) {
    const last = lines[lines.length - 1];
    const longer = last ? `${last} ${word}` : word;
    if (!last || ruler.measureText(longer).width <= WIDEST) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  for (let i = 0; i < lines.length; i++) {
    while (lines[i].length > 4 && ruler.measureText(lines[i]).width > WIDEST + 20) {
      const cut = Math.floor((lines[i].length * (WIDEST + 10)) / ruler.measureText(lines[i]).width);
      lines.splice(i, 1, lines[i].slice(0, cut), lines[i].slice(cut));
      i++;
    }
  }
  if (lines.length > 6) lines.splice(5, lines.length, `${lines[5]} …`);
  const width = Math.max(...lines.map((line) => /** @type {CanvasRenderingContext2D} */ (ruler).measureText(line).width));
  return {
    lines, width: Math.max(70, Math.ceil(width) + 2 * PADDING[0]),
    height: Math.ceil((lines.length * FONT.size + captions * FONT.caption) * FONT.line) + 2 * PADDING[1],
  };
}

/** How far a curve may bow, the gentlest first; to the other side where that is free. */
const BOWS = [0.35, 1.2, -1.2, 2.4, -2.4, 4];

/**
 * The gentlest curve that runs through no other box, if there is one.
 *
 * @param {import("../types.js").Box} from
 * @param {import("../types.js").Box} to
 * @param {boolean} both whether another link runs the other way
 * @param {import("../types.js").Box[]} boxes
 */
function clearRoute(from, to, both, boxes) {
  const [left, right] = [Math.min(from.x, to.x) - 90, Math.max(from.x, to.x) + 90];
  const [top, bottom] = [Math.min(from.y, to.y) - 90, Math.max(from.y, to.y) + 90];
  const near = boxes.filter((box) => box !== from && box !== to && box.x + box.width / 2 > left && box.x - box.width / 2 < right
    && box.y + box.height / 2 > top && box.y - box.height / 2 < bottom);
  const bows = both ? BOWS.slice(1) : BOWS;
  const first = route(from, to, bows[0]);
  if (!near.length) return first;
  let [best, least] = [first, Infinity];
  for (const bow of bows) {
    const made = bow === bows[0] ? first : route(from, to, bow);
    const hit = near.filter((box) => meets(made.path, box)).length;
    if (!hit) return made;
    if (hit < least) [best, least] = [made, hit];
  }
  return best;
}

/** @param {Point[]} path one cubic curve @param {import("../types.js").Box} box */
function meets([p, q, r, s], box) {
  const [halfWidth, halfHeight] = [box.width / 2 + 5, box.height / 2 + 5];
  for (let i = 1; i < 16; i++) {
    const t = i / 16;
    const u = 1 - t;
    const [a, b, c, d] = [u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t];
    if (Math.abs(a * p[0] + b * q[0] + c * r[0] + d * s[0] - box.x) < halfWidth
      && Math.abs(a * p[1] + b * q[1] + c * r[1] + d * s[1] - box.y) < halfHeight) return true;
  }
  return false;
}

/**
 * A curve from the edge of one box to the edge of another, bowed to its left, so that two directions do not coincide.
 *
 * @param {import("../types.js").Box} from
 * @param {import("../types.js").Box} to
 * @param {number} bow
 * @returns {{path: Point[], sign_at: Point}}
 */
export function route(from, to, bow) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy) || 1;
  const lift = Math.min(60, Math.max(length * 0.14, 24)) * bow;
  /** @type {Point} */
  const middle = [(from.x + to.x) / 2 + (dy / length) * lift * 1.6, (from.y + to.y) / 2 - (dx / length) * lift * 1.6];
  const start = edge(from, middle, 2);
  const end = edge(to, middle, 3);
  const control = (/** @type {Point} */ p) => /** @type {Point} */ ([p[0] + (middle[0] - p[0]) * 0.66, p[1] + (middle[1] - p[1]) * 0.66]);
  const [a, b] = [control(start), control(end)];
  const at = (/** @type {number} */ i) => (start[i] + 3 * a[i] + 3 * b[i] + end[i]) / 8;
  return { path: [start, a, b, end], sign_at: [at(0), at(1)] };
}

/**
 * Where the line from a box's middle towards a point leaves the box.
 *
 * @param {import("../types.js").Box} box
 * @param {Point} towards
 * @param {number} gap
 * @returns {Point}
 */
export function edge(box, towards, gap) {
  const [dx, dy] = [towards[0] - box.x, towards[1] - box.y];
  const share = Math.min((box.width / 2 + gap) / (Math.abs(dx) || 1e-6), (box.height / 2 + gap) / (Math.abs(dy) || 1e-6));
  return [box.x + dx * share, box.y + dy * share];
}

/**
 * @param {LayoutData["boxes"]} boxes
 */
function boundsOf(boxes) {
  const all = Object.values(boxes);
  if (!all.length) return { left: -400, top: -250, right: 400, bottom: 250 };
  return {
    left: Math.min(...all.map((b) => b.x - b.width / 2)) - 60, right: Math.max(...all.map((b) => b.x + b.width / 2)) + 60,
    top: Math.min(...all.map((b) => b.y - b.height / 2)) - 60, bottom: Math.max(...all.map((b) => b.y + b.height / 2)) + 60,
  };
}
