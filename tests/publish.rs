//! Publishing over the real binary: all or nothing, the same bytes from everywhere, and no file touched in vain.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "tests may panic, and tests have a disk"
)]

mod common;

use common::{Project, contents};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::time::Duration;
use std::{fs, thread};

fn path(project: &Project, name: &str) -> PathBuf {
    project.root().join(name)
}

fn build(project: &Project, args: &[&str]) -> Output {
    project.command().arg("build").args(args).output().unwrap()
}

/// A site whose build takes long enough to be killed in the middle.
fn project(version: &str, pages: usize) -> Project {
    let project = Project::new();
    project.write("docent.yaml", "title: Site\ngit_dates: false\ndiagnostics: {orphan: ignore}\n");
    write_pages(&project, version, pages);
    project
}

fn write_pages(project: &Project, version: &str, pages: usize) {
    for n in 0..pages {
        let text = format!("---\ntitle: Page {n}\n---\n\nVersion {version}. {}\n", "Some words of text. ".repeat(50));
        project.write(format!("content/part-{}/page-{n}.md", n % 7), &text);
    }
}

#[test]
fn two_hundred_kills_leave_the_old_site_or_the_new_one() {
    let project = project("one", 150);
    assert!(build(&project, &[]).status.success());
    let old = contents(&path(&project, "public"));
    write_pages(&project, "two", 150);
    let other = path(&project, "other");
    assert!(build(&project, &["-o", other.to_str().unwrap()]).status.success());
    let new = contents(&other);
    assert_ne!(old, new);
    let whole = time_of_a_build(&project);
    let (mut kills, mut olds, mut news) = (0, 0, 0);
    for turn in 0..200_u32 {
        // Both versions in turn, so that every build has something to do.
        write_pages(&project, if turn % 2 == 0 { "two" } else { "one" }, 150);
        let mut child = project.command().args(["build", "-q"]).spawn().unwrap();
        // A golden-ratio walk through the build's duration, a little past its end: spread evenly, without chance.
        thread::sleep(whole.mul_f64((f64::from(turn) * 0.618_034).fract() * 1.2));
        let running = child.try_wait().unwrap().is_none();
        child.kill().unwrap();
        child.wait().unwrap();
        kills += usize::from(running);
        let now = contents(&path(&project, "public"));
        assert!(now == old || now == new, "turn {turn}: neither the old site nor the new one");
        olds += usize::from(now == old);
        news += usize::from(now == new);
    }
    assert!(build(&project, &[]).status.success(), "the next build needs no cleaning up");
    let leftovers = fs::read_dir(project.root())
        .unwrap()
        .filter(|e| e.as_ref().unwrap().file_name().to_string_lossy().starts_with(".public"));
    assert_eq!(leftovers.count(), 0, "what killed builds left is removed");
    println!("{kills} of 200 builds were running when killed; old site {olds} times, new site {news} times");
    assert!(kills > 20, "only {kills} builds were killed while running: the test proves nothing");
}

/// How long a build takes here, the slowest of three.
fn time_of_a_build(project: &Project) -> Duration {
    let run = |_| {
        let started = std::time::Instant::now();
        let other = path(project, "timing");
        assert!(build(project, &["-o", other.to_str().unwrap()]).status.success());
        fs::remove_dir_all(other).unwrap();
        started.elapsed()
    };
    (0..3).map(run).max().unwrap()
}

#[test]
fn the_same_bytes_from_anywhere() {
    let first = project("one", 40);
    let elsewhere = project("one", 40);
    let build_at = |project: &Project, threads: &str, zone: &str, locale: &str| -> BTreeMap<PathBuf, Vec<u8>> {
        let mut command = project.command();
        command.args(["build", "-q"]).env("RAYON_NUM_THREADS", threads).env("TZ", zone).env("LC_ALL", locale);
        assert!(command.status().unwrap().success());
        contents(&path(project, "public"))
    };
    let one = build_at(&first, "1", "UTC", "C");
    assert!(one.len() > 80);
    assert_eq!(one, build_at(&elsewhere, "8", "Pacific/Kiritimati", "tr_TR.UTF-8"));
    assert_eq!(one, build_at(&first, "2", "America/St_Johns", "ru_RU.UTF-8"));
}

#[test]
fn a_file_whose_bytes_stay_keeps_its_time() {
    let project = project("one", 10);
    assert!(build(&project, &[]).status.success());
    let time = |name: &str| fs::metadata(path(&project, "public").join(name)).unwrap().modified().unwrap();
    let (same, edited) = (time("part-1/page-1.html"), time("part-2/page-2.html"));
    project.write("content/part-2/page-2.md", "---\ntitle: Page 2\n---\n\nEdited.\n");
    assert!(build(&project, &[]).status.success());
    assert_eq!(time("part-1/page-1.html"), same);
    assert!(time("part-2/page-2.html") > edited);
}

#[test]
fn a_build_with_errors_changes_nothing() {
    let project = project("one", 5);
    assert!(build(&project, &[]).status.success());
    let before = contents(&path(&project, "public"));
    project.write("content/broken.md", "---\ntitle: x\n---\n\n[nowhere](nowhere.md)\n");
    let output = build(&project, &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("content/broken.md:5:1"));
    assert_eq!(before, contents(&path(&project, "public")));
}

#[test]
fn what_is_gone_from_the_content_is_gone_from_the_site() {
    let project = project("one", 5);
    assert!(build(&project, &[]).status.success());
    fs::remove_file(path(&project, "content/part-1/page-1.md")).unwrap();
    project.write("content/part-2/page-2.md", "---\ntitle: x\ndraft: true\n---\n");
    assert!(build(&project, &[]).status.success());
    let names: Vec<PathBuf> = contents(&path(&project, "public")).into_keys().collect();
    let gone = |n: &PathBuf| n.to_string_lossy().contains("page-1") || n.to_string_lossy().contains("page-2");
    assert!(!names.iter().any(gone), "{names:?}");
}

#[test]
fn two_builds_at_once_leave_a_whole_site() {
    let project = project("one", 40);
    let mut builds: Vec<_> = (0..8).map(|_| project.command().args(["build", "-q"]).spawn().unwrap()).collect();
    for build in &mut builds {
        assert!(build.wait().unwrap().success());
    }
    let site = contents(&path(&project, "public"));
    let other = path(&project, "other");
    assert!(build(&project, &["-o", other.to_str().unwrap()]).status.success());
    assert_eq!(site, contents(Path::new(&other)));
}
