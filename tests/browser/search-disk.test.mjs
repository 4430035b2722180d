// Search in a handbook that is opened from a folder, without any server: the index comes as scripts.

import assert from "node:assert/strict";
import { renameSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import * as audit from "./lib/audit.mjs";
import { launch } from "./lib/chromium.mjs";
import { buildHandbook } from "./lib/docent.mjs";
import { ask, open, rows, settled } from "./lib/search.mjs";

const site = buildHandbook();
const browser = await launch();

async function visit(path) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.heard = audit.listen(page, "file:///");
  await page.goto(pathToFileURL(join(site, path)).href);
  return page;
}

test("from a folder: a question is answered, its page opens with the words marked", async () => {
  const page = await visit("ru/roles/account-manager.html");
  await open(page);
  assert.equal(await ask(page, "переговоры"), "found");
  assert.match((await rows(page))[0].path, /ru\/skills\/negotiation\.html/);
  await page.keyboard.press("Enter");
  await page.waitForURL(/negotiation\.html/);
  await page.waitForFunction(() => CSS.highlights.has("d-found"));
  await open(page);
  assert.equal(await settled(page, "переговоры"), "found", "the dialog opens with what was searched");
  assert.deepEqual(page.heard, []);
});

test("from a folder: phrases, slips, filters, search.html", async () => {
  const page = await visit("en/index.html");
  await open(page);
  for (const query of ['"account manager"', "negotation", "type:role client"]) assert.equal(await ask(page, query), "found", query);
  await page.goto(`${pathToFileURL(join(site, "en/search.html")).href}?q=client`);
  assert.equal(await settled(page, "client", ".az .search"), "found");
  assert.deepEqual(page.heard, []);
});

test("from a folder without its packs: said, and search.html is there; with them again, answered", async () => {
  const page = await visit("en/index.html");
  renameSync(join(site, "search/offline"), join(site, "search/gone"));
  await open(page);
  assert.equal(await ask(page, "client"), "failed");
  renameSync(join(site, "search/gone"), join(site, "search/offline"));
  await page.locator("dialog .acts button").click();
  await page.locator("dialog .list a mark").first().waitFor();
});
