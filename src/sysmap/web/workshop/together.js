/**
 * Working in one room: where the others are, following one of them, being brought to what the host looks at. What the host
 * shows lies over one's own view and is taken off again; one's own question, choice and place are kept.
 */

import { answerWords, questionWords } from "../answerwords.js";
import { button, el, set } from "../dom.js";
import { filterWords } from "../filter.js";
import { answerTo } from "../focus.js";
import { FIRST_VIEW } from "../view.js";
import { say } from "./english.js";

/**
 * @typedef {import("./editor.js").Editor} Editor
 * @typedef {import("../view.js").View} View
 * @typedef {import("../types.js").Point} Point
 */

const COLOURS = ["#0b4f7d", "#8a4b00", "#5b3a8c", "#1f6b3a", "#9c2340", "#30617a", "#6b5200", "#43474d"];

export class Together {
  /** @param {Editor} editor */
  constructor(editor) {
    this.editor = editor;
    /** @type {string | null} the connection of the person one follows */
    this.following = null;
    /** @type {Point | null} */
    this.pointer = null;
    /** @type {{by: string, view: View | null, look: import("./board.js").Look, byHand: boolean} | null} what the host shows, and where one was before */
    this.borrowed = null;
    /** Whether everybody sees this host's answer just now. */
    this.showing = false;
    /** What the host shows just now, and what of it was put aside here. */
    this.shownNow = "null";
    this.aside = "";
    this.said = "";
    this.bannerSaid = "";
    this.banner = el("div.shown", { role: "status", hidden: true });
    setInterval(() => this.tell(), 120);
  }

  /** The view that is drawn: the host's while it is shown, else one's own; the past is shown whole. */
  get view() {
    return (this.borrowed && this.borrowed.view) || this.editor.presenting.view || (this.editor.past ? FIRST_VIEW : this.editor.view);
  }

  /** Show the others' cursors and what they are editing. */
  show() {
    const { editor } = this;
    const { room, board } = editor;
    board.others = [...room.here.values()].filter((one) => one.client !== room.client).map((one) => ({
      name: room.nameOf(one.person), colour: colourOf(one.person), at: one.at, editing: one.editing,
    }));
    const followed = this.following ? room.here.get(this.following) : null;
    if (this.following && !followed) this.follow(null);
    if (followed && followed.view) board.lookAtView(followed.view);
    board.redraw();
  }

  /** @param {string | null} client */
  follow(client) {
    const { editor } = this;
    const was = this.following;
    this.following = client;
    if (client || was) this.showBanner();
    if (client) this.show();
    editor.side.show();
  }

  /** Tell the others where one is; they are told a few times a second at most. */
  tell() {
    const { editor } = this;
    const { room, board } = editor;
    if (room.line.state !== "open") return;
    const editing = editor.editing;
    const said = {
      ...(this.pointer ? { at: /** @type {Point} */ (this.pointer.map((v) => Math.round(v))) } : {}), view: board.view(), ...(editing ? { editing } : {}),
    };
    const text = JSON.stringify(said);
    if (text === this.said) return;
    this.said = text;
    room.line.send({ type: "here", ...said });
  }

  // The host's

  /** Bring everybody to what the host looks at. */
  bring() {
    this.editor.room.line.send({ type: "bring", view: this.editor.board.view() });
    this.editor.room.told.say(say("room.everybody-was-brought-to-your-view"), "good");
  }

  /** Show everybody the answer the host looks at, until it is ended. */
  share() {
    const { board, model, room, view } = this.editor;
    if (!view.ask) return;
    room.line.send({ type: "share", ask: { question: view.ask.kind === "asked" ? { ...view.ask, answer: undefined } : view.ask, pick: view.pick }, view: board.view(), label: questionWords(model, view.ask) });
    this.showing = true;
    this.showBanner();
  }

  endSharing() {
    if (!this.showing) return;
    this.showing = false;
    this.editor.room.line.send({ type: "share" });
    this.showBanner();
  }

  // Everybody's

  /** The host has brought everybody to a view. @param {[number, number, number]} view @param {string} by */
  brought(view, by) {
    this.borrow({ by, view, ask: null, label: "" });
  }

  /**
   * The host shows something, or has ended showing it.
   *
   * @param {import("./room.js").Shown | null} shown
   * @param {boolean} [found] it was found on (coming back to) the line: what one had put aside stays aside
   */
  shared(shown, found) {
    const { room, view } = this.editor;
    const said = JSON.stringify(shown);
    if (shown && shown.by === room.you.id) {
      const question = shown.ask ? questionFrom(this.editor.model, shown.ask.question) : null;
      if (found && question && !this.showing) Object.assign(view, { ask: question, pick: shown.ask.pick });
      this.showing = Boolean(question);
      this.editor.draw();
    } else if (!shown) {
      this.showing = false;
      if (this.borrowed && this.borrowed.view) this.back();
      else this.showBanner();
    } else if (!found || (said !== this.aside && said !== this.shownNow)) this.borrow(shown);
    this.shownNow = said;
  }

  /** @param {import("./room.js").Shown} shown */
  borrow({ by, view, ask }) {
    const { board, model } = this.editor;
    const mine = this.borrowed || { look: { ...board.look }, byHand: board.byHand };
    const question = ask && typeof ask === "object" ? questionFrom(model, ask.question) : null;
    this.following = null;
    this.showing = false;
    this.borrowed = { by, look: mine.look, byHand: mine.byHand, view: question && { ...FIRST_VIEW, ask: question, pick: Number.isInteger(ask.pick) ? ask.pick : null } };
    if (view) board.lookAtView(view);
    if (question && question.kind === "asked") this.fetch(question);
    this.showBanner();
    this.editor.draw();
  }

  /** The answer to a question that the server works out: each screen asks for its own. @param {import("../view.js").AskedQuestion} question */
  fetch(question) {
    const { editor } = this;
    editor.side.questions.answerTo(question).then((answer) => {
      question.answer = answer;
      this.showBanner();
      editor.draw();
    }, (problems) => editor.room.told.say(problems[0].message, "bad"));
  }

  /** Back to one's own view, as it was. */
  back() {
    if (!this.borrowed) return;
    const { look, byHand } = this.borrowed;
    const { board } = this.editor;
    this.borrowed = null;
    this.aside = this.shownNow;
    board.wanted = null;
    board.lookAt(look);
    board.byHand = byHand;
    this.showBanner();
    this.editor.draw();
  }

  /** One's own question ends what the host shows, where one looks. */
  takeOver() {
    if (!this.borrowed) return;
    this.borrowed = null;
    this.aside = this.shownNow;
    this.showBanner();
  }

  /** Say what is shown beside the map as it is, and how to end that. */
  showBanner() {
    const { editor, banner, view } = this;
    const { room, model } = editor;
    const answer = view.ask ? answerTo(model, view) : null;
    const words = view.ask ? [el("strong", null, questionWords(model, view.ask)), answer ? el("span", null, answerWords(model, answer)) : null] : [];
    /** @type {[import("../dom.js").Child[], HTMLElement] | null} */
    let said = null;
    if (this.borrowed) {
      const name = room.nameOf(this.borrowed.by);
      said = [this.borrowed.view ? [say("room.shows-everybody", { name }), ...words] : [say("room.brought-everybody-to-this-view", { name })], button(say("room.back-to-my-own-view"), () => this.back())];
    } else if (this.showing && view.ask) said = [[say("room.everybody-sees"), ...words], button(say("room.stop-showing-it"), () => this.endSharing())];
    else if (this.following) {
      const followed = room.here.get(this.following);
      said = [[say("room.you-follow", { name: followed ? room.nameOf(followed.person) : say("voice.unnamed") })], button(say("room.stop-following"), () => this.follow(null))];
    } else if (view.ask) said = [[say("room.on-your-screen"), ...words], button(say("room.show-the-whole-map"), () => this.whole())];
    else if (Object.keys(view.filter).length) said = [[say("room.on-your-screen"), el("strong", null, filterWords(model, view.filter))], button(say("room.show-the-whole-map"), () => this.whole())];
    const key = said ? said[0].map((one) => (one instanceof Node ? one.textContent : one)).join(" ") : "";
    if (key === this.bannerSaid) return;
    this.bannerSaid = key;
    banner.hidden = !said;
    set(banner, said ? [el("p", null, said[0]), said[1]] : []);
  }

  /** The whole map again on one's own screen. */
  whole() {
    Object.assign(this.editor.view, { ask: null, pick: null, filter: {} });
    this.editor.draw();
    this.editor.side.renew();
  }
}

/**
 * A question from another screen, as far as it makes sense on this map.
 *
 * @param {import("../model.js").Model} model
 * @param {any} ask
 * @returns {import("../view.js").Question | null}
 */
function questionFrom(model, ask) {
  if (!ask || typeof ask !== "object") return null;
  const known = (/** @type {any} */ id) => (typeof id === "string" && model.factors[id] ? id : null);
  const most = Number.isInteger(ask.most) ? Math.min(Math.max(ask.most, 1), 12) : 6;
  if (ask.kind === "asked" && typeof ask.name === "string" && ask.params && typeof ask.params === "object") {
    return { kind: "asked", name: ask.name, params: ask.params, revision: Number(ask.revision) || 0 };
  }
  if (ask.kind === "loops") return { kind: "loops", through: known(ask.through), most };
  if ((ask.kind === "paths" || ask.kind === "must") && known(ask.from) && known(ask.to)) return { kind: ask.kind, from: ask.from, to: ask.to, most };
  if (ask.kind !== "reach" || !Array.isArray(ask.starts) || !["up", "down", "around"].includes(ask.direction)) return null;
  const starts = ask.starts.filter(known);
  return starts.length ? {
    kind: "reach", direction: ask.direction, starts, steps: Number.isInteger(ask.steps) ? ask.steps : null,
    combine: ask.combine === "intersection" ? "intersection" : "union",
  } : null;
}

/** @param {string} person */
export function colourOf(person) {
  return COLOURS[[...person].reduce((sum, c) => sum + c.charCodeAt(0), 0) % COLOURS.length];
}
