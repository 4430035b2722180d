// Print: the text without the furniture.
//
// Not each engine can be told to show a page as on paper, but each can be told that its print rules are for all media: they
// stand last in their sheets, so what they do is what they do on paper.

import assert from "node:assert/strict";

const onPaper = (page) => page.evaluate(() => {
  const inside = (rules) => [...rules].flatMap((rule) => [rule, ...(rule.cssRules ? inside(rule.cssRules) : [])]);
  const print = [...document.styleSheets].flatMap((sheet) => inside(sheet.cssRules)).filter((rule) => rule.media?.mediaText === "print");
  print.forEach((rule) => { rule.media.mediaText = "all"; });
  return print.length;
});
const shown = (page, selectors) => page.evaluate((selectors) => selectors.filter((selector) =>
  [...document.querySelectorAll(selector)].some((el) => el.checkVisibility({ visibilityProperty: true }) && el.getBoundingClientRect().height > 0)), selectors);

export default {
  "print: no furniture, folds stand open, addresses of links, code is whole": async (world) => {
    const page = await world.desk("small", "blocks.html");
    await page.sees(".run .meter");
    assert.ok(await onPaper(page) >= 2);
    assert.deepEqual(await shown(page, [".top", ".nav", ".toc", ".crumbs", ".copy", ".turn", ".tags", ".run .views"]), []);
    await page.sees(".callout p", "Inside of the fold.");
    assert.deepEqual(await shown(page, ["h1", ".prose p", ".task", "table", ".footnotes"]), ["h1", ".prose p", ".task", "table", ".footnotes"]);
    const looks = await page.evaluate(() => ({
      link: getComputedStyle(document.querySelector("a.external"), "::after").content,
      code: [".code pre", ".code code"].map((name) => document.querySelector(name)).every((el) => el.scrollWidth <= el.clientWidth),
      ground: getComputedStyle(document.body).backgroundColor,
      left: document.querySelector("h1").getBoundingClientRect().left,
    }));
    assert.match(looks.link, /https:\/\/example\.com\/|attr\(href\)/);
    assert.deepEqual([looks.code, looks.ground], [true, "rgb(255, 255, 255)"]);
    assert.ok(looks.left < 100, `the text begins at ${looks.left} px`);
  },

  "print: a checklist with the reader's ticks, or with empty boxes": async (world) => {
    const page = await world.desk("small", "launch.html");
    await page.sees(".run .meter");
    await page.click("[data-item=price] input.box");
    await page.wait(() => /1 of 4/.test(document.querySelector(".meter").textContent));
    await page.evaluate(() => { window.print = () => { window.printed = document.documentElement.dataset.print; }; });
    await page.click(".run > .more > summary");
    await page.click(".run .more button", "Print with empty boxes");
    assert.equal(await page.evaluate(() => window.printed), "empty");
    await onPaper(page);
    const tick = () => page.evaluate(() => getComputedStyle(document.querySelector("[data-item=price] > input"), "::after").content);
    assert.equal(await tick(), "none");
    assert.deepEqual(await shown(page, [".run", "[data-item=price] .do", "[data-item=price] .box"]), ["[data-item=price] .do", "[data-item=price] .box"]);
    await page.evaluate(() => { dispatchEvent(new Event("afterprint")); });
    assert.equal(await tick(), '""');
  },
};
