/** What is printed: the view as it stands as a sharp picture, what it shows in words and tables, and a footer. */

import { answerWords, questionWords } from "./answerwords.js";
import { el } from "./dom.js";
import { filterWords } from "./filter.js";
import { scoreLooks } from "./looks.js";
import { openingParts } from "./opening.js";
import { versionText } from "./panel.js";
import { capital, countText, endLabel, factorSentence, linkName, say, sizeText, undrawn } from "./sentences.js";
import { signOf } from "./words.js";

/**
 * @typedef {import("./model.js").Model} Model
 * @typedef {import("./view.js").View} View
 * @typedef {import("./focus.js").Focus} Focus
 */

/**
 * What the view shows, in a line: for the picture's title, the print's heading.
 *
 * @param {Model} model
 * @param {View} view
 */
export function viewTitle(model, view) {
  const saved = (model.document.map.views || []).find((one) => one.id === view.saved);
  const only = filterWords(model, view.filter);
  return [saved && saved.label, view.ask && questionWords(model, view.ask), only && say("page.only", { filter: only })].filter(Boolean).join(". ");
}

/**
 * Map, version and bounds: what has to stand under every picture that leaves the page.
 *
 * @param {Model} model
 * @param {View} view
 * @param {string} [date]
 */
export function footerText(model, view, date) {
  const { map, level } = model.document;
  const { ask } = view;
  const { rubric, rubric_version: version } = (model.document.answers || {}).scores || {};
  const bound = !ask ? "" : ask.kind === "reach" ? (ask.steps === null ? "" : say("print.at-most", { links: countText(ask.steps, "link") }))
    : ask.kind === "must" || ask.kind === "given" || ask.kind === "asked" ? "" : say("print.at-most", { links: countText(ask.most, "link") });
  return [map.id, versionText(map), date, level !== "internal" ? say("print.level", { level }) : "", rubric ? say("print.rubric", { rubric: [rubric, version].filter(Boolean).join(" ") }) : "", bound,
    undrawnText(model), say("print.made-with")]
    .filter(Boolean).join(" · ");
}

/**
 * How many links the picture lacks; empty where it lacks none.
 *
 * @param {Model} model
 */
export function undrawnText(model) {
  const missing = undrawn(model).length;
  return missing ? say("print.undrawn", { links: countText(missing, "link") }) : "";
}

/**
 * The first page: what the map is, the sentences that the page opens with, every score. Nothing where there are none.
 *
 * @param {Model} model
 */
function summarySheet(model) {
  const parts = openingParts(model.document);
  const scores = scoreLooks(model);
  const scored = model.order.filter((id) => scores.badge(id));
  if (!parts && !scored.length) return null;
  const { map } = model.document;
  return el("div.sheet-of-paper", null, el("h1", null, model.document.title), el("p.faint", null, [versionText(map), sizeText(model)].filter(Boolean).join(" · ")),
    map.purpose ? el("p", null, map.purpose) : null, el("div.opening", null, parts),
    scored.length ? [el("h2", null, capital(say("looks.score"))),
      el("ul.scores", null, scored.map((id) => el("li", null, el("strong", null, scores.badge(id)?.text), ` ${model.factors[id].label}`)))] : null,
    el("p.faint", null, footerText(model, /** @type {View} */ ({ ask: null }))));
}

/**
 * @param {Model} model
 * @param {View} view
 * @param {Focus} focus
 * @param {Element} picture the drawing as an SVG element
 * @returns {HTMLElement}
 */
export function printedView(model, view, focus, picture) {
  const factors = model.order.filter((id) => !focus.factors || focus.factors.has(id));
  const links = [...model.links.values()].filter((link) => link.status !== "retired" && (!focus.links || focus.links.has(link.id)));
  const { limits } = model.document.map;
  return el("section.printed", { "aria-hidden": "true" },
    summarySheet(model), el("div.sheet-of-paper", null, picture),
    el("h1.appendix", null, say("print.appendix")),
    (limits || []).length ? [el("h2", null, say("about.what-this-map-is-not")), el("ul", null, (limits || []).map((text) => el("li", null, text)))] : null,
    focus.answer && view.ask ? el("p", null, answerWords(model, focus.answer)) : null,
    el("h2", null, say("print.factors", { n: factors.length })),
    el("ul", null, factors.map((id) => el("li", null, factorSentence(model, id)))),
    el("h2", null, say("print.links", { n: links.length })),
    el("table", null, el("thead", null, el("tr", null, [say("label.from"), say("label.polarity"), say("label.to"), say("label.basis")].map((head) => el("th", { scope: "col" }, head)))),
      el("tbody", null, links.map((link) => el("tr", null, el("td", null, endLabel(model, link.from)), el("td", null, `${signOf(link).sign} ${signOf(link).word}`),
        el("td", null, endLabel(model, link.to)), el("td", null, capital(link.basis || "")))))),
    undrawn(model).length ? [el("h2", null, say("label.undrawn", { n: undrawn(model).length })),
      el("ul", null, undrawn(model).map(({ link, why }) => el("li", null, `${linkName(model, link)}: ${why}.`)))] : null,
    el("p.faint", null, footerText(model, view)));
}
