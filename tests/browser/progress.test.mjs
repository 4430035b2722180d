// Reading paths with progress: what is read stays read through edits, on the path, on its steps, on the front page and on
// the page of everything that is kept.

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import * as audit from "./lib/audit.mjs";
import { launch } from "./lib/chromium.mjs";
import { buildHandbook } from "./lib/docent.mjs";
import { kept, project, says, told } from "./lib/progress.mjs";
import { serve } from "./lib/server.mjs";

const STEP = { a: "{id: a, page: alpha, minutes: 5}", b: "{id: b, page: beta, minutes: 7, purpose: Why}", c: "{id: c, page: alpha#part-two, minutes: 3}", d: "{id: d, page: delta, minutes: 4}" };
const PATH = (...stages) => `---\ntitle: First week\ntype: path\nstages:\n${stages.map((ids, n) => `  - title: Day ${n + 1}\n    steps:\n${[...ids].map((id) => `      - ${STEP[id]}\n`).join("")}`).join("")}---\n\nFor everybody.\n`;
const PAGE = (title, text = "Text.") => `---\ntitle: ${title}\nquestions:\n  - {q: Why?, a: Because.}\n---\n\n${text}\n`;
const FILES = {
  "docent.yaml": "title: Paths\nsite_id: paths\n",
  "content/index.md": "# Paths\n\n[[week]] [[alpha]] [[beta]] [[delta]]\n",
  "content/week.md": PATH("ab", "cd"),
  "content/alpha.md": PAGE("Alpha", "One.\n\n## Part two\n\nTwo."),
  "content/beta.md": PAGE("Beta"),
  "content/delta.md": PAGE("Delta"),
};

const browser = await launch();
let site;

async function reader(files = {}) {
  site = await project({ ...FILES, ...files });
  const context = await browser.newContext({ permissions: ["clipboard-read", "clipboard-write"] });
  return open(context, "week.html");
}
async function open(context, path) {
  const page = await context.newPage();
  page.heard = audit.listen(page, site.origin);
  await page.goto(`${site.origin}/${path}`);
  return page;
}
const go = (page, path) => page.goto(`${site.origin}/${path}`);
const step = (page, id) => page.locator(`#step-${id} > .mark`);
const press = (page, name) => page.getByRole("button", { name, exact: true }).click();
async function unfold(page) {
  await page.locator(".run details.more").first().waitFor({ state: "attached" });
  const folded = page.locator(".run details.more:not([open])");
  while (await folded.count() > 0) await folded.first().locator("> summary").click();
}
const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText());
/** The steps: id, read, changed since. */
const steps = (page) => page.locator(".stage li[data-item]").evaluateAll((all) =>
  all.map((li) => [li.dataset.item, li.querySelector(".mark").checked, li.querySelector(".changed") !== null]));

test("from step to step: mark and go on, come back, go on where it stopped", async () => {
  const page = await reader();
  await says(page, "0 of 4 read · about 19 min left");
  await page.getByRole("link", { name: "Start: Alpha" }).click();
  await says(page, "0 of 4 read", ".bar");
  await press(page, "Mark as read and continue");
  await page.waitForURL(/beta\.html$/);
  await says(page, "1 of 4 read · about 14 min left", ".bar");
  await press(page, "Mark as read and continue");
  await page.waitForURL(/alpha\.html#part-two$/);
  // Another day: the front page knows.
  await page.close();
  const later = await open(page.context(), "index.html");
  await later.getByRole("link", { name: "Continue: Alpha: Part two" }).click();
  await later.waitForURL(/alpha\.html#part-two$/);
  await go(later, "week.html");
  await says(later, "2 of 4 read · about 7 min left");
  assert.deepEqual(await steps(later), [["a", true, false], ["b", true, false], ["c", false, false], ["d", false, false]]);
  await go(later, "delta.html");
  await says(later, "2 of 4 read", ".bar");
  await press(later, "Mark as read and finish");
  await later.waitForURL(/week\.html$/);
  await later.getByRole("link", { name: "Continue: Alpha: Part two" }).waitFor();
  await step(later, "c").check();
  await later.locator("text=You have read everything").waitFor();
  await go(later, "index.html");
  await later.waitForFunction(() => "docentProgress" in window && "store" in window.docentProgress);
  assert.equal(await later.locator(".resume").isVisible(), false);
  assert.deepEqual([...page.heard, ...later.heard], []);
});

test("edits keep marks: steps move, come and go; a page that changed says so until it is read again", async () => {
  const page = await reader();
  for (const id of "abd") await step(page, id).check();
  await says(page, "3 of 4 read");
  site.edit({ "content/week.md": PATH("d", "bac"), "content/beta.md": PAGE("Beta", "Another text.") });
  await page.reload();
  await says(page, "3 of 4 read · about 3 min left · 1 changed since");
  assert.deepEqual(await steps(page), [["d", true, false], ["b", true, true], ["a", true, false], ["c", false, false]]);
  await go(page, "beta.html");
  await says(page, "3 of 4 read", ".bar");
  assert.equal(await page.locator(".bar .flag").innerText(), "Changed since you read it");
  await press(page, "Mark as read again and continue");
  await page.waitForURL(/alpha\.html$/);
  // A step that goes keeps its mark for the day it comes back.
  site.edit({ "content/week.md": PATH("ac") });
  await go(page, "week.html");
  await says(page, "1 of 2 read");
  site.edit({ "content/week.md": PATH("ab", "cd") });
  await page.reload();
  await says(page, "3 of 4 read");
  assert.deepEqual(await steps(page), [["a", true, false], ["b", true, false], ["c", false, false], ["d", true, false]]);
});

test("a step that is a section changes with its section alone", async () => {
  const page = await reader();
  await step(page, "a").check();
  await step(page, "c").check();
  site.edit({ "content/alpha.md": PAGE("Alpha", "Another one.\n\n## Part two\n\nTwo.") });
  await page.reload();
  await says(page, "1 changed since");
  assert.deepEqual((await steps(page)).filter(([, , changed]) => changed), [["a", true, true]]);
  site.edit({ "content/alpha.md": PAGE("Alpha", "One.\n\n## Part two\n\nAnother two.") });
  await page.reload();
  await says(page, "2 changed since");
});

test("the bar is there for who is on the path, and for nobody else", async () => {
  const page = await reader();
  const stranger = await open(await browser.newContext(), "beta.html");
  assert.deepEqual([await stranger.locator(".bar").count(), await stranger.evaluate(() => "docentProgress" in window)], [0, false]);
  const links = await stranger.locator(".on-path a").evaluateAll((all) => all.map((a) => [a.textContent, a.getAttribute("href")]));
  assert.deepEqual(links, [["First week", "week.html"], ["Previous step: Alpha", "alpha.html"], ["Next step: Alpha: Part two", "alpha.html#part-two"]]);
  assert.deepEqual(await kept(page), {}, "looking marks nothing");
  await step(page, "a").check();
  const elsewhere = await open(page.context(), "delta.html");
  await says(elsewhere, "1 of 4 read", ".bar");
});

test("copied as text, erased, taken over: the same state", async () => {
  const page = await reader();
  await step(page, "a").check();
  await step(page, "d").check();
  await go(page, "my-progress.html");
  await page.locator(".kept").waitFor();
  assert.match(await page.locator(".kept li").first().innerText(), /First week\s+2 of 4 read\s+Erase/);
  const before = await kept(page);
  await unfold(page);
  await press(page, "Copy my progress");
  await told(page, "copied");
  const text = await clipboard(page);
  await press(page, "Erase everything");
  await told(page, "Everything erased.");
  assert.deepEqual(await page.evaluate(() => [Object.keys(localStorage), Object.keys(sessionStorage).filter((key) => key.includes("paths"))]), [[], []]);
  await press(page, "Undo");
  assert.deepEqual(await kept(page), before);
  await press(page, "Erase: First week");
  await told(page, "“First week” erased.");
  assert.deepEqual(await kept(page), {});
  const other = await open(await browser.newContext(), "my-progress.html");
  await unfold(other);
  await other.locator(".carry textarea").fill(text);
  await press(other, "Import the text in the field");
  await told(other, "1 record imported.");
  assert.deepEqual(await kept(other), before);
  await go(other, "week.html");
  await says(other, "2 of 4 read");
  await unfold(other);
  await press(other, "Start over");
  await says(other, "0 of 4 read");
  await press(other, "Undo");
  await says(other, "2 of 4 read");
});

test("two tabs agree", async () => {
  const one = await reader();
  const two = await open(one.context(), "week.html");
  await says(two, "0 of 4 read");
  await step(one, "b").check();
  await says(two, "1 of 4 read");
  await step(two, "a").check();
  await says(one, "2 of 4 read");
  assert.deepEqual(await steps(one), await steps(two));
});

test("by keyboard alone: mark a step, open its questions, go on", async () => {
  const page = await reader();
  const at = async (what) => {
    for (let n = 0; n < 60 && !await page.evaluate((what) => document.activeElement.matches(what), what); n++) await page.keyboard.press("Tab");
    assert.ok(await page.evaluate((what) => document.activeElement.matches(what), what), what);
  };
  await at("#step-a > .mark");
  await page.keyboard.press("Space");
  await at("#step-a .ask > summary");
  await page.keyboard.press("Enter");
  await at("#step-a .ask details summary");
  await page.keyboard.press("Enter");
  assert.equal(await page.locator("#step-a .ask details p").innerText(), "Because.");
  await page.locator("#d-title").focus();
  await at(".run .button");
  await page.keyboard.press("Enter");
  await page.waitForURL(/beta\.html$/);
  await says(page, "1 of 4 read", ".bar");
  await at(".bar button.button");
  await page.keyboard.press("Enter");
  await page.waitForURL(/alpha\.html#part-two$/);
});

test("the sign-off sheet: name, date, steps, room to sign; gone after printing", async () => {
  const page = await reader();
  await step(page, "b").check();
  await page.evaluate(() => { window.print = () => { window.sheet = document.querySelector(".signoff").innerText; window.how = document.documentElement.dataset.print; }; });
  await unfold(page);
  await page.emulateMedia({ media: "print" });
  await page.evaluate(() => document.querySelector(".run .more .row button").click());
  const sheet = await page.evaluate(() => window.sheet);
  for (const part of ["Sign-off sheet", "First week", "Name", "Date", "Alpha: Part two", "1 of 4 read", "Reader’s signature", "Mentor’s signature"]) assert.ok(sheet.includes(part), `${part} in ${sheet}`);
  assert.match(sheet, /2\s+Beta\s+\d+ \w+ \d{4}/);
  assert.deepEqual(await page.locator("main > :not(.signoff)").evaluateAll((all) => all.filter((el) => el.checkVisibility()).length), 0);
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  assert.equal(await page.locator(".signoff").count(), 0);
});

test("the front page keeps room for where the reader stopped, and gives it back", async () => {
  const page = await reader({ "content/index.md": `# Paths\n\n[[week]] [[alpha]] [[beta]] [[delta]]\n\n${"A line of text. ".repeat(200)}\n` });
  await page.addInitScript(() => {
    window.moved = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => { window.moved += entry.value; })).observe({ type: "layout-shift", buffered: true });
  });
  // How far the text moved until the block stood there with its style.
  const moved = async () => {
    await go(page, "index.html");
    await page.locator(".resume h2").waitFor();
    await page.waitForFunction(() => !document.documentElement.classList.contains("resumes"));
    return page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(window.moved)))));
  };
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 844 });
    await go(page, "week.html");
    await step(page, "a").check();
    const [first, second] = [await moved(), await moved()];
    assert.ok(first < 0.02 && second < 0.001, `${width}: ${first}, ${second}`);
  }
  const kept = await page.evaluate(() => localStorage.getItem("docent:paths:resume"));
  assert.ok(Number(kept) > 100, kept);
  // Erased elsewhere: no hole is left.
  await page.evaluate(() => localStorage.removeItem("docent:paths:path:week"));
  await go(page, "index.html");
  await page.waitForFunction(() => document.documentElement.classList.contains("resumes") === false);
  assert.equal(await page.locator(".resume").isVisible(), false);
  assert.deepEqual(page.heard, []);
});

test("a path that has moved takes its marks along", async () => {
  const page = await reader();
  await step(page, "b").check();
  site.edit({ "content/begin.md": PATH("ab", "cd").replace("type: path", "type: path\nredirect_from: /week.html"), "content/week.md": "---\ndraft: true\n---\n", "content/index.md": "[[begin]]\n" });
  await go(page, "begin.html");
  await says(page, "1 of 4 read");
  assert.deepEqual(Object.keys(await kept(page)), ["docent:paths:path:begin"]);
});

test("without script: the path, its questions, and the way from step to step", async () => {
  await reader();
  const page = await browser.newPage({ javaScriptEnabled: false });
  await page.goto(`${site.origin}/week.html`);
  assert.deepEqual([await page.locator(".run").isVisible(), await page.locator(".stage a").count()], [false, 4]);
  await page.locator(".ask > summary").first().click();
  await page.locator(".ask details summary").first().click();
  assert.equal(await page.locator(".ask details p").first().isVisible(), true);
  await page.locator(".stage a").first().click();
  await page.locator(".on-path a.next").first().click();
  await page.waitForURL(/beta\.html$/);
  await page.goto(`${site.origin}/my-progress.html`);
  assert.match(await page.locator("main").innerText(), /Without JavaScript, nothing is saved/);
});

test("from a folder: it says that nothing is kept, marks for the moment, and copies", async () => {
  await reader();
  const page = await browser.newPage();
  await page.goto(pathToFileURL(join(site.folder, "week.html")).href);
  await says(page, "0 of 4 read");
  assert.match(await page.locator(".run .notice").innerText(), /opened this handbook from a folder/);
  await step(page, "a").check();
  await says(page, "1 of 4 read");
  await unfold(page);
  await press(page, "Copy my progress");
  await told(page, "copied");
  const text = await page.locator(".carry textarea").inputValue();
  await page.reload();
  await says(page, "0 of 4 read");
  await unfold(page);
  await page.locator(".carry textarea").fill(text);
  await press(page, "Import the text in the field");
  await says(page, "1 of 4 read");
  await page.getByRole("link", { name: "Continue: Beta" }).click();
  await page.waitForURL(/beta\.html$/);
  assert.equal(await page.locator(".on-path a").count(), 3);
});

const handbook = await serve(buildHandbook());
for (const lang of ["en", "ru"]) for (const [name, window] of Object.entries({
  desktop: { viewport: { width: 1440, height: 900 } }, phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
})) {
  test(`audited half done: ${lang}, ${name}`, async () => {
    // Without motion: a title that fades out while the audit looks has too little contrast.
    const page = await browser.newPage({ ...window, reducedMotion: "reduce" });
    const heard = audit.listen(page, handbook.origin);
    const faults = [];
    const look = async (what) => {
      await page.evaluate(() => scrollTo(0, 0)); // else the header may cover half a control
      const found = [...await audit.inBothSchemes(page), ...await audit.smallTargets(page), ...await audit.overflow(page), ...heard.splice(0)];
      faults.push(...found.map((fault) => `${what}: ${fault}`));
    };
    await page.goto(`${handbook.origin}/${lang}/paths/first-week.html`);
    await page.locator(".run .meter").waitFor();
    for (const id of ["what-is-account-management", "account-manager", "skill-map"]) await page.locator(`#step-${id} > .mark`).check();
    await page.evaluate(() => {
      const { store } = window.docentProgress, key = store.keys("path")[0], record = store.read(key);
      record.steps.get("skill-map").of = "old";
      store.write(key, record);
    });
    await page.reload();
    await page.locator(".run .meter").waitFor();
    await unfold(page);
    await page.locator("#step-skill-map .ask > summary").click();
    await look("path");
    await page.goto(`${handbook.origin}/${lang}/skills/skill-map.html`);
    await page.locator(".bar .meter").waitFor();
    await look("step");
    await page.goto(`${handbook.origin}/${lang}/index.html`);
    // The button of the front page leads on: it says at which step.
    await page.waitForFunction(() => /\d/.test(document.querySelector(".start").textContent));
    await look("front");
    await page.goto(`${handbook.origin}/${lang}/my-progress.html`);
    await page.locator(".kept").waitFor();
    await look("all");
    assert.deepEqual(faults, []);
  });
}
