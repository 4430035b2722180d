// @ts-check
// What the page says to a screen reader, and what it puts on the clipboard.
//
// In: sentences; `#d-status`, which holds the frame's own in the page's language. Out: `say`, `copy`, `words`.
import { el, one } from "../dom.js";

// Looked for by its place: a heading may claim an id of the frame, but stands in an article.
const status = one("body > #d-status");

/** The frame's sentences, by key. */
export const words = status?.dataset ?? {};

/** Says a sentence. Emptied first, so that the same sentence is said again. */
export function say(text) {
  if (!status) return;
  status.textContent = "";
  setTimeout(() => { status.textContent = text || ""; }, 50);
}

/** Copies a text, then calls `done`. The clipboard needs https or localhost; on file:// the old command still works. */
export function copy(text, done) {
  if (navigator.clipboard) navigator.clipboard.writeText(text).then(done, () => copyByCommand(text, done));
  else copyByCommand(text, done);
}

function copyByCommand(text, done) {
  const field = el("textarea", { class: "clip" });
  const back = /** @type {HTMLElement} */ (document.activeElement);
  field.value = text;
  document.body.append(field);
  field.select();
  let copied = false;
  try { copied = document.execCommand("copy"); } catch { /* stays false */ }
  field.remove();
  back?.focus({ preventScroll: true });
  if (copied) done(); else say(words.failed);
}
