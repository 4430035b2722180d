//! When files last changed, from git: one `git log` for all, never one process a page.
//!
//! In: the root. Out: path -> day in UTC. Without git, without a repository or in a shallow clone's past: nothing.
//! Only dates are read; names and e-mail addresses never are.

#![allow(clippy::disallowed_methods, reason = "an impure edge")]

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};
use unicode_normalization::UnicodeNormalization;

/// Where the history stands: its log of moves, as the file system knows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head(Option<(SystemTime, u64)>);

/// Whether a commit, a checkout, a merge happened since is told by comparing two of these. Reads no file.
pub fn head(root: &Path) -> Head {
    let logs = root.ancestors().map(|folder| folder.join(".git/logs/HEAD"));
    let data = logs.filter_map(|log| fs::metadata(log).ok()).next();
    Head(data.and_then(|data| Some((data.modified().ok()?, data.len()))))
}

/// The lock that git holds while it changes the working tree. A git that was killed leaves it behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lock {
    path: PathBuf,
    /// Since when it is there.
    since: SystemTime,
}

impl Lock {
    /// How long it has been there.
    pub fn age(&self) -> Duration {
        self.since.elapsed().unwrap_or_default()
    }

    /// As the user should hear of it.
    pub fn notice(&self) -> String {
        let path = self.path.display();
        format!(
            "{path} exists, but nothing changes, so docent does not wait for git. If git is not running, remove the file"
        )
    }
}

/// The lock of the repository that a folder is in.
pub fn lock(root: &Path) -> Option<Lock> {
    let git = root.ancestors().map(|folder| folder.join(".git")).find(|git| git.exists())?;
    let path = if git.is_dir() { git } else { elsewhere(&git)? }.join("index.lock");
    let since = fs::metadata(&path).ok()?.modified().ok()?;
    Some(Lock { path, since })
}

/// The repository of a second working tree, or of a submodule: `.git` is a file that names it.
fn elsewhere(git: &Path) -> Option<PathBuf> {
    let text = fs::read_to_string(git).ok()?;
    Some(git.parent()?.join(text.strip_prefix("gitdir:")?.trim()))
}

/// The day of the last commit that touched each file below `content/`.
pub fn dates(root: &Path) -> BTreeMap<String, String> {
    let mut command = Command::new("git");
    command.arg("-C").arg(root).args(["-c", "core.quotePath=off", "-c", "log.showSignature=false"]);
    command.args([
        "log",
        "--format=%x01%cd",
        "--date=format-local:%Y-%m-%d",
        "--name-only",
        "--no-renames",
        "--relative",
    ]);
    // Days are told in UTC: the same site from any time zone.
    command.env("TZ", "UTC").args(["--", "content"]).stdin(Stdio::null()).stderr(Stdio::null()).stdout(Stdio::piped());
    let Ok(mut child) = command.spawn() else { return BTreeMap::new() };
    let dates = child.stdout.take().map(|out| read(BufReader::new(out))).unwrap_or_default();
    let _ = child.wait();
    dates
}

/// `\x01<day>` begins a commit, newest first; the other lines are paths.
fn read(log: impl BufRead) -> BTreeMap<String, String> {
    let mut dates = BTreeMap::new();
    let mut day = String::new();
    for line in log.lines().map_while(Result::ok) {
        match line.strip_prefix('\u{1}') {
            Some(next) => day = next.to_owned(),
            None if line.is_empty() => {}
            // Names are in NFC everywhere else.
            None => drop(dates.entry(line.nfc().collect()).or_insert_with(|| day.clone())),
        }
    }
    dates
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_commit_counts() {
        let log = "\u{1}2026-05-12\n\ncontent/a.md\n\u{1}2026-01-01\n\ncontent/a.md\ncontent/б.md\n";
        let dates = read(log.as_bytes());
        assert_eq!((dates["content/a.md"].as_str(), dates["content/б.md"].as_str()), ("2026-05-12", "2026-01-01"));
    }
}
