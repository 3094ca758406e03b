/**
 * What of the map the present view is about: the answer to its question, what its filter keeps, what is chosen.
 *
 * @typedef {"start" | "cause" | "effect" | "both" | "must" | "in"} Part
 * @typedef {import("./ask/reach.js").Part & {kind: "reach"}} ReachAnswer
 * @typedef {import("./ask/paths.js").Paths & {kind: "paths"}} PathsAnswer
 * @typedef {import("./ask/loops.js").Loops & {kind: "loops"}} LoopsAnswer
 * @typedef {import("./ask/mustpass.js").MustPass & {kind: "must"}} MustAnswer
 * @typedef {{kind: "given", question: string, words: string, factors: string[], starts: string[], links: string[],
 *   table?: {headings: string[], rows: string[][]}, picture?: import("./canvas/marks.js").Mark,
 *   parts?: {label: string, factors: string[]}[]}} GivenAnswer
 * @typedef {ReachAnswer | PathsAnswer | LoopsAnswer | MustAnswer | GivenAnswer} Answer
 *
 * @typedef {Object} Focus
 * @property {Map<string, Part> | null} factors part of each factor that stands out; null where all are equal
 * @property {Set<string> | null} links ids of links that stand out; null where all are equal
 * @property {Answer | null} answer
 * @property {string | null} selected id of the chosen factor
 */

import { kept } from "./filter.js";
import { loops } from "./ask/loops.js";
import { paths } from "./ask/paths.js";
import { reachOf } from "./ask/reach.js";
import { mustPass } from "./ask/mustpass.js";

/**
 * @typedef {import("./model.js").Model} Model
 * @typedef {import("./view.js").View} View
 */

/** How many paths or loops are listed; all within the bound are counted. */
export const LISTED = 500;

/** @type {WeakMap<object, Map<string, Answer | null>>} */
const answers = new WeakMap();

/**
 * @param {Model} model
 * @param {View} view
 * @returns {Focus}
 */
export function focusOf(model, view) {
  const answer = answerTo(model, view);
  const base = answer ? answerFocus(model, answer, view) : selectionFocus(model, view);
  const selected = view.selected && view.selected.kind === "factor" ? view.selected.id : null;
  const keep = kept(model, view.filter);
  return { ...restricted(model, base, keep), answer, selected };
}

/**
 * The answer to the view's question; the last ones are remembered.
 *
 * @param {Model} model
 * @param {View} view
 * @returns {Answer | null}
 */
export function answerTo(model, view) {
  if (!view.ask) return null;
  let known = answers.get(model);
  if (!known) answers.set(model, known = new Map());
  const key = JSON.stringify(view.ask);
  if (!known.has(key)) {
    if (known.size > 50) known.clear();
    known.set(key, asked(model, view.ask));
  }
  return /** @type {Answer | null} */ (known.get(key));
}

/**
 * @param {Model} model
 * @param {import("./view.js").Question} ask
 * @returns {Answer | null}
 */
function asked(model, ask) {
  if (ask.kind === "reach") {
    if (!ask.starts.length) return null;
    return { kind: "reach", ...reachOf(model, ask.direction, ask.starts, ask.steps, ask.combine) };
  }
  if (ask.kind === "asked") return ask.answer ? { kind: "given", ...ask.answer } : null;
  if (ask.kind === "given") {
    const given = ((model.document.answers || {}).views || {})[ask.view];
    const all = given && given.everything ? { factors: Object.keys(model.factors), links: [...model.links.keys()] } : {};
    return given ? { kind: "given", ...given, ...all } : null;
  }
  if (ask.kind === "loops") return { kind: "loops", ...loops(model, { most: ask.most, through: ask.through, limit: LISTED }) };
  if (!ask.from || !ask.to || ask.from === ask.to) return null;
  if (ask.kind === "must") return { kind: "must", ...mustPass(model, ask.from, ask.to) };
  return { kind: "paths", ...paths(model, ask.from, ask.to, { most: ask.most, limit: LISTED, by: ask.by }) };
}

/**
 * @param {Model} model
 * @param {Answer} answer
 * @param {View} view
 * @returns {{factors: Map<string, Part>, links: Set<string>}}
 */
function answerFocus(model, answer, view) {
  /** @type {Map<string, Part>} */
  const factors = new Map();
  if (answer.kind === "reach") {
    const direction = view.ask && view.ask.kind === "reach" ? view.ask.direction : "up";
    const part = direction === "up" ? "cause" : direction === "down" ? "effect" : "in";
    for (const id of answer.factors.keys()) factors.set(id, part);
    for (const id of answer.starts) factors.set(id, "start");
    return { factors, links: answer.links };
  }
  if (answer.kind === "must") {
    const part = between(model, answer.from, answer.to);
    for (const id of part.factors) factors.set(id, "in");
    for (const id of answer.factors) factors.set(id, "must");
    for (const id of [answer.from, answer.to]) factors.set(id, "start");
    return { factors, links: part.links };
  }
  if (answer.kind === "given") {
    const part = view.pick === null ? undefined : (answer.parts || [])[view.pick];
    if (part) {
      const within = new Set(part.factors.filter((id) => model.factors[id]));
      for (const id of within) factors.set(id, "in");
      return { factors, links: new Set(answer.links.filter((id) => { const link = model.links.get(id); return link && within.has(link.from) && within.has(link.to); })) };
    }
    for (const id of answer.factors.filter((one) => model.factors[one])) factors.set(id, answer.starts.includes(id) ? "start" : "in");
    return { factors, links: new Set(answer.links.filter((id) => model.links.has(id))) };
  }
  const chains = view.pick !== null && answer.found[view.pick] ? [answer.found[view.pick]] : answer.found;
  /** @type {Set<string>} */
  const links = new Set();
  for (const chain of chains) {
    for (const id of chain.factors) factors.set(id, "in");
    for (const id of [...chain.links, ...chain.beside]) links.add(id);
  }
  const ends = answer.kind === "paths" ? [answer.from, answer.to] : [];
  for (const id of ends) factors.set(id, "start");
  return { factors, links };
}

/**
 * Everything one factor influences and that influences the other.
 *
 * @param {Model} model
 * @param {string} from
 * @param {string} to
 */
function between(model, from, to) {
  const down = reachOf(model, "down", [from], null, "union");
  const up = reachOf(model, "up", [to], null, "union");
  return {
    factors: [...down.factors.keys()].filter((id) => up.factors.has(id)),
    links: new Set([...down.links].filter((id) => up.links.has(id))),
  };
}

/**
 * @param {Model} model
 * @param {View} view
 * @returns {{factors: Map<string, Part> | null, links: Set<string> | null}}
 */
function selectionFocus(model, view) {
  const chosen = view.selected;
  if (!chosen) return changeFocus(model);
  /** @type {Map<string, Part>} */
  const factors = new Map();
  if (chosen.kind === "link") {
    for (const arc of model.byLink.get(chosen.id) || []) {
      if (!factors.has(arc.from)) factors.set(arc.from, "cause");
      factors.set(arc.to, "effect");
    }
    const link = model.links.get(chosen.id);
    if (!link) return changeFocus(model);
    if (!factors.size) for (const end of [link.from, link.to]) factors.set(end, "in");
    return { factors, links: new Set([chosen.id]) };
  }
  const links = new Set((model.besides.get(chosen.id) || []).map((link) => link.id));
  for (const link of model.besides.get(chosen.id) || []) for (const end of [link.from, link.to]) factors.set(end, "in");
  for (const arc of model.into.get(chosen.id) || []) {
    links.add(arc.link.id);
    factors.set(arc.from, "cause");
  }
  for (const arc of model.out.get(chosen.id) || []) {
    links.add(arc.link.id);
    factors.set(arc.to, factors.get(arc.to) === "cause" ? "both" : "effect");
  }
  if (model.factors[chosen.id]) factors.set(chosen.id, "start");
  return factors.size ? { factors, links } : changeFocus(model);
}

/**
 * What changed since the earlier version, where the difference is shown; else everything alike.
 *
 * @param {Model} model
 * @returns {{factors: Map<string, Part> | null, links: Set<string> | null}}
 */
function changeFocus(model) {
  const { changed } = model.document;
  if (!changed) return { factors: null, links: null };
  const links = new Set(Object.keys(changed.elements.links || {}).filter((id) => model.links.has(id)));
  const ends = [...links].flatMap((id) => endsOf(model, id));
  const ids = [...Object.keys(changed.elements.factors || {}).filter((id) => model.factors[id]), ...ends];
  return { factors: new Map(ids.map((id) => [id, /** @type {Part} */ ("in")])), links };
}

/**
 * @param {Model} model
 * @param {{factors: Map<string, Part> | null, links: Set<string> | null}} base
 * @param {{factors: Set<string> | null, links: Set<string> | null}} keep
 */
function restricted(model, base, keep) {
  if (!keep.factors && !keep.links) return base;
  const { factors: kept_, links: keptLinks } = keep;
  const parts = base.factors || new Map(model.order.map((id) => [id, /** @type {Part} */ ("in")]));
  const factors = kept_ ? new Map([...parts].filter(([id, part]) => kept_.has(id) || part === "start")) : new Map(parts);
  const shown = (/** @type {string} */ end) => factors.has(end) || (end.startsWith("layer:")
    && model.order.some((id) => factors.has(id) && `layer:${model.factors[id].layer}` === end));
  const links = [...(base.links || model.links.keys())].filter((id) => {
    const link = model.links.get(id);
    return link && (!keptLinks || keptLinks.has(id)) && shown(link.from) && shown(link.to);
  });
  if (keptLinks && !kept_) {
    // A filter of links alone keeps the factors they join.
    const ends = new Set(links.flatMap((id) => endsOf(model, id)));
    for (const [id, part] of factors) if (!ends.has(id) && part !== "start") factors.delete(id);
  }
  return { factors, links: new Set(links) };
}

/**
 * @param {Model} model
 * @param {string} id
 */
function endsOf(model, id) {
  const arcs = model.byLink.get(id);
  if (arcs) return arcs.flatMap((arc) => [arc.from, arc.to]);
  const link = model.links.get(id);
  return link ? [link.from, link.to] : [];
}
