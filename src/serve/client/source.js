// @ts-check
// From a block of the page to its source.
//
// In: a double click, the block that is read. Out: the author's editor, at its line.
import { about, all } from "../../../themes/default/scripts/dom.js";
import { say } from "./panel.js";
import { edit, facts, shown } from "./server.js";

const NOT_TEXT = "a, button, input, textarea, select, summary, label, #docent-preview, #docent-bar, #docent-drawer";

if (shown.canEdit) {
  document.addEventListener("dblclick", (event) => {
    if (about(event, NOT_TEXT) || !about(event, "[data-line], main .head")) return;
    getSelection()?.removeAllRanges();
    toSource(event.target);
  });
}

/** The page's own file: embedded text says which file it is from. */
export async function toSource(block) {
  const from = block?.closest("[data-file]"), at = block?.closest("[data-line]");
  const line = at ? Number(at.dataset.line) : 1;
  const file = from ? from.dataset.file : (await facts()).source;
  if (file) edit(file, line, 1, say);
}

/** The block that has the focus, else the first one in view. */
export function readNow() {
  const focused = document.activeElement?.closest("[data-line]");
  return focused ?? all("main [data-line]").find((block) => block.getBoundingClientRect().bottom > 72);
}
