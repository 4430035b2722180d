//! One publisher at a time.
//!
//! In: a destination. Out: a [`Lock`]: an object that is made only where none is, and renewed as long as its publisher
//! lives. Who finds one waits for one lease: if it was renewed meanwhile, another publisher is at work, and this one ends;
//! if not, its publisher is gone. No clocks are compared: those of two machines differ.

use super::{Destination, told};
use crate::fingerprint::Fingerprint;
use object_store::path::Path as Key;
use object_store::{Error, ObjectStore, ObjectStoreExt, PutMode, PutOptions, PutResult, UpdateVersion};
use std::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::task::JoinHandle;

/// Its name.
pub const NAME: &str = ".docent-lock.json";

/// Leave to publish, until it is left.
pub struct Lock {
    store: Arc<dyn ObjectStore>,
    key: Key,
    renewing: JoinHandle<()>,
    lost: Arc<AtomicBool>,
}

impl Lock {
    /// Takes it, or says who has it.
    pub async fn take(to: &Destination, lease: Duration, say: &(dyn Fn(&str) + Sync)) -> Result<Self, String> {
        let key = to.key(NAME).ok_or_else(|| format!("{}: no file can have a name there", to.name))?;
        let store = to.store.clone();
        let failed = |error: Error| failure(&to.name, &error);
        let made = match put(&*store, &key, PutMode::Create, 0).await {
            Err(Error::AlreadyExists { .. } | Error::Precondition { .. }) => {
                say(&format!(
                    "{}: a publisher is at work there, or was interrupted: waiting {} s to know",
                    to.name,
                    lease.as_secs().max(1)
                ));
                after_lease(&*store, &key, lease).await.map_err(|why| why.map_or_else(|| busy(&to.name), failed))?
            }
            other => other.map_err(failed)?,
        };
        let lost = Arc::new(AtomicBool::new(false));
        let renewing = tokio::spawn(renew(store.clone(), key.clone(), version(made), lease / 3, lost.clone()));
        Ok(Self { store, key, renewing, lost })
    }

    /// Whether it is still ours.
    ///
    /// # Errors
    /// Another publisher has taken it over.
    pub fn is_held(&self) -> Result<(), String> {
        if self.lost.load(Relaxed) {
            return Err(
                "another publisher has taken over, since this one did not move for long: run it again".to_owned()
            );
        }
        Ok(())
    }

    /// Gives it back.
    pub async fn leave(self) {
        self.renewing.abort();
        let _ = self.renewing.await;
        if !self.lost.load(Relaxed) {
            let _ = self.store.delete(&self.key).await;
        }
    }
}

fn busy(name: &str) -> String {
    format!("{name}: another publisher is at work there: nothing was published; try again when it has finished")
}

fn failure(name: &str, error: &Error) -> String {
    let advice = match error {
        Error::NotImplemented { .. } | Error::NotSupported { .. } => {
            ": the store cannot write a file only where none is, which keeps two publishers apart"
        }
        Error::PermissionDenied { .. } | Error::Unauthenticated { .. } => {
            ": check the keys in the environment, and that they may read, write, list and delete"
        }
        Error::NotFound { .. } => ": does the bucket exist?",
        _ => "",
    };
    format!("{name}: {}{advice}", told(error))
}

/// Takes the lock over, if it is as it was after a lease; `None`: it is not.
async fn after_lease(store: &dyn ObjectStore, key: &Key, lease: Duration) -> Result<PutResult, Option<Error>> {
    let before = store.head(key).await;
    tokio::time::sleep(lease).await;
    let mode = match (before, store.head(key).await) {
        (_, Err(Error::NotFound { .. })) => PutMode::Create,
        (Ok(before), Ok(now)) if before.e_tag == now.e_tag && before.version == now.version => {
            PutMode::Update(UpdateVersion { e_tag: now.e_tag, version: now.version })
        }
        (_, Ok(_)) => return Err(None),
        (_, Err(error)) => return Err(Some(error)),
    };
    match put(store, key, mode, 0).await {
        Err(Error::AlreadyExists { .. } | Error::Precondition { .. } | Error::NotFound { .. }) => Err(None),
        other => other.map_err(Some),
    }
}

async fn put(store: &dyn ObjectStore, key: &Key, mode: PutMode, number: u64) -> Result<PutResult, Error> {
    let options = PutOptions { mode, ..PutOptions::default() };
    store.put_opts(key, unique(number).into(), options).await
}

/// Another text each time: the tag of the object must change.
fn unique(number: u64) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos());
    let id = Fingerprint::of_bytes(format!("{now} {} {number}", process::id()).as_bytes());
    format!("{{\"publisher\":\"{id}\",\"note\":\"docent publishes here; this file goes when it has finished\"}}\n")
}

fn version(put: PutResult) -> UpdateVersion {
    UpdateVersion { e_tag: put.e_tag, version: put.version }
}

/// Renews it; what the network refuses is tried again, what somebody else has is lost.
async fn renew(store: Arc<dyn ObjectStore>, key: Key, mut held: UpdateVersion, every: Duration, lost: Arc<AtomicBool>) {
    for number in 1.. {
        tokio::time::sleep(every).await;
        match put(&*store, &key, PutMode::Update(held.clone()), number).await {
            Ok(made) => held = version(made),
            Err(Error::Precondition { .. } | Error::NotFound { .. } | Error::AlreadyExists { .. }) => {
                lost.store(true, Relaxed);
                return;
            }
            Err(_) => {}
        }
    }
}
