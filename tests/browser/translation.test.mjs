// What a reader of a translation is told when the original has changed in one section: that section, and nothing else.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import * as audit from "./lib/audit.mjs";
import { launch } from "./lib/chromium.mjs";
import { findDocent } from "./lib/docent.mjs";
import { project } from "./lib/progress.mjs";

const ORIGINAL = `---\ntitle: План\n---\n\nВступление.\n\n## Цель\n\nЗачем это.\n\n## Сроки\n\nКогда.\n\n## Люди\n\nКто.\n${"\nТекст.\n".repeat(60)}`;
const FILES = {
  "docent.yaml": "title: Plans\ndefault_language: ru\nlanguages: {ru: {name: Русский}, en: {name: English}}\ndiagnostics: {orphan: ignore}\n",
  "content/ru/index.md": "# Начало\n\n[[plan]]\n",
  "content/en/index.md": "# Front\n\n[[plan]]\n",
  "content/ru/plan.md": ORIGINAL,
  "content/en/plan.md": "---\ntitle: Plan\n---\n\nIntroduction.\n\n## Aim\n\nWhat for.\n\n## Dates\n\nWhen.\n\n## People\n\nWho.\n",
};

const browser = await launch();
const site = await project(FILES);

test("a section of the original changes: the notice names it, leads to it, and has no fault", async () => {
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
  const heard = audit.listen(page, site.origin);
  const notice = page.locator("main .notice");
  const open = () => page.goto(`${site.origin}/en/plan.html`);
  const stamped = spawnSync(findDocent(), ["translate", "stamp", "content/en/plan.md", "--root", join(site.folder, "..")], { encoding: "utf8" });
  assert.equal(stamped.status, 0, stamped.stderr);
  site.edit({});
  await open();
  assert.equal(await notice.count(), 0);
  site.edit({ "content/ru/plan.md": ORIGINAL.replace("Когда.", "Когда? К маю.") });
  await open();
  assert.match(await notice.innerText(), /^The original \(Русский\) is newer in 1 section:\s+Сроки$/);
  assert.deepEqual([...await audit.axe(page), ...await audit.smallTargets(page), ...await audit.overflow(page), ...heard], []);
  await notice.getByRole("link", { name: "Сроки" }).click();
  await page.waitForURL(/ru\/plan\.html#sroki$/);
  assert.equal(await page.locator("#sroki").evaluate((heading) => heading.getBoundingClientRect().top < innerHeight), true);
});
