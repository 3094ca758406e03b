/** The page as a whole: puts the parts together and lets them hear of each other's changes. */

import { button, el, set } from "./dom.js";
import { focusOf } from "./focus.js";
import { talkToHost } from "./host.js";
import { legendOf } from "./legend.js";
import { factorSentence, linkSentence, modelOf, sizeInWords } from "./model.js";
import { outlineOf } from "./outline.js";
import { panelFor, versionText } from "./panel.js";
import { makePicture, pictureFrame } from "./picture.js";
import { sceneOf } from "./scene.js";
import { searchField } from "./search.js";
import { FIRST_VIEW, makeStore } from "./store.js";
import { themeOf } from "./theme.js";

/**
 * Read the document out of the page and show it.
 *
 * @param {Document} page
 */
export function start(page) {
  const read = (/** @type {string} */ id) => JSON.parse(/** @type {HTMLElement} */ (page.getElementById(id)).textContent || "");
  const root = /** @type {HTMLElement} */ (page.getElementById("sysmap"));
  /** @type {any} */ (globalThis).sysmap = mount(root, read("sysmap-document"), { vis: /** @type {any} */ (globalThis).vis, options: read("sysmap-engine") });
}

/**
 * Show a document in an element.
 *
 * @param {HTMLElement} root
 * @param {import("./types.js").PageDocument} document_
 * @param {{vis: any, options: any}} engine
 * @returns {{store: import("./store.js").Store, picture: import("./picture.js").Picture}}
 */
export function mount(root, document_, engine) {
  const model = modelOf(document_);
  const store = makeStore(FIRST_VIEW);
  const go = {
    factor: (/** @type {string} */ id) => store.set({ selected: { kind: "factor", id } }),
    link: (/** @type {string} */ id) => store.set({ selected: { kind: "link", id } }),
  };
  const search = searchField(model, go.factor, { id: "find", label: "Find a factor" });
  const { frame, host, readout } = pictureFrame();
  const news = el("p.sr", { "aria-live": "polite" });
  const text = el("div.text-room", { hidden: true });
  const legend = el("div.legend-room");
  const side = el("aside.side", { "aria-label": "Details" });
  const back = button("Back", () => store.back(), { class: "plain", disabled: true });
  const clear = button("Show whole map", () => store.set({ selected: null }), { class: "plain", disabled: true });
  const tabs = tabBar(store);
  root.className = "sysmap";
  set(root,
    el("header.top", null,
      el("div.title", null, el("h1", null, document_.title), el("p.faint", null,
        [versionText(document_.map), sizeInWords(model)].filter(Boolean).join(" · "))),
      el("div.tools", null, search.element, back, clear, tabs.element)),
    el("main", null, el("div.room", null, frame, text, legend), side), news);

  let theme = themeOf(document_.style, root);
  const picture = makePicture(host, sceneOf(model, focusOf(model, store.get()), theme), theme, {
    ...engine,
    onFactor: go.factor,
    onLink: go.link,
    onNothing: () => store.set({ selected: null }),
    onHover: (what) => set(readout, !what ? "" : what.kind === "factor" ? model.factors[what.id].label
      : linkSentence(model, /** @type {any} */ (model.links.get(what.id)))),
  });
  frame.append(zoomButtons(picture));
  set(legend, legendOf(model, theme));
  frame.addEventListener("keydown", (event) => pictureKey(event, model, store, picture));

  /** @param {import("./store.js").View} view @param {import("./store.js").View | null} before */
  function show(view, before) {
    const focus = focusOf(model, view);
    const id = view.selected && view.selected.kind === "factor" ? view.selected.id : null;
    picture.show(sceneOf(model, focus, theme), theme);
    frame.hidden = view.tab !== "picture";
    text.hidden = view.tab === "picture";
    legend.hidden = view.tab !== "picture";
    if (view.tab === "outline") set(text, outlineOf(model, focus, id, go.factor));
    tabs.show(view.tab);
    back.disabled = !store.canGoBack();
    clear.disabled = !view.selected;
    if (!before || before.selected !== view.selected) {
      set(side, panelFor(model, view.selected, go));
      side.scrollTop = 0;
      if (before) set(news, told(model, view.selected));
      if (id) picture.reveal([id]);
    }
  }

  store.listen(show);
  show(store.get(), null);
  talkToHost(store, ({ kind, id }) => (kind === "factor" ? id in model.factors : model.links.has(id)));
  const restyle = () => {
    theme = themeOf(document_.style, root);
    set(legend, legendOf(model, theme));
    show(store.get(), store.get());
  };
  matchMedia("(prefers-contrast: more)").addEventListener("change", restyle);
  matchMedia("(forced-colors: active)").addEventListener("change", restyle);
  return { store, picture };
}

/**
 * @param {import("./model.js").Model} model
 * @param {import("./store.js").Selection | null} selected
 */
function told(model, selected) {
  if (!selected) return "Whole map.";
  if (selected.kind === "factor") return factorSentence(model, selected.id);
  return linkSentence(model, /** @type {any} */ (model.links.get(selected.id)));
}

/**
 * @param {import("./store.js").Store} store
 */
function tabBar(store) {
  const names = /** @type {const} */ ({ picture: "Picture", outline: "Outline" });
  const buttons = Object.entries(names).map(([tab, label]) => button(label,
    () => store.set({ tab: /** @type {any} */ (tab) }), { "data-tab": tab, "aria-pressed": "false" }));
  return {
    element: el("div.tabs", { role: "group", "aria-label": "How to read the map" }, buttons),
    /** @param {string} tab */
    show(tab) {
      for (const one of buttons) one.setAttribute("aria-pressed", String(one.dataset.tab === tab));
    },
  };
}

/**
 * @param {import("./picture.js").Picture} picture
 */
function zoomButtons(picture) {
  return el("div.zoom", { role: "group", "aria-label": "Zoom" },
    button("+", () => picture.zoom(1.25), { "aria-label": "Zoom in" }),
    button("−", () => picture.zoom(0.8), { "aria-label": "Zoom out" }),
    button("Fit", () => picture.fit(), { "aria-label": "Fit the whole map into the frame" }));
}

/**
 * @param {KeyboardEvent} event
 * @param {import("./model.js").Model} model
 * @param {import("./store.js").Store} store
 * @param {import("./picture.js").Picture} picture
 */
function pictureKey(event, model, store, picture) {
  if (event.target !== event.currentTarget || event.altKey || event.ctrlKey || event.metaKey) return;
  const directions = /** @type {Record<string, [number, number]>} */ ({
    ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1],
  });
  const direction = directions[event.key];
  const { selected } = store.get();
  if (direction && event.shiftKey) picture.pan(direction[0] * 60, direction[1] * 60);
  else if (direction) {
    const next = nearest(model, selected && selected.kind === "factor" ? selected.id : null, direction);
    if (next) store.set({ selected: { kind: "factor", id: next } });
  } else if (event.key === "+" || event.key === "=") picture.zoom(1.25);
  else if (event.key === "-") picture.zoom(0.8);
  else if (event.key === "0") picture.fit();
  else if (event.key === "Escape") store.set({ selected: null });
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
