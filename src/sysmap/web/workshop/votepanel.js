/** Votes: so many dots each, nobody sees the result before the host closes it, and then the distribution. */

import { button, el } from "../dom.js";
import { linkSentence } from "../sentences.js";
import { say } from "./english.js";
import { select } from "./fieldform.js";

/**
 * @typedef {import("./room.js").Room} Room
 * @typedef {import("../model.js").Model} Model
 */

/**
 * @param {Room} room
 * @param {Model} model
 * @param {{choose: (ids: string[]) => void, chooseLink: (id: string) => void}} go
 */
export function votePanel(room, model, go) {
  const host = room.you.role === "host";
  const question = /** @type {HTMLInputElement} */ (el("input", { type: "text", maxlength: 200, "aria-label": say("ask.question"), placeholder: say("room.what-matters-most") }));
  const about = select(say("room.vote-on"), /** @type {["factors" | "links", string][]} */ ([["factors", say("room.about-factors")], ["links", say("room.about-links")]]), "factors");
  const budget = /** @type {HTMLInputElement} */ (el("input", { type: "number", min: 1, max: 100, value: 3, "aria-label": say("room.dots-for-each-person") }));
  return el("div.panel", null, el("h2", { tabindex: "-1" }, say("room.vote")),
    host ? el("section", null, el("h3", null, say("room.a-new-vote")), question, el("div.row", null, about, budget, el("span.faint", null, say("room.dots-each")),
      button(say("room.open-the-vote"), () => room.do("ballot", { question: question.value.trim(), about: about.value, budget: Number(budget.value) })))) : null,
    room.state.ballots.length ? null : el("p", null, say("room.no-vote-yet")),
    [...room.state.ballots].reverse().map((ballot) => (ballot.open ? openBallot(room, model, ballot, host) : closedBallot(model, ballot, go))));
}

/**
 * @param {Room} room
 * @param {Model} model
 * @param {import("./room.js").Ballot} ballot
 * @param {boolean} host
 */
export function openBallot(room, model, ballot, host) {
  const spent = Object.values(ballot.mine).reduce((sum, n) => sum + n, 0);
  const left = ballot.budget - spent;
  const may = room.atLeast("voter") && !room.state.closed;
  const rows = ballot.about === "factors" ? model.order.map((id) => [id, model.factors[id].label])
    : [...model.links.values()].map((link) => [link.id, linkSentence(model, link)]);
  const give = (/** @type {string} */ element, /** @type {number} */ dots) => room.do("vote", { ballot: ballot.id, element, dots });
  return el("section.ballot", null, el("h3", null, ballot.question || say("room.vote")),
    el("p", { "aria-live": "polite" }, say("room.you-have-of-dots-left-voted", { left, budget: ballot.budget, voters: ballot.voters })),
    el("ul", null, rows.map(([id, label]) => {
      const dots = ballot.mine[id] || 0;
      return el("li.vote", null, el("span", null, label), el("span.dots", null, el("span", { "aria-hidden": "true" }, "●".repeat(dots)), el("span.sr", null, say("room.dots-given", { dots }))),
        may ? el("span.row", null, button("−", () => give(id, dots - 1), { disabled: !dots, "aria-label": say("room.one-dot-less-for", { label }) }),
          button("+", () => give(id, dots + 1), { disabled: left < 1, "aria-label": say("room.one-dot-more-for", { label }) })) : null);
    })),
    host ? button(say("room.close-the-vote-and-show-the"), () => room.do("count", { ballot: ballot.id }), { class: "main" }) : null);
}

/**
 * The distribution, not a mean: who gave much and who gave little shows.
 *
 * @param {Model} model
 * @param {import("./room.js").Ballot} ballot
 * @param {{choose: (ids: string[]) => void, chooseLink: (id: string) => void}} go
 */
function closedBallot(model, ballot, go) {
  const rows = Object.entries(ballot.distribution || {}).sort(([a, x], [b, y]) => y.all - x.all || (a < b ? -1 : 1));
  const most = Math.max(1, ...rows.map(([, count]) => count.all));
  const name = (/** @type {string} */ id) => {
    const link = model.links.get(id);
    return model.factors[id] ? model.factors[id].label : link ? linkSentence(model, link) : id;
  };
  return el("section.ballot", null, el("h3", null, say("room.closed-vote", { question: ballot.question || say("room.vote"), n: ballot.voters })),
    rows.length ? el("table", null, el("thead", null, el("tr", null, [say("room.what"), say("room.dots"), say("room.how-they-were-given")].map((head) => el("th", { scope: "col" }, head)))),
      el("tbody", null, rows.map(([id, count]) => {
        const meter = el("span.meter", { "aria-hidden": "true" });
        meter.style.width = `${(count.all / most) * 100}%`;
        return el("tr", null, el("td", null, button(name(id), () => (ballot.about === "factors" ? go.choose([id]) : go.chooseLink(id)), { class: "go" }), meter),
          el("td", null, String(count.all)), el("td", null, Object.entries(count).filter(([dots]) => dots !== "all").map(([dots, people]) => `${people} × ${dots}`).join(", ")));
      }))) : el("p", null, say("room.nobody-gave-a-dot")));
}
