/**
 * The picture that comes with an answer, as `sysmap.views.answer_picture` drew it: small in the panel, large on request; and the parts
 * of the map that an answer names.
 */

import { svgElement } from "./canvas/marks.js";
import { button, el } from "./dom.js";
import { countText, say } from "./sentences.js";

/**
 * @param {import("./canvas/marks.js").Mark} picture
 * @returns {HTMLElement}
 */
export function answerPicture(picture) {
  return el("figure.answer-picture", null, svgElement(picture), button(say("ask.enlarge"), () => {
    const dialog = /** @type {HTMLDialogElement} */ (el("dialog.picture", { "aria-label": say("ask.picture") },
      el("div.scroll", { tabindex: "0", role: "region", "aria-label": say("ask.picture") }, svgElement(picture)),
      button(say("ask.close"), () => dialog.close())));
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  }, { class: "plain" }));
}

/**
 * The parts of the map that an answer names, to look at one by one.
 *
 * @param {{label: string, factors: string[]}[]} parts
 * @param {number | null} pick
 * @param {(pick: number | null) => void} choose
 * @returns {HTMLElement}
 */
export function partList(parts, pick, choose) {
  return el("ul.chains", { "aria-label": say("ask.parts") }, parts.map(({ label, factors }, i) => el("li", null, button(
    [el("span", null, el("strong", null, label), el("span.faint.block", null, countText(factors.length, "factor")))],
    () => choose(pick === i ? null : i), { class: "go chain", id: `part-${i}`, "aria-pressed": String(pick === i) }))));
}
