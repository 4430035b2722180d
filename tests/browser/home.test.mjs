// The front page: its search field opens the search, with and without JavaScript; its button leads on once a path is begun;
// what one comes for is in the first screen; and it is whole in every look.

import assert from "node:assert/strict";
import { test } from "node:test";
import * as audit from "./lib/audit.mjs";
import { launch } from "./lib/chromium.mjs";
import { buildHandbook } from "./lib/docent.mjs";
import { serve } from "./lib/server.mjs";

const DESKTOP = { viewport: { width: 1440, height: 900 } };
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const NARROWEST = { viewport: { width: 320, height: 640 } };

const browser = await launch();
const server = await serve(buildHandbook());

async function open(options, path = "en/index.html") {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.heard = audit.listen(page, server.origin);
  await page.goto(`${server.origin}/${path}`);
  return page;
}

for (const [name, options] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
  test(`${name}: the first screen holds title, search, button, and the first door`, async () => {
    for (const lang of ["en", "ru"]) {
      const page = await open(options, `${lang}/index.html`);
      for (const part of ["h1", ".home .lead", ".ask-for input", ".start", ".door h2"]) {
        const box = await page.locator(part).first().boundingBox();
        assert.ok(box.y >= 0 && box.y + box.height <= options.viewport.height, `${lang}: ${part} ends at ${box.y + box.height}`);
      }
      assert.deepEqual(page.heard, []);
    }
  });

  test(`${name}: no fault in light, dark and forced colours`, async () => {
    for (const forcedColors of ["none", "active"]) {
      const page = await open({ ...options, forcedColors });
      assert.deepEqual([...await audit.inBothSchemes(page), ...await audit.smallTargets(page), ...await audit.overflow(page), ...page.heard], []);
    }
  });
}

test("nothing is wider than the narrowest window", async () => {
  const page = await open(NARROWEST, "ru/index.html");
  assert.deepEqual([...await audit.overflow(page), ...await audit.squeezed(page)], []);
});

test("what is typed in the field is searched in the dialog", async () => {
  const page = await open(DESKTOP);
  await page.locator(".ask-for input").focus();
  // Typed before the dialog is there, and on in it.
  await page.keyboard.type("nego");
  const dialog = page.locator("dialog.search");
  await dialog.waitFor();
  await page.keyboard.type("tiation");
  await dialog.locator('[role="option"]').first().waitFor();
  assert.equal(await dialog.locator("input.field").inputValue(), "negotiation");
  await page.keyboard.press("Escape");
  assert.equal(await page.locator(".ask-for input").inputValue(), "");
  // A click opens it, too, with what was searched before, and the reader types something else over it.
  await page.locator(".ask-for input").click();
  await dialog.waitFor();
  assert.equal(await dialog.locator("input.field").inputValue(), "negotiation");
  assert.deepEqual(page.heard, []);
});

test("without JavaScript the field leads to the page of search, under the policy", async () => {
  const page = await open({ ...DESKTOP, javaScriptEnabled: false });
  await page.locator(".ask-for input").fill("negotiation");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/en\/search\.html\?q=negotiation$/);
  assert.equal(await page.locator("#d-az").isVisible(), true);
});

test("the button leads to the next step of a path that is begun", async () => {
  const page = await open(DESKTOP);
  assert.equal(await page.locator(".start").textContent(), "Start: the first week");
  await page.goto(`${server.origin}/en/paths/first-week.html`);
  const steps = page.locator(".stage li[data-item] > .mark");
  for (const n of [0, 1, 2]) await steps.nth(n).check();
  const fourth = await page.locator(".stage li[data-item] > a").nth(3).getAttribute("href");
  await page.goto(`${server.origin}/en/index.html`);
  const start = page.locator(".start", { hasText: "Go on: step 4" });
  await start.waitFor();
  assert.equal(new URL(await start.getAttribute("href"), page.url()).href, new URL(fourth, `${server.origin}/en/paths/x.html`).href);
  // The path of the button is offered once.
  assert.equal(await page.locator(".resume").isVisible(), false);
  assert.deepEqual(page.heard, []);
});
