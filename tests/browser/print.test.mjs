// A reading path as one page: read on a screen, and printed as a PDF, whose sheets are looked at.

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import * as audit from "./lib/audit.mjs";
import { launch } from "./lib/chromium.mjs";
import { buildHandbook } from "./lib/docent.mjs";
import { sheets } from "./lib/pdf.mjs";
import { serve } from "./lib/server.mjs";

const browser = await launch();
const site = buildHandbook();
const handbook = await serve(site);
const PATH = (lang) => `${lang}/paths/first-week/print.html`;
const LINK = { en: "Print this path", ru: "Распечатать маршрут" };

for (const lang of ["en", "ru"]) for (const [name, window] of Object.entries({
  desktop: { viewport: { width: 1440, height: 900 } }, phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
})) {
  test(`no faults on a screen: ${lang}, ${name}`, async () => {
    const page = await browser.newPage({ ...window, reducedMotion: "reduce" });
    const heard = audit.listen(page, handbook.origin);
    await page.goto(`${handbook.origin}/${lang}/paths/first-week.html`);
    await page.getByRole("link", { name: LINK[lang], exact: true }).click();
    await page.waitForURL(/print\.html$/);
    assert.deepEqual([...await audit.inBothSchemes(page), ...await audit.smallTargets(page), ...await audit.overflow(page), ...heard], []);
  });
}

for (const lang of ["en", "ru"]) {
  test(`as a PDF from the disk: every page of the path, no blank sheet, numbered: ${lang}`, async (t) => {
    const page = await browser.newPage();
    await page.goto(pathToFileURL(join(site, PATH(lang))).href);
    const titles = await page.locator(".part > .head h2").allInnerTexts();
    assert.equal(titles.length, 13);
    const printed = await sheets(page);
    t.diagnostic(`${printed.length} sheets, fewest letters ${Math.min(...printed.map(({ letters }) => letters))}`);
    assert.ok(printed.length > titles.length && printed.length < 120, `${printed.length} sheets`);
    assert.deepEqual(printed.filter(({ letters }) => letters < 20).map(({ number }) => number), [], "sheets with next to nothing on them");
    assert.ok(printed[0].links > 12, "the contents are links");
  });
}
