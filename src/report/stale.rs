//! `stale`: pages that somebody should read against reality, and the calendar of all reviews.
//!
//! In: the site and the day. Out: a row for each page whose review is due, that was edited since its review, or that
//! was never reviewed though its type asks for it, the most urgent first; or an iCalendar file (RFC 5545) with the day
//! of every page's next review, for an owner's calendar to subscribe to.

use super::{Report, ReportInput, named};
use crate::date::Date;
use crate::fingerprint::Fingerprint;
use crate::site::freshness::{self, Freshness, State};
use crate::site::{Entry, Id};

const COLUMNS: [&str; 6] = ["state", "due", "last_reviewed_on", "owner", "page", "title"];

/// Pages that should be reviewed.
pub fn stale(world: ReportInput<'_>) -> Report {
    let mut found: Vec<(State, Option<Date>, Vec<String>)> =
        world.pages().filter_map(|(id, e)| row(world, id, e)).collect();
    // Pages of one state and day stay in the order of the site.
    found.sort_by_key(|(state, due, _)| (*state, *due));
    Report { columns: COLUMNS.to_vec(), rows: found.into_iter().map(|(.., row)| row).collect() }
}

fn row(world: ReportInput<'_>, id: Id, entry: &Entry) -> Option<(State, Option<Date>, Vec<String>)> {
    let Freshness { state, due, edited, .. } = freshness::of(&entry.page.outline, world.config);
    let word = match state {
        State::Due if edited => "due, edited since review",
        State::Due => "due",
        State::Edited => "edited since review",
        State::Unchecked => "never reviewed",
        State::Deprecated | State::Checked | State::None => return None,
    };
    let day = |date: Option<Date>| date.map_or_else(String::new, |date| date.to_string());
    let reviewed = entry.page.outline.front.last_reviewed_on;
    let own = [word.to_owned(), day(due), day(reviewed), world.site.owner(id)];
    Some((state, due, own.into_iter().chain(named(entry)).collect()))
}

/// The days of all reviews as a calendar.
pub fn calendar(world: ReportInput<'_>) -> String {
    let mut out = String::new();
    let title = world.config.titles(&world.config.default_language).0;
    for text in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//docent//reviews//EN", "CALSCALE:GREGORIAN"] {
        line(&mut out, text);
    }
    line(&mut out, &format!("X-WR-CALNAME:{}", escaped(title)));
    for (id, entry) in world.pages() {
        let found = freshness::of(&entry.page.outline, world.config);
        if let Some(due) = found.due.filter(|_| found.state != State::Deprecated) {
            event(&mut out, world, (id, entry), due);
        }
    }
    line(&mut out, "END:VCALENDAR");
    out
}

fn event(out: &mut String, world: ReportInput<'_>, (entry_id, entry): (Id, &Entry), due: Date) {
    let outline = &*entry.page.outline;
    let basic = |date: Date| date.to_string().replace('-', "");
    let stamp = basic(world.config.today.unwrap_or(due));
    // The same page has the same event for ever: a review moves it instead of adding another.
    let id = Fingerprint::of_texts(&[&outline.source]).written();
    let who = world.site.owner(entry_id);
    line(out, "BEGIN:VEVENT");
    line(out, &format!("UID:{id}@docent"));
    line(out, &format!("DTSTAMP:{stamp}T000000Z"));
    line(out, &format!("DTSTART;VALUE=DATE:{}", basic(due)));
    line(out, &format!("DTEND;VALUE=DATE:{}", basic(due.plus_days(1))));
    line(out, &format!("SUMMARY:{}", escaped(&outline.title)));
    let about = if who.is_empty() { outline.source.clone() } else { format!("{who}\n{}", outline.source) };
    line(out, &format!("DESCRIPTION:{}", escaped(&about)));
    if let Some(base) = world.config.base() {
        line(out, &format!("URL:{base}/{}", crate::url::encode(&entry.out)));
    }
    line(out, "TRANSP:TRANSPARENT");
    line(out, "END:VEVENT");
}

/// A text as RFC 5545, 3.3.11 has it.
fn escaped(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_control() || *c == '\n').collect();
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n")
}

/// A line, folded after 75 bytes (3.1); a character is never cut.
fn line(out: &mut String, text: &str) {
    let mut length = 0;
    for c in text.chars() {
        if length + c.len_utf8() > 75 {
            out.push_str("\r\n ");
            length = 1;
        }
        out.push(c);
        length += c.len_utf8();
    }
    out.push_str("\r\n");
}
