// Style: each engine understands each declaration. What it does not, it leaves out without a word.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "../lib/docent.mjs";

// Where it is not understood, a page is as good without.
const SPARED = ["text-wrap", "text-size-adjust", "-webkit-text-size-adjust", "hyphenate-limit-chars", "forced-color-adjust", "field-sizing",
  "scrollbar-color", "-webkit-print-color-adjust", "user-select", "-webkit-user-select", "orphans", "widows"];
// Only programs that make books know the number of a page.
const OF_BOOKS = "target-counter(";

/** All declarations of the theme's sheets and of the preview's: `property: value`. */
function declarations() {
  const theme = join(PROJECT, "themes/default/assets");
  const files = [...readdirSync(theme).filter((name) => name.endsWith(".css")).map((name) => join(theme, name)), join(PROJECT, "src/serve/client.css")];
  const text = files.map((file) => readFileSync(file, "utf8").replace(/\/\*[^]*?\*\//g, "")).join("\n");
  const blocks = [...text.matchAll(/\{([^{}]*)\}/g)].map(([, inside]) => inside);
  // A `;` in quotes (a drawing in an address) ends none.
  const parts = blocks.flatMap((block) => block.match(/(?:"[^"]*"|[^;"])+/g) ?? []);
  return [...new Set(parts.map((part) => part.replace("!important", "").trim()).filter((part) => part.includes(":")))];
}

export default {
  "style: the engine knows each declaration of the sheets": async (world) => {
    const page = await world.desk("small", "index.html");
    const all = declarations();
    assert.ok(all.length > 500, String(all.length));
    const unknown = await page.evaluate((all) => all.filter((one) => {
      const at = one.indexOf(":");
      return !CSS.supports(one.slice(0, at), one.slice(at + 1).trim());
    }), all);
    assert.deepEqual(unknown.filter((one) => !SPARED.includes(one.slice(0, one.indexOf(":"))) && !one.includes(OF_BOOKS)), []);
  },
};
