// @ts-check
// Elements that checklists and reading paths share, and what they do with records.
//
// In: sentences, records. Out: a line for what was done, a meter, a way back.
import { button, el, one } from "../dom.js";
import { address, meta } from "./records.js";
import { onDisk, put, raw, store } from "./store.js";
import { say, words } from "./words.js";

/** The page's title. */
export const title = one(".head > #d-title")?.textContent ?? "";
export const allLink = () => el("a", { href: meta.dataset.all }, words("all"));

export const folded = (label, ...inside) => el("details", { class: "more" }, el("summary", null, label), ...inside);
/** What a reader needs now and then, behind three dots at the end of the meter's line. */
export const tools = (...inside) => {
  const made = folded(el("span", { class: "vh" }, words("more")), el("div", { class: "panel" }, ...inside));
  made.classList.add("tools");
  return made;
};
export const here = () => address(location.href.split(/[?#]/)[0]);
export const now = () => new Date().toISOString();

// A line for what was just done, with a way back.
export function toldLine() {
  const line = /** @type {HTMLParagraphElement & { tell: (message: string, undo?: () => void) => void }} */ (el("p", { class: "told", hidden: true }));
  line.tell = (message, undo) => {
    line.hidden = false;
    line.replaceChildren(el("span", null, message));
    if (undo) line.append(" ", button(words("undo"), () => { line.hidden = true; undo(); }));
    say(message);
  };
  return line;
}
export const notKept = () => (store.kept ? null : el("p", { class: "notice" }, words(onDisk ? "not_kept_disk" : "not_kept")));

// "4 of 12 read" in words and as a bar.
export function meter(label) {
  const bar = el("progress", { "aria-label": label, max: 1, value: 0 });
  const of = el("b", { class: "of" });
  const count = el("b");
  const more = el("span");
  const line = /** @type {HTMLParagraphElement & { show: (value: number, all: number, sentence: string, rest: any[], name?: string) => void }} */ (
    el("p", { class: "meter" }, of, bar, count, more));
  line.show = (value, all, sentence, rest, name = "") => {
    of.textContent = name;
    bar.max = Math.max(all, 1);
    bar.value = value;
    count.textContent = sentence;
    more.textContent = rest.filter(Boolean).map((part) => ` · ${part}`).join("");
  };
  return line;
}

// Writes what `record` says; a browser that will not is told of.
export function keep(key, record, told) {
  if (store.write(key, record)) {
    // Never measured yet: about one card, see `keepRoom`.
    if (raw("resume") === null) put("resume", "280");
    document.documentElement.classList.add("keeps"); // "My progress" in the navigation: see theme-init.js
    return true;
  }
  told.tell(words("full"));
  return false;
}
// Puts back what `keys` held before: the undo of whatever happens next.
export function remember(keys) {
  const before = keys.map((key) => [key, raw(key)]);
  return () => { for (const [key, value] of before) put(key, value); };
}
// Prints with something special: the style sheet knows it by `data-print`.
export function print(what) {
  document.documentElement.dataset.print = what;
  addEventListener("afterprint", () => { delete document.documentElement.dataset.print; }, { once: true });
  window.print();
}
