// A look at the page behind a link: when it is fetched, what it shows, and how it goes (WCAG 1.4.13).

import assert from "node:assert/strict";
import { test } from "node:test";
import * as audit from "./lib/audit.mjs";
import { launch } from "./lib/chromium.mjs";
import { build, buildHandbook, built, scratch, useTheme, write } from "./lib/docent.mjs";
import { serve } from "./lib/server.mjs";

const PAGES = {
  "docent.yaml": "title: Looks\nsearch: {enabled: false}\n",
  "content/index.md": `# Front\n\nTo [a page](page.md), [a part](page.md#part), [a block](page.md#^b), [here](#low), [away](https://example.com/), [a file](x.txt).\n\n## Low\n\n${"Text.\n\n".repeat(60)}`,
  "content/page.md": `---\ntitle: The page <b>\ndescription: What it is <img src=x onerror=alert(1)> about.\n---\n\nFirst.\n\n## Part\n\nOf the part. ${"Word ".repeat(200)}\n\nNot here. ^b\n`,
  "content/x.txt": "x",
};

const browser = await launch();
const server = await serve(site(PAGES));
const off = await serve(site({ ...PAGES, "docent.yaml": `${PAGES["docent.yaml"]}link_previews: false\n` }));

function site(pages) {
  const root = scratch();
  write(root, pages);
  useTheme(root);
  return built(build(root));
}

async function open(origin = server.origin, options = {}) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, ...options });
  page.heard = audit.listen(page, origin);
  page.asked = [];
  page.on("request", (request) => {
    const path = new URL(request.url()).pathname;
    // What is new since the last visit is asked for at a reader's first sign.
    if (!/^\/(assets\/(seen|changes)\.|changes\/)/.test(path)) page.asked.push(path);
  });
  await page.goto(`${origin}/index.html`);
  await page.waitForLoadState("networkidle");
  page.asked.length = 0;
  return page;
}

const box = (page) => page.locator(".preview");
const link = (page, name) => page.getByRole("link", { name, exact: true });
async function shown(page, name) {
  // Away from the last one: else its text would be taken for this one's.
  await page.mouse.move(5, 690);
  await box(page).waitFor({ state: "detached" });
  await link(page, name).hover();
  await box(page).waitFor();
  return (await box(page).innerText()).replace(/\n+/g, "\n");
}

test("nothing is fetched before somebody stays on a link; then the page, once", async () => {
  const page = await open();
  assert.deepEqual(page.asked, []);
  await shown(page, "a page");
  assert.equal(page.asked.filter((path) => path === "/page.html").length, 1);
  assert.equal(page.asked.length, 3, `${page.asked}`); // script, looks, page
  await page.mouse.move(5, 880);
  await box(page).waitFor({ state: "detached" });
  await shown(page, "a part");
  assert.equal(page.asked.length, 3);
});

test("it shows title and lead, a section, a block: as text", async () => {
  const page = await open();
  assert.equal(await shown(page, "a page"), "The page <b>\nWhat it is <img src=x onerror=alert(1)> about.");
  assert.equal(await box(page).locator("img, b").count(), 0);
  const part = await shown(page, "a part");
  assert.match(part, /^The page <b>: Part\nOf the part\. Word /);
  assert.ok(part.endsWith("Word…") && part.length < 400, part);
  await page.mouse.move(5, 880);
  assert.equal(await shown(page, "a block"), "The page <b>\nNot here.");
  assert.deepEqual(page.heard, []);
});

test("the pointer can go to the text; it goes when the pointer has left both", async () => {
  const page = await open();
  await shown(page, "a page");
  await box(page).hover();
  await page.mouse.move(5, 880);
  await box(page).waitFor({ state: "detached" });
});

test("Escape takes it away, and it stays away until the link is left", async () => {
  const page = await open();
  await shown(page, "a page");
  await page.keyboard.press("Escape");
  assert.equal(await box(page).count(), 0);
  const at = await link(page, "a page").boundingBox();
  await page.mouse.move(at.x + 4, at.y + 4);
  await page.mouse.move(5, 880);
  await shown(page, "a page");
});

test("by keyboard: it describes the link, and goes with the focus or on Escape", async () => {
  const page = await open();
  await link(page, "a page").focus();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Shift+Tab");
  await box(page).waitFor();
  assert.equal(await link(page, "a page").getAttribute("aria-describedby"), "d-preview");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "a page");
  await page.keyboard.press("Escape");
  assert.equal(await box(page).count(), 0);
  assert.equal(await link(page, "a page").getAttribute("aria-describedby"), null);
  await page.keyboard.press("Tab");
  await box(page).waitFor();
  await page.keyboard.press("Tab");
  await page.locator(".preview", { hasText: "Not here." }).waitFor();
  assert.equal(await box(page).count(), 1);
});

for (const width of [1440, 320]) {
  test(`audited while it is open: ${width} px`, async () => {
    const page = await open(server.origin, { viewport: { width, height: 700 } });
    await shown(page, "a part");
    assert.deepEqual([...await audit.inBothSchemes(page), ...await audit.overflow(page), ...page.heard], []);
    const { x, y, width: w, height: h } = await box(page).boundingBox();
    assert.ok(x >= 0 && y >= 0 && x + w <= width && y + h <= 700, `${x} ${y} ${w} ${h}`);
  });
}

test("links to other sites, to files, into the page, on touch screens and switched off: nothing", async () => {
  for (const [origin, options, names] of [
    [server.origin, {}, ["here", "away", "a file"]],
    [server.origin, { hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } }, ["a page"]],
    [off.origin, {}, ["a page"]],
  ]) {
    const page = await open(origin, options);
    for (const name of names) await link(page, name).hover();
    // Longer than it takes to be sure of an intent: the clock of the page is asked, not this one.
    await page.evaluate(() => new Promise((done) => { setTimeout(done, 600); }));
    assert.deepEqual(page.asked, []);
    assert.equal(await box(page).count(), 0);
  }
});

test("on the handbook, in both languages, in its own words", async () => {
  const handbook = await serve(buildHandbook());
  for (const lang of ["en", "ru"]) {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(`${handbook.origin}/${lang}/roles/account-manager.html`);
    const first = page.locator(".body a[href$='.html']").first();
    await first.hover();
    await box(page).waitFor();
    assert.ok((await box(page).innerText()).length > 20);
    assert.deepEqual(await audit.axe(page), []);
  }
});
