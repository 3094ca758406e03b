/**
 * The layout of a live map: boxes where people or the server put them, links as gentle curves around them. It is worked
 * out here because it has to follow a finger.
 *
 * @typedef {import("../types.js").LayoutData} LayoutData
 * @typedef {import("../types.js").Point} Point
 */

import { areaOf } from "../canvas/curves.js";
import { edgesOf, routesOf } from "../canvas/route.js";
import { layerHeaders } from "./layercolumns.js";
import { areaOfPlaced, placedBackground } from "./behind.js";
import { inLines, widthOf } from "./wrapping.js";

export const GAP = [270, 110];
const FONT = { size: 14, caption: 11, header: 14, line: 1.25 };
/** As `sysmap.views.layout.boxes` has them, so that the page's boxes are the board's. */
const WIDEST = 166;
const PADDING = [12, 8];
const NARROWEST = 72;
const MARGIN = 60;

/** @type {Map<string, {lines: string[], width: number, height: number}>} */
const wrappedLabels = new Map();

/**
 * @param {import("../types.js").MapData} map
 * @param {Record<string, [number, number]>} places
 * @param {string} fonts
 * @param {Map<string, Point>} [moving] where boxes are while somebody drags them
 * @param {Map<string, import("../types.js").BackgroundItem>} [shifting] how things behind the map look while somebody drags them
 * @param {import("../types.js").Header[]} [headers] the columns as they lay before; made of the boxes where not given
 * @returns {LayoutData}
 */
export function layoutOf(map, places, fonts, moving, shifting, headers = undefined) {
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
  const drawn = (map.links || []).filter((link) => boxes[link.from] && boxes[link.to] && link.status !== "retired");
  const routes = routesOf(boxes, drawn);
  const background = placedBackground(map.background || [], fonts, shifting);
  const columns = headers || layerHeaders(map, boxes, fonts);
  return { font: FONT, bounds: boundsOf(boxes, routes, background, columns), engine: "workshop", direction: "right", boxes, routes, headers: columns, background };
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
  const font = `${FONT.size}px ${fonts}`;
  const lines = inLines(label, font, WIDEST);
  for (let i = 0; i < lines.length; i++) {
    while (lines[i].length > 4 && widthOf(lines[i], font) > WIDEST + 20) {
      const cut = Math.floor((lines[i].length * (WIDEST + 10)) / widthOf(lines[i], font));
      lines.splice(i, 1, lines[i].slice(0, cut), lines[i].slice(cut));
      i++;
    }
  }
  if (lines.length > 6) lines.splice(5, lines.length, `${lines[5]} …`);
  const width = Math.max(...lines.map((line) => widthOf(line, font)));
  return {
    lines, width: Math.max(NARROWEST, Math.round(width) + 2 * PADDING[0]),
    height: Math.round((lines.length * FONT.size + captions * FONT.caption) * FONT.line) + 2 * PADDING[1],
  };
}

/**
 * @param {LayoutData["boxes"]} boxes
 * @param {LayoutData["routes"]} routes
 * @param {import("../types.js").Placed[]} background
 * @param {import("../types.js").Header[]} headers
 */
function boundsOf(boxes, routes, background, headers) {
  const bounds = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const { left, top, right, bottom } of [...background.map(areaOfPlaced), ...headers.map((one) => one.panel), ...Object.values(boxes).map(edgesOf), ...Object.values(routes).map(({ path }) => areaOf(path))]) {
    bounds.left = Math.min(bounds.left, left - MARGIN);
    bounds.top = Math.min(bounds.top, top - MARGIN);
    bounds.right = Math.max(bounds.right, right + MARGIN);
    bounds.bottom = Math.max(bounds.bottom, bottom + MARGIN);
  }
  return bounds.left < Infinity ? bounds : { left: -400, top: -250, right: 400, bottom: 250 };
}
