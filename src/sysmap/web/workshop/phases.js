/** The phases of a workshop: what they are called, and what the room does in each. */

import { say } from "./english.js";

/**
 * @typedef {Object} Phase
 * @property {string} name as the host's choice sends it; `gather-private` is gathering unseen
 * @property {string} label
 * @property {string} doing what everybody is asked to do
 * @property {string} [panel] the panel that belongs to it
 */

/** @type {Phase[]} */
export const PHASES = [
  { name: "gather-private", label: say("room.phase.gather-private"), doing: say("room.everybody-for-themselves-what-goes-up") },
  { name: "gather", label: say("room.phase.gather"), doing: say("room.what-matters-for-the-question-type") },
  { name: "consolidate", label: say("room.phase.consolidate"), doing: say("room.which-of-these-mean-the-same") },
  { name: "connect", label: say("room.phase.connect"), doing: say("room.begin-at-the-focal-factor-what") },
  { name: "check", label: say("room.phase.check"), doing: say("room.read-each-link-aloud-is-it"), panel: "check" },
  { name: "describe", label: say("room.phase.describe"), doing: say("room.what-exactly-is-meant-how-much") },
  { name: "vote", label: say("room.phase.vote"), doing: say("room.give-your-dots-nobody-sees-the"), panel: "vote" },
];

/** @param {{phase: string | null, private: boolean}} state @returns {Phase | undefined} */
export function phaseOf(state) {
  const name = state.phase === "gather" && state.private ? "gather-private" : state.phase;
  return PHASES.find((one) => one.name === name);
}
