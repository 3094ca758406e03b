/**
 * A scene is painted straight into the frame when it is new. Once it is drawn again it is kept as a bitmap a little larger than
 * the frame, so that moving the picture costs one copy instead of thousands of strokes. While a large map is being zoomed the bitmap is stretched, and painted sharp when the hand rests.
 */

import { paintBox, paintOver, paintUnder } from "./paint.js";

/**
 * @typedef {import("../scene.js").Scene} Scene
 * @typedef {import("../theme.js").Theme} Theme
 * @typedef {import("../types.js").Area} Area
 */

/** How much wider than the frame the bitmap is on each side once the picture is moved, as a share of the frame. */
const MARGIN = 0.4;
const MOST_PIXELS = 24_000_000;
/** A painting that takes longer than this (in milliseconds) is not repeated for every step of a zoom. */
const SLOW = 30;
const REST = 140;

/**
 * @param {() => void} again draw the picture once more
 */
export function makeLayer(again) {
  const canvas = document.createElement("canvas");
  const own = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  /** @type {{scene: Scene, theme: Theme, k: number, area: Area, cost: number} | null} */
  let kept = null;
  /** @type {{scene: Scene, theme: Theme, k: number} | null} what was drawn last */
  let last = null;
  let resting = 0;
  /** A picture behind the map has come: what was kept lacks it. */
  const ready = () => {
    kept = last = null;
    again();
  };

  /**
   * @param {Scene} scene
   * @param {Theme} theme
   * @param {number} k device pixels a layout pixel
   * @param {number} scale screen pixels a layout pixel
   * @param {Area} seen
   * @param {number} margin
   */
  function paint(scene, theme, k, scale, seen, margin) {
    const began = performance.now();
    const [width, height] = [seen.right - seen.left, seen.bottom - seen.top];
    const room = Math.max(0, Math.min(margin, (Math.sqrt(MOST_PIXELS / (width * height * k * k)) - 1) / 2));
    const area = {
      left: seen.left - width * room, right: seen.right + width * room, top: seen.top - height * room, bottom: seen.bottom + height * room,
    };
    canvas.width = Math.ceil((area.right - area.left) * k);
    canvas.height = Math.ceil((area.bottom - area.top) * k);
    own.setTransform(k, 0, 0, k, -k * area.left, -k * area.top);
    paintAll(own, scene, theme, scale, area, ready);
    kept = { scene, theme, k, area, cost: performance.now() - began };
  }

  return {
    /**
     * @param {CanvasRenderingContext2D} ctx in the map's coordinates
     * @param {Scene} scene
     * @param {Theme} theme
     * @param {number} scale
     * @param {Area} seen what of the layout is in the frame
     */
    draw(ctx, scene, theme, scale, seen) {
      // A frame in a notebook has no size until it is scrolled to; a bitmap without pixels cannot be drawn.
      if (!(seen.right > seen.left && seen.bottom > seen.top)) return;
      const { a: k, e, f } = ctx.getTransform();
      const same = kept && kept.scene === scene && kept.theme === theme;
      const covers = kept && kept.area.left <= seen.left && kept.area.right >= seen.right && kept.area.top <= seen.top && kept.area.bottom >= seen.bottom;
      const before = last;
      last = { scene, theme, k };
      if (!before || before.scene !== scene || before.theme !== theme) {
        kept = null;
        paintAll(ctx, scene, theme, scale, seen, ready);
        return;
      }
      const zooming = Boolean(same && kept && kept.k !== k && kept.cost > SLOW);
      if (!kept || !same || (!zooming && (!covers || kept.k !== k))) paint(scene, theme, k, scale, seen, before.k === k ? MARGIN : 0);
      if (!kept) return;
      const stretch = k / kept.k;
      ctx.save();
      ctx.setTransform(1, 0, 0, 1, 0, 0);
      ctx.drawImage(canvas, Math.round(k * kept.area.left + e), Math.round(k * kept.area.top + f), canvas.width * stretch, canvas.height * stretch);
      ctx.restore();
      clearTimeout(resting);
      if (zooming) {
        resting = setTimeout(() => {
          kept = null;
          again();
        }, REST);
      }
    },
    /** Forget the bitmap. */
    end() {
      clearTimeout(resting);
      kept = last = null;
      canvas.width = 0;
    },
  };
}

/**
 * @param {CanvasRenderingContext2D} ctx in the map's coordinates
 * @param {Scene} scene
 * @param {Theme} theme
 * @param {number} scale screen pixels a layout pixel
 * @param {Area} area
 * @param {() => void} ready
 */
function paintAll(ctx, scene, theme, scale, area, ready) {
  paintUnder(ctx, scene, theme, scale, area, ready);
  for (const drawn of scene.boxes) if (inside(drawn.box, area)) paintBox(ctx, drawn, scene, theme, scale);
  paintOver(ctx, scene, theme, scale, area);
}

/**
 * @param {import("../types.js").Box} box
 * @param {Area} area
 */
function inside(box, area) {
  return box.x + box.width / 2 + 20 > area.left && box.x - box.width / 2 - 20 < area.right
    && box.y + box.height / 2 + 20 > area.top && box.y - box.height / 2 - 20 < area.bottom;
}
