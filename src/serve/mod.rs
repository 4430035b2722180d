//! The live preview: the site from memory, always the newest, shown where the author is looking. An edge.
//!
//! In: a project that is followed. Out: a server on the loopback. Nothing of it reaches the output folder.
//!
//! - [`live`] takes each build of [`crate::workspace`] to the tabs;
//! - [`preview`] holds the newest [`build`] and renders what is asked for, the last good page where there is no good one;
//! - [`background`] renders the rest and makes the search index, out of the way;
//! - [`http`] answers, [`files`] files, [`events`] the tabs, [`page_info`] the drawer, [`open_in_editor`] clicks, which start the
//!   [`editor`]; [`edit`] writes what was edited in the browser; [`guard`] says who may ask, [`request`] what is asked, [`ranges`] for which part;
//! - [`protocol`] is what the server and `client.js` have agreed on.
//!
//! The only room that names axum, hyper and tokio.

pub mod background;
pub mod build;
pub mod edit;
pub mod editor;
pub mod events;
pub mod files;
pub mod guard;
pub mod http;
pub mod live;
pub mod open_in_editor;
pub mod page_info;
pub mod preview;
pub mod protocol;
pub mod ranges;
pub mod request;

use crate::workspace::interrupt::Interrupt;
use crate::workspace::rebuild::{Configure, Rebuilds};
use crate::workspace::watch::Follow;
use edit::desk::Desk;
use editor::Editor;
use guard::Hosts;
use live::{Loop, ServerEvent};
use preview::Preview;
use std::io::ErrorKind;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc;
use std::thread;
use tokio::net::TcpListener;

/// Ports that are tried after a taken one.
const PORTS: u16 = 100;

/// Where and for whom.
#[derive(Clone, Debug)]
pub struct Options {
    /// The address.
    pub interface: IpAddr,
    /// The port, or the first one to try.
    pub port: u16,
    /// Names besides those of the loopback.
    pub allow_hosts: Vec<String>,
    /// What opens a file.
    pub editor: Option<Editor>,
    /// Whether pages are edited in the browser.
    pub edits: bool,
}

/// Serves until the program ends.
///
/// # Errors
/// When no port is free, or the system gives no thread or no random number.
pub fn run(
    options: Options,
    root: PathBuf,
    follow: impl FnOnce() -> Follow + Send + 'static,
    configure: Box<Configure>,
    tell: Arc<dyn Fn(ServerEvent<'_>) + Send + Sync>,
) -> Result<(), String> {
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    let runtime = runtime.worker_threads(2).max_blocking_threads(64).enable_all().build().map_err(|e| e.to_string())?;
    let listener = runtime.block_on(bind(options.interface, options.port))?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let hosts = Hosts::new(address, &options.allow_hosts);
    Interrupt::listen()?;
    let preview =
        Arc::new(Preview::new(hosts, guard::token()?, options.editor, options.edits.then(Desk::default), root));
    tell(ServerEvent::Listening(&url(address)));
    let (behind, builds) = mpsc::channel();
    let own = preview.clone();
    spawn("behind", move || background::work(&own, &builds))?;
    let own = preview.clone();
    let heard = tell.clone();
    let rebuild = move || Loop { preview: own, rebuilds: Rebuilds::new(follow(), configure), tell, behind }.run();
    spawn("rebuild", rebuild)?;
    runtime.block_on(http::serve(listener, preview, heard));
    Ok(())
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<(), String> {
    thread::Builder::new().name(name.to_owned()).spawn(work).map(drop).map_err(|error| error.to_string())
}

/// The first port that is free. Bound at once: a port that was only looked at may be taken in between.
async fn bind(interface: IpAddr, port: u16) -> Result<TcpListener, String> {
    let last = if port == 0 { 0 } else { port.saturating_add(PORTS) };
    for port in port..=last {
        match TcpListener::bind(SocketAddr::new(interface, port)).await {
            Ok(listener) => return Ok(listener),
            Err(error) if error.kind() == ErrorKind::AddrInUse => {}
            Err(error) => return Err(format!("{interface}:{port}: {error}")),
        }
    }
    Err(format!("{interface}: the ports {port} to {last} are all in use; choose another one with --port"))
}

/// What is typed into a browser.
fn url(address: SocketAddr) -> String {
    let name = match address.ip() {
        ip if ip.is_unspecified() => "localhost".to_owned(),
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => format!("[{ip}]"),
    };
    format!("http://{name}:{}/", address.port())
}
