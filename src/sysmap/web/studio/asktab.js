/** Questions in the studio: one box for a question in one's own words, a list of all there are, the answer on one screen. */

import { button, el, set } from "../dom.js";
import { say } from "./english.js";
import { control } from "../workshop/fieldform.js";
import { bytesOf, get, post } from "./talk.js";

/**
 * @typedef {import("./main.js").Place} Place
 * @typedef {import("../workshop/protocol").QuestionData & {answers: string}} Question
 * @typedef {import("../workshop/protocol").ParameterData} Parameter
 * @typedef {{name: string, params: Record<string, any>, says: string}} Reading
 * @typedef {{heading: string, words: string, lines: string[]}} Section
 * @typedef {{name: string, params: Record<string, any>, title: string, sections: Section[], drawn: boolean, view: boolean,
 *   table: {headings: string[], rows: string[][]}}} Answer
 */

const OWN_WORDS = "?";
const SHOWN_ROWS = 12;

/** The box stands above the tabs of every map. @param {(tab: string, ...more: string[]) => void} go @param {string} text */
export function questionBox(go, text) {
  const box = /** @type {HTMLInputElement} */ (el("input", { type: "search", id: "question", value: text, maxlength: 500, autocomplete: "off", "aria-label": say("studio.ask-the-map"),
    placeholder: say("studio.ask-the-map-e-g-how") }));
  return el("form.ask-box", { role: "search", onsubmit: (/** @type {Event} */ event) => {
    event.preventDefault();
    if (box.value.trim()) go("ask", OWN_WORDS, box.value.trim());
  } }, box, el("button", { type: "submit" }, say("studio.ask")));
}

/** What is written in the box at an address. @param {string} tab @param {string[]} more */
export function textAt(tab, more) {
  return tab === "ask" && more[0] === OWN_WORDS ? more[1] || "" : "";
}

/** @param {HTMLElement} panel @param {Place} place */
export async function showAsk(panel, place) {
  const [name = "", text = "", chosen = "0"] = place.more;
  const known = await get(`questions?${place.about}`);
  if (!name) return set(panel, everyQuestion(place, known));
  if (name !== OWN_WORDS) return showAnswer(panel, place, known, { name, params: text ? JSON.parse(text) : {}, says: "" }, []);
  /** @type {Reading[]} */
  const readings = await post(`ask/read?${place.about}`, { text });
  const at = Math.min(Number(chosen) || 0, readings.length - 1);
  return showAnswer(panel, place, known, readings[at], readings.map((one, i) => i === at ? null : button(one.says, () => place.go("ask", OWN_WORDS, text, String(i)))));
}

/** @param {Place} place @param {{questions: Question[]}} known */
function everyQuestion(place, known) {
  const groups = [...new Set(known.questions.map((one) => one.group))];
  return [el("p", null, say("studio.write-a-question-above-in-your")), el("div.groups", null, groups.map((group) => el("section", null, el("h2", null, group),
    el("ul", null, known.questions.filter((one) => one.group === group).map((one) => el("li", null, button(one.answers || one.asks, () => place.go("ask", one.name), { class: "plain" })))))))];
}

/**
 * @param {HTMLElement} panel @param {Place} place @param {{questions: Question[], offers: Record<string, [string, string][]>}} known
 * @param {Reading} asked @param {(HTMLElement | null)[]} others
 */
async function showAnswer(panel, place, known, asked, others) {
  const question = known.questions.find((one) => one.name === asked.name);
  if (!question) throw new Error("There is no such question.");
  const answer = el("div.answer", { "aria-live": "polite" });
  const meant = others.filter(Boolean);
  set(panel, el("h2", null, question.answers || question.asks),
    el("details.fields", { open: !ready(question, asked.params) }, el("summary", null, say("studio.what-the-question-is-about")), form(place, question, known.offers, asked.params)),
    answer, meant.length ? el("div", null, el("h3", null, say("studio.did-you-mean-another-question")), el("div.row", null, meant)) : null);
  if (ready(question, asked.params)) await drawAnswer(answer, place, await post(`ask?${place.about}`, { name: asked.name, params: asked.params }));
}

/** @param {Question} question @param {Record<string, any>} params */
function ready(question, params) {
  return question.parameters.every((one) => !one.required || params[one.name] !== undefined);
}

/** @type {Record<string, string[]>} */
const REFS = { factor: ["factors"], factors: ["factors"], "factor-or-link": ["factors", "links"], elements: ["elements"], links: ["links"] };
/** How the kind of a parameter is asked for in a form. @type {Record<string, string>} */
const KINDS = { factor: "text", "factor-or-link": "text", factors: "texts", elements: "texts", links: "texts", part: "text", choice: "choice", whole: "whole", number: "number", limit: "whole", flag: "flag" };

/** @param {Place} place @param {Question} question @param {Record<string, [string, string][]>} offers @param {Record<string, any>} given */
function form(place, question, offers, given) {
  const params = { ...given };
  const out = el("div.fields");
  const draw = () => set(out, question.parameters.filter((one) => one.kind !== "seconds").map((/** @type {Parameter} */ one) => {
    const doc = one.default === null || one.kind === "flag" ? one.help : say("ask.usual", { help: one.help, usual: String(one.default) });
    const field = { key: one.name, doc, group: "", kind: one.several ? "texts" : KINDS[one.kind] || "text", choices: one.choices, ref: REFS[one.kind], low: 1 };
    return control(field, params[one.name], { may: () => true, used: () => [], named: (ref) => offers[ref] || [] }, (value) => {
      if (value === null || (Array.isArray(value) && !value.length)) delete params[one.name];
      else params[one.name] = value;
      setTimeout(draw, 0);
    });
  }), button(say("studio.ask"), () => place.go("ask", question.name, JSON.stringify(params)), { class: "main", disabled: !ready(question, params) }));
  draw();
  return out;
}

/** @param {HTMLElement} panel @param {Place} place @param {Answer} found */
async function drawAnswer(panel, place, found) {
  const asked = { name: found.name, params: found.params };
  const figure = el("figure", null, el("div.blank", null, say("studio.drawing")));
  const whole = text(found);
  set(panel, el("div.two", null,
    el("div", null, found.sections.map((one) => el("section.part", null, el("h3", null, one.heading), one.words ? el("p", null, one.words) : null,
      one.lines.length ? el("ul", null, one.lines.map((line) => el("li", null, line))) : null))),
    el("div", null, found.drawn ? figure : null,
      el("div.row", null, found.view ? button(say("studio.keep-as-a-view-of-the"), () => place.doing(say("studio.writing"), async () => {
        await post(`ask/keep?${place.about}`, { ...asked, label: place.more[0] === OWN_WORDS ? place.more[1] : found.title });
        place.tell(say("studio.kept-the-view-is-in-the"), "good");
      })) : null,
      found.drawn ? button(say("studio.picture-of-this-part"), () => place.doing(say("studio.drawing"), async () => {
        save(await bytesOf(`ask/picture?${place.about}&part=yes`, "POST", asked), `${found.name}.svg`);
        place.tell(say("studio.the-picture-is-among-your-downloads"), "good");
      })) : null,
      button(say("studio.copy-as-a-paragraph"), () => {
        copy(whole);
        place.tell("Copied.", "good");
      })))), found.table.rows.length ? el("details", { open: found.table.rows.length <= SHOWN_ROWS }, el("summary", null, say("studio.the-answer-as-a-table", { length: found.table.rows.length })),
    el("div.wide", { tabindex: 0, role: "region", "aria-label": say("studio.the-answer-as-a-table-2") }, el("table", null, el("thead", null, el("tr", null, found.table.headings.map((one) => el("th", { scope: "col" }, one)))),
      el("tbody", null, found.table.rows.map((row) => el("tr", null, row.map((cell) => el("td", null, cell)))))))) : null);
  if (found.drawn) bytesOf(`ask/picture?${place.about}`, "POST", asked).then((blob) => {
    const src = URL.createObjectURL(blob);
    set(figure, el("img", { src, alt: say("studio.the-map-with-what-the-answer", { title: found.title }) }), el("figcaption", null, el("a", { href: src, target: "_blank" }, say("studio.open-the-picture-large"))));
  }, (error) => place.tell(error.message, "bad"));
}

/** @param {Answer} found */
function text(found) {
  return found.sections.map((one) => `${one.heading}. ${[one.words, ...one.lines].filter(Boolean).join(" ")}`).join("\n");
}

/** @param {Blob} data @param {string} name */
function save(data, name) {
  /** @type {HTMLAnchorElement} */ (el("a", { href: URL.createObjectURL(data), download: name })).click();
}

/** Also where the browser has no clipboard for pages like this one. @param {string} said */
function copy(said) {
  const area = /** @type {HTMLTextAreaElement} */ (el("textarea", { value: said }));
  area.value = said;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}
