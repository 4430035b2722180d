// @ts-check
// A page that is a step of a reading path.
//
// In: the list of paths at its foot. Out: a bar with "go on" for the path that the reader is on, and above the title where
// on the path this is. The page before and the page behind in the folder lead elsewhere: progress.css hides them then.
import { all, button, el, one } from "../dom.js";
import { keep, meter, now, toldLine } from "./parts.js";
import { isRead, showMeter } from "./plan.js";
import { address } from "./records.js";
import { on, store } from "./store.js";
import { day, today, words } from "./words.js";

/** Makes the bar, if the reader is on one of the paths. */
export function showBar() {
  const rows = all("main > .foot .on-path [data-path]");
  if (rows.length === 0) return;
  const walked = on();
  const find = (row) => store.read(`path:${row.dataset.path}`) ?? (walked?.key === row.dataset.path ? walked.record : null);
  const begun = rows.map((row) => ({ row, record: find(row) })).filter(({ record }) => record);
  const rank = rankFor(walked, address(location.href));
  const [best] = begun.sort((a, b) => Number(rank(a) < rank(b)) - Number(rank(a) > rank(b)));
  if (best) new Bar(best.row, () => find(best.row));
}

// The path that the reader comes from, else the one marked last; of its steps on this page the one that the address
// names, else the first that is not read.
const rankFor = (walked, place) => ({ row, record }) => [
  walked?.key === row.dataset.path ? "~" : record.at,
  record.plan.some((step) => step.id === row.dataset.item && step.url === place),
  !isRead(record, row.dataset.item),
].map(String).join();

class Bar {
  #step;
  #read;
  #whole;
  #next;
  #told = toldLine();
  #meter = meter(words("path_progress"));
  #flag = el("p", { class: "flag" });
  #go = button("", () => this.#goOn(), { class: "button" });

  constructor(row, read) {
    this.#step = row.dataset;
    this.#read = read;
    this.#whole = one("a.whole", row);
    this.#next = one("a.next", row);
    this.#place(row);
    this.#draw();
    store.onChange(() => this.#draw());
  }

  #place(row) {
    const links = one("span", row) ?? el("span");
    links.prepend(this.#go);
    links.append(this.#next ?? "", one("a.prev", row) ?? "");
    row.classList.add("bar");
    row.append(this.#meter, this.#flag, links, this.#told);
    row.parentElement.prepend(row);
    /** @type {HTMLElement} */ (one("#d-paths")).textContent = words("on_path");
    const { plan } = this.#read();
    const [n, all] = [plan.findIndex((step) => step.id === this.#step.item) + 1, plan.length];
    const place = el("a", { href: this.#whole.href }, words("at_step", { n, all, name: this.#whole.textContent }));
    const kind = one(".head > .kind");
    if (kind) kind.append(el("span", { class: "at-step" }, place));
    else one(".head > h1")?.before(el("p", { class: "at-step" }, place));
  }

  #goOn() {
    const record = this.#read();
    record.steps.set(this.#step.item, { day: today(), of: this.#step.content });
    record.at = now();
    if (keep(`path:${this.#step.path}`, record, this.#told)) location.assign((this.#next ?? this.#whole).href);
  }

  #draw() {
    const record = this.#read();
    if (!record) return; // erased in another tab
    showMeter(this.#meter, record);
    const mark = record.steps.get(this.#step.item);
    const changed = Boolean(mark?.day) && mark.of !== this.#step.content;
    this.#drawFlag(mark?.day, changed);
    this.#go.hidden = Boolean(mark?.day) && !changed;
    this.#go.textContent = words(changed ? "again" : this.#next ? "mark" : "mark_last");
    this.#next?.classList.toggle("button", this.#go.hidden);
  }
  #drawFlag(read, changed) {
    this.#flag.hidden = !read;
    this.#flag.classList.toggle("changed", changed);
    this.#flag.textContent = changed ? words("changed_read") : read ? words("read_on", { date: day(read) }) : "";
  }
}
