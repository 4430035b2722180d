// @ts-check
// The front page: where the reader stopped.
//
// In: records of paths. Out: a card for each of the last three, and how high they are, for the next visit.
import { el, one } from "../dom.js";
import { allLink, meter } from "./parts.js";
import { nextOf, showMeter } from "./plan.js";
import { meta, root } from "./records.js";
import { put, store } from "./store.js";
import { words } from "./words.js";

// The button of a front page: on a path that is begun it leads on.
function goOn(all) {
  const start = /** @type {HTMLAnchorElement} */ (one("main .start[data-path]"));
  const found = start && all.find(({ key }) => key === `path:${start.dataset.path}`);
  if (!found) return null;
  start.href = new URL(found.to, root).href;
  start.textContent = words("go_on", { n: found.number });
  return found;
}

/** Shows what was begun and is not done: of paths and checklists the last three, without the one of the button. */
export function resume(box) {
  const all = store.keys().map(begun).filter(Boolean);
  const gone = goOn(all);
  const latest = all.filter((found) => found !== gone).sort((a, b) => (a.at < b.at ? 1 : -1)).slice(0, 3);
  box.hidden = latest.length === 0;
  box.setAttribute("aria-labelledby", "d-resume");
  box.replaceChildren(el("h2", { id: "d-resume" }, words("resume")), el("ul", { role: "list" }, ...latest.map(card)), el("p", null, allLink()));
}

// What a card says of a record; null if there is nothing to go on with.
function begun(key) {
  const record = store.read(key);
  if (!record?.url) return null;
  const found = key.startsWith("path:") ? begunPath(record) : begunList(record);
  return found && { ...found, key };
}
function begunPath(record) {
  const next = nextOf(record);
  if (record.steps.size === 0 || !next) return null;
  const line = meter(`${words("path_progress")}: ${record.title}`);
  showMeter(line, record);
  return { ...record, line, to: next.url || record.url, name: next.title, number: record.plan.indexOf(next) + 1 };
}
// The run that was in use last: half ticked.
function begunList(record) {
  const run = record.runs.find(({ id }) => id === record.run) ?? record.runs[0];
  const n = run ? [...run.items.values()].filter((mark) => mark.day).length : 0;
  if (n === 0 || n >= record.total) return null;
  const line = meter(`${words("list_progress")}: ${record.title}`);
  line.show(n, record.total, words("done_count", { n, all: record.total }), [run.name]);
  return { ...record, line, to: record.url, name: record.title };
}

function card({ title, url, lang, line, to, name }) {
  const link = (target, label, attributes) => el("a", { href: new URL(target, root).href, ...attributes }, label);
  return el("li", { lang }, el("h3", null, link(url, title)), line,
    el("p", { class: "row" }, link(to, words("continue", { name }), { class: "button" })));
}
// theme-init.js keeps so much room for it on the next visit. Measured with its style, which arrives on its own.
export function keepRoom(box) {
  const style = /** @type {HTMLLinkElement} */ (document.head.querySelector(`link[href="${meta.dataset.css}"]`));
  const measure = () => {
    document.documentElement.classList.remove("resumes");
    put("resume", box.hidden ? null : String(box.offsetHeight));
  };
  if (!style || style.sheet) measure();
  else style.addEventListener("load", measure, { once: true });
}
