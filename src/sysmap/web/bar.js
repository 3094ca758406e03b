/** The line above the picture: what is being looked at, in words, with the ways back to the whole map. */

import { questionWords } from "./answerwords.js";
import { button, el, renew } from "./dom.js";
import { filterWords } from "./filter.js";
import { countText, say } from "./sentences.js";

/**
 * @param {import("./model.js").Model} model
 * @param {import("./store.js").Store} store
 * @returns {{element: HTMLElement, show: (view: import("./view.js").View, focus: import("./focus.js").Focus) => void}}
 */
export function lookingBar(model, store) {
  const element = el("nav.bar", { "aria-label": say("bar.what-is-shown") });
  return {
    element,
    show(view, focus) {
      const filtered = filterWords(model, view.filter);
      const whole = !view.ask && !view.selected && !filtered;
      element.hidden = whole;
      if (whole) return;
      const crumbs = [el("li", null, button(say("bar.whole-map"), () => store.set({ ask: null, pick: null, selected: null, filter: {} }), { class: "plain" }))];
      if (filtered) {
        crumbs.push(el("li", null, say("page.only", { filter: filtered }), button("×", () => store.set({ filter: {} }), { class: "plain small", "aria-label": say("label.drop-the-filter") })));
      }
      if (view.ask) {
        crumbs.push(el("li", null, questionWords(model, view.ask), stepper(store, view.ask),
          button("×", () => store.set({ ask: null, pick: null }), { class: "plain small", "aria-label": say("bar.drop-the-question") })));
      }
      if (view.selected) {
        const { kind, id } = view.selected;
        crumbs.push(el("li", { "aria-current": "true" }, kind === "factor" && model.factors[id] ? model.factors[id].label : say("bar.one-link"),
          button(say("bar.read"), () => /** @type {HTMLElement} */ (document.getElementById("panel-details")).scrollIntoView(), { class: "plain narrow-only" })));
      }
      const starts = focus.answer && focus.answer.kind === "reach" ? focus.answer.starts.length : 0;
      const number = focus.factors ? el("span.faint", null,
        `${countText(focus.factors.size - starts, "factor")}, ${countText(focus.links ? focus.links.size : 0, "link")}`) : null;
      renew(element, el("ol", null, crumbs), number, othersSwitch(store, view));
    },
  };
}

/**
 * One link further or nearer, without opening the panel.
 *
 * @param {import("./store.js").Store} store
 * @param {import("./view.js").Question} ask
 */
function stepper(store, ask) {
  if (ask.kind !== "reach") return null;
  const steps = ask.steps;
  /** @param {number | null} next */
  const to = (next) => store.set({ ask: { ...ask, steps: next }, pick: null });
  return el("span.stepper", null,
    button("−", () => to(steps === null ? 9 : Math.max(0, steps - 1)), { "aria-label": say("bar.one-link-less"), class: "small", disabled: steps === 0 }),
    button("+", () => to(steps === null || steps === 9 ? null : steps + 1), { "aria-label": say("bar.one-link-more"), class: "small", disabled: steps === null }));
}

/**
 * @param {import("./store.js").Store} store
 * @param {import("./view.js").View} view
 */
function othersSwitch(store, view) {
  const hide = view.others === "hide";
  return button(hide ? say("bar.show-the-rest-faintly") : say("bar.hide-the-rest"), () => store.set({ others: hide ? "fade" : "hide" }), {
    class: "plain",
  });
}
