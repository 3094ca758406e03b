/** Disagreement as data: whether a link is contested, and under which word its sign is spoken of; as in `sysmap.core.voices`. */

/**
 * Whether people disagree about a link: they said so, or their voices differ in sign and nobody has settled it.
 *
 * @param {{polarity?: string, confidence?: string, voices?: {polarity?: string}[]}} link
 */
export function isContested({ polarity = "unknown", confidence, voices = [] }) {
  if (confidence || polarity !== "unknown" || voices.length < 2) return confidence === "contested";
  return new Set(voices.map((voice) => voice.polarity || "unknown").filter((sign) => sign !== "unknown")).size > 1;
}

/**
 * The sign's word; an open sign about which people disagree is contested.
 *
 * @param {{polarity?: string, confidence?: string, voices?: {polarity?: string}[]}} link
 */
export function signWord(link) {
  const polarity = link.polarity || "unknown";
  return polarity === "unknown" && isContested(link) ? "contested" : polarity;
}
