//! A text that is not saved yet, shown as it would be.
//!
//! In: lines of a file and what shall stand there. Out: the page, made by the same build as the served one, beside it: the
//! draft shares the memo of the newest build, so it costs what a saved edit would, and nobody else sees it.

use super::desk::known;
use super::messages::{Tried, Try};
use super::{Refusal, World, gate};
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::output::Bytes;
use crate::refactor::lines::lines;
use crate::serve::protocol::Problem;
use crate::source::Sources;
use crate::source::scan;
use crate::workspace::rebuild::{BuiltSite, Made, make};
use axum::http::StatusCode;
use std::ops::Range;

/// Answers `try`.
pub fn answer(world: &World<'_>, asked: &Try) -> Result<Tried, Refusal> {
    let unit = &asked.unit;
    gate::page(world, &unit.file)?;
    let base = known(world, unit)?;
    let text = base.with(unit.start..unit.end, &asked.text)?;
    let drafted = drafted(world, &[(&unit.file, Some(&text))])?;
    let before = lines(base.body()).len();
    let after = lines(text.strip_prefix('\u{feff}').unwrap_or(&text)).len();
    let last = (unit.end + after).saturating_sub(before).max(unit.start);
    let (html, found) = drafted.page(&unit.file);
    let told = drafted.problems(world, &unit.file, unit.start + 1..last + 1, found);
    let problems = told.into_iter().map(|problem| Problem::of(problem, &drafted.sources)).collect();
    Ok(Tried { html, first: unit.start + 1, last, problems })
}

/// The site with texts that are not saved.
pub struct Drafted {
    /// The site.
    made: Made,
    /// What it was made of.
    pub sources: Sources,
}

/// Builds it.
pub fn drafted(world: &World<'_>, texts: &[(&str, Option<&str>)]) -> Result<Drafted, Refusal> {
    let broken = || Refusal::new(StatusCode::CONFLICT, "docent.yaml has errors: correct it first");
    let config = world.build.config.clone().ok_or_else(broken)?;
    let mut sources = world.build.sources.clone();
    for (file, text) in texts {
        match text {
            Some(text) => {
                let read = scan::page(file, text.as_bytes().to_vec());
                let read = read.map_err(|problem| Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, problem.message))?;
                sources.files.insert((*file).to_owned(), read);
            }
            None => drop(sources.files.remove(file)),
        }
    }
    let made = make(Ok(config), &sources, Vec::new(), &mut world.build.memo.beside());
    Ok(Drafted { made, sources })
}

impl Drafted {
    /// The HTML of a file's page, and what rendering it finds.
    fn page(&self, file: &str) -> (Option<String>, Vec<Diagnostic>) {
        let render = |made: &BuiltSite| made.render(&made.output.site.own_entry(file)?.1.out);
        let Some((Bytes::Memory(bytes), found)) = self.made.made.as_ref().and_then(render) else {
            return (None, Vec::new());
        };
        (Some(String::from_utf8_lossy(&bytes).into_owned()), found.to_vec())
    }

    /// What is wrong on some lines of a file, and what was not wrong before; errors first.
    fn problems(&self, world: &World<'_>, file: &str, part: Range<usize>, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let known: Vec<&Diagnostic> = world.build.diagnostics.of(file).collect();
        let was = |problem: &Diagnostic| known.iter().any(|k| k.code == problem.code && k.message == problem.message);
        let here = |problem: &Diagnostic| problem.place.as_ref().is_some_and(|place| part.contains(&place.line));
        let all = self.made.problems.of(file).cloned().chain(found);
        let mut told: Vec<Diagnostic> = all.filter(|problem| here(problem) || !was(problem)).collect();
        diagnostic::sort(&mut told);
        told.dedup();
        told.sort_by_key(|problem| problem.severity != Severity::Error);
        told.truncate(20);
        told
    }
}
