/** Scores in the studio: what the rule proposes and why, what people decided, and the form for a score of one's own. */

import { say } from "./english.js";
import { button, el, set } from "../dom.js";
import { recordForm } from "./recordform.js";
import { get, post } from "./talk.js";

/**
 * @typedef {import("./main.js").Place} Place
 * @typedef {import("./recordform.js").Values} Values
 * @typedef {{score: string, reason: string, role: string, date: string | null, origin: string}} Decided
 * @typedef {{id: string, label: string, score: string, proposed: string, margin: string, decided: Decided | null, published: string,
 *   reasons: string[], standing: string[]}} Scored
 */

/** @param {HTMLElement} panel @param {Place} place */
export async function showScores(panel, place) {
  const found = await get(`scores?${place.about}`);
  const [chosen = ""] = place.more;
  const one = found.outcomes.find((/** @type {Scored} */ scored) => scored.id === chosen);
  if (one) return showDeciding(panel, place, one);
  if (!found.outcomes.length) return set(panel, el("p", null, say("studio.nothing-is-scored-here-this-map")));
  return set(panel, el("p.faint", null, say("studio.rule-a-score-is-proposed-by", { rule: found.rule })),
    el("table", null, el("thead", null, el("tr", null, [say("studio.outcome"), say("studio.score"), say("studio.why-and-how-firm")].map((name) => el("th", { scope: "col" }, name)))),
      el("tbody", null, found.outcomes.map((/** @type {Scored} */ scored) => row(place, scored)))));
}

/** @param {Place} place @param {Scored} one */
function row(place, one) {
  const { decided } = one;
  const naming = decided && decided.origin === "register" ? say("studio.change-the-score") : say("studio.set-a-score");
  return el("tr", null, el("th", { scope: "row" }, one.label),
    el("td", null, el("strong", null, one.score),
      decided ? el("p.faint", null, say("studio.the-rule-proposes", { proposed: one.proposed })) : null,
      one.published && one.published !== one.score ? el("p.faint", null, say("studio.published", { published: one.published })) : null),
    el("td", null, decided ? el("p", null, el("span.word", null, decided.origin === "register" ? say("studio.set-by", { role: decided.role || say("studio.nobody-named") }) : say("studio.published-by", { role: decided.role || say("studio.nobody-named") })), decided.reason || say("studio.no-reason-is-given")) : null,
      el("p", null, one.reasons.join(" ")), one.margin ? el("p.faint", null, one.margin) : null,
      one.standing.length ? el("details", null, el("summary", null, say("studio.where-the-score-stands")), el("p", null, one.standing.join(" "))) : null,
      el("div.row", null, button(naming, () => place.go("scores", one.id), { "aria-label": `${naming}: ${one.label}` }),
        button(say("studio.add-evidence"), () => place.go("evidence", "*new", one.id), { "aria-label": say("studio.add-evidence-2", { label: one.label }) }))));
}

/** @param {HTMLElement} panel @param {Place} place @param {Scored} one */
async function showDeciding(panel, place, one) {
  const { registers, offers } = await get(`evidence?${place.about}`);
  const held = registers.map((/** @type {{overrides: Record<string, Values>}} */ register) => register.overrides[one.id]).find(Boolean) || null;
  const values = held ? structuredClone(held) : { date: new Date().toISOString().slice(0, 10) };
  const send = (/** @type {Values | null} */ override, /** @type {string} */ said) => place.doing(say("studio.writing"), async () => {
    await post(`override?${place.about}`, { element: one.id, override, before: held });
    place.back("scores", said);
  });
  set(panel, el("h2", null, say("studio.a-score-for", { label: one.label })), el("p", null, el("span.word", null, say("studio.the-rule-proposes-2", { proposed: one.proposed })), one.reasons.join(" ")),
    el("p.faint", null, say("studio.both-are-shown-everywhere-what-the")),
    recordForm(say("studio.override"), values, offers, () => {}, ["id", "cite"]),
    el("div.row", null, button(say("studio.set-this-score"), () => {
      const lacking = [["score", say("studio.missing-score")], ["reason", say("studio.missing-reason")], ["role", say("studio.the-role-of-whoever-decides")]].filter(([key]) => !values[key]).map(([, name]) => name);
      if (lacking.length) place.tell(say("studio.still-missing", { names: lacking }), "bad");
      else send(values, say("studio.the-score-of-is-set", { label: one.label }));
    }, { class: "main" }), held ? button(say("studio.take-it-back"), () => send(null, say("studio.the-rules-proposal-stands-again"))) : null, button(say("studio.leave-it"), () => place.back("scores", ""))));
}
