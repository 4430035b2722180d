//! Server-sent events: each tab is told about its own page.
//!
//! In: the page and the hash that a tab has. Out: a stream of [`Event`]s (see [`super::protocol`]).
//!
//! A tab waits for the number of news to grow, looks at the newest build, and is told the difference between that and
//! what it has. Nothing is queued for it: one that does not read stops at its own socket, and when it reads again it is
//! told about the newest build only.

use super::build::{Build, Shown};
use super::files::first_build;
use super::preview::{News, Preview};
use super::protocol::{Event, Kind, Problem};
use super::request::{is_trusted, parameter};
use crate::diagnostic::Severity;
use crate::output::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::sse::{self, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch::Receiver;

/// A connection that says nothing for longer than this is taken for dead by proxies.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// Errors that one event carries: a broken template is an error on every page.
const MOST: usize = 50;

/// `GET /__docent/events`.
pub async fn stream(State(preview): State<Arc<Preview>>, headers: HeaderMap, uri: Uri) -> Response {
    if !is_trusted(&preview, &headers, &uri) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let news = preview.news.subscribe();
    let page = parameter(&uri, "page").unwrap_or_default();
    let hash = parameter(&uri, "hash").unwrap_or_default();
    let tab = Tab { preview, news, page, hash, had: None, told: None, waiting: Vec::new() };
    let events = stream::unfold(tab, |mut tab| async {
        let event = tab.next().await?;
        Some((Ok::<_, Infallible>(event), tab))
    });
    Sse::new(events).keep_alive(KeepAlive::new().interval(HEARTBEAT)).into_response()
}

/// A tab, and what it knows.
struct Tab {
    preview: Arc<Preview>,
    news: Receiver<News>,
    page: String,
    hash: String,
    /// The bytes that it has, if they are known.
    had: Option<Arc<Shown>>,
    /// The closing event that it was told last.
    told: Option<Event>,
    /// What it is told next, the last one first.
    waiting: Vec<Event>,
}

impl Tab {
    async fn next(&mut self) -> Option<sse::Event> {
        loop {
            if let Some(event) = self.waiting.pop() {
                let text = serde_json::to_string(&event).ok()?;
                return Some(sse::Event::default().id(event.id.to_string()).data(text));
            }
            let build = match self.told {
                None => first_build(&self.preview).await?,
                Some(_) => {
                    self.news.changed().await.ok()?;
                    self.news.borrow_and_update().build.clone()?
                }
            };
            self.look(build).await?;
        }
    }

    async fn look(&mut self, build: Arc<Build>) -> Option<()> {
        let (preview, page, shown_of) = (self.preview.clone(), self.page.clone(), build.clone());
        let shown = tokio::task::spawn_blocking(move || preview.shown(&shown_of, &page)).await.ok()?;
        let closing = closing(&build, &self.page, &shown);
        // The same build has more to tell only if it found more.
        if self.told.as_ref() != Some(&closing) {
            self.waiting.push(closing.clone());
            self.told = Some(closing.clone());
        }
        if shown.hash != self.hash {
            let kind = self.had.as_ref().map_or(Kind::Patch, |had| difference(had, &shown));
            self.waiting.push(Event { kind, errors: Vec::new(), warnings: Vec::new(), ..closing });
            self.hash.clone_from(&shown.hash);
        }
        self.had = Some(shown);
        Some(())
    }
}

fn closing(build: &Build, page: &str, shown: &Shown) -> Event {
    let source = build.made.as_ref().and_then(|made| made.output.source_of(page));
    let mut all = build.problems();
    all.extend(shown.problems.iter().filter(|p| !all.contains(p)).cloned().collect::<Vec<_>>());
    let (mut errors, warnings): (Vec<_>, Vec<_>) = all.into_iter().partition(|p| p.severity == Severity::Error);
    errors.sort_by_key(|problem| Some(problem.file.as_str()) != source);
    let told = |all: Vec<_>| all.into_iter().take(MOST).map(|problem| Problem::of(problem, &build.sources)).collect();
    let kind = if errors.is_empty() { Kind::Ok } else { Kind::Error };
    let warnings = warnings.into_iter().filter(|problem| Some(problem.file.as_str()) == source).collect();
    let (page, hash) = (page.to_owned(), shown.hash.clone());
    Event { id: build.id, kind, page, hash, errors: told(errors), warnings: told(warnings) }
}

/// What has to happen in a tab that shows `old`.
fn difference(old: &Shown, new: &Shown) -> Kind {
    let (Bytes::Memory(old_bytes), Bytes::Memory(new_bytes)) = (&old.bytes, &new.bytes) else { return Kind::Reload };
    let (old_text, new_text) = (String::from_utf8_lossy(old_bytes), String::from_utf8_lossy(new_bytes));
    let (old_head, new_head) = (head(&old_text), head(&new_text));
    let same = |word| tags(old_head, word).eq(tags(new_head, word));
    if old.found != new.found || !same("<script") {
        return Kind::Reload;
    }
    let rest = |text: &str| text.lines().filter(|line| !is_style(line)).map(str::to_owned).collect::<Vec<_>>();
    let styles = |text: &str| text.lines().filter(|line| is_style(line)).map(str::to_owned).collect::<Vec<_>>();
    if styles(old_head) != styles(new_head) && rest(&old_text) == rest(&new_text) { Kind::Css } else { Kind::Patch }
}

fn head(html: &str) -> &str {
    html.split_once("</head>").map_or("", |(head, _)| head)
}

fn tags<'t>(head: &'t str, word: &'static str) -> impl Iterator<Item = &'t str> {
    head.match_indices(word).map(|(at, _)| head[at..].split('>').next().unwrap_or_default())
}

fn is_style(line: &str) -> bool {
    line.trim_start().starts_with("<link") && line.contains("stylesheet")
}
