/**
 * Tables: going to one; and for the host breaking out, saying who sits where, settling what the tables disagree about and
 * bringing them together, with every change shown before anything is changed.
 */

import { button, el } from "../dom.js";
import { changeList, decided, decisions, tableName } from "./deciding.js";
import { say } from "./english.js";
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
  const here = room.table ? say("room.you-are-at", { table: tableName(room.table) }) : say("room.you-are-in-the-plenary");
  const plenary = !room.table;
  return el("div.panel", null, el("h2", { tabindex: "-1" }, say("label.tables")),
    room.tables.length ? el("p", null, here, say("room.each-table-works-on-a-copy"))
      : el("p", null, host ? say("room.break-out-each-table-gets-a") : say("room.there-are-no-tables-just-now")),
    room.tables.length ? el("div.row", { role: "group", "aria-label": say("room.go-to") }, ["", ...room.tables].map((table) =>
      button(tableName(table), () => room.goTo(table), { "aria-pressed": String(room.table === table) }))) : null,
    host && !room.tables.length ? breakOut(talk) : null,
    host && room.tables.length && !plenary ? el("p.faint", null, say("room.go-to-the-plenary-to-say")) : null,
    host && room.tables.length && plenary ? [seats(room, talk), together(room, talk)] : null);
}

/** @param {TableTalk} talk */
function breakOut(talk) {
  const number = /** @type {HTMLInputElement} */ (el("input", { type: "number", min: 1, max: 12, value: 2, "aria-label": say("room.how-many-tables") }));
  return el("div.row", null, number, say("room.tables"), button(say("room.break-out"), () => {
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
  return el("section", null, el("h3", null, say("room.who-sits-where")),
    people.length ? el("ul.people", null, people.map((one) => {
      const sent = room.state.seats[one.id] || "";
      const now = at(one.id);
      const pick = select(say("room.table-of", { name: one.name }), places, now || sent);
      pick.addEventListener("change", () => talk.seat({ [one.id]: pick.value }));
      const state = now ? say("room.there") : online.has(one.id) ? sent ? say("room.not-there-yet") : say("room.here") : say("room.away");
      return el("li", null, el("span.who", null, el("strong", null, one.name), one.group ? el("span.faint", null, ` ${one.group}`) : null, el("span.tag", null, state)), pick);
    })) : el("p.faint", null, say("room.nobody-else-has-joined-yet")),
    el("div.row", null, button(say("room.deal-everybody-out-groups-mixed"), deal, { disabled: !present.length }),
      button(say("room.call-everybody-back"), () => talk.seat(Object.fromEntries(people.map((one) => [one.id, ""]))), { disabled: !people.length }),
      button(room.tablesLocked ? say("room.let-the-tables-go-on") : say("room.hold-the-tables"), () => talk.ask("tables", { lock: !room.tablesLocked }), { title: say("room.nobody-changes-anything-at-the-tables") })));
}

/** Those of one group one after the other, so that dealing them out in turn spreads a group over the tables. @param {import("./room.js").Person[]} people */
function byGroup(people) {
  return [...people].sort((a, b) => (a.group < b.group ? -1 : a.group > b.group ? 1 : a.name < b.name ? -1 : 1));
}

/** @param {Room} room @param {TableTalk} talk */
function together(room, talk) {
  const { told } = talk;
  if (!told) {
    return el("section", null, el("h3", null, say("room.bring-the-tables-together")), el("p.faint", null, say("room.you-see-every-change-first-nothing")),
      button(say("room.bring-the-tables-together-2"), () => talk.preview()));
  }
  const agreed = Object.entries(told.agreed || {}).filter(([tables]) => Number(tables) > 1).map(([tables, number]) => say("room.came-from-tables", { n: number, tables }));
  return el("section.merge", null, el("h3", null, say("room.bring-the-tables-together")),
    el("p", { "aria-live": "polite" }, say("room.to-decide-nothing-is-changed-yet", { n: told.changes.length + told.more, n2: told.conflicts.length })),
    agreed.length ? el("p.faint", null, `${agreed.join("; ")}.`) : null, (told.warnings || []).map((one) => el("p.bad", null, one)),
    decisions(told, talk.choices, () => talk.preview()), changeList(told),
    el("div.row", null, button(say("room.bring-them-together-now"), () => talk.ask("merge", { really: true, choices: decided(told, talk.choices) }, (n) => {
      talk.forget();
      room.told.say(say("room.the-tables-are-together-undo-takes", { n }), "good");
    }), { class: "main" }), button(say("room.look-again"), () => talk.preview()), button(say("room.not-now"), () => {
      talk.forget();
      talk.redraw();
    })));
}
