/** The document: its paragraphs with what is coded in them, and a passage chosen with the mouse or with keys. */

import { button, el, set } from "../dom.js";
import { say } from "./english.js";

/**
 * @typedef {{start: number, end: number, at: string, heading: boolean, speaker: string, text: string}} Block
 * @typedef {{element: string, direction: string, strength: string}} Bears
 * @typedef {{item: string, statement: string, how: string, start: number, end: number, words: string, at: string, coder: string,
 *   informant: string, bears_on: Bears[]}} Passage
 * @typedef {{name: string, notes: string[], words: number, blocks: Block[], passages: Passage[], coverage: string, share: number,
 *   others: {register: string, passages: Passage[], shared: number | null}[]}} Held
 * @typedef {{start: number, end: number}} Span
 */

/** Characters as the server counts them: an emoji is one. @param {string} text */
const lengthOf = (text) => [...text].length;

/** @param {string} text @param {number} start @param {number} [end] */
const cut = (text, start, end) => [...text].slice(start, end).join("");

/**
 * @param {{chosen: (span: Span, block: Block) => void, code: (asClaim: boolean) => void, undo: () => void, open: (passage: Passage) => void}} does
 */
export function textPane(does) {
  /** @type {Held} */
  let held = { name: "", notes: [], words: 0, blocks: [], passages: [], coverage: "", share: 0, others: [] };
  /** @type {Span | null} */
  let chosen = null;
  let others = false;
  /** @type {HTMLElement[]} */
  let rows = [];
  const said = el("p.sr", { role: "status", "aria-live": "polite" });
  const paper = el("div.paper", { tabindex: 0, role: "group", "aria-label": say("coding.text-of-the-document-arrow-keys"),
    onkeydown: (/** @type {KeyboardEvent} */ event) => key(event), onmouseup: () => fromMouse() });
  const tools = el("div.row.tools", { role: "toolbar", "aria-label": say("coding.choose-a-passage") },
    button(say("coding.sentence"), () => step(-1), { "aria-label": say("coding.previous-sentence"), title: "←" }), button(say("coding.sentence-2"), () => step(1), { "aria-label": say("coding.next-sentence"), title: "→" }),
    button(say("coding.longer"), () => stretch(1), { title: say("coding.shift-one-word-more") }), button(say("coding.shorter"), () => stretch(-1), { title: say("coding.shift-one-word-less") }),
    button(say("coding.paragraph"), () => whole(), { title: say("coding.p-the-whole-paragraph") }));
  const element = el("section.text", { "aria-label": say("coding.reading-2") }, tools, paper, said);

  /** @param {Span} span */
  const blockOf = (span) => held.blocks.find((one) => one.start <= span.start && span.start < one.end) || held.blocks[0];
  /** @param {Span} span */
  const wordsOf = (span) => held.blocks.filter((one) => one.start < span.end && span.start < one.end)
    .map((one) => cut(one.text, Math.max(0, span.start - one.start), span.end - one.start)).join(" ");

  /** @param {Span | null} span @param {boolean} [scroll] */
  function choose(span, scroll = false) {
    const before = chosen;
    chosen = span;
    held.blocks.forEach((block, at) => {
      if ([before, span].some((one) => one && one.start < block.end && block.start < one.end)) draw(at);
    });
    if (!span) return;
    const block = blockOf(span);
    if (scroll) rows[held.blocks.indexOf(block)].querySelector(".chosen")?.scrollIntoView({ block: "nearest" });
    said.textContent = `${block.at}${block.speaker ? `, ${block.speaker}` : ""}: ${wordsOf(span).slice(0, 300)}`;
    does.chosen(span, block);
  }

  /** The sentences of a block, as stretches of the document. @param {Block} block @returns {Span[]} */
  function sentences(block) {
    const named = block.speaker ? (/^[^:]*:\s*/.exec(block.text) || [""])[0] : "";
    const spoken = named.includes(block.speaker) ? block.text.slice(named.length) : block.text;
    const found = [...new Intl.Segmenter(document.documentElement.lang || "en", { granularity: "sentence" }).segment(spoken.replaceAll("\n", " "))];
    let at = block.start + lengthOf(block.text) - lengthOf(spoken);
    return found.map(({ segment }) => {
      const start = at + lengthOf(segment) - lengthOf(segment.trimStart());
      at += lengthOf(segment);
      return { start, end: Math.max(start, at - (lengthOf(segment) - lengthOf(segment.trimEnd()))) };
    }).filter((one) => one.end > one.start);
  }

  /** @param {number} by */
  function step(by) {
    const all = held.blocks.flatMap(sentences);
    const now = chosen;
    if (!all.length) return;
    const next = !now ? all[0] : by > 0 ? all.find((one) => one.start >= now.end) || all[all.length - 1] : [...all].reverse().find((one) => one.end <= now.start) || all[0];
    choose(next, true);
  }

  /** @param {number} by */
  function paragraph(by) {
    const at = chosen ? held.blocks.indexOf(blockOf(chosen)) + by : 0;
    const block = held.blocks[Math.min(held.blocks.length - 1, Math.max(0, at))];
    if (block) choose(sentences(block)[0] || { start: block.start, end: block.end }, true);
  }

  function whole() {
    const block = chosen ? blockOf(chosen) : held.blocks[0];
    if (block) choose({ start: block.start, end: block.end }, true);
  }

  /** One word more or less at the end, or at the start. @param {number} by @param {boolean} [atStart] */
  function stretch(by, atStart = false) {
    const span = chosen;
    if (!span) return step(1);
    const block = held.blocks.find((one) => one.start < span.end && span.end <= one.end) || blockOf(span);
    const ends = [...block.text.matchAll(/\S+/g)].map((word) => {
      const start = block.start + lengthOf(block.text.slice(0, word.index));
      return { start, end: start + lengthOf(word[0]) };
    });
    if (atStart) {
      const starts = ends.map((one) => one.start);
      const to = by > 0 ? starts.find((one) => one > span.start && one < span.end) : [...starts].reverse().find((one) => one < span.start);
      if (to !== undefined) choose({ start: to, end: span.end }, true);
      return;
    }
    const to = by > 0 ? ends.find((one) => one.end > span.end)?.end : [...ends].reverse().find((one) => one.end < span.end && one.end > span.start)?.end;
    if (to !== undefined) choose({ start: span.start, end: to }, true);
  }

  /** @param {KeyboardEvent} event */
  function key(event) {
    if (event.ctrlKey || event.metaKey) return;
    /** @type {Record<string, () => void>} */
    const keys = { ArrowRight: () => event.shiftKey ? stretch(1, event.altKey) : step(1), ArrowLeft: () => event.shiftKey ? stretch(-1, event.altKey) : step(-1),
      ArrowDown: () => paragraph(1), ArrowUp: () => paragraph(-1), p: whole, P: whole, u: does.undo, U: does.undo,
      Enter: () => chosen ? does.code(false) : step(1), c: () => does.code(true), C: () => does.code(true), Escape: () => choose(null) };
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  function fromMouse() {
    const selection = getSelection();
    if (!selection || selection.isCollapsed || !selection.rangeCount) return;
    const range = selection.getRangeAt(0);
    const [start, end] = [placeOf(range.startContainer, range.startOffset), placeOf(range.endContainer, range.endOffset)];
    selection.removeAllRanges();
    if (start !== null && end !== null && end > start) {
      choose({ start, end });
      paper.focus({ preventScroll: true });
    }
  }

  /** @param {Node} node @param {number} offset @returns {number | null} */
  function placeOf(node, offset) {
    const row = (node instanceof Element ? node : node.parentElement)?.closest("[data-start]");
    if (!row) return null;
    const before = document.createRange();
    before.setStart(row, 0);
    before.setEnd(node, offset);
    return Number(/** @type {HTMLElement} */ (row).dataset.start) + lengthOf(before.toString());
  }

  /** Draw one paragraph: cut where a coded or the chosen passage begins or ends. @param {number} at */
  function draw(at) {
    const block = held.blocks[at];
    /** @type {{span: Span, passage?: Passage, kind: string}[]} */
    const marks = held.passages.filter((one) => one.how !== "lost").map((passage) => ({ span: passage, passage, kind: "own" }));
    if (others) held.others.forEach((other) => other.passages.forEach((passage) => marks.push({ span: passage, passage, kind: "other" })));
    if (chosen) marks.push({ span: chosen, kind: "chosen" });
    const here = marks.filter(({ span }) => span.start < block.end && block.start < span.end);
    const cuts = [...new Set([block.start, block.end, ...here.flatMap(({ span }) => [Math.max(span.start, block.start), Math.min(span.end, block.end)])])].sort((a, b) => a - b);
    const letters = [...block.text];
    set(rows[at], cuts.slice(1).map((end, i) => {
      const start = cuts[i];
      const text = letters.slice(start - block.start, end - block.start).join("");
      const over = here.filter(({ span }) => span.start < end && start < span.end);
      const coded = over.filter((one) => one.kind !== "chosen");
      const classes = [...new Set(over.map((one) => one.kind))].join(" ");
      if (!over.length) return text;
      return el("mark", { class: classes, title: coded.map(({ passage }) => passage ? passage.statement : "").join("\n") || null,
        onclick: coded.length ? () => coded[0].passage && getSelection()?.isCollapsed && does.open(coded[0].passage) : null }, text);
    }));
  }

  /** @param {Held} document */
  function show(document) {
    const same = document.name === held.name;
    held = document;
    if (!same) chosen = null;
    rows = held.blocks.map((block) => el(block.heading ? "strong.para" : "span.para", { "data-start": block.start }));
    set(paper, held.blocks.map((block, at) => {
      const before = held.blocks[at - 1];
      const margin = el("span.place", { "aria-hidden": "true" }, block.at === (before && before.at) ? "" : block.at.replace("paragraph ", "¶ "));
      return el("p", { class: block.speaker && block.speaker !== (before && before.speaker) ? "turn" : "" }, margin, rows[at]);
    }));
    held.blocks.forEach((_, at) => draw(at));
    if (!same) paper.scrollTop = 0;
  }

  return {
    element, show, choose, words: () => chosen ? wordsOf(chosen) : "",
    focus: () => paper.focus({ preventScroll: true }),
    /** @param {boolean} shown */
    showOthers: (shown) => {
      others = shown;
      held.blocks.forEach((_, at) => draw(at));
    },
    /** @param {Passage} passage */
    goTo: (passage) => choose({ start: passage.start, end: passage.end }, true),
  };
}
