/**
 * An answer about how one factor reaches another, in short: the way, the mechanisms, what must hold, the evidence on the way, the
 * score of the end, and the other explanations. Together on one screen, whichever question was asked.
 *
 * @typedef {import("./model.js").Model} Model
 */

import { GRADES, gradesOf } from "./ask/footing.js";
import { el } from "./dom.js";
import { proposalFor } from "./evidence.js";
import { nameOf } from "./model.js";
import { say, wordText } from "./sentences.js";

/** The most names in one row; the others are counted. */
const MOST = 3;

/**
 * @param {Model} model
 * @param {import("./focus.js").Answer} answer
 * @param {number | null} pick which of the paths is looked at
 * @returns {HTMLElement | null} nothing where the answer is about no two factors, or found no way
 */
export function briefOf(model, answer, pick) {
  const ends = answer.kind === "paths" ? [answer.from, answer.to] : answer.kind === "given" ? answer.starts : [];
  if (ends.length !== 2 || ends.some((id) => !model.factors[id])) return null;
  const chains = answer.kind === "paths" ? answer.found.slice(pick ?? 0, (pick ?? 0) + 1) : [];
  const ids = answer.kind === "paths" ? chains.flatMap((chain) => chain.links) : answer.kind === "given" ? answer.links : [];
  const links = [...new Set(ids)].flatMap((id) => model.links.get(id) || []);
  if (!links.length) return null;
  const way = chains.length ? chains[0].factors : ordered(ends[0], links);
  const through = way.flatMap((id) => model.factors[id] || []);
  const of = (/** @type {"mechanisms" | "assumptions" | "conditions"} */ key) => [...new Set([...links, ...through].flatMap((one) => one[key] || []))];
  const assumptions = model.document.map.assumptions || {};
  const holds = [
    ...of("assumptions").filter((id) => assumptions[id]).map((id) => `${assumptions[id].label} (${[assumptions[id].critical && say("label.critical"), assumptions[id].status || say("label.untested")].filter(Boolean).join(", ")})`),
    ...of("conditions").map((id) => nameOf(model, "conditions", id)),
  ];
  const rivals = Object.values(model.document.map.rivals || {}).filter((rival) => (rival.about || []).includes(ends[1]));
  const rows = /** @type {[string, string][]} */ ([
    [say("brief.way"), way.length > 1 ? way.map((id) => model.factors[id].label).join(" → ") : ""],
    [say("about.works-through"), listed(of("mechanisms").map((id) => nameOf(model, "mechanisms", id)))],
    [say("about.rests-on"), listed(holds)],
    [say("brief.evidence"), evidenceOn(model, links)],
    [say("brief.score"), scoreOf(model, ends[1])],
    [say("about.other-explanations"), listed(rivals.map((rival) => rival.label))],
  ]);
  return el("section.brief", { "aria-label": say("brief.name") }, el("dl", null,
    rows.filter(([, text]) => text).map(([name, text]) => el("div", null, el("dt", null, name), el("dd", null, text)))));
}

/**
 * The factors of a chain of links, from its start; only the start where the links are no single chain.
 *
 * @param {string} start
 * @param {import("./types.js").Link[]} links
 */
function ordered(start, links) {
  const way = [start];
  for (let here = start; way.length <= links.length;) {
    const next = links.filter((link) => link.from === here);
    if (next.length !== 1) break;
    way.push(here = next[0].to);
  }
  return way.length === links.length + 1 ? way : [start];
}

/** @param {string[]} names */
function listed(names) {
  const more = names.length - MOST;
  return [...names.slice(0, MOST), ...(more > 0 ? [say("brief.more", { n: more })] : [])].join("; ");
}

/**
 * The rung of evidence on which every link of the way stands.
 *
 * @param {Model} model
 * @param {import("./types.js").Link[]} links
 */
function evidenceOn(model, links) {
  const grades = gradesOf(model);
  if (!grades) return say("brief.none");
  const said = links.map(({ id }) => grades[id] || "untested");
  const weakest = GRADES[Math.max(...said.map((grade) => GRADES.indexOf(grade)))];
  return new Set(said).size === 1 ? wordText(weakest) : say("brief.weakest", { grade: wordText(weakest) });
}

/**
 * @param {Model} model
 * @param {string} id
 */
function scoreOf(model, id) {
  const { score } = model.factors[id];
  const proposal = proposalFor(model, id);
  const given = (score && score.label) || (proposal && proposal.override && proposal.override.score);
  const fragile = proposal && proposal.margin === 1 ? `; ${say("evidence.fragile")}` : "";
  if (given) return say("brief.by-people", { score: given }) + fragile;
  return proposal ? say("brief.by-rule", { score: proposal.proposed }) + fragile : "";
}
