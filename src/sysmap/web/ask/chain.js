/** One chain of influence, a path or a loop, with everything its links say. The same as `sysmap.analysis.chains`. */

import { say } from "../sentences.js";
import { M, P, U, polarityOf, times } from "./signs.js";

/**
 * @typedef {import("./projection.js").Projection} Projection
 * @typedef {import("./projection.js").Step} Step
 *
 * @typedef {Object} Chain
 * @property {string[]} factors of a loop the first is not repeated at the end
 * @property {string[]} links one a step: of parallel links the one that speaks for the step
 * @property {import("../types.js").Polarity} polarity
 * @property {number} classes
 * @property {string[]} why the polarity is not certain
 * @property {number} length
 * @property {{link: string, strength: string, known: number, of: number}} weakest
 * @property {string[]} mechanisms
 * @property {string[]} assumptions
 * @property {boolean} anticipated
 * @property {number} inferred
 * @property {string[]} groups links that speak of a whole layer
 * @property {Step[]} steps
 * @property {string[]} beside parallel links that also join two of its factors
 */

const STRENGTHS = ["unset", "weak", "medium", "strong"];

/**
 * @param {Projection} proj
 * @param {number[]} factors
 * @param {Step[]} steps
 * @returns {Chain}
 */
export function chainOf(proj, factors, steps) {
  const classes = steps.reduce((total, step) => times(total, step.classes), P);
  const ranks = steps.map((step) => step.strength);
  const weakest = ranks.indexOf(Math.min(...ranks));
  const speaking = steps.map((step) => step.links[0]);
  const why = [];
  if (steps.some((step) => (step.classes & 3) === 3)) why.push(say("why.conflict"));
  if (classes & M) why.push(say("why.mixed"));
  if (classes & U) why.push(say("why.unknown"));
  return {
    factors: factors.map((i) => proj.ids[i]),
    links: speaking.map((link) => link.id),
    polarity: polarityOf(classes),
    classes,
    why: classes === 1 || classes === 2 ? [] : why,
    length: steps.length,
    weakest: {
      link: speaking[weakest].id, strength: STRENGTHS[ranks[weakest]], known: ranks.filter(Boolean).length, of: ranks.length,
    },
    mechanisms: named(steps, "mechanisms"),
    assumptions: named(steps, "assumptions"),
    anticipated: factors.some((i) => proj.planned.has(i)) || steps.some((step) => step.links.every((link) => link.status === "anticipated")),
    inferred: steps.filter((step) => step.links.every((link) => link.basis === "inferred")).length,
    groups: [...new Set(steps.filter((step) => step.group).map((step) => step.links[0].id))],
    steps,
    beside: steps.flatMap((step) => step.links.slice(1).map((link) => link.id)),
  };
}

/**
 * @param {Step[]} steps
 * @param {"mechanisms" | "assumptions"} field
 */
function named(steps, field) {
  return [...new Set(steps.flatMap((step) => step.links.flatMap((link) => link[field] || [])))];
}
