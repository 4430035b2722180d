// @ts-check
// Quickwit: a question in its query language, and what its answer says.
//
// In: a question as our own engine read it, with the stems of its words. Out: the body of a `search`; of its answer, pages
// with their sections. What a reader typed stands in quotation marks, in which only `"` and `\` mean something; a beginning
// (`word*`) is asked for only if it consists of letters and digits.

const FIELD_NAMED = { type: "type", tag: "tags", lang: "lang", site: "site" };
const FACETS_NAMED = { types: "type", tags: "tags", langs: "lang", sites: "site" };
const WRITTEN = ["title", "aliases", "heading"]; // searched as they are written; `stems` has everything
const HITS = 5; // sections that are fetched for each page that is shown: Quickwit does not group them
const SECTIONS_SHOWN = 3; // of a page

/** The body of `POST api/v1/INDEX/search`. */
export function quickwitBody({ words, filters }, { limit }) {
  const sought = words.filter(({ not }) => !not), left = words.filter(({ not }) => not);
  const any = sought.filter((word) => !word.phrase).map(anywhere).filter(Boolean);
  const clauses = [
    ...(any.length > 0 ? [`(${any.join(" OR ")})`] : []),
    ...sought.filter((word) => word.phrase).map(together).filter(Boolean),
    ...filters.map(({ key, value, not }) => `${not ? "NOT " : ""}${FIELD_NAMED[key]}:${quoted(value)}`),
    ...left.map(together).filter(Boolean).map((clause) => `NOT ${clause}`),
  ];
  const facet = ([name, field]) => [name, { terms: { field, size: 8 } }];
  return {
    query: clauses.join(" AND ") || "*",
    max_hits: limit * HITS,
    sort_by: "_score",
    aggs: Object.fromEntries(Object.entries(FACETS_NAMED).map(facet)),
  };
}

// A word in all of its forms; where titles and names have it as it is written, that counts in addition.
function anywhere({ text, last, stems }) {
  const ways = [
    ...stems.flat().map((stem) => `stems:${quoted(stem)}`),
    ...(stems.length > 0 ? WRITTEN.map((field) => `${field}:${quoted(text)}`) : []),
    ...(last && /^[\p{L}\p{N}]{2,}$/u.test(text) ? ["title", "heading", "body"].map((field) => `${field}:${text.toLowerCase()}*`) : []),
  ];
  return ways.length > 0 ? `(${ways.join(" OR ")})` : "";
}
// A phrase: its words, one behind the other, each as its first stem.
function together({ stems }) {
  const row = stems.map(([stem]) => stem).filter(Boolean);
  return row.length > 0 ? `stems:${quoted(row.join(" "))}` : "";
}

const quoted = (text) => `"${text.replace(/\p{Cc}/gu, " ").replace(/["\\]/g, "\\$&")}"`;

// --- The answer ------------------------------------------------------------------

/** What the answer says; an error if it is none. Counts are of sections: Quickwit does not count pages. */
export function quickwitAnswer({ hits, num_hits, aggregations, aggs = aggregations }) {
  const pages = new Map();
  for (const hit of hits) {
    const page = pages.get(hit.page) ?? { ...hit, more: 0, sections: [] };
    pages.set(hit.page, page);
    if (page.sections.length < SECTIONS_SHOWN) page.sections.push({ url: hit.url, heading: hit.heading, body: hit.body });
    else page.more += 1;
  }
  const counted = (name) => [name, aggs[name].buckets.map(({ key, doc_count }) => [String(key), doc_count]).filter(([key]) => key)];
  return {
    total: num_hits > hits.length ? num_hits : pages.size,
    ...Object.fromEntries(Object.keys(FACETS_NAMED).map(counted)),
    hits: [...pages.values()],
  };
}
