//! Files that are only copied, however large: neither memory nor the time of a second build grows with them.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "tests may panic, and tests have a disk"
)]
#![cfg(target_os = "linux")]

mod common;

use common::Project;
use std::fs::{self, File};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, SystemTime};

/// Larger than what a build may have, and than what it may read when nothing has changed.
const LARGE: u64 = 192 * 1024 * 1024;
/// What a build may have, in KiB: it needs half of it.
const MEMORY: u64 = 128 * 1024;
/// Enough to be remembered from one build to the next.
const MEDIUM: usize = 17 * 1024 * 1024;

fn with_video() -> Project {
    let project = Project::new();
    let file = File::create(project.root().join("content/training.mp4")).unwrap();
    file.set_len(LARGE).unwrap();
    project.write("content/index.md", "---\ntitle: F\n---\n\n[Video](training.mp4)\n");
    calm(&project, "content/training.mp4");
    project
}

/// A file that was written long ago, as far as its time tells: the time of its last change of any kind is now.
fn calm(project: &Project, path: &str) {
    let file = File::options().write(true).open(project.root().join(path)).unwrap();
    file.set_modified(SystemTime::now() - Duration::from_secs(3600)).unwrap();
    wait_for_a_tick();
}

/// What was changed at this moment is not trusted yet: waits until it is, by the clock that decides it.
fn wait_for_a_tick() {
    let since = SystemTime::now();
    while since.elapsed().is_ok_and(|age| age < Duration::from_millis(80)) {
        std::thread::yield_now();
    }
}

/// Builds within the memory, and says how many bytes were read by it.
fn bytes_read_by(project: &Project) -> u64 {
    let script = format!("ulimit -d {MEMORY} && \"$0\" build -q && cat /proc/$$/io");
    let mut command = Command::new("sh");
    command.args(["-c", &script, env!("CARGO_BIN_EXE_docent")]).current_dir(project.root());
    command.env("HOME", project.around().join("home")).env_remove("XDG_CACHE_HOME").env("RAYON_NUM_THREADS", "2");
    let run = common::run(&mut command);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let line = run.stdout.lines().find_map(|line| line.strip_prefix("rchar: ")).unwrap();
    line.trim().parse().unwrap()
}

fn caches(project: &Project) -> Vec<PathBuf> {
    let folder = fs::read_dir(project.around().join("home/.cache/docent"));
    folder.into_iter().flatten().map(|entry| entry.unwrap().path()).collect()
}

fn published(project: &Project, name: &str) -> Vec<u8> {
    fs::read(project.root().join("public").join(name)).unwrap()
}

#[test]
fn memory_does_not_grow_with_a_file_and_what_has_not_changed_is_not_read() {
    let project = with_video();
    assert!(bytes_read_by(&project) >= LARGE);
    assert_eq!(fs::metadata(project.root().join("public/training.mp4")).unwrap().len(), LARGE);
    assert!(bytes_read_by(&project) < LARGE / 4, "the file was read again");
    // Whoever asks without building reads it no more.
    assert_eq!(project.run(&["explain", "index"]).code, Some(0));
}

#[test]
fn a_change_that_hides_is_found() {
    let project = Project::new();
    let path = project.root().join("content/disk.img");
    let old = SystemTime::now() - Duration::from_secs(3600);
    let write = |byte: u8, path: &PathBuf| {
        fs::write(path, vec![byte; MEDIUM]).unwrap();
        File::options().write(true).open(path).unwrap().set_modified(old).unwrap();
    };
    let built = |byte: u8| {
        project.run(&["build", "-q"]);
        assert!(published(&project, "disk.img") == vec![byte; MEDIUM], "{byte}");
    };
    write(1, &path);
    wait_for_a_tick();
    built(1);
    assert_eq!(caches(&project).len(), 1);
    let mode = fs::metadata(project.around().join("home/.cache/docent")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
    // The same size, the time set back; another file with the size and the time in its place; a file whose name it gets.
    write(2, &path);
    built(2);
    let beside = project.around().join("beside");
    write(3, &beside);
    wait_for_a_tick();
    fs::rename(&beside, &path).unwrap();
    built(3);
    // Written again and again, with no time between the writing and the look.
    for byte in 4..9 {
        fs::write(&path, vec![byte; MEDIUM]).unwrap();
        built(byte);
    }
    // What was kept is damaged, of another version, or another project's.
    let kept = caches(&project).remove(0);
    let text = fs::read_to_string(&kept).unwrap();
    for damaged in ["", "{", "[]", &text[..text.len() / 2], &text.replace("\"docent\":\"", "\"docent\":\"9")] {
        fs::write(&kept, damaged).unwrap();
        built(8);
    }
}

#[test]
fn what_is_kept_is_kept_for_large_files_alone_and_by_builds_alone() {
    let project = Project::new();
    project.write("content/a.bin", vec![7; 70_000]);
    assert_eq!(project.build().code, Some(0));
    assert!(caches(&project).is_empty());
    project.write("content/b.bin", vec![7; MEDIUM]);
    wait_for_a_tick();
    for command in [&["check"][..], &["report", "orphans"], &["schema"]] {
        assert_eq!(project.run(command).code, Some(0));
    }
    assert!(caches(&project).is_empty());
    // The folder for it cannot be made: nobody needs to know.
    fs::write(project.around().join("home"), "a file").unwrap();
    assert_eq!(project.build().code, Some(0));
    fs::remove_file(project.around().join("home")).unwrap();
    assert_eq!(project.build().code, Some(0));
    assert_eq!(caches(&project).len(), 1);
}

#[test]
fn the_size_of_an_image_is_in_its_head() {
    let project = Project::new();
    let png = |width: u8, height: u8| {
        let head = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0";
        [&head[..], &[width, 0, 0, 0, height], &[8, 6, 0, 0, 0], &vec![0; 3 * 1024 * 1024]].concat()
    };
    project.write("content/plan.png", png(40, 30));
    project.write("content/index.md", "---\ntitle: F\n---\n\n![Plan](plan.png)\n");
    project.build();
    let html = project.output("index.html");
    assert!(html.contains("width=\"40\"") && html.contains("height=\"30\""), "{html}");
}

#[test]
fn a_link_that_was_put_in_place_of_a_known_file_is_not_copied() {
    let project = Project::new();
    project.write("content/disk.img", vec![1; MEDIUM]);
    project.write(".env", "SECRET=canary");
    wait_for_a_tick();
    assert_eq!(project.build().code, Some(0));
    fs::remove_file(project.root().join("content/disk.img")).unwrap();
    symlink("../.env", project.root().join("content/disk.img")).unwrap();
    project.build();
    assert!(!project.root().join("public/disk.img").exists());
}
