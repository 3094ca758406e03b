/** What a command asks for, in the words of the room, and what in it must not be lost when it is refused. */

import { quoted } from "../messageformat.js";
import { fieldNoun } from "../sentences.js";
import { elementsOf } from "./edits.js";
import { say } from "./english.js";

/**
 * What somebody asked for, as people say it.
 *
 * @param {import("../types.js").MapData} map
 * @param {import("./replica.js").Command} command
 */
export function commandWords(map, { do: what, data }) {
  const edit = data.edit || {};
  const part = edit.do === "batch" ? (edit.edits || [])[0] || {} : edit;
  /** @param {string} collection @param {string} id @returns {string} */
  const name = (collection, id) => {
    const element = elementsOf(map, collection).get(id);
    return element && element.label ? `“${element.label}”` : element && element.from ? `${name("factors", element.from)} → ${name("factors", element.to)}` : id;
  };
  if (part.do === "add") return say("room.adding", { what: part.element.label ? quoted(part.element.label) : `${name("factors", part.element.from)} → ${name("factors", part.element.to)}` });
  if (part.do === "set") return say("room.setting", { field: fieldNoun(part.field), what: part.id ? name(part.in, part.id) : say("room.the-map-2"), value: typeof part.value === "string" ? part.value : "none" });
  if (what === "relabel") return say("room.calling", { what: name("factors", data.id), label: data.label });
  if (what === "remove") return say("room.deleting", { what: (data.ids || []).slice(0, 3).map((/** @type {string} */ id) => name(data.in, id)).join(", ") });
  return DOING.has(what) ? say(`room.doing.${what}`) : "";
}

/** Commands that are named by what one does with them. */
const DOING = new Set(["merge", "split", "undo", "redo", "note", "vote"]);

/**
 * Words that somebody typed, which must not be lost when they are refused.
 *
 * @param {import("./replica.js").Command} command
 */
export function typedIn({ do: what, data }) {
  const edit = data.edit || {};
  if (what === "relabel") return { in: "factors", id: data.id, text: data.label };
  if (what === "note") return { in: "", id: "", text: data.text };
  if (edit.do === "set" && typeof edit.value === "string" && edit.value.includes(" ")) return { in: edit.in, id: edit.id, text: edit.value };
  if (edit.do === "add" && edit.element.label) return { in: "", id: "", text: edit.element.label };
  return null;
}

/** @param {any} edit @returns {string[]} the elements it adds */
export function addedIn(edit) {
  if (!edit) return [];
  if (edit.do === "batch") return edit.edits.flatMap(addedIn);
  const { from, to, id = `${from}->${to}` } = edit.element || {};
  return edit.do === "add" ? [`${edit.in}:${id}`] : [];
}

/** @param {any} value */
export function isUnset(value) {
  return value === undefined || value === null || value === "" || value === "unknown" || (Array.isArray(value) && !value.length);
}

/** @param {import("../types.js").MapData} map @param {any} link */
export function linkWords(map, { from, to }) {
  const label = (/** @type {string} */ end) => `“${((map.factors || {})[end] || { label: end }).label}”`;
  return `${label(from)} → ${label(to)}`;
}
