/** The panels beside the map: which one is open; each is made anew when what it says has changed, never under a hand that types. */

import { button, el, renew, set } from "../dom.js";
import { counted } from "../words.js";
import { backgroundPanel, itemsOf } from "./backgroundpanel.js";
import { CheckTalk, checkPanel } from "./checkpanel.js";
import { say } from "./english.js";
import { TimeTalk, historyPanel } from "./historypanel.js";
import { ownIdeas } from "./form.js";
import { textField } from "./fieldform.js";
import { factorPanel, linkPanel, manyPanel } from "./inspector.js";
import { askPanel, takePanel } from "./panels.js";
import { peoplePanel, showDoor } from "./peoplepanel.js";
import { pressed } from "./press.js";
import { takesText } from "./keys.js";
import { QuestionTalk } from "./questionform.js";
import { stylesPanel } from "./stylespanel.js";
import { TableTalk, tablesPanel } from "./tablespanel.js";
import { votePanel } from "./votepanel.js";

/** @typedef {import("./editor.js").Editor} Editor */

const PANELS = /** @type {[string, string][]} */ ([["details", say("room.details")], ["styles", say("room.styles")], ["ask", say("ask.send")], ["check", say("room.check")], ["vote", say("room.vote")],
  ["people", say("room.people")], ["tables", say("label.tables")], ["history", say("room.history")], ["take", say("room.take-away")]]);

export class Side {
  /** @param {Editor} editor */
  constructor(editor) {
    this.editor = editor;
    this.name = "details";
    /** What the panel shown was made from: first whose it is, then everything it says. */
    this.built = "";
    this.element = el("aside.side", { "aria-label": say("room.details") });
    this.tabs = el("div.tabs", { role: "group", "aria-label": say("room.panels") }, PANELS.map(([name, label]) =>
      button(label, () => this.open(name), { "data-panel-tab": name, "aria-pressed": "false" })));
    const again = (/** @type {string} */ name) => () => {
      if (this.name === name) this.renew();
    };
    this.checks = new CheckTalk(editor.room, again("check"));
    this.questions = new QuestionTalk(editor, again("ask"));
    this.time = new TimeTalk(editor, again("history"));
    this.tables = new TableTalk(editor.room, again("tables"));
    this.dismissAsked = new Set();
    this.element.addEventListener("focusin", () => {
      editor.room.opened = this.typedIn ? editor.room.replica.revision : null;
    });
    this.element.addEventListener("focusout", () => {
      editor.room.opened = null;
      setTimeout(() => this.show(), 0);
    });
  }

  /** @param {string} name @param {boolean} [focus] whether the keyboard goes there */
  open(name, focus = true) {
    if (focus) this.editor.typing.closeSheet();
    this.name = name;
    this.built = "";
    this.show();
    const head = this.element.querySelector("h2");
    if (head && focus) head.focus();
    if (name !== "history" && this.editor.past) {
      this.time.stop();
      this.editor.replay(null);
    }
  }

  /** What stands in the panel may be what was refused: it is made again as soon as no hand is in it. */
  stale() {
    this.built = `${this.built.split("\n")[0]}\n`;
  }

  /** Make the panel again although nothing of the map has changed. */
  renew() {
    this.stale();
    this.show();
  }

  /** Whether somebody is typing or choosing a value here just now. */
  get typedIn() {
    const held = document.activeElement;
    return Boolean(held && this.element.contains(held) && (held instanceof HTMLSelectElement || takesText(held)));
  }

  /** Show the panel as it should be now. */
  show() {
    const key = this.key();
    const same = key.split("\n")[0] === this.built.split("\n")[0];
    if (key === this.built || (this.typedIn && same) || (same && pressed(this.element, () => this.show()))) return;
    const opened = new Set([...this.element.querySelectorAll("details[open] > summary")].map((one) => one.textContent));
    const top = this.element.scrollTop;
    this.built = key;
    if (same) renew(this.element, this.panel());
    else set(this.element, this.panel());
    for (const summary of this.element.querySelectorAll("details > summary")) {
      if (same && opened.has(summary.textContent)) /** @type {HTMLDetailsElement} */ (summary.parentElement).open = true;
    }
    this.element.scrollTop = same ? top : 0;
    for (const one of this.tabs.querySelectorAll("button")) one.setAttribute("aria-pressed", String(one.dataset.panelTab === this.name));
  }

  key() {
    const { editor, name } = this;
    const { room, map, together } = editor;
    const { state, you, replica } = room;
    const ids = [...editor.chosen];
    const may = [you, room.mayDraw, room.mine.size, room.line.state === "open"];
    const about = /** @type {Record<string, any>} */ ({
      people: [room.code, room.again, room.slips.length, state.people, [...room.here.keys()], together.following, state.locked, state.closed],
      tables: [state.people, room.tables, room.table, room.seated, room.tablesLocked, state.seats, this.tables.told, [...room.here.values()].map((one) => one.person)],
      vote: [state.ballots, Object.keys(map.factors || {}), (map.links || []).length],
      check: [state.ticks, replica.revision],
      history: [replica.revision, editor.past && editor.past.revision, state.checkpoints],
      ask: [editor.view.ask, editor.view.pick, ids, replica.revision, replica.waiting.length, together.showing],
      styles: [ids, editor.link, editor.view.filter, map.links, Object.values(map.factors || {}).map((one) => [one.id, one.theme]), map.colours, (map.background || []).map((one) => [one.id, one.label])],
    });
    if (name !== "details") return `${name}\n${JSON.stringify([may, about[name]])}`;
    const near = (map.links || []).filter((one) => editor.link === one.id || ids.includes(one.from) || ids.includes(one.to));
    return `details ${editor.link || editor.behind || ""} ${ids.join(" ")}\n${JSON.stringify([editor.behind ? map.background : 0, ids.map((id) => (map.factors || {})[id]), near, may, ids.length || editor.link ? 0 : [map.factors, (map.links || []).length, map.notes, map.title, map.question, map.purpose, map.boundary, state.own_ideas, state.private]])}`;
  }

  panel() {
    const { editor } = this;
    const { room, model } = editor;
    const go = { choose: (/** @type {string[]} */ ids) => editor.choose(ids, false), chooseLink: (/** @type {string} */ id) => editor.chooseLink(id), nothing: () => editor.choose([], false) };
    const ids = [...editor.chosen];
    switch (this.name) {
      case "styles": return stylesPanel(editor);
      case "ask": return askPanel(editor, ids);
      case "check": return checkPanel(room, model, this.checks, ({ id }) => {
        if (id && model.links.has(id)) editor.chooseLink(id, true);
        else if (id) editor.choose([id], false, true);
      });
      case "vote": return votePanel(room, model, go);
      case "people": return peoplePanel(room, {
        following: editor.together.following, dismissAsked: this.dismissAsked, bring: () => editor.together.bring(),
        tidy: () => editor.tidy(), follow: (client) => editor.together.follow(client), door: () => showDoor(room),
      });
      case "tables": return tablesPanel(room, this.tables);
      case "take": return takePanel(room, editor.pictures);
      case "history": return historyPanel(room, this.time, editor.past && editor.past.revision, (revision) => editor.replay(revision));
      default: {
        const behind = itemsOf(editor).find((one) => one.id === editor.behind);
        if (behind) return backgroundPanel(editor, behind);
        if (editor.link && model.links.has(editor.link)) return linkPanel(room, model, editor.link, go);
        if (ids.length > 1) return manyPanel(room, model, ids, go);
        if (ids.length) return factorPanel(room, model, ids[0], go);
        return this.overview();
      }
    }
  }

  overview() {
    const { room, map, model } = this.editor;
    const facts = [[say("ask.question"), map.question], [say("room.purpose"), map.purpose], [say("about.boundary"), map.boundary]].filter(([, text]) => text);
    const may = room.atLeast("editor") && room.mayDraw;
    const own = (/** @type {"title" | "question" | "purpose" | "boundary"} */ field, /** @type {string} */ label, /** @type {boolean} */ long) =>
      textField(label, map[field] || "", true, (text) => (text || field !== "title") && room.set("", "", field, text || null), { long });
    const parked = (map.notes || []).filter((one) => one.kind === "parked");
    return el("div.panel", null, el("h2", { tabindex: "-1" }, map.title), el("p", null, `${counted(model.order.length, "factor")}, ${counted(model.links.size, "link")}.`),
      facts.map(([name, text]) => el("section", null, el("h3", null, name), el("p", null, text))),
      may ? el("details", null, el("summary", null, say("room.title-question-purpose-boundary")), own("title", say("room.title"), false), own("question", say("room.the-question-people-are-asked"), true),
        own("purpose", say("room.what-the-map-is-for"), true), own("boundary", say("room.what-is-inside-what-outside"), true)) : null,
      room.state.private ? el("section", null, el("h3", null, say("room.your-ideas")), ownIdeas(room)) : null,
      parked.length ? el("section", null, el("h3", null, say("room.parked")), el("ul", null, parked.map((one) => this.parkedRow(one)))) : null,
      el("section", null, el("h3", null, say("room.how-to")), el("ul", null,
        el("li", null, say("room.type-a-factor-above-and-press")), el("li", null, say("room.drag-from-a-factors-round-handle")),
        el("li", null, say("room.choose-a-factor-or-link-to")), el("li", null, say("room.ctrl-z-undoes-what-you-did")))));
  }

  /** A parked idea: it may become a factor, or be let go. @param {import("../types.js").Note} note */
  parkedRow(note) {
    const { room, map, typing } = this.editor;
    const without = () => room.set("", "", "notes", (map.notes || []).filter((one) => one !== note));
    return el("li", null, note.text, note.by ? el("span.faint", null, ` (${note.by})`) : null, room.atLeast("editor") && room.mayDraw ? el("div.row", null,
      button(say("room.make-it-a-factor"), () => {
        without();
        typing.take(note.text);
      }, { class: "small", "aria-label": say("room.make-it-a-factor-2", { text: note.text }) }), button(say("room.let-it-go"), without, { class: "small", "aria-label": say("room.let-it-go-2", { text: note.text }) })) : null);
  }
}
