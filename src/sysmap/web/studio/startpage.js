/** The ways to begin: a map of one's own with or without a theme, one of another tool, an example; and the other workspaces. */

import { el, set } from "../dom.js";
import { say } from "./english.js";
import { post } from "./talk.js";

/**
 * @typedef {import("./main.js").Known} Known
 * @typedef {{known: Known, line: HTMLElement, tell: (text: string, kind?: string) => void, doing: (waiting: string, work: () => Promise<void>) => Promise<void>, openBoard: (one: import("./main.js").Card) => Promise<void>, show: () => Promise<void>}} Ways what the page does
 */

/** @param {Ways} ways */
export function startForms(ways) {
  return [startForm(ways), importForm(ways), ways.known.examples.length ? exampleForm(ways) : null];
}

/** @param {Ways} ways */
function startForm({ known, doing, openBoard }) {
  const title = /** @type {HTMLInputElement} */ (el("input", { id: "new-title", type: "text", maxlength: 200, autocomplete: "off", required: true }));
  const kinds = { theory: say("studio.theory-of-change"), map: say("studio.systems-map"), process: say("studio.process") };
  const kind = /** @type {HTMLSelectElement} */ (el("select", { id: "new-kind" }, el("optgroup", { label: say("studio.without-a-theme") }, Object.entries(kinds).map(([value, text]) => el("option", { value }, text))),
    el("optgroup", { label: say("studio.with-a-theme") }, known.themes.map((one) => el("option", { value: `${one.kind} ${one.name}` }, `${/** @type {Record<string, string>} */ (kinds)[one.kind]}: ${one.title}`)))));
  return el("form", { onsubmit: (/** @type {Event} */ event) => {
    event.preventDefault();
    const [of, theme = ""] = kind.value.split(" ");
    doing(say("studio.starting"), async () => openBoard(await post("new", { kind: of, theme, title: title.value })));
  } }, el("h2", null, say("studio.start-a-map")), el("label", null, say("studio.what-is-it-about"), title), el("label", null, say("studio.what-kind-of-map-is-it"), kind),
  el("button.main", { type: "submit" }, say("studio.start-and-draw")));
}

/** @param {Ways} ways */
function importForm({ doing, show, line }) {
  const file = /** @type {HTMLInputElement} */ (el("input", { id: "import-file", type: "file", required: true }));
  return el("form", { onsubmit: (/** @type {Event} */ event) => {
    event.preventDefault();
    const [chosen] = file.files || [];
    if (chosen) doing(say("studio.reading"), async () => {
      const made = await post(`import?name=${encodeURIComponent(chosen.name)}`, chosen);
      await show();
      set(line, el("strong", null, say("studio.is-here-now", { title: made.map.title })), made.report.join(" "));
      line.className = "good";
    });
  } }, el("h2", null, say("studio.bring-a-map-from-another-tool")), el("label", null, say("studio.prsm-kumu-mental-modeler-yed-draw"), file),
  el("button", { type: "submit" }, say("studio.take-it-in")));
}

/** @param {Ways} ways */
function exampleForm({ known, doing }) {
  const name = /** @type {HTMLSelectElement} */ (el("select", { id: "example-name" }, known.examples.map((one) => el("option", { value: one.name }, one.title))));
  return el("form", { onsubmit: (/** @type {Event} */ event) => {
    event.preventDefault();
    doing(say("studio.starting"), async () => {
      const { workspace } = await post("example", { name: name.value });
      if (location.hash === `#${workspace}`) dispatchEvent(new HashChangeEvent("hashchange"));
      else location.hash = workspace;
    });
  } }, el("h2", null, say("studio.start-from-an-example")), el("label", null, say("studio.which-example"), name), el("p.faint", null, say("studio.an-example-is-complete")),
  el("button", { type: "submit" }, say("studio.unpack-and-open")));
}

/** The other workspaces that were open on this computer. @param {Known} known */
export function workspacesList({ recent }) {
  return recent.length ? el("section.workspaces", null, el("h2", null, say("studio.other-workspaces")),
    el("ul", null, recent.map((one) => el("li", null, el("a", { href: `#${one.id}` }, one.name), el("span.faint", null, ` ${one.folder}`))))) : null;
}
