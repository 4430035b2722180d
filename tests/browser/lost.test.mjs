// An address that does not exist: what the host answers leads to the page in the address's language, which shows what is
// near, and the address as it was asked for.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { launch } from "./lib/chromium.mjs";
import { buildHandbook } from "./lib/docent.mjs";
import { serve } from "./lib/server.mjs";

const LOST = "/ru/skills/negotiation-course.html";
const site = buildHandbook();
const server = await serve(site, { extra: { [LOST]: readFileSync(join(site, "404.html"), "utf8") } });
const browser = await launch();

test("a lost address is answered in its language, with pages near it", async () => {
  const page = await browser.newPage();
  await page.goto(server.origin + LOST);
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.waitForFunction(() => document.documentElement.lang === "ru");
  await page.locator(".search .field").waitFor();
  await page.waitForLoadState("networkidle");
  assert.deepEqual(asked.filter((path) => path.startsWith("/search/")), [], "nobody is there yet");
  await page.mouse.move(200, 200);
  await page.locator(".search .list a[href*='negotiation']").first().waitFor();
  assert.equal(new URL(page.url()).pathname + new URL(page.url()).search, LOST);
  assert.equal(await page.locator(".search .field").inputValue(), "negotiation course ");
  assert.equal(await page.locator(".search .list > li").count(), 3);
  assert.equal(await page.locator("h1").textContent(), "Страница не найдена");
});

test("an address of another host, put into ours, is not shown", async () => {
  const page = await browser.newPage();
  await page.goto(`${server.origin}/ru/404.html?at=//example.com/x`);
  await page.locator(".search .field").waitFor();
  assert.equal(new URL(page.url()).pathname, "/ru/404.html");
});
