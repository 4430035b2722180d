// SVG files run nothing: hundreds of hostile ones, opened in Chromium WITHOUT a policy, as documents and inside of pages.
//
// 1. A site is made of all of them (lib/svg-hostile.mjs, tests/svg). What docent does not publish is counted.
// 2. Each that is published is opened, and everything in it is pressed, hovered and focused; then it is shown in a page
//    as a picture, a frame, an object and a background.
// 3. The same of mixtures of both, by chance: pieces and attributes of hostile files in drawings.
// 4. The hostile ones as they are prove that the detector detects: most of them do run.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { launch } from "./lib/chromium.mjs";
import { watch } from "./lib/detect.mjs";
import { build, built, PROJECT, scratch, useTheme, write } from "./lib/docent.mjs";
import { chance } from "./lib/records.mjs";
import { serve } from "./lib/server.mjs";
import { hostile, mixtures } from "./lib/svg-hostile.mjs";

const folder = (name) => Object.fromEntries(readdirSync(join(PROJECT, "tests/svg", name)).map((file) => [`${name}-${file}`, readFileSync(join(PROJECT, "tests/svg", name, file))]));
const bad = { ...hostile(), ...folder("hostile") };
const good = folder("harmless");
const mixed = mixtures(Object.values(good), Object.values(bad), process.env.DOCENT_TEST_FULL ? 3000 : 300, chance(20261130));
// Of the files as they are, every so many is opened, or all of them.
const EACH = process.env.DOCENT_TEST_FULL ? 1 : 16;

const root = scratch();
const inContent = (files) => Object.fromEntries(Object.entries(files).map(([name, file]) => [`content/s/${name}`, file]));
write(root, { "docent.yaml": "title: Drawings\n", "content/index.md": "# Drawings\n\nAll.\n", ...inContent(bad), ...inContent(good), ...inContent(mixed) });
useTheme(root);
const result = build(root);
const out = built(result);
const published = readdirSync(join(out, "s")).filter((name) => name.endsWith(".svg"));
const shown = (name) => `<!doctype html><title>x</title><img src="/s/${name}"><iframe src="/s/${name}"></iframe><object data="/s/${name}"></object><embed src="/s/${name}"><p style="background:url('/s/${name}')">x</p>`;
const inPages = published.filter((name) => !(name in mixed));
const pages = Object.fromEntries(inPages.map((name) => [`/in/${name}.html`, shown(name)]));
const raw = Object.fromEntries(Object.entries(bad).map(([name, file]) => [`/raw/${name}`, file]));

const browser = await launch(["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]);
const server = await serve(out, { csp: null, extra: { ...pages, ...raw } });

/** Touches everything in a document; links to hosts are not followed. */
function touch() {
  addEventListener("click", (event) => { if (!/^(javascript|data):/i.test(event.target.closest?.("a")?.href?.baseVal ?? "javascript:")) event.preventDefault(); });
  for (const el of [...document.querySelectorAll("*")]) {
    for (const kind of ["pointerover", "pointerenter", "pointerdown", "mouseover", "mouseenter", "mousemove", "mouseout", "mousedown", "mouseup", "click", "dblclick", "auxclick", "contextmenu", "wheel",
      "keydown", "touchstart", "copy", "paste", "drag", "beforeinput", "scroll", "toggle"]) el.dispatchEvent(new MouseEvent(kind, { bubbles: true, cancelable: true }));
    el.focus?.();
    el.blur?.();
  }
  return new Promise((done) => setTimeout(done, 0));
}

/** Opens paths of the server; what ran or asked another host, by path. */
async function open(paths) {
  const found = {};
  const queue = [...paths];
  await Promise.all([1, 2].map(async () => {
    let page = await browser.newPage();
    let hits = await watch(page);
    for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
      try {
        await page.goto(`${server.origin}${path}`);
        for (const frame of page.frames()) await frame.evaluate(touch).catch(() => {});
        const ran = await Promise.all(page.frames().map((frame) => frame.evaluate(() => [window.__ran ?? "left for another document"].flat()).catch(() => ["left for another document"])));
        hits.push(...ran.flat());
      } catch (error) {
        // A file may be a download, or may have taken its page away.
        if (!/Download|ERR_ABORTED/.test(error.message)) hits.push(`no answer: ${error.message.split("\n")[0]}`);
      }
      if (hits.length > 0) {
        found[path] = [...new Set(hits)];
        await page.close();
        page = await browser.newPage();
        hits = await watch(page);
      }
    }
    await page.close();
  }));
  return found;
}

test("what is published runs nothing and asks nobody, as a document and in a page", async (t) => {
  const left = Object.keys(bad).filter((name) => published.includes(name));
  t.diagnostic(`${Object.keys(bad).length} hostile files, ${Object.keys(bad).length - left.length} not published; of ${Object.keys(mixed).length} mixtures ${published.length - inPages.length} are published; opened: ${published.length}`);
  assert.ok(Object.keys(bad).length >= 200);
  assert.deepEqual(await open([...published.map((name) => `/s/${name}`), ...Object.keys(pages)]), {});
});

test("every hostile file is refused, with what is wrong; every harmless one is published", () => {
  assert.deepEqual(Object.keys(bad).filter((name) => published.includes(name)), []);
  assert.deepEqual(Object.keys(good).filter((name) => !published.includes(name)), []);
  const told = new Set(result.problems.filter((problem) => problem.code === "not-copied").map((problem) => problem.file));
  assert.deepEqual(Object.keys(bad).filter((name) => !told.has(`content/s/${name}`)), []);
});

test("the detector detects: hostile files as they are do run", async (t) => {
  const chosen = Object.keys(raw).filter((_, n) => n % EACH === 0);
  const found = await open(chosen);
  t.diagnostic(`${Object.keys(found).length} of ${chosen.length} run, or ask another host, in this browser`);
  assert.ok(Object.keys(found).length > chosen.length / 8, JSON.stringify(found));
});
