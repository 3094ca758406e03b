/** The keys of the picture; they count only while the picture has the focus. */

import { turnedTo } from "./askpanel.js";

/**
 * @param {KeyboardEvent} event
 * @param {import("./model.js").Model} model
 * @param {import("./store.js").Store} store
 * @param {import("./picture.js").Picture} picture
 */
export function pictureKey(event, model, store, picture) {
  if (event.target !== event.currentTarget || event.altKey || event.ctrlKey || event.metaKey) return;
  const directions = /** @type {Record<string, [number, number]>} */ ({
    ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1],
  });
  const direction = directions[event.key];
  const view = store.get();
  const chosen = view.selected && view.selected.kind === "factor" ? view.selected.id : null;
  const asking = /** @type {Record<string, string>} */ ({ u: "up", d: "down", b: "around" })[event.key.toLowerCase()];
  if (direction && event.shiftKey) picture.pan(direction[0] * 60, direction[1] * 60);
  else if (direction) {
    const next = nearest(model, chosen, direction);
    if (next) store.set({ selected: { kind: "factor", id: next } });
  } else if (event.key === "+" || event.key === "=") picture.zoom(1.25);
  else if (event.key === "-") picture.zoom(0.8);
  else if (event.key.toLowerCase() === "f") picture.fit();
  else if (event.key.toLowerCase() === "h") store.set({ others: view.others === "hide" ? "fade" : "hide" });
  else if (asking && (chosen || (view.ask && view.ask.kind === "reach"))) {
    store.set({ ask: turnedTo(view.ask && view.ask.kind === "reach" && !chosen ? view.ask : null, asking, chosen), pick: null });
  } else if (/^[0-9a]$/i.test(event.key) && view.ask && view.ask.kind === "reach") {
    store.set({ ask: { ...view.ask, steps: event.key.toLowerCase() === "a" ? null : Number(event.key) }, pick: null });
  } else if (event.key === "Escape") store.set(view.selected ? { selected: null } : { ask: null, pick: null });
  else return;
  event.preventDefault();
}

/**
 * The nearest factor in a direction; from nowhere, the first one.
 *
 * @param {import("./model.js").Model} model
 * @param {string | null} from
 * @param {[number, number]} direction
 * @returns {string | null}
 */
export function nearest(model, from, [dx, dy]) {
  const { boxes } = model.document.layout;
  if (!from || !boxes[from]) return model.order.find((id) => boxes[id]) || null;
  const here = boxes[from];
  let best = Infinity;
  let found = null;
  for (const [id, box] of Object.entries(boxes)) {
    const along = (box.x - here.x) * dx + (box.y - here.y) * dy;
    const aside = Math.abs((box.x - here.x) * dy) + Math.abs((box.y - here.y) * dx);
    if (id === from || along < 8 || along < aside * 0.4) continue;
    const distance = along + 2 * aside;
    if (distance < best) {
      best = distance;
      found = id;
    }
  }
  return found;
}
