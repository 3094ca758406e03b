/** The map as tables: factors, links, loops, evidence, scores and more; sorted, filtered, taken away as CSV. */

import { loops } from "./ask/loops.js";
import { citeText } from "./cites.js";
import { button, el, renew, set } from "./dom.js";
import { readingName } from "./evidencepanel.js";
import { bearingsOn, proposalFor } from "./evidence.js";
import { ASPECTS } from "./filter.js";
import { measuresOf, shortNumber } from "./looks.js";
import { nameOf } from "./model.js";
import { capital, countText, endLabel, say, wordText } from "./sentences.js";
import { signOf } from "./words.js";

/**
 * @typedef {import("./model.js").Model} Model
 * @typedef {string | number} Cell
 *
 * @typedef {Object} Row
 * @property {Cell[]} cells
 * @property {import("./view.js").Selection | null} of the element the row is about
 *
 * @typedef {Object} Sheet
 * @property {string} key
 * @property {string} label
 * @property {string[]} heads
 * @property {Row[]} rows
 * @property {string} [note]
 */

const SHOWN = 400;
/** Characters from which on a cell is a sentence rather than a word. */
const LONG = 90;

/**
 * Every table this map fills.
 *
 * @param {Model} model
 * @returns {Sheet[]}
 */
export function sheetsOf(model) {
  return [factorSheet(model), linkSheet(model), loopSheet(model), assumptionSheet(model), evidenceSheet(model), scoreSheet(model), changeSheet(model)]
    .filter((sheet) => sheet.rows.length);
}

/** @param {Model} model @returns {Sheet} */
function factorSheet(model) {
  const aspects = ASPECTS.filter((aspect) => aspect.of === "factor" && aspect.key !== "evidence" && model.order.some((id) => aspect.values(model, id)[0]));
  const measures = measuresOf(model);
  return {
    key: "factors", label: say("tables.factors"), heads: [say("label.factor"), ...aspects.map(({ label }) => label), ...measures.map(({ label }) => label), say("tables.definition"), say("label.where-it-is-said")],
    rows: model.order.map((id) => ({
      of: { kind: "factor", id },
      cells: [model.factors[id].label, ...aspects.map((aspect) => aspect.values(model, id).filter(Boolean).map((value) => aspect.name(model, value)).join(", ")),
        ...measures.map(({ value }) => value(id) ?? ""), model.factors[id].definition || "", cites(model, model.factors[id].cite)],
    })),
  };
}

/** @param {Model} model @returns {Sheet} */
function linkSheet(model) {
  const links = [...model.links.values()];
  const aspects = ASPECTS.filter((aspect) => aspect.of === "link" && aspect.key !== "polarity" && links.some((link) => aspect.values(model, link.id)[0]));
  return {
    key: "links", label: say("tables.links"), heads: [say("label.from"), say("label.polarity"), say("label.to"), ...aspects.map(({ label }) => label), say("tables.why"), say("tables.assumptions"), say("label.where-it-is-said")],
    rows: links.map((link) => ({
      of: { kind: "link", id: link.id },
      cells: [endLabel(model, link.from), `${signOf(link).word} (${signOf(link).sign})`, endLabel(model, link.to),
        ...aspects.map((aspect) => aspect.values(model, link.id).filter(Boolean).map((value) => aspect.name(model, value)).join(", ")),
        link.why || "", (link.assumptions || []).map((id) => nameOf(model, "assumptions", id)).join("; "), cites(model, link.cite)],
    })),
  };
}

/** @param {Model} model @returns {Sheet} */
function loopSheet(model) {
  const found = loops(model, { most: 6, limit: 500 });
  return {
    key: "loops", label: say("tables.loops"), heads: [say("tables.kind"), say("tables.links"), say("tables.called"), say("tables.loop"), say("tables.uncertain")],
    note: say("tables.loops-note", { loops: capital(countText(found.count, say("noun.loop"), { atLeast: !found.counted })), most: found.most }),
    rows: found.found.map((loop) => ({
      of: { kind: "factor", id: loop.factors[0] },
      cells: [capital(loop.kind), loop.length, loop.names.join(", "), [...loop.factors, loop.factors[0]].map((id) => model.factors[id].label).join(" → "), loop.why.join(", ")],
    })),
  };
}

/** @param {Model} model @returns {Sheet} */
function assumptionSheet(model) {
  const links = [...model.links.values()];
  return {
    key: "assumptions", label: say("tables.assumptions"), heads: [say("tables.assumption"), say("tables.kind"), say("tables.critical"), say("label.status"), say("tables.links-that-rest-on-it"), say("label.where-it-is-said")],
    rows: Object.values(model.document.map.assumptions || {}).map((one) => ({
      of: null,
      cells: [one.label, wordText(one.kind, "kind"), one.critical ? say("label.critical") : "", one.status || say("tables.not-looked-at"),
        links.filter((link) => (link.assumptions || []).includes(one.id)).length, cites(model, one.cite)],
    })),
  };
}

/** @param {Model} model @returns {Sheet} */
function evidenceSheet(model) {
  const own = new Set([...model.order, ...model.links.keys()]);
  return {
    key: "evidence", label: say("label.evidence"), heads: [say("tables.about"), say("tables.direction"), say("label.strength"), say("tables.item"), say("tables.kind"), say("tables.cases"), say("tables.said-by"), say("label.where-it-is-said")],
    rows: Object.values(model.document.evidence || {}).flatMap((item) => (item.bears_on || []).map((bearing) => ({
      of: own.has(bearing.element) ? { kind: model.links.has(bearing.element) ? "link" : "factor", id: bearing.element } : null,
      cells: [elementName(model, bearing.element), bearing.direction, bearing.strength || "", item.statement, item.kind,
        (item.cases || []).map((id) => nameOf(model, "cases", id)).join(", ") || item.said_of || "", (item.audience || []).join(", "), cites(model, item.cite)],
    }))),
  };
}

/** @param {Model} model @returns {Sheet} */
function scoreSheet(model) {
  const ids = model.order.filter((id) => model.factors[id].score || proposalFor(model, id));
  const others = [...new Set(ids.flatMap((id) => Object.keys((proposalFor(model, id) || {}).standing?.readings || {})))];
  return {
    key: "scores", label: say("tables.scores"), heads: [say("tables.outcome"), say("label.published-score"), say("tables.proposed-by-rule"), ...others.map(readingName), say("tables.margin"), say("tables.evidence-items"), say("tables.reason-given"), say("tables.reasons-of-the-rule"), say("evidence.standing")],
    rows: ids.map((id) => {
      const { score } = model.factors[id];
      const rule = proposalFor(model, id) || {};
      return {
        of: { kind: /** @type {const} */ ("factor"), id },
        cells: [model.factors[id].label, score ? score.label : "", rule.proposed || "", ...others.map((name) => rule.standing?.readings[name] || ""), rule.margin || "", bearingsOn(model, id).length,
          score ? score.reason || "" : "", (rule.reasons || []).map(String).join("; "), (rule.standing?.sentences || []).join(" ")],
      };
    }),
  };
}

/** @param {Model} model @returns {Sheet} */
function changeSheet(model) {
  return {
    key: "changes", label: say("tables.changes"), heads: [say("tables.change"), say("tables.element"), say("label.field"), say("label.before"), say("label.after"), say("tables.reason")],
    rows: (model.document.map.changes || []).map((one) => ({
      of: one.element && model.factors[one.element] ? { kind: "factor", id: one.element } : one.element && model.links.has(one.element) ? { kind: "link", id: one.element } : null,
      cells: [wordText(one.kind, "kind"), one.element ? elementName(model, one.element) : say("tables.the-whole-file"), one.field || "", one.before || "", one.after || "", one.reason || ""],
    })),
  };
}

/**
 * @param {Model} model
 * @param {string} id
 */
export function elementName(model, id) {
  if (model.factors[id]) return model.factors[id].label;
  const link = model.links.get(id);
  if (link) return `${endLabel(model, link.from)} → ${endLabel(model, link.to)}`;
  const [, kind, rest] = /^(?:(\w+):)?(.*)$/.exec(id) || ["", "", id];
  const collection = kind ? `${kind}s` : ["claims", "assumptions", "rivals", "conditions"].find((name) => /** @type {any} */ (model.document.map)[name]?.[id]) || "";
  return nameOf(model, collection, rest || id);
}

/**
 * @param {Model} model
 * @param {import("./types.js").Cite[] | undefined} list
 */
function cites(model, list) {
  return (list || []).map((cite) => citeText(model, cite)).join("; ");
}

/**
 * The tables with their controls.
 *
 * @param {Model} model
 * @param {{choose: (of: import("./view.js").Selection) => void, save: (name: string, text: string) => void}} wiring
 * @returns {{element: HTMLElement, show: (focus: import("./focus.js").Focus, view: import("./view.js").View) => void}}
 */
export function tablesOf(model, wiring) {
  /** @type {Sheet[]} */
  let sheets = [];
  let current = 0;
  let sorted = /** @type {{column: number, down: boolean} | null} */ (null);
  let all = false;
  /** @type {boolean[]} */
  let long = [];
  /** @type {import("./focus.js").Focus} */
  let focus = { factors: null, links: null, answer: null, selected: null };
  /** @type {import("./view.js").View | null} */
  let view = null;
  const picker = /** @type {HTMLSelectElement} */ (el("select", { id: "sheet", onchange: () => {
    current = picker.selectedIndex;
    sorted = null;
    all = false;
    draw();
  } }));
  const find = /** @type {HTMLInputElement} */ (el("input", { id: "sheet-find", type: "search", oninput: () => draw() }));
  const only = /** @type {HTMLInputElement} */ (el("input", { id: "sheet-only", type: "checkbox", checked: true, onchange: () => draw() }));
  const room = el("div.sheet", { tabindex: "0", role: "region", "aria-label": say("tables.table") });
  const said = el("p.faint", { role: "status" });
  const element = el("div.text-view.wide", null, el("h2", null, say("label.tables")), el("div.sheet-tools", null,
    el("label", null, say("tables.pick"), picker), el("label", null, say("tables.find"), find), el("label.check", null, only, say("tables.only")),
    button(say("tables.save-as-csv"), () => wiring.save(`${model.document.map.id}-${sheets[current].key}.csv`, csvOf(sheets[current].heads, rows())))), said, room);

  function rows() {
    const sheet = sheets[current];
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    let list = sheet.rows.filter((row) => inFocus(row) && words.every((word) => row.cells.some((cell) => String(cell).toLowerCase().includes(word))));
    if (sorted) {
      const { column, down } = sorted;
      list = [...list].sort((a, b) => (down ? -1 : 1) * compared(a.cells[column], b.cells[column]));
    }
    return list;
  }

  /** @param {Row} row */
  function inFocus(row) {
    if (!only.checked || !row.of || !focus.factors) return true;
    return row.of.kind === "factor" ? focus.factors.has(row.of.id) : Boolean(focus.links && focus.links.has(row.of.id));
  }

  function draw() {
    const sheet = sheets[current];
    const list = rows();
    // A column of sentences gets the room for them, so that one long cell does not stretch every row.
    long = sheet.heads.map((_, i) => i > 0 && sheet.rows.some(({ cells }) => String(cells[i]).length > LONG));
    const shown = all ? list : list.slice(0, SHOWN);
    said.textContent = say("tables.rows", { rows: countText(list.length, "row"), all: sheet.rows.length, note: sheet.note });
    renew(room, el("table", null, el("caption.sr", null, sheet.label),
      el("thead", null, el("tr", null, sheet.heads.map((head, i) => el("th", {
        scope: "col", "aria-sort": sorted && sorted.column === i ? (sorted.down ? "descending" : "ascending") : null,
      }, button([head, el("span.arrow", { "aria-hidden": "true" }, sorted && sorted.column === i ? (sorted.down ? " ▼" : " ▲") : "")],
        () => {
          sorted = { column: i, down: Boolean(sorted && sorted.column === i && !sorted.down) };
          draw();
        }, { class: "plain", id: `sort-${i}` }))))),
      el("tbody", null, shown.map((row) => bodyRow(row)))),
    shown.length < list.length ? button(say("tables.show-all", { n: list.length }), () => { all = true; draw(); }) : null);
  }

  /** @param {Row} row */
  function bodyRow(row) {
    const { of } = row;
    const chosen = of && view && view.selected && view.selected.kind === of.kind && view.selected.id === of.id;
    return el("tr", { class: chosen ? "chosen" : "" }, row.cells.map((cell, i) => {
      const text = typeof cell === "number" ? shortNumber(cell) : cell;
      const content = i === 0 && of ? button(text, () => wiring.choose(of), { class: "plain left", "aria-pressed": String(Boolean(chosen)) }) : text;
      return el(i === 0 ? "th" : "td", i === 0 ? { scope: "row" } : { class: typeof cell === "number" ? "number" : long[i] ? "long" : null }, content);
    }));
  }

  return {
    element,
    show(nextFocus, nextView) {
      focus = nextFocus;
      view = nextView;
      if (!sheets.length) {
        sheets = sheetsOf(model);
        set(picker, sheets.map((sheet, i) => el("option", { value: String(i) }, `${sheet.label} (${sheet.rows.length})`)));
      }
      draw();
    },
  };
}

/**
 * @param {Cell} a
 * @param {Cell} b
 */
function compared(a, b) {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a).localeCompare(String(b), "en-GB", { numeric: true });
}

/**
 * Rows as CSV. A cell that a spreadsheet would take for a formula gets an apostrophe before it, so that it stays text.
 *
 * @param {string[]} heads
 * @param {Row[]} rows
 * @returns {string}
 */
export function csvOf(heads, rows) {
  const line = (/** @type {Cell[]} */ cells) => cells.map((cell) => {
    const text = typeof cell === "number" ? String(cell) : /^[=+\-@\t\r]/.test(cell) && cell.length > 1 ? `'${cell}` : cell;
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  }).join(",");
  return "\ufeff" + [line(heads), ...rows.map((row) => line(row.cells))].join("\r\n") + "\r\n";
}
