//! Syntax of docent's own that the parser does not know: containers (`:::note`), attribute lists (`{width=300}`), marked
//! text (`==x==`).
//!
//! In: a body. Out: its events and what is wrong with them; `None` for nearly every body, which has none of it and pays
//! three searches for a byte or two.
//!
//! 1. [`container_lines`] and [`attribute_lists`] find places that may be syntax, and what the parser gets instead.
//! 2. [`shadow()`] writes that text, and the parser reads it.
//! 3. [`nesting`] makes containers of the events. Where the parser took a place for something else (it stands in code), its
//!    text is put back, and all is read again.
//! 4. [`marks`] finds marked text in the events.

mod attribute_lists;
mod container_lines;
mod marks;
mod nesting;
mod shadow;

use super::containers::Kind;
use super::{Markdown, definitions};
use crate::byte_scan;
pub(super) use attribute_lists::behind;
use pulldown_cmark::{Event, Parser};
use shadow::{Edit, Shadow};
use std::ops::Range;

type Found = (Event<'static>, Range<usize>);

/// How often a text is read again: each time at least one line is put back, and nearly always all of them. Of a text
/// that needs more, nothing is docent's own.
const MOST_READINGS: usize = 8;

/// A place that may be syntax of docent's own.
#[derive(Clone, Debug)]
struct Change {
    edit: Edit,
    /// The whole line.
    line: Range<usize>,
    /// What the next line of the same quote or item begins with.
    indent: String,
    /// An empty line was put before it.
    apart: bool,
    what: What,
}

/// What it is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum What {
    /// It opens a container.
    Open { colons: usize, kind: Kind },
    /// It closes one. `moved`: it was written in an item that the container holds.
    Close { colons: usize, moved: bool },
    /// It is a list of attributes.
    List(attribute_lists::Place),
}

/// What is wrong, at a range of the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// A container that nothing closes.
    Open(Range<usize>),
    /// A line of colons that closes nothing.
    Stray(Range<usize>),
}

/// What a body holds.
#[derive(Debug, Default)]
pub struct Read {
    /// Ranges are those of the body.
    pub events: Vec<Found>,
    /// What is wrong.
    pub told: Vec<Told>,
}

/// What becomes of a place when the text is read again.
enum Fate {
    /// It is text.
    Back,
    /// It closes nothing, and is told.
    Stray,
    /// It stands where the container begins.
    To(String),
    /// An empty line stands before it: it is in HTML, which no other line ends.
    Apart,
}

/// Reads a body that has such syntax.
pub fn read(body: &str, options: &Markdown) -> Option<Read> {
    let (mut changes, mut strays) = (changes(body, options), Vec::new());
    let marked = !options.commonmark && marks::any(body);
    for _ in 0..MOST_READINGS {
        if changes.is_empty() && strays.is_empty() && !marked {
            return None;
        }
        match once(body, &changes, options) {
            Ok(read) => {
                let told = [read.told, strays].concat();
                let events = if marked { marks::put(body, read.events) } else { read.events };
                return Some(Read { told, events });
            }
            Err(fates) => changes = changed(changes, fates, &mut strays),
        }
    }
    None
}

/// The text that is parsed in the place of a body: for those who ask the parser for more than events.
pub fn shadow(body: &str, options: &Markdown) -> Shadow {
    let mut changes = changes(body, options);
    for _ in 0..MOST_READINGS {
        match if changes.is_empty() { Ok(Read::default()) } else { once(body, &changes, options) } {
            Ok(_) => return Shadow::of(body, changes.iter().map(|change| &change.edit)),
            Err(fates) => changes = changed(changes, fates, &mut Vec::new()),
        }
    }
    Shadow::of(body, std::iter::empty())
}

fn changes(body: &str, options: &Markdown) -> Vec<Change> {
    if options.commonmark {
        return Vec::new();
    }
    let lines = if byte_scan::contains(body, ":::") { container_lines::find(body) } else { Vec::new() };
    let mut all = attribute_lists::find(body);
    if lines.is_empty() {
        return all;
    }
    // The lists of these lines are their own; one that reaches into such a line is none.
    all.retain(|list| {
        let behind = lines.partition_point(|line| line.edit.range.end <= list.edit.range.start);
        lines.get(behind).is_none_or(|line| line.edit.range.start >= list.edit.range.end)
    });
    all.extend(lines);
    all.sort_by_key(|change| change.edit.range.start);
    all
}

/// Reads the text once; an error says which places are not what they seemed, and what becomes of them.
fn once(body: &str, changes: &[Change], options: &Markdown) -> Result<Read, Vec<(usize, Fate)>> {
    let shadow = Shadow::of(body, changes.iter().map(|change| &change.edit));
    let hidden = definitions::hide(&shadow.text);
    let text = hidden.as_ref().map_or(&shadow.text, |hidden| &hidden.text);
    let events = Parser::new_ext(text, options.parser_options()).into_offset_iter();
    let shown = |event: Event<'_>| match &hidden {
        Some(hidden) => hidden.shown(event),
        None => event.into_static(),
    };
    let events: Vec<_> = events.map(|(event, range)| (shown(event), range)).collect();
    let misplaced = attribute_lists::misplaced(body, &events, &shadow, changes);
    if !misplaced.is_empty() {
        return Err(misplaced.into_iter().map(|number| (number, Fate::Back)).collect());
    }
    nesting::Nest::new(body, &shadow, changes).run(events)
}

fn changed(changes: Vec<Change>, fates: Vec<(usize, Fate)>, strays: &mut Vec<Told>) -> Vec<Change> {
    let mut changes: Vec<Option<Change>> = changes.into_iter().map(Some).collect();
    for (number, fate) in fates {
        let Some(change) = changes[number].take() else { continue };
        match fate {
            Fate::Back => {}
            Fate::Stray => strays.push(Told::Stray(change.line)),
            Fate::To(indent) => changes[number] = Some(container_lines::moved(&change, &indent)),
            Fate::Apart => changes[number] = Some(container_lines::apart(change)),
        }
    }
    changes.into_iter().flatten().collect()
}
