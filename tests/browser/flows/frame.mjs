// The frame of each page: colours, menu, contents, languages, code, the look at the page behind a link.

import assert from "node:assert/strict";

const ROLE = "en/roles/account-manager.html";
const ground = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
const place = (page) => page.evaluate(() => document.querySelector(".toc [aria-current]")?.textContent);

// The browser tells of a popover that has opened or closed a moment later.
const expanded = (value) => document.querySelector(".menu").getAttribute("aria-expanded") === value;

export default {
  "theme: dark, kept on the next page, and back to the system's": async (world) => {
    const page = await world.desk("handbook", ROLE);
    const light = await ground(page);
    await page.click(".theme");
    await page.wait(() => document.documentElement.dataset.theme === "light");
    await page.click(".theme");
    await page.wait(() => document.documentElement.dataset.theme === "dark");
    const dark = await ground(page);
    assert.notEqual(dark, light);
    await page.click(".nav a", "Skills");
    await page.arrives("en/skills/index.html");
    assert.equal(await ground(page), dark);
    assert.equal(await page.evaluate(() => document.querySelector(".theme").getAttribute("aria-label")), "Theme: Dark");
    await page.click(".theme");
    await page.wait(() => !("theme" in document.documentElement.dataset));
    await page.reload();
    assert.equal(await ground(page), light);
  },

  "a section unfolds in place, with the links of its own page, and folds again": async (world) => {
    const page = await world.desk("handbook", ROLE);
    await page.misses("#d-nav a", "Negotiation: firm yet friendly");
    await page.click("#d-nav a[href$='skills/index.html'] + .fold");
    await page.sees("#d-nav a", "Negotiation: firm yet friendly");
    await page.click("#d-nav a[href$='skills/index.html'] + .fold");
    await page.misses("#d-nav a", "Negotiation: firm yet friendly");
    await page.click("#d-nav a[href$='skills/index.html'] + .fold");
    await page.click("#d-nav a", "Negotiation: firm yet friendly");
    await page.arrives("en/skills/negotiation.html");
  },

  "the link of a section is copied, and that is told beside it": async (world) => {
    const page = await world.desk("handbook", ROLE);
    await page.hover(".prose h2");
    await page.click(".prose h2 .anchor");
    await page.wait(() => document.querySelector(".prose h2 .anchor").dataset.told === "Link copied");
  },

  "menu on a phone: opens, closes by Escape and by a press outside, leads on": async (world) => {
    const page = await world.phone("handbook", ROLE);
    await page.misses("#d-nav a");
    await page.tap(".menu");
    await page.sees("#d-nav a");
    await page.wait(expanded, "true", "the menu's button to say true");
    await page.press("Escape");
    await page.misses("#d-nav a");
    await page.tap(".menu");
    await page.sees("#d-nav a");
    const drawer = await page.evaluate(() => { const { left, top, right, height } = document.querySelector("#d-nav").getBoundingClientRect(); return { left, top, right, height, window: innerHeight }; });
    assert.ok(drawer.left === 0 && drawer.top === 0 && drawer.height === drawer.window && drawer.right < 360, JSON.stringify(drawer));
    await page.clickAt(380, 700);
    await page.misses("#d-nav a");
    await page.wait(expanded, "false", "the menu's button to say false");
    await page.tap(".menu");
    await page.tap("#d-nav a", "Skills");
    await page.arrives("en/skills/index.html");
  },

  "navigation at a desk: the current page is in sight": async (world) => {
    const page = await world.desk("handbook", "en/skills/writing-and-editing.html");
    const row = await page.evaluate(() => {
      const [row, nav] = ["#d-nav [aria-current]", "#d-nav"].map((name) => document.querySelector(name).getBoundingClientRect());
      return { above: row.top - nav.top, below: nav.bottom - row.bottom, nav: nav.height, window: innerHeight };
    });
    assert.ok(row.above >= 0 && row.below >= 0 && row.nav <= row.window, JSON.stringify(row));
  },

  "contents at a desk: the section that is read is marked, at the end the last": async (world) => {
    const page = await world.desk("small", "blocks.html");
    await page.sees(".toc a", "Last");
    await page.evaluate(() => document.querySelector("#middle").scrollIntoView());
    await page.wait(() => document.querySelector(".toc [aria-current]")?.textContent === "Middle", null, "Middle to be marked");
    await page.sees(".top .here", "Blocks");
    // The last step brings no heading across the line.
    const end = (short) => page.evaluate((short) => scrollTo(0, document.documentElement.scrollHeight - innerHeight - short), short);
    await end(60);
    await page.wait(() => document.querySelector(".toc [aria-current]")?.textContent === "Middle", null, "Middle to be marked");
    await end(0);
    await page.wait(() => document.querySelector(".toc [aria-current]")?.textContent === "Last", null, "Last to be marked");
    await page.click(".toc a", "Overview");
    await page.wait(() => document.querySelector(".toc [aria-current]")?.textContent === "Overview", null, "Overview to be marked");
    assert.equal(await place(page), "Overview");
  },

  "contents on a phone: folded, and folded again behind a choice": async (world) => {
    const page = await world.phone("small", "blocks.html");
    await page.misses(".toc a");
    await page.tap(".toc summary");
    await page.tap(".toc a", "Last");
    await page.arrives("#last");
    await page.misses(".toc a");
    const top = await page.evaluate(() => document.querySelector("#last").getBoundingClientRect().top - document.querySelector(".top").getBoundingClientRect().bottom);
    assert.ok(top >= 0, `the heading lies ${-top} px below the header`);
  },

  "languages: the page's twin, and back": async (world) => {
    const page = await world.desk("handbook", ROLE);
    await page.click(".langs a", "Русский");
    await page.arrives("ru/roles/account-manager.html");
    assert.equal(await page.evaluate(() => document.documentElement.lang), "ru");
    await page.click(".langs a", "English");
    await page.arrives(ROLE);
  },

  "languages: three fold into a list": async (world) => {
    const page = await world.phone("languages", "en/index.html");
    await page.misses(".langs a");
    await page.tap(".langs summary");
    await page.sees(".langs a", "Српски");
    const box = await page.evaluate(() => { const { left, right } = document.querySelector(".langs ul").getBoundingClientRect(); return [left, innerWidth - right]; });
    assert.ok(box.every((gap) => gap >= 0), String(box));
    await page.tap(".langs a", "Русский");
    await page.arrives("ru/index.html");
  },

  "code: copied by its button, and a box that scrolls has the keyboard": async (world) => {
    const page = await world.desk("small", "blocks.html");
    await page.hover(".code");
    await page.click(".code .copy");
    await page.sees(".copy.done");
    assert.deepEqual(await page.evaluate(() => [".code pre", ".table"].map((name) => document.querySelector(name).tabIndex)), [0, 0]);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
  },

  "folds: a callout opens by a click and by a key": async (world) => {
    const page = await world.desk("small", "blocks.html");
    await page.misses(".callout p", "Inside of the fold.");
    await page.click("summary.callout-title");
    await page.sees(".callout p", "Inside of the fold.");
    await page.press("Enter");
    await page.misses(".callout p", "Inside of the fold.");
  },

  "a look at the page behind a link, and away it goes": async (world) => {
    const page = await world.desk("small", "index.html");
    if (!await page.evaluate(() => matchMedia("(hover: hover)").matches)) return;
    await page.hover(".body a", "Alpha");
    await page.sees(".preview strong", "Alpha");
    await page.press("Escape");
    await page.misses(".preview");
  },
};
