//! The server: connections, their limits, and who answers what. With its neighbours the only place that names axum,
//! hyper and tokio.
//!
//! In: a listener and the [`Preview`]. Out: answers; every one of them says `nosniff` and `same-origin`, none says
//! `Access-Control-Allow-*`. A request without our exact host gets 403 and one sentence, and the terminal says once for each
//! such name how it can be allowed: a tunnel and a proxy bring names of their own.

use super::build::lock;
use super::edit;
use super::events;
use super::files;
use super::live::ServerEvent;
use super::open_in_editor;

use super::page_info;
use super::preview::Preview;
use super::request::{Local, Peer, typed};
use crate::config::Config;
use axum::Router;
use axum::extract::{Extension, Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, HOST, HeaderName, HeaderValue, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use hyper::body::Incoming;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tower_service::Service;

/// Time for a request's head, and between two requests of a connection.
const HEAD: Duration = Duration::from_secs(10);
/// Bytes of a request's head.
const HEAD_BYTES: usize = 32 * 1024;
/// Open connections: 500 tabs and their requests.
const CONNECTIONS: usize = 2000;

/// What a reader gets who came by another name.
const REFUSED: &str = "This preview answers only to its own address. If you came through a tunnel or a proxy, look at the \
                       terminal of docent: it says which option allows this name.\n";

/// Who is told of what happens.
pub type Tell = Arc<dyn Fn(ServerEvent<'_>) + Send + Sync>;

/// Names that are told; more of them are an attack.
const NAMES: usize = 8;

/// Names that nobody has allowed.
struct Strangers {
    told: Mutex<BTreeSet<String>>,
    tell: Tell,
}

impl Strangers {
    /// Tells of a name, the first time it is asked for.
    fn hear(&self, headers: &HeaderMap) {
        let Some(host) = headers.get(HOST).and_then(|host| host.to_str().ok()) else { return };
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':' | '[' | ']');
        if host.is_empty() || host.len() > 253 || !host.chars().all(is_name) {
            return;
        }
        let mut told = lock(&self.told);
        if told.len() < NAMES && told.insert(host.to_owned()) {
            let line = format!(
                "a request for `{host}` was refused: if that is your tunnel or proxy, start the preview with `--allow-host {host}`"
            );
            (self.tell)(ServerEvent::Notice(&line));
        }
    }
}

/// Answers requests until the program ends.
pub async fn serve(listener: TcpListener, preview: Arc<Preview>, tell: Tell) {
    let router = router(&preview, tell);
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let Ok(permit) = room.clone().acquire_owned().await else { return };
        match listener.accept().await {
            Ok((stream, peer)) => {
                let connection = connection(stream, Peer(peer), router.clone());
                tokio::spawn(async move {
                    connection.await;
                    drop(permit);
                });
            }
            // No file descriptor left, or the peer is gone: there will be one again.
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}

async fn connection(stream: TcpStream, peer: Peer, router: Router) {
    let Ok(local) = stream.local_addr() else { return };
    let _ = stream.set_nodelay(true);
    let service = hyper::service::service_fn(move |mut request: hyper::Request<Incoming>| {
        request.extensions_mut().insert(Local(local));
        request.extensions_mut().insert(peer);
        router.clone().call(request)
    });
    let mut server = hyper::server::conn::http1::Builder::new();
    server.timer(TokioTimer::new()).header_read_timeout(HEAD).max_buf_size(HEAD_BYTES).half_close(false);
    // A broken request ends its connection and nothing else.
    let _ = server.serve_connection(TokioIo::new(stream), service).await;
}

fn router(preview: &Arc<Preview>, tell: Tell) -> Router {
    let strangers = Arc::new(Strangers { told: Mutex::default(), tell });
    Router::new()
        .route("/__docent/events", get(events::stream))
        .route("/__docent/page", get(page_info::answer))
        .route("/__docent/open", post(open_in_editor::answer))
        .route("/__docent/edit/{what}", post(edit::answer))
        .route("/__docent/client.js", get(files::client_script))
        .route("/__docent/client.css", get(files::client_style))
        .fallback(files::file)
        .layer(middleware::from_fn_with_state((preview.clone(), strangers), guarded))
        .with_state(preview.clone())
}

/// The policy of the published pages: the client needs no more. Nobody shows a preview in a frame.
fn policy(preview: &Preview) -> HeaderValue {
    let build = preview.build();
    let config = build.as_ref().and_then(|build| build.made.as_ref()).map(|made| made.output.config());
    let of = |config: &Config| HeaderValue::from_str(&config.policy("'none'")).ok();
    let policy = config.and_then(of).or_else(|| of(&Config::default()));
    policy.unwrap_or_else(|| HeaderValue::from_static("default-src 'none'"))
}

fn is_page(kind: &HeaderValue) -> bool {
    kind.as_bytes().starts_with(b"text/html")
}

/// Looks at the head of every request, and adds to the head of every answer.
async fn guarded(
    State((preview, strangers)): State<(Arc<Preview>, Arc<Strangers>)>,
    Extension(Local(local)): Extension<Local>,
    request: Request,
    next: Next,
) -> Response {
    let known = preview.hosts.allows(request.headers(), request.uri(), local);
    let method = request.method().clone();
    let mut response = match (known, method) {
        (false, _) => {
            strangers.hear(request.headers());
            typed(StatusCode::FORBIDDEN, "text/plain; charset=utf-8", REFUSED)
        }
        (true, Method::GET | Method::HEAD | Method::POST) => next.run(request).await,
        (true, _) => StatusCode::METHOD_NOT_ALLOWED.into_response(),
    };
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| drop(headers.insert(name, HeaderValue::from_static(value)));
    set(X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(X_FRAME_OPTIONS, "DENY");
    set(REFERRER_POLICY, "same-origin");
    set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    headers.insert(CONTENT_SECURITY_POLICY, policy(&preview));
    // What is known by its tag may be kept, and is asked for each time; all else is not.
    let kept = headers.contains_key(ETAG) && !headers.get(CONTENT_TYPE).is_some_and(is_page);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(if kept { "no-cache" } else { "no-store" }));
    response
}
