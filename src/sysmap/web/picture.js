/**
 * The picture: vis-network pans, zooms and knows which box is under the pointer; boxes and links are drawn by us along
 * the places and routes that Python computed. It tells what was chosen and shows what it is told; it decides nothing.
 */

import { distanceTo, piecesOf } from "./curves.js";
import { el } from "./dom.js";
import { KEYS } from "./keynames.js";
import { makeLayer } from "./layer.js";
import { lettersAt } from "./lettering.js";

/**
 * @typedef {import("./scene.js").Scene} Scene
 * @typedef {import("./theme.js").Theme} Theme
 * @typedef {import("./types.js").Point} Point
 *
 * @typedef {Object} Picture
 * @property {(scene: Scene, theme?: Theme) => void} show
 * @property {() => void} fit show the whole map
 * @property {(factor: number) => void} zoom
 * @property {(dx: number, dy: number) => void} pan by screen pixels
 * @property {(ids: string[], closer?: boolean) => void} reveal move so that these factors can be seen; `closer`: and read
 * @property {() => number} scale
 * @property {() => Scene} scene what is drawn now
 * @property {() => void} end take the picture down
 * @property {(x: number, y: number) => {x: number, y: number}} toScreen where a place of the layout is in the window
 */

const nothing = () => {};

/** The room that the zoom buttons take in the corner, in screen pixels. */
const BUTTONS = { width: 130, height: 50 };

/** Size of a label on the screen, in pixels, that can be read without effort. */
const READABLE = 11;

/**
 * @param {HTMLElement} host an element with a height of its own
 * @param {Record<string, import("./types.js").Box>} sizes place and size of every box, shown or not
 * @param {Scene} first
 * @param {Theme} theme
 * @param {{vis: any, options: any, onFactor: (id: string, also: boolean) => void, onLink: (id: string) => void,
 *   onNothing: () => void, onHover: (what: {kind: "factor" | "link", id: string} | null) => void,
 *   onLetters?: (how: import("./lettering.js").Letters["how"]) => void}} wiring
 * @returns {Picture}
 */
export function makePicture(host, sizes, first, theme, wiring) {
  let scene = first;
  let look = theme;
  const nodes = Object.entries(sizes).map(([id, box]) => ({
    id, x: box.x, y: box.y, fixed: true, shape: "custom", ctxRenderer: /** @param {any} given */ (given) => renderer(given),
  }));
  const places = new Map(nodes.map(({ id, x, y }) => [id, { x, y }]));
  const network = new wiring.vis.Network(host, { nodes, edges: [] }, wiring.options);
  const canvas = /** @type {HTMLCanvasElement} */ (host.querySelector("canvas"));
  // The frame around the canvas takes the keys; vis-network's own elements are no stops for the keyboard.
  for (const inner of host.querySelectorAll("[tabindex]")) inner.setAttribute("tabindex", "-1");

  const layer = makeLayer(() => network.redraw());

  // The engine only has to know how large a box is; the layer paints it.
  /** @param {{id: string}} given */
  function renderer({ id }) {
    const { width, height } = sizes[id];
    return { drawNode: nothing, nodeDimensions: { width, height } };
  }

  function seen() {
    const { x, y } = network.getViewPosition();
    const scale = network.getScale();
    const halfWidth = host.clientWidth / scale / 2;
    const halfHeight = host.clientHeight / scale / 2;
    return { left: x - halfWidth, right: x + halfWidth, top: y - halfHeight, bottom: y + halfHeight };
  }

  /** @type {import("./lettering.js").Letters["how"]} */
  let lettered = "laid";
  network.on("beforeDrawing", (/** @type {CanvasRenderingContext2D} */ ctx) => {
    layer.draw(ctx, scene, look, network.getScale(), seen());
    const { how } = lettersAt(ctx, scene, look.fonts, network.getScale());
    if (how === lettered) return;
    lettered = how;
    setTimeout(() => wiring.onLetters && wiring.onLetters(lettered));
  });
  network.on("click", (/** @type {any} */ event) => {
    if (event.nodes.length && scene.boxById.has(event.nodes[0])) return wiring.onFactor(event.nodes[0], Boolean(event.event && event.event.srcEvent && event.event.srcEvent.shiftKey));
    const link = linkAt(scene, event.pointer.canvas, network.getScale());
    if (link) wiring.onLink(link);
    else wiring.onNothing();
  });
  network.on("hoverNode", (/** @type {any} */ event) => {
    if (!scene.boxById.has(event.node)) return;
    host.style.cursor = "pointer";
    wiring.onHover({ kind: "factor", id: event.node });
  });
  network.on("blurNode", () => {
    host.style.cursor = "";
    wiring.onHover(null);
  });
  let asked = 0;
  canvas.addEventListener("mousemove", (event) => {
    if (event.buttons || performance.now() - asked < 40) return;
    asked = performance.now();
    const box = canvas.getBoundingClientRect();
    const at = { x: event.clientX - box.left, y: event.clientY - box.top };
    if (network.getNodeAt(at) !== undefined) return;
    const link = linkAt(scene, network.DOMtoCanvas(at), network.getScale());
    host.style.cursor = link ? "pointer" : "";
    wiring.onHover(link ? { kind: "link", id: link } : null);
  });

  function fit() {
    if (host.clientWidth < 10 || host.clientHeight < 10) return;  // not on the screen now; it is fitted when it comes back
    const bounds = shownArea(scene, Object.keys(sizes).length);
    const width = bounds.right - bounds.left || 1;
    const height = bounds.bottom - bounds.top || 1;
    const fitting = (/** @type {number} */ below) => {
      const scale = Math.max(0.02, Math.min(host.clientWidth / width, (host.clientHeight - below) / height, 1.4) * 0.985);
      network.moveTo({ position: { x: bounds.left + width / 2, y: bounds.top + height / 2 + below / 2 / scale }, scale, animation: false });
    };
    fitting(0);
    if (underButtons()) fitting(BUTTONS.height);
  }

  /** Whether a box lies under the buttons in the corner. */
  function underButtons() {
    const corner = network.DOMtoCanvas({ x: host.clientWidth - BUTTONS.width, y: host.clientHeight - BUTTONS.height });
    return scene.boxes.some(({ box }) => box.x + box.width / 2 > corner.x && box.y + box.height / 2 > corner.y);
  }

  let moved = false;
  network.on("dragEnd", () => (moved = true));
  network.on("zoom", () => (moved = true));
  network.on("resize", () => {
    if (!moved) requestAnimationFrame(fit);
  });
  fit();

  return {
    show(next, nextLook = look) {
      scene = next;
      for (const { id, box } of scene.boxes) {
        const at = places.get(id);
        if (at && (at.x !== box.x || at.y !== box.y)) {
          network.moveNode(id, box.x, box.y);
          places.set(id, { x: box.x, y: box.y });
        }
      }
      look = nextLook;
      network.redraw();
    },
    fit() {
      moved = false;
      fit();
    },
    zoom(factor) {
      moved = true;
      network.moveTo({ scale: Math.min(Math.max(network.getScale() * factor, 0.05), 6), animation: false });
    },
    pan(dx, dy) {
      moved = true;
      const { x, y } = network.getViewPosition();
      const scale = network.getScale();
      network.moveTo({ position: { x: x + dx / scale, y: y + dy / scale }, animation: false });
    },
    reveal(ids, closer = false) {
      const boxes = ids.map((id) => scene.boxById.get(id)).filter((drawn) => drawn !== undefined);
      const area = seen();
      const outside = boxes.some(({ box }) => box.x - box.width / 2 < area.left || box.x + box.width / 2 > area.right
        || box.y - box.height / 2 < area.top || box.y + box.height / 2 > area.bottom);
      const small = closer && network.getScale() * scene.font.size < READABLE;
      if (!boxes.length || !(outside || small)) return;
      moved = true;
      const { box } = boxes[0];
      const scale = small ? READABLE / scene.font.size : network.getScale();
      network.moveTo({ position: { x: box.x, y: box.y }, scale, animation: false });
    },
    scale: () => network.getScale(),
    scene: () => scene,
    end() {
      layer.end();
      network.destroy();
    },
    toScreen(x, y) {
      const at = network.canvasToDOM({ x, y });
      const frame = canvas.getBoundingClientRect();
      return { x: frame.left + at.x, y: frame.top + at.y };
    },
  };
}

/**
 * The area to fit into the frame: everything, or what is left where the rest is hidden.
 *
 * @param {Scene} scene
 * @param {number} all how many boxes the map has
 * @returns {import("./types.js").Area}
 */
function shownArea(scene, all) {
  if (scene.boxes.length === all || !scene.boxes.length) return scene.bounds;
  const areas = [...scene.boxes.map(({ box }) => ({
    left: box.x - box.width / 2, right: box.x + box.width / 2, top: box.y - box.height / 2, bottom: box.y + box.height / 2,
  })), ...scene.links.map((link) => link.area)];
  const margin = 40;
  return {
    left: Math.min(...areas.map((area) => area.left)) - margin, right: Math.max(...areas.map((area) => area.right)) + margin,
    top: Math.min(...areas.map((area) => area.top)) - margin, bottom: Math.max(...areas.map((area) => area.bottom)) + margin,
  };
}

/**
 * The link under a point, the nearest one within a finger's breadth.
 *
 * @param {Scene} scene
 * @param {{x: number, y: number}} at in layout coordinates
 * @param {number} scale
 * @returns {string | null}
 */
export function linkAt(scene, at, scale) {
  const reach = 7 / scale;
  let best = reach;
  let found = null;
  for (const link of scene.links) {
    const { area } = link;
    if (at.x < area.left - reach || at.x > area.right + reach || at.y < area.top - reach || at.y > area.bottom + reach) {
      continue;
    }
    const onSign = Math.hypot(at.x - link.signAt[0], at.y - link.signAt[1]) < 9 ? 0 : Infinity;
    const distance = Math.min(onSign, distanceTo(remembered(link.path), at));
    if (distance < best) {
      best = distance;
      found = link.id;
    }
  }
  return found;
}

/** @type {WeakMap<object, Point[]>} */
const pieces = new WeakMap();

/**
 * @param {Point[]} path
 */
function remembered(path) {
  let made = pieces.get(path);
  if (!made) {
    made = piecesOf(path, 10);
    pieces.set(path, made);
  }
  return made;
}

/**
 * The room for a picture, with its line of text for what is under the pointer.
 *
 * @returns {{frame: HTMLElement, host: HTMLElement, readout: HTMLElement}}
 */
export function pictureFrame() {
  const host = el("div.canvas");
  const readout = el("div.readout", { "aria-hidden": "true" });
  const help = el("p.sr", { id: "picture-help" }, `Keys: ${KEYS.map(([key, what]) => `${key}: ${what}`).join("; ")}. The outline holds the same in text.`);
  const frame = el("div.picture", {
    role: "application", tabindex: "0", "aria-label": "Picture of the map", "aria-describedby": "picture-help",
  }, host, readout, help);
  return { frame, host, readout };
}
