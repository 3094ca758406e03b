/** A scene as an SVG with title, legend and footer, for files and for print; the same as `sysmap.views.svg` makes of it. */

import { backgroundMarks, boxMarks, headerMarks, linkMarks, mark, number, panelMarks, signMarks, words } from "./marks.js";

/**
 * @typedef {import("./marks.js").Mark} Mark
 * @typedef {import("../scene.js").Scene} Scene
 * @typedef {import("../theme.js").Theme} Theme
 *
 * @typedef {Object} Around what stands around a picture and says it in words
 * @property {string} label what it shows, in a sentence
 * @property {string} description and at length
 * @property {string} [title] lines above and below; none where empty
 * @property {string} [subtitle]
 * @property {string} [footer]
 * @property {[Mark[], string][]} [legend] samples and what they mean
 * @property {string} [prefix] beginning of the ids, so that several pictures fit one page
 * @property {number} [aspect] width by height of the whole; 0 as it comes
 */

const SIDE = 24;
const [TITLE, SUBTITLE, FOOTER, LEGEND] = [19, 13, 11, 12];
const ROW = 22;
const SAMPLE = 54;
const LINE = 1.25;

/**
 * @param {Scene} scene
 * @param {Theme} theme
 * @param {Around} around
 * @returns {Mark}
 */
export function svgOf(scene, theme, { label, description, title = "", subtitle = "", footer = "", legend = [], prefix = "map-", aspect = 0 }) {
  const { bounds, background, headers, links, boxes, font } = scene;
  const [wide, high] = [bounds.right - bounds.left, bounds.bottom - bounds.top];
  const inner = Math.max(wide, 480);
  // Words around a wide picture grow with it, so that they can be read when it is printed on a page.
  const k = Math.min(Math.max(inner / 1100, 1), 2);
  const room = (inner - 2 * SIDE) / k;
  const lines = title ? filled(title, TITLE, room, 3, theme) : [];
  const head = lines.length ? (SIDE - 4 + lines.length * TITLE * LINE + (subtitle ? SUBTITLE + 9 : 0)) * k : 0;
  const samples = legendMarks(legend, room, theme);
  const foot = (samples.height + (footer ? FOOTER + 15 : 0)) * k;
  let [width, height] = [inner, head + high + foot];
  if (aspect) [width, height] = [Math.max(width, height * aspect), Math.max(height, width / aspect)];
  const [left, slack] = [(width - inner) / 2, (height - head - high - foot) / 2];
  return mark("svg", {
    xmlns: "http://www.w3.org/2000/svg", width, height, viewBox: `0 0 ${number(width)} ${number(height)}`, role: "img",
    "aria-labelledby": `${prefix}title ${prefix}desc`, "font-family": theme.fonts, fill: theme.ink,
  },
  mark("title", { id: `${prefix}title` }, label), mark("desc", { id: `${prefix}desc` }, description),
  mark("rect", { width, height, fill: theme.paper }),
  lines.map((line, i) => words(left + SIDE, (34 + i * TITLE * LINE) * k, line, TITLE * k, { "text-anchor": "start", "font-weight": 700 })),
  lines.length && subtitle ? words(left + SIDE, head - 9 * k, subtitle, SUBTITLE * k, { "text-anchor": "start", fill: theme.muted }) : null,
  mark("g", { transform: `translate(${number(left + (inner - wide) / 2 - bounds.left)} ${number(head + slack - bounds.top)})` },
    background.map((drawn) => backgroundMarks(drawn, font, theme)),
    [true, false].flatMap((layer) => headers.filter(({ header }) => (header.kind === "layer") === layer).map(panelMarks)),
    links.map((link) => linkMarks(link, theme)),
    headers.map((drawn) => headerMarks(drawn, font)),
    boxes.map((drawn) => boxMarks(drawn, font, theme)),
    links.filter((link) => link.sign || link.note).map((link) => signMarks(link, theme))),
  samples.marks.length ? mark("g", { transform: `translate(${number(left + SIDE)} ${number(height - foot)}) scale(${number(k)})` }, samples.marks) : null,
  footer ? words(left + SIDE, height - 10 * k, footer, FOOTER * k, { "text-anchor": "start", fill: theme.muted }) : null);
}

/**
 * @param {[Mark[], string][]} rows
 * @param {number} width
 * @param {Theme} theme
 * @returns {{marks: Mark[], height: number}} with the space around it
 */
function legendMarks(rows, width, theme) {
  if (!rows.length) return { marks: [], height: 0 };
  const marks = [mark("path", { d: `M0 2H${number(width)}`, stroke: "#c9d1d9" })];
  let [x, y] = [0, 24];
  for (const [sample, text] of rows) {
    const wide = SAMPLE + textRoom(text, LEGEND, theme);
    if (x && x + wide > width) [x, y] = [0, y + ROW];
    marks.push(mark("g", null, mark("g", { transform: `translate(${number(x)} ${number(y - 12)})`, fill: "none" }, sample),
      words(x + SAMPLE, y, text, LEGEND, { "text-anchor": "start", fill: theme.muted })));
    x += wide + 22;
  }
  return { marks, height: y + 20 };
}

/**
 * What a line of words takes, in the same reckoning as Python's.
 *
 * @param {string} text
 * @param {number} size
 * @param {Theme} theme
 * @param {boolean} [bold]
 */
function textRoom(text, size, { letters }, bold = false) {
  let wide = 0;
  for (const char of text) {
    const code = /** @type {number} */ (char.codePointAt(0));
    wide += code >= 32 && code < 127 ? letters[code - 32] : 620;
  }
  return (wide * size * (bold ? 1.1 * 1.04 : 1.04)) / 1000;
}

/**
 * A bold heading in lines, each as full as it goes; what is left over ends in an ellipsis.
 *
 * @param {string} text
 * @param {number} size
 * @param {number} width
 * @param {number} most
 * @param {Theme} theme
 */
function filled(text, size, width, most, theme) {
  let lines = [""];
  const fits = (/** @type {string} */ line) => textRoom(line, size, theme, true) <= width;
  for (const word of [...text].slice(0, 2000).join("").split(/[ \t\n\r\x0b\x0c]+/).filter(Boolean)) {
    let rest = [...word];
    let whole = true;
    while (rest.length) {
      const last = lines[lines.length - 1];
      const there = last && whole ? `${last} ${rest.join("")}` : last + rest.join("");
      if (fits(there)) {
        lines[lines.length - 1] = there;
        break;
      }
      if (last) lines.push("");
      else {
        const over = rest.findIndex((_, i) => !fits(rest.slice(0, i + 1).join("")));
        const cut = Math.max(1, over < 0 ? rest.length - 1 : over);
        lines[lines.length - 1] = rest.slice(0, cut).join("");
        rest = rest.slice(cut);
        whole = false;
        lines.push("");
      }
    }
  }
  lines = lines.filter(Boolean);
  return lines.length <= most ? lines : [...lines.slice(0, most - 1), `${lines[most - 1]} …`];
}
