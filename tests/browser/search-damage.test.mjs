// Files of the index that are missing, damaged or of another deployment: the box heals itself or says so, and never
// stands there dead.
//
// 1. Each kind of file, damaged in each way: for good (a message, the A-Z page, and "try again" works once the file is
//    whole), and for one fetch (nothing to be seen).
// 2. A newer handbook under an open tab. 3. No network, no permission for wasm, no script of the dialog.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { deflateRawSync } from "node:zlib";
import * as audit from "./lib/audit.mjs";
import { answerNothing, launch } from "./lib/chromium.mjs";
import { build, buildHandbook, built, scratch, useTheme, write } from "./lib/docent.mjs";
import { ask, open, rows, settled } from "./lib/search.mjs";
import { CSP, serve } from "./lib/server.mjs";

const site = buildHandbook();
const server = await serve(site);
const browser = await launch();

const KINDS = {
  "the entry": [/entry\.json/, "client"],
  "the meta file": [/\/m-[0-9a-f]+\.bin/, "client"],
  "the engine": [/\.wasm/, "client"],
  "a shard": [/\/i\d+-[0-9a-f]+\.bin/, "client"],
  "positions": [/\/p\d+-[0-9a-f]+\.bin/, '"account manager"'],
  "vocabulary": [/\/v\d+-[0-9a-f]+\.bin/, "negot"],
  "a fragment": [/\/f\d+-\d+-[0-9a-f]+\.bin/, "client"],
};
// Seeded, so that a failure can be seen again.
const noise = (length, seed) => Buffer.from(Array.from({ length }, (_, n) => (Math.imul(n + 1, seed * 2654435761) >>> 13) & 255));
const flipped = (bytes, seed) => { const copy = Buffer.from(bytes); for (let n = 0; n < 6; n += 1) copy[(seed * 7919 + n * 104729) % copy.length] ^= 1 << (n + seed) % 8; return copy; };
const WAYS = {
  "missing": () => ({ status: 404, body: "" }),
  "empty": () => ({ body: "" }),
  "cut": (bytes) => ({ body: bytes.subarray(0, bytes.length >> 1) }),
  "noise": () => ({ body: noise(400, 3) }),
  "noise, well deflated": () => ({ body: deflateRawSync(noise(4000, 5)) }),
  "a login page": () => ({ contentType: "text/html", body: "<!doctype html><title>Log in</title><p>Log in" }),
};

async function visit(origin = server.origin, path = "en/index.html") {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.heard = audit.listen(page, origin);
  await page.goto(`${origin}/${path}`);
  return page;
}

/** Damages every file of a kind, `times` times; answers with how often it did. */
async function damage(page, pattern, way, times = Infinity) {
  const done = { count: 0 };
  await page.route(pattern, async (route) => {
    if (done.count >= times) return route.continue();
    done.count += 1;
    const whole = await (await route.fetch()).body();
    return route.fulfill({ status: 200, contentType: "application/octet-stream", ...WAYS[way]?.(whole) ?? way(whole) });
  });
  return done;
}

// A second each, most of it waiting for the message: four at once, each in a browser context of its own.
describe("damaged for good", { concurrency: 4 }, () => {
  for (const [kind, [pattern, query]] of Object.entries(KINDS)) for (const way of Object.keys(WAYS)) {
    test(`${kind}, ${way}: said, with the way to the A-Z page; try again`, async () => {
      const page = await visit();
      const done = await damage(page, pattern, way);
      await open(page);
      assert.equal(await ask(page, query), "failed");
      assert.ok(done.count > 0, "it was never asked for");
      assert.match(await page.locator("dialog .acts a").getAttribute("href"), /en\/search\.html$/);
      await page.waitForFunction(() => /could not be loaded/.test(document.querySelector("dialog [role=status]").textContent));
      await answerNothing(page);
      await page.locator("dialog .acts button").click();
      await page.locator("dialog .list a mark").first().waitFor();
      assert.equal(await settled(page, query), "found");
      assert.deepEqual(page.heard.filter((line) => !/404|Failed to load/.test(line)), []);
    });
  }
});

for (const [kind, [pattern, query]] of Object.entries(KINDS)) {
  test(`${kind}, wrong once: nobody notices`, async () => {
    const page = await visit();
    const done = await damage(page, pattern, "cut", 1);
    await open(page);
    assert.equal(await ask(page, query), "found");
    assert.equal(done.count, 1);
  });
}

test("a damaged file stops the words that need it, not those that were answered before", async () => {
  const page = await visit();
  await open(page);
  assert.equal(await ask(page, "client"), "found");
  await damage(page, /\/[ivf]\d+-[0-9a-f-]+\.bin/, "noise");
  assert.equal(await ask(page, "negotiation"), "failed");
  assert.equal(await ask(page, "client"), "found");
});

test("bytes that are flipped: an answer or a message, and the next question is answered", async () => {
  const page = await visit();
  const outcomes = {};
  for (let seed = 1; seed <= 21; seed += 1) {
    const [kind, [pattern, query]] = Object.entries(KINDS)[seed % 7];
    await page.reload();
    await damage(page, pattern, (bytes) => ({ body: flipped(bytes, seed) }));
    await open(page);
    const state = await ask(page, query);
    assert.ok(["found", "none", "failed"].includes(state), `${kind}, ${seed}: ${state}`);
    outcomes[state] = (outcomes[state] ?? 0) + 1;
    await answerNothing(page);
    await page.keyboard.press("Escape");
    await page.reload();
    await open(page);
    assert.equal(await ask(page, "client"), "found", `${kind}, ${seed}`);
    await page.keyboard.press("Escape");
  }
  assert.ok(outcomes.failed > 0, JSON.stringify(outcomes));
});

test("a newer handbook under an open tab: the next question is answered by it", async () => {
  const root = scratch();
  const texts = { index: "# Front\n", one: "# One\n\napple\n", two: "# Two\n\npear\n" };
  const publish = (more) => {
    const pages = Object.entries(texts).map(([name, text]) => [`content/${name}.md`, `${text}\n${more}\n`]);
    write(root, { "docent.yaml": "title: Moving\ndiagnostics: {orphan: ignore}\n", ...Object.fromEntries(pages) });
    useTheme(root);
    return built(build(root));
  };
  const moving = await serve(publish("old"));
  const page = await visit(moving.origin, "index.html");
  await open(page);
  assert.equal(await ask(page, "apple"), "found");
  publish("banana");
  assert.equal(await ask(page, "pear"), "found", "its files are gone");
  assert.equal(await ask(page, "banana"), "found", "it is new");
  publish("cherry");
  await page.keyboard.press("Escape");
  await open(page);
  await ask(page, "cherry");
  // Nothing was missing, but the dialog was opened again.
  await page.locator("dialog .list mark", { hasText: "cherry" }).first().waitFor();
});

test("no network: said; with the network again, the next word is answered", async () => {
  const page = await visit();
  await page.locator(".find").focus();
  await page.waitForFunction(() => window.docentSearch?.open && window.docentSearch.words);
  await page.context().setOffline(true);
  await open(page);
  assert.equal(await ask(page, "client"), "failed");
  await page.context().setOffline(false);
  await page.locator("dialog .acts button").click();
  await page.locator("dialog .list a mark").first().waitFor();
});

test("a policy without wasm: said", async () => {
  const strict = await serve(site, { csp: CSP.replace(" 'wasm-unsafe-eval'", "") });
  const page = await visit(strict.origin);
  await open(page);
  assert.equal(await ask(page, "client"), "failed");
});

for (const part of ["search", "search-words"]) {
  test(`the dialog's own ${part} is gone: the button leads to search.html`, async () => {
    const page = await visit();
    await page.route(new RegExp(`assets/${part}\\.[\\w.]+js`), (route) => route.fulfill({ status: 404, body: "" }), { times: 2 });
    await page.locator(".find").click();
    await page.waitForURL(/en\/search\.html$/);
  });
}

test("slow files: said after a moment, results that are there stay", async () => {
  const page = await visit();
  await open(page);
  assert.equal(await ask(page, "client"), "found");
  const before = (await rows(page)).length;
  let go;
  const held = new Promise((done) => { go = done; });
  await page.route(/\.bin$/, async (route) => { await held; await route.continue(); });
  await page.locator("dialog .field").fill("negotiation");
  await page.locator('dialog.search[data-state="loading"]').waitFor();
  assert.equal((await rows(page)).length, before);
  go();
  assert.equal(await settled(page, "negotiation"), "found");
});

test("an answer that comes late does not replace a newer one", async () => {
  const page = await visit();
  await open(page);
  await ask(page, "client");
  let go;
  const held = new Promise((done) => { go = done; });
  await page.route(/\.bin$/, async (route) => { await held; await route.continue(); });
  const asked = page.waitForRequest(/\.bin$/);
  await page.locator("dialog .field").fill("negotiation");
  await asked;
  assert.equal(await ask(page, "client"), "found");
  const shown = JSON.stringify(await rows(page));
  const arrived = page.waitForResponse(/\.bin$/);
  go();
  await (await arrived).finished();
  await page.evaluate(() => new Promise((done) => { requestAnimationFrame(() => setTimeout(done)); }));
  assert.equal(JSON.stringify(await rows(page)), shown);
});
