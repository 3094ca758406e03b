/**
 * Copy and paste of parts of a map, between places, tables, maps and other programs. The browser's own copy and paste events carry
 * it, which also work on plain http: as values for another map, and as typed lines (`A -> B +`) for everything else.
 *
 * @typedef {import("../types.js").Point} Point
 * @typedef {{factors: (Record<string, any> & {label: string, at: Point})[], links: (Record<string, any> & {from: string, to: string})[]}} Part links name factors by label; `at` is where a box stands from the middle of all
 */

import { addPicture, mayPlace } from "./backgroundpanel.js";
import { say } from "./english.js";
import { takesText } from "./keys.js";

const KIND = "application/x-sysmap-part";
const SIGNS = /** @type {Record<string, string>} */ ({ positive: " +", negative: " -", mixed: " +/-", unknown: "" });
const OF_FACTOR = ["label", "definition", "theme", "importance", "control", "vulnerability", "owner"];
const OF_LINK = ["polarity", "kind", "strength", "delay", "why"];

/** @param {import("./editor.js").Editor} editor */
export function listen(editor) {
  const elsewhere = (/** @type {Event} */ event) => (event.target instanceof Element && takesText(event.target)) || Boolean(document.querySelector("dialog[open]"));
  const copy = (/** @type {ClipboardEvent} */ event) => {
    const part = partOf(editor);
    if (elsewhere(event) || !part || !event.clipboardData || String(getSelection())) return false;
    event.clipboardData.setData(KIND, JSON.stringify(part));
    event.clipboardData.setData("text/plain", textOf(part));
    event.preventDefault();
    return true;
  };
  document.addEventListener("copy", (event) => {
    if (copy(event)) editor.told("Copied.");
  });
  document.addEventListener("cut", (event) => {
    if (copy(event)) editor.removeChosen();
  });
  document.addEventListener("paste", (event) => {
    if (elsewhere(event) || !event.clipboardData || !editor.room.mayDraw || editor.past) return;
    const [part, text] = [partFrom(event.clipboardData.getData(KIND)), event.clipboardData.getData("text/plain").trim()];
    const picture = [...event.clipboardData.files].find((file) => file.type.startsWith("image/"));
    if (part) paste(editor, part);
    else if (picture && !text && mayPlace(editor)) addPicture(editor, picture, "");
    else if (text) editor.typing.openSheet(text);
    else return;
    event.preventDefault();
  });
}

/** What is chosen: factors with the links between them, or a link with its two ends. @param {import("./editor.js").Editor} editor @returns {Part | null} */
export function partOf({ map, model, link, chosen }) {
  const one = link ? model.links.get(link) : undefined;
  const ids = (one ? [one.from, one.to] : [...chosen]).filter((id) => model.factors[id]);
  if (!ids.length) return null;
  const { boxes } = model.document.layout;
  const middle = (/** @type {"x" | "y"} */ along) => ids.reduce((sum, id) => sum + (boxes[id] ? boxes[id][along] : 0), 0) / ids.length;
  const [x, y] = [middle("x"), middle("y")];
  const label = (/** @type {string} */ id) => model.factors[id].label;
  return {
    factors: ids.map((id) => ({ ...picked(model.factors[id], OF_FACTOR), label: label(id), at: [(boxes[id] || { x }).x - x, (boxes[id] || { y }).y - y] })),
    links: (map.links || []).filter((each) => (one ? each.id === link : ids.includes(each.from) && ids.includes(each.to)))
      .map((each) => ({ ...picked(each, OF_LINK), from: label(each.from), to: label(each.to) })),
  };
}

/** As lines that one could have typed. @param {Part} part */
export function textOf({ factors, links }) {
  const linked = new Set(links.flatMap((one) => [one.from, one.to]));
  return [...factors.filter((one) => !linked.has(one.label)).map((one) => one.label),
    ...links.map((one) => `${one.from} -> ${one.to}${SIGNS[one.polarity] || ""}${one.why ? ` because ${one.why}` : ""}`)].join("\n");
}

/** Add what was copied, where one looks. A factor that is on the map already is not doubled, only linked. @param {import("./editor.js").Editor} editor @param {Part} part */
function paste(editor, { factors, links }) {
  const { look } = editor.board;
  const more = factors.map(({ at: [x, y], ...one }) => ({ ...one, position: { x: Math.round(look.x + x), y: Math.round(look.y + y) } }));
  const typed = { factors: more.map((one) => one.label), links: links.map((one) => ({ polarity: "unknown", ...one })), more };
  const { added, links: linked } = editor.typing.take("", undefined, typed);
  if (added.length) editor.choose(added, false);
  if (!added.length && !linked.length) editor.room.told.say(say("room.that-is-on-the-map-already"));
}

/** @param {string} text @returns {Part | null} */
function partFrom(text) {
  try {
    const { factors, links } = JSON.parse(text);
    return factors.every((/** @type {any} */ one) => typeof one.label === "string" && one.at.every(Number.isFinite)) && Array.isArray(links) ? { factors, links } : null;
  } catch {
    return null;
  }
}

/** @param {Record<string, any>} element @param {string[]} keys */
function picked(element, keys) {
  return Object.fromEntries(keys.filter((key) => element[key] !== undefined).map((key) => [key, element[key]]));
}
