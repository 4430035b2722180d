//! What the user is told, and where: problems on standard error (as JSON on standard output), the closing line on
//! standard output, progress on a terminal only.

use super::{Format, Global, out};
use crate::diagnostic::{self, Colours, Diagnostic, Severity, human, json};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::collections::BTreeMap;
use std::io::{self, IsTerminal, Write};
use std::time::Duration;

/// Warnings told in full unless `--verbose`: a first build of an old wiki has thousands.
const MAX_WARNINGS: usize = 30;

/// Errors of one code told in full unless `--verbose`: one foreign key on each of 700 pages is one mistake.
const MAX_ALIKE: usize = 20;

/// Tells things as the options want them told.
#[derive(Clone, Copy, Debug)]
pub struct Reporter {
    format: Format,
    quiet: bool,
    verbose: bool,
    strict: bool,
}

impl Reporter {
    /// From the options.
    pub fn new(global: &Global) -> Self {
        let Global { format, quiet, verbose, .. } = *global;
        Self { format, quiet, verbose, strict: false }
    }

    /// Warnings count as errors: they are told as those are.
    #[must_use]
    pub fn strict(self, strict: bool) -> Self {
        Self { strict, ..self }
    }

    /// Tells all problems, in order.
    pub fn diagnostics(&self, diagnostics: &[Diagnostic]) {
        if self.format == Format::Json {
            let lines: String = diagnostics.iter().map(|d| json(d) + "\n").collect();
            return out::write(&lines);
        }
        say(&self.told(diagnostics));
    }

    /// All of them for people. Of many that are alike the first ones are told, and how many more there are.
    fn told(&self, diagnostics: &[Diagnostic]) -> String {
        let mut text = String::new();
        let mut warnings = 0;
        let mut errors: BTreeMap<&str, usize> = BTreeMap::new();
        for diagnostic in diagnostics {
            let shown = if diagnostic.severity == Severity::Warning {
                warnings += 1;
                (!self.quiet || self.strict) && warnings <= MAX_WARNINGS
            } else {
                let alike = errors.entry(diagnostic.code).or_default();
                *alike += 1;
                *alike <= MAX_ALIKE
            };
            if shown || (self.verbose && !self.quiet) {
                text.push_str(&human(diagnostic, Colours::ON));
                text.push('\n');
            }
        }
        if self.verbose && !self.quiet {
            return text;
        }
        for (code, alike) in errors.iter().filter(|(_, alike)| **alike > MAX_ALIKE) {
            text.push_str(&format!("... and {} more `{code}`: use `--verbose` to see all\n", alike - MAX_ALIKE));
        }
        if errors.values().any(|alike| *alike > MAX_ALIKE) {
            let counts: Vec<String> = errors.iter().map(|(code, alike)| format!("{alike} `{code}`")).collect();
            text.push_str(&format!("errors by kind: {}\n", counts.join(", ")));
        }
        if warnings > MAX_WARNINGS && (!self.quiet || self.strict) {
            text.push_str(&format!("... and {} more warnings: use `--verbose` to see all\n", warnings - MAX_WARNINGS));
        }
        text
    }

    /// The closing line.
    pub fn closing(&self, line: &str) {
        if !self.quiet && self.format == Format::Human {
            out::write(&format!("{line}\n"));
        }
    }

    /// Where the preview is. Editors and scripts wait for this line, so it is told in every form.
    pub fn serving(&self, url: &str) {
        let line = match self.format {
            Format::Json => format!("{{\"serving\":\"{url}\"}}"),
            _ => format!("serving {url} (press Ctrl+C to stop)"),
        };
        out::write(&format!("{line}\n"));
    }

    /// Something that the user should know, but no problem of the content.
    pub fn warning(&self, message: &str) {
        say(&format!("warning: {message}\n"));
    }

    /// Something for those who want to know more.
    pub fn detail(&self, line: &str) {
        if self.verbose {
            say(&format!("{line}\n"));
        }
    }

    /// A bar that shows itself only when the work takes long, and only on a terminal.
    pub fn progress(&self, files: usize) -> ProgressBar {
        if self.quiet || self.format == Format::Json || !io::stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        let bar = ProgressBar::with_draw_target(Some(files as u64), ProgressDrawTarget::stderr_with_hz(10));
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} files") {
            bar.set_style(style);
        }
        bar
    }
}

/// Bold where standard output is a terminal that may show it.
pub fn bold(text: &str) -> String {
    if !out::is_coloured() { text.to_owned() } else { format!("\u{1b}[1m{text}\u{1b}[22m") }
}

/// To standard error, with colours where it is a terminal that shows some and `NO_COLOR` (no-color.org) is not set.
/// Nobody can be told that this failed.
fn say(text: &str) {
    let mut out = anstream::stderr().lock();
    let _ = out.write_all(text.as_bytes());
    let _ = out.flush();
}

/// A message that ends the program, as one more line for programs that read the others.
pub fn ended(message: &str, format: Format) {
    if format == Format::Json {
        out::write(&(json(&Diagnostic::error("usage", "", message)) + "\n"));
    }
    failure(message);
}

/// A message that ends the program.
pub fn failure(message: &str) {
    say(&format!("error: {message}\n"));
}

/// `1.24 s`, `85 ms`.
pub fn seconds(time: Duration) -> String {
    if time.as_secs() >= 1 { format!("{:.2} s", time.as_secs_f64()) } else { format!("{} ms", time.as_millis()) }
}

/// `1 page`, `5 pages`.
pub fn count(n: usize, one: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") }
}

/// What is said of the warnings.
pub fn warnings(diagnostics: &[Diagnostic]) -> String {
    match diagnostics.len() - diagnostic::errors(diagnostics) {
        0 => "no warnings".to_owned(),
        n => count(n, "warning"),
    }
}

/// So many files are named: a checkout has thousands.
const NAMED: usize = 3;

/// What a build is for: `content/a.md changed`, `40 files changed`; the first one `912 files read`.
pub fn changed(files: Option<&[String]>, read: usize) -> String {
    match files {
        None => format!("{} read", count(read, "file")),
        Some([]) => "history changed".to_owned(),
        Some(names) if names.len() <= NAMED => format!("{} changed", names.join(", ")),
        Some(names) => format!("{} changed", count(names.len(), "file")),
    }
}
