/** The file was changed by hand while the workshop ran: the host looks at what stands in it and says what becomes of it. */

import { button, el, set } from "../dom.js";
import { counted } from "../words.js";
import { changeList, decided, decisions } from "./deciding.js";

/**
 * @param {import("./room.js").Room} room
 */
export function showFile(room) {
  const body = el("div.panel", null, el("p", null, "Looking …"));
  /** @type {Record<string, string>} */
  const chosen = {};
  const dialog = /** @type {HTMLDialogElement} */ (el("dialog.filing", { "aria-label": "The file was changed by hand" }, el("h2", null, "The file was changed by hand"), body, button("Close", () => dialog.close())));
  const failed = (/** @type {any[]} */ problems) => set(body, problems.map((one) => el("p.bad", null, `${one.message} ${one.hint}`)), ways(null));
  const done = (/** @type {string} */ words) => {
    room.told.say(words, "good");
    dialog.close();
  };
  const ask = (/** @type {Record<string, any>} */ more, /** @type {(answer: any) => void} */ then) => room.question("file", more).then(then, failed);
  const ways = (/** @type {(import("./deciding.js").Preview & {name: string}) | null} */ told) => el("div.ways-out", null,
    told ? button("Take these changes into the workshop", () => ask({ do: "take", choices: decided(told, chosen) }, (answer) =>
      done(`${counted(answer.changes, "change")} taken in; saving goes on. Undo takes them back.`)), { class: "main" }) : null,
    button("Save the workshop’s map beside it", () => ask({ do: "copy" }, (answer) => done(`The workshop’s map stands in ${answer.file}, beside the file that was changed.`))),
    button("Keep the hand-made file aside and save over it", () => ask({ do: "over" }, (answer) => done(answer.kept ? `What was written by hand is kept as ${answer.kept}; saving goes on.` : "Saving goes on."))));
  const look = () => ask({ do: "look", choices: chosen }, (told) => {
    if (!told.changed) return set(body, el("p", null, "The file is as the workshop wrote it. Nothing has to be done."));
    return set(body, el("p", null, `Somebody has changed ${told.name} while the workshop ran. Nothing was overwritten; everything said here is safe in the log.`),
      el("p", { "aria-live": "polite" }, `${counted(told.changes.length + told.more, "change")} in the file, ${told.conflicts.length} to decide.`),
      decisions(told, chosen, look), changeList(told), ways(told));
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  look();
}
