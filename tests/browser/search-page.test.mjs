// search.html: an A-Z without script, the results in the page with it.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import * as audit from "./lib/audit.mjs";
import { launch } from "./lib/chromium.mjs";
import { build, buildHandbook, built, scratch, useTheme, write } from "./lib/docent.mjs";
import { ask, rows, settled } from "./lib/search.mjs";
import { serve } from "./lib/server.mjs";

const BOX = ".az .search";
const site = buildHandbook();
const server = await serve(site);
const browser = await launch();

async function visit(path, options) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, ...options });
  page.heard = audit.listen(page, server.origin);
  await page.goto(`${server.origin}/${path}`);
  return page;
}

test("without script: the header's link leads to every title and heading, under letters", async () => {
  const page = await visit("en/roles/account-manager.html", { javaScriptEnabled: false });
  await page.locator(".find").click();
  await page.waitForURL(/en\/search\.html$/);
  const letters = await page.locator(".letters a").allTextContents();
  assert.deepEqual(letters, [...letters].sort());
  assert.equal(await page.locator(".az .field").count(), 0, "no field that does nothing");
  await page.locator(".titles > li > a", { hasText: /^Negotiation/ }).waitFor();
  const heading = page.locator(".titles ul a").first();
  await heading.click();
  await page.waitForURL((url) => url.hash !== "");
});

test("the Russian list is in the order of the Russian alphabet, ё among е", async () => {
  const page = await visit("ru/search.html", { javaScriptEnabled: false });
  const titles = await page.locator(".titles > li > a").allTextContents();
  const key = (title) => title.toLowerCase().replaceAll("ё", "е").replace(/^[^\p{L}\p{N}]+/u, "");
  assert.ok(titles.length > 10);
  assert.deepEqual(titles.map(key), titles.map(key).sort());
});

test("search engines are not to list it", () => {
  assert.match(readFileSync(join(site, "en/search.html"), "utf8"), /<meta name="robots" content="noindex">/);
});

test("?q= is answered in the page, rows as in the dialog; the address follows what is typed", async () => {
  const page = await visit("en/search.html?q=negotiation");
  assert.equal(await settled(page, "negotiation", BOX), "found");
  assert.match((await rows(page, BOX))[0].path, /^en\/skills\/negotiation\.html/);
  assert.equal(await ask(page, "client", BOX), "found");
  assert.equal(new URL(page.url()).searchParams.get("q"), "client");
  const before = (await rows(page, BOX)).length;
  await page.getByRole("button", { name: "More results" }).click();
  await page.waitForFunction(([box, before]) => document.querySelectorAll(`${box} .list a`).length > before, [BOX, before]);
  assert.equal(await ask(page, "", BOX), "empty");
  assert.equal(new URL(page.url()).search, "");
  assert.deepEqual(page.heard, []);
});

test("a result of the page is marked where it leads", async () => {
  const page = await visit("en/search.html?q=negotiation");
  await settled(page, "negotiation", BOX);
  await page.locator(`${BOX} .list a`).first().click();
  await page.waitForFunction(() => CSS.highlights.has("d-found"));
});

for (const width of [1440, 390]) {
  test(`audited with results and with none, ${width}`, async () => {
    const page = await visit("en/search.html?q=client", { viewport: { width, height: 844 } });
    const faults = async () => [...await audit.inBothSchemes(page), ...await audit.smallTargets(page), ...await audit.overflow(page), ...page.heard];
    await settled(page, "client", BOX);
    assert.deepEqual(await faults(), []);
    assert.equal(await ask(page, "zzqxvwk", BOX), "none");
    assert.deepEqual(await faults(), []);
  });
}

test("what is kept out of search, unlisted or a draft is not in the list", () => {
  const root = scratch();
  const page = (keys, title) => `---\ntitle: ${title}\n${keys}\n---\n\n## Part of ${title}\n`;
  write(root, {
    "docent.yaml": "title: Canaries\ndiagnostics: {orphan: ignore}\n", "content/index.md": "# Front\n",
    "content/a.md": page("search: false", "canarysearch"), "content/b.md": page("unlisted: true", "canaryunlisted"),
    "content/c.md": page("draft: true", "canarydraft"), "content/d.md": page("order: 1", "shown") + "\n## canarysection {.no-search}\n\n### canarybelow\n\n## After\n\n"
      + "<!-- search: off -->\n\n## canaryblock\n\n<!-- search: on -->\n\n## Last\n",
  });
  useTheme(root);
  const html = readFileSync(join(built(build(root, ["--drafts"])), "search.html"), "utf8").replace(/<nav id="d-nav[^]*?<\/nav>/, "");
  for (const shown of ["Part of shown", "After", "Last"]) assert.match(html, new RegExp(`>${shown}<`));
  assert.doesNotMatch(html, /canary/);
});

test("a site of very many headings lists titles alone, and says so", () => {
  const root = scratch();
  const headings = Array.from({ length: 600 }, (_, n) => `## Heading ${n}\n`).join("\n");
  const pages = Array.from({ length: 9 }, (_, n) => [`content/p${n}.md`, `# Page ${n}\n\n${headings}`]);
  write(root, { "docent.yaml": "title: Many\ndiagnostics: {orphan: ignore}\n", "content/index.md": "# Front\n", ...Object.fromEntries(pages) });
  useTheme(root);
  const html = readFileSync(join(built(build(root)), "search.html"), "utf8");
  assert.match(html, /too many pages to list their headings/);
  assert.match(html, />Page 8</);
  assert.doesNotMatch(html, /Heading 5/);
});
