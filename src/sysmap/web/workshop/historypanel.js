/** The timeline: any moment of the workshop, played back, named, restored. */

import { button, el } from "../dom.js";

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
  const label = /** @type {HTMLInputElement} */ (el("input", { type: "text", maxlength: 80, "aria-label": "Name of the checkpoint", placeholder: "before lunch" }));
  const slider = /** @type {HTMLInputElement} */ (el("input", { type: "range", min: 0, max: now, value: at ?? now, "aria-label": "Moment of the workshop" }));
  slider.setAttribute("aria-valuetext", at === null ? "now" : `after change ${at}`);
  slider.addEventListener("change", () => {
    talk.stop();
    replay(Number(slider.value) >= now ? null : Number(slider.value));
  });
  return el("div.panel", null, el("h2", { tabindex: "-1" }, "History"),
    at === null ? el("p", null, "Pull back to see the map as it was; nothing is changed by looking.") : lookingBack(room, talk, at, replay),
    el("label.stack", null, "Timeline", slider),
    el("div.row", null, talk.playing ? button("Stop", () => talk.stop()) : button("Play it from here", () => talk.play(), { disabled: !(talk.happened || []).length })),
    room.state.checkpoints.length ? el("section", null, el("h3", null, "Named moments"), el("ul", null, room.state.checkpoints.map((one) => el("li", null,
      button(`${one.label} (${one.revision})`, () => replay(one.revision), { class: "go" }))))) : null,
    room.atLeast("editor") ? el("div.row", null, label, button("Name this moment", () => label.value.trim() && room.do("checkpoint", { label: label.value.trim() }))) : null,
    el("section", null, el("h3", null, "What happened"), talk.trouble ? el("p.bad", null, talk.trouble) : null,
      talk.happened ? el("ol.history", null, [...talk.happened].reverse().slice(0, 100).map((one) => happenedRow(room, one, at, replay))) : el("p", null, "Looking …")));
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
  return el("div.banner", null, el("p", null, `You are looking at the map after change ${at}.`), el("div.row", null, button("Back to now", () => {
    talk.stop();
    replay(null);
  }), room.you.role === "host" && !talk.playing ? button(talk.asked === at ? "Really restore this" : "Restore this", restore) : null));
}

/** @param {Room} room @param {Happened} one @param {number | null} at @param {(revision: number | null) => void} replay */
function happenedRow(room, one, at, replay) {
  const when = new Date(one.at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  return el("li", one.revision === at ? { class: "now", "aria-current": "true" } : null, el("span.faint", null, `${one.revision} · ${when} · ${room.nameOf(one.by)} `),
    one.said.length ? `${one.said.slice(0, 4).join(" ")}${one.said.length > 4 ? ` … and ${one.said.length - 4} more.` : ""}` : "Moved things.", " ",
    button("Look", () => replay(one.revision), { class: "small", "aria-label": `Look at the map as it was after change ${one.revision}` }));
}
