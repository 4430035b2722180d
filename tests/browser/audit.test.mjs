// The checks can fail: each is shown a page with its fault and must name it.

import assert from "node:assert/strict";
import { test } from "node:test";
import * as audit from "./lib/audit.mjs";
import { launch } from "./lib/chromium.mjs";
import { scratch } from "./lib/docent.mjs";
import { serve } from "./lib/server.mjs";

const HEAD = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Faults</title><link rel="icon" href="data:,"></head>';
const FAULTY = {
  "/sound.html": `${HEAD}<body><main><h1>Sound</h1></main></body></html>`,
  "/outline.html": "<!doctype html><html><body><h1>a</h1><h1>b</h1></body></html>",
  "/axe.html": `${HEAD}<body><main><h1>a</h1><img src="data:,"></main></body></html>`,
  "/colours.html": `${HEAD}<body><main><h1>a</h1><p class="pale">pale</p></main></body></html>`,
  "/dark.html": `${HEAD.replace("</head>", '<link rel="stylesheet" href="/dark.css"></head>')}<body><main><h1>a</h1><p>pale in the dark</p></main></body></html>`,
  "/dark.css": "@media (prefers-color-scheme: dark) { p { color: #ddd } }",
  "/wide.html": `${HEAD}<body><main><h1>a</h1><img alt="" src="data:," width="900" height="9"></main></body></html>`,
  "/squeezed.html": `${HEAD.replace("</head>", '<link rel="stylesheet" href="/squeezed.css"></head>')}<body><main><h1>a</h1><div class="list"><p>Nobody sees this.</p></div></main></body></html>`,
  "/squeezed.css": ".list { block-size: 0; overflow-y: auto }",
  "/small.html": `${HEAD}<body><main><h1>a</h1><button>.</button></main></body></html>`,
  "/policy.html": `${HEAD}<body><main><h1 style="color:red">a</h1></main><script>1</script></body></html>`,
  "/elsewhere.html": `${HEAD}<body><main><h1>a</h1><img alt="" src="http://elsewhere.invalid/a.png"></main></body></html>`,
};

const server = await serve(scratch(), { extra: FAULTY });
const browser = await launch();
const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
const heard = audit.listen(page, server.origin);

async function open(path) {
  heard.length = 0;
  await page.goto(server.origin + path);
}

test("a sound page has no faults", async () => {
  await open("/sound.html");
  const found = [...await audit.outline(page, "en"), ...await audit.axe(page), ...await audit.overflow(page)];
  assert.deepEqual([...found, ...await audit.smallTargets(page), ...heard], []);
});

test("outline: headings, title, language", async () => {
  await open("/outline.html");
  assert.deepEqual(await audit.outline(page, "en"), ["2 h1", "no title", "lang is , not en"]);
});

test("axe: rules, and colours alone", async () => {
  await open("/axe.html");
  assert.match((await audit.structure(page)).join(), /image-alt/);
  await open("/colours.html");
  // Set by script: a policy stops style attributes, not the object model.
  await page.evaluate(() => { document.querySelector(".pale").style.color = "#ddd"; });
  assert.match((await audit.colours(page)).join(), /color-contrast/);
  assert.match((await audit.axe(page)).join(), /color-contrast/);
});

test("axe in both schemes, and back", async () => {
  await open("/dark.html");
  for (const _ of [1, 2]) assert.match((await audit.inBothSchemes(page)).join("\n"), /^dark: axe color-contrast [^\n]*$/);
});

test("overflow", async () => {
  await open("/wide.html");
  assert.match((await audit.overflow(page)).join(), /IMG/);
});

test("a list that is squeezed to nothing", async () => {
  await open("/squeezed.html");
  assert.match((await audit.squeezed(page)).join(), /DIV\.list "Nobody sees this\."/);
});

test("small targets", async () => {
  await open("/small.html");
  assert.match((await audit.smallTargets(page)).join(), /BUTTON/);
});

test("broken policy and other hosts are heard", async () => {
  await open("/policy.html");
  assert.equal(heard.filter((line) => /Content Security/.test(line)).length, 2, heard.join("\n"));
  await open("/elsewhere.html");
  assert.match(heard.join("\n"), /Content Security|asks http:\/\/elsewhere/);
});
