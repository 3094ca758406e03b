/** Draws a scene on a canvas whose coordinates are those of the layout. */

/**
 * @typedef {import("./scene.js").Scene} Scene
 * @typedef {import("./scene.js").DrawnBox} DrawnBox
 * @typedef {import("./scene.js").DrawnLink} DrawnLink
 * @typedef {import("./theme.js").Theme} Theme
 * @typedef {import("./types.js").Area} Area
 */

const FADED_LINK = 0.16;
const FADED_BOX = 0.38;
const ROUND = 6;
const SIGN = 8.5;
/** Below this size on the screen (in pixels) a text is not worth its ink. */
const LEAST_TEXT = 6.5;

/**
 * Columns, headers and links: everything that lies under the boxes.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {Scene} scene
 * @param {Theme} theme
 * @param {number} scale screen pixels a layout pixel
 * @param {Area} seen what of the layout is on the screen
 */
export function paintUnder(ctx, scene, theme, scale, seen) {
  for (const drawn of scene.headers) paintHeader(ctx, drawn, scene, theme, scale);
  for (const link of scene.links) {
    if (touches(link.area, seen)) paintLine(ctx, link);
  }
  if (scale * SIGN < 3.2) return;
  for (const link of scene.links) {
    if (link.sign && touches(link.area, seen)) paintSign(ctx, link, theme);
  }
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {import("./scene.js").DrawnHeader} drawn
 * @param {Scene} scene
 * @param {Theme} theme
 * @param {number} scale
 */
function paintHeader(ctx, { header, colour }, scene, theme, scale) {
  const { panel } = header;
  ctx.fillStyle = theme.panel;
  ctx.strokeStyle = theme.panelLine;
  ctx.lineWidth = 1;
  ctx.setLineDash([]);
  ctx.beginPath();
  ctx.roundRect(panel.left, panel.top, panel.right - panel.left, panel.bottom - panel.top, 8);
  ctx.fill();
  ctx.stroke();
  let size = scene.font.header;
  let lines = header.lines;
  if (size * scale < LEAST_TEXT) {
    size = Math.ceil(LEAST_TEXT / scale);
    ctx.font = `600 ${size}px ${theme.font}`;
    lines = shortLines(ctx, header.id, header.lines.join(" "), header.width - 6, Math.floor(header.height / size / 1.1));
  }
  ctx.font = `600 ${size}px ${theme.font}`;
  ctx.fillStyle = theme.ink;
  paintLines(ctx, lines, header.x, header.y, size * (lines === header.lines ? scene.font.line : 1.1), header.width);
  ctx.fillStyle = colour;
  const side = header.kind === "band";
  if (side) ctx.fillRect(panel.left, panel.top + 8, 3, panel.bottom - panel.top - 16);
  else ctx.fillRect(panel.left + 8, panel.top, panel.right - panel.left - 16, 3);
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {DrawnLink} link
 */
function paintLine(ctx, link) {
  ctx.globalAlpha = link.faded ? FADED_LINK : 1;
  ctx.strokeStyle = link.colour;
  ctx.fillStyle = link.colour;
  ctx.lineWidth = link.width;
  ctx.setLineDash(link.dash);
  ctx.lineCap = link.dash.length && link.dash[0] < 2 ? "round" : "butt";
  ctx.stroke(curve(link));
  ctx.setLineDash([]);
  ctx.lineCap = "butt";
  if (link.head.length) paintHead(ctx, link);
  if (link.delayAt) paintDelay(ctx, link);
  ctx.globalAlpha = 1;
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {DrawnLink} link
 */
function paintHead(ctx, link) {
  const [tip, left, right] = link.head;
  ctx.beginPath();
  ctx.moveTo(left[0], left[1]);
  ctx.lineTo(tip[0], tip[1]);
  ctx.lineTo(right[0], right[1]);
  if (link.open) {
    ctx.stroke();
  } else {
    ctx.closePath();
    ctx.fill();
  }
}

/**
 * Two short strokes beside each other: it takes a while.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {DrawnLink} link
 */
function paintDelay(ctx, link) {
  const [x, y] = /** @type {import("./types.js").Point} */ (link.delayAt);
  ctx.lineWidth = 1.5;
  ctx.beginPath();
  for (const dx of [-2.5, 2.5]) {
    ctx.moveTo(x + dx, y - 6);
    ctx.lineTo(x + dx, y + 6);
  }
  ctx.stroke();
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {DrawnLink} link
 * @param {Theme} theme
 */
function paintSign(ctx, link, theme) {
  const [x, y] = link.signAt;
  ctx.globalAlpha = link.faded ? FADED_LINK : 1;
  ctx.beginPath();
  ctx.arc(x, y, SIGN - 1, 0, 2 * Math.PI);
  ctx.fillStyle = theme.paper;
  ctx.fill();
  ctx.lineWidth = 1;
  ctx.strokeStyle = link.colour;
  ctx.stroke();
  ctx.fillStyle = link.colour;
  ctx.font = `700 12px ${theme.font}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(link.sign, x, y + 0.5);
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
  // A faded box still covers the links behind it: its ground stays solid.
  ctx.globalAlpha = 1;
  ctx.fillStyle = theme.paper;
  ctx.setLineDash([]);
  ctx.beginPath();
  ctx.roundRect(left, top, box.width, box.height, ROUND);
  if (drawn.ring) {
    ctx.strokeStyle = drawn.ring;
    ctx.lineWidth = 8;
    ctx.globalAlpha = 0.22;
    ctx.stroke();
    ctx.globalAlpha = 1;
  }
  ctx.fill();
  ctx.globalAlpha = drawn.faded ? FADED_BOX : 1;
  ctx.strokeStyle = drawn.line;
  ctx.lineWidth = drawn.lineWidth;
  ctx.setLineDash(drawn.dash);
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.fillStyle = drawn.accent;
  ctx.beginPath();
  ctx.roundRect(left + 4, top + 6, 4, box.height - 12, 2);
  ctx.fill();
  paintLabel(ctx, drawn, scene, theme, scale);
  ctx.globalAlpha = 1;
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
  const x = box.x + 3;
  if (size * scale < LEAST_TEXT) {
    paintShort(ctx, drawn, theme, scale);
    return;
  }
  const captions = box.caption || [];
  const captionHeight = captions.length * caption * line;
  const labelHeight = box.lines.length * size * line;
  const top = box.y - (captionHeight + labelHeight) / 2;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  if (captions.length) {
    ctx.font = `500 ${caption}px ${theme.font}`;
    ctx.fillStyle = theme.faint;
    captions.forEach((text, i) => ctx.fillText(text, x, top + (i + 0.5) * caption * line, box.width - 20));
  }
  ctx.font = `${drawn.mark ? 600 : 400} ${size}px ${theme.font}`;
  ctx.fillStyle = theme.ink;
  box.lines.forEach((text, i) => {
    ctx.fillText(text, x, top + captionHeight + (i + 0.5) * size * line, box.width - 18);
  });
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
  const room = Math.floor((box.height - 4) / (size * 1.1));
  if (room < 1 || scale < 0.12) return;
  ctx.font = `400 ${size}px ${theme.font}`;
  ctx.fillStyle = theme.ink;
  paintLines(ctx, shortLines(ctx, drawn.id, drawn.label, box.width - 14, room), box.x + 3, box.y, size * 1.1,
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
