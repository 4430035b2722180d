// @ts-check
// Blocks of the text: code that can be copied, boxes that scroll, headings whose link can be copied.
//
// In: the page's text. Out: buttons, and what the keyboard needs to reach a box.
import { about, all, button, one } from "../dom.js";
import { copy, say, words } from "./voice.js";

export function copyButtons() {
  for (const box of all(".code")) {
    const code = one("code", box);
    if (code && !one(".copy", box)) box.append(copyButton(code));
  }
}

function copyButton(code) {
  let timer;
  const done = () => {
    say(words.copied);
    made.classList.add("done");
    clearTimeout(timer);
    timer = setTimeout(() => { made.classList.remove("done"); }, 2000);
  };
  const made = button("", () => copy(typed(code), done), { class: "copy", "aria-label": words.copy });
  return made;
}

/** The text of a block: of a session what was typed, and no line that is gone. */
function typed(code) {
  const text = code.cloneNode(true);
  for (const part of all(".prompt, .output, .gone", text)) part.remove();
  return text.textContent;
}

let watched;

/** A box that scrolls must be reachable by keyboard, and only such a box. */
export function markScrollers() {
  const boxes = all('.code pre, .table, .drawing, math[display="block"]');
  const names = namesOf(boxes);
  watched?.disconnect();
  watched = new ResizeObserver((entries) => { for (const { target } of entries) fit(target, names.get(target)); });
  for (const box of boxes) watched.observe(box);
}

// Regions need names of their own: the kind, and which one on this page. A formula stays a formula: it only becomes
// focusable.
function namesOf(boxes) {
  const counts = { code: 0, table: 0 };
  const kind = (box) => (box.matches(".table") ? "table" : "code");
  const named = boxes.filter((box) => box.matches(".table, pre")).map((box) => [box, `${words[kind(box)]} (${++counts[kind(box)]})`]);
  return new Map(named);
}

function fit(box, name) {
  const over = box.scrollWidth > box.clientWidth;
  put(box, "tabindex", over && "0");
  put(box, "role", over && name && "region");
  put(box, "aria-label", over && name);
}

function put(box, attribute, value) {
  if (value) box.setAttribute(attribute, value); else box.removeAttribute(attribute);
}

/** A click on a heading's # also copies the link, and says so beside it. */
export function copyHeadingLinks() {
  document.addEventListener("click", (event) => {
    const link = /** @type {HTMLAnchorElement} */ (about(event, "a.anchor"));
    if (!link) return;
    copy(link.href, () => {
      say(words.linkCopied);
      link.dataset.told = words.linkCopied;
      setTimeout(() => { delete link.dataset.told; }, 2000);
    });
  });
}
