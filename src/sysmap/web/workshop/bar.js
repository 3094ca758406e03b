/** The bar above the map: what phase it is and what to do in it, the timer, whether the server is heard, undo and redo. */

import { button, el, renew, set } from "../dom.js";
import { say } from "./english.js";
import { showFile } from "./filechanged.js";
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
      [["", say("room.no-phase")], ...PHASES.map(({ name, label }) => [name, label])].map(([name, label]) => el("option", { value: name }, label))));
    this.phase.addEventListener("change", () => {
      const phase = this.phase.value;
      if (phase) room.do("phase", { phase: /** @type {import("./protocol").DoPhase["phase"]} */ (phase.replace("-private", "")), private: phase === "gather-private" });
      else this.show();
    });
    this.timer = el("span.timer", { role: "timer" });
    const minutes = /** @type {HTMLInputElement} */ (el("input", { type: "number", min: 1, max: 600, value: 5, "aria-label": say("room.minutes") }));
    this.startTimer = el("span.row", null, minutes, button(say("room.start-timer"), () => room.do("timer", { seconds: Math.round(Number(minutes.value) * 60), label: "" })));
    this.stopTimer = button(say("room.stop-timer"), () => room.do("timer", { seconds: 0, label: "" }));
    this.line = el("p.line", { role: "status" });
    this.copy = button(say("room.look-at-the-file"), () => showFile(room));
    this.doing = el("p.doing", { role: "status" });
    this.outline = button(say("label.outline"), () => editor.toggleOutline(), { class: "outline-way", "aria-pressed": "false" });
    this.element = el("header.top", null, el("div.title", null, this.title, this.size), this.avatars,
      el("div.tools", null, this.phase, this.timer, this.startTimer, this.stopTimer,
        button(say("room.undo"), () => room.do("undo"), { title: say("room.undo-your-own-last-change-ctrl") }), button(say("room.redo"), () => room.do("redo"), { class: "redo" }),
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
    this.size.textContent = say("room.size", { factors: Object.keys(replica.map.factors || {}).length, links: (replica.map.links || []).length, here, name: you.name, role: you.role });
    this.showAvatars();
    this.phase.hidden = !host;
    if (document.activeElement !== this.phase) this.phase.value = phase ? phase.name : "";
    this.outline.setAttribute("aria-pressed", String(!this.editor.outline.hidden));
    const gathered = state.private ? say("room.ideas-so-far", { n: state.ideas, host: host ? "yes" : "" }) : "";
    const doing = state.closed ? say("room.the-workshop-is-closed") : state.locked ? say("room.the-host-has-locked-the-map") : phase ? `${phase.doing}${gathered}` : "";
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
      const face = button(initials(name), () => editor.together.follow(on ? null : one.client), { class: "avatar", "aria-pressed": String(on), "aria-label": say("room.face", { initials: initials(name), on: on ? "yes" : "", name }), title: name });
      face.style.background = colourOf(one.person);
      return el("li", null, face);
    }), others.length > MOST ? el("li", null, el("span.faint", null, `+${others.length - MOST}`)) : null);
  }

  clock() {
    const { room } = this;
    const { timer } = room.state;
    const host = room.you.role === "host";
    const left = timer ? Math.ceil(timer.seconds - (Date.now() + room.clock - timer.from) / 1000) : 0;
    const time = timer ? left > 0 ? `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}` : say("room.time-is-up") : "";
    if (this.timer.textContent !== time) this.timer.textContent = time;
    if (timer && left <= 0 && !this.rang) this.editor.told(say("room.time-is-up-2"));
    this.rang = !timer || left <= 0;
    this.startTimer.hidden = !host || Boolean(timer);
    this.stopTimer.hidden = !host || !timer;
    const silent = Math.round((Date.now() - room.line.heard) / 1000);
    const waiting = room.replica.waiting.length;
    const wait = waiting ? say("room.changes-kept", { n: waiting }) : "";
    const text = room.line.state === "over" ? say("room.not-connected-any-more")
      : room.line.state === "lost" || room.line.state === "joining" ? say("room.no-line-to-the-server-last", { silent, wait })
        : room.trouble ? say("room.saved-in-the-log-not-in", { message: room.trouble.message, hint: room.trouble.hint })
          : silent > 5 ? say("room.server-last-heard-s-ago", { silent, wait }) : waiting ? say("room.sending") : say("room.saved");
    if (this.line.textContent !== text) set(this.line, text);
    this.line.className = `line ${room.line.state === "open" && !room.trouble ? "good" : "bad"}`;
  }
}

/** @param {string} name */
function initials(name) {
  const words = name.split(/\s+/).filter(Boolean);
  return (words.length > 1 ? words[0][0] + words[words.length - 1][0] : name.slice(0, 2)).toUpperCase();
}
