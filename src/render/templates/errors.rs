//! What is wrong with a template, at its place in the file that it came from.
//!
//! In: a message, a template's name and a place, as far as the engine tells them. Out: diagnostics.

use super::loop_guard::{Counted, Spot, counted};
use crate::diagnostic::{Diagnostic, Place};
use crate::theme::{EMBEDDED, Origin};
use std::collections::{BTreeMap, BTreeSet};
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
    let told: Vec<Diagnostic> = lines.iter().enumerate().filter_map(read).collect();
    let lacking = lacking(sources, text);
    // One file of the project lacks what many of the theme's fill.
    let is_of_it = |told: &Diagnostic| told.file.starts_with(EMBEDDED) && lacked(&told.message).is_some();
    if lacking.is_empty() {
        return told;
    }
    let rest = told.into_iter().filter(|told| !is_of_it(told));
    lacking.iter().map(|(file, blocks)| lacks(file, blocks)).chain(rest).collect()
}

/// The block that a template fills and no parent of it has.
fn lacked(message: &str) -> Option<&str> {
    message.strip_prefix("Block `")?.strip_suffix("` is not defined in any parent template")
}

/// Blocks that the theme's templates fill, by the file of the project that they extend and that lacks them.
fn lacking(sources: &Sources, text: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let lines: Vec<&str> = text.lines().collect();
    for pair in lines.windows(2) {
        let Some(block) = pair[0].strip_prefix("error: ").and_then(lacked) else { continue };
        let Some((template, ..)) = pair[1].trim_start().strip_prefix("--> ").and_then(place_of) else { continue };
        let own = parents(sources, template).into_iter().find(|file| !file.starts_with(EMBEDDED));
        if let Some(file) = own.filter(|_| sources.get(template).is_some_and(|it| it.file.starts_with(EMBEDDED))) {
            found.entry(file.to_owned()).or_default().insert(block.to_owned());
        }
    }
    found
}

/// The files of what a template extends, the nearest first.
fn parents<'a>(sources: &'a Sources, template: &str) -> Vec<&'a str> {
    let (mut files, mut name) = (Vec::new(), template.to_owned());
    while files.len() < 10
        && let Some(parent) = sources.get(&name).and_then(|source| extended(&source.text))
    {
        files.extend(sources.get(parent).map(|source| source.file.as_str()));
        name = parent.to_owned();
    }
    files
}

/// `base.html` of `{% extends "base.html" %}`.
fn extended(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once("{%")?;
    let rest = rest.trim_start_matches('-').trim_start().strip_prefix("extends")?.trim_start();
    rest.get(1..)?.split(['"', '\'']).next()
}

fn lacks(file: &str, blocks: &BTreeSet<String>) -> Diagnostic {
    let named: Vec<String> = blocks.iter().map(|block| format!("`{block}`")).collect();
    let (what, one) = if named.len() == 1 { ("block", "it") } else { ("blocks", "them") };
    let message = format!("this template lacks the {what} {}, and templates of the theme fill {one}", named.join(", "));
    let first = blocks.first().map_or("", String::as_str);
    Diagnostic::error("template", file, message)
        .hint(format!("write `{{% block {first} %}}{{% endblock %}}` and the like where they belong, or copy the theme's file and change that"))
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

    #[test]
    fn what_a_file_of_the_project_lacks_is_told_once() {
        let of = |file: &str, text: &str| Source::of(&Origin { file: file.into(), text: text.into() });
        let theme = |name: &str, parent: &str| {
            of(&format!("{EMBEDDED}templates/{name}"), &format!("{{% extends \"{parent}\" %}}"))
        };
        let mut sources = Sources::from([
            ("base.html".to_owned(), of("templates/base.html", "<html></html>")),
            ("page.html".to_owned(), theme("page.html", "base.html")),
            ("role.html".to_owned(), theme("role.html", "page.html")),
        ]);
        let report = |block: &str, file: &str| {
            format!(
                "error: Block `{block}` is not defined in any parent template\n --> {file}:1:1\n  |\n1 | x\n  | ^\n"
            )
        };
        let text = [report("main", "page.html"), report("head", "role.html"), report("main", "role.html")].concat();
        let told = reports(&sources, &text);
        assert_eq!(told.len(), 1, "{told:?}");
        assert_eq!(told[0].file, "templates/base.html");
        assert!(told[0].message.contains("lacks the blocks `head`, `main`"), "{}", told[0].message);
        sources.insert("own.html".into(), of("templates/own.html", "{% extends \"base.html\" %}"));
        assert_eq!(reports(&sources, &report("main", "own.html"))[0].file, "templates/own.html");
    }
}
