//! Front matters that are wrong, hostile, or written for another program: each is read as what is meant, or told with a
//! place, quickly, and nothing panics.
//!
//! Adding a case is adding a file to `tests/front-matter/`. Its lines in the snapshot are what an author will read; of a
//! case of which nothing is told, what was read.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "tests may panic, and tests have a disk"
)]

mod common;

use common::Project;
use docent::config::Config;
use docent::diagnostic::{self, Colours, Diagnostic, Severity, human};
use docent::fingerprint::Fingerprint;
use docent::page::front_matter::FrontMatter;
use docent::page::types::Types;
use docent::page::{self, Page, Rules};
use docent::pipeline::{self, Memo};
use docent::source::Sources;
use docent::theme;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

/// The bar for each front matter. The worst takes less than half of it, without optimisation.
const LIMIT: Duration = Duration::from_millis(200);

/// Pages that the cases name.
const NEIGHBOURS: [(&str, &str); 3] = [
    ("content/index.md", "---\ntitle: Front\n---\n"),
    ("content/skills/listening.md", "---\ntitle: Listening\ntype: skill\n---\n"),
    ("content/roles/manager.md", "---\ntitle: Manager\ntype: role\n---\n"),
];

static CONFIG: LazyLock<Config> = LazyLock::new(|| Config {
    diagnostics: [("orphan".to_owned(), docent::config::Level::Ignore)].into(),
    ..Config::default()
});
static TYPES: LazyLock<Types> =
    LazyLock::new(|| Types::read(&theme::load(&Config::default(), &Sources::default()).0).0);

/// Every file of the folder: name and bytes.
fn cases() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/front-matter");
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let pages = entries.filter(|path| path.extension().is_some_and(|e| e == "md"));
    let mut all: Vec<_> = pages
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap()))
        .collect();
    all.sort();
    all
}

fn parse(text: &str) -> Page {
    let text: Arc<str> = text.into();
    page::parse(
        "content/case.md",
        &text,
        Fingerprint::of_bytes(b""),
        Rules { config: &CONFIG, types: &TYPES, sources: None, defaults: None },
    )
}

/// The least of three, in processor time: a loaded machine only ever adds.
fn timed(text: &str) -> Duration {
    let once = || {
        let started = clock();
        drop(parse(text));
        clock() - started
    };
    (0..3).map(|_| once()).min().unwrap()
}

/// The time that this thread ran (Linux: proc(5), `schedstat`, in ticks of some milliseconds), else the time on the wall.
fn clock() -> Duration {
    static WALL: LazyLock<Instant> = LazyLock::new(Instant::now);
    let stat = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let ran = stat.and_then(|stat| stat.split(' ').next()?.parse().ok()).filter(|ns| *ns > 0);
    ran.map_or_else(|| WALL.elapsed(), Duration::from_nanos)
}

fn errors(problems: &[Diagnostic]) -> impl Iterator<Item = &Diagnostic> {
    problems.iter().filter(|p| p.severity == Severity::Error)
}

fn told_on_one_line(problem: &Diagnostic) -> String {
    let place = problem.place.as_ref().map_or_else(|| "?".to_owned(), |p| format!("{}:{}", p.line, p.column));
    let hint = problem.hint.as_deref().unwrap_or("-");
    format!("{place} {} // {hint}", problem.message)
}

/// What was read, of a page of which nothing is told: all keys that say something.
fn read(text: &str) -> String {
    let page = parse(text);
    let (now, nothing) = (format!("{:#?}", page.outline.front), format!("{:#?}", FrontMatter::default()));
    let nothing: BTreeSet<&str> = nothing.lines().collect();
    let lines = now.lines().filter(|line| !nothing.contains(line)).map(str::trim);
    let keys = lines.filter(|line| !matches!(*line, ")," | "]," | "},")).collect::<Vec<_>>().join(" ");
    let fields = serde_json::Value::Object(page.outline.fields.clone());
    format!("{keys} {fields}")
}

/// All files in one project, through the real binary: each is told with a place, or read; those that are errors stop it.
#[test]
fn every_file_is_read_or_told_with_a_place() {
    let cases = cases();
    assert!(cases.len() >= 200, "{} cases", cases.len());
    let project = Project::new();
    NEIGHBOURS.iter().for_each(|(path, text)| project.write(path, text));
    cases.iter().for_each(|(name, bytes)| project.write(format!("content/cases/{name}"), bytes));
    let run = project.build();
    run.assert_calm("front matters");
    assert_eq!(run.code, Some(1));
    assert!(!project.root().join("public").exists());
    let (mut listing, mut missing) = (String::new(), Vec::new());
    let mut refused = 0;
    let problems = run.problems();
    for (name, bytes) in &cases {
        let lines = bytes.iter().filter(|b| **b == b'\n').count() + 1;
        let _ = writeln!(listing, "{name}");
        let file = format!("content/cases/{name}");
        let mut told = 0;
        for problem in problems.iter().filter(|p| p["file"] == file.as_str()) {
            let number = |key: &str| usize::try_from(problem[key].as_u64().unwrap_or(0)).unwrap();
            let (line, column) = (number("line"), number("column"));
            told += 1;
            refused += usize::from(problem["severity"] == "error");
            if problem["code"] != "collision" && (!(1..=lines).contains(&line) || column == 0) {
                missing.push(name.as_str());
            }
            let text = |key: &str| problem[key].as_str().unwrap_or("-").to_owned();
            let mark = if problem["severity"] == "error" { "" } else { "warning: " };
            let _ =
                writeln!(listing, "  {line}:{column} {mark}{} [{}] // {}", text("message"), text("code"), text("hint"));
        }
        if told == 0 {
            let _ = writeln!(listing, "  read: {}", read(std::str::from_utf8(bytes).unwrap()));
        }
    }
    assert!(missing.is_empty() && refused > 60, "{refused} errors, without a place: {missing:?}");
    // Nor does a template tell what follows from it.
    let check = project.run(&["check", "--format", "json"]);
    let follow: Vec<_> = check
        .problems()
        .into_iter()
        .filter(|problem| problem["code"] == "template" && !problem["file"].as_str().unwrap().starts_with("content/"))
        .collect();
    assert!(check.code == Some(1) && follow.is_empty(), "{follow:?}");
    insta::assert_snapshot!("all", listing);
}

/// One page at a time, as a person meets it.
#[test]
fn messages_for_people() {
    let chosen = [
        "ampersand",
        "at-sign",
        "bracket-not-closed",
        "bytes-nul",
        "colon-in-text",
        "colon-missing",
        "deep-brackets",
        "document-second",
        "duplicate-key",
        "exclamation",
        "fence-below-empty-line",
        "fence-not-closed",
        "fence-not-closed-rule-below",
        "fence-toml",
        "indent-less",
        "indent-tab",
        "key-date-other-order",
        "key-draft-quoted",
        "key-questions-answer-with-colon",
        "key-tags-item-number",
        "key-title-nothing",
        "quote-not-closed",
        "quote-bad-escape",
        "slug-capitals",
        "type-checklist-item-id-spaces",
        "type-comparison-value-number",
        "type-faq-verdict-unquoted",
        "type-path-step-without-page",
        "type-role-level",
        "type-role-responsibilities-colon",
        "type-role-skill-near",
        "type-role-skill-other-type",
        "unknown-key-near",
        "unknown-type",
    ];
    let cases = cases();
    let mut told = String::new();
    for wanted in chosen {
        let (name, bytes) = cases.iter().find(|(name, _)| name.strip_suffix(".md") == Some(wanted)).unwrap();
        for problem in build(name, std::str::from_utf8(bytes).unwrap()) {
            told.push_str(&human(&problem, Colours::OFF));
            told.push('\n');
        }
    }
    insta::assert_snapshot!("people", told);
}

/// A site of the neighbours and one case.
fn build(name: &str, text: &str) -> Vec<Diagnostic> {
    let mut sources = Sources::default();
    NEIGHBOURS.iter().for_each(|(path, text)| sources.insert_text(path, text));
    sources.insert_text(&format!("content/cases/{name}"), text);
    pipeline::build(&CONFIG, &sources, &mut Memo::forgetting()).1.to_vec()
}

#[test]
fn every_file_is_read_in_time() {
    let texts = cases().into_iter().filter_map(|(name, bytes)| Some((name, String::from_utf8(bytes).ok()?)));
    let (worst, name) = texts.map(|(name, text)| (timed(&text), name)).max().unwrap();
    println!("worst file: {name}, {worst:?}");
    assert!(worst < LIMIT, "{name}: {worst:?}");
}

/// Front matters too large to keep as files: what stands between the fences.
fn generated() -> Vec<(&'static str, String)> {
    let n = 64 * 1024;
    let fill = |part: &str, bytes: usize| part.repeat(bytes / part.len());
    let numbered = |count: usize, line: &dyn Fn(usize) -> String| (0..count).map(line).collect::<String>();
    let bomb = |width: usize, levels: usize| {
        let mut text = format!("a0: &a0 [{}]\n", vec!["x"; width].join(", "));
        for level in 1..levels {
            let items = vec![format!("*a{}", level - 1); width].join(", ");
            text.push_str(&format!("a{level}: &a{level} [{items}]\n"));
        }
        text
    };
    vec![
        ("500 KB of braces", fill("{a: ", 500_000)),
        ("500 KB of brackets", fill("[", 500_000)),
        ("5 MB of text", format!("title: {}", fill("word ", 5_000_000))),
        ("braces below the limit", fill("{a: ", n - 10)),
        ("brackets below the limit", fill("[", n - 10)),
        ("closed brackets", format!("extra: {}{}", fill("[", n / 2 - 10), fill("]", n / 2 - 10))),
        ("many shallow brackets", format!("extra: [{}", fill("[[[[[]]]]],", n - 20))),
        ("dashes", fill("- ", n - 10)),
        ("dashes behind a text", format!("title: {}: x", fill("- ", n - 30))),
        ("question marks", fill("? ", n - 10)),
        ("colons", fill(": ", n - 10)),
        ("quotes", fill("\"", n - 10)),
        ("an open quote", format!("title: \"{}", fill("x", n - 20))),
        ("open quotes line by line", fill("a: \"\n", n - 10)),
        ("an endless key", fill("k", n - 10)),
        ("a long key", format!("{}: x", fill("k", n - 20))),
        ("many unknown keys", numbered(5000, &|i| format!("k{i}: 1\n"))),
        ("many unknown keys on one line", format!("{{{}}}", numbered(5000, &|i| format!("k{i}: 1,")))),
        ("one key many times", fill("a: 1\n", n - 10)),
        ("many tags that are numbers", format!("tags: [{}1]", fill("1,", n - 20))),
        ("many questions that are none", format!("questions: [{}1]", fill("1,", n - 30))),
        ("many wrong items", format!("type: role\nresponsibilities: [{}1]", fill("1,", n - 60))),
        ("many wrong skills", format!("type: role\nskills: [{}{{}}]", fill("{},", n - 60))),
        ("many wrong choices", format!("type: role\nskills: [{}{{}}]", fill("{skill: a, level: x},", n - 60))),
        ("many pages that are not there", format!("type: term\nsee: [{}x]", numbered(9000, &|i| format!("p{i},")))),
        ("many anchors", numbered(4000, &|i| format!("k{i}: &a{i} x\n"))),
        ("a wide bomb", bomb(1000, 5)),
        ("a tall bomb", bomb(9, 60)),
        ("a bomb of two", bomb(2, 400)),
        ("a long text, many aliases", format!("extra: &a {}\ntags: [{}*a]", fill("x", n / 2), fill("*a,", n / 3))),
        ("an alias of itself", format!("extra: &a [{}*a]", fill("*a,", n / 2))),
        ("many documents", fill("--- x\n", n - 10)),
        ("tabs", fill("\t", n - 10)),
        ("exclamation marks", fill("!", n - 10)),
        ("tags of values", format!("extra: [{}x]", fill("!a b,", n - 20))),
        ("escapes", format!("title: \"{}", fill("\\u0041", n - 20))),
        ("nulls", fill("\0", n - 10)),
        ("line ends of other systems", fill("a\u{2028}", n - 10)),
        ("a block that never ends", format!("title: |\n{}\n x: [", fill("  text\n", n - 40))),
        ("comments", format!("{}\ntitle: [", fill("#\n", n - 30))),
    ]
}

#[test]
fn every_generated_one_is_read_in_time() {
    let mut texts = Vec::new();
    let mut worst = (Duration::ZERO, "");
    for (name, yaml) in generated() {
        let text = format!("---\n{yaml}\n---\nText.\n");
        let page = parse(&text);
        // A text between two rules; keys that nobody reads, which are told of the site; many tags.
        let Some(first) = page.diagnostics.first() else {
            texts.push(name);
            continue;
        };
        assert!(first.place.is_some() && first.message.len() < 300, "{name}: {}", told_on_one_line(first));
        assert!(page.diagnostics.len() < 100, "{name}: {} problems", page.diagnostics.len());
        let time = timed(&text);
        println!("{time:?} {name}: {}", told_on_one_line(first));
        worst = worst.max((time, name));
    }
    println!("worst: {worst:?}, texts: {texts:?}");
    assert!(worst.0 < LIMIT && texts.len() < 20, "{worst:?}");
}

/// The same ones in one project, through the real binary: what one page costs, a whole site can bear.
#[test]
fn a_site_of_generated_ones_is_told_of() {
    let project = Project::new();
    for (index, (_, yaml)) in generated().iter().enumerate() {
        project.write(format!("content/generated/case-{index}.md"), format!("---\n{yaml}\n---\n"));
    }
    let run = project.build();
    run.assert_calm("generated front matters");
    assert_eq!(run.code, Some(1));
    for index in 0..generated().len() {
        let told = run.of(&format!("content/generated/case-{index}.md"));
        assert!(told.iter().all(|p| p["line"].is_u64() || p["code"] == "orphan"), "{index}: {told:?}");
    }
}

/// The limits do not hit what people write.
#[test]
fn large_honest_front_matters_are_read() {
    let items = |i: usize| format!("  - {{id: point-{i}, do: \"Do it: [now]\", why: Because., owner: *owner}}\n");
    let points: String = (0..500).map(items).collect();
    let text = format!("---\ntitle: Long\ntype: checklist\nowner: &owner Anna\nitems:\n{points}---\n");
    let page = parse(&text);
    assert_eq!(errors(&page.diagnostics).map(told_on_one_line).collect::<Vec<_>>(), Vec::<String>::new());
    assert_eq!(page.outline.fields["items"].as_array().unwrap().len(), 500);
}

/// `---` as a rule, not as a front matter, stays a rule.
#[test]
fn rules_are_not_front_matters() {
    for text in [
        "\n---\n\nText.\n\n---\n",
        "Text.\n\n---\ntitle: x\n---\n",
        "---- \n",
        "+++\ntext\n+++\n",
        "\n\n---\nTitles: a\n---\n",
    ] {
        assert_eq!(diagnostic::errors(&parse(text).diagnostics), 0, "{text:?}");
    }
}
