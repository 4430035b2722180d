//! A file of the site, looked up in the output and never on the disk.
//!
//! In: a request's path, and which part of the file it wants ([`super::ranges`]). Out: the file, 404 with the site's own
//! page, or the way to a folder's page.
//!
//! What is only copied is read from the disk while it is sent: a video takes no more memory than a block, and a player
//! gets the part that it asks for.
//!
//! The path is decoded once and compared as a whole: nothing is joined, nothing is normalised, so `..` is a name that no
//! file has. Names that begin with a dot are not served even if a build had them (`.well-known` is).

use super::build::{Build, Shown, is_html};
use super::edit::gate;
use super::preview::Preview;
use super::ranges::{Asked, parted};
use super::request::typed;
use crate::fingerprint::Fingerprint;
use crate::output::{Bytes, media_type};
use crate::source::open::OnDisk;
use crate::source::stamp::Stamp;
use crate::theme;
use crate::url::{decode, encode};
use axum::body::Body;
use axum::extract::State;
use axum::http::header::LOCATION;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use std::io::{self, Seek, SeekFrom};
use std::sync::{Arc, LazyLock};
use std::time::Duration;
use tokio::io::AsyncReadExt;
use tokio_util::io::ReaderStream;

/// How long a request waits for its page: longer than any template may take (`cli::watchdog`).
const WAIT: Duration = Duration::from_secs(30);

/// What is read at once of a file that is being sent.
const BLOCK: usize = 64 * 1024;

/// `client.js` with what it imports.
static CLIENT_SCRIPT: LazyLock<String> =
    LazyLock::new(|| theme::script("src/serve/client.js", include_str!("client.js"), &CLIENT_PARTS));

/// The parts of it that are its own.
const CLIENT_PARTS: [(&str, &str); 14] = [
    ("src/serve/client/change.js", include_str!("client/change.js")),
    ("src/serve/client/differ.js", include_str!("client/differ.js")),
    ("src/serve/client/drawer.js", include_str!("client/drawer.js")),
    ("src/serve/client/edit.js", include_str!("client/edit.js")),
    ("src/serve/client/edit/ask.js", include_str!("client/edit/ask.js")),
    ("src/serve/client/edit/box.js", include_str!("client/edit/box.js")),
    ("src/serve/client/edit/offers.js", include_str!("client/edit/offers.js")),
    ("src/serve/client/edit/result.js", include_str!("client/edit/result.js")),
    ("src/serve/client/edit/tools.js", include_str!("client/edit/tools.js")),
    ("src/serve/client/edit/words.js", include_str!("client/edit/words.js")),
    ("src/serve/client/panel.js", include_str!("client/panel.js")),
    ("src/serve/client/words.js", include_str!("client/words.js")),
    ("src/serve/client/server.js", include_str!("client/server.js")),
    ("src/serve/client/source.js", include_str!("client/source.js")),
];
const CLIENT_STYLE: &str = concat!(include_str!("client.css"), include_str!("client/edit.css"));

/// `client.js`.
pub async fn client_script() -> Response {
    typed(StatusCode::OK, "text/javascript; charset=utf-8", CLIENT_SCRIPT.as_str())
}

/// `client.css`.
pub async fn client_style() -> Response {
    typed(StatusCode::OK, "text/css; charset=utf-8", CLIENT_STYLE)
}

/// A file of the site.
pub async fn file(State(preview): State<Arc<Preview>>, method: Method, headers: HeaderMap, uri: Uri) -> Response {
    if method == Method::POST {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let Some(path) = path(uri.path()) else { return StatusCode::NOT_FOUND.into_response() };
    let Some(build) = first_build(&preview).await else { return StatusCode::SERVICE_UNAVAILABLE.into_response() };
    let asked = Asked::of(&method, &headers);
    let writes = preview.desk.is_some() && gate::is_here(&preview, &headers);
    let work = tokio::task::spawn_blocking(move || found(&preview, &build, &path, &asked, writes));
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

fn found(preview: &Preview, build: &Build, path: &str, asked: &Asked, writes: bool) -> Response {
    let shown = preview.shown(build, path);
    if !shown.found && !path.ends_with(".html") {
        let folder = format!("{path}/index.html");
        if build.made.as_ref().is_some_and(|made| made.output.has(&folder)) {
            return to_folder(path);
        }
    }
    if !shown.found {
        return typed(StatusCode::NOT_FOUND, "text/html; charset=utf-8", tagged(preview, build, path, &shown, writes));
    }
    match &shown.bytes {
        _ if media_type(path).starts_with("text/html") && is_html(path) => {
            from_memory(&tagged(preview, build, path, &shown, writes), path, asked)
        }
        Bytes::Memory(bytes) => from_memory(bytes, path, asked),
        Bytes::Disk(file) => from_disk(file, path, asked).unwrap_or_else(|_| StatusCode::NOT_FOUND.into_response()),
    }
}

fn from_memory(bytes: &[u8], path: &str, asked: &Asked) -> Response {
    let tag = Fingerprint::of_bytes(bytes).to_string();
    let body = |start: usize, len: usize| axum::body::Bytes::copy_from_slice(&bytes[start..start + len]).into();
    // What stands in memory is counted in `usize`.
    parted(asked, media_type(path), &tag, bytes.len() as u64, |start, len| body(start as usize, len as usize))
}

/// A file that the output names. Somebody may have put a link in its place: it is not followed.
fn from_disk(file: &OnDisk, path: &str, asked: &Asked) -> io::Result<Response> {
    let mut open = file.open()?;
    let data = open.metadata()?;
    let tag = Fingerprint::of(&Stamp::of(&data)).to_string();
    let part = move |start: u64, len: u64| match open.seek(SeekFrom::Start(start)) {
        Ok(_) => Body::from_stream(ReaderStream::with_capacity(tokio::fs::File::from_std(open).take(len), BLOCK)),
        Err(_) => Body::empty(),
    };
    Ok(parted(asked, media_type(path), &tag, data.len(), part))
}

/// `/en` is `/en/`: links of the page are relative to it.
fn to_folder(path: &str) -> Response {
    match HeaderValue::from_str(&format!("/{}/", encode(path))) {
        Ok(place) => (StatusCode::TEMPORARY_REDIRECT, [(LOCATION, place)]).into_response(),
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

/// The page with its one tag, before the end of the head.
fn tagged(preview: &Preview, build: &Build, path: &str, shown: &Shown, writes: bool) -> Vec<u8> {
    let Bytes::Memory(html) = &shown.bytes else { return Vec::new() };
    let tag = tag(preview, build, path, &shown.hash, writes);
    if html.is_empty() {
        return format!("<!doctype html>\n<meta charset=\"utf-8\">\n<title>docent</title>\n{tag}\n<main></main>\n")
            .into();
    }
    let at = find(html, b"</head>").unwrap_or(html.len());
    [&html[..at], tag.as_bytes(), &html[at..]].concat()
}

fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).position(|window| window == word)
}

fn tag(preview: &Preview, build: &Build, path: &str, hash: &str, writes: bool) -> String {
    let page = crate::render::context::escape(path);
    let edit = if preview.editor.is_some() { "yes" } else { "no" };
    let writes = if writes { " data-writes=\"yes\"" } else { "" };
    let (token, id) = (&preview.token, build.id);
    format!(
        "<script src=\"/__docent/client.js\" data-token=\"{token}\" data-page=\"{page}\" data-hash=\"{hash}\" \
         data-build=\"{id}\" data-edit=\"{edit}\"{writes} defer></script>"
    )
}
