//! What views cost: a site of 50,000 pages with relations among 200 roles and 300 skills, one matrix of 200 by 300 and a
//! view on every tenth page, beside the same site without the views (their fences are plain code).
//!
//!     cargo bench --bench views -- views|plain [PAGES]
//!
//! In: which of the two, and how many pages. Out: seconds of a whole build with all pages rendered, peak memory, and the
//! time from an edited body to its page's bytes. Each site in a process of its own, since memory is of the process.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    missing_docs,
    reason = "a measurement: it has a clock, a disk and a terminal"
)]

use docent::config::{Config, FILE};
use docent::outputs::Output;
use docent::pipeline::{self, Memo};
use docent::source::Sources;
use rayon::prelude::*;
use std::time::{Duration, Instant};

const ROLES: usize = 200;
const SKILLS: usize = 300;
const SKILLS_OF_A_ROLE: usize = 10;
const EDITS: usize = 9;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).collect();
    // Without a word (as in `cargo test --benches`) a small site says whether it still works.
    let views = args.first().is_none_or(|kind| kind == "views");
    let pages = args.get(1).and_then(|n| n.parse().ok()).unwrap_or(if args.is_empty() { 1_000 } else { 50_000 });
    let mut sources = site(pages, views);
    whole(&sources);
    println!("peak memory of it: {} MB", peak());
    let times: Vec<Duration> = edits(&mut sources, pages);
    println!("one page rebuilt: median {:.1?}, of {times:.1?}", times[times.len() / 2]);
}

/// A site of so many pages, in folders of fifty.
fn site(pages: usize, views: bool) -> Sources {
    let mut sources = Sources::default();
    sources.insert_text(FILE, "title: Views\nsearch: {enabled: false}\ndiagnostics: {orphan: ignore}\n");
    for n in 0..ROLES {
        let skill = |k: usize| {
            format!("  - {{skill: s{}, level: {}}}\n", (n * 7 + k * 29) % SKILLS, ["required", "valued"][k % 2])
        };
        let skills: String = (0..SKILLS_OF_A_ROLE).map(skill).collect();
        let keys =
            format!("title: Role {n}\ntype: role\ntags: [t{}]\nmission: Mission of {n}.\nskills:\n{skills}", n % 20);
        sources.insert_text(&format!("content/roles/r{n}.md"), &format!("---\n{keys}---\n\n{}", body(n)));
    }
    for n in 0..SKILLS {
        let text = format!("---\ntitle: Skill {n}\ntype: skill\nwhy: Because of {n}.\n---\n\n{}", body(n));
        sources.insert_text(&format!("content/skills/s{n}.md"), &text);
    }
    let fence = if views { "view" } else { "yaml" };
    let matrix = format!(
        "---\ntitle: Matrix\n---\n\n```{fence}\nmatrix: {{rows: role, columns: skill, value: skills.level}}\n```\n"
    );
    sources.insert_text("content/matrix.md", &matrix);
    for n in 0..pages.saturating_sub(ROLES + SKILLS + 1) {
        sources.insert_text(&place(n), &plain(n, fence));
    }
    sources
}

fn place(n: usize) -> String {
    format!("content/p{}/q{}/p{n}.md", n / 2_500, n / 50)
}

/// An ordinary page; every tenth has a view.
fn plain(n: usize, fence: &str) -> String {
    let view = if n.is_multiple_of(10) {
        format!(
            "```{fence}\ntable:\n  filter: type == \"role\" and tags contains \"t{}\"\n  columns: [mission, skills]\n```\n\n",
            n % 20
        )
    } else {
        String::new()
    };
    format!("---\ntitle: Page {n}\n---\n\n{view}{}", body(n))
}

fn body(n: usize) -> String {
    let paragraph = "What is said here takes a line or two, as most things do, and leads on. ".repeat(6);
    format!("## First\n\n{paragraph}\n\n## Second\n\n{paragraph} See [[s{}]] and [[r{}]].\n", n % SKILLS, n % ROLES)
}

/// Builds, and renders every file, keeping none.
fn whole(sources: &Sources) {
    let start = Instant::now();
    let mut memo = Memo::forgetting();
    let output = build(sources, &mut memo);
    let built = start.elapsed();
    let paths: Vec<&str> = output.paths().collect();
    let bytes: usize = paths.par_iter().map(|path| length(&output, path, &memo)).sum();
    println!("{} files, {} MB: {built:.2?} to the model, {:.2?} in all", paths.len(), bytes >> 20, start.elapsed());
}

/// From an edited body to the page's bytes, sorted.
fn edits(sources: &mut Sources, pages: usize) -> Vec<Duration> {
    let mut memo = Memo::keeping();
    build(sources, &mut memo);
    let edit = |edit: usize| {
        let n = edit * 1_230 % pages.saturating_sub(ROLES + SKILLS + 1).max(1) / 10 * 10;
        let path = place(n);
        let text = format!("{}\n\nEdited {edit}.\n", sources.text(&path).unwrap());
        sources.insert_text(&path, &text);
        let start = Instant::now();
        let output = build(sources, &mut memo);
        let out = path.strip_prefix("content/").unwrap().replace(".md", ".html");
        assert!(length(&output, &out, &memo) > 0);
        start.elapsed()
    };
    let mut times: Vec<Duration> = (0..EDITS).map(edit).collect();
    times.sort_unstable();
    times
}

fn build(sources: &Sources, memo: &mut Memo) -> Output {
    let config = Config::parse(FILE, sources.text(FILE).unwrap()).unwrap();
    let (output, problems) = pipeline::build(&config, sources, memo);
    assert!(problems.is_empty(), "{:?}", problems.iter().next());
    output.unwrap()
}

fn length(output: &Output, path: &str, memo: &Memo) -> usize {
    let (bytes, problems) = output.bytes(path, &memo.render).unwrap();
    assert!(problems.is_empty(), "{:?}", problems.iter().next());
    match bytes {
        docent::output::Bytes::Memory(bytes) => bytes.len(),
        docent::output::Bytes::Disk(_) => 0,
    }
}

/// The most memory that the process had, as Linux tells it.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or_default() / 1024
}
