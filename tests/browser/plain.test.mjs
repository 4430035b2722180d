// What is left of a page without script, and without a server.
//
// Without script: the phone's menu, the contents, folded texts, the system's colours. From file://: the styles apply and the
// script runs, on the pages that together hold every kind of place there is (lib/places.mjs), which ask for all that any page
// asks for; and every link of every page, those to styles and scripts too, leads to a file and an anchor that are there.

import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { launch } from "./lib/chromium.mjs";
import { buildHandbook } from "./lib/docent.mjs";
import { covering, places } from "./lib/places.mjs";
import { serve } from "./lib/server.mjs";
import { pages } from "./lib/site.mjs";

const ROLE = "en/roles/account-manager.html";
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const DESKTOP = { viewport: { width: 1440, height: 900 } };

const site = buildHandbook();
const server = await serve(site);
const browser = await launch();

async function withoutScript(options) {
  const page = await browser.newPage({ ...options, javaScriptEnabled: false });
  await page.goto(`${server.origin}/${ROLE}`);
  return page;
}

test("without script: the phone's menu opens, closes and leads on", async () => {
  const page = await withoutScript(PHONE);
  const row = page.locator("#d-nav a").first();
  assert.equal(await row.isVisible(), false);
  await page.locator(".menu").tap();
  assert.equal(await row.isVisible(), true);
  await page.keyboard.press("Escape");
  assert.equal(await row.isVisible(), false);
  await page.locator(".menu").tap();
  await row.tap();
  await page.waitForURL((url) => !url.pathname.endsWith(ROLE));
});

test("without script: the contents and the self-check unfold, the colour switch is not shown", async () => {
  const page = await withoutScript(PHONE);
  await page.locator(".toc summary").tap();
  assert.equal(await page.locator(".toc a").nth(1).isVisible(), true);
  await page.locator(".check summary").first().tap();
  assert.equal(await page.locator(".check details p").first().isVisible(), true);
  assert.equal(await page.locator(".theme").isVisible(), false);
  assert.equal(await page.locator(".copy").count(), 0);
});

test("without script: the contents stand open beside the text on a wide screen", async () => {
  const page = await withoutScript(DESKTOP);
  assert.equal(await page.locator(".toc a").first().isVisible(), true);
});

test("without script: the colours follow the system", async () => {
  const grounds = new Set();
  for (const colorScheme of ["light", "dark"]) grounds.add(await ground(await withoutScript({ ...DESKTOP, colorScheme })));
  assert.equal(grounds.size, 2, [...grounds].join());
});

const ground = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

// 404.html is for servers alone: they show it at any depth, so its addresses begin at the host.
const onDisk = pages(site).filter((path) => !/(^|\/)404\.html$/.test(path));
const refresh = (path) => readFileSync(join(site, path), "utf8").match(/http-equiv="refresh" content="0; url=([^"]+)"/)?.[1];

const read = onDisk.filter((path) => !refresh(path));

test("from a folder: styles apply and script runs", async () => {
  const page = await browser.newPage(DESKTOP);
  const faults = [];
  const chosen = covering(await places(page, site, read));
  for (const path of chosen) {
    await page.goto(pathToFileURL(join(site, path)).href);
    if (await ground(page) === "rgba(0, 0, 0, 0)") faults.push(`${path}: no styles`);
    if (!await page.locator(".theme").isVisible()) faults.push(`${path}: no script`);
  }
  assert.ok(chosen.length > 20, `${chosen.length} pages`);
  assert.deepEqual(faults, []);
});

test("from a folder: every link and anchor of every page is there", async () => {
  const page = await browser.newPage();
  const faults = [];
  for (const path of read) {
    const lost = (await links(page, path)).filter((href) => !href.startsWith("data:") && !leadsSomewhere(href));
    faults.push(...lost.map((href) => `${path} -> ${href}`));
  }
  assert.deepEqual(faults, []);
});

test("from a folder: pages that send their reader on know where to", async () => {
  const senders = onDisk.filter(refresh);
  assert.ok(senders.includes("index.html"));
  const lost = senders.filter((path) => !existsSync(join(site, dirname(path), decodeURI(refresh(path)))));
  assert.deepEqual(lost, []);
});

/** Everything in a page that names a file, as full addresses. A browser reads the page; it need not show it. */
async function links(page, path) {
  const named = await page.evaluate((html) => {
    const all = [...new DOMParser().parseFromString(html, "text/html").querySelectorAll("[href], [src]")];
    return all.map((el) => el.getAttribute("href") ?? el.getAttribute("src"));
  }, readFileSync(join(site, path), "utf8"));
  return named.map((href) => new URL(href, pathToFileURL(join(site, path))).href);
}

const texts = new Map();
function textOf(file) {
  if (!texts.has(file)) texts.set(file, statSync(file, { throwIfNoEntry: false })?.isFile() ? readFileSync(file, "utf8") : null);
  return texts.get(file);
}

function leadsSomewhere(href) {
  const url = new URL(href);
  if (url.protocol !== "file:") return ["http:", "https:", "mailto:", "tel:"].includes(url.protocol);
  const fragment = decodeURIComponent(url.hash.slice(1));
  url.hash = "";
  const text = textOf(fileURLToPath(url));
  return text !== null && (!fragment || text.includes(`id="${fragment}"`));
}
