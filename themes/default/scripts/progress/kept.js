// @ts-check
// The page of everything that is kept.
//
// In: all records, and what else docent keeps in this browser. Out: a list of it with ways to erase it, and back.
import { button, el } from "../dom.js";
import { notKept, remember, toldLine } from "./parts.js";
import { readOf } from "./plan.js";
import { KEY, root } from "./records.js";
import { prefix, put, storage, store } from "./store.js";
import { textPanel } from "./text.js";
import { words } from "./words.js";

export class KeptPage {
  #told = toldLine();
  #list = el("div");

  constructor(box) {
    const panel = textPanel(() => store.keys(), this.#told, () => this.#draw());
    box.replaceChildren(...[notKept(), el("h2", null, words("kept")), this.#list, this.#told, panel].filter(Boolean));
    this.#draw();
    store.onChange(() => this.#draw());
  }

  #draw() {
    const rows = store.keys().map((key) => this.#row(key)).filter(Boolean);
    if (storage && otherKeys().length > 0) rows.push(this.#otherRow());
    const eraseAll = button(words("erase_all"), () => this.#erase(words("erased_all"), store.keys(), true));
    this.#list.replaceChildren(...(rows.length > 0
      ? [el("ul", { class: "kept", role: "list" }, ...rows), el("p", { class: "row" }, eraseAll)]
      : [el("p", { class: "hint" }, words("nothing"))]));
  }
  #row(key) {
    const record = store.read(key);
    if (!record) return null;
    const name = record.title || key;
    const link = record.url ? el("a", { href: new URL(record.url, root).href, lang: record.lang }, record.title) : el("b", null, name);
    return el("li", null, link, " ", el("span", null, summary(key, record)), " ", this.#eraser(name, [key]));
  }
  #otherRow() {
    return el("li", null, el("span", null, words("other")), " ", this.#eraser(words("other"), [], true));
  }

  #eraser(name, keys, others = false) {
    const act = () => this.#erase(words("erased", { name }), keys, others);
    return button(words("erase"), act, { class: "quiet", "aria-label": words("erase_named", { name }) });
  }
  // Erases records, and what else is kept where `others` says so; offers the way back.
  #erase(message, keys, others) {
    const [undo, undoOthers] = [remember(keys), others && storage ? eraseOthers() : () => {}];
    for (const key of keys) put(key, null);
    this.#draw();
    this.#told.tell(message, () => { undo(); undoOthers(); this.#draw(); });
  }
}

// --- What else docent keeps: colours, pages read last. Not of this file, but erased here. ---

/** @returns {[Storage, string][]} */
function otherKeys() {
  const mine = (key) => key.startsWith("docent:") && !KEY.test(key.slice(prefix.length)) && (key === "docent:theme"
    || key.startsWith(prefix) || key.startsWith("docent:nav:") || key.startsWith(`docent:${root.pathname}:`));
  return [localStorage, sessionStorage].flatMap((area) =>
    Object.keys(area).filter(mine).map((key) => /** @type {[Storage, string]} */ ([area, key])));
}
function eraseOthers() {
  /** @type {[Storage, string, any][]} */
  const before = otherKeys().map(([area, key]) => [area, key, area.getItem(key)]);
  for (const [area, key] of before) area.removeItem(key);
  return () => { for (const [area, key, value] of before) area.setItem(key, value); };
}

// --- What a record says, in a few words --------------------------------------------

function summary(key, record) {
  if (key.startsWith("path:")) return words("read_count", { n: readOf(record).length, all: record.plan.length });
  return record.runs.map((run) => summaryOfRun(run, record.total)).join("; ");
}
function summaryOfRun(run, total) {
  const n = [...run.items.values()].filter((mark) => mark.day).length;
  return `${run.name || words("run_default")}: ${words("done_count", { n, all: Math.max(total, n) })}`;
}
