// @ts-check
// What all scripts of the theme share: elements made and found, and what the browser keeps.
//
// In: names, attributes, texts. Out: elements, or what was kept. Nothing here remembers anything, so that a copy of it
// may stand in each script that is published. No HTML is ever read: text goes in as text.

/**
 * An element; what it holds goes in as text or as elements, and what is none is left out.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, any> | null} [attributes] `true` is an attribute without a value, `false` is none
 * @param {...any} inside
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function el(tag, attributes, ...inside) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (given(value)) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...inside.filter(given));
  return made;
}
const given = (value) => value !== null && value !== undefined && value !== false;

/**
 * @param {string | Node | null} label
 * @param {(event: MouseEvent) => void} act
 * @param {Record<string, any>} [attributes]
 */
export function button(label, act, attributes) {
  const made = el("button", { type: "button", ...attributes }, label);
  made.addEventListener("click", act);
  return made;
}

/**
 * The first element; null if there is none.
 *
 * @param {string} selector
 * @param {ParentNode} [within]
 * @returns {HTMLElement | null}
 */
export const one = (selector, within = document) => within.querySelector(selector);

/**
 * All elements.
 *
 * @param {string} selector
 * @param {ParentNode} [within]
 * @returns {HTMLElement[]}
 */
export const all = (selector, within = document) => [...within.querySelectorAll(selector)].map((found) => /** @type {HTMLElement} */ (found));

/**
 * What an event was about, of the elements that are meant; null if it was about none. An event of the document itself has
 * no element.
 *
 * @param {Event} event
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
export const about = (event, selector) => /** @type {Element} */ (event.target).closest?.(selector) ?? null;

/**
 * Whether a key belongs to an input method, which ends a word with Enter. Safari ends the composition before it tells of
 * the key; its code says what it was.
 *
 * @param {KeyboardEvent} event
 */
export const isComposing = (event) => event.isComposing || event.keyCode === 229;

/**
 * What is kept: null where storage is closed (private windows, file://) too.
 *
 * @param {"localStorage" | "sessionStorage"} storage
 * @param {string} key
 */
export function load(storage, key) {
  try { return window[storage].getItem(key); } catch { return null; }
}

/**
 * Keeps `value`, or forgets it if it is empty. Where storage is closed nothing happens: a choice holds for this page.
 *
 * @param {"localStorage" | "sessionStorage"} storage
 * @param {string} key
 * @param {string | null} value
 */
export function save(storage, key, value) {
  try {
    if (value) window[storage].setItem(key, value);
    else window[storage].removeItem(key);
  } catch { /* closed, or full */ }
}

/**
 * What a JSON text says; null if it is none.
 *
 * @param {string | null} text
 * @returns {any}
 */
export function parsed(text) {
  try { return JSON.parse(text ?? "null"); } catch { return null; }
}

const EVENTS = ["pointermove", "touchstart", "keydown"];

/** Calls when the reader moves first, once. */
export function atFirstSign(act) {
  const once = () => {
    for (const sign of EVENTS) removeEventListener(sign, once);
    act();
  };
  for (const sign of EVENTS) addEventListener(sign, once, { passive: true });
}
