// The part of the search and bulk interfaces of Elasticsearch and OpenSearch that docent speaks.
//
// Written after the published specifications: github.com/elastic/elasticsearch-specification, `specification/_global/search`
// (SearchRequest.ts, _types/FieldCollapse.ts, hits.ts, highlighting.ts), `_types/query_dsl` (fulltext.ts, compound.ts, term.ts),
// `_types/aggregations` (bucket.ts, metric.ts), `_global/bulk`, `indices/create`, `_types/analysis`, `_types/mapping`; and, where
// OpenSearch differs, docs.opensearch.org (highlighting: `max_analyzer_offset` for `max_analyzed_offset`). Of what docent never
// sends only the rest of each class's keys is left out, so that a request which would use it must add it here first.
//
// In: parts of a request. Out: what an engine would refuse, as lines.

import { boolean, both, container, dictionaryOf, either, integer, listOf, matching, natural, number, object, oneOf, oneOrMore, string } from "./shapes.mjs";

/** The shapes for an index with these mappings, of Elasticsearch or of OpenSearch. */
export function elasticApi(engine, mappings = {}) {
  const fields = fieldsOf(mappings);
  const named = (fits, what) => matching({ test: (name) => fits(fields[name]) }, what);
  const keyword = named((type) => type === "keyword", "a keyword field of the mapping");
  const searched = matching({ test: (name) => fields[name.replace(/\^\d+(\.\d+)?$/, "")] === "text" }, "a text field of the mapping, with a boost or without");

  const query = (value, at) => container({
    bool: object({ must: oneOrMore(query), should: oneOrMore(query), filter: oneOrMore(query), must_not: oneOrMore(query), minimum_should_match: minimum, boost: number }),
    dis_max: object({ queries: listOf(query), tie_breaker: number, boost: number }, ["queries"]),
    constant_score: object({ filter: query, boost: number }, ["filter"]),
    term: oneFieldOf(keyword, object({ value: either(string, number, boolean), boost: number, case_insensitive: boolean }, ["value"])),
    multi_match: both(multiMatch, noFuzziness),
    match_all: object({ boost: number }),
  })(value, at);
  const multiMatch = object({
    query: string, fields: oneOrMore(searched), type: oneOf("best_fields", "most_fields", "cross_fields", "phrase", "phrase_prefix", "bool_prefix"),
    operator: oneOf("and", "or", "AND", "OR"), fuzziness: either(integer, matching(/^(AUTO(:\d+,\d+)?|[012])$/, "a fuzziness")), prefix_length: natural,
    max_expansions: natural, fuzzy_transpositions: boolean, minimum_should_match: minimum, slop: natural, tie_breaker: number, lenient: boolean,
    analyzer: string, zero_terms_query: oneOf("all", "none"), auto_generate_synonyms_phrase_query: boolean, boost: number,
  }, ["query"]);
  // "Fuzziness not allowed for type [...]": MultiMatchQueryBuilder.
  const noFuzziness = ({ type, fuzziness }, at) =>
    (fuzziness !== undefined && ["cross_fields", "phrase", "phrase_prefix"].includes(type) ? [`${at}: fuzziness is not allowed for type ${type}`] : []);

  const analyzed = engine === "opensearch" ? { max_analyzer_offset: natural } : { max_analyzed_offset: natural };
  const highlightField = { type: oneOf("plain", "fvh", "unified"), number_of_fragments: natural, fragment_size: natural, no_match_size: natural,
    order: oneOf("score", "none"), boundary_scanner: oneOf("chars", "sentence", "word"), require_field_match: boolean, ...analyzed };
  const highlight = object({ ...highlightField, encoder: oneOf("default", "html"), tags_schema: oneOf("styled"), pre_tags: listOf(string), post_tags: listOf(string),
    fields: dictionaryOf(object(highlightField)) }, ["fields"]);
  const source = either(boolean, oneOrMore(string), object({ includes: oneOrMore(string), excludes: oneOrMore(string) }));
  const innerHits = object({ name: string, size: natural, from: natural, _source: source, highlight, track_scores: boolean, version: boolean, explain: boolean });
  const collapse = object({ field: keyword, inner_hits: oneOrMore(innerHits), max_concurrent_group_searches: natural }, ["field"]);

  const aggregation = (value, at) => {
    const { aggs, ...kind } = value;
    return [...container({
      filter: query,
      terms: object({ field: keyword, size: natural, shard_size: natural, min_doc_count: natural, order: dictionaryOf(oneOf("asc", "desc")) }, ["field"]),
      cardinality: object({ field: keyword, precision_threshold: natural }, ["field"]),
    })(kind, at), ...(aggs === undefined ? [] : aggregations(aggs, `${at}.aggs`)),
    ...(aggs && "cardinality" in kind ? [`${at}: a metric takes no aggregations`] : [])];
  };
  const aggregations = dictionaryOf(aggregation);

  const search = object({
    query, post_filter: query, from: natural, size: natural, timeout: matching(/^\d+(ms|s|m)$/, "a time"), track_total_hits: either(boolean, natural),
    _source: source, collapse, highlight, aggs: aggregations, aggregations, min_score: number, sort: oneOrMore(either(string, dictionaryOf(string))), explain: boolean,
  });
  return { search, fields };
}

/** An object with one key, a field. */
const oneFieldOf = (field, shape) => (value, at) => container(Object.fromEntries(Object.keys(value).map((name) =>
  [name, (inner, where) => [...field(name, where), ...shape(inner, where)]])))(value, at);

const minimum = either(integer, matching(/^(\d+<)?-?\d+%?( \d+<-?\d+%?)*$/, "a minimum_should_match"));

/** `GET|POST /{index}/_search`: what may stand in the address. */
export const SEARCH_PARAMETERS = ["allow_no_indices", "ignore_unavailable", "expand_wildcards", "preference", "routing", "typed_keys", "request_cache", "search_type"];
/** `POST /{index}/_bulk`: one action to a document. */
export const bulkAction = container({ index: object({ _id: matching(/^[^\s]{1,512}$/, "an id") }), create: object({ _id: string }) });

/** Name -> type, with `tags.text` for a field in a field. */
export function fieldsOf({ properties = {} }) {
  const inner = ([name, { fields = {} }]) => Object.entries(fields).map(([below, { type }]) => [`${name}.${below}`, type]);
  const all = Object.entries(properties);
  return Object.fromEntries([...all.map(([name, { type }]) => [name, type]), ...all.flatMap(inner)]);
}

const analyzer = object({ type: oneOf("custom"), tokenizer: oneOf("standard", "whitespace", "keyword"), char_filter: oneOrMore(string), filter: oneOrMore(string) }, ["tokenizer"]);
const tokenFilter = (value, at) => ({
  stemmer: object({ type: string, language: string }),
  synonym_graph: object({ type: string, synonyms: listOf(string), lenient: boolean, expand: boolean, updateable: boolean }),
}[value?.type] ?? (() => [`${at}: unknown filter ${value?.type}`]))(value, at);
const field = (value, at) => ({
  keyword: object({ type: string, ignore_above: natural, fields: dictionaryOf((inner, where) => field(inner, where)) }),
  text: object({ type: string, analyzer: string, search_analyzer: string, fields: dictionaryOf((inner, where) => field(inner, where)) }),
}[value?.type] ?? (() => [`${at}: unknown type ${value?.type}`]))(value, at);

/** `PUT /{index}`. */
export const createIndex = object({
  settings: object({ analysis: object({
    analyzer: dictionaryOf(analyzer), filter: dictionaryOf(tokenFilter),
    char_filter: dictionaryOf(object({ type: oneOf("mapping"), mappings: listOf(matching(/^.+ => .*$/, "a mapping")) }, ["type"])),
  }) }),
  mappings: object({ dynamic: oneOf("strict", "true", "false", "runtime", true, false), properties: dictionaryOf(field) }),
  aliases: dictionaryOf(object({})),
});
