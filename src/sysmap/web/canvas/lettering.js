/**
 * What is written in boxes and headers at every distance. From near: as laid out. From farther away: the whole label, all
 * of the map in one size, as large as the fullest box allows. From so far that nobody could read it: a number, which a
 * list beside the picture explains. Never a piece of a label.
 *
 * @typedef {import("../scene.js").Scene} Scene
 * @typedef {{how: "laid" | "whole" | "number" | "none", size: number}} Letters size in pixels of the layout
 */

/** Size of the smallest letters on the screen, in pixels, that can be read without effort. */
export const READABLE = 11;
/** Letters of this size on the screen, in pixels, are read with ease; smaller ones are made as large as their boxes allow. */
const EASY = READABLE;
/** Letters smaller than this, in pixels of the screen, are not written. */
export const LEAST = READABLE;
/** Size of a number on the screen, where its box has room for it. */
const NUMBER = READABLE;
const LARGEST = 1.6;
const LINE = 1.14;

/**
 * How the labels of a scene are written at a scale.
 *
 * @param {CanvasRenderingContext2D} ctx for measuring
 * @param {Scene} scene
 * @param {string} fonts
 * @param {number} scale screen pixels a layout pixel
 * @returns {Letters}
 */
export function lettersAt(ctx, scene, fonts, scale) {
  const { size } = scene.font;
  if (size * scale >= EASY) return { how: "laid", size };
  if (size * LARGEST * scale >= LEAST || !scene.numbers) {
    const whole = wholeSize(ctx, scene, fonts);
    if (whole * scale >= (scene.numbers ? LEAST : 3)) return { how: "whole", size: whole };
  }
  if (!scene.numbers) return { how: "none", size };
  const number = Math.min(NUMBER / scale, numberSize(scene));
  return { how: number * scale >= LEAST ? "number" : "none", size: number };
}

/**
 * The smallest scale at which every label of a scene can be read.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {Scene} scene
 * @param {string} fonts
 */
export function readableScale(ctx, scene, fonts) {
  return READABLE / Math.max(scene.font.size, wholeSize(ctx, scene, fonts));
}

/** @type {WeakMap<Scene, number>} */
const sizes = new WeakMap();

/**
 * The one size at which every whole label fits its box; the layout's own where a box is just large enough for that.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {Scene} scene
 * @param {string} fonts
 */
function wholeSize(ctx, scene, fonts) {
  let found = sizes.get(scene);
  if (found === undefined) {
    const { size } = scene.font;
    found = size * LARGEST;
    for (const { box, label } of scene.boxes) {
      if (!box.cut) found = Math.min(found, fittingSize(ctx, label, fonts, size, box));
      if (found <= size) break;
    }
    sizes.set(scene, found);
  }
  return found;
}

/** Boxes stay as they were laid out while scene after scene is made of them. @type {WeakMap<object, {label: string, fonts: string, size: number}>} */
const fitting = new WeakMap();

/**
 * The largest size at which a box holds its whole label, the layout's own at least.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {string} label
 * @param {string} fonts
 * @param {number} least
 * @param {import("../types.js").Box} box
 */
function fittingSize(ctx, label, fonts, least, box) {
  const known = fitting.get(box);
  if (known && known.label === label && known.fonts === fonts) return known.size;
  let size = least * LARGEST;
  while (size > least && !linesAt(ctx, label, fonts, size, box)) size = Math.max(least, size - 0.5);
  fitting.set(box, { label, fonts, size });
  return size;
}

/** @type {WeakMap<Scene, number>} */
const heights = new WeakMap();

/**
 * The one size at which every box holds a number; digits are lower than the letters' size by a quarter.
 *
 * @param {Scene} scene
 */
function numberSize(scene) {
  let found = heights.get(scene);
  if (found === undefined) heights.set(scene, found = Math.min(...scene.boxes.map(({ box }) => Math.min(box.height * 1.1, box.width / 2.6)), 1e4));
  return found;
}

/**
 * A whole label in lines that fit the box; null where it does not fit. A word is never broken, save after a hyphen or
 * slash.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {string} label
 * @param {string} fonts
 * @param {number} size
 * @param {{width: number, height: number}} box
 * @param {string} [weight]
 * @returns {string[] | null}
 */
export function linesAt(ctx, label, fonts, size, box, weight = "400") {
  const most = Math.floor((box.height - 3) / (size * LINE));
  const pieces = piecesOf(ctx, label, fonts, weight);
  let best = filled(pieces, size, box.width - 18);
  if (!best || best.length > most) return null;
  if (best.length === 1) return best;
  // As many lines in the narrowest width that gives no more of them: lines of even length.
  let [low, high] = [(box.width - 18) / 2, box.width - 18];
  for (let i = 0; i < 5; i++) {
    const middle = (low + high) / 2;
    const tried = filled(pieces, size, middle);
    if (tried && tried.length <= best.length) [best, high] = [tried, middle];
    else low = middle;
  }
  return best;
}

/**
 * @param {[string, number, number][]} pieces
 * @param {number} size
 * @param {number} width
 * @returns {string[] | null} none where a piece is wider than a line
 */
function filled(pieces, size, width) {
  const lines = [];
  let [line, used] = ["", 0];
  for (const [piece, wide, bare] of pieces) {
    if (bare * size > width) return null;
    if (line && used + bare * size > width) {
      lines.push(line.trimEnd());
      [line, used] = ["", 0];
    }
    line += piece;
    used += wide * size;
  }
  lines.push(line.trimEnd());
  return lines;
}

/** @type {Map<string, [string, number, number][]>} */
const measured = new Map();

/**
 * The pieces of a label between which a line may end: each with its width, and that without the space after it, for
 * letters of one pixel.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {string} label
 * @param {string} fonts
 * @param {string} weight
 */
function piecesOf(ctx, label, fonts, weight) {
  const key = `${weight} ${label}`;
  let pieces = measured.get(key);
  if (!pieces) {
    ctx.font = `${weight} 50px ${fonts}`;
    const wide = (/** @type {string} */ text) => ctx.measureText(text).width / 50;
    pieces = label.trim().split(/(?<=\s)(?=\S)|(?<=\S{3}[-/–—])(?=\S{4})/u).map((piece) => [piece.replace(/\s+/g, " "), wide(piece.replace(/\s+/g, " ")), wide(piece.trimEnd())]);
    measured.set(key, pieces);
  }
  return pieces;
}

/**
 * The lines of a header that can be read at a scale, and their size; its letter where the words of one header cannot. All
 * have words or all have letters.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {import("../types.js").Header} header
 * @param {Scene} scene
 * @param {string} fonts
 * @param {number} scale
 * @returns {Written | null}
 */
export function headerLines(ctx, header, scene, fonts, scale) {
  const { header: size, line } = scene.font;
  if (size * scale >= EASY) return { lines: header.lines, size, line };
  if (!scene.numbers) return headerWords(ctx, header, scene, fonts, scale) || { lines: header.lines, size, line };
  let known = spelt.get(scene);
  if (!known || known.scale !== scale) {
    const words = scene.headers.map((one) => headerWords(ctx, one.header, scene, fonts, scale));
    spelt.set(scene, known = { scale, words: words.every(Boolean) ? new Map(scene.headers.map((one, i) => [one.header.id, words[i]])) : null });
  }
  if (known.words) return known.words.get(header.id) || null;
  const letter = lettersAt(ctx, scene, fonts, scale).how === "number" && scene.numbers.get(header.id);
  return letter && header.height * 0.9 * scale >= LEAST ? { lines: [letter], size: NUMBER / scale, line } : null;
}

/** @typedef {{lines: string[], size: number, line: number}} Written */

/** @type {WeakMap<Scene, {scale: number, words: Map<string, Written | null> | null}>} */
const spelt = new WeakMap();

/**
 * Whether headers bear letters instead of words, as the scene was last painted.
 *
 * @param {Scene} scene
 */
export function headersLettered(scene) {
  const known = spelt.get(scene);
  return Boolean(known && !known.words);
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {import("../types.js").Header} header
 * @param {Scene} scene
 * @param {string} fonts
 * @param {number} scale
 * @returns {Written | null}
 */
function headerWords(ctx, header, scene, fonts, scale) {
  const { header: size, line } = scene.font;
  const room = { width: header.width + 8, height: header.height };
  for (let tried = Math.min(size * LARGEST, (EASY + 1) / scale); tried * scale >= LEAST && tried >= size * 0.8; tried -= 0.5) {
    const lines = linesAt(ctx, header.lines.join(" "), fonts, tried, room, "600");
    if (lines) return { lines, size: tried, line: LINE };
  }
  return size * scale >= LEAST ? { lines: header.lines, size, line } : null;
}

/**
 * The number of each factor and the letter of each header, in the order in which one reads the picture: column by column
 * from top to bottom.
 *
 * @param {import("../types.js").LayoutData} layout
 * @param {string[]} order ids of the factors as the map has them
 * @returns {Map<string, string>}
 */
export function numbersOf(layout, order) {
  const place = (/** @type {string} */ id) => layout.boxes[id];
  const columns = new Map(order.filter(place).map((id) => [id, place(id).column || 0]));
  const read = ["force", "trophic", "drawn", "workshop"].includes(layout.engine)
    ? [...columns.keys()].sort((a, b) => place(a).y - place(b).y || place(a).x - place(b).x)
    : [...columns.keys()].sort((a, b) => /** @type {number} */ (columns.get(a)) - /** @type {number} */ (columns.get(b)) || place(a).y - place(b).y);
  const letters = layout.headers.map(({ id }, i) => /** @type {[string, string]} */ ([id, letterOf(i)]));
  return new Map([...letters, ...read.map((id, i) => /** @type {[string, string]} */ ([id, String(i + 1)]))]);
}

/**
 * @param {number} i
 * @returns {string}
 */
function letterOf(i) {
  return i < 26 ? String.fromCharCode(65 + i) : `${letterOf(Math.floor(i / 26) - 1)}${letterOf(i % 26)}`;
}
