// One search for many sites: the box asks an engine that the organisation runs (`search: {remote: ...}`).
//
// No real engine runs here. `lib/remote` holds doubles of Elasticsearch, OpenSearch and Quickwit that refuse what the published
// specifications do not allow, for exports as for questions; benches/engines is for the real ones.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { launch } from "./lib/chromium.mjs";
import { inspect, strangers, watch } from "./lib/detect.mjs";
import { PROJECT } from "./lib/docent.mjs";
import { startEngine } from "./lib/remote/double.mjs";
import { ownEngine } from "./lib/remote/own-engine.mjs";
import { parse } from "./lib/remote/quickwit.mjs";
import { saidOf, twoSites } from "./lib/remote/sites.mjs";
import { ask, open, rows, settled } from "./lib/search.mjs";
import { CSP, serve } from "./lib/server.mjs";

const ENGINES = ["elasticsearch", "opensearch", "quickwit"];
const browser = await launch(["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]);

// The time that the box waits for an engine is two seconds; a machine that does much else may need more to answer at all.
const PATIENT = "const wait = setTimeout; window.setTimeout = (act, time, ...more) => wait(act, time === 2000 ? 120_000 : time, ...more);";

/** The sites and the engine of all tests about it. */
const worlds = new Map();
for (const engine of ENGINES) {
  const origins = new Set(), indices = {};
  const double = await startEngine(engine, indices, origins);
  const sites = twoSites(engine, double.url);
  Object.assign(indices, sites.indices);
  worlds.set(engine, { double, sites, origins });
}

/** A page of the first site with its search open, and the engine that it asks. */
async function start(engine, { path = "en/index.html", asks = true, guarded = true, mood = "well" } = {}) {
  const { double, sites, origins } = worlds.get(engine);
  Object.assign(double, { mood, asked: [], problems: [] });
  const policy = asks ? CSP.replace("connect-src 'self'", `connect-src 'self' ${double.url}`) : CSP;
  const csp = guarded ? policy : null;
  const server = await serve(sites.folder, { csp, first: mood === "silent" ? null : PATIENT });
  origins.add(server.origin);
  const page = await browser.newPage();
  const hits = await watch(page);
  await page.goto(`${server.origin}/${path}`);
  await open(page);
  return { page, double, server, sites, hits };
}
const counted = (page) => page.locator("dialog .count").textContent();
const hrefs = (page) => page.locator("dialog .list a:not(.every)").evaluateAll((all) => all.map((a) => a.href));

for (const engine of ENGINES) {
  test(`${engine}: both sites answer, with sections, marks and excerpts`, async () => {
    const { page, double, server } = await start(engine);
    assert.equal(await ask(page, "angry clients"), "found");
    const found = await rows(page);
    assert.deepEqual(double.problems, []);
    const [first] = found;
    assert.match(first.text, /Difficult clients.*When a client is angry/, JSON.stringify(found, null, 1));
    assert.ok(first.marks.some((mark) => /angry/i.test(mark)), JSON.stringify(first));
    const all = await hrefs(page);
    assert.ok(all.includes(`${server.origin}/en/clients.html#when-a-client-is-angry`), String(all));
    assert.ok(all.includes("https://wiki.example.com/docs/en/outage.html"), String(all));
    assert.match(await page.locator("dialog .list a", { hasText: "Outages" }).locator(".what").textContent(), /^Wiki/);
    assert.doesNotMatch(await counted(page), /only/);
  });

  test(`${engine}: filters, among them the site`, async () => {
    const { page, double } = await start(engine);
    await ask(page, "clients");
    await page.locator("dialog .chip[data-filter='site:Wiki']").click();
    await page.waitForFunction(() => [...document.querySelectorAll("dialog .list a:not(.every)")].every((a) => a.href.startsWith("https://wiki.example.com/")));
    assert.ok((await hrefs(page)).length > 0);
    await page.locator("dialog .chip[data-filter='site:Wiki']").click();
    await page.locator("dialog .chip[data-filter='type:guide']").click();
    await page.waitForFunction(() => [...document.querySelectorAll("dialog .list a:not(.every)")].every((a) => a.href.includes("clients.html")));
    assert.deepEqual(double.problems, []);
  });

  test(`${engine}: Russian, a phrase, what must not be there, a page of ours in two languages`, async () => {
    const { page, double } = await start(engine, { path: "ru/index.html" });
    await ask(page, "недовольный клиент");
    assert.ok((await hrefs(page)).some((href) => href.endsWith("/ru/clients.html")), String(await hrefs(page)));
    await ask(page, '"angry clients"');
    assert.deepEqual((await hrefs(page)).map((href) => href.split("#")[1]), ["when-a-client-is-angry"]);
    await ask(page, "angry -telephone");
    assert.ok((await hrefs(page)).every((href) => !href.includes("wiki")), String(await hrefs(page)));
    assert.equal(double.asked.length, 3);
    assert.doesNotMatch(await counted(page), /только/);
    assert.deepEqual(double.problems, []);
  });

  test(`${engine}: every question is one that the engine takes, and says nothing but what was typed`, async () => {
    const { sites } = worlds.get(engine);
    const { body } = await bodies(engine);
    const own = await ownEngine(sites.folder);
    const index = sites.indices.handbook;
    for (const query of hostileQueries()) {
      const question = own.read(query);
      const asked = body(question, { limit: 10, language: "en", engine });
      const wrong = engine === "quickwit" ? index.request(asked, "body") : index.search(asked, "body");
      assert.deepEqual(wrong, [], query);
      if (engine === "quickwit") assertQuickwit(asked.query, question, index.known, query);
      else assertElastic(asked, question);
    }
  });

  for (const mood of engine === "elasticsearch" ? ["busy", "nonsense", "silent"] : ["nonsense"]) {
    test(`${engine}, ${mood}: the site's own engine answers, and says that it is alone`, async () => {
      const { page, double, hits } = await start(engine, { mood });
      assert.equal(await ask(page, "angry clients"), "found");
      assert.match(await counted(page), /this site only/);
      assert.ok((await hrefs(page)).every((href) => !href.includes("wiki")));
      const asked = double.asked.length;
      assert.equal(await ask(page, "manager"), "found");
      assert.equal(double.asked.length, asked, "it is left in peace for a while");
      assert.deepEqual(hits, []);
    });
  }
}

test("the policy forbids the engine: the site's own engine answers", async () => {
  const { page, double } = await start("elasticsearch", { asks: false });
  assert.equal(await ask(page, "angry clients"), "found");
  assert.match(await counted(page), /this site only/);
  assert.deepEqual(double.asked, []);
});

test("what only our own engine understands is understood, and then asked of the other", async () => {
  const { page, double } = await start("elasticsearch", { path: "ru/index.html" });
  assert.equal(await ask(page, "gthtujdjhs"), "found");
  assert.deepEqual(double.asked.map(({ query }) => JSON.stringify(query).includes("переговоры")), [false, true]);
  assert.match(await counted(page), /вместо/);
});

test("the search page asks it too, and shows more", async () => {
  const { page, server, double } = await start("elasticsearch");
  await page.goto(`${server.origin}/en/search.html?q=clients`);
  assert.equal(await settled(page, "clients", "[data-results]"), "found");
  assert.ok((await page.locator("[data-results] .list a").evaluateAll((all) => all.map((a) => a.href))).some((href) => href.startsWith("https://wiki.example.com/")));
  assert.deepEqual(double.problems, []);
});

test("a site that names no engine fetches nothing for one", async () => {
  const { sites } = worlds.get("elasticsearch");
  const text = (name) => readFileSync(join(sites.folder, name), "utf8");
  assert.doesNotMatch(text("en/index.html"), /search-remote/, "no page loads it: the search does, when it is wanted");
  const { said } = saidOf("title: X\ngit_dates: false\n");
  assert.doesNotMatch(said, /connect-src/);
});

test("the build says what the server's policy needs", () => {
  const of = (url) => saidOf(`title: X\ngit_dates: false\nsearch: {remote: {url: ${url}, index: x}}\n`);
  assert.match(of("https://search.example.com/es").said, /connect-src 'self' https:\/\/search\.example\.com`/);
  assert.doesNotMatch(of("/search-engine").said, /connect-src/, "its own host is in the policy already");
  assert.match(of("https://user:secret@search.example.com").said, /is not the address of an engine/);
});

// --- Hostile answers -----------------------------------------------------------------

const PLACES = ["javascript:alert(1)//", "data:text/html,<script>alert(1)</script>", "//canary.invalid/x", "\\\\canary.invalid\\x", "/../../x", "https://user:pw@canary.invalid/",
  "https://handbook.example.com/docs/../../x", "https://handbook.example.com/docs/javascript:alert(1)", "https://wiki.example.com/docs/\"><img src=x onerror=alert(1)>", 7, null];
const TEXT = "\ue000angry\ue001 <img src=x onerror=alert(1)> \ue001\ue000<script>alert(1)</script>";

for (const engine of ["elasticsearch", "quickwit"]) {
  test(`${engine}: hostile answers stay text, and lead to no place that a link could not lead to`, async () => {
    const { page, double, server, hits } = await start(engine, { guarded: false });
    const source = (at) => ({ site: "<b>Handbook</b>", page: PLACES[at], url: `${PLACES[at]}#"><svg onload=alert(1)>`, lang: "\"><script>", type: "__proto__",
      title: TEXT, heading: TEXT, body: TEXT, tags: [] });
    double.mood = (body) => (engine === "quickwit"
      ? { ...body, num_hits: PLACES.length, hits: PLACES.map((_, at) => source(at)) }
      : { ...body, hits: { hits: PLACES.map((_, at) => ({ _source: source(at), inner_hits: { sections: { hits: { total: { value: 1 }, hits: [{ _source: source(at), highlight: { body: [TEXT] } }] } } } })) } });
    await ask(page, "angry");
    const all = await hrefs(page);
    assert.ok(all.length > 0);
    for (const href of all) {
      const { protocol, username, host } = new URL(href);
      assert.match(protocol, /^https?:$/, href);
      assert.ok(!username && (host === new URL(server.origin).host || host === "wiki.example.com"), href);
    }
    const marks = (await rows(page)).flatMap((row) => row.marks);
    assert.ok(marks.includes("angry"), String(marks));
    // A link to another site, and the scripts of this test and of the search, are meant.
    const meant = /^https:\/\/wiki\.example\.com\/docs\/%22|^script: <script src="([^"<>]*\/assets\/search-remote\.\w+|\/__first)\.js"><\/script>$/;
    const found = [...await strangers(page), ...await inspect(page), ...hits].filter((one) => !meant.test(one));
    assert.deepEqual(found, []);
  });
}

// --- Hostile questions ---------------------------------------------------------------

/** The pure parts of what the browser runs. */
async function bodies(engine) {
  const name = engine === "quickwit" ? "quickwit" : "elastic";
  const text = readFileSync(join(PROJECT, `themes/default/scripts/remote/${name}.js`), "utf8");
  const module = await import(`data:text/javascript,${encodeURIComponent(text)}`);
  return { body: module[`${name}Body`] };
}

const SAID = ["a", "angry clients", '"angry clients"', "-angry", "type:guide clients", "-tag:talk x", 'type:"a\\" OR *" x', '"unclosed', "*", "OR", "AND NOT", "(", ")", "a) OR (b",
  'title:"x" OR *', "stems:*", "\\", "\\\\", '\\"', '"\\"', '""', "{}", '{"match_all":{}}', '"}},{"match_all":{}}', "_id:1", "a~5", "a^9", "[a TO z]", "{a TO z}", "IN [a b]", "k8s.a:b",
  "C++", "C#", ".NET", "v1.2.3", "ABC-123", "a@b.example", "<script>", "%00", "\u0000", "\u2028", "\ud800", "ё", "Ёлка", "e\u0301", "👩‍🚀", "ﬁ", "I\u0307", "x".repeat(2000), "a ".repeat(500), "lang:ru", "site:Wiki"];

function* hostileQueries() {
  yield* SAID;
  let seed = 20_26;
  const random = (most) => { seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31; return seed % most; };
  const pieces = ['"', "\\", "(", ")", "*", ":", "^", "~", "[", "]", "{", "}", "!", "+", "-", " ", "`", "OR ", " AND ", " NOT ", "type:", "tag:", "«", "»", "клиент", "angry", "\n", "\t", "title:"];
  for (let n = 0; n < 1500; n += 1) yield Array.from({ length: 1 + random(9) }, () => pieces[random(pieces.length)]).join("").replace(/\s/g, " ");
}

/** The query is one of the language, and looks for the words and values of the question and for nothing else. */
function assertQuickwit(text, { words, filters }, known, query) {
  const seen = [];
  if (text !== "*") parse(text, known, (clause) => seen.push(clause));
  const clean = (value) => value.replace(/\p{Cc}/gu, " ");
  const allowed = new Set([...words.flatMap(({ text, stems }) => [text, `${text.toLowerCase()}*`, ...stems.flat(), stems.map(([first]) => first).filter(Boolean).join(" ")]), ...filters.map(({ value }) => value)].map(clean));
  assert.deepEqual(seen.filter(({ value }) => !allowed.has(value)), [], query);
  for (const { key, value } of filters) assert.ok(seen.some((clause) => clause.value === clean(value) && clause.field === (key === "tag" ? "tags" : key)), query);
}
/** What was typed stands in values of `query` and `value`. */
function assertElastic(asked, { words, filters }) {
  const values = [];
  JSON.stringify(asked, (key, value) => { if (typeof value === "string" && ["query", "value"].includes(key)) values.push(value); return value; });
  const together = words.filter(({ not, phrase }) => !not && !phrase).map(({ text }) => text).join(" ");
  const allowed = new Set(["en", together, ...words.map(({ text }) => text), ...filters.map(({ value }) => value)]);
  assert.deepEqual(values.filter((value) => !allowed.has(value)), []);
}
