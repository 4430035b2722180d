// Pages are edited where they are read: by pointer and by keyboard alone, and no text is lost.
//
// In: `docent serve` over a small project. Every wait is for a state of the page or of a file.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import * as audit from "./lib/audit.mjs";
import { launch } from "./lib/chromium.mjs";
import { scratch, write } from "./lib/docent.mjs";
import { serve } from "./lib/preview.mjs";

const PAGE = "---\ntitle: Page\n---\n\nOne *two*.\n\n- a\n- b\n\n## Part\n\nLast.\n";

const browser = await launch();

function project(files = {}) {
  const root = scratch();
  write(root, {
    "docent.yaml": "title: Team\ngit_dates: false\ndiagnostics: {orphan: ignore}\n",
    "content/index.md": "---\ntitle: Front\n---\n\nHello.\n",
    "content/page.md": PAGE,
    ...files,
  });
  return root;
}

async function tab(url, path = "page.html", options = {}) {
  const page = await browser.newPage({ viewport: { width: 1200, height: 700 }, ...options });
  await page.addInitScript(() => {
    window.refused = [];
    addEventListener("securitypolicyviolation", (event) => window.refused.push(`${event.violatedDirective} ${event.blockedURI}`));
  });
  await page.goto(url + path);
  await page.waitForFunction(() => /^(Preview|Предпросмотр)/.test(document.querySelector("#docent-state")?.textContent ?? "") && !document.querySelector("#docent-state.lost"));
  return page;
}
const shows = (page, text) =>
  page.waitForFunction((text) => [...document.querySelectorAll("main [data-line]")].some((block) => block.textContent.replace(/\s/g, " ").includes(text)), text);
const area = (page) => page.locator("#docent-area");
const closed = (page) => page.locator("#docent-editor").waitFor({ state: "detached" });
const read = (root, path = "content/page.md") => readFileSync(join(root, path), "utf8");
async function point(page, text) {
  await page.locator("main [data-line]", { hasText: text }).last().hover();
  await page.locator("#docent-pencil").click();
  await area(page).waitFor();
}

test("by pointer: the pencil, the Markdown, the result as it is typed, the file", async () => {
  const root = project();
  const page = await tab((await serve(root)).url);
  await point(page, "One two.");
  assert.equal(await area(page).inputValue(), "One *two*.");
  await area(page).fill("One **three** and [[Nowhere]].");
  await page.locator(".docent-result strong", { hasText: "three" }).waitFor();
  await page.locator(".docent-problems", { hasText: "Nowhere" }).waitFor();
  assert.equal(read(root), PAGE, "nothing is written before it is saved");
  await area(page).fill("One **three**.");
  await page.locator(".docent-problems").waitFor({ state: "hidden" });
  await page.keyboard.press("Control+Enter");
  await closed(page);
  await shows(page, "One three.");
  assert.equal(read(root), PAGE.replace("One *two*.", "One **three**."));
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "One three.");
  assert.deepEqual(await page.evaluate(() => window.refused), []);
});

test("by keyboard alone: from block to block, e, Escape keeps the text, Ctrl+Enter saves; undo", async () => {
  const root = project();
  const page = await tab((await serve(root)).url);
  for (const text of ["Page", "One two.", "a"]) {
    await page.keyboard.press("Alt+ArrowDown");
    assert.equal((await page.evaluate(() => document.activeElement.textContent)).trim(), text);
  }
  await page.keyboard.press("e");
  await area(page).waitFor();
  assert.equal(await area(page).inputValue(), "- a");
  await page.keyboard.type("bc");
  await page.keyboard.press("Escape");
  await closed(page);
  assert.equal(read(root), PAGE);
  assert.equal((await page.evaluate(() => document.activeElement.textContent)).trim(), "a");
  await page.keyboard.press("e");
  await area(page).waitFor();
  assert.equal(await area(page).inputValue(), "- abc", "the text from before");
  await page.keyboard.press("Control+Enter");
  await closed(page);
  await shows(page, "abc");
  assert.equal(read(root), PAGE.replace("- a", "- abc"));
  await page.locator("#docent-write").press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => ![...document.querySelectorAll("main li")].some((item) => item.textContent.includes("abc")));
  assert.equal(read(root), PAGE);
});

test("a block that somebody else changed meanwhile: both texts, and nothing is overwritten", async () => {
  const root = project();
  const page = await tab((await serve(root)).url);
  await point(page, "One two.");
  await area(page).fill("Mine.");
  const theirs = PAGE.replace("One *two*.", "Theirs.").replace("Last.", "Last!");
  writeFileSync(join(root, "content/page.md"), theirs);
  await shows(page, "Last!");
  await area(page).press("Control+Enter");
  await page.locator(".docent-theirs textarea").waitFor();
  assert.equal(await page.locator(".docent-theirs textarea").inputValue(), "Theirs.");
  assert.equal(await area(page).inputValue(), "Mine.");
  assert.equal(read(root), theirs);
  assert.deepEqual(await audit.axe(page), []);
  await area(page).fill("Theirs and mine.");
  await area(page).press("Control+Enter");
  await closed(page);
  assert.equal(read(root), theirs.replace("Theirs.", "Theirs and mine."));
});

test("a text that is not saved survives that the page is loaded anew, and that the server is", async () => {
  const root = project();
  const preview = await serve(root);
  const page = await tab(preview.url);
  await point(page, "Last.");
  await area(page).fill("Half a sen");
  page.on("dialog", (dialog) => dialog.accept());
  await page.reload();
  await area(page).waitFor();
  assert.equal(await area(page).inputValue(), "Half a sen");
  await preview.stop();
  await area(page).press("Control+Enter");
  await page.locator(".docent-told", { hasText: "does not answer" }).waitFor();
  assert.equal(await area(page).inputValue(), "Half a sen");
  const port = new URL(preview.url).port;
  await serve(root, ["--port", port]);
  await page.waitForFunction((url) => fetch(url).then(() => true, () => false), preview.url);
  await page.reload();
  await area(page).waitFor();
  await area(page).press("Control+Enter");
  await closed(page);
  assert.equal(read(root), PAGE.replace("Last.", "Half a sen"));
});

test("the title, a heading and the whole page", async () => {
  const root = project();
  const page = await tab((await serve(root)).url);
  await page.locator("main .head h1").hover();
  await page.locator("#docent-pencil").click();
  await area(page).waitFor();
  assert.equal(await area(page).inputValue(), "---\ntitle: Page\n---");
  await page.keyboard.press("Escape");
  await closed(page);
  await point(page, "Part");
  assert.equal(await area(page).inputValue(), "## Part");
  await page.keyboard.press("Escape");
  await closed(page);
  await page.locator("#docent-write").click();
  await page.locator("#docent-desk button").first().click();
  await area(page).waitFor();
  assert.equal(await area(page).inputValue(), PAGE.trimEnd());
  await area(page).fill(PAGE.replace("One *two*", "Whole").trimEnd());
  await page.locator(".docent-result p", { hasText: "Whole." }).waitFor();
  await area(page).press("Control+Enter");
  await closed(page);
  assert.equal(read(root), PAGE.replace("One *two*", "Whole"));
});

test("links: pages are offered behind [[, chosen by keys, and lead there", async () => {
  const root = project({ "content/people.md": "---\ntitle: Who we are\n---\n\nPeople.\n" });
  const page = await tab((await serve(root)).url);
  await point(page, "Last.");
  await page.keyboard.type(" See [[who");
  await page.locator("#docent-offers [role=option]", { hasText: "Who we are" }).waitFor();
  assert.equal(await area(page).getAttribute("aria-activedescendant"), "docent-offers-0");
  assert.deepEqual(await audit.axe(page), []);
  await page.keyboard.press("Enter");
  assert.equal(await area(page).inputValue(), "Last. See [[people]]");
  await page.locator(".docent-result a", { hasText: "people" }).waitFor();
  await page.keyboard.press("Control+Enter");
  await closed(page);
  assert.equal(read(root), PAGE.replace("Last.", "Last. See [[people]]"));
});

test("where nothing is edited there is no pencil", async () => {
  const page = await tab((await serve(project(), ["--no-edit"])).url);
  await page.locator("main [data-line]").first().hover();
  assert.equal(await page.locator("#docent-pencil, #docent-write, #docent-desk").count(), 0);
});

for (const [width, lang] of [[1440, "en"], [390, "ru"]]) {
  test(`audited with an open editor: ${width} px, ${lang}`, async () => {
    const root = project({ "docent.yaml": `title: Team\ndefault_language: ${lang}\ngit_dates: false\n` });
    const page = await tab((await serve(root)).url, "page.html", { viewport: { width, height: 800 } });
    await point(page, "b");
    await area(page).fill("- **b** [[x]]");
    await page.locator(".docent-result strong").waitFor();
    await page.locator(".docent-problems li").waitFor();
    assert.deepEqual([...await audit.inBothSchemes(page), ...await audit.overflow(page)], []);
  });
}
