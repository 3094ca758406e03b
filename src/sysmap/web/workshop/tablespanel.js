/**
 * Tables: going to one; and for the host breaking out, saying who sits where, settling what the tables disagree about and
 * bringing them together, with every change shown before anything is changed.
 */

import { button, el } from "../dom.js";
import { counted } from "../words.js";
import { changeList, decided, decisions, tableName } from "./deciding.js";
import { select } from "./fieldform.js";

/**
 * @typedef {import("./room.js").Room} Room
 * @typedef {import("./deciding.js").Preview} Preview
 */

/** What the host has looked at and chosen, while the panel around it is made anew. */
export class TableTalk {
  /** @param {Room} room @param {() => void} redraw */
  constructor(room, redraw) {
    this.room = room;
    this.redraw = redraw;
    /** @type {Preview | null} */
    this.told = null;
    /** @type {Record<string, string>} */
    this.choices = {};
  }

  /** @param {"tables" | "merge"} what @param {Record<string, any>} more @param {(answer: any) => void} [done] */
  ask(what, more, done) {
    this.room.question(what, more).then((answer) => {
      if (done) done(answer);
      this.redraw();
    }, (problems) => {
      this.room.told.say(problems.map((/** @type {any} */ one) => `${one.message} ${one.hint}`).join(" "), "bad");
      if (problems[0] && problems[0].code === "L19") this.preview();
    });
  }

  /** @param {Record<string, string | number>} seats */
  seat(seats) {
    if (Object.keys(seats).length) this.ask("tables", { seats });
  }

  preview() {
    this.ask("merge", { choices: this.choices }, (told) => {
      this.told = told;
    });
  }

  forget() {
    this.told = null;
    this.choices = {};
  }
}

/** @param {Room} room @param {TableTalk} talk */
export function tablesPanel(room, talk) {
  const host = room.you.role === "host";
  const here = room.table ? `You are at ${tableName(room.table)}.` : "You are in the plenary.";
  const plenary = !room.table;
  return el("div.panel", null, el("h2", { tabindex: "-1" }, "Tables"),
    room.tables.length ? el("p", null, here, " Each table works on a copy of the map of its own.")
      : el("p", null, host ? "Break out: each table gets a copy of the map, and what they bring back is put together by you." : "There are no tables just now."),
    room.tables.length ? el("div.row", { role: "group", "aria-label": "Go to" }, ["", ...room.tables].map((table) =>
      button(tableName(table), () => room.goTo(table), { "aria-pressed": String(room.table === table) }))) : null,
    host && !room.tables.length ? breakOut(talk) : null,
    host && room.tables.length && !plenary ? el("p.faint", null, "Go to the plenary to say who sits where and to bring the tables together.") : null,
    host && room.tables.length && plenary ? [seats(room, talk), together(room, talk)] : null);
}

/** @param {TableTalk} talk */
function breakOut(talk) {
  const number = /** @type {HTMLInputElement} */ (el("input", { type: "number", min: 1, max: 12, value: 2, "aria-label": "How many tables" }));
  return el("div.row", null, number, "tables", button("Break out", () => {
    talk.forget();
    talk.ask("tables", { number: Number(number.value) });
  }));
}

/** @param {Room} room @param {TableTalk} talk */
function seats(room, talk) {
  const at = (/** @type {string} */ id) => Object.keys(room.seated).find((table) => room.seated[table].includes(id));
  const online = new Set([...room.here.values()].map((one) => one.person));
  const places = /** @type {[string, string][]} */ (["", ...room.tables].map((table) => [table, tableName(table)]));
  const people = room.state.people.filter((one) => one.id !== room.you.id);
  const present = people.filter((one) => at(one.id) || online.has(one.id));
  const deal = () => talk.seat(Object.fromEntries(byGroup(present).map((one, i) => [one.id, (i % room.tables.length) + 1])));
  return el("section", null, el("h3", null, "Who sits where"),
    people.length ? el("ul.people", null, people.map((one) => {
      const sent = room.state.seats[one.id] || "";
      const now = at(one.id);
      const pick = select(`Table of ${one.name}`, places, now || sent);
      pick.addEventListener("change", () => talk.seat({ [one.id]: pick.value }));
      const state = now ? "there" : online.has(one.id) ? sent ? "not there yet" : "here" : "away";
      return el("li", null, el("span.who", null, el("strong", null, one.name), one.group ? el("span.faint", null, ` ${one.group}`) : null, el("span.tag", null, state)), pick);
    })) : el("p.faint", null, "Nobody else has joined yet."),
    el("div.row", null, button("Deal everybody out, groups mixed", deal, { disabled: !present.length }),
      button("Call everybody back", () => talk.seat(Object.fromEntries(people.map((one) => [one.id, ""]))), { disabled: !people.length }),
      button(room.tablesLocked ? "Let the tables go on" : "Hold the tables", () => talk.ask("tables", { lock: !room.tablesLocked }), { title: "Nobody changes anything at the tables" })));
}

/** Those of one group one after the other, so that dealing them out in turn spreads a group over the tables. @param {import("./room.js").Person[]} people */
function byGroup(people) {
  return [...people].sort((a, b) => (a.group < b.group ? -1 : a.group > b.group ? 1 : a.name < b.name ? -1 : 1));
}

/** @param {Room} room @param {TableTalk} talk */
function together(room, talk) {
  const { told } = talk;
  if (!told) {
    return el("section", null, el("h3", null, "Bring the tables together"), el("p.faint", null, "You see every change first; nothing is changed before you say so."),
      button("Bring the tables together …", () => talk.preview()));
  }
  const agreed = Object.entries(told.agreed || {}).filter(([tables]) => Number(tables) > 1).map(([tables, number]) => `${counted(number, "element")} came from ${tables} tables`);
  return el("section.merge", null, el("h3", null, "Bring the tables together"),
    el("p", { "aria-live": "polite" }, `${counted(told.changes.length + told.more, "change")}, ${told.conflicts.length} to decide. Nothing is changed yet.`),
    agreed.length ? el("p.faint", null, `${agreed.join("; ")}.`) : null, (told.warnings || []).map((one) => el("p.bad", null, one)),
    decisions(told, talk.choices, () => talk.preview()), changeList(told),
    el("div.row", null, button("Bring them together now", () => talk.ask("merge", { really: true, choices: decided(told, talk.choices) }, (n) => {
      talk.forget();
      room.told.say(`The tables are together: ${counted(n, "change")}. Undo takes them back.`, "good");
    }), { class: "main" }), button("Look again", () => talk.preview()), button("Not now", () => {
      talk.forget();
      talk.redraw();
    })));
}
