// Photographs the pages that show the theme, to be looked at by a person. Nothing is compared and nothing committed.
//
// In: the handbook, or the site folder named as first argument; page names may follow. Out: PNG files and PDFs of the
// printed pages, in a folder whose name is printed.

import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { launch } from "./lib/chromium.mjs";
import { buildHandbook } from "./lib/docent.mjs";
import { pages } from "./lib/site.mjs";

const KINDS = ["index", "roles/index", "roles/account-manager", "comparisons/b2b-vs-b2c",
  "comparisons/account-manager-vs-project-manager", "checklists/project-failure-prevention", "guides/beginner-tips",
  "skills/negotiation", "tags/index"];
const WIDTHS = [1440, 390];

const [given, ...names] = process.argv.slice(2);
const site = given ?? buildHandbook();
const wanted = names.length > 0 ? names : ["404", ...["en", "ru"].flatMap((lang) => KINDS.map((kind) => `${lang}/${kind}`))];
const folder = mkdtempSync(join(tmpdir(), "docent-shots-"));
const there = wanted.filter((name) => pages(site).includes(`${name}.html`));

const browser = await launch();
for (const colorScheme of ["light", "dark"]) for (const width of WIDTHS) await shoot(width, colorScheme);
await print();
await browser.close();
console.log(folder);

async function shoot(width, colorScheme) {
  const phone = width < 700;
  const viewport = { width, height: phone ? 844 : 900 };
  const page = await (await browser.newContext({ viewport, colorScheme, isMobile: phone, hasTouch: phone })).newPage();
  for (const name of there) {
    await open(page, name);
    await page.screenshot({ path: file(name, `${width}-${colorScheme}.png`), fullPage: true });
  }
}

async function print() {
  const page = await (await browser.newContext({ colorScheme: "dark" })).newPage();
  for (const name of there) {
    await open(page, name);
    await page.pdf({ path: file(name, "print.pdf"), preferCSSPageSize: true, format: "A4" });
  }
}

function open(page, name) {
  return page.goto(pathToFileURL(join(site, `${name}.html`)).href);
}

function file(name, ending) {
  return join(folder, `${name.replaceAll("/", "_")}-${ending}`);
}
