/** What a command asks for, in the words of the room, and what in it must not be lost when it is refused. */

import { fieldNoun } from "../sentences.js";
import { elementsOf } from "./edits.js";

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
  if (part.do === "add") return `adding ${part.element.label ? `“${part.element.label}”` : `${name("factors", part.element.from)} → ${name("factors", part.element.to)}`}`;
  if (part.do === "set") return `${fieldNoun(part.field)} of ${part.id ? name(part.in, part.id) : "the map"}${typeof part.value === "string" ? `: “${part.value}”` : ""}`;
  if (what === "relabel") return `calling ${name("factors", data.id)} “${data.label}”`;
  if (what === "remove") return `deleting ${(data.ids || []).slice(0, 3).map((/** @type {string} */ id) => name(data.in, id)).join(", ")}`;
  return DOING[what] || "";
}

/** What one does with a command that says no more of itself. */
const DOING = /** @type {Record<string, string>} */ ({ merge: "merging two factors", split: "splitting a factor", undo: "undo", redo: "redo", note: "adding a note", vote: "your vote" });

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
