// @ts-check
// A checklist in use: what is done, what is open, the riskiest first.
//
// In: the items of the page, what the browser keeps of them. Out: ticks that are kept, and the tools above the list.
import { button, el } from "../dom.js";
import { csv, markdown } from "./copies.js";
import { byRisk, goneOf, isChanged, isDone, markOf } from "./marks.js";
import { firstRun, Runs } from "./runs.js";
import { day, folded, it, say, store, today, tools, words } from "./words.js";

// A list so short has a meter without a frame: two tasks in a text are no tool.
const FEW = 4;

export class Checklist {
  #key;
  #items;
  #box;
  #shown = "all"; // or "open"
  /** The run that this tab looks at: two tabs may look at two. */
  chosen;

  #told = it.toldLine();
  #meter = it.meter(words("list_progress"));
  #runs = new Runs(this);
  #risky = el("div", { class: "risky", hidden: true });
  #none = el("p", { class: "hint", hidden: true }, words("none_open"));
  #gone = folded("", el("ul"));
  /** @type {Record<string, HTMLButtonElement>} */
  #views;

  constructor(place, items) {
    this.#items = items;
    this.#key = `checklist:${place.dataset.key}`;
    store.takeOver("checklist", place.dataset.key, place.dataset.former);
    this.#box = place.matches(".run") ? place : boxBefore(items[0].li);
    this.#box.classList.toggle("slight", items.length < FEW);
    this.chosen = store.read(this.#key)?.run ?? "";
    const open = words(items.some((item) => item.risk < 3) ? "show_open_risk" : "show_open");
    this.#views = {
      all: button(words("show_all"), () => this.#show("all"), { "aria-pressed": "true" }),
      open: button(open, () => this.#show("open"), { "aria-pressed": "false" }),
    };
  }

  begin() {
    for (const item of this.#items) this.#listen(item);
    const parts = [it.notKept(), this.#meter, this.#more(), this.#gone, this.#told, this.#none];
    this.#box.replaceChildren(...parts.filter(Boolean));
    this.#draw();
    store.onChange(() => this.#draw());
  }

  // --- The record ----------------------------------------------------------------

  #record() {
    const found = store.read(this.#key) ?? { v: it.VERSION, at: "", run: "1", runs: [] };
    if (found.runs.length === 0) found.runs = [firstRun()];
    return { ...found, title: it.title, lang: it.language, url: it.here(), total: this.#items.length };
  }
  #runOf(kept) {
    const named = (id) => kept.runs.find((run) => run.id === id);
    return named(this.chosen) ?? named(kept.run) ?? kept.runs[0];
  }
  /** The run that is looked at, as it is kept now. */
  get run() { return this.#runOf(this.#record()); }

  /** Reads what is kept now, changes it, writes it back: another tab may have been quicker. */
  change(act) {
    const kept = this.#record();
    act(this.#runOf(kept), kept);
    kept.at = it.now();
    kept.run = this.#runOf(kept).id;
    it.keep(this.#key, kept, this.#told);
    this.#draw();
  }
  /** Does something, says so, and offers the way back. */
  undoable(message, act) {
    const [undo, before] = [it.remember([this.#key]), this.chosen];
    act();
    this.#told.tell(message, () => { undo(); this.chosen = before; this.#draw(); });
  }
  #set(item, values) {
    this.change((run) => {
      const before = markOf(run, item) ?? { day: item.isDefault ? today() : "", of: item.of, note: "" };
      const mark = { ...before, ...values, text: item.text };
      if (!mark.day && !mark.note && !item.isDefault) run.items.delete(item.id); else run.items.set(item.id, mark);
    });
  }

  // --- What the reader does ------------------------------------------------------

  #listen(item) {
    item.tick.addEventListener("change", () => this.#toggle(item));
    item.still.addEventListener("click", () => { this.#set(item, { of: item.of }); item.tick.focus(); });
    item.note.addEventListener("input", () => this.#set(item, { note: item.note.value }));
    item.note.addEventListener("blur", () => this.#draw());
  }
  #toggle(item) {
    this.#set(item, { day: item.tick.checked ? today() : "", of: item.of });
    const run = this.run;
    say(words("done_count", { n: this.#items.filter((each) => isDone(run, each)).length, all: this.#items.length }));
    if (this.#shown === "open" && item.li.hidden) this.#focusNext(run, item);
  }
  // The item that was ticked has gone: the next one has the focus.
  #focusNext(run, item) {
    const left = this.#items.filter((each) => !isDone(run, each) && !each.li.hidden).sort(byRisk);
    const next = left.find((each) => byRisk(each, item) > 0) ?? left[0];
    (next?.tick ?? this.#views.open).focus();
  }
  #show(what) {
    this.#shown = what;
    for (const [name, view] of Object.entries(this.#views)) view.setAttribute("aria-pressed", String(name === what));
    this.#draw();
  }
  #more() {
    const copied = (make) => () => window.docent.copy(make(this.run, this.#items), () => this.#told.tell(words("copied")));
    const reset = () => this.undoable(words("reset_done"), () => this.change((run) => { run.items.clear(); }));
    const views = el("div", { class: "views", role: "group", "aria-label": words("show") }, ...Object.values(this.#views));
    return tools(this.#runs.line, el("div", { class: "row" }, views, it.allLink()), this.#risky,
      el("p", { class: "row acts" }, button(words("copy_markdown"), copied(markdown)), button(words("copy_csv"), copied(csv)),
        button(words("print"), () => it.print("marks")), button(words("print_empty"), () => it.print("empty")),
        button(words("reset"), reset)),
      // The run that was last chosen where the text comes from.
      it.textPanel(() => [this.#key], this.#told, () => { this.chosen = ""; this.#draw(); }));
  }

  // --- What the reader sees ------------------------------------------------------

  #draw() {
    const kept = this.#record(), run = this.#runOf(kept);
    this.chosen = run.id;
    for (const item of this.#items) drawItem(item, run);
    this.#arrange(run);
    this.#drawMeter(run);
    this.#drawRisky(this.#items.filter((item) => item.risk === 0 && !isDone(run, item)).slice(0, 3));
    this.#runs.draw(kept.runs, run);
    this.#drawGone(goneOf(run, this.#items));
  }
  // Points move in their list; tasks of a text stay where they are.
  #arrange(run) {
    const isOpen = this.#shown === "open";
    const points = (isOpen ? this.#items.toSorted(byRisk) : this.#items).filter((item) => !item.li.matches(".task"));
    const list = points[0]?.li.parentElement;
    if (list && points.some((item, at) => list.children[at] !== item.li)) list.append(...points.map((item) => item.li));
    for (const item of this.#items) {
      item.li.hidden = isOpen && isDone(run, item) && item.nested.every((inside) => isDone(run, inside));
    }
    this.#none.hidden = !isOpen || this.#items.some((item) => !item.li.hidden);
  }
  #drawMeter(run) {
    const all = this.#items.length;
    const done = this.#items.filter((item) => isDone(run, item)).length;
    const changed = this.#items.filter((item) => isChanged(run, item)).length;
    this.#meter.show(done, all, words("done_count", { n: done, all }),
      [changed > 0 && words("changed_count", { n: changed }), done === all && words("list_finished")], run.name);
  }
  #drawRisky(open) {
    this.#risky.hidden = open.length === 0;
    const rows = open.map((item) => el("li", null, el("a", { href: `#${item.li.id}` }, item.number + item.text)));
    this.#risky.replaceChildren(el("p", null, words("riskiest")), el("ul", null, ...rows));
  }
  #drawGone(left) {
    this.#gone.hidden = left.length === 0;
    this.#gone.firstChild.textContent = words("gone", { n: left.length });
    const said = ([id, mark]) => [mark.day && "✓", mark.text || id, mark.note].filter(Boolean).join(" — ");
    this.#gone.lastChild.replaceChildren(...left.map((gone) => el("li", null, said(gone))));
  }
}

// Tasks of a text have no place of their own: the tools stand before the first list of them.
function boxBefore(li) {
  let list = li.parentElement;
  while (list.parentElement.closest("ul, ol")) list = list.parentElement.closest("ul, ol");
  const made = el("div", { class: "run" });
  list.before(made);
  return made;
}

function drawItem(item, run) {
  const mark = markOf(run, item), done = isDone(run, item), changed = isChanged(run, item);
  item.tick.checked = done;
  item.li.classList.toggle("done", done);
  item.changed.hidden = !changed;
  item.flag.textContent = changed ? words("changed_done", { date: day(mark.day) }) : "";
  const writing = document.activeElement === item.note;
  if (!writing && item.note.value !== (mark?.note ?? "")) item.note.value = mark?.note ?? "";
  if (!writing) item.note.hidden = !item.note.value;
  item.noteButton.hidden = !item.note.hidden;
}
