/** The panel of what is chosen: everything a factor or a link can say, and what can be done with it. */

import { button, el } from "../dom.js";
import { linkName, linkSentence, listText } from "../sentences.js";
import { signWord } from "../voices.js";
import { POLARITY, signOf } from "../words.js";
import { ARRANGEMENTS, arranged } from "./arranging.js";
import { say } from "./english.js";
import { groupedFields, select, textField } from "./fieldform.js";

/**
 * @typedef {import("./room.js").Room} Room
 * @typedef {import("../model.js").Model} Model
 * @typedef {{choose: (ids: string[]) => void, chooseLink: (id: string) => void, nothing: () => void}} Go
 */

/**
 * What the fields of an element have to know of the room and the map.
 *
 * @param {Room} room
 * @param {Model} model
 * @param {"factors" | "links"} collection
 * @param {string} id
 * @returns {import("./fieldform.js").About}
 */
function about(room, model, collection, id) {
  const map = /** @type {Record<string, any>} */ (model.document.map);
  const editor = room.atLeast("editor");
  return {
    may: (field) => room.mayChange(collection, id, field.key) && (editor || !field.who),
    named: (ref) => Object.entries(map[ref] || {}).map(([id, one]) => [one.id || id, one.label || id]),
    used: ({ key, prose }) => (prose ? [] : [...new Set([...Object.values(map[collection] || {})].map((one) => one[key]).filter(Boolean))].slice(0, 200)),
  };
}

/**
 * @param {Room} room
 * @param {Model} model
 * @param {string} id
 * @param {Go} go
 */
export function factorPanel(room, model, id, go) {
  const factor = /** @type {any} */ (model.factors[id]);
  const may = room.mayDraw;
  const can = (/** @type {string} */ field) => room.mayChange("factors", id, field);
  const set = (/** @type {string} */ field, /** @type {any} */ value) => room.set("factors", id, field, field === "theme" && value ? value.toLowerCase() : value);
  const around = (/** @type {"into" | "out"} */ side, /** @type {"from" | "to"} */ end) => (model[side].get(id) || []).map((arc) => el("li", null,
    button([sign(arc.link), model.factors[arc[end]].label], () => go.chooseLink(arc.link.id), { class: "go" })));
  const into = around("into", "from");
  const out = around("out", "to");
  return el("div.panel", { "data-panel": `factor:${id}` }, el("p.kicker", null, "Factor"), el("h2", { tabindex: "-1" }, factor.label),
    textField(say("room.label"), factor.label, can("label"), (text) => text && room.relabel(id, text), { id: "field-label" }),
    may && !can("label") ? el("p.faint", null, NOT_YOURS) : null,
    groupedFields("Factor", factor, about(room, model, "factors", id), set),
    el("section", null, el("h3", null, say("about.causes-of-it")), into.length ? el("ul.arcs", null, into) : el("p.faint", null, say("room.nothing-yet"))),
    el("section", null, el("h3", null, say("room.what-it-leads-to")), out.length ? el("ul.arcs", null, out) : el("p.faint", null, say("room.nothing-yet"))),
    may ? linkTo(room, model, id) : null,
    notes(room, "factors", id, factor.notes || []),
    may ? more(room, model, id, go) : null);
}

/**
 * @param {Room} room
 * @param {Model} model
 * @param {string} id
 */
function linkTo(room, model, id) {
  const others = model.order.filter((one) => one !== id);
  const ends = select(say("label.factor"), [["", say("room.choose-a-factor")], ...others.map((one) => /** @type {[string, string]} */ ([one, model.factors[one].label]))], "");
  const way = select(say("room.direction"), [["to", say("room.leads-to")], ["from", say("room.is-led-to-by")]], "to");
  const signs = select(say("room.sign"), Object.entries(POLARITY).map(([name, { sign: mark, word }]) => [name, `${mark} ${word}`]), "unknown");
  const add = () => {
    if (!ends.value) return;
    const [from, to] = way.value === "to" ? [id, ends.value] : [ends.value, id];
    room.edit({ do: "add", in: "links", element: { from, to, polarity: signs.value } });
  };
  return el("details", null, el("summary", null, say("room.link-it-without-drawing")),
    el("div.row", null, way, ends, signs, button("Link", add)));
}

/**
 * @param {Room} room
 * @param {Model} model
 * @param {string} id
 * @param {Go} go
 */
function more(room, model, id, go) {
  const factor = model.factors[id];
  const links = [...model.links.values()].filter((link) => link.from === id || link.to === id);
  const parts = [];
  if (room.atLeast("editor")) {
    const other = select(say("room.merge-with"), [["", say("room.choose-a-factor")], ...model.order.filter((one) => one !== id)
      .map((one) => /** @type {[string, string]} */ ([one, model.factors[one].label]))], "");
    parts.push(el("details", null, el("summary", null, say("room.merge-another-factor-into-this-one")),
      el("p.faint", null, say("room.both-names-all-notes-and-all")),
      el("div.row", null, other, button(say("room.merge"), () => other.value && room.do("merge", { keep: id, drop: other.value })))));
    parts.push(splitForm(room, model, id, links));
  }
  if (!room.mayRemove("factors", [id])) return parts.length ? el("section", null, el("h3", null, say("room.change-the-map")), parts) : null;
  const named = listText(links.map((link) => linkName(model, link)));
  parts.push(el("details", null, el("summary", null, say("room.delete-it")),
    el("p", null, say("room.deletes", { label: factor.label, n: links.length, named })),
    button(say("room.delete"), () => {
      room.do("remove", { in: "factors", ids: [id] });
      go.nothing();
    }, { class: "danger" })));
  return el("section", null, el("h3", null, say("room.change-the-map")), parts);
}

/**
 * @param {Room} room
 * @param {Model} model
 * @param {string} id
 * @param {import("../types.js").Link[]} links
 */
function splitForm(room, model, id, links) {
  const labels = [0, 1].map((at) => /** @type {HTMLInputElement} */ (el("input", { type: "text", maxlength: 300, "aria-label": say("room.part", { n: at + 1 }), value: at ? "" : model.factors[id].label })));
  const goes = links.map((link) => ({ link, where: select(linkName(model, link), [["0", "part 1"], ["1", "part 2"], ["01", "both"]], "0") }));
  const split = () => {
    if (labels.some((one) => !one.value.trim())) return;
    const where = Object.fromEntries(goes.map(({ link, where: to }) => [link.id, [...to.value].map(Number)]));
    room.do("split", { id, labels: labels.map((one) => one.value.trim()), links: where });
  };
  return el("details", null, el("summary", null, say("room.split-it-into-two")), el("div.stack", null, labels),
    goes.map(({ link, where }) => el("label.stack", null, linkName(model, link), where)), button(say("room.split"), split));
}

/**
 * @param {Room} room
 * @param {Model} model
 * @param {string} id
 * @param {Go} go
 */
export function linkPanel(room, model, id, go) {
  const link = /** @type {import("../types.js").Link} */ (model.links.get(id));
  const may = room.mayDraw;
  const can = (/** @type {string} */ field) => room.mayChange("links", id, field);
  const mayRemove = room.mayRemove("links", [id]);
  const end = (/** @type {string} */ one) => (model.factors[one] ? button(model.factors[one].label, () => go.choose([one]), { class: "go" }) : el("span", null, one));
  const chain = model.order.find((one) => (model.out.get(link.from) || []).some((arc) => arc.to === one && arc.link.id !== id)
    && (model.into.get(link.to) || []).some((arc) => arc.from === one && arc.link.id !== id));
  return el("div.panel", { "data-panel": `link:${id}` }, el("p.kicker", null, "Link"),
    el("h2", { tabindex: "-1" }, linkSentence(model, link)), el("div.ends", null, end(link.from), "→", end(link.to)),
    may && !can("polarity") ? el("p.faint", null, NOT_YOURS) : null,
    signWord(link) === "contested" ? el("p.contested", null, el("span.sign.contested", { "aria-hidden": "true" }, signOf(link).sign), say("room.people-disagree-about-the-sign-it")) : null,
    el("fieldset.signs", { disabled: !can("polarity") }, el("legend", null, say("room.sign")), Object.entries(POLARITY).map(([name, { sign: mark, word, means }]) =>
      button([el(`span.sign.${name}`, { "aria-hidden": "true" }, mark), word], () => room.set("links", id, "polarity", name), {
        "aria-pressed": String(signWord(link) === name), title: means, "data-sign": name,
      }))),
    groupedFields("Link", link, about(room, model, "links", id), (field, value) => room.set("links", id, field, value), chain ? ["still_direct"] : []),
    chain ? el("div.ask-direct", null,
      el("p", null, say("room.also-a-way-through", { label: model.factors[chain].label })),
      el("label.check", null, el("input", {
        type: "checkbox", checked: Boolean(link.still_direct), disabled: !can("still_direct"), onchange: (/** @type {any} */ event) => room.set("links", id, "still_direct", event.target.checked || null),
      }), say("room.yes-there-is-a-direct-influence"))) : null,
    notes(room, "links", id, link.notes || []),
    mayRemove ? el("section", null, el("div.row", null, button(say("room.turn-it-round"), () => turnRound(room, link, go), { title: say("room.the-influence-runs-the-other-way") }), button(say("room.delete-this-link"), () => {
      room.do("remove", { in: "links", ids: [id] });
      go.nothing();
    }, { class: "danger" }))) : null);
}

/**
 * The same link the other way round: what was said of it stays with it.
 *
 * @param {Room} room
 * @param {import("../types.js").Link} link
 * @param {Go} go
 */
function turnRound(room, link, go) {
  const links = room.replica.map.links || [];
  const { id: old, ...said } = links.find((one) => one.id === link.id) || link;
  const id = `${link.to}->${link.from}`;
  if (links.some((one) => one.id === id)) return room.told.say(say("room.there-is-a-link-the-other"), "bad");
  room.edit({ do: "batch", label: say("room.turn-a-link-round"), edits: [{ do: "remove", in: "links", id: old }, { do: "add", in: "links", element: { ...said, from: link.to, to: link.from } }] });
  return go.chooseLink(id);
}

/**
 * @param {Room} room
 * @param {Model} model
 * @param {string[]} ids
 * @param {Go} go
 */
export function manyPanel(room, model, ids, go) {
  const known = ids.filter((id) => model.factors[id]);
  const theme = /** @type {HTMLInputElement} */ (el("input", { type: "text", "aria-label": say("room.theme-of-all"), list: "themes" }));
  const each = (/** @type {string} */ field, /** @type {any} */ value) => room.edit({
    do: "batch", edits: known.map((id) => ({ do: "set", in: "factors", id, field, value })), label: field,
  });
  const links = [...model.links.values()].filter((link) => known.includes(link.from) || known.includes(link.to)).length;
  const boxes = Object.entries(model.document.layout.boxes).filter(([id]) => known.includes(id));
  return el("div.panel", { "data-panel": `many:${known.join(",")}` }, el("h2", { tabindex: "-1" }, say("room.factors-chosen", { n: known.length })),
    el("ul", null, known.slice(0, 30).map((id) => el("li", null, button(model.factors[id].label, () => go.choose([id]), { class: "go" })))),
    known.length === 2 ? pair(room, model, known, go) : null,
    room.mayDraw && boxes.length > 1 ? el("section", null, el("h3", null, say("room.arrange")), el("div.row", null, ARRANGEMENTS.filter((name) => boxes.length > 2 || !["across", "down"].includes(name)).map((name) => button(say(`room.arrange.${name}`), () => {
      const edits = [...arranged(Object.fromEntries(boxes), name)].map(([id, [x, y]]) => ({ do: /** @type {const} */ ("set"), in: "factors", id, field: "position", value: { x, y } }));
      if (edits.length) room.edit({ do: "batch", edits, label: "move" });
    }, { class: "small", "data-arrange": name })))) : null,
    known.every((id) => room.mayChange("factors", id, "theme")) ? el("div.row", null, theme, button(say("room.give-them-this-theme"), () => each("theme", theme.value.trim().toLowerCase() || null))) : null,
    room.mayRemove("factors", known) ? el("details", null, el("summary", null, say("room.delete-them")), el("p", null, say("room.deletes-factors-and-links", { n: known.length, links })),
      button(say("room.delete"), () => {
        room.do("remove", { in: "factors", ids: known });
        go.nothing();
      }, { class: "danger" })) : null);
}

/**
 * What two factors may be to each other: the same, or one an influence on the other.
 *
 * @param {Room} room
 * @param {Model} model
 * @param {string[]} ids
 * @param {Go} go
 */
function pair(room, model, ids, go) {
  const ways = [ids, [...ids].reverse()];
  const name = (/** @type {string} */ id) => `“${model.factors[id].label}”`;
  return el("section", null,
    room.atLeast("editor") && room.mayDraw ? el("details", null, el("summary", null, say("room.they-mean-the-same-merge-them")), el("p.faint", null, say("room.both-names-all-notes-and-all")),
      ways.map(([keep, drop]) => button(say("room.call-it", { keep: name(keep) }), () => {
        room.do("merge", { keep, drop });
        go.choose([keep]);
      }))) : null,
    room.mayDraw ? el("details", null, el("summary", null, say("room.one-leads-to-the-other-link")), ways.map(([from, to]) => (model.links.has(`${from}->${to}`) ? null
      : button(say("room.leads-to-2", { from: name(from), to: name(to) }), () => {
        room.edit({ do: "add", in: "links", element: { from, to } });
        go.chooseLink(`${from}->${to}`);
      })))) : null);
}

const NOT_YOURS = say("room.somebody-else-added-this-you-can");

/** @type {Map<string, {text: string, quote: boolean, permission: boolean}>} notes begun and not added yet, by element: the panel around them may be made anew */
const begun = new Map();

/**
 * @param {Room} room
 * @param {"factors" | "links"} collection
 * @param {string} id
 * @param {import("../types.js").Note[]} said
 */
function notes(room, collection, id, said) {
  const draft = begun.get(id) || { text: "", quote: false, permission: false };
  const text = /** @type {HTMLTextAreaElement} */ (el("textarea", { rows: 2, maxlength: 4000, "aria-label": say("room.a-note-or-quote"), id: "field-note" }));
  text.value = draft.text;
  const quote = /** @type {HTMLInputElement} */ (el("input", { type: "checkbox", checked: draft.quote }));
  const permission = /** @type {HTMLInputElement} */ (el("input", { type: "checkbox", checked: draft.permission }));
  for (const one of [text, quote, permission]) {
    one.addEventListener("input", () => begun.set(id, { text: text.value, quote: quote.checked, permission: permission.checked }));
  }
  const add = () => {
    if (!text.value.trim()) return;
    room.do("note", { in: collection, id, text: text.value.trim(), ...(quote.checked ? { kind: "quote", permission: permission.checked } : {}) });
    begun.delete(id);
    text.value = "";
  };
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) add();
  });
  return el("section", null, el("h3", null, say("about.notes")),
    said.length ? el("ul.notes", null, said.map((note) => el("li", null, note.kind ? el("span.tag", null, note.kind === "quote" && note.permission === false ? say("room.quote-not-to-be-published") : note.kind) : null,
      note.text, note.by ? el("span.faint", null, ` (${note.by})`) : null,
      room.mayDraw && room.atLeast("editor") ? button(say("form.remove"), () => room.set(collection, id, "notes", said.filter((one) => one !== note)), { class: "small", "aria-label": say("room.take-out", { text: note.text }) }) : null))) : null,
    room.mayDraw ? el("div.stack", null, text, el("div.row", null, el("label.check", null, quote, " somebody's words"),
      el("label.check", null, permission, say("room.may-be-quoted")), button(say("room.add-note"), add))) : null);
}

/** @param {import("../types.js").Link} link */
function sign(link) {
  return el(`span.sign.${signWord(link)}`, { title: signOf(link).word }, signOf(link).sign);
}
