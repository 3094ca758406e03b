/**
 * The picture as a board to draw on: pan, zoom, choose, drag boxes, drag a link from a box's handle to another box.
 * It shows what it is told and says what hands did; what that comes to is decided elsewhere.
 *
 * @typedef {import("../scene.js").Scene} Scene
 * @typedef {import("../theme.js").Theme} Theme
 * @typedef {import("../types.js").Point} Point
 *
 * @typedef {Object} Hands what hands did
 * @property {(ids: string[], add: boolean) => void} choose
 * @property {(id: string) => void} chooseLink
 * @property {(moved: Map<string, Point>) => void} dragging boxes are somewhere else for the moment
 * @property {(moved: Map<string, Point>) => void} moved boxes were put down
 * @property {(from: string, to: string) => void} link
 * @property {(from: string | null, at: Point) => void} empty a double click, or a link let go, on empty ground
 * @property {(id: string) => void} open a double click on a box
 * @property {(at: Point | null) => void} pointer where the pointer is, on the map
 * @property {() => void} looked the view was moved by hand
 * @property {() => void} painted the board shows something new
 *
 * @typedef {{x: number, y: number, scale: number}} Look
 * @typedef {{name: string, colour: string, at?: Point, editing?: string}} Other
 */

import { linkAt } from "../picture.js";
import { HANDLE, cursor, handleOf, line, paintHandle, paintScene, ring, tag } from "./brush.js";

const CLICK = 5;

export class Board {
  /**
   * @param {HTMLElement} host
   * @param {Hands} hands
   */
  constructor(host, hands) {
    this.host = host;
    this.hands = hands;
    this.canvas = document.createElement("canvas");
    this.canvas.setAttribute("aria-hidden", "true");
    host.append(this.canvas);
    this.context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
    /** @type {Look} */
    this.look = { x: 0, y: 0, scale: 1 };
    /** @type {Scene | null} */
    this.scene = null;
    /** @type {Theme | null} */
    this.theme = null;
    /** @type {Set<string>} */
    this.chosen = new Set();
    /** @type {string | null} */
    this.chosenLink = null;
    /** @type {Other[]} */
    this.others = [];
    this.mayMove = true;
    this.mayLink = true;
    this.linking = false;
    /** Whether a tap adds to what is chosen, and a drag on empty ground frames several: for hands without a Shift key. */
    this.several = false;
    /** @type {Map<number, Point>} */
    this.pointers = new Map();
    /** @type {any} */
    this.gesture = null;
    /** @type {string | null} */
    this.hovered = null;
    this.byHand = false;
    /** @type {[number, number, number] | null} a view to show as soon as there is a frame to show it in */
    this.wanted = null;
    this.asked = 0;
    new ResizeObserver(() => this.resized()).observe(host);
    this.listen();
  }

  /** @param {Scene} scene @param {Theme} theme */
  show(scene, theme) {
    const first = !this.scene;
    this.scene = scene;
    this.theme = theme;
    if (first || (!this.byHand && !this.gesture && this.outgrown())) this.fit();
    this.redraw();
  }

  redraw() {
    if (!this.asked) this.asked = requestAnimationFrame(() => {
      this.asked = 0;
      this.paint();
    });
  }

  resized() {
    const ratio = devicePixelRatio || 1;
    this.canvas.width = Math.max(1, Math.round(this.host.clientWidth * ratio));
    this.canvas.height = Math.max(1, Math.round(this.host.clientHeight * ratio));
    if (this.wanted && this.host.clientWidth) {
      const wanted = this.wanted;
      this.wanted = null;
      this.lookAtView(wanted);
    } else if (!this.byHand) this.fit();
    this.paint();
  }

  /** Whether something of the map lies outside the frame. */
  outgrown() {
    const { bounds } = /** @type {Scene} */ (this.scene);
    const seen = this.seen();
    return bounds.left < seen.left || bounds.right > seen.right || bounds.top < seen.top || bounds.bottom > seen.bottom;
  }

  fit() {
    if (!this.scene) return;
    const { bounds } = this.scene;
    const scale = Math.min(this.host.clientWidth / (bounds.right - bounds.left), this.host.clientHeight / (bounds.bottom - bounds.top), 1.2);
    this.look = { x: (bounds.left + bounds.right) / 2, y: (bounds.top + bounds.bottom) / 2, scale: Math.max(scale || 1, 0.05) };
    this.byHand = false;
    this.redraw();
  }

  /** @param {Look} look */
  lookAt(look) {
    this.look = { ...look };
    this.byHand = true;
    this.redraw();
  }

  /**
   * What is looked at, in a way that another screen can follow: the middle, and the zoom at which a frame of 1,000 by 700
   * shows what this one shows.
   *
   * @returns {[number, number, number]}
   */
  view() {
    const { x, y, scale } = this.look;
    const fits = Math.min(1000 / Math.max(this.host.clientWidth, 1), 700 / Math.max(this.host.clientHeight, 1));
    return [Math.round(x), Math.round(y), Math.round(scale * fits * 1000) / 1000];
  }

  /** Show at least what another screen shows. @param {[number, number, number]} view */
  lookAtView([x, y, zoom]) {
    if (!this.host.clientWidth) this.wanted = [x, y, zoom];
    else this.lookAt({ x, y, scale: Math.min(zoom * Math.min(this.host.clientWidth / 1000, this.host.clientHeight / 700), 2) });
  }

  /** @param {number} factor @param {Point} [at] point of the frame that stays where it is */
  zoom(factor, at) {
    const scale = Math.min(Math.max(this.look.scale * factor, 0.05), 5);
    if (at) {
      const before = this.toMap(at);
      this.look.scale = scale;
      const after = this.toMap(at);
      this.look.x += before[0] - after[0];
      this.look.y += before[1] - after[1];
    } else this.look.scale = scale;
    this.looked();
  }

  /** @param {number} dx @param {number} dy */
  pan(dx, dy) {
    this.look.x += dx / this.look.scale;
    this.look.y += dy / this.look.scale;
    this.looked();
  }

  looked() {
    this.byHand = true;
    this.hands.looked();
    this.redraw();
  }

  /** @param {string} id */
  reveal(id) {
    const drawn = this.scene && this.scene.boxById.get(id);
    if (!drawn || !this.host.clientWidth) return;
    const seen = this.seen();
    const { x, y, width, height } = drawn.box;
    const foot = this.host.clientWidth < 640 ? 70 / this.look.scale : 0; // what is chosen is named at the foot of a small screen
    if (x - width / 2 < seen.left || x + width / 2 > seen.right || y - height / 2 < seen.top || y + height / 2 > seen.bottom - foot) {
      this.look.x = x;
      this.look.y = y;
      this.byHand = true;
      this.redraw();
    }
  }

  /** @param {Point} at @returns {Point} */
  toMap(at) {
    return [(at[0] - this.host.clientWidth / 2) / this.look.scale + this.look.x,
      (at[1] - this.host.clientHeight / 2) / this.look.scale + this.look.y];
  }

  /** @param {Point} at @returns {Point} */
  toFrame(at) {
    return [(at[0] - this.look.x) * this.look.scale + this.host.clientWidth / 2,
      (at[1] - this.look.y) * this.look.scale + this.host.clientHeight / 2];
  }

  seen() {
    const [left, top] = this.toMap([0, 0]);
    const [right, bottom] = this.toMap([this.host.clientWidth, this.host.clientHeight]);
    return { left, top, right, bottom };
  }

  // What is under a point

  /** @param {Point} at on the map @returns {string | null} */
  boxAt(at) {
    const boxes = this.scene ? this.scene.boxes : [];
    const more = 4 / this.look.scale;
    for (let i = boxes.length - 1; i >= 0; i--) {
      const { box } = boxes[i];
      if (Math.abs(at[0] - box.x) <= box.width / 2 + more && Math.abs(at[1] - box.y) <= box.height / 2 + more) return boxes[i].id;
    }
    return null;
  }

  /** @param {Point} at @param {boolean} finger @returns {string | null} the box whose handle is there */
  handleAt(at, finger) {
    if (!this.mayLink || !this.scene) return null;
    for (const id of this.withHandles()) {
      const drawn = this.scene.boxById.get(id);
      if (!drawn) continue;
      const [x, y] = handleOf(drawn.box);
      if (Math.hypot(at[0] - x, at[1] - y) <= (finger ? 24 : HANDLE + 3) / Math.min(1, this.look.scale)) return id;
    }
    return null;
  }

  withHandles() {
    const ids = this.chosen.size === 1 ? [...this.chosen] : [];
    if (this.hovered && !ids.includes(this.hovered)) ids.push(this.hovered);
    return ids;
  }

  // Hands

  listen() {
    const { canvas } = this;
    const where = (/** @type {PointerEvent | WheelEvent | MouseEvent} */ event) => {
      const box = canvas.getBoundingClientRect();
      return /** @type {Point} */ ([event.clientX - box.left, event.clientY - box.top]);
    };
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      this.pointers.set(event.pointerId, where(event));
      if (this.pointers.size === 2) this.gesture = { kind: "pinch", far: this.spread(), middle: this.middle() };
      else if (this.pointers.size === 1) this.begin(where(event), event);
    });
    canvas.addEventListener("pointermove", (event) => {
      const at = where(event);
      this.hands.pointer(this.toMap(at));
      if (!this.pointers.has(event.pointerId)) return this.hover(at);
      this.pointers.set(event.pointerId, at);
      this.drag(at);
    });
    const end = (/** @type {PointerEvent} */ event) => {
      if (!this.pointers.delete(event.pointerId)) return;
      this.finish(where(event), event, event.type === "pointercancel");
    };
    canvas.addEventListener("pointerup", end);
    canvas.addEventListener("pointercancel", end);
    canvas.addEventListener("pointerleave", () => {
      this.hovered = null;
      this.hands.pointer(null);
      this.redraw();
    });
    canvas.addEventListener("wheel", (event) => {
      event.preventDefault();
      this.zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0015)), where(event));
    }, { passive: false });
    canvas.addEventListener("dblclick", (event) => {
      const at = this.toMap(where(event));
      const id = this.boxAt(at);
      if (id) this.hands.open(id);
      else this.hands.empty(null, at);
    });
  }

  /** @param {Point} at @param {PointerEvent} event */
  begin(at, event) {
    const spot = this.toMap(at);
    const handle = this.handleAt(spot, event.pointerType === "touch");
    const box = this.boxAt(spot);
    const from = handle || (this.linking && this.mayLink ? box : null);
    if (from) this.gesture = { kind: "link", from, to: spot, start: at };
    else if (box) this.gesture = { kind: "box", id: box, start: at, spot, far: false };
    else if (event.shiftKey || this.several) this.gesture = { kind: "area", start: at, from: spot, to: spot };
    else this.gesture = { kind: "pan", start: at, last: at, far: false };
  }

  /** @param {Point} at */
  drag(at) {
    const gesture = this.gesture;
    if (!gesture) return;
    const spot = this.toMap(at);
    if (gesture.kind === "pinch") {
      const [far, middle] = [this.spread(), this.middle()];
      this.pan(gesture.middle[0] - middle[0], gesture.middle[1] - middle[1]);
      this.zoom(far / gesture.far, middle);
      Object.assign(gesture, { far, middle });
    } else if (gesture.kind === "pan") {
      if (Math.hypot(at[0] - gesture.start[0], at[1] - gesture.start[1]) > CLICK) gesture.far = true;
      if (gesture.far) this.pan(gesture.last[0] - at[0], gesture.last[1] - at[1]);
      gesture.last = at;
    } else if (gesture.kind === "link" || gesture.kind === "area") {
      gesture.to = spot;
      this.redraw();
    } else if (gesture.kind === "box") {
      if (Math.hypot(at[0] - gesture.start[0], at[1] - gesture.start[1]) > CLICK) gesture.far = true;
      if (gesture.far && this.mayMove) this.hands.dragging(this.shifted(gesture, spot));
    }
  }

  /** @param {any} gesture @param {Point} spot @returns {Map<string, Point>} */
  shifted(gesture, spot) {
    if (!gesture.boxes) {
      const ids = this.chosen.has(gesture.id) ? [...this.chosen] : [gesture.id];
      const scene = /** @type {Scene} */ (this.scene);
      gesture.boxes = ids.filter((id) => scene.boxById.has(id)).map((id) => [id, /** @type {any} */ (scene.boxById.get(id)).box]);
    }
    const [dx, dy] = [spot[0] - gesture.spot[0], spot[1] - gesture.spot[1]];
    return new Map(gesture.boxes.map((/** @type {any} */ [id, box]) => [id, [Math.round(box.x + dx), Math.round(box.y + dy)]]));
  }

  /** @param {Point} at @param {PointerEvent} event @param {boolean} cancelled */
  finish(at, event, cancelled) {
    const gesture = this.gesture;
    if (!gesture || (gesture.kind === "pinch" && this.pointers.size)) return;
    this.gesture = null;
    const spot = this.toMap(at);
    this.redraw();
    if (cancelled) {
      if (gesture.kind === "box") this.hands.moved(new Map());
      return;
    }
    const add = event.shiftKey || event.ctrlKey || event.metaKey || this.several;
    if (gesture.kind === "link") {
      const to = this.boxAt(spot);
      if (to && to !== gesture.from) this.hands.link(gesture.from, to);
      else if (!to && Math.hypot(at[0] - gesture.start[0], at[1] - gesture.start[1]) > 30) this.hands.empty(gesture.from, spot);
      else if (to) this.hands.choose([to], add);
    } else if (gesture.kind === "area") {
      const [left, right] = [gesture.from[0], spot[0]].sort((a, b) => a - b);
      const [top, bottom] = [gesture.from[1], spot[1]].sort((a, b) => a - b);
      const boxes = this.scene ? this.scene.boxes : [];
      this.hands.choose(boxes.filter(({ box }) => box.x >= left && box.x <= right && box.y >= top && box.y <= bottom).map((one) => one.id), true);
    } else if (gesture.kind === "box") {
      if (gesture.far && this.mayMove) this.hands.moved(this.shifted(gesture, spot));
      else this.hands.choose([gesture.id], add);
    } else if (gesture.kind === "pan" && !gesture.far) {
      const link = this.scene && linkAt(this.scene, { x: spot[0], y: spot[1] }, this.look.scale);
      if (link) this.hands.chooseLink(link);
      else this.hands.choose([], false);
    }
  }

  /** @param {Point} at */
  hover(at) {
    const spot = this.toMap(at);
    const held = this.handleAt(spot, false);
    const box = held || this.boxAt(spot);
    this.canvas.style.cursor = held ? "crosshair" : box ? "pointer" : "";
    if (box !== this.hovered) {
      this.hovered = box;
      this.redraw();
    }
  }

  spread() {
    const [a, b] = [...this.pointers.values()];
    return Math.hypot(a[0] - b[0], a[1] - b[1]) || 1;
  }

  /** @returns {Point} */
  middle() {
    const [a, b] = [...this.pointers.values()];
    return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  }

  // Paint

  paint() {
    const { context: ctx, scene, theme, look } = this;
    if (!scene || !theme || !this.canvas.width) return;
    const ratio = devicePixelRatio || 1;
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.fillStyle = theme.paper;
    ctx.fillRect(0, 0, this.canvas.width, this.canvas.height);
    const scale = look.scale * ratio;
    ctx.setTransform(scale, 0, 0, scale, this.canvas.width / 2 - look.x * scale, this.canvas.height / 2 - look.y * scale);
    const link = scene.links.find((one) => one.id === this.chosenLink);
    paintScene(ctx, scene, theme, look.scale, this.seen(), link);
    for (const id of this.chosen) this.ring(ctx, id, theme.accent, 3);
    this.paintOthers(ctx, ratio);
    if (this.mayLink) {
      for (const id of this.withHandles()) {
        const drawn = scene.boxById.get(id);
        if (drawn) paintHandle(ctx, drawn.box, theme);
      }
    }
    const gesture = this.gesture;
    if (gesture && gesture.kind === "link") {
      const drawn = scene.boxById.get(gesture.from);
      if (drawn) line(ctx, handleOf(drawn.box), gesture.to, theme.accent);
    } else if (gesture && gesture.kind === "area") {
      ctx.strokeStyle = theme.accent;
      ctx.lineWidth = 1.5 / look.scale;
      ctx.strokeRect(gesture.from[0], gesture.from[1], gesture.to[0] - gesture.from[0], gesture.to[1] - gesture.from[1]);
    }
    this.hands.painted();
  }

  /** @param {CanvasRenderingContext2D} ctx @param {string} id @param {string} colour @param {number} width */
  ring(ctx, id, colour, width) {
    const drawn = this.scene && this.scene.boxById.get(id);
    if (drawn) ring(ctx, drawn.box, colour, width);
  }

  /** @param {CanvasRenderingContext2D} ctx @param {number} ratio */
  paintOthers(ctx, ratio) {
    const { scene } = this;
    for (const other of this.others) if (other.editing) this.ring(ctx, other.editing, other.colour, 2.5);
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.font = `12px ${/** @type {Theme} */ (this.theme).fonts}`;
    for (const other of this.others) {
      const box = other.editing && scene ? scene.boxById.get(other.editing)?.box : undefined;
      const link = other.editing && scene && !box ? scene.links.find((one) => one.id === other.editing) : undefined;
      if (box || link) {
        const [x, y] = this.toFrame(box ? [box.x - box.width / 2 - 5, box.y - box.height / 2 - 5] : /** @type {import("../scene.js").DrawnLink} */ (link).signAt);
        tag(ctx, `${other.name} is editing`, x, y - 10, other.colour);
      } else if (other.at) cursor(ctx, other.name, this.toFrame(other.at), other.colour);
    }
    const scale = this.look.scale * ratio;
    ctx.setTransform(scale, 0, 0, scale, this.canvas.width / 2 - this.look.x * scale, this.canvas.height / 2 - this.look.y * scale);
  }

  /** The whole map as a picture, for a slide. @returns {Promise<Blob | null>} */
  picture() {
    const scene = /** @type {Scene} */ (this.scene);
    const theme = /** @type {Theme} */ (this.theme);
    const { bounds } = scene;
    const [width, height] = [bounds.right - bounds.left, bounds.bottom - bounds.top];
    const scale = Math.min(2, 8000 / Math.max(width, height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.ceil(width * scale);
    canvas.height = Math.ceil(height * scale);
    const ctx = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    ctx.fillStyle = theme.paper;
    ctx.fillRect(0, 0, canvas.width, canvas.height);
    ctx.setTransform(scale, 0, 0, scale, -bounds.left * scale, -bounds.top * scale);
    paintScene(ctx, scene, theme, scale, bounds);
    return new Promise((done) => canvas.toBlob(done, "image/png"));
  }
}
