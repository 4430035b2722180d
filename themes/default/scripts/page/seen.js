// @ts-check
// What is new to this reader: its script is fetched where this browser keeps what it has shown, and on the front page and the
// page of changes at the reader's first movement.
//
// In: `script[data-seen]` in the head. Out: seen.js.
import { atFirstSign, load, one } from "../dom.js";
import { script } from "./arrives.js";

export function fetchSeen() {
  const { site, seen } = one("script[data-seen]", document.head)?.dataset ?? {};
  if (!seen) return;
  if (load("localStorage", `docent:${site}:seen:${document.documentElement.lang}`)) script(seen);
  else if (one("main.front, main.home, main .change-list")) atFirstSign(() => script(seen));
}
