// Photographs the pages that show the theme, in every engine, to be looked at by a person. Nothing is compared and nothing
// committed.
//
// In: the handbook, or the site folder named as first argument; page names may follow. ENGINE names one engine.
// Out: PNG files by page, width, colours and engine, and PDFs of the printed pages, in a folder whose name is printed.

import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { start } from "./lib/chromium.mjs";
import { buildHandbook } from "./lib/docent.mjs";
import { engines } from "./lib/engines.mjs";
import { serve } from "./lib/server.mjs";
import { pages } from "./lib/site.mjs";

const KINDS = ["index", "roles/index", "roles/account-manager", "comparisons/b2b-vs-b2c",
  "comparisons/account-manager-vs-project-manager", "checklists/project-failure-prevention", "guides/beginner-tips",
  "paths/first-week", "skills/negotiation", "skills/skill-map", "glossary/index", "tags/index", "search"];
const WIDTHS = [1440, 390];

const [given, ...names] = process.argv.slice(2);
const site = given || buildHandbook();
const wanted = names.length > 0 ? names : ["404", ...["en", "ru"].flatMap((lang) => KINDS.map((kind) => `${lang}/${kind}`))];
const folder = mkdtempSync(join(tmpdir(), "docent-shots-"));
const there = wanted.filter((name) => pages(site).includes(`${name}.html`));
const server = await serve(site);

for (const [name, start] of Object.entries(engines())) {
  if (name !== (process.env.ENGINE ?? name)) continue;
  const engine = await start();
  for (const theme of ["light", "dark"]) for (const width of WIDTHS) await shoot(engine, name, width, theme);
  await engine.close();
}
await print();
await server.close();
console.log(folder);

// The theme's own switch: not each engine can be told what the system prefers.
async function shoot(engine, name, width, theme) {
  const phone = width < 700;
  const page = await engine.open({ width, height: phone ? 844 : 900, phone });
  await page.goto(`${server.origin}/${address(there[0])}`);
  await page.evaluate((theme) => localStorage.setItem("docent:theme", theme), theme);
  for (const shown of there) {
    await page.goto(`${server.origin}/${address(shown)}`);
    await page.shot(file(shown, `${width}-${theme}-${name.toLowerCase()}.png`));
  }
  await page.close();
}

async function print() {
  const browser = await start();
  const page = await (await browser.newContext({ colorScheme: "dark" })).newPage();
  for (const name of there) {
    await page.goto(`${server.origin}/${address(name)}`);
    await page.pdf({ path: file(name, "print.pdf"), preferCSSPageSize: true, format: "A4" });
  }
  await browser.close();
}

/** A page that sends its reader on stays, so that it can be looked at. */
function address(name) {
  return `${name}.html?still`;
}

function file(name, ending) {
  return join(folder, `${name.replaceAll("/", "_")}-${ending}`);
}
