/** The editor: the board, the typing line, the panels and the bar, kept in step with the room. */

import { button, el, set } from "../dom.js";
import { focusOf } from "../focus.js";
import { legendOf } from "../legend.js";
import { PLAIN } from "../looks.js";
import { modelOf } from "../model.js";
import { sceneOf } from "../scene.js";
import { factorSentence, linkSentence } from "../sentences.js";
import { savedPictures } from "../takeaway.js";
import { themeOf, themeOnPaper } from "../theme.js";
import { FIRST_VIEW } from "../view.js";
import { itemsOf, mayPlace } from "./backgroundpanel.js";
import { enteredWords, layersEntered } from "./layercolumns.js";
import { Bar } from "./bar.js";
import { Board } from "./board.js";
import { listen } from "./clipboard.js";
import { say } from "./english.js";
import { find } from "./finding.js";
import { Form } from "./form.js";
import { onKey, takesText } from "./keys.js";
import { Minimap } from "./minimap.js";
import { phaseOf } from "./phases.js";
import { layoutOf } from "./places.js";
import { Presenting } from "./presenting.js";
import { Side } from "./side.js";
import { Together } from "./together.js";
import { TypingLine } from "./typingline.js";

/**
 * @typedef {import("./room.js").Room} Room
 * @typedef {import("../types.js").Point} Point
 */

export class Editor {
  /** @param {HTMLElement} root @param {Room} room @param {HTMLElement} notices */
  constructor(root, room, notices) {
    this.root = root;
    this.room = room;
    /** @type {Set<string>} */
    this.chosen = new Set();
    /** @type {string | null} */
    this.link = null;
    /** What is chosen behind the map. @type {string | null} */
    this.behind = null;
    /** @type {Map<string, import("../types.js").BackgroundItem> | undefined} */
    this.shifting = undefined;
    this.view = { ...FIRST_VIEW };
    /** @type {Map<string, Point> | undefined} */
    this.moving = undefined;
    /** The columns as they lay when a drag began. @type {import("../types.js").Header[] | undefined} */
    this.headers = undefined;
    /** @type {{revision: number, map: import("../types.js").MapData, places: Record<string, Point>} | null} */
    this.past = null;
    /** @type {{map: import("../types.js").MapData, placed: unknown, moving: unknown, shifting: unknown, model: import("../model.js").Model} | null} */
    this.known = null;
    /** Where boxes would stand, while a new layout is looked at. @type {Map<string, Point> | null} */
    this.trial = null;
    /** The sign that a link drawn by hand begins with. */
    this.newSign = "unknown";
    this.phase = "";
    this.table = room.table;
    this.due = 0;
    this.legendRows = "";

    document.title = say("room.title-of-page", { title: room.replica.map.title });
    this.frame = el("div.picture", { role: "application", tabindex: "0", "aria-label": say("room.the-map"), "aria-describedby": "board-help" });
    this.host = el("div.canvas");
    this.trialBar = el("div.shown", { role: "status", hidden: true });
    this.layoutButton = button(say("room.lay-out"), () => this.tidy(), { title: say("room.see-the-map-laid-out-anew") });
    this.news = el("p.sr", { "aria-live": "polite" });
    this.legend = el("div.legend-room");
    this.outline = el("div.text-room", { hidden: true });
    this.themes = el("datalist", { id: "themes" });
    this.empty = el("div.empty", { hidden: true });
    this.linkButton = button(say("room.link"), () => this.toggleLinking(), { "aria-pressed": "false", title: say("room.drag-from-one-factor-to-another") });
    this.severalButton = button(say("room.several"), () => this.toggleSeveral(), { "aria-pressed": "false", title: say("room.choose-several-tap-one-after-the") });
    this.board = new Board(this.host, this.hands());
    this.minimap = new Minimap(this.board);
    this.together = new Together(this);
    this.presenting = new Presenting(this);
    this.side = new Side(this);
    this.bar = new Bar(room, this);
    this.typing = new TypingLine(room, this);
    this.form = new Form(this);
    const zoom = this.board.buttons = el("div.zoom", { role: "group", "aria-label": say("room.zoom") }, button("+", () => this.board.zoom(1.25), { "aria-label": say("room.zoom-in") }),
      button("−", () => this.board.zoom(0.8), { "aria-label": say("room.zoom-out") }), button(say("room.fit"), () => this.board.fit(), { "aria-label": say("room.fit-the-whole-map-into-the") }),
      this.severalButton, this.linkButton, this.layoutButton, button(say("room.find"), () => find(this), { title: say("room.find-means") }), this.presenting.button);
    this.frame.append(this.host, this.empty, this.minimap.element, this.form.peek, zoom, this.presenting.bar,
      el("p.sr", { id: "board-help" }, say("room.keys")));
    this.root.className = "sysmap workshop";
    set(this.root, this.bar.element,
      el("main", null, el("div.room", null, this.typing.element, this.together.banner, this.trialBar, this.form.element, this.frame, this.outline, this.legend), el("div.beside", null, this.side.tabs, this.side.element), notices), this.form.foot, this.news, this.themes);
    document.addEventListener("keydown", (event) => {
      if (this.presenting.key(event)) return;
      if (event.key === "/" && !(event.target instanceof Element && takesText(event.target))) {
        event.preventDefault();
        this.typing.focus();
      } else onKey(event, this);
    });
    listen(this);
    setInterval(() => this.bar.clock(), 500);
  }

  /** What the board's gestures come to. @returns {import("./board.js").Hands} */
  hands() {
    return {
      choose: (ids, add) => this.choose(ids, add),
      chooseLink: (id) => this.chooseLink(id),
      chooseBehind: (id) => this.chooseBehind(id),
      shift: (at, done) => this.shift(at, done),
      dragging: (moved) => {
        if (!this.moving) this.headers = this.model.document.layout.headers;
        this.moving = moved;
        this.draw();
      },
      moved: (moved) => this.moved(moved),
      link: (from, to) => this.makeLink(from, to),
      empty: (from, at) => this.addAt(from, at),
      open: (id) => this.rename(id),
      pointer: (at) => {
        this.together.pointer = at;
      },
      looked: () => this.together.following && this.together.follow(null),
      painted: () => this.minimap.paint(),
    };
  }

  // What is shown

  get map() {
    return this.past ? this.past.map : this.room.replica.map;
  }

  /** @returns {import("../model.js").Model} */
  get model() {
    const { map, moving, shifting, room } = this;
    const placed = this.past ? this.past.places : room.replica.placed;
    if (!this.known || this.known.map !== map || this.known.placed !== placed || this.known.moving !== moving || this.known.shifting !== shifting) {
      const style = /** @type {import("../types.js").Style} */ (room.style);
      const layout = layoutOf(map, this.past ? this.past.places : room.replica.places, style.fonts, moving, shifting, this.headers);
      this.known = { map, placed, moving, shifting, model: modelOf({ map, layout, style, names: {}, title: map.title, level: "internal", format: 1 }) };
    }
    return this.known.model;
  }

  /** @param {string} what */
  changed(what) {
    if (what === "line") this.bar.show();
    else if (what === "here") {
      this.together.show();
      if (this.side.name === "people" || this.side.name === "tables") this.side.show();
      this.bar.show();
    } else {
      if (what === "refused") this.side.stale();
      this.later();
    }
  }

  /** What is on the screen, as files for a slide or a report. */
  get pictures() {
    const { model } = this;
    const theme = themeOnPaper(/** @type {import("../types.js").Style} */ (this.room.style), this.root);
    const view = { ...this.together.view, selected: null };
    const focus = focusOf(model, view);
    const date = new Date().toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
    return savedPictures(model, () => ({ view, focus, theme, scene: sceneOf(model, focus, theme), looks: PLAIN, date }));
  }

  get theme() {
    return themeOf(/** @type {import("../types.js").Style} */ (this.room.style), this.root);
  }

  /** Many entries may arrive at once: what is seen follows with the next frame. */
  later() {
    if (!this.due) this.due = requestAnimationFrame(() => this.refresh());
  }

  refresh() {
    cancelAnimationFrame(this.due);
    this.due = 0;
    if (this.table !== this.room.table) this.arrive();
    const factors = this.map.factors || {};
    for (const id of this.chosen) if (!factors[id]) this.chosen.delete(id);
    if (this.link && !(this.map.links || []).some((one) => one.id === this.link)) this.link = null;
    if (this.behind && !itemsOf(this).some((one) => one.id === this.behind)) this.behind = null;
    this.draw();
    this.side.show();
    this.bar.show();
    this.typing.show();
    this.form.show();
    if (!this.outline.hidden) this.showOutline();
    const phase = phaseOf(this.room.state);
    if (phase && phase.name !== this.phase && phase.panel && !this.side.typedIn && !this.past) this.side.open(phase.panel, false);
    this.phase = phase ? phase.name : "";
  }

  /** At another table stands another map: nothing of the last one is chosen, asked or looked back at. */
  arrive() {
    this.table = this.room.table;
    this.past = null;
    if (this.trial) this.tried(null);
    this.chosen.clear();
    this.link = null;
    this.side.time.stop();
    Object.assign(this.view, { ask: null, pick: null, filter: {} });
    this.board.byHand = false;
  }

  draw() {
    const { model, theme } = this;
    const focus = { ...focusOf(model, { ...this.together.view, selected: null }), selected: this.link };
    this.board.mayMove = this.room.mayDraw && !this.past && !this.trial && this.presenting.at === null;
    this.board.mayLink = this.board.mayMove && !this.room.state.private;
    this.board.chosen = this.chosen;
    this.board.behind = this.behind;
    this.board.mayPlace = mayPlace(this);
    this.board.show(sceneOf(model, focus, theme), theme);
    this.layoutButton.hidden = this.room.you.role !== "host" || !this.room.mayDraw || this.model.order.length < 2;
    this.showEmpty();
    this.together.showBanner();
    const themes = [...new Set(Object.values(this.map.factors || {}).map((one) => one.theme).filter(Boolean))];
    const rows = JSON.stringify([this.map.links, Object.values(this.map.factors || {}).map((one) => [one.theme, one.status, one.focal])]);
    if (rows === this.legendRows) return;
    this.legendRows = rows;
    const shown = this.legend.querySelector("details");
    set(this.legend, legendOf(model, theme, PLAIN));
    this.legend.hidden = !this.legend.querySelector("li");
    if (shown) /** @type {HTMLDetailsElement} */ (this.legend.querySelector("details")).open = shown.open;
    set(this.themes, themes.map((one) => el("option", { value: one })));
  }

  /** On an empty map stands what it is asked about, and how to begin. */
  showEmpty() {
    const { map, room } = this;
    this.empty.hidden = this.model.order.length > 0;
    const said = this.empty.hidden ? "" : `${map.question || ""}\n${room.state.private}\n${room.mayDraw}`;
    if (said === this.empty.dataset.said) return;
    this.empty.dataset.said = said;
    set(this.empty, map.question ? el("p.question", null, map.question) : null, el("p", null, room.mayDraw
      ? room.state.private ? say("room.type-what-you-think-of-above") : say("room.type-the-first-factor-above-and") : say("room.nothing-on-the-map-yet")));
  }

  // What hands do

  /** @param {string[]} ids @param {boolean} add @param {boolean} [stay] whether the panel stays as it is */
  choose(ids, add, stay = false) {
    if (!add) this.chosen = new Set(ids);
    else for (const id of ids) if (!this.chosen.delete(id)) this.chosen.add(id);
    this.link = this.behind = null;
    if (!stay && !add && this.side.name !== "ask") this.side.name = "details";
    this.draw();
    this.side.show();
    this.form.showPeek();
    const { model } = this;
    if (this.chosen.size === 1) {
      const [id] = this.chosen;
      this.board.reveal([id]);
      if (model.factors[id]) this.told(factorSentence(model, id));
    } else if (this.chosen.size) this.told(say("room.factors-chosen-2", { n: this.chosen.size }));
  }

  /** @param {string} id @param {boolean} [stay] */
  chooseLink(id, stay = false) {
    this.link = id;
    this.behind = null;
    this.chosen = new Set();
    if (!stay) this.side.name = "details";
    this.draw();
    this.side.show();
    this.form.showPeek();
    const link = this.model.links.get(id);
    if (link) this.told(linkSentence(this.model, link));
  }

  /** @param {string} id something behind the map */
  chooseBehind(id) {
    this.choose([], false, true);
    this.behind = id;
    this.side.name = "details";
    this.draw();
    this.side.show();
  }

  /** @param {import("../types.js").Placed | null} at where something behind the map is dragged to @param {boolean} done whether it was put down */
  shift(at, done) {
    const item = at && itemsOf(this).find((one) => one.id === at.id);
    const grown = item && at && (at.width !== item.width || (item.height !== undefined && at.height !== item.height));
    const now = item && at && { ...item, position: { x: Math.round(at.x), y: Math.round(at.y) }, ...(grown ? { width: at.width, ...(item.kind === "text" ? {} : { height: at.height }) } : {}) };
    this.shifting = now && !done ? new Map([[now.id, now]]) : undefined;
    if (now && done) {
      const fields = grown ? ["position", "width", ...(item.kind === "text" ? [] : ["height"])] : ["position"];
      this.room.edit({ do: "batch", label: "move", edits: fields.map((field) => ({ do: "set", in: "background", id: now.id, field, value: /** @type {any} */ (now)[field] })) });
      this.chooseBehind(now.id);
    }
    this.draw();
  }

  /** @param {string} panel */
  open(panel) {
    this.side.open(panel);
  }

  /** @param {Map<string, Point>} moved */
  moved(moved) {
    this.moving = this.headers = undefined;
    const edits = [...moved].map(([id, [x, y]]) => ({ do: /** @type {const} */ ("set"), in: "factors", id, field: "position", value: /** @type {any} */ ({ x, y }) }));
    const entered = new Map([...layersEntered(this.map, this.model.document.layout.headers, moved)].filter(([id]) => this.room.mayChange("factors", id, "layer")));
    for (const [id, layer] of entered) edits.push({ do: /** @type {const} */ ("set"), in: "factors", id, field: "layer", value: layer });
    if (edits.length === 1) this.room.edit(edits[0]);
    else if (edits.length) this.room.edit({ do: "batch", edits, label: "move" });
    else this.draw();
    if (entered.size) this.room.told.say(enteredWords(this.map, entered), "good");
  }

  /** @param {string} from @param {string} to */
  makeLink(from, to) {
    const there = (this.map.links || []).find((one) => one.from === from && one.to === to);
    if (!there) this.room.edit({ do: "add", in: "links", element: { from, to, ...(this.newSign === "unknown" ? {} : { polarity: this.newSign }) } });
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
    }, say("room.new-factor"));
  }

  /** @param {string} id */
  rename(id) {
    if (!this.room.mayDraw) return;
    const drawn = this.board.scene && this.board.scene.boxById.get(id);
    if (!drawn) return;
    this.choose([id], false);
    const before = this.model.factors[id].label;
    if (!this.room.mayChange("factors", id, "label")) {
      this.room.told.say(say("room.somebody-else-added-say-in-a", { before }));
      return;
    }
    const opened = this.room.replica.revision;
    this.inline(this.board.toFrame([drawn.box.x, drawn.box.y]), before, (label) => {
      if (label && label !== before) this.room.relabel(id, label, opened);
    }, say("room.label"));
  }

  /**
   * A field on the board itself.
   *
   * @param {Point} at
   * @param {string} value
   * @param {(text: string) => void} done
   * @param {string} label
   * @param {() => void} [left] what happens where it is left as it was
   */
  inline([x, y], value, done, label, left = () => {}) {
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
      else left();
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
    return input;
  }

  /** @param {boolean} [on] */
  toggleLinking(on) {
    this.board.linking = on === undefined ? !this.board.linking : on;
    this.linkButton.setAttribute("aria-pressed", String(this.board.linking));
    if (this.board.linking) this.told(say("room.drag-from-one-factor-to-another-2"));
  }

  /** @param {boolean} [on] */
  toggleSeveral(on) {
    this.board.several = on === undefined ? !this.board.several : on;
    this.severalButton.setAttribute("aria-pressed", String(this.board.several));
  }

  /** Delete what is chosen, with the links of chosen factors. */
  removeChosen() {
    const { room, model } = this;
    const collection = this.behind ? "background" : this.link ? "links" : "factors";
    const ids = this.behind ? [this.behind] : this.link ? [this.link] : [...this.chosen];
    if (!ids.length || !room.mayDraw) return;
    if (!room.mayRemove(collection, ids)) {
      room.told.say(ids.length > 1 ? say("room.others-have-added-or-linked-some") : say("room.others-have-added-or-linked-this"));
      return;
    }
    const links = this.link || this.behind ? 0 : [...model.links.values()].filter((link) => ids.includes(link.from) || ids.includes(link.to)).length;
    room.do("remove", { in: collection, ids });
    this.choose([], false);
    if (links || ids.length > 1) room.told.say(say("room.deleted", { n: ids.length, links }), "good");
  }

  /** Show on one's own screen how the whole map would look laid out anew. */
  tidy() {
    this.told(say("room.laying-the-map-out"));
    this.room.question("layout").then((places) => this.tried(new Map(Object.entries(places))), (problems) => this.room.told.say(problems[0].message, "bad"));
  }

  /** @param {Map<string, Point> | null} places where boxes would stand; `null` puts the picture back as it is */
  tried(places) {
    this.trial = places;
    this.moving = places || undefined;
    this.board.byHand = false;
    this.draw();
    this.board.fit();
    set(this.trialBar, places ? [el("p", null, say("room.this-is-how-the-map-would")), el("span.row", null,
      button(say("room.move-the-boxes-for-everybody"), () => this.takeTrial(), { class: "main" }), button(say("room.leave-them-as-they-are"), () => this.tried(null)))] : []);
    this.trialBar.hidden = !places;
    if (places) /** @type {HTMLElement} */ (this.trialBar.querySelector("button")).focus();
  }

  /** The new picture becomes everybody's: one edit, to be undone like any other. */
  takeTrial() {
    const { trial } = this;
    this.tried(null);
    const edits = [...(trial || [])].filter(([id]) => (this.map.factors || {})[id])
      .map(([id, [x, y]]) => ({ do: /** @type {const} */ ("set"), in: "factors", id, field: "position", value: { x, y } }));
    if (edits.length) this.room.edit({ do: "batch", edits, label: "tidy" });
    this.board.fit();
  }

  /** The factor or link somebody edits here, for the others to know. @returns {string | undefined} */
  get editing() {
    const held = document.activeElement;
    const typing = held && (this.side.element.contains(held) || held.classList.contains("inline"))
      && (held instanceof HTMLInputElement || held instanceof HTMLTextAreaElement);
    return typing ? this.link || (this.chosen.size === 1 ? [...this.chosen][0] : undefined) : undefined;
  }

  /** @param {number | null} revision */
  replay(revision) {
    this.side.time.asked = null;
    if (revision === null) {
      this.past = null;
      this.refresh();
      return;
    }
    this.room.question("at", { revision }).then((past) => {
      this.past = past;
      this.refresh();
    }, (problems) => this.told(problems[0].message));
  }

  toggleOutline() {
    this.outline.hidden = !this.outline.hidden;
    this.frame.hidden = !this.outline.hidden;
    if (!this.outline.hidden) this.showOutline();
    this.bar.show();
  }

  showOutline() {
    const { model } = this;
    set(this.outline, el("div.text-view", null, el("h2", null, say("label.outline")), el("ul.outline", null, model.order.map((id) => el("li", null,
      button(model.factors[id].label, () => this.choose([id], false), { class: "go", "data-factor": id, "aria-pressed": String(this.chosen.has(id)) }),
      el("ul", null, (model.out.get(id) || []).map((arc) => el("li", null, button(linkSentence(model, arc.link), () => this.chooseLink(arc.link.id), { class: "go" })))))))));
  }

  /** @param {string} text */
  told(text) {
    this.news.textContent = text;
  }
}
