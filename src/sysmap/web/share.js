/** The panel for taking things away: saved views, the link to this view, pictures, tables, print. */

import { button, el, renew } from "./dom.js";
import { viewFrom } from "./savedviews.js";
import { say } from "./sentences.js";

/**
 * @param {import("./model.js").Model} model
 * @param {import("./store.js").Store} store
 * @param {{address: () => string, saveSvg: () => void, savePng: () => void, saveData: () => void, print: () => void}} wiring
 * @returns {{element: HTMLElement, show: (view: import("./view.js").View) => void}}
 */
export function sharePanel(model, store, wiring) {
  const views = model.document.map.views || [];
  const list = el("ul.arcs");
  const address = /** @type {HTMLInputElement} */ (el("input", { id: "address", readonly: true, onfocus: () => address.select() }));
  const copied = el("span.faint", { role: "status" });
  const element = el("div.panel", null, el("h2", { tabindex: "-1" }, say("label.views-and-files")),
    views.length ? el("section", null, el("h3", null, say("share.saved-views")), list,
      button(say("share.start-the-tour"), () => {
        store.set({ ...viewFrom(model, views[0]), wide: true });
        /** @type {HTMLElement | null} */ (document.querySelector(".tour-ways button:not(:disabled)"))?.focus();
      })) : null,
    !wiring.address() ? null : el("section.fields", null, el("h3", null, say("share.this-view")),
      el("div.field", null, el("label", { for: "address" }, say("share.address")), address),
      el("p", null, button(say("share.copy-the-link"), async () => {
        address.select();
        try {
          await navigator.clipboard.writeText(address.value);
          copied.textContent = say("share.copied");
        } catch {
          copied.textContent = say("share.marked");
        }
      }), copied)),
    el("section.fields", null, el("h3", null, say("share.save")),
      el("div.buttons", null, button(say("share.svg"), wiring.saveSvg), button(say("share.png"), wiring.savePng),
        button(say("share.data"), wiring.saveData), button(say("share.print"), wiring.print)),
      el("p.faint", null, say("share.help"))));
  return {
    element,
    show(view) {
      address.value = wiring.address();
      copied.textContent = "";
      renew(list, views.map((one) => el("li", null, button(one.label, () => store.set(viewFrom(model, one)), { class: "go", "aria-pressed": String(view.saved === one.id) }))));
    },
  };
}

/**
 * Hand a file to the reader.
 *
 * @param {string} name
 * @param {Blob} blob
 */
export function saveFile(name, blob) {
  const address = URL.createObjectURL(blob);
  const link = /** @type {HTMLAnchorElement} */ (el("a", { href: address, download: name, hidden: true }));
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
