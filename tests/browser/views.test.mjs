// Views in a real browser: what a reader can do with them, and that nothing is lost without a script.
//
// In: a small site with one view of each kind, under the strictest policy. Out: sorting, filtering, "only what differs",
// no faults by axe, no overflow at 320 px.

import assert from "node:assert/strict";
import { test } from "node:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as audit from "./lib/audit.mjs";
import { launch } from "./lib/chromium.mjs";
import { build, built, scratch, write } from "./lib/docent.mjs";
import { serve } from "./lib/server.mjs";

const NAMES = ["Ada", "Ёжик", "boris", "Zoe", "Clara", "Dora", "Emil", "Фёдор", "Gus"];
const root = scratch();
write(root, {
  "docent.yaml": "title: Views\ndiagnostics: {orphan: ignore}\ngit_dates: false\n",
  "content/index.md": "---\ntitle: Front\n---\n",
  "content/plain.md": "---\ntitle: Plain\n---\n\nNo view.\n",
  "content/skills/talk.md": "---\ntitle: Talk\ntype: skill\n---\n",
  "content/skills/sums.md": "---\ntitle: Sums\ntype: skill\n---\n",
  // So many columns that a phone has to scroll, with a mark in the last of them.
  ...Object.fromEntries([...Array(8)].map((_, n) => [`content/skills/s${n}.md`, `---\ntitle: Skill number ${n}\ntype: skill\n---\n`])),
  ...Object.fromEntries(NAMES.map((name, n) => [`content/roles/r${n}.md`,
    `---\ntitle: ${name}\ntype: role\norder: ${(n * 7) % 10 + 5}\nmission: ${n % 2 ? "Same" : "Other"}\n`
    + `clients_per_manager: All\nskills: [{skill: ${n % 2 ? "talk" : "sums"}, level: ${n % 3 ? "valued" : "required"}}, {skill: s7, level: valued}]\n---\n`])),
  "content/table.md": "---\ntitle: Table\n---\n\n```view\ntable: {type: role, columns: [order, skills.level], sort: title}\n```\n\n"
    + "```view\ntable: {type: role, columns: [mission], group: mission}\n```\n",
  "content/matrix.md": "---\ntitle: Matrix\n---\n\n```view\nmatrix: {rows: role, columns: skill, value: skills.level, title: All}\n```\n",
  "content/compare.md": "---\ntitle: Compare\n---\n\n```view\ncompare: {pages: [r0, r1], fields: [mission, clients_per_manager, skills]}\n```\n",
  "content/lists.md": "---\ntitle: Lists\n---\n\n```view\nlist: {type: role, columns: [skills], group: mission}\n```\n\n```view\ncards: {type: role, columns: [skills]}\n```\n",
});
const site = built(build(root));
const server = await serve(site);
const browser = await launch();

async function open(path, options = {}) {
  const page = await browser.newPage({ viewport: { width: 1000, height: 800 }, ...options });
  page.heard = audit.listen(page, server.origin);
  await page.goto(`${server.origin}/${path}.html`);
  return page;
}

const titles = (page, view = 0) => page.locator(".view").nth(view).locator("tbody th[scope=row]:visible").allTextContents();

test("a column is sorted by its button, both ways, by what it means", async () => {
  const page = await open("table");
  const button = page.locator(".view").first().getByRole("button", { name: "Role" });
  const cell = page.locator(".view").first().locator("thead th");
  await button.click();
  assert.deepEqual(await titles(page), ["Ada", "boris", "Clara", "Dora", "Emil", "Gus", "Zoe", "Ёжик", "Фёдор"]);
  assert.equal(await cell.first().getAttribute("aria-sort"), "ascending");
  await button.click();
  assert.equal((await titles(page))[0], "Фёдор");
  assert.equal(await cell.first().getAttribute("aria-sort"), "descending");
  await page.locator(".view").first().getByRole("button", { name: "Order" }).click();
  const numbers = (await page.locator(".view").first().locator("tbody td:nth-of-type(1)").allTextContents()).map(Number);
  assert.deepEqual(numbers, [...numbers].sort((a, b) => a - b));
  assert.ok(numbers.includes(5) && numbers.includes(14), "10 comes behind 9");
  assert.equal(await cell.first().getAttribute("aria-sort"), null);
});

test("groups stay groups when they are sorted", async () => {
  const page = await open("table");
  await page.locator(".view").nth(1).getByRole("button", { name: "Role" }).click();
  const order = await page.locator(".view").nth(1).locator("tbody tr").evaluateAll((rows) => rows.map((row) => row.className || row.cells[0].textContent));
  assert.deepEqual(order, ["group", "Ada", "boris", "Clara", "Emil", "Gus", "group", "Dora", "Zoe", "Ёжик", "Фёдор"]);
});

test("rows are filtered by all the words, ё is е, and the count is said", async () => {
  const page = await open("table");
  const view = page.locator(".view").first();
  await view.getByRole("searchbox").fill("ЕЖ val");
  assert.deepEqual(await titles(page), ["Ёжик"]);
  assert.equal(await view.getByRole("status").textContent(), "Rows shown: 1 of 9");
  await view.getByRole("searchbox").fill("");
  assert.equal((await titles(page)).length, NAMES.length);
  const grouped = page.locator(".view").nth(1);
  await grouped.getByRole("searchbox").fill("ada");
  assert.equal(await grouped.locator("tr.group:visible").count(), 1);
});

test("a matrix is sorted by the weight of its marks, empty cells last", async () => {
  const page = await open("matrix");
  const names = ["Sort by Sums"];
  for (const name of names) {
    await page.getByRole("button", { name }).click();
    const column = await page.locator("thead th").evaluateAll((cells) => cells.findIndex((cell) => cell.ariaSort));
    const marks = await page.locator("tbody tr").evaluateAll((rows, n) => rows.map((row) => row.cells[n].textContent.trim()), column);
    const order = marks.map((mark) => (mark.startsWith("●") ? 1 : mark.startsWith("○") ? 2 : 3));
    assert.deepEqual(order, [...order].sort());
    assert.equal(new Set(order).size, 3);
  }
  assert.match(await page.locator("tbody td span.vh").first().textContent(), /required|valued/);
});

test("only what differs is a toggle that comes back", async () => {
  const page = await open("compare");
  const button = page.getByRole("button", { name: "Only differences" });
  const all = await titles(page);
  assert.ok(all.includes("Clients per person"));
  await button.click();
  assert.equal(await button.getAttribute("aria-pressed"), "true");
  assert.deepEqual(await titles(page), all.filter((title) => !["Clients per person", "Skill number 7"].includes(title)));
  await button.click();
  assert.deepEqual(await titles(page), all);
});

test("lists and cards are filtered too", async () => {
  const page = await open("lists");
  await page.locator(".view").first().getByRole("searchbox").fill("sums");
  assert.equal(await page.locator(".view-list > li:visible").count(), 5);
  await page.locator(".view").nth(1).getByRole("searchbox").fill("zoe");
  assert.deepEqual(await page.locator(".card:visible .card-title").allTextContents(), ["Zoe"]);
});

for (const path of ["table", "matrix", "compare", "lists"]) {
  test(`${path}: no faults, on a desk and on a phone of 320 px`, async () => {
    for (const width of [1440, 320]) {
      const page = await open(path, { viewport: { width, height: 700 } });
      const found = [...await audit.inBothSchemes(page), ...await audit.overflow(page), ...await audit.smallTargets(page), ...page.heard];
      assert.deepEqual(found, [], `${width} px`);
    }
  });

  test(`${path} is complete without a script`, async () => {
    const page = await open(path, { javaScriptEnabled: false });
    assert.equal(await page.locator(".view button, .view input").count(), 0);
    const text = await page.locator(".view").first().textContent();
    const wanted = path === "compare" ? NAMES.slice(0, 2) : NAMES;
    wanted.forEach((name) => assert.ok(text.includes(name), name));
    const heads = await page.locator(".view table").evaluateAll((tables) => tables.map((table) => [table.caption.textContent.trim() !== "",
      [...table.tHead.rows[0].cells].every((cell) => cell.scope === "col"), [...table.tBodies].every((body) => [...body.rows].every((row) => row.cells[0].scope))]));
    heads.forEach((head) => assert.deepEqual(head, [true, true, true]));
  });
}

test("the script is on pages with views only", () => {
  const scripts = (name) => /views\.[0-9a-f]+\.js/.test(readFileSync(join(site, `${name}.html`), "utf8"));
  assert.deepEqual(["table", "plain", "index"].map(scripts), [true, false, false]);
});
