/** Finding a factor by its label or another name: a text field with a list of what fits (the combobox pattern). */

import { el, set } from "./dom.js";
import { say } from "./sentences.js";

/**
 * Factors whose label or alias holds every word, those that begin with the text first.
 *
 * @param {import("./model.js").Model} model
 * @param {string} text
 * @param {number} [most]
 * @returns {string[]} ids
 */
export function factorsNamed(model, text, most = 12) {
  const words = folded(text).split(/\s+/).filter(Boolean);
  if (!words.length) return [];
  /** @type {[number, number, string][]} */
  const hits = [];
  model.order.forEach((id, at) => {
    const factor = model.factors[id];
    const names = [factor.label, ...(factor.aliases || []), id].map(folded);
    const whole = names.join(" · ");
    if (!words.every((word) => whole.includes(word))) return;
    const rank = names[0].startsWith(words.join(" ")) ? 0 : words.every((word) => names[0].includes(word)) ? 1 : 2;
    hits.push([rank, at, id]);
  });
  hits.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  return hits.slice(0, most).map((hit) => hit[2]);
}

/**
 * @param {string} text
 */
function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/**
 * @param {import("./model.js").Model} model
 * @param {(id: string) => void} choose
 * @param {{id: string, label: string, keep?: boolean}} how `keep`: the field shows the choice afterwards
 * @returns {{element: HTMLElement, input: HTMLInputElement}}
 */
export function searchField(model, choose, how) {
  return choiceField({ ...how, nothing: say("search.no-factor-of-that-name"), find: (text) => factorsNamed(model, text), name: (id) => model.factors[id].label }, choose);
}

/**
 * A text field with a list of what fits.
 *
 * @param {{id: string, label: string, keep?: boolean, atOnce?: boolean, nothing: string, find: (text: string) => string[],
 *   name: (id: string) => string, note?: (id: string) => string}} how `atOnce`: the list is there as soon as the field is entered
 * @param {(id: string) => void} choose
 * @returns {{element: HTMLElement, input: HTMLInputElement}}
 */
export function choiceField(how, choose) {
  let at = -1;
  /** @type {string[]} */
  let ids = [];
  const list = el("ul.hits", { id: `${how.id}-hits`, role: "listbox", "aria-label": how.label, hidden: true });
  const input = /** @type {HTMLInputElement} */ (el("input", {
    id: how.id, type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", "aria-expanded": "false",
    "aria-controls": `${how.id}-hits`, "aria-autocomplete": "list", placeholder: how.label, "aria-label": how.label,
  }));

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    at = -1;
  }

  function draw() {
    set(list, ids.length ? ids.map((id, i) => el("li", {
      id: `${how.id}-hit-${i}`, role: "option", "aria-selected": String(i === at),
      onmousedown: (/** @type {Event} */ event) => {
        event.preventDefault();
        take(id);
      },
    }, how.name(id), how.note && how.note(id) ? el("span.faint", null, ` (${how.note(id)})`) : null)) : [el("li", { role: "option", "aria-disabled": "true", "aria-selected": "false" }, how.nothing)]);
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    if (at >= 0) {
      input.setAttribute("aria-activedescendant", `${how.id}-hit-${at}`);
      list.children[at].scrollIntoView({ block: "nearest" });
    }
  }

  /** @param {string} id */
  function take(id) {
    input.value = how.keep ? how.name(id) : "";
    close();
    choose(id);
  }

  input.addEventListener("input", () => {
    ids = how.find(input.value);
    at = ids.length ? 0 : -1;
    if (how.atOnce || input.value.trim()) draw();
    else close();
  });
  const opened = () => {
    if (!how.atOnce || !list.hidden) return;
    ids = how.find(input.value);
    draw();
  };
  input.addEventListener("focus", opened);
  input.addEventListener("click", opened);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      close();
      if (!how.keep) input.value = "";
    } else if (event.key === "Enter" && !list.hidden && ids[at]) {
      event.preventDefault();
      take(ids[at]);
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && ids.length && !list.hidden) {
      event.preventDefault();
      at = (at + (event.key === "ArrowDown" ? 1 : ids.length - 1)) % ids.length;
      draw();
    }
  });
  input.addEventListener("blur", close);
  return { element: el("div.search", null, input, list), input };
}
