/** What evidence and monitoring show beside the map: outcomes over the rounds, cases side by side, indicators, what is done. */

import { el } from "./dom.js";
import { say } from "./sentences.js";

/**
 * The figures that came with the page, each with its words and its table; null where none came.
 *
 * @param {import("./types.js").PageDocument} page
 * @param {AbortSignal} ending
 * @returns {HTMLElement | null}
 */
export function findingsOf(page, ending) {
  const figures = (page.answers || {}).figures || [];
  return figures.length ? el("div.text-view.wide.findings", null, el("h2", null, say("findings.title")), figures.map((one) => section(one, ending))) : null;
}

/** @param {import("./types.js").EvidenceFigure} figure @param {AbortSignal} ending */
function section({ key, title, words, svg, alt, headings, rows }, ending) {
  const table = rows.length ? el("div.sheet", { tabindex: "0", role: "region", "aria-label": say("findings.table", { title }) }, el("table", null,
    el("thead", null, el("tr", null, headings.map((head) => el("th", { scope: "col" }, head)))),
    el("tbody", null, rows.map((row) => el("tr", null, row.map((cell, at) => el(at ? "td" : "th", at ? null : { scope: "row" }, cell))))))) : null;
  return el("section", { id: `findings-${key}` }, el("h3", null, title), el("p", null, words),
    svg ? picture(svg, alt, ending) : null,
    svg && table ? el("details", null, el("summary", null, say("findings.as-table")), table) : table);
}

/** A picture made beforehand: as an image, so that nothing in it is ever markup of the page. @param {string} svg @param {string} alt @param {AbortSignal} ending */
function picture(svg, alt, ending) {
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  ending.addEventListener("abort", () => URL.revokeObjectURL(address));
  return el("img", { src: address, alt });
}
