/** The panel in which one asks the map: the question, and the answer as text with its paths or loops to look at. */

import { briefOf } from "./answerbrief.js";
import { answerPicture, partList } from "./answerpicture.js";
import { answerWords, footingFor, questionWords } from "./answerwords.js";
import { footingRows, gradesOf } from "./ask/footing.js";
import { button, el, renew } from "./dom.js";
import { clean } from "./messageformat.js";
import { QUESTIONS } from "./questions.js";
import { searchField } from "./search.js";
import { capital, countText, linkName, linkSentence, say } from "./sentences.js";
import { MOST_STEPS } from "./view.js";
import { POLARITY } from "./words.js";

/**
 * @typedef {import("./model.js").Model} Model
 * @typedef {import("./view.js").View} View
 * @typedef {import("./view.js").Question} Question
 * @typedef {import("./focus.js").Focus} Focus
 */

/**
 * @param {Model} model
 * @param {import("./store.js").Store} store
 * @param {import("./panel.js").Go} go
 * @returns {{element: HTMLElement, show: (view: View, focus: Focus) => void}}
 */
export function askPanel(model, store, go) {
  const form = el("div.ask-form");
  const result = el("div.ask-result");
  const element = el("div.panel", null, el("h2", { tabindex: "-1" }, say("ask.heading")), form, result, el("p.faint.offline", null, say("ask.offline")));
  let built = "";
  return {
    element,
    show(view, focus) {
      const key = JSON.stringify([view.ask && shapeOf(view.ask)]);
      if (key !== built) {
        renew(form, questionForm(model, store, view.ask));
        built = key;
      }
      syncBounds(form, view.ask);
      renew(result, resultOf(model, store, view, focus, go));
      element.classList.toggle("answered", Boolean(view.ask && view.ask.kind === "given"));
    },
  };
}

/**
 * What of a question its form depends on: everything but the bounds, which change while a slider moves.
 *
 * @param {Question} ask
 */
function shapeOf(ask) {
  return { ...ask, steps: 0, most: 0 };
}

/**
 * The question of a kind, with what was already said in another one.
 *
 * @param {Question | null} ask
 * @param {string} kind
 * @param {string | null} chosen
 * @returns {Question}
 */
export function turnedTo(ask, kind, chosen) {
  const known = !ask || ask.kind === "given" || ask.kind === "asked" ? [] : ask.kind === "reach" ? ask.starts : ask.kind === "loops" ? [ask.through] : [ask.from, ask.to];
  const starts = /** @type {string[]} */ (known.filter(Boolean));
  if (!starts.length && chosen) starts.push(chosen);
  if (kind === "loops") return { kind, through: ask && ask.kind === "loops" ? ask.through : null, most: 6 };
  if (kind === "paths" || kind === "must") return { kind, from: starts[0] || null, to: starts[1] || null, most: 6 };
  const before = ask && ask.kind === "reach" ? ask : null;
  return {
    kind: "reach", direction: /** @type {any} */ (kind), starts, steps: before ? before.steps : kind === "around" ? 1 : null,
    combine: before ? before.combine : "union",
  };
}

/**
 * @param {Model} model
 * @param {import("./store.js").Store} store
 * @param {Question | null} ask
 */
function questionForm(model, store, ask) {
  const now = ask ? (ask.kind === "reach" ? ask.direction : ask.kind) : "";
  const choices = el("fieldset.choices", null, el("legend", null, say("ask.question")), QUESTIONS.map(([kind, label]) => el("label", null,
    el("input", {
      type: "radio", name: "question", id: `question-${kind}`, value: kind, checked: kind === now,
      onchange: () => {
        const { selected } = store.get();
        store.set({ ask: turnedTo(store.get().ask, kind, selected && selected.kind === "factor" ? selected.id : null), pick: null });
      },
    }), label)));
  choices.append(...givenChoices(model, store, ask));
  if (!ask) return [choices, el("p.faint", null, say("ask.choose-one"))];
  if (ask.kind === "given" || ask.kind === "asked") return [choices, el("p.faint", null, say("ask.came-with-view"))];
  const change = (/** @type {any} */ part) => store.set({ ask: { .../** @type {any} */ (store.get().ask), ...part }, pick: null });
  if (ask.kind === "reach") return [choices, startsField(model, ask, change), boundField("steps", change)];
  if (ask.kind === "loops") return [choices, factorField(model, "through", say("ask.through"), ask.through, change), boundField("most", change)];
  return [
    choices, factorField(model, "from", say("label.from"), ask.from, change), factorField(model, "to", say("label.to"), ask.to, change),
    button(say("ask.turn-round"), () => change({ from: ask.to, to: ask.from }), { class: "plain" }),
    ...(ask.kind === "paths" ? [orderField(model, ask.by || "weakest-link", change), boundField("most", change)] : []),
  ];
}

/**
 * The questions of saved views that the page cannot work out itself: their answers came with it.
 *
 * @param {Model} model
 * @param {import("./store.js").Store} store
 * @param {Question | null} ask
 */
function givenChoices(model, store, ask) {
  const given = /** @type {[string, {question: string}][]} */ (Object.entries((model.document.answers || {}).views || {}));
  if (!given.length) return [];
  return [el("p.faint", null, say("ask.saved")), ...given.map(([id, { question }]) => el("label", null, el("input", {
    type: "radio", name: "question", id: `question-given-${id}`, value: `given-${id}`, checked: Boolean(ask && ask.kind === "given" && ask.view === id),
    onchange: () => store.set({ ask: { kind: "given", view: id }, pick: null }),
  }), question))];
}

/**
 * @param {Model} model
 * @param {import("./view.js").ReachQuestion} ask
 * @param {(part: any) => void} change
 */
function startsField(model, ask, change) {
  const field = searchField(model, (id) => change({ starts: [...new Set([...ask.starts, id])] }), {
    id: "ask-start", label: ask.starts.length ? say("ask.add-another-factor") : say("ask.name-a-factor"),
  });
  return el("div.field", null,
    ask.starts.length ? el("ul.chips", { "aria-label": say("ask.starting-factors") }, ask.starts.map((id) => el("li", null, model.factors[id].label,
      button("×", () => change({ starts: ask.starts.filter((other) => other !== id) }), { "aria-label": say("ask.remove", { label: model.factors[id].label }) })))) : null,
    field.element,
    ask.starts.length > 1 ? el("fieldset.choices.inline", null, el("legend", null, say("ask.of-several-starts")),
      ...[["union", say("ask.union")], ["intersection", say("ask.intersection")]].map(([value, label]) => el("label", null, el("input", {
        type: "radio", name: "combine", id: `combine-${value}`, value, checked: ask.combine === value, onchange: () => change({ combine: value }),
      }), label))) : null);
}

/**
 * @param {Model} model
 * @param {string} key
 * @param {string} label
 * @param {string | null} id
 * @param {(part: any) => void} change
 */
function factorField(model, key, label, id, change) {
  const field = searchField(model, (chosen) => change({ [key]: chosen }), { id: `ask-${key}`, label, keep: true });
  if (id) field.input.value = model.factors[id].label;
  return el("div.field", null, el("label", { for: `ask-${key}` }, label), field.element,
    id && key === "through" ? button(say("ask.all-loops"), () => change({ through: null }), { class: "plain" }) : null);
}

/**
 * A slider for how far the question goes.
 *
 * @param {"steps" | "most"} key
 * @param {(part: any) => void} change
 */
function boundField(key, change) {
  const isSteps = key === "steps";
  return el("div.field", null, el("label", { for: `ask-${key}` }, isSteps ? say("ask.how-many-links-away") : say("ask.links-at-most")),
    el("div.slider", null,
      el("input", {
        type: "range", id: `ask-${key}`, min: isSteps ? 0 : 1, max: isSteps ? MOST_STEPS + 1 : 12, step: 1,
        oninput: (/** @type {any} */ event) => {
          const value = Number(event.target.value);
          change({ [key]: isSteps && value > MOST_STEPS ? null : value });
        },
      }), el("output", { for: `ask-${key}` })));
}

/**
 * @param {HTMLElement} form
 * @param {Question | null} ask
 */
function syncBounds(form, ask) {
  for (const key of ["steps", "most"]) {
    const slider = /** @type {HTMLInputElement | null} */ (form.querySelector(`#ask-${key}`));
    if (!slider || !ask) continue;
    const value = /** @type {any} */ (ask)[key];
    slider.value = String(value === null ? MOST_STEPS + 1 : value);
    const words = value === null ? say("ask.all-the-way") : String(value);
    slider.setAttribute("aria-valuetext", words);
    const output = slider.nextElementSibling;
    if (output) output.textContent = words;
  }
}

/**
 * @param {Model} model
 * @param {import("./store.js").Store} store
 * @param {View} view
 * @param {Focus} focus
 * @param {import("./panel.js").Go} go
 */
function resultOf(model, store, view, focus, go) {
  const { answer } = focus;
  if (!view.ask || !answer) return [];
  const title = questionWords(model, view.ask);
  const words = answerWords(model, answer);
  const saved = view.ask.kind === "given" ? titleOf(model, view.ask.view) : null;
  const brief = briefOf(model, answer, view.pick);
  const parts = [el("h3", null, saved || title), ...(brief ? [brief] : []),
    el("p", null, words.startsWith(`${title}: `) ? capital(words.slice(title.length + 2)) : words)];
  if (answer.kind === "reach") parts.push(stepList(model, answer, go));
  if (answer.kind === "paths" || answer.kind === "loops") parts.push(chainList(model, store, view, answer));
  if (answer.kind === "must") parts.push(mustList(model, answer, go));
  if (answer.kind === "given") return [...parts, answer.picture ? answerPicture(answer.picture) : null,
    answer.parts ? partList(answer.parts, view.pick, (pick) => store.set({ pick })) : null, ...(answer.table && answer.table.rows.length ? [givenTable(answer.table)] : [])];
  parts.push(...footingList(model, footingFor(model, answer), go));
  return parts;
}

/** What its authors call a saved view. @param {Model} model @param {string} id */
function titleOf(model, id) {
  const saved = (model.document.map.views || []).find((one) => one.id === id);
  return saved && saved.label;
}

/**
 * @param {{headings: string[], rows: string[][]}} table
 */
export function givenTable({ headings, rows }) {
  return el("div.scroll", { tabindex: "0", role: "region", "aria-label": say("ask.table") }, el("table", null,
    el("thead", null, el("tr", null, headings.map((text) => el("th", { scope: "col" }, text)))),
    el("tbody", null, rows.map((row) => el("tr", null, row.map((text) => el("td", null, text)))))));
}

/**
 * @param {Model} model
 * @param {import("./focus.js").ReachAnswer} answer
 * @param {import("./panel.js").Go} go
 */
function stepList(model, answer, go) {
  /** @type {Map<number, string[]>} */
  const steps = new Map();
  for (const [id, distance] of answer.factors) steps.set(distance, [...(steps.get(distance) || []), id]);
  return el("div", null, [...steps].map(([distance, ids]) => el("section", null,
    el("h4", null, say("ask.away", { links: countText(distance, "link"), n: ids.length })),
    el("ul.arcs", null, ids.map((id) => el("li", null, button(model.factors[id].label, () => go.factor(id), { class: "go", "data-factor": id })))))));
}

/**
 * @param {Model} model
 * @param {import("./store.js").Store} store
 * @param {View} view
 * @param {import("./focus.js").PathsAnswer | import("./focus.js").LoopsAnswer} answer
 */
function chainList(model, store, view, answer) {
  const isLoop = answer.kind === "loops";
  return el("ol.chains", null, answer.found.map((chain, i) => {
    const kind = "kind" in chain ? /** @type {any} */ (chain).kind : chain.polarity;
    const mark = isLoop ? { reinforcing: "R", balancing: "B", undetermined: "?" }[/** @type {string} */ (kind)] : POLARITY[chain.polarity].sign;
    const names = isLoop ? /** @type {any} */ (chain).names : [];
    return el("li", null, button([
      el("span.sign", { class: `sign ${chain.polarity}`, "aria-hidden": "true" }, mark || "?"),
      el("span", null, names.length ? el("strong", null, `${names.join(", ")}: `) : null,
        el("span.sr", null, `${isLoop ? kind : POLARITY[chain.polarity].word}: `), chainText(model, chain, isLoop),
        el("span.faint.block", null, chainFacts(model, chain, isLoop ? kind : ""))),
    ], () => store.set({ pick: view.pick === i ? null : i }), { class: "go chain", id: `chain-${i}`, "aria-pressed": String(view.pick === i) }));
  }));
}

/**
 * @param {Model} model
 * @param {import("./ask/chain.js").Chain} chain
 * @param {boolean} isLoop
 */
function chainText(model, chain, isLoop) {
  const labels = chain.factors.map((id) => clean(model.factors[id].label));
  if (isLoop) labels.push(labels[0]);
  return labels.slice(1).reduce((text, label, i) => `${text} ${chain.steps[i].group ? "*→" : "→"} ${label}`, labels[0]);
}

/**
 * @param {Model} model
 * @param {import("./ask/chain.js").Chain} chain
 * @param {string} kind
 */
function chainFacts(model, chain, kind) {
  const { weakest } = chain;
  const strength = !weakest.known ? "" : weakest.strength === "unset"
    ? say("ask.strengths", { known: weakest.known, of: weakest.of }) : say("ask.weakest", { strength: weakest.strength });
  const at = weakest.known && weakest.strength !== "unset" ? ` (${linkName(model, /** @type {any} */ (model.links.get(weakest.link)))})` : "";
  return [
    kind, countText(chain.length, "link"), strength + at, chain.why.join(", "),
    chain.inferred ? say("ask.inferred", { links: countText(chain.inferred, "link") }) : "", chain.anticipated ? say("ask.passes-anticipated") : "",
    chain.groups.length ? say("ask.uses-layer-link") : "",
  ].filter(Boolean).join(" · ");
}

/**
 * The links that an answer uses, with their evidence and what is doubtful about them.
 *
 * @param {Model} model
 * @param {import("./ask/footing.js").Footing} footing
 * @param {import("./panel.js").Go} go
 */
function footingList(model, footing, go) {
  const rows = footingRows(model, footing);
  if (!rows.length) return [];
  return [el("details.footing", null, el("summary", null, say("ask.rests-on", { links: countText(rows.length, "link") })),
    el("ul.items", null, rows.map(({ id, sentence, grade, doubts }) => el("li", null, button(sentence, () => go.link(id), { class: "go" }),
      [grade && say("ask.grade", { grade }), ...doubts].filter(Boolean).map((word) => el("span.tag", null, word))))))];
}

/**
 * The order in which paths come.
 *
 * @param {Model} model
 * @param {import("./ask/paths.js").Order} by
 * @param {(part: any) => void} change
 */
function orderField(model, by, change) {
  const orders = /** @type {const} */ ([["weakest-link", say("ask.strongest-weakest-link")], ["shortest", say("ask.shortest")],
    ...(gradesOf(model) ? [["evidence", say("ask.best-evidence")]] : [])]);
  return el("fieldset.choices.inline", null, el("legend", null, say("ask.first")), orders.map(([value, label]) => el("label", null, el("input", {
    type: "radio", name: "order", id: `order-${value}`, value, checked: by === value, onchange: () => change({ by: value }),
  }), label)));
}

/**
 * @param {Model} model
 * @param {import("./focus.js").MustAnswer} answer
 * @param {import("./panel.js").Go} go
 */
function mustList(model, answer, go) {
  const factor = (/** @type {string} */ id) => el("li", null, button(model.factors[id].label, () => go.factor(id), { class: "go" }));
  const link = (/** @type {string} */ id) => el("li", null, button(linkSentence(model, /** @type {any} */ (model.links.get(id)), { reason: false }), () => go.link(id), { class: "go" }));
  return el("div", null,
    answer.factors.length ? el("section", null, el("h4", null, say("ask.must-factors")), el("ul.arcs", null, answer.factors.map(factor))) : null,
    answer.links.length ? el("section", null, el("h4", null, say("ask.must-links")), el("ul.arcs", null, answer.links.map(link))) : null,
    !answer.links.length && answer.cutLinks && answer.cutLinks.length ? el("section", null, el("h4", null, say("ask.links-that-cut")), el("ul.arcs", null, answer.cutLinks.map(link))) : null);
}
