//! Symbolic links in the project: never followed, always told, and the build ends.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "tests may panic, and tests have a disk"
)]
#![cfg(unix)]

mod common;

use common::{Project, Run, tree};
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

/// What stands outside the project, and must not appear in the site.
const CANARY: &str = "canary-outside";

fn project() -> Project {
    let project = Project::new();
    let outside = project.around().join("outside");
    fs::create_dir(&outside).unwrap();
    for name in ["page.md", "picture.png", "page.html"] {
        fs::write(outside.join(name), CANARY).unwrap();
    }
    project
}

/// Builds with links in place (`(target, name)`); each is told, and nothing from outside is published.
fn built(links: &[(&Path, &str)]) -> (Project, Run) {
    let project = project();
    for (target, name) in links {
        let link = project.root().join(name);
        fs::create_dir_all(link.parent().unwrap()).unwrap();
        symlink(target, link).unwrap();
    }
    let run = project.build();
    run.assert_calm("links");
    for (_, name) in links {
        let told = run.of(name);
        assert!(told.iter().any(|p| p["code"] == "symlink" && p["hint"].is_string()), "{name}: {}", run.stdout);
    }
    let public = project.root().join("public");
    for (path, bytes) in if public.exists() { tree(&public) } else { Default::default() } {
        assert!(!String::from_utf8_lossy(&bytes).contains(CANARY), "{}", path.display());
        assert!(!fs::symlink_metadata(&path).unwrap().is_symlink(), "{}", path.display());
    }
    (project, run)
}

#[test]
fn loops_end() {
    let links: [(&Path, &str); 5] = [
        (Path::new("b"), "content/loops/a"),
        (Path::new("a"), "content/loops/b"),
        (Path::new("itself.md"), "content/loops/itself.md"),
        (Path::new("."), "content/loops/here"),
        (Path::new("../.."), "content/loops/up"),
    ];
    let (_, run) = built(&links);
    assert_eq!(run.code, Some(0), "warnings only");
}

#[test]
fn the_top_of_the_disk_is_not_read() {
    let (project, run) = built(&[(Path::new("/"), "content/disk"), (Path::new("/etc/passwd"), "content/passwd.md")]);
    assert_eq!(run.code, Some(0));
    assert!(!project.root().join("public/passwd.html").exists());
}

#[test]
fn a_sibling_outside_is_not_read() {
    let project = project();
    let outside = project.around().join("outside");
    let links = [
        (outside.clone(), "content/folder"),
        (outside.join("page.md"), "content/page.md"),
        (outside.join("picture.png"), "content/picture.png"),
        (outside.join("page.html"), "templates/page.html"),
        (outside.join("page.html"), "themes/mine/assets/docent.css"),
        (outside.join("nothing"), "content/dangling.md"),
    ];
    for (target, name) in &links {
        let link = project.root().join(name);
        fs::create_dir_all(link.parent().unwrap()).unwrap();
        symlink(target, link).unwrap();
    }
    let run = project.build();
    assert_eq!(run.code, Some(0), "{}", run.stdout);
    assert_eq!(run.problems().iter().filter(|p| p["code"] == "symlink").count(), links.len());
    for (path, bytes) in tree(&project.root().join("public")) {
        assert!(!String::from_utf8_lossy(&bytes).contains(CANARY), "{}", path.display());
    }
}

/// With its content somewhere else, the site would be empty: an error, not a warning.
#[test]
fn a_link_in_place_of_content_is_an_error() {
    let project = project();
    fs::remove_dir_all(project.root().join("content")).unwrap();
    symlink(project.around().join("outside"), project.root().join("content")).unwrap();
    let run = project.build();
    assert_eq!(run.code, Some(1), "{}", run.stdout);
    assert_eq!(run.of("content")[0]["severity"], "error");
    // What stands behind the link was not even listed.
    assert_eq!(run.of("content/page.html"), Vec::<serde_json::Value>::new());
    assert!(!project.root().join("public").exists());
}

/// A page that links to a link: the target was not read, so the link is broken and told.
#[test]
fn a_link_to_a_link_is_broken() {
    let project = project();
    symlink(project.around().join("outside/picture.png"), project.root().join("content/picture.png")).unwrap();
    project.write("content/page.md", "![x](picture.png)\n");
    let run = project.build();
    assert_eq!(run.code, Some(1));
    assert_eq!(run.of("content/page.md")[0]["code"], "broken-link");
}

/// A pipe would block the build for ever, a socket fails: neither is opened.
#[test]
fn pipes_and_sockets_are_not_read() {
    let project = project();
    let made = std::process::Command::new("mkfifo").arg(project.root().join("content/pipe.md")).status().unwrap();
    assert!(made.success());
    let _socket = std::os::unix::net::UnixListener::bind(project.root().join("content/socket.png")).unwrap();
    let run = project.build();
    assert_eq!(run.code, Some(0), "{}", run.stdout);
    for name in ["content/pipe.md", "content/socket.png"] {
        assert_eq!(run.of(name)[0]["code"], "special-file", "{name}");
    }
}
