/** The map as text: every factor under its layer or theme, with what causes it and what it leads to. */

import { button, el } from "./dom.js";
import { scoreLooks } from "./looks.js";
import { groupsOf } from "./scene.js";
import { capital, neighbourSentences, say, wordText } from "./sentences.js";

/**
 * @param {import("./model.js").Model} model
 * @param {import("./focus.js").Focus} focus
 * @param {import("./view.js").View} view
 * @param {(id: string) => void} choose
 * @returns {HTMLElement}
 */
export function outlineOf(model, focus, view, choose) {
  const scores = scoreLooks(model);
  const selected = view.selected && view.selected.kind === "factor" ? view.selected.id : null;
  const groups = groupsOf(model);
  /** @type {Map<string, string[]>} */
  const parts = new Map(groups.names.map((name) => [name, []]));
  for (const id of model.order) {
    if (view.others === "hide" && focus.factors && !focus.factors.has(id)) continue;
    const name = /** @type {string} */ (model.factors[id][groups.of] || "");
    if (!parts.has(name)) parts.set(name, []);
    /** @type {string[]} */ (parts.get(name)).push(id);
  }
  const sections = [...parts].filter(([, ids]) => ids.length).map(([name, ids]) => el("section", null,
    el("h3", null, groupTitle(model, groups.of, name)),
    el("ul.outline", null, ids.map((id) => entry(model, focus, id, id === selected, choose, scores.badge(id)?.text || "")))));
  return el("div.text-view", null, el("h2", null, say("label.outline")),
    el("p.faint", null, say("outline.help")), sections);
}

/**
 * @param {import("./model.js").Model} model
 * @param {"layer" | "theme" | "role"} of
 * @param {string} name
 */
export function groupTitle(model, of, name) {
  if (!name) return of === "layer" ? say("label.in-no-layer") : say("outline.other-factors");
  const layer = of === "layer" ? (model.document.map.layers || []).find((one) => one.id === name) : undefined;
  return layer ? layer.label : capital(wordText(name));
}

/**
 * @param {import("./model.js").Model} model
 * @param {import("./focus.js").Focus} focus
 * @param {string} id
 * @param {boolean} chosen
 * @param {(id: string) => void} choose
 * @param {string} score
 */
function entry(model, focus, id, chosen, choose, score) {
  const factor = model.factors[id];
  const part = focus.factors ? focus.factors.get(id) : undefined;
  const said = { start: say("outline.start"), cause: say("outline.cause"), effect: say("outline.effect"), both: say("outline.both"), must: say("outline.must"), in: "" };
  return el("li", { class: focus.factors && !part ? "faded" : "" },
    button(factor.label, () => choose(id), {
      class: "go", "aria-pressed": String(chosen), "data-factor": id, "aria-describedby": `about-${id}`,
    }),
    score ? el("span.tag.strong", null, score) : null,
    factor.status ? el("span.tag", null, wordText(factor.status, "status").split(" (")[0]) : null,
    part && said[part] ? el("span.tag.strong", null, said[part]) : null,
    el("p.faint", { id: `about-${id}` }, neighbourSentences(model, id).join(" ")));
}
