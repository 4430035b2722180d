//! What the preview and its page say to each other.
//!
//! Every HTML page of the preview carries one tag more than the published page, before `</head>`:
//!
//! ```html
//! <script src="/__docent/client.js" data-token="T" data-page="en/roles/index.html" data-hash="H" data-build="7"
//!         data-edit="yes" data-writes="yes" defer></script>
//! ```
//!
//! `data-page` is the path in the output (that of the address, where there is no such page), `data-hash` names the
//! page's bytes without the tag. Blocks of the text carry `data-line`, their line in the Markdown file.
//!
//! # What the client may ask
//!
//! | request | answer |
//! |---|---|
//! | `GET /__docent/client.js`, `client.css` | the client |
//! | `GET /__docent/events?token=T&page=P&hash=H` | `text/event-stream`; each event's data is an [`Event`] as JSON |
//! | `GET /__docent/page?token=T&page=P` | [`PageInfo`] as JSON: what the drawer shows |
//! | `POST /__docent/open?token=T&file=F&line=L&column=C` | 204: an editor was started; 4xx or 5xx with a sentence |
//! | `POST /__docent/edit/WHAT?token=T` with JSON | pages are edited where they are read ([`super::edit`]); where `data-writes` says so |
//!
//! All of them want the token; events and `open` also want an `Origin` that is the page's own (an `EventSource` sends
//! none for its own origin: there `Sec-Fetch-Site: same-origin` stands for it). `F` is a path as diagnostics name it.
//!
//! # Events
//!
//! For every build, and when the stream begins, a tab is told at most one of `patch`, `css`, `reload`, and then exactly
//! one of `error`, `ok`:
//!
//! - `patch`: the bytes of this tab's page are others than those that it has: fetch the page, and change what differs;
//! - `css`: they differ in links to style sheets only;
//! - `reload`: they differ in scripts of the head, or the page is another kind of page: load it anew;
//! - `error`: what is wrong, with the errors of the whole site first; the page shown is the last good one;
//! - `ok`: nothing is wrong; `warnings` are those of this page.
//!
//! Events carry the build's number as SSE `id` too. After a lost connection the client connects again with the hash
//! that it has by then and is told what it missed: nothing is queued, so a tab that does not read costs nothing.
//!
//! The token is made when the server starts. A tab that was open before is refused by the next server on the same port:
//! before it connects again the client fetches its page, and loads it anew if another token stands in it.
//!
//! Browsers open six connections to one server: a tab that is not visible should close its stream, and open it again
//! when it is looked at.

use crate::diagnostic::{Diagnostic, Place};
use crate::source::Sources;
use serde::Serialize;

/// What a tab is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Event {
    /// Number of the build.
    pub id: u64,
    /// What happened.
    pub kind: Kind,
    /// The tab's page.
    pub page: String,
    /// Of the page's bytes now.
    pub hash: String,
    /// Errors of the whole site, those of this page first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Problem>,
    /// Warnings of this page.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Problem>,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The page differs.
    Patch,
    /// Only style sheets differ.
    Css,
    /// The page is to be loaded anew.
    Reload,
    /// Something is wrong.
    Error,
    /// Nothing is wrong.
    Ok,
}

/// A diagnostic with three lines around its place, as the client shows it: a form of the wire, made from the one type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Severity, code, file, line, column, length, message, hint.
    #[serde(flatten)]
    pub diagnostic: Diagnostic,
    /// The line before, the line, the line behind; `[number, text]`.
    pub lines: Vec<(usize, String)>,
    /// The file is one that `open` opens.
    pub can_open: bool,
}

/// What the drawer shows of a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PageInfo {
    /// Path of the Markdown file; none for pages that docent makes itself.
    pub source: Option<String>,
    /// Title.
    pub title: String,
    /// Words of the text.
    pub words: usize,
    /// Minutes to read it.
    pub minutes: usize,
    /// The page's problems.
    pub problems: Vec<Problem>,
    /// Targets of links that lead nowhere, as they are written.
    pub broken_links: Vec<String>,
    /// Pages that link here.
    pub backlinks: Vec<PageLink>,
    /// The page in the other languages.
    pub translations: Vec<TranslationState>,
}

/// A link to a page of the preview.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PageLink {
    /// Title.
    pub title: String,
    /// Address from the root of the preview.
    pub url: String,
    /// Path of the Markdown file.
    pub source: String,
}

/// Whether there is a translation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TranslationState {
    /// Code of the language.
    pub lang: String,
    /// `here` (this page), `translated`, or `missing` (another language is shown in its place).
    pub state: &'static str,
    /// Address from the root of the preview, if there is a page.
    pub url: Option<String>,
}

/// Longest line that is sent: a minified file has one line.
const LINE: usize = 400;

impl Problem {
    /// A diagnostic, with lines from the snapshot.
    pub fn of(diagnostic: Diagnostic, sources: &Sources) -> Self {
        let text = sources.text(&diagnostic.file);
        let place = diagnostic.place.as_ref();
        let lines = match (place, text) {
            (Some(place), Some(text)) => around(text, place),
            (Some(place), None) => vec![(place.line, cut(&place.excerpt))],
            _ => Vec::new(),
        };
        Self { lines, can_open: sources.files.contains_key(&diagnostic.file), diagnostic }
    }
}

fn around(text: &str, place: &Place) -> Vec<(usize, String)> {
    let lines = text.lines().enumerate().map(|(index, line)| (index + 1, cut(line)));
    lines.skip(place.line.saturating_sub(2)).take_while(|(number, _)| *number <= place.line + 1).collect()
}

fn cut(line: &str) -> String {
    line.chars().take(LINE).collect()
}
