// What is left without script, and without a server.

import assert from "node:assert/strict";

const ROLE = "en/roles/account-manager.html";
const scripted = (page) => page.evaluate(() => document.documentElement.classList.contains("js"));

export default {
  "without script on a phone: the menu and the contents open, the search is a page": async (world) => {
    const page = await world.phone("handbook", ROLE, { script: false });
    assert.equal(await scripted(page), false);
    await page.tap(".menu");
    await page.sees("#d-nav a");
    await page.press("Escape");
    await page.misses("#d-nav a");
    await page.tap(".toc summary");
    await page.sees(".toc a");
    await page.misses(".theme");
    await page.tap(".find");
    await page.arrives("en/search.html");
    await page.tap(".titles a", "Negotiation");
    await page.arrives("en/skills/negotiation.html");
  },

  "without script at a desk: the contents stand open, answers unfold, terms are links": async (world) => {
    const page = await world.desk("handbook", ROLE, { script: false });
    await page.sees(".toc a");
    await page.click(".check summary");
    await page.sees(".check details p");
    const term = await page.evaluate(() => document.querySelector("a.term").getAttribute("href"));
    assert.match(term, /glossary/);
    await page.click("a.term");
    await page.wait(() => /glossary/.test(location.pathname) && document.readyState === "complete");
  },

  "without script: checklist, path and views are whole": async (world) => {
    const page = await world.desk("small", "launch.html", { script: false });
    await page.sees(".checklist > li", "Find who decides.");
    await page.misses(".run");
    const origin = await world.origin("small", false);
    await page.goto(`${origin}/week.html`);
    await page.sees(".stage li a", "Beta");
    await page.goto(`${origin}/views.html`);
    await page.sees(".view tbody th", "Ёжик");
    await page.misses(".view button");
  },

  "from a folder: search answers, its page opens with the words marked": async (world) => {
    const page = await world.disk("handbook", "ru/roles/account-manager.html");
    await page.click(".find");
    await page.sees("dialog.search .field");
    await page.type("переговоры");
    await page.sees("dialog.search .list a mark");
    await page.press("Enter");
    await page.wait(() => /negotiation/.test(location.pathname) && document.readyState === "complete");
    await page.wait(() => CSS.highlights.get("d-found")?.size, null, "marks on the page");
  },

  "from a folder: links, colours, languages, terms": async (world) => {
    const page = await world.disk("handbook", ROLE);
    await page.click(".theme");
    await page.wait(() => document.documentElement.dataset.theme === "light");
    await page.hover("a.term");
    await page.wait(() => document.querySelector(".term-hint:popover-open"));
    await page.press("Escape");
    await page.click(".langs a", "Русский");
    await page.arrives("ru/roles/account-manager.html");
    await page.click(".brand");
    await page.arrives("ru/index.html");
  },

  "from a folder: a checklist says that nothing is kept, and ticks for the moment": async (world) => {
    const page = await world.disk("small", "launch.html");
    await page.sees(".run .notice", "opened this handbook from a folder");
    await page.click("[data-item=price] input.box");
    await page.wait(() => /1 of 4 done/.test(document.querySelector(".meter").textContent));
    await page.click(".run > .more > summary");
    await page.click(".run .more button", "Copy as Markdown");
    await page.sees(".told", "Copied");
  },
};
