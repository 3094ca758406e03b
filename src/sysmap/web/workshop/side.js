/** The panels beside the map: which one is open; each is made anew when what it says has changed, never under a hand that types. */

import { button, el, renew, set } from "../dom.js";
import { counted } from "../words.js";
import { factorPanel, linkPanel, manyPanel } from "./inspector.js";
import { askPanel, checkPanel, historyPanel, peoplePanel, takePanel, votePanel } from "./panels.js";

/** @typedef {import("./editor.js").Editor} Editor */

const PANELS = /** @type {[string, string][]} */ ([["details", "Details"], ["ask", "Ask"], ["check", "Check"], ["vote", "Vote"], ["people", "People"], ["history", "History"], ["take", "Take away"]]);

export class Side {
  /** @param {Editor} editor */
  constructor(editor) {
    this.editor = editor;
    this.name = "details";
    /** What the panel shown was made from: first whose it is, then everything it says. */
    this.built = "";
    this.element = el("aside.side", { "aria-label": "Details" });
    this.tabs = el("div.tabs", { role: "group", "aria-label": "Panels" }, PANELS.map(([name, label]) =>
      button(label, () => this.open(name), { "data-panel-tab": name, "aria-pressed": "false" })));
    this.restoreAsked = { at: /** @type {number | null} */ (null) };
    this.dismissAsked = new Set();
    this.element.addEventListener("focusout", () => setTimeout(() => this.show(), 0));
  }

  /** @param {string} name */
  open(name) {
    this.name = name;
    this.built = "";
    this.show();
    const head = this.element.querySelector("h2");
    if (head) head.focus();
    if (name !== "history" && this.editor.past) this.editor.replay(null);
  }

  /** Whether somebody is typing or choosing a value here just now. */
  get typedIn() {
    const held = document.activeElement;
    return Boolean(held && this.element.contains(held)
      && (held instanceof HTMLTextAreaElement || held instanceof HTMLInputElement || held instanceof HTMLSelectElement));
  }

  /** Show the panel as it should be now. */
  show() {
    const key = this.key();
    const same = key.split("\n")[0] === this.built.split("\n")[0];
    if (key === this.built || (this.typedIn && same)) return;
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
    const { room, map } = editor;
    const { state, you } = room;
    const ids = [...editor.chosen];
    const may = [you, room.mayDraw];
    if (name === "details") {
      const near = (map.links || []).filter((one) => editor.link === one.id || ids.includes(one.from) || ids.includes(one.to));
      return `details ${editor.link || ""} ${ids.join(" ")}\n${JSON.stringify([ids.map((id) => (map.factors || {})[id]), near, may, ids.length || editor.link ? 0 : map.factors])}`;
    }
    if (name === "people") return `people\n${JSON.stringify([state.people, room.tables, room.table, [...room.here.keys()], editor.together.following, state.locked, state.closed, may])}`;
    if (name === "vote") return `vote\n${JSON.stringify([state.ballots, may, Object.keys(map.factors || {}), (map.links || []).length])}`;
    if (name === "check") return `check\n${JSON.stringify([state.ticks, room.replica.revision, may])}`;
    if (name === "history") return `history\n${JSON.stringify([room.replica.revision, editor.past && editor.past.revision, this.restoreAsked, state.checkpoints, may])}`;
    if (name === "ask") return `ask\n${JSON.stringify([editor.view.ask, editor.view.pick, ids, room.replica.revision, room.replica.waiting.length])}`;
    return `${name}\n${JSON.stringify(may)}`;
  }

  panel() {
    const { editor } = this;
    const { room, model } = editor;
    const go = { choose: (/** @type {string[]} */ ids) => editor.choose(ids, false), chooseLink: (/** @type {string} */ id) => editor.chooseLink(id), nothing: () => editor.choose([], false) };
    const ids = [...editor.chosen];
    switch (this.name) {
      case "ask": return askPanel(model, editor.view, (change) => {
        Object.assign(editor.view, change);
        editor.draw();
        this.show();
      }, ids);
      case "check": return checkPanel(room, model, (one) => {
        if (model.links.has(one.id)) editor.chooseLink(one.id, true);
        else editor.choose([one.id], false, true);
      });
      case "vote": return votePanel(room, model, go);
      case "people": return peoplePanel(room, {
        following: editor.together.following, dismissAsked: this.dismissAsked, bring: () => editor.together.bring(),
        tidy: () => editor.tidy(), follow: (client) => editor.together.follow(client),
      });
      case "take": return takePanel(room, () => editor.board.picture());
      case "history": return historyPanel(room, {
        at: editor.past && editor.past.revision, restoreAsked: this.restoreAsked, replay: (revision) => editor.replay(revision), redraw: () => this.show(),
      });
      default: {
        if (editor.link && model.links.has(editor.link)) return linkPanel(room, model, editor.link, go);
        if (ids.length > 1) return manyPanel(room, model, ids, go);
        if (ids.length) return factorPanel(room, model, ids[0], go);
        return this.overview();
      }
    }
  }

  overview() {
    const { room, map, model } = this.editor;
    const facts = [["Question", map.question], ["Purpose", map.purpose], ["Boundary", map.boundary]].filter(([, text]) => text);
    const parked = (map.notes || []).filter((one) => one.kind === "parked");
    return el("div.panel", null, el("h2", { tabindex: "-1" }, map.title), el("p", null, `${counted(model.order.length, "factor")}, ${counted(model.links.size, "link")}.`),
      facts.map(([name, text]) => el("section", null, el("h3", null, name), el("p", null, text))),
      el("section", null, el("h3", null, "How to"), el("ul", null,
        el("li", null, "Type a factor above and press Enter."), el("li", null, "Drag from a factor’s round handle to another factor to link them, or type “A -> B +”."),
        el("li", null, "Choose a factor or link to say more about it. Double-click to rename."), el("li", null, "Ctrl+Z undoes what you did, nobody else’s work."))),
      parked.length ? el("section", null, el("h3", null, "Parked"), el("ul", null,
        parked.map((one) => el("li", null, one.text, one.by ? el("span.faint", null, ` (${one.by})`) : null)))) : null,
      room.state.private && room.state.own_ideas.length ? el("section", null, el("h3", null, "Your ideas (nobody else sees them yet)"),
        el("ul", null, room.state.own_ideas.map((one) => el("li", null, one.label)))) : null);
  }
}
