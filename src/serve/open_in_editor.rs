//! Click to source: an editor opens at a file and a line.
//!
//! In: a request that is trusted, for a file of the snapshot. Out: a running editor, or why there is none.

use super::preview::Preview;
use super::request::{Peer, is_trusted, parameter};
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// `POST /__docent/open`.
pub async fn answer(
    State(preview): State<Arc<Preview>>,
    Extension(Peer(peer)): Extension<Peer>,
    headers: HeaderMap,
    uri: Uri,
) -> Response {
    if !is_trusted(&preview, &headers, &uri) || !peer.ip().to_canonical().is_loopback() {
        return StatusCode::FORBIDDEN.into_response();
    }
    let Some(editor) = &preview.editor else {
        return (StatusCode::NOT_FOUND, "no editor is configured: set EDITOR, or use --editor").into_response();
    };
    let number = |name| parameter(&uri, name).and_then(|text| text.parse::<usize>().ok()).unwrap_or(1).max(1);
    let file = parameter(&uri, "file").unwrap_or_default();
    // Only what the snapshot holds: it was found below the root, and no link led to it.
    let known = preview.build().is_some_and(|build| build.sources.files.contains_key(&file));
    if !known || file.starts_with('/') || file.split('/').any(|part| part == "..") {
        return (StatusCode::NOT_FOUND, "there is no such file").into_response();
    }
    match editor.start(&preview.root, &file, number("line"), number("column")) {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => {
            let told = format!("`{}` could not be started: {error}", editor.0[0]);
            (StatusCode::INTERNAL_SERVER_ERROR, told).into_response()
        }
    }
}
