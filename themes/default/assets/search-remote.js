// @ts-check
// An engine that the organisation runs for many sites (`search: {remote: ...}` in docent.yaml). Fetched by search.js, and only
// where the settings name one.
//
// In: `window.docentSearch` with what is known of that engine; a request of the box. Out: `remote` in it, which answers as
// our own engine does. It throws when the other does not answer in time, or answers what cannot be read.
//
//   elastic    Elasticsearch and OpenSearch: a question in their language, and what their answer says
//   quickwit   the same for Quickwit
//   places     where a result leads
import { elasticAnswer, elasticBody } from "../scripts/remote/elastic.js";
import { anchorOf, placed } from "../scripts/remote/places.js";
import { quickwitAnswer, quickwitBody } from "../scripts/remote/quickwit.js";

const PATIENCE = 2000; // milliseconds
const EXCERPT = 180; // characters
const BEFORE = 50; // of them before what was found

const it = /** @type {Required<DocentSearch>} */ (window.docentSearch);
const told = /** @type {DocentRemote} */ (it.words.remote);
const isQuickwit = told.engine === "quickwit";
const language = document.documentElement.lang;
/** @type {AbortController | null} */
let current = null;

/** Answers a request; null if the reader has typed on meanwhile. */
it.remote = async (request, engine) => {
  current?.abort();
  if (request.typing) await new Promise((done) => { setTimeout(done, 150); });
  if (request.stale()) return null;
  const answer = await ask(request.query, request, engine);
  if (answer.total > 0 || request.stale()) return answer;
  // Nothing there: what our own engine takes for a slip or another keyboard is asked once more.
  const own = await engine.ask(request);
  if (!own || own.total === 0 || request.site) return answer;
  if (!own.corrected) return own;
  const corrected = await ask(own.corrected, request, engine);
  return corrected.total > 0 ? { ...corrected, corrected: own.corrected } : own;
};

async function ask(query, { limit, site }, engine) {
  const question = engine.read(query);
  if (site) question.filters.push({ key: "site", value: site, not: false });
  const read = isQuickwit ? quickwitAnswer : elasticAnswer;
  const { hits, ...answer } = read(await send((isQuickwit ? quickwitBody : elasticBody)(question, { limit, language, engine: told.engine })));
  const pages = hits.map((hit) => page(hit, query, engine)).filter(Boolean).slice(0, limit);
  return { corrected: null, ...answer, pages };
}

async function send(body) {
  const mine = new AbortController();
  current = mine;
  const late = setTimeout(() => mine.abort(), PATIENCE);
  try {
    const response = await fetch(address(), { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body),
      redirect: "error", cache: "no-store", signal: mine.signal });
    if (!response.ok) throw new Error(`search: ${response.status}`);
    return await response.json();
  } finally {
    clearTimeout(late);
  }
}
function address() {
  const indices = told.index.map(encodeURIComponent).join(",");
  const path = isQuickwit ? `api/v1/${indices}/search` : `${indices}/_search?ignore_unavailable=true`;
  return `${new URL(told.url, location.href).href.replace(/\/$/, "")}/${path}`;
}

// --- A page of the answer, as our own engine gives it -----------------------------

function page(hit, query, engine) {
  const place = placed(hit, told);
  const title = String(hit.title ?? "");
  return place && {
    ...place, title, title_marks: engine.mark(query, title), type: String(hit.type ?? ""), lang: String(hit.lang ?? ""),
    crumbs: [], more: hit.more, sections: hit.sections.map((part) => section(part, query, engine)),
  };
}
function section({ url, heading: written, excerpt, marks, body }, query, engine) {
  const heading = String(written ?? "");
  const shown = body === undefined ? { excerpt, marks } : cut(String(body), query, engine);
  return { anchor: anchorOf(url), heading, heading_marks: engine.mark(query, heading), ...shown };
}

// A piece of a text around the first thing that was found.
function cut(text, query, engine) {
  const found = engine.mark(query, text);
  const near = Math.max(0, (found[0]?.[0] ?? 0) - BEFORE);
  const from = near === 0 ? 0 : text.indexOf(" ", near) + 1;
  const end = from + EXCERPT < text.length ? Math.max(text.lastIndexOf(" ", from + EXCERPT), from + BEFORE) : text.length;
  const before = from > 0 ? "… " : "";
  const moved = found.filter(([a, b]) => a >= from && b <= end).map(([a, b]) => [a - from + before.length, b - from + before.length]);
  return { excerpt: `${before}${text.slice(from, end)}${end < text.length ? " …" : ""}`, marks: moved };
}
