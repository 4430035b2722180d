//! When files last changed, from git: one `git log` for each repository, never one process for each page.
//!
//! In: the root. Out: path -> day in UTC. Without git or without a repository: nothing. In a shallow clone, a file has a day
//! only if one of the fetched commits changed it. [`mod@history`] reads what was changed; names and e-mail addresses never are.
//!
//! `content/` may contain other repositories (submodules, checkouts): each is asked for its own files.

#![allow(clippy::disallowed_methods, reason = "an impure edge")]

use super::history::{self, History};
use crate::content::ContentDir;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};
use unicode_normalization::UnicodeNormalization;

/// Where the history stands: its log of moves, as the file system knows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head(Option<(SystemTime, u64)>);

/// Whether a commit, a checkout, a merge happened since is told by comparing two of these.
pub fn head(root: &Path) -> Head {
    let data = repository(root).and_then(|git| fs::metadata(git.join("logs/HEAD")).ok());
    Head(data.and_then(|data| Some((data.modified().ok()?, data.len()))))
}

/// Where git keeps what it knows of a folder.
fn repository(folder: &Path) -> Option<PathBuf> {
    let git = folder.ancestors().map(|folder| folder.join(".git")).find(|git| git.exists())?;
    if git.is_dir() { Some(git) } else { elsewhere(&git) }
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
    let path = repository(root)?.join("index.lock");
    let since = fs::metadata(&path).ok()?.modified().ok()?;
    Some(Lock { path, since })
}

/// The repository of a second working tree, or of a submodule: `.git` is a file that names it.
fn elsewhere(git: &Path) -> Option<PathBuf> {
    let text = fs::read_to_string(git).ok()?;
    Some(git.parent()?.join(text.strip_prefix("gitdir:")?.trim()))
}

/// The day of the last commit that touched each file in the folder of pages.
pub fn dates(root: &Path, content: &ContentDir) -> BTreeMap<String, String> {
    let mut dates = log(root, Path::new(content.dir()), "");
    let folders = super::scan::folders_with(&root.join(content.dir()), ".git");
    for folder in folders.into_iter().filter(|folder| folder != root) {
        let Some(inside) = folder.strip_prefix(root).ok().and_then(Path::to_str) else { continue };
        dates.extend(log(&folder, Path::new("."), &format!("{inside}/")));
    }
    dates
}

/// The newest changes of the files in the folder of pages, the newest first.
pub fn history(root: &Path, content: &ContentDir) -> History {
    let mut commits = history::log(root, Path::new(content.dir()), "", &boundary(root));
    let folders = super::scan::folders_with(&root.join(content.dir()), ".git");
    for folder in folders.into_iter().filter(|folder| folder != root) {
        let Some(inside) = folder.strip_prefix(root).ok().and_then(Path::to_str) else { continue };
        commits.extend(history::log(&folder, Path::new("."), &format!("{inside}/"), &boundary(&folder)));
    }
    // Of one repository they come in order, and stay so.
    commits.sort_by(|a, b| b.day.cmp(&a.day));
    History { commits }
}

/// The days of the files below a folder of a repository, with `prefix` before their names.
fn log(root: &Path, below: &Path, prefix: &str) -> BTreeMap<String, String> {
    let mut command = Command::new("git");
    command.arg("-C").arg(root).args(["-c", "log.showSignature=false"]);
    // With -z a name stands as it is, whatever is in it: `quo"te.md`.
    command.args(["log", "-z", "--format=%x01%H %cd", "--date=format-local:%Y-%m-%d"]);
    command.args(["--name-only", "--no-renames", "--relative", "--"]).arg(below);
    // Days are told in UTC: the same site from any time zone.
    command.env("TZ", "UTC").stdin(Stdio::null()).stderr(Stdio::null()).stdout(Stdio::piped());
    let Ok(mut child) = command.spawn() else { return BTreeMap::new() };
    let dates = child.stdout.take().map(|out| read(BufReader::new(out), prefix, &boundary(root))).unwrap_or_default();
    let _ = child.wait();
    dates
}

/// The commits at which a shallow clone begins: they seem to have made every file.
fn boundary(root: &Path) -> BTreeSet<String> {
    let text = repository(root).and_then(|git| fs::read_to_string(common(&git).join("shallow")).ok());
    text.unwrap_or_default().lines().map(str::to_owned).collect()
}

/// What all working trees of a repository share.
fn common(git: &Path) -> PathBuf {
    let shared = fs::read_to_string(git.join("commondir"));
    shared.map_or_else(|_| git.to_owned(), |path| git.join(path.trim()))
}

/// `\x01<commit> <day>` begins a commit, newest first; the others are paths.
fn read(log: impl BufRead, prefix: &str, boundary: &BTreeSet<String>) -> BTreeMap<String, String> {
    let mut dates = BTreeMap::new();
    let mut day = None;
    for part in log.split(0).map_while(Result::ok) {
        let Ok(part) = String::from_utf8(part) else { continue };
        if let Some((commit, of)) = part.strip_prefix('\u{1}').and_then(|head| head.split_once(' ')) {
            day = Some(of.to_owned()).filter(|_| !boundary.contains(commit));
            continue;
        }
        // Names are in NFC everywhere else. A day that is not known stays so, whatever is older.
        let name: String = prefix.chars().chain(part.trim_start_matches('\n').chars()).nfc().collect();
        dates.entry(name).or_insert_with(|| day.clone());
    }
    dates.into_iter().filter_map(|(name, day)| Some((name, day?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_commit_counts_and_the_edge_of_a_shallow_clone_says_nothing() {
        let log = "\u{1}c 2026-05-12\0\ncontent/a.md\0\u{1}b 2026-01-01\0\ncontent/a.md\0content/б \"q\".md\0\
                   \u{1}a 2025-01-01\0\ncontent/c.md\0";
        let dates = read(log.as_bytes(), "", &["a".to_owned()].into());
        let expected = [("content/a.md", "2026-05-12"), ("content/б \"q\".md", "2026-01-01")];
        assert_eq!(dates, expected.map(|(name, day)| (name.to_owned(), day.to_owned())).into());
    }

    fn git(folder: &Path, args: &[&str]) {
        let mut command = Command::new("git");
        command.current_dir(folder).env("GIT_COMMITTER_DATE", "2026-05-12T12:00:00Z");
        command.args(["-c", "user.name=n", "-c", "user.email=n@x.org", "-c", "protocol.file.allow=always"]);
        assert!(command.args(args).output().unwrap().status.success(), "{args:?}");
    }

    fn repository_with(folder: &Path, files: &[&str]) {
        for file in files {
            fs::create_dir_all(folder.join(file).parent().unwrap()).unwrap();
            fs::write(folder.join(file), "x").unwrap();
        }
        git(folder, &["init", "-q"]);
        git(folder, &["add", "-A"]);
        git(folder, &["commit", "-qm", "x"]);
    }

    #[test]
    fn submodules_worktrees_and_odd_names_have_days_and_a_shallow_clone_has_none() {
        let folder = tempfile::tempdir().unwrap();
        let (own, other) = (folder.path().join("own"), folder.path().join("other"));
        repository_with(&other, &["team/page.md"]);
        repository_with(&own, &["content/a.md", "content/quo\"te.md", "content/back\\slash.md", "content/ö.md"]);
        let url = format!("file://{}", other.display());
        git(&own, &["submodule", "add", "-q", &url, "content/shared"]);
        git(&own, &["commit", "-qm", "y"]);
        let names = |root: &Path| {
            dates(root, &ContentDir::default()).into_keys().filter(|name| name.ends_with(".md")).collect::<Vec<_>>()
        };
        let all = ["a.md", "back\\slash.md", "quo\"te.md", "shared/team/page.md", "ö.md"]
            .map(|name| format!("content/{name}"));
        assert_eq!(names(&own), all);

        git(&own, &["worktree", "add", "-q", "../tree"]);
        let tree = folder.path().join("tree");
        assert_eq!(names(&tree).len(), 4, "the submodule is not checked out there");
        let before = head(&tree);
        fs::write(tree.join("content/new.md"), "x").unwrap();
        git(&tree, &["add", "-A"]);
        git(&tree, &["commit", "-qm", "z"]);
        assert!(before != Head::default() && before != head(&tree));

        git(folder.path(), &["clone", "-q", "--depth", "1", &format!("file://{}", tree.display()), "shallow"]);
        assert_eq!(names(&folder.path().join("shallow")), [""; 0]);
    }
}
