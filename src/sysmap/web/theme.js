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
  if (Number(colour("dark-picture"))) return inTheDark(theme, colour);
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
 * The looks of a picture that leaves the screen: dark is for eyes in the evening, not for paper.
 *
 * @param {import("./types.js").Style} style @param {Element} element
 */
export function themeOnPaper(style, element) {
  const { dataset } = document.documentElement;
  const before = dataset.look;
  if (before === "dark") dataset.look = "light";
  const theme = themeOf(style, element);
  if (before) dataset.look = before;
  return theme;
}

/**
 * Light letters on a dark ground; a tint keeps its hue and gives up its light.
 *
 * @param {Theme} theme @param {(name: string) => string} colour
 * @returns {Theme}
 */
function inTheDark(theme, colour) {
  const [ink, paper, muted] = [colour("ink"), colour("paper"), colour("ink-2")];
  return {
    ...theme, ink, paper, muted,
    lines: mapped(theme.lines, (line, name) => ({ ...line, colour: colour(name) || muted })),
    borders: mapped(theme.borders, (border) => ({ ...border, colour: muted })),
    tints: theme.tints.map(({ line }) => ({ strong: blended(line, paper, 0.45), soft: blended(line, paper, 0.16), line: blended(line, ink, 0.6) })),
  };
}

/** So much of one colour in another. @param {string} one "#rrggbb" @param {string} other @param {number} share */
function blended(one, other, share) {
  const parts = (/** @type {string} */ text) => [1, 3, 5].map((at) => parseInt(text.slice(at, at + 2), 16));
  const [a, b] = [parts(one), parts(other)];
  return `#${a.map((part, at) => Math.round(part * share + b[at] * (1 - share)).toString(16).padStart(2, "0")).join("")}`;
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
