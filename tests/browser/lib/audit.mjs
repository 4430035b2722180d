// What is wrong with a page, as a reader's browser shows it.
//
// In: an open page. Out: sentences, one a fault; none if all is well. The checks run in the page; nothing here knows
// which page it is. `audit.test.mjs` shows each of them a page that has the fault.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
// The rules whose answer depends on colours: what is asked again when only the colours changed.
const COLOUR_RULES = ["color-contrast", "link-in-text-block"];

/** axe-core: all rules. */
export const axe = (page) => run(page, { runOnly: { type: "tag", values: RULES } });

/** The rules of colours: all that can change when only the colours did. */
export const colours = (page) => run(page, { runOnly: { type: "rule", values: COLOUR_RULES } });

/** All rules but those of colours, which take half of the time. */
export function structure(page) {
  return run(page, { runOnly: { type: "tag", values: RULES }, rules: Object.fromEntries(COLOUR_RULES.map((rule) => [rule, { enabled: false }])) });
}

/** All rules in the page's colours, and those of colours in the others. Afterwards the page is light. */
export async function inBothSchemes(page) {
  const found = await axe(page);
  await page.emulateMedia({ colorScheme: "dark" });
  found.push(...(await colours(page)).map((fault) => `dark: ${fault}`));
  await page.emulateMedia({ colorScheme: "light" });
  return found;
}

async function run(page, options) {
  if (!await page.evaluate(() => "axe" in window)) await page.evaluate(`${AXE};0`);
  const found = await page.evaluate((options) => window.axe.run(document, { resultTypes: ["violations"], ...options }), options);
  return found.violations.map((v) => `axe ${v.id} (${v.nodes.length}): ${v.nodes.slice(0, 3).map((n) => n.target).join("; ")}`);
}

/** Anything that reaches beyond the window's side, outside of the boxes that are made to scroll. */
export function overflow(page) {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const outside = (el) => el.getBoundingClientRect().right > width + 1 && !el.closest(".table, pre, math");
    const culprits = [...document.querySelectorAll("body *")].filter(outside).slice(0, 4);
    return [`scrolls sideways at ${width} px: ${culprits.map((el) => `${el.tagName}.${el.className}`).join(" ")}`];
  });
}

/** Boxes that hold something, cut it off, and have no size: what they hold is there, and nobody sees it. */
export function squeezed(page) {
  return page.evaluate(() => {
    const clips = (el) => { const { overflowX, overflowY, clipPath, opacity } = getComputedStyle(el); return clipPath === "none" && opacity !== "0" && `${overflowX}${overflowY}` !== "visiblevisible"; };
    const empty = (el) => (el.clientHeight < 4 && el.scrollHeight > 12) || (el.clientWidth < 4 && el.scrollWidth > 12);
    const found = [...document.querySelectorAll("body *")].filter((el) => empty(el) && clips(el) && el.checkVisibility({ visibilityProperty: true }));
    return found.slice(0, 4).map((el) => `squeezed to ${el.clientWidth} x ${el.clientHeight} px: ${el.tagName}.${el.className} "${el.textContent.trim().slice(0, 30)}"`);
  });
}

/** Controls under 24 px. Links inside a sentence are excepted, as in WCAG 2.5.8. */
export function smallTargets(page) {
  return page.evaluate(() => {
    // The radio of the colour switch is an overlay of the size of its label.
    const shown = (el) => el.checkVisibility({ opacityProperty: false, visibilityProperty: true }) && !el.matches(".skip");
    const inline = (el) => getComputedStyle(el).display === "inline";
    const controls = [...document.querySelectorAll("a[href], button, summary, input, select")];
    const small = controls.filter((el) => shown(el) && !inline(el)).filter((el) => {
      const { width, height } = el.getBoundingClientRect();
      return width > 0 && Math.min(width, height) < 24;
    });
    return small.slice(0, 5).map((el) => `target under 24 px: ${el.tagName}.${el.className} "${el.textContent.slice(0, 30)}"`);
  });
}

/** The page's outline: one h1, a title, the language that its address says. */
export function outline(page, lang) {
  return page.evaluate((lang) => {
    const faults = [];
    const h1 = document.querySelectorAll("h1").length;
    if (h1 !== 1) faults.push(`${h1} h1`);
    if (!document.title.trim()) faults.push("no title");
    if (document.documentElement.lang !== lang) faults.push(`lang is ${document.documentElement.lang}, not ${lang}`);
    return faults;
  }, lang);
}

/** Writes down what a page says and asks for while it loads: errors, broken policy, other hosts. */
export function listen(page, origin) {
  const heard = [];
  page.on("pageerror", (error) => heard.push(`script error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error" || /Content Security/.test(message.text())) heard.push(`console: ${message.text()}`);
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(origin) && !request.url().startsWith("data:")) heard.push(`asks ${request.url()}`);
  });
  return heard;
}
