//! Problems as the client shows them: all of a file at once, for each file of which something else is known than before.
//!
//! In: the desk after a build. Out: `textDocument/publishDiagnostics`, with the codes and texts of `docent check`.

use super::desk::Desk;
use super::texts;
use crate::diagnostic::{Diagnostic, Severity};
use crate::problems::Problems;
use lsp_types::{self as lsp, DiagnosticSeverity, NumberOrString, PublishDiagnosticsParams};
use std::collections::BTreeSet;

/// What the client was told last.
#[derive(Debug, Default)]
pub struct Told {
    problems: Problems,
}

impl Told {
    /// What is to be told after a build.
    pub fn after(&mut self, desk: &Desk) -> Vec<PublishDiagnosticsParams> {
        let changed = desk.problems.changed_files(&self.problems);
        self.problems = desk.problems.clone();
        of(desk, &changed)
    }
}

/// All that is wrong with these files.
pub fn of(desk: &Desk, files: &BTreeSet<String>) -> Vec<PublishDiagnosticsParams> {
    let publish = |(file, problems): (&str, Vec<Diagnostic>)| {
        let diagnostics = problems.iter().map(|problem| diagnostic(desk, problem)).collect();
        Some(PublishDiagnosticsParams::new(desk.uri(file)?, diagnostics, None))
    };
    desk.problems_of(files.iter().map(String::as_str)).into_iter().filter_map(publish).collect()
}

/// A problem as the protocol has it. What to do follows what is wrong, on a line of its own.
pub fn diagnostic(desk: &Desk, problem: &Diagnostic) -> lsp::Diagnostic {
    let text = desk.text(&problem.file).map_or("", |text| text);
    let hint = problem.hint.as_ref().map_or(String::new(), |hint| format!("\n{hint}"));
    lsp::Diagnostic {
        range: texts::place(text, problem.place.as_ref()),
        severity: Some(match problem.severity {
            Severity::Error => DiagnosticSeverity::ERROR,
            Severity::Warning => DiagnosticSeverity::WARNING,
        }),
        code: Some(NumberOrString::String(problem.code.to_owned())),
        source: Some("docent".to_owned()),
        message: format!("{}{hint}", problem.message),
        ..lsp::Diagnostic::default()
    }
}
