/** The current view as files and on paper. */

import { el } from "./dom.js";
import { legendRows } from "./legend.js";
import { footerText, printedView, viewTitle } from "./printed.js";
import { factorSentence, linkName, say, undrawn } from "./sentences.js";
import { saveFile } from "./share.js";
import { svgElement, svgText } from "./canvas/marks.js";
import { svgOf } from "./canvas/svg.js";

/**
 * @typedef {Object} Now
 * @property {import("./view.js").View} view
 * @property {import("./focus.js").Focus} focus
 * @property {import("./theme.js").Theme} theme
 * @property {import("./scene.js").Scene} scene
 * @property {import("./looks.js").Looks} looks
 * @property {string} [date] when the picture was taken, where the map changes from hour to hour
 */

/** Pixels of a saved picture for each of the layout's, and how large it may become. */
const SHARP = 2;
const MOST_PIXELS = 8000;

/**
 * @param {import("./model.js").Model} model
 * @param {() => Now} now
 */
export function savedPictures(model, now) {
  const name = model.document.map.id;

  function drawn() {
    const { view, focus, theme, scene, looks, date } = now();
    const shown = model.order.filter((id) => !focus.factors || focus.factors.has(id));
    return svgOf(scene, theme, {
      label: model.document.title, title: model.document.title, prefix: `${name}-`, subtitle: viewTitle(model, view), footer: footerText(model, view, date), legend: legendRows(model, theme, looks),
      description: [...shown.map((id) => factorSentence(model, id)),
        ...undrawn(model).map(({ link, why }) => say("undrawn.line", { link: linkName(model, link), why }))].join(" "),
    });
  }

  return {
    svg: () => saveFile(`${name}.svg`, new Blob([svgFile(drawn())], { type: "image/svg+xml" })),
    png: () => pngOf(drawn(), (blob) => saveFile(`${name}.png`, blob)),
    printed() {
      const { view, focus } = now();
      return printedView(model, view, focus, svgElement(drawn()));
    },
  };
}

/**
 * The text of a file.
 *
 * @param {import("./canvas/marks.js").Mark} picture
 */
function svgFile(picture) {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${svgText(picture)}\n`;
}

/**
 * A picture painted on a canvas.
 *
 * @param {import("./canvas/marks.js").Mark} picture
 * @param {(blob: Blob) => void} done
 */
function pngOf(picture, done) {
  const [width, height] = ["width", "height"].map((side) => Number(picture.attributes[side]));
  const scale = Math.min(SHARP, MOST_PIXELS / Math.max(width, height));
  const canvas = /** @type {HTMLCanvasElement} */ (el("canvas", { width: Math.round(width * scale), height: Math.round(height * scale) }));
  const image = new Image();
  const address = URL.createObjectURL(new Blob([svgFile(picture)], { type: "image/svg+xml" }));
  image.onload = () => {
    const ctx = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    ctx.drawImage(image, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(address);
    canvas.toBlob((blob) => blob && done(blob), "image/png");
  };
  image.src = address;
}
