/** The patterns of `sysmap.core.english_studio`. Made by `make docs`; not written by hand. */

import { sayer } from "../sentences.js";

/** A label of these, or a sentence of all, by its name. */
export const say = sayer({
  "studio.no-answer": "The studio does not answer. Is it still running in the terminal?",
  "studio.could-not": "The studio could not do this.",
});
