/**
 * The colours and fonts of the picture. They are written once, as custom properties in page.css, where high contrast
 * and print change them; the picture reads them from there.
 *
 * @typedef {Object} Theme
 * @property {string} paper
 * @property {string} ink
 * @property {string} faint ink of captions
 * @property {string} panel ground of a column
 * @property {string} panelLine
 * @property {string} boxLine
 * @property {string} accent ring round what is selected
 * @property {string} cause
 * @property {string} effect
 * @property {Record<string, string>} polarity
 * @property {string[]} groups colours of layers or themes
 * @property {number} thick factor on every line's width
 * @property {string} font
 */

/**
 * @param {Element} element an element the style applies to
 * @returns {Theme}
 */
export function themeOf(element) {
  const style = getComputedStyle(element);
  /** @param {string} name */
  const read = (name) => style.getPropertyValue(`--${name}`).trim();
  return {
    paper: read("paper"),
    ink: read("ink"),
    faint: read("ink-2"),
    panel: read("panel"),
    panelLine: read("panel-line"),
    boxLine: read("box-line"),
    accent: read("accent"),
    cause: read("cause"),
    effect: read("effect"),
    polarity: {
      positive: read("positive"), negative: read("negative"), mixed: read("mixed"), unknown: read("unknown"),
    },
    groups: [1, 2, 3, 4, 5, 6, 7, 8].map((i) => read(`group-${i}`)),
    thick: Number(read("thick")) || 1,
    font: read("picture-font") || "sans-serif",
  };
}
