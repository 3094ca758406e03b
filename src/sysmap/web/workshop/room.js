/**
 * The workshop as one browser knows it: who is here, what the host has set, the copy of the map, what waits to be sent.
 * Whatever changes is told to one listener; nothing here draws.
 *
 * @typedef {import("./protocol").PersonData} Person
 * @typedef {import("./protocol").Trouble} Trouble
 * @typedef {import("./protocol").ShownData} Shown what the host shows everybody
 * @typedef {import("./protocol").Cursor} Presence
 * @typedef {import("./protocol").FromServer} FromServer
 * @typedef {import("./protocol").Commands} Commands
 * @typedef {import("./protocol").Asks} Asks
 * @typedef {import("./protocol").Answers} Answers
 * @typedef {Omit<import("./protocol").BallotData, "distribution"> & {mine: Record<string, number>, distribution: Record<string, Record<string, number>> | null}} Ballot
 * @typedef {Omit<import("./protocol").StateData, "ballots" | "people" | "phase" | "timer"> & {phase: import("./protocol").DoPhase["phase"] | null,
 *   timer: import("./protocol").TimerData | null, ballots: Ballot[], people: Person[], own_ideas: any[]}} State
 */

import { quoted } from "../messageformat.js";
import { fieldNoun } from "../sentences.js";
import { addedIn, commandWords, isUnset, linkWords, typedIn } from "./commandwords.js";
import { elementsOf } from "./edits.js";
import { say } from "./english.js";
import { Line } from "./line.js";
import { mergePatch } from "./mergepatch.js";
import { Replica } from "./replica.js";

const ROLES = ["host", "editor", "contributor", "voter", "viewer"];

export class Room {
  /**
   * @param {{changed: (what: "map" | "state" | "here" | "line" | "refused" | "refused-join") => void, say: (text: string, kind?: string, way?: {label: string, run: () => void}) => void, keep: (text: string) => void,
   *   brought: (view: [number, number, number], by: string) => void, shared: (shown: Shown | null, found?: boolean) => void}} told
   */
  constructor(told) {
    this.told = told;
    this.replica = new Replica();
    /** @type {Person} */
    this.you = { id: "", name: "", group: "", role: "viewer" };
    /** What the server says of the session, as it says it: what everybody sees, and what is one's own. */
    this.said = NO_STATE;
    this.own = NOTHING;
    this.state = stateOf(this.said, this.own);
    /** @type {Map<string, Presence>} */
    this.here = new Map();
    this.client = "";
    this.style = null;
    /** @type {string[]} */
    this.tables = [];
    /** @type {Record<string, string[]>} who is at which table, as the plenary knows them; told in the plenary */
    this.seated = {};
    /** Whether the host lets nobody change anything at the tables. */
    this.tablesLocked = false;
    /** The table one is at; the plenary is the empty text. */
    this.table = "";
    /** Whether the page was only just opened: then one is taken to where the host had one sit. */
    this.fresh = true;
    this.code = "";
    /** One's own code, to come back from another browser. */
    this.again = "";
    /** Join slips the host has had made, until the page is left: the server keeps only their marks. @type {string[]} */
    this.slips = [];
    /** What one added oneself: `factors:id`, `links:id`. @type {Set<string>} */
    this.mine = new Set();
    /** @type {number | null} the revision that was seen when a field was begun to be typed in */
    this.opened = null;
    this.joined = false;
    this.saved = 0;
    /** @type {Trouble | null} */
    this.trouble = null;
    this.clock = 0;
    /** @type {Record<string, string>} */
    this.hello = {};
    /** @type {Trouble[]} */
    this.refusedJoin = [];
    /** @type {Map<number, {done: (answer: any) => void, failed: (problems: Trouble[]) => void}>} */
    this.questions = new Map();
    this.asked = 0;
    this.whenLost = Date.now();
    this.line = new Line(new URL("socket", location.href.split("#")[0]).href.replace(/^http/, "ws"), {
      hello: () => (this.hello.code || this.hello.key
        ? { type: "hello", ...this.hello, room: this.table, ...(this.joined ? { since: this.replica.revision } : {}) } : null),
      message: (message) => this.hear(message),
      state: () => this.told.changed("line"),
    });
  }

  /** @param {string} role */
  atLeast(role) {
    return ROLES.indexOf(this.you.role) <= ROLES.indexOf(role);
  }

  get mayDraw() {
    return this.atLeast("contributor") && !this.state.closed && (!this.state.locked || this.you.role === "host");
  }

  /**
   * Whether one's role lets one change a field: a contributor changes what they added, says what nobody has said yet, and moves
   * boxes. The server decides; this is for not offering what it would refuse.
   *
   * @param {string} collection
   * @param {string} id
   * @param {string} field
   */
  mayChange(collection, id, field) {
    if (!this.mayDraw || this.atLeast("editor")) return this.mayDraw;
    if (collection === "background") return false;
    if (field === "position" || this.mine.has(`${collection}:${id}`)) return true;
    const element = elementsOf(this.replica.map, collection).get(id);
    return Boolean(element) && !["label", "notes", "raised_by", "origin", "seen_in"].includes(field) && isUnset(element[field]);
  }

  /**
   * Whether one's role lets one delete these, with the links that go with them.
   *
   * @param {string} collection
   * @param {string[]} ids
   */
  mayRemove(collection, ids) {
    if (!this.mayDraw || this.atLeast("editor")) return this.mayDraw;
    const links = collection === "factors" ? (this.replica.map.links || []).filter((one) => ids.includes(one.from) || ids.includes(one.to)) : [];
    return ids.every((id) => this.mine.has(`${collection}:${id}`)) && links.every((one) => this.mine.has(`links:${one.id}`));
  }

  /** @param {Record<string, string>} hello */
  join(hello) {
    this.hello = hello;
    if (this.line.state === "over") this.line.say("joining");
    this.line.connect();
  }

  /**
   * Move to a table, or back to the plenary.
   *
   * @param {string} table
   */
  goTo(table) {
    if (table === this.table) return;
    this.keep();
    this.table = table;
    this.joined = false;
    this.replica.waiting = [];
    this.here.clear();
    this.told.say(table ? say("room.you-are-at-now", { table: table.replace("-", " ") }) : say("room.you-are-back-in-the-plenary"), "good");
    this.line.say("joining");
    this.line.connect();
  }

  // Asking

  /**
   * Ask for something. It is kept until the server has answered, whether or not there is a line just now.
   *
   * @template {keyof Commands} K
   * @param {K} what
   * @param {Commands[K]} [data]
   * @returns {string} the command's id
   */
  do(what, data) {
    const command = { id: newId(), do: what, base: this.replica.revision, data: data || {} };
    this.replica.ask(command);
    this.keep();
    this.line.send({ type: "do", ...command });
    this.told.changed("map");
    return command.id;
  }

  /**
   * Ask for an edit.
   *
   * @param {import("./edits.js").Edit} edit
   * @param {[number, number]} [near] where on the map new factors should go
   */
  edit(edit, near) {
    return this.do("edit", { edit, ...(near ? { near: /** @type {[number, number]} */ (near.map(Math.round)) } : {}), ...this.begun() });
  }

  /** The revision that was seen when what is sent now was begun to be typed: who changed it since is told, and so is one oneself. */
  begun() {
    const { opened } = this;
    if (opened !== null) this.opened = this.replica.revision;
    return opened === null || opened >= this.replica.revision ? {} : { opened };
  }

  /**
   * Give a factor another label.
   *
   * @param {string} id
   * @param {string} label
   * @param {number} [opened] the revision that was seen when it was begun to be typed
   */
  relabel(id, label, opened = this.replica.revision) {
    return this.do("relabel", { id, label, ...(opened < this.replica.revision ? { opened } : this.begun()) });
  }

  /**
   * @param {string} collection
   * @param {string} id
   * @param {string} field
   * @param {any} value
   */
  set(collection, id, field, value) {
    return this.edit({ do: "set", in: collection, id, field, value });
  }

  /**
   * A question whose answer the server works out.
   *
   * @template {keyof Asks} K
   * @param {K} what
   * @param {Asks[K]} [more]
   * @returns {Promise<Answers[K]>}
   */
  question(what, more) {
    const n = ++this.asked;
    return new Promise((done, failed) => {
      if (!this.line.send(/** @type {any} */ ({ type: "ask", what, n, ...more }))) failed([{ code: "", message: say("room.there-is-no-line-to-the"), hint: "" }]);
      else this.questions.set(n, { done, failed });
    });
  }

  // Hearing

  /** @param {FromServer} message */
  hear(message) {
    switch (message.type) {
      case "welcome": return this.welcome(message);
      case "entries": return this.entries(message);
      case "ack": return this.answered(message.id);
      case "refused": return this.refused(message.id, message.problems);
      case "answer": return this.answer(message);
      case "here": {
        for (const one of message.here) this.here.set(one.client, one);
        for (const id of message.gone) this.here.delete(id);
        return this.told.changed("here");
      }
      case "tables": {
        Object.assign(this, { tables: message.tables, seated: message.at || {}, tablesLocked: Boolean(message.locked) });
        if (this.table && !message.tables.includes(this.table)) this.goTo("");
        else if (this.fresh && !this.table && message.seat && message.tables.includes(message.seat)) this.goTo(message.seat);
        if ("seat" in message) this.fresh = false;
        return this.told.changed("state");
      }
      case "code": {
        this.code = message.code;
        this.told.say(say("room.somebody-was-removed-the-room-has"), "note");
        return this.told.changed("state");
      }
      case "yours": {
        this.owned(message.yours);
        return this.told.changed("map");
      }
      case "seat": return this.goTo(message.table);
      case "bring": return message.by === this.you.id ? undefined : this.told.brought(message.view, message.by);
      case "shared": return this.told.shared(message.shared);
      case "saved": {
        this.saved = message.revision;
        this.trouble = message.trouble;
        return this.told.changed("line");
      }
      case "bye": {
        this.told.say(message.why, "bad");
        return this.told.changed("line");
      }
      default: return undefined;
    }
  }

  /** @param {import("./protocol").Welcome} message */
  welcome(message) {
    const first = !this.joined;
    const lost = this.replica.map.id;
    this.joined = true;
    this.you = message.you;
    this.client = message.client;
    this.takeState(message.state, message.own);
    this.style = message.style;
    this.owned(message.yours);
    this.code = message.code || "";
    this.saved = message.saved;
    this.trouble = message.trouble;
    this.clock = message.now - Date.now();
    this.here = new Map(message.here.map((one) => [one.client, one]));
    const wished = this.hello.name || "";
    this.hello = { key: message.key };
    if (message.again) remember("sysmap-again", message.again);
    this.again = recall("sysmap-again");
    if (wished && message.you.name !== wished) this.told.say(say("room.you-are-called-here-somebody-else", { name: message.you.name, wished }), "note");
    remember("sysmap-key", message.key);
    if (first) this.replica.waiting = takeKept(`${message.map.id}/${this.table}`);
    this.replica.reset(message.map, message.revision, message.places);
    if (first) this.replica.refresh();
    for (const entry of message.missed) this.overrode(entry);
    for (const command of [...this.replica.waiting]) this.line.send({ type: "do", ...command });
    if (!first && lost) {
      const waiting = this.replica.waiting.length;
      this.told.say(say("room.the-server-is-back", { n: waiting }), "good");
    }
    this.told.changed("state");
    this.told.changed("map");
    this.told.changed("line");
    this.told.shared(message.shared || null, true);
  }

  /** @param {import("./protocol").Accepted} message */
  entries({ entries, state, own }) {
    for (const entry of entries) {
      if (!this.replica.take(entry, this.you.id)) {
        this.line.drop();
        return;
      }
      if (entry.by === this.you.id && !["phase", "adopt"].includes(entry.do)) addedIn(entry.data.edit).forEach((one) => this.mine.add(one));
    }
    if (state || own) this.takeState(mergePatch(this.said, state || {}), own || this.own);
    for (const entry of entries) this.overrode(entry);
    this.keep();
    this.told.changed("state");
    this.told.changed("map");
  }

  /** @param {Record<string, string[]>} yours what one added oneself */
  owned(yours) {
    this.mine = new Set(Object.entries(yours || {}).flatMap(([collection, ids]) => ids.map((id) => `${collection}:${id}`)));
  }

  /** @param {import("./protocol").StateData} told what everybody sees @param {import("./protocol").OwnState} own what is one's own */
  takeState(told, own) {
    this.said = told;
    this.own = own;
    this.state = stateOf(told, own);
    this.you = told.people[this.you.id] || this.you;
  }

  /** @param {string} id */
  answered(id) {
    this.replica.forget(id);
    this.keep();
    this.told.changed("map");
  }

  /** @param {string} id @param {Trouble[]} problems */
  refused(id, problems) {
    if (id === "hello" && this.table) {
      this.line.say("joining");
      return this.goTo("");
    }
    if (id === "hello") {
      this.refusedJoin = problems;
      this.hello = {};
      this.line.stop();
      return this.told.changed("refused-join");
    }
    const command = this.replica.forget(id);
    this.keep();
    const what = command ? commandWords(this.replica.map, command) : "";
    const text = command ? typedIn(command) : null;
    problems.forEach((problem, i) => this.told.say(say("room.not-done", { what: what || "none", message: problem.message, hint: problem.hint }), "bad",
      i || !text ? undefined : this.wayOut(text)));
    this.told.changed("refused");
  }

  /**
   * What becomes of words that were typed and refused: they are put where they can still be said.
   *
   * @param {{in: string, id: string, text: string}} typed
   * @returns {{label: string, run: () => void}}
   */
  wayOut({ in: collection, id, text }) {
    const there = collection && elementsOf(this.replica.map, collection).has(id) && this.mayDraw;
    return there ? { label: say("room.add-it-as-a-note"), run: () => this.do("note", { in: /** @type {"factors" | "links"} */ (collection), id, text: say("room.proposed", { text }) }) }
      : { label: say("room.keep-the-words"), run: () => this.told.keep(text) };
  }

  /** @param {import("./protocol").Answered} message */
  answer(message) {
    const waiting = this.questions.get(message.n);
    this.questions.delete(message.n);
    if (!waiting) return;
    if (message.problems) waiting.failed(message.problems);
    else waiting.done(message.answer);
  }

  /**
   * Say it where somebody's value gave way: to both sides.
   *
   * @param {import("./replica.js").Entry} entry
   */
  overrode(entry) {
    for (const one of entry.data.overrode || []) {
      const element = elementsOf(this.replica.map, one.in).get(one.id);
      const what = say("room.setting", { field: fieldNoun(one.field), what: element && element.label ? quoted(element.label) : element ? linkWords(this.replica.map, element) : one.id, value: "none" });
      const value = typeof one.value === "string" ? quoted(one.value) : say("room.it");
      if (one.by === this.you.id) this.told.say(say("room.theirs-stands", { name: this.nameOf(entry.by), what, value }), "note");
      else if (entry.by === this.you.id) this.told.say(say("room.yours-stands", { name: this.nameOf(one.by), what, value }), "note");
    }
  }

  /** @param {string} id */
  nameOf(id) {
    const person = this.state.people.find((one) => one.id === id);
    return person ? person.name : "somebody";
  }

  /** Keep what waits, so that closing the page loses nothing. */
  keep() {
    const key = `sysmap-waiting:${this.replica.confirmed.id}/${this.table}:${tabId()}`;
    if (this.replica.waiting.length) remember(key, JSON.stringify(this.replica.waiting));
    else remember(key, null);
  }
}

/** The session before the server has said anything of it. */
/** @type {import("./protocol").StateData} */
const NO_STATE = { private: false, locked: false, closed: false, ideas: 0, ballots: {}, ticks: {}, checkpoints: [], seats: {}, people: {}, kept: {} };
/** @type {import("./protocol").OwnState} */
const NOTHING = { ideas: [], dots: {} };

/**
 * The session as the panels read it.
 *
 * @param {import("./protocol").StateData} told what everybody sees, by id
 * @param {import("./protocol").OwnState} own what is one's own
 * @returns {State}
 */
export function stateOf(told, own) {
  return {
    ...told, phase: told.phase || null, timer: told.timer || null, own_ideas: own.ideas, people: Object.values(told.people),
    ballots: Object.values(told.ballots).map((one) => ({ distribution: null, ...one, mine: own.dots[one.id] || {} })),
  };
}

/** An id that no other command has; `crypto.randomUUID` does not exist on plain http. */
function newId() {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A name of this room alone: on one address there may be many. @param {string} key */
function ownName(key) {
  return location.pathname === "/" ? key : `${key} ${location.pathname}`;
}

/** @param {string} key @param {string | null} value */
export function remember(key, value) {
  try {
    if (value === null) localStorage.removeItem(ownName(key));
    else localStorage.setItem(ownName(key), value);
  } catch {
    // A browser that keeps nothing still takes part; only a reload starts anew.
  }
}

/** @param {string} key */
export function recall(key) {
  try {
    return localStorage.getItem(ownName(key)) || "";
  } catch {
    return "";
  }
}

let tab = "";

function tabId() {
  if (!tab) tab = newId().slice(0, 8);
  return tab;
}

/**
 * What was not answered when the page was closed or loaded again. The server knows what it has done already.
 *
 * @param {string} map
 * @returns {import("./replica.js").Command[]}
 */
function takeKept(map) {
  const out = [];
  try {
    for (const key of Object.keys(localStorage).filter((one) => one.startsWith(`sysmap-waiting:${map}:`))) {
      out.push(...JSON.parse(localStorage.getItem(key) || "[]"));
      localStorage.removeItem(key);
    }
  } catch {
    return [];
  }
  return out;
}
