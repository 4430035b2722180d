// @ts-check
// Search: the link to all titles becomes a button; its dialog is fetched when it is wanted.
//
// In: the link in the header, whose attributes name the dialog's script, looks and words. Out: a button with its keys,
// `window.docentSearch` for search.js, and what the dialog is to know of the page: that it was read, and what was searched
// before it was opened.
import { about, button, el, isComposing, load, one, parsed, save } from "../dom.js";
import { script, sheet } from "./arrives.js";

const MAC = /Mac|iP/.test(navigator.platform);

export function offerSearch() {
  const link = /** @type {HTMLAnchorElement} */ (one(".top > .find"));
  if (!link) return;
  const site = new URL(link.dataset.root || "./", location.href);
  const prefix = `docent:${site.pathname}:`; // one host may hold several handbooks
  const fetched = fetchOnce(link, site, prefix);
  const open = opener(link, fetched);
  link.replaceWith(searchButton(link, open, fetched));
  listenForKeys(open, prefix);
  rememberPage(site, prefix);
  arrive(fetched, prefix);
}

// The list of search.html, if this is it.
const results = () => one(".az [data-results]");

// The dialog's script, looks and words: once, however often it is wanted.
function fetchOnce(link, site, prefix) {
  let wanted;
  return () => {
    if (wanted) return wanted;
    const { words, js, css } = link.dataset;
    /** @type {DocentSearch} */
    const it = { site, all: link.href, prefix };
    window.docentSearch = it;
    window.docentWords = (words) => { it.words = words; };
    wanted = Promise.all([script(words), script(js), sheet(css)]).then(() => it);
    wanted.catch(() => { wanted = null; });
    return wanted;
  };
}

function opener(link, fetched) {
  return () => {
    const list = results();
    if (list) return one("input", list)?.focus();
    // What cannot be fetched is gone from the host (a newer handbook): the page of search is always there.
    fetched().then((it) => it.open()).catch(() => location.assign(link.href));
  };
}

function searchButton(link, open, fetched) {
  const made = button(link.firstElementChild, open,
    { class: "find", "aria-haspopup": "dialog", "aria-keyshortcuts": MAC ? "Meta+K" : "Control+K" });
  made.append(el("kbd", { "aria-hidden": "true" }, MAC ? "⌘ K" : "Ctrl K"));
  for (const kind of ["focus", "pointerenter"]) made.addEventListener(kind, fetched);
  return made;
}

function listenForKeys(open, prefix) {
  addEventListener("keydown", (event) => {
    if (isComposing(event)) return;
    if (!isChord(event) && !(isSlash(event) && load("localStorage", `${prefix}slash`) !== "false")) return;
    event.preventDefault();
    open();
  });
}
function isChord(event) {
  const key = event.key.toLowerCase();
  const letter = key === "k" || (event.code === "KeyK" && !/[a-z]/.test(key)); // also on a Cyrillic keyboard
  return letter && (MAC ? event.metaKey : event.ctrlKey) && !event.altKey && !event.shiftKey;
}
function isSlash(event) {
  return event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey
    && !about(event, "input, textarea, select, [contenteditable], dialog");
}

// The pages that were read last, for an empty dialog.
function rememberPage(site, prefix) {
  const h1 = one(".head > #d-title");
  const [here] = location.href.split(/[?#]/);
  if (!h1 || !one("main > article") || !here.startsWith(site.href)) return;
  const path = here.slice(site.href.length);
  const kept = parsed(load("localStorage", `${prefix}recent`));
  const others = (Array.isArray(kept) ? kept : []).filter((page) => Array.isArray(page) && page[0] !== path);
  save("localStorage", `${prefix}recent`, JSON.stringify([[path, h1.textContent.slice(0, 120)], ...others].slice(0, 6)));
}

// Come from a result: the words that were searched are marked. Asked once, so not on a later visit.
function arrive(fetched, prefix) {
  const found = parsed(load("sessionStorage", `${prefix}found`));
  save("sessionStorage", `${prefix}found`, null);
  const list = results();
  const isHere = found && found.path === location.pathname && typeof found.query === "string";
  if (!list && !isHere) return;
  // The page is whole without it.
  fetched().then((it) => (list ? it.page(list) : it.arrive(found))).catch(() => {});
}
