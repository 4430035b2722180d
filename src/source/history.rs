//! What was changed when, from git: the newest commits, which files each touched, and the lines that it wrote.
//!
//! In: a repository, the folder of pages in it. Out: a [`History`]. Two processes a repository, never one for each page:
//!
//! 1. `git log --name-status` says which files each of the newest commits touched; renames are followed, so that a file has
//!    the name it has now.
//! 2. `git log --patch --word-diff` says which words a changed file got. It is read up to a number of bytes and no further.
//!
//! Bounds are counted in commits, bytes and lines, never in time: a slow machine writes the same site. What a commit
//! removed is not kept: it may have been removed because nobody should read it. Names and addresses of authors are never
//! read.

#![allow(clippy::disallowed_methods, reason = "an impure edge")]

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Command, Stdio};
use unicode_normalization::UnicodeNormalization;

/// The newest commits that are read.
const COMMITS: &str = "-n300";
/// Bytes of patches that are read of one repository.
const BYTES: u64 = 8 * 1024 * 1024;
/// Lines that are kept of one file in one commit; the text of a page that was written anew tells nothing.
const LINES: usize = 300;
/// Ends a commit's field.
const END: char = '\u{2}';

/// The newest commits, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// Those that touched a file below the folder of pages.
    pub commits: Vec<Commit>,
}

/// A commit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Commit {
    /// Its day in UTC: `2026-05-12`.
    pub day: String,
    /// The first line of its text.
    pub subject: String,
    /// It says of itself that it changes nothing that matters: a trailer `Minor: true`.
    pub is_minor: bool,
    /// The files that it touched.
    pub files: Vec<Touched>,
}

/// A file that a commit touched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touched {
    /// Its path from the project's root, as it is called now.
    pub path: String,
    /// What happened to it.
    pub what: What,
    /// The lines that were changed or added.
    pub lines: Vec<Line>,
}

/// What a commit did with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// It was not there before.
    Added,
    /// It was there, perhaps under another name.
    Changed,
    /// It is not there any more.
    Gone,
}

/// A line as a commit left it: its words in pieces, and which of them the commit wrote.
pub type Line = Vec<Piece>;

/// Some words of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The words.
    pub text: String,
    /// Whether the commit wrote them.
    pub is_new: bool,
}

/// A commit on its way: its hash, and what its files were called then, to join it to its patches.
struct Named {
    hash: String,
    commit: Commit,
    names: Vec<String>,
}

/// The history of a repository's files below a folder, with `prefix` before their names; without the commits at which a
/// shallow clone begins, which seem to have made every file.
pub(super) fn log(root: &Path, below: &Path, prefix: &str, boundary: &BTreeSet<String>) -> Vec<Commit> {
    let format = "--format=%x01%H%x02%cd%x02%(trailers:key=Minor,valueonly,separator=%x2C)%x02%s%x02";
    let names = ["-z", "--name-status", "--date=format-local:%Y-%m-%d", format];
    let text = ask(root, below, &names, BYTES).unwrap_or_default();
    let mut commits = commits(&text, prefix, boundary);
    let patch = ["--patch", "--unified=0", "--word-diff=porcelain", "--diff-filter=MR", "--format=%x01%H"];
    let patch = patch.into_iter().chain(["--src-prefix=a/", "--dst-prefix=b/", "--no-color", "--no-ext-diff"]);
    let patch: Vec<&str> = patch.chain(["--no-textconv"]).collect();
    if commits.iter().any(|Named { commit, .. }| commit.files.iter().any(|file| file.what == What::Changed)) {
        join(&mut commits, &ask(root, below, &patch, BYTES).unwrap_or_default(), prefix);
    }
    commits.into_iter().map(|named| named.commit).collect()
}

/// What `git log` says, up to some bytes: then it is ended.
fn ask(root: &Path, below: &Path, options: &[&str], bytes: u64) -> Option<Vec<u8>> {
    let mut command = Command::new("git");
    command.arg("-C").arg(root).args(["-c", "log.showSignature=false", "-c", "core.quotePath=false"]);
    command.args(["log", COMMITS, "-M", "-l400"]).args(options).args(["--relative", "--"]).arg(below);
    command.env("TZ", "UTC").stdin(Stdio::null()).stderr(Stdio::null()).stdout(Stdio::piped());
    let mut child = command.spawn().ok()?;
    let mut out = Vec::new();
    let read = child.stdout.take().map(|pipe| BufReader::new(pipe).take(bytes).read_to_end(&mut out));
    // Whoever has read enough closes the pipe; git may still be looking for more.
    let _ = child.kill();
    let _ = child.wait();
    read?.ok().map(|_| out)
}

/// A name as everywhere else: from the root, in NFC.
fn named(prefix: &str, path: &str) -> String {
    prefix.chars().chain(path.chars()).nfc().collect()
}

/// Reads what `--name-status -z` says.
fn commits(text: &[u8], prefix: &str, boundary: &BTreeSet<String>) -> Vec<Named> {
    let mut all: Vec<Named> = Vec::new();
    // Old name -> the name of today: what is older is told under it.
    let mut renamed: BTreeMap<String, String> = BTreeMap::new();
    let mut parts = text.split(|byte| *byte == 0).map(|part| String::from_utf8_lossy(part).into_owned());
    while let Some(part) = parts.next() {
        if let Some(head) = part.strip_prefix('\u{1}') {
            all.push(head_of(head));
            continue;
        }
        let Some(Named { commit, names, .. }) = all.last_mut() else { continue };
        let status = part.trim_start_matches('\n');
        let Some(path) = parts.next().filter(|_| !status.is_empty()) else { continue };
        // The new name of what was renamed or copied follows.
        let path = named(prefix, &path);
        let new = if status.starts_with(['R', 'C']) { parts.next().map(|new| named(prefix, &new)) } else { None };
        let name = new.clone().unwrap_or_else(|| path.clone());
        let today = renamed.get(&name).unwrap_or(&name).clone();
        if status.starts_with('R') {
            renamed.insert(path, today.clone());
        }
        // What was only moved says the same.
        if status != "R100" {
            commit.files.push(Touched { path: today, what: what(status), lines: Vec::new() });
            names.push(name);
        }
    }
    all.retain(|named| !boundary.contains(&named.hash) && !named.commit.files.is_empty());
    all
}

fn what(status: &str) -> What {
    match status.as_bytes().first() {
        Some(b'A' | b'C') => What::Added,
        Some(b'D') => What::Gone,
        _ => What::Changed,
    }
}

/// What stands before the names of a commit's files.
fn head_of(head: &str) -> Named {
    let mut fields = head.split(END).map(str::trim);
    let mut next = || fields.next().unwrap_or_default().to_owned();
    let (hash, day, minor, subject) = (next(), next(), next(), next());
    let is_minor = minor.eq_ignore_ascii_case("true") || minor.eq_ignore_ascii_case("yes");
    Named { hash, commit: Commit { day, subject, is_minor, files: Vec::new() }, names: Vec::new() }
}

/// Adds the lines of patches to the files of their commits.
fn join(commits: &mut [Named], patches: &[u8], prefix: &str) {
    let places = commits.iter().enumerate().map(|(at, named)| (named.hash.clone(), at));
    let places: BTreeMap<String, usize> = places.collect();
    let files = files_of(commits);
    let (mut commit, mut lines, mut line, mut in_head) = (None, None, Line::new(), true);
    for text in patches.lines().map_while(|line| line.ok().or(Some(String::new()))) {
        if let Some(hash) = text.strip_prefix('\u{1}') {
            (commit, lines) = (places.get(hash).copied(), None);
        } else if text.starts_with("diff --git ") {
            (in_head, lines) = (true, None);
            line.clear();
        } else if in_head && let Some(path) = text.strip_prefix("+++ b/") {
            let path = named(prefix, path.trim_end_matches('\t'));
            lines = commit.and_then(|at| Some((at, place(&files, at, &path)?)));
        } else if text.starts_with("@@") {
            in_head = false;
        } else if let (false, Some((at, file))) = (in_head, lines) {
            read_piece(&text, &mut line, &mut commits[at].commit.files[file].lines);
        }
    }
}

/// For each commit, its changed files by what they were called then.
fn files_of(commits: &[Named]) -> Vec<BTreeMap<String, usize>> {
    let changed = |named: &Named| {
        let files = named.commit.files.iter().zip(&named.names).enumerate();
        let changed = files.filter(|(_, (file, _))| file.what == What::Changed);
        changed.map(|(at, (_, name))| (name.clone(), at)).collect()
    };
    commits.iter().map(changed).collect()
}

fn place(files: &[BTreeMap<String, usize>], commit: usize, path: &str) -> Option<usize> {
    files.get(commit)?.get(path).copied()
}

/// A line of `--word-diff=porcelain`: words with what happened to them, or the end of a line of the file.
fn read_piece(text: &str, line: &mut Line, lines: &mut Vec<Line>) {
    let (mark, words) = text.split_at_checked(1).unwrap_or_default();
    match mark {
        "~" => {
            let done = std::mem::take(line);
            if done.iter().any(|piece| piece.is_new) && lines.len() < LINES {
                lines.push(done);
            }
        }
        "+" | " " => line.push(Piece { text: words.to_owned(), is_new: mark == "+" }),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(text: &str, is_new: bool) -> Piece {
        Piece { text: text.to_owned(), is_new }
    }

    #[test]
    fn commits_have_days_reasons_and_files_by_their_names_of_today() {
        let log = "\u{1}c\u{2}2026-05-12\u{2}\u{2}Rename a\u{2}\0\nR090\0content/old.md\0content/new.md\0D\0content/x.md\0\
                   \u{1}b\u{2}2026-05-11\u{2}True\u{2}Say: \"why\"\u{2}\0\nM\0content/old.md\0A\0content/ö.md\0\
                   \u{1}a\u{2}2026-05-10\u{2}\u{2}First\u{2}\0\nA\0content/old.md\0";
        let found = commits(log.as_bytes(), "", &["a".to_owned()].into());
        let told: Vec<_> = found
            .iter()
            .map(|Named { hash, commit: c, .. }| {
                let files: Vec<_> = c.files.iter().map(|f| (f.path.as_str(), f.what)).collect();
                (hash.as_str(), c.day.as_str(), c.is_minor, c.subject.as_str(), files)
            })
            .collect();
        let expected = [
            (
                "c",
                "2026-05-12",
                false,
                "Rename a",
                vec![("content/new.md", What::Changed), ("content/x.md", What::Gone)],
            ),
            (
                "b",
                "2026-05-11",
                true,
                "Say: \"why\"",
                vec![("content/new.md", What::Changed), ("content/ö.md", What::Added)],
            ),
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn lines_keep_what_was_written_and_not_what_was_removed() {
        let file = |path: &str| Touched { path: path.to_owned(), what: What::Changed, lines: Vec::new() };
        let commit = Commit { files: vec![file("content/today.md")], ..Commit::default() };
        let mut all = [Named { hash: "h".to_owned(), commit, names: vec!["content/a b.md".to_owned()] }];
        let patch = "\u{1}h\n\ndiff --git a/content/a b.md b/content/a b.md\nindex 1..2 100644\n--- a/content/a b.md\t\n\
                     +++ b/content/a b.md\t\n@@ -1 +1 @@\n Pay within \n-thirty\n+fourteen\n  days.\n~\n-secret\n~\n+++ b/x\n~\n";
        join(&mut all, patch.as_bytes(), "");
        let lines = &all[0].commit.files[0].lines;
        let expected = vec![
            vec![piece("Pay within ", false), piece("fourteen", true), piece(" days.", false)],
            vec![piece("++ b/x", true)],
        ];
        assert_eq!(*lines, expected);
    }
}
