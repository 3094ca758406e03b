/**
 * The columns of a theory (or lanes of a process) on the board, and telling which of them a box was dragged into.
 *
 * @typedef {import("../types.js").Box} Box
 * @typedef {import("../types.js").Header} Header
 * @typedef {import("../types.js").Point} Point
 */

import { say } from "./english.js";
import { inLines } from "./wrapping.js";

const PAD = 24;
const HEAD = 30;

/**
 * The columns of a theory (or lanes of a process) as they lie on the board: around the boxes of each layer, an empty one next to
 * the one before. None where boxes of several layers lie among each other: a column would then hold what is not in it.
 *
 * @param {import("../types.js").MapData} map
 * @param {Record<string, Box>} boxes
 * @param {string} fonts
 * @returns {Header[]}
 */
export function layerHeaders(map, boxes, fonts) {
  const layers = map.layers || [];
  const standing = Object.entries(boxes);
  if (!layers.length || !standing.length) return [];
  for (const axis of /** @type {const} */ (["x", "y"])) {
    const ranges = rangesOf(layers, map, standing, axis);
    if (ranges) return headersOf(layers, ranges, standing, axis, fonts);
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
 * @param {string} fonts
 * @returns {Header[]}
 */
function headersOf(layers, ranges, standing, axis, fonts) {
  const [across, size] = axis === "x" ? /** @type {const} */ (["y", "height"]) : /** @type {const} */ (["x", "width"]);
  const from = Math.min(...standing.map(([, box]) => box[across] - box[size] / 2)) - PAD;
  const to = Math.max(...standing.map(([, box]) => box[across] + box[size] / 2)) + PAD;
  return layers.map(({ id, label = id }, at) => {
    const [start, end] = ranges[at];
    const panel = axis === "x" ? { left: start, right: end, top: from - HEAD, bottom: to } : { left: from - 150, right: to, top: start, bottom: end };
    const width = axis === "x" ? end - start : 140;
    const all = inLines(label, `bold 14px ${fonts}`, Math.max(width - 12, 64));
    const lines = all.length > 3 ? [...all.slice(0, 2), `${all[2]} …`] : all;
    return { id: `layer:${id}`, kind: "layer", lines, panel, width, height: axis === "x" ? Math.max(HEAD, 8 + 18 * lines.length) : Math.min(end - start, 8 + 18 * lines.length + 20),
      x: axis === "x" ? (start + end) / 2 : from - 80, y: axis === "x" ? from - HEAD - (lines.length - 1) * 9 : (start + end) / 2 };
  });
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
