/** The bar above the map: what phase it is, the timer, whether the server is heard, undo and redo. */

import { button, el, set } from "../dom.js";
import { counted } from "../words.js";

const PHASES = /** @type {[string, string][]} */ ([["", "no phase"], ["gather-private", "gather (private)"], ["gather", "gather"], ["consolidate", "consolidate"], ["connect", "connect"], ["check", "check"], ["describe", "describe"], ["vote", "vote"]]);

export class Bar {
  /** @param {import("./room.js").Room} room @param {import("./editor.js").Editor} editor */
  constructor(room, editor) {
    this.room = room;
    this.title = el("h1");
    this.size = el("p.faint");
    this.phase = /** @type {HTMLSelectElement} */ (el("select", { "aria-label": "Phase" }, PHASES.map(([word, text]) => el("option", { value: word }, text))));
    this.phase.addEventListener("change", () => {
      const phase = this.phase.value;
      if (phase) room.do("phase", { phase: phase.replace("-private", ""), private: phase === "gather-private" });
    });
    this.phaseText = el("strong.phase");
    this.timer = el("span.timer", { role: "timer" });
    const minutes = /** @type {HTMLInputElement} */ (el("input", { type: "number", min: 0, max: 600, value: 5, "aria-label": "Minutes" }));
    this.setTimer = el("span.row", null, minutes, button("Start timer", () => room.do("timer", { seconds: Math.round(Number(minutes.value) * 60), label: "" })));
    this.line = el("p.line", { role: "status" });
    this.element = el("header.top", null, el("div.title", null, this.title, this.size),
      el("div.tools", null, this.phaseText, this.phase, this.timer, this.setTimer,
        button("Undo", () => room.do("undo"), { title: "Undo your own last change (Ctrl+Z)" }), button("Redo", () => room.do("redo")),
        button("Outline", () => editor.toggleOutline()), this.line));
  }

  show() {
    const { room } = this;
    const { state, replica } = room;
    const host = room.you.role === "host";
    const here = new Set([...room.here.values()].map((one) => one.person)).size;
    this.title.textContent = replica.map.title;
    this.size.textContent = `${counted(Object.keys(replica.map.factors || {}).length, "factor")}, ${counted((replica.map.links || []).length, "link")} · ${counted(here, "person", "people")} here · you: ${room.you.name}, ${room.you.role}`;
    this.phase.hidden = !host;
    this.setTimer.hidden = !host;
    this.phase.value = state.private ? "gather-private" : state.phase || "";
    this.phaseText.textContent = host || !state.phase ? "" : state.private ? `Gathering in private: ${state.ideas} ideas so far` : `Now: ${state.phase}`;
    if (host && state.private) this.phaseText.textContent = `${state.ideas} ideas gathered; another phase reveals them`;
    this.clock();
  }

  clock() {
    const { room } = this;
    const { timer } = room.state;
    const left = timer ? Math.ceil(timer.seconds - (Date.now() + room.clock - timer.from) / 1000) : 0;
    this.timer.textContent = timer ? left > 0 ? `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}` : "Time is up" : "";
    const silent = Math.round((Date.now() - room.line.heard) / 1000);
    const waiting = room.replica.waiting.length;
    const wait = waiting ? ` ${counted(waiting, "change")} of yours ${waiting === 1 ? "is" : "are"} kept and will be sent.` : "";
    const text = room.line.state === "over" ? "Not connected any more."
      : room.line.state === "lost" || room.line.state === "joining" ? `No line to the server; last heard ${silent} s ago. Go on working.${wait}`
        : room.trouble ? `Saved in the log, not in the file: ${room.trouble.message}`
          : silent > 5 ? `Server last heard ${silent} s ago.${wait}` : waiting ? "Sending …" : room.saved >= room.replica.revision ? "Saved" : "In the log";
    if (this.line.textContent !== text) set(this.line, text);
    this.line.className = `line ${room.line.state === "open" && !room.trouble ? "good" : "bad"}`;
  }
}
