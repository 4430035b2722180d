// Terms: the definition beside a mention, by a mouse, by keys, by a finger.

import assert from "node:assert/strict";

const open = (page) => page.wait(() => document.querySelector(".term-hint:popover-open")?.textContent.includes("What the client wants in writing."), null, "the definition");
const shut = (page) => page.wait(() => !document.querySelector(".term-hint:popover-open"), null, "the definition to close");

export default {
  "terms by mouse: beside the word, inside of the window; Escape closes": async (world) => {
    const page = await world.desk("small", "blocks.html");
    await page.hover("a.term");
    await open(page);
    const gap = await page.evaluate(() => {
      const [word, hint] = ["a.term", ".term-hint"].map((name) => document.querySelector(name).getBoundingClientRect());
      return { below: hint.top - word.bottom, left: hint.left, right: innerWidth - hint.right, aside: hint.left - word.left };
    });
    assert.ok(gap.below >= 0 && gap.below < 12 && gap.left >= 0 && gap.right >= 0 && Math.abs(gap.aside) < 2, JSON.stringify(gap));
    await page.press("Escape");
    await shut(page);
    await page.click("a.term");
    await page.wait(() => /glossary/.test(location.pathname) && document.readyState === "complete");
  },

  "terms by mouse: the pointer may cross onto it, and away it closes": async (world) => {
    const page = await world.desk("small", "blocks.html");
    await page.hover("a.term");
    await open(page);
    await page.hover(".term-hint");
    await open(page);
    await page.moveTo(1400, 850);
    await shut(page);
    assert.equal(await page.evaluate(() => document.querySelector("a.term").getAttribute("aria-describedby")), null);
  },

  "terms by keys: the focus opens, Escape closes and keeps it": async (world) => {
    const page = await world.desk("small", "blocks.html");
    await page.press("Shift");
    await page.wait(() => document.querySelector('script[src*="terms."]'));
    await page.evaluate(() => document.querySelector("a.term").focus());
    await open(page);
    await page.press("Escape");
    await shut(page);
    assert.equal(await page.evaluate(() => document.activeElement.className), "term");
  },

  "terms by a finger: the first tap tells, the link in it leads": async (world) => {
    const page = await world.phone("small", "blocks.html");
    await page.tap("a.term");
    await open(page);
    assert.match(await page.evaluate(() => location.pathname), /blocks/);
    const box = await page.evaluate(() => { const { left, right } = document.querySelector(".term-hint").getBoundingClientRect(); return [left, innerWidth - right]; });
    assert.ok(box.every((gap) => gap >= 0), String(box));
    await page.tap(".term-hint a");
    await page.wait(() => /glossary/.test(location.pathname) && document.readyState === "complete");
  },
};
