/** What the lines, signs, borders and colours of the picture mean; only what this map uses is listed. */

import { linkMarks, mark, rect, signMarks, svgElement } from "./canvas/marks.js";
import { el } from "./dom.js";
import { bearingsOn } from "./evidence.js";
import { groupTitle } from "./outline.js";
import { groupsOf, linkAlong, ownTint } from "./scene.js";
import { capital, countText, say, undrawn } from "./sentences.js";
import { isContested, signWord } from "./voices.js";

/**
 * @typedef {import("./theme.js").Theme} Theme
 * @typedef {import("./canvas/marks.js").Mark} Mark
 */

const WIDE = 46;

/**
 * The rows of the legend: a sample in a room of 46 by 16, and what it means; `sysmap.views.legend` makes the same.
 *
 * @param {import("./model.js").Model} model
 * @param {Theme} theme
 * @param {import("./looks.js").Looks} looks
 * @returns {[Mark[], string][]}
 */
export function legendRows(model, theme, looks) {
  const links = [...model.links.values()].filter((link) => model.document.layout.routes[link.id]);
  const influences = links.filter((link) => link.kind !== "association" && link.kind !== "sequence");
  /** @type {[Mark[], string][]} */
  const rows = [];
  for (const [word, line] of Object.entries(theme.lines)) {
    const drawn = influences.some((link) => signWord(link) === word || (word === "contested" && isContested(link)));
    if (drawn) rows.push([sample(theme, word === "contested" ? { confidence: word } : { polarity: word }, { sign: true }), line.word]);
  }
  if (links.some((link) => link.kind === "sequence")) rows.push([sample(theme, { kind: "sequence" }), say("legend.sequence")]);
  if (links.some((link) => link.kind === "association")) rows.push([sample(theme, { kind: "association" }), say("legend.association")]);
  if (links.some((link) => link.basis === "inferred")) {
    rows.push([sample(theme, { polarity: "positive", basis: "inferred" }), say("legend.inferred")]);
  }
  if (links.some((link) => link.status === "anticipated")) {
    rows.push([sample(theme, { polarity: "positive", status: "anticipated" }), say("legend.anticipated")]);
  }
  if (links.some((link) => link.delay === "medium" || link.delay === "long")) {
    rows.push([sample(theme, { polarity: "positive", delay: "long" }), say("legend.delayed")]);
  }
  for (const strength of ["weak", "medium", "strong"]) {
    if (links.some((link) => link.strength === strength)) {
      rows.push([sample(theme, { polarity: "positive", strength }), capital(say("remark.strength", { word: strength }))]);
    }
  }
  if (model.document.evidence && links.some((link) => !bearingsOn(model, link.id).length)) {
    rows.push([sample(theme, { polarity: "positive" }, { tested: false }), say("legend.untested")]);
  }
  if (links.some((link) => link.from.startsWith("layer:") || link.to.startsWith("layer:"))) {
    rows.push([sample(theme, { polarity: "positive" }), say("legend.group")]);
  }
  rows.push(...boxRows(model, theme, looks));
  const missing = undrawn(model).length;
  if (missing) rows.push([[mark("path", { d: "M8 4L20 12M8 12L20 4", stroke: theme.muted, "stroke-width": 1.5 })], say("legend.undrawn", { links: countText(missing, "link") })]);
  return rows;
}

/**
 * @param {import("./model.js").Model} model
 * @param {Theme} theme
 * @param {import("./looks.js").Looks} looks
 * @returns {[Mark[], string][]}
 */
function boxRows(model, theme, looks) {
  /** @type {[Mark[], string][]} */
  const rows = [];
  const factors = model.order.map((id) => model.factors[id]);
  const statuses = new Set(factors.map((factor) => factor.status || "unset"));
  if (statuses.size > 1 || !statuses.has("unset")) {
    for (const [status, border] of Object.entries(theme.borders)) {
      if (statuses.has(status)) rows.push([frame(theme, border, false), border.word]);
    }
  }
  if (factors.some((factor) => factor.focal)) rows.push([frame(theme, theme.borders.unset, true), say("legend.focal")]);
  looks.rows.forEach(({ fill, stripe, text }, i) => rows.push([[rect(9, 2.5, 28, 11, 3, { fill, stroke: theme.borders.unset.colour }),
    mark("path", { d: "M12 5V11", stroke: stripe, "stroke-width": 2.5, "stroke-linecap": "round" })], i ? text : `${looks.title}: ${text}`]));
  if (looks.badgeTitle) {
    rows.push([[mark("circle", { cx: 23, cy: 8, r: 7, fill: theme.ink }),
      mark("text", { x: 23, y: 11.5, "text-anchor": "middle", "font-size": 9, "font-weight": 700, fill: theme.paper }, looks.badgeSays ? "a" : "3")], say("legend.badge", { numbered: looks.badgeSays ? "no" : "yes", what: looks.badgeTitle })]);
  }
  if (looks.rows.length) return rows;
  const groups = groupsOf(model);
  if (groups.of !== "layer") {
    for (const name of groups.names) {
      const tint = ownTint(groups, name, theme);
      if (tint) rows.push([[mark("path", { d: "M23 2V14", stroke: tint.line, "stroke-width": 4, "stroke-linecap": "round" })], groupTitle(model, groups.of, name)]);
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
  const roomy = innerHeight >= 950 && innerWidth >= 1000;
  return el("details.legend", { open: roomy }, el("summary", null, say("legend.heading")),
    el("ul", null, legendRows(model, theme, looks).map(([sample_, text]) => el("li", null, picture(sample_), el("span", null, text)))));
}

/**
 * A piece of a link, drawn as links are.
 *
 * @param {Theme} theme
 * @param {Parameters<typeof linkAlong>[0]} link
 * @param {{sign?: boolean, tested?: boolean}} [how]
 */
function sample(theme, link, { sign = false, tested = true } = {}) {
  const drawn = linkAlong(link, [[1, 8], [15, 8], [30, 8], [WIDE, 8]], [24, 8], theme, { tested });
  return [linkMarks(drawn, theme), ...(sign ? [signMarks(drawn, theme)] : [])];
}

/**
 * A piece of a box, framed as boxes are.
 *
 * @param {Theme} theme
 * @param {{width: number, dashes: string, colour: string}} border
 * @param {boolean} focal
 */
function frame(theme, border, focal) {
  return [rect(9, 2.5, 28, 11, 3, {
    fill: theme.paper, stroke: border.colour, "stroke-width": border.width, "stroke-dasharray": border.dashes || null,
    "stroke-linecap": border.dashes ? "round" : null,
  }), ...(focal ? [rect(6.5, 0.5, 33, 15, 5, { fill: "none", stroke: border.colour })] : [])];
}

/** @param {Mark[]} marks */
function picture(marks) {
  return svgElement(mark("svg", { viewBox: `0 0 ${WIDE} 16`, width: WIDE, height: 16, "aria-hidden": "true", fill: "none" }, marks));
}
