// The scripts as they are written: what stands in one script together has names that mean one thing.
//
// A published script holds the modules that it imports in one scope. A `const` that stands there twice would be a mistake
// that every browser reports; of two functions of one name the second would quietly be both.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";
import vm from "node:vm";
import { build, buildHandbook, built, PROJECT, scratch, write } from "./lib/docent.mjs";
import { files } from "./lib/site.mjs";

const ASSETS = join(PROJECT, "themes/default/assets");
const ENTRIES = [...readdirSync(ASSETS).filter((name) => name.endsWith(".js")).map((name) => join(ASSETS, name)), join(PROJECT, "src/serve/client.js")];

/** The modules of a script: path -> text. */
function modules(path, seen = new Map()) {
  if (seen.has(path)) return seen;
  const text = readFileSync(path, "utf8");
  seen.set(path, text);
  for (const [, wanted] of text.matchAll(/^import [^"]*"([^"]+)";$/gm)) modules(join(dirname(path), wanted), seen);
  return seen;
}

/** Names that are declared twice. */
function twice(texts) {
  const declared = /^(?:export )?(?:async )?(?:function\*?|const|let|class) (?:(\w+)|\{ ([^}]*) \})/gm;
  // `{ edit: editor, ...data }` declares `editor` and `data`.
  const named = (list) => list.split(", ").map((name) => name.replace(/^.*?(\w+)$/, "$1"));
  const names = texts.flatMap((text) => [...text.matchAll(declared)].flatMap(([, name, list]) => (name ? [name] : named(list))));
  return names.filter((name, at) => names.indexOf(name) !== at);
}

for (const entry of ENTRIES) {
  test(`one name, one thing: ${relative(PROJECT, entry)}`, () => {
    assert.deepEqual(twice([...modules(entry).values()]), []);
  });
}

test("a name that stands twice is found", () => {
  assert.deepEqual(twice(["export function a() {}\nconst b = 1;\n", "  const b = 2;\nasync function a() {}\nexport const { c: b, ...a } = d;\n"]), ["a", "b", "a"]);
});

test("every part is part of a script", () => {
  const folder = join(PROJECT, "themes/default/scripts");
  const used = new Set(ENTRIES.flatMap((entry) => [...modules(entry).keys()]));
  assert.deepEqual(files(folder).map((name) => join(folder, name)).filter((path) => !used.has(path)), []);
});

test("what is published is a script that imports nothing", () => {
  const site = buildHandbook();
  const scripts = files(site).filter((path) => /^assets\/.*\.js$/.test(path));
  assert.ok(scripts.length >= ENTRIES.length - 1);
  for (const path of scripts) {
    const text = readFileSync(join(site, path), "utf8");
    assert.doesNotMatch(text, /^\s*(import|export)\b/m, path);
    new vm.Script(text, { filename: path });
  }
});

test("a theme's script gets its parts; a part of a theme replaces docent's; what imports nothing of ours stays", () => {
  const own = (path) => `themes/own/${path}`;
  const dom = readFileSync(join(PROJECT, "themes/default/scripts/dom.js"), "utf8");
  const module = 'import { x } from "https://example.com/x.js";\nx();\n';
  const root = scratch();
  write(root, {
    "docent.yaml": "title: Own\ntheme: own\n", "content/index.md": "# Front\n",
    [own("theme.yaml")]: "extends: default\n", [own("assets/module.js")]: module,
    [own("assets/mine.js")]: 'import { a } from "../scripts/a.js";\nwindow.mine = a();\n', [own("scripts/a.js")]: "export const a = () => 42;\n",
    [own("scripts/dom.js")]: `${dom}\nexport const replaced = "by the theme";\n`,
  });
  const site = built(build(root));
  const published = (name) => readFileSync(join(site, files(site).find((path) => path.startsWith(`assets/${name}.`) && path.endsWith(".js"))), "utf8");
  const context = { window: {} };
  vm.runInNewContext(published("mine"), context);
  assert.equal(context.window.mine, 42);
  assert.match(published("docent"), /by the theme/);
  assert.equal(published("module"), module);
  assert.deepEqual(files(site).filter((path) => path.startsWith("scripts/")), []);
});
