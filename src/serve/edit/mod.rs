//! Pages are edited where they are read: what the browser asks, and who may ask it.
//!
//! In: `POST /__docent/edit/WHAT` with a JSON object ([`messages`]). Out: JSON, or a sentence that says why not.
//!
//! 1. [`gate`] says who may ask at all, and which files: pages of the site that is served, by their exact paths.
//! 2. [`unit`](mod@unit) finds the lines of a block; a draft of them is built beside the served site ([`draft`]) and shown.
//! 3. [`desk`] remembers what was read, merges what is saved with what happened meanwhile, and writes; [`journal`] undoes.
//! 4. [`offers`] of links are those of the language server.
//!
//! Nothing here is in a published site. Without a question nothing is read, built or kept.

pub mod desk;
pub mod draft;
pub mod gate;
pub mod journal;
pub mod messages;
pub mod offers;
pub mod unit;

use super::build::Build;
use super::files::first_build;
use super::preview::Preview;
use super::request::{Peer, typed};
use axum::extract::{Extension, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use desk::Desk;
use messages::{Offers, Read, Save, Try, json};
use serde::de::DeserializeOwned;
use std::sync::Arc;
use std::time::Duration;

/// Bytes of a question: a page may have 5 MB, and JSON writes some characters with six.
const MOST: usize = 32 * 1024 * 1024;

/// How long a question may take to arrive, and an answer to be made.
const WAIT: Duration = Duration::from_secs(30);

/// Why something is not done: the status, and a sentence for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal(pub StatusCode, pub String);

impl Refusal {
    /// With a sentence.
    pub fn new(status: StatusCode, why: impl Into<String>) -> Self {
        Self(status, why.into())
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        typed(self.0, "text/plain; charset=utf-8", self.1)
    }
}

/// What an answer is made of.
pub struct World<'a> {
    /// The preview.
    pub preview: &'a Preview,
    /// The newest build.
    pub build: &'a Build,
    /// What is edited.
    pub desk: &'a Desk,
}

/// `POST /__docent/edit/WHAT`.
pub async fn answer(
    State(preview): State<Arc<Preview>>,
    Extension(Peer(peer)): Extension<Peer>,
    request: Request,
) -> Response {
    let (head, body) = request.into_parts();
    if !gate::may_ask(&preview, &head, peer) {
        return StatusCode::FORBIDDEN.into_response();
    }
    if let Err(refusal) = gate::is_on(&preview, &head) {
        return refusal.into_response();
    }
    let body = match tokio::time::timeout(WAIT, axum::body::to_bytes(body, MOST)).await {
        Ok(Ok(body)) => body,
        Ok(Err(_)) => {
            return Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "this is too long for a page").into_response();
        }
        Err(_) => return StatusCode::REQUEST_TIMEOUT.into_response(),
    };
    let Some(build) = first_build(&preview).await else { return StatusCode::SERVICE_UNAVAILABLE.into_response() };
    let what = head.uri.path().rsplit('/').next().unwrap_or_default().to_owned();
    let work = tokio::task::spawn_blocking(move || dispatch(&preview, &build, &what, &body));
    match tokio::time::timeout(WAIT, work).await {
        Ok(Ok(Ok(response))) => response,
        Ok(Ok(Err(refusal))) => refusal.into_response(),
        _ => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

fn dispatch(preview: &Preview, build: &Build, what: &str, body: &[u8]) -> Result<Response, Refusal> {
    let desk = preview.desk.as_ref().ok_or_else(gate::off)?;
    let world = World { preview, build, desk };
    match what {
        "read" => json(&unit::read(&world, &asked::<Read>(body)?)?),
        "try" => json(&draft::answer(&world, &asked::<Try>(body)?)?),
        "save" => json(&desk::save(&world, &asked::<Save>(body)?)?),
        "offers" => json(&offers::answer(&world, &asked::<Offers>(body)?)?),
        "undo" => json(&journal::undo(&world)?),
        "redo" => json(&journal::redo(&world)?),
        _ => Err(Refusal::new(StatusCode::NOT_FOUND, "there is no such question")),
    }
}

fn asked<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refusal> {
    serde_json::from_slice(body).map_err(|error| Refusal::new(StatusCode::BAD_REQUEST, error.to_string()))
}
