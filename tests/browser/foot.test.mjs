// The foot of a page: the selected words go with a report, an edit leads to their section; the next step of a path is the
// only next; what is begun is offered again.

import assert from "node:assert/strict";
import { test } from "node:test";
import * as audit from "./lib/audit.mjs";
import { launch } from "./lib/chromium.mjs";
import { project, says } from "./lib/progress.mjs";

const FILES = {
  "docent.yaml": 'title: Foot\nsite_id: foot\nfeedback: "https://git.example/new?title={title}&body={path}%0A{heading}%0A{quote}"\nedit_url: "https://git.example/blob/{path}?plain=1#L{line}"\n',
  "content/index.md": "# Foot\n\n[[page]] [[list]] [[week]]\n",
  "content/page.md": "---\nowner: ann\ntags: [one]\n---\n\n# Page\n\nBefore `&` all.\n\n## First *part*\n\nWords of the first.\n\n### Deeper\n\nDeep words.\n",
  "content/next.md": "# The next\n",
  "content/ann.md": "---\ntitle: Ann\ntype: person\nmail: ann@example.com\nabsence: Away\n---\n\nText.\n",
  "content/list.md": "---\ntype: checklist\ntitle: List\nitems: [{id: a, do: One}, {id: b, do: Two}]\n---\n",
  "content/week.md": "---\ntitle: Week\ntype: path\nstages: [{title: Day, steps: [{id: a, page: page, minutes: 1}, {id: b, page: list, minutes: 2}, {id: c, page: ann, minutes: 3}]}]\n---\n",
};
const site = await project(FILES);
const browser = await launch();

async function open(path, options = {}) {
  const page = await browser.newPage(options);
  page.heard = audit.listen(page, site.origin);
  await page.goto(`${site.origin}/${path}`);
  return page;
}
const go = (page, path) => page.goto(`${site.origin}/${path}`);

// Selects what an element says, and comes to the links by keyboard, as a reader without a mouse would.
async function addresses(page, selector) {
  await page.evaluate((selector) => {
    const chosen = getSelection();
    chosen.removeAllRanges();
    const place = selector && document.querySelector(selector);
    if (place) chosen.selectAllChildren(place);
  }, selector);
  await page.locator(".about [data-report]").focus();
  await page.locator(".about [data-edit]").focus();
  const [report, edit] = await page.evaluate(() => [...document.querySelectorAll(".about :is([data-report], [data-edit])")].map((a) => a.href).reverse());
  return [new URL(report).searchParams.get("body").split("\n").slice(1), new URL(edit).hash];
}

test("the selected words and their section go with a report; an edit begins at the section", async () => {
  const page = await open("page.html");
  assert.deepEqual(await addresses(page, ""), [["", ""], "#L1"]);
  assert.deepEqual(await addresses(page, ".prose > p"), [["", "Before & all."], "#L1"]);
  assert.deepEqual(await addresses(page, "#first-part ~ p"), [["First part", "Words of the first."], "#L10"]);
  assert.deepEqual(await addresses(page, ".prose > p:last-child"), [["Deeper", "Deep words."], "#L14"]);
  // Words that are not of the page's text are none.
  assert.deepEqual(await addresses(page, ".about h2"), [["Deeper", "Deep words."], "#L14"]);
  await go(page, "next.html");
  await go(page, "page.html#deeper");
  assert.deepEqual(await addresses(page, ""), [["Deeper", ""], "#L14"]);
  assert.deepEqual(page.heard, []);
  await page.close();
});

test("without script both links mean the page", async () => {
  const page = await open("page.html", { javaScriptEnabled: false });
  const links = await page.locator(".about .colophon a").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
  assert.deepEqual(links.slice(0, 2), ["https://git.example/blob/content/page.md?plain=1#L1", "https://git.example/new?title=Page&body=content%2Fpage%2Emd%0A%0A"]);
  assert.equal(await page.locator(".turn .next").isVisible(), true);
  await page.close();
});

for (const [name, options] of [["desktop", { viewport: { width: 1440, height: 900 } }], ["phone", { viewport: { width: 390, height: 844 } }]]) {
  test(`on a path: where it is, and one next; what is begun is offered again: ${name}`, async () => {
    const page = await open("week.html", options);
    assert.equal(await page.locator(".mine").isVisible(), false);
    await page.getByRole("link", { name: "Start: Page" }).click();
    await says(page, "0 of 3 read", ".bar");
    assert.equal(await page.locator(".head .at-step").innerText(), "Step 1 of 3 · Week");
    assert.equal(await page.locator(".turn").isVisible(), false);
    assert.deepEqual(await page.locator(".foot h2").allTextContents(), ["Next on your path", "Related", "About this page"]);
    assert.deepEqual(await audit.axe(page), []);
    await page.getByRole("button", { name: "Mark as read and continue" }).click();
    await page.waitForURL(/list\.html$/);
    assert.equal(await page.locator(".head .at-step").innerText(), "Step 2 of 3 · Week");
    await page.locator("input.box").first().check();
    await go(page, "index.html");
    await page.locator(".resume li").nth(1).waitFor();
    assert.deepEqual(await page.locator(".resume h3").allTextContents(), ["List", "Week"]);
    await page.getByRole("link", { name: "Continue: List" }).first().click();
    await page.waitForURL(/list\.html$/);
    if (name === "phone") await page.locator(".top .menu").click();
    await page.locator(".mine").click();
    await page.waitForURL(/my-progress\.html$/);
    // Ticked to the end, it is offered no more.
    await go(page, "list.html");
    await page.locator("input.box").nth(1).check();
    await go(page, "index.html");
    await page.locator(".resume li").waitFor();
    assert.deepEqual(await page.locator(".resume h3").allTextContents(), ["Week"]);
    assert.deepEqual(page.heard, []);
    await page.close();
  });
}
