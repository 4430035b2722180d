//! What a store holds of ours.
//!
//! In: two objects: the list of all files, and a short one of what has changed since, so that an edit of a page does not
//! send the long one. Out: [`State`]. Names that a publisher is about to send or remove stand in the short one before it
//! begins: what is there under them is not known until it has finished.

use super::plan::Plan;
use super::{Destination, headers, told};
use crate::fingerprint::Fingerprint;
use crate::publish::{MANIFEST, Manifest};
use object_store::{Error, ObjectStoreExt, PutMode, PutOptions, UpdateVersion};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::time::{SystemTime, UNIX_EPOCH};

/// The short list.
const CHANGES: &str = ".docent-changes.json";
/// With more changes the long list is written again.
const MANY: usize = 400;

/// The long list. One that was copied from a folder has only the first three.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Base {
    docent: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    audience: Option<String>,
    files: BTreeMap<String, String>,
    /// Changes are to the list that they name.
    #[serde(default)]
    id: String,
    /// How the files were sent.
    #[serde(default)]
    headers: u32,
}

/// The short list.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Changes {
    base: String,
    files: BTreeMap<String, Option<String>>,
    unsure: BTreeSet<String>,
}

/// What is known.
#[derive(Debug, Default)]
pub struct State {
    base: Base,
    base_version: Option<UpdateVersion>,
    changes: Changes,
    changes_version: Option<UpdateVersion>,
}

impl State {
    /// Reads both lists.
    pub async fn read(to: &Destination) -> Result<Self, String> {
        let base: Option<(Base, _)> = read(to, MANIFEST).await?;
        let changes: Option<(Changes, _)> = read(to, CHANGES).await?;
        let (base, base_version) = base.map_or_else(Default::default, |(base, version)| (base, Some(version)));
        let (changes, changes_version) = changes.map_or_else(Default::default, |(one, version)| (one, Some(version)));
        // Changes to another list were made before this one was.
        let changes = if changes.base == base.id { changes } else { Changes::default() };
        Ok(Self { base, base_version, changes, changes_version })
    }

    /// Nobody has published there.
    pub fn is_new(&self) -> bool {
        self.base_version.is_none()
    }

    /// The last publisher did not finish.
    pub fn is_interrupted(&self) -> bool {
        !self.changes.unsure.is_empty()
    }

    /// Refuses a place that holds the site for another audience.
    pub fn is_for(&self, to: &Destination, audience: Option<&str>) -> Result<(), String> {
        match &self.base.audience {
            Some(before) if audience != Some(before) => Err(format!(
                "{} contains the site for `{before}`: publish with `--audience {before}`, or to another address",
                to.name
            )),
            _ => Ok(()),
        }
    }

    /// The fingerprint of what is surely there under a name.
    pub fn surely(&self, path: &str) -> Option<&str> {
        if self.changes.unsure.contains(path) || (self.base.headers != headers::VERSION && !self.is_new()) {
            return None;
        }
        match self.changes.files.get(path) {
            Some(changed) => changed.as_deref(),
            None => self.base.files.get(path).map(String::as_str),
        }
    }

    /// Everything that may be there.
    pub fn names(&self) -> BTreeSet<&str> {
        let kept = |path: &&String| !matches!(self.changes.files.get(*path), Some(None));
        let added = self.changes.files.iter().filter(|(_, print)| print.is_some()).map(|(path, _)| path);
        let base = self.base.files.keys().filter(kept);
        base.chain(added).chain(&self.changes.unsure).map(String::as_str).collect()
    }

    /// Writes down what is about to happen. Says how many bytes that took.
    pub async fn begin(&mut self, to: &Destination, ours: &Manifest, plan: &Plan) -> Result<u64, String> {
        let mut bytes = 0;
        if self.is_new() || self.base.id.is_empty() {
            // A list of its own to be changed: it says whose place this is.
            self.base.id = new_id();
            self.base.docent = env!("CARGO_PKG_VERSION").to_owned();
            self.base.audience.clone_from(&ours.audience);
            self.changes = Changes::default();
            bytes += self.write_base(to).await?;
        }
        self.changes.base.clone_from(&self.base.id);
        self.changes.unsure.extend(plan.items().map(|item| item.path.clone()).chain(plan.remove.iter().cloned()));
        Ok(bytes + self.write_changes(to).await?)
    }

    /// Writes down what has happened.
    pub async fn finish(&mut self, to: &Destination, ours: &Manifest, plan: &Plan) -> Result<u64, String> {
        let sent = plan.items().map(|item| (item.path.clone(), Some(item.fingerprint.clone())));
        self.changes.files.extend(sent.chain(plan.remove.iter().map(|path| (path.clone(), None))));
        self.changes.unsure.clear();
        let is_same = self.base.headers == headers::VERSION && self.base.audience == ours.audience;
        if is_same && self.changes.files.len() <= MANY {
            return self.write_changes(to).await;
        }
        let Manifest { docent, audience, files } = ours.clone();
        self.base = Base { docent, audience, files, id: new_id(), headers: headers::VERSION };
        let bytes = self.write_base(to).await?;
        // Those left name another list by now: nobody reads them.
        if let Some(key) = to.key(CHANGES) {
            let _ = to.store.delete(&key).await;
        }
        Ok(bytes)
    }

    async fn write_base(&mut self, to: &Destination) -> Result<u64, String> {
        let (bytes, version) = write(to, MANIFEST, &self.base, self.base_version.take()).await?;
        self.base_version = Some(version);
        Ok(bytes)
    }

    async fn write_changes(&mut self, to: &Destination) -> Result<u64, String> {
        let (bytes, version) = write(to, CHANGES, &self.changes, self.changes_version.take()).await?;
        self.changes_version = Some(version);
        Ok(bytes)
    }
}

fn new_id() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos());
    Fingerprint::of_bytes(format!("{now} {}", std::process::id()).as_bytes()).short()
}

async fn read<T: DeserializeOwned>(to: &Destination, name: &str) -> Result<Option<(T, UpdateVersion)>, String> {
    let failed = |error: &dyn std::error::Error| format!("{}/{name}: {}", to.name, told(error));
    let Some(key) = to.key(name) else { return Ok(None) };
    let found = match to.store.get(&key).await {
        Err(Error::NotFound { .. }) => return Ok(None),
        other => other.map_err(|error| failed(&error))?,
    };
    let version = UpdateVersion { e_tag: found.meta.e_tag.clone(), version: found.meta.version.clone() };
    let bytes = found.bytes().await.map_err(|error| failed(&error))?;
    let read = serde_json::from_slice(&bytes)
        .map_err(|_| format!("{}/{name} is not a list of docent: remove it, and publish with `--adopt`", to.name))?;
    Ok(Some((read, version)))
}

/// Writes a list, if it is as it was read: another publisher may have got by.
async fn write<T: Serialize>(
    to: &Destination,
    name: &str,
    list: &T,
    before: Option<UpdateVersion>,
) -> Result<(u64, UpdateVersion), String> {
    let text = serde_json::to_vec(list).map_err(|error| error.to_string())?;
    let bytes = text.len() as u64;
    let key = to.key(name).ok_or_else(|| format!("{}: no file can have a name there", to.name))?;
    let mode = before.map_or(PutMode::Create, PutMode::Update);
    let options = PutOptions { mode, attributes: headers::attributes(name, ""), ..PutOptions::default() };
    match to.store.put_opts(&key, text.into(), options).await {
        Ok(made) => Ok((bytes, UpdateVersion { e_tag: made.e_tag, version: made.version })),
        Err(Error::AlreadyExists { .. } | Error::Precondition { .. } | Error::NotFound { .. }) => {
            Err(format!("{}: another publisher was faster: run it again", to.name))
        }
        Err(error) => Err(format!("{}/{name}: {}", to.name, told(&error))),
    }
}
