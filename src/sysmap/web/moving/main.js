/** The page of two versions: the page of one, with the picture that moves from the earlier to the later one. */

import { start as startPage } from "../app.js";
import { say } from "./english.js";
import { movingPicture } from "./movingpicture.js";

/**
 * Read the document out of the page and show it.
 *
 * @param {Document} page
 */
export function start(page) {
  startPage(page, { label: say("moving.name"), of: movingPicture });
}
