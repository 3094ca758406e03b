/**
 * What the reader is looking at, as one plain value, and who wants to know when it changes.
 *
 * @typedef {{kind: "factor" | "link", id: string}} Selection
 *
 * @typedef {Object} View
 * @property {"picture" | "outline" | "tables"} tab
 * @property {Selection | null} selected
 */

/** @type {View} */
export const FIRST_VIEW = { tab: "picture", selected: null };

/**
 * @typedef {Object} Store
 * @property {() => View} get
 * @property {(change: Partial<View>) => void} set change the view; what was seen before can be gone back to
 * @property {() => void} back
 * @property {() => boolean} canGoBack
 * @property {(listener: (view: View, before: View) => void) => void} listen
 */

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
    for (const listener of listeners) listener(view, before);
  }

  return {
    get: () => view,
    set(change) {
      const next = { ...view, ...change };
      if (JSON.stringify(next) === JSON.stringify(view)) return;
      past.push(view);
      if (past.length > 200) past.shift();
      show(next);
    },
    back() {
      const before = past.pop();
      if (before) show(before);
    },
    canGoBack: () => past.length > 0,
    listen: (listener) => void listeners.push(listener),
  };
}
