//! The same sections for a search engine that an organisation runs itself, for many sites at once.
//!
//! In: the site. Out: files by name: the engine's description of the index, and the sections as lines of JSON in parts
//! that its bulk interface takes.
//!
//! 1. [`super::documents`] makes a page's text, as for our own search: what is kept from one is kept from
//!    both.
//! 2. [`Record`]s are written as lines, each behind the engine's action line if it has one.
//! 3. Lines are gathered in parts of at most [`PART`] bytes.

mod elasticsearch;
mod quickwit;

use super::documents::{self, Document, Section};
use super::export::Files;
use super::pages::{self, Found};
use super::{IndexInput, codes};
use crate::fingerprint::Fingerprint;
use crate::url::{encode, nfc};
use docent_search::stem::Stems;
use docent_search::text;
use rayon::prelude::*;
use serde::Serialize;
use std::hash::Hash;
use std::sync::Arc;

/// Which engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Elasticsearch 8 or 9, OpenSearch 2 or 3.
    Elasticsearch,
    /// Quickwit 0.8 or 0.9.
    Quickwit,
}

/// Bytes of a part. Quickwit refuses requests over 10 MB, Elasticsearch by default those over 100 MB and advises to
/// stay far below.
pub const PART: usize = 8 * 1024 * 1024;

/// A section as the engines get it.
#[derive(Debug, Serialize)]
struct Record<'a> {
    /// Stays the same while the page's address and the heading do.
    id: String,
    site: &'a str,
    /// Of the section: from the site's root, or absolute if the site has a `base_url`.
    url: String,
    /// Of its page: what groups results.
    page: String,
    lang: &'a str,
    /// Empty if the page has none.
    r#type: &'a str,
    title: &'a str,
    heading: &'a str,
    aliases: &'a [String],
    tags: &'a [&'a str],
    body: &'a str,
    /// Stems of title, other names, heading and body, for an engine that has no stemmer of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    stems: Option<String>,
}

/// Makes the files.
pub fn files(world: IndexInput<'_>, engine: Engine) -> Files {
    let found = pages::found(world.site, world.config);
    let writer = Writer { world, engine, stems: Stems::new(&codes(world.config)) };
    let lines: Vec<String> = found.par_iter().flat_map_iter(|found| writer.page(found)).collect();
    let (name, text) = match engine {
        Engine::Elasticsearch => {
            ("index.json", elasticsearch::index(&codes(world.config), &pages::synonyms(world.site)))
        }
        Engine::Quickwit => ("index.yaml", quickwit::index(world.config)),
    };
    let mut files = Files::from([(name.to_owned(), text.into_bytes().into())]);
    let parts = parts(&lines).into_iter().enumerate();
    files.extend(parts.map(|(number, part)| (format!("sections-{:04}.ndjson", number + 1), part)));
    files
}

/// Lines gathered in parts; one that is longer stands alone.
fn parts(lines: &[String]) -> Vec<Arc<Vec<u8>>> {
    let mut parts: Vec<String> = Vec::new();
    for line in lines {
        match parts.last_mut() {
            Some(part) if part.len() + line.len() <= PART => part.push_str(line),
            _ => parts.push(line.clone()),
        }
    }
    parts.into_iter().map(|part| part.into_bytes().into()).collect()
}

/// The same for the same place of the same site, whatever is written there.
fn id(place: &impl Hash) -> String {
    format!("{:032x}", Fingerprint::of(place).0)
}

struct Writer<'a> {
    world: IndexInput<'a>,
    engine: Engine,
    stems: Stems,
}

impl Writer<'_> {
    /// The sections of a page, each as its lines.
    fn page(&self, found: &Found<'_>) -> Vec<String> {
        let document = documents::document(found, self.world.types, self.world.config);
        let aliases: Vec<String> = pages::names(found.page).map(nfc).collect();
        let sections = document.sections.iter().enumerate();
        let record = |(number, section)| self.record(found, &document, &aliases, (number, section));
        sections.map(record).filter_map(|record| self.lines(&record)).collect()
    }

    /// Only a map whose keys are no strings could not be written, and there is none.
    fn lines(&self, record: &Record<'_>) -> Option<String> {
        let line = serde_json::to_string(record).ok()?;
        Some(match self.engine {
            Engine::Elasticsearch => format!("{}\n{line}\n", elasticsearch::action(&record.id)),
            Engine::Quickwit => format!("{line}\n"),
        })
    }

    fn record<'a>(
        &self,
        found: &'a Found<'_>,
        document: &'a Document,
        aliases: &'a [String],
        (number, section): (usize, &'a Section),
    ) -> Record<'a>
    where
        Self: 'a,
    {
        let config = self.world.config;
        let page = config.base().map_or_else(|| found.url.clone(), |base| format!("{base}/{}", found.url));
        let anchor = if section.anchor.is_empty() { String::new() } else { format!("#{}", encode(&section.anchor)) };
        // Where headings have no anchors, their number tells them apart.
        let number = if anchor.is_empty() { number } else { 0 };
        Record {
            id: id(&(config.base(), &config.title, &found.url, &section.anchor, number)),
            site: &config.title,
            url: format!("{page}{anchor}"),
            page,
            lang: &document.lang,
            r#type: found.page.outline.front.kind.as_deref().unwrap_or_default(),
            title: &document.title,
            heading: &section.heading,
            aliases,
            tags: &found.tags,
            body: &section.text.text,
            stems: (self.engine == Engine::Quickwit).then(|| self.stems(document, aliases, section)),
        }
    }

    /// One stem a word, as our own search has them: lower case, `ё` as `е`, endings off.
    fn stems(&self, document: &Document, aliases: &[String], section: &Section) -> String {
        let texts = [&document.title, &section.heading, &section.text.text].into_iter().chain(aliases);
        let words = texts.flat_map(|text| text::row(text));
        let stem = |word: text::Token<'_>| self.stems.index(&word.term, &document.lang).into_owned();
        words.map(stem).collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_hold_whole_lines_and_little_enough() {
        let line = |length: usize| format!("{}\n", "x".repeat(length - 1));
        let lines = [line(PART - 10), line(10), line(1), line(PART + 1), line(5), line(5)];
        let parts = parts(&lines);
        let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
        assert_eq!(lengths, [PART, 1, PART + 1, 10]);
        assert_eq!(parts.iter().flat_map(|part| part.iter().copied()).collect::<Vec<_>>(), lines.concat().into_bytes());
    }
}
