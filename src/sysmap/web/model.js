/** A page document with its neighbourhoods worked out: what leads to what, who cites what. Plain data, no drawing. */

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
  const arcs = arcsOf(document.map, false);
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
 * What counts as influence between factors, in the author's order.
 *
 * @param {PageDocument["map"]} map
 * @param {boolean} retired whether retired factors and links count too
 * @returns {Arc[]}
 */
export function arcsOf(map, retired) {
  const factors = map.factors || {};
  const order = Object.keys(factors).filter((id) => retired || factors[id].status !== "retired");
  const present = new Set(order);
  /** @type {Map<string, string[]>} */
  const members = new Map();
  for (const id of order) {
    const layer = factors[id].layer;
    if (layer !== undefined) push(members, GROUP + layer, id);
  }
  const counting = (map.links || []).filter((link) => link.kind !== "association" && (retired || link.status !== "retired"));
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
  return arcs;
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
