/** The page as a whole: puts the parts together and lets them hear of each other's changes. */

import { answerWords, questionWords } from "./answerwords.js";
import { askPanel, turnedTo } from "./askpanel.js";
import { lookingBar } from "./bar.js";
import { button, el, renew, set } from "./dom.js";
import { focusOf } from "./focus.js";
import { talkToHost } from "./host.js";
import { pictureKey } from "./keys.js";
import { legendOf } from "./legend.js";
import { headersLettered, numbersOf } from "./lettering.js";
import { looksOf } from "./looks.js";
import { modelOf } from "./model.js";
import { numberList } from "./numberlist.js";
import { outlineOf } from "./outline.js";
import { panelFor, versionText } from "./panel.js";
import { makePicture, pictureFrame } from "./picture.js";
import { placed } from "./positions.js";
import { tourBar, viewFrom } from "./savedviews.js";
import { sceneOf } from "./scene.js";
import { searchField } from "./search.js";
import { factorSentence, linkSentence, sizeText } from "./sentences.js";
import { saveFile, sharePanel } from "./share.js";
import { showPanel } from "./showpanel.js";
import { makeStore } from "./store.js";
import { tablesOf } from "./tables.js";
import { tabs } from "./tabs.js";
import { savedPictures } from "./takeaway.js";
import { themeOf } from "./theme.js";
import { documentAt, versionSwitch } from "./versions.js";
import { fragmentOf, viewOf } from "./view.js";

/**
 * Read the document out of the page and show it.
 *
 * @param {Document} page
 */
export function start(page) {
  const read = (/** @type {string} */ id) => JSON.parse(/** @type {HTMLElement} */ (page.getElementById(id)).textContent || "");
  const root = /** @type {HTMLElement} */ (page.getElementById("sysmap"));
  /** @type {any} */ (globalThis).sysmap = mount(root, read("sysmap-document"), {
    vis: /** @type {any} */ (globalThis).vis, options: read("sysmap-engine"), fragment: location.hash,
    onFragment: (fragment) => remember(fragment), address: () => (/^(file|https?):/.test(location.protocol) ? location.href : ""),
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
 * What the page stands in: who draws, and where the view is kept so that a link can restore it.
 *
 * @typedef {{vis: any, options: any, fragment?: string, onFragment?: (fragment: string) => void, address?: () => string}} Host
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
  const viewAt = (/** @type {string} */ fragment) => viewOf(fragment, (id) => factors.has(id), (id) => links.has(id));
  const opened = (document_.map.views || []).find((one) => one.id === document_.view);
  const store = makeStore(opened && !host.fragment ? viewFrom(modelOf(document_), opened) : viewAt(host.fragment || ""));
  const show = () => mountVersion(root, documentAt(document_, store.get()), versionSwitch(document_, store), host, store);
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

/**
 * Show one version.
 *
 * @param {HTMLElement} root
 * @param {import("./types.js").PageDocument} document_
 * @param {HTMLElement | null} versions buttons that switch to another version
 * @param {Host} host
 * @param {import("./store.js").Store} store
 */
function mountVersion(root, document_, versions, host, store) {
  root.classList.add("sysmap");
  const model = modelOf(document_);
  const ending = new AbortController();
  const { signal } = ending;
  const go = {
    factor: (/** @type {string} */ id) => store.set({ selected: { kind: "factor", id }, panel: "details" }),
    link: (/** @type {string} */ id) => store.set({ selected: { kind: "link", id }, panel: "details" }),
    ask: (/** @type {string} */ kind, /** @type {string} */ id) => store.set({
      ask: kind === "loops" ? { kind, through: id, most: 6 } : turnedTo(null, kind, id), pick: null, panel: "ask",
    }),
  };
  const search = searchField(model, (id) => {
    go.factor(id);
    picture.reveal([id], true);
  }, { id: "find", label: "Find a factor" });
  const { frame, host: canvas, readout } = pictureFrame();
  const news = el("p.sr", { "aria-live": "polite" });
  const text = el("div.text-room", { hidden: true });
  const legend = el("div.legend-room");
  const list = numberList(model, go.factor);
  const tour = el("div.tour-room");
  const bar = lookingBar(model, store);
  const back = button("Back", () => store.back(), { class: "plain", disabled: true });
  let theme = themeOf(document_.style, root);
  /** @type {Map<string | null, {layout: import("./types.js").LayoutData, numbers: Map<string, string>}>} */
  const layouts = new Map();
  const laidOut = (/** @type {string | null} */ saved) => {
    let found = layouts.get(saved);
    if (!found) {
      const asked = (document_.map.views || []).find((one) => one.id === saved);
      const layout = placed(document_.layout, asked && asked.positions);
      layouts.set(saved, found = { layout, numbers: numbersOf(layout, model.order) });
    }
    return found;
  };
  const scene = (/** @type {import("./view.js").View} */ view, /** @type {import("./focus.js").Focus} */ focus) => sceneOf(
    model, focus, theme, { hide: view.others === "hide", looks: looksOf(model, view, theme), ...laidOut(view.saved) });
  const taken = savedPictures(model, () => {
    const view = store.get();
    const focus = focusOf(model, view);
    return { view, focus, theme, scene: scene(view, focus), looks: looksOf(model, view, theme) };
  });
  const details = el("div");
  const ask = askPanel(model, store, go);
  const show = showPanel(model, store, {
    contrast: () => root.classList.contains("contrast"),
    setContrast(on) {
      root.classList.toggle("contrast", on);
      restyle();
    },
  });
  const share = sharePanel(model, store, {
    address: () => host.address && host.address() ? `${host.address().replace(/#.*$/, "")}#${fragmentOf(store.get())}` : "",
    saveSvg: taken.svg, savePng: taken.png, print: () => print(),
    saveData: () => saveFile(`${document_.map.id}.json`, new Blob([JSON.stringify(document_.map, null, 1)], { type: "application/json" })),
  });
  const side = tabs("What to read", [["details", "Details", details], ["ask", "Ask", ask.element], ["show", "Show", show.element],
    ["share", "Views and files", share.element]], (panel) => store.set({ panel: /** @type {any} */ (panel) }, true));
  const rooms = tabBar(store);
  const wider = button("Show the panel", () => {
    store.set({ wide: false }, true);
    narrower.focus();
  }, { class: "plain wide-only", hidden: true });
  const narrower = button("»", () => {
    store.set({ wide: true }, true);
    wider.focus();
  }, { class: "plain wide-only narrower", "aria-label": "Hide the panel", title: "Hide the panel" });
  side.element.append(narrower);
  const tables = tablesOf(model, {
    choose: (of) => (of.kind === "factor" ? go.factor(of.id) : go.link(of.id)),
    save: (name, content) => saveFile(name, new Blob([content], { type: "text/csv;charset=utf-8" })),
  });
  set(root,
    el("header.top", null,
      el("div.title", null, el("h1", null, document_.title), el("p.faint", null,
        [versionText(document_.map), sizeText(model)].filter(Boolean).join(" · "))),
      el("div.tools", null, search.element, back, versions, rooms.element, wider)),
    el("main", null, el("div.room", null, bar.element, tour, frame, list.element, text, legend), el("aside.side", { "aria-label": "Details and questions" }, side.element)), news);

  let numbered = false;
  const first = focusOf(model, store.get());
  const picture = makePicture(canvas, document_.layout.boxes, scene(store.get(), first), theme, {
    ...host,
    onFactor(id, also) {
      const { ask: asked } = store.get();
      if (!also || !asked || asked.kind !== "reach") return go.factor(id);
      const starts = asked.starts.includes(id) ? asked.starts.filter((other) => other !== id) : [...asked.starts, id];
      store.set({ ask: { ...asked, starts }, pick: null });
    },
    onLink: go.link,
    onNothing: () => store.set({ selected: null }),
    onLetters: (how) => {
      numbered = how === "number";
      listNumbers();
    },
    onHover: (what) => set(readout, !what ? "" : what.kind === "factor" ? model.factors[what.id].label
      : linkSentence(model, /** @type {any} */ (model.links.get(what.id)), { reason: false })),
  });
  const { bounds } = document_.layout;
  frame.style.setProperty("--aspect", String(Math.round(100 * (bounds.bottom - bounds.top) / (bounds.right - bounds.left || 1)) / 100));
  frame.append(zoomButtons(picture));
  frame.addEventListener("keydown", (event) => pictureKey(event, model, store, picture));

  function listNumbers() {
    const { tab, saved } = store.get();
    const { numbers, layout } = laidOut(saved);
    list.show(numbered && tab === "picture" ? numbers : null, layout, numbered && headersLettered(picture.scene()));
  }

  /** @param {import("./view.js").View} view @param {import("./view.js").View | null} before */
  function draw(view, before) {
    const focus = focusOf(model, view);
    const id = view.selected && view.selected.kind === "factor" ? view.selected.id : null;
    const changed = (/** @type {(keyof import("./view.js").View)[]} */ ...keys) => !before || keys.some((key) => before[key] !== view[key]);
    picture.show(scene(view, focus), theme);
    frame.hidden = view.tab !== "picture";
    text.hidden = view.tab === "picture";
    legend.hidden = view.tab !== "picture";
    listNumbers();
    if (view.tab === "outline") renew(text, outlineOf(model, focus, view, go.factor));
    if (view.tab === "tables") {
      if (text.firstChild !== tables.element) set(text, tables.element);
      tables.show(focus, view);
    }
    rooms.show(view.tab);
    bar.show(view, focus);
    renew(tour, tourBar(model, store, view));
    side.show(view.panel);
    root.classList.toggle("wide", view.wide);
    wider.hidden = !view.wide;
    back.disabled = !store.canGoBack();
    if (changed("selected")) {
      set(details, panelFor(model, view.selected, go));
      side.top();
    }
    if (view.panel === "ask") ask.show(view, focus);
    if (view.panel === "show") show.show(view);
    if (view.panel === "share") share.show(view);
    if (changed("colour", "size")) set(legend, legendOf(model, theme, looksOf(model, view, theme)));
    if (before && changed("selected", "ask")) set(news, told(model, view, focus));
    if (changed("selected") && id) picture.reveal([id]);
    if ((changed("saved") && view.saved) || (before && changed("others")) || (view.others === "hide" && changed("ask", "filter", "pick"))) picture.fit();
    if (before && host.onFragment) host.onFragment(fragmentOf(view));
  }

  function restyle() {
    theme = themeOf(document_.style, root);
    set(legend, legendOf(model, theme, looksOf(model, store.get(), theme)));
    draw(store.get(), store.get());
  }

  const silent = store.listen(draw);
  draw(store.get(), null);
  talkToHost(store, ({ kind, id }) => (kind === "factor" ? id in model.factors : model.links.has(id)), signal);
  for (const query of ["(prefers-contrast: more)", "(forced-colors: active)"]) matchMedia(query).addEventListener("change", restyle, { signal });
  addEventListener("beforeprint", () => root.append(taken.printed()), { signal });
  addEventListener("afterprint", () => root.querySelectorAll(".printed").forEach((one) => one.remove()), { signal });
  return {
    store,
    picture,
    end() {
      silent();
      ending.abort();
      picture.end();
    },
  };
}

/**
 * What a screen reader hears after a change.
 *
 * @param {import("./model.js").Model} model
 * @param {import("./view.js").View} view
 * @param {import("./focus.js").Focus} focus
 */
function told(model, view, focus) {
  const { selected } = view;
  if (view.panel === "ask" && view.ask && focus.answer) return `${questionWords(model, view.ask)}: ${answerWords(model, focus.answer)}`;
  if (!selected) return view.ask && focus.answer ? answerWords(model, focus.answer) : "Whole map.";
  if (selected.kind === "factor") return factorSentence(model, selected.id);
  return linkSentence(model, /** @type {any} */ (model.links.get(selected.id)));
}

/**
 * @param {import("./store.js").Store} store
 */
function tabBar(store) {
  const names = { picture: "Picture", outline: "Outline", tables: "Tables" };
  const buttons = Object.entries(names).map(([tab, label]) => button(label,
    () => store.set({ tab: /** @type {any} */ (tab) }, true), { "data-tab": tab, "aria-pressed": "false" }));
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
