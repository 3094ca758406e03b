/** Views that the map's authors saved: each a question, a filter, a look and a caption; together a tour. */

import { button, el } from "./dom.js";
import { ASPECTS } from "./filter.js";
import { say } from "./sentences.js";
import { FIRST_VIEW } from "./view.js";

/**
 * @typedef {import("./model.js").Model} Model
 * @typedef {import("./types.js").SavedView} SavedView
 * @typedef {import("./view.js").View} View
 */

/**
 * The view that a saved one stands for.
 *
 * The question is said as in the file: `{upstream: a, steps: 2}`, `{downstream: [a, b], combine: intersection}`,
 * `{around: a, steps: 1}`, `{paths: [a, b], max_length: 6}`, `{must_pass: [a, b]}`, `{loops: true}` or `{loops: a}`,
 * `{factor: a}`, `{link: a->b}`. What the map does not have is left out. Any other question was answered when the page was made.
 *
 * @param {Model} model
 * @param {SavedView} saved
 * @returns {View}
 */
export function viewFrom(model, saved) {
  const query = saved.query || {};
  const given = ((model.document.answers || {}).views || {})[saved.id];
  const style = saved.style || {};
  const ids = (/** @type {any} */ value) => [value].flat().filter((id) => typeof id === "string" && model.order.includes(id));
  const bound = (/** @type {any} */ value) => (Number.isInteger(value) && value >= 0 && value <= 9 ? value : null);
  /** @type {View} */
  const view = { ...FIRST_VIEW, saved: saved.id };
  for (const [key, direction] of /** @type {const} */ ([["upstream", "up"], ["downstream", "down"], ["around", "around"], ["ego", "around"]])) {
    if (!(key in query)) continue;
    view.ask = {
      kind: "reach", direction, starts: ids(query[key]), steps: bound(query.steps) ?? (direction === "around" ? 1 : null),
      combine: query.combine === "intersection" ? "intersection" : "union",
    };
  }
  const most = Number.isInteger(query.max_length) && query.max_length > 0 ? Math.min(query.max_length, 12) : 6;
  for (const [key, kind] of /** @type {const} */ ([["paths", "paths"], ["must_pass", "must"]])) {
    const [from, to] = ids(query[key]);
    if (!from || !to) continue;
    view.ask = { kind, from, to, most };
  }
  if ("loops" in query) view.ask = { kind: "loops", through: ids(query.loops)[0] ?? null, most };
  if (given) view.ask = { kind: "given", view: saved.id };
  const [factor] = ids(query.factor);
  if (factor) view.selected = { kind: "factor", id: factor };
  else if (typeof query.link === "string" && model.links.has(query.link)) view.selected = { kind: "link", id: query.link };
  view.filter = {};
  for (const [key, value] of Object.entries(saved.filter || {})) {
    if (ASPECTS.some((aspect) => aspect.key === key)) view.filter[key] = [value].flat().map(String);
  }
  if (style.others === "hide") view.others = "hide";
  view.bands = style.bands === true;
  view.colour = typeof style.colour === "string" ? style.colour : null;
  view.size = typeof style.size === "string" ? style.size : null;
  return view;
}

/**
 * The bar of the tour: where one is in it, its caption, and the ways on.
 *
 * @param {Model} model
 * @param {import("./store.js").Store} store
 * @param {View} view
 * @returns {HTMLElement | null}
 */
export function tourBar(model, store, view) {
  const views = model.document.map.views || [];
  const at = views.findIndex((one) => one.id === view.saved);
  if (at < 0) return null;
  const saved = views[at];
  const to = (/** @type {number} */ i) => store.set({ ...viewFrom(model, views[i]), wide: store.get().wide });
  return el("div.tour", null,
    el("div.tour-text", null, el("p", null, el("strong", null, saved.label), el("span.faint", null, say("tour.at", { n: at + 1, all: views.length }))),
      saved.caption ? el("p", null, saved.caption) : null),
    el("div.tour-ways", null,
      button(say("tour.previous"), () => to(at - 1), { disabled: at === 0 }), button(say("tour.next"), () => to(at + 1), { disabled: at === views.length - 1 }),
      button(say("tour.leave-the-tour"), () => store.set({ saved: null, wide: false }), { class: "plain" })));
}
