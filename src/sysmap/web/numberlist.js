/** The list of what the numbers in the picture stand for, where boxes are too small for words. */

import { button, el, set } from "./dom.js";
import { counted } from "./words.js";

/**
 * @param {import("./model.js").Model} model
 * @param {(id: string) => void} choose
 * @returns {{element: HTMLElement, show: (numbers: Map<string, string> | null, layout: import("./types.js").LayoutData) => void}}
 */
export function numberList(model, choose) {
  const element = el("div.numbers-room", { hidden: true });
  /** @type {Map<string, string> | null} */
  let shown = null;
  return {
    element,
    /** `numbers`: none where the picture shows words. */
    show(numbers, layout) {
      element.hidden = !numbers;
      if (!numbers || numbers === shown) return;
      shown = numbers;
      const heads = new Map(layout.headers.map((header) => [header.id, header.lines.join(" ")]));
      const rows = [...numbers].map(([id, number]) => {
        const factor = model.factors[id];
        const words = factor ? button(factor.label, () => choose(id), { class: "go" }) : el("strong", null, heads.get(id));
        return el("li", null, el("span.number", { "aria-hidden": "true" }, number), words);
      });
      const factors = rows.length - heads.size;
      set(element, el("details.numbers", null, el("summary", null, `What the numbers stand for (${counted(factors, "factor")})`),
        el("p.faint", null, "Zoom in to read the boxes themselves."), el("ol", null, rows)));
    },
  };
}
