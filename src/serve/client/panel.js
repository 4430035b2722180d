// @ts-check
// What is wrong, above the last good page; and the button in the corner, which always tells how things stand.
//
// In: problems as the server tells them, whether it is connected. Out: the panel, the button, the tab's title and icon.
import { button, el, one } from "../../../themes/default/scripts/dom.js";
import { edit, ownFile, shown } from "./server.js";
import { count, lang, words } from "./words.js";

export const panel = el("section", { id: "docent-preview", role: "alert", "aria-label": words.problems, lang, hidden: "" });
export const state = el("button", { type: "button", id: "docent-state", "aria-expanded": "false" });
export const bar = el("aside", { id: "docent-bar", "aria-label": words.preview, lang }, state);

let errors = [], warnings = [], folded = false, connected = false, elsewhere = false;

/** Errors of other pages are a line: whoever writes here is not stopped by them. */
export async function hear(newErrors, newWarnings) {
  const isNew = JSON.stringify(errors) !== JSON.stringify(newErrors);
  [errors, warnings] = [newErrors, newWarnings];
  if (isNew) {
    const own = newErrors.length > 0 ? await ownFile() : null;
    if (errors !== newErrors) return;
    elsewhere = newErrors.length > 0 && own !== null && newErrors.every(({ file }) => file !== own && /\.(md|mdx|markdown)$/i.test(file));
    folded = elsewhere;
  }
  draw();
}

function draw() {
  setTitle(title);
  panel.hidden = folded || errors.length === 0;
  panel.replaceChildren();
  if (errors.length > 0) {
    const close = button(words.hide, fold, { class: "docent-close" });
    panel.append(close, el("h2", null, count(errors.length, "error")), el("ol", null, ...errors.map(problem)));
    if (warnings.length > 0) panel.append(more(count(warnings.length, "warning"), warnings));
  }
  showStatus();
}
const more = (text, problems) => el("details", null, el("summary", null, text), el("ol", null, ...problems.map(problem)));

export const isFoldable = () => !panel.hidden;
export function fold() { folded = true; draw(); }
/** Shows the panel again, if it is there and folded. */
export function unfold() {
  const unfolds = errors.length > 0 && folded;
  if (unfolds) { folded = false; draw(); }
  return unfolds;
}

// --- The tab and the button ----------------------------------------------------------

let title = document.title;
const icon = one('link[rel="icon"]'), iconHref = icon?.getAttribute("href") ?? "";
const DOT = `data:image/svg+xml,${encodeURIComponent("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'><circle cx='4' cy='4' r='4' fill='#b3261e'/></svg>")}`;

/** A tab in the background tells that something is wrong. */
export function setTitle(text) {
  title = text;
  document.title = errors.length > 0 ? `✗ ${title}` : title;
  icon?.setAttribute("href", errors.length > 0 ? DOT : iconHref);
}

export function setConnected(value) {
  connected = value;
  showStatus();
}
export function showStatus() {
  const parts = [connected ? words.preview : words.lost];
  if (errors.length > 0) parts.push(count(errors.length, "error") + (elsewhere ? ` ${words.elsewhere}` : ""));
  if (warnings.length > 0) parts.push(count(warnings.length, "warning"));
  state.textContent = parts.join(" · ");
  state.className = !connected ? "lost" : errors.length > 0 ? "error" : warnings.length > 0 ? "warning" : "";
}
/** Tells something for a moment. */
export function say(text) {
  state.textContent = text;
  setTimeout(showStatus, 4000);
}

// --- One problem ---------------------------------------------------------------------

export function problem(one) {
  const at = one.place || one;
  const where = one.file + (at.line ? `:${at.line}:${at.column}` : "");
  return el("li", { class: one.severity },
    el("p", { class: "docent-place" }, one.can_open === false ? el("code", null, where) : opens(one.file, at.line || 1, at.column || 1, where)),
    el("p", { class: "docent-message" }, one.message),
    one.lines?.length ? excerpt(one.lines, at) : null,
    one.hint ? el("p", { class: "docent-hint" }, one.hint) : null);
}

/** A place that opens in the author's editor, where there is one. */
export function opens(file, line, column, text) {
  if (!shown.canEdit) return el("code", null, text);
  return button(text, () => edit(file, line, column, say), { class: "docent-link", title: words.open });
}

function excerpt(lines, at) {
  const width = String(lines.at(-1)[0]).length;
  const rows = lines.map(([number, text]) => {
    const row = `${String(number).padStart(width)} │ ${text}`;
    return number === at.line && at.column ? `${row}\n${" ".repeat(width)} │ ${caret(text, at)}` : row;
  });
  return el("pre", null, rows.join("\n"));
}
// It stands below its character: tabs keep their width.
function caret(text, at) {
  const before = [...text].slice(0, at.column - 1).map((c) => (c === "\t" ? "\t" : " ")).join("");
  return before + "^".repeat(Math.max(1, Math.min(at.length || 1, 80)));
}
