//! Who may edit, and what.
//!
//! In: the head of a question, the name of a file. Out: yes or no. A page of another site can send requests here, so a
//! question needs what only a page of this preview has: the token, the exact origin, and a type of content that a form
//! cannot send. It must come from this machine and to one of its own names: whoever reaches the preview by another name
//! reads, and does not write.
//!
//! A file is one of the pages of the site that is served, by its exact path: nothing is joined or normalised, and what the
//! preview does not show, it does not open.

use super::{Refusal, World};
use crate::serve::preview::Preview;
use crate::serve::request::is_trusted;
use crate::workspace::rebuild::BuiltSite;
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use std::net::SocketAddr;
use std::path::Path;

/// Whether somebody may ask.
pub fn may_ask(preview: &Preview, head: &Parts, peer: SocketAddr) -> bool {
    is_trusted(preview, &head.headers, &head.uri)
        && is_here(preview, &head.headers)
        && peer.ip().to_canonical().is_loopback()
}

/// Whether a request is for this machine by a name of its own.
pub fn is_here(preview: &Preview, headers: &HeaderMap) -> bool {
    preview.hosts.is_own(headers)
}

/// Whether anything is edited here, and the question is one that no form can send.
pub fn is_on(preview: &Preview, head: &Parts) -> Result<(), Refusal> {
    let kind = head.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if preview.desk.is_none() {
        return Err(off());
    }
    if kind != "application/json" {
        return Err(Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "the question is not JSON"));
    }
    Ok(())
}

/// Nothing is edited here.
pub fn off() -> Refusal {
    let why =
        "pages are not edited in this preview: it was started with --no-edit, for an audience, or for other machines";
    Refusal::new(StatusCode::NOT_FOUND, why)
}

/// The file of a page that is served, for the disk.
pub fn page<'f>(world: &World<'_>, file: &'f str) -> Result<&'f Path, Refusal> {
    let build = world.build;
    let for_all = build.config.as_ref().is_none_or(|config| config.audience.is_none());
    // A page that cannot be read at the moment was one when the site was whole.
    let has =
        |made: &BuiltSite| made.output.site.own_entry(file).is_some() && made.output.config().content_dir.is_page(file);
    let known = || [&build.made, &build.whole].into_iter().flatten().any(|made| has(made));
    if !for_all || !build.sources.files.contains_key(file) || !known() {
        return Err(Refusal::new(StatusCode::NOT_FOUND, "there is no such page"));
    }
    Ok(Path::new(file))
}
