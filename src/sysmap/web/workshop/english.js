/** The patterns of `sysmap.core.english_room`. Made by `make docs`; not written by hand. */

import { sayer } from "../sentences.js";

/** A label of these, or a sentence of all, by its name. */
export const say = sayer({
  "room.who-is-here": "Who is here",
  "room.phase": "Phase",
  "room.minutes": "Minutes",
  "room.present": "Present",
  "room.present-means": "Show the map on the whole screen, one saved view after the other",
  "room.presentation": "Presentation",
  "room.present-back": "The view before",
  "room.present-on": "The next view",
  "room.present-end": "End",
  "room.find": "Find",
  "room.find-means": "Go to a factor by a part of its name (Ctrl+F)",
  "room.find-nothing": "No factor is called “{text}”.",
  "room.arrange": "Put them in line",
  "room.layer-entered": "{n, plural, one {“{factor}” is in the layer “{layer}” now} other {# factors are in another layer now}}. Ctrl+Z takes it back.",
});
