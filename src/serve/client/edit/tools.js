// @ts-check
// Marks for those who do not know Markdown: they are put around what is selected, and can be seen in the text.
//
// In: a text field. Out: a row of buttons; one Tab leads in, arrow keys go on.
import { all, button, el } from "../../../../themes/default/scripts/dom.js";
import { phrases } from "./words.js";

/** @param {HTMLTextAreaElement} area */
export function toolbar(area) {
  const tool = (label, text, act) => button(text, () => { act(area); changed(area); }, { "aria-label": label, title: label });
  const row = el("div", { class: "docent-tools", role: "toolbar", "aria-label": phrases.tools },
    tool(phrases.bold, "B", (area) => around(area, "**", "**")),
    tool(phrases.italic, "I", (area) => around(area, "*", "*")),
    tool(phrases.code, "<>", (area) => around(area, "`", "`")),
    tool(phrases.link, "[[ ]]", (area) => around(area, "[[", "")),
    tool(phrases.list, "•", items));
  const buttons = all("button", row);
  buttons.forEach((one, i) => { one.tabIndex = i === 0 ? 0 : -1; });
  row.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = buttons.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    buttons[(at + step + buttons.length) % buttons.length].focus();
  });
  return row;
}

function changed(area) {
  area.focus();
  area.dispatchEvent(new InputEvent("input", { bubbles: true }));
}
function around(area, before, after) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  area.setRangeText(before + value.slice(start, end) + after, start, end, "preserve");
  area.setSelectionRange(start + before.length, end + before.length);
}
// Each line that is selected begins with a mark.
function items(area) {
  const start = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
  const lines = area.value.slice(start, area.selectionEnd).split("\n");
  area.setRangeText(lines.map((line) => (line.startsWith("- ") ? line : `- ${line}`)).join("\n"), start, area.selectionEnd, "end");
}
