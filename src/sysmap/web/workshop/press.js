/**
 * Whether a finger or a mouse button is down just now, and where. What is made anew under a hand that has begun to press
 * would swallow the click; so panels wait for the hand to let go.
 */

/** @type {Node | null} */
let down = null;
/** @type {(() => void)[]} */
let waiting = [];

document.addEventListener("pointerdown", (event) => {
  down = /** @type {Node} */ (event.target);
}, true);
for (const kind of ["pointerup", "pointercancel"]) {
  document.addEventListener(kind, () => setTimeout(() => {
    down = null;
    const now = waiting;
    waiting = [];
    for (const one of now) one();
  }, 0), true);
}

/**
 * Whether an element has to stay as it is because it is being pressed; if so, what was to be done is done afterwards.
 *
 * @param {Element} element
 * @param {() => void} later
 */
export function pressed(element, later) {
  if (!down || !element.contains(down)) return false;
  waiting.push(later);
  return true;
}
