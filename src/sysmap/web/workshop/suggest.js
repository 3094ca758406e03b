/** Factors that are there already, offered while one types their names; the last part of `A -> B` is what is matched. */

import { el, set } from "../dom.js";
import { say } from "./english.js";
import { folded } from "./typing.js";

const MOST = 6;
const LAST_PART = /^(.*(?:-{1,2}>|→|=>)\s*)?(.*)$/s;

export class Suggest {
  /**
   * @param {HTMLInputElement} input
   * @param {() => Record<string, import("../types.js").Factor>} factors
   */
  constructor(input, factors) {
    this.input = input;
    this.factors = factors;
    this.at = -1;
    /** @type {string[]} */
    this.offered = [];
    this.list = el("ul.suggest", { id: "add-known", role: "listbox", "aria-label": say("room.factors-that-are-there-already"), hidden: true });
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", "add-known"]]) input.setAttribute(name, value);
    input.addEventListener("input", () => this.offer());
    input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
  }

  offer() {
    const [, before = "", typed = ""] = LAST_PART.exec(this.input.value) || [];
    const words = folded(typed).split(" ").filter(Boolean);
    const found = [];
    if (words.join("").length >= (before ? 1 : 2) && !/\s[+\-−–±?]$|\sbecause\s/i.test(typed)) {
      for (const { label, aliases } of Object.values(this.factors())) {
        const names = [label, ...(aliases || [])].map(folded);
        if (names.includes(words.join(" "))) continue;
        const hit = names.findIndex((name) => words.every((word) => name.includes(word)));
        if (hit >= 0) found.push({ label, rank: names[hit].startsWith(words[0]) ? 0 : 1 });
      }
    }
    found.sort((a, b) => a.rank - b.rank || (a.label < b.label ? -1 : 1));
    this.offered = found.slice(0, MOST).map((one) => one.label);
    this.at = -1;
    this.draw();
  }

  draw() {
    const { list, input, offered } = this;
    list.hidden = !offered.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    if (this.at < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", `known-${this.at}`);
    set(list, offered.map((label, i) => el("li", {
      id: `known-${i}`, role: "option", "aria-selected": String(i === this.at), onpointerdown: (/** @type {Event} */ event) => {
        event.preventDefault();
        this.take(i);
      },
    }, label)));
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether the key was for the list */
  key(event) {
    const { offered } = this;
    if (!offered.length) return false;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      this.at = (this.at + (event.key === "ArrowDown" ? 1 : -1) + offered.length + 1) % (offered.length + 1);
      if (this.at === offered.length) this.at = -1;
      this.draw();
    } else if ((event.key === "Enter" || event.key === "Tab") && this.at >= 0) this.take(this.at);
    else if (event.key === "Escape") this.close();
    else return false;
    event.preventDefault();
    return true;
  }

  /** @param {number} at */
  take(at) {
    const [, before = ""] = LAST_PART.exec(this.input.value) || [];
    this.input.value = `${before}${this.offered[at]}`;
    this.close();
    this.input.focus();
  }

  close() {
    this.offered = [];
    this.at = -1;
    this.draw();
  }
}
