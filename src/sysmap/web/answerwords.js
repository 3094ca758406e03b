/** Questions and answers as sentences, with their bounds: those of `sysmap.questions`, made of the same patterns. */

import { footingOf, footingWords, gradesOf } from "./ask/footing.js";
import { netSigns } from "./ask/netsigns.js";
import { polarityOf } from "./ask/signs.js";
import { storedLoops } from "./ask/storedloops.js";
import { capital, countText, endName, factorName, say } from "./sentences.js";

/**
 * @typedef {import("./model.js").Model} Model
 * @typedef {import("./view.js").Question} Question
 * @typedef {import("./focus.js").Answer} Answer
 */

const PART = { up: "upstream", down: "downstream", around: "ego" };
const SIGNS = ["positive", "negative", "depends", "not said", "open"];
const POLARITIES = ["positive", "negative", "mixed", "unknown"];
const DISTANCES = 4;

/**
 * @param {Model} model
 * @param {string | null | undefined} id
 */
function label(model, id) {
  return (id && model.factors[id] && model.factors[id].label) || id || "…";
}

/** @param {number} n */
const linksAtMost = (n) => say("answer.links", { n });
/** @param {number} number @param {string} word @param {boolean} [atLeast] */
const count = (number, word, atLeast = false) => countText(number, word, { zero: "no", atLeast });

/**
 * A question in a few words.
 *
 * @param {Model} model
 * @param {Question} ask
 * @returns {string}
 */
export function questionWords(model, ask) {
  if (ask.kind === "asked") return ask.answer ? ask.answer.question : say("ask.waiting");
  if (ask.kind === "given") return (((model.document.answers || {}).views || {})[ask.view] || { question: "" }).question;
  if (ask.kind === "loops") return ask.through ? say("loops.of", { names: [factorName(model, ask.through)] }) : say("loops");
  if (ask.kind !== "reach") return say(ask.kind === "must" ? "must-pass" : "paths", { start: label(model, ask.from), end: label(model, ask.to) });
  return partTitle(model, ask.direction, ask.starts.length ? ask.starts : [""], ask.steps, ask.combine);
}

/**
 * The answer in sentences, with what it rests on.
 *
 * @param {Model} model
 * @param {Answer} answer
 * @returns {string}
 */
export function answerWords(model, answer) {
  if (answer.kind === "given") return answer.words;
  let words = worded.get(answer);
  if (words === undefined) worded.set(answer, words = madeWords(model, answer));
  return words;
}

/** Panel, print and screen reader say the same answer. @type {WeakMap<Answer, string>} */
const worded = new WeakMap();

/**
 * @param {Model} model
 * @param {Exclude<Answer, import("./focus.js").GivenAnswer>} answer
 */
function madeWords(model, answer) {
  const words = answer.kind === "reach" ? reachWords(model, answer) : answer.kind === "paths" ? pathsWords(model, answer)
    : answer.kind === "loops" ? loopsWords(model, answer) : mustWords(model, answer);
  return [words, footingWords(footingFor(model, answer))].filter(Boolean).join(" ");
}

/**
 * What an answer rests on.
 *
 * @param {Model} model
 * @param {Answer} answer
 */
export function footingFor(model, answer) {
  if (answer.kind === "reach") return footingOf(model, answer.links, answer.factors.keys());
  if (answer.kind === "must") return footingOf(model, [...answer.links, ...(answer.cutLinks || [])], [answer.from, answer.to, ...answer.factors]);
  if (answer.kind === "given") return footingOf(model, answer.links, answer.factors);
  return footingOf(model, answer.found.flatMap((chain) => [...chain.links, ...chain.beside]), answer.found.flatMap((chain) => chain.factors));
}

/**
 * @param {Model} model
 * @param {"up" | "down" | "around"} direction
 * @param {string[]} starts
 * @param {number | null} steps
 * @param {string} [combine]
 * @returns {string}
 */
function partTitle(model, direction, starts, steps, combine = "union") {
  if (combine === "intersection" && starts.length > 1) {
    return say("submap.combined", { kind: capital(combine), parts: numbered(starts.map((start) => partTitle(model, direction, [start], steps))) });
  }
  return say(`submap.${PART[direction]}`, { of: starts.map((id) => label(model, id)), n: starts.length, bound: within(steps) });
}

/**
 * @param {Model} model
 * @param {"up" | "down" | "around"} direction
 * @param {string[]} starts
 * @param {number | null} steps
 * @param {string} [combine]
 * @returns {string}
 */
function partRule(model, direction, starts, steps, combine = "union") {
  if (combine === "intersection" && starts.length > 1) {
    return say("submap.combined.rule", { which: say("answer.in-all"), parts: numbered(starts.map((start) => partRule(model, direction, [start], steps))) });
  }
  const bound = steps === null ? "" : say("submap.rule.bound", { links: linksAtMost(steps) });
  return say(`submap.${PART[direction]}.rule`, { bound, of: starts.map((id) => label(model, id)) });
}

/** @param {number | null} steps */
function within(steps) {
  return steps === null ? "" : say("submap.bound", { n: steps });
}

/** @param {string[]} texts */
function numbered(texts) {
  return texts.map((text, i) => say("submap.part", { n: i + 1, text: text.replace(/\.+$/, "") })).join("; ");
}

/**
 * @param {Model} model
 * @param {import("./focus.js").ReachAnswer} answer
 */
function reachWords(model, answer) {
  const { factors, links, starts, steps, frontier, loopsBack, direction, combine } = answer;
  const several = combine === "intersection" && starts.length > 1;
  const labels = (/** @type {string[]} */ ids) => ids.map((id) => label(model, id));
  if (!factors.size && !loopsBack.length && !several) return say(`submap.${PART[direction]}.nothing`, { of: labels(starts), bound: within(steps) });
  const title = partTitle(model, direction, starts, steps, combine);
  const rule = say("submap.rule", { rule: partRule(model, direction, starts, steps, combine) });
  if (several && !factors.size) return `${say("submap.nothing", { title })} ${rule}`;
  const parts = [say("submap.size", {
    title, factors: count(factors.size, "factor"), whole: model.order.length,
    links: count(links.size, "link"),
  })];
  if (!several) parts.push(...distanceWords([...factors.values()]));
  if (!several && starts.length === 1 && direction !== "around") parts.push(...signWords(netSigns(model, answer, direction === "up"), `signs.${PART[direction]}`));
  if (frontier.length) parts.push(say("submap.cut", { links: count(steps || 0, "link"), found: factors.size, n: frontier.length }));
  if (loopsBack.length) parts.push(say("submap.loops-back", { names: labels(loopsBack), n: loopsBack.length }));
  const groups = [...links].filter((id) => speaksOfLayer(model, id));
  if (groups.length) parts.push(say("submap.groups", { n: groups.length }));
  return [...parts, rule].join(" ");
}

/**
 * @param {number[]} distances
 */
function distanceWords(distances) {
  const steps = [...new Set(distances)].sort((a, b) => a - b);
  if (steps.length < 2) return [];
  if (steps.length > DISTANCES) return [say("submap.far", { n: steps[steps.length - 1] })];
  return [say("submap.distances", {
    parts: steps.map((step) => say("submap.distance", { n: distances.filter((one) => one === step).length, links: count(step, "link") })),
  })];
}

/**
 * @param {Map<string, string>} signs
 * @param {string} patterns
 */
function signWords(signs, patterns) {
  const counts = SIGNS.map((sign) => ({ sign, n: [...signs.values()].filter((one) => one === sign).length })).filter(({ n }) => n);
  if (!counts.length) return [];
  if (signs.size === 1) return [say(`signs.lone.${counts[0].sign}`)];
  const words = counts.map(({ sign, n }) => ({ n, words: say(`${patterns}.${sign}`, { n }) }));
  if (words.length === 1) return [say("signs.all", words[0])];
  return [say("signs.parts", { parts: words.map((one) => say("signs.part", one)) })];
}

/**
 * @param {Model} model
 * @param {string} id
 */
function speaksOfLayer(model, id) {
  const link = model.links.get(id);
  return link !== undefined && !(model.factors[link.from] && model.factors[link.to]);
}

/**
 * A chain of influence in a sentence.
 *
 * @param {Model} model
 * @param {import("./ask/chain.js").Chain} chain
 */
export function chainSentence(model, chain) {
  const labels = [...chain.factors, chain.factors[0]].map((id) => label(model, id));
  const says = chain.steps.map((step) => {
    if ((step.classes & 3) === 3) return say("chain.conflicting");
    if (step.links[0].kind === "sequence") return say("chain.sequence");
    return say(`${model.document.map.kind === "theory" ? "chain.theory" : "chain"}.${polarityOf(step.classes)}`);
  });
  const rest = says.slice(1).map((one, i) => say("chain.step", { says: one, end: labels[i + 2] }));
  return `${say("chain.start", { start: labels[0], says: says[0], end: labels[1] })}${rest.join("")}.`;
}

/**
 * @param {Model} model
 * @param {import("./focus.js").PathsAnswer} answer
 */
function pathsWords(model, answer) {
  const { counted, most, shortest, found } = answer;
  const ends = { start: label(model, answer.from), end: label(model, answer.to) };
  const [links, limit] = [linksAtMost(most), say("limit.work")];
  const stated = [...model.links.values()].some((link) => link.strength);
  const order = say(answer.by === "shortest" ? "order.shortest" : (answer.by === "evidence" ? gradesOf(model) : stated) ? `order.${answer.by}` : `order.${answer.by}.none`);
  if (!found.length) {
    if (!counted) return say("paths.none.stopped", { limit, links, order, ...ends });
    return shortest === null ? say("paths.none", ends) : say("paths.none.bound", { links, shortest, more: linksAtMost(shortest), ...ends });
  }
  const only = answer.count === 1 && counted;
  const number = count(answer.count, say("noun.path"), !counted);
  const parts = [capital(say("paths.count", { number, links, order: only ? "" : say("paths.order", { order }), ...ends }))];
  if (!counted) parts.push(say("answer.stopped", { limit }));
  if (found.length < answer.count) parts.push(say("paths.listed", { counted: counted ? "yes" : "no", n: found.length }));
  parts.push(say(only ? "paths.only" : "paths.first", { sentence: chainSentence(model, found[0]) }));
  parts.push(...pathSigns(found, counted && answer.count === found.length));
  if (found.some((path) => path.groups.length)) parts.push(say("answer.groups"));
  return parts.join(" ");
}

/**
 * @param {import("./ask/chain.js").Chain[]} found
 * @param {boolean} whole
 */
function pathSigns(found, whole) {
  if (found.length < 2) return [];
  const told = POLARITIES.map((sign) => ({ n: found.filter((path) => path.polarity === sign).length, word: say(`paths.sign.${sign}`) })).filter(({ n }) => n);
  const listed = { whole: whole ? "yes" : "no" };
  if (told.length === 1) return [say("paths.signs.all", { ...told[0], ...listed })];
  return [say("paths.signs", { ...listed, parts: told.map((one) => say("paths.signs.part", one)) })];
}

/**
 * @param {Model} model
 * @param {import("./focus.js").LoopsAnswer} answer
 */
function loopsWords(model, answer) {
  const { counted, found, kinds, groups, through } = answer;
  const limit = say("limit.work");
  const bound = say("loops.bound", { links: linksAtMost(answer.most), through: through ? say("loops.through", { names: [factorName(model, through)] }) : "" });
  const stored = through ? [] : storedLoops(model).map((loop) => storedWords(loop));
  if (!found.length) {
    const nothing = !counted ? say("loops.none.stopped", { limit, bound }) : !groups && !through ? say("loops.none")
      : say("loops.none.bound", { bound, longer: groups ? "yes" : "no" });
    return [nothing, ...stored].join(" ");
  }
  const some = Object.keys(kinds).filter((kind) => kinds[kind]);
  const told = some.length > 1 || !counted ? some.map((kind) => say("loops.kind", { n: kinds[kind], kind }))
    : [answer.count === 1 ? say(`loops.one.${some[0]}`) : say("loops.all", { kind: some[0] })];
  const parts = [capital(say("loops.count", { number: count(answer.count, say("noun.loop"), !counted), bound, kinds: told }))];
  if (!counted) parts.push(say("answer.stopped", { limit }));
  if (found.length < answer.count) parts.push(say("loops.listed", { n: found.length, counted: counted ? "yes" : "no" }));
  if (groups) parts.push(say("loops.groups", { n: answer.count, groups, largest: answer.largest, whole: model.order.length }));
  parts.push(say("loops.shortest", { kind: found[0].kind, sentence: chainSentence(model, found[0]) }));
  if (kinds.undetermined) parts.push(say("loops.undetermined"));
  if (found.some((loop) => loop.groups.length)) parts.push(say("answer.groups"));
  return [...parts, ...stored].join(" ");
}

/**
 * @param {import("./ask/storedloops.js").StoredLoop} loop
 */
function storedWords({ id, label: name, said, closed, missing, kinds, agrees }) {
  const called = { label: name || id };
  if (!closed) {
    const steps = missing.map((pair) => pair.join("→"));
    return say("loops.stored.open", { ...called, steps: steps.length ? steps : [say("loops.stored.factors")], n: missing.length });
  }
  return agrees ? say("loops.stored.closed", { ...called, kinds }) : say("loops.stored.differs", { ...called, said, kinds });
}

/**
 * @param {Model} model
 * @param {import("./focus.js").MustAnswer} answer
 */
function mustWords(model, answer) {
  const ends = { start: label(model, answer.from), end: label(model, answer.to) };
  if (!answer.reachable) return say("must-pass.none", ends);
  const named = (/** @type {string[]} */ ids) => ids.map((id) => {
    const link = /** @type {any} */ (model.links.get(id));
    return say("must-pass.link", { start: endName(model, link.from), end: endName(model, link.to) });
  });
  const names = answer.factors.map((id) => label(model, id));
  const parts = [names.length ? say("must-pass.factors", { names, n: names.length, ...ends }) : say("must-pass.no-factor", ends)];
  if (answer.links.length) parts.push(say("must-pass.links", { n: answer.links.length, steps: named(answer.links) }));
  const { several } = answer;
  if (several.length) {
    const steps = several.map(([from, to]) => say("must-pass.step", { start: label(model, from), end: label(model, to) }));
    parts.push(say("must-pass.several", { n: several.length, steps }));
  }
  if (answer.cutFactors === null) parts.push(say("must-pass.direct"));
  else if (answer.cutFactors.length > 1) {
    const lost = answer.cutFactors.map((id) => factorName(model, id));
    parts.push(answer.links.length ? say("must-pass.cut-factors", { n: lost.length, names: lost })
      : say("must-pass.cut", { what: count(lost.length, "factor"), names: lost }));
  }
  if (!answer.links.length && answer.cutLinks) parts.push(say("must-pass.cut", { what: count(answer.cutLinks.length, "link"), names: named(answer.cutLinks) }));
  const all = new Set([...answer.links, ...(answer.cutLinks || [])]);
  if ([...all].some((id) => speaksOfLayer(model, id))) parts.push(say("must-pass.groups", { n: all.size }));
  if (!answer.cutLinks) parts.push(say("must-pass.stopped", { limit: say("limit.work") }));
  return [...parts, say("must-pass.whole")].join(" ");
}
