// The pages of the handbook, in light and dark, on a desktop and on a phone, under a strict policy.
//
// 1. The handbook is built and served.
// 2. Each page is opened in each window; the checks of lib/audit.mjs answer with faults.
// 3. axe-core takes most of the time. Its rules of structure see each page, on the desktop. Its rules of colours, and all
//    rules on the phone, see the pages that together hold every kind of place that there is (lib/places.mjs).
// 4. One test a page and window, so that a fault names its page.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as audit from "./lib/audit.mjs";
import { launch } from "./lib/chromium.mjs";
import { buildHandbook } from "./lib/docent.mjs";
import { covering, places } from "./lib/places.mjs";
import { serve } from "./lib/server.mjs";
import { address, pages as all, sample } from "./lib/site.mjs";

const WINDOWS = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };
// What is left of 1280 px at 400 % (WCAG 1.4.10): nothing may scroll sideways.
const NARROWEST = { width: 320, height: 640 };
// The frame's, and the looks of what is in the text: a sheet of facts, steps, callouts, footnotes. Each is asked for once.
const MAX_REQUESTS = 9;
// Every kind of thing may be on a page that is printed: it holds many.
const MAX_REQUESTS_OF_PRINT = 14;
// It searches the words of the address at once: the engine, and the parts of the index that they are in.
const MAX_REQUESTS_OF_LOST = 48;
// The looks and the script of a front page.
const MAX_REQUESTS_OF_HOME = MAX_REQUESTS + 2;
// A page with views asks for their looks and their script besides.
const MAX_REQUESTS_OF_VIEWS = MAX_REQUESTS + 2;
// With the dialog's looks, script and words, which search.html needs at once.
const MAX_REQUESTS_OF_SEARCH = 10;
// Where there is something to tick, or the reader is on a reading path: words, two scripts, looks. They are asked for once, and kept for ever.
const MAX_REQUESTS_OF_PROGRESS = 12;
// Chromium asks for the icon once a browser, not once a page, and shows it to nobody who listens.
const ICON = 1;

const site = buildHandbook();
const paths = sample(site);
const server = await serve(site);
const browser = await launch();
const kinds = await places(await browser.newPage(), site, all(site));
const thorough = new Set(covering(new Map(paths.map((path) => [path, kinds.get(path)]))));

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
      for (const path of paths) {
        test(`${name}: ${path}`, async () => {
          heard.length = 0;
          assert.deepEqual([...await faults(page, path, phone), ...heard], []);
        });
      }
    });
  }
});

test("every kind of place of every page is seen in each window and in both schemes", (t) => {
  const seen = new Set([...thorough].flatMap((path) => kinds.get(path)));
  t.diagnostic(`${seen.size} kinds of places on ${thorough.size} of ${paths.length} pages`);
  assert.ok(seen.has("body > header.top > a.brand"), [...seen].slice(0, 9).join("; "));
  assert.deepEqual([...kinds.values()].flat().filter((kind) => !seen.has(kind)), []);
});

async function faults(page, path, phone) {
  await page.setViewportSize(phone ? WINDOWS.phone : WINDOWS.desktop);
  await page.goto(`${server.origin}/${address(path)}?still`);
  const found = [...await audit.outline(page, language(path)), ...await audit.smallTargets(page)];
  if (thorough.has(path)) found.push(...await audit.inBothSchemes(page));
  else if (!phone) found.push(...await audit.structure(page));
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
  const home = resources.some((name) => name.includes("/home."));
  const printed = resources.some((name) => name.includes("/print."));
  const lost = resources.some((name) => name.includes("/not-found."));
  const most = lost ? MAX_REQUESTS_OF_LOST : printed ? MAX_REQUESTS_OF_PRINT : home ? MAX_REQUESTS_OF_HOME : search ? MAX_REQUESTS_OF_SEARCH : progress ? MAX_REQUESTS_OF_PROGRESS : views ? MAX_REQUESTS_OF_VIEWS : MAX_REQUESTS;
  // The looks of diagrams are a file of their own: two pages of the handbook have some.
  const drawn = resources.some((name) => name.includes("/diagrams.")) ? 1 : 0;
  return asked > most + drawn ? [`${asked} requests`] : [];
}

/** `en/roles/index.html` is English; what stands at the top is in the site's first language. */
function language(path) {
  return path.startsWith("ru/") ? "ru" : "en";
}
