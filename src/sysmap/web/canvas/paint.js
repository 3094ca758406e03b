/** Draws a scene on a canvas whose coordinates are those of the layout. */

import { paintBackground } from "./background.js";
import { READABLE, headerLines, lettersAt, linesAt } from "./lettering.js";
import { FADED_BOX, FADED_LINK, inkOf } from "./marks.js";
import { paintOverview } from "./overview.js";

/**
 * @typedef {import("../scene.js").Scene} Scene
 * @typedef {import("../scene.js").DrawnBox} DrawnBox
 * @typedef {import("../scene.js").DrawnLink} DrawnLink
 * @typedef {import("../theme.js").Theme} Theme
 * @typedef {import("../types.js").Area} Area
 */


const ROUND = 7;
/** The ring around a sign, so that a minus is not taken for a piece of a dashed line; the figure's is the same. */
const RING = 5.6;
/** How far a badge reaches out of its box: a longer one lies over the edge of the box. */
const LONGEST_OUT = 13;
/** Words in badges are written from this scale on; below, they would be longer than their boxes. */
const BADGES = 0.5;
/** How wide a link of usual width is on the screen at least, in pixels: seen from afar it would be too faint to follow. */
const LEAST_LINE = 0.9;
const USUAL_LINE = 1.5;
/** Of more links than this a picture seen from afar would be one colour, and slow: there no link is made wider than a hair. */
const CROWD = 1500;
const HAIR = 0.99;
/** Signs are drawn from this scale on; below, nobody could tell one from another. */
const SIGNS = 0.4;

/**
 * What is behind the map, columns, links and headers: everything that lies under the boxes.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {Scene} scene
 * @param {Theme} theme
 * @param {number} scale screen pixels a layout pixel
 * @param {Area} seen what of the layout is on the screen
 * @param {() => void} ready called once a picture that could not be painted yet can be
 */
export function paintUnder(ctx, scene, theme, scale, seen, ready) {
  for (const drawn of scene.background) paintBackground(ctx, drawn, scene.font, theme, ready);
  for (const drawn of scene.headers) if (drawn.header.kind === "layer") paintPanel(ctx, drawn);
  for (const drawn of scene.headers) if (drawn.header.kind !== "layer") paintRow(ctx, drawn);
  for (const link of scene.links) {
    if (!touches(link.area, seen)) continue;
    if (link.chosen) paintHalo(ctx, link, theme);
    paintLink(ctx, link, theme, scale, scene.links.length > CROWD ? HAIR : Infinity);
  }
  for (const drawn of scene.headers) paintHeader(ctx, drawn, scene, theme, scale);
}

/**
 * The signs of the links: above everything, so that no line runs through them; from afar words for the whole instead.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {Scene} scene
 * @param {Theme} theme
 * @param {number} scale
 * @param {Area} seen
 */
export function paintOver(ctx, scene, theme, scale, seen) {
  if (scale < SIGNS) {
    if (lettersAt(ctx, scene, theme.fonts, scale).how === "none") paintOverview(ctx, scene, theme, scale);
    return;
  }
  ctx.textAlign = "center";
  ctx.textBaseline = "alphabetic";
  ctx.lineJoin = "round";
  for (const link of scene.links) {
    if (!(link.sign || link.note) || !touches(link.area, seen)) continue;
    const [x, y] = link.signAt;
    ctx.globalAlpha = inkOf(link, FADED_LINK);
    if (link.sign) {
      ctx.beginPath();
      ctx.arc(x, y, RING, 0, 2 * Math.PI);
      ctx.fillStyle = theme.paper;
      ctx.fill();
      ctx.lineWidth = theme.thick;
      ctx.strokeStyle = link.colour;
      ctx.stroke();
      ctx.font = `700 11px ${theme.fonts}`;
      ctx.fillStyle = link.colour;
      ctx.fillText(link.sign, x, y + 3.9);
    }
    if (!link.note) continue;
    ctx.font = `700 11px ${theme.fonts}`;
    ctx.lineWidth = 3;
    ctx.strokeStyle = theme.paper;
    ctx.fillStyle = link.colour;
    ctx.strokeText(link.note, x, y - (link.sign ? 9 : -4));
    ctx.fillText(link.note, x, y - (link.sign ? 9 : -4));
  }
  ctx.globalAlpha = 1;
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {import("../scene.js").DrawnHeader} drawn
 */
function paintPanel(ctx, { header: { panel }, tint }) {
  ctx.fillStyle = tint.soft;
  rounded(ctx, panel.left, panel.top, panel.right - panel.left, panel.bottom - panel.top, 8);
  ctx.fill();
}

/**
 * The outline of a row across the columns.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {import("../scene.js").DrawnHeader} drawn
 */
function paintRow(ctx, { header: { panel }, tint }) {
  ctx.strokeStyle = tint.line;
  ctx.lineWidth = 1;
  ctx.setLineDash([5, 4]);
  rounded(ctx, panel.left, panel.top, panel.right - panel.left, panel.bottom - panel.top, 8);
  ctx.stroke();
  ctx.setLineDash([]);
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {import("../scene.js").DrawnHeader} drawn
 * @param {Scene} scene
 * @param {Theme} theme
 * @param {number} scale
 */
function paintHeader(ctx, { header, tint }, scene, theme, scale) {
  const layer = header.kind === "layer";
  ctx.fillStyle = layer ? tint.strong : tint.soft;
  ctx.strokeStyle = tint.line;
  ctx.lineWidth = 1;
  rounded(ctx, header.x - header.width / 2, header.y - header.height / 2, header.width, header.height, 6);
  ctx.fill();
  if (layer) ctx.stroke();
  const written = headerLines(ctx, header, scene, theme.fonts, scale);
  if (!written) return;
  ctx.font = `600 ${written.size}px ${theme.fonts}`;
  ctx.fillStyle = theme.ink;
  paintLines(ctx, written.lines, header.x, header.y, written.size * written.line, header.width + 6);
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {DrawnLink} link
 * @param {Theme} theme
 */
function paintHalo(ctx, link, theme) {
  ctx.strokeStyle = theme.halo;
  ctx.lineWidth = 12;
  ctx.lineCap = "round";
  ctx.stroke(curve(link));
  ctx.lineCap = "butt";
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {DrawnLink} link
 * @param {Theme} theme
 * @param {number} scale
 * @param {number} most how wide it may be made on the screen, in pixels, to be seen from afar
 */
function paintLink(ctx, link, theme, scale, most) {
  ctx.globalAlpha = inkOf(link, FADED_LINK);
  ctx.strokeStyle = link.colour;
  ctx.lineWidth = link.faded ? link.width : Math.max(link.width, Math.min((LEAST_LINE * link.width) / USUAL_LINE, most) / scale);
  // A pattern that cannot be seen, because it is faint or far away, is not worth its time: dashes are slow to paint.
  const patterned = link.dash.length > 0 && scale > (link.faded ? 0.5 : 0.12);
  if (patterned) ctx.setLineDash(link.dash);
  ctx.stroke(curve(link));
  if (patterned) ctx.setLineDash([]);
  ctx.lineWidth = 1.3;
  if (link.head.length && scale > 0.1) {
    ctx.beginPath();
    link.head.forEach(([x, y], i) => (i ? ctx.lineTo(x, y) : ctx.moveTo(x, y)));
    ctx.closePath();
    ctx.fillStyle = link.hollow ? theme.paper : link.colour;
    ctx.fill();
    ctx.stroke();
  }
  for (const [from, to] of link.strokes) {
    ctx.beginPath();
    ctx.moveTo(from[0], from[1]);
    ctx.lineTo(to[0], to[1]);
    ctx.stroke();
  }
  if (link.ring) {
    ctx.beginPath();
    ctx.arc(link.ring[0], link.ring[1], 3.5, 0, 2 * Math.PI);
    ctx.fillStyle = theme.paper;
    ctx.fill();
    ctx.stroke();
  }
  ctx.globalAlpha = 1;
}

/**
 * The box of a factor with its label.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {DrawnBox} drawn
 * @param {Scene} scene
 * @param {Theme} theme
 * @param {number} scale
 */
export function paintBox(ctx, drawn, scene, theme, scale) {
  const { box } = drawn;
  const left = box.x - box.width / 2;
  const top = box.y - box.height / 2;
  ctx.setLineDash([]);
  ctx.globalAlpha = drawn.presence ?? 1;
  if (drawn.chosen) {
    ctx.strokeStyle = theme.halo;
    ctx.lineWidth = 10;
    rounded(ctx, left, top, box.width, box.height, ROUND);
    ctx.stroke();
  }
  // A faded box still covers the links behind it: its ground stays solid.
  ctx.fillStyle = drawn.faded ? theme.paper : drawn.fill;
  rounded(ctx, left, top, box.width, box.height, ROUND);
  ctx.fill();
  ctx.globalAlpha = inkOf(drawn, FADED_BOX);
  ctx.strokeStyle = drawn.line;
  ctx.lineWidth = drawn.width;
  ctx.setLineDash(drawn.dash);
  ctx.lineCap = drawn.dash.length ? "round" : "butt";
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.lineCap = "round";
  if (drawn.focal) {
    ctx.lineWidth = 1;
    rounded(ctx, left - 4, top - 4, box.width + 8, box.height + 8, 10);
    ctx.stroke();
  }
  ctx.strokeStyle = drawn.accent;
  ctx.lineWidth = 3;
  ctx.beginPath();
  ctx.moveTo(left + 4.5, top + 7);
  ctx.lineTo(left + 4.5, top + box.height - 7);
  ctx.stroke();
  ctx.lineCap = "butt";
  paintLabel(ctx, drawn, scene, theme, scale);
  if (drawn.struck) {
    ctx.strokeStyle = theme.ink;
    ctx.lineWidth = 2;
    ctx.beginPath();
    ctx.moveTo(left, top + box.height);
    ctx.lineTo(left + box.width * drawn.struck, top + box.height * (1 - drawn.struck));
    ctx.stroke();
  }
  if (drawn.badge) paintBadge(ctx, drawn.badge, left + box.width - 2, top, theme, scale);
  ctx.globalAlpha = 1;
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {{text: string, radius: number}} badge
 * @param {number} right
 * @param {number} top of the box
 * @param {Theme} theme
 * @param {number} scale
 */
function paintBadge(ctx, badge, right, top, theme, scale) {
  // As large as can be read; from so far away that it would hide its box, a mark without words.
  const size = Math.max(badge.text.length > 3 ? 9 : 10, scale < BADGES ? 0 : READABLE / scale);
  const radius = Math.max(badge.radius, size * 0.64);
  const y = top + 1 - radius;  // letters made larger to be read fill the box
  ctx.font = `700 ${size}px ${theme.fonts}`;
  const written = scale >= BADGES;
  const half = written ? Math.max(radius, ctx.measureText(badge.text).width / 2 + 5) : radius;
  const x = right - Math.max(0, half - LONGEST_OUT);
  rounded(ctx, x - half, y - radius, 2 * half, 2 * radius, radius);
  ctx.fillStyle = theme.ink;
  ctx.fill();
  if (!written) return;
  ctx.fillStyle = theme.paper;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(badge.text, x, y + 0.5);
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {number} x
 * @param {number} y
 * @param {number} width
 * @param {number} height
 * @param {number} radius
 */
function rounded(ctx, x, y, width, height, radius) {
  ctx.beginPath();
  // Browsers from before 2023 have no rounded rectangles; theirs get corners.
  if (ctx.roundRect) ctx.roundRect(x, y, width, height, radius);
  else ctx.rect(x, y, width, height);
}

/** How much larger than laid out the lines over a label may be, to be read from afar; beyond it they are left out. */
const CAPTION_GROWS = 1.25;

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {DrawnBox} drawn
 * @param {Scene} scene
 * @param {Theme} theme
 * @param {number} scale
 */
function paintLabel(ctx, drawn, scene, theme, scale) {
  const { box } = drawn;
  const letters = lettersAt(ctx, scene, theme.fonts, scale);
  if (letters.how === "none") return;
  if (letters.how === "number") {
    paintNumber(ctx, drawn, scene, theme, letters.size);
    return;
  }
  const { size, line } = scene.font;
  const caption = Math.max(scene.font.caption, READABLE / scale);
  const whole = letters.how === "laid" ? null
    : letters.size > size ? linesAt(ctx, drawn.label, theme.fonts, letters.size, box) : box.lines;
  ctx.fillStyle = theme.ink;
  if (whole) {
    ctx.font = `400 ${letters.size}px ${theme.fonts}`;
    paintLines(ctx, whole, box.x + 2, box.y, letters.size * 1.14, box.width - 14);
    return;
  }
  const captions = caption > CAPTION_GROWS * scene.font.caption ? [] : box.caption || [];
  const top = box.y - ((captions.length * caption + box.lines.length * size) * line) / 2;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.font = `600 ${caption}px ${theme.fonts}`;
  ctx.fillStyle = theme.muted;
  captions.forEach((text, i) => ctx.fillText(text, box.x, top + (i + 0.5) * caption * line, box.width - 16));
  ctx.font = `400 ${size}px ${theme.fonts}`;
  ctx.fillStyle = theme.ink;
  const under = top + captions.length * caption * line;
  box.lines.forEach((text, i) => ctx.fillText(text, box.x, under + (i + 0.5) * size * line, box.width - 14));
}

/**
 * From far away: the factor's number.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {DrawnBox} drawn
 * @param {Scene} scene
 * @param {Theme} theme
 * @param {number} size
 */
function paintNumber(ctx, { id, box }, scene, theme, size) {
  const number = scene.numbers?.get(id) || "";
  if (!number) return;
  ctx.font = `600 ${size}px ${theme.fonts}`;
  ctx.fillStyle = theme.ink;
  paintLines(ctx, [number], box.x, box.y, size, box.width);
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {string[]} lines
 * @param {number} x
 * @param {number} y
 * @param {number} height of a line
 * @param {number} width that no line may exceed
 */
function paintLines(ctx, lines, x, y, height, width) {
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  lines.forEach((text, i) => ctx.fillText(text, x, y + (i - (lines.length - 1) / 2) * height, width));
}

/** @type {WeakMap<object, Path2D>} */
const curves = new WeakMap();

/**
 * @param {DrawnLink} link
 * @returns {Path2D}
 */
function curve(link) {
  let made = curves.get(link.path);
  if (!made) {
    made = new Path2D();
    const [start] = link.path;
    made.moveTo(start[0], start[1]);
    for (let i = 1; i + 2 < link.path.length; i += 3) {
      const [a, b, c] = link.path.slice(i, i + 3);
      made.bezierCurveTo(a[0], a[1], b[0], b[1], c[0], c[1]);
    }
    curves.set(link.path, made);
  }
  return made;
}

/**
 * @param {Area} a
 * @param {Area} b
 */
function touches(a, b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
