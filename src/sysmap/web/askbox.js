/**
 * The question box: one field that lists what can be asked here, in the users' words. First the questions whose answers the authors
 * kept, then those that the page works out. What the page cannot answer is not in the list.
 *
 * @typedef {import("./model.js").Model} Model
 * @typedef {{id: string, label: string, kept: boolean, ask: () => void}} Offer
 */

import { turnedTo } from "./askpanel.js";
import { QUESTIONS } from "./questions.js";
import { choiceField } from "./search.js";
import { say } from "./sentences.js";
import { viewFrom } from "./savedviews.js";

/**
 * @param {Model} model
 * @param {import("./store.js").Store} store
 * @returns {Offer[]}
 */
export function offersOf(model, store) {
  const kept = (model.document.map.views || []).map((saved) => ({ saved, view: viewFrom(model, saved) })).filter(({ view }) => view.ask);
  const carried = /** @type {[string, {question: string}][]} */ (Object.entries((model.document.answers || {}).views || {})).filter(([id]) => !kept.some(({ saved }) => saved.id === id));
  return [
    ...kept.map(({ saved, view }) => ({
      id: saved.id, label: saved.label, kept: true,
      ask: () => store.set({ ...view, saved: null, panel: "ask", wide: false, selected: null }),
    })),
    ...carried.map(([id, { question }]) => ({
      id, label: question, kept: true, ask: () => store.set({ ask: { kind: /** @type {const} */ ("given"), view: id }, pick: null, saved: null, panel: "ask", wide: false }),
    })),
    ...QUESTIONS.map(([kind, label]) => ({
      id: `live-${kind}`, label, kept: false,
      ask: () => {
        const { selected } = store.get();
        store.set({ ask: turnedTo(null, kind, selected && selected.kind === "factor" ? selected.id : null), pick: null, saved: null, panel: "ask", wide: false });
      },
    })),
  ];
}

/**
 * @param {Model} model
 * @param {import("./store.js").Store} store
 */
export function askBox(model, store) {
  const offers = new Map(offersOf(model, store).map((offer) => [offer.id, offer]));
  const words = (/** @type {string} */ text) => text.normalize("NFKD").toLowerCase().split(/\W+/).filter(Boolean);
  const plain = (/** @type {string} */ text) => text.normalize("NFKD").toLowerCase().replace(/\s+/g, "");
  return choiceField({
    id: "question", label: say("askbox.label"), nothing: say("askbox.none"), atOnce: true,
    find: (text) => [...offers.values()].filter(({ label }) => words(text).every((word) => plain(label).includes(word))).map(({ id }) => id),
    name: (id) => /** @type {Offer} */ (offers.get(id)).label,
    note: (id) => (/** @type {Offer} */ (offers.get(id)).kept ? say("askbox.kept") : ""),
  }, (id) => /** @type {Offer} */ (offers.get(id)).ask());
}
