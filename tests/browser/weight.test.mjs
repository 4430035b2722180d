// What a page weighs: its HTML and the theme's CSS and script, as a server sends them (gzip -9).
//
// The sum of all three is what the first visit costs; the bar keeps the frame around a text smaller than a photograph.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { buildHandbook } from "./lib/docent.mjs";
import { files, pages } from "./lib/site.mjs";

const MAX_BYTES = 25 * 1024;
const MAX_SCRIPT = 12 * 1024;
const site = buildHandbook();

const zipped = (file) => gzipSync(readFileSync(join(site, file)), { level: 9 }).length;

/** The stylesheets and scripts that a page names, as paths from the top of the site. */
function parts(path) {
  const html = readFileSync(join(site, path), "utf8");
  const named = html.matchAll(/<link rel="stylesheet" href="([^"]+)"|<script src="([^"]+)"/g);
  const top = (url) => (url.startsWith("/") ? url.slice(1) : join(dirname(path), url));
  return [...named].map(([, style, script]) => top(style ?? script));
}

// A page to be printed is many pages in one.
const weights = pages(site).filter((path) => !path.endsWith("/print.html")).map((path) => ({ path, html: zipped(path), rest: parts(path).map(zipped) }));
const total = ({ html, rest }) => rest.reduce((sum, size) => sum + size, html);

test("every page that is read has the theme's stylesheet and scripts, and few besides", () => {
  const counts = weights.map(({ rest }) => rest.length);
  assert.ok(Math.min(...counts) >= 2, "the choice of a language has a stylesheet and a script");
  assert.ok(Math.max(...counts) <= 8, "3 on pages, 2 for views, at most 4 for the classes in it");
});

test(`no page is over ${MAX_BYTES} bytes with its CSS and script`, (t) => {
  const heaviest = weights.toSorted((a, b) => total(b) - total(a));
  t.diagnostic(`heaviest: ${total(heaviest[0])} bytes, ${heaviest[0].path} (HTML ${heaviest[0].html})`);
  const kinds = [/checklists\/./, /paths\/./, /search\.html$/, /my-progress\.html$/];
  for (const kind of kinds) assert.ok(heaviest.some(({ path }) => kind.test(path)), `${kind}`);
  // A printed page holds others whole.
  assert.deepEqual(heaviest.filter((page) => total(page) > MAX_BYTES && !/(^|\/)print\.html$/.test(page.path)).map(({ path }) => path), []);
});

test("what the first opening of search adds: script, looks, words", (t) => {
  const assets = files(site).filter((path) => /assets\/search[^/]*\.(js|css)$/.test(path));
  const sizes = Object.fromEntries(assets.map((path) => [path.replace(/^assets\//, ""), zipped(path)]));
  t.diagnostic(JSON.stringify(sizes));
  const script = assets.find((path) => /search\.[0-9a-f]+\.js$/.test(path));
  t.diagnostic(`search.js: ${zipped(script)} bytes gzip, ${brotliCompressSync(readFileSync(join(site, script))).length} brotli`);
  assert.ok(zipped(script) <= MAX_SCRIPT, "search.js has grown");
});

test("what a checklist or a reading path adds: scripts, looks, words", (t) => {
  const assets = files(site).filter((path) => /assets\/(progress|checklist)[^/]*\.(js|css)$/.test(path));
  const sizes = Object.fromEntries(assets.map((path) => [path.replace(/^assets\//, ""), zipped(path)]));
  t.diagnostic(JSON.stringify(sizes));
  const one = Object.entries(sizes).filter(([name]) => !name.includes(".en.")).reduce((sum, [, size]) => sum + size, 0);
  assert.ok(one <= 18.5 * 1024, `${one} bytes: it has grown`);
});
