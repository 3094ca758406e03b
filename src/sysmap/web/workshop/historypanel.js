/** The timeline: any moment of the workshop, played back, named, restored. */

import { button, el } from "../dom.js";
import { say } from "./english.js";

/**
 * @typedef {import("./room.js").Room} Room
 * @typedef {import("./editor.js").Editor} Editor
 * @typedef {{revision: number, at: number, by: string, said: string[]}} Happened
 */

const FRAMES = 60;
const PACE = 700;

/** What happened so far, and the film of it. */
export class TimeTalk {
  /** @param {Editor} editor @param {() => void} redraw */
  constructor(editor, redraw) {
    this.editor = editor;
    this.redraw = redraw;
    /** @type {Happened[] | null} */
    this.happened = null;
    this.seen = "";
    this.trouble = "";
    /** @type {number | null} the moment that was asked to be restored once */
    this.asked = null;
    this.timer = 0;
  }

  look() {
    const { room } = this.editor;
    const now = `${room.table}/${room.replica.revision}`;
    if (this.seen === now || room.line.state !== "open" || !room.joined) return;
    this.seen = now;
    room.question("history", { after: 0 }).then((happened) => {
      this.happened = happened;
      this.trouble = "";
      this.redraw();
    }, (problems) => {
      this.trouble = problems[0].message;
      this.redraw();
    });
  }

  get playing() {
    return this.timer !== 0;
  }

  /** Show the workshop from its first change to now, each change for a moment; of a long one, sixty moments. */
  play() {
    const all = (this.happened || []).map((one) => one.revision);
    const from = this.editor.past ? this.editor.past.revision : 0;
    const left = all.filter((revision) => revision > from);
    const moments = (left.length ? left : all).filter((_, i, rest) => i === rest.length - 1 || Math.floor((i * FRAMES) / rest.length) !== Math.floor(((i - 1) * FRAMES) / rest.length));
    const step = () => {
      const next = moments.shift();
      if (next === undefined) {
        this.stop();
        this.editor.replay(null);
        return;
      }
      this.editor.replay(next);
      this.timer = window.setTimeout(step, PACE);
    };
    this.stop();
    step();
    this.redraw();
  }

  stop() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.redraw();
  }
}

/** @param {Room} room @param {TimeTalk} talk @param {number | null} at @param {(revision: number | null) => void} replay */
export function historyPanel(room, talk, at, replay) {
  talk.look();
  const now = room.replica.revision;
  const label = /** @type {HTMLInputElement} */ (el("input", { type: "text", maxlength: 80, "aria-label": say("room.name-of-the-checkpoint"), placeholder: say("room.before-lunch") }));
  const slider = /** @type {HTMLInputElement} */ (el("input", { type: "range", min: 0, max: now, value: at ?? now, "aria-label": say("room.moment-of-the-workshop") }));
  slider.setAttribute("aria-valuetext", at === null ? say("room.now") : say("room.after-change", { at }));
  slider.addEventListener("change", () => {
    talk.stop();
    replay(Number(slider.value) >= now ? null : Number(slider.value));
  });
  return el("div.panel", null, el("h2", { tabindex: "-1" }, say("room.history")),
    at === null ? el("p", null, say("room.pull-back-to-see-the-map")) : lookingBack(room, talk, at, replay),
    el("label.stack", null, say("room.timeline"), slider),
    el("div.row", null, talk.playing ? button(say("room.stop"), () => talk.stop()) : button(say("room.play-it-from-here"), () => talk.play(), { disabled: !(talk.happened || []).length })),
    room.state.checkpoints.length ? el("section", null, el("h3", null, say("room.named-moments")), el("ul", null, room.state.checkpoints.map((one) => el("li", null,
      button(`${one.label} (${one.revision})`, () => replay(one.revision), { class: "go" }))))) : null,
    room.atLeast("editor") ? el("div.row", null, label, button(say("room.name-this-moment"), () => label.value.trim() && room.do("checkpoint", { label: label.value.trim() }))) : null,
    el("section", null, el("h3", null, say("room.what-happened")), talk.trouble ? el("p.bad", null, talk.trouble) : null,
      talk.happened ? el("ol.history", null, [...talk.happened].reverse().slice(0, 100).map((one) => happenedRow(room, one, at, replay))) : el("p", null, say("room.looking"))));
}

/** @param {Room} room @param {TimeTalk} talk @param {number} at @param {(revision: number | null) => void} replay */
function lookingBack(room, talk, at, replay) {
  const restore = () => {
    if (talk.asked === at) {
      room.do("restore", { to: at });
      replay(null);
    } else {
      talk.asked = at;
      talk.redraw();
    }
  };
  return el("div.banner", null, el("p", null, say("room.you-are-looking-at-the-map", { at })), el("div.row", null, button(say("room.back-to-now"), () => {
    talk.stop();
    replay(null);
  }), room.you.role === "host" && !talk.playing ? button(talk.asked === at ? say("room.really-restore-this") : say("room.restore-this"), restore) : null));
}

/** @param {Room} room @param {Happened} one @param {number | null} at @param {(revision: number | null) => void} replay */
function happenedRow(room, one, at, replay) {
  const when = new Date(one.at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  return el("li", one.revision === at ? { class: "now", "aria-current": "true" } : null, el("span.faint", null, `${one.revision} · ${when} · ${room.nameOf(one.by)} `),
    one.said.length ? one.said.slice(0, 4).join(" ") + (one.said.length > 4 ? ` ${say("room.and-more", { n: one.said.length - 4 })}` : "") : say("room.moved-things"), " ",
    button(say("room.look"), () => replay(one.revision), { class: "small", "aria-label": say("room.look-at-the-map-as-it", { revision: one.revision }) }));
}
