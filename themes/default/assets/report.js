// @ts-check
// "Report a problem" and "Edit this page", for the part that the reader means.
//
// In: the two links at the foot of the page: `data-report`, an address with `{heading}` and `{quote}` left to fill;
// `data-edit`, one with `{line}`, and `data-lines`, where the headings with an id begin. Without this script both links
// mean the whole page. Out: their addresses, made when somebody is about to follow them, from the words that are selected.
import { all, one } from "../scripts/dom.js";

const MOST = 500; // characters of a quote: addresses have an end
const report = /** @type {HTMLAnchorElement} */ (one(".about a[data-report]"));
const edit = /** @type {HTMLAnchorElement} */ (one(".about a[data-edit]"));
const article = one("article.body");
const whole = edit?.href;
/** @type {{ words: string, heading: HTMLElement | null }} */
let meant = { words: "", heading: null };

// What is selected in the text, and the heading that it stands below; without a selection the heading of the address.
function look() {
  const chosen = getSelection();
  const range = chosen?.rangeCount ? chosen.getRangeAt(0) : null;
  const isHere = range && article?.contains(range.commonAncestorContainer);
  const words = isHere ? String(chosen).trim().replace(/\s+/g, " ") : "";
  if (words) meant = { words: words.slice(0, MOST), heading: above(range) };
  else if (range?.collapsed && article?.contains(range.startContainer)) meant = { words: "", heading: null };
}
function above(range) {
  const heads = all("h2[id], h3[id], h4[id], h5[id], h6[id]", article ?? undefined);
  return heads.findLast((head) => range.comparePoint(head, 0) < 0 || head.contains(range.startContainer)) ?? null;
}
function ofAddress() {
  const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  return place?.matches(".body :is(h2, h3, h4, h5, h6)") ? place : null;
}

// The text of a heading, without the link to itself.
function textOf(heading) {
  const copy = /** @type {HTMLElement} */ (heading.cloneNode(true));
  for (const link of all(".anchor", copy)) link.remove();
  return copy.textContent.trim();
}

function fill() {
  look();
  const heading = meant.heading ?? ofAddress();
  const values = { heading: heading ? textOf(heading) : "", quote: meant.words };
  if (report) report.href = (report.dataset.report ?? "").replace(/\{(heading|quote)\}/g, (_, name) => encodeURIComponent(values[name]));
  const place = (edit?.dataset.lines ?? "").split(" ").map((entry) => entry.split(":")).find(([, id]) => id === heading?.id);
  if (edit) edit.href = place ? (edit.dataset.edit ?? "").replaceAll("{line}", place[0]) : whole;
}

// A press on the link may take the selection away: it is read as it changes.
document.addEventListener("selectionchange", look);
for (const link of [report, edit].filter(Boolean)) {
  for (const sign of ["pointerdown", "focus", "click"]) link.addEventListener(sign, fill);
}
