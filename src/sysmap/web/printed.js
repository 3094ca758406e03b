/** What is printed: the view as it stands as a sharp picture, what it shows in words and tables, and a footer. */

import { answerWords, questionWords } from "./answerwords.js";
import { el } from "./dom.js";
import { filterWords } from "./filter.js";
import { versionText } from "./panel.js";
import { capital, countText, endLabel, factorSentence, linkName, undrawn } from "./sentences.js";
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
  return [saved && saved.label, view.ask && questionWords(model, view.ask), only && `Only ${only}`].filter(Boolean).join(". ");
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
  const bound = !ask ? "" : ask.kind === "reach" ? (ask.steps === null ? "" : `at most ${countText(ask.steps, "link")}`)
    : ask.kind === "must" || ask.kind === "given" || ask.kind === "asked" ? "" : `at most ${countText(ask.most, "link")}`;
  return [map.id, versionText(map), date, level !== "internal" ? `for ${level === "public" ? "the public" : "clients"}` : "", rubric ? `scores by ${[rubric, version].filter(Boolean).join(" ")}` : "", bound,
    undrawnText(model), "made with sysmap"]
    .filter(Boolean).join(" · ");
}

/**
 * How many links the picture lacks; empty where it lacks none.
 *
 * @param {Model} model
 */
export function undrawnText(model) {
  const missing = undrawn(model).length;
  return missing ? `${countText(missing, "link")} not drawn` : "";
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
  return el("section.printed", { "aria-hidden": "true" },
    el("div.sheet-of-paper", null, picture),
    focus.answer && view.ask ? el("p", null, answerWords(model, focus.answer)) : null,
    el("h2", null, `Factors shown (${factors.length})`),
    el("ul", null, factors.map((id) => el("li", null, factorSentence(model, id)))),
    el("h2", null, `Links shown (${links.length})`),
    el("table", null, el("thead", null, el("tr", null, ["From", "Polarity", "To", "Basis"].map((head) => el("th", { scope: "col" }, head)))),
      el("tbody", null, links.map((link) => el("tr", null, el("td", null, endLabel(model, link.from)), el("td", null, `${signOf(link).sign} ${signOf(link).word}`),
        el("td", null, endLabel(model, link.to)), el("td", null, capital(link.basis || "")))))),
    undrawn(model).length ? [el("h2", null, `Links that cannot be drawn (${undrawn(model).length})`),
      el("ul", null, undrawn(model).map(({ link, why }) => el("li", null, `${linkName(model, link)}: ${why}.`)))] : null,
    el("p.faint", null, footerText(model, view)));
}
