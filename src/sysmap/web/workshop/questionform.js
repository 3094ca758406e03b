/**
 * Every question of the registry, asked of the server: the catalogue comes from there, the form is made from a question's
 * parameters, and the answer is drawn and said on one's own screen.
 */

import { button, el } from "../dom.js";
import { linkName, say } from "../sentences.js";
import { control } from "./fieldform.js";

/**
 * @typedef {import("./editor.js").Editor} Editor
 * @typedef {import("./protocol").QuestionData} QuestionData
 * @typedef {import("./protocol").ParameterData} ParameterData
 * @typedef {import("./protocol").Trouble} Trouble
 */

/** The questions that there are, and what is being asked. */
export class QuestionTalk {
  /** @param {Editor} editor @param {() => void} redraw */
  constructor(editor, redraw) {
    this.editor = editor;
    this.redraw = redraw;
    /** @type {QuestionData[] | null} */
    this.catalogue = null;
    this.name = "";
    /** @type {Record<string, any>} */
    this.params = {};
    this.waiting = false;
    /** @type {Trouble[]} */
    this.problems = [];
  }

  look() {
    const { room } = this.editor;
    if (this.catalogue || room.line.state !== "open" || !room.joined) return;
    this.catalogue = [];
    room.question("questions").then((found) => {
      this.catalogue = found;
      this.redraw();
    }, () => {
      this.catalogue = null;
    });
  }

  /** @returns {QuestionData | undefined} */
  get question() {
    return (this.catalogue || []).find((one) => one.name === this.name);
  }

  /** Begin with a question; what is chosen on the map is what it is about. @param {string} name @param {string[]} chosen */
  begin(name, chosen) {
    this.name = name;
    this.params = {};
    this.problems = [];
    const ids = [...chosen];
    for (const one of (this.question || { parameters: [] }).parameters) {
      if (one.kind === "factor" && one.required && ids.length) this.params[one.name] = ids.shift();
      if (one.kind === "factors" && one.required && ids.length) this.params[one.name] = ids.splice(0);
    }
    this.redraw();
  }

  ask() {
    this.waiting = true;
    this.problems = [];
    const asked = { kind: /** @type {const} */ ("asked"), name: this.name, params: this.params, revision: this.editor.room.replica.revision };
    this.answerTo(asked).then((answer) => {
      this.waiting = false;
      this.show({ ...asked, answer });
    }, (problems) => {
      this.waiting = false;
      this.problems = problems;
      this.redraw();
    });
    this.redraw();
  }

  /** @param {{name: string, params: Record<string, any>}} asked */
  answerTo({ name, params }) {
    return this.editor.room.question("question", { name, params });
  }

  /** @param {import("../view.js").AskedQuestion} ask */
  show(ask) {
    const { editor } = this;
    Object.assign(editor.view, { ask, pick: null });
    editor.together.takeOver();
    if (editor.together.showing) editor.together.share();
    editor.draw();
    this.redraw();
  }
}

/**
 * @param {Editor} editor
 * @param {QuestionTalk} talk
 * @param {string[]} chosen
 */
export function questionForm(editor, talk, chosen) {
  talk.look();
  const { room } = editor;
  const groups = [...new Set((talk.catalogue || []).map((one) => one.group))];
  const pick = /** @type {HTMLSelectElement} */ (el("select", { "aria-label": say("ask.every"), onchange: () => talk.begin(pick.value, chosen) },
    el("option", { value: "" }, say("ask.choose")), groups.map((group) => el("optgroup", { label: group }, (talk.catalogue || []).filter((one) => one.group === group)
      .map((one) => el("option", { value: one.name, selected: one.name === talk.name }, questionName(one.name)))))));
  const { question } = talk;
  const ready = question && question.parameters.every((one) => !one.required || talk.params[one.name] !== undefined);
  return el("section.every-question", null, el("h3", null, say("ask.every")), pick,
    question ? el("p.faint", null, question.asks) : null,
    question ? question.parameters.filter((one) => one.kind !== "seconds").map((one) => parameter(editor, talk, one)) : null,
    talk.problems.map((one) => el("p.bad", { role: "alert" }, `${one.message} ${one.hint}`)),
    question ? button(talk.waiting ? say("ask.waiting") : say("ask.send"), () => talk.ask(), {
      class: "main", disabled: !ready || talk.waiting || room.line.state !== "open", id: "ask-server",
    }) : null);
}

/** @param {string} name */
function questionName(name) {
  return name[0].toUpperCase() + name.slice(1).replaceAll("-", " ");
}

/** How the kind of a parameter is asked for in a form. @type {Record<string, string>} */
const KINDS = {
  factor: "text", "factor-or-link": "text", factors: "texts", elements: "texts", links: "texts", part: "text", text: "text", choice: "choice",
  whole: "whole", limit: "whole", number: "number", flag: "flag",
};

/**
 * @param {Editor} editor
 * @param {QuestionTalk} talk
 * @param {ParameterData} one
 */
function parameter(editor, talk, one) {
  const { model } = editor;
  const ref = { factor: ["factors"], factors: ["factors"], "factor-or-link": ["factors", "links"], links: ["links"] }[one.kind];
  const doc = one.default === null || one.kind === "flag" ? one.help : say("ask.usual", { help: one.help, usual: String(one.default) });
  const field = { key: one.name, doc, group: "", kind: one.several ? "texts" : KINDS[one.kind], choices: one.choices, ref, low: one.kind === "number" ? 0 : 1 };
  const about = {
    may: () => true, used: () => [],
    named: (/** @type {string} */ collection) => /** @type {[string, string][]} */ (collection === "factors" ? model.order.map((id) => [id, model.factors[id].label])
      : [...model.links.values()].map((link) => [link.id, linkName(model, link)])),
  };
  return control(field, talk.params[one.name], about, (value) => {
    if (value === null || (Array.isArray(value) && !value.length)) delete talk.params[one.name];
    else talk.params[one.name] = value;
    talk.redraw();
  });
}
