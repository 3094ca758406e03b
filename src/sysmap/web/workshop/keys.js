/** The keyboard on the map: everything a pointer can do. */

import { mayPlace } from "./backgroundpanel.js";
import { find } from "./finding.js";

/**
 * @param {KeyboardEvent} event
 * @param {import("./editor.js").Editor} editor
 */
export function onKey(event, editor) {
  const here = event.target === editor.frame;
  if (!here && !isEverywhere(event)) return;
  const { board, room } = editor;
  const control = event.ctrlKey || event.metaKey;
  const [one] = editor.chosen;
  const arrows = /** @type {Record<string, [number, number]>} */ ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] });
  const arrow = arrows[event.key];
  if (control && event.key.toLowerCase() === "z") room.do(event.shiftKey ? "redo" : "undo");
  else if (control && event.key.toLowerCase() === "y") room.do("redo");
  else if (control && event.key.toLowerCase() === "a") editor.choose(editor.model.order, false);
  else if (control && event.key.toLowerCase() === "f") find(editor);
  else if (control) return;
  else if (arrow && event.altKey && room.mayDraw) move(editor, arrow);
  else if (arrow && event.shiftKey) board.pan(arrow[0] * 60, arrow[1] * 60);
  else if (arrow) {
    const next = nearest(editor.model.document.layout.boxes, one || null, arrow);
    if (next) editor.choose([next], false);
  } else if (event.key === "Enter" && (one || editor.link)) {
    const head = editor.side.element.querySelector("input, h2, button");
    if (head) /** @type {HTMLElement} */ (head).focus();
  } else if (event.key === "F2" && one) editor.rename(one);
  else if (event.key === "n" || event.key === "N") editor.typing.focus();
  else if ((event.key === "l" || event.key === "L") && one) editor.typing.begin(`${editor.model.factors[one].label} -> `);
  else if (event.key === "l" || event.key === "L") editor.toggleLinking();
  else if (event.key === "f" || event.key === "F") {
    const focal = editor.model.order.filter((id) => editor.model.factors[id].focal);
    if (focal.length) editor.choose([focal[(focal.indexOf(one) + 1) % focal.length]], false);
  } else if (event.key === "Delete" || event.key === "Backspace") editor.removeChosen();
  else if (event.key === "Escape") {
    editor.toggleLinking(false);
    editor.toggleSeveral(false);
    editor.view.ask = null;
    editor.choose([], false);
  } else if (event.key === "+" || event.key === "=") board.zoom(1.25);
  else if (event.key === "-") board.zoom(0.8);
  else if (event.key === "0") board.fit();
  else return;
  event.preventDefault();
}

/** Keys that mean the map wherever the keyboard is, but where somebody types. @param {KeyboardEvent} event */
function isEverywhere({ target, key, ctrlKey, metaKey }) {
  if (!(target instanceof Element) || takesText(target) || target.closest("dialog, select")) return false;
  return key === "Delete" || ((ctrlKey || metaKey) && ["a", "f", "z", "y"].includes(key.toLowerCase()));
}

/** @param {Element} element */
export function takesText(element) {
  return element instanceof HTMLTextAreaElement || (element instanceof HTMLInputElement && !["radio", "checkbox", "range", "button", "color"].includes(element.type));
}

/** @param {import("./editor.js").Editor} editor @param {[number, number]} arrow */
function move(editor, [dx, dy]) {
  const { boxes, background = [] } = editor.model.document.layout;
  const behind = background.find((one) => one.id === editor.behind);
  if (behind) {
    if (mayPlace(editor)) editor.shift({ ...behind, x: behind.x + dx * 20, y: behind.y + dy * 20 }, true);
    return;
  }
  editor.moved(new Map([...editor.chosen].filter((id) => boxes[id]).map((id) => [id, [boxes[id].x + dx * 20, boxes[id].y + dy * 20]])));
}

/**
 * @param {Record<string, import("../types.js").Box>} boxes
 * @param {string | null} from
 * @param {[number, number]} direction
 */
export function nearest(boxes, from, [dx, dy]) {
  if (!from || !boxes[from]) return Object.keys(boxes)[0] || null;
  let [best, found] = [Infinity, /** @type {string | null} */ (null)];
  for (const [id, box] of Object.entries(boxes)) {
    const along = (box.x - boxes[from].x) * dx + (box.y - boxes[from].y) * dy;
    const aside = Math.abs((box.x - boxes[from].x) * dy) + Math.abs((box.y - boxes[from].y) * dx);
    if (id === from || along < 8 || along < aside * 0.4 || along + 2 * aside >= best) continue;
    [best, found] = [along + 2 * aside, id];
  }
  return found;
}
