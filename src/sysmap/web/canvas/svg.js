/** A scene as an SVG element: the current view as it stands, with title, legend and footer; for files and for print. */

import { svg } from "../dom.js";

/**
 * @typedef {import("../scene.js").Scene} Scene
 * @typedef {import("../theme.js").Theme} Theme
 * @typedef {import("../types.js").Point} Point
 */

const SIDE = 24;
const LEGEND_ROW = 22;
const FADED_LINK = 0.16;
const FADED_BOX = 0.4;

/**
 * @param {Scene} scene
 * @param {Theme} theme
 * @param {{title: string, subtitle: string, footer: string, description: string, legend: [Element, string][]}} around
 * @returns {SVGElement}
 */
export function svgOf(scene, theme, around) {
  const { bounds } = scene;
  const wide = bounds.right - bounds.left;
  const high = bounds.bottom - bounds.top;
  const width = Math.max(wide, 480);
  // Words around a wide picture grow with it, so that they can be read when it is printed on a page.
  const k = Math.min(Math.max(width / 1100, 1), 2);
  const legend = legendMarks(around.legend, (width - 2 * SIDE) / k);
  const head = (around.subtitle ? 66 : 44) * k;
  const height = head + high + (legend.height + 40) * k;
  return svg("svg", {
    xmlns: "http://www.w3.org/2000/svg", width: n(width), height: n(height), viewBox: `0 0 ${n(width)} ${n(height)}`, role: "img",
    "aria-label": clean(around.title), "font-family": theme.fonts, fill: theme.ink,
  },
  svg("title", null, clean(around.title)), svg("desc", null, clean(around.description)),
  svg("rect", { width: n(width), height: n(height), fill: theme.paper }),
  words(SIDE, 30 * k, around.title, 18 * k, { "font-weight": 700, "text-anchor": "start" }),
  around.subtitle ? words(SIDE, 52 * k, around.subtitle, 13 * k, { "text-anchor": "start", fill: theme.muted }) : null,
  svg("g", { transform: `translate(${n((width - wide) / 2 - bounds.left)} ${n(head - bounds.top)})` },
    [...scene.headers].sort((a, b) => Number(b.header.kind === "layer") - Number(a.header.kind === "layer")).map(panelMarks),
    scene.links.map((link) => linkMarks(link, theme)),
    scene.headers.map((drawn) => headerMarks(drawn, scene)),
    scene.boxes.map((box) => boxMarks(box, scene, theme)),
    scene.links.filter((link) => link.sign || link.note).map((link) => signMark(link, theme))),
  svg("g", { transform: `translate(${SIDE} ${n(head + high + 8 * k)}) scale(${n(k)})` }, legend.marks),
  words(SIDE, height - 14 * k, around.footer, 11 * k, { "text-anchor": "start", fill: theme.muted }));
}

/**
 * @param {SVGElement} picture
 * @returns {string} the text of a file
 */
export function svgFile(picture) {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(picture)}\n`;
}

/**
 * @param {[Element, string][]} rows
 * @param {number} width
 */
function legendMarks(rows, width) {
  let [x, y] = [0, 16];
  const marks = rows.map(([sample, text]) => {
    const wide = 54 + text.length * 6.4 + 20;
    if (x && x + wide > width) [x, y] = [0, y + LEGEND_ROW];
    const mark = svg("g", null, svg("g", { transform: `translate(${n(x)} ${n(y - 12)})`, fill: "none" },
      [...sample.children].map((child) => child.cloneNode(true))), words(x + 54, y, text, 12, { "text-anchor": "start" }));
    x += wide;
    return mark;
  });
  return { marks, height: rows.length ? y + 10 : 0 };
}

/**
 * @param {import("../scene.js").DrawnLink} link
 * @param {Theme} theme
 */
function linkMarks(link, theme) {
  const [start, ...rest] = link.path.map(pair);
  const stroke = { stroke: link.colour, "stroke-width": 1.3 };
  return svg("g", link.faded ? { opacity: FADED_LINK } : null,
    svg("path", { d: `M${start}C${rest.join(" ")}`, fill: "none", stroke: link.colour, "stroke-width": n(link.width), "stroke-dasharray": link.dash.join(" ") || null }),
    link.head.length ? svg("path", { d: `M${link.head.map(pair).join("L")}Z`, fill: link.hollow ? theme.paper : link.colour, "stroke-linejoin": "round", ...stroke }) : null,
    link.strokes.map(([from, to]) => svg("path", { d: `M${pair(from)}L${pair(to)}`, ...stroke })),
    link.ring ? svg("circle", { cx: n(link.ring[0]), cy: n(link.ring[1]), r: 3.5, fill: theme.paper, ...stroke }) : null);
}

/**
 * @param {import("../scene.js").DrawnLink} link
 * @param {Theme} theme
 */
function signMark(link, theme) {
  const [x, y] = link.signAt;
  return svg("g", link.faded ? { opacity: FADED_LINK } : null,
    link.sign ? [svg("circle", { cx: n(x), cy: n(y), r: 5.6, fill: theme.paper, stroke: link.colour, "stroke-width": theme.thick }),
      words(x, y + 3.9, link.sign, 11, { "font-weight": 700, fill: link.colour })] : null,
    link.note ? words(x, y - (link.sign ? 9 : -4), link.note, 11, {
      "font-weight": 700, fill: link.colour, stroke: theme.paper, "stroke-width": 3, "paint-order": "stroke",
    }) : null);
}

/**
 * The ground of a column, or the outline of a row.
 *
 * @param {import("../scene.js").DrawnHeader} drawn
 */
function panelMarks({ header: { kind, panel }, tint }) {
  return rect(panel.left, panel.top, panel.right - panel.left, panel.bottom - panel.top, 8,
    kind === "layer" ? { fill: tint.soft } : { fill: "none", stroke: tint.line, "stroke-dasharray": "5 4" });
}

/**
 * @param {import("../scene.js").DrawnHeader} drawn
 * @param {Scene} scene
 */
function headerMarks({ header, tint }, scene) {
  const { header: size, line } = scene.font;
  const first = header.y - ((header.lines.length - 1) * size * line) / 2 + size * 0.35;
  return svg("g", null,
    rect(header.x - header.width / 2, header.y - header.height / 2, header.width, header.height, 6, header.kind === "layer" ? { fill: tint.strong, stroke: tint.line } : { fill: tint.soft }),
    header.lines.map((text, i) => words(header.x, first + i * size * line, text, size, { "font-weight": 600 })));
}

/**
 * @param {import("../scene.js").DrawnBox} drawn
 * @param {Scene} scene
 * @param {Theme} theme
 */
function boxMarks(drawn, scene, theme) {
  const { box } = drawn;
  const { size, caption, line } = scene.font;
  const [left, top] = [box.x - box.width / 2, box.y - box.height / 2];
  const captions = box.caption || [];
  const first = box.y - ((captions.length * caption + box.lines.length * size) * line) / 2;
  const under = first + captions.length * caption * line;
  return svg("g", null, svg("title", null, clean(drawn.label)),
    drawn.chosen ? rect(left, top, box.width, box.height, 7, { fill: "none", stroke: theme.halo, "stroke-width": 10 }) : null,
    rect(left, top, box.width, box.height, 7, { fill: drawn.faded ? theme.paper : drawn.fill }),
    svg("g", drawn.faded ? { opacity: FADED_BOX } : null,
      rect(left, top, box.width, box.height, 7, {
        fill: "none", stroke: drawn.line, "stroke-width": n(drawn.width), "stroke-dasharray": drawn.dash.join(" ") || null,
        "stroke-linecap": drawn.dash.length ? "round" : null,
      }),
      drawn.focal ? rect(left - 4, top - 4, box.width + 8, box.height + 8, 10, { fill: "none", stroke: drawn.line }) : null,
      svg("path", { d: `M${n(left + 4.5)} ${n(top + 7)}V${n(top + box.height - 7)}`, stroke: drawn.accent, "stroke-width": 3, "stroke-linecap": "round" }),
      captions.map((text, i) => words(box.x, first + (i + 1) * caption * line - caption * 0.32, text, caption, { "font-weight": 600, fill: theme.muted })),
      box.lines.map((text, i) => words(box.x, under + (i + 1) * size * line - size * 0.35, text, size, null)),
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

/**
 * @param {number} x
 * @param {number} y
 * @param {string} text
 * @param {number} size
 * @param {Record<string, any> | null} how
 */
function words(x, y, text, size, how) {
  return svg("text", { x: n(x), y: n(y), "font-size": n(size), "text-anchor": "middle", ...how }, clean(text));
}

/**
 * @param {number} x
 * @param {number} y
 * @param {number} width
 * @param {number} height
 * @param {number} rx
 * @param {Record<string, any>} how
 */
function rect(x, y, width, height, rx, how) {
  return svg("rect", { x: n(x), y: n(y), width: n(width), height: n(height), rx, ...how });
}

/** @param {Point} point */
function pair([x, y]) {
  return `${n(x)} ${n(y)}`;
}

/** @param {number} value */
function n(value) {
  return String(Math.round(value * 100) / 100);
}

/**
 * Control characters have no place in XML at all.
 *
 * @param {string} text
 */
function clean(text) {
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd");
}
