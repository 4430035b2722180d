//! Parts of files, and files that the browser has: what a player asks for when somebody seeks in a video.

use crate::common::Project;
use crate::common::serve::Serve;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::os::unix::fs::{FileExt, symlink};
use std::process::Command;

/// Larger than what the preview may take.
const LARGE: u64 = 192 * 1024 * 1024;

fn with_video() -> Serve {
    let project = Project::new();
    let file = File::create(project.root().join("content/training.mp4")).unwrap();
    file.set_len(LARGE).unwrap();
    file.write_all_at(b"begins", 0).unwrap();
    file.write_all_at(b"middle", LARGE / 2).unwrap();
    file.write_all_at(b"ending", LARGE - 6).unwrap();
    project
        .write("content/index.md", "---\ntitle: F\n---\n\n[Video](training.mp4), [notes](notes.txt), [e](empty.bin)\n");
    project.write("content/notes.txt", "0123456789");
    project.write("content/empty.bin", "");
    Serve::start(project, &[])
}

/// The most memory that a process ever had, in KiB.
fn most_memory(pid: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

#[test]
fn a_player_seeks_in_a_video() {
    let serve = with_video();
    let middle = LARGE / 2;
    for (range, body) in [
        ("bytes=0-5".to_owned(), "begins"),
        (format!("bytes={middle}-{}", middle + 5), "middle"),
        (format!("bytes={}-", LARGE - 6), "ending"),
        ("bytes=-6".to_owned(), "ending"),
        (format!("bytes={}-{}", LARGE - 6, LARGE * 2), "ending"),
    ] {
        let answer = serve.ask("GET", "/training.mp4", &[("Range", &range)]);
        assert_eq!((answer.status, answer.text().as_str()), (206, body), "{range}");
        assert_eq!(answer.header("content-length"), Some("6"));
        assert!(answer.header("content-range").unwrap().ends_with(&format!("/{LARGE}")));
        assert_eq!((answer.header("content-type"), answer.header("accept-ranges")), (Some("video/mp4"), Some("bytes")));
    }
    // As Safari begins.
    let answer = serve.ask("GET", "/training.mp4", &[("Range", "bytes=0-1")]);
    assert_eq!(answer.header("content-range"), Some(format!("bytes 0-1/{LARGE}").as_str()));
    let answer = serve.ask("GET", "/training.mp4", &[("Range", &format!("bytes={LARGE}-"))]);
    assert_eq!((answer.status, answer.header("content-range")), (416, Some(format!("bytes */{LARGE}").as_str())));
    let answer = serve.ask("HEAD", "/training.mp4", &[("Range", "bytes=0-1")]);
    assert_eq!((answer.status, answer.body.len()), (200, 0));
    assert_eq!(answer.header("content-length"), Some(LARGE.to_string().as_str()));
}

#[test]
fn memory_does_not_grow_with_what_is_sent() {
    let serve = with_video();
    let host = serve.host();
    let request = format!("GET /training.mp4 HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    // Readers who stop reading, as a player does whose buffer is full.
    let mut stopped: Vec<_> = (0..8).map(|_| serve.connect()).collect();
    for stream in &mut stopped {
        stream.write_all(request.as_bytes()).unwrap();
        stream.read_exact(&mut [0; 1024]).unwrap();
    }
    let mut stream = serve.connect();
    stream.write_all(request.as_bytes()).unwrap();
    let (mut block, mut total) = (vec![0; 1024 * 1024], 0);
    loop {
        match stream.read(&mut block).unwrap() {
            0 => break,
            read => total += read as u64,
        }
    }
    assert!(total > LARGE, "{total}");
    let most = most_memory(serve.pid());
    assert!(most < LARGE / 1024, "{most} KiB");
}

#[test]
fn what_the_browser_has_is_not_sent_again() {
    let serve = with_video();
    for path in ["/training.mp4", "/notes.txt", "/index.html"] {
        let tag = serve.ask("HEAD", path, &[]).header("etag").unwrap().to_owned();
        for method in ["GET", "HEAD"] {
            let answer = serve.ask(method, path, &[("If-None-Match", &format!("\"other\", {tag}"))]);
            assert_eq!((answer.status, answer.body.len()), (304, 0), "{method} {path}");
            assert_eq!(answer.header("etag"), Some(tag.as_str()));
        }
        let part = |tag: &str| serve.ask("GET", path, &[("Range", "bytes=0-0"), ("If-Range", tag)]).status;
        assert_eq!((part(&tag), serve.ask("GET", "/notes.txt", &[("Range", "bytes=0-0")]).status), (206, 206));
        assert_eq!(serve.ask("HEAD", path, &[("If-None-Match", "\"other\"")]).status, 200);
    }
    let whole = serve.ask("GET", "/notes.txt", &[("Range", "bytes=0-0"), ("If-Range", "\"old\"")]);
    assert_eq!((whole.status, whole.text().as_str()), (200, "0123456789"));
    let several = serve.ask("GET", "/notes.txt", &[("Range", "bytes=0-0,5-6")]);
    assert_eq!((several.status, several.text().as_str()), (200, "0123456789"));
    // A page is never kept, a file is asked for each time.
    assert_eq!(serve.get("/index.html").header("cache-control"), Some("no-store"));
    assert_eq!(serve.get("/notes.txt").header("cache-control"), Some("no-cache"));
    assert_eq!(serve.ask("GET", "/empty.bin", &[("Range", "bytes=0-")]).status, 416);
    assert_eq!(serve.ask("GET", "/none.bin", &[("Range", "bytes=0-")]).status, 404);
}

#[test]
fn nothing_that_takes_the_place_of_a_file_is_followed() {
    let project = Project::new();
    project.write(".env", "SECRET=canary");
    project.write("content/en/.hidden", "SECRET=canary");
    project.write("secrets/plan.png", "SECRET=canary");
    let names = ["own", "yaml", "hidden", "absolute", "chain", "pipe", "folder", "device"];
    names.iter().for_each(|name| project.write(format!("content/{name}.png"), b"\x89PNG\r\n\x1a\n0000"));
    project.write("content/pictures/plan.png", b"\x89PNG\r\n\x1a\n0000");
    project.write("content/deep/er/plan.png", b"\x89PNG\r\n\x1a\n0000");
    let root = project.root();
    let serve = Serve::start(project, &["--deaf"]);
    let place = |name: &str| {
        let path = root.join(format!("content/{name}.png"));
        assert_eq!(serve.get(&format!("/{name}.png")).status, 200, "{name}");
        fs::remove_file(&path).unwrap();
        path
    };
    symlink("../.env", place("own")).unwrap();
    symlink("../docent.yaml", place("yaml")).unwrap();
    symlink("en/.hidden", place("hidden")).unwrap();
    symlink(root.join(".env"), place("absolute")).unwrap();
    symlink("own.png", place("chain")).unwrap();
    symlink("/dev/zero", place("device")).unwrap();
    assert!(Command::new("mkfifo").arg(place("pipe")).status().unwrap().success());
    fs::create_dir(place("folder")).unwrap();
    fs::remove_dir_all(root.join("content/pictures")).unwrap();
    symlink("../secrets", root.join("content/pictures")).unwrap();
    fs::remove_dir_all(root.join("content/deep")).unwrap();
    fs::create_dir_all(root.join("other/er")).unwrap();
    fs::write(root.join("other/er/plan.png"), "SECRET=canary").unwrap();
    symlink("../other", root.join("content/deep")).unwrap();
    let paths = names.iter().map(|name| format!("/{name}.png"));
    for path in paths.chain(["/pictures/plan.png".to_owned(), "/deep/er/plan.png".to_owned()]) {
        let answer = serve.get(&path);
        // A picture that was shown before is kept without its metadata: the old one may be shown again.
        let old = answer.status == 200 && answer.body.starts_with(b"\x89PNG");
        assert!((answer.status == 404 || old) && !answer.text().contains("canary"), "{path}: {}", answer.text());
    }
}
