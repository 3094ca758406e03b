/** The phases of a workshop: what they are called, and what the room does in each. */

/**
 * @typedef {Object} Phase
 * @property {string} name as the host's choice sends it; `gather-private` is gathering unseen
 * @property {string} label
 * @property {string} doing what everybody is asked to do
 * @property {string} [panel] the panel that belongs to it
 */

/** @type {Phase[]} */
export const PHASES = [
  { name: "gather-private", label: "gather (private)", doing: "Everybody for themselves: what goes up or down here? Type one thing, Enter, the next. Nobody sees it yet." },
  { name: "gather", label: "gather", doing: "What matters for the question? Type one thing that can go up or down, Enter, the next." },
  { name: "consolidate", label: "consolidate", doing: "Which of these mean the same? Merge them, split what holds two ideas, agree on the names." },
  { name: "connect", label: "connect", doing: "Begin at the focal factor: what affects it directly, what does it affect? Drag from box to box, or type A -> B +" },
  { name: "check", label: "check", doing: "Read each link aloud. Is it direct, is the sign right, why is it so?", panel: "check" },
  { name: "describe", label: "describe", doing: "What exactly is meant? How much does it matter, who can change it? Choose a factor and say so." },
  { name: "vote", label: "vote", doing: "Give your dots. Nobody sees the result before the vote is closed.", panel: "vote" },
];

/** @param {{phase: string | null, private: boolean}} state @returns {Phase | undefined} */
export function phaseOf(state) {
  const name = state.phase === "gather" && state.private ? "gather-private" : state.phase;
  return PHASES.find((one) => one.name === name);
}
