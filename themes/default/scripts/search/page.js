// @ts-check
// The box in search.html.
//
// In: the place for it, the address of the page (`?q=`). Out: results as a list, and the address of what was asked.
import { about, atFirstSign, button, el } from "../dom.js";
import { Box } from "./box.js";
import { remember } from "./marks.js";
import { pageRows } from "./rows.js";
import { unansweredList } from "./unanswered.js";
import { say } from "./words.js";

export class ResultsPage {
  leadsToAll = false;
  #place;
  #query = null;
  #next = () => {};
  #list = el("ol", { class: "list" });
  #more = button(say("next"), () => this.#next(), { class: "act", hidden: true });
  #asked = unansweredList();
  #box = new Box(this, { id: "d-query", "aria-labelledby": "d-title" });

  constructor(place) { this.#place = place; }

  begin() {
    const { field, filters, heard, count, said, note } = this.#box;
    this.#list.addEventListener("click", (event) => this.#opened(event));
    this.#place.classList.add("search");
    this.#place.append(field, filters.box, heard, count, said, note, this.#list, this.#more, this.#asked.box);
    this.#asked.show();
    this.#place.hidden = false;
    if (this.#isLost) this.#guess();
    else this.#ask(new URL(location.href).searchParams.get("q"));
    // Not where it would open a keyboard over the results.
    if (!location.hash && matchMedia("(pointer: fine)").matches) field.focus({ preventScroll: true });
  }
  get #isLost() { return "lost" in this.#place.dataset; }
  #ask(text) {
    if (!text) return;
    this.#box.field.value = text.slice(0, 300);
    this.#box.look();
  }
  // Few pages, for whole words, and not before somebody is there: programs ask for addresses that do not exist all day.
  #guess() {
    const words = lostWords();
    if (!words) return;
    this.#box.step = 3;
    this.#box.field.value = `${words.slice(0, 299)} `;
    atFirstSign(() => this.#box.look());
  }
  #opened(event) {
    const link = about(event, "a");
    if (link && this.#query) remember(link, this.#query);
  }

  state(name, asked) { Object.assign(this.#place.dataset, { state: name, asked }); }
  kept() { this.#asked.show(); }
  searched(text) {
    this.#query = text;
    this.#keep(this.#box.field.value.trim());
  }
  show(pages, { total = 0, shown = 0, more = () => {} } = {}) {
    this.#list.replaceChildren(...pages.map((page) => el("li", null, ...pageRows(page, row))));
    this.#more.hidden = total <= shown;
    this.#next = more;
  }
  empty() {
    this.#query = null;
    this.show([]);
    this.#keep("");
  }
  // The address of a page that does not exist stays, for its reader to correct.
  #keep(text) { if (!this.#isLost) keep(text); }
}

const row = ({ href, lang, class: name }, ...inside) => el("a", { href, lang, class: name }, ...inside.filter(Boolean));

// What an address that does not exist was about: its last part, as words.
function lostWords() {
  const parts = location.pathname.replace(/(\/index)?\.html?$|\/$/, "").split("/");
  const last = parts.at(-1) ?? "";
  // The page for lost addresses itself.
  if (last === "404") return "";
  try { return decodeURIComponent(last).replace(/[-_.+]+/g, " ").trim(); } catch { return ""; }
}

// The address can be kept and sent; going back is not filled with every letter.
function keep(text) {
  const url = new URL(location.href);
  if ((url.searchParams.get("q") ?? "") === text) return;
  if (text) url.searchParams.set("q", text); else url.searchParams.delete("q");
  try { history.replaceState(history.state, "", url); } catch { /* on disk some browsers refuse */ }
}
