//! The rules of the house, read off the source: who may import whom, one outside crate in one room, short files.
//!
//! Paths are looked for among the tokens of each file, so that no comment, no string, no line break and no macro hides
//! one or makes one up.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "tests may panic, and tests have a disk"
)]

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The floors, from the bottom. A room imports only rooms on lower floors.
const FLOORS: [&[&str]; 15] = [
    &["content", "date", "fingerprint", "diagnostic", "byte_scan", "chunked_vec", "url"],
    &["dialects", "memo", "pictures", "problems", "svg", "toml_text", "yaml"],
    &["diagrams", "document"],
    &["config", "source"],
    &["theme", "output"],
    &["i18n", "markdown"],
    &["page"],
    &["site"],
    &["render", "index", "report", "import"],
    &["outputs"],
    &["audit", "external", "pipeline", "publish"],
    &["refactor", "upload", "workspace"],
    &["lsp", "mcp", "project"],
    &["serve"],
    &["cli"],
];

/// Outside crates that are words of the language here: any room may name them.
const EVERYWHERE: [&str; 4] = ["rayon", "serde", "serde_json", "unicode_normalization"];

/// All other outside crates, and the one place that names each. Those with two: the system itself (rustix) is asked where
/// files of the project are opened and where folders are exchanged; what is embedded in the binary (include_dir) stands
/// beside what reads it; docent's own search engine has its words in the glossary and its tables in the index.
const CRATES: [(&str, &str); 84] = [
    ("anstream", "src/cli/"),
    ("anstyle", "src/diagnostic/print.rs"),
    ("axum", "src/serve/"),
    ("base64", "src/index/encoding.rs"),
    ("brotli_decompressor", "src/audit/containers.rs"),
    ("clap", "src/cli/"),
    ("clap_complete", "src/cli/mod.rs"),
    ("crossbeam_channel", "src/lsp/"),
    ("docent_search", "src/audit/decode.rs"),
    ("docent_search", "src/cli/search.rs"),
    ("docent_search", "src/cli/searches.rs"),
    ("docent_search", "src/index/"),
    ("docent_search", "src/page/term_matcher.rs"),
    ("emojis", "src/dialects/emoji.rs"),
    ("encoding_rs", "src/audit/containers.rs"),
    ("encoding_rs", "src/import/encoding.rs"),
    ("flate2", "src/index/deflate.rs"),
    ("futures_util", "src/serve/"),
    ("futures_util", "src/upload"),
    ("getrandom", "src/serve/guard.rs"),
    ("htmd", "src/import/to_markdown.rs"),
    ("html5gum", "src/import/proof/markup.rs"),
    ("html5gum", "src/markdown/raw_html.rs"),
    ("http_range_header", "src/serve/ranges.rs"),
    ("hyper", "src/serve/http.rs"),
    ("hyper_util", "src/serve/http.rs"),
    ("image", "src/pictures/smaller.rs"),
    ("imagesize", "src/source/scan.rs"),
    ("include_dir", "src/cli/init.rs"),
    ("include_dir", "src/theme.rs"),
    ("indicatif", "src/cli/console.rs"),
    ("intl_pluralrules", "src/i18n.rs"),
    ("jsonschema", "src/page/types"),
    ("lopdf", "src/audit/pdf.rs"),
    ("lsp_server", "src/lsp/"),
    ("lsp_types", "src/lsp/"),
    ("markup5ever_rcdom", "src/import/to_markdown.rs"),
    ("memchr", "src/byte_scan.rs"),
    ("merman", "src/diagrams/"),
    ("notify", "src/workspace/watch.rs"),
    ("notify_debouncer_full", "src/workspace/watch.rs"),
    ("object_store", "src/upload"),
    ("open", "src/cli/serve.rs"),
    ("percent_encoding", "src/url.rs"),
    ("pulldown_cmark", "src/markdown/"),
    ("pulldown_cmark_escape", "src/markdown/"),
    ("pulldown_latex", "src/markdown/math.rs"),
    ("quick_xml", "src/render/special/xml.rs"),
    ("reqwest", "src/external"),
    ("reqwest", "src/upload"),
    ("rmcp", "src/mcp/server.rs"),
    ("roxmltree", "src/diagrams/"),
    ("roxmltree", "src/import/xml.rs"),
    ("roxmltree", "src/svg.rs"),
    ("rustix", "src/publish/disk.rs"),
    ("rustix", "src/source/open.rs"),
    ("rustls", "src/external.rs"),
    ("ruzstd", "src/audit/containers.rs"),
    ("serde_yaml", "src/yaml"),
    ("shlex", "src/serve/editor.rs"),
    ("simdutf8", "src/source/scan.rs"),
    ("similar", "src/refactor/merge.rs"),
    ("strsim", "src/diagnostic/near.rs"),
    ("syntaxmate", "src/markdown/code/colours.rs"),
    ("tantivy", "src/index/segment.rs"),
    ("tar", "src/audit/containers.rs"),
    ("tera", "src/render/templates.rs"),
    ("time", "src/date.rs"),
    ("tokio", "src/external"),
    ("tokio", "src/mcp/server.rs"),
    ("tokio", "src/serve/"),
    ("tokio", "src/upload"),
    ("tokio", "src/workspace/interrupt.rs"),
    ("tokio_util", "src/serve/files.rs"),
    ("toml", "src/toml_text.rs"),
    ("tower_service", "src/serve/http.rs"),
    ("twox_hash", "src/fingerprint.rs"),
    ("unic_langid", "src/i18n.rs"),
    ("unicase", "src/url/same.rs"),
    ("unicode_width", "src/diagnostic/print.rs"),
    ("walkdir", "src/source/scan.rs"),
    ("whatlang", "src/project/bare.rs"),
    ("zip", "src/audit/containers.rs"),
    ("zip", "src/import/archive.rs"),
];

/// Every source file of the docent crate, with its text. `src/search` is a crate of its own.
fn sources() -> Vec<(String, String)> {
    let mut paths = Vec::new();
    walk(Path::new("src"), &mut paths);
    paths.into_iter().map(|path| (path.to_string_lossy().into_owned(), fs::read_to_string(&path).unwrap())).collect()
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("src/search") {
            walk(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// The room of a file: `src/page/types.rs` -> `page`.
fn room(file: &str) -> &str {
    let inside = file.strip_prefix("src/").unwrap();
    inside.split(['/', '.']).next().unwrap()
}

fn floor(room: &str) -> Option<usize> {
    FLOORS.iter().position(|rooms| rooms.contains(&room))
}

fn tokens(text: &str) -> Vec<TokenTree> {
    text.parse::<TokenStream>().unwrap().into_iter().collect()
}

/// The first names of all paths: `crate::a::b` is (`crate`, [`a`]), `crate::{a, b::c}` (`crate`, [`a`, `b`]), `a::b` is
/// (`a`, [`b`]).
fn paths(tokens: &[TokenTree], found: &mut Vec<(String, Vec<String>)>) {
    for (at, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Group(group) => paths(&group.stream().into_iter().collect::<Vec<_>>(), found),
            TokenTree::Ident(name) if !follows_a_path(&tokens[..at]) => {
                if let Some(next) = behind_colons(&tokens[at + 1..]) {
                    found.push((name.to_string(), firsts(next)));
                }
            }
            _ => {}
        }
    }
}

fn is_colon(token: Option<&TokenTree>) -> bool {
    matches!(token, Some(TokenTree::Punct(mark)) if mark.as_char() == ':')
}

fn follows_a_path(before: &[TokenTree]) -> bool {
    let [.., other, first, second] = before else { return false };
    is_colon(Some(first)) && is_colon(Some(second)) && matches!(other, TokenTree::Ident(_) | TokenTree::Punct(_))
}

fn behind_colons(tokens: &[TokenTree]) -> Option<&TokenTree> {
    (is_colon(tokens.first()) && is_colon(tokens.get(1))).then(|| tokens.get(2)).flatten()
}

/// What a path goes on with: a name, or the first names of a list.
fn firsts(next: &TokenTree) -> Vec<String> {
    match next {
        TokenTree::Ident(name) => vec![name.to_string()],
        TokenTree::Group(list) if list.delimiter() == Delimiter::Brace => {
            let list: Vec<TokenTree> = list.stream().into_iter().collect();
            let items = list.split(|token| matches!(token, TokenTree::Punct(mark) if mark.as_char() == ','));
            items.filter_map(|item| item.first()).map(ToString::to_string).collect()
        }
        _ => Vec::new(),
    }
}

/// The rooms that a file names after `crate::`.
fn imports(text: &str) -> BTreeSet<String> {
    let mut found = Vec::new();
    paths(&tokens(text), &mut found);
    found.into_iter().filter(|(first, _)| first == "crate").flat_map(|(_, rooms)| rooms).collect()
}

/// The crates of the list that a file names: at the start of a path, or in `use name;`.
fn crates(text: &str, known: &BTreeSet<String>) -> BTreeSet<String> {
    let (tokens, mut found) = (tokens(text), Vec::new());
    paths(&tokens, &mut found);
    let uses = tokens.windows(2).filter(|pair| pair[0].to_string() == "use").map(|pair| pair[1].to_string());
    let names: BTreeSet<String> = found.into_iter().map(|(first, _)| first).chain(uses).collect();
    names.intersection(known).cloned().collect()
}

/// The names by which the code knows its dependencies, as Cargo reads them.
fn dependencies() -> BTreeSet<String> {
    let cargo = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let metadata: serde_json::Value = serde_json::from_slice(&cargo.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let own = packages.iter().find(|package| package["name"] == env!("CARGO_PKG_NAME")).unwrap();
    let normal = own["dependencies"].as_array().unwrap().iter().filter(|dependency| dependency["kind"].is_null());
    normal.map(|d| d["rename"].as_str().or(d["name"].as_str()).unwrap().replace('-', "_")).collect()
}

#[test]
fn a_path_is_found_however_it_is_written() {
    let text = "use crate::{\n    a,\n    b::{c, d},\n};\nfn f() { m!(crate::e::g); x::crate_::h }\n// crate::no\nconst S: &str = \"crate::no\";";
    assert_eq!(imports(text), ["a", "b", "e"].map(str::to_owned).into());
    let known = ["tera", "open", "std"].map(str::to_owned).into();
    assert_eq!(crates("use tera;\nfn f() { self::open::x(); a.open() }", &known), ["tera"].map(str::to_owned).into());
    assert_eq!(crates("fn f() -> std::io::Result<open::Error> {}", &known), ["open", "std"].map(str::to_owned).into());
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
    let writes = |text: &str| {
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        code.into_iter().any(|line| ["stdout()", "println!", "print!"].iter().any(|w| line.contains(w)))
    };
    let places: Vec<_> = sources().into_iter().filter(|(_, text)| writes(text)).map(|(file, _)| file).collect();
    assert_eq!(places, ["src/cli/out.rs"]);
}

#[test]
fn each_outside_crate_has_a_place() {
    let listed: BTreeSet<String> = CRATES.iter().map(|(name, _)| *name).chain(EVERYWHERE).map(str::to_owned).collect();
    assert_eq!(listed, dependencies(), "Cargo.toml (right) and the lists of this test (left) differ");
}

#[test]
fn each_outside_crate_is_named_in_its_place() {
    let known: BTreeSet<String> = CRATES.iter().map(|(name, _)| (*name).to_owned()).collect();
    let mut wrong = Vec::new();
    let mut used = BTreeSet::new();
    for (file, text) in sources() {
        for name in crates(&text, &known) {
            match CRATES.iter().find(|(same, place)| *same == name && file.starts_with(place)) {
                Some(place) => drop(used.insert(*place)),
                None => wrong.push(format!("{file} names {name}")),
            }
        }
    }
    let unused: Vec<_> = CRATES.iter().filter(|place| !used.contains(place)).collect();
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

/// What is public is not told of as unused by the compiler: tests, benches and fuzz targets are crates of their own.
#[test]
fn what_is_public_has_a_caller() {
    let mut all = Vec::new();
    ["src", "tests", "benches", "fuzz/fuzz_targets", "xtask/src"]
        .iter()
        .for_each(|folder| walk(Path::new(folder), &mut all));
    let mut counts = BTreeMap::<String, usize>::new();
    for text in all.iter().map(|file| fs::read_to_string(file).unwrap()) {
        let code: String =
            text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
        let words = code.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty());
        words.for_each(|word| *counts.entry(word.to_owned()).or_default() += 1);
    }
    let public = |text: &str| {
        let declared = text.lines().filter_map(|line| line.trim_start().strip_prefix("pub ")?.split_once(' '));
        let kinds = ["fn", "const", "struct", "enum", "type", "trait", "static"];
        let names = declared.filter(|(kind, _)| kinds.contains(kind)).map(|(_, rest)| rest);
        names
            .filter_map(|rest| Some(rest.split(|c: char| !c.is_alphanumeric() && c != '_').next()?.to_owned()))
            .collect::<Vec<_>>()
    };
    let names = sources().into_iter().flat_map(|(_, text)| public(&text));
    let alone: Vec<String> = names.filter(|name| counts.get(name).is_none_or(|count| *count < 2)).collect();
    assert!(alone.is_empty(), "nobody calls {alone:?}");
}
