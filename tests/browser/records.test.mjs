// What the browser keeps of a reader's progress, checked without a browser: whatever a record holds, its addresses are
// pages of this site, and a record that was checked is not changed by being checked again.
//
// progress.js runs here with a document that holds nothing. In: hostile and random strings. Seeds stand in the titles.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import vm from "node:vm";
import { buildHandbook } from "./lib/docent.mjs";
import { ADDRESSES, records, SITES, strings } from "./lib/records.mjs";
import { files } from "./lib/site.mjs";

const site = buildHandbook();
const SCRIPT = new vm.Script(readFileSync(join(site, files(site).find((path) => /^assets\/progress\.\w+\.js$/.test(path))), "utf8"));

/** progress.js of a page at `address`, whose site begins at `root` as seen from there. */
function progress(address, root) {
  const kept = new Map();
  const storage = { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => { kept.set(key, value); }, removeItem: (key) => { kept.delete(key); } };
  const meta = { content: "site", dataset: { root, all: "my-progress.html", css: "progress.css" } };
  const document = { head: { querySelector: () => meta }, documentElement: { lang: "en" }, querySelector: () => null, querySelectorAll: () => [] };
  const window = { docentProgress: { words: {} }, localStorage: storage, sessionStorage: storage, docent: { say() {} } };
  const context = { window, document, location: new URL(address), localStorage: storage, sessionStorage: storage, URL, Intl, Date, console, setTimeout, addEventListener() {} };
  SCRIPT.runInNewContext(context);
  return { ...window.docentProgress, kept };
}

/** What is wrong with what `address` makes of a string, if anything. */
function fault(it, base, root, value) {
  const once = it.address(value);
  if (typeof once !== "string") return "no string";
  if (it.address(once) !== once) return `twice: ${it.address(once)}`;
  const url = new URL(once, root);
  if (!url.href.startsWith(root.href)) return "outside of the site";
  if (url.protocol !== base.protocol || url.host !== base.host || url.username || url.password) return "of another site";
  return once !== "" && new URL(`./${once}`, root).href !== url.href ? "not relative" : null;
}

for (const [address, top] of SITES) {
  const [base, root] = [new URL(address), new URL(top || "./", address)];

  test(`addresses are pages of the site, and checking twice is checking once: ${address}`, () => {
    const it = progress(address, top);
    const all = [...ADDRESSES(root.href), ...strings(root.href, 4000, 20261130)];
    const faults = all.map((value) => [value, fault(it, base, root, value)]).filter(([, what]) => what);
    assert.deepEqual(faults, []);
    // The test is no use if everything is refused.
    const pages = ["", "index.html", "en/a.html#part", "en/", "en/роль.html", "a b.html"].map((page) => it.address(new URL(page, root).href));
    assert.deepEqual(pages, ["", "index.html", "en/a.html#part", "en/", "en/%D1%80%D0%BE%D0%BB%D1%8C.html", "a%20b.html"]);
  });
}

test("the issue's own: the site's root three times before a script", () => {
  const it = progress("https://example.com/handbook/en/a.html", "../");
  const root = "https://example.com/handbook/";
  for (const times of [0, 1, 2, 3, 9]) assert.equal(it.address(`${root.repeat(times)}javascript:alert(1)`), "", String(times));
});

test("records that were kept are read as they were written", () => {
  const address = "https://example.com/handbook/en/a.html", root = new URL("../", address);
  const it = progress(address, "../");
  for (const record of records(root.href, 400, 7)) {
    for (const key of ["path:a", "checklist:a"]) {
      it.kept.clear();
      if (!it.store.write(key, record)) continue;
      const first = it.kept.get(`docent:site:${key}`);
      const read = it.store.read(key);
      if (first === undefined || first === "null") continue;
      it.store.write(key, read);
      assert.equal(it.kept.get(`docent:site:${key}`), first);
      for (const { url } of [read, ...read.plan ?? []]) assert.equal(fault(it, new URL(address), root, url) ?? "", "", url);
    }
  }
});
