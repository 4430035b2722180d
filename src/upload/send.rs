//! Files on their way to a store, a few at once.
//!
//! In: a plan. Out: each file under its name, with its type and how long it may be kept. A file that is not what the
//! manifest says stops it: somebody builds into the folder at the same time.

use super::headers::attributes;
use super::lock::Lock;
use super::plan::{Item, Plan};
use super::{Destination, told};
use crate::fingerprint::Fingerprint;
use futures_util::stream::{self, BoxStream, StreamExt, TryStreamExt};
use object_store::path::Path as Key;
use object_store::{MultipartUpload, ObjectStore, PutMultipartOptions, PutOptions};
use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Files that are sent at once.
const AT_ONCE: usize = 8;
/// Larger files are sent in parts of this size.
const PART: usize = 8 << 20;

/// Sends all phases, one after the other. Says how many bytes that took.
pub async fn all(
    folder: &Path,
    to: &Destination,
    plan: &Plan,
    lock: &Lock,
    tick: &(dyn Fn() + Sync),
) -> Result<u64, String> {
    let mut bytes = 0;
    for phase in &plan.phases {
        let sends = stream::iter(phase).map(|item| async move {
            lock.is_held()?;
            one(folder, to, item)
                .await
                .map_err(|why| format!("{}/{}: {why}; the next run will finish it", to.name, item.path))?;
            tick();
            Ok::<u64, String>(item.bytes)
        });
        bytes += sends.buffer_unordered(AT_ONCE).try_fold(0, |sum, bytes| async move { Ok(sum + bytes) }).await?;
    }
    Ok(bytes)
}

async fn one(folder: &Path, to: &Destination, item: &Item) -> Result<(), String> {
    let key = to.key(&item.path).ok_or("the store cannot have a file of this name")?;
    let mut file = File::open(folder.join(&item.path)).map_err(|error| error.to_string())?;
    if item.bytes > PART as u64 {
        return in_parts(to, &key, &mut file, item).await;
    }
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    if Fingerprint::of_bytes(&bytes).to_string() != item.fingerprint {
        return Err(CHANGED.to_owned());
    }
    let options = PutOptions { attributes: attributes(&item.path, &item.fingerprint), ..PutOptions::default() };
    to.store.put_opts(&key, bytes.into(), options).await.map(drop).map_err(|error| told(&error))
}

const CHANGED: &str = "it is not the file that was built: does another build write into the folder?";

/// Sends a large file without having all of it in memory. Nothing is there until all parts are.
async fn in_parts(to: &Destination, key: &Key, file: &mut File, item: &Item) -> Result<(), String> {
    let options = PutMultipartOptions { attributes: attributes(&item.path, &item.fingerprint), ..Default::default() };
    let mut upload = to.store.put_multipart_opts(key, options).await.map_err(|error| told(&error))?;
    let sent = parts(&mut *upload, file, item).await;
    if sent.is_err() {
        let _ = upload.abort().await;
    }
    sent
}

async fn parts(upload: &mut dyn MultipartUpload, file: &mut File, item: &Item) -> Result<(), String> {
    let mut total = 0;
    loop {
        let mut part = Vec::with_capacity(PART);
        file.by_ref().take(PART as u64).read_to_end(&mut part).map_err(|error| error.to_string())?;
        if part.is_empty() {
            break;
        }
        total += part.len() as u64;
        upload.put_part(part.into()).await.map_err(|error| told(&error))?;
    }
    if total != item.bytes {
        return Err(CHANGED.to_owned());
    }
    upload.complete().await.map(drop).map_err(|error| told(&error))
}

/// Removes what the site no longer has: pages first, since they need what goes after them.
pub async fn remove(to: &Destination, plan: &Plan, lock: &Lock) -> Result<(), String> {
    let (pages, others): (Vec<&str>, Vec<&str>) =
        plan.remove.iter().map(String::as_str).partition(|path| path.ends_with(".html"));
    gone(to, &pages, lock).await?;
    gone(to, &others, lock).await
}

async fn gone(to: &Destination, paths: &[&str], lock: &Lock) -> Result<(), String> {
    lock.is_held()?;
    let keys: Vec<Result<Key, object_store::Error>> = paths.iter().filter_map(|path| to.key(path)).map(Ok).collect();
    if keys.is_empty() {
        return Ok(());
    }
    let gone: BoxStream<'_, _> = to.store.delete_stream(stream::iter(keys).boxed());
    gone.try_for_each(|_| async { Ok(()) })
        .await
        .or_else(|error| if matches!(error, object_store::Error::NotFound { .. }) { Ok(()) } else { Err(error) })
        .map_err(|error| {
            format!("{}: could not remove old files: {}; the next run will finish it", to.name, told(&error))
        })
}

/// Refuses a place where files of somebody else have the names of ours.
///
/// # Errors
/// Which.
pub async fn refuse_strangers(to: &Destination, plan: &Plan) -> Result<(), String> {
    let prefix = (!to.prefix.is_empty()).then(|| Key::parse(&to.prefix)).transpose().ok().flatten();
    let ours: BTreeSet<Key> = plan.items().filter_map(|item| to.key(&item.path)).collect();
    let mut there = to.store.list(prefix.as_ref());
    while let Some(found) = there.next().await {
        let found = found.map_err(|error| format!("{}: {}", to.name, told(&error)))?;
        if ours.contains(&found.location) {
            return Err(format!(
                "{}: `{}` is there already, and docent did not publish it: choose another prefix, or replace such files with `--adopt`",
                to.name, found.location
            ));
        }
    }
    Ok(())
}
