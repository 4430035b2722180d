//! Tasks: `- [ ] Ask who decides {#decider}`. A reader ticks them, so each needs a name that edits elsewhere keep.
//!
//! In: the events behind the box. Out: the task's id and the fingerprint of what it says. Without an id of its own it
//! has that fingerprint for a name, and a number where several tasks say the same.

use super::images::plain;
use crate::fingerprint::Fingerprint;
use pulldown_cmark::{CowStr, Event, Tag, TagEnd};
use std::collections::BTreeMap;
use std::ops::Range;

/// How a task is told from the others of its page.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Name {
    /// Unique in the page.
    pub id: String,
    /// Fingerprint of what it says; none where that is its id already.
    pub content: Option<String>,
}

/// Takes `{#id}` at the end of a task's line off its text. Every reading sees the events behind it.
#[derive(Debug, Default)]
pub struct Ids {
    in_task: bool,
}

impl Ids {
    /// The event as it is shown, if it is another.
    #[inline]
    pub fn taken<'a>(&mut self, event: &Event<'a>, text: &str, end: usize) -> Option<Event<'a>> {
        match event {
            Event::Text(shown) if self.in_task && shown.ends_with('}') => {
                return Some(Event::Text(without_id(shown.clone(), &text[end..])));
            }
            Event::TaskListMarker(_) => self.in_task = true,
            Event::Start(tag) if self.in_task && !is_inline(tag) => self.in_task = false,
            Event::End(TagEnd::Item | TagEnd::Paragraph) => self.in_task = false,
            _ => {}
        }
        None
    }
}

fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. })
}

fn without_id<'a>(shown: CowStr<'a>, behind: &str) -> CowStr<'a> {
    // Not the line: one with thousands of ids would be looked through for each.
    let last = || behind.chars().take_while(|c| *c != '\n').all(char::is_whitespace);
    match own_id(&shown).filter(|_| last()) {
        None => shown,
        Some((at, _)) => match shown {
            CowStr::Borrowed(text) => CowStr::Borrowed(&text[..at]),
            owned => owned[..at].to_owned().into(),
        },
    }
}

/// `text {#id}`: where the text ends, and the id.
fn own_id(text: &str) -> Option<(usize, &str)> {
    let (before, id) = text.strip_suffix('}')?.rsplit_once("{#")?;
    let valid = !id.is_empty() && id.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '.'));
    valid.then(|| (before.trim_end().len(), id))
}

/// The id that was taken off a text: what is written there is longer than what is shown.
pub fn id_of<'t>(shown: &str, written: &'t str) -> Option<&'t str> {
    if shown.ends_with('}') {
        return None;
    }
    own_id(written).map(|(_, id)| id)
}

/// Names a task. `events` begin behind its box; `seen` counts the names of the page.
pub fn name(events: &[(Event<'_>, Range<usize>)], text: &str, seen: &mut BTreeMap<String, usize>) -> Name {
    let own = |(event, _): &&(Event<'_>, Range<usize>)| match event {
        Event::Start(tag) => is_inline(tag),
        Event::End(end) => !matches!(end, TagEnd::Item | TagEnd::Paragraph),
        _ => true,
    };
    let said = &events[..events.iter().take_while(own).count()];
    let words: Vec<String> = plain(said).split_whitespace().map(str::to_owned).collect();
    let content = Fingerprint::of_bytes(words.join(" ").as_bytes()).short();
    let id = said.iter().rev().find_map(|(event, range)| match event {
        Event::Text(shown) => id_of(shown, &text[range.clone()]),
        _ => None,
    });
    match id {
        Some(id) => Name { id: id.to_owned(), content: Some(content) },
        None => Name { id: numbered(format!("t-{content}"), seen), content: None },
    }
}

fn numbered(id: String, seen: &mut BTreeMap<String, usize>) -> String {
    let count = seen.entry(id.clone()).or_default();
    *count += 1;
    if *count == 1 { id } else { format!("{id}-{count}") }
}
