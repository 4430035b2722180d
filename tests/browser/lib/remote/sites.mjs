// Two sites of one organisation, whose search is one.
//
// In: which engine. Out: the folder of the first site as it is built (it asks `/engine`, until a test says where that is), and the
// indices of both as they are exported.

import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { build, built, findDocent, scratch, useTheme, write } from "../docent.mjs";
import { elasticIndex } from "./elastic.mjs";
import { quickwitIndex } from "./quickwit.mjs";

const HANDBOOK = {
  "content/en/index.md": "# Front\n\nWelcome. Read about [clients](clients.md) and [roles](roles.md).\n",
  "content/en/clients.md": "---\ntitle: Difficult clients\ntype: guide\ntags: [talk]\n---\n\nStay calm.\n\n## When a client is angry\n\nListen to angry clients before you answer them.\n\n## After the call\n\nWrite down what the client said.\n",
  "content/en/roles.md": "---\ntitle: Roles\n---\n\nAn account manager looks after clients. <b>Not</b> every manager does.\n",
  "content/ru/index.md": "# Начало\n\nПереговоры с клиентами.\n",
  "content/ru/clients.md": "---\ntitle: Трудные клиенты\ntype: guide\n---\n\nЕсли клиент недоволен, выслушайте его.\n",
};
const WIKI = {
  "content/en/index.md": "# Wiki\n\nWhat the engineers know.\n",
  "content/en/outage.md": "---\ntitle: Outages\ntags: [talk]\n---\n\nTell the clients first, and the angry ones by telephone.\n",
};
const settings = (title, path, more = "") =>
  `title: ${title}\nbase_url: https://${path}.example.com/docs/\ndefault_language: en\nlanguages: {en: {name: English}, ru: {name: Русский}}\ngit_dates: false\ndiagnostics: {orphan: ignore}\n${more}`;

/** Builds both and takes their exports in, each as an index of its own. `url`: where the engine is. */
export function twoSites(engine, url) {
  const remote = `search: {remote: {url: ${url}, index: [handbook, "wiki*"], engine: ${engine}}}\n`;
  const first = made(HANDBOOK, settings("Handbook", "handbook", remote), engine);
  const second = made(WIKI, settings("Wiki", "wiki"), engine);
  return { folder: first.out, said: first.said, indices: { handbook: index(first.root, engine), wiki: index(second.root, engine) } };
}
function made(pages, config, engine) {
  const root = scratch();
  write(root, { ...pages, "docent.yaml": config });
  useTheme(root);
  const result = build(root, ["--search-export", engine]);
  return { ...result, out: built(result), root };
}

/** The export of a project, taken in as the engine takes it. */
export function index(root, engine) {
  const folder = join(root, "public-search");
  const parts = readdirSync(folder).filter((name) => name.endsWith(".ndjson"));
  const lines = parts.flatMap((name) => readFileSync(join(folder, name), "utf8").trimEnd().split("\n")).map((line) => JSON.parse(line));
  if (engine !== "quickwit") return elasticIndex(engine, JSON.parse(readFileSync(join(folder, "index.json"), "utf8")), lines);
  const fields = readFileSync(join(folder, "index.yaml"), "utf8").match(/^ {4}- \{.*\}$/gm).map(flow);
  return quickwitIndex(fields, lines);
}
// `- {name: id, type: text, fast: true}`
function flow(line) {
  const pairs = line.replace(/^ +- \{|\}$/g, "").split(", ").map((pair) => pair.split(": "));
  return Object.fromEntries(pairs.map(([key, value]) => [key, value === "true" ? true : value === "false" ? false : value]));
}

/** What docent says of a build, for people. */
export function saidOf(config) {
  const root = scratch();
  write(root, { "content/index.md": "# Front\n", "docent.yaml": config });
  const { stdout, stderr, status } = spawnSync(findDocent(), ["build", "--root", root], { encoding: "utf8" });
  return { said: stdout + stderr, status };
}
