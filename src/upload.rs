//! A published folder, sent to a store of objects (S3 and what speaks it, Google Cloud Storage, Azure). An impure edge.
//!
//! In: a folder with its manifest, a [`Destination`]. Out: the same files there, and what it took.
//!
//! 1. [`lock`]: one publisher at a time. One that was killed stops renewing its lock, and the next one takes it over.
//! 2. [`state`]: what the store has, by the lists that earlier publishers left there; [`plan`]: what has to be sent and
//!    removed. Only what a list names is ever removed.
//! 3. Before anything is sent, its names are written down: what an interrupted publisher may have sent is sent again by
//!    the next one.
//! 4. [`send`]: first files with new names, which nobody asks for yet, then pages, then the entries; at last what is not
//!    needed any more is removed. So a reader gets each page as it was or as it is, and whatever that page needs is there.

#![allow(clippy::disallowed_methods, reason = "an impure edge")]

mod headers;
mod lock;
mod plan;
mod send;
mod state;

pub use headers::{cache_control, is_lasting};
pub use plan::{Item, Plan};

use crate::publish::Manifest;
use lock::Lock;
use object_store::path::Path as Key;
use object_store::{ObjectStore, parse_url_opts};
use state::State;
use std::env;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// Where a site goes.
#[derive(Clone, Debug)]
pub struct Destination {
    /// The store.
    pub store: Arc<dyn ObjectStore>,
    /// What all names begin with; empty for the whole bucket.
    pub prefix: String,
    /// The address, for messages.
    pub name: String,
}

/// On what terms it goes there.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    /// Nothing is sent.
    pub dry_run: bool,
    /// Files that nobody knows, under the names of ours, are replaced.
    pub adopt: bool,
    /// A lock that is not renewed for so long belongs to nobody.
    pub lease: Duration,
}

/// What it took.
#[derive(Debug, Default)]
pub struct Sent {
    /// What was, or would be, sent and removed.
    pub plan: Plan,
    /// Bytes that were sent, lists of files and locks with them.
    pub bytes: u64,
    /// An earlier publisher was interrupted, and this one has finished what it began.
    pub recovered: bool,
}

/// Who is told how it goes on.
#[derive(Clone, Copy)]
pub struct Told<'a> {
    /// Something that the user should know at once.
    pub say: &'a (dyn Fn(&str) + Sync),
    /// How many files are sent.
    pub begin: &'a (dyn Fn(usize) + Sync),
    /// One is.
    pub tick: &'a (dyn Fn() + Sync),
}

/// The schemes of stores, as people write them.
const SCHEMES: [&str; 9] = ["s3", "s3a", "gs", "az", "azure", "abfs", "abfss", "https", "memory"];

impl Destination {
    /// Reads an address: `s3://bucket/prefix`. Keys, region and endpoint come from the environment, as other tools of the
    /// store read them.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(address: &str) -> Result<Self, String> {
        let form = "write it as s3://bucket/prefix, gs://bucket/prefix or az://container/prefix";
        let url =
            reqwest::Url::parse(address).map_err(|_| format!("`{address}` is not an address of a store: {form}"))?;
        if !SCHEMES.contains(&url.scheme()) {
            return Err(format!("`{}:` is not a store that docent can publish to: {form}", url.scheme()));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(
                "write no keys into the address: set them in the environment (AWS_ACCESS_KEY_ID ...)".to_owned()
            );
        }
        crate::external::use_ring();
        let own =
            env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
        // A large file over a slow line takes longer than most requests.
        let options = own.chain([("timeout".to_owned(), "5 minutes".to_owned())]);
        let (store, prefix) = parse_url_opts(&url, options).map_err(|error| format!("{address}: {}", told(&error)))?;
        let prefix = prefix.as_ref().trim_matches('/').to_owned();
        Ok(Self { store: store.into(), prefix, name: address.trim_end_matches('/').to_owned() })
    }

    /// The name of a file in the store; nothing for one that cannot be there.
    pub fn key(&self, path: &str) -> Option<Key> {
        let whole = if self.prefix.is_empty() { path.to_owned() } else { format!("{}/{path}", self.prefix) };
        Key::parse(whole).ok()
    }
}

/// The innermost reason that a store gives.
pub fn told(error: &dyn std::error::Error) -> String {
    let errors = std::iter::successors(Some(error), |error| error.source());
    let mut parts: Vec<String> = Vec::new();
    for text in errors.map(ToString::to_string) {
        // Most errors repeat the one inside.
        if !parts.iter().any(|part| part.contains(&text)) {
            parts.push(text);
        }
    }
    parts.join(": ")
}

/// Sends a folder.
///
/// # Errors
/// A sentence for people. What was begun is finished by the next run.
pub fn upload(folder: &Path, to: &Destination, terms: Terms, told: Told<'_>) -> Result<Sent, String> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.map_err(|error| format!("cannot use the network: {error}"))?;
    let sent = runtime.block_on(upload_in(folder, to, terms, told));
    runtime.shutdown_background();
    sent
}

/// The same for who has a runtime.
///
/// # Errors
/// As [`upload`].
pub async fn upload_in(folder: &Path, to: &Destination, terms: Terms, told: Told<'_>) -> Result<Sent, String> {
    let ours = Manifest::read(folder);
    if ours.files.is_empty() {
        return Err(format!("{}: there is no published site", folder.display()));
    }
    if terms.dry_run {
        let state = State::read(to).await?;
        let plan = planned(folder, to, &ours, &state, terms.adopt).await?;
        return Ok(Sent { plan, ..Sent::default() });
    }
    let lock = Lock::take(to, terms.lease, told.say).await?;
    let done = locked(folder, to, &ours, terms, told, &lock).await;
    lock.leave().await;
    done
}

async fn locked(
    folder: &Path,
    to: &Destination,
    ours: &Manifest,
    terms: Terms,
    told: Told<'_>,
    lock: &Lock,
) -> Result<Sent, String> {
    let mut state = State::read(to).await?;
    let recovered = state.is_interrupted();
    let plan = planned(folder, to, ours, &state, terms.adopt).await?;
    if plan.is_empty() && !recovered {
        return Ok(Sent { plan, ..Sent::default() });
    }
    (told.begin)(plan.items().count());
    let mut bytes = state.begin(to, ours, &plan).await?;
    bytes += send::all(folder, to, &plan, lock, told.tick).await?;
    send::remove(to, &plan, lock).await?;
    bytes += state.finish(to, ours, &plan).await?;
    Ok(Sent { plan, bytes, recovered })
}

/// What has to be done, if it may be.
async fn planned(folder: &Path, to: &Destination, ours: &Manifest, state: &State, adopt: bool) -> Result<Plan, String> {
    state.is_for(to, ours.audience.as_deref())?;
    let plan = Plan::of(folder, ours, state)?;
    if state.is_new() && !adopt {
        send::refuse_strangers(to, &plan).await?;
    }
    Ok(plan)
}
