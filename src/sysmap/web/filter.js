/**
 * Keeping only part of the map by what its elements say. Aspects of factors and of links are listed here once: the
 * filters, the colours and the tables use the same list.
 *
 * @typedef {import("./model.js").Model} Model
 *
 * @typedef {Object} Aspect
 * @property {string} key
 * @property {string} label
 * @property {"factor" | "link"} of
 * @property {(model: Model, id: string) => string[]} values what an element says; "" where it says nothing
 * @property {(model: Model, value: string) => string} name
 */

import { bearingsOn, proposalFor } from "./evidence.js";
import { nameOf } from "./model.js";
import { capital, say, wordText } from "./sentences.js";
import { changeOf } from "./versions.js";
import { POLARITY } from "./words.js";

/** @param {string | undefined} value */
const said = (value) => [value || ""];
/** @param {string[] | undefined} values */
const all = (values) => (values && values.length ? values : [""]);
/** @param {string} field */
const word = (field) => (/** @type {Model} */ _model, /** @type {string} */ value) => (value ? capital(wordText(value, field).split(" (")[0]) : say("filter.unset"));

/** @type {Aspect[]} */
export const ASPECTS = [
  {
    key: "layer", label: say("filter.layer"), of: "factor", values: (model, id) => said(model.factors[id].layer),
    name: (model, value) => ((model.document.map.layers || []).find((layer) => layer.id === value) || { label: value || say("label.in-no-layer") }).label,
  },
  { key: "theme", label: say("filter.theme"), of: "factor", values: (model, id) => said(model.factors[id].theme), name: word("theme") },
  { key: "role", label: say("filter.role"), of: "factor", values: (model, id) => said(model.factors[id].role), name: word("role") },
  {
    key: "whose", label: say("filter.whose"), of: "factor", values: (model, id) => all(model.factors[id].whose),
    name: (model, value) => (value ? nameOf(model, "actors", value) : say("filter.nobody-named")),
  },
  { key: "status", label: say("label.status"), of: "factor", values: (model, id) => said(model.factors[id].status), name: word("status") },
  { key: "control", label: say("filter.control"), of: "factor", values: (model, id) => said(model.factors[id].control), name: word("control") },
  {
    key: "change", label: say("label.since-the-earlier-version"), of: "factor",
    values: (model, id) => said(changeOf(model, "factors", id)?.change), name: (_model, value) => capital(value || say("filter.unchanged")),
  },
  {
    key: "evidence", label: say("label.evidence"), of: "factor",
    values: (model, id) => (model.document.evidence ? [bearingsOn(model, id).length ? "some" : "none"] : [""]),
    name: (_model, value) => (value === "some" ? say("filter.evidence-on-it") : say("filter.no-evidence-on-it")),
  },
  {
    key: "score", label: say("label.published-score"), of: "factor",
    values: (model, id) => { const { score } = model.factors[id]; return said(score && score.label); }, name: word("score"),
  },
  {
    key: "proposed", label: say("filter.proposed-score"), of: "factor", values: (model, id) => said(proposalFor(model, id)?.proposed), name: word("proposed"),
  },
  {
    key: "polarity", label: say("label.polarity"), of: "link", values: (model, id) => said(linkOf(model, id).polarity),
    name: (_model, value) => (POLARITY[value] ? `${POLARITY[value].sign} ${POLARITY[value].word}` : value),
  },
  {
    key: "mechanism", label: say("filter.mechanism"), of: "link", values: (model, id) => all(linkOf(model, id).mechanisms),
    name: (model, value) => (value ? capital(nameOf(model, "mechanisms", value).replaceAll("-", " ")) : say("filter.none-named")),
  },
  { key: "basis", label: say("label.basis"), of: "link", values: (model, id) => said(linkOf(model, id).basis), name: word("basis") },
  { key: "link-kind", label: say("filter.kind-of-link"), of: "link", values: (model, id) => [linkOf(model, id).kind || "influence"], name: word("kind") },
  { key: "link-status", label: say("filter.status-of-link"), of: "link", values: (model, id) => said(linkOf(model, id).status), name: word("status") },
  { key: "strength", label: say("label.strength"), of: "link", values: (model, id) => said(linkOf(model, id).strength), name: word("strength") },
  { key: "confidence", label: say("filter.agreement"), of: "link", values: (model, id) => said(linkOf(model, id).confidence), name: word("confidence") },
  {
    key: "link-evidence", label: say("filter.evidence-on-link"), of: "link",
    values: (model, id) => (model.document.evidence ? [bearingsOn(model, id).length ? "some" : "none"] : [""]),
    name: (_model, value) => (value === "some" ? say("filter.evidence-on-it") : say("filter.untested")),
  },
];

/** @param {Model} model @param {string} id */
function linkOf(model, id) {
  return /** @type {import("./types.js").Link} */ (model.links.get(id));
}

/**
 * The aspects in which elements of this map differ, each with its values in order of first use and how often each occurs.
 *
 * @param {Model} model
 * @returns {{aspect: Aspect, values: [string, number][]}[]}
 */
export function aspectsOf(model) {
  let known = found.get(model);
  if (!known) found.set(model, known = counted(model));
  return known;
}

/** @typedef {{aspect: Aspect, values: [string, number][]}[]} Found */
/** @type {WeakMap<object, Found>} */
const found = new WeakMap();

/**
 * @param {Model} model
 * @returns {Found}
 */
function counted(model) {
  const drawn = [...model.links.keys()].filter((id) => model.document.layout.routes[id]);
  return ASPECTS.map((aspect) => {
    /** @type {Map<string, number>} */
    const counts = new Map();
    const layers = aspect.key === "layer" ? (model.document.map.layers || []).map((layer) => layer.id) : [];
    for (const value of layers) counts.set(value, 0);
    for (const id of aspect.of === "factor" ? model.order : drawn) {
      for (const value of aspect.values(model, id)) counts.set(value, (counts.get(value) || 0) + 1);
    }
    return { aspect, values: [...counts].filter(([, count]) => count) };
  }).filter(({ values }) => values.length > 1);
}

/**
 * The factors and links a filter keeps; null where there is none.
 *
 * @param {Model} model
 * @param {Record<string, string[]>} filter
 * @returns {{factors: Set<string> | null, links: Set<string> | null}}
 */
export function kept(model, filter) {
  const asked = ASPECTS.filter(({ key }) => filter[key] && filter[key].length);
  /** @param {"factor" | "link"} of @param {string[]} ids */
  const passing = (of, ids) => {
    const mine = asked.filter((aspect) => aspect.of === of);
    if (!mine.length) return null;
    return new Set(ids.filter((id) => mine.every(
      (aspect) => aspect.values(model, id).some((value) => filter[aspect.key].includes(value)))));
  };
  return { factors: passing("factor", model.order), links: passing("link", [...model.links.keys()]) };
}

/**
 * A filter in words: "layer: Activities, Outcomes; polarity: negative".
 *
 * @param {Model} model
 * @param {Record<string, string[]>} filter
 */
export function filterWords(model, filter) {
  return ASPECTS.filter(({ key }) => filter[key] && filter[key].length)
    .map(({ key, label, name }) => `${label.toLowerCase()}: ${filter[key].map((value) => name(model, value)).join(", ")}`)
    .join("; ");
}
