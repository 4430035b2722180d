//! Ctrl+C ends what runs until then.
//!
//! In: work that is not to be torn. Out: the program ends with 0, at once or when that work has stopped. What is being
//! published stops at its next file, and its folder is removed: hundreds of megabytes would stay hidden there.
//!
//! SIGTERM does the same. Without a handler, the first process of a container hears neither.

#[cfg(unix)]
use std::future::poll_fn;
use std::io;
use std::process;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};
#[cfg(unix)]
use std::task::Poll;
use std::thread;

/// Whether the user wants the end.
#[derive(Debug, Default)]
pub struct Interrupt {
    asked: AtomicBool,
    busy: Mutex<()>,
}

impl Interrupt {
    /// Listens from now on.
    ///
    /// # Errors
    /// When the system lets nobody listen.
    pub fn listen() -> Result<Arc<Self>, String> {
        let failed = |error: io::Error| format!("cannot handle Ctrl+C: {error}");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(failed)?;
        let mut signals = runtime.block_on(async { Signals::new() }).map_err(failed)?;
        let interrupt = Arc::new(Self::default());
        let own = interrupt.clone();
        let wait = move || {
            runtime.block_on(signals.next());
            own.asked.store(true, Relaxed);
            let _busy = own.busy.lock();
            process::exit(0);
        };
        thread::Builder::new().name("interrupt".to_owned()).spawn(wait).map_err(failed)?;
        Ok(interrupt)
    }

    /// Does what is to be ended before the program is; none if it was stopped.
    pub fn whole<T>(&self, work: impl FnOnce() -> T) -> Option<T> {
        let _busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner);
        let result = work();
        (!self.is_asked()).then_some(result)
    }

    /// Whether the work is to stop.
    pub fn is_asked(&self) -> bool {
        self.asked.load(Relaxed)
    }
}

/// What asks for the end.
#[cfg(unix)]
struct Signals(tokio::signal::unix::Signal, tokio::signal::unix::Signal);

#[cfg(unix)]
impl Signals {
    fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self(signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?))
    }

    async fn next(&mut self) {
        let Self(interrupt, terminate) = self;
        poll_fn(|context| match interrupt.poll_recv(context) {
            Poll::Pending => terminate.poll_recv(context).map(drop),
            Poll::Ready(_) => Poll::Ready(()),
        })
        .await;
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn new() -> io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) {
        let _ = tokio::signal::ctrl_c().await;
    }
}
