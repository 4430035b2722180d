// @ts-check
// From reading to writing: a pencil at the block that is pointed at, keys that go from block to block, what was undone.
//
// In: the page's blocks, which say on which line they begin. Out: an editor in the place of one (`edit/box.js`).
import { about, all, button, el, one } from "../../../themes/default/scripts/dom.js";
import { ask, keptText } from "./edit/ask.js";
import { editHere, isEditing, top } from "./edit/box.js";
import { filledIn, phrases } from "./edit/words.js";
import { bar, say } from "./panel.js";
import { page, shown } from "./server.js";

const BLOCK = "main [data-line], main .head h1";
const OURS = "#docent-editor, #docent-preview, #docent-bar, #docent-drawer, #docent-pencil";
const TYPED = "input, textarea, select, [contenteditable]";

/** @type {HTMLElement | null} */
let current = null;
const pencil = button("✎", () => { if (current) begin(current); }, { id: "docent-pencil", hidden: "", tabindex: "-1" });

// The outermost block that begins on the same line: what a paragraph of an item is written with.
function whole(block) {
  const above = block.parentElement?.closest("[data-line]");
  return above && above.dataset.line === block.dataset.line ? whole(above) : block;
}
function blockAt(node) {
  const found = node instanceof Element && !node.closest(OURS) ? node.closest(BLOCK) : null;
  return found instanceof HTMLElement ? whole(found) : null;
}
const isTitle = (block) => !block.dataset.line;
const blocks = () => all(BLOCK).filter((block) => whole(block) === block && !block.closest(OURS) && block.getClientRects().length > 0);

function point(block) {
  current = block;
  pencil.hidden = !block || isEditing();
  if (!block) return;
  const label = isTitle(block) ? phrases.editTitle : phrases.edit;
  pencil.setAttribute("aria-label", label);
  pencil.title = label;
  const box = block.getBoundingClientRect();
  const isRtl = getComputedStyle(block).direction === "rtl";
  const room = isRtl ? box.left > 40 : innerWidth - box.right > 40;
  const across = isRtl ? box.left - (room ? 36 : 0) : box.right - (room ? -4 : 32);
  pencil.style.left = `${Math.max(0, across + scrollX)}px`;
  pencil.style.top = `${Math.max(0, box.top + scrollY - (room ? 2 : 26))}px`;
}

async function begin(block) {
  const what = isTitle(block) ? "title" : "block";
  await start(what, { page, what, line: Number(block.dataset.line ?? 0) }, block);
}
/** @param {"block" | "title" | "page"} what @param {any} question @param {HTMLElement | null} place */
async function start(what, question, place, tries = 8) {
  pencil.hidden = true;
  try {
    const unit = await ask("read", question);
    const now = place?.isConnected ? place : onLine(question.line) ?? top();
    if (now) editHere(what, unit, now, focusLine);
    pencil.hidden = true;
  } catch (error) {
    // It was saved a moment ago, and is being built.
    if (error.status === 409 && tries > 0) setTimeout(() => start(what, question, place, tries - 1), 250);
    else say(error.message);
  }
}
const onLine = (line) => blocks().find((block) => Number(block.dataset.line) === line);

function focusLine(line) {
  const found = blocks();
  const near = found.find((block) => Number(block.dataset.line ?? 0) >= line) ?? found.at(-1);
  if (near) focusBlock(near);
}
function focusBlock(block) {
  if (!block.hasAttribute("tabindex")) block.tabIndex = -1;
  block.focus({ preventScroll: true });
  const box = block.getBoundingClientRect();
  if (box.top < 72 || box.bottom > innerHeight) block.scrollIntoView({ block: "center" });
  point(block);
}
// From the block that has the focus, else from the first one in view.
function step(by) {
  const all = blocks();
  const own = document.activeElement ? blockAt(document.activeElement) : null;
  const at = own ? all.indexOf(own) + by : all.findIndex((block) => block.getBoundingClientRect().bottom > 72);
  const next = all[Math.max(0, Math.min(all.length - 1, at))];
  if (next) focusBlock(next);
}

async function back(what) {
  try {
    const { files } = await ask(what, {});
    say(filledIn(what === "undo" ? phrases.undone : phrases.redone, { files: files.join(", ") }));
  } catch (error) { say(error.message); }
}

// --- The menu in the corner --------------------------------------------------------------

const menu = el("div", { id: "docent-desk", role: "group", "aria-label": phrases.deskLabel, hidden: "" });
const opener = button(phrases.desk, () => toggleMenu(menu.hidden), { id: "docent-write", "aria-expanded": "false", "aria-controls": "docent-desk" });
function toggleMenu(isOpen) {
  menu.hidden = !isOpen;
  opener.setAttribute("aria-expanded", String(isOpen));
  if (isOpen) one("button", menu)?.focus(); else if (menu.contains(document.activeElement)) opener.focus();
}
const entry = (label, act) => button(label, () => { toggleMenu(false); act(); });
menu.append(entry(phrases.whole, () => start("page", { page, what: "page" }, top())),
  entry(phrases.undo, () => back("undo")), entry(phrases.redo, () => back("redo")), el("p", null, phrases.hint));

// --- Begin -------------------------------------------------------------------------------

function keys(event) {
  if (event.key === "Escape" && !menu.hidden) { event.stopImmediatePropagation(); toggleMenu(false); return; }
  if (about(event, TYPED) || isEditing() || one("dialog[open]")) return;
  if (event.altKey && !event.ctrlKey && !event.metaKey && /^Arrow(Up|Down)$/.test(event.key)) {
    event.preventDefault();
    step(event.key === "ArrowDown" ? 1 : -1);
  }
  const block = document.activeElement ? blockAt(document.activeElement) : null;
  if (event.code === "KeyE" && !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey && block) {
    event.preventDefault();
    begin(block);
  }
}

/** A text that was not saved when the page was loaded anew. */
function goOn() {
  const kept = keptText();
  if (!kept) return;
  const place = kept.what === "block" ? onLine(kept.unit.start + 1) : null;
  const now = place ?? (kept.what === "title" ? one("main .head h1") : null) ?? top();
  if (now) editHere(/** @type {any} */ (kept.what), kept.unit, now, focusLine);
}

if (shown.writes) {
  document.addEventListener("pointerover", (event) => { const block = blockAt(event.target); if (block) point(block); });
  document.addEventListener("focusin", (event) => { const block = blockAt(event.target); if (block) point(block); });
  document.addEventListener("docent:patched", () => { if (current && !current.isConnected) point(null); });
  addEventListener("resize", () => point(null));
  addEventListener("keydown", keys, true);
  document.body.append(pencil, menu);
  bar.prepend(opener);
  goOn();
}
