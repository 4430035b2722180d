//! `docent search`: the question that a reader would ask, answered on the terminal by the same engine.

use super::build::detail;
use super::console::{Reporter, bold};
use super::locate;
use super::out::write;
use super::{Format, Global, NOTHING_FOUND, SearchArgs};
use crate::config::Config;
use crate::index::ask::{Label, ask_named};
use crate::outputs::Output;
use crate::project::{Site, build_for};
use crate::url::{decode, nfc};
use docent_search::answer;
use docent_search::engine::{Answer, Marked, PageResult, Request, Results, Understood};
use docent_search::query::Key;
use std::process::ExitCode;

/// Reads the project, makes its index in memory, asks, and tells what was found.
pub fn run(global: &Global, args: &SearchArgs) -> Result<ExitCode, String> {
    let report = Reporter::new(global);
    let project = locate::open(global, None, &report)?;
    let Site { output, memo, .. } = build_for(&project, &project.output_dir(None), &detail(&report))?;
    let output = output.ok_or("the templates have errors; run `docent check` to see them")?;
    known("language", args.lang.as_deref(), &output.codes())?;
    known("type", args.kind.as_deref(), &output.types().all.keys().cloned().collect::<Vec<_>>())?;
    let query = nfc(&query(args));
    let lang = args.lang.as_deref().unwrap_or(&project.config.default_language);
    // As the box asks: the last word may be the beginning of one.
    let request = Request { query: &query, typing: true, lang, limit: args.limit };
    let results = ask_named(output.search_index(&memo), &request, &labels(&output, &project.config))?;
    let code = if results.total > 0 { ExitCode::SUCCESS } else { ExitCode::from(NOTHING_FOUND) };
    write(&match global.format {
        Format::Json => answer::json(&Answer::Found(results)) + "\n",
        Format::Human | Format::Csv | Format::Ics => human(&results),
    });
    Ok(code)
}

/// A filter that nothing can pass is a mistake, not an answer.
fn known(what: &str, asked: Option<&str>, all: &[String]) -> Result<(), String> {
    match asked.filter(|asked| !all.iter().any(|known| known == asked)) {
        Some(asked) => Err(format!("the site has no {what} `{asked}`, only {}", all.join(", "))),
        None => Ok(()),
    }
}

/// What the types and languages are called in each language of the site.
fn labels<'a>(output: &'a Output, config: &'a Config) -> Vec<Label<'a>> {
    let types = output.types();
    let mut labels = Vec::new();
    for code in config.codes() {
        for kind in types.all.keys() {
            labels.push((Key::Type, kind.as_str(), types.title(kind, code)));
            labels.push((Key::Type, kind.as_str(), types.plural(kind, code)));
        }
        labels.extend(config.language(code).and_then(|lang| Some((Key::Lang, code, lang.name.as_deref()?))));
    }
    labels
}

/// The words with the options as filters, as a reader would write them.
fn query(args: &SearchArgs) -> String {
    let filter = |name: &str, value: &Option<String>| {
        value.as_ref().map(|value| format!("{name}:\"{}\" ", value.replace('"', ""))).unwrap_or_default()
    };
    // Filters stand in front: an open quote in the words would swallow what follows.
    format!("{}{}{}", filter("type", &args.kind), filter("lang", &args.lang), args.query.join(" "))
}

fn human(results: &Results) -> String {
    let mut out = String::new();
    if !results.understood.is_empty() {
        let parts: Vec<String> = results.understood.iter().map(understood).collect();
        out.push_str(&format!("{}\n\n", parts.join(" · ")));
    }
    if let Some(corrected) = &results.corrected {
        out.push_str(&format!("showing results for {corrected}\n\n"));
    }
    if results.total > 0 && !results.missing.is_empty() {
        out.push_str(&format!("not on this site: {}\n\n", results.missing.join(", ")));
    }
    if !results.also.is_empty() {
        out.push_str(&format!("also searched: {}\n\n", results.also.join(", ")));
    }
    results.pages.iter().for_each(|page| one(&mut out, page));
    let more = results.total.saturating_sub(results.pages.len());
    match (results.total, more) {
        (0, _) if results.near.is_empty() => out.push_str("nothing found\n"),
        (0, _) => out.push_str(&format!("nothing found; words on this site: {}\n", results.near.join(", "))),
        (_, 0) => {}
        (total, _) => out.push_str(&format!("{} of {total} pages; --limit shows more\n", results.pages.len())),
    }
    out
}

/// `type: role`, `without: x`, `exact: "y"`.
fn understood(part: &Understood) -> String {
    let Understood { kind, not, known, text } = part;
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    match (*kind, *not) {
        ("exact", false) => format!("exact: \"{text}\""),
        ("exact", true) => format!("without: \"{text}\""),
        ("word", _) => format!("without: {text}"),
        ("unknown", _) => format!("`{text}:` is no filter (type:, tag: and lang: are), so its words were searched for"),
        (kind, _) if !known => format!("{kind}: {text} (the site has none)"),
        (kind, false) => format!("{kind}: {text}"),
        (kind, true) => format!("without {kind}: {text}"),
    }
}

/// A page: its path and title, then its sections.
fn one(out: &mut String, page: &PageResult) {
    out.push_str(&format!("{}  {}\n", decode(&page.url), shown(&page.title)));
    for section in &page.sections {
        if !section.heading.0.is_empty() {
            out.push_str(&format!("  # {}\n", shown(&section.heading)));
        }
        if !section.excerpt.0.is_empty() {
            out.push_str(&format!("    {}\n", shown(&section.excerpt)));
        }
    }
    out.push('\n');
}

/// A text with its marks in bold. Content may hold characters that move a terminal's cursor: they are dropped.
fn shown((text, marks): &Marked) -> String {
    let clean = |text: &str| text.chars().filter(|c| !c.is_control()).collect::<String>();
    let mut out = String::new();
    let mut done = 0;
    for mark in marks {
        let (Some(before), Some(inside)) = (text.get(done..mark.start), text.get(mark.clone())) else { continue };
        out.push_str(&clean(before));
        out.push_str(&bold(&clean(inside)));
        done = mark.end;
    }
    out + &clean(text.get(done..).unwrap_or_default())
}
