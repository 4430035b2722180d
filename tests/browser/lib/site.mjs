// What a built site holds.
//
// In: its folder. Out: lists of paths relative to it, always with "/" and in order.

import { readdirSync } from "node:fs";
import { join, relative, sep } from "node:path";

/** All files. */
export function files(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return entries.map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/")).sort();
}

/** All HTML pages. */
export function pages(folder) {
  return files(folder).filter((path) => path.endsWith(".html"));
}

/**
 * All HTML pages, but of the glossary's terms only every tenth: 160 pages of one template and a few lines each would
 * take a third of the time and find nothing that the others do not.
 */
export function sample(folder) {
  let terms = 0;
  const isTerm = (path) => /\/glossary\/(?!index)/.test(path);
  return pages(folder).filter((path) => !isTerm(path) || terms++ % 10 === 0);
}

/** A path as a browser asks for it. */
export function address(path) {
  return path.split("/").map(encodeURIComponent).join("/");
}
