// What a reader ticks and reads stays: checklists, tasks of a text, reading paths, the page of everything that is kept.

import assert from "node:assert/strict";

const says = (page, text, box = ".run") => page.wait(([box, text]) => document.querySelector(`${box} .meter`)?.textContent.includes(text), [box, text], `"${text}"`);
const ticked = (page) => page.evaluate(() => [...document.querySelectorAll("[data-item] > input.box")].filter((box) => box.checked).map((box) => box.parentElement.dataset.item));
const shown = (page) => page.evaluate(() => [...document.querySelectorAll("[data-item]")].filter((li) => li.checkVisibility()).map((li) => li.dataset.item));

export default {
  "checklist: ticks and notes outlive a reload, and are taken back": async (world) => {
    const page = await world.desk("small", "launch.html");
    await says(page, "0 of 4 done");
    await page.click("[data-item=price] input.box");
    await says(page, "1 of 4 done");
    await page.click("[data-item=dates] label");
    await says(page, "2 of 4 done");
    await page.click("[data-item=brief] .note");
    await page.type("Waiting for Vera");
    await page.reload();
    await says(page, "2 of 4 done");
    assert.deepEqual(await ticked(page), ["dates", "price"]);
    assert.equal(await page.evaluate(() => document.querySelector("[data-item=brief] textarea").value), "Waiting for Vera");
    await page.click(".run > .more > summary");
    await page.click(".run .more button", "Start over");
    await says(page, "0 of 4 done");
    await page.click(".told button", "Undo");
    await says(page, "2 of 4 done");
  },

  "checklist: what is open, riskiest first, by keys": async (world) => {
    const page = await world.desk("small", "launch.html");
    await says(page, "0 of 4 done");
    await page.click(".run > .tools > summary");
    await page.click(".views button", "Open");
    assert.deepEqual(await shown(page), ["price", "decider", "brief", "dates"]);
    await page.evaluate(() => document.querySelector("[data-item=decider] input.box").focus());
    await page.press("Space");
    await says(page, "1 of 4 done");
    assert.deepEqual(await shown(page), ["price", "brief", "dates"]);
    assert.equal(await page.evaluate(() => document.activeElement.closest("li").dataset.item), "brief");
    await page.click(".views button", "All");
    assert.deepEqual(await shown(page), ["dates", "price", "brief", "decider"]);
  },

  "checklist: a list for each client, on a phone": async (world) => {
    const page = await world.phone("small", "launch.html");
    await says(page, "0 of 4 done");
    await page.tap("[data-item=price] input.box");
    await says(page, "1 of 4 done");
    await page.tap(".run > .more > summary");
    await page.tap(".runs button", "New");
    await page.tap(".runs input");
    await page.type("Client X");
    await page.press("Enter");
    await page.wait(() => document.querySelector(".runs select")?.selectedOptions[0].text === "Client X");
    assert.deepEqual(await ticked(page), []);
    assert.equal(await page.evaluate(() => document.querySelectorAll(".runs option").length), 2);
    await page.tap(".told button", "Undo");
    await says(page, "1 of 4 done");
  },

  "checklist: copied as text": async (world) => {
    const page = await world.desk("small", "launch.html");
    await says(page, "0 of 4 done");
    await page.click("[data-item=price] input.box");
    await page.click(".run > .more > summary");
    await page.click(".tools .more > summary");
    await page.click(".run .more button", "Copy my progress");
    await page.wait(() => /copied/.test(document.querySelector(".told:not([hidden])")?.textContent));
    const text = await page.evaluate(() => document.querySelector(".carry textarea").value);
    await page.evaluate(() => localStorage.clear());
    await page.reload();
    await says(page, "0 of 4 done");
    await page.click(".run > .more > summary");
    await page.click(".tools .more > summary");
    await page.evaluate((text) => { document.querySelector(".carry textarea").value = text; }, text);
    await page.click(".run .more button", "Import");
    await says(page, "1 of 4 done");
    assert.deepEqual(await ticked(page), ["price"]);
  },

  "tasks of a text: the author's ticks, and the reader's": async (world) => {
    const page = await world.desk("small", "blocks.html");
    await says(page, "1 of 2 done");
    await page.click(".task label", "first");
    await says(page, "2 of 2 done");
    await page.reload();
    await says(page, "2 of 2 done");
  },

  "path: from step to step, and on the front page where it stopped": async (world) => {
    const page = await world.desk("small", "week.html");
    await says(page, "0 of 3 read · about 15 min left");
    await page.click(".run .button");
    await page.arrives("alpha.html");
    await says(page, "0 of 3 read", ".bar");
    await page.click(".bar .button", "Mark as read");
    await page.arrives("beta.html");
    await says(page, "1 of 3 read", ".bar");
    await page.click(".bar .button", "Mark as read");
    await page.arrives("alpha.html#part-two");
    await page.goto(`${await world.origin("small")}/index.html`);
    await page.sees(".resume .button", "Alpha: Part two");
    await page.goto(`${await world.origin("small")}/week.html`);
    await says(page, "2 of 3 read");
    await page.click("#step-c > .mark");
    await says(page, "3 of 3 read");
    await page.sees(".stage li.done");
  },

  "my progress: everything kept is shown, erased, brought back": async (world) => {
    const page = await world.desk("small", "launch.html");
    await says(page, "0 of 4 done");
    await page.click("[data-item=price] input.box");
    await says(page, "1 of 4 done");
    await page.click(".run > .more > summary");
    await page.click(".run .more a");
    await page.arrives("my-progress.html");
    await page.sees(".kept li", "Launch");
    await page.click(".run button", "Erase everything");
    await page.misses(".kept");
    await page.click(".told button", "Undo");
    await page.sees(".kept li", "Launch");
  },
};
