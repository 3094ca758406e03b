/**
 * The looks of the picture: the document brings them (they are the figure's too), the reader's wishes change them. High
 * contrast draws everything in few strong colours; a system with forced colours gets the system's own.
 *
 * @typedef {import("./types.js").Style & {accent: string, cause: string, effect: string, halo: string, thick: number}} Theme
 */

/**
 * @param {import("./types.js").Style} style
 * @param {Element} element an element the page's style applies to
 * @returns {Theme}
 */
export function themeOf(style, element) {
  const read = getComputedStyle(element);
  /** @param {string} name */
  const colour = (name) => read.getPropertyValue(`--${name}`).trim();
  const theme = {
    ...style, accent: colour("accent"), cause: colour("cause"), effect: colour("effect"), halo: colour("halo"), thick: 1,
  };
  if (!Number(colour("plain-picture"))) return theme;
  const [ink, paper] = [colour("ink"), colour("paper")];
  return {
    ...theme, ink, muted: ink, paper, thick: 1.4,
    lines: mapped(style.lines, (line, name) => ({ ...line, colour: colour(name) })),
    borders: mapped(style.borders, (border) => ({ ...border, colour: ink, width: border.width + 0.6 })),
    tints: style.tints.map(() => ({ strong: paper, soft: paper, line: ink })),
  };
}

/**
 * @template V
 * @param {Record<string, V>} record
 * @param {(value: V, key: string) => V} change
 * @returns {Record<string, V>}
 */
function mapped(record, change) {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
}
