/** The picture of the page: the canvas with its frame, its line of text for what is under the pointer, its zoom buttons. */

import { Canvas } from "./canvas/canvas.js";
import { button, el } from "./dom.js";
import { KEYS } from "./keynames.js";
import { say } from "./sentences.js";

/**
 * @typedef {import("./scene.js").Scene} Scene
 * @typedef {import("./theme.js").Theme} Theme
 *
 * @typedef {Object} Picture
 * @property {(scene: Scene, theme?: Theme) => void} show
 * @property {() => void} fit show the whole map
 * @property {(factor: number) => void} zoom
 * @property {(dx: number, dy: number) => void} pan by screen pixels
 * @property {(ids: string[], closer?: boolean) => void} reveal move so that these factors can be seen; `closer`: and read
 * @property {(ids: string[]) => void} around show the map around these factors, unless the reader has moved it
 * @property {() => number} scale
 * @property {() => Scene} scene what is drawn now
 * @property {() => void} end take the picture down
 * @property {(x: number, y: number) => {x: number, y: number}} toScreen where a place of the layout is in the window
 */

/**
 * @param {HTMLElement} host
 * @param {Theme} theme
 * @param {import("./canvas/canvas.js").Hands} hands
 * @returns {Picture}
 */
export function makePicture(host, theme, hands) {
  const canvas = new Canvas(host, hands);
  Object.assign(canvas, { opensReadable: true });
  return {
    show: (scene, look = canvas.theme || theme) => canvas.show(scene, look),
    fit: () => canvas.fit(),
    zoom: (factor) => canvas.zoom(factor),
    pan: (dx, dy) => canvas.pan(dx, dy),
    reveal: (ids, closer) => canvas.reveal(ids, closer),
    around(ids) {
      canvas.opensAround = ids;
      if (canvas.byHand) return;
      canvas.open();
      canvas.redraw();
    },
    scale: () => canvas.look.scale,
    scene: () => /** @type {Scene} */ (canvas.scene),
    end: () => canvas.end(),
    toScreen(x, y) {
      const [left, top] = canvas.toFrame([x, y]);
      const frame = canvas.canvas.getBoundingClientRect();
      return { x: frame.left + left, y: frame.top + top };
    },
  };
}

/**
 * The room for a picture, with its line of text for what is under the pointer.
 *
 * @returns {{frame: HTMLElement, host: HTMLElement, readout: HTMLElement}}
 */
export function pictureFrame() {
  const host = el("div.canvas");
  const readout = el("div.readout", { "aria-hidden": "true" });
  const help = el("p.sr", { id: "picture-help" }, say("keys.help", { keys: KEYS.map(([key, what]) => `${key}: ${what}`).join("; ") }));
  const frame = el("div.picture", {
    role: "application", tabindex: "0", "aria-label": say("picture.name"), "aria-describedby": "picture-help",
  }, host, readout, help);
  return { frame, host, readout };
}

/** @param {Picture} picture */
export function zoomButtons(picture) {
  return el("div.zoom", { role: "group", "aria-label": say("picture.zoom") },
    button("+", () => picture.zoom(1.25), { "aria-label": say("picture.zoom-in") }),
    button("−", () => picture.zoom(0.8), { "aria-label": say("picture.zoom-out") }),
    button(say("picture.fit"), () => picture.fit(), { "aria-label": say("picture.fit-all") }));
}
