/**
 * A scene as the elements of an SVG, as `sysmap.views.marks` makes them, byte for byte (a test compares them). An element is a
 * value: its tag, its attributes, what it holds; `svgElement` puts it on a page, `svgText` writes it into a file.
 *
 * @typedef {import("../scene.js").DrawnBox} DrawnBox
 * @typedef {import("../scene.js").DrawnLink} DrawnLink
 * @typedef {import("../scene.js").DrawnHeader} DrawnHeader
 * @typedef {import("../scene.js").DrawnBackground} DrawnBackground
 * @typedef {import("../theme.js").Theme} Theme
 * @typedef {import("../types.js").Point} Point
 * @typedef {string | number | null | undefined} Value
 * @typedef {{tag: string, attributes: Record<string, Value>, children: (Mark | string)[]}} Mark
 */

import { svg } from "../dom.js";

/** How much of the ink is left of what steps back. */
export const FADED_LINK = 0.16;
export const FADED_BOX = 0.4;
export const FADED_PICTURE = 0.6;
/** Between the edge of something behind the map and its words. */
export const PADDING = 8;
const RING = 5.6;
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu;

/**
 * @param {string} tag
 * @param {Record<string, Value> | null} [attributes]
 * @param {...(Mark | string | null | (Mark | string)[])} children
 * @returns {Mark}
 */
export function mark(tag, attributes, ...children) {
  return { tag, attributes: attributes || {}, children: /** @type {(Mark | string)[]} */ (children.flat().filter((child) => child !== null)) };
}

/**
 * How much of its ink something is drawn with.
 *
 * @param {{faded: boolean, presence?: number}} drawn
 * @param {number} faded what is left of what steps back
 */
export function inkOf({ faded: back, presence = 1 }, faded) {
  return (back ? faded : 1) * presence;
}

/** @param {{faded: boolean, presence?: number}} drawn @param {number} faded */
function opacity(drawn, faded) {
  const ink = inkOf(drawn, faded);
  return ink < 1 ? { opacity: ink } : null;
}

/**
 * @param {Mark | string} one
 * @returns {string}
 */
export function svgText(one) {
  if (typeof one === "string") return escaped(one);
  const attributes = Object.entries(one.attributes).filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => ` ${name}="${escaped(written(value)).replaceAll('"', "&quot;")}"`).join("");
  const inside = one.children.map(svgText).join("");
  return inside ? `<${one.tag}${attributes}>${inside}</${one.tag}>` : `<${one.tag}${attributes}/>`;
}

/**
 * @param {Mark} one
 * @returns {SVGElement}
 */
export function svgElement({ tag, attributes, children }) {
  const shown = Object.fromEntries(Object.entries(attributes).filter(([name, value]) => name !== "xmlns" && value !== null && value !== undefined)
    .map(([name, value]) => [name, written(value)]));
  return svg(tag, shown, ...children.map((child) => (typeof child === "string" ? child.replace(CONTROL, "\ufffd") : svgElement(child))));
}

/** @param {Value} value */
function written(value) {
  return typeof value === "string" ? value : number(value || 0);
}

/** @param {string} text */
function escaped(text) {
  return text.replace(CONTROL, "\ufffd").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** A number with two decimals at most, as short as it goes. @param {number} value */
export function number(value) {
  return String(Math.round(value * 100) / 100 || 0);
}

/**
 * A line of text at its base line.
 *
 * @param {number} x
 * @param {number} y
 * @param {string} text
 * @param {number} size
 * @param {Record<string, Value> | null} [how]
 */
export function words(x, y, text, size, how) {
  return mark("text", { x, y, "font-size": size, "text-anchor": "middle", ...how }, text);
}

/**
 * A text, frame or picture behind the map. A picture is faint, so that what is drawn on it can be read.
 *
 * @param {DrawnBackground} drawn
 * @param {{line: number}} font
 * @param {Theme} theme
 */
export function backgroundMarks({ placed: p, kind, label, tint, image }, font, theme) {
  const [left, top] = [p.x - p.width / 2, p.y - p.height / 2];
  if (image) {
    return mark("g", { opacity: FADED_PICTURE }, mark("title", null, label),
      mark("image", { x: left, y: top, width: p.width, height: p.height, href: image, preserveAspectRatio: "none" }));
  }
  const ground = kind !== "text" ? [rect(left, top, p.width, p.height, 8, {
    fill: tint ? tint.soft : "none", stroke: tint ? tint.line : theme.muted, "stroke-dasharray": kind === "picture" ? "5 4" : null,
  })] : tint ? [rect(left, top, p.width, p.height, 8, { fill: tint.strong })] : [];
  return mark("g", null, ground, p.lines.map((text, i) => words(left + PADDING, top + PADDING + (i + 1) * p.size * font.line - p.size * 0.35, text, p.size, {
    "text-anchor": "start", "font-weight": kind === "text" ? null : 600,
  })));
}

/**
 * @param {number} x
 * @param {number} y
 * @param {number} width
 * @param {number} height
 * @param {number} rx
 * @param {Record<string, Value>} how
 */
export function rect(x, y, width, height, rx, how) {
  return mark("rect", { x, y, width, height, rx, ...how });
}

/** @param {Point} point */
function pair([x, y]) {
  return `${number(x)} ${number(y)}`;
}

/** @param {number[]} dash */
function pattern(dash) {
  return dash.map(number).join(" ") || null;
}

/** The ground of a column, or the outline of a row. @param {DrawnHeader} drawn */
export function panelMarks({ header: { kind, panel }, tint }) {
  return rect(panel.left, panel.top, panel.right - panel.left, panel.bottom - panel.top, 8,
    kind === "layer" ? { fill: tint.soft } : { fill: "none", stroke: tint.line, "stroke-dasharray": "5 4" });
}

/** @param {DrawnHeader} drawn @param {import("../scene.js").Scene["font"]} font */
export function headerMarks({ header, tint }, { header: size, line }) {
  const first = header.y - ((header.lines.length - 1) * size * line) / 2 + size * 0.35;
  return mark("g", null,
    rect(header.x - header.width / 2, header.y - header.height / 2, header.width, header.height, 6, header.kind === "layer" ? { fill: tint.strong, stroke: tint.line } : { fill: tint.soft }),
    header.lines.map((text, i) => words(header.x, first + i * size * line, text, size, { "font-weight": 600 })));
}

/** A link's line, head, strokes and ring. @param {DrawnLink} link @param {Theme} theme */
export function linkMarks(link, theme) {
  const [start, ...rest] = link.path.map(pair);
  const stroke = { stroke: link.colour, "stroke-width": 1.3 };
  return mark("g", opacity(link, FADED_LINK),
    mark("path", { d: `M${start}C${rest.join(" ")}`, fill: "none", stroke: link.colour, "stroke-width": link.width, "stroke-dasharray": pattern(link.dash) }),
    link.head.length ? mark("path", { d: `M${link.head.map(pair).join("L")}Z`, fill: link.hollow ? theme.paper : link.colour, "stroke-linejoin": "round", ...stroke }) : null,
    link.strokes.map(([from, to]) => mark("path", { d: `M${pair(from)}L${pair(to)}`, ...stroke })),
    link.ring ? mark("circle", { cx: link.ring[0], cy: link.ring[1], r: 3.5, fill: theme.paper, ...stroke }) : null);
}

/** The sign of a link in a ring; beside it a note. @param {DrawnLink} link @param {Theme} theme */
export function signMarks(link, theme) {
  const [x, y] = link.signAt;
  return mark("g", opacity(link, FADED_LINK),
    link.sign ? [mark("circle", { cx: x, cy: y, r: RING, fill: theme.paper, stroke: link.colour, "stroke-width": theme.thick }),
      words(x, y + 3.9, link.sign, 11, { "font-weight": 700, fill: link.colour })] : null,
    link.note ? words(x, y - (link.sign ? 9 : -4), link.note, 11, {
      "font-weight": 700, fill: link.colour, stroke: theme.paper, "stroke-width": 3, "paint-order": "stroke",
    }) : null);
}

/** @param {DrawnBox} drawn @param {import("../scene.js").Scene["font"]} font @param {Theme} theme */
export function boxMarks(drawn, { size, caption, line }, theme) {
  const { box } = drawn;
  const [left, top] = [box.x - box.width / 2, box.y - box.height / 2];
  const captions = box.caption || [];
  const first = box.y - ((captions.length * caption + box.lines.length * size) * line) / 2;
  const under = first + captions.length * caption * line;
  return mark("g", null, mark("title", null, drawn.label),
    drawn.chosen ? rect(left, top, box.width, box.height, 7, { fill: "none", stroke: theme.halo, "stroke-width": 10 }) : null,
    rect(left, top, box.width, box.height, 7, { fill: drawn.faded ? theme.paper : drawn.fill, ...opacity({ ...drawn, faded: false }, 1) }),
    mark("g", opacity(drawn, FADED_BOX),
      rect(left, top, box.width, box.height, 7, {
        fill: "none", stroke: drawn.line, "stroke-width": drawn.width, "stroke-dasharray": pattern(drawn.dash),
        "stroke-linecap": drawn.dash.length ? "round" : null,
      }),
      drawn.focal ? rect(left - 4, top - 4, box.width + 8, box.height + 8, 10, { fill: "none", stroke: drawn.line }) : null,
      mark("path", { d: `M${number(left + 4.5)} ${number(top + 7)}V${number(top + box.height - 7)}`, stroke: drawn.accent, "stroke-width": 3, "stroke-linecap": "round" }),
      captions.map((text, i) => words(box.x, first + (i + 1) * caption * line - caption * 0.32, text, caption, { "font-weight": 600, fill: theme.muted })),
      box.lines.map((text, i) => words(box.x, under + (i + 1) * size * line - size * 0.35, text, size)),
      drawn.struck ? mark("path", { d: `M${pair([left, top + box.height])}L${pair([left + box.width * drawn.struck, top + box.height * (1 - drawn.struck)])}`, stroke: theme.ink, "stroke-width": 2 }) : null,
      drawn.badge ? badgeMarks(left + box.width - 2, top + 4 - drawn.badge.radius, drawn.badge, theme) : null));
}

/**
 * @param {number} right
 * @param {number} y
 * @param {{text: string, radius: number}} badge
 * @param {Theme} theme
 */
function badgeMarks(right, y, { text, radius }, theme) {
  const size = text.length > 3 ? 9 : 10;
  const half = Math.max(radius, text.length * size * 0.27 + 5);
  const x = right - Math.max(0, half - 13);
  return [rect(x - half, y - radius, 2 * half, 2 * radius, radius, { fill: theme.ink }),
    words(x, y + 3.6, text, size, { "font-weight": 700, fill: theme.paper })];
}
