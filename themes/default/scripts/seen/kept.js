// @ts-check
// What this browser keeps of what it showed: the marks of all sections, by page. Nothing leaves the browser.
//
// In: the site's name and language; marks. Out: what was kept; what changed since, which is asked for once in ten minutes
// and not on every page.
import { load, parsed, save } from "../dom.js";

const root = document.documentElement;
const site = /** @type {HTMLElement | null} */ (document.head.querySelector("script[data-seen]"))?.dataset.site ?? "";
const key = `docent:${site}:seen:${root.lang}`;
const AGE = 10 * 60 * 1000;

const isMap = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** What was shown, or null on a first visit. Only what has the form of marks counts. */
export function shown() {
  const found = parsed(load("localStorage", key));
  return isMap(found) ? Object.fromEntries(Object.entries(found).filter(([, marks]) => typeof marks === "string")) : null;
}

/** Keeps it, and says whether the browser does. */
export function keep(marks) {
  save("localStorage", key, JSON.stringify(marks));
  return load("localStorage", key) !== null;
}

/** What this tab knows of the site as it is now. */
export function known() {
  const found = parsed(load("sessionStorage", key));
  return isMap(found) && isMap(found.changes) && Date.now() - found.at < AGE ? found : null;
}
export const know = (found) => save("sessionStorage", key, JSON.stringify(found));
