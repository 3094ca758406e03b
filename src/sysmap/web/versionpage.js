/** One version of a map on the page: its parts put together, and kept in step with what the reader looks at. */

import { answerWords } from "./answerwords.js";
import { askBox } from "./askbox.js";
import { askPanel, turnedTo } from "./askpanel.js";
import { lookingBar } from "./bar.js";
import { headersLettered, numbersOf } from "./canvas/lettering.js";
import { button, el, renew, set } from "./dom.js";
import { findingsOf } from "./findings.js";
import { focusOf } from "./focus.js";
import { talkToHost } from "./host.js";
import { pictureKey } from "./keys.js";
import { legendOf } from "./legend.js";
import { PLAIN, looksOf, scoreLooks } from "./looks.js";
import { modelOf } from "./model.js";
import { numberList } from "./numberlist.js";
import { openingOf } from "./opening.js";
import { outlineOf } from "./outline.js";
import { panelFor, versionText } from "./panel.js";
import { makePicture, pictureFrame, zoomButtons } from "./picture.js";
import { placed } from "./positions.js";
import { tourBar } from "./savedviews.js";
import { sceneOf } from "./scene.js";
import { searchField } from "./search.js";
import { factorSentence, linkSentence, say, sizeText } from "./sentences.js";
import { saveFile, sharePanel } from "./share.js";
import { showPanel } from "./showpanel.js";
import { tablesOf } from "./tables.js";
import { tabs } from "./tabs.js";
import { savedPictures } from "./takeaway.js";
import { themeOf } from "./theme.js";
import { changeOf } from "./versions.js";
import { fragmentOf } from "./view.js";

/**
 * @typedef {import("./view.js").View} View
 * @typedef {import("./focus.js").Focus} Focus
 * @typedef {import("./types.js").PageDocument} PageDocument
 */

/** How long a view must stand before it is spoken, in milliseconds: a slider passes many. */
const RESTED = 100;

export class VersionPage {
  /**
   * @param {HTMLElement} root
   * @param {PageDocument} document_
   * @param {HTMLElement | null} versions buttons that switch to another version
   * @param {import("./app.js").Host} host
   * @param {import("./store.js").Store} store
   * @param {import("./versions.js").Player | null} [player] where two versions are shown as one moving picture
   */
  constructor(root, document_, versions, host, store, player = null) {
    root.classList.add("sysmap");
    this.root = root;
    this.document = document_;
    this.host = host;
    this.store = store;
    this.player = player;
    this.model = modelOf(document_);
    this.theme = themeOf(document_.style, root);
    /** @type {Map<string | null, {layout: import("./types.js").LayoutData, numbers: Map<string, string>}>} */
    this.layouts = new Map();
    this.scores = scoreLooks(this.model);
    this.numbered = false;
    this.ending = new AbortController();
    this.go = this.ways();
    this.taken = savedPictures(this.model, () => this.now());
    this.rooms = this.makeRooms();
    this.panels = this.makePanels();
    this.assemble(versions);
    this.picture = this.makePicture();
    if (player) this.fold();
    this.silent = store.listen((view, before) => this.draw(view, before));
    this.draw(store.get(), null);
    this.listen();
    if (player) player.begin(() => this.picture.show(this.now().scene));
  }

  /** Ways to what can be read about. */
  ways() {
    const { store } = this;
    return {
      factor: (/** @type {string} */ id) => store.set({ selected: { kind: "factor", id }, panel: "details" }),
      link: (/** @type {string} */ id) => store.set({ selected: { kind: "link", id }, panel: "details" }),
      ask: (/** @type {string} */ kind, /** @type {string} */ id) => store.set({
        ask: kind === "loops" ? { kind, through: id, most: 6 } : turnedTo(null, kind, id), pick: null, panel: "ask",
      }),
    };
  }

  // What is drawn

  /** The layout of a saved view, with the numbers that stand in for labels. @param {string | null} saved */
  laidOut(saved) {
    let found = this.layouts.get(saved);
    if (!found) {
      const asked = (this.document.map.views || []).find((one) => one.id === saved);
      const layout = placed(this.document.layout, asked && asked.positions);
      this.layouts.set(saved, found = { layout, numbers: numbersOf(layout, this.model.order) });
    }
    return found;
  }

  /** @param {View} view */
  looks(view) {
    const looks = looksOf(this.model, view, this.theme);
    return looks === PLAIN ? this.scores : looks;
  }

  /** @param {View} view @param {Focus} focus */
  scene(view, focus) {
    if (this.player) return this.player.scene(view, focus, this.theme, this.laidOut(null).numbers);
    return sceneOf(this.model, focus, this.theme, { hide: view.others === "hide", looks: this.looks(view), ...this.laidOut(view.saved) });
  }

  /** What is shown now, for files and print. */
  now() {
    const view = this.store.get();
    const focus = focusOf(this.model, view);
    return { view, focus, theme: this.theme, scene: this.scene(view, focus), looks: this.looks(view) };
  }

  // The parts

  makeRooms() {
    const { model, store, go } = this;
    const findings = findingsOf(this.document, this.ending.signal);
    return {
      ...pictureFrame(), bar: lookingBar(model, store), tour: el("div.tour-room"), text: el("div.text-room", { hidden: true }),
      legend: el("div.legend-room"), numbers: numberList(model, go.factor), news: el("p.sr", { "aria-live": "polite" }), tabs: tabBar(store, Boolean(findings)), findings,
      back: button(say("page.back"), () => store.back(), { class: "plain", disabled: true }),
      tables: tablesOf(model, {
        choose: (of) => (of.kind === "factor" ? go.factor(of.id) : go.link(of.id)),
        save: (name, content) => saveFile(name, new Blob([content], { type: "text/csv;charset=utf-8" })),
      }),
    };
  }

  makePanels() {
    const { model, store, host, taken, root, document: { map } } = this;
    const details = el("div");
    const ask = askPanel(model, store, this.go);
    const show = showPanel(model, store, {
      contrast: () => root.classList.contains("contrast"),
      setContrast: (on) => {
        root.classList.toggle("contrast", on);
        this.restyle();
      },
    });
    const share = sharePanel(model, store, {
      address: () => host.address && host.address() ? `${host.address().replace(/#.*$/, "")}#${fragmentOf(store.get())}` : "",
      saveSvg: taken.svg, savePng: taken.png, print: () => print(),
      saveData: () => saveFile(`${map.id}.json`, new Blob([JSON.stringify(map, null, 1)], { type: "application/json" })),
    });
    const side = tabs(say("page.panels"), [["details", say("page.details"), details], ["ask", say("page.ask"), ask.element], ["show", say("label.show"), show.element],
      ["share", say("label.views-and-files"), share.element]], (panel) => store.set({ panel: /** @type {any} */ (panel) }, true));
    const wider = button(say("page.show-the-panel"), () => {
      store.set({ wide: false }, true);
      narrower.focus();
    }, { hidden: true });
    const narrower = button("»", () => {
      store.set({ wide: true }, true);
      wider.focus();
    }, { class: "plain narrower", "aria-label": say("page.hide-the-panel"), title: say("page.hide-the-panel") });
    side.element.append(narrower);
    return { details, ask, show, share, side, wider };
  }

  /** @param {HTMLElement | null} versions */
  assemble(versions) {
    const { model, document: document_, rooms: { bar, tour, frame, numbers, text, legend, news, back, tabs: names }, panels: { side, wider } } = this;
    const search = searchField(model, (id) => {
      this.go.factor(id);
      this.picture.reveal([id], true);
    }, { id: "find", label: say("page.find-a-factor") });
    set(this.root,
      el("header.top", null,
        el("div.title", null, el("h1", null, document_.title), el("p.faint", null,
          [versionText(document_.map), sizeText(model)].filter(Boolean).join(" · "))),
        el("div.tools", null, askBox(model, this.store).element, search.element, back, versions, names.element, wider)),
      openingOf(document_),
      el("main", null, el("div.room", null, bar.element, tour, this.player && this.player.element, frame, numbers.element, text, legend), el("aside.side", { "aria-label": say("page.details-and-questions") }, side.element)), news);
  }

  makePicture() {
    const { model, store, go, rooms: { frame, host, readout } } = this;
    const picture = makePicture(host, this.theme, {
      factor: (id, event) => {
        const { ask } = store.get();
        if (!event.shiftKey || !ask || ask.kind !== "reach") return go.factor(id);
        const starts = ask.starts.includes(id) ? ask.starts.filter((other) => other !== id) : [...ask.starts, id];
        store.set({ ask: { ...ask, starts }, pick: null });
      },
      link: go.link,
      nothing: () => store.set({ selected: null }),
      letters: (how) => {
        this.numbered = how === "number" || (how === "none" && this.numbered);
        this.listNumbers();
      },
      hover: (what) => set(readout, !what ? "" : what.kind === "factor" ? model.factors[what.id].label
        : linkSentence(model, /** @type {any} */ (model.links.get(what.id)), { reason: false })),
    });
    const { bounds } = this.document.layout;
    frame.style.setProperty("--aspect", String(Math.round(100 * (bounds.bottom - bounds.top) / (bounds.right - bounds.left || 1)) / 100));
    frame.append(zoomButtons(picture));
    frame.addEventListener("keydown", (event) => pictureKey(event, model, store, picture));
    return picture;
  }

  // In step with the view

  listNumbers() {
    const { tab, saved } = this.store.get();
    const { numbers, layout } = this.laidOut(saved);
    this.rooms.numbers.show(this.numbered && tab === "picture" ? numbers : null, layout, this.numbered && headersLettered(this.picture.scene()));
  }

  /** @param {View} view @param {View | null} before */
  draw(view, before) {
    const { picture, host } = this;
    const focus = focusOf(this.model, view);
    const changed = (/** @type {(keyof View)[]} */ ...keys) => !before || keys.some((key) => before[key] !== view[key]);
    picture.show(this.scene(view, focus), this.theme);
    this.drawRooms(view, focus);
    this.drawPanels(view, focus, changed("selected"));
    if (changed("colour", "size")) this.drawLegend(view);
    if (before && changed("selected", "ask")) this.announce(view, focus);
    if (changed("selected") && view.selected && view.selected.kind === "factor") picture.reveal([view.selected.id]);
    if (changed("ask")) picture.around(view.ask && focus.factors && focus.factors.size ? [...focus.factors.keys()]
      : this.model.order.filter((id) => (this.player ? changeOf(this.model, "factors", id) : this.scores.badge(id))));
    const others = (before && changed("others")) || (view.others === "hide" && changed("ask", "filter", "pick"));
    if ((changed("saved") && view.saved) || others) picture.fit();
    if (before && host.onFragment) host.onFragment(fragmentOf(view));
    if (before && view.wide && before.wide && view.saved === before.saved && asksMore(view, before)) this.store.set({ wide: false }, true);
    if (before && before.wide && !view.wide) this.fold();
  }

  /** Give the room of the opening sentences to what was asked for. */
  fold() {
    const opening = this.root.querySelector("details.opening");
    if (opening) opening.removeAttribute("open");
  }

  /** Say to a screen reader what has changed, once the picture is painted and the view rests. @param {View} view @param {Focus} focus */
  announce(view, focus) {
    const rests = () => this.store.get().selected === view.selected && this.store.get().ask === view.ask;
    setTimeout(() => rests() && set(this.rooms.news, spokenWords(this.model, view, focus)), RESTED);
  }

  /** @param {View} view @param {Focus} focus */
  drawRooms(view, focus) {
    const { frame, text, legend, tables, findings, tabs: names, bar, tour, back } = this.rooms;
    frame.hidden = view.tab !== "picture";
    text.hidden = view.tab === "picture";
    if (this.player) this.player.element.hidden = frame.hidden;
    legend.hidden = view.tab !== "picture";
    this.listNumbers();
    if (view.tab === "outline") renew(text, outlineOf(this.model, focus, view, this.go.factor));
    if (view.tab === "tables") {
      if (text.firstChild !== tables.element) set(text, tables.element);
      tables.show(focus, view);
    }
    if (view.tab === "findings" && text.firstChild !== findings) set(text, findings || el("p.faint", null, say("findings.none")));
    names.show(view.tab);
    bar.show(view, focus);
    renew(tour, tourBar(this.model, this.store, view));
    back.disabled = !this.store.canGoBack();
  }

  /** @param {View} view @param {Focus} focus @param {boolean} another whether something else is chosen */
  drawPanels(view, focus, another) {
    const { details, ask, show, share, side, wider } = this.panels;
    side.show(view.panel);
    this.root.classList.toggle("wide", view.wide);
    wider.hidden = !view.wide;
    if (another) {
      set(details, panelFor(this.model, view.selected, this.go));
      side.top();
    }
    if (view.panel === "ask") ask.show(view, focus);
    if (view.panel === "show") show.show(view);
    if (view.panel === "share") share.show(view);
  }

  /** @param {View} view */
  drawLegend(view) {
    set(this.rooms.legend, legendOf(this.model, this.theme, this.looks(view)));
  }

  /** The reader's wishes about contrast and colour have changed. */
  restyle() {
    this.theme = themeOf(this.document.style, this.root);
    this.drawLegend(this.store.get());
    this.draw(this.store.get(), this.store.get());
  }

  listen() {
    const { model, ending: { signal } } = this;
    talkToHost(this.store, ({ kind, id }) => (kind === "factor" ? id in model.factors : model.links.has(id)), signal);
    for (const query of ["(prefers-contrast: more)", "(forced-colors: active)"]) matchMedia(query).addEventListener("change", () => this.restyle(), { signal });
    addEventListener("beforeprint", () => this.root.append(this.taken.printed()), { signal });
    addEventListener("afterprint", () => this.root.querySelectorAll(".printed").forEach((one) => one.remove()), { signal });
  }

  /** Take the page down, for another version to take its place. */
  end() {
    this.silent();
    if (this.player) this.player.end();
    this.ending.abort();
    this.picture.end();
  }
}

/**
 * Whether the reader has just asked for something that the panel holds: what was chosen, a question, another panel.
 *
 * @param {View} view
 * @param {View} before
 */
function asksMore(view, before) {
  return Boolean((view.selected && view.selected !== before.selected) || (view.ask && view.ask !== before.ask) || view.panel !== before.panel);
}

/**
 * What a screen reader hears after a change.
 *
 * @param {import("./model.js").Model} model
 * @param {View} view
 * @param {Focus} focus
 */
function spokenWords(model, view, focus) {
  const { selected } = view;
  if (view.panel === "ask" && view.ask && focus.answer) return answerWords(model, focus.answer);
  if (!selected) return view.ask && focus.answer ? answerWords(model, focus.answer) : say("page.whole-map");
  if (selected.kind === "factor") return factorSentence(model, selected.id);
  return linkSentence(model, /** @type {any} */ (model.links.get(selected.id)));
}

/** @param {import("./store.js").Store} store @param {boolean} findings whether there are some */
function tabBar(store, findings) {
  const names = { picture: say("page.picture"), outline: say("label.outline"), tables: say("label.tables"), ...(findings ? { findings: say("findings.title") } : {}) };
  const buttons = Object.entries(names).map(([tab, label]) => button(label,
    () => store.set({ tab: /** @type {any} */ (tab) }, true), { "data-tab": tab, "aria-pressed": "false" }));
  return {
    element: el("div.tabs", { role: "group", "aria-label": say("page.tabs") }, buttons),
    /** @param {string} tab */
    show(tab) {
      for (const one of buttons) one.setAttribute("aria-pressed", String(one.dataset.tab === tab));
    },
  };
}
