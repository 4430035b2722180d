// @ts-check
// What a preview shows of a page, or of a place in it.
//
// In: the page as a document of its own, in which nothing runs; the place's name. Out: a title, a text, their language.
import { all, one } from "../dom.js";

const LENGTH = 320; // characters of text: a look, not the page

/** @param {Document} page @param {string} hash */
export function look(page, hash) {
  const heading = text(one("h1", page)), article = one("article", page);
  const place = placeOf(page, hash);
  const isPart = place && /^H[2-6]$/.test(place.tagName);
  const title = isPart ? `${heading}: ${text(place)}` : heading;
  const said = isPart ? below(place) : article?.contains(place) ? textAt(place) : beginning(page);
  const lang = /** @type {HTMLElement | null} */ (article?.closest("[lang]") ?? null)?.lang ?? "";
  return title ? { title, text: short(said), lang } : null;
}

function placeOf(page, hash) {
  let id = "";
  try { id = decodeURIComponent(hash.slice(1)); } catch { /* shown is the page */ }
  return id ? page.getElementById(id) : null;
}

// An empty mark stands before its block.
const textAt = (place) => text(place) || text(place.nextElementSibling);
const beginning = (page) => text(one(".lead", page)) || text(one(".prose > p", page));

// The text below a heading, up to the next one.
function below(heading) {
  const said = [];
  for (let at = heading.nextElementSibling; at && !/^H[1-6]$/.test(at.tagName); at = at.nextElementSibling) {
    if (text(at)) said.push(text(at));
    if (said.join(" ").length > LENGTH) break;
  }
  return said.join(" ");
}

function text(element) {
  if (!element) return "";
  const copy = element.cloneNode(true);
  for (const part of all(".anchor, .footnote-ref, .box, .copy", copy)) part.remove();
  return copy.textContent.replace(/\s+/g, " ").trim();
}

// Cut behind a word.
const short = (said) => (said.length <= LENGTH ? said : `${said.slice(0, LENGTH).replace(/\s+\S*$/, "")}…`);
