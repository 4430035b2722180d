//! Containers: blocks between lines of colons. This is the line that opens one: `:::name[Title]{#id key=value}` or
//! `::: name Title`.
//!
//! In: the line from its colons on. Out: an [`Opening`], and which [`Kind`] its name is.
//!
//! [`super::own_syntax`] finds these lines. In the events a container is a quote whose place begins with its colons: all
//! readings treat quotes rightly, and those that want to know ask [`open()`]. Its title is the first paragraph in it.

use super::attributes::{self, Attributes};
use super::callout;
use std::ops::Range;

/// Colons that a line of a container has at least.
const COLONS: usize = 3;

/// The names that are understood, for hints.
pub const KNOWN: &str =
    "known blocks: note, tip, warning and the other kinds of callouts, details, tabs, tab, steps, cards, card, tree";

/// What a container is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// As `> [!kind]`.
    Callout(&'static str),
    /// Folded, with a summary.
    Details,
    /// One of several texts is shown.
    Tabs,
    /// One of these.
    Tab,
    /// A numbered list, or headings, with a line beside it.
    Steps,
    /// A grid.
    Cards,
    /// A box in it, or alone.
    Card,
    /// A list of folders and files.
    Tree,
    /// Another program's.
    Unknown,
}

impl Kind {
    /// By its name.
    fn of(name: &str) -> Self {
        let lower = name.to_ascii_lowercase();
        match lower.as_str() {
            "details" | "spoiler" => Self::Details,
            "tabs" => Self::Tabs,
            "tab" => Self::Tab,
            "steps" => Self::Steps,
            "cards" => Self::Cards,
            "card" => Self::Card,
            "tree" | "filetree" | "file-tree" => Self::Tree,
            other => callout::kind(other).map_or(Self::Unknown, Self::Callout),
        }
    }
}

/// What an opening line says. Places count from its first colon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening<'t> {
    /// How many colons it has.
    pub colons: usize,
    /// As written.
    pub name: &'t str,
    /// Of the name.
    pub kind: Kind,
    /// Where its title stands, which is not empty.
    pub title: Option<Range<usize>>,
    /// What stands in braces.
    pub attributes: Attributes<'t>,
    /// Where the braces begin, and where the name ends.
    braces: usize,
    name_end: usize,
}

impl<'t> Opening<'t> {
    /// Where a card leads: what is written, and the place of the whole attribute.
    pub fn href(&self) -> Option<(&'t str, Range<usize>)> {
        let pair = self.attributes.pair("href").filter(|pair| self.kind == Kind::Card && !pair.value.is_empty())?;
        Some((pair.value, self.braces + pair.range.start..self.braces + pair.range.end))
    }

    /// Where the line goes on behind its name.
    pub fn name_end(&self) -> usize {
        self.name_end
    }

    /// Whether its first paragraph is its title: written, or that of the page to which it leads.
    pub fn is_titled(&self) -> bool {
        self.title.is_some() || self.href().is_some()
    }
}

/// How many colons a text begins with, if they are enough.
pub fn colons_at(text: &str) -> Option<usize> {
    let colons = text.bytes().take_while(|byte| *byte == b':').count();
    (colons >= COLONS).then_some(colons)
}

/// Whether a line has nothing but its colons.
pub fn is_closing(line: &str) -> bool {
    line.trim_end().bytes().all(|byte| byte == b':')
}

/// Reads the first line of a text as one that opens a container; `None` if it is no such line.
pub fn open(text: &str) -> Option<Opening<'_>> {
    let colons = colons_at(text)?;
    let line = text.lines().next().unwrap_or_default().trim_end();
    // `:::image source="x":::` is a block on its own, of another program.
    if line.ends_with(":::") {
        return None;
    }
    let name_at = line.len() - line[colons..].trim_start().len();
    let length = line[name_at..].find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'));
    let name_end = length.map_or(line.len(), |length| name_at + length);
    let name = &line[name_at..name_end];
    if name.is_empty() {
        return classed(line, colons, name_at);
    }
    let begins = name.starts_with(|c: char| c.is_ascii_alphabetic());
    let ends = line[name_end..].is_empty() || line[name_end..].starts_with([' ', '\t', '[', '{']);
    let opening = Opening { name, kind: Kind::of(name), name_end, ..empty(colons) };
    (begins && ends).then(|| titled(line, name_end, opening))
}

fn empty<'t>(colons: usize) -> Opening<'t> {
    Opening {
        colons,
        name: "",
        kind: Kind::Unknown,
        title: None,
        attributes: Attributes::default(),
        braces: 0,
        name_end: colons,
    }
}

/// `::: {.note title="Title"}`, as Pandoc and Quarto write it.
fn classed(line: &str, colons: usize, braces: usize) -> Option<Opening<'_>> {
    let attributes = attributes::parse(&line[braces..]).filter(|list| braces + list.len == line.len())?;
    let class = *attributes.classes.first()?;
    let name = class.strip_prefix("callout-").unwrap_or(class);
    let opening = Opening { name, kind: Kind::of(name), name_end: line.len(), attributes, braces, ..empty(colons) };
    Some(named_title(line, opening))
}

/// What stands behind the name: `[Title]{attributes}`, or ` Title {attributes}`.
fn titled<'t>(line: &'t str, from: usize, opening: Opening<'t>) -> Opening<'t> {
    let start = line.len() - line[from..].trim_start().len();
    let label = line[start..].strip_prefix('[').and_then(label).map(|length| start + 1..start + 1 + length);
    let behind = label.as_ref().map_or(start, |label| label.end + 1);
    let (attributes, braces) = listed(line, behind);
    // `:::note [a link](x.md) begins the title`: all of it is.
    if line[braces + attributes.len..].trim().is_empty() {
        let opening = Opening { title: label.and_then(|label| trimmed(line, label)), attributes, braces, ..opening };
        return named_title(line, opening);
    }
    let last = line[start..].rfind('{').map_or(line.len(), |at| start + at);
    let (attributes, braces) =
        match attributes::parse(&line[last..]).filter(|list| last + list.len == line.len() && is_meant(list)) {
            Some(list) => (list, last),
            None => (Attributes::default(), line.len()),
        };
    Opening { title: trimmed(line, start..braces), attributes, braces, ..opening }
}

/// `Title {like this}` has braces of its own.
fn is_meant(list: &Attributes<'_>) -> bool {
    list.is_certain() || ["open", "closed", "default", "selected"].iter().any(|word| list.get(word).is_some())
}

/// The attributes at a place, which may be none, and where they begin.
fn listed(line: &str, from: usize) -> (Attributes<'_>, usize) {
    let start = line.len() - line[from..].trim_start().len();
    attributes::parse(&line[start..]).map_or((Attributes::default(), from), |list| (list, start))
}

/// `{title="Title"}`
fn named_title<'t>(line: &str, opening: Opening<'t>) -> Opening<'t> {
    let pair = opening.attributes.pair("title").or(opening.attributes.pair("label"));
    let named = pair.filter(|pair| opening.title.is_none() && !pair.value.is_empty()).and_then(|pair| {
        let place = opening.braces + pair.range.start..opening.braces + pair.range.end;
        let start = place.start + line[place.clone()].rfind(pair.value)?;
        trimmed(line, start..start + pair.value.len())
    });
    Opening { title: opening.title.clone().or(named), ..opening }
}

/// How long what stands in brackets is, by the bracket that closes it.
fn label(text: &str) -> Option<usize> {
    let (mut depth, mut escaped) = (0_usize, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if std::mem::take(&mut escaped) => {}
            b'\\' => escaped = true,
            b'[' => depth += 1,
            b']' if depth == 0 => return Some(at),
            b']' => depth -= 1,
            _ => {}
        }
    }
    None
}

fn trimmed(line: &str, range: Range<usize>) -> Option<Range<usize>> {
    let text = &line[range.clone()];
    let start = range.start + (text.len() - text.trim_start().len());
    let end = start + text.trim().len();
    (start < end).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title(line: &str) -> Option<&str> {
        open(line).unwrap().title.map(|place| &line[place])
    }

    #[test]
    fn all_forms_of_a_title() {
        let cases = [
            (":::note", None),
            ("::: note", None),
            (":::note[]", None),
            (":::note[A *b*]", Some("A *b*")),
            (":::note [A]", Some("A")),
            ("::::tip Two words", Some("Two words")),
            (":::tip[a [b](c) d]{.x}", Some("a [b](c) d")),
            (":::tip [a](b) c", Some("[a](b) c")),
            (":::details Summary {open}", Some("Summary")),
            (":::details[A] {open}", Some("A")),
            (":::note{title=\"A b\"}", Some("A b")),
            ("::: {.callout-note title='A'}", Some("A")),
            (":::note [a", Some("[a")),
            (":::note Use {this}", Some("Use {this}")),
            (":::tab[a\\]b]", Some("a\\]b")),
        ];
        cases.iter().for_each(|(line, expected)| assert_eq!(title(line), *expected, "{line}"));
    }

    #[test]
    fn kinds_and_attributes() {
        let kind = |line: &str| open(line).unwrap().kind;
        assert_eq!(
            (kind(":::NOTE"), kind(":::hint x"), kind(":::zone")),
            (Kind::Callout("note"), Kind::Callout("tip"), Kind::Unknown)
        );
        let line = ":::card[T]{icon=x href=[[A b]]}";
        let (href, place) = open(line).unwrap().href().unwrap();
        assert_eq!((href, &line[place]), ("[[A b]]", "href=[[A b]]"));
        assert_eq!(open(":::details[A] {open}").unwrap().attributes.get("open"), Some(""));
    }

    #[test]
    fn these_open_nothing() {
        for line in [":::", "::note", "::: ", ":::5", ":::image a=\"b\":::", ":::note:x", "::: {x}", ":::\u{e9}"] {
            assert_eq!(open(line), None, "{line}");
        }
        assert!(is_closing("::::  ") && !is_closing("::: x") && colons_at("::").is_none());
    }
}
