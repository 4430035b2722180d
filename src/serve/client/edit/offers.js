// @ts-check
// What may be written at the cursor: pages and headings behind `[[` and `](`.
//
// In: the text up to the cursor; the server says what fits. Out: a list below the text, chosen by arrow keys or a click.
import { el } from "../../../../themes/default/scripts/dom.js";
import { ask } from "./ask.js";
import { filledIn, phrases } from "./words.js";

const OPEN = /(\[\[[^\]\n]*|\]\([^)\n]*)$/;
const LIST = "docent-offers";

/** @param {HTMLTextAreaElement} area @param {() => string} file @param {(text: string) => void} tell */
export function offers(area, file, tell) {
  const list = el("ul", { id: LIST, role: "listbox", "aria-label": phrases.offers, hidden: "" });
  let items = [], typed = "", at = -1, number = 0;
  area.setAttribute("aria-autocomplete", "list");
  area.setAttribute("aria-controls", LIST);

  const isOpen = () => !list.hidden;
  function close() {
    number++;
    list.hidden = true;
    area.removeAttribute("aria-activedescendant");
  }
  async function look() {
    const before = area.value.slice(0, area.selectionStart);
    const own = ++number;
    if (area.selectionStart !== area.selectionEnd || !OPEN.test(before)) return close();
    try {
      const answer = await ask("offers", { file: file(), before });
      if (own === number) show(answer);
    } catch { close(); }
  }
  function show(answer) {
    ({ items, typed } = answer);
    list.replaceChildren(...items.map(option));
    list.hidden = items.length === 0;
    if (items.length === 0) return;
    choose(0);
    tell(filledIn(phrases.offered, { n: items.length }));
  }
  function option(item, i) {
    const made = el("li", { role: "option", id: `${LIST}-${i}` }, el("b", null, item.label), item.detail ? el("small", null, item.detail) : null);
    // The text keeps the focus.
    made.addEventListener("pointerdown", (event) => { event.preventDefault(); take(i); });
    return made;
  }
  function choose(i) {
    at = (i + items.length) % items.length;
    [...list.children].forEach((made, n) => { made.setAttribute("aria-selected", String(n === at)); });
    list.children[at].scrollIntoView({ block: "nearest" });
    area.setAttribute("aria-activedescendant", `${LIST}-${at}`);
  }
  function take(i) {
    const end = area.selectionStart, start = end - typed.length;
    const isWiki = /\[\[[^\]\n]*$/.test(area.value.slice(0, end));
    const closing = isWiki ? "]]" : ")";
    const more = area.value.startsWith(closing, end) ? "" : closing;
    close();
    area.setRangeText(items[i].text + more, start, end, "end");
    if (more === "") area.setSelectionRange(area.selectionStart + closing.length, area.selectionStart + closing.length);
    area.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
  /** Whether the key was one of the list's. */
  function key(event) {
    if (!isOpen() || event.ctrlKey || event.metaKey || event.altKey) return false;
    if (event.key === "ArrowDown") choose(at + 1);
    else if (event.key === "ArrowUp") choose(at - 1);
    else if (event.key === "Enter" || (event.key === "Tab" && !event.shiftKey)) take(at);
    else if (event.key === "Escape") close();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }
  return { list, look, close, key };
}
