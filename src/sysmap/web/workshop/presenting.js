/** Showing the map to a room: the whole screen, one saved view after the other, large letters, nothing else. */

import { button, el, set } from "../dom.js";
import { viewFrom } from "../savedviews.js";
import { say } from "./english.js";

/** @typedef {import("./editor.js").Editor} Editor */

const ON = ["ArrowRight", "ArrowDown", "PageDown", " ", "Enter"];
const BACK = ["ArrowLeft", "ArrowUp", "PageUp", "Backspace"];

export class Presenting {
  /** @param {Editor} editor */
  constructor(editor) {
    this.editor = editor;
    /** @type {number | null} the place in the talk: 0 is the whole map, then the saved views */
    this.at = null;
    this.bar = el("section.talk", { "aria-label": say("room.presentation"), hidden: true });
    this.button = button(say("room.present"), () => this.start(), { title: say("room.present-means") });
    document.addEventListener("fullscreenchange", () => {
      if (!document.fullscreenElement && this.at !== null) this.stop();
    });
  }

  /** What is shown: the whole map under its title, then each saved view. */
  get slides() {
    const { map, model } = this.editor;
    return [{ label: map.title, caption: map.question || map.aim || "", view: null },
      ...(map.views || []).map((one) => ({ label: one.label || one.id, caption: one.caption || "", view: viewFrom(model, one) }))];
  }

  /** The view that is presented just now. @returns {import("../view.js").View | null} */
  get view() {
    const slide = this.at === null ? null : this.slides[this.at];
    return slide && slide.view;
  }

  start() {
    const { editor } = this;
    this.before = { ...editor.board.look, byHand: editor.board.byHand, largest: editor.board.largest };
    editor.choose([], false, true);
    editor.root.classList.add("presenting");
    editor.board.largest = 3;
    if (editor.root.requestFullscreen) editor.root.requestFullscreen().catch(() => {});
    this.to(0);
    editor.frame.focus();
  }

  stop() {
    const { editor, before } = this;
    this.at = null;
    this.bar.hidden = true;
    editor.root.classList.remove("presenting");
    if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
    if (before) {
      editor.board.largest = before.largest;
      editor.board.byHand = before.byHand;
    }
    editor.draw();
    if (before && before.byHand) editor.board.lookAt(before);
    else editor.board.fit();
    this.button.focus();
  }

  /** @param {number} at */
  to(at) {
    const { editor, slides } = this;
    this.at = Math.min(Math.max(at, 0), slides.length - 1);
    const slide = slides[this.at];
    set(this.bar, el("div", null, el("h2", null, slide.label), slide.caption ? el("p", null, slide.caption) : null),
      el("div.row", null, button("‹", () => this.to(at - 1), { "aria-label": say("room.present-back"), disabled: this.at === 0 }), el("span", null, `${this.at + 1} / ${slides.length}`),
        button("›", () => this.to(at + 1), { "aria-label": say("room.present-on"), disabled: this.at === slides.length - 1 }), button(say("room.present-end"), () => this.stop())));
    this.bar.hidden = false;
    editor.draw();
    editor.board.fit();
    editor.told([slide.label, slide.caption].filter(Boolean).join(". "));
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether the key was for the talk */
  key(event) {
    if (this.at === null || event.ctrlKey || event.metaKey || event.altKey) return false;
    const pressing = event.target instanceof HTMLButtonElement && (event.key === " " || event.key === "Enter");
    if (event.key === "Escape") this.stop();
    else if (ON.includes(event.key) && !pressing) this.to(this.at + 1);
    else if (BACK.includes(event.key)) this.to(this.at - 1);
    else if (event.key === "Home") this.to(0);
    else if (event.key === "End") this.to(this.slides.length - 1);
    else return !["Tab", "F11"].includes(event.key) && !pressing;
    event.preventDefault();
    return true;
  }
}
