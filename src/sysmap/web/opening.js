/** What the page opens with: the finding, how sure it is, what changed and what is not known, in the author's or sysmap's sentences. */

import { el } from "./dom.js";
import { say } from "./sentences.js";

/** @typedef {{place: string, lead: string, text: string}} OpeningPart */

/**
 * The sentences above the picture, which a reader may fold away; nothing where the page has none.
 *
 * @param {import("./types.js").PageDocument} document_
 * @returns {HTMLElement | null}
 */
export function openingOf(document_) {
  const parts = openingParts(document_);
  return parts && el("details.opening", { open: true }, el("summary", null, say("opening.heading")), parts);
}

/**
 * The sentences by themselves.
 *
 * @param {import("./types.js").PageDocument} document_
 * @returns {HTMLElement | null}
 */
export function openingParts(document_) {
  const parts = /** @type {OpeningPart[]} */ ((document_.answers || {}).opening || []);
  if (!parts.length) return null;
  return el("div.opening-parts", null, parts.map(({ lead, text }) => el("section", null, lead ? el("h2", null, lead) : null, paragraphs(text))));
}

/**
 * A text as people write it in a file: an empty line parts paragraphs, lines that begin with a hyphen make a list.
 *
 * @param {string} text
 */
export function paragraphs(text) {
  return text.split(/\n\s*\n/).map((part) => {
    const lines = part.split("\n").map((line) => line.trim()).filter(Boolean);
    if (!lines.every((line) => /^[-•] /.test(line))) return el("p", null, lines.join(" "));
    return el("ul", null, lines.map((line) => el("li", null, line.slice(2).trim())));
  });
}
