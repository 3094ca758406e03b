/**
 * Two versions as one picture that moves from the earlier to the later one in three steps: what went is struck out, what
 * stays moves to its new place and is marked where it changed, what came fades in.
 *
 * @typedef {import("../types.js").PageDocument} PageDocument
 * @typedef {import("../types.js").LayoutData} LayoutData
 * @typedef {import("../scene.js").Scene} Scene
 * @typedef {import("../scene.js").DrawnLink} DrawnLink
 * @typedef {import("../versions.js").Player} Player
 */

import { alongCurves } from "../canvas/curves.js";
import { button, el, set } from "../dom.js";
import { looksOf } from "../looks.js";
import { modelOf } from "../model.js";
import { sceneOf } from "../scene.js";
import { countText } from "../sentences.js";
import { changeOf } from "../versions.js";
import { layoutBetween } from "./between.js";
import { say } from "./english.js";

/** The three steps, and how long each takes when it is played, in milliseconds; one in which nothing goes or comes is short. */
const STEPS = 3;
const [STEP_TIME, EMPTY_TIME] = [2200, 400];
const KINDS = /** @type {const} */ (["removed", "changed", "added"]);
/** What went is out of sight when so much of the second step is over, and only then everything else moves. */
const OUT_OF_SIGHT = 0.35;
/** In which step the mark of a change is shown. */
const MARKED = { removed: 0, changed: 1.5, added: 2 };
/** Half the width of the cross on a link that went, in layout pixels. */
const CROSS = 6;

/**
 * @param {PageDocument} document_ with `before` and `difference`
 * @returns {Player}
 */
export function movingPicture(document_) {
  const before = /** @type {NonNullable<PageDocument["before"]>} */ (document_.before);
  const { map: both, changes } = /** @type {NonNullable<PageDocument["difference"]>} */ (document_.difference);
  const layouts = [before.layout, document_.layout];
  const models = [{ ...document_, ...before }, document_].map((one) => modelOf({ ...one, bands: undefined, changed: changes }));
  const joined = {
    ...layoutBetween(layouts[0], layouts[1], 1), boxes: { ...layouts[0].boxes, ...layouts[1].boxes }, routes: { ...layouts[0].routes, ...layouts[1].routes },
  };
  const names = [nameOf(before.map), nameOf(document_.map)];
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let at = 0;
  let frame = 0;
  let show = () => {};

  const slider = /** @type {HTMLInputElement} */ (el("input", {
    type: "range", min: "0", max: String(STEPS), step: "any", value: "0", "aria-label": say("moving.slider", { before: names[0], after: names[1] }),
    oninput: () => goTo(Number(slider.value)),
    onkeydown: (/** @type {KeyboardEvent} */ event) => {
      const by = /** @type {Record<string, number>} */ ({ ArrowLeft: -0.25, ArrowDown: -0.25, ArrowRight: 0.25, ArrowUp: 0.25 })[event.key];
      if (!by || still.matches) return;
      event.preventDefault();
      goTo(at + by);
    },
  }));
  const play = button("", () => (frame ? goTo(at) : onward()));
  const words = el("p", { role: "status" });
  const ends = names.map((name, i) => button(name, () => goTo(STEPS * i), { "aria-pressed": "false" }));
  const element = el("div.moving", null, el("div.moving-ways", null, ends[0], play, slider, ends[1]), words);

  /** To a place of the way at once. @param {number} place */
  function goTo(place) {
    cancelAnimationFrame(frame);
    frame = 0;
    at = Math.min(Math.max(place, 0), STEPS);
    tell();
    show();
  }

  /** Play on from here, from the beginning where the end is reached; one step at a time where the reader wants no motion. */
  function onward() {
    if (still.matches) return goTo(at >= STEPS ? 0 : Math.floor(at) + 1);
    if (at >= STEPS) at = 0;
    let last = performance.now();
    const move = () => {
      const [now, kind] = [performance.now(), KINDS[Math.min(Math.floor(at), STEPS - 1)]];
      at = Math.min(STEPS, at + (now - last) / (kind === "changed" || count(kind, "factors") + count(kind, "links") ? STEP_TIME : EMPTY_TIME));
      last = now;
      frame = at < STEPS ? requestAnimationFrame(move) : 0;
      tell();
      show();
    };
    frame = requestAnimationFrame(move);
    return tell();
  }

  function tell() {
    const step = Math.ceil(at);
    const text = stepWords(step);
    slider.step = still.matches ? "1" : "any";
    slider.value = String(at);
    slider.setAttribute("aria-valuetext", text);
    ends.forEach((one, i) => one.setAttribute("aria-pressed", String(at === STEPS * i)));
    set(play, frame ? say("moving.stop") : at >= STEPS ? say("moving.again") : still.matches ? say("moving.next") : say("moving.play"));
    if (words.textContent !== text) set(words, text);
  }

  /** @param {typeof KINDS[number]} kind @param {"factors" | "links"} collection */
  function count(kind, collection) {
    return Object.values(changes.elements[collection] || {}).filter(({ change }) => change === kind).length;
  }

  /** @param {number} step */
  function stepWords(step) {
    if (!step) return say("moving.begins", { version: names[0] });
    const [factors, links] = [count(KINDS[step - 1], "factors"), count(KINDS[step - 1], "links")];
    const values = { factors: countText(factors, "factor"), links: countText(links, "link"), none: factors + links ? "no" : "yes", version: names[1] };
    return say("moving.step", { n: step, what: step === 1 ? say("moving.went", values) : step === 2 ? say("moving.moved", values) : say("moving.came", values) });
  }

  tell();
  return {
    document: { ...document_, bands: undefined, map: both, layout: joined, changed: changes },
    element,
    begin(again) {
      show = again;
    },
    end: () => cancelAnimationFrame(frame),
    scene(view, focus, theme, numbers) {
      const gone = Math.min(Math.max((at - 1) / OUT_OF_SIGHT, 0), 1);
      const share = eased(Math.min(Math.max((at - 1 - OUT_OF_SIGHT) / (1 - OUT_OF_SIGHT), 0), 1));
      const model = models[share < 0.5 ? 0 : 1];
      const marked = (/** @type {"factors" | "links"} */ collection, /** @type {string} */ id) => {
        const change = changeOf(model, collection, id);
        return Boolean(change && at > MARKED[change.change]);
      };
      const looks = looksOf(model, view, theme);
      const own = view.colour || view.size ? looks : {
        ...looks, colour: (/** @type {string} */ id) => (marked("factors", id) ? looks.colour(id) : null),
        badge: (/** @type {string} */ id) => (marked("factors", id) ? looks.badge(id) : null),
      };
      // As it was, nothing steps back; from there on, what did not change does.
      const plain = !at && !view.ask && !Object.keys(view.filter).length;
      const scene = sceneOf(model, plain ? { ...focus, factors: null, links: null } : focus, theme, { hide: view.others === "hide", looks: own, layout: layoutBetween(layouts[0], layouts[1], share), numbers });
      /** How much there is of an element that is in one version only; all of one that is in both. */
      const presence = (/** @type {"boxes" | "routes"} */ of, /** @type {string} */ id) => (
        !layouts[1][of][id] ? 1 - gone : !layouts[0][of][id] ? Math.max(0, at - 2) : 1);
      const struck = (/** @type {"boxes" | "routes"} */ of, /** @type {string} */ id) => (layouts[1][of][id] ? 0 : Math.min(at, 1));
      const boxes = scene.boxes.map((drawn) => ({ ...drawn, presence: presence("boxes", drawn.id), struck: struck("boxes", drawn.id) }))
        .filter((drawn) => drawn.presence > 0);
      const links = scene.links.map((link) => ({
        ...link, presence: presence("routes", link.id), note: marked("links", link.id) ? link.note : "",
        strokes: struck("routes", link.id) ? [...link.strokes, ...cross(link, struck("routes", link.id))] : link.strokes,
      })).filter((link) => link.presence > 0);
      return { ...scene, boxes, boxById: new Map(boxes.map((box) => [box.id, box])), links };
    },
  };
}

/** What a version is called. @param {import("../types.js").MapData} map */
function nameOf(map) {
  return map.version ? map.version.name : map.title;
}

/** Slow at both ends. @param {number} share */
function eased(share) {
  return share * share * (3 - 2 * share);
}

/**
 * A cross on the middle of a link.
 *
 * @param {DrawnLink} link
 * @param {number} size from 0 to 1
 * @returns {DrawnLink["strokes"]}
 */
function cross({ path }, size) {
  const { at: [x, y] } = alongCurves(path, 0.5);
  const far = CROSS * size;
  return [[[x - far, y - far], [x + far, y + far]], [[x - far, y + far], [x + far, y - far]]];
}
