/** Scores in the studio: what the rule proposes and why, what people decided, and the form for a score of one's own. */

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
  if (!found.outcomes.length) return set(panel, el("p", null, "Nothing is scored here: this map has no outcomes, or its kind is not scored."));
  return set(panel, el("p.faint", null, `Rule: ${found.rule}. A score is proposed by the rule from the evidence, and people decide.`),
    el("table", null, el("thead", null, el("tr", null, ["Outcome", "Score", "Why, and how firm"].map((name) => el("th", { scope: "col" }, name)))),
      el("tbody", null, found.outcomes.map((/** @type {Scored} */ scored) => row(place, scored)))));
}

/** @param {Place} place @param {Scored} one */
function row(place, one) {
  const { decided } = one;
  const naming = decided && decided.origin === "register" ? "Change the score" : "Set a score";
  return el("tr", null, el("th", { scope: "row" }, one.label),
    el("td", null, el("strong", null, one.score),
      decided ? el("p.faint", null, `The rule proposes: ${one.proposed}.`) : null,
      one.published && one.published !== one.score ? el("p.faint", null, `Published: ${one.published}`) : null),
    el("td", null, decided ? el("p", null, el("span.word", null, `${decided.origin === "register" ? "Set by" : "Published by"} ${decided.role || "nobody named"}: `), decided.reason || "no reason is given.") : null,
      el("p", null, one.reasons.join(" ")), one.margin ? el("p.faint", null, one.margin) : null,
      one.standing.length ? el("details", null, el("summary", null, "Where the score stands"), el("p", null, one.standing.join(" "))) : null,
      el("div.row", null, button(naming, () => place.go("scores", one.id), { "aria-label": `${naming}: ${one.label}` }),
        button("Add evidence", () => place.go("evidence", "*new", one.id), { "aria-label": `Add evidence: ${one.label}` }))));
}

/** @param {HTMLElement} panel @param {Place} place @param {Scored} one */
async function showDeciding(panel, place, one) {
  const { registers, offers } = await get(`evidence?${place.about}`);
  const held = registers.map((/** @type {{overrides: Record<string, Values>}} */ register) => register.overrides[one.id]).find(Boolean) || null;
  const values = held ? structuredClone(held) : { date: new Date().toISOString().slice(0, 10) };
  const send = (/** @type {Values | null} */ override, /** @type {string} */ said) => place.doing("Writing …", async () => {
    await post(`override?${place.about}`, { element: one.id, override, before: held });
    place.back("scores", said);
  });
  set(panel, el("h2", null, `A score for “${one.label}”`), el("p", null, el("span.word", null, `The rule proposes: ${one.proposed}. `), one.reasons.join(" ")),
    el("p.faint", null, "Both are shown everywhere: what the rule proposes, and what you set, with your reason."),
    recordForm("Override", values, offers, () => {}, ["id", "cite"]),
    el("div.row", null, button("Set this score", () => {
      const lacking = [["score", "a score"], ["reason", "a reason"], ["role", "the role of whoever decides"]].filter(([key]) => !values[key]).map(([, name]) => name);
      if (lacking.length) place.say(`Still missing: ${lacking.join(", ")}.`, "bad");
      else send(values, `The score of “${one.label}” is set.`);
    }, { class: "main" }), held ? button("Take it back", () => send(null, "The rule's proposal stands again.")) : null, button("Leave it", () => place.back("scores", ""))));
}
