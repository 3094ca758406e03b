/**
 * Two versions of a map in one page: the later one, the earlier one, and both drawn together with what changed.
 *
 * @typedef {import("./types.js").PageDocument} PageDocument
 * @typedef {import("./model.js").Model} Model
 *
 * @typedef {Object} Player the picture that moves from the earlier to the later version, with its buttons
 * @property {PageDocument} document what can be read while it is shown: both versions with what changed
 * @property {HTMLElement} element its buttons and its words
 * @property {(again: () => void) => void} begin `again` draws the picture once more
 * @property {(view: import("./view.js").View, focus: import("./focus.js").Focus, theme: import("./theme.js").Theme, numbers: Map<string, string>) => import("./scene.js").Scene} scene
 * @property {() => void} end
 * @typedef {{label: string, of: (document: PageDocument) => Player}} Moving carried by pages of two versions only
 */

import { button, el } from "./dom.js";
import { joinWords } from "./messageformat.js";
import { capital, fieldName, say, wordText } from "./sentences.js";

/** What became of an element, in a word for the picture. */
export const MARKS = /** @type {Record<string, string>} */ ({ added: say("mark.added"), removed: say("mark.removed"), changed: say("mark.changed") });

/**
 * The document as one of its versions (the later one where it has no other), laid out with a row for each set of actors
 * where that is wanted and known.
 *
 * @param {PageDocument} document_
 * @param {{version: import("./view.js").View["version"], bands: boolean}} view
 * @returns {PageDocument}
 */
export function documentAt(document_, { version, bands }) {
  const { before, difference } = document_;
  let one = document_;
  if (version === "before" && before) one = { ...document_, bands: undefined, ...before };
  if (version === "difference" && difference) {
    const { changes, ...both } = difference;
    one = { ...document_, bands: undefined, ...both, changed: changes };
  }
  return bands && one.bands ? { ...one, layout: one.bands } : one;
}

/**
 * The buttons that switch between the versions; none where there is one only.
 *
 * @param {PageDocument} document_ as it came
 * @param {import("./store.js").Store} store
 * @param {Moving} [moving]
 * @returns {HTMLElement | null}
 */
export function versionSwitch(document_, store, moving) {
  if (!document_.before) return null;
  const name = (/** @type {import("./types.js").MapData} */ map, /** @type {string} */ otherwise) => (map.version ? map.version.name : otherwise);
  /** @type {[import("./view.js").View["version"], string][]} */
  const choices = [["before", name(document_.before.map, say("label.before"))], ["after", name(document_.map, say("label.after"))], ["difference", say("versions.difference")],
    ...(moving ? [/** @type {["moving", string]} */ (["moving", moving.label])] : [])];
  const now = store.get().version;
  return el("div.tabs", { role: "group", "aria-label": say("label.version") }, choices.map(([version, label]) => button(label,
    () => store.set(version === "moving" ? { version, tab: "picture", panel: "details", selected: null, wide: matchMedia("(max-width: 54rem)").matches } : { version }), { "aria-pressed": String(version === now), "data-version": version })));
}

/**
 * What became of a factor or link, where the difference is shown.
 *
 * @param {Model} model
 * @param {"factors" | "links"} collection
 * @param {string} id
 * @returns {import("./types.js").ElementChange | undefined}
 */
export function changeOf(model, collection, id) {
  const { changed } = model.document;
  return changed && (changed.elements[collection] || {})[id];
}

/**
 * The change of one element, field by field.
 *
 * @param {Model} model
 * @param {"factors" | "links"} collection
 * @param {string} id
 */
export function changeSection(model, collection, id) {
  const change = changeOf(model, collection, id);
  if (!change) return null;
  const log = (model.document.changed?.log || []).filter((one) => one.elements.includes(id));
  return el("section.change", null, el("h3", null, say("versions.changed", { change: change.change })),
    change.fields.length ? el("table", null, el("thead", null, el("tr", null, [say("label.field"), say("label.before"), say("label.after")].map((head) => el("th", { scope: "col" }, head)))),
      el("tbody", null, change.fields.map(({ field, before, after }) => el("tr", null, el("th", { scope: "row" }, fieldName(field)), el("td", null, valueWords(before)), el("td", null, valueWords(after)))))) : null,
    log.map((one) => el("p", null, one.sentence)));
}

/**
 * The whole difference as text: counts, then the change log with its reasons.
 *
 * @param {Model} model
 * @param {import("./panel.js").Go} go
 */
export function differenceSection(model, go) {
  const { changed } = model.document;
  if (!changed) return null;
  const lists = /** @type {const} */ ([["factors", "factor"], ["links", "link"]]).flatMap(([collection, kind]) => ["added", "removed", "changed"].map((word) => {
    const ids = Object.keys(changed.elements[collection] || {}).filter((id) => changed.elements[collection][id].change === word);
    return ids.length ? el("section", null, el("h3", null, `${capital(collection)} ${word} (${ids.length})`), el("ul.arcs", null, ids.map((id) => el("li", null,
      button(nameOf(model, kind, id), () => (kind === "factor" ? go.factor(id) : go.link(id)), { class: "go" }))))) : null;
  }));
  const { log, findings } = changed;
  return el("div.difference", null,
    el("section", null, el("h3", null, say("versions.log", { n: log.length })), log.length ? el("ol.items", null, log.map((one) => el("li", null, one.sentence)))
      : el("p", null, say("versions.same"))),
    findings.length ? el("p.faint", null, say("versions.findings", { n: findings.length })) : null,
    lists);
}

/**
 * @param {Model} model
 * @param {string} kind
 * @param {string} id
 */
function nameOf(model, kind, id) {
  const link = model.links.get(id);
  const label = (/** @type {string} */ end) => (model.factors[end] ? model.factors[end].label : end);
  return kind === "link" || (!model.factors[id] && link) ? (link ? `${label(link.from)} → ${label(link.to)}` : id) : label(id);
}

/** @param {any} value @returns {string} */
function valueWords(value) {
  if (value === null || value === undefined) return "–";
  if (Array.isArray(value)) return joinWords(value.map(valueWords));
  if (typeof value === "object") return Object.entries(value).filter(([key]) => key !== "cite").map(([key, one]) => `${wordText(key)}: ${valueWords(one)}`).join("; ");
  return String(value);
}
