// What changed: the list with and without script, and what is new to a reader since the last visit.
//
// A site is built, visited, edited, built again under the same address. What is marked must be what reads differently.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { test } from "node:test";
import * as audit from "./lib/audit.mjs";
import { launch } from "./lib/chromium.mjs";
import { build, built, scratch, useTheme, write } from "./lib/docent.mjs";
import { serve } from "./lib/server.mjs";

const browser = await launch();
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

const text = (sections) => sections.map((words, at) => (at === 0 ? `---\ntitle: Page\n---\n\n${words}\n` : `\n## Part ${at}\n\n${words}\n\n- a point\n`)).join("");
const FRONT = { "docent.yaml": "title: Changes\nsearch: {enabled: false}\ndiagnostics: {orphan: ignore}\n", "content/index.md": "# Front\n\nText.\n", "content/guides/index.md": "# Guides\n", "content/guides/other.md": "# Other\n\nOther text.\n" };

async function site(files) {
  const root = scratch();
  write(root, { ...FRONT, ...files });
  useTheme(root);
  const server = await serve(built(build(root)));
  const edit = (more, gone = []) => {
    write(root, more);
    for (const path of gone) rmSync(`${root}/${path}`);
    built(build(root));
  };
  return { root, edit, ...server };
}

async function reader(server, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  page.heard = audit.listen(page, server.origin);
  const open = async (path) => { await page.goto(`${server.origin}/${path}`); };
  return { page, open };
}

// The first visit begins with a movement.
async function visit({ page, open }) {
  await open("index.html");
  const coming = page.waitForResponse(/sections\.js/);
  await page.mouse.move(30, 30);
  await page.mouse.move(60, 60);
  await coming;
  await page.waitForFunction(() => Object.keys(localStorage).some((key) => key.includes(":seen:")));
}

// A later visit: what the tab knew of the site is forgotten.
async function return_({ page, open }, path) {
  await page.evaluate(() => sessionStorage.clear());
  const coming = page.waitForResponse(/sections\.js/);
  await open(path);
  await coming;
  await page.waitForFunction(() => Object.keys(sessionStorage).some((key) => key.includes(":seen:")));
}

const marked = (page) => page.locator(".prose h2:has(.fresh-word)").evaluateAll((all) => all.map((el) => el.id));
const faults = async (page) => [...await audit.inBothSchemes(page), ...await audit.smallTargets(page), ...await audit.overflow(page), ...page.heard];

test("a reader sees what is new once, and may mark all as seen", async () => {
  const server = await site({ "content/guides/page.md": text(["Lead.", "One.", "Two."]) });
  const me = await reader(server);
  await visit(me);
  server.edit({ "content/guides/page.md": text(["Lead.", "One more.", "Two."]), "content/guides/new.md": "# New\n\nText.\n" });
  await return_(me, "index.html");
  const { page } = me;
  assert.match(await page.locator(".since").innerText(), /2 pages changed since your last visit/);
  assert.equal(await page.locator("#d-nav .new-to-you").count(), 1, "the section stands for its pages");
  assert.deepEqual(await faults(page), []);
  await me.open("guides/page.html");
  await page.locator(".fresh-note").waitFor();
  assert.deepEqual(await marked(page), ["part-1"]);
  assert.equal(await page.locator(".prose .fresh").count(), 3, "the heading and its two blocks");
  assert.deepEqual(await faults(page), []);
  await me.open("guides/page.html");
  await page.locator("#d-nav .new-to-you").first().waitFor();
  assert.deepEqual(await marked(page), [], "once");
  await me.open("changes.html");
  assert.match(await page.locator(".since").innerText(), /1 page changed[^]*New/);
  await page.locator(".since button").click();
  assert.match(await page.locator(".since").innerText(), /marked as seen/);
  await return_(me, "changes.html");
  assert.match(await page.locator(".since").innerText(), /Nothing has changed/);
  assert.deepEqual(await faults(page), []);
});

// A small generator, so that a series of edits can be told by its seed.
function random(seed) {
  let state = seed;
  return (most) => { state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff; return (state >> 8) % most; };
}

test("after any series of edits the sections are marked that read differently", async () => {
  const words = ["one", "two", "three", "four"];
  const pick = random(7);
  const some = () => Array.from({ length: 1 + pick(3) }, () => words[pick(4)]).join(" ");
  let now = [some(), some(), some(), some()].map((said, at) => `${said} ${at}`);
  const server = await site({ "content/guides/page.md": text(now) });
  const me = await reader(server);
  await visit(me);
  for (let round = 0; round < (process.env.DOCENT_TEST_FULL ? 20 : 4); round++) {
    const before = now;
    now = now.map((said, at) => [said, said, `${some()} ${at}`, said.replaceAll(" ", "\n")][pick(4)]);
    server.edit({ "content/guides/page.md": text(now) });
    await return_(me, "guides/page.html");
    const same = (a, b) => a.split(/\s+/).join(" ") === b.split(/\s+/).join(" ");
    const differ = now.flatMap((said, at) => (same(said, before[at]) ? [] : [at]));
    if (differ.length > 0) await me.page.locator(".fresh-note").waitFor();
    assert.deepEqual(await marked(me.page), differ.filter((at) => at > 0).map((at) => `part-${at}`), `round ${round}: ${JSON.stringify([before, now])}`);
    const lead = await me.page.locator(".prose > p").first().evaluate((el) => el.classList.contains("fresh"));
    assert.equal(lead, differ.includes(0), `round ${round}`);
  }
});

test("the list is whole without script, and filtered with it", async () => {
  const root = scratch();
  write(root, { ...FRONT, "content/guides/page.md": "---\ntitle: Page\ntype: guide\nsteps: [{title: A, text: b}]\n---\n\nText.\n", "content/faq/a.md": "---\ntitle: Question\ntype: faq\nquestions: [{q: Why, a: So}]\n---\n\nText.\n" });
  useTheme(root);
  const git = (...args) => execFileSync("git", ["-C", root, "-c", "user.name=n", "-c", "user.email=n@x.org", ...args], { env: { ...process.env, GIT_COMMITTER_DATE: "2026-05-12T12:00:00Z", GIT_CONFIG_GLOBAL: "/dev/null" } });
  git("init", "-q");
  git("add", "content");
  git("commit", "-qm", "First");
  const server = await serve(built(build(root)));
  const plain = await reader(server, { javaScriptEnabled: false });
  await plain.open("changes.html");
  assert.equal(await plain.page.locator(".change:visible").count(), 5);
  for (const options of [{}, PHONE]) {
    const { page, open } = await reader(server, options);
    await open("changes.html");
    await page.locator(".change-filter select").first().selectOption({ index: 1 });
    assert.equal(await page.locator(".change:visible").count(), 1);
    assert.deepEqual(await faults(page), []);
  }
});
