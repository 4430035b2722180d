// The search dialog on the handbook: what is found, by keyboard alone, in every state, under the strict policy.

import assert from "node:assert/strict";
import { test } from "node:test";
import * as audit from "./lib/audit.mjs";
import { launch } from "./lib/chromium.mjs";
import { buildHandbook } from "./lib/docent.mjs";
import { ask, open, rows, settled } from "./lib/search.mjs";
import { serve } from "./lib/server.mjs";

const ROLE = "en/roles/account-manager.html";
const WINDOWS = {
  desktop: { viewport: { width: 1440, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
};

const browser = await launch();
const server = await serve(buildHandbook());

async function visit(path = ROLE, options = WINDOWS.desktop) {
  const page = await browser.newPage(options);
  page.heard = audit.listen(page, server.origin);
  await page.goto(`${server.origin}/${path}`);
  return page;
}

const chosen = async (page) => (await rows(page)).findIndex((row) => row.chosen);
const focused = (page) => page.evaluate(() => document.activeElement.className);

// --- What is found ---

for (const [what, path, query, wanted] of [
  ["a title", "en/index.html", "key account manager", "en/roles/key-account-manager.html"],
  ["another form of a word", "ru/index.html", "аккаунт-менеджеров", "ru/roles/account-manager.html"],
  ["a word with a slip", "en/index.html", "negotation", "en/skills/negotiation.html"],
  ["the wrong keyboard layout", "ru/index.html", "gthtujdjhs", "ru/skills/negotiation.html"],
  ["the beginning of a word", "en/index.html", "negot", "en/skills/negotiation.html"],
]) {
  test(`finds by ${what}: ${query}`, async () => {
    const page = await visit(path);
    await open(page);
    assert.equal(await ask(page, query), "found");
    const found = await rows(page);
    assert.ok(found.some((row) => row.path.startsWith(wanted)), JSON.stringify(found, null, 1));
    assert.ok(found[0].marks.length > 0, "nothing is marked in the first row");
    assert.deepEqual(page.heard, []);
  });
}

test("what was understood is said, when it is not what was typed", async () => {
  const page = await visit("en/index.html");
  await open(page);
  await ask(page, "negotation");
  assert.match(await page.locator("dialog .vh[role=status]").textContent(), /^$|for “negotiation” instead of “negotation”/);
  await page.waitForFunction(() => /for “negotiation” instead of “negotation”/.test(document.querySelector("dialog [role=status]").textContent));
  assert.match(await page.locator("dialog .count").textContent(), /for “negotiation” instead of “negotation”/);
});

test("a word that the site does not have is told beside what is found", async () => {
  for (const [path, query, told] of [
    ["en/index.html", "negotiation zzqxvwk", /\d results for “negotiation zzqxvwk” · not on this site: zzqxvwk$/],
    ["ru/index.html", "переговоры щщъъыы", /по запросу «переговоры щщъъыы» · на этом сайте нет слов: щщъъыы$/],
  ]) {
    const page = await visit(path);
    await open(page);
    assert.equal(await ask(page, query), "found");
    assert.match(await page.locator("dialog .count").textContent(), told);
    assert.deepEqual(page.heard, []);
    await ask(page, query.split(" ")[0]);
    assert.doesNotMatch(await page.locator("dialog .count").textContent(), / · /);
  }
});

test("never more than three sections of a page, one group a page", async () => {
  const page = await visit();
  await open(page);
  await ask(page, "client");
  const groups = await page.locator("dialog [role=group][aria-label]").evaluateAll((all) => all.map((g) => g.querySelectorAll("[role=option]").length));
  assert.ok(groups.length > 2 && Math.max(...groups) <= 3, String(groups));
});

test("filters: a type with its count, and back", async () => {
  const page = await visit();
  await open(page);
  await ask(page, "client");
  const all = await page.locator("dialog .list [role=group]").count();
  const chip = page.locator("dialog .chip", { hasText: "Roles" });
  assert.match(await chip.textContent(), /Roles \d+/);
  await chip.click();
  await page.waitForFunction(() => [...document.querySelectorAll("dialog .list a:not(.further, .every) .what")].every((el) => /^Role/.test(el.textContent)));
  assert.equal(await chip.getAttribute("aria-pressed"), "true");
  assert.match(await focused(page), /chip/);
  await chip.click();
  await page.waitForFunction((all) => document.querySelectorAll("dialog .list [role=group]").length === all, all);
});

// --- Keyboard ---

test("by keyboard alone: opens, moves, wraps, opens the page; the focus never leaves the field", async () => {
  const page = await visit("en/index.html");
  await page.keyboard.press("Control+k");
  await page.locator("dialog.search[open]").waitFor();
  await page.keyboard.type("account manager");
  await settled(page, "account manager");
  const found = await rows(page);
  assert.equal(await chosen(page), 0, "the first row is chosen");
  await page.keyboard.press("ArrowDown");
  assert.equal(await chosen(page), 1);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  assert.equal(await chosen(page), found.length - 1, "up from the first is the last");
  await page.keyboard.press("ArrowDown");
  assert.equal(await chosen(page), 0, "down from the last is the first");
  await page.keyboard.press("Home");
  await page.keyboard.type("x ");
  assert.equal(await page.locator("dialog .field").inputValue(), "x account manager", "Home is the field's");
  assert.equal(await focused(page), "field");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("account manager");
  await settled(page, "account manager");
  const active = await page.locator("dialog .field").getAttribute("aria-activedescendant");
  assert.equal(await page.locator(`#${active}`).getAttribute("aria-selected"), "true");
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname.endsWith(found[0].path.split("#")[0]));
});

test("Enter before the answer opens the first result when it is there", async () => {
  const page = await visit("en/index.html");
  let go;
  const held = new Promise((done) => { go = done; });
  await page.route(/\.bin$/, async (route) => { await held; await route.continue(); });
  await page.keyboard.press("Control+k");
  await page.locator("dialog.search[open]").waitFor();
  await page.keyboard.type("negotiation");
  await page.keyboard.press("Enter");
  await page.locator('dialog.search[data-state="loading"]').waitFor();
  go();
  await page.waitForURL((url) => !url.pathname.endsWith("/en/index.html"));
});

test("Control Enter opens a tab, with the words marked there, and the dialog stays", async () => {
  const page = await visit("en/index.html");
  await open(page);
  await ask(page, "negotiation");
  const [tab] = await Promise.all([page.context().waitForEvent("page"), page.keyboard.press("Control+Enter")]);
  await tab.waitForURL(/negotiation\.html/);
  await tab.waitForFunction(() => CSS.highlights.has("d-found"));
  assert.equal(await page.locator("dialog.search").evaluate((dialog) => dialog.open), true);
});

test("Escape closes once, and the focus is on the button again", async () => {
  const page = await visit();
  await open(page);
  await ask(page, "client");
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("dialog.search").evaluate((dialog) => dialog.open), false);
  assert.match(await focused(page), /find/);
});

test("/ opens it, in no field, and can be switched off for good", async () => {
  const page = await visit();
  await page.keyboard.press("/");
  await page.locator("dialog.search[open]").waitFor();
  await page.keyboard.type("a/b");
  assert.equal(await page.locator("dialog .field").inputValue(), "a/b");
  await page.locator("dialog .field").fill("");
  await page.locator("#d-slash").uncheck();
  await page.reload();
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => "docentSearch" in window), false, "nothing is fetched, so nothing will open");
  await page.keyboard.press("Control+k");
  await page.locator("dialog.search[open]").waitFor();
  assert.equal(await page.locator("#d-slash").isChecked(), false);
});

test("the chord works on a Cyrillic keyboard", async () => {
  const page = await visit("ru/index.html");
  await page.evaluate(() => document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "л", code: "KeyK", ctrlKey: true, bubbles: true })));
  await page.locator("dialog.search[open]").waitFor();
});

// --- States ---

test("empty: the pages that were read last, without this one, and where to start", async () => {
  const page = await visit("en/skills/negotiation.html");
  for (const path of ["en/roles/key-account-manager.html", ROLE]) await page.goto(`${server.origin}/${path}`);
  await open(page);
  const found = (await rows(page)).map((row) => row.path);
  assert.deepEqual(found.slice(0, 2), ["en/roles/key-account-manager.html", "en/skills/negotiation.html"]);
  assert.ok(found.includes("en/guides/index.html"), String(found));
  assert.equal(await chosen(page), -1);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(/key-account-manager/);
});

test("none: says so, and what to do", async () => {
  const page = await visit();
  await open(page);
  assert.equal(await ask(page, "zzqxvwk"), "none");
  assert.match(await page.locator("dialog .loud").textContent(), /No results for “zzqxvwk”/);
  assert.equal(await page.locator("dialog .field").getAttribute("aria-expanded"), "false");
  assert.match(await page.locator("dialog .acts a").getAttribute("href"), /en\/search\.html$/);
});

test("more results than fit lead to search.html", async () => {
  const page = await visit();
  await open(page);
  await ask(page, "client");
  const last = (await rows(page)).at(-1);
  assert.match(last.title, /^Show all \d+ results$/);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await page.waitForURL(/en\/search\.html\?q=client$/);
  assert.equal(await settled(page, "client", ".az .search"), "found");
});

for (const [name, window] of Object.entries(WINDOWS)) for (const lang of ["en", "ru"]) {
  test(`audited open: ${name}, ${lang}: empty, results, a filter, none, failed`, async () => {
    const page = await visit(`${lang}/roles/account-manager.html`, window);
    const faults = async () => [...await audit.inBothSchemes(page), ...await audit.smallTargets(page), ...await audit.overflow(page)];
    await open(page);
    assert.deepEqual(await faults(), [], "empty");
    assert.equal(await ask(page, lang === "en" ? "client" : "клиент"), "found");
    assert.deepEqual(await faults(), [], "results");
    await page.locator("dialog .chip").first().click();
    await page.locator('dialog .chip[aria-pressed="true"]').waitFor();
    assert.deepEqual(await faults(), [], "a filter");
    await ask(page, "");
    assert.equal(await ask(page, "zzqxvwk"), "none");
    assert.deepEqual(await faults(), [], "none");
    assert.deepEqual(page.heard, []);
    await page.reload();
    await page.route("**/search/entry.json", (route) => route.fulfill({ body: "{", contentType: "application/json" }));
    await open(page);
    assert.equal(await ask(page, "x"), "failed");
    assert.deepEqual(await faults(), [], "failed");
  });
}

test("a phone: the dialog fills the window, and Cancel closes it", async () => {
  const page = await visit(ROLE, WINDOWS.phone);
  await page.locator(".find").tap();
  await page.locator("dialog.search[open]").waitFor();
  const box = await page.locator("dialog.search").boundingBox();
  assert.deepEqual([box.x, box.y, box.width, box.height], [0, 0, 390, 844]);
  await page.locator("dialog .cancel").tap();
  assert.equal(await page.locator("dialog.search").evaluate((dialog) => dialog.open), false);
});

// --- On the page that opens ---

test("the words are marked on the page that opens, its elements are as they were, Escape clears", async () => {
  const page = await visit("ru/index.html");
  await open(page);
  await ask(page, "переговоры");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => CSS.highlights.has("d-found"));
  const words = await page.evaluate(() => [...CSS.highlights.get("d-found")].map(String));
  assert.ok(words.length > 0 && words.some((word) => /^перегов/i.test(word)), String(words));
  assert.equal(await page.locator("main mark").count(), 0);
  assert.equal(new URL(page.url()).search, "");
  const again = await visit(new URL(page.url()).pathname.slice(1));
  const html = (page) => page.locator("main > .body").evaluate((el) => el.outerHTML);
  assert.equal(await html(page), await html(again));
  await page.keyboard.press("Escape");
  assert.equal(await page.evaluate(() => CSS.highlights.has("d-found")), false);
  await page.reload();
  assert.equal(await page.evaluate(() => sessionStorage.length > 0 && Object.keys(sessionStorage).some((key) => /found/.test(key))), false);
});
