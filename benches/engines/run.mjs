// The handbook and the documentation in one search, by real engines: what is exported is taken in, and the questions of
// tests/questions are asked as the search box asks them.
//
//   docker compose -f benches/engines/compose.yaml up --detach --wait
//   node benches/engines/run.mjs                 # all that answer; or name some: node benches/engines/run.mjs quickwit
//   node benches/engines/run.mjs elasticsearch --open
//   docker compose -f benches/engines/compose.yaml down --volumes
//
// For each engine: how many sections it has taken, how many questions it refused (there must be none), and how often the right
// page stands first and in the first three. `--open` then serves the handbook, with the search asking that engine, until Ctrl+C.
// Needs a docent binary (DOCENT_BIN, or target/), Node 20, Docker. The browser tests use doubles of these engines instead
// (tests/browser/lib/remote): where this script and they disagree, the doubles are wrong.

import { cpSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT, build, built, scratch } from "../../tests/browser/lib/docent.mjs";
import { ownEngine } from "../../tests/browser/lib/remote/own-engine.mjs";
import { CSP, serve } from "../../tests/browser/lib/server.mjs";

const URLS = { elasticsearch: "http://127.0.0.1:9200", opensearch: "http://127.0.0.1:9201", quickwit: "http://127.0.0.1:7280" };
const SITES = { handbook: "", docs: "docs" };
const json = { "content-type": "application/json" };
const lines = { "content-type": "application/x-ndjson" };

const named = process.argv.slice(2).filter((name) => name in URLS);
const engines = named.length > 0 ? named : Object.keys(URLS);

async function send(url, method, headers, body) {
  const response = await fetch(url, { method, headers, body });
  const text = await response.text();
  return { status: response.status, text, said: () => JSON.parse(text) };
}

/** The pure part of what the browser runs for an engine. */
async function spoken(engine) {
  const name = engine === "quickwit" ? "quickwit" : "elastic";
  const text = readFileSync(join(PROJECT, `themes/default/scripts/remote/${name}.js`), "utf8");
  const module = await import(`data:text/javascript,${encodeURIComponent(text)}`);
  return { body: module[`${name}Body`], answer: module[`${name}Answer`] };
}

/** A copy of a project that asks this engine, built and exported for it. */
function exported(name, folder, engine) {
  const root = scratch();
  for (const part of ["content", "templates", "themes", "docent.yaml"]) {
    if (folder === "" && part === "themes") continue;
    try { cpSync(join(PROJECT, folder, part), join(root, part), { recursive: true }); } catch { /* not every project has all */ }
  }
  const remote = `\nbase_url: https://${name}.example/\nsearch: {remote: {url: "${URLS[engine]}", index: [handbook, docs], engine: ${engine}}}\n`;
  writeFileSync(join(root, "docent.yaml"), readFileSync(join(root, "docent.yaml"), "utf8") + remote);
  const out = built(build(root, ["--search-export", engine]));
  return { out, folder: join(root, "public-search") };
}

/** Gives an engine an index; what it does not take is an error. */
async function take(engine, name, folder) {
  const url = URLS[engine], index = engine === "quickwit" ? `${url}/api/v1/indexes/${name}` : `${url}/${name}`;
  await send(index, "DELETE", {});
  const created = engine === "quickwit"
    ? await send(`${url}/api/v1/indexes`, "POST", { "content-type": "application/yaml" }, readFileSync(join(folder, "index.yaml"), "utf8").replace(/^index_id: .*$/m, `index_id: ${name}`))
    : await send(index, "PUT", json, readFileSync(join(folder, "index.json")));
  if (created.status >= 300) throw new Error(`${engine} refused the index ${name}: ${created.text}`);
  let sections = 0;
  for (const part of readdirSync(folder).filter((file) => file.endsWith(".ndjson"))) {
    const body = readFileSync(join(folder, part));
    const where = engine === "quickwit" ? `${url}/api/v1/${name}/ingest?commit=force` : `${index}/_bulk?refresh=true`;
    const taken = await send(where, "POST", lines, body);
    if (taken.status >= 300 || taken.said().errors === true) throw new Error(`${engine} refused ${part}: ${taken.text.slice(0, 500)}`);
    sections += taken.said().items?.length ?? taken.said().num_docs_for_processing ?? 0;
  }
  return sections;
}

async function questions(engine, own, name) {
  const { body, answer } = await spoken(engine);
  const where = engine === "quickwit" ? `${URLS[engine]}/api/v1/handbook,docs/search` : `${URLS[engine]}/handbook,docs/_search?ignore_unavailable=true`;
  const tally = { asked: 0, refused: 0, first: 0, three: 0 };
  for (const line of readFileSync(join(PROJECT, `tests/questions/${name}.tsv`), "utf8").trim().split("\n")) {
    const [text, language, page, others] = line.split("\t");
    const right = [page, ...others.split(",")].map((path) => `https://${name}.example/${path.replace(/\.md$/, ".html")}`);
    const told = await send(where, "POST", json, JSON.stringify(body(own.read(text), { limit: 10, language, engine })));
    tally.asked += 1;
    if (told.status !== 200) { tally.refused += 1; console.error(`${engine} refused \`${text}\`: ${told.text.slice(0, 300)}`); continue; }
    const rank = answer(told.said()).hits.findIndex(({ page }) => right.includes(page));
    if (rank === 0) tally.first += 1;
    if (rank >= 0 && rank < 3) tally.three += 1;
  }
  return tally;
}

for (const engine of engines) {
  const reached = await fetch(URLS[engine]).then(() => true, () => false);
  if (!reached) { console.error(`${engine}: nothing answers at ${URLS[engine]}`); continue; }
  const sites = Object.entries(SITES).map(([name, folder]) => ({ name, ...exported(name, folder, engine) }));
  for (const { name, folder } of sites) console.log(`${engine}: took ${await take(engine, name, folder)} sections of ${name}`);
  for (const { name, out } of sites) {
    const { asked, refused, first, three } = await questions(engine, await ownEngine(out), name);
    console.log(`${engine}: ${name}: ${asked} questions, ${refused} refused, right page first ${first}, in the first three ${three}`);
    if (refused > 0) process.exitCode = 1;
  }
  if (process.argv.includes("--open")) {
    const { origin } = await serve(sites[0].out, { csp: CSP.replace("connect-src 'self'", `connect-src 'self' ${URLS[engine]}`) });
    console.log(`${engine} answers the search of ${origin}/en/index.html`);
    break;
  }
}
