/** Putting several boxes in line or at even distances, and telling which column of a theory a box was dragged into. */

import { say } from "./english.js";

/**
 * @typedef {import("../types.js").Box} Box
 * @typedef {import("../types.js").Header} Header
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

const PAD = 24;
const HEAD = 30;

/**
 * The columns of a theory (or lanes of a process) as they lie on the board: around the boxes of each layer, an empty one next to
 * the one before. None where boxes of several layers lie among each other: a column would then hold what is not in it.
 *
 * @param {import("../types.js").MapData} map
 * @param {Record<string, Box>} boxes
 * @returns {Header[]}
 */
export function layerHeaders(map, boxes) {
  const layers = map.layers || [];
  const standing = Object.entries(boxes);
  if (!layers.length || !standing.length) return [];
  for (const axis of /** @type {const} */ (["x", "y"])) {
    const ranges = rangesOf(layers, map, standing, axis);
    if (ranges) return headersOf(layers, ranges, standing, axis);
  }
  return [];
}

/**
 * @param {{id: string, label?: string}[]} layers
 * @param {import("../types.js").MapData} map
 * @param {[string, Box][]} standing
 * @param {"x" | "y"} axis
 * @returns {[number, number][] | null} from where to where each layer lies; null where they lie among each other
 */
function rangesOf(layers, map, standing, axis) {
  const size = axis === "x" ? "width" : "height";
  const wide = axis === "x" ? 190 : 90;
  const factors = map.factors || {};
  const held = layers.map((layer) => standing.filter(([id]) => factors[id] && factors[id].layer === layer.id).map(([, box]) => box));
  if (axis === "y" && held.every((boxes) => !boxes.length)) return null;
  const end = held.every((boxes) => !boxes.length) ? Math.max(...standing.map(([, box]) => box[axis] + box[size] / 2)) + PAD : null;
  /** @type {[number, number][]} */
  const out = [];
  for (const [at, boxes] of held.entries()) {
    const before = at ? out[at - 1][1] : end;
    if (boxes.length) out.push([Math.min(...boxes.map((box) => box[axis] - box[size] / 2)) - PAD / 2, Math.max(...boxes.map((box) => box[axis] + box[size] / 2)) + PAD / 2]);
    else if (before !== null) out.push([before + PAD / 2, before + PAD / 2 + wide]);
    else {
      const next = held.findIndex((each) => each.length);
      const start = Math.min(...held[next].map((box) => box[axis] - box[size] / 2)) - PAD / 2 - (next - at) * (wide + PAD / 2);
      out.push([start, start + wide]);
    }
    if (at && out[at][0] < out[at - 1][1] - PAD / 2) return null;
  }
  return out;
}

/**
 * @param {{id: string, label?: string}[]} layers
 * @param {[number, number][]} ranges
 * @param {[string, Box][]} standing
 * @param {"x" | "y"} axis
 * @returns {Header[]}
 */
function headersOf(layers, ranges, standing, axis) {
  const [across, size] = axis === "x" ? /** @type {const} */ (["y", "height"]) : /** @type {const} */ (["x", "width"]);
  const from = Math.min(...standing.map(([, box]) => box[across] - box[size] / 2)) - PAD;
  const to = Math.max(...standing.map(([, box]) => box[across] + box[size] / 2)) + PAD;
  return layers.map(({ id, label = id }, at) => {
    const [start, end] = ranges[at];
    const panel = axis === "x" ? { left: start, right: end, top: from - HEAD, bottom: to } : { left: from - 150, right: to, top: start, bottom: end };
    const width = axis === "x" ? end - start : 140;
    const letters = Math.max(8, Math.floor(width / 8));
    const lines = inLines(label, letters);
    return { id: `layer:${id}`, kind: "layer", lines, panel, width, height: axis === "x" ? Math.max(HEAD, 8 + 18 * lines.length) : Math.min(end - start, 8 + 18 * lines.length + 20),
      x: axis === "x" ? (start + end) / 2 : from - 80, y: axis === "x" ? from - HEAD - (lines.length - 1) * 9 : (start + end) / 2 };
  });
}

/** @param {string} text @param {number} letters */
function inLines(text, letters) {
  /** @type {string[]} */
  const out = [];
  for (const word of text.split(/\s+/)) {
    const longer = out.length ? `${out[out.length - 1]} ${word}` : word;
    if (out.length && longer.length <= letters) out[out.length - 1] = longer;
    else out.push(word);
  }
  return out.length > 3 ? [...out.slice(0, 2), `${out[2]} …`] : out;
}

/**
 * The layers that boxes were dragged into, where they are not in them yet.
 *
 * @param {import("../types.js").MapData} map
 * @param {Header[]} headers as they lay before
 * @param {Map<string, Point>} moved
 * @returns {Map<string, string>} factor -> layer
 */
export function layersEntered(map, headers, moved) {
  /** @type {Map<string, string>} */
  const out = new Map();
  for (const [id, [x, y]] of moved) {
    const hit = headers.find(({ panel }) => x >= panel.left && x <= panel.right && y >= panel.top - 40 && y <= panel.bottom + 40);
    const layer = hit && hit.id.slice("layer:".length);
    const factor = (map.factors || {})[id];
    if (layer && factor && factor.layer !== layer) out.set(id, layer);
  }
  return out;
}

/** What happened, in a sentence. @param {import("../types.js").MapData} map @param {Map<string, string>} entered */
export function enteredWords(map, entered) {
  const [[factor, id]] = entered;
  const layer = (map.layers || []).find((one) => one.id === id);
  return say("room.layer-entered", { n: entered.size, factor: (map.factors || {})[factor].label, layer: (layer && layer.label) || id });
}
