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
function goOn(records) {
  const start = /** @type {HTMLAnchorElement} */ (one("main .start[data-path]"));
  const record = start && records.find(({ key }) => key === `path:${start.dataset.path}`)?.record;
  if (!record) return null;
  const next = nextOf(record);
  start.href = new URL(next.url || record.url, root).href;
  start.textContent = words("go_on", { n: record.plan.indexOf(next) + 1 });
  return record;
}

export function resume(box) {
  const kept = store.keys("path").map((key) => ({ key, record: store.read(key) }));
  const begun = kept.filter(({ record: r }) => r && r.steps.size > 0 && r.url && nextOf(r));
  const gone = goOn(begun);
  const records = begun.map(({ record }) => record).filter((record) => record !== gone);
  const latest = records.sort((a, b) => (a.at < b.at ? 1 : -1)).slice(0, 3);
  box.hidden = latest.length === 0;
  const card = (record) => {
    const next = nextOf(record);
    const line = meter(`${words("path_progress")}: ${record.title}`);
    showMeter(line, record);
    const to = (url, name, attributes) => el("a", { href: new URL(url, root).href, ...attributes }, name);
    return el("li", { lang: record.lang }, el("h3", null, to(record.url, record.title)), line,
      el("p", { class: "row" }, to(next.url || record.url, words("continue", { name: next.title }), { class: "button" })));
  };
  box.setAttribute("aria-labelledby", "d-resume");
  box.replaceChildren(el("h2", { id: "d-resume" }, words("resume")), el("ul", { role: "list" }, ...latest.map(card)), el("p", null, allLink()));
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
