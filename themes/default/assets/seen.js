// @ts-check
// What is new to this reader since the last visit: marks in the navigation, on the front page, in the page that is open.
// docent.js loads it where the browser has kept something, and on the front page and the page of changes once somebody is there.
//
// In: `changes/sections.js` beside the front page, with a mark for each section; what this browser kept. Out: marks; what is
// kept from now on. A page is seen when it was open and visible.
//
//   compare   which sections differ
//   kept      what the browser keeps
//   places    which page an address means
//   marks     headings, blocks and links
//   panel     the list, and "mark all as seen"
//   words     in the page's language
import { el } from "../scripts/dom.js";
import { compare } from "../scripts/seen/compare.js";
import { keep, know, known, shown } from "../scripts/seen/kept.js";
import { markLinks, markPage, unmarkLinks } from "../scripts/seen/marks.js";
import { showList } from "../scripts/seen/panel.js";
import { base, nameOf } from "../scripts/seen/places.js";
import { speak } from "../scripts/seen/words.js";

const source = new URL("changes/sections.js", base).href;

// The marks of the site as it is now.
function fetched() {
  return new Promise((done, failed) => {
    window.docentSections = done;
    document.head.append(Object.assign(el("script", { src: source }), { onerror: failed }));
  });
}

// From disk a page may be read long after it was built; from a host marks may be newer than the page.
async function begin() {
  const before = shown();
  const session = before && known();
  if (session) return use(session, before, false, true);
  const { pages, words, css, length } = await fetched();
  const now = Object.fromEntries(Object.entries(pages).map(([page, [marks]]) => [page, marks]));
  const changes = before ? compare(pages, before, length) : {};
  const found = { at: Date.now(), changes, words, css: css && new URL(css, source).href, length };
  const kept = before ? unchanged(now, before, changes) : now;
  const isKept = keep(kept);
  know(found);
  use(found, kept, !before, isKept);
}

// What is to be kept until the changes are seen: of other pages what they are now, which may be less than it was. A page that
// is gone is forgotten.
function unchanged(now, before, changes) {
  const pages = Object.keys(now).filter((page) => !changes[page]?.isNew);
  return Object.fromEntries(pages.map((page) => [page, changes[page] ? before[page] : now[page]]));
}

function use(found, before, isFirst, isKept) {
  const { changes, words, css, length } = found;
  speak(words);
  if (css && !document.querySelector(`link[href="${css}"]`) && (isFirst || Object.keys(changes).length > 0)) document.head.append(el("link", { rel: "stylesheet", href: css }));
  const here = nameOf(location.href, changes);
  if (here) {
    markPage(changes[here], length);
    whenVisible(() => see([here], found, before));
  }
  const others = Object.fromEntries(Object.entries(changes).filter(([page]) => page !== here));
  markLinks(others);
  showList(others, isFirst, isKept, () => {
    see(Object.keys(others), found, before);
    unmarkLinks();
  });
}

// A tab in the background was not read.
function whenVisible(act) {
  if (document.visibilityState === "visible") act();
  else document.addEventListener("visibilitychange", act, { once: true });
}

function see(pages, found, before) {
  // Another tab may have kept something meanwhile.
  const kept = { ...before, ...shown() };
  for (const page of pages) {
    if (!found.changes[page]) continue;
    kept[page] = found.changes[page].marks;
    delete found.changes[page];
  }
  keep(kept);
  know(found);
}

begin().catch(() => { /* the page is whole without it */ });
