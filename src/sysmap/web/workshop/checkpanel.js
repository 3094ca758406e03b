/** The check queue: what the rules find and every link, to be read aloud, ticked off, or let stand with a reason. */

import { button, el } from "../dom.js";
import { linkSentence } from "../sentences.js";
import { say } from "./english.js";

/**
 * @typedef {import("./room.js").Room} Room
 * @typedef {import("../model.js").Model} Model
 * @typedef {{key: string, code: string, severity: string, message: string, hint: string, in: string, id: string | null, aloud: string | null}} Finding
 */

const WORST = ["error", "warning", "note"];

/** What the rules find, asked for again when the map has changed, and how far the room has come. */
export class CheckTalk {
  /** @param {Room} room @param {() => void} redraw */
  constructor(room, redraw) {
    this.room = room;
    this.redraw = redraw;
    /** @type {Finding[] | null} */
    this.found = null;
    this.seen = "";
    this.trouble = "";
    /** @type {string | null} the one that is looked at now */
    this.at = null;
  }

  look() {
    const { room } = this;
    const now = `${room.table}/${room.replica.revision}`;
    if (this.seen === now || room.line.state !== "open" || !room.joined) return;
    this.seen = now;
    room.question("check").then((found) => {
      this.found = [...found].sort((a, b) => WORST.indexOf(a.severity) - WORST.indexOf(b.severity));
      this.trouble = "";
      this.redraw();
    }, (problems) => {
      this.trouble = problems.map((/** @type {any} */ one) => one.message).join(" ");
      this.redraw();
    });
  }

  get open() {
    return (this.found || []).filter((one) => !this.room.state.ticks[one.key]);
  }
}

/**
 * @param {Room} room
 * @param {Model} model
 * @param {CheckTalk} talk
 * @param {(problem: {id: string | null}) => void} go
 */
export function checkPanel(room, model, talk, go) {
  talk.look();
  const { found, open } = talk;
  const links = [...model.links.values()];
  const read = links.filter((link) => room.state.ticks[`read:${link.id}`]).length;
  const done = (found || []).filter((one) => room.state.ticks[one.key]);
  return el("div.panel", null, el("h2", { tabindex: "-1" }, say("room.check")), el("p.faint", null, say("room.questions-for-the-room-nothing-is")),
    talk.trouble ? el("p.bad", null, talk.trouble) : null,
    found ? el("p", { "aria-live": "polite" }, open.length ? say("room.to-look-at-ticked-off", { n: open.length, n2: done.length }) : say("room.nothing-left-to-look-at")) : el("p", null, say("room.looking")),
    open.length ? oneByOne(room, model, talk, go) : null,
    open.length || done.length ? el("ol.checks", null, [...open, ...done].slice(0, 120).map((one) => findingRow(room, model, one, go))) : null,
    el("details", null, el("summary", null, say("room.read-all-links-aloud")), el("p.faint", null, say("room.of-read-and-agreed", { read, n: links.length })),
      el("ol", null, links.slice(0, 400).map((link) => el("li", null, aloudRow(room, model, link, go))))));
}

/**
 * One at a time, large enough for a projector.
 *
 * @param {Room} room @param {Model} model @param {CheckTalk} talk @param {(problem: {id: string | null}) => void} go
 */
function oneByOne(room, model, talk, go) {
  const { open } = talk;
  const at = open.findIndex((one) => one.key === talk.at);
  const step = (/** @type {number} */ to) => {
    const one = open[(to + open.length) % open.length];
    talk.at = one.key;
    if (one.id && (model.factors[one.id] || model.links.has(one.id))) go(one);
    talk.redraw();
  };
  if (at < 0) return button(say("room.go-through-them-one-by-one"), () => step(0), { class: "main" });
  const one = open[at];
  return el("section.card", { "aria-live": "polite", "aria-label": say("room.the-question-now") }, el("p.faint", null, say("room.at-of", { at: at + 1, n: open.length })),
    one.aloud ? el("p.aloud", null, one.aloud) : null, el("p", null, one.message), el("p.faint", null, one.hint),
    el("div.row", null, button(say("room.back"), () => step(at - 1)), button(say("room.next"), () => step(at + 1)),
      room.atLeast("editor") ? button(say("room.settled-tick-it-off"), () => {
        const next = open[at + 1] || open[at - 1];
        room.do("tick", { key: one.key, on: true });
        talk.at = next ? next.key : null;
        if (next) go(next);
      }, { class: "main" }) : null));
}

/** @param {Room} room @param {Model} model @param {Finding} one @param {(problem: {id: string | null}) => void} go */
function findingRow(room, model, one, go) {
  const ticked = Boolean(room.state.ticks[one.key]);
  return el("li", { class: ticked ? "faded" : "" }, one.aloud ? el("p.aloud", null, one.aloud) : null,
    el("p", null, one.message, el("span.tag", { title: one.code }, say(`room.severity.${one.severity}`))), el("p.faint", null, one.hint),
    el("div.row", null, one.id && (model.factors[one.id] || model.links.has(one.id)) ? button(say("label.show"), () => go(one), { class: "small" }) : null,
      room.atLeast("editor") ? button(ticked ? say("room.take-up-again") : say("room.tick-off"), () => room.do("tick", { key: one.key, on: !ticked }), { class: "small" }) : null),
    room.atLeast("editor") && one.severity !== "note" ? waiveForm(room, one) : null);
}

/**
 * Letting a finding stand, with the reason that goes into the file.
 *
 * @param {Room} room
 * @param {Finding} one
 */
function waiveForm(room, one) {
  const reason = /** @type {HTMLInputElement} */ (el("input", { type: "text", maxlength: 300, "aria-label": say("room.why-it-is-right-as-it") }));
  return el("details", null, el("summary", null, say("room.it-is-right-as-it-is")),
    el("div.row", null, reason, button(say("room.let-it-stand"), () => reason.value.trim() && room.do("waive", {
      code: one.code, ...(one.id ? { element: one.id } : {}), reason: reason.value.trim(),
    }), { class: "small" })));
}

/** @param {Room} room @param {Model} model @param {import("../types.js").Link} link @param {(problem: {id: string | null}) => void} go */
function aloudRow(room, model, link, go) {
  const key = `read:${link.id}`;
  const read = Boolean(room.state.ticks[key]);
  return el("div", null, button(linkSentence(model, link), () => go({ id: link.id }), { class: "go" }),
    room.atLeast("editor") ? el("label.check", null, el("input", {
      type: "checkbox", checked: read, onchange: (/** @type {any} */ event) => room.do("tick", { key, on: event.target.checked }),
    }), say("room.read-and-agreed")) : read ? el("span.tag", null, say("room.read-and-agreed-2")) : null);
}
