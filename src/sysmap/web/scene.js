/**
 * What is drawn, as plain values: boxes, links and headers with their looks. The canvas and the SVG export both draw
 * this, so that a saved picture looks like the one on the screen.
 *
 * @typedef {import("./types.js").Point} Point
 * @typedef {import("./theme.js").Theme} Theme
 *
 * @typedef {Object} DrawnBox
 * @property {string} id
 * @property {import("./types.js").Box} box
 * @property {string} label
 * @property {string} fill
 * @property {string} accent colour of its stripe
 * @property {{text: string, radius: number} | null} badge number in its corner
 * @property {string} line colour of its border
 * @property {number} width of its border
 * @property {number[]} dash
 * @property {boolean} chosen
 * @property {boolean} focal
 * @property {boolean} faded
 * @property {number} [presence] how much there is of it while it comes or goes, from 0 to 1
 * @property {number} [struck] how far the stroke goes through one that went, from 0 to 1
 *
 * @typedef {Object} DrawnLink
 * @property {string} id
 * @property {string} from
 * @property {string} to
 * @property {Point[]} path up to the base of the head
 * @property {Point[]} head the three corners of the arrow head, tip first; none for an association
 * @property {boolean} hollow the head of an inferred link
 * @property {Point | null} ring where an anticipated link carries its ring
 * @property {Point[][]} strokes the two strokes of a delay
 * @property {Point} signAt
 * @property {string} sign
 * @property {boolean} tested whether evidence bears on it; true where the file holds no evidence at all
 * @property {number} [presence] how much there is of it while it comes or goes, from 0 to 1
 * @property {string} note a word beside the sign: what became of the link since the earlier version
 * @property {string} colour
 * @property {number} width
 * @property {number[]} dash
 * @property {boolean} faded
 * @property {boolean} strong
 * @property {boolean} chosen
 * @property {import("./types.js").Area} area everything it touches
 *
 * @typedef {Object} DrawnBackground a text, frame or picture behind the map
 * @property {import("./types.js").Placed} placed
 * @property {"text" | "frame" | "picture"} kind
 * @property {string} label
 * @property {import("./types.js").Tint | null} tint
 * @property {string | null} image the data: address of a picture that may be shown
 *
 * @typedef {{header: import("./types.js").Header, tint: import("./types.js").Tint}} DrawnHeader
 *
 * @typedef {Object} Scene
 * @property {DrawnBox[]} boxes those that are shown
 * @property {Map<string, DrawnBox>} boxById
 * @property {DrawnLink[]} links those that stand out last
 * @property {DrawnHeader[]} headers
 * @property {DrawnBackground[]} background under everything: pictures below frames below texts
 * @property {import("./types.js").Area} bounds
 * @property {import("./types.js").Area} shown what to fit into a frame: all of it, or what is left where the rest is hidden
 * @property {import("./types.js").LayoutData["font"]} font
 * @property {Map<string, string>} [numbers] what stands in boxes and headers where their words are too small to read
 */

import { alongCurves, areaOf, headOf } from "./canvas/curves.js";
import { bearingsOn } from "./evidence.js";
import { PLAIN } from "./looks.js";
import { MARKS, changeOf } from "./versions.js";
import { isContested, signWord } from "./voices.js";

/** How much thinner a link is that no evidence bears on, where the file holds evidence. */
export const UNTESTED = 0.6;

/**
 * @param {import("./model.js").Model} model
 * @param {import("./focus.js").Focus} focus
 * @param {Theme} theme
 * @param {{hide?: boolean, looks?: import("./looks.js").Looks, layout?: import("./types.js").LayoutData, numbers?: Map<string, string>}} [how] `hide`: what is out of focus is not drawn at all
 * @returns {Scene}
 */
export function sceneOf(model, focus, theme, { hide = false, looks = PLAIN, layout = model.document.layout, numbers } = {}) {
  const groups = groupsOf(model);
  const boxes = Object.keys(layout.boxes)
    .filter((id) => model.factors[id])
    .map((id) => drawnBox(model, focus, theme, groups, id, looks, layout.boxes[id]))
    .filter((box) => !hide || !box.faded);
  const links = Object.keys(layout.routes)
    .filter((id) => model.links.has(id))
    .map((id) => drawnLink(model, focus, theme, id, layout.routes[id]))
    .filter((link) => !hide || !link.faded);
  links.sort((a, b) => Number(a.strong) - Number(b.strong));
  const headers = layout.headers.map((header) => ({ header, tint: headerTint(header, groups, theme) }));
  const less = boxes.length > 0 && boxes.length < Object.keys(layout.boxes).length;
  return {
    boxes, boxById: new Map(boxes.map((box) => [box.id, box])), links, headers, background: backgroundOf(model, layout, theme), bounds: layout.bounds,
    shown: less ? areaAround(boxes, links) : layout.bounds, font: layout.font, numbers,
  };
}

const BEHIND = ["picture", "frame", "text"];
/** A picture that the gate for values let in; anything else is never given to a picture element. */
const PICTURE = /^data:image\/(png|jpeg);base64,[A-Za-z0-9+/]+={0,2}$/;

/**
 * @param {import("./model.js").Model} model
 * @param {import("./types.js").LayoutData} layout
 * @param {Theme} theme
 * @returns {DrawnBackground[]}
 */
function backgroundOf(model, layout, theme) {
  const items = new Map((model.document.map.background || []).map((item) => [item.id, item]));
  return (layout.background || []).flatMap((placed) => {
    const item = items.get(placed.id);
    if (!item) return [];
    const colour = item.colour || (item.kind === "frame" ? "grey" : "");
    return [{
      placed, kind: item.kind, label: item.label, tint: theme.tints[theme.colours.indexOf(colour)] || null,
      image: item.kind === "picture" && item.image && PICTURE.test(item.image) ? item.image : null,
    }];
  }).sort((a, b) => BEHIND.indexOf(a.kind) - BEHIND.indexOf(b.kind));
}

/** How much ground is shown around what is left of a picture. */
const GROUND = 40;

/**
 * @param {DrawnBox[]} boxes
 * @param {DrawnLink[]} links
 * @returns {import("./types.js").Area}
 */
function areaAround(boxes, links) {
  const around = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  const areas = [...links.map((link) => link.area), ...boxes.map(({ box }) => ({
    left: box.x - box.width / 2, right: box.x + box.width / 2, top: box.y - box.height / 2, bottom: box.y + box.height / 2,
  }))];
  for (const area of areas) {
    around.left = Math.min(around.left, area.left - GROUND);
    around.top = Math.min(around.top, area.top - GROUND);
    around.right = Math.max(around.right, area.right + GROUND);
    around.bottom = Math.max(around.bottom, area.bottom + GROUND);
  }
  return around;
}

/**
 * The groups that colour stands for: the layers of a theory or process, else the themes of a map.
 *
 * @param {import("./model.js").Model} model
 * @returns {{of: "layer" | "theme" | "role", names: string[], chosen: Map<string, string>}} `chosen`: the colours that people chose for some
 */
export function groupsOf(model) {
  const layers = model.document.map.layers || [];
  const chosen = new Map((model.document.map.colours || []).map(({ name, colour }) => [name, colour]));
  if (layers.length) return { of: "layer", names: layers.map((layer) => layer.id), chosen };
  for (const of of /** @type {("theme" | "role")[]} */ (["theme", "role"])) {
    const names = [...new Set(model.order.map((id) => model.factors[id][of]).filter((name) => name !== undefined))];
    if (names.length > 1) return { of, names: /** @type {string[]} */ (names).sort(), chosen };
  }
  return { of: "theme", names: [], chosen };
}

/**
 * The tint of a group; grey where it has none of its own.
 *
 * @param {ReturnType<typeof groupsOf>} groups
 * @param {string | undefined} name
 * @param {Theme} theme
 * @returns {import("./types.js").Tint}
 */
export function tintOf(groups, name, theme) {
  return ownTint(groups, name, theme) || theme.tints[theme.tints.length - 1];
}

/**
 * The tint that means this group and no other: the one that was chosen, else the next that is free. Where there are more groups
 * than tints, none of the others gets one: a colour that means two things is worse than none, and a header or the caption in the
 * box names the group in any case.
 *
 * @param {ReturnType<typeof groupsOf>} groups
 * @param {string | undefined} name
 * @param {Theme} theme
 * @returns {import("./types.js").Tint | null}
 */
export function ownTint(groups, name, theme) {
  if (name === undefined) return null;
  let known = tinted.get(groups);
  if (!known || known.theme !== theme) tinted.set(groups, known = { theme, tints: ownTints(groups, theme) });
  return known.tints.get(name) || null;
}

/** @type {WeakMap<ReturnType<typeof groupsOf>, {theme: Theme, tints: Map<string, import("./types.js").Tint>}>} */
const tinted = new WeakMap();

/** @param {ReturnType<typeof groupsOf>} groups @param {Theme} theme */
function ownTints({ names, chosen }, theme) {
  const of = (/** @type {string} */ one) => theme.colours.indexOf(chosen.get(one) || "");
  const others = names.filter((one) => of(one) < 0);
  const taken = new Set(names.map(of));
  const free = theme.tints.slice(0, -1).filter((_, at) => !taken.has(at));
  /** @type {Map<string, import("./types.js").Tint>} */
  const tints = new Map(names.filter((one) => of(one) >= 0).map((one) => [one, theme.tints[of(one)]]));
  if (others.length <= free.length) others.forEach((one, at) => tints.set(one, free[at]));
  return tints;
}

/**
 * @param {import("./types.js").Header} header
 * @param {ReturnType<typeof groupsOf>} groups
 * @param {Theme} theme
 */
function headerTint(header, groups, theme) {
  return tintOf(groups, header.kind === "layer" ? header.id.replace(/^layer:/, "") : undefined, theme);
}

/**
 * @param {import("./model.js").Model} model
 * @param {import("./focus.js").Focus} focus
 * @param {Theme} theme
 * @param {ReturnType<typeof groupsOf>} groups
 * @param {string} id
 * @param {import("./looks.js").Looks} looks
 * @param {import("./types.js").Box} box
 * @returns {DrawnBox}
 */
function drawnBox(model, focus, theme, groups, id, looks, box) {
  const factor = model.factors[id];
  const part = focus.factors ? focus.factors.get(id) : undefined;
  const border = theme.borders[factor.status || "unset"] || theme.borders.unset;
  const rings = {
    start: theme.accent, cause: theme.cause, effect: theme.effect, both: theme.effect, must: theme.cause, in: border.colour,
  };
  const paint = looks.colour(id);
  const badge = looks.badge(id);
  const chosen = focus.selected === id || (part === "start" && !focus.selected);
  return {
    id,
    box,
    label: factor.label,
    fill: paint ? paint.fill : theme.paper,
    accent: paint ? paint.stripe : tintOf(groups, /** @type {string | undefined} */ (factor[groups.of]), theme).line,
    badge: badge && { text: badge.text, radius: 7 + 6 * Math.sqrt(badge.share) },
    line: chosen ? theme.accent : part ? rings[part] : border.colour,
    width: chosen || part === "must" ? 3 : part && part !== "in" ? Math.max(border.width, 2) : border.width,
    dash: numbers(border.dashes),
    chosen,
    focal: Boolean(factor.focal),
    faded: Boolean(focus.factors && !part),
  };
}

/**
 * @param {import("./model.js").Model} model
 * @param {import("./focus.js").Focus} focus
 * @param {Theme} theme
 * @param {string} id
 * @param {import("./types.js").Route} route
 * @returns {DrawnLink}
 */
function drawnLink(model, focus, theme, id, route) {
  const link = /** @type {import("./types.js").Link} */ (model.links.get(id));
  const change = changeOf(model, "links", id);
  const tested = !model.document.evidence || bearingsOn(model, id).length > 0;
  const strong = Boolean(focus.links && focus.links.has(id));
  return {
    ...linkAlong(link, route.path, route.sign_at, theme, { tested, strong }), note: change ? MARKS[change.change] : "",
    faded: Boolean(focus.links && !strong), chosen: focus.selected === id,
  };
}

/**
 * A link along a path, with what is particular about it.
 *
 * @param {{id?: string, from?: string, to?: string, polarity?: string, kind?: string, strength?: string, status?: string, basis?: string, delay?: string, confidence?: string, voices?: {polarity?: string}[]}} link
 * @param {Point[]} path
 * @param {Point} signAt
 * @param {Theme} theme
 * @param {{tested?: boolean, strong?: boolean}} [how]
 * @returns {DrawnLink}
 */
export function linkAlong({ id = "", from = "", to = "", ...link }, path, signAt, theme, { tested = true, strong = false } = {}) {
  const signless = link.kind === "association" || link.kind === "sequence";
  const polarity = link.polarity || "unknown";
  const plain = signless && !isContested(link) && (polarity === "unknown" || polarity === "positive");
  const line = theme.lines[isContested(link) ? "contested" : polarity];
  const width = theme.widths[link.strength || "unset"] * theme.thick * (tested ? 1 : UNTESTED) + (strong ? 0.9 : 0);
  const { head, path: short } = link.kind === "association" ? { head: [], path } : headOf(path, 8 + width);
  const [sx, sy] = path[0];
  return {
    id, from, to, path: short, head,
    hollow: link.basis === "inferred",
    ring: link.status === "anticipated" ? [sx + 4, sy] : null,
    strokes: link.delay === "medium" || link.delay === "long" ? delayStrokes(path) : [],
    signAt,
    sign: signless ? "" : theme.lines[signWord(link)].sign,
    note: "",
    tested,
    colour: plain ? theme.muted : line.colour,
    width,
    dash: plain ? [] : numbers(line.dashes),
    faded: false,
    strong,
    chosen: false,
    area: areaOf(path),
  };
}

/**
 * Two short strokes across the middle of a path.
 *
 * @param {Point[]} path
 * @returns {Point[][]}
 */
function delayStrokes(path) {
  const { at: [x, y], along: [dx, dy] } = alongCurves(path, 0.5);
  return [-2.5, 2.5].map((k) => [[x + dx * k - dy * 6, y + dy * k + dx * 6], [x + dx * k + dy * 6, y + dy * k - dx * 6]]);
}

/**
 * @param {string} dashes "9 4"
 * @returns {number[]}
 */
export function numbers(dashes) {
  return dashes ? dashes.split(" ").map(Number) : [];
}
