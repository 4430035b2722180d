// An Elasticsearch or OpenSearch that a test can hold in its hand: what the real one would refuse, it refuses; what it takes, it
// answers from the documents that were written in bulk. How well it ranks means nothing.
//
// In: the index's description and its bulk lines, as docent exports them; requests. Out: answers with the shape of the real ones.

import { SEARCH_PARAMETERS, bulkAction, createIndex, elasticApi } from "./elastic-api.mjs";
import { grouped } from "./shapes.mjs";

/** An index of that engine. What is wrong with its description or its lines is an error. */
export function elasticIndex(engine, description, lines) {
  const { mappings } = description;
  const documents = [];
  const wrong = createIndex(description, "index");
  for (let at = 0; at + 1 < lines.length; at += 2) {
    wrong.push(...bulkAction(lines[at], `line ${at + 1}`));
    wrong.push(...Object.keys(lines[at + 1]).filter((key) => !(key in mappings.properties)).map((key) => `line ${at + 2}: strict_dynamic_mapping_exception: ${key}`));
    documents.push({ _id: Object.values(lines[at])[0]._id, _source: lines[at + 1] });
  }
  if (wrong.length > 0 || lines.length % 2 > 0) throw new Error(`the engine would refuse the export:\n${wrong.slice(0, 10).join("\n")}`);
  return { ...elasticApi(engine, mappings), documents };
}

/** What a search is answered, or refused. */
export function elasticSearch(indices, parameters, body) {
  const wrong = [...parameters.keys()].filter((name) => !SEARCH_PARAMETERS.includes(name)).map((name) => `unrecognized parameter: ${name}`);
  wrong.push(...indices.flatMap(({ search }) => search(body, "body")));
  if (wrong.length > 0) return { status: 400, problems: wrong, body: { error: { type: "parsing_exception", reason: wrong[0] }, status: 400 } };
  const scored = indices.flatMap(({ documents }) => documents.map((document) => ({ ...document, _score: score(body.query, document._source) })));
  const found = scored.filter(({ _score }) => _score !== null).sort((a, b) => b._score - a._score);
  const passing = found.filter(({ _source }) => score(body.post_filter, _source) !== null);
  const groups = grouped(passing, ({ _source }) => _source[body.collapse.field]);
  const hits = [...groups].slice(0, body.size).map(([key, group]) => collapsed(key, group, body));
  return { status: 200, problems: [], body: { took: 1, timed_out: false, _shards: { total: 1, successful: 1, skipped: 0, failed: 0 },
    hits: { max_score: null, hits }, aggregations: aggregated(body.aggs, found) } };
}

function collapsed(key, group, { collapse, _source: wanted, query }) {
  const inner = collapse.inner_hits;
  const sections = group.slice(0, inner.size).map(({ _id, _score, _source }) =>
    ({ _index: "x", _id, _score, _source: picked(_source, inner._source), highlight: highlighted(inner.highlight, _source, query) }));
  const total = { value: group.length, relation: "eq" };
  const [{ _id, _score, _source }] = group;
  return { _index: "x", _id, _score, _source: picked(_source, wanted), fields: { [collapse.field]: [key] },
    inner_hits: { [inner.name]: { hits: { total, max_score: _score, hits: sections } } } };
}
const picked = (source, names) => Object.fromEntries(names.filter((name) => name in source).map((name) => [name, source[name]]));

function aggregated(aggs, documents) {
  return Object.fromEntries(Object.entries(aggs).map(([name, { aggs: inner = {}, ...kind }]) => [name, one(kind, inner, documents)]));
}
function one({ filter, terms, cardinality }, inner, documents) {
  const values = (field) => documents.flatMap((document) => [document._source[field]].flat().map((value) => [value, document]));
  if (cardinality) return { value: new Set(values(cardinality.field).map(([value]) => value)).size };
  if (filter) {
    const kept = documents.filter(({ _source }) => score(filter, _source) !== null);
    return { doc_count: kept.length, ...aggregated(inner, kept) };
  }
  const groups = [...grouped(values(terms.field), ([value]) => value)].sort(([, a], [, b]) => b.length - a.length);
  const buckets = groups.slice(0, terms.size).map(([key, all]) => ({ key, doc_count: all.length, ...aggregated(inner, all.map(([, document]) => document)) }));
  return { doc_count_error_upper_bound: 0, sum_other_doc_count: 0, buckets };
}

// --- Queries ---------------------------------------------------------------------

/** How well a document fits; null if it does not. */
function score(query, source) {
  const [[kind, value]] = Object.entries(query);
  return { bool, dis_max: disMax, constant_score: constant, term, multi_match: multiMatch, match_all: () => 1 }[kind](value, source);
}
function bool({ must = [], filter = [], should = [], must_not: not = [], minimum_should_match: least }, source) {
  const scores = (queries) => [queries].flat().map((query) => score(query, source));
  if (scores(not).some((found) => found !== null) || [...scores(must), ...scores(filter)].includes(null)) return null;
  const any = scores(should).filter((found) => found !== null);
  const [limit, share] = String(least ?? "").match(/^(\d+)<(\d+)%$/)?.slice(1).map(Number) ?? [];
  const wanted = limit === undefined ? Number([must, filter].flat().length === 0 && should.length > 0) : should.length <= limit ? should.length : Math.floor(should.length * share / 100);
  return any.length < wanted ? null : [...scores(must), ...any].reduce((sum, found) => sum + found, 0);
}
function disMax({ queries }, source) {
  const found = queries.map((query) => score(query, source)).filter((found) => found !== null);
  return found.length > 0 ? Math.max(...found) : null;
}
const constant = ({ filter, boost = 1 }, source) => (score(filter, source) === null ? null : boost);
function term(fields, source) {
  const [[field, { value }]] = Object.entries(fields);
  return [source[field]].flat().includes(value) ? 1 : null;
}
function multiMatch({ query, fields, type = "best_fields", operator = "or", fuzziness, boost = 1 }, source) {
  const asked = terms(query);
  if (asked.length === 0) return null;
  const like = (wanted) => (known) => known === wanted || fuzziness !== undefined && wanted[0] === known[0] && near(wanted, known, wanted.length >= 8 ? 2 : wanted.length >= 4 ? 1 : 0);
  const texts = fields.map((name) => ({ weight: Number(name.split("^")[1] ?? 1), words: terms([source[name.split("^")[0].replace(".text", "")]].flat().join(" \n ")) }));
  const begins = (words, at, last) => asked.every((word, n) => (last && n === asked.length - 1 ? words[at + n]?.startsWith(word) : words[at + n] === word));
  const fits = ({ words }) => type.startsWith("phrase") ? words.some((_, at) => begins(words, at, type === "phrase_prefix"))
    : asked[operator === "and" ? "every" : "some"]((word) => words.some(like(word)));
  if (type === "cross_fields") return asked.every((word) => texts.some(({ words }) => words.includes(word))) ? boost : null;
  const weights = texts.filter(fits).map(({ weight }) => weight);
  return weights.length > 0 ? boost * Math.max(...weights) : null;
}

function highlighted({ fields, pre_tags: [before], post_tags: [after] }, source, query) {
  const asked = new Set(texts(query).flatMap(terms));
  const mark = (word) => (terms(word).some((term) => asked.has(term)) ? `${before}${word}${after}` : word);
  return Object.fromEntries(Object.entries(fields).filter(([name]) => source[name]).map(([name, { fragment_size: size }]) =>
    [name, [source[name].slice(0, size).replace(/[\p{L}\p{N}]+/gu, mark)]]));
}
const texts = (value) => (typeof value !== "object" || value === null ? [] : Object.entries(value).flatMap(([key, inner]) => (key === "query" && typeof inner === "string" ? [inner] : texts(inner))));

// A stemmer for a test's few words.
const ENDINGS = /(?:ами|ями|ого|его|ов|ев|ей|ах|ях|ам|ям|ом|ем|ы|и|а|я|у|ю|е|о|ь|й|ing|es|s|ed)$/u;
/** A text as words without their endings. */
export const terms = (text) => (String(text).toLowerCase().replaceAll("ё", "е").match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => (word.length > 3 ? word.replace(ENDINGS, "") : word));

function near(a, b, most) {
  if (Math.abs(a.length - b.length) > most) return false;
  let row = [...b, ""].map((_, n) => n);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + Number(a[i - 1] !== b[j - 1])));
    row = next;
  }
  return row[b.length] <= most;
}
