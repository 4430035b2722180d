// @ts-check
// Progress: its scripts are fetched where there is something to tick, or where this reader has marked something.
//
// In: `meta[name=docent-progress]`, what the page holds, what the browser keeps. Out: progress.js and what belongs to it.
import { all, load, one } from "../dom.js";
import { script, sheet } from "./arrives.js";

export function fetchProgress() {
  const meta = /** @type {HTMLMetaElement} */ (one('meta[name="docent-progress"]', document.head));
  if (!meta) return;
  const { css, words, js, list } = meta.dataset;
  const prefix = `docent:${meta.content}:`;
  const hasList = one("main .run[data-key], main .task[data-item]");
  const resumes = one("main .resume") && isAnyKept(prefix);
  if (!resumes) document.documentElement.classList.remove("resumes");
  if (!hasList && !one("main .run") && !resumes && !isStepBegun(prefix)) return;
  afterPaint(() => {
    sheet(css);
    for (const url of [words, js, ...(hasList ? [list] : [])]) script(url);
  });
}

// The text comes first: what makes it a tool has no part in the first paint, and room is kept for it.
function afterPaint(act) {
  const soon = () => { if ("requestIdleCallback" in window) requestIdleCallback(act, { timeout: 1000 }); else setTimeout(act, 50); };
  if (document.readyState === "complete") soon(); else addEventListener("load", soon, { once: true });
}

// On a step's page: the reader comes from its path, or has marked a step of it.
function isStepBegun(prefix) {
  const on = load("sessionStorage", `${prefix}on`) || "";
  const isBegun = ({ dataset }) => on.includes(JSON.stringify(dataset.path)) || load("localStorage", `${prefix}path:${dataset.path}`);
  return all("main > .foot .on-path [data-path]").some(isBegun);
}

// On the front page: anything is kept at all.
function isAnyKept(prefix) {
  try { return Object.keys(localStorage).some((key) => /^(path|checklist):/.test(key.slice(prefix.length)) && key.startsWith(prefix)); } catch { return false; }
}
