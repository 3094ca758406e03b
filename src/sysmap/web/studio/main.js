/** The studio: the maps of a workspace, and what is done with one of them. Addresses work, so that the browser's back button does. */

import { say } from "./english.js";
import { button, el, set } from "../dom.js";
import { questionBox, showAsk, textAt } from "./asktab.js";
import { followLook, lookChoice } from "../look.js";
import { showEvidence } from "./evidencetab.js";
import { showOutline } from "./outlinetab.js";
import { showScores } from "./scorestab.js";
import { showStory } from "./storytab.js";
import { startForms, workspacesList } from "./startpage.js";
import { bytesOf, get, keyFromAddress, post } from "./talk.js";

/**
 * @typedef {{file: string, title: string, kind: string, size: string, workshop: string, problems: number, picture: boolean}} Card
 * @typedef {{name: string, title: string}} Form
 * @typedef {{workspace: string, here: string, maps: Card[], forms: Form[], recent: {id: string, name: string, folder: string}[], examples: Form[], themes: (Form & {kind: string})[]}} Known
 *
 * @typedef {Object} Place where one is: a map and one of its tabs
 * @property {Card} card
 * @property {string} about the map, for a request
 * @property {string[]} more what stands in the address behind the tab
 * @property {(tab: string, ...more: string[]) => void} go
 * @property {(tab: string, said: string) => void} back to where one came from, else to a tab, with a sentence
 * @property {(said: string) => Promise<void>} again show the same anew, with a sentence
 * @property {typeof tell} tell
 * @property {typeof doing} doing
 */

const root = /** @type {HTMLElement} */ (document.getElementById("studio"));
/** @type {Known} */
let known = { workspace: "", here: "", maps: [], forms: [], recent: [], examples: [], themes: [] };

const line = el("p", { role: "status", "aria-live": "polite" });

/** @param {string} text @param {string} [kind] */
function tell(text, kind = "") {
  line.className = kind;
  line.textContent = text;
}

/** Do something that may take a while; what goes wrong is said in words. @param {string} waiting @param {() => Promise<void>} work */
async function doing(waiting, work) {
  tell(waiting);
  try {
    await work();
  } catch (trouble) {
    tell(trouble instanceof Error ? trouble.message : String(trouble), "bad");
  }
}

async function show() {
  known = await get("maps");
  if (known.here && !location.hash.startsWith(`#${known.here}`)) history.replaceState(null, "", `#${known.here}${location.hash.replace(/^#[^|]*/, "")}`);
  const [, name = "", tab = "scores", ...more] = location.hash.split("|").map(decodeURIComponent);
  const card = known.maps.find((one) => one.file === name);
  if (card) await showMap(card, tab, more);
  else showAll();
  if (pending) tell(pending, "good");
  pending = "";
}

/** A sentence that is said once the page to come stands. */
let pending = "";
/** Addresses one has been to, so that what is done leads back to where one came from. @type {string[]} */
const trail = [];

function showAll() {
  document.title = say("studio.sysmap-studio", { workspace: known.workspace });
  set(root, el("header", null, el("h1", null, say("studio.maps-in-this-workspace")), el("p.faint", null, known.workspace), el("a", { href: "/code" }, say("studio.code-a-document")), lookChoice()), line,
    el("div.begin", null, startForms({ known, tell, doing, openBoard, show, line }), known.maps.length ? siteForm() : null),
    known.maps.length ? el("ul.cards", null, known.maps.map((one) => el("li", null, cardOf(one)))) : el("p", null, say("studio.there-is-no-map-yet-start")), workspacesList(known));
  drawPictures();
}

/** The whole workspace as a site, with what stays here. */
function siteForm() {
  const level = /** @type {HTMLSelectElement} */ (el("select", { id: "site-level", onchange: () => look() }, [["public", say("studio.everybody-without-quotations-and-small-numbers")], ["client", say("studio.the-client-without-what-is-internal")],
    ["internal", say("studio.our-own-team-everything")]].map(([value, text]) => el("option", { value }, text))));
  const stays = el("div", { "aria-live": "polite" });
  const look = () => doing(say("studio.looking"), async () => {
    const maps = await get(`site/withheld?level=${level.value}`);
    tell("");
    set(stays, level.value === "internal" ? el("p", null, say("studio.everything-is-in-it")) : el("details", { open: true }, el("summary", null, say("studio.what-stays-here")),
      el("ul", null, maps.map((/** @type {{title: string, lines: string[]}} */ one) => el("li", null, `${one.title}: ${one.lines.join(" ")}`)))));
  });
  return el("form", { onsubmit: (/** @type {Event} */ event) => {
    event.preventDefault();
    doing(say("studio.making-the-site"), async () => {
      const blob = await bytesOf(`site?level=${level.value}`, "POST");
      /** @type {HTMLAnchorElement} */ (el("a", { href: URL.createObjectURL(blob.data || blob), download: blob.name || "site.zip" })).click();
      tell(say("studio.site-made", { name: blob.name || "site.zip" }), "good");
    });
  } }, el("h2", null, say("studio.publish-the-workspace")), el("label", null, say("studio.for-whom-is-it"), level), stays,
  el("div.row", null, button(say("studio.what-stays-here-2"), look), el("button", { type: "submit" }, say("studio.make-the-site"))));
}

/** Pictures that are still to be drawn. @type {{one: Card, picture: HTMLElement}[]} */
let wanted = [];
let drawing = false;

/** Pictures one after the other, so that the studio stays quick; what is no longer looked at is not drawn. */
async function drawPictures() {
  if (drawing) return;
  drawing = true;
  for (let next = wanted.shift(); next; next = wanted.shift()) {
    const { one, picture } = next;
    if (!picture.isConnected) continue;
    await bytesOf(`picture?file=${encodeURIComponent(one.file)}`).then((blob) => picture.replaceWith(el("img", { alt: say("studio.picture-of", { title: one.title }), src: URL.createObjectURL(blob) })), () => set(picture, say("studio.no-picture")));
  }
  drawing = false;
}

/** @param {Card} one */
function cardOf(one) {
  const picture = el("div.blank", null, one.picture ? say("studio.drawing") : one.size ? say("studio.no-picture-of-a-map-this") : say("studio.no-picture"));
  if (one.picture) wanted.push({ one, picture });
  return el("article.card", null, picture, el("h3", null, one.title), el("p.faint", null, [one.file, one.size].filter(Boolean).join(" · ")),
    one.workshop ? el("p.faint", null, one.workshop) : null,
    one.problems ? el("p.bad", null, say("studio.the-file-has-faults-mend-it")) : null,
    el("div.row", null, button(say("studio.draw"), () => doing(say("studio.opening-the-board"), () => openBoard(one)), { class: "main", disabled: Boolean(one.problems), "aria-label": say("studio.draw-2", { title: one.title }) }),
      button(say("studio.scores-evidence-hand-on"), () => go(one, "scores"), { "aria-label": say("studio.scores-evidence-hand-on-2", { title: one.title }) })));
}

/** @param {Card} one @param {string[]} more tab, and what it shows */
function go(one, ...more) {
  location.hash = addressOf(one, ...more);
}

/** @param {Card} one @param {string[]} more */
function addressOf(one, ...more) {
  return `${known.here}|${[one.file, ...more].map(encodeURIComponent).join("|")}`;
}

/** The board opens beside the studio, so that the way back is where it was. @param {Card} one */
async function openBoard(one) {
  const { link } = await post(`open?file=${encodeURIComponent(one.file)}`, null);
  tell(say("studio.the-board-of-is-open-in", { title: one.title }));
  const tab = window.open(link, "_blank");
  if (!tab) set(line, say("studio.your-browser-did-not-open-another"), el("a", { href: link, target: "_blank" }, say("studio.open-the-board-of", { title: one.title })));
  await show();
}

const TABS = { ask: say("studio.ask"), outline: say("studio.factors-and-assumptions"), scores: say("studio.scores"), evidence: say("studio.evidence"), missing: say("studio.missing-evidence"), story: say("studio.story"), check: say("studio.check"), compare: say("studio.compare"), make: say("studio.hand-on") };

/** @param {Card} one @param {string} tab @param {string[]} more */
async function showMap(one, tab, more) {
  document.title = say("studio.sysmap-studio-2", { title: one.title });
  const panel = el("section", { role: "tabpanel", "aria-label": /** @type {Record<string, string>} */ (TABS)[tab] || "" });
  set(root, el("header", null, el("h1", null, one.title), el("p", null, el("a", { href: `#${known.here}` }, say("studio.all-maps")))), line,
    el("div.row", null, button(say("studio.draw-and-ask"), () => doing(say("studio.opening-the-board"), () => openBoard(one)), { class: "main", disabled: Boolean(one.problems) }),
      el("a", { href: `/code?map=${encodeURIComponent(one.file)}` }, say("studio.code-a-document")),
      el("span.faint", null, [one.file, one.size].filter(Boolean).join(" · "))),
    questionBox((...to) => go(one, ...to), textAt(tab, more)),
    el("div.tabs", { role: "tablist" }, Object.entries(TABS).map(([name, title]) => button(title, () => go(one, name), { role: "tab", "aria-selected": String(name === tab) }))),
    panel);
  /** @type {Place} */
  const place = { card: one, more, tell, doing, about: `file=${encodeURIComponent(one.file)}`, go: (...to) => go(one, ...to),
    back: (to, said) => {
      pending = said;
      if (trail.length > 1) history.back();
      else go(one, to);
    },
    again: async (said) => {
      pending = said;
      await show();
    } };
  const shows = /** @type {Record<string, () => Promise<void> | void>} */ ({
    ask: () => showAsk(panel, place), outline: () => showOutline(panel, place), check: async () => showFindings(panel, await get(`findings?${place.about}`)), missing: async () => showMissing(panel, place, await get(`missing?${place.about}`)),
    compare: () => showComparing(panel, place), make: () => showMaking(panel, place.about), evidence: () => showEvidence(panel, place),
    scores: () => showScores(panel, place), story: () => showStory(panel, place) });
  tell(say("studio.looking"));
  await (shows[tab] || shows.scores)();
  if (line.textContent === say("studio.looking")) tell("");
}

/** @param {HTMLElement} panel @param {{code: string, severity: string, message: string, hint: string}[]} found */
function showFindings(panel, found) {
  tell(found.length ? "" : say("studio.nothing-to-mend"), "good");
  set(panel, el("ul.findings", null, found.map((one) => el("li", null, el("span.word", { class: one.severity === "error" ? "bad" : "" }, `${one.severity[0].toUpperCase()}${one.severity.slice(1)} ${one.code}: `),
    one.message, el("br", null), el("span.faint", null, one.hint)))));
}

/** @param {HTMLElement} panel @param {Place} place @param {{kind: string, element: string, label: string, message: string, look_for: string}[]} found */
function showMissing(panel, place, found) {
  set(panel, found.length ? [el("p", null, say("studio.missing-each-says-what-to-look", { n: found.length })),
    el("ol.findings", null, found.map((one) => el("li", null, el("span.word", null, `${one.label}: `), one.message, el("br", null), el("span.faint", null, one.look_for),
      el("div.row", null, button(say("studio.add-evidence"), () => place.go("evidence", "*new", one.element, one.kind === "one-sided" ? "contradicts" : "supports"), { "aria-label": say("studio.add-evidence-2", { label: one.label }) })))))]
    : el("p", null, say("studio.nothing-is-missing-that-the-rules")));
}

/** @param {HTMLElement} panel @param {Place} place */
function showComparing(panel, place) {
  tell("");
  const { card: one, about } = place;
  const others = known.maps.filter((other) => other.file !== one.file && other.kind === one.kind);
  const found = el("div", { "aria-live": "polite" });
  const other = /** @type {HTMLSelectElement} */ (el("select", { id: "compare-with", onchange: () => other.value && doing(say("studio.comparing"), async () => {
    set(found);
    const lines = await get(`compare?${about}&with=${encodeURIComponent(other.value)}`);
    tell("");
    set(found, el("ul", null, lines.map((/** @type {string} */ text) => el("li", null, text))));
  }) }, el("option", { value: "" }, say("studio.choose-a-map")), others.map((map) => el("option", { value: map.file }, `${map.title} (${map.file})`))));
  const name = /** @type {HTMLInputElement} */ (el("input", { type: "text", id: "version-name", maxlength: 80, autocomplete: "off" }));
  set(panel, others.length ? [el("label", null, say("studio.what-changed-since-which-version"), other), found] : el("p", null, say("studio.there-is-no-other-map-of")),
    el("form", { onsubmit: (/** @type {Event} */ event) => {
      event.preventDefault();
      doing(say("studio.starting"), async () => {
        const { file } = await post(`version?${about}`, { name: name.value });
        pending = say("studio.version-started", { file });
        location.hash = `${known.here}|${encodeURIComponent(file)}|compare`;
      });
    } }, el("h2", null, say("studio.start-the-next-version")), el("p.faint", null, say("studio.version-keeps-evidence")), el("label", null, say("studio.name-of-the-version"), name),
    el("button", { type: "submit" }, say("studio.start-the-version"))));
}

/** @param {HTMLElement} panel @param {string} about */
function showMaking(panel, about) {
  tell("");
  const level = /** @type {HTMLSelectElement} */ (el("select", { id: "level", onchange: () => told() }, el("option", { value: "internal" }, say("studio.our-own-team-everything")),
    el("option", { value: "client" }, say("studio.the-client-without-what-is-internal")), el("option", { value: "public" }, say("studio.everybody-without-quotations-and-small-numbers"))));
  const withheld = el("div", { "aria-live": "polite" });
  const told = () => doing("", async () => {
    const lines = await get(`withheld?${about}&level=${level.value}`);
    set(withheld, level.value === "internal" ? el("p", null, say("studio.everything-is-in-it")) : [el("p", null, say("studio.what-stays-here")), el("ul", null, lines.map((/** @type {string} */ text) => el("li", null, text)))]);
  });
  set(panel, el("label", null, say("studio.for-whom-is-it"), level), withheld, el("div.row", null, known.forms.map((form) => button(form.title, () => doing(say("studio.making", { title: form.title }), async () => {
    const blob = await bytesOf(`make?${about}&form=${form.name}&level=${level.value}`, "POST");
    const link = /** @type {HTMLAnchorElement} */ (el("a", { href: URL.createObjectURL(blob.data || blob), download: blob.name || "" }));
    link.click();
    tell(say("studio.made-it-is-among-your-downloads", { name: blob.name || form.title }), "good");
  })))));
  told();
}

followLook(() => {});
keyFromAddress();
addEventListener("hashchange", () => {
  if (trail[trail.length - 2] === location.hash) trail.pop();
  else trail.push(location.hash);
  doing("", show);
});
addEventListener("focus", () => {
  if (!location.hash.includes("|")) get("maps").then((found) => {
    if (JSON.stringify(found) !== JSON.stringify(known)) doing("", show);
  }, () => {});
});
doing("", show);
