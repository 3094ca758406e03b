/** Light, dark or high contrast: as the computer has it, or as somebody chose on this page. */

import { el } from "./dom.js";
import { say } from "./sentences.js";

const KEY = "sysmap-look";
const CHOICES = ["system", "light", "dark", "contrast"];

/** What somebody chose here. */
export function lookChosen() {
  const kept = localStorage.getItem(KEY) || "";
  return CHOICES.includes(kept) ? kept : "system";
}

/** Take the look on, and follow the computer where nothing was chosen. @param {() => void} changed what has to be painted anew */
export function followLook(changed) {
  const [dark, contrast] = ["(prefers-color-scheme: dark)", "(prefers-contrast: more)"].map((query) => matchMedia(query));
  const take = () => {
    const chosen = lookChosen();
    document.documentElement.dataset.look = chosen !== "system" ? chosen : contrast.matches ? "contrast" : dark.matches ? "dark" : "light";
    changed();
  };
  for (const query of [dark, contrast]) query.addEventListener("change", take);
  addEventListener("sysmap-look", take);
  take();
}

/** A choice of looks. */
export function lookChoice() {
  const choice = /** @type {HTMLSelectElement} */ (el("select", { onchange: () => {
    localStorage.setItem(KEY, choice.value);
    dispatchEvent(new Event("sysmap-look"));
  } }, CHOICES.map((name) => el("option", { value: name, selected: name === lookChosen() }, say(`look.${name}`)))));
  return el("label.look", null, el("span", null, say("look.label")), choice);
}
