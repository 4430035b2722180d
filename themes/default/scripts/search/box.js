// @ts-check
// A field with filters and results, wherever it stands.
//
// In: what is typed, and a `host` that shows rows (`show`, `empty`), hears what was searched (`searched`) and in which
// `state` the box is. Out: its elements, and `look`, which searches for what the field holds.
import { button, el } from "../dom.js";
import { answered } from "./elsewhere.js";
import { Filters } from "./filters.js";
import { heard } from "./heard.js";
import { hope } from "./session.js";
import { keepUnanswered } from "./unanswered.js";
import { it, langName, say } from "./words.js";

const SHOWN = 10; // pages in one answer
const ALSO = 5; // words that were searched besides those typed, or that the site does not have
const FIELD = { type: "text", class: "field", autocomplete: "off", autocapitalize: "off", spellcheck: "false", autocorrect: "off",
  enterkeyhint: "search", maxlength: "300" };
const pause = (time) => new Promise((done) => { setTimeout(done, time); });

export class Box {
  #host;
  #turn = 0;
  #saying;
  /** How many pages are shown at a time. */
  step = SHOWN;
  #limit = SHOWN;
  /** @type {string | null} */
  #answered = null; // the text that what is shown is an answer to
  #unanswered = ""; // the question that found nothing, until it is clear that it is a whole one
  filters = new Filters(() => this.look());
  count = el("p", { class: "count", "aria-hidden": "true", hidden: true });
  heard = el("p", { class: "heard", hidden: true });
  said = el("p", { class: "vh", role: "status" });
  note = el("div", { class: "note", hidden: true });

  constructor(host, attributes) {
    this.#host = host;
    this.field = el("input", { ...FIELD, placeholder: say("placeholder"), ...attributes });
    this.field.addEventListener("input", () => this.look(true));
    this.field.addEventListener("change", () => this.#keep());
    addEventListener("pagehide", () => this.#keep());
  }

  /** Whether what is shown answers what the field holds. */
  get isAnswered() { return this.#answered?.trim() === this.field.value.trim(); }

  /** Searches. While the reader is `typing`, files are fetched only when that has paused; many of them (for a word that
   * nothing is like), when it has paused for longer. */
  async look(typing = false) {
    const text = this.field.value.normalize("NFC").replace(/\s/g, " ");
    const mine = ++this.#turn;
    const stale = () => mine !== this.#turn;
    if (!text.trim()) return this.#empty();
    if (this.#answered !== text) this.#limit = this.step;
    const slow = setTimeout(() => { if (!stale()) this.#loading(); }, 200);
    try {
      const answer = await this.#answer(text, typing, stale);
      if (answer && !stale()) this.#show(text, answer);
    } catch {
      if (!stale()) this.#failed();
    } finally {
      clearTimeout(slow);
    }
  }
  #answer(text, typing, stale) {
    const wait = (files, round) => typing && (files > 6 ? pause(350) : round === 0 && files > 0 && pause(120));
    return answered({ query: this.filters.query(text.trimStart()), site: this.filters.chosen.get("site"), limit: this.#limit, typing, wait, stale });
  }

  // --- What comes of it ----------------------------------------------------------

  #empty() {
    this.#keep();
    this.#hear([]);
    this.filters.chosen.clear();
    this.#answered = null;
    this.filters.box.hidden = true;
    this.#tell("");
    this.#notice();
    this.#host.state("empty", "");
    this.#host.empty();
  }
  #loading() {
    this.#host.state("loading", this.field.value);
    if (this.#answered !== null) return;
    this.#host.show([]);
    this.#notice(el("p", null, say("loading")));
  }
  #failed() {
    this.#answered = null;
    this.#host.state("failed", this.field.value);
    this.filters.box.hidden = true;
    this.#hear([]);
    this.#host.show([]);
    this.#tell(say("failed"), "");
    const retry = button(say("retry"), () => { hope(); this.field.focus(); this.look(); }, { class: "act" });
    this.#notice(el("p", { class: "loud" }, say("failed")), el("p", null, say("failed_tip")),
      el("p", { class: "acts" }, this.#allPages(), retry));
  }

  #show(text, answer) {
    this.#answered = text;
    const asked = text.trim();
    const corrected = answer.corrected && this.filters.plain(answer.corrected).trim();
    this.filters.show(answer, this.field);
    this.#hear(heard(answer.understood ?? [], this.filters.chosen));
    if (!goesOn(this.#unanswered, asked)) this.#keep();
    this.#unanswered = "";
    this.#host.searched(corrected || asked);
    this.#host.state(answer.pages.length === 0 ? "none" : "found", text);
    if (answer.pages.length === 0) return this.#none(asked, corrected, answer);
    this.#notice();
    const other = corrected && corrected !== asked;
    const found = say(other ? "corrected" : "count", { n: answer.total, query: corrected || asked, typed: asked });
    const listed = (key, list, found) => (list?.length ? say(key, { found, words: list.slice(0, ALSO).join(", ") }) : found);
    const told = listed("missing", answer.missing, listed("also", answer.also, found));
    this.#tell(answer.alone ? `${told} · ${say("alone")}` : told);
    this.#host.show(answer.pages, { total: answer.total, shown: answer.pages.length, query: this.filters.query(asked), more: () => this.#more() });
  }
  #more() {
    this.#limit += this.step;
    return this.look();
  }

  #none(asked, corrected, answer) {
    // What no filter could find is no question for the authors.
    if (this.filters.chosen.size === 0 && (answer.understood ?? []).every(([kind]) => kind === "exact")) this.#unanswered = asked;
    this.#host.show([]);
    const loud = say(this.filters.chosen.size > 0 ? "none_filtered" : "none", { query: asked });
    this.#tell(loud, "");
    this.#notice(el("p", { class: "loud" }, loud), el("p", null, say("tips")), this.#near(answer.near ?? []),
      el("p", { class: "acts" }, ...this.#waysOn(asked, corrected, answer)));
  }
  // Words that the site has.
  #near(words) {
    if (words.length === 0) return "";
    const acts = words.map((word) => button(word, () => this.#set(word), { class: "act" }));
    return el("p", { class: "acts" }, el("span", null, say("near")), ...acts);
  }
  // The word as it is spelt, without filters, in another language, all pages.
  #waysOn(asked, corrected, answer) {
    const { chosen } = this.filters;
    const act = (key, values, what) => button(say(key, values), what, { class: "act" });
    const elsewhere = answer.langs.filter(([lang]) => chosen.get("lang") !== lang);
    return [
      corrected && corrected !== asked && act("suggest", { query: corrected }, () => this.#set(corrected)),
      chosen.size > 0 && act("unfilter", {}, () => this.#refilter(() => chosen.clear())),
      ...elsewhere.map(([lang, n]) => act("elsewhere", { n, name: langName(lang) }, () => this.#refilter(() => chosen.set("lang", lang)))),
      this.#allPages(),
      it.words.feedback && el("a", { class: "act", href: feedback(asked) }, say("ask")),
    ].filter(Boolean);
  }
  #refilter(change) {
    change();
    this.field.focus();
    this.look();
  }
  #set(text) {
    this.field.value = text;
    this.field.focus();
    this.look();
  }
  #allPages() {
    return el("a", { class: "act", href: this.#host.leadsToAll ? it.all : "#d-az" }, say("browse"));
  }

  #keep() {
    if (this.#unanswered) { keepUnanswered(this.#unanswered); this.#host.kept?.(); }
    this.#unanswered = "";
  }

  // --- Said ----------------------------------------------------------------------

  // Shown at once, but said when the typing has stopped: nobody wants to hear a count for every letter.
  #tell(text, shown = text) {
    this.count.textContent = shown;
    this.count.hidden = !shown;
    clearTimeout(this.#saying);
    this.#saying = setTimeout(() => { this.said.textContent = [text, this.heard.textContent].filter(Boolean).join(" "); }, 300);
  }
  #hear(parts) {
    this.heard.replaceChildren(...parts.flatMap((part, index) => [index ? " · " : "", el("span", null, part)]));
    this.heard.hidden = parts.length === 0;
  }
  #notice(...parts) {
    this.note.replaceChildren(...parts);
    this.note.hidden = parts.length === 0;
  }
}

// Whether one text is the other, typed on or taken back.
const goesOn = (before, now) => now.startsWith(before) || before.startsWith(now);

// Where a question is asked that the site does not answer.
function feedback(question) {
  const page = location.href.startsWith(it.site.href) ? location.href.slice(it.site.href.length).split(/[?#]/)[0] : "";
  const filled = { title: say("ask_title", { query: question }), path: page, heading: "", quote: question };
  return (it.words.feedback ?? "").replace(/\{(title|path|heading|quote)\}/g, (_, name) => encodeURIComponent(filled[name]));
}
