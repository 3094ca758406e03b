/** The patterns of `sysmap.core.english_room`. Made by `make docs`; not written by hand. */

import { sayer } from "../sentences.js";

/** A label of these, or a sentence of all, by its name. */
export const say = sayer({
  "room.who-is-here": "Who is here",
  "room.phase": "Phase",
  "room.minutes": "Minutes",
  "room.one-or-several": "One factor or several?",
  "room.is-this-one-factor": "Is this one factor, or {number}?",
  "room.these-factors": "{number} factors: {labels}",
  "room.one-factor": "One factor: {label}",
});
