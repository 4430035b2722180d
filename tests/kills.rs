//! Publishing that is cut off: at every step that changes the disk, in every kind of place, twice in a row.
//!
//! The library says before each step what it is about to do; a child of this program ends itself there, as a kill would.
//! What is left is the old site or the new one, or the next run makes it so; the user's files are never touched.
//!
//! A few of the moments by default, all of them with `DOCENT_TEST_FULL`. Mounts need a namespace of their own
//! (`unshare`); where the system forbids that, these tests say so and check nothing, unless `CI` is set.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "tests may panic, and tests have a disk"
)]
#![cfg(unix)]

mod common;

use common::{Project, contents, namespace};
use docent::output::Bytes;
use docent::publish::steps::{Step, Steps};
use docent::publish::{Failure, Terms, publish, recover};
use std::collections::BTreeMap;
use std::io;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::{env, fs};

type Tree = BTreeMap<PathBuf, Vec<u8>>;

/// Exit code of a child that ended itself at a step.
const KILLED: i32 = 99;

fn is_full() -> bool {
    env::var_os("DOCENT_TEST_FULL").is_some()
}

/// Two versions of a site: pages that stay, change, come and go, and names that are a file in one and a folder in the other.
fn site(version: usize) -> BTreeMap<String, Vec<u8>> {
    let text = |what: &str| format!("{what} ").repeat(200).into_bytes();
    let mut files = BTreeMap::new();
    for n in 0..30 {
        let what = if n % 3 == 0 { "the same".to_owned() } else { format!("version {version} of {n}") };
        files.insert(format!("part-{}/page-{n}.html", n % 5), text(&what));
    }
    for n in 0..8 {
        files.insert(format!("only-{version}/deep/page-{n}.html"), text("only here"));
    }
    let odd = if version == 1 { ["thing", "folder/deep/x.html"] } else { ["thing/index.html", "folder"] };
    for name in ["index.html", "en/index.html", "search/words.json", "404.html"].into_iter().chain(odd) {
        files.insert(name.to_owned(), text(&format!("{name} {version}")));
    }
    files.insert(format!("assets/style.{version}.css"), text("style"));
    files
}

/// What docent did not write.
fn put_own_files(folder: &Path) {
    for (name, text) in [
        ("CNAME", "example.com"),
        ("uploads/2026/photo.jpg", "bytes"),
        (".well-known/security.txt", "Contact: me"),
        ("part-1/mine.txt", "mine"),
    ] {
        fs::create_dir_all(folder.join(name).parent().unwrap()).unwrap();
        fs::write(folder.join(name), text).unwrap();
    }
    fs::create_dir_all(folder.join("empty")).unwrap();
    let _ = symlink("/srv/files", folder.join("files"));
}

fn own_files(folder: &Path) -> Tree {
    let mine = ["CNAME", "uploads/2026/photo.jpg", ".well-known/security.txt", "part-1/mine.txt", "empty", "files"];
    contents(folder).into_iter().filter(|(name, _)| mine.iter().any(|mine| Path::new(mine) == name)).collect()
}

fn published(folder: &Path, version: usize, steps: Steps<'_>) -> Result<(), Failure> {
    let files = site(version);
    let paths: Vec<&str> = files.keys().map(String::as_str).collect();
    let bytes = |path: &str| Some((Bytes::Memory(files.get(path)?.clone().into()), [].into()));
    publish(folder, &paths, &bytes, Terms { steps, ..Terms::default() }, &|| {}).map(drop)
}

/// Not a test: the child that publishes, or recovers for version 0, and ends itself at a step. It prints how many steps
/// there were.
#[test]
fn child() {
    let Ok(job) = env::var("DOCENT_KILLS_JOB") else { return };
    let job: Vec<&str> = job.split('|').collect();
    let (folder, version, at): (_, usize, usize) =
        (Path::new(job[0]), job[1].parse().unwrap(), job[2].parse().unwrap());
    let refuses_exchange = job[3] == "no exchange";
    let count = AtomicUsize::new(0);
    let watch = |step: Step| {
        if count.fetch_add(1, Relaxed) + 1 == at {
            std::process::exit(KILLED);
        }
        let refused = refuses_exchange && step == Step::Exchange;
        if refused { Err(io::Error::from(io::ErrorKind::InvalidInput)) } else { Ok(()) }
    };
    let steps = Steps::watched(&watch);
    let done = match version {
        0 => recover(folder, steps).map(drop),
        version => published(folder, version, steps).map_err(|failure| format!("{failure:?}")),
    };
    if let Err(message) = done {
        eprintln!("failed: {message}");
        std::process::exit(1);
    }
    println!("steps={}", count.load(Relaxed));
    std::process::exit(0);
}

/// A place to publish to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Plain,
    WithoutExchange,
    Mounted,
}

impl Place {
    /// Runs the child: exit code, and the steps that there were.
    fn run(self, folder: &Path, version: usize, at: usize) -> (i32, usize) {
        let how = if self == Self::WithoutExchange { "no exchange" } else { "" };
        let output = Command::new(env::current_exe().unwrap())
            .args(["--exact", "child", "--nocapture", "--test-threads=1"])
            .env("DOCENT_KILLS_JOB", format!("{}|{version}|{at}|{how}", folder.display()))
            .env("RAYON_NUM_THREADS", "2")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let steps = said.lines().find_map(|line| line.split("steps=").nth(1)?.trim().parse().ok()).unwrap_or_default();
        let code = output.status.code().unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert!([0, 1, KILLED].contains(&code), "{said}{told}");
        if code == 1 {
            println!("{}", told.lines().find(|line| line.starts_with("failed")).unwrap_or_default());
        }
        (code, steps)
    }
}

/// Without what docent keeps in the folder while it publishes.
fn seen_by_readers(tree: &Tree) -> Tree {
    let is_work = |name: &Path| name.to_string_lossy().starts_with(".docent-");
    tree.iter().filter(|(name, _)| !is_work(name)).map(|(name, bytes)| (name.clone(), bytes.clone())).collect()
}

/// What the folder holds when nothing is cut off.
fn expected(around: &Path, version: usize) -> Tree {
    let folder = around.join(format!("expected-{version}"));
    fs::create_dir_all(&folder).unwrap();
    published(&folder, version, Steps::default()).unwrap();
    put_own_files(&folder);
    contents(&folder)
}

fn names_that_differ<'a>(a: &'a Tree, b: &'a Tree) -> Vec<&'a Path> {
    let names: std::collections::BTreeSet<_> = a.keys().chain(b.keys()).collect();
    names.into_iter().filter(|name| a.get(*name) != b.get(*name)).map(PathBuf::as_path).collect()
}

/// Kills at `wanted` moments, spread over all steps of both directions; every second time a second kill follows.
fn kills(around: &Path, folder: &Path, place: Place, wanted: usize) {
    let whole = [expected(around, 1), expected(around, 2)];
    published(folder, 1, Steps::default()).unwrap();
    put_own_files(folder);
    let own = own_files(folder);
    assert_eq!(own.len(), 6);
    let (_, forth) = place.run(folder, 2, 0);
    assert_eq!(names_that_differ(&contents(folder), &whole[1]), Vec::<&Path>::new(), "nothing was cut off");
    let (_, back) = place.run(folder, 1, 0);
    assert!(contents(folder) == whole[0] && forth > 40 && back > 40, "{forth} {back}");
    let (mut killed, mut twice, mut mixed, mut missing) = (0, 0, 0, 0);
    for turn in 0..wanted {
        let version = 2 - turn % 2;
        let steps = if version == 2 { forth } else { back };
        // A golden-ratio walk: spread evenly, without chance, and each step once if there are as many turns.
        let at = 1 + (((turn as f64) * 0.618_034).fract() * steps as f64) as usize;
        killed += usize::from(place.run(folder, version, at).0 == KILLED);
        let now = if folder.exists() { contents(folder) } else { Tree::new() };
        missing += usize::from(!folder.exists());
        mixed += usize::from(!whole.contains(&seen_by_readers(&now)) && folder.exists());
        if place == Place::Plain {
            assert!(whole.contains(&now), "turn {turn}, step {at}: neither the old site nor the new one");
        }
        if folder.exists() {
            assert!(own_files(folder) == own, "turn {turn}, step {at}: the user's files");
        }
        if turn % 2 == 1 {
            // Cut off again, while it finishes what the first began.
            twice += usize::from(place.run(folder, if turn % 4 == 1 { 0 } else { version }, 1 + turn % 9).0 == KILLED);
        }
        if turn % 3 != 2 {
            // A build whose content has errors gets no further than this.
            assert_eq!(place.run(folder, 0, 0).0, 0);
            let now = contents(folder);
            assert!(whole.contains(&now), "turn {turn}, step {at}: not whole when the next build begins");
        }
        // Whatever there was, the next build is right. The site that the next turn begins with.
        assert_eq!(place.run(folder, version, 0).0, 0, "turn {turn}, step {at}");
        assert!(contents(folder) == whole[version - 1], "turn {turn}, step {at}: a mixture was taken for whole");
        let hidden = fs::read_dir(folder.parent().unwrap()).unwrap().map(|e| e.unwrap().file_name());
        let left: Vec<_> = hidden.filter(|name| name.to_string_lossy().contains(".docent-")).collect();
        assert!(left.is_empty(), "turn {turn}, step {at}: {left:?}");
    }
    println!(
        "{killed} of {wanted} killed, {twice} of them twice; a mixture until the next run: {mixed}, no site: {missing}; \
         the user's files lost: 0"
    );
    assert!(killed * 10 >= wanted * 9, "only {killed} of {wanted} were killed: the test proves nothing");
}

fn turns() -> usize {
    if is_full() { 200 } else { 10 }
}

#[test]
fn a_plain_folder_is_the_old_site_or_the_new_one() {
    let around = tempfile::tempdir().unwrap();
    kills(around.path(), &around.path().join("public"), Place::Plain, turns());
}

#[test]
fn without_an_exchange_the_old_site_comes_back_first() {
    let around = tempfile::tempdir().unwrap();
    kills(around.path(), &around.path().join("public"), Place::WithoutExchange, turns());
}

/// Runs another test of this file, which does nothing by itself, with mounts of its own; `before` makes them.
fn in_a_namespace(test: &str, folder: &Path, before: &str) {
    let script = format!("{before}; export DOCENT_KILLS_FOLDER='{}'; exec \"$@\"", folder.display());
    let program = env::current_exe().unwrap();
    let args = [program.to_str().unwrap(), "--exact", test, "--nocapture", "--test-threads=1"];
    let Some(output) = namespace::in_a_namespace(&script, &args, folder) else { return };
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    println!("{said}");
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_mount_point_is_finished_by_the_next_run_unless_unshare_is_forbidden() {
    let around = tempfile::tempdir().unwrap();
    let folder = around.path().join("volume");
    fs::create_dir(&folder).unwrap();
    in_a_namespace("in_a_mount_point", &folder, &format!("mount -t tmpfs none '{}'", folder.display()));
}

#[test]
fn in_a_mount_point() {
    let Ok(folder) = env::var("DOCENT_KILLS_FOLDER") else { return };
    let around = tempfile::tempdir().unwrap();
    kills(around.path(), Path::new(&folder), Place::Mounted, turns());
}

/// The same file system, shown at a second place: its number tells nothing.
#[test]
fn a_bind_mount_is_finished_by_the_next_run_unless_unshare_is_forbidden() {
    let around = tempfile::tempdir().unwrap();
    let folder = around.path().join("volume");
    fs::create_dir(&folder).unwrap();
    in_a_namespace("in_a_mount_point", &folder, &format!("mount --bind '{0}' '{0}'", folder.display()));
}

#[test]
fn a_nearly_full_volume_keeps_the_old_site_unless_unshare_is_forbidden() {
    let around = tempfile::tempdir().unwrap();
    let folder = around.path().join("volume");
    fs::create_dir(&folder).unwrap();
    in_a_namespace("in_a_full_volume", &folder, &format!("mount -t tmpfs -o size=1200k none '{}'", folder.display()));
}

fn free(folder: &Path) -> u64 {
    let output = Command::new("df").args(["--output=avail", "-B1"]).arg(folder).output().unwrap();
    String::from_utf8(output.stdout).unwrap().lines().nth(1).unwrap().trim().parse().unwrap()
}

/// Space from nothing to enough; in each case published, cut off, and published again.
#[test]
fn in_a_full_volume() {
    let Ok(volume) = env::var("DOCENT_KILLS_FOLDER") else { return };
    let folder = Path::new(&volume);
    let around = tempfile::tempdir().unwrap();
    let whole = [expected(around.path(), 1), expected(around.path(), 2)];
    let (mut refused, mut done, mut killed) = (0, 0, 0);
    let turns = turns();
    for turn in 0..turns {
        published(folder, 1, Steps::default()).unwrap();
        put_own_files(folder);
        let own = own_files(folder);
        let ballast = folder.join("ballast");
        let leave = 4096 * (turn as u64 * 110 / turns as u64);
        fs::write(&ballast, vec![1; free(folder).saturating_sub(leave) as usize]).unwrap();
        let space = free(folder);
        let now =
            |folder: &Path| -> Tree { contents(folder).into_iter().filter(|(name, _)| name != "ballast").collect() };
        // Killed on the way; then once more, to its end.
        killed += usize::from(Place::Mounted.run(folder, 2, 1 + turn * 7 % 140).0 == KILLED);
        assert_eq!(Place::Mounted.run(folder, 0, 0).0, 0, "turn {turn}");
        assert!(whole.contains(&now(folder)), "turn {turn}: not whole when the next build begins");
        let was_old = now(folder) == whole[0];
        let code = Place::Mounted.run(folder, 2, 0).0;
        assert!(now(folder) == whole[usize::from(code == 0)], "turn {turn}: {code} with {leave} bytes");
        assert!(code == 0 || !was_old || free(folder) == space, "turn {turn}: space was lost");
        assert!(own_files(folder) == own, "turn {turn}: the user's files");
        refused += usize::from(code != 0);
        done += usize::from(code == 0);
        fs::remove_file(&ballast).unwrap();
    }
    println!(
        "{turns} nearly full volumes: {killed} killed, then {refused} refused with the old site whole, {done} published"
    );
    assert!(refused > 0 && done > 0);
}

/// The real program, killed at any time, into a mount point; then the content has an error, so that no build follows.
#[test]
fn a_killed_program_is_finished_by_one_that_fails_unless_unshare_is_forbidden() {
    let around = tempfile::tempdir().unwrap();
    let folder = around.path().join("volume");
    fs::create_dir(&folder).unwrap();
    in_a_namespace("the_program_in_a_mount_point", &folder, &format!("mount -t tmpfs none '{}'", folder.display()));
}

#[test]
fn the_program_in_a_mount_point() {
    let Ok(volume) = env::var("DOCENT_KILLS_FOLDER") else { return };
    let folder = Path::new(&volume);
    let project = Project::new();
    let write = |version: usize| {
        for n in 0..60 {
            let text = format!("---\ntitle: Page {n}\n---\n\nVersion {version}. {}\n", "Some words. ".repeat(50));
            project.write(format!("content/part-{}/page-{n}.md", n % 7), text);
        }
    };
    let build = || -> Command {
        let mut command = project.command();
        command.args(["build", "-q", "-o", &volume]).stderr(Stdio::null());
        command
    };
    let mut whole = Vec::new();
    for version in [1, 2] {
        write(version);
        assert!(build().status().unwrap().success());
        whole.push(contents(folder));
    }
    let started = std::time::Instant::now();
    assert!(build().status().unwrap().success());
    let length = started.elapsed();
    let (mut killed, mut mixed) = (0, 0);
    let turns = turns();
    for turn in 0..turns {
        write(1 + turn % 2);
        let mut child = build().spawn().unwrap();
        std::thread::sleep(length.mul_f64((turn as f64 * 0.618_034).fract() * 1.2));
        killed += usize::from(child.try_wait().unwrap().is_none());
        child.kill().unwrap();
        child.wait().unwrap();
        mixed += usize::from(!whole.contains(&seen_by_readers(&contents(folder))));
        project.write("content/broken.md", "[nowhere](nowhere.md)\n");
        assert_eq!(build().status().unwrap().code(), Some(1), "turn {turn}");
        assert!(whole.contains(&contents(folder)), "turn {turn}: a mixture, and the next build left it");
        fs::remove_file(project.root().join("content/broken.md")).unwrap();
    }
    println!("{killed} of {turns} programs killed in a mount point; unfinished until the next run: {mixed}");
}
