// A Quickwit that a test can hold in its hand: it refuses what the real one refuses, and answers from the documents that it was
// given. How well it ranks means nothing.
//
// Written after quickwit.io/docs/reference/rest-api (and SearchRequestQueryString in quickwit-serve, which refuses unknown keys),
// /reference/query-language (clauses, operators, the characters that must be escaped) and /reference/aggregation (`terms`).
//
// In: the index's description and its lines, as docent exports them; requests. Out: answers with the shape of the real ones.

import { boolean, container, dictionaryOf, grouped, integer, listOf, natural, object, oneOf, string } from "./shapes.mjs";

const aggregation = (fast) => container({ terms: object({ field: oneOf(...fast), size: natural, split_size: natural, min_doc_count: natural }, ["field"]) });
const request = (fast) => object({
  query: string, aggs: dictionaryOf(aggregation(fast)), search_field: string, snippet_fields: string, start_timestamp: integer, end_timestamp: integer,
  max_hits: natural, start_offset: natural, format: oneOf("json", "pretty_json"), sort_by: string, sort_by_field: string, count_all: boolean,
}, ["query"]);

/** An index. `fields`: of its `doc_mapping`. */
export function quickwitIndex(fields, lines) {
  const known = new Map(fields.map((field) => [field.name, field]));
  const wrong = lines.flatMap((line, at) => Object.keys(line).filter((key) => !known.has(key)).map((key) => `line ${at + 1}: the mode is strict, and there is no field ${key}`));
  wrong.push(...listOf(object({ name: string, type: oneOf("text", "array<text>"), tokenizer: oneOf("raw", "default", "whitespace"), record: oneOf("basic", "freq", "position"),
    fast: boolean, fieldnorms: boolean, stored: boolean }))(fields, "field_mappings"));
  if (wrong.length > 0) throw new Error(`the engine would refuse the export:\n${wrong.slice(0, 10).join("\n")}`);
  return { known, documents: lines, request: request(fields.filter(({ fast }) => fast).map(({ name }) => name)) };
}

/** What a search is answered, or refused. */
export function quickwitSearch(indices, body) {
  const wrong = indices.flatMap(({ request }) => request(body, "body"));
  let clause = null;
  try { clause = parse(body.query ?? "", indices[0].known); } catch (error) { wrong.push(error.message); }
  if (!clause || wrong.length > 0) return { status: 400, problems: wrong, body: { message: wrong[0] } };
  const scored = indices.flatMap(({ documents }) => documents.map((document) => ({ document, score: clause(document) })));
  const found = scored.filter(({ score }) => score > 0).sort((a, b) => b.score - a.score).map(({ document }) => document);
  const stored = (document) => Object.fromEntries(Object.entries(document).filter(([name]) => indices[0].known.get(name).stored !== false));
  const buckets = ({ terms: { field, size = 10 } }) => {
    const groups = [...grouped(found.flatMap((document) => [document[field]].flat()), (value) => value)];
    return { buckets: groups.map(([key, all]) => ({ key, doc_count: all.length })).sort((a, b) => b.doc_count - a.doc_count).slice(0, size), sum_other_doc_count: 0 };
  };
  const aggregations = Object.fromEntries(Object.entries(body.aggs ?? {}).map(([name, aggregation]) => [name, buckets(aggregation)]));
  return { status: 200, problems: [], body: { num_hits: found.length, hits: found.slice(0, body.max_hits ?? 20).map(stored), elapsed_time_micros: 1, errors: [], aggregations } };
}

// --- The query language ----------------------------------------------------------

const RESERVED = /[+^`:{}"[\]()~!\\*\s]/;
const words = (text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/**
 * A query as a function that scores a document; an error for what the language does not have.
 *
 * @param {string} text
 * @param {Map<string, any>} known
 */
export function parse(text, known, seen = (_) => {}) {
  let at = 0;
  const fail = (what) => { throw new Error(`failed to parse query: ${what} at ${at} of ${text}`); };
  const space = () => { while (text[at] === " ") at += 1; };
  const word = (name) => { space(); const here = text.startsWith(name, at) && /[\s(]/.test(text[at + name.length] ?? " "); if (here) at += name.length; return here; };

  function any() {
    const parts = [every()];
    while (word("OR")) parts.push(every());
    return (document) => parts.reduce((sum, part) => sum + part(document), 0);
  }
  function every() {
    const parts = [not()];
    while (word("AND")) parts.push(not());
    return (document) => { const scores = parts.map((part) => part(document)); return scores.includes(0) ? 0 : scores.reduce((sum, score) => sum + score, 0); };
  }
  function not() {
    if (!word("NOT")) return clause();
    const inner = clause();
    return (document) => Number(inner(document) === 0);
  }
  function clause() {
    space();
    if (text[at] === "(") {
      at += 1;
      const inner = any();
      space();
      if (text[at] !== ")") fail("a bracket is open");
      at += 1;
      return inner;
    }
    if (text[at] === "*" && text.length === 1) { at += 1; return () => 1; }
    const name = text.slice(at).match(/^[a-z]+(?=:)/)?.[0] ?? fail("a field was expected");
    const field = known.get(name) ?? fail(`no field ${name}`);
    at += name.length + 1;
    return text[at] === '"' ? phrase(field) : prefix(field);
  }
  function phrase(field) {
    let value = "";
    for (at += 1; text[at] !== '"'; at += 1) {
      if (at >= text.length) fail("a quotation mark is open");
      if (text[at] === "\\") { at += 1; if (!RESERVED.test(text[at] ?? "")) fail("an escape that is none"); }
      value += text[at];
    }
    at += 1;
    if (/[~^*]/.test(text[at] ?? "")) fail("slop, boost and beginnings of phrases are not used");
    seen({ field: field.name, value });
    const row = field.tokenizer === "raw" ? [value] : field.tokenizer === "whitespace" ? value.split(/\s+/).filter(Boolean) : words(value);
    if (row.length > 1 && field.record !== "position") fail(`${field.name} knows no positions`);
    return (document) => Number(row.length > 0 && has(tokens(field, document[field.name]), row));
  }
  function prefix(field) {
    const value = text.slice(at).match(/^[^\s()]+/)?.[0] ?? fail("a value was expected");
    if (!value.endsWith("*") || RESERVED.test(value.slice(0, -1))) fail("a reserved character must be escaped");
    at += value.length;
    seen({ field: field.name, value });
    return (document) => Number(tokens(field, document[field.name]).some((token) => token.startsWith(value.slice(0, -1))));
  }

  const whole = any();
  space();
  return at === text.length ? whole : fail("more was not expected");
}
function tokens({ tokenizer }, value) {
  const texts = [value ?? []].flat();
  return tokenizer === "raw" ? texts : texts.flatMap((text) => (tokenizer === "whitespace" ? text.split(/\s+/) : words(text)));
}
const has = (all, row) => all.some((_, at) => row.every((word, n) => all[at + n] === word));
