// The live preview in a browser: an edit shows where the author was looking, and nothing of theirs is lost.
//
// In: `docent serve` over small projects. Every wait is for a state of the page; the browser's own limit is the only clock.

import assert from "node:assert/strict";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { axe } from "./lib/audit.mjs";
import { launch } from "./lib/chromium.mjs";
import { scratch, write } from "./lib/docent.mjs";
import { serve } from "./lib/preview.mjs";

// A page with all that a reader can have opened, ticked or focused.
const TEMPLATE = `{% extends "page.html" -%}
{% block fields %}<p><label><input type="checkbox" id="box"> Box</label> <label>Field <input id="field"></label></p>{% endblock %}
`;
const paragraphs = (from, to) => Array.from({ length: to - from }, (_, i) => `Paragraph ${from + i} of a long page.\n`).join("\n");
const body = (number) => `---\ntitle: Long\n---\n\n${paragraphs(0, 30)}\nEdited ${number} times.\n\n> [!note]- Folded\n> Inside.\n\n\`\`\`sh\necho ${number}\n\`\`\`\n\n${paragraphs(30, 80)}`;

const browser = await launch();

function project(files = {}) {
  const root = scratch();
  write(root, {
    "docent.yaml": "title: Preview\ngit_dates: false\ndiagnostics: {orphan: ignore}\n",
    "content/index.md": "---\ntitle: Front\n---\n\nHello.\n",
    "content/long.md": body(0),
    ...files,
  });
  return root;
}

/** A tab that has heard from the server, and what its policy refused. */
async function tab(url, path = "long.html") {
  const page = await browser.newPage({ viewport: { width: 1000, height: 600 } });
  await page.addInitScript(() => {
    window.refused = [];
    addEventListener("securitypolicyviolation", (event) => window.refused.push(`${event.violatedDirective} ${event.blockedURI}`));
  });
  await page.goto(url + path);
  await page.waitForFunction(() => document.querySelector("#docent-state")?.textContent.startsWith("Preview") && !document.querySelector("#docent-state.lost"));
  return page;
}
// The typography of a language joins some words with a space that does not break.
const shows = (page, text) =>
  page.waitForFunction((text) => document.querySelector("main").textContent.replace(/\s/g, " ").includes(text), text);

test("twenty edits keep scroll, folded text, ticks, what is typed, and focus", async () => {
  const own = (number) => body(number).replace("title: Long", "title: Long\ntemplate: own.html");
  const root = project({ "templates/own.html": TEMPLATE, "content/long.md": own(0) });
  const preview = await serve(root);
  const page = await tab(preview.url);
  await page.check("#box");
  await page.fill("#field", "half a sen");
  await page.evaluate(() => { document.querySelector("details.callout, .prose details").open = true; window.marker = "same page"; });
  await page.evaluate(() => document.querySelector(".prose details").scrollIntoView({ block: "center" }));
  await page.evaluate(() => document.querySelector("#field").focus({ preventScroll: true }));
  const where = () => page.evaluate(() => document.querySelector(".prose details").getBoundingClientRect().top);
  const was = await where();
  for (let number = 1; number <= 20; number++) {
    writeFileSync(join(root, "content/long.md"), own(number));
    await shows(page, `Edited ${number} times.`);
    const now = await page.evaluate(() => ({
      marker: window.marker, ticked: document.querySelector("#box").checked, typed: document.querySelector("#field").value,
      open: document.querySelector(".prose details").open, focus: document.activeElement.id,
      buttons: document.querySelectorAll(".code").length - document.querySelectorAll(".code .copy").length,
    }));
    assert.deepEqual(now, { marker: "same page", ticked: true, typed: "half a sen", open: true, focus: "field", buttons: 0 });
    assert.ok(Math.abs((await where()) - was) < 2, `edit ${number} moved the text by ${(await where()) - was} px`);
  }
  assert.deepEqual(await page.evaluate(() => window.refused), []);
});

test("a change out of sight is scrolled to, and blocks keep their lines", async () => {
  const root = project();
  const preview = await serve(root);
  const page = await tab(preview.url);
  writeFileSync(join(root, "content/long.md"), body(0).replace("Paragraph 79", "The very last paragraph"));
  await shows(page, "The very last paragraph");
  await page.waitForFunction(() => scrollY > 1000);
  const title = "---\ntitle: Long\n---\n\nOne line more.\n\n";
  writeFileSync(join(root, "content/long.md"), body(0).replace("---\ntitle: Long\n---\n\n", title));
  await shows(page, "One line more.");
  const lines = await page.evaluate(() => {
    const block = Array.from(document.querySelectorAll(".prose [data-line]")).find((b) => b.textContent.startsWith("Paragraph 40 "));
    return +block.dataset.line;
  });
  const file = readFileSync(join(root, "content/long.md"), "utf8").split("\n");
  assert.match(file[lines - 1], /^Paragraph 40 /);
});

test("a mistake is shown above the last good page as text, and goes when it is mended", async () => {
  const root = project();
  const preview = await serve(root);
  const page = await tab(preview.url);
  const payload = "<img src=x onerror=\"window.run=1\">";
  writeFileSync(join(root, "content/long.md"), body(0).replace("Paragraph 3 ", `Paragraph [3](missing.md) ${payload} `));
  await page.waitForSelector("#docent-preview:not([hidden])");
  const told = await page.textContent("#docent-preview");
  assert.match(told, /content\/long\.md:11:/);
  assert.ok(told.includes(payload), told);
  assert.match(await page.title(), /^✗ /);
  assert.equal(await page.evaluate(() => document.querySelectorAll("#docent-preview img").length), 0);
  assert.deepEqual(await axe(page), []);
  await page.keyboard.press("Escape");
  // The link, and the picture of the HTML.
  assert.match(await page.textContent("#docent-state"), /2 errors/);
  writeFileSync(join(root, "content/long.md"), "---\naudience: [\n---\n");
  await page.waitForSelector("#docent-preview:not([hidden])");
  await shows(page, "Paragraph 79"); // the last good page
  writeFileSync(join(root, "content/long.md"), body(1));
  await shows(page, "Edited 1 times.");
  await page.waitForSelector("#docent-preview", { state: "hidden" });
  assert.equal(await page.title(), (await page.title()).replace("✗ ", ""));
  assert.equal(await page.evaluate(() => window.run), undefined);
});

test("errors of other pages are a line, in the language of the page, until somebody asks", async () => {
  const root = scratch();
  write(root, {
    "docent.yaml": "title: Preview\ngit_dates: false\ndefault_language: ru\nlanguages: {ru: {name: Русский}}\ndiagnostics: {orphan: ignore}\n",
    "content/ru/index.md": "# Начало\n\nТекст.\n", "content/ru/other.md": "# Другая\n\n[нет](missing.md) [и нет](gone.md)\n",
  });
  const preview = await serve(root);
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${preview.url}ru/`);
  await page.waitForFunction(() => /2 ошибки на других страницах/.test(document.querySelector("#docent-state")?.textContent));
  assert.equal(await page.isVisible("#docent-preview"), false);
  await page.click("#docent-state");
  assert.match(await page.textContent("#docent-preview h2"), /^2 ошибки$/);
  assert.equal(await page.textContent(".docent-close"), "Скрыть (Esc)");
});

test("style is exchanged in place; another script loads the page anew where it was", async () => {
  const css = (colour) => `main { color: ${colour}; }\n`;
  const root = project({
    "docent.yaml": "title: Preview\ngit_dates: false\ntheme: own\ndiagnostics: {orphan: ignore}\n",
    "themes/own/theme.yaml": "name: own\n",
    "themes/own/assets/own.css": css("rgb(1, 2, 3)"),
    "themes/own/assets/own.js": "window.version = 1;\n",
    "themes/own/templates/types/guide.html": '{% extends "page.html" -%}\n{% block head %}<link rel="stylesheet" href="{{ asset(path="own.css") }}">\n<script src="{{ asset(path="own.js") }}" defer></script>{% endblock %}\n',
    "content/long.md": body(0).replace("title: Long", "title: Long\ntype: guide"),
  });
  const preview = await serve(root);
  const page = await tab(preview.url);
  const colour = () => page.evaluate(() => getComputedStyle(document.querySelector("main")).color);
  assert.equal(await colour(), "rgb(1, 2, 3)");
  await page.evaluate(() => { window.marker = 1; scrollTo(0, 900); });
  writeFileSync(join(root, "themes/own/assets/own.css"), css("rgb(4, 5, 6)"));
  await page.waitForFunction(() => getComputedStyle(document.querySelector("main")).color === "rgb(4, 5, 6)");
  assert.equal(await page.evaluate(() => window.marker), 1);
  writeFileSync(join(root, "themes/own/assets/own.js"), "window.version = 2;\n");
  await page.waitForFunction(() => window.version === 2 && scrollY === 900);
});

test("a double click and a key open the editor at the line; the drawer knows the page", async () => {
  const root = project({ "editor.sh": '#!/bin/sh\nprintf \'%s\\n\' "$@" > "$(dirname "$0")/opened"\nmv "$(dirname "$0")/opened" "$(dirname "$0")/done"\n' });
  chmodSync(join(root, "editor.sh"), 0o755);
  const preview = await serve(root, ["--editor", `${join(root, "editor.sh")} {line} {file}`]);
  const page = await tab(preview.url);
  await page.dblclick(".prose [data-line]:nth-of-type(4)");
  await until(() => existsSync(join(root, "done")));
  const [line, file] = readFileSync(join(root, "done"), "utf8").split("\n");
  assert.match(file, /content\/long\.md$/);
  assert.match(readFileSync(join(root, "content/long.md"), "utf8").split("\n")[+line - 1], /^Paragraph 3 /);
  await page.keyboard.press("Alt+i");
  await page.waitForSelector("#docent-drawer:not([hidden]) h2");
  const drawer = await page.textContent("#docent-drawer");
  assert.match(drawer, /content\/long\.md/);
  assert.match(drawer, /\d+ words/);
  assert.deepEqual(await axe(page), []);
  await page.keyboard.press("Escape");
  await page.waitForSelector("#docent-drawer", { state: "hidden" });
  assert.deepEqual(await page.evaluate(() => window.refused), []);
});

test("with --no-edit nothing opens", async () => {
  const root = project();
  const preview = await serve(root, ["--no-edit"]);
  const page = await tab(preview.url);
  await page.keyboard.press("Alt+i");
  await page.waitForSelector("#docent-drawer:not([hidden]) h2");
  assert.equal(await page.evaluate(() => document.querySelectorAll("#docent-drawer button").length), 0);
});

test("a tab that was open before the server started anew loads once, by itself, and hears of edits again", async () => {
  const root = project();
  const first = await serve(root);
  const page = await tab(first.url);
  await page.addInitScript(() => sessionStorage.setItem("loads", 1 + Number(sessionStorage.getItem("loads") || 0)));
  await page.evaluate(() => scrollTo(0, 900));
  const token = () => page.evaluate(() => document.querySelector("script[data-token]").dataset.token);
  const was = await token();
  await first.stop();
  await page.waitForSelector("#docent-state.lost");
  writeFileSync(join(root, "content/long.md"), body(7));
  const second = await serve(root, ["--port", new URL(first.url).port]);
  assert.equal(second.url, first.url);
  await shows(page, "Edited 7 times.");
  await page.waitForFunction(() => document.querySelector("#docent-state") && !document.querySelector("#docent-state.lost") && scrollY === 900);
  assert.notEqual(await token(), was);
  writeFileSync(join(root, "content/long.md"), body(8));
  await shows(page, "Edited 8 times.");
  assert.equal(await page.evaluate(() => sessionStorage.getItem("loads")), "1");
});

/** Asks again in each turn of the loop until it is so; the runner's limit ends a wait that never does. */
async function until(question) {
  while (!question()) await new Promise((done) => setImmediate(done));
}
