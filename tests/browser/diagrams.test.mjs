// Diagrams as readers see them: all of `tests/diagrams`, on a page for each kind.
//
// In: the drawings in Chromium, with its fonts. Checked: no faults in both schemes, on a phone and in forced colours; nothing
// is cut off or stands outside of its box; without script and from a folder on disk they are the same.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import * as audit from "./lib/audit.mjs";
import { launch } from "./lib/chromium.mjs";
import { build, built, scratch, useTheme, write } from "./lib/docent.mjs";
import { serve } from "./lib/server.mjs";

const FOLDER = join(dirname(fileURLToPath(import.meta.url)), "../diagrams");
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const DESKTOP = { viewport: { width: 1440, height: 900 } };

const files = readdirSync(FOLDER).filter((file) => file.endsWith(".mmd"));
const fence = (file) => `## ${file}\n\n\`\`\`mermaid\n${readFileSync(join(FOLDER, file), "utf8").trimEnd()}\n\`\`\`\n\n`;
const names = [...new Set(files.map((file) => file.split("-")[0]))];
const kinds = Object.fromEntries(names.map((kind) => [kind, files.filter((file) => file.startsWith(`${kind}-`))]));

function site() {
  const root = scratch();
  const pages = names.map((kind) => [`content/${kind}.md`, `# Kind ${kind}\n\n${kinds[kind].map(fence).join("")}`]);
  const arabic = "# عربي\n\n```mermaid\nflowchart LR\n  A[البداية] --> B[النهاية]\n```\n";
  write(root, { "docent.yaml": "title: Diagrams\ndiagnostics: {orphan: ignore}\nlanguages: {en: {name: English}, ar: {name: العربية}}\ndefault_language: en\n",
    "content/ar/index.md": arabic, "content/en/index.md": "# Diagrams\n",
    ...Object.fromEntries(pages.map(([path, text]) => [path.replace("content/", "content/en/"), text])) });
  useTheme(root);
  return built(build(root));
}

const folder = site();
const server = await serve(folder);
const browser = await launch();

async function open(path, options) {
  const page = await browser.newPage(options);
  page.heard = audit.listen(page, server.origin);
  await page.goto(`${server.origin}/${path}.html`);
  return page;
}

// Where a text stands beyond its drawing, or is wider than the box that it is written in.
const misplaced = (page) => page.evaluate(() => {
  const said = (text) => `${text.closest("figure").previousElementSibling.textContent}: "${text.textContent}"`;
  const inside = (a, b, slack) => a.left >= b.left - slack && a.right <= b.right + slack && a.top >= b.top - slack && a.bottom <= b.bottom + slack;
  const faults = [];
  for (const text of document.querySelectorAll(".drawing text")) {
    const [own, whole] = [text, text.ownerSVGElement].map((el) => el.getBoundingClientRect());
    if (!inside(own, whole, 2)) faults.push(`cut off: ${said(text)}`);
    const box = text.parentElement.previousElementSibling;
    if (box?.matches("rect.m-node") && !inside(own, box.getBoundingClientRect(), 1)) faults.push(`outside of its box: ${said(text)}`);
  }
  return faults;
});

for (const kind of names) {
  test(`${kind}: no faults, nothing cut off, on a desk, a phone and in forced colours`, async () => {
    const page = await open(`en/${kind}`, DESKTOP);
    assert.equal(await page.locator(".drawing svg[role=img]").count(), kinds[kind].length);
    assert.deepEqual([...await audit.inBothSchemes(page), ...await misplaced(page), ...await audit.overflow(page)], []);
    await page.emulateMedia({ forcedColors: "active" });
    assert.deepEqual([...await audit.axe(page), ...page.heard], []);
    const phone = await open(`en/${kind}`, PHONE);
    assert.deepEqual([...await audit.structure(phone), ...await audit.overflow(phone), ...await audit.smallTargets(phone), ...phone.heard], []);
  });
}

test("a drawing that is wider than a phone scrolls in a box of its own, by keyboard too", async () => {
  const page = await open("en/flowchart", PHONE);
  await page.waitForFunction(() => document.querySelector(".drawing[tabindex]"));
  const wide = await page.locator(".drawing").evaluateAll((all) => all.map((box) => [box.scrollWidth > box.clientWidth, box.tabIndex === 0]));
  assert.ok(wide.some(([scrolls]) => scrolls) && wide.some(([scrolls]) => !scrolls));
  for (const [scrolls, focusable] of wide) assert.equal(focusable, scrolls);
});

test("letters keep their size on a phone", async () => {
  const page = await open("en/flowchart", PHONE);
  const sizes = await page.locator(".drawing svg").evaluateAll((all) => all.map((svg) => svg.getBoundingClientRect().width / svg.viewBox.baseVal.width));
  assert.ok(Math.min(...sizes) > 0.75, `${sizes}`);
});

test("without script, and from a folder on disk, they are there; the source unfolds", async () => {
  const page = await open("en/pie", { ...DESKTOP, javaScriptEnabled: false });
  assert.equal(await page.locator(".drawing svg").first().isVisible(), true);
  await page.locator(".diagram summary").first().click();
  assert.match(await page.locator(".diagram code").first().innerText(), /^pie/);
  const local = await browser.newPage();
  await local.goto(pathToFileURL(join(folder, "en/sequence.html")).href);
  const slice = await local.locator(".m-node").first().evaluate((el) => getComputedStyle(el).fill);
  assert.match(slice, /^rgb\((?!0, 0, 0)/);
});

test("on a page from right to left labels stand in their boxes", async () => {
  const page = await open("ar/index", DESKTOP);
  assert.equal(await page.evaluate(() => document.dir), "rtl");
  assert.deepEqual([...await misplaced(page), ...await audit.axe(page), ...page.heard], []);
});

test("printed, a drawing is on the paper whole, without its source", async () => {
  const page = await open("en/gantt", { viewport: { width: 720, height: 1000 } });
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator(".diagram details").first().isVisible(), false);
  assert.deepEqual(await audit.overflow(page), []);
  const widths = await page.locator(".drawing").evaluateAll((all) => all.map((box) => box.scrollWidth - box.clientWidth));
  assert.ok(Math.max(...widths) <= 1, `${widths}`);
});
