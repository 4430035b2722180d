//! What outside links answered, from one run to the next, and the day on which each was last seen well.
//!
//! In: a file in the user's cache folder, one for each project. Out: what is still to be believed. The file may be removed
//! at any time; it is not the project's, because the same link may answer otherwise elsewhere.

use super::{Answer, Verdict};
use crate::fingerprint::Fingerprint;
use crate::source::fingerprints::private;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io, process};

const HOUR: u64 = 60 * 60;
const DAY: u64 = 24 * HOUR;
/// What nobody linked to for so long is forgotten.
const OLD: u64 = 180 * DAY;
/// Another version may judge otherwise.
const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "+links1");

/// What is known of one address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// What came of asking.
    #[serde(flatten)]
    pub answer: Answer,
    /// When, in seconds since 1970.
    pub asked: u64,
    /// When it was last seen well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub good: Option<u64>,
}

/// What is known.
#[derive(Clone, Debug, Default)]
pub struct Cache {
    place: Option<PathBuf>,
    known: BTreeMap<String, Known>,
}

/// The file.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Kept {
    docent: String,
    links: BTreeMap<String, Known>,
}

impl Cache {
    /// What is known of a project's links; `caches` is the folder of all projects.
    pub fn read(caches: Option<&Path>, root: &Path) -> Self {
        let Some(caches) = caches else { return Self::default() };
        let root = fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
        let place = caches.join(format!("{}.links.json", Fingerprint::of_bytes(root.as_os_str().as_encoded_bytes())));
        let kept: Kept = serde_json::from_str(&fs::read_to_string(&place).unwrap_or_default()).unwrap_or_default();
        let known = if kept.docent == VERSION { kept.links } else { BTreeMap::new() };
        Self { place: Some(place), known }
    }

    /// All that is known of an address, however old.
    pub fn get(&self, address: &str) -> Option<&Known> {
        self.known.get(address)
    }

    /// What is still to be believed: the good for a week, what may pass for an hour, all else for a day.
    pub fn fresh(&self, address: &str, now: u64) -> Option<&Known> {
        let holds = |verdict: Verdict| match verdict {
            verdict if verdict.is_good() || verdict == Verdict::Login => 7 * DAY,
            verdict if verdict.may_pass() => HOUR,
            _ => DAY,
        };
        // A clock that went back makes nothing fresh.
        self.get(address)
            .filter(|known| now.checked_sub(known.asked).is_some_and(|age| age < holds(known.answer.verdict)))
    }

    /// What is known of an address after an answer.
    pub fn after(&self, address: &str, answer: Answer, now: u64) -> Known {
        let before = self.get(address).and_then(|known| known.good);
        let good = if answer.verdict.is_good() { Some(now) } else { before };
        Known { answer, asked: now, good }
    }

    /// Keeps what was answered. What cannot be written is asked again next time: nobody needs to hear of it.
    pub fn keep(mut self, known: &BTreeMap<String, Known>, now: u64) {
        self.known.extend(known.iter().map(|(address, known)| (address.clone(), known.clone())));
        self.known.retain(|_, known| known.asked + OLD > now);
        if let Some(place) = &self.place {
            let _ = write(place, &Kept { docent: VERSION.to_owned(), links: self.known });
        }
    }
}

/// In one step: a run beside this one reads it whole.
fn write(place: &Path, kept: &Kept) -> io::Result<()> {
    place.parent().map_or(Ok(()), private)?;
    let beside = place.with_extension(format!("{}.tmp", process::id()));
    let written = fs::write(&beside, serde_json::to_vec(kept)?).and_then(|()| fs::rename(&beside, place));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_grows_old() {
        let known = |verdict| Known { answer: Answer::of(verdict, ""), asked: 1000 * DAY, good: None };
        let of = |verdict| Cache { place: None, known: BTreeMap::from([("a".to_owned(), known(verdict))]) };
        let fresh = |verdict, later| of(verdict).fresh("a", 1000 * DAY + later).is_some();
        assert!(fresh(Verdict::Good, 6 * DAY) && !fresh(Verdict::Good, 8 * DAY));
        assert!(fresh(Verdict::Slow, HOUR / 2) && !fresh(Verdict::Slow, 2 * HOUR));
        assert!(fresh(Verdict::Missing, HOUR * 2) && !fresh(Verdict::Missing, 2 * DAY));
        assert!(of(Verdict::Good).fresh("a", 999 * DAY).is_none());
    }

    #[test]
    fn the_last_good_day_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let read = || Cache::read(Some(folder.path()), folder.path());
        let keep = |verdict, now| {
            let cache = read();
            let known = cache.after("a", Answer::of(verdict, ""), now);
            cache.keep(&BTreeMap::from([("a".to_owned(), known)]), now);
        };
        keep(Verdict::Good, 100);
        keep(Verdict::Missing, 200);
        let known = read();
        assert_eq!(known.get("a").map(|known| (known.asked, known.good)), Some((200, Some(100))));
    }
}
