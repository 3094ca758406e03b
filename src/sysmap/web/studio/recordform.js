/** A form for one record that is sent as a whole: the fields come from the record, what may be chosen from the server. */

import { el, set } from "../dom.js";
import { groupedFields } from "../workshop/fieldform.js";
import { pressed } from "../workshop/press.js";

/**
 * @typedef {Record<string, any>} Values
 * @typedef {Record<string, [string, string][]>} Offers what may be chosen, by what a field refers to
 */

const CONTROLS = ["input", "select", "textarea", "button", "summary"].join();

/**
 * @param {string} record class of the record
 * @param {Values} values what it says; changed in place
 * @param {Offers} offers
 * @param {() => void} changed
 * @param {string[]} [besides] keys that are not asked for
 */
export function recordForm(record, values, offers, changed, besides = []) {
  const form = el("div.record-form");
  const about = { may: () => true, used: () => [], named: (/** @type {string} */ ref) => offers[ref] || [] };
  const draw = () => {
    if (pressed(form, draw)) return;
    again(form, groupedFields(record, values, about, (key, value) => {
      if (value === null || (Array.isArray(value) && !value.length)) delete values[key];
      else values[key] = value;
      changed();
      setTimeout(draw, 0); // the keyboard has moved on by then
    }, besides));
  };
  draw();
  const [group] = form.querySelectorAll(".fields"); // what a record is about is open at first
  for (const one of group ? group.querySelectorAll("details.record:not(.new)") : []) /** @type {HTMLDetailsElement} */ (one).open = true;
  return form;
}

/** Make a form anew with the keyboard on the same control and the same parts open. @param {HTMLElement} form @param {HTMLElement[]} parts */
function again(form, parts) {
  const held = document.activeElement && form.contains(document.activeElement) ? document.activeElement : null;
  const name = held && handle(held);
  const same = (/** @type {ParentNode} */ root) => [...root.querySelectorAll(CONTROLS)].filter((one) => handle(one) === name);
  const place = held ? same(form).indexOf(held) : -1;
  const folded = [...form.querySelectorAll("details")].map((one) => one.open);
  set(form, parts);
  const now = [...form.querySelectorAll("details")];
  if (now.length === folded.length) now.forEach((one, i) => { one.open = folded[i]; });
  else now.forEach((one, i) => { one.open = one.open || Boolean(folded[i]); }); // a record more, or one less
  const target = held ? same(form)[place] : null;
  if (target instanceof HTMLElement) target.focus({ preventScroll: true });
}

/** @param {Element} one */
function handle(one) {
  return `${one.tagName} ${one.getAttribute("aria-label") || one.textContent}`;
}
