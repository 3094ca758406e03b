/**
 * What is drawn, as plain values: boxes, links and headers with their looks. The canvas and the SVG export both draw
 * this, so that a saved picture looks like the one on the screen.
 *
 * @typedef {import("./types.js").Point} Point
 * @typedef {import("./theme.js").Theme} Theme
 *
 * @typedef {Object} DrawnBox
 * @property {string} id
 * @property {import("./types.js").Box} box
 * @property {string} label
 * @property {string} accent colour of its group
 * @property {string} line colour of its border
 * @property {number} lineWidth
 * @property {number[]} dash
 * @property {string | null} ring
 * @property {boolean} faded
 * @property {string} mark a word that stands for what colour or border say
 *
 * @typedef {Object} DrawnLink
 * @property {string} id
 * @property {Point[]} path
 * @property {Point[]} head the three corners of the arrow head, tip first; none for an association
 * @property {boolean} open whether the head is drawn open (the link was inferred)
 * @property {Point} signAt
 * @property {string} sign
 * @property {string} colour
 * @property {number} width
 * @property {number[]} dash
 * @property {boolean} faded
 * @property {boolean} strong
 * @property {Point | null} delayAt where the delay mark stands
 * @property {import("./types.js").Area} area everything it touches
 *
 * @typedef {Object} DrawnHeader
 * @property {import("./types.js").Header} header
 * @property {string} colour
 *
 * @typedef {Object} Scene
 * @property {DrawnBox[]} boxes
 * @property {Map<string, DrawnBox>} boxById
 * @property {DrawnLink[]} links
 * @property {DrawnHeader[]} headers
 * @property {import("./types.js").Area} bounds
 * @property {import("./types.js").LayoutData["font"]} font
 */

import { POLARITY } from "./words.js";

/** Line patterns by polarity; what is anticipated is dotted whatever its polarity. */
export const DASHES = /** @type {Record<string, number[]>} */ ({
  positive: [], negative: [9, 5], mixed: [12, 4, 3, 4], unknown: [], anticipated: [1.5, 5],
});

const STRENGTH = /** @type {Record<string, number>} */ ({ weak: 1.1, medium: 1.9, strong: 3.2 });
const UNSET = 1.6;
const HEAD = 10;

/**
 * @param {import("./model.js").Model} model
 * @param {import("./focus.js").Focus} focus
 * @param {Theme} theme
 * @returns {Scene}
 */
export function sceneOf(model, focus, theme) {
  const { layout } = model.document;
  const groups = groupsOf(model);
  const boxes = Object.keys(layout.boxes)
    .filter((id) => model.factors[id])
    .map((id) => drawnBox(model, focus, theme, groups, id));
  const links = Object.keys(layout.routes)
    .filter((id) => model.links.has(id))
    .map((id) => drawnLink(model, focus, theme, id));
  links.sort((a, b) => Number(a.strong) - Number(b.strong));
  const headers = layout.headers.map((header) => ({ header, colour: headerColour(header, groups, theme) }));
  return {
    boxes, boxById: new Map(boxes.map((box) => [box.id, box])), links, headers, bounds: layout.bounds, font: layout.font,
  };
}

/**
 * The groups that colour stands for: the layers of a theory or process, else the themes of a map.
 *
 * @param {import("./model.js").Model} model
 * @returns {{of: "layer" | "theme" | "role", names: string[]}}
 */
export function groupsOf(model) {
  const layers = model.document.map.layers || [];
  if (layers.length) return { of: "layer", names: layers.map((layer) => layer.id) };
  for (const of of /** @type {("theme" | "role")[]} */ (["theme", "role"])) {
    const names = [...new Set(model.order.map((id) => model.factors[id][of]).filter((name) => name !== undefined))];
    if (names.length > 1) return { of, names: /** @type {string[]} */ (names) };
  }
  return { of: "theme", names: [] };
}

/**
 * @param {import("./model.js").Model} model
 * @param {import("./focus.js").Focus} focus
 * @param {Theme} theme
 * @param {ReturnType<typeof groupsOf>} groups
 * @param {string} id
 * @returns {DrawnBox}
 */
function drawnBox(model, focus, theme, groups, id) {
  const factor = model.factors[id];
  const part = focus.factors ? focus.factors.get(id) : undefined;
  const anticipated = factor.status === "anticipated";
  const rings = { start: theme.accent, cause: theme.cause, effect: theme.effect, both: theme.effect, in: theme.accent };
  return {
    id,
    box: model.document.layout.boxes[id],
    label: factor.label,
    accent: colourIn(groups, factor[groups.of], theme),
    line: part ? rings[part] : theme.boxLine,
    lineWidth: (part === "start" ? 3 : part || factor.focal ? 2 : 1.25) * theme.thick,
    dash: anticipated ? [2, 4] : [],
    ring: part === "start" ? theme.accent : null,
    faded: Boolean(focus.factors && !part),
    mark: factor.focal ? "★" : "",
  };
}

/**
 * @param {import("./model.js").Model} model
 * @param {import("./focus.js").Focus} focus
 * @param {Theme} theme
 * @param {string} id
 * @returns {DrawnLink}
 */
function drawnLink(model, focus, theme, id) {
  const link = /** @type {import("./types.js").Link} */ (model.links.get(id));
  const route = model.document.layout.routes[id];
  const strong = Boolean(focus.links && focus.links.has(id));
  const plain = link.kind === "association" || link.kind === "sequence";
  const width = (link.strength ? STRENGTH[link.strength] : link.polarity === "unknown" ? 1.2 : UNSET) * theme.thick;
  const head = link.kind === "association" ? [] : headOf(route.path, HEAD + width);
  return {
    id,
    path: route.path,
    head,
    open: link.basis === "inferred",
    signAt: route.sign_at,
    sign: plain && link.polarity === "unknown" ? "" : POLARITY[link.polarity].sign,
    colour: theme.polarity[link.polarity],
    width: strong ? width + 0.8 : width,
    dash: link.status === "anticipated" ? DASHES.anticipated : DASHES[link.polarity],
    faded: Boolean(focus.links && !strong),
    strong,
    delayAt: link.delay ? pointAt(route.path, 0.5) : null,
    area: areaOf(route.path),
  };
}

/**
 * @param {import("./types.js").Header} header
 * @param {ReturnType<typeof groupsOf>} groups
 * @param {Theme} theme
 */
function headerColour(header, groups, theme) {
  const index = header.kind === "layer" ? groups.names.indexOf(header.id.replace(/^layer:/, "")) : -1;
  return groupColour(index, theme);
}

/**
 * The colour of a group. Where there are more groups than colours none gets one: a colour that means two things is
 * worse than none, and the caption in the box names the group in any case.
 *
 * @param {ReturnType<typeof groupsOf>} groups
 * @param {string | undefined} name
 * @param {Theme} theme
 */
function colourIn(groups, name, theme) {
  if (name === undefined || groups.names.length > theme.groups.length) return theme.boxLine;
  return groupColour(groups.names.indexOf(name), theme);
}

/**
 * @param {number} index
 * @param {Theme} theme
 */
export function groupColour(index, theme) {
  return theme.groups[index] || theme.boxLine;
}

/**
 * The arrow head at the end of a path: tip and the two corners behind it.
 *
 * @param {Point[]} path
 * @param {number} size
 * @returns {Point[]}
 */
function headOf(path, size) {
  const tip = path[path.length - 1];
  let from = path[path.length - 2];
  for (let i = path.length - 2; i >= 0 && same(from, tip); i--) from = path[i];
  const angle = Math.atan2(tip[1] - from[1], tip[0] - from[0]);
  const half = 0.42;
  return [tip, corner(tip, angle + Math.PI - half, size), corner(tip, angle + Math.PI + half, size)];
}

/**
 * @param {Point} at
 * @param {number} angle
 * @param {number} distance
 * @returns {Point}
 */
function corner(at, angle, distance) {
  return [at[0] + Math.cos(angle) * distance, at[1] + Math.sin(angle) * distance];
}

/**
 * @param {Point} a
 * @param {Point} b
 */
function same(a, b) {
  return Math.abs(a[0] - b[0]) + Math.abs(a[1] - b[1]) < 0.01;
}

/**
 * The point a share of the way along a path of curves, and on which side it runs there is left to the drawing.
 *
 * @param {Point[]} path
 * @param {number} share
 * @returns {Point}
 */
export function pointAt(path, share) {
  const curves = (path.length - 1) / 3;
  const along = Math.min(share * curves, curves - 1e-9);
  const i = Math.floor(along);
  return onCurve(path, i, along - i);
}

/**
 * A path as straight pieces, for hit tests.
 *
 * @param {Point[]} path
 * @param {number} steps for each curve
 * @returns {Point[]}
 */
export function pointsOf(path, steps) {
  const points = [path[0]];
  for (let i = 0; i < (path.length - 1) / 3; i++) {
    for (let step = 1; step <= steps; step++) points.push(onCurve(path, i, step / steps));
  }
  return points;
}

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

/**
 * @param {Point[]} path
 * @returns {import("./types.js").Area}
 */
function areaOf(path) {
  const xs = path.map((point) => point[0]);
  const ys = path.map((point) => point[1]);
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
}
