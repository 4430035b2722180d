// Views of the site's data: sorted, filtered, compared.

import assert from "node:assert/strict";

const titles = (page, view) => page.evaluate((view) => [...document.querySelectorAll(".view")[view].querySelectorAll("tbody th[scope=row], .card-title")]
  .filter((cell) => cell.checkVisibility()).map((cell) => cell.textContent.trim()), view);

export default {
  "views: a column is sorted, both ways": async (world) => {
    const page = await world.desk("small", "views.html");
    const sorted = ["Ada", "boris", "Clara", "Dora", "Emil", "Gus", "Zoe", "Ёжик", "Фёдор"];
    await page.click(".rows thead .sort", "Role");
    assert.deepEqual(await titles(page, 0), sorted);
    await page.click(".rows thead .sort", "Role");
    assert.deepEqual(await titles(page, 0), [...sorted].reverse());
    await page.click(".rows thead .sort", "Order");
    const numbers = await page.evaluate(() => [...document.querySelectorAll(".view:first-of-type tbody td:nth-of-type(1)")].map((cell) => Number(cell.textContent)));
    assert.deepEqual(numbers, [...numbers].sort((a, b) => a - b));
  },

  "views: rows and cards are filtered by what is typed": async (world) => {
    const page = await world.phone("small", "views.html");
    await page.tap(".view-tools input");
    await page.type("ЕЖ same");
    assert.deepEqual(await titles(page, 0), ["Ёжик"]);
    await page.sees(".view-tools [role=status]", "1 of 9");
    await page.fill(".view:last-of-type .view-tools input", "zoe");
    assert.deepEqual(await titles(page, 3), ["Zoe"]);
  },

  "views: only what differs, and a matrix by its marks": async (world) => {
    const page = await world.desk("small", "views.html");
    const all = await titles(page, 1);
    await page.click(".view-tools button");
    await page.sees(".view-tools button[aria-pressed=true]");
    assert.deepEqual(await titles(page, 1), all.filter((title) => title !== "Clients per person"));
    await page.click(".view-tools button");
    assert.deepEqual(await titles(page, 1), all);
    await page.click(".matrix .sort[aria-label*=Sums]");
    const marks = await page.evaluate(() => {
      const column = [...document.querySelectorAll(".matrix thead th")].findIndex((cell) => cell.ariaSort);
      return [...document.querySelectorAll(".matrix tbody tr")].map((row) => row.cells[column].textContent.trim()[0] ?? "");
    });
    const order = marks.map((mark) => "●○".indexOf(mark || "none")).map((rank) => (rank < 0 ? 2 : rank));
    assert.deepEqual(order, [...order].sort());
    assert.equal(new Set(order).size, 3, marks.join());
  },
};
