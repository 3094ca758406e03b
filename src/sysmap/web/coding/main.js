/** Coding documents: a document on the left, what its passages speak of on the right. All of it happens on this computer. */

import { button, el, set } from "../dom.js";
import { get, keyFromAddress, post } from "../studio/talk.js";
import { codedProject } from "./codedproject.js";
import { followLook } from "../look.js";
import { codePanel } from "./codepanel.js";
import { say } from "./english.js";
import { textPane } from "./textpane.js";

/**
 * @typedef {{file: string, title: string, kind: string}} MapCard
 * @typedef {{file: string, title: string, id: string, again: string, maps: string[]}} Register
 * @typedef {import("./textpane.js").Held} Held
 * @typedef {import("./textpane.js").Passage} Passage
 */

const root = /** @type {HTMLElement} */ (document.getElementById("coding"));
const asked = new URLSearchParams(location.search);
const at = { map: asked.get("map") || "", register: asked.get("register") || "", document: asked.get("document") || "", coder: asked.get("coder") || "" };
/** @type {{workspace: string, maps: MapCard[], registers: Register[], documents: string[]}} */
let known = { workspace: "", maps: [], registers: [], documents: [] };
/** @type {Held | null} */
let held = null;
/** @type {{start: number, end: number} | null} */
let span = null;
/** The last code, to take it off again. @type {{item: string, element: string}[]} */
const done = [];
/** Who says it, by speaker of the transcript, as far as somebody said it. @type {Record<string, string>} */
const roleOf = {};
let speaker = "";
/** @type {Record<string, string>} */
let labels = {};

followLook(() => {});
const line = el("p", { role: "status", "aria-live": "polite" });

/** @param {string} text @param {string} [kind] */
function notice(text, kind = "") {
  line.className = kind;
  line.textContent = text;
}

/** @param {() => Promise<void>} work */
async function doing(work) {
  try {
    await work();
  } catch (trouble) {
    notice(trouble instanceof Error ? trouble.message : String(trouble), "bad");
  }
}

const about = () => `map=${encodeURIComponent(at.map)}&register=${encodeURIComponent(at.register)}&document=${encodeURIComponent(at.document)}`;

const pane = textPane({
  chosen: (chosen, block) => {
    span = chosen;
    speaker = block.speaker;
    panel.said(roleOf[speaker] || "");
    set(passage, el("q", null, shortened(pane.words())), el("span.faint", null, ` ${block.at}${block.speaker ? `, ${block.speaker}` : ""}`));
    clearTimeout(waiting);
    waiting = setTimeout(() => doing(async () => panel.suggest(await get(`coding/suggest?${about()}&start=${chosen.start}&end=${chosen.end}`))), 250);
  },
  code: (asClaim) => panel.focus(asClaim),
  undo: () => undo(),
  open: (one) => show(one),
});
/** @type {ReturnType<typeof setTimeout> | undefined} */
let waiting;
const passage = el("p.passage", null, el("span.faint", null, say("coding.choose-a-passage-with-the-mouse")));
const panel = codePanel({ code: (meant) => code(meant), make: (label) => post(`coding/factor?${about()}`, { label }), back: () => pane.focus(), say: notice });
const coded = el("section", { "aria-label": say("coding.coded-in-this-document") });
const team = el("section", { "aria-label": say("coding.other-coders") });
const coverage = el("p.coverage", { "aria-live": "polite" });

/** @param {string} text */
const shortened = (text) => [...text].length > 280 ? `${[...text].slice(0, 280).join("")} …` : text;

/** @param {{element: string, cause: string, effect: string}} meant */
function code(meant) {
  const chosen = span;
  if (!chosen || !held) {
    notice(say("coding.choose-a-passage-of-the-document"), "bad");
    pane.focus();
    return;
  }
  doing(async () => {
    const details = panel.details();
    const made = await post(`coding/code?${about()}`, { document: at.document, ...chosen, ...meant, ...details, coder: at.coder });
    if (speaker) roleOf[speaker] = details.informant;
    done.push({ item: made.item, element: made.element });
    panel.done();
    await load();
    notice(say("coding.coded-on", { label: labels[made.element] || made.element, made: made.made ? "yes" : "" }), "good");
    pane.focus();
  });
}

function undo() {
  const last = done.pop();
  if (!last) return notice(say("coding.there-is-nothing-to-take-back"));
  doing(async () => {
    await post(`coding/remove?${about()}`, last);
    await load();
    notice(say("coding.taken-back", { label: labels[last.element] || last.element }));
  });
}

/** @param {Passage} one */
function show(one) {
  const row = coded.querySelector(`[data-item="${CSS.escape(one.item)}"]`);
  if (row instanceof HTMLElement) {
    row.scrollIntoView({ block: "nearest" });
    row.focus();
  }
}

async function load() {
  const [found, codes, agreement] = await Promise.all([get(`coding/document?${about()}`), get(`coding/elements?${about()}`), get(`coding/agreement?${about()}`)]);
  held = /** @type {Held} */ (found);
  labels = Object.fromEntries(codes.elements.map((/** @type {{id: string, label: string}} */ one) => [one.id, one.label]));
  pane.show(held);
  panel.show(codes);
  set(coverage, el("meter", { min: 0, max: 1, value: held.share, "aria-label": say("coding.coded-share-of-the-text") }), " ", held.coverage, held.notes.map((note) => ` ${note}`).join(""));
  showCoded(held);
  showTeam(held, agreement);
}

/** @param {Held} document */
function showCoded(document) {
  const lost = document.passages.filter((one) => one.how === "lost");
  const changed = document.passages.filter((one) => one.how === "changed");
  set(coded, el("h2", null, say("coding.coded-in-this-document-2", { n: document.passages.length })),
    lost.length ? el("p.bad", null, say("coding.passages-lost", { n: lost.length })) : null,
    changed.length ? el("p", null, say("coding.passages-changed", { n: changed.length })) : null,
    el("ul.findings", null, document.passages.map((one) => el("li", { tabindex: -1, "data-item": one.item },
      el("p", null, one.how === "lost" ? el("span.word", null, say("coding.lost")) : one.how === "changed" ? el("span.word", null, say("coding.changed")) : null,
        button([shortened(one.words)], () => one.how !== "lost" && (pane.goTo(one), pane.focus()), { class: "plain words", "aria-label": say("coding.show-in-the-text", { words: shortened(one.words) }) })),
      el("p.faint", null, [one.at, one.informant, one.coder ? say("coding.coded-by", { coder: one.coder }) : ""].filter(Boolean).join(" · ")),
      el("ul.bears", null, one.bears_on.map((bearing) => el("li", null, `${labels[bearing.element] || bearing.element}: ${bearing.direction}${bearing.strength ? `, ${bearing.strength}` : ""} `,
        button(say("coding.take-off"), () => doing(async () => {
          await post(`coding/remove?${about()}`, { item: one.item, element: bearing.element });
          await load();
          notice(say("coding.taken-off"));
        }), { class: "small", "aria-label": say("coding.take-off-element", { label: labels[bearing.element] || bearing.element }) }))))))));
}

/** @param {Held} document @param {any[]} agreement */
function showTeam(document, agreement) {
  if (!agreement.length) {
    set(team, el("h2", null, say("coding.a-second-coder")), el("p.faint", null, say("coding.a-second-person-codes-the-same")),
      button(say("coding.start-a-register-for-a-second"), () => startAgain()));
    return;
  }
  const per = (/** @type {number | null} */ value) => value === null ? say("coding.not-defined") : String(value);
  set(team, el("h2", null, say("coding.other-coders")),
    el("label.check", null, el("input", { type: "checkbox", onchange: (/** @type {Event} */ event) => pane.showOthers(/** @type {HTMLInputElement} */ (event.target).checked) }), say("coding.show-what-others-coded-in-the")),
    agreement.map((one, i) => el("details", null, el("summary", null, say("coding.compared-with", { register: one.register })),
      el("p", null, one.direction.pairs ? say("coding.directions-agree", {
        agree: one.direction.agree, of: one.direction.pairs, share: String(one.direction.percent), kappa: per(one.direction.kappa), alpha: per(one.direction.alpha),
      }) : say("coding.no-passage-is-coded-by-both")),
      document.others[i] && document.others[i].shared !== null ? el("p", null, say("coding.text-shared", { share: Math.round(100 * /** @type {number} */ (document.others[i].shared)) })) : null,
      list(say("coding.coded-differently"), one.differing.map((/** @type {any} */ d) => say("coding.differing", { label: d.label, first: d.first, second: d.second, item: d.item }))),
      list(say("coding.coded-by-you-alone"), one.only_first), list(say("coding.coded-in-alone", { register: one.register }), one.only_second))));
}

/** @param {string} title @param {string[]} lines */
function list(title, lines) {
  return lines.length ? [el("h3", null, `${title} (${lines.length})`), el("ul", null, lines.slice(0, 50).map((text) => el("li", null, text)))] : null;
}

function startAgain() {
  const first = known.registers.find((one) => one.file === at.register);
  if (!first) return;
  doing(async () => {
    const made = await post(`coding/register?map=${encodeURIComponent(at.map)}`, { title: say("coding.second-coder", { title: first.title }), again: first.again ? "" : first.file });
    notice(say("coding.made-give-the-second-coder-this", { file: made.file }), "good");
    known = await get("coding/start");
    await open();
    notice(say("coding.made-the-second-coder-chooses-it", { file: made.file }), "good");
  });
}

/** @param {string} id @param {string} title @param {[string, string][]} options @param {string} value @param {(value: string) => void} change */
function choice(id, title, options, value, change) {
  const made = /** @type {HTMLSelectElement} */ (el("select", { id, onchange: () => change(made.value) }, options.map(([one, text]) => el("option", { value: one }, text))));
  made.value = value;
  return el("label", null, title, made);
}

const NEW = "+";

function header() {
  const registers = known.registers.filter((one) => !one.maps.length || one.maps.includes(at.map));
  const coder = /** @type {HTMLInputElement} */ (el("input", { id: "coder", type: "text", maxlength: 80, autocomplete: "off", value: at.coder, onchange: () => {
    at.coder = coder.value.trim();
    remember();
  } }));
  return el("header.choose", null, el("h1", null, say("coding.code-documents")),
    choice("map", say("coding.map"), known.maps.map((one) => [one.file, one.title]), at.map, (value) => { at.map = value; at.register = ""; doing(open); }),
    choice("register", say("coding.register-that-the-codes-go-into"), [...registers.map((one) => /** @type {[string, string]} */ ([one.file, one.again ? say("coding.codes-again", { title: one.title, again: one.again }) : one.title])), [NEW, say("coding.a-new-register")]], at.register, (value) => {
      at.register = value;
      doing(open);
    }),
    choice("document", say("coding.document"), known.documents.map((one) => [one, one]), at.document, (value) => { at.document = value; doing(open); }),
    el("label", null, say("coding.you-code-as-a-role"), coder), el("div.ways", null, el("a", { href: "/" }, say("coding.all-maps")), at.map && at.register !== NEW ? button(say("coding.a-coded-project"), () => bring()) : null));
}

function remember() {
  const words = new URLSearchParams(Object.entries(at).filter(([, value]) => value && value !== NEW));
  history.replaceState(null, "", `/code?${words}`);
}

function upload() {
  const file = /** @type {HTMLInputElement} */ (el("input", { id: "upload", type: "file", accept: ".txt,.md,.docx,.pdf,.vtt,.srt", onchange: () => doing(async () => {
    const [chosen] = file.files || [];
    if (!chosen) return;
    notice(say("coding.reading"));
    at.document = (await post(`coding/upload?name=${encodeURIComponent(chosen.name)}`, chosen)).document;
    await start();
  }) }));
  return el("label", null, say("coding.bring-a-document-text-word-pdf"), file);
}

function newRegister() {
  const title = /** @type {HTMLInputElement} */ (el("input", { id: "register-title", type: "text", required: true, maxlength: 120, autocomplete: "off", value: say("coding.coded-interviews") }));
  return el("form", { onsubmit: (/** @type {Event} */ event) => {
    event.preventDefault();
    doing(async () => {
      at.register = (await post(`coding/register?map=${encodeURIComponent(at.map)}`, { title: title.value })).file;
      await start();
    });
  } }, el("h2", null, say("coding.start-a-register-of-evidence")), el("p", null, say("coding.the-codes-go-into-it-as")),
  el("label", null, say("coding.what-is-it-called"), title), el("button.main", { type: "submit" }, say("coding.start")));
}

async function open() {
  const first = /** @type {{file: string}[]} */ (known.maps)[0];
  if (!known.maps.some((one) => one.file === at.map)) at.map = first ? first.file : "";
  const registers = known.registers.filter((one) => one.maps.includes(at.map));
  if (at.register !== NEW && !known.registers.some((one) => one.file === at.register)) at.register = registers[0] ? registers[0].file : NEW;
  if (!known.documents.includes(at.document)) at.document = known.documents[0] || "";
  remember();
  document.title = say("coding.title-of-page", { name: at.document || say("coding.code-documents") });
  span = null;
  done.length = 0;
  const ready = at.map && at.register !== NEW && at.document;
  set(root, header(), line, ready ? el("div.desk", null, el("div.left", null, coverage, pane.element, upload()), el("aside", { "aria-label": say("coding.codes") }, passage, panel.element, coded, team))
    : [at.map ? null : el("p", null, say("coding.there-is-no-map-yet"), el("a", { href: "/" }, say("coding.start-one-in-the-studio"))), at.map && at.register === NEW ? newRegister() : null, at.document ? null : el("form", null, el("h2", null, say("coding.no-document-yet")), upload(), at.map && at.register !== NEW ? el("p", null, say("coding.or-bring-what-was-coded-in"), button(say("coding.a-coded-project"), () => bring())) : null)]);
  notice("");
  if (!ready) return;
  set(passage, el("span.faint", null, say("coding.choose-a-passage-with-the-mouse")));
  panel.suggest([]);
  panel.start();
  await load();
  pane.focus();
}

/** A project of another tool takes the place of the desk until it is taken over or left. */
function bring() {
  const project = codedProject({ about, say: notice, doing, back: () => doing(open), taken: async ([first]) => {
    at.document = first || at.document;
    await start();
  } });
  set(root, header(), line, project.element);
  notice("");
  project.focus();
}

async function start() {
  known = await get("coding/start");
  await open();
}

keyFromAddress();
doing(start);
