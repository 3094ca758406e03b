/** Paints what stands behind the map: pictures, frames, texts, as `marks.js` writes them into an SVG. */

import { FADED_PICTURE, PADDING } from "./marks.js";

/** @type {Map<string, HTMLImageElement>} */
const pictures = new Map();

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {import("../scene.js").DrawnBackground} drawn
 * @param {{line: number}} font
 * @param {import("../theme.js").Theme} theme
 * @param {() => void} ready called once a picture that could not be painted yet can be
 */
export function paintBackground(ctx, { placed: p, kind, tint, image }, font, theme, ready) {
  const [left, top] = [p.x - p.width / 2, p.y - p.height / 2];
  if (image) {
    const picture = pictureOf(image, ready);
    if (!picture) return;
    ctx.globalAlpha = FADED_PICTURE;
    ctx.drawImage(picture, left, top, p.width, p.height);
    ctx.globalAlpha = 1;
    return;
  }
  if (tint || kind !== "text") {
    ctx.beginPath();
    if (ctx.roundRect) ctx.roundRect(left, top, p.width, p.height, 8);
    else ctx.rect(left, top, p.width, p.height);
    if (tint) {
      ctx.fillStyle = kind === "text" ? tint.strong : tint.soft;
      ctx.fill();
    }
    if (kind !== "text") {
      ctx.strokeStyle = tint ? tint.line : theme.muted;
      ctx.lineWidth = 1;
      if (kind === "picture") ctx.setLineDash([5, 4]);
      ctx.stroke();
      ctx.setLineDash([]);
    }
  }
  ctx.textAlign = "start";
  ctx.textBaseline = "alphabetic";
  ctx.font = `${kind === "text" ? 400 : 600} ${p.size}px ${theme.fonts}`;
  ctx.fillStyle = theme.ink;
  p.lines.forEach((text, i) => ctx.fillText(text, left + PADDING, top + PADDING + (i + 1) * p.size * font.line - p.size * 0.35, p.width - PADDING));
}

/**
 * The decoded picture, or null until it is.
 *
 * @param {string} address
 * @param {() => void} ready
 */
function pictureOf(address, ready) {
  let picture = pictures.get(address);
  if (!picture) {
    if (pictures.size > 50) pictures.clear();
    picture = new Image();
    picture.src = address;
    pictures.set(address, picture);
  }
  if (!picture.complete) picture.addEventListener("load", ready, { once: true });
  return picture.complete && picture.naturalWidth ? picture : null;
}
