/**
 * Tables: going to one; and for the host breaking out, saying who sits where, settling what the tables disagree about and
 * bringing them together, with every change shown before anything is changed.
 */

import { button, el } from "../dom.js";
import { counted } from "../words.js";
import { select } from "./inspector.js";

/**
 * @typedef {import("./room.js").Room} Room
 * @typedef {{changes: string[], more: number, conflicts: {key: string, kind: string, text: string, choices: {name: string, words: string}[]}[]}} Told
 */

/** What is known of the tables while the panel around it is made anew. */
export class TableTalk {
  /** @param {Room} room @param {() => void} redraw */
  constructor(room, redraw) {
    this.room = room;
    this.redraw = redraw;
    /** @type {Told | null} */
    this.told = null;
    /** @type {Record<string, string>} */
    this.choices = {};
    /** @type {Record<string, string[]> | null} */
    this.seating = null;
  }

  /** @param {string} what @param {Record<string, any>} more @param {(answer: any) => void} done */
  ask(what, more, done) {
    this.room.question(what, more).then((answer) => {
      done(answer);
      this.redraw();
    }, (problems) => this.room.told.say(problems.map((/** @type {any} */ one) => `${one.message} ${one.hint}`).join(" "), "bad"));
  }

  lookWhoSits() {
    if (this.room.line.state !== "open" || this.room.table || this.room.you.role !== "host") return;
    this.ask("seating", {}, (answer) => {
      this.seating = answer;
    });
  }

  /** @param {Record<string, string>} people */
  seat(people) {
    if (Object.keys(people).length) this.ask("seat", { people }, (answer) => {
      this.seating = answer;
    });
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
  const here = room.table ? `You are at ${nameOf(room.table)}.` : "You are in the plenary.";
  return el("div.panel", null, el("h2", { tabindex: "-1" }, "Tables"),
    room.tables.length ? el("p", null, here, " Each table works on a copy of the map of its own.")
      : el("p", null, host ? "Break out: each table gets a copy of the map, and what they bring back is put together by you." : "There are no tables just now."),
    room.tables.length ? el("div.row", { role: "group", "aria-label": "Go to" }, ["", ...room.tables].map((table) =>
      button(nameOf(table), () => room.goTo(table), { "aria-pressed": String(room.table === table) }))) : null,
    host && !room.tables.length ? breakOut(talk) : null,
    host && room.tables.length && room.table ? el("p.faint", null, "Go to the plenary to say who sits where and to bring the tables together.") : null,
    host && room.tables.length && !room.table ? [seats(room, talk), together(room, talk)] : null);
}

/** @param {TableTalk} talk */
function breakOut(talk) {
  const number = /** @type {HTMLInputElement} */ (el("input", { type: "number", min: 1, max: 12, value: 2, "aria-label": "How many tables" }));
  return el("div.row", null, number, "tables", button("Break out", () => talk.ask("tables", { number: Number(number.value) }, () => {
    talk.forget();
    talk.lookWhoSits();
  })));
}

/** @param {Room} room @param {TableTalk} talk */
function seats(room, talk) {
  const { seating } = talk;
  if (!seating) {
    talk.lookWhoSits();
    return el("p", null, "Looking …");
  }
  const at = (/** @type {string} */ id) => Object.keys(seating).find((table) => seating[table].includes(id));
  const places = /** @type {[string, string][]} */ (["", ...room.tables].map((table) => [table, nameOf(table)]));
  const people = room.state.people.filter((one) => one.id !== room.you.id);
  const present = people.filter((one) => at(one.id) !== undefined);
  const dealt = () => Object.fromEntries(byGroup(present).map((one, i) => [one.id, room.tables[i % room.tables.length]]));
  return el("section", null, el("h3", null, "Who sits where"),
    people.length ? el("ul.people", null, people.map((one) => {
      const now = at(one.id);
      const pick = select(`Table of ${one.name}`, places, now ?? room.state.seats[one.id] ?? "");
      pick.addEventListener("change", () => talk.seat({ [one.id]: pick.value }));
      return el("li", null, el("span.who", null, el("strong", null, one.name), one.group ? el("span.faint", null, ` ${one.group}`) : null, now === undefined ? el("span.tag", null, "away") : null), pick);
    })) : el("p.faint", null, "Nobody else has joined yet."),
    el("div.row", null, button("Deal everybody out, groups mixed", () => talk.seat(dealt()), { disabled: !present.length }),
      button("Call everybody back", () => talk.seat(Object.fromEntries(people.filter((one) => at(one.id)).map((one) => [one.id, ""])))),
      button("Look again", () => talk.lookWhoSits(), { class: "small" })));
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
  return el("section.merge", null, el("h3", null, "Bring the tables together"),
    el("p", { "aria-live": "polite" }, `${counted(told.changes.length + told.more, "change")}, ${told.conflicts.length} to decide. Nothing is changed yet.`),
    told.conflicts.map((one) => el("fieldset.conflict", { "data-conflict": one.key }, el("legend", null, one.text), one.choices.map((choice, i) =>
      el("label.check", null, el("input", {
        type: "radio", name: one.key, value: choice.name, checked: (talk.choices[one.key] || one.choices[0].name) === choice.name, onchange: () => {
          talk.choices[one.key] = choice.name;
          talk.preview();
        },
      }), el("span", null, choice.words, i ? "" : el("span.faint", null, " (stands if nobody chooses)")))))),
    el("details", { open: told.changes.length < 12 }, el("summary", null, "Every change"), el("ul.changes", null, told.changes.map((one) => el("li", null, one)),
      told.more ? el("li", null, `… and ${told.more} more.`) : null)),
    el("div.row", null, button("Bring them together now", () => talk.ask("merge", { really: true, choices: talk.choices }, (n) => {
      talk.forget();
      room.told.say(`The tables are together: ${counted(n, "change")}. Undo takes them back.`, "good");
    }), { class: "main" }), button("Look again", () => talk.preview()), button("Not now", () => {
      talk.forget();
      talk.redraw();
    })));
}

/** @param {string} table */
function nameOf(table) {
  return table ? table.replace("-", " ") : "plenary";
}
