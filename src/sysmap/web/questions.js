/** What the page answers by itself, from the registry of questions. Made by `make docs`; not written by hand. */

/** @type {[string, string][]} the kind of question in view.js, and how people ask it */
export const QUESTIONS = [
  ["down", "What follows if this changes?"],
  ["around", "What lies right around this factor, as a first look at it?"],
  ["up", "What influences this, directly and further back?"],
  ["paths", "By which chains of cause and effect does one factor reach another?"],
  ["must", "What does everything hang on?"],
  ["loops", "Where does change feed back on itself, and does it reinforce or balance?"],
];
