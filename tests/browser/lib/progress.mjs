// Checklists and reading paths, as a test drives them.
//
// In: files of a project. Out: a site that is built, served, edited and built anew at the same address; and what a page
// shows and keeps.

import { join } from "node:path";
import { build, built, scratch, useTheme, write } from "./docent.mjs";
import { serve } from "./server.mjs";

/** A served project. `edit` writes files and builds again: the reader's browser keeps what it had. */
export async function project(files) {
  const root = scratch();
  write(root, files);
  useTheme(root);
  built(build(root));
  const server = await serve(join(root, "public"));
  const edit = (changed) => { write(root, changed); return built(build(root)); };
  return { ...server, edit, folder: join(root, "public") };
}

/** What the page keeps in the browser, by key. */
export function kept(page) {
  return page.evaluate(() => Object.fromEntries(Object.entries(localStorage).filter(([key]) => /:(path|checklist):/.test(key))));
}

/** The points of a checklist as they are shown: id, ticked, changed since, note. */
export function points(page) {
  return page.locator("[data-item]:has(> :is(input.box, p > input.box))").evaluateAll((all) => all.filter((li) => li.checkVisibility()).map((li) => {
    const changed = li.querySelector(":scope > .item-tools .flag");
    const note = li.querySelector(":scope > .item-tools textarea");
    return [li.dataset.item, li.querySelector("input.box").checked, changed.checkVisibility(), note.checkVisibility() ? note.value : ""];
  }));
}

/** The ids of what is ticked. */
export const ticked = async (page) => (await points(page)).filter(([, done]) => done).map(([id]) => id);

/** Waits until the meter says `text`. */
export function says(page, text, box = ".run") {
  return page.waitForFunction(([box, text]) => document.querySelector(`${box} .meter`)?.textContent.includes(text), [box, text]);
}

/** Waits until the last thing that was told is `text`. */
export function told(page, text) {
  return page.waitForFunction((text) => document.querySelector(".told:not([hidden])")?.textContent.includes(text), text);
}
