/**
 * The one maker of sentences in the browser: a link, a factor, a count, a list. The words are those of
 * `sysmap.core.sentences`, made of the same patterns; the tests hold the two equal, word for word.
 */

import { ENGLISH } from "./english.js";
import { clean, joinWords, quoted, render } from "./messageformat.js";
import { arcsOf } from "./model.js";
import { isContested, signWord } from "./voices.js";

/**
 * @typedef {import("./model.js").Model} Model
 * @typedef {import("./types.js").Link} Link
 */

const LAYER = "layer:";

/**
 * A sentence, or part of one, by its name among the patterns.
 *
 * @param {string} name
 * @param {Record<string, import("./messageformat.js").Value>} [values]
 */
export function say(name, values = {}) {
  return render(ENGLISH[name], values);
}

/**
 * A `say` that knows further patterns: those of the workshop's room or of the studio, which no page carries.
 *
 * @param {Record<string, string>} patterns
 * @returns {typeof say}
 */
export function sayer(patterns) {
  return (name, values = {}) => render(patterns[name] ?? ENGLISH[name], values);
}

/**
 * @param {string} text
 * @returns {string} with its first letter large
 */
export function capital(text) {
  const [first = "", ...rest] = text;
  return first.toUpperCase() + rest.join("");
}

/**
 * A noun for more than one thing.
 *
 * @param {string} word
 */
export function plural(word) {
  if (/(?<=[^aeiou])y$/.test(word)) return `${word.slice(0, -1)}ies`;
  return word + (/(?:s|x|z|ch|sh)$/.test(word) ? "es" : "s");
}

/**
 * A number with its noun: "1 factor", "3 factors", "at least 3 loops".
 *
 * @param {number} number
 * @param {string} word
 * @param {{many?: string, zero?: string, atLeast?: boolean}} [how] zero: how none is written, "0" or "no"
 */
export function countText(number, word, { many = plural(word), zero = "0", atLeast = false } = {}) {
  return say(atLeast ? "count.at-least" : "count", { n: number, one: word, many, zero });
}

/**
 * A word of the file format as people say it, in the field that it is the value of.
 *
 * @param {string | null | undefined} word
 * @param {string} [field]
 */
export function wordText(word, field = "") {
  if (!word) return "";
  return pattern(`word.${field}.${word}`) || pattern(`word.${word}`) || word.replaceAll("-", " ");
}

/**
 * What a field of the file format is called, as a heading.
 *
 * @param {string} key
 */
export function fieldName(key) {
  return pattern(`field.${key}`) || capital(key.replaceAll("_", " "));
}

/**
 * What a field of the file format is called within a sentence.
 *
 * @param {string} key
 */
export function fieldNoun(key) {
  return pattern(`noun.${key}`) || key.replaceAll("_", " ");
}

/**
 * What one of the elements in a part of a file is called.
 *
 * @param {string} key
 */
export function partName(key) {
  return pattern(`part.${key}`) || key.replace(/s$/, "").replaceAll("_", " ");
}

/**
 * @param {string} name
 * @returns {string | undefined} what a plain object has of its own accord (`constructor`) is no pattern
 */
function pattern(name) {
  return Object.hasOwn(ENGLISH, name) ? ENGLISH[name] : undefined;
}

/**
 * The first of some names, and how many more there are.
 *
 * @param {string[]} names
 * @param {number} [most]
 * @param {number} [number] how many there are in all, where not all names are given
 */
export function listText(names, most = 6, number = names.length) {
  const first = names.slice(0, most);
  const left = number - first.length;
  return say("list.more", { names: left ? [first.join(", ")] : first, left });
}

/**
 * A factor's label in quotation marks, or its id where it has none.
 *
 * @param {Model} model
 * @param {string} id
 */
export function factorName(model, id) {
  return quoted(labelOf(model, id));
}

/**
 * What people call the end of a link: a factor's label, or the whole of a layer.
 *
 * @param {Model} model
 * @param {string} end
 */
export function endLabel(model, end) {
  return end.startsWith(LAYER) ? say("end.layer", { label: layerLabel(model, end) }) : clean(labelOf(model, end));
}

/**
 * The same within a sentence: a factor's label in quotation marks.
 *
 * @param {Model} model
 * @param {string} end
 */
export function endName(model, end) {
  return end.startsWith(LAYER) ? endLabel(model, end) : factorName(model, end);
}

/**
 * A link as people call it: from what to what.
 *
 * @param {Model} model
 * @param {Link} link
 */
export function linkName(model, link) {
  return say("link.name", { start: endName(model, link.from), end: endName(model, link.to) });
}

/**
 * A link as one reads it aloud.
 *
 * @param {Model} model
 * @param {Link} link
 * @param {{reason?: boolean, remarks?: boolean}} [how] with its `why`; with what else it says
 */
export function linkSentence(model, link, { reason = true, remarks = false } = {}) {
  const polarity = link.polarity || "unknown";
  const signed = polarity === "positive" || polarity === "negative";
  const contested = isContested(link);
  let name = `link.${signWord(link)}`;
  if (link.kind === "association" || link.kind === "sequence") name = `link.${link.kind}`;
  else if (signed && model.document.map.kind === "theory") name = `link.theory.${polarity}`;
  const end = name === "link.positive" || name === "link.negative" ? amount : endName;
  const why = reason ? within(link.why || "") : "";
  const text = say(name, { start: end(model, link.from), end: end(model, link.to), because: why && say("link.because", { reason: why }) });
  const voices = reason && contested ? voiceTexts(link).join("; ") : "";
  const more = remarks ? linkRemarks(link).join(", ") : "";
  return `${capital(text)}${voices && say("link.voices", { voices })}${more && say("link.remarks", { remarks: more })}.`;
}

/**
 * What each voice says of a link or factor, in a few words.
 *
 * @param {{voices?: import("./types.js").Voice[]}} element
 * @returns {string[]}
 */
export function voiceTexts({ voices = [] }) {
  return voices.map((voice) => say("voice", { who: who(voice), said: voiceParts(voice).join(", ") }));
}

/** @param {import("./types.js").Voice} voice */
function who({ by, at }) {
  return by && at ? say("voice.who", { by: clean(by), at: clean(at) }) : clean(by || at || "") || say("voice.unnamed");
}

/** @param {import("./types.js").Voice} voice */
function voiceParts({ polarity, strength, delay, definition, importance, control, why }) {
  const parts = [];
  if (polarity) parts.push(say("voice.sign", { word: polarity }));
  if (strength) parts.push(say("remark.strength", { word: strength }));
  if (delay) parts.push(say("remark.delay", { word: delay }));
  if (definition) parts.push(say("voice.means", { text: clean(definition).replace(/[. ]+$/, "") }));
  if (importance) parts.push(say("voice.importance", { n: importance }));
  if (control) parts.push(say(`word.control.${control}`));
  return why ? [...parts, say("voice.because", { reason: within(why) })] : parts;
}

/**
 * What a link says beyond its sign, in a few words each.
 *
 * @param {Link} link
 * @returns {string[]}
 */
export function linkRemarks(link) {
  const out = [];
  if (link.strength) out.push(say("remark.strength", { word: link.strength }));
  if (link.delay) out.push(say("remark.delay", { word: link.delay }));
  if (link.kind === "feedback") out.push(say("remark.feedback"));
  const words = [link.confidence, link.basis === "inferred" && link.basis, ["anticipated", "retired"].includes(link.status || "") && link.status];
  return [...out, ...words.filter(Boolean).map((word) => say(`remark.${word}`))];
}

/**
 * What is known of a factor, in sentences: what it is, its causes, its effects.
 *
 * @param {Model} model
 * @param {string} id
 * @param {{withId?: boolean}} [how]
 * @returns {string[]}
 */
export function factorSentences(model, id, { withId = false } = {}) {
  const factor = model.factors[id];
  const facts = factorFacts(model, id);
  const out = [say(withId ? "factor.with-id" : "factor", { label: labelOf(model, id), id, facts: facts.length, said: facts })];
  if (factor.definition) out.push(say("factor.definition", { text: factor.definition }));
  if ((factor.aliases || []).length) out.push(say("factor.aliases", { text: (factor.aliases || []).join("; ") }));
  out.push(...neighbourSentences(model, id));
  if (factor.score) out.push(say("factor.score", { label: factor.score.label }) + (factor.score.reason ? ` ${factor.score.reason}` : ""));
  return out;
}

/**
 * A factor in one line: its name, its causes and its effects.
 *
 * @param {Model} model
 * @param {string} id
 */
export function factorSentence(model, id) {
  return [`${factorName(model, id)}.`, ...neighbourSentences(model, id)].join(" ");
}

/**
 * The causes and the effects of a factor by sign, and what it goes together with.
 *
 * @param {Model} model
 * @param {string} id
 * @returns {string[]}
 */
export function neighbourSentences(model, id) {
  const retired = model.factors[id].status === "retired";
  const all = retired ? arcsOf(model.document.map, true) : null;
  const into = all ? all.filter((arc) => arc.to === id) : model.into.get(id) || [];
  const out = all ? all.filter((arc) => arc.from === id) : model.out.get(id) || [];
  const others = new Set([...model.links.values()].filter((link) => link.kind === "association" && (link.from === id || link.to === id)
    && (retired || link.status !== "retired")).map((link) => endName(model, link.from === id ? link.to : link.from)));
  return [
    ...bySign(model, "causes", into.map((arc) => [arc.from, arc.link])), ...bySign(model, "effects", out.map((arc) => [arc.to, arc.link])),
    ...(others.size ? [say("associations", { others: [...others] })] : []),
  ];
}

/**
 * The links that no picture can hold, each with the reason.
 *
 * @param {Model} model
 * @returns {{link: Link, why: string}[]}
 */
export function undrawn(model) {
  return (model.document.layout.left_out || []).map((id) => model.links.get(id)).filter((link) => link !== undefined).map((link) => {
    const ends = [...new Set([link.from, link.to])].map((end) => {
      if (!model.factors[end]) return say(end.startsWith(LAYER) ? "undrawn.empty" : "undrawn.missing", { end: endName(model, end) });
      return model.factors[end].status === "retired" ? say("undrawn.retired", { end: endName(model, end) }) : "";
    }).filter(Boolean);
    return { link, why: joinWords(ends) || say("undrawn") };
  });
}

/**
 * How large the map is: factors and links that are not retired.
 *
 * @param {Model} model
 */
export function sizeText(model) {
  const links = [...model.links.values()].filter((link) => link.status !== "retired").length;
  return say("map.size", { factors: countText(model.order.length, "factor"), links: countText(links, "link") });
}

/**
 * @param {Model} model
 * @param {string} id
 */
function labelOf(model, id) {
  return (model.factors[id] && model.factors[id].label) || id;
}

/**
 * @param {Model} model
 * @param {string} end
 */
function layerLabel(model, end) {
  const layer = (model.document.map.layers || []).find((one) => LAYER + one.id === end);
  return (layer && layer.label) || end.slice(LAYER.length);
}

/**
 * An end after "more" or "less".
 *
 * @param {Model} model
 * @param {string} end
 */
function amount(model, end) {
  const whole = end.startsWith(LAYER);
  return say("link.amount", { layer: whole ? "yes" : "no", label: whole ? layerLabel(model, end) : labelOf(model, end) });
}

/**
 * A sentence as part of another one; abbreviations and names of one letter keep their capital.
 *
 * @param {string} sentence
 */
function within(sentence) {
  const text = clean(sentence).replace(/[. ]+$/, "");
  return /^(?:A |[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ])/.test(text) ? text[0].toLowerCase() + text.slice(1) : text;
}

/**
 * @param {Model} model
 * @param {string} id
 */
function factorFacts(model, id) {
  const { layer, theme, whose, status, basis } = model.factors[id];
  const { layers = [], actors = {} } = model.document.map;
  const facts = [];
  const found = layer && layers.find((one) => one.id === layer);
  if (found) facts.push(say("factor.layer", { label: found.label }));
  if (theme) facts.push(say("factor.theme", { label: theme }));
  if (whose && whose.length) facts.push(say("factor.whose", { actors: whose.map((one) => (actors[one] ? actors[one].label : one)) }));
  if (status) facts.push(say("factor.status", { word: status.replaceAll("-", " ") }));
  if (basis) facts.push(say("factor.basis", { word: basis }));
  return facts;
}

/**
 * A sentence for each sign that a factor's links on one side have, naming the factors at their other end.
 *
 * @param {Model} model
 * @param {string} side
 * @param {[string, Link][]} joined
 */
function bySign(model, side, joined) {
  const words = ["positive", "negative", "mixed", "contested", "unknown", "sequence"];
  /** @type {Map<string, Set<string>>} */
  const others = new Map(words.map((word) => [word, new Set()]));
  for (const [other, link] of joined) {
    /** @type {Set<string>} */ (others.get(link.kind === "sequence" ? link.kind : signWord(link))).add(labelOf(model, other));
  }
  const out = [...others].filter(([, names]) => names.size).map(([word, names]) => say(`${side}.${word}`, { others: [...names] }));
  return out.length ? out : [say(`${side}.none`)];
}
