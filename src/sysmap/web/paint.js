/** Draws a scene on a canvas whose coordinates are those of the layout. */

/**
 * @typedef {import("./scene.js").Scene} Scene
 * @typedef {import("./scene.js").DrawnBox} DrawnBox
 * @typedef {import("./scene.js").DrawnLink} DrawnLink
 * @typedef {import("./theme.js").Theme} Theme
 * @typedef {import("./types.js").Area} Area
 */

/** How much of the ink is left of what steps back. */
const FADED_LINK = 0.16;
const FADED_BOX = 0.4;
const ROUND = 7;
/** Below this size on the screen (in pixels) a whole label is not worth its ink; a short one is drawn at this size. */
const WHOLE_TEXT = 5.6;
const LEAST_TEXT = 6.5;

/**
 * Columns, links and headers: everything that lies under the boxes.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {Scene} scene
 * @param {Theme} theme
 * @param {number} scale screen pixels a layout pixel
 * @param {Area} seen what of the layout is on the screen
 */
export function paintUnder(ctx, scene, theme, scale, seen) {
  for (const drawn of scene.headers) paintPanel(ctx, drawn);
  for (const link of scene.links) {
    if (touches(link.area, seen)) paintLink(ctx, link, theme, scale);
  }
  for (const drawn of scene.headers) paintHeader(ctx, drawn, scene, theme, scale);
}

/**
 * The signs of the links: above everything, so that no line runs through them.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {Scene} scene
 * @param {Theme} theme
 * @param {number} scale
 * @param {Area} seen
 */
export function paintOver(ctx, scene, theme, scale, seen) {
  if (scale < 0.3) return;
  ctx.font = `700 13px ${theme.fonts}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "alphabetic";
  ctx.lineWidth = 3;
  ctx.lineJoin = "round";
  for (const link of scene.links) {
    if (!(link.sign || link.note) || !touches(link.area, seen)) continue;
    const mark = link.note ? `${link.sign} ${link.note}` : link.sign;
    ctx.globalAlpha = link.faded ? FADED_LINK : 1;
    ctx.strokeStyle = theme.paper;
    ctx.fillStyle = link.colour;
    ctx.strokeText(mark, link.signAt[0], link.signAt[1] + 4);
    ctx.fillText(mark, link.signAt[0], link.signAt[1] + 4);
  }
  ctx.globalAlpha = 1;
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {import("./scene.js").DrawnHeader} drawn
 */
function paintPanel(ctx, { header: { panel }, tint }) {
  ctx.fillStyle = tint.soft;
  rounded(ctx, panel.left, panel.top, panel.right - panel.left, panel.bottom - panel.top, 8);
  ctx.fill();
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {import("./scene.js").DrawnHeader} drawn
 * @param {Scene} scene
 * @param {Theme} theme
 * @param {number} scale
 */
function paintHeader(ctx, { header, tint }, scene, theme, scale) {
  ctx.fillStyle = tint.strong;
  ctx.strokeStyle = tint.line;
  ctx.lineWidth = 1;
  rounded(ctx, header.x - header.width / 2, header.y - header.height / 2, header.width, header.height, 6);
  ctx.fill();
  ctx.stroke();
  let size = scene.font.header;
  let lines = header.lines;
  if (size * scale < WHOLE_TEXT) {
    size = Math.ceil(LEAST_TEXT / scale);
    ctx.font = `600 ${size}px ${theme.fonts}`;
    lines = shortLines(ctx, header.id, header.lines.join(" "), header.width - 6, Math.floor(header.height / size / 1.1));
  }
  ctx.font = `600 ${size}px ${theme.fonts}`;
  ctx.fillStyle = theme.ink;
  paintLines(ctx, lines, header.x, header.y, size * (lines === header.lines ? scene.font.line : 1.1), header.width);
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {DrawnLink} link
 * @param {Theme} theme
 * @param {number} scale
 */
function paintLink(ctx, link, theme, scale) {
  ctx.globalAlpha = link.faded ? FADED_LINK : 1;
  ctx.strokeStyle = link.colour;
  ctx.lineWidth = link.width;
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
  ctx.globalAlpha = drawn.faded ? FADED_BOX : 1;
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
  if (drawn.badge) paintBadge(ctx, drawn.badge, left + box.width - 2, top + 2, theme);
  ctx.globalAlpha = 1;
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {{text: string, radius: number}} badge
 * @param {number} x
 * @param {number} y
 * @param {Theme} theme
 */
function paintBadge(ctx, badge, x, y, theme) {
  ctx.font = `700 ${badge.text.length > 3 ? 9 : 10}px ${theme.fonts}`;
  const half = Math.max(badge.radius, ctx.measureText(badge.text).width / 2 + 5);
  rounded(ctx, x - half, y - badge.radius, 2 * half, 2 * badge.radius, badge.radius);
  ctx.fillStyle = theme.ink;
  ctx.fill();
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

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {DrawnBox} drawn
 * @param {Scene} scene
 * @param {Theme} theme
 * @param {number} scale
 */
function paintLabel(ctx, drawn, scene, theme, scale) {
  const { box } = drawn;
  const { size, caption, line } = scene.font;
  if (size * scale < WHOLE_TEXT) {
    paintShort(ctx, drawn, theme, scale);
    return;
  }
  const captions = box.caption || [];
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
 * From far away: as much of the label as fits in letters one can still read.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {DrawnBox} drawn
 * @param {Theme} theme
 * @param {number} scale
 */
function paintShort(ctx, drawn, theme, scale) {
  const { box } = drawn;
  const size = Math.ceil(LEAST_TEXT / scale);
  const room = Math.max(1, Math.floor((box.height - 4) / (size * 1.1)));
  if (box.height * scale < 5 || scale < 0.12) return;
  ctx.font = `400 ${size}px ${theme.fonts}`;
  ctx.fillStyle = theme.ink;
  paintLines(ctx, shortLines(ctx, drawn.id, drawn.label, box.width - 14, room), box.x, box.y, size * 1.1,
    box.width - 14);
}

/** @type {Map<string, string[]>} */
const shortened = new Map();

/**
 * @param {CanvasRenderingContext2D} ctx with its font set
 * @param {string} id
 * @param {string} text
 * @param {number} width
 * @param {number} most lines
 */
function shortLines(ctx, id, text, width, most) {
  const key = [id, ctx.font, width, most, text].join("\n");
  let lines = shortened.get(key);
  if (!lines) {
    lines = wrapped(ctx, text, width, Math.max(1, most));
    shortened.set(key, lines);
  }
  return lines;
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {string} text
 * @param {number} width
 * @param {number} most lines
 */
function wrapped(ctx, text, width, most) {
  const lines = [""];
  const words = text.split(/\s+/);
  for (const [i, word] of words.entries()) {
    const line = lines[lines.length - 1];
    const longer = line ? `${line} ${word}` : word;
    if (ctx.measureText(longer).width <= width) {
      lines[lines.length - 1] = longer;
    } else if (line && lines.length < most) {
      lines.push(word);
    } else {
      lines[lines.length - 1] = cut(ctx, i < words.length ? `${longer}…` : longer, width);
      break;
    }
  }
  return lines;
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {string} text
 * @param {number} width
 */
function cut(ctx, text, width) {
  let kept = [...text];
  while (kept.length > 1 && ctx.measureText(kept.join("") + "…").width > width) kept = kept.slice(0, -1);
  return kept.join("").replace(/[\s…]+$/, "") + "…";
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
