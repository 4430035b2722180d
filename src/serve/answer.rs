//! A file of the site, looked up in the output and never on the disk.
//!
//! In: a request's path. Out: the file, 404 with the site's own page, or the way to a folder's page.
//!
//! The path is decoded once and compared as a whole: nothing is joined, nothing is normalised, so `..` is a name that no
//! file has. Names that begin with a dot are not served even if a build had them (`.well-known` is).

use super::build::{Build, Shown, is_html};
use super::preview::Preview;
use super::request::typed;
use crate::output::Bytes;
use crate::page::url::{decode, encode};
use axum::body::Body;
use axum::extract::State;
use axum::http::header::LOCATION;
use axum::http::{HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// How long a request waits for its page: longer than any template may take (`cli::watchdog`).
const WAIT: Duration = Duration::from_secs(30);

const CLIENT_SCRIPT: &str = include_str!("client.js");
const CLIENT_STYLE: &str = include_str!("client.css");

/// `client.js`.
pub async fn client_script() -> Response {
    typed(StatusCode::OK, "text/javascript; charset=utf-8", CLIENT_SCRIPT)
}

/// `client.css`.
pub async fn client_style() -> Response {
    typed(StatusCode::OK, "text/css; charset=utf-8", CLIENT_STYLE)
}

/// A file of the site.
pub async fn file(State(preview): State<Arc<Preview>>, method: Method, uri: Uri) -> Response {
    if method == Method::POST {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let Some(path) = path(uri.path()) else { return StatusCode::NOT_FOUND.into_response() };
    let Some(build) = first_build(&preview).await else { return StatusCode::SERVICE_UNAVAILABLE.into_response() };
    let work = tokio::task::spawn_blocking(move || found(&preview, &build, &path));
    match tokio::time::timeout(WAIT, work).await {
        Ok(Ok(response)) => response,
        _ => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

/// The newest build; the first one is waited for.
pub async fn first_build(preview: &Preview) -> Option<Arc<Build>> {
    let mut news = preview.news.subscribe();
    let build = news.wait_for(|news| news.build.is_some()).await.ok()?;
    build.build.clone()
}

/// The path in the output that an address means.
fn path(address: &str) -> Option<String> {
    let valid = |at: usize| address.get(at + 1..at + 3).is_some_and(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()));
    if !address.starts_with('/') || !address.match_indices('%').all(|(at, _)| valid(at)) {
        return None;
    }
    let mut path = decode(&address[1..]);
    if path.is_empty() || path.ends_with('/') {
        path.push_str("index.html");
    }
    let odd = |part: &str| part.is_empty() || (part.starts_with('.') && part != ".well-known");
    (!path.split('/').any(odd)).then_some(path)
}

fn found(preview: &Preview, build: &Build, path: &str) -> Response {
    let shown = preview.shown(build, path);
    if !shown.found && !path.ends_with(".html") {
        let folder = format!("{path}/index.html");
        if build.made.as_ref().is_some_and(|made| made.output.has(&folder)) {
            return to_folder(path);
        }
    }
    let status = if shown.found { StatusCode::OK } else { StatusCode::NOT_FOUND };
    let kind = if shown.found { kind(path) } else { "text/html; charset=utf-8" };
    match &shown.bytes {
        _ if kind.starts_with("text/html") && (is_html(path) || !shown.found) => {
            typed(status, kind, tagged(preview, build, path, &shown))
        }
        Bytes::Memory(bytes) => typed(status, kind, axum::body::Bytes::copy_from_slice(bytes)),
        Bytes::Disk(file) => from_disk(preview, file, kind),
    }
}

/// `/en` is `/en/`: links of the page are relative to it.
fn to_folder(path: &str) -> Response {
    match HeaderValue::from_str(&format!("/{}/", encode(path))) {
        Ok(place) => (StatusCode::TEMPORARY_REDIRECT, [(LOCATION, place)]).into_response(),
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

/// A file that the output names, and that is still below the root: somebody may have put a link in its place.
#[allow(clippy::disallowed_methods, reason = "an impure edge")]
fn from_disk(preview: &Preview, file: &Path, kind: &'static str) -> Response {
    let inside = std::fs::canonicalize(file).is_ok_and(|real| real.starts_with(&preview.root));
    match std::fs::read(file) {
        Ok(bytes) if inside => typed(StatusCode::OK, kind, bytes),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

/// The page with its one tag, before the end of the head.
fn tagged(preview: &Preview, build: &Build, path: &str, shown: &Shown) -> Body {
    let Bytes::Memory(html) = &shown.bytes else { return Body::empty() };
    let tag = tag(preview, build, path, &shown.hash);
    if html.is_empty() {
        return format!("<!doctype html>\n<meta charset=\"utf-8\">\n<title>docent</title>\n{tag}\n<main></main>\n")
            .into();
    }
    let at = find(html, b"</head>").unwrap_or(html.len());
    [&html[..at], tag.as_bytes(), &html[at..]].concat().into()
}

fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).position(|window| window == word)
}

fn tag(preview: &Preview, build: &Build, path: &str, hash: &str) -> String {
    let page = crate::render::world::escape(path);
    let edit = if preview.editor.is_some() { "yes" } else { "no" };
    let (token, id) = (&preview.token, build.id);
    format!(
        "<script src=\"/__docent/client.js\" data-token=\"{token}\" data-page=\"{page}\" data-hash=\"{hash}\" \
         data-build=\"{id}\" data-edit=\"{edit}\" defer></script>"
    )
}

/// The type by the name's ending. What is not known is downloaded, never guessed (`nosniff`).
fn kind(path: &str) -> &'static str {
    let ending = path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    match ending.as_str() {
        "html" | "htm" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json",
        "wasm" => "application/wasm",
        "md" => "text/markdown; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "xml" => "application/xml",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "ttf" => "font/ttf",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "mp3" => "audio/mpeg",
        "ogg" => "audio/ogg",
        "pdf" => "application/pdf",
        "zip" => "application/zip",
        _ => "application/octet-stream",
    }
}
