/**
 * Words over a map seen from so far away that not even numbers fit its boxes: the labels of the best-connected factors, as many
 * as stand clear of each other, each whole.
 *
 * @typedef {import("../scene.js").Scene} Scene
 * @typedef {import("../types.js").Point} Point
 * @typedef {{text: string, at: Point, width: number, height: number, lines: string[]}} Sign in map pixels
 */

/** Size of the words on the screen, in pixels. */
const SIZE = 12;
const LINE = 1.15;
/** The widest line, in letters; longer labels take several. */
const LETTERS = 24;
/** Labels of more lines are written only where there is no other. */
const MOST_LINES = 3;
const MOST = 24;

/** @type {WeakMap<Scene, {scale: number, signs: Sign[]}>} */
const known = new WeakMap();

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {Scene} scene
 * @param {import("../theme.js").Theme} theme
 * @param {number} scale screen pixels a map pixel
 */
export function paintOverview(ctx, scene, theme, scale) {
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  ctx.font = `600 ${SIZE / scale}px ${theme.fonts}`;
  ctx.lineWidth = 4 / scale;
  ctx.strokeStyle = theme.paper;
  ctx.fillStyle = theme.ink;
  for (const { at: [x, y], lines } of signsOf(ctx, scene, theme.fonts, scale)) {
    lines.forEach((line, i) => {
      const down = y + ((i - (lines.length - 1) / 2) * SIZE * LINE) / scale;
      ctx.strokeText(line, x, down);
      ctx.fillText(line, x, down);
    });
  }
}

/**
 * @param {CanvasRenderingContext2D} ctx with the font set
 * @param {Scene} scene
 * @param {string} fonts
 * @param {number} scale
 * @returns {Sign[]}
 */
function signsOf(ctx, scene, fonts, scale) {
  const there = known.get(scene);
  if (there && there.scale === scale) return there.signs;
  /** @type {Sign[]} */
  const signs = [];
  const { left, right, top, bottom } = scene.bounds;
  const wanted = candidates(scene);
  const short = wanted.some(({ text }) => broken(text).length <= MOST_LINES);
  for (const { text, at } of wanted) {
    const lines = broken(text);
    if (short && lines.length > MOST_LINES) continue;
    const width = Math.max(...lines.map((line) => widthOf(ctx, line, fonts, scale))) + 8 / scale;
    const height = (lines.length * SIZE * LINE + 4) / scale;
    /** @type {Point} */
    const held = [Math.min(Math.max(at[0], left + width / 2), Math.max(right - width / 2, left + width / 2)),
      Math.min(Math.max(at[1], top + height / 2), Math.max(bottom - height / 2, top + height / 2))];
    if (signs.some((other) => Math.abs(other.at[0] - held[0]) < (other.width + width) / 2 && Math.abs(other.at[1] - held[1]) < (other.height + height) / 2)) continue;
    signs.push({ text, at: held, width, height, lines });
    if (signs.length === MOST) break;
  }
  known.set(scene, { scale, signs });
  return signs;
}

/** Widths of lines on the screen, in the fonts that were asked for last. @type {Map<string, number>} */
const widths = new Map();
let measured = "";

/**
 * How wide a line is, in map pixels.
 *
 * @param {CanvasRenderingContext2D} ctx with the font set
 * @param {string} line
 * @param {string} fonts
 * @param {number} scale
 */
function widthOf(ctx, line, fonts, scale) {
  if (fonts !== measured || widths.size > 5_000) widths.clear();
  measured = fonts;
  let width = widths.get(line);
  if (width === undefined) widths.set(line, width = ctx.measureText(line).width * scale);
  return width / scale;
}

/**
 * What might be written, the most telling first: factors that stand out, then those with the most links.
 *
 * @param {Scene} scene
 * @returns {{text: string, at: Point}[]}
 */
function candidates({ boxes, links }) {
  /** @type {Map<string, number>} */
  const count = new Map();
  for (const { from, to, faded } of links) {
    if (faded) continue;
    for (const end of [from, to]) count.set(end, (count.get(end) || 0) + 1);
  }
  const weight = (/** @type {import("../scene.js").DrawnBox} */ drawn) => (count.get(drawn.id) || 0) + (drawn.chosen || drawn.focal ? 1e6 : 0);
  return boxes.filter((drawn) => !drawn.faded).sort((a, b) => weight(b) - weight(a) || (a.id < b.id ? -1 : 1))
    .map(({ label, box }) => ({ text: label, at: [box.x, box.y] }));
}

/** A label in lines of whole words. @param {string} text @returns {string[]} */
function broken(text) {
  const lines = [""];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const last = lines[lines.length - 1];
    if (last && last.length + word.length + 1 > LETTERS) lines.push(word);
    else lines[lines.length - 1] = last ? `${last} ${word}` : word;
  }
  return lines;
}
