/** Evidence where it belongs: the items for, against and beside an element, and the score with its reasons. */

import { citeList } from "./cites.js";
import { el } from "./dom.js";
import { bearingsOn } from "./evidence.js";
import { nameOf } from "./model.js";
import { capital, counted, plainWord } from "./words.js";

/**
 * @typedef {import("./model.js").Model} Model
 * @typedef {import("./evidence.js").Borne} Borne
 */

const DIRECTIONS = /** @type {const} */ ([
  ["supports", "Evidence for"], ["contradicts", "Evidence against"], ["alternative", "Evidence for another explanation"],
  ["context", "Context (change without a link to the programme)"],
]);

/**
 * @param {Model} model
 * @param {string} id
 * @returns {HTMLElement | null}
 */
export function evidenceSections(model, id) {
  if (!model.document.evidence) return null;
  const borne = bearingsOn(model, id);
  const score = ((model.document.answers || {}).scores || {})[id];
  const parts = DIRECTIONS.map(([direction, title]) => {
    const mine = borne.filter(({ bearing }) => bearing.direction === direction);
    return mine.length ? el("section", null, el("h3", null, `${title} (${mine.length})`), itemList(model, mine)) : null;
  });
  return el("div.evidence", null, score ? proposedScore(score) : null,
    borne.length ? parts : el("section", null, el("h3", null, "Evidence"), el("p.untested", null, model.links.has(id)
      ? "Untested: no evidence item bears on this link." : "No evidence item bears on this factor.")));
}

/**
 * @param {Model} model
 * @param {Borne[]} borne
 */
function itemList(model, borne) {
  return el("ul.items", null, borne.map(({ item, bearing }) => el("li", null,
    el("p", null, item.statement),
    item.quote ? el("p", null, el("q", null, item.quote)) : null,
    el("p", null, [bearing.strength, item.kind !== "observed" ? item.kind : "", bearing.role && bearing.role !== "none" ? bearing.role : "",
      item.round, ...(item.audience || [])].filter(Boolean).map((tag) => el("span.tag.first", null, plainWord(tag)))),
    el("p.faint", null, [(item.cases || []).map((id) => nameOf(model, "cases", id)).join(", "), item.said_of, bearing.why].map((text) => capital(text || "")).filter(Boolean).join(". ")),
    citeList(model, item.cite))));
}

/**
 * A score as a rule proposes it: the word, the reasons, what would change it. Never the word alone.
 *
 * @param {any} score
 */
function proposedScore(score) {
  const reasons = (score.reasons || []).map((/** @type {any} */ one) => (typeof one === "string" ? one : one.text || ""));
  const used = (score.used || []).length;
  const ignored = (score.ignored || []).length;
  return el("section", null, el("h3", null, "Proposed contribution score"),
    el("p", null, el("strong", null, score.label), score.fragile || score.margin === 1 ? el("span.tag", null, "fragile: one case would change it") : null),
    reasons.length ? el("ul.items", null, reasons.map((/** @type {string} */ text) => el("li", null, text))) : null,
    score.override ? el("p", null, `Set by people to “${score.override.score}”: ${score.override.reason}`) : null,
    el("p.faint", null, [used || ignored ? `${counted(used, "item")} used, ${ignored} not counted` : "", score.margin ? `margin ${score.margin}` : "",
      score.rule ? `rule ${score.rule}` : ""].filter(Boolean).join(" · ")));
}
