// Search: by keys, by a finger, by a mouse; filters; the marks on the page that opens; search.html.

import assert from "node:assert/strict";

const ROLE = "en/roles/account-manager.html";

/** Waits until the box has answered `text`. */
const answered = (page, text, box = "dialog.search") => page.wait(([box, text]) => {
  const { state, asked } = document.querySelector(box)?.dataset ?? {};
  return state !== "loading" && asked === text && state;
}, [box, text], `an answer to ${text}`);

/** The rows that a reader sees: those that lie inside of all that could cut them off. */
const rows = (page) => page.evaluate(() => [...document.querySelectorAll("dialog.search .list a")].map((a) => {
  const { left, top, width, height } = a.getBoundingClientRect();
  const hit = document.elementFromPoint(left + width / 2, top + Math.min(height / 2, 12));
  return { path: a.pathname, text: a.textContent, chosen: a.ariaSelected === "true", seen: height > 0 && a.contains(hit) };
}));
const closed = (page) => page.wait(() => !document.querySelector("dialog.search").open, null, "the dialog to close");
const marks = (page) => page.wait(() => CSS.highlights.get("d-found")?.size, null, "marks on the page");

export default {
  "search by keys: opens, moves, opens the page": async (world) => {
    const page = await world.desk("handbook", "en/index.html");
    await page.press("Control+k");
    await page.sees("dialog.search .field");
    await page.type("client");
    assert.equal(await answered(page, "client"), "found");
    const found = await rows(page);
    assert.ok(found.filter((row) => row.seen).length >= 4, JSON.stringify(found, null, 1));
    assert.deepEqual(found.map((row) => row.chosen), found.map((_, n) => n === 0));
    await page.press("ArrowUp");
    const last = await rows(page);
    assert.ok(last.at(-1).chosen && last.at(-1).seen, "up from the first is the last, and it is scrolled to");
    await page.press("ArrowDown");
    await page.press("ArrowDown");
    const { path } = (await rows(page)).find((row) => row.chosen);
    await page.press("Enter");
    await page.wait((path) => location.pathname === path, path);
    await marks(page);
  },

  "search: with / and with Escape; the focus comes back": async (world) => {
    const page = await world.desk("handbook", ROLE);
    await page.press("/");
    await page.sees("dialog.search .field");
    assert.equal(await page.evaluate(() => document.activeElement.className), "field");
    assert.equal(await page.evaluate(() => document.activeElement.value), "");
    await page.press("Escape");
    await closed(page);
    await page.click(".find");
    await page.sees("dialog.search .field");
    await page.press("Escape");
    await closed(page);
  },

  "search by mouse: the list scrolls inside of the window, a press outside closes": async (world) => {
    const page = await world.desk("handbook", ROLE);
    await page.click(".find");
    await page.sees("dialog.search .field");
    await page.type("client");
    await answered(page, "client");
    const box = await page.evaluate(() => {
      const [dialog, results] = ["dialog.search", ".search .results"].map((name) => document.querySelector(name));
      return { bottom: dialog.getBoundingClientRect().bottom, window: innerHeight, results: results.clientHeight, all: results.scrollHeight };
    });
    assert.ok(box.bottom < box.window && box.results > 300 && box.all > box.results, JSON.stringify(box));
    await page.clickAt(20, 600);
    await closed(page);
    await page.click(".find");
    await page.sees("dialog.search .list a");
    await page.click("dialog.search .list a:nth-of-type(1)");
    await page.wait((path) => !location.pathname.endsWith(path), ROLE);
  },

  "search by a finger: fills a phone, a tap opens the page": async (world) => {
    const page = await world.phone("handbook", ROLE);
    await page.tap(".find");
    await page.sees("dialog.search .field");
    // A desk's browser has a scroll bar beside it.
    const room = await page.evaluate(() => {
      const { x, y, width, height } = document.querySelector("dialog.search").getBoundingClientRect();
      return [x, y, document.documentElement.clientWidth - width, innerHeight - height].map(Math.round);
    });
    assert.deepEqual(room, [0, 0, 0, 0]);
    await page.tap("dialog.search .field");
    await page.type("negotiation");
    await answered(page, "negotiation");
    assert.ok((await rows(page)).some((row) => row.seen));
    await page.tap("dialog.search .cancel");
    await closed(page);
    await page.tap(".find");
    await page.tap("dialog.search .list a", "Negotiation");
    await page.arrives("en/skills/negotiation.html");
    await marks(page);
  },

  "filters: chosen, left, and the keys still move": async (world) => {
    const page = await world.desk("handbook", ROLE);
    await page.click(".find");
    await page.sees("dialog.search .field");
    await page.type("client");
    await answered(page, "client");
    const all = (await rows(page)).length;
    await page.click("dialog.search .chip", "Roles");
    await page.wait(() => [...document.querySelectorAll("dialog .list a:not(.further, .every) .what")].every((el) => /^Role/.test(el.textContent)));
    assert.equal(await page.evaluate(() => document.activeElement.closest("dialog") !== null), true, "the focus is still in the dialog");
    assert.ok((await rows(page)).some((row) => row.seen));
    await page.click('dialog.search .chip[aria-pressed="true"]');
    await page.wait((all) => document.querySelectorAll("dialog .list a").length === all, all);
    await page.click("dialog.search .field");
    await page.press("ArrowDown");
    assert.deepEqual((await rows(page)).findIndex((row) => row.chosen), 1);
  },

  "filters: the focus stays in the dialog where a click gives a button none": async (world) => {
    const page = await world.desk("handbook", ROLE);
    // As Safari has it: it goes to nobody.
    await page.evaluate(() => addEventListener("mousedown", (event) => {
      if (event.target.closest("button")) { event.preventDefault(); document.activeElement.blur(); }
    }, true));
    await page.click(".find");
    await page.sees("dialog.search .field");
    await page.type("client");
    await answered(page, "client");
    await page.click("dialog.search .chip", "Roles");
    await page.sees('dialog.search .chip[aria-pressed="true"]');
    assert.match(await page.evaluate(() => document.activeElement.textContent), /Roles/);
    await page.click('dialog.search .chip[aria-pressed="true"]');
    await page.misses('dialog.search .chip[aria-pressed="true"]');
    assert.match(await page.evaluate(() => document.activeElement.textContent), /Roles/);
  },

  "marks on arrival: another form of the word, and Escape takes them away": async (world) => {
    const page = await world.desk("handbook", "ru/index.html");
    await page.press("Control+k");
    await page.sees("dialog.search .field");
    await page.type("переговоры");
    await answered(page, "переговоры");
    await page.press("Enter");
    await page.wait(() => /negotiation/.test(location.pathname) && document.readyState === "complete");
    await marks(page);
    const words = await page.evaluate(() => [...CSS.highlights.get("d-found")].map(String));
    assert.ok(words.some((word) => /^перегов/i.test(word)), String(words));
    await page.press("Escape");
    await page.wait(() => !CSS.highlights.has("d-found"));
  },

  "nothing found: said, with ways on": async (world) => {
    const page = await world.desk("handbook", ROLE);
    await page.click(".find");
    await page.sees("dialog.search .field");
    await page.type("zzqxvwk");
    assert.equal(await answered(page, "zzqxvwk"), "none");
    await page.sees("dialog.search .note .loud", "zzqxvwk");
    await page.click("dialog.search .acts a");
    await page.arrives("en/search.html");
  },

  "search.html: answers its address, and what is typed": async (world) => {
    const page = await world.desk("handbook", "en/search.html?q=negotiation");
    assert.equal(await answered(page, "negotiation", ".az .search"), "found");
    await page.fill(".az .field", "client");
    await answered(page, "client", ".az .search");
    assert.equal(await page.evaluate(() => new URL(location.href).searchParams.get("q")), "client");
    const before = await page.evaluate(() => document.querySelectorAll(".az .search .list a").length);
    await page.click(".az .act", "More");
    await page.wait((before) => document.querySelectorAll(".az .search .list a").length > before, before);
    await page.click(".az .search .list a .title");
    await page.wait(() => !location.pathname.endsWith("search.html"));
    await marks(page);
  },
};
