/**
 * Telling the page's host what is selected, and hearing it from there.
 *
 * Only a frame that its host named `sysmap-host` speaks: a page opened from disk or mailed about says nothing to anyone.
 */

export const HOST_NAME = "sysmap-host";

/**
 * @param {import("./store.js").Store} store
 * @param {(selected: any) => boolean} exists whether the map has what the host asks for
 * @param {AbortSignal} signal ends the listening
 */
export function talkToHost(store, exists, signal) {
  if (window.parent === window || window.name !== HOST_NAME) return;
  const silent = store.listen((view, before) => {
    if (view.selected !== before.selected) window.parent.postMessage({ sysmap: "selected", selected: view.selected }, "*");
  });
  signal.addEventListener("abort", silent);
  window.addEventListener("message", (event) => {
    if (event.source !== window.parent || !event.data || event.data.sysmap !== "select") return;
    const asked = event.data.selected;
    if (asked === null || exists(asked)) store.set({ selected: asked });
  }, { signal });
  window.parent.postMessage({ sysmap: "ready" }, "*");
}
