/**
 * The names of the layers along the upper edge of the frame, where their headers are outside it or too small to read: one always
 * knows in which layer one is.
 *
 * @typedef {import("../scene.js").Scene} Scene
 */

import { READABLE, linesAt } from "./lettering.js";

const LINE = READABLE * 1.2;
const EDGE = 3;
/** Names of more lines than this would hide the picture. */
const MOST_LINES = 4;

/**
 * @param {CanvasRenderingContext2D} ctx in pixels of the screen
 * @param {Scene} scene
 * @param {import("../theme.js").Theme} theme
 * @param {(at: import("../types.js").Point) => import("../types.js").Point} toFrame
 * @param {number} scale
 */
export function paintLayerNames(ctx, scene, theme, toFrame, scale) {
  const layers = scene.headers.filter(({ header }) => header.kind === "layer" && header.panel.bottom - header.panel.top > header.panel.right - header.panel.left);
  const small = scene.font.header * scale < READABLE;
  const columns = layers.map(({ header, tint }) => {
    const [left, top] = toFrame([header.panel.left, header.y - header.height / 2]);
    const [right, bottom] = toFrame([header.panel.right, header.panel.bottom]);
    const [, under] = toFrame([header.panel.left, header.y + header.height / 2]);
    return { tint, left, right, top, bottom, under, text: header.lines.join(" ").replaceAll("- ", "-") };
  }).sort((a, b) => a.left - b.left);
  columns.forEach((column, i) => {
    if (column.bottom < 4 * LINE || !(small || column.top < 0)) return;
    // A name may reach into the gaps beside its column, half way to the next.
    const before = i ? (columns[i - 1].right + column.left) / 2 : column.left - 40;
    const after = i + 1 < columns.length ? (columns[i + 1].left + column.right) / 2 : column.right + 40;
    const width = Math.min(after - before - 4, Math.max(column.right - column.left, 170));
    const lines = linesAt(ctx, column.text, theme.fonts, READABLE, { width: width + 10, height: MOST_LINES * LINE }, "600");
    if (!lines) return;
    const middle = (column.left + column.right) / 2;
    const top = Math.max(0, column.top);
    const high = Math.max(lines.length * LINE + 2 * EDGE, column.top < 0 ? 0 : column.under - column.top);
    ctx.fillStyle = column.tint.strong;
    ctx.fillRect(middle - width / 2, top, width, high);
    ctx.font = `600 ${READABLE}px ${theme.fonts}`;
    ctx.fillStyle = theme.ink;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    lines.forEach((line, at) => ctx.fillText(line, middle, top + EDGE + (at + 0.5) * LINE));
  });
}
