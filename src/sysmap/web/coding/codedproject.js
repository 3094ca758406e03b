/** A coded project of another tool: what each of its codes means here is shown, changed, looked at and confirmed by a person. */

import { button, el, set } from "../dom.js";
import { post } from "../studio/talk.js";
import { DIRECTIONS } from "./codepanel.js";
import { say } from "./english.js";

/**
 * @typedef {{guid: string, code: string, passages: number, direction: string, words: string[], about: string, effect: string, maybe: string[]}} Row
 * @typedef {{project: string, name: string, kept: string, size: string, rows: Row[], elements: string[]}} Shown
 * @typedef {{sentences: string[], problems: {guid: string, message: string, hint: string}[]}} Tried
 */

/**
 * @param {{about: () => string, say: (text: string, kind?: string) => void, doing: (work: () => Promise<void>) => Promise<void>, taken: (documents: string[]) => Promise<void>, back: () => void}} does
 */
export function codedProject(does) {
  const file = /** @type {HTMLInputElement} */ (el("input", { id: "project", type: "file", accept: ".qdpx,.qde", onchange: () => read() }));
  const rest = el("div.table");
  const element = el("section.project", { "aria-label": say("coding.a-coded-project") }, el("h2", null, say("coding.bring-a-coded-project-from-nvivo")),
    el("p", null, say("coding.export-it-there-as-a-refi")),
    el("label", { for: "project" }, say("coding.the-project-qdpx")), file, rest, button(say("coding.back-to-the-documents"), () => does.back()));

  function read() {
    const [chosen] = file.files || [];
    if (!chosen) return;
    does.say(say("coding.reading"));
    does.doing(async () => {
      const shown = /** @type {Shown} */ (await post(`coding/project?${does.about()}&name=${encodeURIComponent(chosen.name)}`, chosen));
      does.say("");
      showTable(shown);
    });
  }

  /** @param {Shown} shown */
  function showTable(shown) {
    const rows = shown.rows.map((row) => tableRow(row, () => changed()));
    const left = el("p", { "aria-live": "polite" });
    const effect = el("div.effects", { "aria-live": "polite" });
    const take = button(say("coding.take-the-coded-passages-over"), () => does.doing(async () => {
      does.say(say("coding.writing"));
      const done = await post(`coding/project/take?${does.about()}`, table());
      await does.taken(done.documents);
      does.say(say("coding.taken-over", { first: done.sentences[0], table: done.table }), "good");
    }), { class: "main" });
    let asked = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let waiting;
    const table = () => ({ project: shown.project, rows: rows.map((one) => one.meaning()) });

    function changed() {
      const without = rows.filter((one) => !one.meaning().means);
      const passages = without.reduce((sum, one) => sum + one.row.passages, 0);
      left.textContent = without.length ? say("coding.codes-without-meaning", { n: rows.length - without.length, of: rows.length, passages }) : say("coding.every-code-has-a-meaning");
      clearTimeout(waiting);
      waiting = setTimeout(() => does.doing(look), 400);
    }

    async function look() {
      const mine = ++asked;
      const found = /** @type {Tried} */ (await post(`coding/project/try?${does.about()}`, table()));
      if (mine !== asked) return;
      for (const one of rows) one.wrong(found.problems.filter((problem) => problem.guid === one.row.guid).map((problem) => `${problem.message} ${problem.hint}`).join(" "));
      take.disabled = found.problems.length > 0;
      const general = found.problems.filter((problem) => !problem.guid);
      set(effect, el("h3", null, say("coding.what-comes-of-it")), found.problems.length ? el("p.bad", null, general.length ? general.map((one) => `${one.message} ${one.hint}`).join(" ") : say("coding.some-rows-cannot-be-understood-yet"))
        : el("ul", null, found.sentences.map((text) => el("li", null, text))));
    }

    set(rest, el("h3", null, shown.name), el("p.faint", null, shown.size + (shown.kept ? say("coding.begins-with-kept", { kept: shown.kept }) : "")),
      el("datalist", { id: "project-elements" }, shown.elements.map((text) => el("option", { value: text }))),
      el("div.scroll", null, el("table", null, el("thead", null, el("tr", null, [say("coding.code"), say("coding.it-speaks-of"), say("coding.and-its-effect-only-for-a"), say("coding.a-passage-with-this-code")].map((text) => el("th", { scope: "col" }, text)))),
        el("tbody", null, rows.map((one) => one.element)))),
      left, effect, take);
    changed();
    rows[0]?.focus();
  }

  return { element, focus: () => file.focus() };
}

/** @param {Row} row @param {() => void} changed */
function tableRow(row, changed) {
  const trouble = el("p.bad", { id: `trouble-${row.guid}` });
  /** @param {string} label @param {string} value */
  const field = (label, value) => /** @type {HTMLInputElement} */ (el("input", { type: "text", list: "project-elements", maxlength: 200, autocomplete: "off", value,
    "aria-label": `${label}: ${row.code}`, "aria-describedby": trouble.id, oninput: () => draw() }));
  const about = field(say("coding.it-speaks-of"), row.about);
  const effect = field(say("coding.its-effect"), row.effect);
  const direction = /** @type {HTMLSelectElement} */ (el("select", { "aria-label": say("coding.what-a-passage-does", { code: row.code }), onchange: () => draw() },
    Object.entries(DIRECTIONS).map(([value, text]) => el("option", { value, selected: value === row.direction }, text))));
  const offers = el("div.suggested");
  const name = row.code.split(" / ").pop() || row.code;

  function draw() {
    const empty = !about.value.trim();
    set(offers, empty ? [...row.maybe.map((text) => offer(text, text)), offer(say("coding.new-factor", { name }), `new: ${name}`)] : null);
    changed();
  }

  /** @param {string} text @param {string} value */
  function offer(text, value) {
    return button(text, () => {
      about.value = value;
      draw();
      about.focus();
    }, { class: "suggestion", "aria-label": `${text}, for ${row.code}` });
  }

  set(offers, about.value ? null : [...row.maybe.map((text) => offer(text, text)), offer(say("coding.new-factor", { name }), `new: ${name}`)]);
  return {
    row, focus: () => about.focus(),
    element: el("tr", null, el("th", { scope: "row" }, row.code, el("span.count", null, ` ${row.passages} ${row.passages === 1 ? "passage" : "passages"}`), row.words.map((text) => el("q.faint", null, text))),
      el("td", null, about, offers, trouble), el("td", null, effect), el("td", null, direction)),
    meaning: () => ({ guid: row.guid, means: [about.value.trim(), effect.value.trim()].filter(Boolean).join(" -> "), direction: direction.value }),
    /** @param {string} text */
    wrong: (text) => {
      trouble.textContent = text;
      about.setAttribute("aria-invalid", String(Boolean(text)));
    },
  };
}
