// @ts-check
// The searched words on the page that a result opened.
//
// In: the result that was chosen, kept for the next page; the text of this page. Out: ranges that the browser paints (CSS
// Custom Highlight API): nothing of the page is changed. What was searched, for a dialog that is opened there.
import { all, one } from "../dom.js";
import { withEngine } from "./session.js";
import { say, store } from "./words.js";

/**
 * What the opened page is to mark: what was asked (as it was understood), and the words of the result that go on as a word
 * of the question begins. Other names of the same thing are not marked: not everything of them is about it.
 */
export function remember(link, query) {
  const asked = query.toLowerCase().split(/\s+/).filter((word) => word.length > 1);
  const marks = all("mark", link.parentElement).map((mark) => mark.textContent.toLowerCase());
  const words = new Set(marks.filter((mark) => asked.some((word) => mark.startsWith(word))));
  const found = { path: new URL(link.href).pathname, query, words: [...words].join(" ").slice(0, 300) };
  store("sessionStorage", "found", found);
  return found;
}

/** A link to another place of this page opens no page: its words are marked at once. */
export function isHere(link) {
  const url = new URL(link.href);
  return url.hash !== "" && url.href.split("#")[0] === location.href.split("#")[0];
}

/** @type {string | null} */
let arrivedFor = null;
/** What was searched before this page. */
export const searchedBefore = () => arrivedFor;

/** Marks what was searched. */
export async function markSearched({ query, words }) {
  arrivedFor = query;
  if (!CSS.highlights) return;
  const page = readable();
  const asked = `${words} ${query}`.replace(/\s/g, " ");
  const found = await withEngine((engine) => engine.mark(asked, page.text)).catch(() => []);
  if (found.length === 0) return;
  const ranges = found.map((range) => rangeOf(page.pieces, range));
  openTabs(ranges);
  CSS.highlights.set("d-found", new Highlight(...ranges));
  tell(say("marked", { n: ranges.length }));
  clearOnEscape();
}

/** Shows a tab that words were found in, where none was found in the one that is shown. */
function openTabs(ranges) {
  const tabs = ranges.map(({ startContainer }) => startContainer.parentElement.closest(".tab")).filter(Boolean);
  for (const tab of tabs) {
    const set = tab.parentElement, at = all(":scope > .tab", set).indexOf(tab);
    const shown = tabs.some((other) => other.parentElement === set && other.checkVisibility());
    if (!shown) /** @type {HTMLInputElement} */ (all(":scope > input", set)[at]).checked = true;
  }
}

function tell(text) {
  const status = one("body > #d-status");
  if (status) status.textContent = text;
}
function clearOnEscape() {
  addEventListener("keydown", function clear(event) {
    if (event.key !== "Escape" || one("dialog[open], :popover-open")) return;
    CSS.highlights.delete("d-found");
    tell("");
    removeEventListener("keydown", clear);
  });
}

// --- The text of the page --------------------------------------------------------

const NOT_READ = "script, style, .anchor, .copy, .code-lang, .vh, [hidden]";
const BLOCKS = "p, li, td, th, dt, dd, h1, h2, h3, h4, h5, h6, pre, summary, figcaption, div, section";

// With a line's end between blocks, and where each of its pieces begins.
function readable() {
  const pieces = [];
  /** @type {Element | null | undefined} */
  let block = null;
  let text = "";
  for (const node of texts()) {
    const own = node.parentElement?.closest(BLOCKS);
    if (own !== block) text += "\n";
    block = own;
    pieces.push({ node, from: text.length });
    text += node.data;
  }
  return { text, pieces };
}
function* texts() {
  for (const area of all("main > .head > h1, main > .head > .lead, main > .body")) {
    const walker = document.createTreeWalker(area, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!node.parentElement?.closest(NOT_READ)) yield /** @type {Text} */ (node);
    }
  }
}

function rangeOf(pieces, [from, to]) {
  const range = new Range();
  range.setStart(...place(pieces, from, 0));
  range.setEnd(...place(pieces, to, 1));
  return range;
}
// The piece that holds `offset`, and where in it. The end of a range (`end` is 1) stands behind a piece, not before the next.
/** @returns {[Text, number]} */
function place(pieces, offset, end) {
  let low = 0, high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (pieces[middle].from + end <= offset) low = middle; else high = middle - 1;
  }
  const { node, from } = pieces[low];
  return [node, Math.min(Math.max(offset - from, 0), node.length)];
}
