// What a reader's first and second questions cost, beside Pagefind's on the same pages, in Chromium.
//
//   node benches/search.mjs SITE PAGEFIND QUESTIONS [COUNT]
//
// SITE: a built site (`docent build`). PAGEFIND: Pagefind's bundle of the same pages. QUESTIONS: lines of JSON with
// `kind` and `query`. For each question: a fresh context (nothing cached), bytes on the wire from the moment that the
// search is opened until ten results are shown, the engine's files included; then a second question in the same tab.
// Texts are compressed as a host would (brotli if the browser takes it), what is compressed already is not. Then speed:
// the warm time from a question to its results, both engines in one run, one tab each.
// ROUNDS=3 asks everything three times warm and takes the best of each question: what a busy machine leaves of the noise.
// Needs what tests/browser needs: `npm ci` there, and a Chromium.

import { createServer } from "node:http";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { launch } from "../tests/browser/lib/chromium.mjs";

const [site, pagefind, file, count = "60"] = process.argv.slice(2);
if (!file) throw new Error("usage: node benches/search.mjs SITE PAGEFIND QUESTIONS [COUNT]");
const lines = readFileSync(file, "utf8").trim().split("\n").map((line) => JSON.parse(line));
const anchors = lines.filter((line) => line.kind === "anchor").map((line) => line.query);
const mixed = lines.map((line) => line.query);
const spread = (list, n) => list.filter((_, index) => index % Math.max(1, Math.floor(list.length / n)) === 0).slice(0, n);

const packed = new Map();
// Counted where they are sent: Pagefind asks from a worker, which a page's own count would miss.
let sent = 0;
const server = createServer((request, response) => {
  const path = decodeURIComponent(new URL(request.url, "http://x").pathname);
  const [root, rest] = path.startsWith("/pagefind/") ? [pagefind, path.slice(10)] : [site, path];
  const found = path === "/empty.html" ? null : join(resolve(root), rest.endsWith("/") ? `${rest}index.html` : rest);
  if (found && !(found.startsWith(resolve(root) + sep) && existsSync(found) && statSync(found).isFile())) return response.writeHead(404).end();
  const bytes = found ? readFileSync(found) : Buffer.from("<!doctype html><title>empty</title>");
  const type = { html: "text/html", js: "text/javascript", css: "text/css", json: "application/json", wasm: "application/wasm", svg: "image/svg+xml" }[(found ?? "a.html").split(".").pop()];
  const headers = { "content-type": type ?? "application/octet-stream", "cache-control": "max-age=31536000" };
  if (!type) { sent += bytes.length; return response.writeHead(200, headers).end(bytes); }
  if (!packed.has(path)) packed.set(path, brotliCompressSync(bytes));
  sent += packed.get(path).length;
  response.writeHead(200, { ...headers, "content-encoding": "br", vary: "accept-encoding" }).end(packed.get(path));
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const origin = `http://127.0.0.1:${server.address().port}`;
const browser = await launch();

const at = (sorted, share) => sorted[Math.floor((sorted.length - 1) * share)];
const told = (name, values, unit) => {
  const sorted = [...values].sort((a, b) => a - b);
  console.log(`${name}: p50 ${at(sorted, 0.5).toFixed(1)} ${unit}, p95 ${at(sorted, 0.95).toFixed(1)} ${unit}, most ${at(sorted, 1).toFixed(1)} ${unit} (${sorted.length})`);
};

/** Bytes of bodies that are sent while `act` runs, in a context of its own. */
async function counted(start) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(origin + start);
  await page.waitForLoadState("networkidle");
  const during = async (act) => { sent = 0; await act(); await page.waitForLoadState("networkidle"); return sent / 1024; };
  return { page, context, during };
}

async function askOurs(page, query) {
  const input = page.locator("dialog.search input[role=combobox]");
  await input.fill(query);
  await page.waitForFunction((query) => {
    const dialog = document.querySelector("dialog.search");
    return dialog.dataset.asked === query && ["found", "none"].includes(dialog.dataset.state);
  }, query);
  await page.waitForTimeout(300); // A debounce may still hold back a better answer: bytes are counted to the end of it.
}

const openOurs = async (page) => { await page.keyboard.press("Control+k"); await page.locator("dialog.search[open]").waitFor(); };

const theirs = (page, query) => page.evaluate(async (query) => {
  window.pf ??= await import("/pagefind/pagefind.js").then(async (pf) => { await pf.init(); return pf; });
  const found = await window.pf.search(query);
  return (await Promise.all(found.results.slice(0, 10).map((result) => result.data()))).length;
}, query);

const start = process.env.START ?? "/index.html";
const bytes = { ours: [[], []], pagefind: [[], []] };
const pairs = spread(anchors, Number(count));
for (const [index, query] of pairs.entries()) {
  const second = pairs[(index + 1) % pairs.length];
  const own = await counted(start);
  bytes.ours[0].push(await own.during(async () => { await openOurs(own.page); await askOurs(own.page, query); }));
  bytes.ours[1].push(await own.during(() => askOurs(own.page, second)));
  await own.context.close();
  const other = await counted("/empty.html");
  bytes.pagefind[0].push(await other.during(() => theirs(other.page, query)));
  bytes.pagefind[1].push(await other.during(() => theirs(other.page, second)));
  await other.context.close();
}
for (const name of ["ours", "pagefind"]) {
  told(`${name}, first question`, bytes[name][0], "KB");
  told(`${name}, second question`, bytes[name][1], "KB");
}

// Warm speed: everything is fetched in a first round, the second is timed.
const questions = spread(mixed, 200);
const own = await counted(start);
await openOurs(own.page);
const other = await counted("/empty.html");
const times = { ours: [], pagefind: [] };
const best = (name, question, time) => { times[name][question] = Math.min(times[name][question] ?? Infinity, time); };
for (let round = 0; round <= Number(process.env.ROUNDS ?? 1); round += 1) {
  for (const [question, query] of questions.entries()) {
    const before = performance.now();
    await theirs(other.page, query);
    if (round) best("pagefind", question, performance.now() - before);
    const spent = await own.page.evaluate(async (query) => {
      const field = document.querySelector("dialog.search input");
      const dialog = field.closest("dialog");
      const answered = new Promise((done) => {
        new MutationObserver((_, observer) => {
          if (dialog.dataset.asked !== query || !["found", "none", "failed"].includes(dialog.dataset.state)) return;
          observer.disconnect();
          done();
        }).observe(dialog, { attributes: true, childList: true, subtree: true });
      });
      const begun = performance.now();
      field.value = query;
      field.dispatchEvent(new InputEvent("input", { bubbles: true }));
      await answered;
      dialog.getBoundingClientRect(); // The layout is part of it.
      return performance.now() - begun;
    }, query);
    if (round) best("ours", question, spent);
  }
}
for (const name of ["ours", "pagefind"]) told(`${name}, warm`, times[name], "ms");
await browser.close();
server.close();
