//! Answers as the browser reads them: JSON, with marks counted in UTF-16 units as JavaScript counts.

use crate::engine::{Answer, Marked, PageResult, Results, SectionResult, Understood};
use crate::json::{list, number, string};
use crate::mark::utf16;
use std::ops::Range;

/// An answer as JSON.
pub fn json(answer: &Answer) -> String {
    let mut out = String::from("{");
    match answer {
        Answer::Needs(names) => {
            key(&mut out, "needs");
            list(&mut out, names, |out, name| string(out, name));
        }
        Answer::Found(results) => found(&mut out, results),
    }
    out.push('}');
    out
}

/// Marks of a text as JSON.
pub fn marks(text: &str, ranges: &[Range<usize>]) -> String {
    let mut out = String::new();
    pairs(&mut out, text, ranges);
    out
}

/// A key, after a comma unless it is the first.
fn key(out: &mut String, name: &str) {
    if !out.ends_with('{') {
        out.push(',');
    }
    string(out, name);
    out.push(':');
}

fn found(out: &mut String, results: &Results) {
    let Results { total, corrected, missing, also, understood, near, types, tags, langs, pages } = results;
    key(out, "total");
    number(out, *total as u32);
    key(out, "corrected");
    match corrected {
        Some(corrected) => string(out, corrected),
        None => out.push_str("null"),
    }
    key(out, "missing");
    list(out, missing, |out, word| string(out, word));
    key(out, "also");
    list(out, also, |out, word| string(out, word));
    key(out, "understood");
    list(out, understood, part);
    key(out, "near");
    list(out, near, |out, word| string(out, word));
    for (name, counts) in [("types", types), ("tags", tags), ("langs", langs)] {
        key(out, name);
        list(out, counts, |out, (name, count)| {
            out.push('[');
            string(out, name);
            out.push(',');
            number(out, *count);
            out.push(']');
        });
    }
    key(out, "pages");
    list(out, pages, page);
}

/// `["type", 0, 1, "role"]`: its kind, whether it is left out, whether it is known, its text.
fn part(out: &mut String, part: &Understood) {
    out.push('[');
    string(out, part.kind);
    out.push_str(if part.not { ",1" } else { ",0" });
    out.push_str(if part.known { ",1," } else { ",0," });
    string(out, &part.text);
    out.push(']');
}

fn page(out: &mut String, page: &PageResult) {
    let PageResult { url, title, kind, lang, crumbs, sections, more } = page;
    out.push('{');
    for (name, text) in [("url", url), ("type", kind), ("lang", lang)] {
        key(out, name);
        string(out, text);
    }
    marked(out, "title", "title_marks", title);
    key(out, "crumbs");
    list(out, crumbs, |out, crumb| string(out, crumb));
    key(out, "sections");
    list(out, sections, section);
    key(out, "more");
    number(out, *more as u32);
    out.push('}');
}

fn section(out: &mut String, section: &SectionResult) {
    let SectionResult { anchor, heading, excerpt } = section;
    out.push('{');
    key(out, "anchor");
    string(out, anchor);
    marked(out, "heading", "heading_marks", heading);
    marked(out, "excerpt", "marks", excerpt);
    out.push('}');
}

fn marked(out: &mut String, name: &str, name_of_marks: &str, (text, ranges): &Marked) {
    key(out, name);
    string(out, text);
    key(out, name_of_marks);
    pairs(out, text, ranges);
}

fn pairs(out: &mut String, text: &str, ranges: &[Range<usize>]) {
    list(out, utf16(text, ranges), |out, (from, to)| {
        out.push('[');
        number(out, from);
        out.push(',');
        number(out, to);
        out.push(']');
    });
}
