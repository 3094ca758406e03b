/** The file was changed by hand while the workshop ran: the host looks at what stands in it and says what becomes of it. */

import { button, el, set } from "../dom.js";
import { changeList, decided, decisions } from "./deciding.js";
import { say } from "./english.js";

/**
 * @param {import("./room.js").Room} room
 */
export function showFile(room) {
  const body = el("div.panel", null, el("p", null, say("room.looking")));
  /** @type {Record<string, string>} */
  const chosen = {};
  const dialog = /** @type {HTMLDialogElement} */ (el("dialog.filing", { "aria-label": say("room.the-file-was-changed-by-hand") }, el("h2", null, say("room.the-file-was-changed-by-hand")), body, button(say("ask.close"), () => dialog.close())));
  const failed = (/** @type {any[]} */ problems) => set(body, problems.map((one) => el("p.bad", null, `${one.message} ${one.hint}`)), ways(null));
  const done = (/** @type {string} */ words) => {
    room.told.say(words, "good");
    dialog.close();
  };
  const ask = (/** @type {Record<string, any>} */ more, /** @type {(answer: any) => void} */ then) => room.question("file", more).then(then, failed);
  const ways = (/** @type {(import("./deciding.js").Preview & {name: string}) | null} */ told) => el("div.ways-out", null,
    told ? button(say("room.take-these-changes-into-the-workshop"), () => ask({ do: "take", choices: decided(told, chosen) }, (answer) =>
      done(say("room.taken-in-saving-goes-on-undo", { n: answer.changes }))), { class: "main" }) : null,
    button(say("room.save-the-workshops-map-beside-it"), () => ask({ do: "copy" }, (answer) => done(say("room.the-workshops-map-stands-in-beside", { file: answer.file })))),
    button(say("room.keep-the-hand-made-file-aside"), () => ask({ do: "over" }, (answer) => done(answer.kept ? say("room.what-was-written-by-hand-is", { kept: answer.kept }) : say("room.saving-goes-on")))));
  const look = () => ask({ do: "look", choices: chosen }, (told) => {
    if (!told.changed) return set(body, el("p", null, say("room.the-file-is-as-the-workshop")));
    return set(body, el("p", null, say("room.somebody-has-changed-while-the-workshop", { name: told.name })),
      el("p", { "aria-live": "polite" }, say("room.in-the-file-to-decide", { n: told.changes.length + told.more, n2: told.conflicts.length })),
      decisions(told, chosen, look), changeList(told), ways(told));
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  look();
}
