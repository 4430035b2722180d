//! What is wrong with a template, at its place in the file that it came from.
//!
//! In: a message, a template's name and a place, as far as the engine tells them. Out: diagnostics.

use super::loop_guard::{Counted, Spot, counted};
use crate::diagnostic::{Diagnostic, Place};
use crate::theme::Origin;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The templates by name.
pub type Sources = BTreeMap<String, Source>;

/// A template as it was written, and as the engine reads it.
#[derive(Debug)]
pub struct Source {
    /// Its file.
    pub file: String,
    text: Arc<str>,
    /// With a call in each turn of its loops.
    pub counted: Counted,
}

impl Source {
    /// A template of a theme.
    pub fn of(Origin { file, text }: &Origin) -> Self {
        Self { file: file.clone(), text: text.clone(), counted: counted(text) }
    }
}

/// A diagnostic in a template's file.
pub fn at(sources: &Sources, template: &str, spot: Option<Spot>, message: impl Into<String>) -> Diagnostic {
    let Some(source) = sources.get(template) else { return Diagnostic::error("template", template, message) };
    let told = Diagnostic::error("template", &source.file, message);
    let Some(Spot { line, column, length }) = spot else { return told };
    told.on(Place::in_line(&source.text, line, column, length.max(1)))
}

/// A diagnostic at a place that the engine tells.
pub fn told(sources: &Sources, template: &str, spot: Spot, message: impl Into<String>) -> Diagnostic {
    let spot = sources.get(template).map_or(spot, |source| source.counted.written(spot));
    at(sources, template, Some(spot), message)
}

/// A diagnostic at the first tag of the template that begins with `word`: `extends`, `include`.
pub fn at_tag(sources: &Sources, template: &str, word: &str, message: impl Into<String>) -> Diagnostic {
    let text = sources.get(template).map_or("", |source| &*source.text);
    let begins =
        |line: &str| line.find("{%").filter(|at| line[at + 2..].trim_start_matches(['-', ' ']).starts_with(word));
    let found = text.lines().enumerate().find_map(|(index, line)| Some((index, line, begins(line)?)));
    let spot = found.map(|(index, line, at)| {
        let end = line[at..].find("%}").map_or(line.len(), |end| at + end + 2);
        Spot { line: index + 1, column: line[..at].chars().count() + 1, length: line[at..end].chars().count() }
    });
    at(sources, template, spot, message)
}

/// The faults of all templates at once come as one text of reports; each becomes a diagnostic of its own:
///
/// ```text
/// error: Unknown filter `shout`
///  --> page.html:2:21
///   |
/// 2 | <p>{{ page.title | shout }}</p>
///   |                    ^^^^^
/// ```
pub fn reports(sources: &Sources, text: &str) -> Vec<Diagnostic> {
    let lines: Vec<&str> = text.lines().collect();
    let read = |(index, line): (usize, &&str)| {
        let message = line.strip_prefix("error: ")?;
        let place = lines.get(index + 1)?.trim_start().strip_prefix("--> ")?;
        let (template, line, column) = place_of(place)?;
        let length = lines.get(index + 4).map_or(1, |carets| carets.matches('^').count());
        Some(told(sources, template, Spot { line, column, length }, message))
    };
    lines.iter().enumerate().filter_map(read).collect()
}

/// `types/role.html:3:10`.
fn place_of(place: &str) -> Option<(&str, usize, usize)> {
    let (rest, column) = place.rsplit_once(':')?;
    let (template, line) = rest.rsplit_once(':')?;
    Some((template, line.parse().ok()?, column.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_report_is_told_at_its_place() {
        let origin = Origin { file: "templates/p.html".into(), text: "a\n{{ x | y }}\n".into() };
        let sources = Sources::from([("p.html".to_owned(), Source::of(&origin))]);
        let text = "error: Unknown filter `y`\n --> p.html:2:8\n  |\n2 | {{ x | y }}\n  |        ^\n\nerror: B\n --> q.html:1:1\n  |\n1 | b\n  | ^";
        let told = reports(&sources, text);
        assert_eq!(told.len(), 2);
        let place = told[0].place.as_ref().unwrap();
        assert_eq!((told[0].file.as_str(), place.line, place.column), ("templates/p.html", 2, 8));
        assert_eq!((told[0].message.as_str(), place.excerpt.as_str()), ("Unknown filter `y`", "{{ x | y }}"));
    }
}
