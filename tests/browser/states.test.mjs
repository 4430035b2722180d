// What a reader opens and presses: the menu, the contents, folded answers, the colours, the copy button.
//
// axe-core sees only what is shown, so each state is audited open; the script's tools are asked what they did.

import assert from "node:assert/strict";
import { test } from "node:test";
import * as audit from "./lib/audit.mjs";
import { launch } from "./lib/chromium.mjs";
import { build, buildHandbook, built, scratch, useTheme, write } from "./lib/docent.mjs";
import { serve } from "./lib/server.mjs";

const ROLE = "roles/account-manager.html";
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const DESKTOP = { viewport: { width: 1440, height: 900 } };
// Everything that the script adds to, beside headings that claim the frame's own ids.
const TOOLS = "# Tools\n\n```js\nconst a = 1;\n```\n\n## Section\n\n| a | b |\n| - | - |\n| " + "wide ".repeat(9)
  + "| d |\n\n```\n" + "long ".repeat(90) + "\n```\n\n## D status\n\n## D nav\n\n## D title\n";

const HELD = "# Held\n\n:::tabs\n:::tab[One]\nFirst.\n:::\n:::tab[Two]\nSecond.\n:::\n:::\n\n```mermaid\nflowchart LR\n  A[Start] --> B[Way] --> C[Further] --> D[End]\n```\n\n"
  + "- [ ] A task\n\n:::details[More]\nText.\n:::\n";

const browser = await launch();
const handbook = await serve(buildHandbook());
const tools = await serve(toolsSite());
const held = await serve(heldSite());

function toolsSite() {
  const root = scratch();
  write(root, { "docent.yaml": "title: Tools\n", "content/index.md": "[[tools]]\n", "content/tools.md": TOOLS });
  useTheme(root);
  return built(build(root));
}

function heldSite() {
  const root = scratch();
  write(root, { "docent.yaml": "title: Held\nprint: [all]\ndiagnostics: {orphan: ignore}\n", "content/index.md": "# Front\n\n[[held]]\n", "content/held.md": HELD });
  useTheme(root);
  return built(build(root));
}

async function open(url, options) {
  const context = await browser.newContext({ ...options, permissions: ["clipboard-read", "clipboard-write"] });
  const page = await context.newPage();
  page.heard = audit.listen(page, new URL(url).origin);
  await page.goto(url);
  return page;
}

const faults = async (page) => [...await audit.inBothSchemes(page), ...await audit.smallTargets(page), ...await audit.overflow(page), ...page.heard];

for (const lang of ["en", "ru"]) {
  test(`phone, ${lang}: the open menu, the open contents, the open answers`, async () => {
    const page = await open(`${handbook.origin}/${lang}/${ROLE}`, PHONE);
    await page.locator(".menu").tap();
    // The browser tells of an opened popover a moment later.
    await page.locator('.menu[aria-expanded="true"]').waitFor();
    assert.deepEqual(await faults(page), []);
    await page.keyboard.press("Escape");
    await page.locator(".toc summary").tap();
    for (const question of await page.locator(".check summary").all()) await question.tap();
    assert.deepEqual(await faults(page), []);
  });
}

test("rows of the menu and of the contents are 44 px high on a phone", async () => {
  const page = await open(`${handbook.origin}/en/${ROLE}`, PHONE);
  await page.locator(".menu").tap();
  const rows = await page.locator("#d-nav a").evaluateAll((all) => all.map((el) => el.getBoundingClientRect().height));
  await page.keyboard.press("Escape");
  await page.locator(".toc summary").tap();
  rows.push(...await page.locator(".toc a").evaluateAll((all) => all.map((el) => el.getBoundingClientRect().height)));
  // Rows of folded lists have no height.
  const shown = rows.filter((height) => height > 0);
  assert.ok(shown.length > 8 && Math.min(...shown) >= 44, `lowest of ${shown.length}: ${Math.min(...shown)}`);
});

test("the first Tab is the link past the frame, and it leads to the title", async () => {
  const page = await open(`${handbook.origin}/en/${ROLE}`, DESKTOP);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement.localName === "h1");
});

test("the colours: a choice holds on the next page, and 'system' takes it back", async () => {
  const page = await open(`${handbook.origin}/en/${ROLE}`, { ...DESKTOP, colorScheme: "light" });
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await ground();
  const scheme = page.locator(".theme");
  await scheme.click();
  assert.equal(await ground(), light);
  await scheme.click();
  const dark = await ground();
  assert.notEqual(dark, light);
  await page.goto(`${handbook.origin}/en/index.html`);
  assert.equal(await ground(), dark);
  await scheme.click();
  assert.equal(await ground(), light);
});

test("headings cannot take the frame's place: the tools work on", async () => {
  const page = await open(`${tools.origin}/tools.html`, PHONE);
  await page.locator(".copy").first().tap();
  await page.waitForFunction(() => document.querySelector("body > #d-status").textContent === "Copied");
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), "const a = 1;\n");
  await page.locator(".menu").tap();
  assert.equal(await page.locator(".frame > nav a").first().isVisible(), true);
});

test("boxes that scroll can be reached by keyboard and have names, others are left alone", async () => {
  const page = await open(`${tools.origin}/tools.html`, PHONE);
  await page.waitForFunction(() => document.querySelector("[role=region]"));
  const boxes = await page.locator(".code pre, .table").evaluateAll((all) =>
    all.map((el) => [el.scrollWidth > el.clientWidth, el.tabIndex === 0, Boolean(el.ariaLabel)]));
  assert.ok(boxes.some(([scrolls]) => scrolls) && boxes.some(([scrolls]) => !scrolls));
  for (const [scrolls, focusable, named] of boxes) assert.deepEqual([focusable, named], [scrolls, scrolls]);
});

test("the contents mark the section that is read", async () => {
  const page = await open(`${handbook.origin}/en/${ROLE}`, DESKTOP);
  const marked = () => page.locator(".toc [aria-current]").allTextContents();
  assert.deepEqual(await marked(), ["Overview"]);
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await page.waitForFunction(() => document.querySelector(".toc [aria-current]").textContent !== "Overview");
  assert.deepEqual(await marked(), ["Test yourself"]);
});

// --- What a page holds, used: tabs, a diagram; and the pages of changes and to be printed

const USED = {
  "another tab, the source of a diagram": ["held.html", async (page) => {
    await page.locator(".tabs > label").nth(1).click();
    await page.locator(".diagram summary").click();
    await page.locator(".diagram code").waitFor();
  }],
  "the page of changes": ["changes.html", async () => {}],
  "the page to be printed": ["print.html", async () => {}],
};

for (const [name, [path, use]] of Object.entries(USED)) {
  for (const [device, options] of [["a desk", DESKTOP], ["a phone", PHONE]]) {
    test(`${name}, on ${device}: no faults in light, dark and forced colours`, async () => {
      const page = await open(`${held.origin}/${path}`, options);
      await use(page);
      assert.deepEqual(await faults(page), []);
      await page.emulateMedia({ forcedColors: "active" });
      assert.deepEqual(await audit.axe(page), []);
    });
  }
}
