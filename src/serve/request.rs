//! What a request says of itself, and the simplest answer.
//!
//! In: the head of a request, the two ends of its connection. Out: whether it is trusted, its parameters; an answer of
//! one type.

use super::guard::same_token;
use super::preview::Preview;
use crate::url::decode;
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, HeaderValue};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use std::net::SocketAddr;

/// Our end of a connection.
#[derive(Clone, Copy, Debug)]
pub struct Local(pub SocketAddr);

/// The other end.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub SocketAddr);

/// Whether a request may have events or start an action.
pub fn is_trusted(preview: &Preview, headers: &HeaderMap, uri: &Uri) -> bool {
    preview.hosts.is_same_origin(headers) && has_token(preview, uri)
}

/// Whether a request knows the token.
pub fn has_token(preview: &Preview, uri: &Uri) -> bool {
    parameter(uri, "token").is_some_and(|token| same_token(&token, &preview.token))
}

/// A parameter of the query.
pub fn parameter(uri: &Uri, name: &str) -> Option<String> {
    let pairs = uri.query()?.split('&').filter_map(|pair| pair.split_once('='));
    pairs.filter(|(key, _)| *key == name).map(|(_, value)| decode(&value.replace('+', " "))).next()
}

/// An answer of one type.
pub fn typed(status: StatusCode, kind: &'static str, body: impl Into<Body>) -> Response {
    (status, [(CONTENT_TYPE, HeaderValue::from_static(kind))], body.into()).into_response()
}
