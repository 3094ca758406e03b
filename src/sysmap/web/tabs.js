/** Panels one of which is open, with their tabs: arrow keys move between the tabs, Tab goes into the panel. */

import { button, el } from "./dom.js";

/**
 * @param {string} label
 * @param {[string, string, HTMLElement][]} parts key, name, content
 * @param {(key: string) => void} choose
 */
export function tabs(label, parts, choose) {
  const heads = parts.map(([key, name]) => button(name, () => choose(key), {
    role: "tab", id: `tab-${key}`, "aria-controls": `panel-${key}`, "aria-selected": "false", "data-key": key,
  }));
  const panels = parts.map(([key, , content]) => el("div.side-panel", { role: "tabpanel", id: `panel-${key}`, "aria-labelledby": `tab-${key}`, tabindex: "0", hidden: true }, content));
  const list = el("div.side-tabs", { role: "tablist", "aria-label": label }, heads);
  list.addEventListener("keydown", (event) => {
    const move = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const at = heads.indexOf(/** @type {HTMLButtonElement} */ (event.target));
    if (!move || at < 0) return;
    event.preventDefault();
    const next = heads[(at + move + heads.length) % heads.length];
    choose(next.dataset.key || "");
    next.focus();
  });
  return {
    element: el("div.side-room", null, list, panels),
    /** @param {string} key */
    show(key) {
      heads.forEach((head, i) => {
        const on = head.dataset.key === key;
        head.setAttribute("aria-selected", String(on));
        head.tabIndex = on ? 0 : -1;
        panels[i].hidden = !on;
      });
    },
    /** Show the panels from their beginning. */
    top() {
      for (const panel of panels) panel.scrollTop = 0;
    },
  };
}
