// Hostile titles and texts, hostile questions, hostile answers: nothing becomes an element that search.js did not make.
//
// 1. The site of all payloads (lib/hostile.mjs), opened without a policy; every payload of strings.txt is asked.
// 2. An engine that answers with whatever an index could never say (lib/fake-engine.mjs).
// 3. No script of the theme reads HTML.

import assert from "node:assert/strict";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { launch } from "./lib/chromium.mjs";
import { inspect, watch } from "./lib/detect.mjs";
import { PROJECT, build, buildHandbook, schema, scratch, useTheme, write } from "./lib/docent.mjs";
import * as fake from "./lib/fake-engine.mjs";
import * as hostile from "./lib/hostile.mjs";
import { ask, open, rows, settled } from "./lib/search.mjs";
import { serve } from "./lib/server.mjs";
import { files } from "./lib/site.mjs";

const OWN = ["A", "BUTTON", "DIALOG", "DIV", "INPUT", "KBD", "LABEL", "LI", "MARK", "OL", "P", "SMALL", "SPAN"];
const browser = await launch(["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]);

/** Elements of the box that search.js never makes. */
const strangers = (page, box = "dialog.search") => page.evaluate(([box, own]) => {
  const all = [document.querySelector(box), ...document.querySelectorAll(`${box} *`)];
  const strange = all.filter((el) => !own.includes(el.tagName)).map((el) => el.outerHTML);
  const away = all.filter((el) => el.href && !el.href.startsWith(`${location.origin}/`)).map((el) => el.href);
  return [...strange, ...away];
}, [box, OWN]);

function buildHostile() {
  const root = scratch();
  write(root, hostile.project(schema()));
  useTheme(root);
  for (let round = 0; round < 4; round += 1) {
    const { status, problems, out } = build(root);
    if (status === 0) return out;
    const bad = problems.filter((p) => p.severity === "error" && p.file?.startsWith("content/")).map((p) => p.file);
    new Set(bad).forEach((file) => rmSync(join(root, file)));
  }
  throw new Error("docent refuses more pages each time");
}

test("hostile questions on hostile pages: nothing is injected, nothing runs", async (t) => {
  const server = await serve(buildHostile(), { csp: null });
  const page = await browser.newPage();
  const hits = await watch(page);
  await page.goto(`${server.origin}/index.html`);
  await open(page);
  const questions = [...hostile.lines("strings.txt"), ...hostile.lines("urls.txt")].slice(0, 140);
  const states = {};
  let shown = 0;
  for (const question of questions) {
    const state = await ask(page, question.slice(0, 300));
    states[state] = (states[state] ?? 0) + 1;
    shown += (await rows(page)).length;
    assert.deepEqual([...await strangers(page), ...await inspect(page), ...hits], [], question);
  }
  t.diagnostic(`${questions.length} questions, ${shown} rows, ${JSON.stringify(states)}`);
  assert.ok(questions.length >= 100 && shown > questions.length, "hostile titles were shown");
  assert.equal(states.failed, undefined);
  for (const question of questions.slice(0, 40)) {
    await page.goto(`${server.origin}/search.html?q=${encodeURIComponent(question)}`);
    await settled(page, question.slice(0, 300), ".az .search");
    assert.deepEqual([...await strangers(page, ".az .search"), ...await inspect(page), ...hits], [], question);
  }
});

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

// preview.js reads a page of the site into a document of its own, where nothing runs, and takes texts from it.
const READS = { "assets/preview.js": 1 };

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
