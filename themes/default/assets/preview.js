// @ts-check
// A look at the page behind a link, for a pointer or the keyboard. docent.js fetches this script when somebody stays on a
// link for the first time, and calls docentPreview(link) each time.
//
// In: a link to a page of this site. Out: a box beside it with the page's title and the beginning of what it says.
// Nothing of the other page is run or shown as markup: its text is read, and put in as text.
import { el, one } from "../scripts/dom.js";
import { look } from "../scripts/preview/look.js";

const LEAVE = 300; // milliseconds in which a pointer may cross from the link to the box
const ROOM = 8;
const main = /** @type {HTMLElement} */ (one("main"));
const pages = new Map(); // address -> promise of the other document
/** @type {HTMLElement | null} */
let box = null;
/** @type {HTMLAnchorElement | null} */
let link = null;
/** @type {HTMLAnchorElement | null} */
let dismissed = null;
let timer;

// --- The other page ---------------------------------------------------------------

function fetched(address) {
  if (!pages.has(address)) {
    const page = read(address);
    page.catch(() => pages.delete(address)); // asked again next time
    pages.set(address, page);
  }
  return pages.get(address);
}
async function read(address) {
  const response = await fetch(address, { credentials: "same-origin" });
  const isHtml = (response.headers.get("content-type") || "").startsWith("text/html");
  if (!response.ok || !isHtml || new URL(response.url).origin !== location.origin) throw new Error("no page");
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

// --- The box ----------------------------------------------------------------------

function show(wanted, seen) {
  hide();
  link = wanted;
  box = el("div", { class: "preview", id: "d-preview", role: "tooltip" }, el("strong", null, seen.title), seen.text ? el("p", null, seen.text) : null);
  if (seen.lang && seen.lang !== document.documentElement.lang) box.lang = seen.lang;
  box.popover = "manual"; // above all else, clipped by nothing
  main.append(box);
  box.showPopover();
  wanted.setAttribute("aria-describedby", box.id);
  box.addEventListener("pointerenter", stay);
  box.addEventListener("pointerleave", leave);
  settle();
}

function settle() {
  if (!box || !link) return;
  const at = link.getBoundingClientRect();
  if (at.bottom < 0 || at.top > innerHeight) return hide();
  const left = Math.min(Math.max(at.left, ROOM), innerWidth - box.offsetWidth - ROOM);
  const isUnder = at.bottom + box.offsetHeight + ROOM <= innerHeight || at.top < box.offsetHeight + ROOM;
  box.style.insetInlineStart = "auto";
  box.style.left = `${Math.max(left, ROOM)}px`;
  box.style.top = `${isUnder ? at.bottom : at.top - box.offsetHeight}px`;
}

function hide() {
  clearTimeout(timer);
  if (!box || !link) return;
  link.removeAttribute("aria-describedby");
  box.remove();
  box = link = null;
}

function stay() { clearTimeout(timer); }
// Not at once: the pointer may be on its way to the text.
function leave() {
  clearTimeout(timer);
  timer = setTimeout(hide, LEAVE);
}

// --- When -------------------------------------------------------------------------

// Still wanted: the pointer is on it, or the keyboard has brought the focus there.
const isWanted = (of) => of.matches(":hover, :focus-visible") && of !== dismissed;
const isIn = (element, event) => element?.contains(event.target);

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !box) return;
  dismissed = link;
  hide();
});
main.addEventListener("pointerover", (event) => { if (isIn(link, event)) stay(); });
main.addEventListener("pointerout", (event) => {
  if (isIn(dismissed, event)) dismissed = null;
  if (isIn(link, event) && !link?.matches(":focus-visible")) leave();
});
main.addEventListener("focusout", (event) => {
  if (event.target === dismissed) dismissed = null;
  if (event.target === link) hide();
});
addEventListener("scroll", settle, { passive: true, capture: true });
addEventListener("resize", hide, { passive: true });
addEventListener("pagehide", hide);

window.docentPreview = async (of) => {
  if (of === link || !isWanted(of)) return;
  const url = new URL(of.href);
  // Whole: a path that begins with // would be another host. Where it cannot be fetched the link itself still works.
  const page = await fetched(url.href.split("#")[0]).catch(() => null);
  const seen = page && look(page, url.hash);
  if (seen && isWanted(of)) show(of, seen);
};
