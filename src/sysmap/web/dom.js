/**
 * Elements of the page, made from values. A text only ever becomes a text node: there is no way to pass markup.
 *
 * @typedef {string | number | Node | null | undefined | false} Child
 * @typedef {Child | (Child | Child[])[]} Children
 */

const SVG = "http://www.w3.org/2000/svg";

/**
 * An element with attributes and children. `on…` attributes take a function; `true` sets an empty attribute; `false`,
 * null and undefined leave it out.
 *
 * @param {string} tag name of the element, with `.class` parts if wanted: "button.plain"
 * @param {Record<string, any> | null} [attributes]
 * @param {...Children} children
 * @returns {HTMLElement}
 */
export function el(tag, attributes, ...children) {
  const [name, ...classes] = tag.split(".");
  const element = document.createElement(name);
  if (classes.length) element.className = classes.join(" ");
  fill(element, attributes, children);
  return element;
}

/**
 * An SVG element, for icons.
 *
 * @param {string} tag
 * @param {Record<string, any> | null} [attributes]
 * @param {...Children} children
 * @returns {SVGElement}
 */
export function svg(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  fill(element, attributes, children);
  return element;
}

/**
 * Replace what an element holds.
 *
 * @param {Element} element
 * @param {...Children} children
 */
export function set(element, ...children) {
  element.replaceChildren();
  append(element, children);
}

/**
 * Replace what an element holds and leave the keyboard where it was: on the same control, if it is still there.
 *
 * @param {Element} element
 * @param {...Children} children
 */
export function renew(element, ...children) {
  const held = document.activeElement && element.contains(document.activeElement) ? document.activeElement : null;
  const name = held && nameOf(held);
  set(element, ...children);
  if (!held) return;
  const again = [...element.querySelectorAll(held.tagName)].find((one) => nameOf(one) === name);
  if (again instanceof HTMLElement) again.focus({ preventScroll: true });
}

/** @param {Element} element */
function nameOf(element) {
  return element.id || element.getAttribute("aria-label") || element.textContent;
}

/**
 * A button that does one thing.
 *
 * @param {string | Child[]} label
 * @param {(event: MouseEvent) => void} action
 * @param {Record<string, any>} [attributes]
 * @returns {HTMLButtonElement}
 */
export function button(label, action, attributes) {
  const made = el("button", { type: "button", onclick: action, ...attributes });
  append(made, Array.isArray(label) ? label : [label]);
  return /** @type {HTMLButtonElement} */ (made);
}

/**
 * @param {Element} element
 * @param {Record<string, any> | null | undefined} attributes
 * @param {Children[]} children
 */
function fill(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value === false || value === null || value === undefined) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "value" && "value" in element) /** @type {any} */ (element).value = value;
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  append(element, children);
}

/**
 * @param {Element} element
 * @param {Children[]} children
 */
function append(element, children) {
  for (const child of /** @type {Child[]} */ (children.flat(2))) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}
