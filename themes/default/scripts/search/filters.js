// @ts-check
// The filters of an answer: type, language, tag.
//
// In: answers, with how many results each filter would leave. Out: a row of buttons, and what is chosen as the beginning
// of a query; `changed` is called when the reader has chosen.
import { button, el } from "../dom.js";
import { digits, langName, say, typeName } from "./words.js";

const FACETS = [{ key: "type", list: "types", most: 6 }, { key: "lang", list: "langs", most: 4 }, { key: "tag", list: "tags", most: 4 },
  { key: "site", list: "sites", most: 6 }]; // sites: only an engine that knows several
const quote = (value) => (/[\s"]/.test(value) ? `"${value.replaceAll('"', " ")}"` : value);

export class Filters {
  #changed;
  /** @type {string | null | undefined} */
  #pressed = null; // the filter that was: Safari gives a button that is clicked no focus
  #strip = el("div", { class: "strip" });
  #unfold = button("…", () => this.#unfolded(), { class: "chip", "aria-expanded": "false", "aria-label": say("filters") });
  /** Key of a filter -> value. */
  chosen = new Map();
  box = el("div", { class: "filters", role: "group", "aria-label": say("filter"), hidden: true }, this.#strip, this.#unfold);

  constructor(changed) { this.#changed = changed; }

  /** A question with its filters. They stand first: a quotation mark that is still open would swallow them. */
  query(text) { return [...[...this.chosen].filter(([key]) => key !== "site").map(([key, value]) => `${key}:${quote(value)}`), text].join(" "); }
  /** The question of a query. */
  plain(query) { return query.slice(this.query("").length); }

  /** Filters with their counts; `field` gets the focus of one that has gone. */
  show(answer, field) {
    const focused = /** @type {HTMLElement} */ (document.activeElement);
    const at = this.#pressed ?? (this.#strip.contains(focused) ? focused.dataset.filter : null);
    this.#pressed = null;
    const made = FACETS.flatMap((facet) => this.#useful(answer, facet).map(([name, n]) => this.#chip(facet.key, name, n)));
    this.#strip.replaceChildren(...made);
    this.box.hidden = made.length === 0;
    this.#unfold.hidden = !this.box.classList.contains("open") && this.#strip.scrollWidth <= this.#strip.clientWidth;
    if (at) (made.find((chip) => chip.dataset.filter === at) ?? field).focus();
  }

  // The chosen one stays even when nothing is left of it, and one that all results have would filter nothing.
  #useful(answer, { key, list, most }) {
    const all = (answer[list] ?? []).slice(0, most), value = this.chosen.get(key);
    if (value !== undefined && !all.some(([name]) => name === value)) all.push([value, 0]);
    return all.length > 1 || all.some(([name, n]) => name === value || n < answer.total) ? all : [];
  }

  #chip(key, name, n) {
    const shown = key === "type" ? typeName(name, true) : key === "lang" ? langName(name) : key === "site" ? name : `#${name}`;
    const on = this.chosen.get(key) === name;
    const made = button(shown, () => {
      if (on) this.chosen.delete(key); else this.chosen.set(key, name);
      this.#pressed = made.dataset.filter;
      this.#changed();
    }, { class: "chip", "aria-pressed": String(on), "data-filter": `${key}:${name}` });
    if (n > 0) made.append(" ", el("small", null, digits.format(n)));
    return made;
  }

  #unfolded() {
    this.#unfold.setAttribute("aria-expanded", String(this.box.classList.toggle("open")));
  }
}
