/** The controls of a form for what an element says, made from the fields of its record: nothing here knows a field by its name. */

import { button, el, set } from "../dom.js";
import { FIELDS } from "../fields.js";
import { fieldName, say, wordText } from "../sentences.js";

/**
 * @typedef {import("../fields.js").Field} Field
 * @typedef {Record<string, any>} Values what a record says, by key
 *
 * @typedef {Object} About
 * @property {(field: Field) => boolean} may whether one may set it
 * @property {(ref: string) => [string, string][]} named ids of a collection of the map, each with its label
 * @property {(field: Field) => string[]} used values that others of the map have in the field
 */

/** Above so many values a number is typed, not chosen. */
const MOST_CHOICES = 12;

/**
 * The fields of a record under the questions that people ask of it; the first group is open, and so is each that says something.
 *
 * @param {string} record class of the record
 * @param {Values} values
 * @param {About} about
 * @param {(key: string, value: any) => void} done
 * @param {string[]} [besides] keys that are shown elsewhere
 */
export function groupedFields(record, values, about, done, besides = []) {
  /** @type {Map<string, Field[]>} */
  const groups = new Map(["what", "stands", "works", "who", "sources"].map((name) => [name, []]));
  for (const field of FIELDS[record]) if (!besides.includes(field.key)) (groups.get(field.group) || []).push(field);
  return [...groups].filter(([, fields]) => fields.length).map(([name, fields], i) => {
    const controls = fields.map((field) => control(field, values[field.key], about, (value) => done(field.key, value)));
    if (!i) return el("div.fields", { "data-group": name }, controls);
    const open = fields.some((field) => said(values[field.key]));
    return el("details.fields", { open, "data-group": name }, el("summary", null, say(`group.${name}`)), controls);
  });
}

/** @param {any} value */
function said(value) {
  return value !== undefined && value !== null && !(Array.isArray(value) && !value.length);
}

/**
 * @param {Field} field
 * @param {any} value
 * @param {About} about
 * @param {(value: any) => void} done gets null, or an empty list, where nothing is said any more
 * @returns {HTMLElement}
 */
export function control(field, value, about, done) {
  const may = about.may(field);
  const name = fieldName(field.key);
  const named = (field.ref || []).flatMap(about.named);
  const { low, high } = field;
  switch (field.kind) {
    case "choice": return choice(field, name, (field.choices || []).map((word) => [word, wordText(word, field.key)]), value, may, (word) => done(word || null));
    case "flag": return choice(field, name, [["true", say("form.yes")], ["false", say("form.no")]], value, may, (word) => done(word ? word === "true" : null));
    case "whole": case "number": {
      if (low === undefined || high === undefined || high - low > MOST_CHOICES) return number(field, name, value, may, done);
      const steps = Array.from({ length: high - low + 1 }, (_, i) => String(low + i));
      return choice(field, name, steps.map((word) => [word, wordText(word, field.key)]), value, may, (word) => done(word ? Number(word) : null));
    }
    case "record": return recordField(field, name, value, about, done);
    case "records": return recordsField(field, name, value || [], about, done);
    case "texts": case "choices":
      return named.length ? namesField(field, name, value || [], named, may, done)
        : textField(name, (value || []).join("\n"), may, (text) => done(text.split("\n").map((one) => one.trim()).filter(Boolean)), { long: true, help: say("form.lines", { doc: field.doc }) });
    default:
      return named.length ? choice(field, name, named, value, may, (word) => done(word || null))
        : textField(name, value || "", may, (text) => done(text || null), { long: field.prose, help: field.doc, longest: field.longest, values: about.used(field) });
  }
}

/**
 * @param {string} label
 * @param {string} value
 * @param {boolean} may
 * @param {(text: string) => void} done
 * @param {{long?: boolean, id?: string, help?: string, longest?: number, values?: string[]}} [how] values: what others say
 */
export function textField(label, value, may, done, { long, id, help, longest, values = [] } = {}) {
  const list = values.length ? `values-${label.replace(/\W+/g, "-").toLowerCase()}` : null;
  const input = /** @type {HTMLInputElement} */ (long
    ? el("textarea", { rows: 2, maxlength: longest || 4000, readonly: !may, "aria-label": label }, value)
    : el("input", { type: "text", maxlength: longest || 300, readonly: !may, value, list, id, "aria-label": label }));
  const send = () => {
    const text = input.value.trim();
    if (text !== value) {
      value = text;
      done(text);
    }
  };
  input.addEventListener("change", send);
  input.addEventListener("keydown", (event) => {
    const { key } = /** @type {KeyboardEvent} */ (event);
    if (key === "Enter" && !long) send();
    if (key === "Escape") {
      input.value = value;
      input.blur();
    }
  });
  return el("label.stack", null, el("span", null, label), help ? el("small.faint", null, help) : null, input,
    list ? el("datalist", { id: list }, values.map((one) => el("option", { value: one }))) : null);
}

/**
 * @template {string} W
 * @param {string} label
 * @param {[W, string][]} options
 * @param {W} value
 * @returns {HTMLSelectElement & {value: W}}
 */
export function select(label, options, value) {
  return /** @type {any} */ (el("select", { "aria-label": label }, options.map(([word, text]) =>
    el("option", { value: word, selected: word === value }, text))));
}

/**
 * @param {Field} field
 * @param {string} name
 * @param {[string, string][]} options
 * @param {any} value
 * @param {boolean} may
 * @param {(word: string) => void} done
 */
function choice(field, name, options, value, may, done) {
  const now = said(value) ? String(value) : "";
  const others = now && !options.some(([word]) => word === now) ? [/** @type {[string, string]} */ ([now, now])] : [];
  const made = select(name, field.required && now ? [...options, ...others] : [["", say("form.unset")], ...options, ...others], now);
  made.disabled = !may;
  made.addEventListener("change", () => done(made.value));
  return el("label.field", { title: field.doc }, el("span", null, name), made);
}

/**
 * @param {Field} field
 * @param {string} name
 * @param {number | undefined} value
 * @param {boolean} may
 * @param {(value: number | null) => void} done
 */
function number(field, name, value, may, done) {
  const input = /** @type {HTMLInputElement} */ (el("input", {
    type: "number", value: value ?? "", min: field.low, max: field.high, step: field.kind === "whole" ? 1 : "any", disabled: !may, "aria-label": name,
  }));
  input.addEventListener("change", () => done(input.value === "" ? null : Number(input.value)));
  return el("label.field", { title: field.doc }, el("span", null, name), input);
}

/**
 * Several of the map's own elements: each can be taken out, and another one added.
 *
 * @param {Field} field
 * @param {string} name
 * @param {string[]} ids
 * @param {[string, string][]} named
 * @param {boolean} may
 * @param {(ids: string[]) => void} done
 */
function namesField(field, name, ids, named, may, done) {
  const label = (/** @type {string} */ id) => (named.find(([one]) => one === id) || ["", id])[1];
  const more = select(say("form.add-one", { name }), [["", say("form.add")], ...named.filter(([id]) => !ids.includes(id))], "");
  more.addEventListener("change", () => more.value && done([...ids, more.value]));
  return el("div.stack", { role: "group", "aria-label": name }, el("span", null, name), el("small.faint", null, field.doc),
    ids.length ? el("ul.chips", null, ids.map((id) => el("li", null, label(id), may ? button("×", () => done(ids.filter((one) => one !== id)), { "aria-label": say("form.remove-one", { name: label(id) }) }) : null))) : null,
    may && ids.length < named.length ? more : null);
}

/**
 * A record within the record.
 *
 * @param {Field} field
 * @param {string} name
 * @param {Values | undefined} value
 * @param {About} about
 * @param {(value: Values | null) => void} done
 */
function recordField(field, name, value, about, done) {
  return recordsField(field, name, value ? [value] : [], about, (list) => done(list[0] || null), 1);
}

/**
 * Records within the record, one below the other; a new one is sent once it is complete.
 *
 * @param {Field} field
 * @param {string} name
 * @param {Values[]} list
 * @param {About} about
 * @param {(list: Values[]) => void} done
 * @param {number} [most]
 */
function recordsField(field, name, list, about, done, most = Infinity) {
  const may = about.may(field);
  const inner = FIELDS[field.of || ""] || [];
  const without = (/** @type {Values} */ one, /** @type {string} */ key, /** @type {any} */ value) => {
    const { [key]: _, ...rest } = one;
    return said(value) ? { ...rest, [key]: value } : rest;
  };
  const fields = (/** @type {Values} */ one, /** @type {(next: Values) => void} */ changed) => {
    const draw = (/** @type {Field} */ part) => control(part, one[part.key], { ...about, may: () => may, used: () => [] }, (value) => changed(without(one, part.key, value)));
    const seldom = inner.filter((part) => part.group !== "what");
    return [...inner.filter((part) => part.group === "what").map(draw), ...(seldom.length
      ? [el("details.fields", { open: seldom.some((part) => said(one[part.key])) }, el("summary", null, say(`group.${seldom[0].group}`)), seldom.map(draw))] : [])];
  };
  const rows = list.map((one, at) => el("details.record", { open: inner.some((part) => part.required && !said(one[part.key])) }, el("summary", null, title(inner, one)),
    fields(one, (next) => done(list.map((other, i) => (i === at ? next : other)))),
    may ? button(say("form.remove"), () => done(list.filter((_, i) => i !== at)), { class: "small", "aria-label": say("form.remove-one", { name: title(inner, one) }) }) : null));
  return el("div.stack", { role: "group", "aria-label": name }, el("span", null, name), el("small.faint", null, field.doc), rows,
    may && list.length < most ? newRecord(name, inner, fields, (one) => done([...list, one])) : null);
}

/**
 * @param {string} name
 * @param {Field[]} inner
 * @param {(one: Values, changed: (next: Values) => void) => HTMLElement[]} fields
 * @param {(one: Values) => void} add
 */
function newRecord(name, inner, fields, add) {
  const body = el("div.fields");
  const draw = (/** @type {Values} */ draft) => {
    const complete = Object.keys(draft).length && inner.every((part) => !part.required || said(draft[part.key]));
    set(body, fields(draft, draw), button(say("form.add"), () => add(draft), { class: "small", disabled: !complete, "aria-label": say("form.add-one", { name }) }));
  };
  draw({});
  return el("details.record.new", null, el("summary", null, say("form.add-one", { name })), body);
}

/** What a record within a record is called: the first things it says. @param {Field[]} inner @param {Values} one */
function title(inner, one) {
  return inner.map((part) => one[part.key]).filter((value) => typeof value === "string" || typeof value === "number").slice(0, 2).join(", ") || "…";
}
