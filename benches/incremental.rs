//! How long an edit takes with the memo kept: from a changed snapshot to the bytes of the page that is looked at.
//!
//! ```text
//! cargo bench --bench incremental -- [PROJECT [ROUNDS [EDIT...]]]
//! ```
//!
//! Without PROJECT a site of 3,000 pages is made in memory. Prints the first build and, for each kind of edit, median
//! and worst of ROUNDS (20) rounds in milliseconds. A round is one edit, `pipeline::build` and one page's bytes; behind
//! it the search index is brought up to date, which is counted apart: no page waits for it.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a bench measures time, reads a project and prints"
)]

use docent::config::{Config, FILE};
use docent::outputs::Output;
use docent::pipeline::{self, Memo};
use docent::source::{Sources, scan};
use std::path::Path;
use std::time::Instant;

/// The kinds of edits.
const EDITS: [&str; 6] = ["nothing", "body", "heading", "title", "new page", "template"];

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let started = Instant::now();
    let sources = args.first().map_or_else(made_up, |root| read(Path::new(root)));
    let config = Config::parse(FILE, sources.text(FILE).unwrap()).unwrap();
    let scanned = milliseconds(started);
    let mut memo = Memo::keeping();
    let started = Instant::now();
    let (output, diagnostics) = pipeline::build(&config, &sources, &mut memo);
    let built = milliseconds(started);
    let output = output.unwrap();
    let page = middle(&output);
    let started = Instant::now();
    output.bytes(&page.out, &memo.render).unwrap();
    let rendered = milliseconds(started);
    let started = Instant::now();
    output.search_index(&memo.render);
    let indexed = milliseconds(started);
    println!("{} pages, {} problems", output.page_count(), diagnostics.len());
    println!(
        "{:>10}  scan {scanned:.1}  build {built:.1}  page {rendered:.1}  index {indexed:.1}  ({})",
        "first", page.source
    );
    let rounds = args.get(1).map_or(20, |rounds| rounds.parse().unwrap());
    let mut bench = Bench { config, sources, memo, page, output };
    for edit in EDITS.iter().filter(|edit| args.len() < 3 || args[2..].iter().any(|wanted| wanted == *edit)) {
        let (pages, indexes): (Vec<f64>, Vec<f64>) = (0..rounds).map(|round| bench.round(edit, round)).unzip();
        println!("{edit:>10}  {}   index {}", told(pages), told(indexes));
    }
}

fn told(mut times: Vec<f64>) -> String {
    times.sort_by(f64::total_cmp);
    format!("median {:8.2}  worst {:8.2}", times[times.len() / 2], times[times.len() - 1])
}

fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1000.0
}

/// The page that is edited and looked at.
struct Page {
    source: String,
    out: String,
    text: String,
}

struct Bench {
    config: Config,
    sources: Sources,
    memo: Memo,
    page: Page,
    /// The last one, as a server would hold it.
    output: Output,
}

impl Bench {
    /// One edit: until the page is there, and then until the index is.
    fn round(&mut self, edit: &str, round: usize) -> (f64, f64) {
        let Page { source, out, text } = &self.page;
        let started = Instant::now();
        let mut sources = self.sources.clone();
        match edit {
            "nothing" => {}
            "body" => sources.insert_text(source, &format!("{text}\n\nEdit {round} of the text.\n")),
            "heading" => sources.insert_text(source, &format!("{text}\n\n## Heading {round}\n")),
            "title" => sources.insert_text(source, &text.replacen("title:", &format!("title: Title {round}, once"), 1)),
            "new page" => sources.insert_text(&source.replace(".md", &format!("-{round}.md")), "Text."),
            _ => sources.insert_text("templates/redirect.html", &format!("{round}")),
        }
        let (output, problems) = pipeline::build(&self.config, &sources, &mut self.memo);
        let output = output.unwrap();
        output.bytes(out, &self.memo.render).unwrap();
        let time = milliseconds(started);
        let started = Instant::now();
        output.search_index(&self.memo.render);
        let indexed = milliseconds(started);
        drop(problems);
        (self.sources, self.output) = (sources, output);
        (time, indexed)
    }
}

/// The page in the middle of the site that is no section.
fn middle(output: &Output) -> Page {
    let entries = &output.site.entries;
    let ids = entries.len() / 2..entries.len();
    let id = ids.into_iter().find(|id| !entries[*id].synthetic && !entries[*id].page.outline.is_section).unwrap();
    let entry = &entries[id];
    let text = entry.page.text.to_string();
    Page { source: entry.page.outline.source.clone(), out: entry.out.clone(), text }
}

fn read(root: &Path) -> Sources {
    let (mut sources, _) = scan::scan(root, &root.join("public"));
    let config = std::fs::read_to_string(root.join(FILE)).unwrap_or_default();
    sources.insert_text(FILE, &config);
    sources
}

/// Thirty folders of a hundred pages, each with headings, links to its neighbours and a link that is broken.
fn made_up() -> Sources {
    let mut sources = Sources::default();
    sources.insert_text(FILE, "title: Site\ndiagnostics: {broken-link: warning}\n");
    for page in 0..3_000 {
        let sections: String =
            (0..8).map(|n| format!("## Part {n}\n\n{}\n\n", "Some words of text. ".repeat(40))).collect();
        let (next, last) = ((page + 1) % 3_000, (page + 2_999) % 3_000);
        let links = format!("[[page-{next}]], [last](../{}/page-{last}.md#part-3), [gone](gone.md).", last / 100);
        let text = format!("---\ntitle: Page {page}\n---\n\n{links}\n\n{sections}");
        sources.insert_text(&format!("content/{}/page-{page}.md", page / 100), &text);
    }
    sources
}
