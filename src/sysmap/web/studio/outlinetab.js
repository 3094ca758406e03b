/** Factors by layer and assumptions, without drawing: a table to fill in, a form for what must hold. */

import { button, el, set } from "../dom.js";
import { control } from "../workshop/fieldform.js";
import { say } from "./english.js";
import { recordForm } from "./recordform.js";
import { get, post } from "./talk.js";

/**
 * @typedef {import("./main.js").Place} Place
 * @typedef {import("./recordform.js").Values} Values
 * @typedef {{assumption: Values, on: string[], labels: string[]}} Held
 * @typedef {{layers: [string, string][], factors: {id: string, label: string, layer: string}[], assumptions: Held[], offers: import("./recordform.js").Offers}} Outline
 */

const NEW = "*new";

/** @param {HTMLElement} panel @param {Place} place */
export async function showOutline(panel, place) {
  /** @type {Outline} */
  const found = await get(`outline?${place.about}`);
  const [which = ""] = place.more;
  const held = found.assumptions.find((one) => one.assumption.id === which);
  if (which === NEW || held) return showForm(panel, place, found, held || null);
  return set(panel, el("div.two", null,
    el("section.part", null, el("h2", null, say("studio.factors")), found.layers.length ? factors(place, found) : el("ul", null, found.factors.map((one) => el("li", null, one.label)))),
    el("section.part", null, el("h2", null, say("studio.assumptions")), el("p.faint", null, say("studio.what-must-hold")),
      el("ul.findings", null, found.assumptions.map((one) => el("li", null, el("p", null, one.assumption.label), el("p.faint", null, one.labels.join("; ") || say("studio.on-no-link")),
        button(say("studio.edit"), () => place.go("outline", one.assumption.id), { "aria-label": say("studio.edit-2", { statement: one.assumption.label }) })))),
      button(say("studio.add-an-assumption"), () => place.go("outline", NEW), { class: "main" }))));
}

/** @param {Place} place @param {Outline} found */
function factors(place, found) {
  return el("table", null, el("thead", null, el("tr", null, el("th", { scope: "col" }, say("studio.factor")), el("th", { scope: "col" }, say("studio.layer")))),
    el("tbody", null, found.factors.map((one) => {
      const select = /** @type {HTMLSelectElement} */ (el("select", { "aria-label": say("studio.layer-of", { label: one.label }), onchange: () => place.doing(say("studio.writing"), async () => {
        await post(`outline/layer?${place.about}`, { factor: one.id, layer: select.value });
        place.tell(say("studio.layer-kept", { label: one.label }), "good");
      }) }, el("option", { value: "" }, say("studio.no-layer")), found.layers.map(([id, label]) => el("option", { value: id, selected: id === one.layer }, label))));
      return el("tr", null, el("th", { scope: "row" }, one.label), el("td", null, select));
    })));
}

/** @param {HTMLElement} panel @param {Place} place @param {Outline} found @param {Held | null} held */
function showForm(panel, place, found, held) {
  const values = held ? structuredClone(held.assumption) : {};
  let links = held ? held.on.filter((id) => found.offers.links.some(([link]) => link === id)) : [];
  const on = el("div");
  const field = { key: "links", doc: say("studio.links-that-rest-on-it"), group: "", kind: "texts", ref: ["links"] };
  const draw = () => set(on, control(field, links, { may: () => true, used: () => [], named: (ref) => found.offers[ref] || [] }, (ids) => {
    links = ids || [];
    setTimeout(draw, 0);
  }));
  draw();
  set(panel, el("h2", null, held ? say("studio.edit-an-assumption") : say("studio.add-an-assumption")), recordForm("Assumption", values, found.offers, () => {}, ["id", "round", "as_of", "earlier"]), on,
    el("div.row", null, button(say("studio.keep-the-assumption"), () => place.doing(say("studio.writing"), async () => {
      await post(`outline/assumption?${place.about}`, { assumption: values, links, before: held ? held.assumption : null });
      place.back("outline", say("studio.the-assumption-is-kept"));
    }), { class: "main" }), button(say("studio.leave-it"), () => place.back("outline", ""))));
}
