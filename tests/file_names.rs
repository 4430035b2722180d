//! Names of files and folders that are hostile, or only unlucky: each is built or refused with its path and a reason,
//! and links to what is built work.
//!
//! Adding a case is adding a line to [`NAMES`].
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "tests may panic, and tests have a disk"
)]
#![cfg(unix)]

mod common;

use common::{Project, Run};
use docent::url::{decode, encode, join};
use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStringExt;
use std::path::PathBuf;
use std::{fs, iter};

/// What becomes of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// Published.
    Built,
    /// An error (a warning, for a file that no page needs) that names the path.
    Refused,
    /// Left behind by an editor or hidden: neither published nor told.
    Skipped,
}
use End::{Built, Refused, Skipped};

/// A name below `content/`, in bytes, and what becomes of it.
const NAMES: &[(&[u8], End)] = &[
    // Not UTF-8.
    (b"latin-\xe9.md", Refused),
    (b"cut-\xd0.md", Refused),
    (b"folder-\xff/page.md", Refused),
    (b"picture-\xfe.png", Refused),
    (b"surrogate-\xed\xa0\x80.md", Refused),
    // Control characters.
    (b"line\nfeed.md", Refused),
    (b"carriage\rreturn.md", Refused),
    (b"tab\tname.md", Refused),
    (b"escape-\x1b[31m.md", Refused),
    (b"bell-\x07.png", Refused),
    (b"delete-\x7f.md", Refused),
    ("next-line-\u{85}.md".as_bytes(), Refused),
    // What turns the direction of text, and what does not.
    ("report-\u{202e}gnp.exe".as_bytes(), Refused),
    ("page-\u{202e}dm.md".as_bytes(), Refused),
    ("isolate-\u{2066}x.md".as_bytes(), Refused),
    ("עברית.md".as_bytes(), Built),
    ("mark-\u{200f}-right.md".as_bytes(), Built),
    ("zero\u{200b}width.md".as_bytes(), Built),
    // Reserved by Windows.
    (b"aux.md", Refused),
    (b"CON.md", Refused),
    (b"nul.png", Refused),
    (b"com1/page.md", Refused),
    (b"lpt9.tar.gz", Refused),
    (b"auxiliary.md", Built),
    // Long.
    (&[b'n'; 190], Built),
    (&[b'l'; 201], Refused),
    (&[b'L'; 255], Refused),
    // Spaces and punctuation.
    (b"two words.md", Built),
    (b" leading space.md", Built),
    (b"trailing space .md", Built),
    (b"picture with spaces.png", Built),
    (b" picture.png", Refused),
    (b"file ends with dot.", Refused),
    (b"it's.md", Built),
    (b"double \"quotes\".md", Built),
    (b"double\"quote.png", Refused),
    (b"100% sure.md", Built),
    (b"100%25 encoded.png", Built),
    (b"%2e%2e%2fup.md", Built),
    (b"number #1.md", Built),
    (b"number #2.png", Built),
    (b"why?.md", Built),
    (b"why?.png", Refused),
    (b"a&b=c;d.png", Built),
    (b"back\\slash.md", Built),
    (b"back\\slash.png", Refused),
    (b"C:page.md", Built),
    (b"star*.md", Built),
    (b"pipe|.png", Refused),
    (b"(brackets) [and] {braces}.png", Built),
    (b"dots.in.the.name.md", Built),
    (b"`code`.png", Built),
    // Payloads.
    (b"<img src=x onerror=alert(1)>.md", Built),
    (b"\"><script>alert(2)<", Refused),
    (b"<b>bold<b>.png", Refused),
    (b"javascript:alert(3).md", Built),
    (b"javascript:alert(4).png", Refused),
    (b"{{ 7 * 7 }}.md", Built),
    (b"${jndi:ldap}.md", Built),
    (b"-rf.md", Built),
    (b"--help.png", Built),
    (b"$(touch x).md", Built),
    (b";true.png", Built),
    // Names without a letter, and other scripts.
    (b"!!!.md", Built),
    (b"---.md", Built),
    (b"_.md", Built),
    ("🎉.md".as_bytes(), Built),
    ("🎉 party.png".as_bytes(), Built),
    ("日本語.md".as_bytes(), Built),
    ("Объём.md".as_bytes(), Built),
    ("кофе.png".as_bytes(), Built),
    // macOS: e and an accent, in a name and in a folder.
    ("cafe\u{301}.md".as_bytes(), Built),
    ("re\u{301}sume\u{301}/cv.md".as_bytes(), Built),
    ("nai\u{308}ve.png".as_bytes(), Built),
    // Hidden, and what editors leave.
    (b".hidden.md", Skipped),
    (b"....md", Skipped),
    (b".env", Skipped),
    (b".git/config", Skipped),
    (b"page.md~", Skipped),
    (b"~$plan.docx", Skipped),
    (b"page.md.part", Skipped),
    (b"film.mp4.crdownload", Skipped),
    (b"page.md.crswap", Skipped),
    (b"sedAb1xY9", Skipped),
    (b"#page.md#", Skipped),
    (b"page.swp", Skipped),
    // Nearly a page.
    (b"UPPER.MD", Built),
    (b"another.markdown", Built),
    (b"another.mkd", Refused),
    (b"page.md.txt", Built),
    // Opened by a browser, they would run.
    (b"page.html", Refused),
    (b"PAGE.HTM", Refused),
    (b"script.js", Refused),
];

fn path(name: &[u8]) -> PathBuf {
    PathBuf::from(OsString::from_vec([b"content/".as_slice(), name].concat()))
}

fn shown(name: &[u8]) -> String {
    path(name).to_string_lossy().into_owned()
}

fn project() -> Project {
    let project = Project::new();
    for (index, (name, _)) in NAMES.iter().enumerate() {
        let text = if name.ends_with(b".md") { format!("Text of {index}.\n") } else { format!("bytes of {index}") };
        project.write(path(name), text);
    }
    project
}

/// Removes what was refused, so that the rest can be published.
fn without_refused(project: &Project) {
    for (name, _) in NAMES.iter().filter(|(_, end)| *end == Refused) {
        fs::remove_file(project.root().join(path(name))).unwrap();
    }
}

#[test]
fn every_name_is_built_or_refused_with_its_path() {
    assert!(NAMES.len() >= 60);
    let project = project();
    let run = project.build();
    run.assert_calm("names");
    assert_eq!(run.code, Some(1));
    for (name, end) in NAMES {
        let told = told(&run, name);
        assert_eq!(told, *end == Refused, "{} should be {end:?}", shown(name));
    }
}

/// Whether a problem names the file, with a reason and advice.
fn told(run: &Run, name: &[u8]) -> bool {
    let wanted = nfc(&shown(name));
    run.problems().iter().any(|p| {
        nfc(p["file"].as_str().unwrap()) == wanted
            && !p["message"].as_str().unwrap().is_empty()
            && p["hint"].is_string()
    })
}

/// The names of the table are told in NFC: enough of it for the accents used here.
fn nfc(name: &str) -> String {
    name.replace("e\u{301}", "é").replace("i\u{308}", "ï")
}

#[test]
fn what_can_be_built_is_built_and_the_rest_is_not_there() {
    let project = project();
    without_refused(&project);
    let run = project.build();
    assert_eq!(run.code, Some(0), "{}\n{}", run.stdout, run.stderr);
    let files = common::tree(&project.root().join("public"));
    for (index, (name, end)) in NAMES.iter().enumerate() {
        let wanted = if name.ends_with(b".md") { format!("Text of {index}.") } else { format!("bytes of {index}") };
        let holds = |bytes: &Vec<u8>| String::from_utf8_lossy(bytes).split(['<', '>', '\n']).any(|part| part == wanted);
        assert_eq!(files.values().any(holds), *end == Built, "{} should be {end:?}", shown(name));
    }
    let html = files.iter().filter(|(path, _)| path.extension() == Some(OsStr::new("html")));
    for (path, bytes) in html {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("<img src=x") && !text.contains("<script>alert"), "{}", path.display());
        assert!(!text.contains("<title>49") && !text.contains("href=\"javascript:"), "{}", path.display());
    }
}

/// A page with a Markdown link to every name: all of them are found, and lead to files that exist.
#[test]
fn links_to_every_name_work() {
    let project = project();
    without_refused(&project);
    let built: Vec<&[u8]> = NAMES.iter().filter(|(_, end)| *end == Built).map(|(name, _)| *name).collect();
    let link = |name: &&[u8]| {
        let name = nfc(std::str::from_utf8(name).unwrap());
        // As an author writes it: what Markdown or a URL would misread is percent-encoded.
        let url: String = encode(&name).replace('(', "%28").replace(')', "%29").replace(':', "%3A");
        format!("- [link](<{url}>)\n")
    };
    project.write(
        "content/links.md",
        iter::once("# Links\n\n".to_owned()).chain(built.iter().map(link)).collect::<String>(),
    );
    let run = project.build();
    assert_eq!(run.of("content/links.md"), Vec::<serde_json::Value>::new(), "{}", run.stderr);
    assert_eq!(run.code, Some(0));
    let page = project.output("links.html");
    let links: Vec<&str> = page.split("<li><a ").skip(1).filter(|l| l.contains(">link</a>")).collect();
    assert_eq!(links.len(), built.len());
    for link in links {
        let url = link
            .split("href=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap()
            .replace("&amp;", "&")
            .replace("&#x27;", "'");
        let target = join("links.html", &decode(&url)).unwrap();
        assert!(project.root().join("public").join(&target).is_file(), "{url} leads to {target}");
    }
}

/// Two names that one file system takes for one: an error that names both.
#[test]
fn twins_are_refused() {
    let pairs = [
        ("Page.md", "page.md"),
        ("Straße.md", "strasse.md"),
        ("ОБЪЁМ.md", "объём.md"),
        ("caf\u{e9}.md", "cafe\u{301}.md"),
        ("Photo.png", "photo.png"),
        ("na\u{ef}ve.png", "nai\u{308}ve.png"),
        ("two words.md", "two-words.md"),
        ("section/index.md", "section/_index.md"),
        ("other/README.md", "other/_index.md"),
        ("x.md", "x .md"),
    ];
    for (first, second) in pairs {
        let project = Project::new();
        for name in [first, second] {
            project.write(format!("content/{name}"), "Text.\n");
        }
        let run = project.build();
        let problems = run.problems();
        let errors: Vec<_> = problems.iter().filter(|p| p["severity"] == "error").collect();
        assert_eq!((run.code, errors.len()), (Some(1), 1), "{first} {second}: {problems:?}");
        let told = format!("{} {}", errors[0]["file"].as_str().unwrap(), errors[0]["message"].as_str().unwrap());
        let stem = |name: &str| name.rsplit('/').next().unwrap().rsplit_once('.').unwrap().0.to_owned();
        for name in [first, second].map(stem) {
            // Names that look the same are told by their characters.
            let shown = if told.contains("Unicode forms") { name.escape_default().to_string() } else { name };
            assert!(told.contains(&shown), "{shown} is not named: {told}");
        }
    }
}

/// Deeper than any file system of a reader allows.
#[test]
fn paths_that_are_too_long_are_refused() {
    let project = Project::new();
    let folder = ["a-folder-with-a-long-name"; 12].join("/");
    project.write(format!("content/{folder}/page.md"), "Text.\n");
    project.write(format!("content/{folder}/picture.png"), "bytes");
    let run = project.build();
    assert_eq!(run.code, Some(1), "{}", run.stdout);
    for name in ["page.md", "picture.png"] {
        let told = run.of(&format!("content/{folder}/{name}"));
        assert!(told.iter().any(|p| p["message"].as_str().unwrap().contains("240")), "{name}: {told:?}");
    }
}
