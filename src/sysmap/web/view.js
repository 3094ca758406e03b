/**
 * What the reader is looking at, as one plain value that a link's fragment can hold. Nothing here draws.
 *
 * @typedef {{kind: "factor" | "link", id: string}} Selection
 *
 * @typedef {{kind: "reach", direction: "up" | "down" | "around", starts: string[], steps: number | null,
 *   combine: "union" | "intersection"}} ReachQuestion
 * @typedef {{kind: "paths", from: string | null, to: string | null, most: number, by?: import("./ask/paths.js").Order}
 *   | {kind: "must", from: string | null, to: string | null, most: number}} WayQuestion
 * @typedef {{kind: "loops", through: string | null, most: number}} LoopQuestion
 * @typedef {{kind: "given", view: string}} GivenQuestion answered when the page was made, for a saved view
 * @typedef {{kind: "asked", name: string, params: Record<string, any>, revision: number,
 *   answer?: Omit<import("./focus.js").GivenAnswer, "kind">}} AskedQuestion any other question, which the workshop's server answers
 * @typedef {ReachQuestion | WayQuestion | LoopQuestion | GivenQuestion | AskedQuestion} Question
 *
 * @typedef {Object} View
 * @property {"picture" | "outline" | "tables" | "findings"} tab
 * @property {"details" | "ask" | "show" | "share"} panel
 * @property {Selection | null} selected
 * @property {Question | null} ask
 * @property {number | null} pick which of the paths or loops found is looked at
 * @property {Record<string, string[]>} filter values to keep, by aspect; an aspect that is not there keeps all
 * @property {"fade" | "hide"} others what happens to the rest of the map
 * @property {string | null} colour what the boxes' colour stands for
 * @property {string | null} size what the number in the boxes' corner stands for
 * @property {"after" | "before" | "difference" | "moving"} version
 * @property {boolean} bands whether the factors of each set of actors stand in a row of their own
 * @property {boolean} wide whether the picture has the whole width, without the panel beside it
 * @property {string | null} saved id of the saved view this began with
 */

/** @type {View} */
export const FIRST_VIEW = {
  tab: "picture", panel: "details", selected: null, ask: null, pick: null, filter: {}, others: "fade", colour: null,
  size: null, version: "after", bands: false, wide: true, saved: null,
};

export const MOST_STEPS = 9;
const LONGEST = 12;

/**
 * A view as the fragment of an address, without the `#`; the first view is the empty text.
 *
 * @param {View} view
 * @returns {string}
 */
export function fragmentOf(view) {
  /** @type {[string, string][]} */
  const parts = [];
  const put = (/** @type {string} */ key, /** @type {string | null | undefined} */ value) => {
    if (value) parts.push([key, value]);
  };
  if (view.tab !== "picture") put("tab", view.tab);
  if (view.panel !== "details") put("panel", view.panel);
  if (view.selected) put(view.selected.kind, one(view.selected.id));
  const { ask } = view;
  if (ask) {
    put("ask", ask.kind === "reach" ? ask.direction : ask.kind);
    if (ask.kind === "reach") {
      put("of", many(ask.starts));
      put("steps", ask.steps === null ? null : String(ask.steps));
      if (ask.combine !== "union") put("combine", ask.combine);
    } else if (ask.kind === "given") {
      put("of", one(ask.view));
    } else if (ask.kind !== "asked") {
      if (ask.kind === "loops") put("through", one(ask.through));
      else {
        put("from", one(ask.from));
        put("to", one(ask.to));
      }
      put("most", String(ask.most));
      if (ask.kind === "paths" && ask.by !== "weakest-link") put("order", ask.by);
    }
    if (view.pick !== null) put("pick", String(view.pick));
  }
  for (const key of Object.keys(view.filter).sort()) put(`only-${key}`, many(view.filter[key]));
  if (view.others !== "fade") put("others", view.others);
  put("colour", one(view.colour));
  put("size", one(view.size));
  if (view.version !== "after") put("version", view.version);
  if (view.bands) put("rows", "actors");
  if (view.wide === asksForPanel(view)) put("side", view.wide ? "off" : "on");
  put("view", one(view.saved));
  return parts.map((part) => part.join("=")).join("&");
}

/**
 * Whether a view asks for something that the panel holds, which is then open unless the address says otherwise.
 *
 * @param {View} view
 */
function asksForPanel(view) {
  return Boolean(view.selected || view.ask || view.panel !== "details");
}

/**
 * The view that a fragment stands for. What it names and the map does not have is left out.
 *
 * @param {string} fragment with or without the `#`
 * @param {(id: string) => boolean} isFactor
 * @param {(id: string) => boolean} isLink
 * @returns {View}
 */
export function viewOf(fragment, isFactor, isLink) {
  const said = new Map(fragment.replace(/^#/, "").split("&").map((part) => {
    const at = part.indexOf("=");
    return at < 0 ? [part, ""] : [part.slice(0, at), part.slice(at + 1)];
  }));
  /** @param {string} key */
  const texts = (key) => (said.get(key) || "").split(",").filter(Boolean).map(decoded);
  /** @param {string} key */
  const factor = (key) => texts(key).find(isFactor) ?? null;
  /** @param {string} key @param {number} least @param {number} most @param {number | null} otherwise */
  const whole = (key, least, most, otherwise) => {
    const number = /^\d+$/.test(said.get(key) || "") ? Number(said.get(key)) : NaN;
    return number >= least && number <= most ? number : otherwise;
  };
  /** @template {string} T @param {string} key @param {readonly T[]} choices @returns {T} */
  const choice = (key, choices) => choices.find((word) => word === said.get(key)) ?? choices[0];

  const view = { ...FIRST_VIEW };
  view.tab = choice("tab", ["picture", "outline", "tables", "findings"]);
  view.panel = choice("panel", ["details", "ask", "show", "share"]);
  view.others = choice("others", ["fade", "hide"]);
  view.version = choice("version", ["after", "before", "difference", "moving"]);
  const [chosen, link] = [factor("factor"), texts("link").find(isLink)];
  if (chosen) view.selected = { kind: "factor", id: chosen };
  else if (link) view.selected = { kind: "link", id: link };
  const kind = said.get("ask") || "";
  const most = /** @type {number} */ (whole("most", 1, LONGEST, 6));
  if (kind === "up" || kind === "down" || kind === "around") {
    view.ask = {
      kind: "reach", direction: kind, starts: [...new Set(texts("of").filter(isFactor))], steps: whole("steps", 0, MOST_STEPS, null),
      combine: choice("combine", ["union", "intersection"]),
    };
  } else if (kind === "paths") {
    const by = choice("order", ["weakest-link", "shortest", "evidence"]);
    view.ask = { kind, from: factor("from"), to: factor("to"), most, ...(by === "weakest-link" ? {} : { by }) };
  } else if (kind === "must") {
    view.ask = { kind, from: factor("from"), to: factor("to"), most };
  } else if (kind === "loops") {
    view.ask = { kind, through: factor("through"), most };
  } else if (kind === "given" && texts("of").length) {
    view.ask = { kind, view: texts("of")[0] };
  }
  view.pick = view.ask ? whole("pick", 0, 100_000, null) : null;
  view.filter = {};
  for (const key of said.keys()) if (key.startsWith("only-")) view.filter[key.slice(5)] = texts(key);
  view.colour = texts("colour")[0] ?? null;
  view.size = texts("size")[0] ?? null;
  view.bands = said.get("rows") === "actors";
  view.wide = said.has("side") ? said.get("side") === "off" : !asksForPanel(view);
  view.saved = texts("view")[0] ?? null;
  return view;
}

/** @param {string[]} values */
function many(values) {
  return values.map((value) => one(value)).join(",");
}

/**
 * A value as part of an address; the empty text (what is not said) is a tilde.
 *
 * @param {string | null} value
 */
function one(value) {
  return value === null ? null : encodeURIComponent(value).replaceAll("~", "%7E") || "~";
}

/** @param {string} text */
function decoded(text) {
  if (text === "~") return "";
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
