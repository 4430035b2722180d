//! Manners: how often and how many at once a host is asked, and when it is left alone.
//!
//! In: an address. Out: a [`Turn`], when it is that address's turn. A host that nobody reaches, three times in a row, is
//! not tried for each of its links.

use super::Answer;
use reqwest::Url;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

/// Requests at once, of all hosts and of one.
const IN_ALL: usize = 48;
const OF_ONE: usize = 4;
/// Between two requests to a host.
const PAUSE: Duration = Duration::from_millis(50);
/// So many failures to connect, and the host is down.
const DOWN: u32 = 3;

/// All hosts.
#[derive(Debug)]
pub struct Hosts {
    all: Mutex<HashMap<String, Arc<Host>>>,
    total: Arc<Semaphore>,
}

/// One host.
#[derive(Debug)]
pub struct Host {
    turns: Arc<Semaphore>,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    next: Instant,
    no_head: bool,
    failed: u32,
    down: Option<Answer>,
}

/// Leave to ask once, until it is dropped.
#[derive(Debug)]
pub struct Turn {
    _host: Option<OwnedSemaphorePermit>,
    _total: Option<OwnedSemaphorePermit>,
}

impl Hosts {
    /// Nobody was asked yet.
    pub fn new() -> Self {
        Self { all: Mutex::default(), total: Arc::new(Semaphore::new(IN_ALL)) }
    }

    /// The host of an address.
    pub fn of(&self, url: &Url) -> Arc<Host> {
        let name =
            format!("{}:{}", url.host_str().unwrap_or_default(), url.port_or_known_default().unwrap_or_default());
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        all.entry(name).or_insert_with(|| Arc::new(Host::new())).clone()
    }

    /// Waits for leave to ask a host.
    pub async fn turn(&self, host: &Host) -> Turn {
        let own = host.turns.clone().acquire_owned().await.ok();
        loop {
            let at = host.slot();
            tokio::time::sleep_until(at).await;
            // Meanwhile the host may have asked for peace.
            if host.is_open(at) {
                break;
            }
        }
        Turn { _host: own, _total: self.total.clone().acquire_owned().await.ok() }
    }
}

impl Host {
    fn new() -> Self {
        let state = State { next: Instant::now(), no_head: false, failed: 0, down: None };
        Self { turns: Arc::new(Semaphore::new(OF_ONE)), state: Mutex::new(state) }
    }

    fn with<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The next free moment, taken.
    fn slot(&self) -> Instant {
        self.with(|state| {
            let at = state.next.max(Instant::now());
            state.next = at + PAUSE;
            at
        })
    }

    /// Whether nobody has put the host off by more than those who wait in front.
    fn is_open(&self, at: Instant) -> bool {
        let most = PAUSE * u32::try_from(OF_ONE * 2).unwrap_or(1);
        self.with(|state| state.next <= at.max(Instant::now()) + most)
    }

    /// Leaves the host alone for a while.
    pub fn pause(&self, time: Duration) {
        self.with(|state| state.next = state.next.max(Instant::now() + time));
    }

    /// It does not know HEAD.
    pub fn refuses_head(&self) {
        self.with(|state| state.no_head = true);
    }

    /// Whether HEAD is worth a try.
    pub fn knows_head(&self) -> bool {
        self.with(|state| !state.no_head)
    }

    /// It answered.
    pub fn reached(&self) {
        self.with(|state| state.failed = 0);
    }

    /// It could not be reached.
    pub fn missed(&self, answer: &Answer) {
        self.with(|state| {
            state.failed += 1;
            if state.failed >= DOWN {
                state.down = Some(answer.clone());
            }
        });
    }

    /// What came of trying, if it is not tried any more.
    pub fn down(&self) -> Option<Answer> {
        self.with(|state| state.down.clone())
    }
}
