//! `docent report searches FILE`: what readers did not find, and which other names and old addresses would have led them.
//!
//! In: the project, and a file that [`asked`] reads. Out: a report, a row for each question and missing path.
//!
//! 1. Questions are asked of the engine. One that finds something now needs nothing. For another, the page that words near
//!    to it find is proposed to have it among its `aliases`.
//! 2. Missing paths are compared with those of the pages, then their words are asked; the page gets a `redirect_from`.
//! 3. All proposals are made in memory and the site is built again: what each would change is told. Nothing is written.

use super::build::detail;
use super::console::Reporter;
use super::locate;
use super::{BuildArgs, Global};
use crate::config::Config;
use crate::index::ask::ask;
use crate::outputs::Output;
use crate::page::edit;
use crate::pipeline::{self, Memo};
use crate::project::{Stage, has_pages};
use crate::report::{Report, asked};
use crate::source::Sources;
use crate::url::{decode, nfc};
use docent_search::engine::{PageResult, Request, Results};
use docent_search::near::{pairs, shared};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::time::Duration;

/// More of a file is not read, and more rows are not tried.
const MOST_BYTES: u64 = 64 << 20;
const MOST_ROWS: usize = 200;
/// How alike two paths must be, from 0 to 1.
const ALIKE: f32 = 0.6;

/// A built site that can be asked.
struct Built {
    output: Output,
    memo: Memo,
}

/// A row of the report.
struct Row {
    asked: String,
    times: u32,
    now: String,
    /// The file, the key, and its new value.
    change: Option<(String, &'static str, String)>,
    then: String,
}

/// Reads both, and tries.
pub fn run(global: &Global, args: &BuildArgs, file: Option<&Path>) -> Result<Report, String> {
    let file = file.ok_or("name a file: `docent report searches questions.txt`, or a web server's access log")?;
    let asked = asked::read(&text(file)?);
    let told = Reporter::new(global);
    let project = locate::open(global, Some(args), &told)?;
    let folder = project.output_dir(None);
    let (mut sources, _) = project.sources(&folder);
    detail(&told)(Stage::Read(sources.files.len()), Duration::ZERO);
    has_pages(&project.root, &project.config.content_dir, &sources)?;
    let before = built(&project.config, &sources)?;
    let mut rows = Vec::new();
    for (question, times) in asked.questions.into_iter().take(MOST_ROWS) {
        rows.push(before.question(question, times, &project.config)?);
    }
    for (path, times) in asked.missing.into_iter().take(MOST_ROWS) {
        rows.push(before.missing(path, times, &project.config)?);
    }
    changed(&mut sources, &mut rows);
    if rows.iter().any(|row| row.change.is_some()) {
        let after = built(&project.config, &sources)?;
        rows.iter_mut().try_for_each(|row| after.tell(row, &project.config))?;
    }
    Ok(report(rows))
}

fn text(file: &Path) -> Result<String, String> {
    let mut bytes = Vec::new();
    let opened = File::open(file).and_then(|file| file.take(MOST_BYTES).read_to_end(&mut bytes));
    opened.map_err(|error| format!("cannot read {}: {error}", file.display()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn built(config: &Config, sources: &Sources) -> Result<Built, String> {
    let mut memo = Memo::forgetting();
    let (output, _) = pipeline::build(config, sources, &mut memo);
    let output = output.ok_or("the templates have errors; run `docent check` to see them")?;
    Ok(Built { output, memo })
}

/// Makes the proposals in memory; one that a file does not take becomes its reason.
fn changed(sources: &mut Sources, rows: &mut [Row]) {
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    for row in rows {
        let Some((file, key, value)) = &row.change else { continue };
        let text =
            texts.get(file).map(String::as_str).or_else(|| sources.text(file).map(|text| &**text)).unwrap_or_default();
        match edit::push(text, key, value) {
            Ok(text) => drop(texts.insert(file.clone(), text)),
            Err(reason) => {
                row.then = reason;
                row.change = None;
            }
        }
    }
    texts.iter().for_each(|(file, text)| sources.insert_text(file, text));
}

fn report(rows: Vec<Row>) -> Report {
    let cells = |row: Row| {
        let (file, change) =
            row.change.map_or_else(Default::default, |(file, key, value)| (file, format!("{key}: {value}")));
        vec![row.asked, row.times.to_string(), row.now, file, change, row.then]
    };
    let columns = vec!["asked", "times", "now", "page", "proposal", "then"];
    Report { columns, rows: rows.into_iter().map(cells).collect() }
}

impl Built {
    fn ask(&self, question: &str, config: &Config) -> Result<Results, String> {
        let query = nfc(question);
        let request = Request { query: &query, typing: false, lang: &config.default_language, limit: 10 };
        ask(self.output.search_index(&self.memo.render), &request)
    }

    fn source_of(&self, page: &PageResult) -> Option<String> {
        self.output.source_of(&decode(&page.url)).map(str::to_owned)
    }

    fn question(&self, asked: String, times: u32, config: &Config) -> Result<Row, String> {
        let found = self.ask(&asked, config)?;
        if let Some(page) = found.pages.first() {
            let now = format!("finds {}", page.title.0);
            return Ok(Row { asked, times, now, change: None, then: String::new() });
        }
        let near = if found.near.is_empty() { found } else { self.ask(&found.near[0], config)? };
        let file = near.pages.first().and_then(|page| self.source_of(page));
        let change = file.map(|file| (file, "aliases", asked.clone()));
        let then = if change.is_none() { "no page is near: write one, or add a term to the glossary" } else { "" };
        Ok(Row { asked, times, now: "nothing".to_owned(), change, then: then.to_owned() })
    }

    fn missing(&self, asked: String, times: u32, config: &Config) -> Result<Row, String> {
        let path = within(&asked, config).to_owned();
        if self.answers(&path) {
            return Ok(Row { asked, times, now: "is there".to_owned(), change: None, then: String::new() });
        }
        let file = match self.alike(&path) {
            Some(file) => Some(file),
            None => {
                let found = self.ask(&words(&path), config)?;
                found.pages.first().and_then(|page| self.source_of(page))
            }
        };
        let then = if file.is_none() { "no page is near: leave it, or write one" } else { "" };
        let change = file.map(|file| (file, "redirect_from", format!("/{path}")));
        Ok(Row { asked, times, now: "404".to_owned(), change, then: then.to_owned() })
    }

    /// The page whose path is most like one that is not there.
    fn alike(&self, path: &str) -> Option<String> {
        let wanted = pairs(&plain(path));
        let entries = self.output.reported().site.own_entries();
        let scored = entries.map(|(_, entry)| (shared(&wanted, &plain(&entry.out)), &entry.page.outline.source));
        let best = scored.max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))?;
        (best.0 >= ALIKE).then(|| best.1.clone())
    }

    /// Whether a server that serves the site answers for a path.
    fn answers(&self, path: &str) -> bool {
        let path = path.trim_end_matches('/');
        ["", ".html", "/index.html"].iter().any(|end| self.output.has(&format!("{path}{end}")))
    }

    /// What has become of a proposal.
    fn tell(&self, row: &mut Row, config: &Config) -> Result<(), String> {
        let Some((file, key, value)) = &row.change else { return Ok(()) };
        row.then = if *key == "aliases" {
            let found = self.ask(&row.asked, config)?;
            let place = found.pages.iter().position(|page| self.source_of(page).as_ref() == Some(file));
            place.map_or("does not find it".to_owned(), |place| format!("is result {} of {}", place + 1, found.total))
        } else if self.answers(value.trim_start_matches('/')) {
            "leads to the page".to_owned()
        } else {
            "cannot be redirected".to_owned()
        };
        Ok(())
    }
}

/// A path below the site's own address, without the first slash.
fn within<'a>(path: &'a str, config: &Config) -> &'a str {
    let base = config.base_path().trim_matches('/');
    let path = path.trim_start_matches('/');
    path.strip_prefix(base).filter(|_| !base.is_empty()).map_or(path, |rest| rest.trim_start_matches('/'))
}

/// The words of the last part of a path.
fn words(path: &str) -> String {
    let name = plain(path);
    let name = name.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    name.split(|c: char| !c.is_alphanumeric()).collect::<Vec<_>>().join(" ")
}

fn plain(path: &str) -> String {
    let path = path.to_lowercase();
    let end = [".html", ".htm", ".md", "/index"].iter().fold(path.as_str(), |path, end| path.trim_end_matches(end));
    end.trim_matches('/').replace('_', "-")
}
