// No content runs script: over 600 payloads, each in every place of its kind, opened in Chromium WITHOUT a policy.
//
// 1. A site is made of payloads (lib/hostile.mjs). Pages that docent refuses are taken out and counted: a refusal with a
//    file's name is a good answer, too.
// 2. Every HTML file of the result is opened: pages, lists, tags, 404, redirects (lib/detect.mjs).
// 3. The feed and the sitemap must be XML of known elements; llms.txt must have one line a page.
// 4. Every payload of strings.txt is asked in the search dialog, whose rows are the hostile titles and texts.
// 5. A page with real script proves that the detector detects.

import assert from "node:assert/strict";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { launch } from "./lib/chromium.mjs";
import { inspect, strangers, watch } from "./lib/detect.mjs";
import { build, schema, scratch, useTheme, write } from "./lib/docent.mjs";
import * as hostile from "./lib/hostile.mjs";
import { ask, open as openDialog, rows, settled } from "./lib/search.mjs";
import { serve } from "./lib/server.mjs";
import { address, files, pages } from "./lib/site.mjs";

const CONTROL = `<!doctype html><title>control</title><p onclick="alert(1)">a</p><a href="java&#10;script:alert(1)">b</a>
<iframe></iframe><img src="x" onerror="alert('img')"><script>alert("inline")</script><script src="//canary.invalid/x.js"></script>`;
const AT_ONCE = 3;
const MAY_BE_REFUSED = /^content\/[fmu]\//;
let found = {};

// Nothing leaves the machine: other hosts have no address.
const browser = await launch(["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]);
const { out, refused } = buildWithout(hostile.project(schema()));
// Styles cannot run script, and laying out a thousand pages takes a minute.
const styles = files(out).filter((path) => path.endsWith(".css")).map((path) => [`/${path}`, ""]);
const server = await serve(out, { csp: null, extra: { "/control.html": CONTROL, ...Object.fromEntries(styles) } });

/** Builds, leaving out the pages that docent refuses, until it accepts the rest. Those that it may refuse are tried alone first. */
function buildWithout(project) {
  const root = scratch();
  const refused = new Set();
  const isLater = (path) => path.startsWith("content/") && !MAY_BE_REFUSED.test(path);
  const part = (keep) => Object.fromEntries(Object.entries(project).filter(([path]) => keep(path)));
  write(root, part((path) => !isLater(path)));
  useTheme(root);
  buildTillAccepted(root, refused);
  write(root, part(isLater));
  return { out: buildTillAccepted(root, refused), refused };
}

function buildTillAccepted(root, refused) {
  for (let round = 0; round < 4; round += 1) {
    const { status, problems, out, said } = build(root);
    if (status === 0) return out;
    const bad = problems.filter((p) => p.severity === "error" && p.file?.startsWith("content/")).map((p) => p.file);
    assert.ok(bad.length > 0, `docent ended with ${status} and named no page: ${said}\n${JSON.stringify(problems)}`);
    for (const file of new Set(bad)) { refused.add(file); rmSync(join(root, file)); }
  }
  throw new Error("docent refuses more pages each time");
}

/** Opens the pages of a list, a few at once; answers with what was found, by page. */
async function open(paths) {
  const queue = [...paths];
  const found = {};
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    const page = await browser.newPage();
    const hits = await watch(page);
    for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
      await page.goto(`${server.origin}/${address(path)}?still`);
      const all = [...await inspect(page), ...hits.splice(0)];
      if (all.length > 0) found[path] = all;
    }
    await page.close();
  }));
  return found;
}

test("the detector detects", async () => {
  const found = (await open(["control.html"]))["control.html"].join("\n");
  for (const sign of [/<p onclick>/, /scheme: <a/, /<iframe>/, /<img onerror>/, /script: /, /alert\(img\)/, /alert\(inline\)/, /asked .*canary/]) {
    assert.match(found, sign);
  }
});

const isScheme = (what) => what.startsWith("scheme: ");
const only = (found, keep) => Object.fromEntries(
  Object.entries(found).map(([path, all]) => [path, all.filter(keep)]).filter(([, all]) => all.length > 0));

test("no page runs anything, or holds what could", async (t) => {
  const all = pages(out);
  t.diagnostic(`${hostile.count()} payloads, ${all.length} HTML files opened, ${refused.size} source files refused`);
  assert.ok(hostile.count() >= 600);
  found = await open(all);
  assert.deepEqual(only(found, (what) => !isScheme(what)), {});
});

test("no URL has a scheme but http, https, mailto and tel", () => {
  assert.deepEqual(only(found, isScheme), {});
});

test("no string and no name is refused, so that every sink was seen", () => {
  const others = [...refused].filter((file) => !MAY_BE_REFUSED.test(file));
  assert.deepEqual(others, []);
});

const KNOWN = {
  "feed.xml": ["author", "entry", "feed", "id", "link", "name", "summary", "title", "updated"],
  "sitemap.xml": ["lastmod", "loc", "url", "urlset"],
};

for (const [file, known] of Object.entries(KNOWN)) {
  test(`${file} is XML, of its own elements only`, async () => {
    const page = await browser.newPage();
    await page.goto(`${server.origin}/404.html`);
    assert.deepEqual(await page.evaluate(elements, readFileSync(join(out, file), "utf8")), known);
  });
}

/** Names of the elements of a text as XML, in the browser. */
function elements(text) {
  const all = new DOMParser().parseFromString(text, "application/xml").querySelectorAll("*");
  return [...new Set([...all].map((el) => el.localName))].sort();
}

test("llms.txt has one line a page: a title cannot start lines of its own", () => {
  const text = readFileSync(join(out, "llms.txt"), "utf8").split(/[\n\r\u2028\u2029]/);
  const strange = text.filter((line) => line && !/^# Payloads$|^## en$|^- \[[^[\]]*\]\(https:\/\/example\.com\/handbook\/[^)\s]+\.md\)/.test(line));
  assert.deepEqual(strange, []);
});

test("hostile questions on hostile pages: nothing is injected, nothing runs", async (t) => {
  const page = await browser.newPage();
  const hits = await watch(page);
  await page.goto(`${server.origin}/index.html`);
  await openDialog(page);
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
