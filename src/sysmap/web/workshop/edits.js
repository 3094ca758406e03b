/**
 * Edits applied to a map as plain data: the same as `sysmap.core.edit.apply` on the same values (the tests run both).
 *
 * @typedef {import("../types.js").MapData} MapData
 *
 * @typedef {{do: "add", in: string, element: any, before?: string | null}} Add
 * @typedef {{do: "remove", in: string, id: string}} Remove
 * @typedef {{do: "set", in: string, id: string, field: string, value: any}} SetField
 * @typedef {{do: "move", in: string, id: string, before?: string | null}} Move
 * @typedef {{do: "batch", edits: Edit[], label?: string}} Batch
 * @typedef {Add | Remove | SetField | Move | Batch} Edit
 */

/** Collections written as lists; the others are objects by id. */
const LISTS = new Set(["links", "layers", "sessions", "changes", "views", "background"]);

/** An edit that the map as it is cannot take. */
export class CannotApply extends Error {}

/**
 * The map after an edit; the map given stays as it is.
 *
 * @param {MapData} map
 * @param {Edit} edit
 * @returns {MapData}
 */
export function applyEdit(map, edit) {
  if (edit.do === "batch") return edit.edits.reduce(applyEdit, map);
  if (edit.do === "set" && !edit.in) return /** @type {MapData} */ (withField(map, edit.field, edit.value));
  const elements = elementsOf(map, edit.in);
  if (edit.do === "add") {
    const element = wholeElement(edit.in, edit.element);
    if (elements.has(element.id)) throw new CannotApply(`there is already a ${element.id}`);
    if (edit.in === "links") for (const end of [element.from, element.to]) checkEnd(map, end);
    return withElements(map, edit.in, inserted(elements, element, edit.before));
  }
  const old = elements.get(edit.id);
  if (!old) throw new CannotApply(`there is no ${edit.id}`);
  if (edit.do === "set") {
    elements.set(edit.id, withField(old, edit.field, edit.in === "links" && edit.field === "polarity" && edit.value === null
      ? "unknown" : edit.value));
    return withElements(map, edit.in, elements);
  }
  elements.delete(edit.id);
  if (edit.do === "move") return withElements(map, edit.in, inserted(elements, old, edit.before));
  if (edit.in === "factors" && (map.links || []).some((link) => link.from === edit.id || link.to === edit.id)) {
    throw new CannotApply(`${edit.id} is still linked`);
  }
  return withElements(map, edit.in, elements);
}

/**
 * The elements of a collection by id, in order.
 *
 * @param {MapData} map
 * @param {string} name
 * @returns {Map<string, any>}
 */
export function elementsOf(map, name) {
  const found = /** @type {any} */ (map)[name] || [];
  return new Map((Array.isArray(found) ? found : Object.values(found)).map((/** @type {any} */ one) => [one.id, one]));
}

/**
 * @param {any} record
 * @param {string} field
 * @param {any} value
 */
function withField(record, field, value) {
  const out = { ...record, [field]: value };
  if (value === null || value === undefined || (typeof value === "object" && !Object.keys(value).length) || value === "") delete out[field];
  return out;
}

/**
 * @param {string} name
 * @param {any} element
 */
function wholeElement(name, element) {
  const out = { ...element };
  for (const [key, value] of Object.entries(out)) {
    if (value === null || value === "" || (typeof value === "object" && !Object.keys(value).length)) delete out[key];
  }
  if (name === "links") {
    out.id = out.id || `${out.from}->${out.to}`;
    out.polarity = out.polarity || "unknown";
  }
  return out;
}

/**
 * @param {MapData} map
 * @param {string} end
 */
function checkEnd(map, end) {
  const known = end.startsWith("layer:") ? (map.layers || []).some((one) => `layer:${one.id}` === end) : (map.factors || {})[end];
  if (!known) throw new CannotApply(`there is no ${end}`);
}

/**
 * @param {Map<string, any>} elements
 * @param {any} element
 * @param {string | null} [before]
 */
function inserted(elements, element, before) {
  if (!before || !elements.has(before)) return elements.set(element.id, element);
  const out = new Map();
  for (const [id, one] of elements) {
    if (id === before) out.set(element.id, element);
    out.set(id, one);
  }
  return out;
}

/**
 * @param {MapData} map
 * @param {string} name
 * @param {Map<string, any>} elements
 */
function withElements(map, name, elements) {
  /** @type {any} */
  const out = { ...map };
  if (!elements.size) delete out[name];
  else out[name] = LISTS.has(name) ? [...elements.values()] : Object.fromEntries(elements);
  return out;
}

/**
 * Removing factors with their links, as the server would: to show it at once.
 *
 * @param {MapData} map
 * @param {string} name
 * @param {string[]} ids
 * @returns {Edit}
 */
export function removal(map, name, ids) {
  const gone = new Set(ids);
  /** @type {Edit[]} */
  const edits = [];
  if (name === "factors") {
    for (const link of map.links || []) {
      if (gone.has(link.from) || gone.has(link.to)) edits.push({ do: "remove", in: "links", id: link.id });
    }
  }
  for (const id of gone) edits.push({ do: "remove", in: name, id });
  return { do: "batch", edits };
}
