/** What the lines, signs, borders and colours of the picture mean; only what this map uses is listed. */

import { headOf } from "./canvas/curves.js";
import { el, svg } from "./dom.js";
import { bearingsOn } from "./evidence.js";
import { groupTitle } from "./outline.js";
import { UNTESTED, groupsOf, tintOf } from "./scene.js";
import { countText, undrawn } from "./sentences.js";

/**
 * @typedef {import("./theme.js").Theme} Theme
 * @typedef {{hollow?: boolean, ring?: boolean, delay?: boolean, headless?: boolean, width?: number}} Marks
 */

const WIDE = 46;

/**
 * The rows of the legend: a sample as SVG, and what it means.
 *
 * @param {import("./model.js").Model} model
 * @param {Theme} theme
 * @param {import("./looks.js").Looks} looks
 * @returns {[SVGElement, string][]}
 */
export function legendRows(model, theme, looks) {
  const links = [...model.links.values()].filter((link) => model.document.layout.routes[link.id]);
  const influences = links.filter((link) => link.kind !== "association" && link.kind !== "sequence");
  /** @type {[SVGElement, string][]} */
  const rows = [];
  for (const [name, line] of Object.entries(theme.lines)) {
    if (influences.some((link) => link.polarity === name)) rows.push([sample(theme, line, {}), line.word]);
  }
  const plain = { sign: "", colour: theme.muted, dashes: "" };
  if (links.some((link) => link.kind === "sequence")) rows.push([sample(theme, plain, {}), "Comes before"]);
  if (links.some((link) => link.kind === "association")) {
    rows.push([sample(theme, plain, { headless: true }), "Associated, no direction said"]);
  }
  const { sign, ...positive } = theme.lines.positive;
  const signless = { ...positive, sign: "" };
  if (links.some((link) => link.basis === "inferred")) {
    rows.push([sample(theme, signless, { hollow: true }), "Hollow head: inferred, not stated in the source"]);
  }
  if (links.some((link) => link.status === "anticipated")) {
    rows.push([sample(theme, signless, { ring: true }), "Ring at the start: anticipated"]);
  }
  if (links.some((link) => link.delay === "medium" || link.delay === "long")) {
    rows.push([sample(theme, signless, { delay: true }), "Delayed"]);
  }
  for (const strength of ["weak", "medium", "strong"]) {
    if (links.some((link) => link.strength === strength)) {
      rows.push([sample(theme, signless, { width: theme.widths[strength] }), `${strength[0].toUpperCase()}${strength.slice(1)} influence`]);
    }
  }
  if (model.document.evidence && links.some((link) => !bearingsOn(model, link.id).length)) {
    rows.push([sample(theme, signless, { width: theme.widths.unset * UNTESTED }), "Thin: untested, no evidence item on it"]);
  }
  if (links.some((link) => link.from.startsWith("layer:") || link.to.startsWith("layer:"))) {
    rows.push([sample(theme, signless, {}), "From or to a header: a link of the whole layer"]);
  }
  rows.push(...boxRows(model, theme, looks));
  const missing = undrawn(model).length;
  if (missing) rows.push([picture(svg("path", { d: "M8 4L20 12M8 12L20 4", stroke: theme.muted, "stroke-width": 1.5 })), `Not drawn: ${countText(missing, "link")} (see the details of the map)`]);
  return rows;
}

/**
 * @param {import("./model.js").Model} model
 * @param {Theme} theme
 * @param {import("./looks.js").Looks} looks
 * @returns {[SVGElement, string][]}
 */
function boxRows(model, theme, looks) {
  /** @type {[SVGElement, string][]} */
  const rows = [];
  const factors = model.order.map((id) => model.factors[id]);
  const statuses = new Set(factors.map((factor) => factor.status || "unset"));
  if (statuses.size > 1 || !statuses.has("unset")) {
    for (const [status, border] of Object.entries(theme.borders)) {
      if (statuses.has(status)) rows.push([frame(theme, border, false), border.word]);
    }
  }
  if (factors.some((factor) => factor.focal)) rows.push([frame(theme, theme.borders.unset, true), "Focal factor"]);
  looks.rows.forEach(({ fill, stripe, text }, i) => rows.push([picture(
    svg("rect", { x: 9, y: 2.5, width: 28, height: 11, rx: 3, fill, stroke: theme.borders.unset.colour }),
    svg("path", { d: "M12 5V11", stroke: stripe, "stroke-width": 2.5, "stroke-linecap": "round" })), i ? text : `${looks.title}: ${text}`]));
  if (looks.badgeTitle) {
    rows.push([picture(svg("circle", { cx: 23, cy: 8, r: 7, fill: theme.ink }),
      svg("text", { x: 23, y: 11.5, "text-anchor": "middle", "font-size": 9, "font-weight": 700, fill: theme.paper }, "3")), `Number in the corner: ${looks.badgeTitle}`]);
  }
  if (looks.rows.length) return rows;
  const groups = groupsOf(model);
  if (groups.of !== "layer" && groups.names.length < theme.tints.length) {
    for (const name of groups.names) {
      rows.push([picture(svg("path", {
        d: "M23 2V14", stroke: tintOf(groups, name, theme).line, "stroke-width": 4, "stroke-linecap": "round",
      })), groupTitle(model, groups.of, name)]);
    }
  }
  return rows;
}

/**
 * @param {import("./model.js").Model} model
 * @param {Theme} theme
 * @param {import("./looks.js").Looks} looks
 * @returns {HTMLElement}
 */
export function legendOf(model, theme, looks) {
  const roomy = innerHeight >= 700 && innerWidth >= 1000;
  return el("details.legend", { open: roomy }, el("summary", null, "Legend"),
    el("ul", null, legendRows(model, theme, looks).map(([sample_, text]) => el("li", null, sample_, el("span", null, text)))));
}

/**
 * @param {Theme} theme
 * @param {{sign: string, colour: string, dashes: string}} line
 * @param {Marks} marks
 */
function sample(theme, line, marks) {
  const { head, path } = headOf([[1, 8], [15, 8], [30, 8], [WIDE, 8]], 8);
  const end = marks.headless ? WIDE : path[3][0];
  return picture(
    svg("path", { d: `M1 8H${end}`, stroke: line.colour, "stroke-width": marks.width || theme.widths.unset, "stroke-dasharray": line.dashes }),
    marks.headless ? null : svg("path", {
      d: `M${head.map((point) => point.join(" ")).join("L")}Z`, fill: marks.hollow ? theme.paper : line.colour, stroke: line.colour,
      "stroke-width": 1.2, "stroke-linejoin": "round",
    }),
    marks.delay ? svg("path", { d: "M19 2V14M24 2V14", stroke: line.colour, "stroke-width": 1.6 }) : null,
    marks.ring ? svg("circle", { cx: 5, cy: 8, r: 3.5, fill: theme.paper, stroke: line.colour, "stroke-width": 1.3 }) : null,
    line.sign ? [svg("circle", { cx: 24, cy: 8, r: 5.6, fill: theme.paper, stroke: line.colour }),
      svg("text", { x: 24, y: 11.9, "text-anchor": "middle", "font-size": 11, "font-weight": 700, fill: line.colour }, line.sign)] : null);
}

/**
 * @param {Theme} theme
 * @param {{width: number, dashes: string, colour: string}} border
 * @param {boolean} focal
 */
function frame(theme, border, focal) {
  return picture(
    svg("rect", {
      x: 9, y: 2.5, width: 28, height: 11, rx: 3, fill: theme.paper, stroke: border.colour, "stroke-width": border.width,
      "stroke-dasharray": border.dashes, "stroke-linecap": border.dashes ? "round" : "butt",
    }),
    focal ? svg("rect", { x: 6.5, y: 0.5, width: 33, height: 15, rx: 5, fill: "none", stroke: border.colour }) : null);
}

/** @param {...(SVGElement | SVGElement[] | null)} marks */
function picture(...marks) {
  return svg("svg", { viewBox: `0 0 ${WIDE} 16`, width: WIDE, height: 16, "aria-hidden": "true", fill: "none" }, marks);
}
