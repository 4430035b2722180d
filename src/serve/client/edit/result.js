// @ts-check
// The result of what is typed: the blocks of the page as it would be.
//
// In: the page's HTML with the draft, the lines of the block. Out: its blocks, to be shown below the text.
import { all, el, one } from "../../../../themes/default/scripts/dom.js";

/** @param {string} html @returns {Node[]} */
export function blocksOf(html, what, first, last) {
  const doc = new DOMParser().parseFromString(html, "text/html");
  if (what === "title") return [...(one("main .head h1", doc) ? [harmless(one("main .head h1", doc))] : [])];
  const main = one("main", doc);
  const at = (block) => Number(block.dataset.line);
  const found = main ? all("[data-line]", main).filter((block) => what === "page" || (at(block) >= first && at(block) <= last)) : [];
  const outer = found.filter((block) => !found.some((other) => other !== block && other.contains(block)));
  return grouped(outer);
}

// An item alone is none: it gets the list that it stands in, without the others.
function grouped(blocks) {
  /** @type {HTMLElement[]} */
  const out = [];
  /** @type {{from: Element, copy: HTMLElement} | null} */
  let list = null;
  for (const block of blocks) {
    const parent = block.parentElement;
    if (!/^(LI|DT|DD)$/.test(block.nodeName) || !parent) {
      out.push(harmless(block));
      list = null;
      continue;
    }
    if (list?.from !== parent) {
      const copy = /** @type {HTMLElement} */ (parent.cloneNode(false));
      const before = [...parent.children].indexOf(block);
      if (copy instanceof HTMLOListElement && before > 0) copy.start = (copy.start || 1) + before;
      list = { from: parent, copy };
      out.push(copy);
    }
    list?.copy.append(harmless(block));
  }
  return out;
}

// A copy that nobody takes for the page's own: no ids, no lines, nothing that plays.
function harmless(block) {
  const copy = /** @type {HTMLElement} */ (document.importNode(block, true));
  for (const node of [copy, ...all("*", copy)]) {
    node.removeAttribute("id");
    node.removeAttribute("data-line");
    node.removeAttribute("name");
  }
  for (const node of all("script, video, audio, iframe", copy)) node.replaceWith(el("p", null, `<${node.nodeName.toLowerCase()}>`));
  return copy;
}
