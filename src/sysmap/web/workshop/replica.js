/**
 * One browser's copy of the map: what the server confirmed, and on top of it what was asked for and not answered yet.
 * What one sees is always the confirmed map with one's own waiting edits applied again; so all copies become the same.
 *
 * @typedef {import("./edits.js").Edit} Edit
 * @typedef {import("../types.js").MapData} MapData
 *
 * @typedef {Object} Command
 * @property {string} id
 * @property {string} do
 * @property {number} base the revision that was seen when it was asked for
 * @property {Record<string, any>} data
 *
 * @typedef {import("./protocol").EntryData} Entry
 */

import { applyEdit, elementsOf, removal } from "./edits.js";

export class Replica {
  /** @param {Command[]} [waiting] what was not answered before the page was loaded again */
  constructor(waiting = []) {
    /** @type {MapData} */
    this.confirmed = /** @type {any} */ ({ kind: "map", id: "", title: "" });
    this.revision = 0;
    /** @type {Command[]} */
    this.waiting = waiting;
    /** @type {Record<string, [number, number]>} */
    this.places = {};
    /** Another value each time a place has changed. */
    this.placed = 0;
    /** @type {MapData} */
    this.map = this.confirmed;
  }

  /**
   * Begin anew from what the server says.
   *
   * @param {MapData} map
   * @param {number} revision
   * @param {Record<string, [number, number]>} places
   */
  reset(map, revision, places) {
    this.confirmed = map;
    this.revision = revision;
    this.places = { ...places };
    this.placed++;
    this.refresh();
  }

  /** @param {Command} command */
  ask(command) {
    this.waiting.push(command);
    this.refresh();
  }

  /**
   * Take an entry the server accepted. Entries come in order; one that was seen before is passed over.
   *
   * @param {Entry} entry
   * @param {string} me
   * @returns {boolean} false if entries are missing in between
   */
  take(entry, me) {
    if (entry.revision <= this.revision) return true;
    if (entry.revision !== this.revision + 1) return false;
    if (entry.data.edit) {
      this.confirmed = applyEdit(this.confirmed, entry.data.edit);
      takePositions(this.places, entry.data.edit);
    }
    Object.assign(this.places, entry.data.places || {});
    this.placed++;
    this.revision = entry.revision;
    if (entry.by === me) this.forget(entry.id);
    this.refresh();
    return true;
  }

  /**
   * A command is answered: accepted (its entry has come or will come) or refused.
   *
   * @param {string} id
   * @returns {Command | undefined}
   */
  forget(id) {
    const at = this.waiting.findIndex((one) => one.id === id);
    if (at < 0) return undefined;
    const [command] = this.waiting.splice(at, 1);
    this.refresh();
    return command;
  }

  /** Work out what is seen. Waiting edits that do not fit any more are left to the server to judge. */
  refresh() {
    let map = this.confirmed;
    for (const command of this.waiting) {
      const edit = expected(map, command);
      if (!edit) continue;
      try {
        map = applyEdit(map, edit);
      } catch {
        // The server will say why; until then it is listed as waiting.
      }
    }
    this.map = map;
  }
}

/**
 * What a command will probably come to, where that can be told without the server.
 *
 * @param {MapData} map
 * @param {Command} command
 * @returns {Edit | null}
 */
export function expected(map, { do: what, data }) {
  if (what === "edit") return data.edit;
  if (what === "relabel") return { do: "set", in: "factors", id: data.id, field: "label", value: data.label };
  if (what === "remove") return removal(map, data.in, data.ids);
  if (what === "note" && data.in) {
    const element = elementsOf(map, data.in).get(data.id);
    if (!element) return null;
    const note = { text: data.text, ...(data.kind ? { kind: data.kind } : {}) };
    return { do: "set", in: data.in, id: data.id, field: "notes", value: [...(element.notes || []), note] };
  }
  return null;
}

/**
 * @param {Record<string, [number, number]>} places
 * @param {Edit} edit
 */
function takePositions(places, edit) {
  if (edit.do === "batch") for (const part of edit.edits) takePositions(places, part);
  else if (edit.do === "set" && edit.in === "factors" && edit.field === "position" && edit.value) places[edit.id] = [edit.value.x, edit.value.y];
}
