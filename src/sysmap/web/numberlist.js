/** The list of what the numbers in the picture stand for, where boxes are too small for words. */

import { button, el, set } from "./dom.js";
import { countText, say } from "./sentences.js";

/**
 * @param {import("./model.js").Model} model
 * @param {(id: string) => void} choose
 * @returns {{element: HTMLElement, show: (numbers: Map<string, string> | null, layout: import("./types.js").LayoutData, lettered: boolean) => void}}
 */
export function numberList(model, choose) {
  const element = el("div.numbers-room", { hidden: true });
  let shown = "";
  return {
    element,
    /** `numbers`: none where the picture shows words; `lettered`: headers bear letters too. */
    show(numbers, layout, lettered) {
      element.hidden = !numbers;
      const now = numbers ? `${lettered} ${[...numbers.keys()].join(" ")}` : "";
      if (!numbers || now === shown) return;
      shown = now;
      const heads = new Map(layout.headers.map((header) => [header.id, header.lines.join(" ")]));
      const rows = [...numbers].filter(([id]) => lettered || !heads.has(id)).map(([id, number]) => {
        const factor = model.factors[id];
        const words = factor ? button(factor.label, () => choose(id), { class: "go" }) : el("strong", null, heads.get(id));
        return el("li", null, el("span.number", { "aria-hidden": "true" }, number), words);
      });
      const factors = [...numbers.keys()].filter((id) => model.factors[id]).length;
      set(element, el("details.numbers", null, el("summary", null, say("numbers.title", { factors: countText(factors, "factor") })),
        el("p.faint", null, say("numbers.zoom")), el("ol", null, rows)));
    },
  };
}
