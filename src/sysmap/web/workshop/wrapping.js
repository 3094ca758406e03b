/** Words in lines, measured as the canvas draws them. */

/** @type {CanvasRenderingContext2D | null} */
let ruler = null;

/** How wide a text is drawn, in layout pixels. @param {string} text @param {string} font as CSS has it, such as "14px sans-serif" */
export function widthOf(text, font) {
  ruler = ruler || /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  ruler.font = font;
  return ruler.measureText(text).width;
}

/**
 * The words of a text in lines that are no wider than asked, unless a word alone is.
 *
 * @param {string} text
 * @param {string} font
 * @param {number} width
 * @returns {string[]} one line at least
 */
export function inLines(text, font, width) {
  const lines = [""];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const last = lines[lines.length - 1];
    const longer = last ? `${last} ${word}` : word;
    if (!last || widthOf(longer, font) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
