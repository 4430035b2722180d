//! What an import tells: `import-report.md`, its data, and the last line on the terminal.
//!
//! In: the plan and the proof. Out: texts.

use super::plan::{Note, Plan};
use super::proof::{Loss, Proof, What};
use crate::markdown::code_span;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// All that is told.
pub struct Report<'a> {
    /// The tool, as people name it.
    pub tool: &'a str,
    /// What it was known by.
    pub why: &'a str,
    /// What was written.
    pub plan: &'a Plan,
    /// What was looked for.
    pub proof: &'a Proof,
    /// Pages of the new site.
    pub pages: usize,
    /// Redirects from old addresses.
    pub redirects: usize,
    /// Errors and warnings of the build, by code.
    pub problems: &'a BTreeMap<String, (usize, usize)>,
}

/// Losses of a kind that the report lists.
const LISTED: usize = 200;

impl Report<'_> {
    /// `0 words lost, 412 of 415 links kept, 3 macros left`.
    pub fn last_line(&self) -> String {
        let kept = |what: What, name: &str| {
            let (total, lost, before) = self.numbers(what);
            let told = if before > 0 { format!(" ({before} led nowhere before)") } else { String::new() };
            format!("{} of {total} {name} kept{told}", total - (lost + before).min(total))
        };
        let words = self.proof.lost(What::Word);
        let macros = self.proof.lost(What::Macro);
        [
            format!("{words} {} lost", if words == 1 { "word" } else { "words" }),
            kept(What::Link, "links"),
            kept(What::Picture, "pictures"),
            kept(What::Code, "code blocks"),
            format!("{macros} {} left", if macros == 1 { "macro" } else { "macros" }),
        ]
        .join(", ")
    }

    /// How many of a kind there were, are lost, and led nowhere before.
    fn numbers(&self, what: What) -> (usize, usize, usize) {
        (self.proof.total(what), self.proof.lost(what), self.proof.broken_before(what))
    }

    /// The report as data.
    pub fn json(&self) -> Value {
        let kinds: serde_json::Map<String, Value> = What::ALL
            .iter()
            .map(|what| {
                let told =
                    |loss: &Loss| json!({"file": loss.file, "line": loss.line, "text": loss.text, "count": loss.count});
                let list = |before: bool| self.of(*what, before).map(told).collect::<Vec<_>>();
                let (total, lost, before) = self.numbers(*what);
                let mut numbers = json!({"total": total, "lost": lost, "losses": list(false)});
                if matches!(what, What::Link | What::Picture) {
                    numbers["broken_before"] = json!({"count": before, "places": list(true)});
                }
                (what.key().to_owned(), numbers)
            })
            .collect();
        let notes = self
            .plan
            .notes
            .iter()
            .map(|note| json!({"file": note.file, "line": note.line, "message": note.what, "advice": note.advice}));
        let problems: serde_json::Map<String, Value> = self
            .problems
            .iter()
            .map(|(code, (errors, warnings))| (code.clone(), json!({"errors": errors, "warnings": warnings})))
            .collect();
        json!({
            "import": {
                "format": self.tool, "recognised_by": self.why, "source_pages": self.proof.pages, "pages": self.pages,
                "redirects": self.redirects, "pages_with_macros": self.proof.pages_with_macros,
            },
            "proof": kinds, "notes": notes.collect::<Vec<_>>(), "problems": problems, "summary": self.last_line(),
        })
    }

    fn of(&self, what: What, before: bool) -> impl Iterator<Item = &Loss> {
        self.proof.losses.iter().filter(move |loss| loss.what == what && loss.before == before)
    }

    /// The report for people, in Markdown.
    pub fn markdown(&self) -> String {
        let Self { tool, why, proof, .. } = self;
        let mut out = format!("# Import report\n\nRead as {tool}: {why}.\n\n{}.\n\n", self.last_line());
        out.push_str(&format!(
            "{} pages of the source, {} pages on the site, {} redirects from old addresses, {} pages on which syntax of the old tool is visible.\n\n",
            proof.pages, self.pages, self.redirects, proof.pages_with_macros
        ));
        out.push_str("| | in the source | kept | led nowhere before | lost |\n|---|---:|---:|---:|---:|\n");
        for what in What::ALL.into_iter().filter(|what| *what != What::Macro) {
            let (total, lost, before) = self.numbers(what);
            let kept = total - (lost + before).min(total);
            out.push_str(&format!("| {} | {total} | {kept} | {before} | {lost} |\n", title(what)));
        }
        for what in What::ALL {
            self.section(what, false, &mut out);
        }
        for what in [What::Link, What::Picture] {
            self.section(what, true, &mut out);
        }
        notes(&self.plan.notes, &mut out);
        if !self.problems.is_empty() {
            out.push_str("\n## What the build says\n\nRun `docent check` for the places.\n\n| code | errors | warnings |\n|---|---:|---:|\n");
            for (code, (errors, warnings)) in self.problems {
                out.push_str(&format!("| `{code}` | {errors} | {warnings} |\n"));
            }
        }
        out
    }

    fn section(&self, what: What, before: bool, out: &mut String) {
        let count = self.of(what, before).count();
        if count == 0 {
            return;
        }
        let name = title(what);
        let (lost, advice) = match what {
            _ if before => {
                ("that led nowhere before", "These lead to nothing in the source either. Correct them, or remove them.")
            }
            What::Macro => ("left", advice(what)),
            _ => ("lost", advice(what)),
        };
        out.push_str(&format!("\n## {name} {lost}\n\n{advice}\n\n"));
        for loss in self.of(what, before).take(LISTED) {
            let place = if loss.line > 0 { format!("{}:{}", loss.file, loss.line) } else { loss.file.clone() };
            out.push_str(&format!("- {}: {}\n", code_span(&place), code_span(&loss.text)));
        }
        if count > LISTED {
            out.push_str(&format!("- and {} more: `docent import --format json` lists all\n", count - LISTED));
        }
    }
}

fn notes(notes: &[Note], out: &mut String) {
    if notes.is_empty() {
        return;
    }
    out.push_str("\n## What to know\n\n");
    let mut groups: BTreeMap<(&str, &str), Vec<&Note>> = BTreeMap::new();
    notes.iter().for_each(|note| groups.entry((&note.what, &note.advice)).or_default().push(note));
    for ((what, advice), notes) in groups {
        let places = if notes.len() == 1 { "1 place".to_owned() } else { format!("{} places", notes.len()) };
        out.push_str(&format!("- {what} ({places}): {advice}\n"));
        for note in notes.iter().take(20) {
            let place = if note.line > 0 { format!("{}:{}", note.file, note.line) } else { note.file.clone() };
            out.push_str(&format!("  - {}\n", code_span(&place)));
        }
        if notes.len() > 20 {
            out.push_str(&format!("  - and {} more\n", notes.len() - 20));
        }
    }
}

fn title(what: What) -> &'static str {
    match what {
        What::Word => "Words",
        What::Code => "Code blocks",
        What::Link => "Links",
        What::Picture => "Pictures",
        What::Heading => "Headings",
        What::Cell => "Table cells",
        What::Macro => "Macros",
    }
}

fn advice(what: What) -> &'static str {
    match what {
        What::Word => {
            "These words of the source are on no page. Look at the line: syntax of the old tool that docent does not know has swallowed them, or they stand in a page that is not published."
        }
        What::Code => "These code blocks are not on their pages, or not whole.",
        What::Link => "These links are text now, though they led somewhere in the source.",
        What::Picture => "These pictures are not shown, though the source has them.",
        What::Heading => "These headings are not headings now.",
        What::Cell => "These cells of tables are not in a table now.",
        What::Macro => "Readers see this syntax of the old tool as it was written. Write as Markdown what it made.",
    }
}
