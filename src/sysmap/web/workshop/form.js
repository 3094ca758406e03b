/**
 * The page as a form, for phones and for people who will not draw: say a factor (the typing line above), propose a link,
 * vote. At the foot the ways to look at it: form, map, everything else; a wide screen shows all at once and has no foot.
 */

import { button, el, renew } from "../dom.js";
import { POLARITY } from "../words.js";
import { say } from "./english.js";
import { select } from "./fieldform.js";
import { pressed } from "./press.js";
import { openBallot } from "./votepanel.js";

/** @typedef {import("./editor.js").Editor} Editor */

const WAYS = /** @type {[string, string][]} */ ([["form", say("room.add-and-vote")], ["map", say("room.map")], ["more", say("room.more")]]);

export class Form {
  /** @param {Editor} editor */
  constructor(editor) {
    this.editor = editor;
    this.built = "";
    this.draft = { from: "", to: "", polarity: "unknown", why: "" };
    this.element = el("div.form-way", { role: "group", "aria-label": say("room.add-and-vote") });
    this.foot = el("nav.ways", { "aria-label": say("room.ways-to-look") }, WAYS.map(([way, label]) => button(label, () => this.go(way), { "data-way-to": way })));
    this.peek = el("div.peek", { hidden: true });
    this.go(innerWidth <= 640 ? "form" : "map");
  }

  /** @param {string} way */
  go(way) {
    this.editor.root.dataset.way = way;
    for (const one of this.foot.querySelectorAll("button")) one.setAttribute("aria-pressed", String(one.dataset.wayTo === way));
    if (way === "more") this.editor.side.show();
  }

  show() {
    const { editor } = this;
    const { room, map } = editor;
    this.showPeek();
    const key = JSON.stringify([map.question, map.factors && Object.values(map.factors).map((one) => [one.id, one.label]), room.state.ballots, room.state.own_ideas, room.state.private, room.mayDraw, room.you, this.draft.polarity]);
    const held = document.activeElement;
    const typing = held && this.element.contains(held) && (held instanceof HTMLInputElement || held instanceof HTMLSelectElement);
    if (key === this.built || typing || pressed(this.element, () => this.show())) return;
    this.built = key;
    renew(this.element, map.question ? el("p.question", null, map.question) : null, this.votes(), this.linkForm(), this.ideas());
  }

  linkForm() {
    const { editor, draft } = this;
    const { room, model } = editor;
    if (!room.mayDraw || room.state.private || model.order.length < 2) return null;
    const options = (/** @type {string} */ first) => /** @type {[string, string][]} */ ([["", first], ...model.order.map((id) => [id, model.factors[id].label]).sort((a, b) => (a[1] < b[1] ? -1 : 1))]);
    const [from, to] = [select(say("label.from"), options(say("room.choose-a-factor")), draft.from), select(say("label.to"), options(say("room.choose-a-factor")), draft.to)];
    const why = /** @type {HTMLInputElement} */ (el("input", { type: "text", maxlength: 600, value: draft.why }));
    from.addEventListener("change", () => { draft.from = from.value; });
    to.addEventListener("change", () => { draft.to = to.value; });
    why.addEventListener("input", () => { draft.why = why.value; });
    return el("section", null, el("h2", null, say("room.propose-a-link")),
      el("label.stack", null, say("room.more-of"), from), el("fieldset.signs", null, el("legend", null, say("room.leads-to")), Object.entries({ positive: say("room.to-more"), negative: say("room.to-less"), mixed: say("room.it-depends"), unknown: say("room.not-sure") }).map(([name, word]) =>
        button([el(`span.sign.${name}`, { "aria-hidden": "true" }, POLARITY[name].sign), word], () => {
          draft.polarity = name;
          this.show();
        }, { "aria-pressed": String(draft.polarity === name), "data-form-sign": name }))),
      el("label.stack", null, say("room.to-more-of"), to), el("label.stack", null, say("room.why-a-sentence-if-you-like"), why),
      button(say("room.propose-the-link"), () => this.propose(), { class: "main" }));
  }

  propose() {
    const { draft } = this;
    const { room, map } = this.editor;
    if (!draft.from || !draft.to || draft.from === draft.to) return room.told.say(say("room.choose-two-different-factors"), "bad");
    if ((map.links || []).some((one) => one.from === draft.from && one.to === draft.to)) return room.told.say(say("room.that-link-is-on-the-map"));
    const why = draft.why.trim();
    room.edit({ do: "add", in: "links", element: { from: draft.from, to: draft.to, polarity: draft.polarity, ...(why ? { why } : {}) } });
    room.told.say(say("room.proposed-thank-you"), "good");
    this.draft = { from: "", to: "", polarity: "unknown", why: "" };
    this.built = "";
    if (document.activeElement instanceof HTMLElement && this.element.contains(document.activeElement)) document.activeElement.blur();
    return this.show();
  }

  votes() {
    const { room, model } = this.editor;
    const open = room.state.ballots.filter((one) => one.open);
    return open.length ? el("section", null, el("h2", null, say("room.vote")), open.map((ballot) => openBallot(room, model, ballot, false))) : null;
  }

  ideas() {
    return this.editor.room.state.private ? el("section", null, el("h2", null, say("room.your-ideas")), ownIdeas(this.editor.room)) : null;
  }

  /** On a small screen what is chosen on the map is named at its foot, with the way to its panel. */
  showPeek() {
    const { model, chosen, link } = this.editor;
    const [one] = chosen;
    const found = link ? model.links.get(link) : undefined;
    const name = found ? `${model.factors[found.from]?.label || found.from} → ${model.factors[found.to]?.label || found.to}`
      : chosen.size > 1 ? say("room.factors-chosen", { n: chosen.size }) : one && model.factors[one] ? model.factors[one].label : "";
    this.peek.hidden = !name;
    if (name && this.peek.dataset.name !== name) {
      renew(this.peek, el("strong", null, name), button(say("room.more"), () => {
        this.go("more");
        this.editor.open("details");
      }));
    }
    this.peek.dataset.name = name;
  }
}

/** What one has said unseen, while that is gathered; a slip of the hand is taken back. @param {import("./room.js").Room} room */
export function ownIdeas(room) {
  const { own_ideas: mine } = room.state;
  return [el("p.faint", null, say("room.only-you-see-them-until-the")), mine.length ? el("ul.ideas", null, mine.map((one) => el("li", null, el("span", null, one.label),
    button(say("room.take-back"), () => room.do("withdraw", { id: one.id }), { class: "small", "aria-label": say("room.take-back-2", { label: one.label }) })))) : el("p", null, say("room.none-yet-type-one-above"))];
}
