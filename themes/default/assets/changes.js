// @ts-check
// The page of what changed: shows only some types of pages, or one part of the site.
//
// In: `.change` of changes.html with `data-type` and `data-section`; this script's own words. Out: two lists to choose from,
// and days without changes hidden. Without it the list is whole.
import { all, el, one } from "../scripts/dom.js";

const words = /** @type {HTMLScriptElement} */ (document.currentScript)?.dataset ?? {};
const list = one("main .change-list");
const changes = all(".change", list ?? document);

// What is chosen, by the attribute that it is about.
const chosen = { type: "", section: "" };

function chooser(name) {
  const values = [...new Set(changes.map((change) => change.dataset[name]).filter(Boolean))].sort((a, b) => (a ?? "").localeCompare(b ?? ""));
  if (values.length < 2) return null;
  const select = el("select", null, el("option", { value: "" }, words.all), ...values.map((value) => el("option", null, value)));
  select.addEventListener("change", () => { chosen[name] = select.value; filter(); });
  return el("label", null, words[name], select);
}

const nothing = el("p", { role: "status", class: "rest" });

function filter() {
  const fits = ({ dataset }) => Object.entries(chosen).every(([name, value]) => !value || dataset[name] === value);
  for (const change of changes) change.hidden = !fits(change);
  const shown = (within) => all(".change", within).some((change) => !change.hidden);
  for (const box of all(".day, .minor", list ?? document)) box.hidden = !shown(box);
  nothing.textContent = changes.some((change) => !change.hidden) ? "" : words.none ?? "";
}

const choosers = [chooser("type"), chooser("section")].filter((made) => made !== null);
if (list && choosers.length > 0) {
  one(".day", list)?.before(el("form", { class: "change-filter" }, ...choosers), nothing);
}
