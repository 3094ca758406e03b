/** What a passage is coded as: an element found as one types, or a claim "A causes B"; direction, strength, who says it. */

import { button, el, set } from "../dom.js";

/**
 * @typedef {{id: string, kind: string, label: string, items: number, also: string[]}} Element_
 * @typedef {{elements: Element_[], audiences: string[], cases: {id: string, label: string}[], sources: {id: string, label: string}[], roles: string[]}} Codes
 * @typedef {{element: string, cause: string, effect: string}} Meant
 */

export const DIRECTIONS = { supports: "supports it", contradicts: "speaks against it", alternative: "names another explanation", neutral: "saw no effect", context: "stands around it" };
const KINDS = { link: "link", factor: "factor", assumption: "assumption", condition: "condition", mechanism: "mechanism", claim: "claim" };
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
  const list = el("ul.codes", { id: "codes", role: "listbox", "aria-label": "Codes", tabindex: -1 });
  const input = /** @type {HTMLInputElement} */ (el("input", { id: "code-search", type: "text", role: "combobox", autocomplete: "off", spellcheck: "false",
    "aria-expanded": "true", "aria-controls": "codes", "aria-autocomplete": "list", placeholder: "Type a few letters",
    oninput: () => draw(0), onkeydown: (/** @type {KeyboardEvent} */ event) => key(event) }));
  const prompt = el("span", null, "");
  const now = el("p.meant", { role: "status", "aria-live": "polite" });
  const suggested = el("div.suggested", { role: "group", "aria-label": "Suggestions" });
  const direction = select("direction", "What does the passage do?", Object.entries(DIRECTIONS));
  const strength = select("strength", "How strongly?", [["", "not judged"], ["weak", "weak: a general impression"], ["moderate", "moderate: specific, one kind of source"], ["strong", "strong: dated or named, and confirmed"]]);
  const polarity = select("polarity", "A new link", [["unknown", "direction not said"], ["positive", "more leads to more"], ["negative", "more leads to less"], ["mixed", "it depends"]]);
  const roles = el("datalist", { id: "roles" });
  const informant = field("informant", "Who says it? (a role, never a name)", { list: "roles" });
  const statement = /** @type {HTMLTextAreaElement} */ (el("textarea", { id: "statement", rows: 2, maxlength: 2000 }));
  const kind = select("kind", "Was it seen?", [["observed", "observed"], ["anticipated", "anticipated: expected, not yet seen"], ["hypothetical", "hypothetical: made up"]]);
  const audience = select("audience", "Kind of body that says it", [["", "not said"]]);
  const case_ = select("case", "Case", [["", "not said"]]);
  const source = select("source", "Source to cite", [["", "none"]]);
  const date = field("date", "When it was said (2026-03)", {});
  const quotable = /** @type {HTMLInputElement} */ (el("input", { type: "checkbox", id: "quotable" }));
  const save = button("Code it", () => code(), { class: "main", title: "Ctrl Enter" });

  const element = el("form.codepanel", { "aria-label": "Code the passage", onsubmit: (/** @type {Event} */ event) => {
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
  el("label.check", null, claim, "A claim: one factor causes another (two choices code it)"),
  el("label", { for: "code-search" }, prompt), input, list, suggested, now,
  el("div.pair", null, direction.element, strength.element), polarity.element, informant.element, roles,
  el("details", null, el("summary", null, "In your own words, and more"), el("label", { for: "statement" }, "What is said, in your own words (empty: made from the code)"), statement,
    el("div.pair", null, kind.element, audience.element), el("div.pair", null, case_.element, source.element), date.element,
    el("label.check", null, quotable, "The person agreed to be quoted: keep the words as a quotation")),
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
    prompt.textContent = !claim.checked ? "What does it speak of?" : meant.cause ? `${labelOf(meant.cause)} causes …` : "Which factor is the cause?";
    now.textContent = meant.element ? `Chosen: ${labelOf(meant.element)}` : meant.cause ? `Cause: ${labelOf(meant.cause)}. Now choose the effect.` : "";
    polarity.element.hidden = !claim.checked;
  }

  /** @param {number} to */
  function draw(to) {
    const words = folded(input.value).split(/\s+/).filter(Boolean);
    const fitting = codes.elements.filter((one) => (!claim.checked || (one.kind === "factor" && one.id !== meant.cause)) && words.every((word) => folded([one.label, one.id, ...one.also].join(" ")).includes(word)));
    if (words.length) fitting.sort((a, b) => Number(folded(b.label).startsWith(words[0])) - Number(folded(a.label).startsWith(words[0])));
    shown = fitting.slice(0, MOST);
    const text = input.value.trim();
    if (text && !codes.elements.some((one) => one.kind === "factor" && folded(one.label) === folded(text))) shown.push({ id: "", label: `New factor “${text}”`, kind: "new", make: true });
    at = Math.min(Math.max(to, 0), Math.max(shown.length - 1, 0));
    set(list, shown.map((one, i) => el("li", { id: `code-${i}`, role: "option", "aria-selected": String(i === at), class: one.id && one.id === meant.element ? "taken" : "", onclick: () => take(i) },
      el("span.kind", null, /** @type {Record<string, string>} */ (KINDS)[one.kind] || one.kind), el("span", null, one.label), one.items ? el("span.count", null, String(one.items), el("span.sr", null, " coded")) : null)),
    fitting.length > MOST ? el("li.faint", { role: "presentation" }, `${fitting.length - MOST} more; type to find them`) : null);
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
      does.say("Choose what the passage speaks of first.", "bad");
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
    suggest: (found) => set(suggested, found.length ? el("span.faint", null, "Suggested by like words; you decide: ") : null, found.map((one) => button(one.label, () => {
      claim.checked = false;
      meant = { element: one.element, cause: "", effect: "" };
      tell();
      draw(0);
      direction.input.focus();
    }, { class: "suggestion", title: `Words in common: ${one.words.join(", ")}` }))),
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
