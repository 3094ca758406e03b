/**
 * What the board paints above the map: the handle of a box, a link being drawn, a name tag. Only paint; the board decides when.
 *
 * @typedef {import("../theme.js").Theme} Theme
 * @typedef {import("../types.js").Point} Point
 */

/** Radius of the round handle from which links are drawn. */
export const HANDLE = 11;

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {import("../types.js").Box} box
 * @param {Theme} theme
 */
export function paintHandle(ctx, box, theme) {
  const [x, y] = handleOf(box);
  ctx.fillStyle = theme.accent;
  ctx.beginPath();
  ctx.arc(x, y, HANDLE, 0, 2 * Math.PI);
  ctx.fill();
  ctx.strokeStyle = theme.paper;
  ctx.lineWidth = 2;
  ctx.beginPath();
  ctx.moveTo(x - 5, y);
  ctx.lineTo(x + 5, y);
  ctx.moveTo(x + 1, y - 4);
  ctx.lineTo(x + 5, y);
  ctx.lineTo(x + 1, y + 4);
  ctx.stroke();
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {import("../types.js").Box} box
 * @param {string} colour
 * @param {number} width
 */
export function ring(ctx, box, colour, width) {
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.beginPath();
  ctx.roundRect(box.x - box.width / 2 - 5, box.y - box.height / 2 - 5, box.width + 10, box.height + 10, 10);
  ctx.stroke();
}

/** What is chosen behind the map, and the corner by which it grows. @param {CanvasRenderingContext2D} ctx @param {import("../types.js").Placed} placed @param {Theme} theme @param {boolean} grows */
export function paintCorner(ctx, { x, y, width, height }, theme, grows) {
  ctx.strokeStyle = theme.accent;
  ctx.lineWidth = 2;
  ctx.strokeRect(x - width / 2 - 3, y - height / 2 - 3, width + 6, height + 6);
  if (!grows) return;
  ctx.fillStyle = theme.accent;
  ctx.fillRect(x + width / 2 - 5, y + height / 2 - 5, 14, 14);
}

/** Somebody's cursor with their name. @param {CanvasRenderingContext2D} ctx @param {string} name @param {Point} at @param {string} colour */
export function cursor(ctx, name, [x, y], colour) {
  ctx.fillStyle = colour;
  ctx.beginPath();
  ctx.moveTo(x, y);
  ctx.lineTo(x + 5, y + 14);
  ctx.lineTo(x + 13, y + 9);
  ctx.fill();
  tag(ctx, name, x + 12, y + 20, colour);
}

/** @param {import("../types.js").Box} box @returns {Point} */
export function handleOf(box) {
  return [box.x + box.width / 2 + 16, box.y];
}

/** @param {CanvasRenderingContext2D} ctx @param {Point} from @param {Point} to @param {string} colour */
export function line(ctx, from, to, colour) {
  ctx.strokeStyle = colour;
  ctx.lineWidth = 2.5;
  ctx.setLineDash([6, 4]);
  ctx.beginPath();
  ctx.moveTo(from[0], from[1]);
  ctx.lineTo(to[0], to[1]);
  ctx.stroke();
  ctx.setLineDash([]);
}

/** @param {CanvasRenderingContext2D} ctx @param {string} text @param {number} x @param {number} y @param {string} colour */
export function tag(ctx, text, x, y, colour) {
  ctx.textBaseline = "middle";
  ctx.textAlign = "left";
  const width = ctx.measureText(text).width + 10;
  ctx.fillStyle = colour;
  ctx.beginPath();
  ctx.roundRect(x, y - 9, width, 18, 4);
  ctx.fill();
  ctx.fillStyle = "#fff";
  ctx.fillText(text, x + 5, y);
}
