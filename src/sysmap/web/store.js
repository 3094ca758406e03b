/**
 * Who holds the view and tells of its changes. Going back leads through the views as they were.
 *
 * @typedef {import("./view.js").View} View
 *
 * @typedef {Object} Store
 * @property {() => View} get
 * @property {(change: Partial<View>, quietly?: boolean) => void} set change the view; `quietly` leaves no step to go back to
 * @property {() => void} back
 * @property {() => boolean} canGoBack
 * @property {(listener: (view: View, before: View) => void) => () => void} listen gives the way to stop listening
 */

const KEPT = 200;

/**
 * @param {View} first
 * @returns {Store}
 */
export function makeStore(first) {
  let view = first;
  /** @type {View[]} */
  const past = [];
  /** @type {((view: View, before: View) => void)[]} */
  const listeners = [];

  /** @param {View} next */
  function show(next) {
    const before = view;
    view = next;
    for (const listener of [...listeners]) if (listeners.includes(listener)) listener(view, before);
  }

  return {
    get: () => view,
    set(change, quietly = false) {
      const next = { ...view, ...change };
      if (JSON.stringify(next) === JSON.stringify(view)) return;
      if (!quietly) past.push(view);
      if (past.length > KEPT) past.shift();
      show(next);
    },
    back() {
      const before = past.pop();
      if (before) show(before);
    },
    canGoBack: () => past.length > 0,
    listen(listener) {
      listeners.push(listener);
      return () => void listeners.splice(listeners.indexOf(listener), 1);
    },
  };
}
