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
 * @property {(id: string) => void} chooseBehind something behind the map was tapped
 * @property {(placed: import("../types.js").Placed | null, done: boolean) => void} shift something behind the map is dragged, or was put down; null: left where it was
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
 * @typedef {import("../canvas/canvas.js").Look} Look
 * @typedef {{name: string, colour: string, at?: Point, editing?: string}} Other
 */

import { Canvas, farFrom } from "../canvas/canvas.js";
import { backgroundAt, shifted } from "./behind.js";
import { HANDLE, cursor, handleOf, line, paintCorner, paintHandle, ring, tag } from "./brush.js";
import { say } from "./english.js";

/** On a frame narrower than this, in screen pixels, a whole map would be too small to read. */
const SMALL = 640;

export class Board extends Canvas {
  /**
   * @param {HTMLElement} host
   * @param {Hands} hands
   */
  constructor(host, hands) {
    super(host, {});
    this.hands = hands;
    this.largest = 1.2;
    /** On a small screen it opens as large as it has to be to be read, whatever part of the map that shows. */
    this.leastSeen = 0;
    /** @type {HTMLElement | null} the buttons that lie over the lower right corner */
    this.buttons = null;
    /** @type {Set<string>} */
    this.chosen = new Set();
    /** @type {Other[]} */
    this.others = [];
    /** @type {string | null} the box under the pointer */
    this.hovered = null;
    /** @type {string | null} what is chosen behind the map */
    this.behind = null;
    this.mayPlace = false;
    this.mayMove = true;
    this.mayLink = true;
    this.linking = false;
    /** Whether a tap adds to what is chosen, and a drag on empty ground frames several: for hands without a Shift key. */
    this.several = false;
    /** @type {[number, number, number] | null} a view to show as soon as there is a frame to show it in */
    this.wanted = null;
    this.canvas.addEventListener("dblclick", (event) => {
      const at = this.toMap(this.where(event));
      const id = this.boxAt(at);
      if (id) this.hands.open(id);
      else this.hands.empty(null, at);
    });
  }

  /** @param {Scene} scene @param {Theme} theme */
  show(scene, theme) {
    super.show(scene, theme);
    if (this.byHand || this.gesture || !this.outgrown()) return;
    if (this.host.clientWidth >= SMALL) this.fit();
    else this.open();
  }

  open() {
    const { scene } = this;
    this.opensReadable = this.host.clientWidth < SMALL;
    this.opensAround = scene ? [...scene.boxById].filter(([, { focal }]) => focal).map(([id]) => id) : [];
    super.open();
  }

  /** Whatever lies over the corner, nothing of the map is to lie under it. */
  lookAtAll() {
    const frame = this.host.getBoundingClientRect();
    const taken = this.buttons && this.buttons.getBoundingClientRect();
    if (taken && !taken.width) this.corner = { width: 0, height: 0 };
    else if (taken) this.corner = { width: Math.max(0, frame.right - taken.left), height: Math.max(0, frame.bottom - taken.top) + 6 };
    super.lookAtAll();
  }

  resized() {
    const { wanted } = this;
    if (wanted && this.host.clientWidth) {
      this.wanted = null;
      this.lookAtView(wanted);
    }
    super.resized();
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

  looked() {
    this.hands.looked();
    super.looked();
  }

  /** What is chosen is named at the foot of a small screen. @param {string[]} ids */
  reveal(ids) {
    super.reveal(ids, false, this.host.clientWidth < SMALL ? 70 : 0);
  }

  // What is under a point

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

  /** @param {Point | null} at */
  pointed(at) {
    if (!at) this.hovered = null;
    this.hands.pointer(at && this.toMap(at));
  }

  /** @param {Point} at @param {PointerEvent} event @returns {any} */
  begin(at, event) {
    const spot = this.toMap(at);
    const handle = this.handleAt(spot, event.pointerType === "touch");
    const box = this.boxAt(spot);
    const from = handle || (this.linking && this.mayLink ? box : null);
    if (from) return { kind: "link", from, to: spot, start: at };
    if (box) return { kind: "box", id: box, start: at, spot, far: false };
    const behind = this.mayPlace && !this.linkAt(spot) && this.scene && backgroundAt(this.scene, spot, this.look.scale, this.behind);
    if (behind) return { kind: "behind", ...behind, start: at, spot, far: false };
    if (event.shiftKey || this.several) return { kind: "area", start: at, from: spot, to: spot };
    return super.begin(at, event);
  }

  /** @param {any} gesture @param {Point} at */
  drag(gesture, at) {
    const spot = this.toMap(at);
    if (gesture.kind === "link" || gesture.kind === "area") {
      gesture.to = spot;
      this.redraw();
    } else if (gesture.kind === "behind") {
      if (farFrom(gesture, at)) gesture.far = true;
      if (gesture.far) this.hands.shift(shifted(gesture, spot), false);
    } else if (gesture.kind === "box") {
      if (farFrom(gesture, at)) gesture.far = true;
      if (gesture.far && this.mayMove) this.hands.dragging(this.shifted(gesture, spot));
    } else super.drag(gesture, at);
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

  /** @param {any} gesture @param {Point} at @param {PointerEvent} event @param {boolean} cancelled */
  finish(gesture, at, event, cancelled) {
    const spot = this.toMap(at);
    if (cancelled) {
      if (gesture.kind === "box") this.hands.moved(new Map());
      if (gesture.kind === "behind") this.hands.shift(null, true);
      return;
    }
    const add = this.adding(event);
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
    } else if (gesture.kind === "behind") {
      if (gesture.far) this.hands.shift(shifted(gesture, spot), true);
      else this.hands.chooseBehind(gesture.placed.id);
    } else if (gesture.kind === "box") {
      if (gesture.far && this.mayMove) this.hands.moved(this.shifted(gesture, spot));
      else this.hands.choose([gesture.id], add);
    } else super.finish(gesture, at, event, cancelled);
  }

  /** Whether a tap adds to what is chosen. @param {PointerEvent} event */
  adding(event) {
    return event.shiftKey || event.ctrlKey || event.metaKey || this.several;
  }

  /** @param {Point} spot */
  tap(spot) {
    const link = this.linkAt(spot);
    if (link) this.hands.chooseLink(link);
    else this.hands.choose([], false);
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

  // Paint

  /** @param {CanvasRenderingContext2D} ctx @param {Scene} scene @param {Theme} theme @param {number} ratio */
  paintAbove(ctx, scene, theme, ratio) {
    const behind = scene.background.find((one) => one.placed.id === this.behind);
    if (behind) paintCorner(ctx, behind.placed, theme, this.mayPlace);
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
      ctx.lineWidth = 1.5 / this.look.scale;
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
        tag(ctx, say("room.is-editing", { name: other.name }), x, y - 10, other.colour);
      } else if (other.at) cursor(ctx, other.name, this.toFrame(other.at), other.colour);
    }
    const scale = this.look.scale * ratio;
    ctx.setTransform(scale, 0, 0, scale, this.canvas.width / 2 - this.look.x * scale, this.canvas.height / 2 - this.look.y * scale);
  }
}
