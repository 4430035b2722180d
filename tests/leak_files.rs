//! Forms in which a file can tell something: every file of `tests/leak-files/` says a name or a sentence of a hidden page,
//! and the prover finds it, or says that it cannot look into the file. Those of `tests/leak-files/clean/` tell nothing, and
//! it says nothing of them. The form is in the name of the file: `gzip-as-css.css` is gzip, and only called CSS.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests may panic, and tests have a disk")]

use docent::audit::{AuditInput, Prover};
use docent::config::{Config, FILE};
use docent::pipeline::{self, Memo};
use docent::source::Sources;
use docent::theme;
use std::path::{Path, PathBuf};

const CONFIG: &str = "title: Test\nlanguages: {en: {name: English}, ru: {name: Русский}}\n\
    audiences: {internal: , client: }\ndefault_audience: [internal, client]\ndiagnostics: {orphan: ignore}\n";

const SECRET: &str = "---\ntitle: The \"Marmot\" bargain\naudience: [internal]\nslug: great-bargain\naliases: [Quiet offer]\n\
    tags: [underpriced]\nowner: Zenobia\n---\n\nWhoever signs before the summer pays only half of the price, so keep silent.\n\n\
    ## Жёлтый план\n\n| Nebuchadnezzar |\n|---|\n| 7 |\n";

const OPEN: &str = "---\ntitle: Front\n---\n\n## Price\n\nThe price of a plan. Pay before summer: ask us.\n\n\
    <!-- audience: internal -->\n\nThe Hippogriff is ours.\n\n<!-- audience: all -->\n";

/// What no search for words finds, each with its reason.
const BEYOND: [(&str, &str); 6] = [
    ("homoglyphs.txt", "words of two alphabets, of which the build warns where an author writes them"),
    ("reversed.txt", "it has to be read backwards, which nobody does by mistake"),
    ("small-capitals.txt", "letters of phonetic alphabets, chosen for their looks"),
    ("tags.txt", "letters that no program shows"),
    ("hex.txt", "digits, which no reader takes for a text"),
    ("js-codes.js", "a script that makes the text when it runs"),
];

fn prover() -> Prover {
    let mut sources = Sources::default();
    sources.insert_text(FILE, CONFIG);
    sources.insert_text("content/en/index.md", OPEN);
    sources.insert_text("content/en/secret.md", SECRET);
    sources.insert_text("content/ru/index.md", "---\ntitle: Начало\n---\n\nПлан.\n");
    let config = Config { audience: Some("client".into()), ..Config::parse(FILE, CONFIG).unwrap() };
    let (output, _) = pipeline::build(&config, &sources, &mut Memo::forgetting());
    let output = output.unwrap();
    let (theme, _) = theme::load(&config, &sources);
    Prover::new(AuditInput { site: &output.site, config: &config, sources: &sources, theme: &theme }).unwrap()
}

fn files(folder: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.is_file());
    paths.sort();
    let name = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
    paths.iter().map(|path| (name(path), std::fs::read(path).unwrap())).collect()
}

#[test]
fn every_form_is_found() {
    let prover = prover();
    let beyond = |name: &str| BEYOND.iter().any(|(known, _)| *known == name);
    let told = |(name, bytes): &(String, Vec<u8>)| !prover.check(&format!("files/{name}"), bytes).is_empty();
    let all = files("tests/leak-files");
    let missed: Vec<&str> = all.iter().filter(|file| !told(file)).map(|(name, _)| name.as_str()).collect();
    let (known, missed): (Vec<&str>, Vec<&str>) = missed.into_iter().partition(|name| beyond(name));
    assert!(missed.is_empty(), "{} of {} are not found:\n{}", missed.len(), all.len(), missed.join("\n"));
    assert!(known.len() <= BEYOND.len() && all.len() >= 140);
}

#[test]
fn a_file_that_tells_nothing_is_let_through() {
    let prover = prover();
    for (name, bytes) in files("tests/leak-files/clean") {
        let told = prover.check(&format!("files/{name}"), &bytes);
        assert!(told.is_empty(), "{name}: {}", told[0].message);
    }
}
