/** The page as a whole: the document out of the file, the view out of the address, and one version of the map at a time. */

import { modelOf } from "./model.js";
import { viewFrom } from "./savedviews.js";
import { makeStore } from "./store.js";
import { VersionPage } from "./versionpage.js";
import { documentAt, versionSwitch } from "./versions.js";
import { fragmentOf, viewOf } from "./view.js";

/**
 * Read the document out of the page and show it.
 *
 * @param {Document} page
 * @param {import("./versions.js").Moving} [moving]
 */
export function start(page, moving) {
  const read = (/** @type {string} */ id) => JSON.parse(/** @type {HTMLElement} */ (page.getElementById(id)).textContent || "");
  const root = /** @type {HTMLElement} */ (page.getElementById("sysmap"));
  /** @type {any} */ (globalThis).sysmap = mount(root, read("sysmap-document"), {
    fragment: location.hash, onFragment: (fragment) => remember(fragment), address: () => (/^(file|https?):/.test(location.protocol) ? location.href : ""), moving,
  });
}

/**
 * Keep the address in step with the view, where the host lets us.
 *
 * @param {string} fragment
 */
function remember(fragment) {
  try {
    history.replaceState(null, "", fragment ? `#${fragment}` : location.pathname + location.search);
  } catch {
    // A frame without an address of its own (a notebook) has nothing to keep it in.
  }
}

/**
 * What the page stands in: where the view is kept so that a link can restore it.
 *
 * @typedef {{fragment?: string, onFragment?: (fragment: string) => void, address?: () => string,
 *   moving?: import("./versions.js").Moving}} Host
 */

/**
 * Show a document in an element.
 *
 * @param {HTMLElement} root
 * @param {import("./types.js").PageDocument} document_
 * @param {Host} host
 * @returns {{store: import("./store.js").Store, readonly picture: import("./picture.js").Picture}}
 */
export function mount(root, document_, host) {
  const maps = [document_.map, document_.before ? document_.before.map : document_.map];
  const factors = new Set(maps.flatMap((map) => Object.keys(map.factors || {})));
  const links = new Set(maps.flatMap((map) => (map.links || []).map((link) => link.id)));
  const viewAt = (/** @type {string} */ fragment) => forScreen(fragment, viewOf(fragment, (id) => factors.has(id), (id) => links.has(id)));
  const opened = (document_.map.views || []).find((one) => one.id === document_.view);
  const store = makeStore(opened && !host.fragment ? viewFrom(modelOf(document_), opened) : viewAt(host.fragment || ""));
  const show = () => {
    const player = host.moving && document_.before && store.get().version === "moving" ? host.moving.of(document_) : null;
    return new VersionPage(root, player ? player.document : documentAt(document_, store.get()), versionSwitch(document_, store, host.moving), host, store, player);
  };
  let parts = show();
  store.listen((view, before) => {
    if (view.version === before.version && view.bands === before.bands) return;
    const held = document.activeElement && root.contains(document.activeElement) ? handleOf(document.activeElement) : null;
    parts.end();
    parts = show();
    const again = held && root.querySelector(held);
    if (again instanceof HTMLElement) again.focus({ preventScroll: true });
    if (host.onFragment) host.onFragment(fragmentOf(view));
  });
  addEventListener("hashchange", () => store.set(viewAt(location.hash)));
  return { store, get picture() { return parts.picture; } };
}

/** Screens narrower than this, in pixels, show a map as cards to read before they show it as a picture. */
const NARROW = 600;

/**
 * The view with which a screen begins: where the address asks for nothing, a phone gets what can be read on it.
 *
 * @param {string} fragment
 * @param {import("./view.js").View} view
 * @returns {import("./view.js").View}
 */
function forScreen(fragment, view) {
  return fragment.replace(/^#/, "") || innerWidth >= NARROW ? view : { ...view, tab: "outline" };
}

/**
 * How to find an element again after the page was put together anew.
 *
 * @param {Element} element
 */
function handleOf(element) {
  if (element.id) return `#${CSS.escape(element.id)}`;
  const version = element.getAttribute("data-version");
  return version ? `[data-version="${CSS.escape(version)}"]` : null;
}
