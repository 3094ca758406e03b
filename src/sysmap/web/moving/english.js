/** The patterns of `sysmap.core.english_moving`. Made by `make docs`; not written by hand. */

import { sayer } from "../sentences.js";

/** A label of these, or a sentence of all, by its name. */
export const say = sayer({
  "moving.name": "Moving picture",
  "moving.slider": "From {before} to {after}",
  "moving.play": "Play",
  "moving.stop": "Stop",
  "moving.next": "Next step",
  "moving.again": "From the beginning",
  "moving.step": "Step {n} of 3. {what}",
  "moving.begins": "{version}, as it was.",
  "moving.went": "{none, select, yes {Nothing went.} other {What went, struck out: {factors} and {links}.}}",
  "moving.moved": "What stays moves to its place in {version}. {none, select, yes {Nothing is reworded.} other {Reworded or changed otherwise: {factors} and {links}.}}",
  "moving.came": "{none, select, yes {Nothing came.} other {What came, marked as new: {factors} and {links}.}} This is {version}.",
});
