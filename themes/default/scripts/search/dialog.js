// @ts-check
// The search dialog over a page: a combobox with a listbox, the focus stays in the field.
//
// In: keys, clicks, what the box finds. Out: options, of which one is selected; the page that was chosen.
import { about, all, button, el, isComposing } from "../dom.js";
import { Box } from "./box.js";
import { footer, slash } from "./keys.js";
import { isHere, markSearched, remember } from "./marks.js";
import { below, pageRows } from "./rows.js";
import { hope, renew, withEngine } from "./session.js";
import { it, say, store, stored } from "./words.js";

const COMBO = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "d-found", "aria-haspopup": "listbox" };

export class Dialog {
  leadsToAll = true;
  #query = null; // what the options were found for
  #options = [];
  #selected = -1;
  #opensFirst = false; // the first option is opened when it is there
  #list = el("div", { class: "list", id: "d-found", role: "listbox", "aria-label": say("results"), hidden: true });
  #box = new Box(this, { ...COMBO, "aria-label": say("field") });
  #field = this.#box.field;
  #results = el("div", { class: "results" }, this.#box.note, this.#list, slash());
  #shell = el("dialog", { class: "search", "aria-label": say("field") }, this.#bar(), this.#box.filters.box, this.#box.heard, this.#box.count,
    this.#box.said, this.#results, footer());

  constructor() {
    this.#field.addEventListener("input", () => { this.#opensFirst = false; });
    this.#field.addEventListener("keydown", (event) => this.#key(event));
    this.#list.addEventListener("pointermove", (event) => this.#pointed(event));
    this.#list.addEventListener("click", (event) => this.#chosen(event));
    this.#closeOutside();
    document.body.append(this.#shell);
  }

  #bar() {
    const cancel = button(el("span", null, say("cancel")), () => this.#shell.close(), { class: "cancel", "aria-label": say("cancel") });
    return el("div", { class: "bar" }, this.#box.field, cancel);
  }

  /** Opens it, with what was searched before, or with what was typed in another field: there the reader types on. */
  open(text, typed = false) {
    if (this.#shell.open) return this.#field.select();
    this.#shell.showModal();
    hope();
    if (text && (typed || !this.#field.value)) this.#field.value = text;
    this.#box.look();
    this.#field.focus();
    if (!typed) this.#field.select();
    // Fetched while the first word is typed; what is wrong is told when something is asked.
    renew().catch(() => false).then((newer) => (newer ? this.#box.look() : withEngine(() => null))).catch(() => {});
  }

  // --- What the box says ---------------------------------------------------------

  state(name, asked) {
    Object.assign(this.#shell.dataset, { state: name, asked });
    if (name !== "loading" && name !== "found") this.#opensFirst = false;
  }
  searched(text) { this.#query = text; }

  show(pages, { total = 0, shown = 0, query = "" } = {}) {
    this.#options = [];
    const groups = pages.map((page) => group(page.title, pageRows(page, this.#row)));
    if (total > shown) groups.push(this.#every(total, query));
    this.#fill(groups);
    this.#select(this.#options.length > 0 ? 0 : -1);
    if (!this.#opensFirst || this.#options.length === 0) return;
    this.#opensFirst = false;
    this.#options[0].click();
  }
  #every(total, query) {
    const text = say("all", { n: total });
    return group(text, [this.#row({ href: `${it.all}?q=${encodeURIComponent(query)}`, class: "every" }, text)]);
  }

  /** Nothing typed: what was read last, and where the handbook begins. */
  empty() {
    [this.#options, this.#query] = [[], null];
    const sections = [["recent", recent()], ["start", starts()]].filter(([, links]) => links.length > 0);
    const rows = (links) => links.map(([href, title]) => this.#row({ href }, el("span", { class: "title" }, title)));
    this.#fill(sections.map(([key, links]) => group(say(key), rows(links), say(key))));
    this.#select(-1);
  }

  // --- Options -------------------------------------------------------------------

  // Options are links: a middle click, "open in a new tab" and "copy address" are the browser's own.
  /** @param {{ href: string, lang?: string, class?: string }} attributes */
  #row = ({ href, lang, class: name }, ...inside) => {
    const link = el("a", { role: "option", class: name, href, lang, tabindex: "-1", id: `d-found-${this.#options.length}`,
      "aria-selected": "false" }, ...inside.filter(Boolean));
    this.#options.push(link);
    return link;
  };
  #fill(groups) {
    this.#list.replaceChildren(...groups);
    this.#list.hidden = this.#options.length === 0;
    this.#field.setAttribute("aria-expanded", String(this.#options.length > 0));
    this.#results.scrollTop = 0;
  }
  #select(index) {
    this.#options[this.#selected]?.setAttribute("aria-selected", "false");
    this.#selected = index;
    const option = this.#options[index];
    if (!option) return this.#field.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    this.#field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }
  #move(step) {
    const all = this.#options.length;
    if (all === 0) return;
    const from = this.#selected < 0 && step < 0 ? 0 : this.#selected;
    this.#select((from + step + all) % all);
  }

  // --- Keys and pointer ----------------------------------------------------------

  #key(event) {
    if (isComposing(event)) return;
    if (event.key === "ArrowDown") this.#move(1);
    else if (event.key === "ArrowUp") this.#move(-1);
    else if (event.key === "Enter") this.#enter(event);
    else return;
    event.preventDefault();
  }
  #enter(event) {
    const option = this.#options[this.#selected];
    // Faster than the answer.
    if (!this.#box.isAnswered && this.#field.value.trim()) { this.#opensFirst = true; this.#box.look(); return; }
    if (!option) return;
    if (!event.ctrlKey && !event.metaKey) return option.click();
    // The new tab gets a copy of this tab's storage, and so the words to mark.
    remember(option, this.#query);
    window.open(option.href, "_blank");
    store("sessionStorage", "found", null);
  }
  #pointed(event) {
    const option = about(event, "[role=option]");
    if (option && event.pointerType === "mouse" && this.#options[this.#selected] !== option) this.#select(this.#options.indexOf(option));
  }
  #chosen(event) {
    const link = about(event, "[role=option]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const found = this.#query && !link.classList.contains("every") ? remember(link, this.#query) : null;
    const here = isHere(link);
    this.#shell.close();
    if (!here) return;
    store("sessionStorage", "found", null);
    if (found) markSearched(found);
  }
  // A press that begins in the field and ends outside of it (selecting its text) closes nothing.
  #closeOutside() {
    let pressed = false;
    this.#shell.addEventListener("pointerdown", (event) => { pressed = event.target === this.#shell; });
    this.#shell.addEventListener("click", (event) => { if (pressed && event.target === this.#shell) this.#shell.close(); });
  }
}

function group(label, rows, title = null) {
  return el("div", { role: "group", "aria-label": label }, title && el("p", { class: "group", "aria-hidden": "true" }, title), ...rows);
}

function recent() {
  const [here] = location.href.split(/[?#]/);
  const kept = stored("localStorage", "recent");
  const pages = (Array.isArray(kept) ? kept : []).filter((page) => Array.isArray(page) && below(page[0]));
  return pages.map(([path, title]) => [below(path)?.href, String(title)]).filter(([href]) => href !== here).slice(0, 5);
}
function starts() {
  const tops = /** @type {HTMLAnchorElement[]} */ (all("#d-nav > ul > li > a, .cards h2 > a"));
  return tops.map((link) => [link.href, link.textContent]).slice(0, 6);
}
