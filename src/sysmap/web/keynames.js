/** What the keys and the pointer do in the picture, for the help that the page shows. */

import { say } from "./sentences.js";

/** Each key with what it does. */
export const KEYS = [
  [say("keys.arrows"), say("keys.nearest")], [say("keys.shift-arrows"), say("keys.move")], [say("keys.plus-minus"), say("keys.zoom")],
  ["F", say("keys.fit")], ["U, D, B", say("keys.ask")],
  ["0 to 9", say("keys.steps")], ["H", say("keys.hide")], ["Escape", say("keys.let-go")],
  [say("keys.shift-click"), say("keys.start")],
];
