// @ts-check
// Marks: what is new on the page that is open, and which entries of lists lead to pages with something new.
//
// In: what changed. Out: words beside headings, a line beside blocks, a note in the byline; dots beside links.
import { all, el, one } from "../dom.js";
import { nameOf, nameWithin } from "./places.js";
import { say } from "./words.js";

const HEADINGS = "h1, h2, h3, h4, h5, h6";

/** The headings of the page's own text, in the order of its sections. */
function headings() {
  const inText = all(`.prose :is(${HEADINGS})[id]`);
  return inText.filter((heading) => !heading.closest(".embed, .footnotes"));
}

/** Marks the sections of an open page. A list of another length is of another text: then there is only the note. */
export function markPage(change, length) {
  const own = headings();
  const isWhole = own.length === change.marks.length / length - 1;
  const fresh = change.isNew || !isWhole ? [] : change.fresh;
  for (const at of fresh) markSection(at === 0 ? null : own[at - 1], own);
  note(change, fresh.map((at) => (at === 0 ? null : own[at - 1])));
}

function markSection(heading, own) {
  const word = el("span", { class: "fresh-word" }, say("changed"));
  const link = heading && one(".anchor", heading);
  if (link) link.before(word); else heading?.append(word);
  const ends = new Set(own);
  let block = heading ? heading.nextElementSibling : firstBlock();
  // A heading may stand in a block of its own.
  if (heading) heading.classList.add("fresh");
  for (; block && !ends.has(/** @type {HTMLElement} */ (block)) && !block.querySelector(HEADINGS); block = block.nextElementSibling) block.classList.add("fresh");
}

const firstBlock = () => one(".prose > :first-child");

function note(change, places) {
  const line = one(".head .byline");
  if (!line) return;
  const text = change.isNew ? say("page_new") : say("page", change.fresh.length);
  const first = places.find((place) => place !== null);
  line.append(el("li", { class: "fresh-note" }, first ? el("a", { href: `#${encodeURIComponent(first.id)}` }, text) : text));
}

const LINKS = "#d-nav a[href], main .cards a[href], main .changes a[href], main .shelves a[href]";

// A section whose pages are not listed stands for them.
function leadsToNew(link, changes) {
  if (nameOf(link.href, changes)) return true;
  const folder = link.matches("#d-nav .shut") ? nameWithin(link.href) : null;
  return Boolean(folder) && Object.keys(changes).some((page) => page.startsWith(folder));
}

/** Puts a dot beside links to pages with something new: in the navigation, and on cards. */
export function markLinks(changes) {
  for (const link of all(LINKS)) {
    if (link.querySelector(".vh") || !leadsToNew(/** @type {HTMLAnchorElement} */ (link), changes)) continue;
    link.classList.add("new-to-you");
    link.append(el("span", { class: "vh" }, ` (${say("changed")})`));
  }
}

/** Takes the dots away. */
export function unmarkLinks() {
  for (const link of all(".new-to-you")) {
    link.classList.remove("new-to-you");
    one(".vh", link)?.remove();
  }
}
