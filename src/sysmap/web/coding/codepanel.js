/** What a passage is coded as: an element found as one types, or a claim "A causes B"; direction, strength, who says it. */

import { button, el, set } from "../dom.js";
import { say } from "./english.js";

/**
 * @typedef {{id: string, kind: string, label: string, items: number, also: string[]}} Element_
 * @typedef {{elements: Element_[], audiences: string[], cases: {id: string, label: string}[], sources: {id: string, label: string}[], roles: string[]}} Codes
 * @typedef {{element: string, cause: string, effect: string}} Meant
 */

export const DIRECTIONS = { supports: say("coding.supports-it"), contradicts: say("coding.speaks-against-it"), alternative: say("coding.names-another-explanation"), neutral: say("coding.saw-no-effect"), context: say("coding.stands-around-it") };
const KINDS = { link: say("coding.kind.link"), factor: say("coding.kind.factor"), assumption: say("coding.kind.assumption"), condition: say("coding.kind.condition"), mechanism: say("coding.kind.mechanism"), claim: say("coding.kind.claim") };
const MOST = 60;

/** @param {string} text */
const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/**
 * @param {{code: (meant: Meant) => void, make: (label: string) => Promise<{id: string, label: string}>, back: () => void, say: (text: string, kind?: string) => void}} does
 */
export function codePanel(does) {
  /** @type {Codes} */
  let codes = { elements: [], audiences: [], cases: [], sources: [], roles: [] };
  /** @type {Meant} */
  let meant = { element: "", cause: "", effect: "" };
  let at = 0;
  /** @type {{id: string, label: string, kind: string, make?: boolean, items?: number}[]} */
  let shown = [];

  const claim = /** @type {HTMLInputElement} */ (el("input", { type: "checkbox", id: "as-claim", onchange: () => start() }));
  const list = el("ul.codes", { id: "codes", role: "listbox", "aria-label": say("coding.codes"), tabindex: -1 });
  const input = /** @type {HTMLInputElement} */ (el("input", { id: "code-search", type: "text", role: "combobox", autocomplete: "off", spellcheck: "false",
    "aria-expanded": "true", "aria-controls": "codes", "aria-autocomplete": "list", placeholder: say("coding.type-a-few-letters"),
    oninput: () => draw(0), onkeydown: (/** @type {KeyboardEvent} */ event) => key(event) }));
  const prompt = el("span", null, "");
  const now = el("p.meant", { role: "status", "aria-live": "polite" });
  const suggested = el("div.suggested", { role: "group", "aria-label": say("coding.suggestions") });
  const direction = select("direction", say("coding.what-does-the-passage-do"), Object.entries(DIRECTIONS));
  const strength = select("strength", say("coding.how-strongly"), [["", say("coding.not-judged")], ["weak", say("coding.weak-a-general-impression")], ["moderate", say("coding.moderate-specific-one-kind-of-source")], ["strong", say("coding.strong-dated-or-named-and-confirmed")]]);
  const polarity = select("polarity", say("coding.a-new-link"), [["unknown", say("coding.direction-not-said")], ["positive", say("coding.more-leads-to-more")], ["negative", say("coding.more-leads-to-less")], ["mixed", say("coding.it-depends")]]);
  const roles = el("datalist", { id: "roles" });
  const informant = field("informant", say("coding.who-says-it-a-role-never"), { list: "roles" });
  const statement = /** @type {HTMLTextAreaElement} */ (el("textarea", { id: "statement", rows: 2, maxlength: 2000 }));
  const kind = select("kind", say("coding.was-it-seen"), [["observed", say("coding.observed")], ["anticipated", say("coding.anticipated-expected-not-yet-seen")], ["hypothetical", say("coding.hypothetical-made-up")]]);
  const audience = select("audience", say("coding.kind-of-body-that-says-it"), [["", say("coding.not-said")]]);
  const case_ = select("case", say("coding.case"), [["", say("coding.not-said")]]);
  const source = select("source", say("coding.source-to-cite"), [["", say("coding.no-source")]]);
  const date = field("date", say("coding.when-it-was-said-2026-03"), {});
  const quotable = /** @type {HTMLInputElement} */ (el("input", { type: "checkbox", id: "quotable" }));
  const save = button(say("coding.code-it"), () => code(), { class: "main", title: say("coding.ctrl-enter") });

  const element = el("form.codepanel", { "aria-label": say("coding.code-the-passage"), onsubmit: (/** @type {Event} */ event) => {
    event.preventDefault();
    code();
  }, onkeydown: (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      code();
    } else if (event.key === "Escape") {
      event.preventDefault();
      does.back();
    }
  } },
  el("label.check", null, claim, say("coding.a-claim-one-factor-causes-another")),
  el("label", { for: "code-search" }, prompt), input, list, suggested, now,
  el("div.pair", null, direction.element, strength.element), polarity.element, informant.element, roles,
  el("details", null, el("summary", null, say("coding.in-your-own-words-and-more")), el("label", { for: "statement" }, say("coding.what-is-said-in-your-own")), statement,
    el("div.pair", null, kind.element, audience.element), el("div.pair", null, case_.element, source.element), date.element,
    el("label.check", null, quotable, say("coding.the-person-agreed-to-be-quoted"))),
  save);

  /** @param {string} id @param {string} title @param {string[][]} options */
  function select(id, title, options) {
    const made = /** @type {HTMLSelectElement} */ (el("select", { id }, options.map(([value, text]) => el("option", { value }, text))));
    return { element: el("label", null, title, made), input: made };
  }

  /** @param {string} id @param {string} title @param {Record<string, any>} more */
  function field(id, title, more) {
    const made = /** @type {HTMLInputElement} */ (el("input", { id, type: "text", maxlength: 200, autocomplete: "off", ...more }));
    return { element: el("label", null, title, made), input: made };
  }

  /** @param {string} id */
  const labelOf = (id) => (codes.elements.find((one) => one.id === id) || { label: id }).label;

  function start() {
    meant = { element: "", cause: "", effect: "" };
    input.value = "";
    tell();
    draw(0);
  }

  function tell() {
    prompt.textContent = !claim.checked ? say("coding.what-does-it-speak-of") : meant.cause ? say("coding.causes", { label: labelOf(meant.cause) }) : say("coding.which-factor-is-the-cause");
    now.textContent = meant.element ? say("coding.chosen", { label: labelOf(meant.element) }) : meant.cause ? say("coding.cause-chosen", { label: labelOf(meant.cause) }) : "";
    polarity.element.hidden = !claim.checked;
  }

  /** @param {number} to */
  function draw(to) {
    const words = folded(input.value).split(/\s+/).filter(Boolean);
    const fitting = codes.elements.filter((one) => (!claim.checked || (one.kind === "factor" && one.id !== meant.cause)) && words.every((word) => folded([one.label, one.id, ...one.also].join(" ")).includes(word)));
    if (words.length) fitting.sort((a, b) => Number(folded(b.label).startsWith(words[0])) - Number(folded(a.label).startsWith(words[0])));
    shown = fitting.slice(0, MOST);
    const text = input.value.trim();
    if (text && !codes.elements.some((one) => one.kind === "factor" && folded(one.label) === folded(text))) shown.push({ id: "", label: say("coding.new-factor", { name: text }), kind: "new", make: true });
    at = Math.min(Math.max(to, 0), Math.max(shown.length - 1, 0));
    set(list, shown.map((one, i) => el("li", { id: `code-${i}`, role: "option", "aria-selected": String(i === at), class: one.id && one.id === meant.element ? "taken" : "", onclick: () => take(i) },
      el("span.kind", null, /** @type {Record<string, string>} */ (KINDS)[one.kind] || one.kind), el("span", null, one.label), one.items ? el("span.count", null, String(one.items), el("span.sr", null, " coded")) : null)),
    fitting.length > MOST ? el("li.faint", { role: "presentation" }, say("coding.more-to-find", { n: fitting.length - MOST })) : null);
    if (shown.length) input.setAttribute("aria-activedescendant", `code-${at}`);
    else input.removeAttribute("aria-activedescendant");
    list.children[at]?.scrollIntoView({ block: "nearest" });
  }

  /** @param {KeyboardEvent} event */
  function key(event) {
    if (event.ctrlKey || event.metaKey) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      draw(at + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter") {
      event.preventDefault();
      take(at);
    }
  }

  /** @param {number} i */
  async function take(i) {
    const one = shown[i];
    if (!one) return;
    let id = one.id;
    if (one.make) {
      try {
        const made = await does.make(input.value.trim());
        codes.elements.push({ id: made.id, kind: "factor", label: made.label, items: 0, also: [] });
        id = made.id;
      } catch (trouble) {
        does.say(trouble instanceof Error ? trouble.message : String(trouble), "bad");
        return;
      }
    }
    input.value = "";
    if (!claim.checked) {
      meant = { element: id, cause: "", effect: "" };
      tell();
      draw(0);
      direction.input.focus();
    } else if (!meant.cause) {
      meant.cause = id;
      tell();
      draw(0);
      input.focus();
    } else {
      meant.effect = id;
      code();
    }
  }

  function code() {
    if (!meant.element && !(meant.cause && meant.effect)) {
      does.say(say("coding.choose-what-the-passage-speaks-of"), "bad");
      input.focus();
      return;
    }
    does.code(meant);
  }

  return {
    element, start,
    /** @param {boolean} asClaim */
    focus: (asClaim) => {
      if (claim.checked !== asClaim) {
        claim.checked = asClaim;
        start();
      }
      input.focus();
    },
    /** @param {Codes} found */
    show: (found) => {
      codes = found;
      set(roles, found.roles.map((role) => el("option", { value: role })));
      for (const [one, words] of /** @type {[typeof audience, [string, string][]][]} */ ([[audience, found.audiences.map((word) => [word, word])], [case_, found.cases.map((c) => [c.id, c.label])], [source, found.sources.map((s) => [s.id, s.label])]])) {
        const kept = one.input.value;
        set(one.input, el("option", { value: "" }, one === source ? "none" : "not said"), words.map(([value, text]) => el("option", { value }, text)));
        one.input.value = words.some(([value]) => value === kept) ? kept : "";
        one.element.hidden = !words.length;
      }
      tell();
      draw(at);
    },
    /** @param {string} role */
    said: (role) => { informant.input.value = role; },
    /** @param {{element: string, label: string, words: string[]}[]} found */
    suggest: (found) => set(suggested, found.length ? el("span.faint", null, say("coding.suggested-by-like-words-you-decide")) : null, found.map((one) => button(one.label, () => {
      claim.checked = false;
      meant = { element: one.element, cause: "", effect: "" };
      tell();
      draw(0);
      direction.input.focus();
    }, { class: "suggestion", title: say("coding.words-in-common", { words: one.words.join(", ") }) }))),
    /** What the form says of the item. */
    details: () => ({ direction: direction.input.value, strength: strength.input.value || null, polarity: polarity.input.value, informant: informant.input.value.trim(),
      statement: statement.value.trim(), kind: kind.input.value, audience: audience.input.value ? [audience.input.value] : [], cases: case_.input.value ? [case_.input.value] : [],
      source: source.input.value, date: date.input.value.trim(), quotable: quotable.checked }),
    done: () => {
      statement.value = "";
      quotable.checked = false;
      strength.input.value = "";
      direction.input.value = "supports";
      polarity.input.value = "unknown";
      start();
    },
  };
}
