/** Questions and answers as sentences, with their bounds. */

import { clean, joinWords } from "./messageformat.js";
import { capital } from "./sentences.js";
import { counted } from "./words.js";

/**
 * @typedef {import("./model.js").Model} Model
 * @typedef {import("./view.js").Question} Question
 * @typedef {import("./focus.js").Answer} Answer
 */

/**
 * @param {Model} model
 * @param {string | null} id
 */
function label(model, id) {
  return id && model.factors[id] ? `“${clean(model.factors[id].label)}”` : "…";
}

/**
 * A question in a few words.
 *
 * @param {Model} model
 * @param {Question} ask
 * @returns {string}
 */
export function questionWords(model, ask) {
  if (ask.kind === "given") return (((model.document.answers || {}).views || {})[ask.view] || { question: "" }).question;
  if (ask.kind === "paths") return `Paths from ${label(model, ask.from)} to ${label(model, ask.to)}`;
  if (ask.kind === "must") return `What every path from ${label(model, ask.from)} to ${label(model, ask.to)} passes`;
  if (ask.kind === "loops") return ask.through ? `Feedback loops through ${label(model, ask.through)}` : "Feedback loops";
  const names = ask.starts.length ? ask.starts.map((id) => label(model, id)) : ["…"];
  const several = ask.starts.length > 1 && ask.combine === "intersection" ? "all of " : "";
  const of = several + joinWords(names);
  const bound = ask.steps === null ? "" : `, within ${counted(ask.steps, "link")}`;
  if (ask.direction === "up") return `What leads to ${of}${bound}`;
  if (ask.direction === "down") return `What follows from ${of}${bound}`;
  return `Around ${of}${bound}`;
}

/**
 * The answer in sentences.
 *
 * @param {Model} model
 * @param {Answer} answer
 * @returns {string}
 */
export function answerWords(model, answer) {
  if (answer.kind === "given") return answer.words;
  if (answer.kind === "reach") return reachWords(model, answer);
  if (answer.kind === "paths") return pathsWords(answer);
  if (answer.kind === "loops") return loopsWords(answer);
  return mustWords(model, answer);
}

/**
 * @param {Model} model
 * @param {import("./focus.js").ReachAnswer} answer
 */
function reachWords(model, answer) {
  const said = [`${counted(answer.factors.size, "factor")} of the ${model.order.length} on the map, ${counted(answer.links.size, "link")}.`];
  if (answer.frontier.length) said.push(`The limit of steps cuts the answer here: the paths go on from ${answer.factors.size === 1 ? "it" : `${answer.frontier.length} of them`}.`);
  if (answer.loopsBack.length) {
    said.push(`${joinWords(answer.loopsBack.map((id) => label(model, id)))} ${answer.loopsBack.length === 1 ? "comes back to itself" : "come back to themselves"} through a feedback loop.`);
  }
  const groups = [...answer.links].filter((id) => (model.byLink.get(id) || []).some((arc) => arc.group));
  if (groups.length) said.push(`${counted(groups.length, "link")} used here ${groups.length === 1 ? "speaks" : "speak"} of a whole layer, not of single factors.`);
  return said.join(" ");
}

/**
 * @param {import("./focus.js").PathsAnswer} answer
 */
function pathsWords(answer) {
  const { count, counted: exact, most, shortest, found } = answer;
  if (!count) {
    if (shortest === null) return "No path, of any length.";
    return `No path of at most ${counted(most, "link")}; the shortest has ${shortest}.`;
  }
  const said = [`${exact ? "" : "At least "}${counted(count, "path")} of at most ${counted(most, "link")}.`];
  if (found.length < count) said.push(`The first ${found.length} are listed.`);
  if (found.length > 1) said.push("Order: strongest weakest link first, then fewer links; none of them is “the” pathway.");
  const signs = ["positive", "negative", "mixed", "unknown"].map((sign) => {
    const number = found.filter((path) => path.polarity === sign).length;
    return number ? `${number} ${sign === "unknown" ? "without a sign" : sign}` : "";
  }).filter(Boolean);
  if (found.length > 1) said.push(`${capital(joinWords(signs))}.`);
  const inferred = found.filter((path) => path.inferred).length;
  if (inferred) said.push(`${inferred} of them use a link that was inferred by the modeller.`);
  return said.join(" ");
}

/**
 * @param {import("./focus.js").LoopsAnswer} answer
 */
function loopsWords(answer) {
  const { count, counted: exact, most, found, kinds } = answer;
  if (!count) return answer.groups ? `No feedback loop of at most ${counted(most, "link")}; longer ones may exist.` : "No feedback loop: nothing leads back to where it began.";
  const parts = Object.entries(kinds).filter(([, number]) => number).map(([kind, number]) => `${number} ${kind}`);
  const said = [`${exact ? "" : "At least "}${counted(count, "feedback loop")} of at most ${counted(most, "link")}: ${joinWords(parts)}.`];
  if (found.length < count) said.push(`The ${found.length} shortest are listed.`);
  if (kinds.undetermined) said.push("Undetermined: a link on it has no sign or depends on the context.");
  return said.join(" ");
}

/**
 * @param {Model} model
 * @param {import("./focus.js").MustAnswer} answer
 */
function mustWords(model, answer) {
  if (!answer.reachable) return "The first does not reach the second by any path, so there is nothing that it relies on.";
  const names = (/** @type {string[]} */ ids) => joinWords(ids.map((id) => label(model, id)));
  const said = [];
  if (answer.factors.length) said.push(`Every path passes ${names(answer.factors)}: ${answer.factors.length === 1 ? "a single point" : "single points"} of failure.`);
  else said.push("No single factor is passed by every path.");
  if (answer.links.length) said.push(`Every path uses ${answer.links.length === 1 ? "the link" : "the links"} listed below.`);
  if (answer.cutFactors === null) said.push("A link joins the two directly, so no loss of other factors cuts the influence off.");
  else if (answer.cutFactors.length > 1) said.push(`It takes the loss of ${counted(answer.cutFactors.length, "factor")} together to cut it off, for example ${names(answer.cutFactors)}.`);
  if (!answer.links.length) said.push(`It takes the loss of ${counted(answer.cutLinks.length, "link")} together to cut it off.`);
  said.push("This holds for every path on the map, however long.");
  return said.join(" ");
}
