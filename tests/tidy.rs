//! The rules of the house, read off the source: who may import whom, one outside crate in one room, short files.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "tests may panic, and tests have a disk"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The floors, from the bottom. A room imports only rooms on lower floors.
const FLOORS: [&[&str]; 10] = [
    &["date", "fingerprint", "diagnostic", "pieces", "svg"],
    &["memo", "problems", "yaml"],
    &["config", "source"],
    &["theme", "output"],
    &["i18n", "page"],
    &["site"],
    &["render", "index", "report"],
    &["audit", "pipeline", "publish"],
    &["refactor", "serve"],
    &["cli"],
];

/// Outside crates and the one place that names each. Only the system itself (rustix) is asked in two: where files of the
/// project are opened, and where folders are exchanged.
const CRATES: [(&str, &str); 41] = [
    ("axum", "src/serve/"),
    ("brotli_decompressor", "src/audit/containers.rs"),
    ("clap", "src/cli/"),
    ("cpu_time", "src/page/markdown/code.rs"),
    ("encoding_rs", "src/audit/containers.rs"),
    ("flate2", "src/index/deflate.rs"),
    ("futures_util", "src/serve/"),
    ("getrandom", "src/serve/guard.rs"),
    ("html5gum", "src/page/markdown/raw_html.rs"),
    ("http_range_header", "src/serve/ranges.rs"),
    ("hyper", "src/serve/http.rs"),
    ("hyper_util", "src/serve/http.rs"),
    ("imagesize", "src/source/scan.rs"),
    ("indicatif", "src/cli/report.rs"),
    ("intl_pluralrules", "src/i18n.rs"),
    ("jsonschema", "src/page/types"),
    ("lopdf", "src/audit/containers.rs"),
    ("notify", "src/source/watch.rs"),
    ("notify_debouncer_full", "src/source/watch.rs"),
    ("open", "src/cli/serve.rs"),
    ("percent_encoding", "src/page/url.rs"),
    ("pulldown_cmark", "src/page/markdown/"),
    ("pulldown_latex", "src/page/markdown/math.rs"),
    ("roxmltree", "src/svg.rs"),
    ("rustix", "src/publish/disk.rs"),
    ("rustix", "src/source/open.rs"),
    ("ruzstd", "src/audit/containers.rs"),
    ("serde_yaml", "src/yaml.rs"),
    ("simdutf8", "src/source/scan.rs"),
    ("strsim", "src/diagnostic/near.rs"),
    ("syntect", "src/page/markdown/code.rs"),
    ("tantivy", "src/index/segment.rs"),
    ("tar", "src/audit/containers.rs"),
    ("tera", "src/render/templates.rs"),
    ("tokio", "src/serve/"),
    ("tokio_util", "src/serve/answer.rs"),
    ("tower_service", "src/serve/http.rs"),
    ("twox_hash", "src/fingerprint.rs"),
    ("unicase", "src/page/url/same.rs"),
    ("walkdir", "src/source/scan.rs"),
    ("zip", "src/audit/containers.rs"),
];

/// Every source file of the docent crate, with its text. `src/search` is a crate of its own.
fn sources() -> Vec<(String, String)> {
    let mut paths = Vec::new();
    walk(Path::new("src"), &mut paths);
    paths.retain(|path| !path.starts_with("src/search"));
    paths.into_iter().map(|path| (path.to_string_lossy().into_owned(), fs::read_to_string(&path).unwrap())).collect()
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        // The search engine is a crate of its own.
        if path.is_dir() && !path.ends_with("src/search") {
            walk(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// The room of a file: `src/page/url.rs` -> `page`.
fn room(file: &str) -> &str {
    let inside = file.strip_prefix("src/").unwrap();
    inside.split(['/', '.']).next().unwrap()
}

fn floor(room: &str) -> Option<usize> {
    FLOORS.iter().position(|rooms| rooms.contains(&room))
}

/// Code without comments.
fn code(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.trim_start().starts_with("//"))
}

/// The rooms that a file names after `crate::`.
fn imports(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in code(text) {
        for part in line.split("crate::").skip(1) {
            let names = part.strip_prefix('{').map_or(part, |list| list.split('}').next().unwrap());
            let list = if part.starts_with('{') { names.split(',').collect() } else { vec![names] };
            let first =
                |name: &str| name.trim().split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap().to_owned();
            found.extend(list.into_iter().map(first));
        }
    }
    found
}

#[test]
fn a_room_imports_only_what_stands_below_it() {
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        let own = room(&file);
        if matches!(own, "lib" | "main") {
            continue;
        }
        let level = floor(own).unwrap_or_else(|| panic!("{file}: the room `{own}` has no floor"));
        for other in imports(&text) {
            match floor(&other) {
                Some(below) if other == own || below < level => {}
                _ => wrong.push(format!("{file} imports {other}")),
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What could not be written is an error everywhere, because only one place writes.
#[test]
fn one_place_writes_to_standard_output() {
    let writes =
        |text: &str| code(text).any(|line| ["stdout()", "println!", "print!"].iter().any(|w| line.contains(w)));
    let places: Vec<_> = sources().into_iter().filter(|(_, text)| writes(text)).map(|(file, _)| file).collect();
    assert_eq!(places, ["src/cli/out.rs"]);
}

#[test]
fn each_outside_crate_is_named_in_one_place() {
    let mut wrong = Vec::new();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for (file, text) in sources() {
        for (name, place) in CRATES {
            let named = |line: &&str| {
                let at = line.find(&format!("{name}::")).or_else(|| line.find(&format!("use {name}")));
                at.is_some_and(|at| !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':'))
            };
            if code(&text).any(|line| named(&line)) {
                *seen.entry(name).or_default() += 1;
                let allowed = CRATES.iter().any(|(same, place)| *same == name && file.starts_with(place));
                if !allowed {
                    wrong.push(format!("{file} names {name}, which belongs to {place}"));
                }
            }
        }
    }
    let unused: Vec<_> = CRATES.iter().filter(|(name, _)| !seen.contains_key(name)).collect();
    assert!(wrong.is_empty() && unused.is_empty(), "{wrong:#?} never named: {unused:?}");
}

#[test]
fn every_module_says_what_it_is() {
    let silent: Vec<String> =
        sources().into_iter().filter(|(_, text)| !text.starts_with("//!")).map(|(file, _)| file).collect();
    assert!(silent.is_empty(), "{silent:?} open without a word");
}

#[test]
fn files_stay_readable() {
    // Two hundred lines are the aim; these are longer because what they hold belongs together.
    let allowed = 620;
    let long: Vec<_> =
        sources().into_iter().map(|(file, text)| (text.lines().count(), file)).filter(|(n, _)| *n > allowed).collect();
    assert!(long.is_empty(), "{long:?}");
}
