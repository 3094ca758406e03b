/** The bar above the map: what phase it is and what to do in it, the timer, whether the server is heard, undo and redo. */

import { button, el, renew, set } from "../dom.js";
import { counted } from "../words.js";
import { say } from "./english.js";
import { showFile } from "./filing.js";
import { PHASES, phaseOf } from "./phases.js";
import { colourOf } from "./together.js";

const MOST = 7;

export class Bar {
  /** @param {import("./room.js").Room} room @param {import("./editor.js").Editor} editor */
  constructor(room, editor) {
    this.room = room;
    this.editor = editor;
    this.avatars = el("ul.avatars", { "aria-label": say("room.who-is-here") });
    this.title = el("h1");
    this.size = el("p.faint");
    this.phase = /** @type {HTMLSelectElement} */ (el("select", { "aria-label": say("room.phase") },
      [["", "no phase"], ...PHASES.map(({ name, label }) => [name, label])].map(([name, label]) => el("option", { value: name }, label))));
    this.phase.addEventListener("change", () => {
      const phase = this.phase.value;
      if (phase) room.do("phase", { phase: /** @type {import("./protocol").DoPhase["phase"]} */ (phase.replace("-private", "")), private: phase === "gather-private" });
      else this.show();
    });
    this.timer = el("span.timer", { role: "timer" });
    const minutes = /** @type {HTMLInputElement} */ (el("input", { type: "number", min: 1, max: 600, value: 5, "aria-label": say("room.minutes") }));
    this.startTimer = el("span.row", null, minutes, button("Start timer", () => room.do("timer", { seconds: Math.round(Number(minutes.value) * 60), label: "" })));
    this.stopTimer = button("Stop timer", () => room.do("timer", { seconds: 0, label: "" }));
    this.line = el("p.line", { role: "status" });
    this.copy = button("Look at the file …", () => showFile(room));
    this.doing = el("p.doing", { role: "status" });
    this.outline = button("Outline", () => editor.toggleOutline(), { class: "outline-way", "aria-pressed": "false" });
    this.element = el("header.top", null, el("div.title", null, this.title, this.size), this.avatars,
      el("div.tools", null, this.phase, this.timer, this.startTimer, this.stopTimer,
        button("Undo", () => room.do("undo"), { title: "Undo your own last change (Ctrl+Z)" }), button("Redo", () => room.do("redo"), { class: "redo" }),
        this.outline, el("div.lines", null, this.line, this.copy)), this.doing);
    this.rang = true;
  }

  show() {
    const { room } = this;
    const { state, replica, you } = room;
    const host = you.role === "host";
    const here = new Set([...room.here.values()].map((one) => one.person)).size;
    const phase = phaseOf(state);
    this.title.textContent = room.table ? `${replica.map.title} (${room.table.replace("-", " ")})` : replica.map.title;
    this.size.textContent = `${counted(Object.keys(replica.map.factors || {}).length, "factor")}, ${counted((replica.map.links || []).length, "link")} · ${counted(here, "person", "people")} here · you: ${you.name}, ${you.role}`;
    this.showAvatars();
    this.phase.hidden = !host;
    if (document.activeElement !== this.phase) this.phase.value = phase ? phase.name : "";
    this.outline.setAttribute("aria-pressed", String(!this.editor.outline.hidden));
    const gathered = state.private ? ` ${counted(state.ideas, "idea")} so far${host ? "; choosing another phase reveals them." : "."}` : "";
    const doing = state.closed ? "The workshop is closed." : state.locked ? "The host has locked the map for now." : phase ? `${phase.doing}${gathered}` : "";
    if (this.doing.dataset.said !== `${phase && phase.name}${doing}`) {
      this.doing.dataset.said = `${phase && phase.name}${doing}`;
      set(this.doing, doing && phase && !state.closed && !state.locked ? [el("strong", null, `${phase.label}: `), doing] : doing);
    }
    this.doing.hidden = !doing;
    this.copy.hidden = !(host && !room.table && room.trouble && room.trouble.code === "F34");
    this.clock();
  }

  /** The others as initials in the colour of their cursor; a press follows them. */
  showAvatars() {
    const { room, editor } = this;
    const others = [...new Map([...room.here.values()].filter((one) => one.person !== room.you.id).map((one) => [one.person, one])).values()];
    const { following } = editor.together;
    const key = JSON.stringify([others.map((one) => [one.client, room.nameOf(one.person)]), following]);
    if (key === this.avatars.dataset.key) return;
    this.avatars.dataset.key = key;
    renew(this.avatars, others.slice(0, MOST).map((one) => {
      const name = room.nameOf(one.person);
      const on = following === one.client;
      const face = button(initials(name), () => editor.together.follow(on ? null : one.client), { class: "avatar", "aria-pressed": String(on), "aria-label": `${initials(name)}: ${on ? "stop following" : "follow"} ${name}`, title: name });
      face.style.background = colourOf(one.person);
      return el("li", null, face);
    }), others.length > MOST ? el("li", null, el("span.faint", null, `+${others.length - MOST}`)) : null);
  }

  clock() {
    const { room } = this;
    const { timer } = room.state;
    const host = room.you.role === "host";
    const left = timer ? Math.ceil(timer.seconds - (Date.now() + room.clock - timer.from) / 1000) : 0;
    const time = timer ? left > 0 ? `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}` : "Time is up" : "";
    if (this.timer.textContent !== time) this.timer.textContent = time;
    if (timer && left <= 0 && !this.rang) this.editor.told("Time is up.");
    this.rang = !timer || left <= 0;
    this.startTimer.hidden = !host || Boolean(timer);
    this.stopTimer.hidden = !host || !timer;
    const silent = Math.round((Date.now() - room.line.heard) / 1000);
    const waiting = room.replica.waiting.length;
    const wait = waiting ? ` ${counted(waiting, "change")} of yours ${waiting === 1 ? "is" : "are"} kept and will be sent.` : "";
    const text = room.line.state === "over" ? "Not connected any more."
      : room.line.state === "lost" || room.line.state === "joining" ? `No line to the server; last heard ${silent} s ago. Go on working.${wait}`
        : room.trouble ? `Saved in the log, not in the file: ${room.trouble.message} ${room.trouble.hint}`
          : silent > 5 ? `Server last heard ${silent} s ago.${wait}` : waiting ? "Sending …" : "Saved";
    if (this.line.textContent !== text) set(this.line, text);
    this.line.className = `line ${room.line.state === "open" && !room.trouble ? "good" : "bad"}`;
  }
}

/** @param {string} name */
function initials(name) {
  const words = name.split(/\s+/).filter(Boolean);
  return (words.length > 1 ? words[0][0] + words[words.length - 1][0] : name.slice(0, 2)).toUpperCase();
}
