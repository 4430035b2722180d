// Which pages stand for all: what a rule says of an element's colours, or of what a phone shows of it, depends on what the
// element is and what it stands in, not on the page.
//
// In: a folder and paths of pages in it, a page of a browser to read them with. Out: kinds of places by path, and paths that
// together hold every kind. Of 200 pages of the handbook 35 are enough.

import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The kinds of places of each page: path -> kinds. */
export async function places(page, folder, paths) {
  const found = new Map();
  for (const path of paths) found.set(path, await page.evaluate(kinds, readFileSync(join(folder, path), "utf8")));
  return found;
}

/** A kind: names, classes and states of an element and of the two that it stands in. */
function kinds(html) {
  const STATES = ["role", "hidden", "open", "aria-current", "dir"];
  const classes = (el) => [...el.classList].sort().map((name) => `.${name}`).join("");
  const kind = (el) => el.localName + classes(el) + STATES.filter((name) => el.hasAttribute(name)).map((name) => `[${name}]`).join("");
  const found = new Set();
  const walk = (el, around) => {
    const here = [...around, kind(el)];
    found.add(here.join(" > "));
    for (const child of el.children) walk(child, here.slice(-2));
  };
  walk(new DOMParser().parseFromString(html, "text/html").body, []);
  return [...found];
}

/** Paths that together hold every kind: always the page that adds most. */
export function covering(found) {
  const seen = new Set();
  const adds = (path) => found.get(path).filter((kind) => !seen.has(kind)).length;
  const chosen = [];
  for (;;) {
    const best = [...found.keys()].reduce((best, path) => (adds(path) > adds(best) ? path : best));
    if (adds(best) === 0) return chosen;
    chosen.push(best);
    found.get(best).forEach((kind) => seen.add(kind));
  }
}
