// @ts-check
// The page of a reading path.
//
// In: `.run[data-path]`, the steps of the page. Out: a box to tick at each step, the tools above them.
import { all, button, el, one } from "../dom.js";
import { allLink, here, keep, meter, notKept, now, remember, title, toldLine, tools } from "./parts.js";
import { nextOf, readOf, showMeter } from "./plan.js";
import { address, root, VERSION, written } from "./records.js";
import { signOff } from "./signoff.js";
import { put, setOn, store } from "./store.js";
import { textPanel } from "./text.js";
import { day, language, say, today, words } from "./words.js";

export class PathPage {
  #path;
  #key;
  #rows = all(".stage li[data-item]").map(rowOf);
  #plan = this.#rows.map(({ id, link, li }) => ({ id, title: link.textContent, url: address(link.href), minutes: Number(li.dataset.minutes) }));
  #told = toldLine();
  #meter = meter(words("path_progress"));
  #go = el("a", { class: "button" });
  #finished = el("b", null, words("finished"));

  constructor(box) {
    this.#path = box.dataset.path;
    this.#key = `path:${this.#path}`;
    store.takeOver("path", this.#path, box.dataset.former);
    for (const row of this.#rows) this.#listen(row);
    const parts = [notKept(), this.#meter, this.#more(), el("p", { class: "row" }, this.#go), this.#told];
    box.replaceChildren(...parts.filter(Boolean));
    this.#draw();
    store.onChange(() => this.#draw());
  }

  // The record with this page's plan: the page knows best.
  #read() {
    return { v: VERSION, at: "", steps: new Map(), ...store.read(this.#key), title, lang: language, url: here(), plan: this.#plan };
  }
  #more() {
    return tools(
      el("p", { class: "row" }, button(words("signoff"), () => signOff(this.#read(), this.#rows)), button(words("reset"), () => this.#reset()), allLink()),
      textPanel(() => [this.#key], this.#told, () => this.#draw()));
  }

  // --- What the reader does --------------------------------------------------------

  #listen(row) {
    row.tick.addEventListener("change", () => this.#mark(row, row.tick.checked));
    row.still.addEventListener("click", () => { this.#mark(row, true); row.tick.focus(); });
  }
  #mark(row, done) {
    const record = this.#read();
    record.steps.set(row.id, { day: done ? today() : "", of: row.li.dataset.content });
    record.at = now();
    if (keep(this.#key, record, this.#told)) say(words("read_count", { n: readOf(record).length, all: this.#plan.length }));
    this.#draw();
  }
  #reset() {
    const undo = remember([this.#key]);
    put(this.#key, null);
    this.#draw();
    this.#told.tell(words("reset_done"), () => { undo(); this.#draw(); });
  }

  // --- What the reader sees --------------------------------------------------------

  #draw() {
    const record = this.#read();
    const changed = this.#rows.filter((row) => drawRow(row, record.steps.get(row.id)));
    showMeter(this.#meter, record, changed.length);
    this.#drawGo(record);
    setOn(this.#path, record);
    // Kept up to date for the front page and the pages of its steps, but made by a mark alone.
    const kept = store.read(this.#key);
    if (kept && written(kept) !== written(record)) store.write(this.#key, record);
  }
  #drawGo(record) {
    const next = nextOf(record);
    this.#go.hidden = !next;
    this.#go.href = next ? new URL(next.url, root).href : "";
    this.#go.textContent = next ? words(readOf(record).length > 0 ? "continue" : "start", { name: next.title }) : "";
    if (!next) this.#go.before(this.#finished); else this.#finished.remove();
  }
}

function rowOf(li) {
  const link = /** @type {HTMLAnchorElement} */ (one("a", li));
  const tick = el("input", { type: "checkbox", class: "mark", "aria-label": words("read", { name: link.textContent }) });
  const flag = el("span", { class: "flag", hidden: true });
  const still = button(words("still"), () => {}, { hidden: true, class: "quiet" });
  li.prepend(tick);
  (one("p", li) ?? one("small", li))?.after(el("div", { class: "state" }, flag, " ", still));
  return { li, id: li.dataset.item, link, tick, flag, still };
}
// True if the step changed since it was read.
function drawRow({ li, tick, flag, still }, mark) {
  const done = Boolean(mark?.day);
  const changed = done && mark.of !== li.dataset.content;
  tick.checked = done;
  li.classList.toggle("done", done);
  flag.hidden = !done;
  flag.classList.toggle("changed", changed);
  flag.textContent = changed ? words("changed_read") : done ? words("read_on", { date: day(mark.day) }) : "";
  still.hidden = !changed;
  return changed;
}
