// Terms of the glossary: what hovering, focusing and tapping a mention shows, and what is left without script.
//
// WCAG 1.4.13 is asked in its three parts: the definition can be dismissed without moving, the pointer may move onto it,
// and it stays until the reader leaves it.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import * as audit from "./lib/audit.mjs";
import { launch } from "./lib/chromium.mjs";
import { build, built, scratch, useTheme, write } from "./lib/docent.mjs";
import { serve } from "./lib/server.mjs";

const LONG = "Вопросы, на которые клиент отвечает до начала работы. ".repeat(9);
const GLOSSARY = `- {term: Бриф, definition: "${LONG}"}\n- {term: Клиент, definition: "Тот, кто <b>платит</b> и \\"решает\\"."}\n`
  + "- {term: Правки, definition: Изменения.}\n";
// The last mention stands at the end of a line and of the page.
const PAGE = "# Страница\n\nБез брифа не начинают, а клиентам это объясняют.\n\n" + "Текст без терминов. ".repeat(400)
  + "\n\nВ конце стоят правки.\n";
const DESKTOP = { viewport: { width: 1440, height: 900 } };

const browser = await launch();
const site = buildSite();
const server = await serve(site);

function buildSite() {
  const root = scratch();
  const config = "default_language: ru\ndiagnostics: {orphan: ignore}\n";
  write(root, { "docent.yaml": config, "content/index.md": "[x](page.md)\n", "content/page.md": PAGE, "content/glossary.yaml": GLOSSARY });
  useTheme(root);
  return built(build(root));
}

async function open(options = DESKTOP, path = "page.html") {
  const page = await browser.newPage(options);
  page.heard = audit.listen(page, server.origin);
  await page.goto(`${server.origin}/${path}`);
  return page;
}

const term = (page, n = 0) => page.locator("a.term").nth(n);
const hint = (page) => page.locator(".term-hint:popover-open");
const faults = async (page) => [...await audit.inBothSchemes(page), ...await audit.smallTargets(page), ...await audit.overflow(page), ...page.heard];

test("on hover: the definition, named by the link, without a fault", async () => {
  const page = await open();
  assert.deepEqual(await faults(page), []);
  await term(page, 1).hover();
  await hint(page).waitFor();
  assert.equal(await hint(page).locator("[role=tooltip]").innerText(), "Клиент — Тот, кто <b>платит</b> и \"решает\".");
  assert.equal(await term(page, 1).getAttribute("aria-describedby"), "d-term");
  assert.deepEqual(await faults(page), []);
});

test("the pointer may move onto the definition, and it closes when the pointer leaves", async () => {
  const page = await open();
  await term(page).hover();
  await hint(page).waitFor();
  await hint(page).hover();
  // Longer than it would stay without the pointer.
  await page.evaluate(() => new Promise((done) => setTimeout(done, 600)));
  assert.equal(await hint(page).count(), 1);
  await page.mouse.move(900, 700);
  await hint(page).waitFor({ state: "detached" });
  assert.equal(await term(page).getAttribute("aria-describedby"), null);
});

test("a pointer that passes opens nothing", async () => {
  const page = await open();
  await page.mouse.move(900, 700);
  await page.waitForFunction(() => "docentTerm" in window);
  // By the page's own clock: on a busy machine a second may lie between two moves.
  await page.clock.install({ time: 0 });
  await page.clock.pauseAt(1000);
  await term(page).hover();
  await page.clock.runFor(200);
  await page.mouse.move(900, 700);
  await page.clock.runFor(900);
  assert.equal(await page.locator(".term-hint").count(), 0);
  await term(page).hover();
  await page.clock.runFor(400);
  await hint(page).waitFor();
});

test("by keyboard: focus opens, Escape closes and keeps the focus, the next term takes over, Enter follows", async () => {
  const page = await open();
  await page.locator("h1").focus();
  for (let n = 0; n < 40 && !await term(page).evaluate((el) => el === document.activeElement); n++) await page.keyboard.press("Tab");
  await hint(page).waitFor();
  await page.keyboard.press("Escape");
  await hint(page).waitFor({ state: "detached" });
  assert.equal(await term(page).evaluate((el) => el === document.activeElement), true);
  await page.keyboard.press("Tab");
  await hint(page).waitFor();
  assert.match(await hint(page).innerText(), /^Клиент/);
  await page.keyboard.press("Tab");
  assert.match(await hint(page).innerText(), /^Правки/);
  await page.keyboard.press("Enter");
  await page.waitForURL(/glossary\/index\.html#d-term-pravki$/);
});

test("Escape closes what hovering opened, without moving the pointer", async () => {
  const page = await open();
  await term(page).hover();
  await hint(page).waitFor();
  await page.keyboard.press("Escape");
  await hint(page).waitFor({ state: "detached" });
});

test("it stays inside the window: beside the last words, at 320 px, with a long definition", async () => {
  for (const viewport of [{ width: 320, height: 640 }, { width: 1440, height: 500 }]) {
    const page = await open({ viewport });
    for (const n of [0, 1, 2]) {
      await term(page, n).scrollIntoViewIfNeeded();
      await term(page, n).hover();
      await hint(page).waitFor();
      const box = await hint(page).boundingBox();
      assert.ok(box.x >= 0 && box.x + box.width <= viewport.width, `${viewport.width}: ${JSON.stringify(box)}`);
      assert.ok(box.y >= 0 && box.y + box.height <= viewport.height, `${viewport.width}: ${JSON.stringify(box)}`);
      assert.deepEqual(await audit.overflow(page), []);
      await page.keyboard.press("Escape");
      await hint(page).waitFor({ state: "detached" });
    }
  }
});

test("a finger: the first tap shows the definition and a link, the second follows", async () => {
  const page = await open({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
  await term(page).tap();
  await hint(page).waitFor();
  assert.ok((await hint(page).locator("a").boundingBox()).height >= 44);
  assert.deepEqual(await faults(page), []);
  await hint(page).locator("a").tap();
  await page.waitForURL(/glossary\/index\.html#d-term-brif$/);
  await page.goBack();
  await term(page).tap();
  await hint(page).waitFor();
  await term(page).tap();
  await page.waitForURL(/glossary\/index\.html#d-term-brif$/);
});

test("without script a mention is a link, and nothing else", async () => {
  const page = await open({ ...DESKTOP, javaScriptEnabled: false });
  await term(page).hover();
  assert.equal(await page.locator(".term-hint").count(), 0);
  await term(page).click();
  await page.waitForURL(/glossary\/index\.html#d-term-brif$/);
});

test("the list of terms has no fault and names the pages", async () => {
  for (const viewport of [{ width: 1440, height: 900 }, { width: 320, height: 640 }]) {
    const page = await open({ viewport }, "glossary/index.html");
    assert.deepEqual(await faults(page), []);
    assert.equal(await page.locator("#d-term-brif a[href$='page.html']").count(), 1);
  }
});

test("the script is loaded where there are terms, and nowhere else", () => {
  const loads = (path) => /assets\/terms\./.test(readFileSync(join(site, path), "utf8"));
  assert.deepEqual(["page.html", "index.html", "glossary/index.html"].map(loads), [true, false, false]);
});
