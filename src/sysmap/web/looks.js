/**
 * What the colour of boxes and the number in their corner can stand for: any aspect in which factors differ, any measure.
 * Colour is never alone: the legend names it, a measured colour comes with its number, an aspect with its word in the panel.
 *
 * @typedef {import("./model.js").Model} Model
 *
 * @typedef {Object} Measure
 * @property {string} key
 * @property {string} label
 * @property {string} [note] what one has to know to read it
 * @property {(id: string) => number | null} value
 *
 * @typedef {Object} Looks
 * @property {(id: string) => {fill: string, stripe: string} | null} colour of a box
 * @property {(id: string) => {text: string, share: number} | null} badge number in the corner and its share of the largest
 * @property {{fill: string, stripe: string, text: string}[]} rows of the legend
 * @property {string} title of the legend's rows
 * @property {string} badgeTitle
 * @property {boolean} [badgeSays] whether words stand in the corner, and no number
 */

import { aspectsOf } from "./filter.js";
import { projectionOf } from "./ask/projection.js";
import { bearingsOn, proposalFor } from "./evidence.js";
import { say } from "./sentences.js";
import { MARKS, changeOf } from "./versions.js";

/** Aspects whose word is written in the corner when colour stands for them. */
const SAID = new Set(["score", "proposed"]);
const RAMP = ["#f3f7fb", "#dbe9f4", "#bcd6ea", "#98c0de", "#74a9d0"];

/** @type {Looks} */
export const PLAIN = { colour: () => null, badge: () => null, rows: [], title: "", badgeTitle: "" };

/**
 * @param {Model} model
 * @returns {Measure[]} those on which the factors differ
 */
export function measuresOf(model) {
  let known = found.get(model);
  if (!known) found.set(model, known = measured(model));
  return known;
}

/** @type {WeakMap<object, Measure[]>} */
const found = new WeakMap();

/**
 * @param {Model} model
 * @returns {Measure[]}
 */
function measured(model) {
  const { factors, document } = model;
  const size = (/** @type {any[] | undefined} */ list) => (list ? list.length : 0);
  const proj = projectionOf(model);
  const near = (/** @type {number[][]} */ rows, /** @type {string} */ id) => rows[/** @type {number} */ (proj.at.get(id))].length;
  /** @type {Measure[]} */
  const measures = [
    { key: "in", label: say("measure.in"), value: (id) => near(proj.pred, id) },
    { key: "out", label: say("measure.out"), value: (id) => near(proj.succ, id) },
    {
      key: "leverage", label: say("measure.leverage"), note: say("measure.leverage.note"),
      value: (id) => near(proj.succ, id) / Math.max(1, near(proj.pred, id)),
    },
    { key: "importance", label: say("measure.importance"), value: (id) => factors[id].importance ?? null },
    { key: "vulnerability", label: say("measure.vulnerability"), value: (id) => factors[id].vulnerability ?? null },
    { key: "likelihood", label: say("measure.likelihood"), value: (id) => factors[id].likelihood ?? null },
    { key: "raised", label: say("measure.raised"), value: (id) => size(factors[id].seen_in) },
  ];
  if (document.evidence) {
    measures.push({ key: "items", label: say("measure.items"), note: say("measure.items.note"), value: (id) => bearingsOn(model, id).length });
  }
  for (const [key, given] of Object.entries((document.answers || {}).measures || {})) {
    measures.push({ key, label: given.label || key, note: given.note, value: (id) => given.values[id] ?? null });
  }
  return measures.filter((measure) => new Set(model.order.map(measure.value)).size > 1);
}

/**
 * @param {Model} model
 * @param {{colour: string | null, size: string | null}} view
 * @param {import("./theme.js").Theme} theme
 * @returns {Looks}
 */
export function looksOf(model, view, theme) {
  if (!view.colour && !view.size) return model.document.changed ? changeLooks(model, theme) : PLAIN;
  const measures = measuresOf(model);
  const bySize = measures.find(({ key }) => key === view.size);
  const byMeasure = measures.find(({ key }) => key === view.colour);
  const byAspect = aspectsOf(model).find(({ aspect }) => aspect.of === "factor" && aspect.key === view.colour);
  const looks = { ...PLAIN };
  if (byMeasure) Object.assign(looks, ramp(model, byMeasure, theme));
  else if (byAspect) Object.assign(looks, palette(model, byAspect, theme));
  const badge = bySize || byMeasure;
  // A score is a judgement: its word stands in the box, so that nobody has to tell it by a colour.
  const word = byAspect && SAID.has(byAspect.aspect.key) ? byAspect.aspect : null;
  const wordOf = (/** @type {string} */ id) => {
    const [value] = word ? word.values(model, id) : [""];
    return word && value ? word.name(model, value) : "";
  };
  if (badge) {
    const largest = Math.max(...model.order.map((id) => badge.value(id) ?? 0), 1e-9);
    looks.badgeTitle = badge.label;
    looks.badge = (id) => {
      const value = badge.value(id);
      const text = [wordOf(id), value === null ? "" : shortNumber(value)].filter(Boolean).join(" · ");
      return text ? { text, share: wordOf(id) ? 0 : Math.max(0, value ?? 0) / largest } : null;
    };
  } else if (word) {
    looks.badge = (id) => (wordOf(id) ? { text: wordOf(id), share: 0 } : null);
  }
  return looks;
}

/**
 * The score of every factor that has one, in its corner: at first sight, before anybody asks. Brackets mean that no person gave it.
 *
 * @param {Model} model
 * @returns {Looks}
 */
export function scoreLooks(model) {
  const scores = new Map(model.order.flatMap((id) => {
    const { score } = model.factors[id];
    const proposal = proposalFor(model, id);
    const given = (score && score.label) || (proposal && proposal.override && proposal.override.score);
    const text = given || (proposal && proposal.in_scope && proposal.proposed ? `(${proposal.proposed})` : "");
    return text ? [/** @type {[string, string]} */ ([id, text])] : [];
  }));
  if (!scores.size) return PLAIN;
  return { ...PLAIN, badgeTitle: say("looks.score"), badgeSays: true, badge: (id) => (scores.has(id) ? { text: /** @type {string} */ (scores.get(id)), share: 0 } : null) };
}

/**
 * What was added, removed and changed: a colour each, and the word in the corner.
 *
 * @param {Model} model
 * @param {import("./theme.js").Theme} theme
 * @returns {Looks}
 */
function changeLooks(model, theme) {
  const tints = { added: theme.tints[4], removed: theme.tints[5], changed: theme.tints[2] };
  const changes = /** @type {(keyof typeof tints)[]} */ (Object.keys(tints));
  return {
    ...PLAIN, title: say("label.since-the-earlier-version"),
    colour: (id) => {
      const change = changeOf(model, "factors", id);
      return change ? { fill: tints[change.change].strong, stripe: tints[change.change].line } : null;
    },
    badge: (id) => {
      const change = changeOf(model, "factors", id);
      return change ? { text: MARKS[change.change], share: 0 } : null;
    },
    rows: changes.filter((change) => model.order.some((id) => changeOf(model, "factors", id)?.change === change))
      .map((change) => ({ fill: tints[change].strong, stripe: tints[change].line, text: `${change} (“${MARKS[change]}”)` })),
  };
}

/**
 * @param {Model} model
 * @param {Measure} measure
 * @param {import("./theme.js").Theme} theme
 */
function ramp(model, measure, theme) {
  const values = model.order.map(measure.value).filter((value) => value !== null);
  const [least, most] = [Math.min(.../** @type {number[]} */ (values)), Math.max(.../** @type {number[]} */ (values))];
  const bin = (/** @type {number} */ value) => Math.min(RAMP.length - 1, Math.floor(((value - least) / (most - least || 1)) * RAMP.length));
  const bins = RAMP.map((_, i) => /** @type {number[]} */ (values).filter((value) => bin(value) === i));
  return {
    title: measure.label,
    colour: (/** @type {string} */ id) => {
      const value = measure.value(id);
      return value === null ? null : { fill: RAMP[bin(value)], stripe: theme.muted };
    },
    rows: bins.flatMap((found, i) => {
      if (!found.length) return [];
      const [from, to] = [Math.min(...found), Math.max(...found)];
      return [{ fill: RAMP[i], stripe: theme.muted, text: from === to ? shortNumber(from) : say("legend.range", { from: shortNumber(from), to: shortNumber(to) }) }];
    }),
  };
}

/**
 * @param {Model} model
 * @param {ReturnType<typeof aspectsOf>[number]} found
 * @param {import("./theme.js").Theme} theme
 */
function palette(model, { aspect, values }, theme) {
  const said = values.map(([value]) => value).filter(Boolean);
  const tints = theme.tints.slice(0, -1);
  const tint = (/** @type {string} */ value) => (value && tints[said.indexOf(value)]) || theme.tints[theme.tints.length - 1];
  const rows = said.slice(0, tints.length).map((value) => ({ fill: tint(value).strong, stripe: tint(value).line, text: aspect.name(model, value) }));
  const rest = [...said.slice(tints.length).map((value) => aspect.name(model, value)), ...values.filter(([value]) => !value).map(() => aspect.name(model, ""))];
  if (rest.length) rows.push({ fill: tint("").strong, stripe: tint("").line, text: rest.length > 2 ? say("legend.others", { n: rest.length }) : rest.join(", ") });
  return {
    title: aspect.label, rows,
    colour: (/** @type {string} */ id) => {
      const [first] = aspect.values(model, id);
      return { fill: tint(first).strong, stripe: tint(first).line };
    },
  };
}

/** @param {number} value */
export function shortNumber(value) {
  if (Number.isInteger(value)) return String(value);
  if (Math.abs(value) < 1) return String(Number(value.toPrecision(2)));
  return value.toFixed(Math.abs(value) < 10 ? 2 : 1).replace(/\.?0+$/, "");
}
