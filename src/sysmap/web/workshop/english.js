/** The patterns of `sysmap.core.english_room`. Made by `make docs`; not written by hand. */

import { sayer } from "../sentences.js";

/** A label of these, or a sentence of all, by its name. */
export const say = sayer({
  "room.who-is-here": "Who is here",
  "room.phase": "Phase",
  "room.minutes": "Minutes",
});
