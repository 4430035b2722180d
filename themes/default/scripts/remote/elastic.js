// @ts-check
// Elasticsearch and OpenSearch: a question in their language, and what their answer says.
//
// In: a question as our own engine read it. Out: the body of a `_search`; of its answer, pages with their sections. All that
// a reader typed stands in values, never in names, and no part of it is a language of its own (`query_string` is not used).

const FIELDS = ["title^4", "aliases^4", "heading^2", "tags.text^2", "body"];
const FACETS_OF = { types: "type", tags: "tags", langs: "lang", sites: "site" };
const FIELD_OF = { type: "type", tag: "tags", lang: "lang", site: "site" };
const NAMES = 8; // of a facet
const SECTIONS_OF = 3; // of a page
const EXCERPT_OF = 180;
const ANALYZED = 500_000; // characters of a section: more are an error where highlighting is not limited
/** Around what was found. Private characters: what a page holds of them marks nothing but text. */
const MARK = ["\ue000", "\ue001"];

const pagesOf = { pages: { cardinality: { field: "page", precision_threshold: 1000 } } };

/** The body of `POST INDEX/_search`. */
export function elasticBody({ words, filters }, { limit, language, engine }) {
  const chosen = filters.filter(({ not }) => !not), never = filters.filter(({ not }) => not);
  const left = [...words.filter(({ not }) => not).map(phrase), ...never.map(one)];
  return {
    size: limit,
    track_total_hits: false,
    timeout: "2s",
    _source: ["site", "page", "lang", "type", "title"],
    query: { bool: { ...asked(words.filter(({ not }) => !not), language), must_not: left } },
    // Behind the counts: a filter that is chosen must not hide the others of its kind.
    post_filter: all(chosen),
    collapse: { field: "page", inner_hits: { name: "sections", size: SECTIONS_OF, _source: ["url", "heading"], highlight: highlight(engine) } },
    aggs: {
      shown: { filter: all(chosen), aggs: pagesOf },
      ...Object.fromEntries(Object.entries(FACETS_OF).map(([name, field]) => [name, facet(field, chosen)])),
    },
  };
}

// Phrases must be there, and most of the words: a page that has all of them together comes first.
function asked(sought, language) {
  const words = sought.filter((word) => !word.phrase), phrases = sought.filter((word) => word.phrase);
  const together = words.map(({ text }) => text).join(" ");
  const most = { bool: { should: words.map(word), minimum_should_match: "2<60%" } };
  return {
    must: [...phrases.map(phrase), ...(words.length > 0 ? [most] : [])],
    should: [
      { constant_score: { filter: { term: { lang: { value: language } } }, boost: 1.5 } },
      ...(words.length > 1 ? [{ multi_match: { query: together, fields: FIELDS, type: "cross_fields", operator: "and", boost: 2 } }] : []),
    ],
  };
}
// As it is written, with a slip, and as the beginning of a longer one while it is being typed.
function word({ text, last }) {
  const match = (more) => ({ multi_match: { query: text, fields: FIELDS, ...more } });
  const ways = [match({ type: "best_fields", operator: "and" }), match({ fuzziness: "AUTO:4,8", prefix_length: 1, operator: "and", boost: 0.3 })];
  if (last) ways.push(match({ type: "phrase_prefix", boost: 0.5 }));
  return { dis_max: { queries: ways } };
}
function phrase({ text }) {
  return { multi_match: { query: text, fields: FIELDS, type: "phrase" } };
}

const one = ({ key, value }) => ({ term: { [FIELD_OF[key]]: { value } } });
const all = (filters) => ({ bool: { filter: filters.map(one) } });

function facet(field, chosen) {
  const others = chosen.filter(({ key }) => FIELD_OF[key] !== field);
  return { filter: all(others), aggs: { names: { terms: { field, size: NAMES }, aggs: pagesOf } } };
}

function highlight(engine) {
  const most = engine === "opensearch" ? { max_analyzer_offset: ANALYZED } : { max_analyzed_offset: ANALYZED };
  const fields = { body: { number_of_fragments: 1, fragment_size: EXCERPT_OF, no_match_size: EXCERPT_OF, order: "score", ...most } };
  return { pre_tags: [MARK[0]], post_tags: [MARK[1]], fields };
}

// --- The answer ------------------------------------------------------------------

/** What the answer says; an error if it is none. */
export function elasticAnswer({ hits, aggregations }) {
  const counted = (name) => [name, aggregations[name].names.buckets.map(({ key, pages }) => [String(key), pages.value]).filter(([key]) => key)];
  return {
    total: aggregations.shown.pages.value,
    ...Object.fromEntries(Object.keys(FACETS_OF).map(counted)),
    hits: hits.hits.map(({ _source, inner_hits }) => {
      const { hits, total } = inner_hits.sections.hits;
      return { ..._source, more: Math.max(0, (total?.value ?? total ?? 0) - hits.length), sections: hits.map(matched) };
    }),
  };
}
function matched({ _source: { url, heading }, highlight }) {
  return { url, heading, ...unmarked(String(highlight?.body?.[0] ?? "")) };
}
// Text and the places of what was found in it.
function unmarked(marked) {
  const marks = [];
  let excerpt = "", from = -1;
  for (const piece of marked.split(/([\ue000\ue001])/)) {
    if (piece === MARK[0]) from = excerpt.length;
    else if (piece !== MARK[1]) excerpt += piece;
    else if (from >= 0) { marks.push([from, excerpt.length]); from = -1; }
  }
  return { excerpt, marks };
}
