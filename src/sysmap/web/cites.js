/** Where something is said, and what people remarked on it. */

import { el } from "./dom.js";
import { nameOf } from "./model.js";
import { capital, say, voiceTexts, wordText } from "./sentences.js";

/**
 * @typedef {import("./model.js").Model} Model
 * @typedef {import("./types.js").Cite} Cite
 * @typedef {import("./types.js").Note} Note
 */

/**
 * @param {Model} model
 * @param {Cite} cite
 * @returns {string}
 */
export function citeText(model, cite) {
  const places = [nameOf(model, "sources", cite.source), cite.at, cite.line && say("cite.line", { line: String(cite.line) })];
  return places.filter(Boolean).join(", ") + (cite.note ? ` (${cite.note})` : "");
}

/**
 * @param {Model} model
 * @param {Cite[] | undefined} cites
 */
export function citeList(model, cites) {
  if (!cites || !cites.length) return null;
  return el("ul.cites", null, cites.map((cite) => el("li", null, citeText(model, cite))));
}

/**
 * @param {Model} model
 * @param {Note[] | undefined} notes
 */
export function noteList(model, notes) {
  if (!notes || !notes.length) return null;
  return el("ul.notes", null, notes.map((note) => el("li", null,
    note.kind && note.kind !== "comment" ? el("span.tag", null, capital(wordText(note.kind, "kind"))) : null,
    note.kind === "quote" ? el("q", null, note.text) : note.text,
    note.by ? el("span.faint", null, ` (${note.by})`) : null,
    note.cite ? el("span.faint", null, ` ${note.cite.map((cite) => citeText(model, cite)).join("; ")}`) : null)));
}

/**
 * What each voice says of a link or factor, where voices differ.
 *
 * @param {{voices?: import("./types.js").Voice[]}} element
 */
export function voiceList(element) {
  const said = voiceTexts(element);
  return said.length ? el("ul.notes", null, said.map((text) => el("li", null, text))) : null;
}
