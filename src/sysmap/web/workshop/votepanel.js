/** Votes: so many dots each, nobody sees the result before the host closes it, and then the distribution. */

import { button, el } from "../dom.js";
import { linkSentence } from "../sentences.js";
import { counted } from "../words.js";
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
  const question = /** @type {HTMLInputElement} */ (el("input", { type: "text", maxlength: 200, "aria-label": "Question", placeholder: "What matters most?" }));
  const about = select("Vote on", /** @type {["factors" | "links", string][]} */ ([["factors", "factors"], ["links", "links"]]), "factors");
  const budget = /** @type {HTMLInputElement} */ (el("input", { type: "number", min: 1, max: 100, value: 3, "aria-label": "Dots for each person" }));
  return el("div.panel", null, el("h2", { tabindex: "-1" }, "Vote"),
    host ? el("section", null, el("h3", null, "A new vote"), question, el("div.row", null, about, budget, el("span.faint", null, "dots each"),
      button("Open the vote", () => room.do("ballot", { question: question.value.trim(), about: about.value, budget: Number(budget.value) })))) : null,
    room.state.ballots.length ? null : el("p", null, "No vote yet."),
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
  return el("section.ballot", null, el("h3", null, ballot.question || "Vote"),
    el("p", { "aria-live": "polite" }, `You have ${left} of ${ballot.budget} dots left. ${ballot.voters} voted so far.`),
    el("ul", null, rows.map(([id, label]) => {
      const dots = ballot.mine[id] || 0;
      return el("li.vote", null, el("span", null, label), el("span.dots", null, el("span", { "aria-hidden": "true" }, "●".repeat(dots)), el("span.sr", null, `${dots} dots`)),
        may ? el("span.row", null, button("−", () => give(id, dots - 1), { disabled: !dots, "aria-label": `One dot less for ${label}` }),
          button("+", () => give(id, dots + 1), { disabled: left < 1, "aria-label": `One dot more for ${label}` })) : null);
    })),
    host ? button("Close the vote and show the result", () => room.do("count", { ballot: ballot.id }), { class: "main" }) : null);
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
  return el("section.ballot", null, el("h3", null, `${ballot.question || "Vote"} (closed, ${counted(ballot.voters, "person", "people")})`),
    rows.length ? el("table", null, el("thead", null, el("tr", null, ["What", "Dots", "How they were given"].map((head) => el("th", { scope: "col" }, head)))),
      el("tbody", null, rows.map(([id, count]) => {
        const meter = el("span.meter", { "aria-hidden": "true" });
        meter.style.width = `${(count.all / most) * 100}%`;
        return el("tr", null, el("td", null, button(name(id), () => (ballot.about === "factors" ? go.choose([id]) : go.chooseLink(id)), { class: "go" }), meter),
          el("td", null, String(count.all)), el("td", null, Object.entries(count).filter(([dots]) => dots !== "all").map(([dots, people]) => `${people} × ${dots}`).join(", ")));
      }))) : el("p", null, "Nobody gave a dot."));
}
