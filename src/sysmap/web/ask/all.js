/** Every question by name, for whoever asks without a page: the tests, the notebook. */

import { modelOf } from "../model.js";
import { loops } from "./loops.js";
import { paths } from "./paths.js";
import { reach, reachOf } from "./reach.js";
import { mustPass } from "./mustpass.js";

/**
 * Answer a question about a map with plain values.
 *
 * @param {import("../types.js").MapData} map
 * @param {Record<string, any>} question `ask` names it: reach, paths, loops or must-pass
 * @returns {any}
 */
export function answer(map, question) {
  const model = modelOf(/** @type {any} */ ({ map, layout: { boxes: {}, routes: {}, headers: [] } }));
  if (question.ask === "reach") {
    const part = question.combine
      ? reachOf(model, question.direction, question.of, question.steps, question.combine)
      : reach(model, question.direction, question.of, question.steps);
    const { factors, links, starts, frontier, loopsBack } = part;
    return { starts, frontier, loopsBack, factors: [...factors], links: [...links].sort() };
  }
  if (question.ask === "paths") return paths(model, question.from, question.to, question);
  if (question.ask === "loops") return loops(model, question);
  if (question.ask === "must-pass") return mustPass(model, question.from, question.to);
  throw new Error(`no question ${question.ask}`);
}
