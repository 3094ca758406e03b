/**
 * What of the map the present view is about: which factors and links stand out, and which step back.
 *
 * @typedef {"start" | "cause" | "effect" | "both" | "in"} Part
 *
 * @typedef {Object} Focus
 * @property {Map<string, Part> | null} factors part of each factor that stands out; null where all are equal
 * @property {Set<string> | null} links ids of links that stand out; null where all are equal
 */

/**
 * @param {import("./model.js").Model} model
 * @param {import("./store.js").View} view
 * @returns {Focus}
 */
export function focusOf(model, view) {
  const chosen = view.selected;
  if (!chosen) return { factors: null, links: null };
  return chosen.kind === "factor" ? aroundFactor(model, chosen.id) : aroundLink(model, chosen.id);
}

/**
 * @param {import("./model.js").Model} model
 * @param {string} id
 * @returns {Focus}
 */
function aroundFactor(model, id) {
  /** @type {Map<string, Part>} */
  const factors = new Map([[id, "start"]]);
  /** @type {Set<string>} */
  const links = new Set((model.besides.get(id) || []).map((link) => link.id));
  for (const arc of model.into.get(id) || []) {
    links.add(arc.link.id);
    if (!factors.has(arc.from)) factors.set(arc.from, "cause");
  }
  for (const arc of model.out.get(id) || []) {
    links.add(arc.link.id);
    if (arc.to !== id) factors.set(arc.to, factors.get(arc.to) === "cause" ? "both" : "effect");
  }
  return { factors, links };
}

/**
 * @param {import("./model.js").Model} model
 * @param {string} id
 * @returns {Focus}
 */
function aroundLink(model, id) {
  /** @type {Map<string, Part>} */
  const factors = new Map();
  for (const arc of model.arcs) {
    if (arc.link.id !== id) continue;
    if (!factors.has(arc.from)) factors.set(arc.from, "cause");
    factors.set(arc.to, "effect");
  }
  const link = model.links.get(id);
  if (link && !factors.size) for (const end of [link.from, link.to]) factors.set(end, "in");
  return { factors, links: new Set([id]) };
}
