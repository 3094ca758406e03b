/** Which evidence items bear on what, and what rubrics made of them. */

/**
 * @typedef {import("./types.js").EvidenceItem} EvidenceItem
 * @typedef {import("./types.js").Bearing} Bearing
 * @typedef {{item: EvidenceItem, bearing: Bearing}} Borne
 */

/** @type {WeakMap<object, Map<string, Borne[]>>} */
const indexes = new WeakMap();

/**
 * The active evidence items that bear on an element, in the register's order.
 *
 * @param {import("./model.js").Model} model
 * @param {string} id of a factor, link, claim or assumption, or `mechanism:` and an id
 * @returns {Borne[]}
 */
export function bearingsOn(model, id) {
  const evidence = model.document.evidence;
  if (!evidence) return [];
  let index = indexes.get(evidence);
  if (!index) {
    index = new Map();
    for (const item of Object.values(evidence)) {
      if (item.status && item.status !== "active") continue;
      for (const bearing of item.bears_on || []) {
        const list = index.get(bearing.element);
        if (list) list.push({ item, bearing });
        else index.set(bearing.element, [{ item, bearing }]);
      }
    }
    indexes.set(evidence, index);
  }
  return index.get(id) || [];
}

/**
 * What a rubric proposes for an element, as `sysmap.contribution.scoring.scoring_json` gives it.
 *
 * @param {import("./model.js").Model} model
 * @param {string} id
 * @returns {any}
 */
export function proposalFor(model, id) {
  const scores = (model.document.answers || {}).scores;
  const found = scores && (scores.outcomes || []).find((/** @type {any} */ one) => one.id === id);
  return found ? { ...found, rule: `${scores.rubric} ${scores.rubric_version || ""}`.trim() } : null;
}
