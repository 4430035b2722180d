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

/// Pages of the site that is killed: enough that most kills meet a build, and no more, because it is built forty times.
const KILLED: usize = 50;

/// Forty kills, and 200 with `DOCENT_TEST_FULL`.
#[test]
fn kills_leave_the_old_site_or_the_new_one() {
    let turns: u32 = if std::env::var_os("DOCENT_TEST_FULL").is_some() { 200 } else { 40 };
    let project = project("one", KILLED);
    assert!(build(&project, &[]).status.success());
    let old = contents(&path(&project, "public"));
    write_pages(&project, "two", KILLED);
    let other = path(&project, "other");
    assert!(build(&project, &["-o", other.to_str().unwrap()]).status.success());
    let new = contents(&other);
    assert_ne!(old, new);
    let whole = time_of_a_build(&project);
    let (mut kills, mut olds, mut news) = (0, 0, 0);
    for turn in 0..turns {
        // Both versions in turn, so that every build has something to do.
        write_pages(&project, if turn % 2 == 0 { "two" } else { "one" }, KILLED);
        let mut child = project.command().args(["build", "-q"]).spawn().unwrap();
        // A golden-ratio walk through the build's duration, a little past its end: spread evenly, without chance.
        thread::sleep(whole.mul_f64((f64::from(turn) * 0.618_034).fract() * 1.2));
        let running = child.try_wait().unwrap().is_none();
        child.kill().unwrap();
        child.wait().unwrap();
        kills += u32::from(running);
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
    println!("{kills} of {turns} builds were running when killed; old site {olds} times, new site {news} times");
    assert!(kills > turns / 10, "only {kills} builds were killed while running: the test proves nothing");
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

/// Every way to lose or change a file that the tests know, in turn.
fn damage(file: &Path, other: &Path, way: usize) {
    let old = fs::metadata(file).unwrap();
    let bytes = fs::read(file).unwrap();
    let same_size: Vec<u8> = bytes.iter().map(|byte| byte ^ 1).collect();
    let time = old.modified().unwrap();
    let dated = |path: &Path| fs::File::options().write(true).open(path).unwrap().set_modified(time).unwrap();
    match way % 10 {
        0 => fs::remove_file(file).unwrap(),
        1 => fs::write(file, "<p>Somebody else's").unwrap(),
        2 => fs::write(file, &bytes[..bytes.len() / 2]).unwrap(),
        3 => fs::write(file, "").unwrap(),
        4 => fs::write(file, &same_size).unwrap(),
        // Same size, same date.
        5 => {
            fs::write(file, &same_size).unwrap();
            dated(file);
        }
        // Another file moved here, of the same size and date.
        6 => {
            let aside = file.with_extension("aside");
            fs::write(&aside, &same_size).unwrap();
            dated(&aside);
            fs::rename(&aside, file).unwrap();
        }
        7 => {
            fs::remove_file(file).unwrap();
            fs::copy(other, file).unwrap();
        }
        #[cfg(unix)]
        8 => {
            fs::remove_file(file).unwrap();
            std::os::unix::fs::symlink(other, file).unwrap();
        }
        _ => {
            fs::remove_file(file).unwrap();
            fs::create_dir(file).unwrap();
        }
    }
}

/// A hundred changes in the output, none of them in the sources: the next build mends a hundred, and says so.
#[test]
fn what_was_lost_or_changed_in_the_output_is_mended() {
    let project = project("one", 120);
    let public = path(&project, "public");
    for (round, edit) in [(0, false), (1, true), (2, false)] {
        assert!(build(&project, &[]).status.success());
        let whole = contents(&public);
        let other = project.around().join("other");
        fs::write(&other, "mine").unwrap();
        let pages: Vec<PathBuf> =
            whole.keys().filter(|name| name.extension().is_some_and(|e| e == "html")).cloned().collect();
        assert!(pages.len() > 100);
        pages.iter().take(100).enumerate().for_each(|(n, page)| damage(&public.join(page), &other, n + round));
        if edit {
            // An edit of a page besides: the others are mended all the same.
            project.write("content/part-0/last.md", "---\ntitle: Last\n---\n\nText.\n");
            assert!(build(&project, &["-o", "expected"]).status.success());
        }
        let output = build(&project, &[]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{said}");
        let expected = if edit { contents(&path(&project, "expected")) } else { whole };
        assert!(contents(&public) == expected, "round {round}: not everything was mended");
        assert!(edit || said.contains("100 files were missing or changed in"), "round {round}: {said}");
        assert!(said.contains("missing or changed"), "round {round}: {said}");
        assert_eq!(fs::read_to_string(&other).unwrap(), "mine");
    }
}

/// A site for an audience is mended like any other: what a stranger reads is what was proven.
#[test]
fn a_swapped_page_of_an_audience_is_mended() {
    let project = project("one", 3);
    project.write("docent.yaml", "title: Site\ngit_dates: false\naudiences: {client: }\ndefault_audience: [client]\ndiagnostics: {orphan: ignore}\n");
    let first = build(&project, &["--audience", "client"]);
    assert!(first.status.success(), "{}", String::from_utf8_lossy(&first.stderr));
    let whole = contents(&path(&project, "public"));
    fs::write(path(&project, "public/part-1/page-1.html"), "the plan for the takeover").unwrap();
    assert!(build(&project, &["--audience", "client"]).status.success());
    assert!(contents(&path(&project, "public")) == whole);
}

/// Whether files are read or only looked at, none is touched in vain.
#[test]
fn a_second_build_writes_nothing_and_verify_reads_everything() {
    let project = project("one", 3);
    assert!(build(&project, &[]).status.success());
    let times = || -> Vec<_> {
        let names = contents(&path(&project, "public")).into_keys();
        names.map(|name| fs::metadata(path(&project, "public").join(name)).unwrap().modified().unwrap()).collect()
    };
    let before = times();
    for args in [&[][..], &["--verify"], &[]] {
        let output = build(&project, args);
        assert!(output.status.success() && !String::from_utf8_lossy(&output.stderr).contains("missing"));
        assert_eq!(times(), before, "{args:?}");
    }
    fs::write(path(&project, "public/part-1/page-1.html"), "swapped").unwrap();
    let output = build(&project, &["--verify"]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("1 file was missing or changed"));
}
