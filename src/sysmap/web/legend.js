/** What the lines, signs, borders and colours of the picture mean; only what this map uses is listed. */

import { el, svg } from "./dom.js";
import { groupTitle } from "./outline.js";
import { DASHES, groupColour, groupsOf } from "./scene.js";
import { POLARITY } from "./words.js";

/**
 * @param {import("./model.js").Model} model
 * @param {import("./theme.js").Theme} theme
 * @returns {HTMLElement}
 */
export function legendOf(model, theme) {
  const links = [...model.links.values()];
  /** @type {[Node, string][]} */
  const rows = [];
  for (const [name, { sign, word, means }] of Object.entries(POLARITY)) {
    if (links.some((link) => link.polarity === name)) {
      rows.push([line(theme.polarity[name], DASHES[name], sign, false), `${word}: ${means}`]);
    }
  }
  if (links.some((link) => link.status === "anticipated")) {
    rows.push([line(theme.ink, DASHES.anticipated, "", false), "anticipated link"]);
  }
  if (links.some((link) => link.basis === "inferred")) {
    rows.push([line(theme.ink, [], "", true), "open head: inferred by the modeller, not stated in the source"]);
  }
  if (links.some((link) => link.kind === "association")) {
    rows.push([line(theme.ink, [], "", null), "no head: named together, no direction said"]);
  }
  const factors = model.order.map((id) => model.factors[id]);
  if (factors.some((factor) => factor.status === "anticipated")) {
    rows.push([box(theme, theme.boxLine, "2 4", 1.5), "dotted border: anticipated, not yet seen"]);
  }
  if (factors.some((factor) => factor.focal)) rows.push([box(theme, theme.boxLine, "", 2.5), "bold: focal factor"]);
  if (links.some((link) => link.delay)) rows.push([delay(theme), "takes time"]);
  const groups = groupsOf(model);
  const named = groups.of === "layer" || groups.names.length > theme.groups.length;
  const colours = named ? [] : groups.names;
  for (const [i, name] of colours.entries()) {
    rows.push([bar(groupColour(i, theme)), groupTitle(model, groups.of, name)]);
  }
  return el("details.legend", { open: true }, el("summary", null, "Legend"),
    el("ul", null, rows.map(([picture, text]) => el("li", null, picture, el("span", null, text)))));
}

/**
 * @param {string} colour
 * @param {number[]} dash
 * @param {string} sign
 * @param {boolean | null} open null for no head
 */
function line(colour, dash, sign, open) {
  const head = open === null ? null : svg("path", {
    d: "M38 3L47 8L38 13" + (open ? "" : "Z"), fill: open ? "none" : colour, stroke: colour, "stroke-width": 1.6,
  });
  return svg("svg", { viewBox: "0 0 48 16", width: 48, height: 16, "aria-hidden": "true" },
    svg("path", {
      d: open === null ? "M1 8H47" : "M1 8H40", stroke: colour, "stroke-width": 1.8, "stroke-dasharray": dash.join(" "),
      "stroke-linecap": dash.length && dash[0] < 2 ? "round" : "butt", fill: "none",
    }), head,
    sign ? svg("circle", { cx: 20, cy: 8, r: 7, fill: "#fff", stroke: colour }) : null,
    sign ? svg("text", { x: 20, y: 12, "text-anchor": "middle", "font-size": 11, "font-weight": 700, fill: colour }, sign) : null);
}

/**
 * @param {import("./theme.js").Theme} theme
 * @param {string} colour
 * @param {string} dash
 * @param {number} width
 */
function box(theme, colour, dash, width) {
  return svg("svg", { viewBox: "0 0 48 16", width: 48, height: 16, "aria-hidden": "true" }, svg("rect", {
    x: 6, y: 2, width: 36, height: 12, rx: 3, fill: theme.paper, stroke: colour, "stroke-width": width,
    "stroke-dasharray": dash,
  }));
}

/** @param {string} colour */
function bar(colour) {
  return svg("svg", { viewBox: "0 0 48 16", width: 48, height: 16, "aria-hidden": "true" },
    svg("rect", { x: 21, y: 1, width: 5, height: 14, rx: 2, fill: colour }));
}

/** @param {import("./theme.js").Theme} theme */
function delay(theme) {
  return svg("svg", { viewBox: "0 0 48 16", width: 48, height: 16, "aria-hidden": "true" },
    svg("path", { d: "M1 8H47M21.5 2V14M26.5 2V14", stroke: theme.ink, "stroke-width": 1.5, fill: "none" }));
}
