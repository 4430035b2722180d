// @ts-check
// What can be ticked: points of a checklist, tasks of a text.
//
// In: their elements, as the page has them. Out: items, each with a box to tick, a flag for a text that changed since, a
// note; and what they say.
import { all, button, el, one } from "../dom.js";
import { words } from "./words.js";

const RISKS = { high: 0, medium: 1, low: 2 };
const BLOCK = /^(UL|OL|P|DIV|PRE|BLOCKQUOTE|TABLE|DL|ASIDE|DETAILS|FIGURE)$/;

/** The elements of all points and tasks. */
export const pointsOfPage = () => all("main .checklist > li[data-item], main .prose li.task[data-item]");

/** @param {HTMLElement[]} points */
export function itemsOf(points) {
  const seen = new Map();
  /** @type {Record<string, any>[]} */
  const items = points.map((li, at) => itemOf(li, at, seen));
  for (const item of items) item.nested = items.filter((other) => other !== item && item.li.contains(other.li));
  return items;
}

function itemOf(li, at, seen) {
  // The same task twice, from a page that is shown inside of this one.
  const times = (seen.get(li.dataset.item) ?? 0) + 1;
  seen.set(li.dataset.item, times);
  const { tick, label } = li.matches(".task") ? taskTick(li, times) : pointTick(li);
  const said = /** @type {HTMLElement} */ (one(".said", label) ?? label);
  const text = said.textContent.replace(/\s+/g, " ").trim();
  return {
    li, at, tick, text, ...stateOf(li, text), nested: [], id: times > 1 ? `${li.dataset.item}+${times}` : li.dataset.item,
    of: li.dataset.content ?? "", isDefault: li.matches(".task.done"), risk: RISKS[li.dataset.risk] ?? 3,
    number: li.dataset.n ? `${li.dataset.n}. ` : "",
  };
}

// --- The box -----------------------------------------------------------------------

function pointTick(li) {
  // The whole line is the label, and how risky it is a part of it; what the point says is told apart.
  const line = /** @type {HTMLElement} */ (one(".do", li));
  line.firstElementChild?.classList.add("said");
  return ticked(one(".box", li), line, `tick-${li.dataset.item}`, [...line.childNodes]);
}
// The box and what follows it, up to a list inside or another block.
function taskTick(li, times) {
  const old = /** @type {HTMLElement} */ (one(".box", li));
  const inside = [];
  for (let node = old.nextSibling; node && !BLOCK.test(node.nodeName); node = node.nextSibling) inside.push(node);
  return ticked(old, null, `tick-${li.dataset.item}-${times}`, inside);
}
function ticked(old, holder, id, inside) {
  const tick = el("input", { type: "checkbox", class: "box", id });
  const label = el("label", { for: id });
  if (holder) holder.append(label); else old.after(label);
  old.replaceWith(tick);
  label.append(...inside);
  if (!label.textContent.trim()) tick.setAttribute("aria-label", id);
  return { tick, label };
}

// --- Flag, way to keep the tick, note ----------------------------------------------

function stateOf(li, text) {
  const name = words("note", { name: text.slice(0, 80) });
  const flag = el("span", { class: "flag changed" });
  const still = button(words("still"), () => {}, { class: "quiet" });
  const changed = el("p", { class: "state", hidden: true }, flag, " ", still);
  const note = el("textarea", { rows: 2, maxlength: 4000, "aria-label": name, hidden: true });
  const noteButton = button(words("note_add"), () => { note.hidden = false; noteButton.hidden = true; note.focus(); },
    { class: "quiet note", "aria-label": name });
  const row = el("div", { class: "item-tools" }, changed, noteButton, note);
  const list = one(":scope > :is(ul, ol)", li);
  if (list) list.before(row); else li.append(row);
  return { flag, still, changed, note, noteButton };
}
