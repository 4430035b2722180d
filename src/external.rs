//! Outside links: whether what pages of other sites are linked for is there. An impure edge: it asks the network and the
//! clock.
//!
//! In: the site, the settings, what earlier runs were told. Out: an [`Answer`] for each address, and what to tell of it.
//!
//! 1. [`links`] collects every outside link once, with all places where it stands.
//! 2. [`cache`] knows what was answered lately; only the rest is asked.
//! 3. [`ask`] talks to one server at a time: bounded in time and bytes, in turns ([`hosts`]), to public addresses only
//!    ([`private`]). [`remote_page`] reads the page on the other side: its title and its anchors.
//! 4. [`mod@tell`] says what is wrong at the link, and what to write instead.

#![allow(clippy::disallowed_methods, reason = "an impure edge")]

pub mod answer;
mod ask;
pub mod cache;
mod hosts;
pub mod links;
mod private;
mod remote_page;
mod tell;

pub use answer::{Answer, Verdict};
pub use cache::{Cache, Known};
pub use tell::tell;

use crate::config::ExternalLinks;
use ask::{Asker, Job};
use links::Links;
use reqwest::Url;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::task::JoinSet;

/// How links are asked for.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    /// For one request, from the connection to the last byte that is read.
    pub timeout: Duration,
    /// What is known counts for nothing.
    pub fresh: bool,
}

/// What came of it.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// For each address.
    pub known: BTreeMap<String, Known>,
    /// How many addresses were asked for now.
    pub asked: usize,
}

/// TLS of this program is rustls on ring. Another part of it may have said so before.
pub fn use_ring() {
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// What the clock says, in seconds since 1970.
pub fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

/// Asks for every link that is not known. `begin` is told how many, `tick` is called after each.
///
/// # Errors
/// A sentence for people, if nothing can be asked at all.
pub fn check(
    links: &Links<'_>,
    settings: &ExternalLinks,
    cache: &Cache,
    terms: Terms,
    (begin, tick): (&dyn Fn(usize), &(dyn Fn() + Sync)),
) -> Result<Checked, String> {
    let now = now();
    let mut checked = Checked::default();
    let mut wanted = Vec::new();
    for address in links.by_address.keys() {
        match cache.fresh(address, now).filter(|_| !terms.fresh) {
            Some(known) => drop(checked.known.insert(address.clone(), known.clone())),
            None => wanted.push(address.as_str()),
        }
    }
    checked.asked = wanted.len();
    let (jobs, unreadable) = jobs(&wanted);
    begin(jobs.len());
    let answers = if jobs.is_empty() { Vec::new() } else { ask_all(jobs, settings, terms, tick)? };
    for (address, answer) in answers.into_iter().chain(unreadable) {
        let known = cache.after(&address, answer, now);
        checked.known.insert(address, known);
    }
    Ok(checked)
}

/// One job a page: places in it are looked for in one answer.
fn jobs(wanted: &[&str]) -> (Vec<Job>, Vec<(String, Answer)>) {
    let mut pages: BTreeMap<String, Job> = BTreeMap::new();
    let mut unreadable = Vec::new();
    for address in wanted {
        match Url::parse(address) {
            Ok(mut url) if url.has_host() => {
                let place = url.fragment().map(str::to_owned);
                url.set_fragment(None);
                let job = pages.entry(url.to_string()).or_insert_with(|| Job { url, links: Vec::new() });
                job.links.push(((*address).to_owned(), place));
            }
            _ => unreadable.push(((*address).to_owned(), Answer::of(Verdict::Malformed, "it is not a web address"))),
        }
    }
    (pages.into_values().collect(), unreadable)
}

type Answers = Vec<(String, Answer)>;

/// A small runtime of its own: everything else of docent waits for disks.
fn ask_all(
    jobs: Vec<Job>,
    settings: &ExternalLinks,
    terms: Terms,
    tick: &(dyn Fn() + Sync),
) -> Result<Answers, String> {
    let asker = Arc::new(Asker::new(settings, terms.timeout)?);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.map_err(|error| format!("cannot ask the network: {error}"))?;
    let answers = runtime.block_on(async {
        let mut running = JoinSet::new();
        for job in jobs {
            let asker = asker.clone();
            running.spawn(async move { asker.answer(&job).await });
        }
        let mut answers = Vec::new();
        while let Some(done) = running.join_next().await {
            answers.extend(done.unwrap_or_default());
            tick();
        }
        answers
    });
    runtime.shutdown_background();
    Ok(answers)
}
