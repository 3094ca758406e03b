/** The panel beside the picture: what is known about the chosen factor or link, or about the map as a whole. */

import { citeList, noteList, voiceList } from "./cites.js";
import { button, el } from "./dom.js";
import { evidenceSections } from "./evidencepanel.js";
import { FIELDS } from "./fields.js";
import { KEYS } from "./keynames.js";
import { nameOf } from "./model.js";
import { capital, endLabel, fieldName, linkName, linkSentence, say, sizeText, undrawn, wordText } from "./sentences.js";
import { changeSection, differenceSection } from "./versions.js";
import { signWord } from "./voices.js";
import { signOf } from "./words.js";

/**
 * @typedef {import("./model.js").Model} Model
 * @typedef {import("./types.js").Factor} Factor
 * @typedef {import("./types.js").Link} Link
 * @typedef {{factor: (id: string) => void, link: (id: string) => void, ask: (kind: string, id: string) => void}} Go
 */

/**
 * @param {Model} model
 * @param {import("./view.js").Selection | null} selected
 * @param {Go} go
 * @returns {HTMLElement}
 */
export function panelFor(model, selected, go) {
  if (selected && selected.kind === "factor" && model.factors[selected.id]) return factorPanel(model, selected.id, go);
  if (selected && selected.kind === "link" && model.links.has(selected.id)) return linkPanel(model, selected.id, go);
  return mapPanel(model, go);
}

/**
 * @param {Model} model
 * @param {string} id
 * @param {Go} go
 */
function factorPanel(model, id, go) {
  const factor = model.factors[id];
  const layer = (model.document.map.layers || []).find((one) => one.id === factor.layer);
  const into = model.into.get(id) || [];
  const out = model.out.get(id) || [];
  const besides = model.besides.get(id) || [];
  const resting = unique([...(factor.assumptions || []), ...into.flatMap((arc) => arc.link.assumptions || [])]);
  const mechanisms = unique([...(factor.mechanisms || []), ...into.flatMap((arc) => arc.link.mechanisms || [])]);
  const conditions = unique([...(factor.conditions || []), ...into.flatMap((arc) => arc.link.conditions || [])]);
  return el("article.panel", null,
    el("p.kicker", null, [layer && layer.label, factor.theme && capital(wordText(factor.theme)),
      factor.role && capital(wordText(factor.role))].filter(Boolean).join(" · ")),
    el("h2", { tabindex: "-1" }, factor.label),
    factor.definition ? el("p", null, factor.definition) : null,
    changeSection(model, "factors", id),
    facts(elementFacts(model, "Factor", factor)),
    el("div.buttons", { role: "group", "aria-label": say("about.ask-about-this-factor") }, [["up", say("about.causes-of-it")], ["down", say("about.effects-of-it")],
      ["paths", say("about.paths-from-it")], ["loops", say("about.loops-through-it")]].map(([kind, label]) => button(label, () => go.ask(kind, id)))),
    section(say("about.causes", { n: into.length }), arcList(model, into, "from", go), say("about.no-cause-on-this-map")),
    section(say("about.effects", { n: out.length }), arcList(model, out, "to", go), say("about.no-effect-on-this-map")),
    besides.length ? section(say("about.named-together-with"), besideList(model, besides, id, go)) : null,
    section(say("about.what-each-voice-says"), voiceList(factor)),
    section(say("about.rests-on"), assumptionList(model, resting)),
    section(say("about.works-through"), mechanismList(model, mechanisms)),
    section(say("about.helped-or-hindered-by"), conditionList(model, conditions)),
    section(say("about.claims-about-it"), claimList(model, id)),
    section(say("about.other-explanations"), rivalList(model, id)),
    factor.score ? section(say("about.published-contribution-score"), scoreBlock(model, factor.score)) : null,
    evidenceSections(model, id),
    section(say("about.notes"), noteList(model, factor.notes)),
    section(say("label.where-it-is-said"), citeList(model, factor.cite)));
}

/**
 * @param {Model} model
 * @param {string} id
 * @param {Go} go
 */
function linkPanel(model, id, go) {
  const link = /** @type {Link} */ (model.links.get(id));
  return el("article.panel", null,
    el("p.kicker", null, link.kind ? say("about.link-kind", { kind: wordText(link.kind, "kind") }) : say("about.link")),
    el("h2", { tabindex: "-1" }, linkSentence(model, link, { reason: false })),
    changeSection(model, "links", id),
    link.why ? el("p", null, link.why) : null,
    el("p.ends", null, endButton(model, link.from, go), el("span.sign", { class: `sign ${signWord(link)}` },
      signOf(link).sign), endButton(model, link.to, go)),
    facts([
      [say("label.polarity"), `${signOf(link).word} (${signOf(link).means})`],
      ...elementFacts(model, "Link", link),
    ]),
    section(say("about.what-each-voice-says"), voiceList(link)),
    section(say("about.works-through"), mechanismList(model, link.mechanisms || [])),
    section(say("about.rests-on"), assumptionList(model, link.assumptions || [])),
    section(say("about.helped-or-hindered-by"), conditionList(model, link.conditions || [])),
    section(say("about.claims-about-it"), claimList(model, id)),
    evidenceSections(model, id),
    section(say("about.notes"), noteList(model, link.notes)),
    section(say("label.where-it-is-said"), citeList(model, link.cite)));
}

/**
 * @param {Model} model
 * @param {Go} go
 */
function mapPanel(model, go) {
  const { map } = model.document;
  const focal = model.order.filter((id) => model.factors[id].focal);
  const kind = { theory: say("about.theory-of-change"), map: say("about.participatory-systems-map"), process: say("about.process") }[map.kind];
  return el("article.panel", null,
    el("p.kicker", null, kind),
    el("h2", { tabindex: "-1" }, map.title),
    differenceSection(model, go),
    map.purpose ? el("p", null, map.purpose) : null,
    map.question ? el("p", null, el("strong", null, say("about.asked")), map.question) : null,
    map.rationale ? el("p", null, map.rationale) : null,
    facts([
      [say("about.size"), sizeText(model)], [say("label.version"), versionText(map)], [say("about.aim"), map.aim],
      [say("about.boundary"), map.boundary], [say("about.led-by"), map.facilitator],
      [say("about.sessions"), (map.sessions || []).map((one) => [one.label, one.date].filter(Boolean).join(", ")).join("; ")],
      [say("about.not-in-the-room"), (map.absent || []).join("; ")],
    ]),
    focal.length ? section(say("about.focal-factors"), el("ul.arcs", null, focal.map((id) => el("li", null,
      button(model.factors[id].label, () => go.factor(id), { class: "go" }))))) : null,
    section(say("about.what-this-map-is-not"), (map.limits || []).length
      ? el("ul", null, (map.limits || []).map((text) => el("li", null, text))) : null),
    section(say("about.claims"), claimList(model, null)),
    undrawn(model).length ? section(say("label.undrawn", { n: undrawn(model).length }), el("ul.arcs", null, undrawn(model).map(({ link, why }) => el("li", null,
      el("div", null, button(linkName(model, link), () => go.link(link.id), { class: "go" }), el("p.faint", null, capital(`${why}.`))))))) : null,
    section(say("about.keys-of-the-picture"), el("dl.facts", null, KEYS.map(([key, what]) => el("div", null, el("dt", null, key), el("dd", null, what))))),
    section(say("about.notes"), noteList(model, map.notes)),
    section(say("label.where-it-is-said"), citeList(model, map.cite)));
}

/** Fields that the panel shows in sections of their own, or above the facts. */
const SHOWN = new Set(["definition", "why", "layer", "theme", "role", "mechanisms", "assumptions", "conditions", "kind"]);

/**
 * What an element says beyond that, by its fields: a field that is new in the format is here by itself.
 *
 * @param {Model} model
 * @param {string} record
 * @param {Record<string, any>} element
 * @returns {[string, string][]}
 */
function elementFacts(model, record, element) {
  return FIELDS[record].filter((field) => !SHOWN.has(field.key) && !field.of).map((field) => [fieldName(field.key), valueText(model, field, element[field.key])]);
}

/**
 * A value of a field as people say it.
 *
 * @param {Model} model
 * @param {import("./fields.js").Field} field
 * @param {any} value
 * @returns {string}
 */
function valueText(model, field, value) {
  if (value === undefined || value === null) return "";
  if (Array.isArray(value)) return value.map((one) => (field.ref ? nameOf(model, field.ref[0], one) : one)).join(field.ref || field.who ? ", " : "; ");
  if (field.kind === "flag") return say(value ? "form.yes" : "form.no");
  if (field.high !== undefined) return say("fact.of", { n: value, high: field.high });
  if (field.kind !== "choice") return String(value);
  const meaning = field.key === "delay" && (model.document.map.scales || {})[value];
  return wordText(value, field.key) + (meaning ? ` (${meaning})` : "");
}

/**
 * @param {Model} model
 * @param {import("./model.js").Arc[]} arcs
 * @param {"from" | "to"} end
 * @param {Go} go
 */
function arcList(model, arcs, end, go) {
  if (!arcs.length) return null;
  return el("ul.arcs", null, arcs.map((arc) => {
    const { sign, word } = signOf(arc.link);
    const label = model.factors[arc[end]].label;
    return el("li", null,
      button([el("span", { class: `sign ${signWord(arc.link)}`, "aria-hidden": "true" }, sign), label,
        el("span.sr", null, ` (${word})`)], () => go.factor(arc[end]), { class: "go", "data-factor": arc[end] }),
      button(say("about.link-button"), () => go.link(arc.link.id), {
        class: "plain small", "aria-label": say("about.the-link", { link: linkName(model, arc.link) }), "data-link": arc.link.id,
      }),
      arc.link.basis === "inferred" ? el("span.tag", null, say("label.inferred")) : null,
      arc.group ? el("span.tag", null, say("about.whole-layer")) : null);
  }));
}

/**
 * @param {Model} model
 * @param {Link[]} links
 * @param {string} id
 * @param {Go} go
 */
function besideList(model, links, id, go) {
  return el("ul.arcs", null, links.map((link) => el("li", null,
    button(endLabel(model, link.from === id ? link.to : link.from), () => go.link(link.id), { class: "go" }),
    el("span.tag", null, (link.status === "retired" ? wordText("retired", "status") : wordText(link.kind, "kind")).split(",")[0]))));
}

/**
 * @param {Model} model
 * @param {string[]} ids
 */
function assumptionList(model, ids) {
  const all = model.document.map.assumptions || {};
  return items(ids.filter((id) => all[id]).map((id) => {
    const one = all[id];
    return [one.label, [one.critical ? say("label.critical") : "", wordText(one.kind, "kind"), one.status || say("label.untested")]];
  }));
}

/**
 * @param {Model} model
 * @param {string[]} ids
 */
function mechanismList(model, ids) {
  const known = (model.document.names || {}).mechanisms || {};
  return items(ids.map((id) => {
    const one = known[id] || {};
    return [one.label || capital(wordText(id)), [one.family || ""], one.definition];
  }));
}

/**
 * @param {Model} model
 * @param {string[]} ids
 */
function conditionList(model, ids) {
  const all = model.document.map.conditions || {};
  return items(ids.map((id) => {
    const one = all[id];
    if (!one) return [nameOf(model, "conditions", id), []];
    return [one.label, [one.effect || "", one.status ? say("about.status", { status: one.status }) : ""]];
  }));
}

/**
 * @param {Model} model
 * @param {string | null} element null for every claim of the map
 */
function claimList(model, element) {
  const claims = Object.values(model.document.map.claims || {});
  return items(claims.filter((claim) => !element || (claim.covers || []).includes(element))
    .map((claim) => [claim.label, [claim.score ? say("about.published", { score: claim.score.label }) : ""]]));
}

/**
 * @param {Model} model
 * @param {string} id
 */
function rivalList(model, id) {
  const rivals = Object.values(model.document.map.rivals || {});
  return items(rivals.filter((rival) => (rival.about || []).includes(id)).map((rival) => [rival.label, []]));
}

/**
 * @param {Model} model
 * @param {import("./types.js").Score} score
 */
function scoreBlock(model, score) {
  return el("div", null, el("p", null, el("strong", null, score.label)), score.reason ? el("p", null, score.reason) : null,
    citeList(model, score.cite));
}

/**
 * @param {[string, string[], (string | undefined)?][]} rows label, tags, explanation
 */
function items(rows) {
  if (!rows.length) return null;
  return el("ul.items", null, rows.map(([label, tags, text]) => el("li", null, label,
    tags.filter(Boolean).map((tag) => el("span.tag", null, tag)), text ? el("p.faint", null, text) : null)));
}

/**
 * @param {[string, string | number | undefined][]} rows
 */
function facts(rows) {
  const said = rows.filter(([, value]) => value !== undefined && value !== "");
  if (!said.length) return null;
  return el("dl.facts", null, said.map(([name, value]) => el("div", null, el("dt", null, name), el("dd", null, String(value)))));
}

/**
 * @param {string} title
 * @param {HTMLElement | null} content
 * @param {string} [otherwise] what to say where there is nothing
 */
function section(title, content, otherwise) {
  if (!content && !otherwise) return null;
  return el("section", null, el("h3", null, title), content || el("p.faint", null, otherwise || ""));
}

/**
 * @param {Model} model
 * @param {string} end
 * @param {Go} go
 */
function endButton(model, end, go) {
  const label = endLabel(model, end);
  return model.factors[end] ? button(label, () => go.factor(end), { class: "go" }) : el("span", null, label);
}

/**
 * @param {import("./types.js").MapData} map
 */
export function versionText(map) {
  if (!map.version) return "";
  const { name, date, status } = map.version;
  return [...new Set([name, date, status])].filter(Boolean).join(" · ");
}

/**
 * @param {string[]} ids
 */
function unique(ids) {
  return [...new Set(ids)];
}
