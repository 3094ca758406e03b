/** The panel for how the map is shown: what to keep, what colour and number stand for, how the rest is treated. */

import { button, el } from "./dom.js";
import { aspectsOf } from "./filter.js";
import { measuresOf } from "./looks.js";
import { groupsOf } from "./scene.js";
import { say } from "./sentences.js";

/**
 * @param {import("./model.js").Model} model
 * @param {import("./store.js").Store} store
 * @param {{contrast: () => boolean, setContrast: (on: boolean) => void}} page
 * @returns {{element: HTMLElement, show: (view: import("./view.js").View) => void}}
 */
export function showPanel(model, store, page) {
  const aspects = aspectsOf(model);
  const measures = measuresOf(model);
  const own = groupsOf(model).of;
  const colours = [...aspects.filter(({ aspect }) => aspect.of === "factor" && aspect.key !== own).map(({ aspect }) => [aspect.key, aspect.label]),
    ...measures.map(({ key, label }) => [key, label])];
  const colour = choice("colour", say("show.colour"), [["", say("show.by", { what: own })], ...colours], (value) => store.set({ colour: value || null }));
  const size = choice("size", say("show.badge"), [["", say("show.none")], ...measures.map(({ key, label }) => [key, label])], (value) => store.set({ size: value || null }));
  const others = choice("others", say("show.rest"), [["fade", say("show.faint")], ["hide", say("show.hidden")]], (value) => store.set({ others: /** @type {any} */ (value) }));
  const contrast = /** @type {HTMLInputElement} */ (el("input", {
    type: "checkbox", id: "contrast", onchange: () => page.setContrast(contrast.checked),
  }));
  const bands = /** @type {HTMLInputElement} */ (el("input", {
    type: "checkbox", id: "bands", onchange: () => store.set({ bands: bands.checked }),
  }));
  const note = el("p.faint");
  const boxes = aspects.map(({ aspect, values }) => el("fieldset.choices", null, el("legend", null, aspect.label), values.map(([value, count]) => el("label", null,
    el("input", {
      type: "checkbox", name: aspect.key, value, id: `only-${aspect.key}-${value}`, "data-aspect": aspect.key, "data-value": value,
      onchange: (/** @type {any} */ event) => store.set({ filter: toggled(store.get().filter, aspect.key, value, event.target.checked), pick: null }),
    }), `${aspect.name(model, value)} `, el("span.faint", null, `(${count})`)))));
  const element = el("div.panel", null, el("h2", { tabindex: "-1" }, say("label.show")),
    el("section.fields", null, el("h3", null, say("show.look")), colour.field, size.field, others.field, note,
      model.document.bands ? el("label.check", null, bands, say("show.bands")) : null,
      el("label.check", null, contrast, say("show.high-contrast"))),
    el("section.fields", null, el("h3", null, say("show.keep-only")),
      el("p.faint", null, say("show.help")), boxes,
      button(say("label.drop-the-filter"), () => store.set({ filter: {} }), { class: "plain" })));
  return {
    element,
    show(view) {
      colour.select.value = view.colour || "";
      size.select.value = view.size || "";
      others.select.value = view.others;
      contrast.checked = page.contrast();
      bands.checked = view.bands;
      const measure = measures.find(({ key }) => key === view.size) || measures.find(({ key }) => key === view.colour);
      note.textContent = (measure && measure.note) || "";
      for (const box of /** @type {NodeListOf<HTMLInputElement>} */ (element.querySelectorAll("input[data-aspect]"))) {
        box.checked = (view.filter[box.dataset.aspect || ""] || []).includes(box.dataset.value || "");
      }
    },
  };
}

/**
 * @param {Record<string, string[]>} filter
 * @param {string} key
 * @param {string} value
 * @param {boolean} on
 * @returns {Record<string, string[]>}
 */
function toggled(filter, key, value, on) {
  const values = (filter[key] || []).filter((other) => other !== value);
  if (on) values.push(value);
  const { [key]: _, ...rest } = filter;
  return values.length ? { ...rest, [key]: values } : rest;
}

/**
 * @param {string} id
 * @param {string} label
 * @param {string[][]} options value and label
 * @param {(value: string) => void} change
 */
function choice(id, label, options, change) {
  const select = /** @type {HTMLSelectElement} */ (el("select", { id: `show-${id}`, onchange: () => change(select.value) },
    options.map(([value, text]) => el("option", { value }, text))));
  return { select, field: el("div.field", null, el("label", { for: `show-${id}` }, label), select) };
}
