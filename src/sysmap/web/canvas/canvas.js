/**
 * The one canvas of page, notebook and workshop: it shows a scene, pans and zooms (mouse, wheel, touch, pinch), and knows
 * which box or link is under a point. What a tap or a drag comes to is decided by whoever made it; the workshop's board
 * extends it with hands that draw.
 *
 * @typedef {import("../scene.js").Scene} Scene
 * @typedef {import("../theme.js").Theme} Theme
 * @typedef {import("../types.js").Point} Point
 * @typedef {{x: number, y: number, scale: number}} Look the place of the map in the middle of the frame, and screen pixels a map pixel
 * @typedef {{kind: "factor" | "link", id: string}} Under
 *
 * @typedef {Object} Hands what is told to whoever made the canvas
 * @property {(id: string, event: PointerEvent) => void} [factor] a box was tapped
 * @property {(id: string) => void} [link] a link was tapped
 * @property {() => void} [nothing] empty ground was tapped
 * @property {(what: Under | null) => void} [hover] what is under the pointer now
 * @property {(how: import("./lettering.js").Letters["how"]) => void} [letters] labels are written in another way from now on
 */

import { boxAt, linkAt } from "./hit.js";
import { makeLayer } from "./layer.js";
import { paintLayerNames } from "./layernames.js";
import { READABLE, lettersAt, readableScale } from "./lettering.js";

/** How far, in screen pixels, a pointer may wander in a tap. */
export const CLICK = 5;
const [LEAST, MOST] = [0.02, 6];
/** A link under the pointer is looked for this seldom, in milliseconds. */
const LOOKED_FOR = 40;
/** How much of a map's width has to be seen at first where its labels shall be read; else all of it is shown, from farther away. */
const MUCH = 0.6;

export class Canvas {
  /**
   * @param {HTMLElement} host an element with a size of its own
   * @param {Hands} hands
   */
  constructor(host, hands) {
    this.host = host;
    this.told = hands;
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
    /** The largest scale at which a whole map is shown. */
    this.largest = 1.4;
    /** The room that buttons take in the lower right corner of the frame, in screen pixels. */
    this.corner = { width: 130, height: 50 };
    /** Whether the map is shown at first as large as its labels need, even if some of it is then outside the frame. */
    this.opensReadable = false;
    this.leastSeen = MUCH;
    /** Whether the reader asked for all of the map at once. */
    this.whole = false;
    /** The factors around which it then opens. @type {string[]} */
    this.opensAround = [];
    /** Whether the view was moved by hand: it then stays when the frame or the map changes. */
    this.byHand = false;
    /** @type {Map<number, Point>} */
    this.pointers = new Map();
    /** @type {any} */
    this.gesture = null;
    /** @type {import("./lettering.js").Letters["how"]} */
    this.lettered = "laid";
    this.asked = 0;
    this.lookedFor = 0;
    this.layer = makeLayer(() => this.redraw());
    this.watch = new ResizeObserver(() => this.resized());
    this.watch.observe(host);
    this.listen();
  }

  /** @param {Scene} scene @param {Theme} theme */
  show(scene, theme) {
    const first = !this.scene;
    this.scene = scene;
    this.theme = theme;
    if (first) {
      this.measure();
      if (!this.byHand) this.open();
    }
    this.redraw();
  }

  redraw() {
    if (!this.asked) this.asked = requestAnimationFrame(() => {
      this.asked = 0;
      this.paint();
    });
  }

  /** Take the canvas down. */
  end() {
    this.watch.disconnect();
    cancelAnimationFrame(this.asked);
    this.layer.end();
    this.canvas.remove();
  }

  measure() {
    const ratio = devicePixelRatio || 1;
    const [width, height] = [this.host.clientWidth, this.host.clientHeight].map((side) => Math.max(1, Math.round(side * ratio)));
    if (this.canvas.width === width && this.canvas.height === height) return false;
    [this.canvas.width, this.canvas.height] = [width, height];
    return true;
  }

  resized() {
    if (this.measure()) this.paint(true);
  }

  // The view

  /** Whether something of the map lies outside the frame. */
  outgrown() {
    const { bounds } = /** @type {Scene} */ (this.scene);
    const seen = this.seen();
    return bounds.left < seen.left || bounds.right > seen.right || bounds.top < seen.top || bounds.bottom > seen.bottom;
  }

  /** Show the whole map, or all that is left of it where the rest is hidden. */
  fit() {
    this.whole = true;
    this.byHand = false;
    this.lookAtAll();
    this.redraw();
  }

  lookAtAll() {
    const { clientWidth: wide, clientHeight: high } = this.host;
    if (!this.scene || wide < 10 || high < 10) return;  // not on the screen now; it is fitted when it comes back
    this.fitAbove(0);
    if (this.underButtons()) this.fitAbove(this.corner.height);
  }

  /** Show the map as it is seen first: all of it, or as much as can be read where most of it can. */
  open() {
    this.lookAtAll();
    const { scene, theme, look } = this;
    if (this.whole || !this.opensReadable || !scene || !theme || scene.shown !== scene.bounds) return;
    const least = readableScale(this.context, scene, theme.fonts);
    const { left, right, top, bottom } = scene.bounds;
    const [seenWide, seenHigh] = [this.host.clientWidth / least, this.host.clientHeight / least];
    if (look.scale >= least || seenWide < this.leastSeen * (right - left)) return;
    const around = this.opensAround.map((id) => scene.boxById.get(id)).filter((drawn) => drawn !== undefined);
    const x = placeAlong(around.map(({ box }) => box.x), left, right, seenWide);
    const y = placeAlong(around.map(({ box }) => box.y), top, bottom, seenHigh);
    this.look = { x, y, scale: least };
  }

  /** @param {number} below screen pixels that stay free at the foot of the frame */
  fitAbove(below) {
    const { shown } = /** @type {Scene} */ (this.scene);
    const [width, height] = [shown.right - shown.left || 1, shown.bottom - shown.top || 1];
    const fits = Math.min(this.host.clientWidth / width, (this.host.clientHeight - below) / height, this.largest) * 0.985;
    const scale = Math.max(fits, LEAST);
    this.look = { x: shown.left + width / 2, y: shown.top + height / 2 + below / 2 / scale, scale };
  }

  /** Whether a box lies under the buttons in the corner. */
  underButtons() {
    const [left, top] = this.toMap([this.host.clientWidth - this.corner.width, this.host.clientHeight - this.corner.height]);
    return /** @type {Scene} */ (this.scene).boxes.some(({ box }) => box.x + box.width / 2 > left && box.y + box.height / 2 > top);
  }

  /** @param {Look} look */
  lookAt(look) {
    this.look = { ...look };
    this.byHand = true;
    this.redraw();
  }

  /** @param {number} factor @param {Point} [at] point of the frame that stays where it is */
  zoom(factor, at) {
    const before = at && this.toMap(at);
    this.look.scale = Math.min(Math.max(this.look.scale * factor, LEAST), MOST);
    if (at && before) {
      const after = this.toMap(at);
      this.look.x += before[0] - after[0];
      this.look.y += before[1] - after[1];
    }
    this.looked();
  }

  /** @param {number} dx by screen pixels @param {number} dy */
  pan(dx, dy) {
    this.look.x += dx / this.look.scale;
    this.look.y += dy / this.look.scale;
    this.looked();
  }

  /** The view was moved by hand. */
  looked() {
    this.byHand = true;
    this.redraw();
  }

  /**
   * Move so that these factors can be seen; `closer`: and read.
   *
   * @param {string[]} ids
   * @param {boolean} [closer]
   * @param {number} [foot] screen pixels at the foot of the frame that something else covers
   */
  reveal(ids, closer = false, foot = 0) {
    const { scene, host } = this;
    if (!scene || !host.clientWidth) return;
    const boxes = ids.map((id) => scene.boxById.get(id)).filter((drawn) => drawn !== undefined);
    const seen = this.seen();
    const outside = boxes.some(({ box }) => box.x - box.width / 2 < seen.left || box.x + box.width / 2 > seen.right
      || box.y - box.height / 2 < seen.top || box.y + box.height / 2 > seen.bottom - foot / this.look.scale);
    const small = closer && this.look.scale * scene.font.size < READABLE;
    if (!boxes.length || !(outside || small)) return;
    const [{ box }] = boxes;
    this.lookAt({ x: box.x, y: box.y, scale: small ? READABLE / scene.font.size : this.look.scale });
  }

  /** @param {Point} at a point of the frame @returns {Point} */
  toMap(at) {
    return [(at[0] - this.host.clientWidth / 2) / this.look.scale + this.look.x,
      (at[1] - this.host.clientHeight / 2) / this.look.scale + this.look.y];
  }

  /** @param {Point} at a point of the map @returns {Point} */
  toFrame(at) {
    return [(at[0] - this.look.x) * this.look.scale + this.host.clientWidth / 2,
      (at[1] - this.look.y) * this.look.scale + this.host.clientHeight / 2];
  }

  /** What of the map is in the frame. */
  seen() {
    const [left, top] = this.toMap([0, 0]);
    const [right, bottom] = this.toMap([this.host.clientWidth, this.host.clientHeight]);
    return { left, top, right, bottom };
  }

  /** @param {Point} at on the map @returns {string | null} */
  boxAt(at) {
    return this.scene && boxAt(this.scene, at, 4 / this.look.scale);
  }

  /** @param {Point} at on the map @returns {string | null} */
  linkAt(at) {
    return this.scene && linkAt(this.scene, at, this.look.scale);
  }

  // Hands

  listen() {
    const { canvas } = this;
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      this.pointers.set(event.pointerId, this.where(event));
      if (this.pointers.size === 2) this.gesture = { kind: "pinch", far: this.spread(), middle: this.middle() };
      else if (this.pointers.size === 1) this.gesture = this.begin(this.where(event), event);
    });
    canvas.addEventListener("pointermove", (event) => {
      const at = this.where(event);
      this.pointed(at);
      if (!this.pointers.has(event.pointerId)) return this.hover(at);
      this.pointers.set(event.pointerId, at);
      if (this.gesture) this.drag(this.gesture, at);
    });
    const end = (/** @type {PointerEvent} */ event) => {
      if (!this.pointers.delete(event.pointerId)) return;
      const { gesture } = this;
      if (!gesture || (gesture.kind === "pinch" && this.pointers.size)) return;
      this.gesture = null;
      this.finish(gesture, this.where(event), event, event.type === "pointercancel");
      this.redraw();
    };
    canvas.addEventListener("pointerup", end);
    canvas.addEventListener("pointercancel", end);
    canvas.addEventListener("pointerleave", () => {
      this.pointed(null);
      if (this.told.hover) this.told.hover(null);
      this.redraw();
    });
    canvas.addEventListener("wheel", (event) => {
      event.preventDefault();
      this.zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0015)), this.where(event));
    }, { passive: false });
  }

  /** @param {MouseEvent} event @returns {Point} a point of the frame */
  where(event) {
    const box = this.canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  /** Where the pointer is, in the frame. @param {Point | null} at */
  pointed(at) {
    void at;
  }

  /**
   * What a pointer that goes down begins: here, moving the picture.
   *
   * @param {Point} at
   * @param {PointerEvent} event
   * @returns {any}
   */
  begin(at, event) {
    void event;
    return { kind: "pan", start: at, last: at, far: false };
  }

  /** @param {any} gesture @param {Point} at */
  drag(gesture, at) {
    if (gesture.kind === "pinch") {
      const [far, middle] = [this.spread(), this.middle()];
      this.pan(gesture.middle[0] - middle[0], gesture.middle[1] - middle[1]);
      this.zoom(far / gesture.far, middle);
      Object.assign(gesture, { far, middle });
    } else if (gesture.kind === "pan") {
      if (farFrom(gesture, at)) gesture.far = true;
      if (gesture.far) this.pan(gesture.last[0] - at[0], gesture.last[1] - at[1]);
      gesture.last = at;
    }
  }

  /** @param {any} gesture @param {Point} at @param {PointerEvent} event @param {boolean} cancelled */
  finish(gesture, at, event, cancelled) {
    if (!cancelled && gesture.kind === "pan" && !gesture.far) this.tap(this.toMap(at), event);
  }

  /** @param {Point} spot on the map @param {PointerEvent} event */
  tap(spot, event) {
    const { factor, link, nothing } = this.told;
    const box = this.boxAt(spot);
    const line = box ? null : this.linkAt(spot);
    if (box && factor) factor(box, event);
    else if (line && link) link(line);
    else if (!box && nothing) nothing();
  }

  /** @param {Point} at */
  hover(at) {
    const spot = this.toMap(at);
    const box = this.boxAt(spot);
    if (!box && performance.now() - this.lookedFor < LOOKED_FOR) return;
    this.lookedFor = performance.now();
    const link = box ? null : this.linkAt(spot);
    this.canvas.style.cursor = box || link ? "pointer" : "";
    if (this.told.hover) this.told.hover(box ? { kind: "factor", id: box } : link ? { kind: "link", id: link } : null);
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

  /** @param {boolean} [resized] whether the frame has another size than in the last painting */
  paint(resized = this.measure()) {
    // What changed the scene may have changed the frame too: measured first, the picture is not painted twice.
    if (resized && !this.byHand) this.open();
    const { context: ctx, scene, theme, look, canvas } = this;
    if (!scene || !theme || canvas.width <= 1) return;
    const ratio = devicePixelRatio || 1;
    const scale = look.scale * ratio;
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.clearRect(0, 0, canvas.width, canvas.height);
    ctx.setTransform(scale, 0, 0, scale, canvas.width / 2 - look.x * scale, canvas.height / 2 - look.y * scale);
    this.layer.draw(ctx, scene, theme, look.scale, this.seen());
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    paintLayerNames(ctx, scene, theme, (at) => this.toFrame(at), look.scale);
    ctx.setTransform(scale, 0, 0, scale, canvas.width / 2 - look.x * scale, canvas.height / 2 - look.y * scale);
    this.paintAbove(ctx, scene, theme, ratio);
    const { how } = lettersAt(ctx, scene, theme.fonts, look.scale);
    if (how === this.lettered) return;
    this.lettered = how;
    setTimeout(() => this.told.letters && this.told.letters(this.lettered));
  }

  /**
   * What is not of the map but of the moment: painted above it, in the map's coordinates.
   *
   * @param {CanvasRenderingContext2D} ctx
   * @param {Scene} scene
   * @param {Theme} theme
   * @param {number} ratio device pixels a screen pixel
   */
  paintAbove(ctx, scene, theme, ratio) {
    void [ctx, scene, theme, ratio];
  }
}

/**
 * The middle of what is seen of a stretch: all of it where it fits, else around the places, else its beginning.
 *
 * @param {number[]} places
 * @param {number} low
 * @param {number} high
 * @param {number} seen
 */
function placeAlong(places, low, high, seen) {
  if (seen >= high - low) return (low + high) / 2;
  const middle = places.length ? (Math.min(...places) + Math.max(...places)) / 2 : low;
  return Math.min(Math.max(middle, low + seen / 2), high - seen / 2);
}

/**
 * Whether a gesture has gone farther than a tap may.
 *
 * @param {{start: Point}} gesture
 * @param {Point} at
 */
export function farFrom({ start }, at) {
  return Math.hypot(at[0] - start[0], at[1] - start[1]) > CLICK;
}
