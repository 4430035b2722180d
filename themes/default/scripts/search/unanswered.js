// @ts-check
// Questions that found nothing: they stay in this browser until the reader copies them for the authors or clears them.
//
// In: a question. Out: those that are kept, the last one first; the part of the search page that shows them.
import { button, el } from "../dom.js";
import { say, store, stored } from "./words.js";

const KEY = "unanswered", MOST = 50, LONGEST = 200;

/** @returns {string[]} */
export function unanswered() {
  const kept = stored("localStorage", KEY);
  return (Array.isArray(kept) ? kept : []).filter((text) => typeof text === "string" && text).slice(0, MOST);
}

export function keepUnanswered(question) {
  const text = question.trim().slice(0, LONGEST);
  const same = text.toLowerCase();
  store("localStorage", KEY, [text, ...unanswered().filter((other) => other.toLowerCase() !== same)].slice(0, MOST));
}

/** A list to look at, to copy and to clear; nothing while there is none. */
export function unansweredList() {
  const count = el("summary"), list = el("ul"), told = el("span", { role: "status" });
  const copy = button(say("asked_copy"), copied, { class: "act" });
  const clear = button(say("asked_clear"), () => { store("localStorage", KEY, null); show(); }, { class: "act" });
  const box = el("details", { class: "asked", hidden: true }, count, el("p", null, say("asked_hint")), list,
    el("p", { class: "acts" }, copy, clear, told));
  function show() {
    const all = unanswered();
    count.textContent = say("asked", { n: all.length });
    list.replaceChildren(...all.map((text) => el("li", null, text)));
    box.hidden = all.length === 0;
    told.textContent = "";
  }
  async function copied() {
    try {
      await navigator.clipboard.writeText(unanswered().join("\n"));
      told.textContent = say("asked_copied");
    } catch {
      getSelection()?.selectAllChildren(list); // on disk, or not allowed: Ctrl C does it
    }
  }
  return { box, show };
}
