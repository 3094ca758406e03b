/** Evidence where it belongs: the items for, against and beside an element, and the score with its reasons. */

import { citeList } from "./cites.js";
import { el } from "./dom.js";
import { bearingsOn, proposalFor } from "./evidence.js";
import { nameOf } from "./model.js";
import { capital, countText, say, wordText } from "./sentences.js";

/**
 * @typedef {import("./model.js").Model} Model
 * @typedef {import("./evidence.js").Borne} Borne
 */

const DIRECTIONS = /** @type {const} */ ([
  ["supports", say("evidence.supports")], ["contradicts", say("evidence.contradicts")], ["alternative", say("evidence.alternative")],
  ["neutral", say("evidence.neutral")],
  ["context", say("evidence.context")],
]);

/** The strongest first; what was only expected after what was seen. */
const STRENGTHS = ["strong", "moderate", "weak", ""];

/** How many items are listed before the rest is folded away. */
const SHOWN = 6;

/**
 * @param {Model} model
 * @param {string} id
 * @returns {HTMLElement | null}
 */
export function evidenceSections(model, id) {
  if (!model.document.evidence) return null;
  const borne = bearingsOn(model, id);
  const score = proposalFor(model, id);
  const parts = DIRECTIONS.map(([direction, title]) => {
    const mine = borne.filter(({ bearing }) => bearing.direction === direction);
    return mine.length ? el("section", null, el("h3", null, `${title} (${mine.length})`), itemList(model, mine)) : null;
  });
  return el("div.evidence", null, score ? proposedScore(score) : null,
    borne.length ? parts : el("section", null, el("h3", null, say("label.evidence")), el("p.untested", null, model.links.has(id)
      ? say("evidence.none-on-link") : say("evidence.none-on-factor"))));
}

/**
 * @param {Model} model
 * @param {Borne[]} borne
 */
function itemList(model, borne) {
  const ordered = [...borne].sort((a, b) => rank(a) - rank(b));
  const [first, rest] = [ordered.slice(0, SHOWN), ordered.slice(SHOWN)];
  return el("div", null, el("ul.items", null, first.map((one) => entry(model, one))),
    rest.length ? el("details", null, el("summary", null, `${countText(rest.length, "more item")}`), el("ul.items", null, rest.map((one) => entry(model, one)))) : null);
}

/** @param {Borne} borne */
function rank({ item, bearing }) {
  return (item.kind === "observed" ? 0 : 10) + STRENGTHS.indexOf(bearing.strength || "");
}

/**
 * @param {Model} model
 * @param {Borne} borne
 */
function entry(model, { item, bearing }) {
  return el("li", null,
    el("p", null, item.statement),
    item.quote ? el("p", null, el("q", null, item.quote)) : null,
    el("p", null, [bearing.strength, item.kind !== "observed" ? item.kind : "", bearing.role && bearing.role !== "none" ? bearing.role : "",
      ...(item.round || []), ...(item.audience || [])].filter(Boolean).map((tag) => el("span.tag.first", null, wordText(tag)))),
    el("p.faint", null, [(item.cases || []).map((id) => nameOf(model, "cases", id)).join(", "), item.said_of, bearing.why].map((text) => capital(text || "")).filter(Boolean).join(". ")),
    citeList(model, item.cite));
}

/**
 * A score as a rule proposes it, with every other reading of it, the reasons, where it stands and what would change it. Never the
 * word alone.
 *
 * @param {any} score
 */
function proposedScore(score) {
  const { override, margin, standing } = score;
  return el("section", null, el("h3", null, say("evidence.proposed")),
    el("p", null, el("strong", null, score.proposed), margin === 1 ? el("span.tag", null, say("evidence.fragile")) : null),
    standing ? readings(score) : score.published && !override ? el("p", null, say("evidence.published", { score: score.published, same: score.agrees ? "yes" : "" })) : null,
    override ? el("p", null, say("evidence.override", { origin: override.origin, score: override.score, reason: override.reason ? `: ${override.reason}` : "" })) : null,
    (score.reasons || []).length ? el("ul.items", null, score.reasons.map((/** @type {string} */ text) => el("li", null, text))) : null,
    (score.gates || []).length ? el("p", null, say("evidence.gates", { gates: score.gates.map((/** @type {any} */ gate) => gate.missing).join("; ") })) : null,
    standing ? [el("h4", null, say("evidence.standing")), el("ul.items", null, standing.sentences.map((/** @type {string} */ text) => el("li", null, text)))] : null,
    el("p.faint", null, [say("evidence.counted", { items: countText((score.used || []).length, "item"), n: (score.ignored || []).length }),
      margin && !standing ? say("evidence.margin", { cases: countText(margin, "case") }) : "", say("evidence.rule", { rule: score.rule })].filter(Boolean).join(" · ")),
    (score.ignored || []).length ? el("details", null, el("summary", null, say("evidence.set-aside")), el("ul.items", null,
      score.ignored.map((/** @type {any} */ one) => el("li", null, one.why, el("span.faint", null, ` (${one.id})`))))) : null);
}

/**
 * What each reading of the rule gives, and what was published, side by side; nothing where there is only one.
 *
 * @param {any} score
 */
function readings({ proposed, agrees, standing }) {
  /** @type {[string, string][]} */
  const rows = [[standing.reading ? readingName(standing.reading) : say("evidence.the-rule"), proposed],
    ...Object.entries(standing.readings).map(([name, other]) => /** @type {[string, string]} */ ([readingName(name), String(other)]))];
  if (standing.published) rows.push([say("evidence.as-published", { same: agrees ? "yes" : "" }), standing.published]);
  return rows.length > 1 ? el("table.readings", null, el("tbody", null, rows.map(([name, word]) => el("tr", null,
    el("th", { scope: "row" }, name), el("td", null, word))))) : null;
}

/** What a reading of a rule is called. @param {string} name */
export function readingName(name) {
  return capital(say("evidence.reading", { name }));
}
