/** Every question by name, for whoever asks without a page: the tests, the notebook. */

import { answerWords } from "../answerwords.js";
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
 * @param {Record<string, string>} [grades] evidence grades by link, where evidence is at hand
 * @returns {any}
 */
export function answer(map, question, grades) {
  const model = modelOf(/** @type {any} */ ({ map, layout: { boxes: {}, routes: {}, headers: [] }, answers: { grades } }));
  if (question.ask === "reach") {
    const part = question.combine
      ? reachOf(model, question.direction, question.of, question.steps, question.combine)
      : reach(model, question.direction, question.of, question.steps);
    const { factors, links, starts, frontier, loopsBack } = part;
    return { starts, frontier, loopsBack, factors: [...factors], links: [...links].sort(), words: answerWords(model, { kind: "reach", ...part }) };
  }
  if (question.ask === "paths") return worded(model, { kind: "paths", ...paths(model, question.from, question.to, question) });
  if (question.ask === "loops") return worded(model, { kind: "loops", ...loops(model, question) });
  if (question.ask === "must-pass") return worded(model, { kind: "must", ...mustPass(model, question.from, question.to) });
  throw new Error(`no question ${question.ask}`);
}

/**
 * An answer with its words.
 *
 * @param {import("../model.js").Model} model
 * @param {import("../focus.js").Answer} given
 */
function worded(model, given) {
  return { ...given, words: answerWords(model, given) };
}
