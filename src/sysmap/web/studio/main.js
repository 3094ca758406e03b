/** The studio: the maps of a workspace, and what is done with one of them. Addresses work, so that the browser's back button does. */

import { button, el, set } from "../dom.js";
import { showEvidence } from "./evidencetab.js";
import { showScores } from "./scorestab.js";
import { bytesOf, get, keyFromAddress, post } from "./talk.js";

/**
 * @typedef {{file: string, title: string, kind: string, size: string, workshop: string, problems: number, picture: boolean}} Card
 * @typedef {{name: string, title: string}} Form
 *
 * @typedef {Object} Place where one is: a map and one of its tabs
 * @property {Card} card
 * @property {string} about the map, for a request
 * @property {string[]} more what stands in the address behind the tab
 * @property {(tab: string, ...more: string[]) => void} go
 * @property {(tab: string, said: string) => void} back to where one came from, else to a tab, with a sentence
 * @property {(said: string) => Promise<void>} again show the same anew, with a sentence
 * @property {typeof say} say
 * @property {typeof doing} doing
 */

const root = /** @type {HTMLElement} */ (document.getElementById("studio"));
/** @type {{workspace: string, maps: Card[], forms: Form[]}} */
let known = { workspace: "", maps: [], forms: [] };

const line = el("p", { role: "status", "aria-live": "polite" });

/** @param {string} text @param {string} [kind] */
function say(text, kind = "") {
  line.className = kind;
  line.textContent = text;
}

/** Do something that may take a while; what goes wrong is said in words. @param {string} waiting @param {() => Promise<void>} work */
async function doing(waiting, work) {
  say(waiting);
  try {
    await work();
  } catch (trouble) {
    say(trouble instanceof Error ? trouble.message : String(trouble), "bad");
  }
}

async function show() {
  known = await get("maps");
  const [, name = "", tab = "scores", ...more] = location.hash.split("|").map(decodeURIComponent);
  const card = known.maps.find((one) => one.file === name);
  if (card) await showMap(card, tab, more);
  else showAll();
  if (pending) say(pending, "good");
  pending = "";
}

/** A sentence that is said once the page to come stands. */
let pending = "";
/** Addresses one has been to, so that what is done leads back to where one came from. @type {string[]} */
const trail = [];

function showAll() {
  document.title = `${known.workspace}: sysmap studio`;
  set(root, el("header", null, el("h1", null, "Maps in this workspace"), el("p.faint", null, known.workspace)), line,
    el("div.begin", null, startForm(), importForm()),
    known.maps.length ? el("ul.cards", null, known.maps.map((one) => el("li", null, cardOf(one)))) : el("p", null, "There is no map yet. Start one above."));
}

function startForm() {
  const title = /** @type {HTMLInputElement} */ (el("input", { id: "new-title", type: "text", maxlength: 200, autocomplete: "off", required: true }));
  const kind = /** @type {HTMLSelectElement} */ (el("select", { id: "new-kind" }, el("option", { value: "theory" }, "Theory of change"),
    el("option", { value: "map" }, "Systems map"), el("option", { value: "process" }, "Process")));
  return el("form", { onsubmit: (/** @type {Event} */ event) => {
    event.preventDefault();
    doing("Starting …", async () => {
      const made = await post("new", { kind: kind.value, title: title.value });
      await openBoard(made);
    });
  } }, el("h2", null, "Start a map"), el("label", null, "What is it about?", title), el("label", null, "What kind of map is it?", kind),
  el("button.main", { type: "submit" }, "Start and draw"));
}

function importForm() {
  const file = /** @type {HTMLInputElement} */ (el("input", { id: "import-file", type: "file", required: true }));
  return el("form", { onsubmit: (/** @type {Event} */ event) => {
    event.preventDefault();
    const [chosen] = file.files || [];
    if (chosen) doing("Reading …", async () => {
      const made = await post(`import?name=${encodeURIComponent(chosen.name)}`, chosen);
      await show();
      set(line, el("strong", null, `${made.map.title} is here now. `), made.report.join(" "));
      line.className = "good";
    });
  } }, el("h2", null, "Bring a map from another tool"), el("label", null, "PRSM, Kumu, Mental Modeler, yEd, draw.io, Vensim, Excel and others", file),
  el("button", { type: "submit" }, "Take it in"));
}

/** @param {Card} one */
function cardOf(one) {
  const picture = el("div.blank", null, one.picture ? "Drawing …" : one.size ? "No picture of a map this large" : "No picture");
  if (one.picture) bytesOf(`picture?file=${encodeURIComponent(one.file)}`).then((blob) => picture.replaceWith(el("img", { alt: `Picture of ${one.title}`, src: URL.createObjectURL(blob) })),
    () => set(picture, "No picture"));
  return el("article.card", null, picture, el("h3", null, one.title), el("p.faint", null, [one.file, one.size].filter(Boolean).join(" · ")),
    one.workshop ? el("p.faint", null, one.workshop) : null,
    one.problems ? el("p.bad", null, "The file has faults; mend it in an editor. They are listed under “Check”.") : null,
    el("div.row", null, button("Draw", () => doing("Opening the board …", () => openBoard(one)), { class: "main", disabled: Boolean(one.problems), "aria-label": `Draw ${one.title}` }),
      button("Scores, evidence, hand on", () => go(one, "scores"), { "aria-label": `Scores, evidence, hand on: ${one.title}` })));
}

/** @param {Card} one @param {string[]} more tab, and what it shows */
function go(one, ...more) {
  location.hash = addressOf(one, ...more);
}

/** @param {Card} one @param {string[]} more */
function addressOf(one, ...more) {
  return `|${[one.file, ...more].map(encodeURIComponent).join("|")}`;
}

/** The board opens beside the studio, so that the way back is where it was. @param {Card} one */
async function openBoard(one) {
  const { link } = await post(`open?file=${encodeURIComponent(one.file)}`, null);
  say(`The board of ${one.title} is open in another tab.`);
  const tab = window.open(link, "_blank");
  if (!tab) set(line, "Your browser did not open another tab. ", el("a", { href: link, target: "_blank" }, `Open the board of ${one.title}`));
  await show();
}

const TABS = { scores: "Scores", evidence: "Evidence", missing: "Missing evidence", check: "Check", compare: "Compare", make: "Hand on" };

/** @param {Card} one @param {string} tab @param {string[]} more */
async function showMap(one, tab, more) {
  document.title = `${one.title}: sysmap studio`;
  const panel = el("section", { role: "tabpanel", "aria-label": /** @type {Record<string, string>} */ (TABS)[tab] || "" });
  set(root, el("header", null, el("h1", null, one.title), el("p", null, el("a", { href: "#" }, "All maps"))), line,
    el("div.row", null, button("Draw and ask", () => doing("Opening the board …", () => openBoard(one)), { class: "main", disabled: Boolean(one.problems) }),
      el("span.faint", null, [one.file, one.size].filter(Boolean).join(" · "))),
    el("div.tabs", { role: "tablist" }, Object.entries(TABS).map(([name, title]) => button(title, () => go(one, name), { role: "tab", "aria-selected": String(name === tab) }))),
    panel);
  /** @type {Place} */
  const place = { card: one, more, say, doing, about: `file=${encodeURIComponent(one.file)}`, go: (...to) => go(one, ...to),
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
    check: async () => showFindings(panel, await get(`findings?${place.about}`)), missing: async () => showMissing(panel, place, await get(`missing?${place.about}`)),
    compare: () => showComparing(panel, one, place.about), make: () => showMaking(panel, place.about), evidence: () => showEvidence(panel, place),
    scores: () => showScores(panel, place) });
  say("Looking …");
  await (shows[tab] || shows.scores)();
  if (line.textContent === "Looking …") say("");
}

/** @param {HTMLElement} panel @param {{code: string, severity: string, message: string, hint: string}[]} found */
function showFindings(panel, found) {
  say(found.length ? "" : "Nothing to mend.", "good");
  set(panel, el("ul.findings", null, found.map((one) => el("li", null, el("span.word", { class: one.severity === "error" ? "bad" : "" }, `${one.severity[0].toUpperCase()}${one.severity.slice(1)} ${one.code}: `),
    one.message, el("br", null), el("span.faint", null, one.hint)))));
}

/** @param {HTMLElement} panel @param {Place} place @param {{kind: string, element: string, label: string, message: string, look_for: string}[]} found */
function showMissing(panel, place, found) {
  set(panel, found.length ? [el("p", null, `${found.length} ${found.length === 1 ? "thing is" : "things are"} missing. Each says what to look for.`),
    el("ol.findings", null, found.map((one) => el("li", null, el("span.word", null, `${one.label}: `), one.message, el("br", null), el("span.faint", null, one.look_for),
      el("div.row", null, button("Add evidence", () => place.go("evidence", "*new", one.element, one.kind === "one-sided" ? "contradicts" : "supports"), { "aria-label": `Add evidence: ${one.label}` })))))]
    : el("p", null, "Nothing is missing that the rules look for."));
}

/** @param {HTMLElement} panel @param {Card} one @param {string} about */
function showComparing(panel, one, about) {
  say("");
  const others = known.maps.filter((other) => other.file !== one.file && other.kind === one.kind);
  const found = el("div", { "aria-live": "polite" });
  const other = /** @type {HTMLSelectElement} */ (el("select", { id: "compare-with", onchange: () => other.value && doing("Comparing …", async () => {
    set(found);
    const lines = await get(`compare?${about}&with=${encodeURIComponent(other.value)}`);
    say("");
    set(found, el("ul", null, lines.map((/** @type {string} */ text) => el("li", null, text))));
  }) }, el("option", { value: "" }, "Choose a map"), others.map((map) => el("option", { value: map.file }, `${map.title} (${map.file})`))));
  set(panel, others.length ? [el("label", null, "What changed since which version?", other), found] : el("p", null, "There is no other map of this kind here to compare it with."));
}

/** @param {HTMLElement} panel @param {string} about */
function showMaking(panel, about) {
  say("");
  const level = /** @type {HTMLSelectElement} */ (el("select", { id: "level", onchange: () => told() }, el("option", { value: "internal" }, "Our own team: everything"),
    el("option", { value: "client" }, "The client: without what is internal"), el("option", { value: "public" }, "Everybody: without quotations and small numbers too")));
  const withheld = el("div", { "aria-live": "polite" });
  const told = () => doing("", async () => {
    const lines = await get(`withheld?${about}&level=${level.value}`);
    set(withheld, level.value === "internal" ? el("p", null, "Everything is in it.") : [el("p", null, "What stays here:"), el("ul", null, lines.map((/** @type {string} */ text) => el("li", null, text)))]);
  });
  set(panel, el("label", null, "For whom is it?", level), withheld, el("div.row", null, known.forms.map((form) => button(form.title, () => doing(`Making: ${form.title} …`, async () => {
    const blob = await bytesOf(`make?${about}&form=${form.name}&level=${level.value}`, "POST");
    const link = /** @type {HTMLAnchorElement} */ (el("a", { href: URL.createObjectURL(blob.data || blob), download: blob.name || "" }));
    link.click();
    say(`Made: ${blob.name || form.title}. It is among your downloads.`, "good");
  })))));
  told();
}

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
