// @ts-check
// What is new to this reader, as a list: on the front page in short, on the page of changes in full.
//
// In: what changed. Out: the list with "mark all as seen".
import { button, el, one } from "../dom.js";
import { base, isFront } from "./places.js";
import { say } from "./words.js";

/** On the front page as many, on the page of changes this many. */
const FEW = 5, MOST = 100;

/** Where the list stands: changes.html and the front page have a place for it; else it begins the front page's text. */
function place() {
  const made = one("main .since");
  if (made) return made;
  const body = isFront() ? one("main > .body") : null;
  const box = body && el("section", { class: "since" });
  if (box) body.prepend(box);
  return box;
}

/** @param {Record<string, import("./compare.js").Change>} changes */
export function showList(changes, isFirst, isKept, seen) {
  const whole = Boolean(one("main .change-list"));
  const count = Object.keys(changes).length;
  if (!whole && count === 0) return;
  const box = place();
  if (!box) return;
  box.setAttribute("aria-labelledby", "d-since");
  if (!isKept) return box.replaceChildren(title(say("unkept")));
  if (isFirst) return box.replaceChildren(title(say("first")));
  if (count === 0) return box.replaceChildren(title(say("none")));
  const pages = Object.entries(changes).slice(0, whole ? MOST : FEW);
  const rest = count > pages.length ? el("li", null, say("more", count - pages.length)) : null;
  const done = () => { seen(); box.replaceChildren(title(say("done"))); window.docent.say(say("done")); };
  box.replaceChildren(title(say("some", count)), el("ul", { role: "list" }, ...pages.map(row), rest),
    el("p", { class: "row" }, button(say("all"), done), whole ? null : changesLink()));
}

const title = (text) => el("h2", { id: "d-since" }, text);

function row([page, { title, isNew, fresh }]) {
  const said = isNew ? say("new") : say("sections", fresh.length);
  return el("li", null, el("a", { href: base + page }, title), el("small", null, said));
}

/** The way to the page of changes, if there is one. */
function changesLink() {
  const link = /** @type {HTMLAnchorElement | null} */ (one("a[data-changes]"));
  return link && el("a", { href: link.href }, link.textContent);
}
