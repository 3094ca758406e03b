/** Sentence patterns, a small part of ICU MessageFormat: what `sysmap.core.message_format` says of them holds here. */

const UNSEEN = /[\x00-\x20\x7f-\xa0\u1680\u2000-\u200b\u200e\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\ufff9-\ufffb]+/g;
const TURNS = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/**
 * @typedef {string | number | string[] | null | undefined} Value
 * @typedef {{name: string, form: string, last: string, choices: Map<string, Part[]>}} Slot
 * @typedef {string | Slot} Part
 */

/**
 * A label as it may stand within a sentence: on one line, without invisible characters; one written from right to left is
 * fenced in, so that it does not turn the words around it.
 *
 * @param {string} text
 */
export function clean(text) {
  const flat = text.replace(UNSEEN, " ").replace(/^ | $/g, "");
  return TURNS.test(flat) ? `\u2068${flat}\u2069` : flat;
}

/**
 * A label in quotation marks.
 *
 * @param {string} label
 */
export function quoted(label) {
  return `“${clean(label)}”`;
}

/**
 * A whole number with its thousands apart.
 *
 * @param {number} number
 */
export function numberText(number) {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ",");
}

/**
 * "a", "a and b", "a, b and c".
 *
 * @param {string[]} words
 * @param {string} [last]
 */
export function joinWords(words, last = "and") {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} ${last} ${words[words.length - 1]}`;
}

/** @type {Map<string, Part[]>} */
const parsed = new Map();

/**
 * A pattern with its places filled.
 *
 * @param {string} pattern
 * @param {Record<string, Value>} values
 */
export function render(pattern, values) {
  let parts = parsed.get(pattern);
  if (!parts) parsed.set(pattern, parts = parse(pattern, 0)[0]);
  return rendered(parts, values, "#");
}

/**
 * @param {Part[]} parts
 * @param {Record<string, Value>} values
 * @param {string} number
 * @returns {string}
 */
function rendered(parts, values, number) {
  return parts.map((part) => (typeof part === "string" ? part.replaceAll("#", () => number) : filled(part, values, number))).join("");
}

/**
 * @param {Slot} slot
 * @param {Record<string, Value>} values
 * @param {string} number
 */
function filled({ name, form, last, choices }, values, number) {
  if (!(name in values)) throw new Error(`no value for “${name}”`);
  const value = values[name];
  const other = /** @type {Part[]} */ (choices.get("other"));
  if (form === "select") return rendered(choices.get(String(value)) || other, values, number);
  if (form === "plural") return rendered(choices.get(`=${value}`) || (value === 1 && choices.get("one")) || other, values, numberText(/** @type {number} */ (value)));
  if (Array.isArray(value)) return joinWords(form === "names" ? value.map(quoted) : value, last);
  if (typeof value === "number") return numberText(value);
  return form === "name" ? quoted(value || "") : value || "";
}

/**
 * The parts from a place on, up to the brace that closes them or the end.
 *
 * @param {string} text
 * @param {number} at
 * @returns {[Part[], number]}
 */
function parse(text, at) {
  /** @type {Part[]} */
  const parts = [];
  while (at < text.length && text[at] !== "}") {
    if (text[at] !== "{") {
      const end = text.slice(at).search(/[{}]/);
      parts.push(end < 0 ? text.slice(at) : text.slice(at, at + end));
      at = end < 0 ? text.length : at + end;
      continue;
    }
    const [whole, name, form = "", last = "and"] = /** @type {RegExpExecArray} */ (/^\{([^,}]*)(?:,\s*([^,}]*?)\s*(?:,\s*([^{}=]*?)\s*(?=\}))?(?=[,}]))?/.exec(text.slice(at)));
    const choices = new Map();
    at += whole.length;
    if (form === "plural" || form === "select") {
      for (at += 1; text[at] !== "}"; at += text.slice(at).search(/\S/)) {
        const opening = text.indexOf("{", at);
        const [inner, close] = parse(text, opening + 1);
        choices.set(text.slice(at, opening).trim(), inner);
        at = close + 1;
      }
    }
    at += 1;
    parts.push({ name: name.trim(), form, last, choices });
  }
  return [parts, at];
}
