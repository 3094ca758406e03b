/**
 * Typed text as factors and links: one line a factor; `A -> B +` a link with its sign; a line that stands further in
 * leads to the line it stands under. Nothing is guessed: a link without a sign has none.
 *
 * @typedef {{from: string, to: string, polarity: string, why?: string, [more: string]: any}} TypedLink
 * @typedef {{factors: string[], links: TypedLink[], more?: Record<string, any>[]}} Typed; `more`: what else is said of each factor
 */

const ARROW = /\s*(?:-{1,2}>|→|=>)\s*/;
const SIGNS = /** @type {Record<string, string>} */ ({
  "+": "positive", "-": "negative", "−": "negative", "–": "negative", "±": "mixed", "+/-": "mixed", "?": "unknown",
});
const SIGN_AT_END = /\s+(\+\/-|[+\-−–±?])$/;

/**
 * @param {string} text
 * @returns {Typed}
 */
export function parseTyped(text) {
  /** @type {Typed} */
  const typed = { factors: [], links: [] };
  const add = (/** @type {string} */ label) => {
    if (label && !typed.factors.some((one) => folded(one) === folded(label))) typed.factors.push(label);
  };
  /** @type {{depth: number, label: string}[]} */
  const above = [];
  for (const raw of text.replace(/\r\n?/g, "\n").split("\n")) {
    const line = raw.replace(/\t/g, "    ").trimEnd();
    const depth = line.length - line.trimStart().length;
    const bare = line.trim().replace(/^(?:[-*•–]|\d+[.)])\s+/, "");
    if (!bare) continue;
    if (ARROW.test(bare)) {
      for (const link of linksIn(bare)) {
        add(link.from);
        add(link.to);
        typed.links.push(link);
      }
      above.length = 0;
      continue;
    }
    const { text: label, polarity } = signed(bare);
    while (above.length && above[above.length - 1].depth >= depth) above.pop();
    const parent = above[above.length - 1];
    add(parent ? label : bare);
    if (parent) typed.links.push({ from: label, to: parent.label, polarity });
    above.push({ depth, label: parent ? label : bare });
  }
  return typed;
}

/**
 * The factors that one line may have meant: parted by semicolons, or by more than one comma; a single comma may well stand in a label.
 *
 * @param {string} text
 */
export function severalIn(text) {
  const parts = text.split(/[;,]/).map((one) => one.trim()).filter(Boolean);
  return !ARROW.test(text) && parts.length > (text.includes(";") ? 1 : 2) ? parts : [];
}

/** Whether a text is cells of a spreadsheet: a tab after words, not before them as in an outline. @param {string} text */
export function isTable(text) {
  return /\S\t/.test(text);
}

/**
 * @param {string} line
 * @returns {TypedLink[]}
 */
function linksIn(line) {
  const because = line.match(/\s+because\s+(.+)$/i);
  const { text, polarity } = signed(because ? line.slice(0, because.index).trim() : line);
  const parts = text.split(ARROW).map((one) => one.trim()).filter(Boolean);
  return parts.slice(1).map((to, i) => ({
    from: parts[i], to, polarity, ...(because && i === parts.length - 2 ? { why: because[1] } : {}),
  }));
}

/**
 * @param {string} text
 */
function signed(text) {
  const found = text.match(SIGN_AT_END);
  return found ? { text: text.slice(0, found.index).trim(), polarity: SIGNS[found[1]] } : { text, polarity: "unknown" };
}

/**
 * The edit that typed text comes to on a map: labels and aliases that are there are not added again.
 *
 * @param {import("../types.js").MapData} map
 * @param {Typed} typed
 * @returns {{edits: any[], added: string[], ids: Map<string, string>, known: string[]}}
 */
export function planTyped(map, typed) {
  const factors = Object.values(map.factors || {});
  /** @type {Map<string, string>} */
  const ids = new Map();
  for (const factor of factors) {
    for (const name of [...(factor.aliases || []), factor.label]) ids.set(folded(name), factor.id);
  }
  const taken = new Set(factors.map((factor) => factor.id));
  const edits = [];
  const added = [];
  const known = [];
  for (const label of typed.factors) {
    if (ids.has(folded(label))) {
      known.push(/** @type {string} */ (ids.get(folded(label))));
      continue;
    }
    const id = freeId(label, taken);
    taken.add(id);
    ids.set(folded(label), id);
    added.push(id);
    const { label: _, ...more } = (typed.more || [])[typed.factors.indexOf(label)] || {};
    edits.push({ do: "add", in: "factors", element: { id, label, ...more } });
  }
  const pairs = new Set((map.links || []).map((link) => link.id));
  for (const link of typed.links) {
    const from = /** @type {string} */ (ids.get(folded(link.from)));
    const to = /** @type {string} */ (ids.get(folded(link.to)));
    if (from === to || pairs.has(`${from}->${to}`)) continue;
    pairs.add(`${from}->${to}`);
    edits.push({ do: "add", in: "links", element: { ...link, from, to } });
  }
  return { edits, added, ids, known };
}

/**
 * The labels of a typed text that no factor on the map has.
 *
 * @param {import("../types.js").MapData} map
 * @param {Typed} typed
 */
export function newLabels(map, typed) {
  const known = new Set(Object.values(map.factors || {}).flatMap((one) => [one.label, ...(one.aliases || [])]).map(folded));
  return typed.factors.filter((label) => !known.has(folded(label)));
}

/**
 * An id for a label, as the server makes it.
 *
 * @param {string} label
 * @param {Set<string>} taken
 */
export function freeId(label, taken) {
  const ascii = label.normalize("NFKD").replace(/[^\x00-\x7f]/g, "").toLowerCase();
  let text = ascii.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 40).replace(/^-+|-+$/g, "") || "factor";
  if (!/^[a-z]/.test(text) || ["y", "n", "yes", "no", "on", "off", "true", "false", "null"].includes(text)) text = `f-${text}`;
  let id = text;
  for (let number = 2; taken.has(id); number++) id = `${text}-${number}`;
  return id;
}

/** @param {string} text */
export function folded(text) {
  return text.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean).join(" ");
}
