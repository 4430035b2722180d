// Checklists in use: what is ticked stays ticked, through reloads and edits of the text, in every tab, and without a
// browser that keeps anything.

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import * as audit from "./lib/audit.mjs";
import { launch } from "./lib/chromium.mjs";
import { buildHandbook } from "./lib/docent.mjs";
import { kept, points, project, says, ticked, told } from "./lib/progress.mjs";
import { serve } from "./lib/server.mjs";

const LIST = (items, more = "") => `---\ntitle: Launch\ntype: checklist\n${more}items:\n${items.map((i) => `  - {${i}}\n`).join("")}---\n\nWhen to use it.\n`;
const ITEMS = [
  "id: dates, do: Agree the dates., risk: low",
  "id: price, do: Agree the price., risk: high, owner: Ann",
  "id: brief, do: '=Read, the \"brief\".', risk: medium",
  "id: decider, do: Find who decides., risk: high",
];
const TASKS = "# Tasks\n\n- [ ] first\n- [x] second {#second}\n  - [ ] inside {#inside}\n- [ ] the same\n- [ ] the same\n- [ ] a [link](launch.md) in it {#link}\n";
const FILES = {
  "docent.yaml": "title: Lists\nsite_id: lists\n",
  "content/index.md": "# Lists\n\n[[launch]] [[tasks]]\n",
  "content/launch.md": LIST(ITEMS),
  "content/tasks.md": TASKS,
};
const KEY = "docent:lists:checklist:launch";

const browser = await launch();
let site;

/** A reader who was never here, on a page of a site of their own. */
async function reader(files = {}, path = "launch.html") {
  site = await project({ ...FILES, ...files });
  const context = await browser.newContext({ permissions: ["clipboard-read", "clipboard-write"] });
  return open(context, path);
}
async function open(context, path) {
  const page = await context.newPage();
  page.heard = audit.listen(page, site.origin);
  await page.goto(`${site.origin}/${path}`);
  await page.locator(".run .meter").waitFor();
  return page;
}
const tick = (page, id) => page.locator(`[data-item="${id}"] > input.box`);
const press = (page, name) => page.getByRole("button", { name, exact: true }).click();
// Tools are behind three dots, and the text of one's progress behind a line of its own there.
async function unfold(page) {
  for (const part of [".run > .tools", ".tools .more"]) {
    if (!await page.locator(part).evaluate((el) => el.open)) await page.locator(`${part} > summary`).click();
  }
}
async function more(page, name) {
  await unfold(page);
  await press(page, name);
}
async function nameIt(page, button, name) {
  await more(page, button);
  await page.locator(".runs input").fill(name);
  await page.keyboard.press("Enter");
  await page.waitForFunction((name) => document.querySelector(".runs select")?.selectedOptions[0].text === name, name);
}
async function note(page, id, text) {
  await page.locator(`[data-item="${id}"] .note`).click();
  await page.keyboard.type(text);
}
const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText());

test("ticks and notes outlive a reload; a changed text keeps its tick and says so; what is gone is still told", async () => {
  const page = await reader();
  for (const id of ["dates", "price", "brief"]) await tick(page, id).check();
  await note(page, "brief", "Waiting for Vera");
  await says(page, "3 of 4 done");
  const before = await points(page);
  await page.reload();
  await says(page, "3 of 4 done");
  assert.deepEqual(await points(page), before);
  // One point changed, one moved, one new, one gone: by their ids the marks stay where they belong.
  site.edit({ "content/launch.md": LIST(["id: new, do: Something new.", "id: price, do: Agree the price in writing.", "id: dates, do: Agree the dates., risk: high"]) });
  await page.reload();
  await says(page, "2 of 3 done");
  assert.deepEqual(await points(page), [["new", false, false, ""], ["price", true, true, ""], ["dates", true, false, ""]]);
  await page.locator(".run > .more:not(.tools) > summary").click();
  assert.match(await page.locator(".run > .more:not(.tools) li").innerText(), /=Read, the "?.?brief.*Waiting for Vera/);
  // Keep the tick: the mark is of the new text from now on.
  await press(page, "Keep the tick");
  await page.reload();
  await says(page, "2 of 3 done");
  assert.deepEqual((await points(page))[1], ["price", true, false, ""]);
  // Put back as it was, the point that had gone has its tick and its note again.
  site.edit({ "content/launch.md": LIST(ITEMS) });
  await page.reload();
  await says(page, "3 of 4 done");
  assert.deepEqual((await points(page))[2], ["brief", true, false, "Waiting for Vera"]);
  assert.deepEqual(page.heard, []);
});

test("runs are kept apart; one is renamed, deleted, brought back", async () => {
  const page = await reader();
  await tick(page, "dates").check();
  await nameIt(page, "Rename", "Client X, June");
  await nameIt(page, "New", "Client Y");
  assert.deepEqual(await ticked(page), []);
  await tick(page, "price").check();
  await tick(page, "brief").check();
  await page.reload();
  await says(page, "2 of 4 done");
  assert.equal(await page.locator(".meter .of").innerText(), "Client Y");
  await unfold(page);
  await page.locator(".runs select").selectOption({ label: "Client X, June" });
  assert.deepEqual(await ticked(page), ["dates"]);
  await page.locator(".runs select").selectOption({ label: "Client Y" });
  await more(page, "Delete");
  await told(page, "“Client Y” deleted.");
  assert.deepEqual(await page.locator(".runs option").allTextContents(), ["Client X, June"]);
  await press(page, "Undo");
  await says(page, "2 of 4 done");
  assert.deepEqual(await page.locator(".runs option").allTextContents(), ["Client X, June", "Client Y"]);
  await press(page, "Delete");
  await press(page, "Delete");
  assert.deepEqual([await page.locator(".runs option").allTextContents(), await ticked(page)], [["My list"], []]);
});

test("what is open, riskiest first; a tick sends it away and the focus to the next", async () => {
  const page = await reader();
  assert.deepEqual(await page.locator(".risky a").allTextContents(), ["2. Agree the price.", "4. Find who decides."]);
  await more(page, "Open, riskiest first");
  const shown = async () => (await points(page)).map(([id]) => id);
  assert.deepEqual(await shown(), ["price", "decider", "brief", "dates"]);
  await tick(page, "decider").press("Space");
  await says(page, "1 of 4 done");
  assert.deepEqual(await shown(), ["price", "brief", "dates"]);
  assert.equal(await page.evaluate(() => document.activeElement.closest("li").dataset.item), "brief");
  await page.keyboard.press("Space");
  await page.keyboard.press("Space");
  await page.keyboard.press("Space");
  await page.locator("text=No open items.").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Open, riskiest first");
  await press(page, "All");
  assert.deepEqual(await shown(), ["dates", "price", "brief", "decider"]);
});

test("copied as text, started over, taken over: the same state; nonsense changes nothing", async () => {
  const page = await reader();
  await tick(page, "price").check();
  await note(page, "dates", "Monday?");
  await nameIt(page, "New", "Y");
  await tick(page, "brief").check();
  const before = await kept(page);
  await more(page, "Copy my progress");
  await told(page, "copied");
  const text = await clipboard(page);
  await page.evaluate(() => localStorage.clear());
  await page.reload();
  await says(page, "0 of 4 done");
  const field = page.locator(".carry textarea");
  await unfold(page);
  const wrong = [["", "not a progress text"], ["{}", "not a progress text"], [text.slice(0, -9), "not a progress text"], [text.replace('"version": 1', '"version": 2'), "newer version of docent"],
    [text.replace('"lists"', '"others"'), "another handbook: others"], [text.replaceAll('"v": 1', '"v": 7'), "not a progress text"], [text.replaceAll("checklist:", "nonsense:"), "not a progress text"]];
  for (const [nonsense, why] of wrong) {
    await field.fill(nonsense);
    await press(page, "Import the text in the field");
    await told(page, why);
    assert.deepEqual(await kept(page), {});
  }
  await field.fill(`Here it is:\n${text}\n`);
  await press(page, "Import the text in the field");
  await told(page, "1 record imported.");
  assert.deepEqual(await kept(page), before);
  assert.deepEqual(await ticked(page), ["brief"]);
  await more(page, "Start over");
  assert.deepEqual(await ticked(page), []);
  await press(page, "Undo");
  assert.deepEqual(await kept(page), before);
});

test("a text that was taken over cannot bring an address or a script", async () => {
  const page = await reader();
  await tick(page, "price").check();
  await more(page, "Copy my progress");
  await told(page, "copied");
  const text = await clipboard(page);
  for (const url of ["javascript:alert(1)", "https://example.com/x", "//example.com/x", "mailto:a@example.com"]) {
    await page.locator(".carry textarea").fill(text.replace('"launch.html"', JSON.stringify(url)).replace('"Launch"', '"<img src=x onerror=alert(1)>"'));
    await press(page, "Import the text in the field");
    await told(page, "imported");
    await page.goto(`${site.origin}/my-progress.html`);
    await page.locator(".kept").waitFor();
    assert.deepEqual(await page.locator(".kept img, .kept a[href]").count(), 0, url);
    assert.match(await page.locator(".kept").innerText(), /<img src=x/);
    await page.goto(`${site.origin}/launch.html`);
    await unfold(page);
  }
  assert.deepEqual(page.heard, []);
});

test("two tabs agree, and do not write over each other", async () => {
  const one = await reader();
  const two = await open(one.context(), "launch.html");
  await tick(one, "dates").check();
  await says(two, "1 of 4 done");
  await tick(two, "price").check();
  await says(one, "2 of 4 done");
  assert.deepEqual([await ticked(one), await ticked(two)], [["dates", "price"], ["dates", "price"]]);
  // Each tab looks at a run of its own.
  await nameIt(two, "New", "Y");
  await tick(two, "brief").check();
  await tick(one, "decider").check();
  assert.deepEqual([await ticked(one), await ticked(two)], [["dates", "price", "decider"], ["brief"]]);
});

test("by keyboard alone: tick, note, name, filter, undo", async () => {
  const page = await reader();
  const at = async (what) => {
    for (let n = 0; n < 60 && !await page.evaluate((what) => document.activeElement.matches(what), what); n++) await page.keyboard.press("Tab");
    assert.ok(await page.evaluate((what) => document.activeElement.matches(what), what), what);
  };
  await at(".tools > summary");
  await page.keyboard.press("Enter");
  await at(".runs .row > button:nth-child(2)");
  await page.keyboard.press("Enter");
  await page.keyboard.type("Client X");
  await page.keyboard.press("Enter");
  assert.equal(await page.locator(".runs option").innerText(), "Client X");
  await page.locator("#d-title").focus();
  await at("[data-item=price] > input");
  await page.keyboard.press("Space");
  await at("[data-item=price] .note");
  await page.keyboard.press("Enter");
  await page.keyboard.type("By phone");
  assert.deepEqual((await points(page))[1], ["price", true, false, "By phone"]);
  await page.locator("#d-title").focus();
  await at(".views button:nth-child(2)");
  await page.keyboard.press("Enter");
  assert.deepEqual(await ticked(page), []);
  await page.locator("#d-title").focus();
  await at(".acts button:nth-child(5)");
  await page.keyboard.press("Enter");
  await at(".told button");
  await page.keyboard.press("Enter");
  await says(page, "1 of 4 done");
});

test("what is done is said, at most once a second", async () => {
  const page = await reader();
  await page.evaluate(() => {
    window.spoken = [];
    new MutationObserver(() => window.spoken.push([performance.now(), document.querySelector("#d-status").textContent]))
      .observe(document.querySelector("#d-status"), { childList: true });
  });
  for (const id of ["dates", "price", "brief", "decider"]) await tick(page, id).check();
  await page.waitForFunction(() => window.spoken.some(([, text]) => text === "4 of 4 done"));
  const spoken = (await page.evaluate(() => window.spoken)).filter(([, text]) => text);
  const gaps = spoken.slice(1).map(([time], at) => time - spoken[at][0]);
  assert.ok(gaps.every((gap) => gap > 900), gaps.join());
});

test("tasks of a text: the author's ticks are where the reader begins; ids keep marks through edits", async () => {
  const page = await reader({}, "tasks.html");
  assert.deepEqual(await ticked(page), ["second"]);
  await tick(page, "second").uncheck();
  await tick(page, "inside").check();
  const same = page.locator(".task", { hasText: "the same" });
  await same.nth(1).locator("> input").check();
  await page.reload();
  await says(page, "2 of 6 done");
  assert.equal(await tick(page, "inside").isChecked() && await same.nth(1).locator("> input").isChecked(), true);
  site.edit({ "content/tasks.md": TASKS.replace("- [ ] first\n", "- [ ] another first\n").replace("inside {", "deep inside {") });
  await page.reload();
  await says(page, "2 of 6 done");
  const changed = (await points(page)).filter(([, , changed]) => changed).map(([id]) => id);
  assert.deepEqual(changed, ["inside"]);
  // A link in a task is a link, and the text around it ticks: the whole line.
  await tick(page, "link").locator("xpath=following-sibling::label").click({ position: { x: 3, y: 8 } });
  await says(page, "3 of 6 done");
  await page.locator(".task a").click();
  await page.waitForURL(/launch\.html/);
});

test("a page that has moved takes its ticks along", async () => {
  const page = await reader();
  await tick(page, "price").check();
  site.edit({ "content/index.md": "# Lists\n\n[[start]] [[tasks]]\n", "content/start.md": LIST(ITEMS, "redirect_from: /launch.html\n"), "content/launch.md": "---\ndraft: true\n---\n" });
  await page.goto(`${site.origin}/start.html`);
  await says(page, "1 of 4 done");
  assert.deepEqual(Object.keys(await kept(page)), ["docent:lists:checklist:start"]);
});

test("what another docent kept is put aside, not written over", async () => {
  const page = await reader();
  const theirs = JSON.stringify({ v: 9, runs: "anything" });
  await page.evaluate(([key, value]) => localStorage.setItem(key, value), [KEY, theirs]);
  await page.reload();
  await says(page, "0 of 4 done");
  await tick(page, "price").check();
  assert.equal(await page.evaluate(() => localStorage.getItem("docent:lists:unread:checklist:launch")), theirs);
  assert.deepEqual(await ticked(page), ["price"]);
});

test("copied as Markdown and as CSV", async () => {
  const page = await reader();
  await nameIt(page, "Rename", "Client X");
  await tick(page, "price").check();
  await note(page, "price", "By phone");
  await more(page, "Copy as Markdown");
  await told(page, "Copied");
  const markdown = await clipboard(page);
  assert.match(markdown, /^# Launch: Client X\n\n1 of 4 done, .*\n\n- \[ \] 1\. Agree the dates\.\n- \[x\] 2\. Agree the price\.\n {2}By phone\n- \[ \] 3\. =Read/);
  await page.evaluate(() => navigator.clipboard.writeText(""));
  await press(page, "Copy as CSV");
  await page.waitForFunction(() => navigator.clipboard.readText());
  const rows = (await clipboard(page)).split("\r\n");
  assert.equal(rows.length, 6);
  assert.match(rows[2], /^"2","price","Agree the price.","1","\d{4}-\d\d-\d\d","0","high","Ann","By phone"$/);
  assert.match(rows[3], /^"3","brief","'=Read, the (""|“)brief(""|”)\."/, "a formula is kept from being one");
});

test("printed: with the reader's ticks, or with empty boxes", async () => {
  const page = await reader();
  await tick(page, "price").check();
  await page.evaluate(() => { window.print = () => { window.printed = document.documentElement.dataset.print; }; });
  await page.emulateMedia({ media: "print" });
  const drawn = () => page.evaluate(() => getComputedStyle(document.querySelector("[data-item=price] > input"), "::after").content);
  assert.equal(await drawn(), '""');
  await page.emulateMedia({ media: "screen" });
  await more(page, "Print with empty boxes");
  assert.equal(await page.evaluate(() => window.printed), "empty");
  await page.emulateMedia({ media: "print" });
  assert.equal(await drawn(), "none");
  assert.equal(await page.locator(".run").isVisible(), false);
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  assert.equal(await drawn(), '""');
});

test("without script: a list to print, with empty boxes", async () => {
  await reader();
  const page = await browser.newPage({ javaScriptEnabled: false });
  await page.goto(`${site.origin}/launch.html`);
  assert.deepEqual([await page.locator(".run").isVisible(), await page.locator(".checklist .box").first().isVisible()], [false, false]);
  await page.emulateMedia({ media: "print" });
  const boxes = await page.locator(".checklist .box").evaluateAll((all) => all.map((el) => el.getBoundingClientRect().width > 12));
  assert.deepEqual(boxes, [true, true, true, true]);
  await page.goto(`${site.origin}/tasks.html`);
  assert.equal(await page.getByRole("img", { name: "to do" }).count(), 5);
});

test("from a folder, and where the browser keeps nothing: it says so, works on, and copies", async () => {
  await reader();
  const disk = await browser.newPage();
  await disk.goto(pathToFileURL(join(site.folder, "launch.html")).href);
  const closed = await browser.newPage({ permissions: ["clipboard-read", "clipboard-write"] });
  await closed.addInitScript(() => Object.defineProperty(window, "localStorage", { get() { throw new DOMException("closed", "SecurityError"); } }));
  await closed.goto(`${site.origin}/launch.html`);
  for (const [page, notice] of [[disk, "opened this handbook from a folder"], [closed, "does not store data for this site"]]) {
    await says(page, "0 of 4 done");
    assert.match(await page.locator(".run .notice").innerText(), new RegExp(notice));
    await tick(page, "price").check();
    await says(page, "1 of 4 done");
    await more(page, "Copy as Markdown");
    await told(page, "Copied");
    await page.reload();
    await says(page, "0 of 4 done");
  }
  assert.deepEqual(await disk.evaluate(() => Object.keys(localStorage).filter((key) => key.includes("checklist"))), []);
});

const handbook = await serve(buildHandbook());
for (const lang of ["en", "ru"]) for (const [width, height] of [[1440, 900], [390, 844]]) {
  test(`the tools are one line, and the first point stands on the first screen: ${lang}, ${width}`, async () => {
    const page = await browser.newPage({ viewport: { width, height } });
    await page.goto(`${handbook.origin}/${lang}/checklists/project-failure-prevention.html`);
    const room = (await page.locator(".run").boundingBox()).height;
    await page.locator(".run .meter").waitFor();
    await page.waitForFunction(() => [...document.styleSheets].some((sheet) => /progress/.test(sheet.href)));
    const box = (await page.locator(".run").boundingBox()).height;
    assert.ok(box < 64, `${box} px`);
    assert.ok(Math.abs(box - room) < 4, `room was kept for ${room} px, and ${box} came`);
    const label = await page.locator(".checklist label").first().boundingBox();
    assert.ok(label.y + label.height < height, `it ends at ${label.y + label.height}`);
    // Between its lines and behind its words, too.
    await page.locator(".checklist label").first().click({ position: { x: label.width - 3, y: label.height / 2 } });
    assert.equal(await page.locator("input.box").first().isChecked(), true);
  });
}
for (const lang of ["en", "ru"]) for (const [name, window] of Object.entries({
  desktop: { viewport: { width: 1440, height: 900 } }, phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
})) {
  test(`audited in use: ${lang}, ${name}`, async () => {
    // Without motion: a title that fades out while the audit looks has too little contrast.
    const page = await browser.newPage({ ...window, reducedMotion: "reduce" });
    const heard = audit.listen(page, handbook.origin);
    await page.goto(`${handbook.origin}/${lang}/checklists/project-failure-prevention.html`);
    await page.locator(".run .meter").waitFor();
    // A mark on an older text, and one on a point that is gone: every part of the tools is shown.
    await page.evaluate(() => {
      const { store, VERSION } = window.docentProgress;
      const mark = (of) => ({ day: "2026-06-12", of, note: "Note", text: "Text" });
      const items = new Map([["brief", mark("old")], ["gone", mark("old")]]);
      store.write(`checklist:${document.querySelector(".run").dataset.key}`, { v: VERSION, at: "", run: "1", runs: [{ id: "1", name: "X", items }] });
    });
    await page.reload();
    await page.locator(".run .meter").waitFor();
    for (const summary of [".run > .tools", ".tools .more", ".run > .more:not(.tools)"]) await page.locator(`${summary} > summary`).click();
    await page.locator(".views button").nth(1).click();
    await page.evaluate(() => scrollTo(0, 0)); // else the header may cover half a control
    const faults = [...await audit.inBothSchemes(page), ...await audit.smallTargets(page), ...await audit.overflow(page)];
    await page.locator(".runs button").first().click();
    faults.push(...await audit.inBothSchemes(page), ...await audit.smallTargets(page), ...heard);
    if (name === "phone") {
      const small = await page.locator(".run button, .run select, input.box, .item-tools button").evaluateAll((all) =>
        all.filter((el) => el.checkVisibility() && el.getBoundingClientRect().height < 44).map((el) => el.outerHTML.slice(0, 60)));
      faults.push(...small.map((el) => `under 44 px: ${el}`));
      await page.setViewportSize({ width: 320, height: 640 });
      faults.push(...await audit.overflow(page));
    }
    assert.deepEqual(faults, []);
  });
}
