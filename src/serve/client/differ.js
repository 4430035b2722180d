// @ts-check
// The page as it was served is compared with the page as it is served now, block by block, by the text of their HTML.
//
// In: the page on the screen, which scripts have changed since, and the two that were served. Out: the page on the screen,
// changed: only blocks that differ are touched, so scroll, open details, ticked boxes and focus stay as they are.
import { all } from "../../../themes/default/scripts/dom.js";

/** Makes `live`, which shows `before`, show `after`. Adds to `touched` what differs. */
export function patch(live, before, after, touched) {
  if (before.nodeType === Node.TEXT_NODE) {
    if (before.data !== after.data) { live.data = after.data; touched.push(live.parentElement); }
    return;
  }
  patchAttributes(live, before, after);
  if (signature(before) === signature(after)) return patchLines(live, after);
  const served = nodes(before), fresh = nodes(after);
  const there = onScreen(live, served), mate = pairs(served, fresh);
  removeGone(live, there, new Set(mate.values()), touched);
  placeFresh(live, fresh, served, there, mate, touched);
}

function removeGone(live, there, kept, touched) {
  there.forEach((node, i) => {
    if (kept.has(i) || !node) return;
    node.remove();
    touched.push(live);
  });
}

function placeFresh(live, fresh, served, there, mate, touched) {
  /** @type {ChildNode | null} */
  let last = null;
  for (const node of fresh) {
    const i = mate.get(node);
    const own = i === undefined ? document.importNode(node, true) : there[i];
    if (!own) continue; // a script took it: it is theirs
    if (i === undefined) touched.push(own.nodeType === Node.ELEMENT_NODE ? own : live);
    else patch(own, served[i], node, touched);
    // In order: moved only where it does not stand already.
    if (own.parentNode !== live) live.insertBefore(own, last ? last.nextSibling : live.firstChild);
    last = own;
  }
}

export function patchAttributes(live, before, after) {
  for (const { name, value } of after.attributes) if (before.getAttribute(name) !== value) live.setAttribute(name, value);
  for (const { name } of before.attributes) if (!after.hasAttribute(name)) live.removeAttribute(name);
}

// The same block further down in the file.
function patchLines(live, after) {
  const own = all("[data-line]", live), fresh = all("[data-line]", after);
  if (own.length === fresh.length) fresh.forEach((node, i) => { own[i].dataset.line = node.dataset.line; });
}

// --- Which node is which -------------------------------------------------------------

const signatures = new WeakMap();
// What a node is, but for line numbers, which all change below an added line.
function signature(node) {
  if (!signatures.has(node)) {
    const isElement = node.nodeType === Node.ELEMENT_NODE;
    signatures.set(node, isElement ? node.outerHTML.replace(/ data-line="\d+"/g, "") : `${node.nodeType}:${node.data}`);
  }
  return signatures.get(node);
}

const INLINE = /^(P|A|EM|STRONG|CODE|SPAN|LI|TD|TH|H[1-6]|DT|DD|SUMMARY|FIGCAPTION|MARK|DEL|SMALL|LABEL|KBD|SUP|SUB)$/;
// White space counts where it stands between words.
function nodes(parent) {
  const counts = (node) => node.nodeType === Node.ELEMENT_NODE
    || (node.nodeType === Node.TEXT_NODE && (node.data.trim() !== "" || INLINE.test(parent.nodeName)));
  return [...parent.childNodes].filter(counts);
}

// A script may have given a block a class: one that was served without any is still itself.
function alike(a, b) {
  if (a.nodeName !== b.nodeName || a.nodeType !== Node.ELEMENT_NODE) return a.nodeName === b.nodeName;
  return a.id === b.id && (!a.classList.length || a.classList[0] === b.classList[0]);
}

// For each served child, the one on the screen. Scripts have added some, and replaced some: those have no place here.
function onScreen(live, served) {
  const there = [...live.childNodes];
  let at = 0;
  return served.map((node) => {
    const isIt = (own, i) => i >= at && alike(node, own) && (node.nodeType !== Node.TEXT_NODE || own.data === node.data);
    const found = there.findIndex(isIt);
    if (found < 0) return null;
    at = found + 1;
    return there[found];
  });
}

// --- Pairs of served and new children: new -> number of the served one ----------------

function pairs(before, after) {
  const mate = new Map();
  const same = (i, j) => signature(before[i]) === signature(after[j]);
  let start = 0, left = before.length, right = after.length;
  while (start < left && start < right && same(start, start)) { mate.set(after[start], start); start++; }
  while (left > start && right > start && same(left - 1, right - 1)) { left--; right--; mate.set(after[right], left); }
  pairEqual(mate, after.slice(start, right), (node, i) => signature(before[i]) === signature(node), start, left);
  pairAlike(mate, after.slice(start, right), (node, i) => alike(before[i], node), start, left);
  return mate;
}

// Equal ones first, in order.
function pairEqual(mate, fresh, same, start, left) {
  let at = start;
  for (const node of fresh) {
    const i = firstBetween(at, left, (i) => same(node, i));
    if (i !== null) { mate.set(node, i); at = i + 1; }
  }
}
// Then those in between that are of one kind.
function pairAlike(mate, fresh, kin, start, left) {
  let free = start;
  fresh.forEach((node, j) => {
    if (mate.has(node)) { free = mate.get(node) + 1; return; }
    const next = fresh.slice(j + 1).find((later) => mate.has(later));
    const i = firstBetween(free, next ? mate.get(next) : left, (i) => kin(node, i));
    if (i !== null) { mate.set(node, i); free = i + 1; }
  });
}
function firstBetween(from, to, fits) {
  for (let i = from; i < to; i++) if (fits(i)) return i;
  return null;
}
