//! What the user is told, and where: problems on standard error (as JSON on standard output), the closing line on
//! standard output, progress on a terminal only.

use super::{Format, Global, out};
use crate::diagnostic::{self, Colours, Diagnostic, Severity, human, json, printable};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::io::{self, IsTerminal, Write};
use std::time::Duration;

/// Causes of warnings told unless `--verbose`: a first build of an old wiki has thousands.
const MAX_WARNINGS: usize = 30;

/// Causes of errors of one code told unless `--verbose`.
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

    /// All of them for people. What has one cause in many places is told once; of many that are alike the first ones are
    /// told, and how many more there are.
    fn told(&self, diagnostics: &[Diagnostic]) -> String {
        if self.verbose && !self.quiet {
            return diagnostics.iter().map(|diagnostic| human(diagnostic, Colours::ON) + "\n").collect();
        }
        let with_warnings = !self.quiet || self.strict;
        let (mut text, mut told) = (String::new(), Told::default());
        for cause in causes(diagnostics) {
            let is_told = told.takes(&cause);
            if is_told && (with_warnings || cause.first.severity == Severity::Error) {
                text.push_str(&human(cause.first, Colours::ON));
                text.push_str(&elsewhere(&cause.others));
                text.push('\n');
            }
        }
        text + &told.rest(with_warnings)
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
        self.bar(files, "files")
    }

    /// The same for links to other sites.
    pub fn asking(&self, links: usize) -> ProgressBar {
        self.bar(links, "links")
    }

    fn bar(&self, files: usize, what: &str) -> ProgressBar {
        if self.quiet || self.format == Format::Json || !io::stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        let bar = ProgressBar::with_draw_target(Some(files as u64), ProgressDrawTarget::stderr_with_hz(10));
        if let Ok(style) = ProgressStyle::with_template(&format!("{{bar:30}} {{pos}}/{{len}} {what}")) {
            bar.set_style(style);
        }
        bar
    }
}

/// One thing that is wrong, in all the places where it is.
struct Cause<'d> {
    first: &'d Diagnostic,
    others: Vec<&'d Diagnostic>,
}

/// Problems that say the same, in the order of the first of each.
fn causes(diagnostics: &[Diagnostic]) -> Vec<Cause<'_>> {
    let mut causes: Vec<Cause<'_>> = Vec::new();
    let mut known = HashMap::new();
    for diagnostic in diagnostics {
        let Diagnostic { severity, code, message, hint, .. } = diagnostic;
        match known.entry((severity, code, message, hint)) {
            Entry::Occupied(at) => {
                let cause: &mut Cause<'_> = &mut causes[*at.get()];
                cause.others.push(diagnostic);
            }
            Entry::Vacant(slot) => {
                slot.insert(causes.len());
                causes.push(Cause { first: diagnostic, others: Vec::new() });
            }
        }
    }
    causes
}

/// Places that are named of one cause, besides the first.
const PLACES: usize = 3;

/// `and in 5 other places: a.md:3, b.md:7, c.md ...`
fn elsewhere(others: &[&Diagnostic]) -> String {
    let named = |diagnostic: &&Diagnostic| match &diagnostic.place {
        Some(place) => printable(&format!("{}:{}", diagnostic.file, place.line)),
        None => printable(&diagnostic.file),
    };
    let places: Vec<String> = others.iter().take(PLACES).map(named).collect();
    let more = if others.len() > PLACES { " ..." } else { "" };
    match others.len() {
        0 => String::new(),
        n => format!("  and in {}: {}{more}\n", count(n, "other place"), places.join(", ")),
    }
}

/// How much was told, and how much was not.
#[derive(Default)]
struct Told<'d> {
    /// Causes of warnings, and warnings that are left out.
    warnings: (usize, usize),
    /// The same of errors, by code, with all errors of the code.
    errors: BTreeMap<&'d str, (usize, usize, usize)>,
}

impl<'d> Told<'d> {
    /// Whether a cause is told.
    fn takes(&mut self, cause: &Cause<'d>) -> bool {
        let places = 1 + cause.others.len();
        let (causes, left, most) = if cause.first.severity == Severity::Warning {
            let (causes, left) = &mut self.warnings;
            (causes, left, MAX_WARNINGS)
        } else {
            let (causes, left, all) = self.errors.entry(cause.first.code).or_default();
            *all += places;
            (causes, left, MAX_ALIKE)
        };
        *causes += 1;
        let is_told = *causes <= most;
        if !is_told {
            *left += places;
        }
        is_told
    }

    /// What is said of the rest.
    fn rest(&self, with_warnings: bool) -> String {
        let mut text = String::new();
        for (code, (_, left, _)) in self.errors.iter().filter(|(_, (_, left, _))| *left > 0) {
            text.push_str(&format!("... and {left} more `{code}`: use `--verbose` to see all\n"));
        }
        if self.errors.values().any(|(_, left, _)| *left > 0) {
            let counts: Vec<String> = self.errors.iter().map(|(code, (.., all))| format!("{all} `{code}`")).collect();
            text.push_str(&format!("errors by kind: {}\n", counts.join(", ")));
        }
        if self.warnings.1 > 0 && with_warnings {
            let left = count(self.warnings.1, "more warning");
            text.push_str(&format!("... and {left}: use `--verbose` to see all\n"));
        }
        text
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
