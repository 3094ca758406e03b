/** A page document with its neighbourhoods worked out: what leads to what, who cites what. Plain data, no drawing. */

import { POLARITY, counted, fenced, listed } from "./words.js";

/**
 * @typedef {import("./types.js").PageDocument} PageDocument
 * @typedef {import("./types.js").Factor} Factor
 * @typedef {import("./types.js").Link} Link
 *
 * One influence from one factor to another. Several arcs share a link where the link joins whole layers.
 * @typedef {{from: string, to: string, link: Link, group: boolean}} Arc
 *
 * @typedef {Object} Model
 * @property {PageDocument} document
 * @property {Record<string, Factor>} factors every factor, retired ones among them
 * @property {Map<string, Link>} links every link by id
 * @property {string[]} order ids of the factors that count, in the author's order
 * @property {Arc[]} arcs what counts as influence: no retired elements, no associations
 * @property {Map<string, Arc[]>} out arcs that start at a factor
 * @property {Map<string, Arc[]>} into arcs that end at a factor
 * @property {Map<string, Arc[]>} byLink arcs by the id of their link
 * @property {Map<string, Link[]>} besides associations and links left out of `arcs`, by factor
 */

const GROUP = "layer:";

/**
 * The same projection as `sysmap.core.graph.graph_of`: retired factors and links do not count, an association has no
 * direction, a link of whole layers stands for an arc between each two factors that no link of their own joins.
 *
 * @param {PageDocument} document
 * @returns {Model}
 */
export function modelOf(document) {
  bare(document);
  const factors = document.map.factors || {};
  const all = document.map.links || [];
  const order = Object.keys(factors).filter((id) => factors[id].status !== "retired");
  const present = new Set(order);
  /** @type {Map<string, string[]>} */
  const members = new Map();
  for (const id of order) {
    const layer = factors[id].layer;
    if (layer !== undefined) push(members, GROUP + layer, id);
  }
  const counting = all.filter((link) => link.kind !== "association" && link.status !== "retired");
  const own = new Set(counting.map((link) => link.from + "\n" + link.to));
  /** @type {Arc[]} */
  const arcs = [];
  for (const link of counting) {
    if (present.has(link.from) && present.has(link.to)) {
      arcs.push({ from: link.from, to: link.to, link, group: false });
    } else if (link.from.startsWith(GROUP) || link.to.startsWith(GROUP)) {
      for (const from of members.get(link.from) || [link.from]) {
        for (const to of members.get(link.to) || [link.to]) {
          if (from !== to && !own.has(from + "\n" + to) && present.has(from) && present.has(to)) {
            arcs.push({ from, to, link, group: true });
          }
        }
      }
    }
  }
  /** @type {Map<string, Arc[]>} */
  const out = new Map(order.map((id) => [id, []]));
  /** @type {Map<string, Arc[]>} */
  const into = new Map(order.map((id) => [id, []]));
  for (const arc of arcs) {
    push(out, arc.from, arc);
    push(into, arc.to, arc);
  }
  /** @type {Map<string, Arc[]>} */
  const byLink = new Map();
  for (const arc of arcs) push(byLink, arc.link.id, arc);
  /** @type {Map<string, Link[]>} */
  const besides = new Map();
  for (const link of all) {
    if (byLink.has(link.id)) continue;
    for (const end of new Set([link.from, link.to])) push(besides, end, link);
  }
  const links = new Map(all.map((link) => [link.id, link]));
  return { document, factors, links, order, arcs, out, into, byLink, besides };
}

/**
 * Take from the tables of a document what every plain object has (`constructor` and the like): an id may be called so, and
 * what the map does not have must not be found.
 *
 * @param {PageDocument} document
 */
function bare(document) {
  const { map, layout, names = {}, answers = {} } = document;
  const measures = Object.values(answers.measures || {}).map((measure) => measure.values);
  const tables = [...Object.values(map), layout.boxes, layout.routes, names, ...Object.values(names), document.evidence,
    ...Object.values(document.changed?.elements || {}), ...measures];
  for (const table of tables) {
    if (table && typeof table === "object" && !Array.isArray(table)) Object.setPrototypeOf(table, null);
  }
}

/**
 * What a person calls the end of a link: the factor's label, or "all of" a layer.
 *
 * @param {Model} model
 * @param {string} end
 */
export function endLabel(model, end) {
  if (end.startsWith(GROUP)) {
    const layer = (model.document.map.layers || []).find((one) => GROUP + one.id === end);
    return `all of “${fenced(layer ? layer.label : end.slice(GROUP.length))}”`;
  }
  return model.factors[end] ? fenced(model.factors[end].label) : end;
}

/**
 * A link in words, e.g. "Staff leads to Care (positive: more leads to more)".
 *
 * @param {Model} model
 * @param {Link} link
 */
export function linkSentence(model, link) {
  const verb = link.kind === "association" ? "is named together with" : link.kind === "sequence" ? "comes before" : "leads to";
  const { word, means } = POLARITY[link.polarity];
  const polarity = link.kind === "association" || link.kind === "sequence" ? "" : ` (${word}: ${means})`;
  return `${endLabel(model, link.from)} ${verb} ${endLabel(model, link.to)}${polarity}`;
}

/**
 * A factor in words for somebody who does not see the picture.
 *
 * @param {Model} model
 * @param {string} id
 */
export function factorSentence(model, id) {
  const causes = named(model.into.get(id) || [], (arc) => arc.from, model);
  const effects = named(model.out.get(id) || [], (arc) => arc.to, model);
  const caused = causes.length ? `caused by ${listed(causes)}` : "no cause on this map";
  const leads = effects.length ? `leads to ${listed(effects)}` : "no effect on this map";
  return `${fenced(model.factors[id].label)}: ${caused}; ${leads}.`;
}

/**
 * The links that no picture can hold, each with the reason.
 *
 * @param {Model} model
 * @returns {{link: Link, why: string}[]}
 */
export function undrawn(model) {
  return (model.document.layout.left_out || []).map((id) => model.links.get(id)).filter((link) => link !== undefined).map((link) => {
    const ends = [...new Set([link.from, link.to])].map((end) => {
      if (!model.factors[end]) return end.startsWith(GROUP) ? `no factor stands in ${endLabel(model, end)}` : `“${fenced(end)}” is not on the map`;
      return model.factors[end].status === "retired" ? `“${endLabel(model, end)}” is retired` : "";
    }).filter(Boolean);
    return { link, why: listed(ends) || "an end of it cannot be shown" };
  });
}

/**
 * How large the map is, in words.
 *
 * @param {Model} model
 */
export function sizeInWords(model) {
  const links = [...model.links.values()].filter((link) => link.status !== "retired").length;
  return `${counted(model.order.length, "factor")}, ${counted(links, "link")}`;
}

/**
 * What an id of models/ is called, or the id itself where the file that says so was not given.
 *
 * @param {Model} model
 * @param {string} collection
 * @param {string} id
 */
export function nameOf(model, collection, id) {
  const own = /** @type {any} */ (model.document.map)[collection];
  const found = (own && !Array.isArray(own) && own[id]) || ((model.document.names || {})[collection] || {})[id];
  return (found && found.label) || id;
}

/**
 * @param {Arc[]} arcs
 * @param {(arc: Arc) => string} end
 * @param {Model} model
 */
function named(arcs, end, model) {
  return arcs.map((arc) => `${fenced(model.factors[end(arc)].label)} (${POLARITY[arc.link.polarity].word})`);
}

/**
 * @template K, V
 * @param {Map<K, V[]>} map
 * @param {K} key
 * @param {V} value
 */
function push(map, key, value) {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
