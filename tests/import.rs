//! `docent import` over the real binary: projects of other tools, and sources that mean harm.
//!
//! In: `tests/import/*.txt`, a small project of a tool in one file: `=== path` begins a file of it; what lies below
//! `x.docx/` is packed into a document. Out: a snapshot beside the file with what the terminal says, the settings and pages
//! of the new project. No case may publish the words `canary-secret`, lose a word, or change its source.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests may panic, and tests have a disk")]

mod common;

use common::{Project, Run, contents, run};
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;

/// A picture that the site takes for one.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\nIDATx\x9cc\0\x01\0\0\x05\0\x01\r\n-\xb4\0\0\0\0IEND\xaeB`\x82";

/// The files of a case.
fn files(text: &str) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut documents: BTreeMap<String, Vec<(String, Vec<u8>)>> = BTreeMap::new();
    for part in text.split("=== ").skip(1) {
        let (path, content) = part.split_once('\n').unwrap();
        let bytes = if content.trim() == "PNG" { PNG.to_vec() } else { content.as_bytes().to_vec() };
        match path.split_once(".docx/") {
            Some((name, inside)) => {
                documents.entry(format!("{name}.docx")).or_default().push((inside.to_owned(), bytes))
            }
            None => drop(files.insert(path.to_owned(), bytes)),
        }
    }
    files.extend(documents.into_iter().map(|(name, parts)| (name, zipped(&parts))));
    files
}

fn zipped(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Writes a source beside the project of the tests.
fn source(project: &Project, files: &BTreeMap<String, Vec<u8>>) -> std::path::PathBuf {
    let folder = project.around().join("team");
    for (path, bytes) in files {
        let target = folder.join(path);
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::write(target, bytes).unwrap();
    }
    folder
}

fn import(project: &Project, args: &[&str]) -> Run {
    run(project.command().current_dir(project.around()).arg("import").args(args))
}

#[test]
fn projects_of_other_tools() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import");
    let mut cases: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.retain(|file| file.extension().is_some_and(|ending| ending == "txt"));
    cases.sort();
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("import");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for case in cases {
        let name = case.file_stem().unwrap().to_str().unwrap();
        let told = imported(name, &fs::read_to_string(&case).unwrap());
        settings.bind(|| insta::assert_snapshot!(name, told));
    }
}

fn imported(name: &str, text: &str) -> String {
    let project = Project::new();
    let source = source(&project, &files(text));
    let before = contents(&source);
    let done = import(&project, &["team"]);
    done.assert_calm(name);
    assert_eq!(contents(&source), before, "{name}: the source is changed");
    let built = run(project.command().current_dir(project.around()).args(["build", "--root", "team-docent"]));
    assert_eq!(built.code, Some(0), "{name}: {}", built.stderr);
    let dest = project.around().join("team-docent");
    for (path, bytes) in contents(&dest.join("public")) {
        assert!(
            !String::from_utf8_lossy(&bytes).contains("canary-secret"),
            "{name}: {} tells a secret",
            path.display()
        );
    }
    let around = project.around().canonicalize().unwrap().display().to_string() + "/";
    let mut told = format!("{}{}", done.stdout, done.stderr).replace(&around, "");
    let around = project.around().display().to_string() + "/";
    told = told.replace(&around, "");
    assert!(
        told.contains("0 words lost"),
        "{name}: {told}\n{}",
        fs::read_to_string(dest.join("import-report.md")).unwrap()
    );
    for (path, bytes) in contents(&dest) {
        let path = path.to_string_lossy().into_owned();
        let shown = path.ends_with(".md") || path == "docent.yaml";
        if path.starts_with("public") || bytes.is_empty() || path == "import-report.md" {
            continue;
        }
        told.push_str(&format!("\n=== {path}\n"));
        told.push_str(if shown { std::str::from_utf8(&bytes).unwrap() } else { "(a file)\n" });
    }
    told
}

#[test]
fn what_is_lost_is_told_with_its_place() {
    let project = Project::new();
    let page = "# A\n\nShown.\n\n![gone](nowhere.png)\n\n[gone](nowhere.md) [draft](b.md)\n";
    let files = [("a.md".to_owned(), page.into()), ("b.md".to_owned(), b"---\ndraft: true\n---\n".to_vec())];
    source(&project, &BTreeMap::from(files));
    let done = import(&project, &["team", "out", "--format", "json"]);
    done.assert_calm("json");
    let told: serde_json::Value = serde_json::from_str(done.stdout.lines().last().unwrap()).unwrap();
    let (pictures, links) = (&told["proof"]["pictures"], &told["proof"]["links"]);
    assert_eq!((&pictures["total"], &pictures["lost"]), (&1.into(), &0.into()), "{told:#}");
    assert_eq!(pictures["broken_before"]["places"][0]["line"], 5);
    // What the source has is lost; what it did not have either was broken before.
    assert_eq!((&links["total"], &links["lost"], &links["broken_before"]["count"]), (&2.into(), &1.into(), &1.into()));
    assert_eq!(links["losses"][0]["text"], "[draft](b.md)");
    assert_eq!(told["proof"]["words"]["lost"], 0);
    let report = fs::read_to_string(project.around().join("out/import-report.md")).unwrap();
    assert!(report.contains("`a.md:5`: `nowhere.png`"), "{report}");
    assert!(report.contains("0 of 2 links kept (1 led nowhere before)"), "{report}");
}

#[test]
fn a_project_in_place_keeps_its_history() {
    let project = Project::new();
    let folder = source(
        &project,
        &BTreeMap::from([
            ("mkdocs.yml".to_owned(), b"site_name: X\n".to_vec()),
            ("docs/index.md".to_owned(), b"# X\n".to_vec()),
        ]),
    );
    let git = |args: &[&str]| {
        let mut command = project.command();
        let _ = &mut command;
        let done = std::process::Command::new("git")
            .current_dir(&folder)
            .args(["-c", "user.name=a", "-c", "user.email=a@b.c"])
            .args(args)
            .output()
            .unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8(done.stdout).unwrap()
    };
    git(&["init", "-q"]);
    git(&["add", "."]);
    git(&["commit", "-qm", "first"]);
    let done = import(&project, &["team", "--in-place"]);
    assert_eq!(done.code, Some(0), "{}{}", done.stdout, done.stderr);
    assert!(git(&["status", "--short"]).contains("R  docs/index.md -> content/index.md"));
}

#[test]
fn nothing_is_written_over_or_into_the_source() {
    let project = Project::new();
    source(&project, &BTreeMap::from([("a.md".to_owned(), b"# A\n".to_vec())]));
    fs::create_dir(project.around().join("full")).unwrap();
    fs::write(project.around().join("full/x"), "x").unwrap();
    for (args, expected) in [
        (vec!["team", "full"], "the folder is not empty"),
        (vec!["team", "team/inside"], "inside the source"),
        (vec!["team", "full/x"], "a file of this name"),
        (vec!["nowhere"], "No such file"),
        (vec!["team", "out", "--from", "word"], "there is no format `word`"),
        (vec!["full", "out"], "nothing to import"),
        (vec!["site", "out"], "is a project of docent already"),
        (vec!["site", "--in-place"], "is a project of docent already"),
    ] {
        let done = import(&project, &args);
        assert_eq!(done.code, Some(2), "{args:?}: {}", done.stdout);
        assert!(done.stderr.contains(expected), "{args:?}: {}", done.stderr);
        assert!(!project.around().join("out").exists());
    }
}

#[test]
fn hostile_archives_are_refused() {
    let project = Project::new();
    let page = |name: &str| zipped(&[(name.to_owned(), b"# A\n".to_vec())]);
    let bomb = zipped_bomb();
    for (name, bytes, expected) in [
        ("slip", page("../../evil.md"), "leads out of the folder"),
        ("absolute", page("/etc/evil.md"), "leads out of the folder"),
        ("drive", page("C:/evil.md"), "leads out of the folder"),
        ("bomb", bomb, "far more than the archive's size"),
        ("noise", b"PK\x03\x04 noise".to_vec(), "not a readable ZIP"),
    ] {
        fs::write(project.around().join(format!("{name}.zip")), bytes).unwrap();
        let done = import(&project, &[&format!("{name}.zip"), "out"]);
        assert_eq!(done.code, Some(2), "{name}: {}", done.stdout);
        assert!(done.stderr.contains(expected), "{name}: {}", done.stderr);
        assert!(!project.around().join("out").exists() && !project.around().join("evil.md").exists());
    }
}

/// Four megabytes of zeros.
fn zipped_bomb() -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    writer.start_file("a.md", options).unwrap();
    (0..4096).for_each(|_| writer.write_all(&[0; 1024]).unwrap());
    writer.finish().unwrap().into_inner()
}

#[cfg(unix)]
#[test]
fn links_and_entities_read_nothing_outside() {
    let project = Project::new();
    fs::write(project.around().join("secret.md"), "# canary-secret\n").unwrap();
    let bomb = "<!DOCTYPE w [<!ENTITY x SYSTEM \"../secret.md\">]><w>&x;</w>";
    let document = zipped(&[("word/document.xml".to_owned(), bomb.into())]);
    let folder =
        source(&project, &BTreeMap::from([("a.md".to_owned(), b"# A\n".to_vec()), ("x.docx".to_owned(), document)]));
    std::os::unix::fs::symlink("../secret.md", folder.join("b.md")).unwrap();
    let done = import(&project, &["team", "out"]);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    let report = fs::read_to_string(project.around().join("out/import-report.md")).unwrap();
    assert!(report.contains("a link of the file system: not followed"), "{report}");
    for (path, bytes) in contents(&project.around().join("out")) {
        assert!(!String::from_utf8_lossy(&bytes).contains("canary-secret"), "{}", path.display());
    }
    let done = import(&project, &["team", "out2", "--from", "docx"]);
    assert_ne!(done.code, Some(0), "{}", done.stdout);
}

#[test]
fn old_encodings_are_converted_and_told() {
    let project = Project::new();
    let (cyrillic, ..) = encoding_rs::WINDOWS_1251.encode("# Отпуск\n\nДвадцать восемь дней.\n");
    source(&project, &BTreeMap::from([("a.md".to_owned(), cyrillic.into_owned())]));
    let done = import(&project, &["team", "out"]);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    let page = fs::read_to_string(project.around().join("out/content/a.md")).unwrap();
    assert_eq!(page, "# Отпуск\n\nДвадцать восемь дней.\n");
    let report = fs::read_to_string(project.around().join("out/import-report.md")).unwrap();
    assert!(report.contains("was written in windows-1251"), "{report}");
}
