/** Finding a factor on the board by a part of its name. */

import { factorsNamed } from "../search.js";
import { say } from "./english.js";

/** What fits best is chosen and shown while one types; Enter stays there, Escape goes back. @param {import("./editor.js").Editor} editor */
export function find(editor) {
  const before = [...editor.chosen];
  const input = editor.inline([editor.frame.clientWidth / 2, 40], "", (text) => {
    const [id] = factorsNamed(editor.model, text, 1);
    if (id) editor.choose([id], false);
    else if (text) editor.room.told.say(say("room.find-nothing", { text }));
  }, say("room.find"), () => editor.choose(before, false, true));
  input.addEventListener("input", () => {
    const [id] = factorsNamed(editor.model, input.value, 1);
    editor.choose(id ? [id] : before, false, true);
  });
}
