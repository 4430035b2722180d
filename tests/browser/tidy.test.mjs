// What a test begins ends with it: so it is begun by lib/, and never in a hook, which would end it with the hook.
//
// In: the text of the tests. What lib/ promises is then tried: a test that leaves everything open leaves nothing behind.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { launch } from "./lib/chromium.mjs";
import { scratch, write } from "./lib/docent.mjs";
import { serve } from "./lib/server.mjs";

const FOLDER = new URL(".", import.meta.url);
// The engines of the flows are no browsers of lib/chromium.mjs: they have a hook of their own.
const OTHERS = ["engines.test.mjs", "tidy.test.mjs"];

/** What a test must not do by itself. */
function faults(text) {
  const found = [];
  if (/from "(playwright-core|puppeteer-core|node:http|node:net)"/.test(text)) found.push("begins a browser or a server by itself");
  if (/\b(before|beforeEach)\(/.test(text)) found.push("begins something in a hook");
  return found;
}

test("tests begin browsers, pages and servers by lib/, and not in hooks", () => {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith(".test.mjs") && !OTHERS.includes(name));
  const found = names.map((name) => [name, faults(readFileSync(new URL(name, FOLDER), "utf8"))]).filter(([, all]) => all.length > 0);
  assert.deepEqual(found, []);
  assert.equal(faults('import { chromium } from "playwright-core";\nbefore(async () => {});\n').length, 2);
});

const left = {};

test("a test that leaves its page, its server and an answer on the way", async () => {
  const root = scratch();
  write(root, { "a.html": "<!doctype html><title>a</title>", "b.txt": "b" });
  const server = await serve(root);
  const browser = await launch();
  const page = await browser.newPage();
  let asked;
  const isAsked = new Promise((done) => { asked = done; });
  await page.route("**/b.txt", async (route) => {
    const held = new Promise((answer) => { left.answer = answer; });
    asked();
    await held;
    left.late = await route.fulfill({ body: "late" }).then(() => "answered", () => "refused");
  });
  await page.goto(`${server.origin}/a.html`);
  await page.evaluate(() => { fetch("b.txt"); });
  await isAsked;
  Object.assign(left, { page, server });
});

test("nothing of it is left, and what answers late harms nobody", async () => {
  assert.equal(left.page.isClosed(), true);
  await assert.rejects(fetch(`${left.server.origin}/a.html`));
  left.answer();
  while (!left.late) await new Promise((done) => { setImmediate(done); });
});
