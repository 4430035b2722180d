// Tabs: without script, with it, by keyboard, by an address that leads into one, and on paper.

import assert from "node:assert/strict";
import { test } from "node:test";
import * as audit from "./lib/audit.mjs";
import { launch } from "./lib/chromium.mjs";
import { project } from "./lib/progress.mjs";
import { settled } from "./lib/search.mjs";

const BOX = ".az .search";

const set = (more = "") => `::::tabs\n:::tab[npm]\nWith npm${more}.\n:::\n:::tab[Yarn]\n### Yarn${more}\n\nWith yarn${more}.\n:::\n:::tab[pnpm]\nWith pnpm${more}.\n:::\n::::\n\n`;
const FILES = {
  "docent.yaml": "title: Tabs\n",
  "content/index.md": `# Tabs\n\n${set(" one")}${"Text.\n\n".repeat(40)}${set(" two")}:::steps\n1. One\n2. Two\n:::\n\n::::cards\n:::card[T]{href=b.md}\nText with [a link](b.md).\n:::\n::::\n\n:::details[More]\nText\n:::\n`,
  "content/b.md": "# B\n\n[there](index.md#yarn-two)\n",
};
const site = await project(FILES);
const browser = await launch();

async function open(path, options = {}) {
  const page = await browser.newPage(options);
  page.heard = audit.listen(page, site.origin);
  await page.goto(`${site.origin}/${path}`);
  return page;
}
const shown = async (page) => {
  const texts = await page.locator(".tab:visible > p").allTextContents();
  return texts.map((text) => text.replace(/^With |\.$/g, ""));
};
const label = (page, title, number = 0) => page.locator(".tabs > label", { hasText: title }).nth(number);
const scriptless = { javaScriptEnabled: false };

test("without script: a click and the arrow keys show another tab", async () => {
  const page = await open("index.html", scriptless);
  assert.deepEqual(await shown(page), ["npm one", "npm two"]);
  await label(page, "Yarn").click();
  assert.deepEqual(await shown(page), ["yarn one", "npm two"]);
  await page.keyboard.press("ArrowRight");
  assert.deepEqual(await shown(page), ["pnpm one", "npm two"]);
  await page.keyboard.press("ArrowRight");
  assert.deepEqual(await shown(page), ["npm one", "npm two"]);
  // One stop for each set.
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowLeft");
  assert.deepEqual(await shown(page), ["npm one", "pnpm two"]);
});

test("without script: what an address leads to is shown", async () => {
  const page = await open("index.html#yarn-two", scriptless);
  assert.equal(await page.locator("#yarn-two").isVisible(), true);
  assert.deepEqual(await shown(page), ["npm one", "npm two", "yarn two", "pnpm two"]);
});

test("with script: the same titles switch together, and the choice is kept", async () => {
  const page = await open("index.html");
  await label(page, "pnpm", 1).scrollIntoViewIfNeeded();
  const top = () => label(page, "pnpm", 1).evaluate((el) => Math.round(el.getBoundingClientRect().top));
  const before = await top();
  await label(page, "pnpm", 1).click();
  assert.deepEqual(await shown(page), ["pnpm one", "pnpm two"]);
  assert.ok(Math.abs(await top() - before) <= 1, "the place of the click has moved");
  await page.reload();
  assert.deepEqual(await shown(page), ["pnpm one", "pnpm two"]);
  assert.deepEqual(page.heard, []);
});

test("with script: a link into a tab opens it and leads to its heading", async () => {
  const page = await open("b.html");
  await page.getByRole("link", { name: "there" }).click();
  const heading = page.locator("#yarn-two");
  await heading.waitFor();
  assert.deepEqual(await shown(page), ["npm one", "yarn two"]);
  assert.equal(await heading.evaluate((el) => el.getBoundingClientRect().top < innerHeight && el.getBoundingClientRect().top >= 0), true);
});

test("on paper all tabs stand one below another, behind their titles", async () => {
  const page = await open("index.html");
  await page.emulateMedia({ media: "print" });
  assert.deepEqual(await shown(page), ["npm one", "yarn one", "pnpm one", "npm two", "yarn two", "pnpm two"]);
  const tops = await page.locator(".tabs").first().locator("> label, > .tab").evaluateAll((all) => all.map((el) => el.getBoundingClientRect().top));
  assert.deepEqual(tops, tops.toSorted((a, b) => a - b));
});

test("blocks pass the audit of all pages, wide and narrow", async () => {
  for (const width of [1440, 390, 320]) {
    const page = await open("index.html", { viewport: { width, height: 900 } });
    assert.deepEqual([...await audit.axe(page), ...await audit.overflow(page), ...await audit.smallTargets(page)], [], `${width} px`);
  }
});

test("a word that search found in a tab is shown", async () => {
  const page = await open("search.html?q=pnpm");
  await settled(page, "pnpm", BOX);
  await page.locator(`${BOX} .list a`).first().click();
  await page.waitForFunction(() => CSS.highlights.has("d-found"));
  assert.deepEqual(await shown(page), ["pnpm one", "pnpm two"]);
});
