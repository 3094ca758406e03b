/**
 * What an answer rests on: how well its links are evidenced, and which of them are doubtful. The same as
 * `sysmap.questions.registry.footing`.
 */

import { linkSentence, say } from "../sentences.js";
import { isContested } from "../voices.js";

/**
 * @typedef {import("../model.js").Model} Model
 * @typedef {import("../types.js").Link} Link
 *
 * @typedef {Object} Footing
 * @property {Link[]} links those the answer uses, in order of id
 * @property {Record<string, string> | null} grades the evidence grade of each; null where no evidence is at hand
 * @property {Record<string, Link[]>} doubts those that are inferred, contested, of one voice, anticipated, without a sign
 * @property {string[]} anticipatedFactors
 */

/** Evidence grades, the best first. */
export const GRADES = ["strong", "moderate", "weak", "untested", "not-supported"];

/**
 * The evidence grades of links, where evidence is at hand.
 *
 * @param {Model} model
 * @returns {Record<string, string> | null}
 */
export function gradesOf(model) {
  const { grades } = model.document.answers || {};
  return grades && Object.keys(grades).length ? grades : null;
}

/**
 * @param {Model} model
 * @param {Iterable<string>} links ids of the links used
 * @param {Iterable<string>} factors ids of the factors spoken of
 * @returns {Footing}
 */
export function footingOf(model, links, factors) {
  const used = [...new Set(links)].sort().map((id) => /** @type {Link} */ (model.links.get(id)));
  const known = gradesOf(model);
  return {
    links: used, grades: known && Object.fromEntries(used.map(({ id }) => [id, Object.hasOwn(known, id) ? known[id] : "untested"])),
    doubts: {
      inferred: used.filter((link) => link.basis === "inferred"), contested: used.filter((link) => isContested(link)),
      one_voice: used.filter((link) => link.confidence === "one-voice"), anticipated: used.filter((link) => link.status === "anticipated"),
      unsigned: used.filter((link) => (link.polarity || "unknown") === "unknown" && link.kind !== "sequence" && link.kind !== "association"),
    },
    anticipatedFactors: [...new Set(factors)].filter((id) => model.factors[id].status === "anticipated"),
  };
}

/**
 * What a reader should know of it, in sentences; empty where nothing is doubtful and no evidence is at hand.
 *
 * @param {Footing} footing
 */
export function footingWords({ links, grades, doubts, anticipatedFactors }) {
  const n = links.length;
  const share = (/** @type {number} */ number, /** @type {string} */ word) => (n === 1 ? word : number === n ? say("footing.all", { word }) : say("footing.some", { n: number, word }));
  const parts = [];
  const told = Object.entries(doubts).filter(([, ones]) => ones.length).map(([name, ones]) => share(ones.length, say(`footing.${name}`)));
  if (told.length) parts.push(n === 1 ? say("footing.one", { doubts: told }) : say("footing.several", { n, doubts: told }));
  if (anticipatedFactors.length) parts.push(say("footing.factors", { n: anticipatedFactors.length }));
  if (grades && n) parts.push(evidenceWords(n, Object.values(grades)));
  return parts.join(" ");
}

/**
 * @param {number} n
 * @param {string[]} grades
 */
function evidenceWords(n, grades) {
  const counts = GRADES.map((grade) => /** @type {[string, number]} */ ([grade, grades.filter((one) => one === grade).length])).filter(([, number]) => number);
  const plain = (/** @type {string} */ grade) => grade.replaceAll("-", " ");
  if (counts.length === 1) return counts[0][0] === "untested" ? say("footing.untested", { n }) : say("footing.evidence", { n, grade: plain(counts[0][0]) });
  const told = counts.filter(([grade]) => grade !== "untested").map(([grade, number]) => say("footing.grade", { grade: plain(grade), n: number }));
  return say("footing.grades", { n, grades: told, untested: (counts.find(([grade]) => grade === "untested") || ["", 0])[1] });
}

/**
 * Every link used, with its evidence and what is doubtful about it.
 *
 * @param {Model} model
 * @param {Footing} footing
 * @returns {{id: string, sentence: string, grade: string, doubts: string[]}[]}
 */
export function footingRows(model, { links, grades, doubts }) {
  return links.map((link) => ({
    id: link.id, sentence: linkSentence(model, link, { reason: false }), grade: grades ? grades[link.id].replaceAll("-", " ") : "",
    doubts: Object.entries(doubts).filter(([, ones]) => ones.includes(link)).map(([name]) => say(`footing.${name}`)),
  }));
}
