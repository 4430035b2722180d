// Hostile answers: nothing becomes an element that search.js did not make. Hostile questions on hostile pages: payloads.test.mjs.
//
// 1. An engine that answers with whatever an index could never say (lib/fake-engine.mjs).
// 2. No script of the theme reads HTML.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { launch } from "./lib/chromium.mjs";
import { inspect, strangers, watch } from "./lib/detect.mjs";
import { PROJECT, buildHandbook } from "./lib/docent.mjs";
import * as fake from "./lib/fake-engine.mjs";
import { ask, open, rows } from "./lib/search.mjs";
import { serve } from "./lib/server.mjs";
import { files } from "./lib/site.mjs";

const browser = await launch(["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]);

const section = { anchor: "", heading: "", heading_marks: [], excerpt: "hostile", marks: [] };
const answer = (more) => ({ url: "en/index.html", title: "hostile", title_marks: [], type: "", lang: "en", crumbs: [], sections: [section], more: 0, ...more });
const PAGES = [
  ...["javascript:alert(1)", "//canary.invalid/x", "https://canary.invalid/x", "data:text/html,x", "../../../x", "\u0000javascript:alert(1)",
    "en/index.html#\"><img src=x onerror=alert(1)>"].map((url) => answer({ url })),
  answer({ title: "hostile <img src=x onerror=alert(1)>", title_marks: [[0, 7], [3, 9], [40, 9000], [-5, 4], [9, 12]] }),
  answer({ lang: "\"><script>alert(1)</script>", type: "constructor", crumbs: ["<b>", "__proto__"], sections: [] }),
  answer({ sections: [{ ...section, anchor: "x\" onclick=\"alert(1)", heading: "<script>alert(1)</script>", excerpt: "hostile <svg onload=alert(1)>", marks: [[0, 7], [8, 12]] }] }),
];

test("hostile answers: text stays text, links stay in the site", async () => {
  const server = await serve(buildHandbook(), { csp: null, extra: fake.files(PAGES) });
  const context = await browser.newContext();
  await fake.install(context);
  const page = await context.newPage();
  const hits = await watch(page);
  await page.goto(`${server.origin}/en/index.html`);
  await open(page);
  assert.equal(await ask(page, "hostile"), "found");
  assert.equal((await rows(page)).length, PAGES.length);
  assert.deepEqual([...await strangers(page), ...await inspect(page), ...hits], []);
});

// Both read a page of the site into a document of its own, where nothing runs: preview.js takes texts from it, navigation.js
// the list of a section, which the theme has made.
const READS = { "assets/preview.js": 1, "scripts/page/navigation.js": 1 };

test("no script of the theme puts HTML in or runs text, and none but the preview's reads HTML", () => {
  const folder = join(PROJECT, "themes/default");
  const scripts = files(folder).filter((name) => name.endsWith(".js"));
  assert.ok(scripts.includes("assets/search.js") && scripts.includes("scripts/search/rows.js"));
  const code = (name) => readFileSync(join(folder, name), "utf8").split("\n").filter((line) => !line.trim().startsWith("//"));
  const found = scripts.flatMap((name) => code(name).filter((line) =>
    /innerHTML|outerHTML|insertAdjacentHTML|document\.write|setHTML|createContextualFragment|\beval\b|new Function|srcdoc/.test(line)).map((line) => `${name}: ${line}`));
  assert.deepEqual(found, []);
  const reads = scripts.map((name) => [name, code(name).filter((line) => line.includes("DOMParser")).length]);
  assert.deepEqual(Object.fromEntries(reads.filter(([, count]) => count > 0)), READS);
});
