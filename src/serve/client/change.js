// @ts-check
// What follows a change: the page on the screen, its style, its title; the first change brought into view.
//
// In: the page as it is served now. Out: the page on the screen, changed, or loaded anew where nobody knows how it was
// served.
import { all, el, load, one, save } from "../../../themes/default/scripts/dom.js";
import { patch, patchAttributes } from "./differ.js";
import { setTitle } from "./panel.js";
import { hashOf, shown } from "./server.js";

/** @type {Document | null} The page as it was served: scripts have changed the one on the screen since. */
let pristine = null;
export const take = (doc) => { pristine = doc; };

/** @param {Document} fresh */
export function change(fresh) {
  if (!pristine) return reload();
  followSheets(fresh);
  const touched = [];
  setTitle(fresh.title);
  patchAttributes(document.documentElement, pristine.documentElement, fresh.documentElement);
  patch(document.body, pristine.body, fresh.body, touched);
  pristine = fresh;
  shown.hash = hashOf(fresh) || shown.hash;
  document.dispatchEvent(new CustomEvent("docent:patched"));
  show(touched);
}

// New sheets first, then away with the old ones: never a moment without.
function followSheets(fresh) {
  const old = addresses(pristine), wanted = addresses(fresh);
  const live = sheets(document);
  const gone = live.filter((link) => old.includes(link.getAttribute("href")) && !wanted.includes(link.getAttribute("href")));
  for (const [at, href] of wanted.entries()) {
    if (old.includes(href)) continue;
    const link = el("link", { rel: "stylesheet", href });
    link.onload = link.onerror = () => { for (const old of gone) old.remove(); };
    // Sheets of some classes stand before the others, whose rules have the last word.
    const next = live.find((other) => wanted.indexOf(other.getAttribute("href")) > at);
    if (gone[0]) gone[0].after(link); else if (next) next.before(link); else document.head.append(link);
  }
}
const sheets = (doc) => all('head link[rel="stylesheet"]', doc);
const addresses = (doc) => sheets(doc).map((link) => link.getAttribute("href"));

// The first change in the text is shown, and marked for a moment; changes around it are not.
function show(touched) {
  const main = one("main");
  const inside = touched.filter((node) => node?.isConnected && main && main !== node && main.contains(node));
  if (inside.length === 0) return;
  const isBefore = (a, b) => a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_PRECEDING;
  // Nothing is moved under somebody who writes.
  if (one("#docent-editor:focus-within")) return;
  const first = inside.reduce((a, b) => (isBefore(a, b) ? b : a));
  mark(first.closest("[data-line]") || first);
}
function mark(block) {
  const box = block.getBoundingClientRect();
  if (box.bottom < 56 || box.top > innerHeight) block.scrollIntoView({ block: "center" });
  block.classList.remove("docent-changed");
  void block.offsetWidth; // begins the animation anew
  block.classList.add("docent-changed");
  block.addEventListener("animationend", () => block.classList.remove("docent-changed"), { once: true });
}

const KEY = `docent:preview:scroll:${location.pathname}`;
export function reload() {
  document.dispatchEvent(new CustomEvent("docent:reload"));
  save("sessionStorage", KEY, String(scrollY));
  location.reload();
}
/** Where the page was when it was loaded anew. */
export function restore() {
  const at = load("sessionStorage", KEY);
  if (!at) return;
  save("sessionStorage", KEY, null);
  scrollTo(scrollX, Number(at));
}
