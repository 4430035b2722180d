// The pages of the handbook, in light and dark, on a desktop and on a phone, under a strict policy.
//
// 1. The handbook is built and served.
// 2. Each page is opened in each window; the checks of lib/audit.mjs answer with faults.
// 3. One test a page and window, so that a fault names its page.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as audit from "./lib/audit.mjs";
import { launch } from "./lib/chromium.mjs";
import { buildHandbook } from "./lib/docent.mjs";
import { serve } from "./lib/server.mjs";
import { address, sample } from "./lib/site.mjs";

const WINDOWS = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };
// What is left of 1280 px at 400 % (WCAG 1.4.10): nothing may scroll sideways.
const NARROWEST = { width: 320, height: 640 };
const MAX_REQUESTS = 6;
// A page with views asks for their looks and their script besides.
const MAX_REQUESTS_OF_VIEWS = MAX_REQUESTS + 2;
// With the dialog's looks, script and words, which search.html needs at once.
const MAX_REQUESTS_OF_SEARCH = 9;
// Where there is something to tick, or the reader is on a reading path: words, two scripts, looks. They are asked for once, and kept for ever.
const MAX_REQUESTS_OF_PROGRESS = 10;
// Chromium asks for the icon once a browser, not once a page, and shows it to nobody who listens.
const ICON = 1;

const site = buildHandbook();
const server = await serve(site);
const browser = await launch();

const pages = await Promise.all(Object.entries(WINDOWS).map(async ([name, viewport]) => {
  const phone = name === "phone";
  const context = await browser.newContext({ viewport, isMobile: phone, hasTouch: phone, colorScheme: "light" });
  const page = await context.newPage();
  return { name, phone, page, heard: audit.listen(page, server.origin) };
}));

// Both windows at once: the tests of one wait for its page, and a page keeps one core busy.
describe("windows", { concurrency: 2 }, () => {
  for (const { name, phone, page, heard } of pages) {
    describe(name, { concurrency: 1 }, () => {
      for (const path of sample(site)) {
        test(`${name}: ${path}`, async () => {
          heard.length = 0;
          assert.deepEqual([...await faults(page, path, phone), ...heard], []);
        });
      }
    });
  }
});

async function faults(page, path, phone) {
  await page.setViewportSize(phone ? WINDOWS.phone : WINDOWS.desktop);
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto(`${server.origin}/${address(path)}?still`);
  const found = [...await audit.outline(page, language(path)), ...await audit.axe(page), ...await audit.smallTargets(page)];
  await page.emulateMedia({ colorScheme: "dark" });
  found.push(...(await audit.axe(page, { colours: true })).map((fault) => `dark: ${fault}`));
  found.push(...await tooManyRequests(page));
  if (phone) await page.setViewportSize(NARROWEST);
  return [...found, ...await audit.overflow(page)];
}

async function tooManyRequests(page) {
  const resources = await page.evaluate(() => performance.getEntriesByType("resource").map((entry) => entry.name));
  const asked = 1 + ICON + resources.length;
  const search = new URL(page.url()).pathname.endsWith("/search.html");
  const progress = resources.some((name) => name.includes("/progress"));
  const views = resources.some((name) => name.includes("/views."));
  const most = search ? MAX_REQUESTS_OF_SEARCH : progress ? MAX_REQUESTS_OF_PROGRESS : views ? MAX_REQUESTS_OF_VIEWS : MAX_REQUESTS;
  return asked > most ? [`${asked} requests`] : [];
}

/** `en/roles/index.html` is English; what stands at the top is in the site's first language. */
function language(path) {
  return path.startsWith("ru/") ? "ru" : "en";
}
