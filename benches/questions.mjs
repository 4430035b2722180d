// The questions of tests/questions put to Pagefind: the same table as `cargo test --test questions -- --nocapture` prints.
//
//   docent build --output-dir site
//   npx pagefind@1 --site site --root-selector main --output-path bundle
//   node benches/questions.mjs bundle tests/questions/handbook.tsv
//
// A bundle has an index for each language, and Pagefind takes that of the page it runs on: here, of the question. It
// runs in this process and reads its files from the disk in place of fetching them.

import { copyFileSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const LOOKED_AT = 10;
const [bundle, file] = process.argv.slice(2);
if (!file) throw new Error("usage: node benches/questions.mjs BUNDLE QUESTIONS");
const root = resolve(bundle);

/** @type {any} */
const scope = globalThis;
let language = "en";
scope.window = scope;
scope.fetch = async (url) => {
  const path = decodeURIComponent(new URL(url, "http://x.test").pathname).replace(/^\/pagefind\//, "");
  return new Response(readFileSync(join(root, path)));
};
Object.defineProperty(scope, "location", { value: new URL("http://x.test/"), configurable: true });
scope.document = {
  querySelector: (name) => (name === "html" ? { getAttribute: () => language } : null),
  currentScript: null,
  documentElement: { getAttribute: () => language },
};

/** One Pagefind for each language: a module is run once for each file. */
const engines = new Map();
async function engine(lang) {
  if (engines.has(lang)) return engines.get(lang);
  language = lang;
  const copy = join(mkdtempSync(join(tmpdir(), "questions-")), "pagefind.mjs");
  copyFileSync(join(root, "pagefind.js"), copy);
  const made = await import(pathToFileURL(copy).href);
  await made.options({ basePath: "/pagefind/", baseUrl: "/", noWorker: true });
  await made.init();
  engines.set(lang, made);
  return made;
}

/** The file in `content` that a result leads to. */
const fileOf = (url) =>
  `${decodeURIComponent(url.replace(/^\//, "").replace(/[?#].*$/, "")).replace(/(^|\/)$/, "$1index.html").replace(/\.html$/, "")}.md`;

const kinds = new Map();
function count(kind, rank) {
  const tally = kinds.get(kind) ?? { asked: 0, first: 0, three: 0, reciprocal: 0 };
  tally.asked += 1;
  if (rank === 1) tally.first += 1;
  if (rank >= 1 && rank <= 3) tally.three += 1;
  if (rank) tally.reciprocal += 1 / rank;
  kinds.set(kind, tally);
}

for (const line of readFileSync(file, "utf8").trim().split("\n")) {
  const [text, lang, page, others, kind] = line.split("\t");
  const right = [page, ...others.split(",")];
  const { results } = await (await engine(lang)).search(text);
  const data = await Promise.all(results.slice(0, LOOKED_AT).map((one) => one.data()));
  const found = data.map((one) => fileOf(one.raw_url ?? one.url));
  const rank = found.findIndex((one) => right.includes(one)) + 1;
  count(kind, rank);
  count("all", rank);
  if (rank !== 1) console.log(`${String(rank || "-").padStart(2)}  ${text}  [${page}]  first: ${found[0] ?? "nothing"}`);
}

console.log(`${"kind".padEnd(10)} asked first in three    MRR`);
for (const [kind, { asked, first, three, reciprocal }] of [...kinds].sort(([a], [b]) => (a === "all") - (b === "all") || a.localeCompare(b))) {
  console.log(`${kind.padEnd(10)} ${String(asked).padStart(5)} ${String(first).padStart(5)} ${String(three).padStart(8)} ${(reciprocal / asked).toFixed(3).padStart(6)}`);
}
