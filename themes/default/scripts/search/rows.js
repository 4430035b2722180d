// @ts-check
// An answer becomes elements.
//
// In: a page of an answer, and `row`, which makes a link of attributes and what it holds. Out: rows, the first for the
// page, the others for its sections. No HTML is ever read: what is shown goes in as text.
import { el } from "../dom.js";
import { it, langName, language, say, typeName } from "./words.js";

const SECTIONS = 3; // of one page

/** The rows of a page and its sections. */
export function pageRows(page, row) {
  const sections = page.sections.length > 0 ? page.sections.slice(0, SECTIONS) : [{ anchor: "", heading: "", excerpt: "" }];
  const rows = sections.map((section, index) => (index === 0 ? lead : further)(page, section, row));
  const more = (page.more ?? 0) + page.sections.length - sections.length;
  if (more > 0) rows.at(-1).append(el("small", { class: "more" }, say("more", { n: more })));
  return rows;
}

// The first row of a page: its title, which section of it, where it stands, and the excerpt.
function lead(page, section, row) {
  const title = el("span", { class: "title" }, ...marked(page.title, page.title_marks));
  if (section.anchor) title.append(el("span", { class: "inside" }, ...marked(section.heading, section.heading_marks)));
  const foreign = page.lang && page.lang !== language;
  const kind = [page.abroad && page.site, page.type && typeName(page.type), foreign && langName(page.lang)].filter(Boolean).join(" · ");
  return row({ href: address(page, section.anchor), lang: foreign && page.lang },
    title,
    kind && el("small", { class: "what", lang: foreign && language, "data-t": page.type }, page.type && el("i"), kind),
    page.crumbs.length > 0 ? el("small", { class: "where" }, page.crumbs.join(" / ")) : null,
    excerpt(section));
}
function further(page, section, row) {
  return row({ href: address(page, section.anchor), class: "further" },
    el("span", { class: "title" }, ...marked(section.heading || page.title, section.heading_marks)), excerpt(section));
}
function excerpt(section) {
  return section.excerpt ? el("span", { class: "excerpt" }, ...marked(section.excerpt, section.marks)) : null;
}

// `text` with <mark> around the ranges (UTF-16).
function marked(text, ranges) {
  const parts = [];
  let end = 0;
  for (const [from, to] of ranges ?? []) {
    if (from < end || to <= from || to > text.length) continue;
    parts.push(text.slice(end, from), el("mark", null, text.slice(from, to)));
    end = to;
  }
  return [...parts, text.slice(end)];
}

/** A place below the site, read once and whole; null for anything else, whoever wrote it. */
export function below(path) {
  const url = typeof path === "string" && URL.canParse(path, it.site) ? new URL(path, it.site) : null;
  return url?.href.startsWith(it.site.href) ? url : null;
}
// Where a result leads. An index says only what lies below the site, whatever happened to it.
function address(page, anchor) {
  const url = page.abroad ?? below(page.url); // of another site: search-remote.js has looked at it
  if (!url) return it.all;
  url.hash = anchor ? encodeURIComponent(anchor) : "";
  return url.href;
}
