/** The line one types into: a factor and Enter; `A -> B +`; a pasted list or outline, shown before it is added. */

import { button, el, set } from "../dom.js";
import { say } from "./english.js";
import { Suggest } from "./suggest.js";
import { isTable, newLabels, parseTyped, planTyped, severalIn } from "./typing.js";

export class TypingLine {
  /** @param {import("./room.js").Room} room @param {import("./editor.js").Editor} editor */
  constructor(room, editor) {
    this.room = room;
    this.editor = editor;
    this.timer = 0;
    /** Labels that somebody has said are new factors. @type {Set<string>} */
    this.sure = new Set();
    this.input = /** @type {HTMLInputElement} */ (el("input", {
      id: "add", type: "text", autocomplete: "off", maxlength: 700, placeholder: say("room.type-a-factor-and-press-enter"), "aria-label": say("room.add-a-factor-or-a-link"), "aria-describedby": "add-hints",
    }));
    this.known = new Suggest(this.input, () => this.room.replica.map.factors || {});
    this.hints = el("div.hints", { id: "add-hints", "aria-live": "polite" });
    this.sheet = el("div.sheet", { hidden: true });
    this.add = button(say("form.add"), () => this.enter());
    this.many = button(say("room.list"), () => this.openSheet(""), { title: say("room.paste-a-list-or-an-indented") });
    this.park = button(say("room.park"), () => this.parkIdea(), { title: say("room.put-this-aside-for-later") });
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
      if (!text.trim().includes("\n") && !isTable(text)) return;
      event.preventDefault();
      this.openSheet(text);
    });
  }

  show() {
    const may = this.room.mayDraw && !this.editor.past;
    for (const one of [this.input, this.add, this.many, this.park]) one.disabled = !may;
    this.input.placeholder = may ? this.room.state.private ? say("room.type-a-factor-and-press-enter-2") : say("room.type-a-factor-and-press-enter")
      : this.editor.past ? say("room.you-are-looking-back") : this.room.state.closed ? say("room.the-workshop-is-closed-2") : this.room.state.locked ? say("room.the-host-has-locked-the-map-2") : say("room.you-are-looking-on");
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
    if (!text || this.input.disabled) return undefined;
    clearTimeout(this.timer);
    this.input.value = "";
    this.known.close();
    set(this.hints);
    const several = severalIn(text);
    if (several.length) return this.offerSeveral(text, several);
    const typed = parseTyped(text);
    const unsure = typed.links.length ? newLabels(this.room.replica.map, typed).filter((one) => !this.sure.has(one)) : [];
    if (!unsure.length || this.room.line.state !== "open") return this.added(text);
    this.room.question("near", { labels: unsure }).then((near) => {
      const found = unsure.map((label, i) => /** @type {[string, string[]]} */ ([label, near[i]])).filter(([, others]) => others.length);
      if (!found.length) return this.added(text);
      if (!this.input.value) this.input.value = text;
      return this.offerNear(text, found);
    }, () => this.added(text));
    return undefined;
  }

  /** A line that may name several factors: people say which it is, before anything is added. @param {string} text @param {string[]} labels */
  offerSeveral(text, labels) {
    this.input.value = text;
    const number = labels.length;
    const take = (/** @type {string} */ lines) => {
      this.input.value = "";
      this.added(lines);
    };
    set(this.hints, el("div.near", { role: "group", "aria-label": say("room.one-or-several") }, el("p", null, say("room.is-this-one-factor", { number })),
      el("div.row", null, button(say("room.these-factors", { number, labels: labels.join(" · ") }), () => take(labels.join("\n")), { class: "small main" }),
        button(say("room.one-factor", { label: text }), () => take(text), { class: "small" }))));
    this.editor.told(say("room.is-this-one-factor", { number }));
  }

  /**
   * A link line that would make a factor where there is one that may be the same: people say which is meant, before anything is added.
   *
   * @param {string} text
   * @param {[string, string[]][]} found a label that was typed, and those on the map
   */
  offerNear(text, found) {
    const again = (/** @type {string} */ now) => {
      this.input.value = now;
      this.enter();
    };
    set(this.hints, found.slice(0, 1).map(([label, others]) => el("div.near", { role: "group", "aria-label": say("room.which-factor-is-meant") },
      el("p", null, say("room.is-not-on-the-map-do", { label })),
      el("div.row", null, others.map((one) => button(one, () => again(text.replace(label, one)), { class: "small" })),
        button(say("room.no-a-new-factor", { label }), () => {
          this.sure.add(label);
          again(text);
        }, { class: "small main" })))));
    this.editor.told(say("room.do-you-mean", { label: found[0][0], others: found[0][1].join(", or ") }));
  }

  /** Add a line and show what came of it. @param {string} text */
  added(text) {
    this.sure.clear();
    set(this.hints);
    const { added, links, known } = this.take(text);
    if (links.length) this.editor.chooseLink(links[0]);
    else if (added.length) this.editor.choose([added[added.length - 1]], false);
    else if (known.length) {
      this.editor.choose([known[0]], false);
      this.room.told.say(say("room.that-is-on-the-map-already"));
    }
    this.input.focus();
  }

  /**
   * Add what was typed.
   *
   * @param {string} text
   * @param {import("../types.js").Point} [near]
   * @param {import("./typing.js").Typed} [typed] the text as it was read
   */
  take(text, near, typed = parseTyped(text)) {
    const plan = planTyped(this.room.replica.map, typed);
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
    this.room.told.say(say("room.parked-2", { text }), "good");
    return undefined;
  }

  /** @param {string} text */
  openSheet(text) {
    const area = /** @type {HTMLTextAreaElement} */ (el("textarea", { rows: 8, "aria-label": say("room.a-list-or-an-outline"), spellcheck: "true" }));
    area.value = text;
    const preview = el("p", { "aria-live": "polite" });
    const near = el("div.near", { "aria-live": "polite" });
    /** @type {import("./typing.js").Typed} */
    let typed = { factors: [], links: [] };
    const count = () => {
      const { edits, added, known } = planTyped(this.room.replica.map, typed);
      set(preview, say("room.read-so-far", { factors: added.length, links: edits.length - added.length, known: known.length }));
      const labels = newLabels(this.room.replica.map, typed).slice(0, 200);
      set(near);
      if (!labels.length) return;
      this.room.question("near", { labels }).then((others) => {
        const found = labels.map((label, i) => /** @type {[string, string[]]} */ ([label, others[i]])).filter(([, one]) => one.length);
        set(near, found.slice(0, 6).map(([label, [one]]) => el("p", null, say("room.may-be-the-same-as", { label, one }), button(say("room.use-that-one"), () => {
          area.value = area.value.replaceAll(label, one);
          read();
        }, { class: "small", "aria-label": say("room.use-for", { one, label }) }))));
      }, () => undefined);
    };
    const read = () => {
      const { value } = area;
      if (!isTable(value)) {
        typed = parseTyped(value);
        return count();
      }
      this.room.question("pasted", { text: value.slice(0, 200_000) }).then((found) => {
        if (area.value !== value) return;
        typed = { factors: found.factors.map((one) => one.label), links: /** @type {any} */ (found.links), more: found.factors };
        count();
      }, (problems) => {
        typed = parseTyped(value.split("\n").map((line) => line.split("\t")[0]).join("\n"));
        count();
        set(near, el("p", null, say("room.only-first-column", { message: problems[0].message, hint: problems[0].hint })));
      });
      return undefined;
    };
    area.addEventListener("input", read);
    set(this.sheet, el("p", null, say("room.one-factor-a-line-or-cells")),
      area, preview, near, el("div.row", null, button(say("room.add-to-the-map"), () => {
        if (area.value.trim()) this.take(area.value, undefined, typed);
        this.closeSheet();
        this.input.focus();
      }), button(say("room.cancel"), () => {
        this.closeSheet();
        this.input.focus();
      })));
    this.sheet.hidden = false;
    read();
    area.focus();
  }

  /** Put the list away; what stands in it is let go. */
  closeSheet() {
    this.sheet.hidden = true;
    set(this.sheet);
  }
}
