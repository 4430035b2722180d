//! Whether a page is still true: when it was last checked, when it has to be checked again, what has changed since.
//!
//! In: what a page says of itself, how long reviews of its type hold, what day it is. Out: its [`Freshness`]: only the
//! words that a reader sees depend on it, so tomorrow's build makes the pages anew whose words change, and no others.

use crate::config::Config;
use crate::date::{Date, Span};
use crate::page::Outline;
use crate::page::front_matter::Status;
use serde::Serialize;

/// How a page stands today. What comes first counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Its author says that it is no longer kept true.
    Deprecated,
    /// Its review is due, or was.
    Due,
    /// It says something else than when it was reviewed.
    Edited,
    /// It was reviewed, and that holds.
    Checked,
    /// It was never reviewed, though its type asks for it.
    Unchecked,
    /// Nobody asks for reviews of it.
    None,
}

/// How long ago, in whole units: what is longer is told more coarsely, so the words seldom change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Ago {
    /// `weeks`, `months` or `years`.
    pub unit: &'static str,
    /// How many, at least 1.
    pub n: u32,
}

/// What is known of a page's truth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Freshness {
    /// How it stands.
    pub state: State,
    /// Since when its review is due; nothing in the first week.
    pub ago: Option<Ago>,
    /// The day of its next review, or of the one that was missed.
    pub due: Option<Date>,
    /// It says something else than when it was reviewed, due or not.
    pub edited: bool,
}

/// How a page stands.
pub fn of(outline: &Outline, config: &Config) -> Freshness {
    on(outline, config, config.today)
}

/// The same on a day.
pub fn on(outline: &Outline, config: &Config, today: Option<Date>) -> Freshness {
    let span = span(outline, config);
    let due = outline.front.last_reviewed_on.zip(span).map(|(day, span)| span.after(day));
    let late = due.zip(today).filter(|(due, today)| due <= today);
    let edited = outline.edited;
    let state = match outline.front.last_reviewed_on {
        _ if outline.front.status == Some(Status::Deprecated) => State::Deprecated,
        _ if late.is_some() => State::Due,
        Some(_) if edited => State::Edited,
        Some(_) => State::Checked,
        None if span.is_some() && !outline.source.is_empty() => State::Unchecked,
        None => State::None,
    };
    let ago = late.filter(|_| state == State::Due).and_then(|(due, today)| ago(due, today));
    Freshness { state, ago, due, edited }
}

/// How long a review of a page holds: as the page says, else its type, else all pages.
fn span(outline: &Outline, config: &Config) -> Option<Span> {
    let of_type = || outline.front.kind.as_ref().and_then(|kind| config.review_in.get(kind));
    outline.front.review_in.or_else(|| of_type().or_else(|| config.review_in.get("default")).copied())
}

fn ago(from: Date, to: Date) -> Option<Ago> {
    let months = from.months_to(to);
    let (unit, n) = match months {
        0 => ("weeks", u32::try_from(from.days_to(to) / 7).unwrap_or_default()),
        1..24 => ("months", months),
        _ => ("years", months / 12),
    };
    (n > 0).then_some(Ago { unit, n })
}

impl State {
    /// What a list shows beside the page's title, as the name of a word.
    pub fn badge(self) -> Option<&'static str> {
        match self {
            Self::Deprecated => Some("deprecated"),
            Self::Due => Some("due"),
            _ => None,
        }
    }
}
