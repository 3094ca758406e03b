/** Texts, frames and pictures behind the map: put there, said more of, taken away. */

import { button, el } from "../dom.js";
import { wordText } from "../sentences.js";
import { say } from "./english.js";
import { groupedFields } from "./fieldform.js";
import { pictureFrom } from "./picturefile.js";

/**
 * @typedef {import("./editor.js").Editor} Editor
 * @typedef {import("../types.js").BackgroundItem} BackgroundItem
 */

/** @param {Editor} editor */
export const itemsOf = (editor) => editor.map.background || [];

/** Whether one may change what is behind the map. @param {Editor} editor */
export const mayPlace = (editor) => editor.room.mayDraw && editor.room.atLeast("editor") && !editor.past && !editor.trial;

/** The section of the panel "Styles". @param {Editor} editor */
export function backgroundSection(editor) {
  const items = itemsOf(editor);
  const may = mayPlace(editor);
  const file = /** @type {HTMLInputElement} */ (el("input.sr", { type: "file", accept: "image/*", "aria-label": say("room.a-picture-behind-the-map"), tabindex: "-1" }));
  file.addEventListener("change", () => {
    if (file.files && file.files[0]) addPicture(editor, file.files[0], file.files[0].name.replace(/\.[^.]*$/, ""));
  });
  return el("section", null, el("h3", null, say("room.behind-the-map")),
    el("p.faint", null, say("room.texts-frames-and-pictures-to-find")),
    items.length ? el("ul.styles", null, items.map((item) => el("li", null, el("div.row", null, el("span.tag", null, wordText(item.kind, "kind")), button(nameOf(item), () => editor.chooseBehind(item.id), { class: "go", "aria-label": `${wordText(item.kind, "kind")}: ${nameOf(item)}` }))))) : null,
    may ? el("div.row", null, button(say("room.add-a-text"), () => add(editor, "text")),
      button(editor.chosen.size ? say("room.frame", { n: editor.chosen.size }) : say("room.add-a-frame"), () => add(editor, "frame")),
      button(say("room.add-a-picture"), () => file.click()), file) : null);
}

/** What a chosen one says. @param {Editor} editor @param {BackgroundItem} item */
export function backgroundPanel(editor, item) {
  const { room } = editor;
  const may = mayPlace(editor);
  const about = { may: () => may, named: () => /** @type {[string, string][]} */ ([]), used: () => /** @type {string[]} */ ([]) };
  return el("div.panel", { "data-panel": `background:${item.id}` }, el("p.kicker", null, say("room.behind-the-map")), el("h2", { tabindex: "-1" }, nameOf(item)),
    groupedFields("BackgroundItem", /** @type {any} */ (item), about, (field, value) => room.set("background", item.id, field, value),
      item.kind === "text" ? ["height"] : item.kind === "picture" ? ["size", "colour"] : []),
    may ? el("p.faint", null, say("room.drag-it-on-the-map-and")) : null,
    may ? el("div.row", null, button(say("room.delete"), () => editor.removeChosen(), { class: "danger" }), button(say("room.done"), () => editor.choose([], false))) : null);
}

/** @param {BackgroundItem} item */
const nameOf = (item) => item.label.replace(/\s+/g, " ").slice(0, 80);

/** @param {Editor} editor @param {"text" | "frame"} kind */
function add(editor, kind) {
  const { boxes } = editor.model.document.layout;
  const chosen = [...editor.chosen].map((id) => boxes[id]).filter(Boolean);
  if (kind === "text" || !chosen.length) put(editor, kind === "text" ? { kind, label: say("room.text"), width: 320 } : { kind, label: say("room.frame-2"), width: 420, height: 280 });
  else {
    const [left, right] = [Math.min(...chosen.map((box) => box.x - box.width / 2)) - 30, Math.max(...chosen.map((box) => box.x + box.width / 2)) + 30];
    const [top, bottom] = [Math.min(...chosen.map((box) => box.y - box.height / 2)) - 55, Math.max(...chosen.map((box) => box.y + box.height / 2)) + 30];
    put(editor, { kind, label: say("room.frame-2"), width: Math.round(right - left), height: Math.round(bottom - top) }, [(left + right) / 2, (top + bottom) / 2]);
  }
}

/** @param {Editor} editor @param {Blob} file @param {string} name what the picture shows */
export async function addPicture(editor, file, name) {
  if (!mayPlace(editor)) return;
  const made = await pictureFrom(file);
  if (!made) editor.room.told.say(say("room.this-browser-cannot-show-that-file"), "bad");
  else {
    const k = Math.min(1, 900 / made.width);
    put(editor, { kind: "picture", label: name || say("room.picture"), image: made.image, width: Math.max(20, Math.round(made.width * k)), height: Math.max(20, Math.round(made.height * k)) });
  }
}

/**
 * @param {Editor} editor
 * @param {Partial<BackgroundItem> & {kind: string}} item
 * @param {[number, number]} [at]
 */
function put(editor, item, at = [editor.board.look.x, editor.board.look.y]) {
  const id = `${item.kind}-${Math.random().toString(36).slice(2, 8)}`;
  editor.room.edit({ do: "add", in: "background", element: { id, ...item, position: { x: Math.round(at[0]), y: Math.round(at[1]) } } });
  editor.chooseBehind(id);
}
