/** The line one types into: a factor and Enter; `A -> B +`; a pasted list or outline, shown before it is added. */

import { button, el, set } from "../dom.js";
import { Suggest } from "./suggest.js";
import { parseTyped, planTyped } from "./typing.js";

export class TypingLine {
  /** @param {import("./room.js").Room} room @param {import("./editor.js").Editor} editor */
  constructor(room, editor) {
    this.room = room;
    this.editor = editor;
    this.timer = 0;
    this.input = /** @type {HTMLInputElement} */ (el("input", {
      id: "add", type: "text", autocomplete: "off", maxlength: 700, placeholder: "Type a factor and press Enter, or A -> B +", "aria-label": "Add a factor, or a link as A -> B +", "aria-describedby": "add-hints",
    }));
    this.known = new Suggest(this.input, () => this.room.replica.map.factors || {});
    this.hints = el("div.hints", { id: "add-hints", "aria-live": "polite" });
    this.sheet = el("div.sheet", { hidden: true });
    this.add = button("Add", () => this.enter());
    this.many = button("List …", () => this.openSheet(""), { title: "Paste a list or an indented outline" });
    this.park = button("Park", () => this.parkIdea(), { title: "Put this aside for later" });
    this.element = el("div.typing", null, el("div.row", null, this.input, this.add, this.many, this.park), this.known.list, this.hints, this.sheet);
    this.input.addEventListener("keydown", (event) => {
      if (this.known.key(event)) return;
      if (event.key === "Enter") this.enter();
      if (event.key === "Escape") this.input.blur();
    });
    this.input.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.hint(), 300);
    });
    this.input.addEventListener("paste", (event) => {
      const text = event.clipboardData ? event.clipboardData.getData("text/plain") : "";
      if (!text.trim().includes("\n")) return;
      event.preventDefault();
      this.openSheet(text);
    });
  }

  show() {
    const may = this.room.mayDraw && !this.editor.past;
    for (const one of [this.input, this.add, this.many, this.park]) one.disabled = !may;
    this.input.placeholder = may ? this.room.state.private ? "Type a factor and press Enter: only you see it until the host reveals" : "Type a factor and press Enter, or A -> B +"
      : this.editor.past ? "You are looking back" : this.room.state.closed ? "The workshop is closed" : this.room.state.locked ? "The host has locked the map" : "You are looking on";
  }

  focus() {
    this.input.focus();
  }

  /** @param {string} text */
  begin(text) {
    this.input.value = text;
    this.input.focus();
  }

  enter() {
    const text = this.input.value.trim();
    if (!text || this.input.disabled) return;
    this.input.value = "";
    this.known.close();
    set(this.hints);
    const { added, links, known } = this.take(text);
    if (links.length) this.editor.chooseLink(links[0]);
    else if (added.length) this.editor.choose([added[added.length - 1]], false);
    else if (known.length) {
      this.editor.choose([known[0]], false);
      this.room.told.say("That is on the map already.");
    }
    this.input.focus();
  }

  /**
   * Add what was typed.
   *
   * @param {string} text
   * @param {import("../types.js").Point} [near]
   */
  take(text, near) {
    const plan = planTyped(this.room.replica.map, parseTyped(text));
    const links = plan.edits.filter((one) => one.in === "links").map((one) => `${one.element.from}->${one.element.to}`);
    const first = near && plan.edits[0] && plan.edits[0].in === "factors" ? plan.edits[0] : null;
    if (first && near) first.element.position = { x: Math.round(near[0]), y: Math.round(near[1]) };
    const { look } = this.editor.board;
    if (plan.edits.length === 1) this.room.edit(plan.edits[0], near || [look.x, look.y]);
    else if (plan.edits.length) this.room.edit({ do: "batch", edits: plan.edits, label: "typed" }, near || [look.x, look.y]);
    return { added: plan.added, links, known: plan.known };
  }

  hint() {
    const text = this.input.value.trim();
    if (text.length < 4 || /->|→/.test(text) || this.room.line.state !== "open") return set(this.hints);
    this.room.question("hint", { label: text.slice(0, 290) }).then((hints) => {
      if (this.input.value.trim() === text) set(this.hints, hints.map((/** @type {string} */ one) => el("p", null, one)));
    }, () => undefined);
    return undefined;
  }

  parkIdea() {
    const text = this.input.value.trim();
    if (!text) return this.input.focus();
    this.room.do("note", { in: "", text, kind: "parked" });
    this.input.value = "";
    this.room.told.say(`Parked: ${text}`, "good");
    return undefined;
  }

  /** @param {string} text */
  openSheet(text) {
    const area = /** @type {HTMLTextAreaElement} */ (el("textarea", { rows: 8, "aria-label": "A list or an outline", spellcheck: "true" }));
    area.value = text;
    const preview = el("p", { "aria-live": "polite" });
    const plan = () => planTyped(this.room.replica.map, parseTyped(area.value));
    const count = () => {
      const { edits, added, known } = plan();
      set(preview, `${added.length} new factor${added.length === 1 ? "" : "s"}, ${edits.length - added.length} new link${edits.length - added.length === 1 ? "" : "s"}, ${known.length} already there.`);
    };
    area.addEventListener("input", count);
    const close = () => {
      this.sheet.hidden = true;
      this.input.focus();
    };
    set(this.sheet, el("p", null, "One factor a line. A line that stands further in leads to the line it stands under; a sign at its end (+ or -) is the link's. “A -> B +” links."),
      area, preview, el("div.row", null, button("Add to the map", () => {
        if (area.value.trim()) this.take(area.value);
        close();
      }), button("Cancel", close)));
    this.sheet.hidden = false;
    count();
    area.focus();
  }
}
