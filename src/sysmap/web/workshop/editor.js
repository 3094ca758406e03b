/** The editor: the board, the typing line, the panels and the bar, kept in step with the room. */

import { button, el, set } from "../dom.js";
import { focusOf } from "../focus.js";
import { legendOf } from "../legend.js";
import { PLAIN } from "../looks.js";
import { factorSentence, linkSentence, modelOf } from "../model.js";
import { sceneOf } from "../scene.js";
import { themeOf } from "../theme.js";
import { FIRST_VIEW } from "../view.js";
import { counted } from "../words.js";
import { Bar } from "./bar.js";
import { Board } from "./board.js";
import { aloud, factorPanel, linkPanel, manyPanel } from "./inspector.js";
import { onKey } from "./keys.js";
import { askPanel, checkPanel, historyPanel, peoplePanel, takePanel, useSentence, votePanel } from "./panels.js";
import { layoutOf } from "./places.js";
import { TypingLine } from "./typingline.js";

/**
 * @typedef {import("./room.js").Room} Room
 * @typedef {import("../types.js").Point} Point
 */

const PANELS = /** @type {[string, string][]} */ ([["details", "Details"], ["ask", "Ask"], ["check", "Check"], ["vote", "Vote"], ["people", "People"], ["history", "History"], ["take", "Take away"]]);
const COLOURS = ["#0b4f7d", "#8a4b00", "#5b3a8c", "#1f6b3a", "#9c2340", "#30617a", "#6b5200", "#43474d"];

useSentence(aloud);

export class Editor {
  /** @param {HTMLElement} root @param {Room} room */
  constructor(root, room) {
    this.root = root;
    this.room = room;
    /** @type {Set<string>} */
    this.chosen = new Set();
    /** @type {string | null} */
    this.link = null;
    this.panel = "details";
    this.view = { ...FIRST_VIEW };
    /** @type {Map<string, Point> | undefined} */
    this.moving = undefined;
    /** @type {{revision: number, map: any, places: any} | null} */
    this.past = null;
    /** @type {string | null} */
    this.following = null;
    this.restoreAsked = { at: /** @type {number | null} */ (null) };
    this.dismissAsked = new Set();
    /** @type {{map: any, places: any, style: any, model: any} | null} */
    this.known = null;
    /** @type {Point | null} */
    this.pointer = null;
    this.hereSaid = "";
    this.built = "";
    this.build();
    setInterval(() => this.tellHere(), 120);
    setInterval(() => this.bar.clock(), 500);
  }

  build() {
    const { room } = this;
    document.title = `${room.replica.map.title} – workshop`;
    this.frame = el("div.picture", { role: "application", tabindex: "0", "aria-label": "The map", "aria-describedby": "board-help" });
    this.host = el("div.canvas");
    this.news = el("p.sr", { "aria-live": "polite" });
    this.side = el("aside.side", { "aria-label": "Details" });
    this.legend = el("div.legend-room");
    this.outline = el("div.text-room", { hidden: true });
    this.themes = el("datalist", { id: "themes" });
    this.bar = new Bar(room, this);
    this.typing = new TypingLine(room, this);
    this.tabs = el("div.tabs", { role: "group", "aria-label": "Panels" }, PANELS.map(([name, label]) =>
      button(label, () => this.open(name), { "data-panel-tab": name, "aria-pressed": "false" })));
    this.root.className = "sysmap workshop";
    set(this.root, this.bar.element,
      el("main", null, el("div.room", null, this.typing.element, this.frame, this.outline, this.legend), el("div.beside", null, this.tabs, this.side)), this.news, this.themes);
    this.frame.append(this.host, el("div.zoom", { role: "group", "aria-label": "Zoom" }, button("+", () => this.board.zoom(1.25), { "aria-label": "Zoom in" }),
      button("−", () => this.board.zoom(0.8), { "aria-label": "Zoom out" }), button("Fit", () => this.board.fit(), { "aria-label": "Fit the whole map into the frame" }),
      this.linkButton = button("Link", () => this.toggleLinking(), { "aria-pressed": "false", title: "Drag from one factor to another (L)" })),
    el("p.sr", { id: "board-help" }, "Arrow keys go to the nearest factor, Enter opens its panel, F2 renames, N adds a factor, L links the chosen factor, "
      + "Alt with arrows moves it, Delete deletes, Ctrl+Z undoes. The outline holds the same in text."));
    this.board = new Board(this.host, {
      choose: (ids, add) => this.choose(ids, add),
      chooseLink: (id) => this.chooseLink(id),
      dragging: (moved) => {
        this.moving = moved;
        this.draw();
      },
      moved: (moved) => this.moved(moved),
      link: (from, to) => this.makeLink(from, to),
      empty: (from, at) => this.addAt(from, at),
      open: (id) => this.rename(id),
      pointer: (at) => {
        this.pointer = at;
      },
      looked: () => {
        this.following = null;
      },
    });
    this.frame.addEventListener("keydown", (event) => onKey(event, this));
    document.addEventListener("keydown", (event) => {
      if (event.key === "/" && !(event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement)) {
        event.preventDefault();
        this.typing.focus();
      }
    });
    this.side.addEventListener("focusout", () => setTimeout(() => this.showSide(), 0));
  }

  // What is shown

  get map() {
    return this.past ? this.past.map : this.room.replica.map;
  }

  get model() {
    const { room } = this;
    const places = this.past ? this.past.places : room.replica.places;
    const key = { map: this.map, places: JSON.stringify(places), style: room.style };
    if (!this.known || this.known.map !== key.map || this.known.places !== key.places || this.moving || this.known.moved) {
      const layout = layoutOf(this.map, places, /** @type {any} */ (room.style).fonts, this.moving);
      const model = modelOf(/** @type {any} */ ({ map: this.map, layout, style: room.style, names: {}, title: this.map.title, level: "internal", format: 1 }));
      this.known = /** @type {any} */ ({ ...key, model, moved: Boolean(this.moving) });
    }
    return /** @type {import("../model.js").Model} */ (/** @type {any} */ (this.known).model);
  }

  /** @param {string} what */
  changed(what) {
    if (what === "line") return this.bar.show();
    if (what === "here") {
      this.showOthers();
      if (this.panel === "people") this.showSide();
      return this.bar.show();
    }
    const factors = this.map.factors || {};
    for (const id of this.chosen) if (!factors[id]) this.chosen.delete(id);
    if (this.link && !(this.map.links || []).some((/** @type {any} */ one) => one.id === this.link)) this.link = null;
    this.draw();
    this.showSide();
    this.bar.show();
    this.typing.show();
    if (!this.outline.hidden) this.showOutline();
    return undefined;
  }

  draw() {
    const { model } = this;
    const theme = themeOf(/** @type {any} */ (this.room.style), this.root);
    const focus = focusOf(model, { ...this.view, selected: null });
    this.board.mayMove = this.room.mayDraw && !this.past;
    this.board.mayLink = this.board.mayMove && !this.room.state.private;
    this.board.chosen = this.chosen;
    this.board.chosenLink = this.link;
    this.board.show(sceneOf(model, focus, theme), theme);
    const rows = JSON.stringify([model.links.size, model.order.length, Object.values(this.map.factors || {}).map((/** @type {any} */ f) => f.theme)]);
    if (rows !== this.legendOf_) {
      this.legendOf_ = rows;
      set(this.legend, legendOf(model, theme, PLAIN));
      set(this.themes, [...new Set(Object.values(this.map.factors || {}).map((/** @type {any} */ f) => f.theme).filter(Boolean))].map((one) => el("option", { value: one })));
    }
  }

  showOthers() {
    const { room } = this;
    this.board.others = [...room.here.values()].filter((one) => one.client !== room.client).map((one) => ({
      name: room.nameOf(one.person), colour: colourOf(one.person), at: one.at, editing: one.editing,
    }));
    const followed = this.following ? room.here.get(this.following) : null;
    if (followed && followed.view) this.board.lookAt({ x: followed.view[0], y: followed.view[1], scale: followed.view[2] });
    this.board.redraw();
  }

  /** Show the side panel as it should be now; not while somebody is typing into it. */
  showSide() {
    const typing = document.activeElement;
    const inside = typing && this.side.contains(typing) && (typing instanceof HTMLTextAreaElement || typing instanceof HTMLInputElement || typing instanceof HTMLSelectElement);
    const key = this.sideKey();
    if (key === this.built || (inside && key.split("\n")[0] === this.built.split("\n")[0])) return;
    const opened = new Set([...this.side.querySelectorAll("details[open] > summary")].map((one) => one.textContent));
    const same = key.split("\n")[0] === this.built.split("\n")[0];
    const top = this.side.scrollTop;
    this.built = key;
    set(this.side, this.sidePanel());
    for (const summary of this.side.querySelectorAll("details > summary")) {
      if (same && opened.has(summary.textContent)) /** @type {HTMLDetailsElement} */ (summary.parentElement).open = true;
    }
    this.side.scrollTop = same ? top : 0;
    for (const one of this.tabs.querySelectorAll("button")) one.setAttribute("aria-pressed", String(one.dataset.panelTab === this.panel));
  }

  /** What the panel depends on: first whose it is, then everything it says. */
  sideKey() {
    const { room, panel } = this;
    const { state, you } = room;
    const ids = [...this.chosen];
    const may = [you, room.mayDraw];
    if (panel === "details") {
      const near = (this.map.links || []).filter((/** @type {any} */ one) => this.link === one.id || ids.includes(one.from) || ids.includes(one.to));
      return `details ${this.link || ""} ${ids.join(" ")}\n${JSON.stringify([ids.map((id) => (this.map.factors || {})[id]), near, may, ids.length || this.link ? 0 : this.map.factors])}`;
    }
    if (panel === "people") return `people\n${JSON.stringify([state.people, room.tables, room.table, [...room.here.keys()], this.following, state.locked, state.closed, may])}`;
    if (panel === "vote") return `vote\n${JSON.stringify([state.ballots, may, (this.map.factors && Object.keys(this.map.factors)) || 0, (this.map.links || []).length])}`;
    if (panel === "check") return `check\n${JSON.stringify([state.ticks, room.replica.revision, may])}`;
    if (panel === "history") return `history\n${JSON.stringify([room.replica.revision, this.past && this.past.revision, this.restoreAsked, state.checkpoints, may])}`;
    if (panel === "ask") return `ask\n${JSON.stringify([this.view.ask, this.view.pick, ids, room.replica.revision, room.replica.waiting.length])}`;
    return `${panel}\n${JSON.stringify(may)}`;
  }

  sidePanel() {
    const { room, model } = this;
    const go = { choose: (/** @type {string[]} */ ids) => this.choose(ids, false), chooseLink: (/** @type {string} */ id) => this.chooseLink(id), nothing: () => this.choose([], false) };
    const ids = [...this.chosen];
    switch (this.panel) {
      case "ask": return askPanel(model, this.view, (change) => {
        Object.assign(this.view, change);
        this.draw();
        this.showSide();
      }, ids);
      case "check": return checkPanel(room, model, (one) => {
        if (model.links.has(one.id)) this.chooseLink(one.id, true);
        else this.choose([one.id], false, true);
      });
      case "vote": return votePanel(room, model, go);
      case "people": return peoplePanel(room, {
        following: this.following, dismissAsked: this.dismissAsked, bring: () => this.bring(),
        tidy: () => this.tidy(),
        follow: (client) => {
          this.following = client;
          this.showOthers();
          this.showSide();
        },
      });
      case "take": return takePanel(room, () => this.board.picture());
      case "history": return historyPanel(room, model, {
        at: this.past && this.past.revision, restoreAsked: this.restoreAsked, replay: (revision) => this.replay(revision), redraw: () => this.showSide(),
      });
      default: {
        if (this.link && model.links.has(this.link)) return linkPanel(room, model, this.link, go);
        if (ids.length > 1) return manyPanel(room, model, ids, go);
        if (ids.length) return factorPanel(room, model, ids[0], go);
        return this.overview(model);
      }
    }
  }

  /** @param {import("../model.js").Model} model */
  overview(model) {
    const { room, map } = this;
    const facts = [["Question", map.question], ["Purpose", map.purpose], ["Boundary", map.boundary]].filter(([, text]) => text);
    return el("div.panel", null, el("h2", { tabindex: "-1" }, map.title), el("p", null, `${counted(model.order.length, "factor")}, ${counted(model.links.size, "link")}.`),
      facts.map(([name, text]) => el("section", null, el("h3", null, name), el("p", null, text))),
      el("section", null, el("h3", null, "How to"), el("ul", null,
        el("li", null, "Type a factor above and press Enter."), el("li", null, "Drag from a factor’s round handle to another factor to link them, or type “A -> B +”."),
        el("li", null, "Choose a factor or link to say more about it. Double-click to rename."), el("li", null, "Ctrl+Z undoes what you did, nobody else’s work."))),
      (map.notes || []).some((/** @type {any} */ one) => one.kind === "parked") ? el("section", null, el("h3", null, "Parked"), el("ul", null,
        map.notes.filter((/** @type {any} */ one) => one.kind === "parked").map((/** @type {any} */ one) => el("li", null, one.text, one.by ? el("span.faint", null, ` (${one.by})`) : null)))) : null,
      room.state.private && room.state.own_ideas.length ? el("section", null, el("h3", null, "Your ideas (nobody else sees them yet)"),
        el("ul", null, room.state.own_ideas.map((one) => el("li", null, one.label)))) : null);
  }

  // What hands do

  /** @param {string[]} ids @param {boolean} add @param {boolean} [stay] whether the panel stays as it is */
  choose(ids, add, stay = false) {
    if (!add) this.chosen = new Set(ids);
    else for (const id of ids) if (!this.chosen.delete(id)) this.chosen.add(id);
    this.link = null;
    if (!stay && !add && this.panel !== "ask") this.panel = "details";
    this.draw();
    this.showSide();
    const { model } = this;
    if (this.chosen.size === 1) {
      const [id] = this.chosen;
      this.board.reveal(id);
      if (model.factors[id]) this.told(factorSentence(model, id));
    } else if (this.chosen.size) this.told(`${this.chosen.size} factors chosen.`);
  }

  /** @param {string} id @param {boolean} [stay] */
  chooseLink(id, stay = false) {
    this.link = id;
    this.chosen = new Set();
    if (!stay) this.panel = "details";
    this.draw();
    this.showSide();
    const link = this.model.links.get(id);
    if (link) this.told(linkSentence(this.model, link));
  }

  /** @param {string} panel */
  open(panel) {
    this.panel = panel;
    this.built = "";
    this.showSide();
    const head = this.side.querySelector("h2");
    if (head) head.focus();
    if (panel !== "history" && this.past) this.replay(null);
  }

  /** @param {Map<string, Point>} moved */
  moved(moved) {
    this.moving = undefined;
    const edits = [...moved].map(([id, [x, y]]) => ({ do: /** @type {const} */ ("set"), in: "factors", id, field: "position", value: { x, y } }));
    if (edits.length === 1) this.room.edit(edits[0]);
    else if (edits.length) this.room.edit({ do: "batch", edits, label: "move" });
    else this.draw();
  }

  /** @param {string} from @param {string} to */
  makeLink(from, to) {
    const there = (this.map.links || []).find((/** @type {any} */ one) => one.from === from && one.to === to);
    if (!there) this.room.edit({ do: "add", in: "links", element: { from, to } });
    this.chooseLink(there ? there.id : `${from}->${to}`);
  }

  /** @param {string | null} from @param {Point} at */
  addAt(from, at) {
    if (!this.room.mayDraw) return;
    this.inline(this.board.toFrame(at), "", (label) => {
      if (!label) return;
      const { added } = this.typing.take(label, at);
      if (from && added[0]) this.makeLink(from, added[0]);
      else if (added[0]) this.choose([added[0]], false);
    }, "New factor");
  }

  /** @param {string} id */
  rename(id) {
    if (!this.room.mayDraw) return;
    const drawn = this.board.scene && this.board.scene.boxById.get(id);
    if (!drawn) return;
    this.choose([id], false);
    const before = this.model.factors[id].label;
    this.inline(this.board.toFrame([drawn.box.x, drawn.box.y]), before, (label) => {
      if (label && label !== before) this.room.do("relabel", { id, label });
    }, "Label");
  }

  /**
   * A field on the board itself.
   *
   * @param {Point} at
   * @param {string} value
   * @param {(text: string) => void} done
   * @param {string} label
   */
  inline([x, y], value, done, label) {
    const input = /** @type {HTMLInputElement} */ (el("input.inline", { type: "text", maxlength: 300, "aria-label": label, value }));
    input.style.left = `${Math.max(8, x - 110)}px`;
    input.style.top = `${Math.max(4, y - 18)}px`;
    let over = false;
    const end = (/** @type {boolean} */ keep) => {
      if (over) return;
      over = true;
      const text = input.value.trim();
      input.remove();
      this.frame.focus();
      if (keep) done(text);
    };
    input.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Enter") end(true);
      if (event.key === "Escape") end(false);
    });
    input.addEventListener("blur", () => end(true));
    this.frame.append(input);
    input.focus();
    input.select();
  }

  /** @param {boolean} [on] */
  toggleLinking(on) {
    this.board.linking = on === undefined ? !this.board.linking : on;
    this.linkButton.setAttribute("aria-pressed", String(this.board.linking));
    if (this.board.linking) this.told("Drag from one factor to another to link them.");
  }

  removeChosen() {
    if (!this.room.mayDraw) return;
    if (this.link) this.room.do("remove", { in: "links", ids: [this.link] });
    else if (this.chosen.size) {
      const ids = [...this.chosen];
      const links = [...this.model.links.values()].filter((link) => ids.includes(link.from) || ids.includes(link.to)).length;
      if (links || ids.length > 1) {
        this.panel = "details";
        this.showSide();
        const found = [...this.side.querySelectorAll("details")].find((one) => /^Delete/.test(one.textContent || ""));
        if (found) {
          found.open = true;
          /** @type {HTMLElement} */ (found.querySelector("button")).focus();
        }
        return;
      }
      this.room.do("remove", { in: "factors", ids });
    }
    this.choose([], false);
  }

  /** Lay the whole map out anew: an edit of everybody's picture, to be undone like any other. */
  tidy() {
    this.told("Laying the map out …");
    this.room.question("layout").then((places) => {
      const edits = Object.entries(places).filter(([id]) => (this.map.factors || {})[id])
        .map(([id, [x, y]]) => ({ do: /** @type {const} */ ("set"), in: "factors", id, field: "position", value: { x, y } }));
      if (edits.length) this.room.edit({ do: "batch", edits, label: "tidy" });
      this.board.byHand = false;
    }, (problems) => this.room.told.say(problems[0].message, "bad"));
  }

  // Together

  tellHere() {
    const { room, board } = this;
    if (room.line.state !== "open") return;
    const typing = document.activeElement;
    const editing = this.chosen.size === 1 && typing && (this.side.contains(typing) || typing.classList.contains("inline")) && typing !== this.side
      && (typing instanceof HTMLInputElement || typing instanceof HTMLTextAreaElement) ? [...this.chosen][0] : undefined;
    const said = {
      ...(this.pointer ? { at: this.pointer.map((v) => Math.round(v)) } : {}),
      view: [Math.round(board.look.x), Math.round(board.look.y), Math.round(board.look.scale * 1000) / 1000], ...(editing ? { editing } : {}),
    };
    const text = JSON.stringify(said);
    if (text === this.hereSaid) return;
    this.hereSaid = text;
    room.line.send({ type: "here", ...said });
  }

  bring() {
    const { look } = this.board;
    this.room.line.send({ type: "bring", view: [look.x, look.y, look.scale] });
    this.told("Everybody is shown your view.");
  }

  /** @param {[number, number, number]} view @param {string} by */
  brought([x, y, scale], by) {
    this.board.lookAt({ x, y, scale });
    this.told(`${this.room.nameOf(by)} brought you to a view.`);
  }

  /** @param {number | null} revision */
  replay(revision) {
    this.restoreAsked.at = null;
    if (revision === null) {
      this.past = null;
      this.changed("map");
      return;
    }
    this.room.question("at", { revision }).then((past) => {
      this.past = past;
      this.changed("map");
    }, (problems) => this.told(problems[0].message));
  }

  toggleOutline() {
    this.outline.hidden = !this.outline.hidden;
    this.frame.hidden = !this.outline.hidden;
    if (!this.outline.hidden) this.showOutline();
  }

  showOutline() {
    const { model } = this;
    set(this.outline, el("div.text-view", null, el("h2", null, "Outline"), el("ul.outline", null, model.order.map((id) => el("li", null,
      button(model.factors[id].label, () => this.choose([id], false), { class: "go", "data-factor": id, "aria-pressed": String(this.chosen.has(id)) }),
      el("ul", null, (model.out.get(id) || []).map((arc) => el("li", null, button(aloud(model, arc.link), () => this.chooseLink(arc.link.id), { class: "go" })))))))));
  }

  /** @param {string} text */
  told(text) {
    this.news.textContent = text;
  }
}

/** @param {string} person */
export function colourOf(person) {
  return COLOURS[[...person].reduce((sum, c) => sum + c.charCodeAt(0), 0) % COLOURS.length];
}
