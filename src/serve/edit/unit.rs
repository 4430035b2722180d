//! Which lines of a file a block is.
//!
//! In: a page, the line that a block of its HTML names. Out: whole lines of its file: of the outermost block that begins
//! there, since a paragraph of a quote cannot be written without its mark.

use super::desk::{Text, read as read_file};
use super::messages::{Read, Unit, What};
use super::{Refusal, World, gate};
use crate::config::Markdown;
use crate::markdown::numbered;
use crate::page::Page;
use crate::refactor::lines::{lines, shown};
use axum::http::StatusCode;
use std::ops::Range;

/// Answers `read`.
pub fn read(world: &World<'_>, asked: &Read) -> Result<Unit, Refusal> {
    let gone = || Refusal::new(StatusCode::NOT_FOUND, "there is no such page");
    let made = [&world.build.made, &world.build.whole].into_iter().flatten();
    let mut pages = made.filter_map(|made| Some((made, made.output.source_of(&asked.page)?)));
    let (made, file) = pages.next().ok_or_else(gone)?;
    gate::page(world, file)?;
    let text = read_file(world, file)?;
    if asked.what == What::Page {
        let all = lines(text.body()).len();
        return Ok(unit(file, &text, 0..all));
    }
    let later = || Refusal::new(StatusCode::CONFLICT, "the page has just changed: try again in a moment");
    // Lines of the HTML are those of the file that was built.
    if world.build.sources.files.get(file).is_none_or(|built| built.fingerprint != text.fingerprint) {
        return Err(later());
    }
    let (_, entry) = made.output.site.own_entry(file).ok_or_else(gone)?;
    let markdown = &made.output.config().markdown;
    let found = match asked.what {
        What::Title => Some(title(&entry.page)),
        _ => block(&entry.page, markdown, asked.line),
    };
    let found = found.ok_or_else(|| Refusal::new(StatusCode::NOT_FOUND, "this block has no text of its own here"))?;
    Ok(unit(file, &text, found))
}

/// Lines of a file as they are sent.
pub fn unit(file: &str, text: &Text, range: Range<usize>) -> Unit {
    let all = lines(text.body());
    let range = range.start.min(all.len())..range.end.min(all.len());
    let (start, end) = (range.start, range.end);
    Unit { file: file.to_owned(), base: text.fingerprint.to_string(), start, end, text: shown(&all[range]) }
}

/// The outermost block that begins on a line, from 1.
fn block(page: &Page, markdown: &Markdown, line: usize) -> Option<Range<usize>> {
    let body = &page.text[page.body..];
    let mut all = numbered(body, markdown, page.first_line()).into_iter();
    let (_, range) = all.find(|(number, _)| *number == line)?;
    let end = range.start + body[range.clone()].trim_end().len();
    Some(whole_lines(page, page.body + range.start..page.body + end.max(range.start)))
}

/// The heading that is the title, or the front matter.
fn title(page: &Page) -> Range<usize> {
    let Some(at) = page.outline.title_at else {
        return whole_lines(page, 0..page.text[..page.body].trim_end().len());
    };
    let at = page.body + at;
    let line = page.text[at..].split('\n').next().unwrap_or_default();
    let next = page.text[at + line.len()..].trim_start_matches('\n').split('\n').next().unwrap_or_default().trim();
    // A title that is underlined.
    let is_under = !line.starts_with('#') && !next.is_empty() && next.chars().all(|c| matches!(c, '=' | '-'));
    let rest = &page.text[at + line.len() + 1..];
    let more = if is_under { 1 + rest.find('\n').unwrap_or(rest.len()) } else { 0 };
    whole_lines(page, at..at + line.trim_end().len() + more)
}

/// The lines of the file on which a range of the page's text stands.
fn whole_lines(page: &Page, range: Range<usize>) -> Range<usize> {
    let place = page.in_file(range);
    let text = page.file_text();
    let feeds = |to: usize| text.as_bytes()[..to].iter().filter(|byte| **byte == b'\n').count();
    let start = feeds(place.start);
    start..feeds(place.end.max(place.start)).max(start) + 1
}
