/** Conflicts as people settle them: what is in question, what was said, what stands where nobody chooses. */

import { el } from "../dom.js";
import { say } from "./english.js";

/**
 * @typedef {{key: string, says: string, tables: string[], stands: boolean}} Choice
 * @typedef {{id: string, kind: string, said: string, choice: string, choices: Choice[]}} Conflict
 * @typedef {{changes: string[], more: number, conflicts: Conflict[], agreed?: Record<string, number>, warnings?: string[]}} Preview
 */

/**
 * @param {Preview} preview
 * @param {Record<string, string>} chosen
 * @param {() => void} again the preview is asked for once more
 */
export function decisions(preview, chosen, again) {
  return preview.conflicts.map((one) => el("fieldset.conflict", { "data-conflict": one.id }, el("legend", null, one.said), one.choices.map((choice) =>
    el("label.check", null, el("input", {
      type: "radio", name: one.id, value: choice.key, checked: (chosen[one.id] || one.choice) === choice.key, onchange: () => {
        chosen[one.id] = choice.key;
        again();
      },
    }), el("span", null, choice.says, choice.tables.length ? ` (${choice.tables.map(tableName).join(", ")})` : "",
      choice.stands ? el("span.faint", null, say("room.stands-if-nobody-chooses")) : null)))));
}

/** Every conflict with its choice: what the host has seen and goes on with. @param {Preview} preview @param {Record<string, string>} chosen */
export function decided(preview, chosen) {
  return Object.fromEntries(preview.conflicts.map((one) => [one.id, chosen[one.id] || one.choice]));
}

/** @param {Preview} preview */
export function changeList(preview) {
  const { changes, more } = preview;
  if (!changes.length) return el("p.faint", null, say("room.no-change"));
  return el("details", { open: changes.length < 12 }, el("summary", null, say("room.every-change")), el("ul.changes", null, changes.map((one) => el("li", null, one)),
    more ? el("li", null, say("room.and-more", { n: more })) : null));
}

/** @param {string} table */
export function tableName(table) {
  return table ? table.replace(/^table-/, "table ") : "plenary";
}
