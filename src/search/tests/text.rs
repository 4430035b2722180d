//! The text side by cases: words, stems, questions, marks, excerpts.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests may panic, and tests have a disk")]

mod cases;

use docent_search::excerpt::excerpt;
use docent_search::mark::{Wanted, marks};
use docent_search::query::parse;
use docent_search::stem::Stems;
use docent_search::text::{row, tokens};
use std::ops::Range;

#[test]
fn words() {
    cases::check("tokens", |text| {
        let token = |t: docent_search::text::Token<'_>| {
            let part = format!("{:?}", t.part).to_lowercase();
            format!("{} {} {part} {}..{}\n", t.term, t.position, t.range.start, t.range.end)
        };
        tokens(text).map(token).collect()
    });
}

#[test]
fn stems() {
    cases::check("stems", stemmed);
}

/// Without the feature there are stemmers of English and Russian only.
#[cfg(feature = "all-languages")]
#[test]
fn languages() {
    cases::check("languages", stemmed);
}

/// `> languages of the site | language of the page | words`, answered by the stems in the index and in a question.
fn stemmed(line: &str) -> String {
    let [site, page, text] = split(line);
    let stems = Stems::new(&site.split(' ').collect::<Vec<_>>());
    let of = |t: docent_search::text::Token<'_>| {
        format!("{} {} {}\n", t.term, stems.index(&t.term, page), stems.query(&t.term).join(","))
    };
    row(text).map(of).collect()
}

#[test]
fn questions() {
    cases::check("queries", |text| {
        let query = parse(text);
        let sign = |not: bool| if not { "not " } else { "" };
        let words = query.words.iter().map(|w| {
            let kind = if w.phrase { "phrase" } else { "word" };
            let last = if w.last { " last" } else { "" };
            assert_eq!(text[w.range.clone()], w.text);
            format!("{}{kind} {}{last}\n", sign(w.not), w.text)
        });
        let filters = query.filters.iter().map(|f| format!("{}{:?} {}\n", sign(f.not), f.key, f.value));
        let unknown = query.unknown.iter().map(|name| format!("unknown {name}\n"));
        words.chain(filters).chain(unknown).collect()
    });
}

/// `> what is wanted | language | text`, answered by the text with marks in brackets.
#[test]
fn marked() {
    cases::check("marks", |line| {
        let [question, lang, text] = split(line);
        let (wanted, stems) = wanted(question);
        bracketed(text, &marks(text, &wanted, &stems, lang))
    });
}

/// `> what is wanted | characters | text`, answered by the excerpt with marks in brackets.
#[test]
fn excerpts() {
    cases::check("excerpts", |line| {
        let [question, limit, text] = split(line);
        let (wanted, stems) = wanted(question);
        let limit = limit.parse().unwrap();
        let found = excerpt(text, &wanted, &stems, "en", limit);
        assert!(found.text.chars().count() <= limit, "too long");
        let dots = |inside| if inside { "…" } else { "" };
        format!("{}{}{}", dots(found.starts_inside), bracketed(&found.text, &found.marks), dots(found.ends_inside))
    });
}

fn split<const N: usize>(line: &str) -> [&str; N] {
    line.splitn(N, " | ").collect::<Vec<_>>().try_into().unwrap()
}

/// Words of a question; one that ends in `*` is still being typed, those that `+` joins must stand in a row.
fn wanted(question: &str) -> (Wanted, Stems) {
    let stems = Stems::new(&["en", "ru"]);
    let mut wanted = Wanted::default();
    for word in question.split(' ') {
        match word.strip_suffix('*') {
            Some(beginning) => wanted.prefix = Some(beginning.to_owned()),
            None if word.contains('+') => wanted.rows.push(row(word).flat_map(|t| stems.query(&t.term)).collect()),
            None => wanted.stems.extend(row(word).flat_map(|t| stems.query(&t.term))),
        }
    }
    (wanted, stems)
}

fn bracketed(text: &str, marks: &[Range<usize>]) -> String {
    let mut out = String::new();
    let mut end = 0;
    for mark in marks {
        out += &format!("{}[{}]", &text[end..mark.start], &text[mark.clone()]);
        end = mark.end;
    }
    out + &text[end..]
}
