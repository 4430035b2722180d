// @ts-check
// Views of the site's data: sorting, filtering, "only what differs". Loaded only on pages that have views, which are
// complete without it.
//
// In: `.view` of the page; the words, attributes of this script's own element, in the page's language. Out: a row of tools
// before a view, a button in the head of each column.
import { all, button, el } from "../scripts/dom.js";

/** @type {Record<string, any>} */
const words = /** @type {HTMLScriptElement | null} */ (document.currentScript)?.dataset ?? {};
const { lang } = document.documentElement;
const order = new Intl.Collator(lang, { numeric: true, sensitivity: "base" });
// Fewer rows are seen at a glance.
const FILTERED_FROM = 8;

// --- Sorting: a button in the head of each column ------------------------------

function value(row, column) {
  const cell = row.cells[column];
  return cell ? cell.dataset.sort || cell.textContent.trim() : "";
}

// Empty cells come last, whichever way the others go; rows that are equal stay as they were.
function compare(a, b, down) {
  if (!a || !b) return (a ? 0 : 1) - (b ? 0 : 1);
  return down ? order.compare(b, a) : order.compare(a, b);
}

function sort(table, column, down) {
  for (const body of table.tBodies) {
    const rows = [...body.rows].filter((row) => !row.matches(".group"));
    body.append(...rows.sort((a, b) => compare(value(a, column), value(b, column), down)));
  }
}

function addSorting(table, cell, column) {
  const hasLink = cell.querySelector("a");
  const label = hasLink ? { "aria-label": words.sort.replace("{name}", cell.textContent.trim()) } : {};
  const made = button("", () => {
    const down = cell.getAttribute("aria-sort") === "ascending";
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    cell.setAttribute("aria-sort", down ? "descending" : "ascending");
    sort(table, column, down);
  }, { class: "sort", ...label });
  if (!hasLink) made.append(...cell.childNodes);
  cell.append(made);
}

// --- Filtering: rows that hold all the words -----------------------------------

// ё is typed as е, and case does not matter.
const fold = (text) => text.toLocaleLowerCase(lang).replace(/ё/g, "е");

function filter(view, rows) {
  const field = el("input", { type: "search", autocomplete: "off", placeholder: words.filter, "aria-label": words.filter });
  const status = el("span", { role: "status" });
  field.addEventListener("input", () => {
    const wanted = fold(field.value).split(/\s+/).filter(Boolean);
    for (const row of rows) row.hidden = !holdsAll(row, wanted);
    hideEmptyGroups(view);
    const shown = rows.filter((row) => !row.hidden).length;
    status.textContent = wanted.length > 0 ? words.shown.replace("{n}", String(shown)).replace("{total}", String(rows.length)) : "";
  });
  return [el("label", null, field), status];
}

function holdsAll(row, wanted) {
  const text = fold(row.textContent);
  return wanted.every((word) => text.includes(word));
}

// A group without rows needs no heading.
function hideEmptyGroups(view) {
  for (const row of all("tr.group", view)) row.hidden = !row.parentElement?.querySelector("tr:not(.group):not([hidden])");
  for (const title of all(".view-group", view)) {
    const list = title.nextElementSibling;
    title.hidden = list !== null && !list.querySelector("li:not([hidden])");
  }
}

// --- Comparing ---------------------------------------------------------------------

function differs(view, same) {
  const made = button(words.differs, () => {
    const only = made.getAttribute("aria-pressed") === "false";
    made.setAttribute("aria-pressed", String(only));
    for (const row of same) row.hidden = only;
    hideEmptyGroups(view);
  }, { "aria-pressed": "false" });
  return [made];
}

// --- Each view ---------------------------------------------------------------------

function toolsOf(view, rows) {
  if (!view.querySelector(".compare")) return rows.length >= FILTERED_FROM ? filter(view, rows) : [];
  const same = all("tr[data-same]", view);
  return same.length > 0 && same.length < rows.length ? differs(view, same) : [];
}

for (const view of all(".view")) {
  const rows = all("tbody tr:not(.group), .view-list > li, .cards > li", view);
  const tables = /** @type {(HTMLTableElement & { tHead: HTMLTableSectionElement })[]} */ (all(".rows table, .matrix table", view));
  const tools = toolsOf(view, rows);
  if (tools.length > 0) view.prepend(el("div", { class: "view-tools" }, ...tools));
  for (const table of rows.length > 1 ? tables : []) {
    for (const [column, cell] of [...table.tHead.rows[0].cells].entries()) addSorting(table, cell, column);
  }
}
