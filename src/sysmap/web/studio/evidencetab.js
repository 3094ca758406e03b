/** Evidence in the studio: the items on a map, the form for one of them, and what it does to scores while it is written. */

import { say } from "./english.js";
import { button, el, set } from "../dom.js";
import { wordText } from "../sentences.js";
import { recordForm } from "./recordform.js";
import { get, post } from "./talk.js";

/**
 * @typedef {import("./main.js").Place} Place
 * @typedef {import("./recordform.js").Values} Values
 * @typedef {{item: Values, about: {label: string, direction: string, strength: string}[]}} Listed
 * @typedef {{file: string, title: string, faults: number, items: Listed[], overrides: Record<string, Values>}} Register
 * @typedef {{registers: Register[], carried_from: string, offers: import("./recordform.js").Offers}} Found
 * @typedef {{score: string, reasons: string[], margin: string}} Standing
 * @typedef {{id: string, label: string, before: Standing | null, after: Standing | null}} Effect
 * @typedef {{register: string, before: Values | null, item: Values}} Draft an item that is not kept yet
 */

const GONE = ["withdrawn", "superseded"];
const NEW = "*new";

/** @type {Map<string, Draft>} by map and item: what is not kept stays while one looks at something else */
const drafts = new Map();

addEventListener("beforeunload", (event) => {
  if (drafts.size) event.preventDefault();
});

/** @param {HTMLElement} panel @param {Place} place */
export async function showEvidence(panel, place) {
  /** @type {Found} */
  const found = await get(`evidence?${place.about}`);
  const [which = "", element = "", direction = "supports"] = place.more;
  const held = which && which !== NEW ? find(found, which) : null;
  if (which && (which === NEW || held)) await showForm(panel, place, found, which, held, element, direction);
  else showList(panel, place, found);
}

/** @param {Found} found @param {string} id */
function find(found, id) {
  for (const register of found.registers) for (const one of register.items) if (one.item.id === id) return { register, item: one.item };
  return null;
}

/** @param {HTMLElement} panel @param {Place} place @param {Found} found */
function showList(panel, place, found) {
  const all = found.registers.flatMap((register) => register.items.map((one) => ({ register, ...one })));
  const wanted = /** @type {HTMLInputElement} */ (el("input", { type: "search", "aria-label": say("studio.find-an-item"), placeholder: say("studio.find-an-item") }));
  const list = el("ul.findings");
  const draw = () => {
    const words = wanted.value.toLowerCase().split(/\s+/).filter(Boolean);
    const shown = all.filter((one) => words.every((word) => `${one.item.statement} ${one.about.map((about) => about.label).join(" ")} ${(one.item.cases || []).join(" ")}`.toLowerCase().includes(word)));
    set(list, shown.map((one) => row(place, one, all.length > 1 && found.registers.length > 1)), shown.length ? null : el("li", null, say("studio.no-item-has-these-words")));
  };
  wanted.addEventListener("input", draw);
  const waiting = [...drafts.keys()].filter((key) => key.startsWith(`${place.card.file}|`)).map((key) => key.split("|")[1]);
  set(panel, el("div.row", null, button(say("studio.add-an-item"), () => place.go("evidence", NEW), { class: "main" }), all.length > 8 ? wanted : null),
    found.carried_from ? el("p.faint", null, say("studio.no-register-names-this-version-these", { carried_from: found.carried_from })) : null,
    found.registers.filter((one) => one.faults).map((one) => el("p.bad", null, say("studio.has-faults-mend-it-in-an", { file: one.file }))),
    waiting.map((id) => el("p.good", null, say("studio.not-kept-yet"), button(id === NEW ? say("studio.the-new-item") : id, () => place.go("evidence", id)))),
    all.length ? list : el("p", null, say("studio.nothing-was-said-or-seen-yet")));
  if (all.length) draw();
}

/** @param {Place} place @param {Listed & {register: Register}} one @param {boolean} several */
function row(place, one, several) {
  const { item, about, register } = one;
  const gone = GONE.includes(item.status);
  const change = gone ? say("studio.bring-back") : say("studio.retire");
  return el("li.item", { class: gone ? "gone" : "" }, el("p", null, item.statement, gone ? el("span.word", null, ` (${wordText(item.status)})`) : null),
    el("p.faint", null, [about.map((bears) => `${wordText(bears.direction)} “${bears.label}”${bears.strength ? ` (${wordText(bears.strength)})` : ""}`).join("; ") || say("studio.bears-on-nothing-yet"),
      item.kind === "observed" ? "" : wordText(item.kind), (item.cases || []).join(", "), several ? register.title : ""].filter(Boolean).join(" · ")),
    el("div.row", null, button(say("studio.edit"), () => place.go("evidence", item.id), { "aria-label": say("studio.edit-2", { statement: item.statement }), disabled: Boolean(register.faults) }),
      button(change, () => place.doing(say("studio.writing"), async () => {
        const { status: _, ...rest } = item;
        await post(`evidence/keep?${place.about}`, { register: register.file, before: item, item: gone ? rest : { ...rest, status: "withdrawn" } });
        await place.again(gone ? say("studio.the-item-counts-again") : say("studio.the-item-is-kept-for-the"));
      }), { "aria-label": `${change}: ${item.statement}`, disabled: Boolean(register.faults) })));
}

/**
 * @param {HTMLElement} panel @param {Place} place @param {Found} found @param {string} which
 * @param {{register: Register, item: Values} | null} held @param {string} element @param {string} direction
 */
async function showForm(panel, place, found, which, held, element, direction) {
  const key = `${place.card.file}|${which}`;
  const sound = found.registers.filter((one) => !one.faults);
  const draft = drafts.get(key) || (held ? { register: held.register.file, before: held.item, item: structuredClone(held.item) }
    : { register: sound.length ? sound[sound.length - 1].file : "", before: null, item: { kind: "observed", bears_on: [{ ...(element ? { element } : {}), direction }] } });
  const effects = el("div.effects", { "aria-live": "polite" });
  const keep = button(say("studio.keep-the-item"), () => send(), { class: "main" });
  let asked = 0;
  const look = async () => {
    const mine = ++asked;
    const complete = draft.item.statement && (draft.item.bears_on || []).every((/** @type {Values} */ one) => one.element && one.direction);
    if (!complete) return set(effects, el("p.faint", null, say("studio.write-the-statement-and-choose-what")));
    const answer = await post(`evidence/try?${place.about}`, draft).catch((error) => ({ problems: [{ message: error.message, hint: "" }], effects: [] }));
    if (mine === asked) showEffects(effects, answer);
  };
  const send = () => place.doing(say("studio.writing"), async () => {
    if (!(draft.item.statement || "").trim()) throw new Error("The item has no statement. Write what was said or seen, in your own words.");
    const lacking = (draft.item.bears_on || []).filter((/** @type {Values} */ one) => !one.element);
    const { file } = await post(`evidence/keep?${place.about}`, { ...draft, item: lacking.length ? { ...draft.item, bears_on: draft.item.bears_on.filter((/** @type {Values} */ one) => one.element) } : draft.item });
    drafts.delete(key);
    place.back("evidence", say("studio.the-item-is-kept-in", { file }));
  });
  const form = recordForm(say("studio.item"), draft.item, found.offers, () => {
    drafts.set(key, draft);
    look();
  }, ["id", "x", "notes", "status"]);
  const register = /** @type {HTMLSelectElement} */ (el("select", { "aria-label": say("studio.register"), onchange: () => {
    draft.register = register.value;
    look();
  } }, sound.map((one) => el("option", { value: one.file, selected: one.file === draft.register }, one.title))));
  const gaps = element ? (await get(`missing?${place.about}`)).filter((/** @type {{element: string}} */ gap) => gap.element === element) : [];
  set(panel, el("h2", null, held ? say("studio.edit-an-item") : say("studio.add-an-item")),
    gaps.length ? el("div.hint", null, el("strong", null, gaps[0].label), gaps.map((/** @type {{message: string, look_for: string}} */ gap) => el("p", null, say("studio.look-for", { message: gap.message, look_for: gap.look_for })))) : null,
    el("div.two", null, el("div", null, sound.length > 1 && !held ? el("label", null, say("studio.register"), register) : null, form),
      el("aside", { "aria-label": say("studio.what-it-does-to-the-scores") }, el("h3", null, say("studio.what-it-does-to-the-scores")), effects,
        el("div.row", null, keep, button(say("studio.leave-it"), () => {
          drafts.delete(key);
          place.back("evidence", "");
        })))));
  look();
}

/** @param {HTMLElement} effects @param {{problems: {message: string, hint: string}[], effects: Effect[]}} answer */
function showEffects(effects, answer) {
  set(effects, answer.problems.map((one) => el("p.bad", null, `${one.message} ${one.hint}`)),
    answer.effects.map((one) => {
      if (!one.before || !one.after) return el("p", null, el("strong", null, one.label), say("studio.has-no-score-of-its-own"));
      const same = one.before.score === one.after.score;
      return el("div.effect", { class: same ? "" : "moved" }, el("p", null, el("strong", null, one.label)),
        el("p.scores", null, same ? say("studio.stays", { score: one.after.score }) : [el("s", null, one.before.score), " → ", el("strong", null, one.after.score)]),
        one.after.margin ? el("p.faint", null, one.after.margin) : null, one.after.reasons.map((text) => el("p.faint", null, text)));
    }));
}
