// @ts-check
// Glossary: beside the first mention of a term its definition, on hover, on focus, on a tap.
//
// In: links a.term with data-term and data-definition; they work without this script. Out: one popover for the page.
// WCAG 1.4.13: the pointer may move onto it, it stays until pointer and focus have left, Escape closes it.
// Listens on the document, so that a live preview may replace the text below.
import { about, el, one } from "../scripts/dom.js";

const WAIT = 300; // before it opens, so that a passing pointer opens nothing
const LEAVE = 250; // before it closes, so that the pointer may cross the gap
const GAP = 6;
const MARGIN = 12;

/**
 * The popover and its parts, made when the first is shown: whenever there is an owner, there is a popover.
 *
 * @type {ReturnType<typeof make>}
 */
let hint;
/** @type {HTMLAnchorElement | null} */
let owner = null;
let timer, touched = false;

// --- The popover ------------------------------------------------------------------

function make() {
  const name = el("b"), text = el("span");
  const more = el("a", null, one('meta[name="docent-terms"]', document.head)?.dataset.open);
  // A browser that does not know "hint" takes it for "manual", which is what the rest here is written for.
  const box = el("div", { popover: "hint", class: "term-hint" }, el("p", { id: "d-term", role: "tooltip" }, name, " — ", text), more);
  box.addEventListener("pointerenter", () => clearTimeout(timer));
  box.addEventListener("pointerleave", leave);
  box.addEventListener("toggle", (event) => { if (/** @type {ToggleEvent} */ (event).newState === "closed") forget(); });
  return { box, name, text, more };
}

function show(link) {
  clearTimeout(timer);
  if (owner === link) return;
  hide();
  hint ??= make();
  fill(link);
  owner = link;
  link.setAttribute("aria-describedby", "d-term");
  hint.box.showPopover();
  place(link.getClientRects()[0]);
}

// Into the text: it is in the text's language, and inside of a landmark.
function fill(link) {
  const home = link.closest("article") || document.body;
  if (hint.box.parentNode !== home) home.append(hint.box);
  hint.name.textContent = link.dataset.term;
  hint.text.textContent = link.dataset.definition;
  hint.more.href = link.href;
  hint.more.hidden = !touched;
}

// Below the word, or above it where there is more room; never beyond the side.
function place(word) {
  if (!word) return;
  const { box } = hint;
  const left = Math.min(word.left, document.documentElement.clientWidth - box.offsetWidth - MARGIN);
  const below = word.bottom + GAP;
  const above = word.top - GAP - box.offsetHeight;
  const fits = below + box.offsetHeight <= innerHeight || above < 0;
  box.style.left = `${scrollX + Math.max(left, MARGIN)}px`;
  box.style.top = `${scrollY + (fits ? below : above)}px`;
}

function hide() {
  clearTimeout(timer);
  if (owner && hint.box.matches(":popover-open")) hint.box.hidePopover();
  forget();
}

function forget() {
  owner?.removeAttribute("aria-describedby");
  owner = null;
}

function leave() {
  clearTimeout(timer);
  timer = setTimeout(() => { if (owner !== document.activeElement) hide(); }, LEAVE);
}

// --- When -------------------------------------------------------------------------

const termOf = (event) => about(event, "a.term");

document.addEventListener("pointerover", (event) => {
  const link = termOf(event);
  if (!link || event.pointerType === "touch") return;
  clearTimeout(timer);
  touched = false;
  timer = setTimeout(show, WAIT, link);
});
document.addEventListener("pointerout", (event) => {
  if (termOf(event) && event.pointerType !== "touch") leave();
});

document.addEventListener("focusin", (event) => {
  const link = termOf(event);
  if (!link?.matches(":focus-visible")) return;
  touched = false;
  show(link);
});
document.addEventListener("focusout", (event) => {
  if (owner && event.target === owner && !hint.box.matches(":hover") && !hint.box.contains(/** @type {Node | null} */ (event.relatedTarget))) hide();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && owner) hide();
});

// A finger has no hover: the first tap shows the definition and the link in it, the second follows the link.
document.addEventListener("pointerdown", (event) => {
  touched = event.pointerType === "touch";
  if (owner && !termOf(event) && !hint.box.contains(/** @type {Node} */ (event.target))) hide();
});
document.addEventListener("click", (event) => {
  const link = termOf(event);
  // This script may have come between the finger and the click: the click says what it was, too.
  if (/** @type {PointerEvent} */ (event).pointerType === "touch") touched = true;
  if (!link || !touched || link === owner) return;
  event.preventDefault();
  show(link);
});

window.docentTerm = (link) => {
  touched = true;
  show(link);
};
// The reader may have come to a term while this script was on its way.
const here = one("a.term:hover, a.term:focus-visible");
if (here) timer = setTimeout(show, WAIT, here);
