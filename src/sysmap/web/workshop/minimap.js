/** The whole map in a corner, with the frame one looks through: click, drag or the arrow keys move the frame. */

import { el } from "../dom.js";
import { say } from "./english.js";

/** @typedef {import("./board.js").Board} Board */

const [WIDE, HIGH] = [176, 116];
const MARGIN = 6;

export class Minimap {
  /** @param {Board} board */
  constructor(board) {
    this.board = board;
    this.canvas = /** @type {HTMLCanvasElement} */ (el("canvas", { "aria-hidden": "true" }));
    this.element = el("div.minimap", { role: "application", tabindex: "0", "aria-label": say("room.overview-of-the-map-arrow-keys"), hidden: true }, this.canvas);
    /** @type {{scale: number, left: number, top: number} | null} */
    this.fit = null;
    this.element.addEventListener("pointerdown", (event) => {
      this.element.setPointerCapture(event.pointerId);
      this.goTo(event);
    });
    this.element.addEventListener("pointermove", (event) => {
      if (this.element.hasPointerCapture(event.pointerId)) this.goTo(event);
    });
    this.element.addEventListener("keydown", (event) => this.key(event));
  }

  /** Show what the board shows; where all of the map is in view there is nothing to find, and the corner stays free. */
  paint() {
    const { board, canvas } = this;
    const { scene, theme } = board;
    if (!scene || !theme) return;
    const held = document.activeElement === this.element;
    this.element.hidden = !scene.boxes.length || (!board.outgrown() && !held);
    if (this.element.hidden) return;
    const ratio = devicePixelRatio || 1;
    if (canvas.width !== WIDE * ratio) [canvas.width, canvas.height] = [WIDE * ratio, HIGH * ratio];
    const { bounds } = scene;
    const scale = Math.min((WIDE - 2 * MARGIN) / (bounds.right - bounds.left), (HIGH - 2 * MARGIN) / (bounds.bottom - bounds.top));
    const left = (WIDE - (bounds.right - bounds.left) * scale) / 2 - bounds.left * scale;
    const top = (HIGH - (bounds.bottom - bounds.top) * scale) / 2 - bounds.top * scale;
    this.fit = { scale, left, top };
    const ctx = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.fillStyle = theme.paper;
    ctx.fillRect(0, 0, WIDE, HIGH);
    for (const { id, box, faded } of scene.boxes) {
      ctx.fillStyle = board.chosen.has(id) ? theme.accent : faded ? "#c3cbd3" : theme.muted;
      const [width, height] = [Math.max(3, box.width * scale), Math.max(2, box.height * scale)];
      ctx.fillRect(left + box.x * scale - width / 2, top + box.y * scale - height / 2, width, height);
    }
    const seen = board.seen();
    const [x, y] = [clamp(left + seen.left * scale, WIDE), clamp(top + seen.top * scale, HIGH)];
    const [right, bottom] = [clamp(left + seen.right * scale, WIDE), clamp(top + seen.bottom * scale, HIGH)];
    ctx.strokeStyle = theme.accent;
    ctx.lineWidth = 2;
    ctx.strokeRect(x, y, Math.max(4, right - x), Math.max(4, bottom - y));
  }

  /** @param {PointerEvent} event */
  goTo(event) {
    if (!this.fit) return;
    const box = this.canvas.getBoundingClientRect();
    const { scale, left, top } = this.fit;
    const x = (((event.clientX - box.left) * WIDE) / box.width - left) / scale;
    const y = (((event.clientY - box.top) * HIGH) / box.height - top) / scale;
    this.board.look.x = x;
    this.board.look.y = y;
    this.board.looked();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const { board } = this;
    const seen = board.seen();
    const step = [(seen.right - seen.left) * board.look.scale * 0.2, (seen.bottom - seen.top) * board.look.scale * 0.2];
    const arrows = /** @type {Record<string, [number, number]>} */ ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] });
    const arrow = arrows[event.key];
    if (arrow) board.pan(arrow[0] * step[0], arrow[1] * step[1]);
    else if (event.key === "+" || event.key === "=") board.zoom(1.25);
    else if (event.key === "-") board.zoom(0.8);
    else if (event.key === "0") board.fit();
    else return;
    event.preventDefault();
  }
}

/** @param {number} value @param {number} most */
function clamp(value, most) {
  return Math.min(Math.max(value, 1), most - 1);
}
