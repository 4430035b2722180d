//! Callouts: a quote that begins with `[!type]`, as in GitHub's alerts and in Obsidian.
//!
//! In: the source of a quote. Out: type, own title or not, folding. `> [!tip]- Title` is folded, `+` open but foldable.

use super::containers;

/// A callout's first line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Callout<'a> {
    /// The type's canonical name: `note`.
    pub kind: &'static str,
    /// The type as written, if docent does not know it.
    pub unknown: Option<&'a str>,
    /// Whether the first line goes on after the mark with a title of its own.
    pub has_title: bool,
    /// `None`: not foldable; `Some(open)`.
    pub fold: Option<bool>,
}

/// The names that are understood, for hints.
pub const KNOWN: &str = "known kinds: note, abstract, info, todo, tip, important, success, question, warning, caution, failure, danger, bug, example, quote";

/// Canonical names and their synonyms (the five GitHub alerts, and Obsidian's list).
const KINDS: [(&str, &[&str]); 15] = [
    ("note", &[]),
    ("abstract", &["summary", "tldr"]),
    ("info", &[]),
    ("todo", &[]),
    ("tip", &["hint"]),
    ("important", &[]),
    ("success", &["check", "done"]),
    ("question", &["help", "faq"]),
    ("warning", &["attention"]),
    ("caution", &[]),
    ("failure", &["fail", "missing"]),
    ("danger", &["error"]),
    ("bug", &[]),
    ("example", &[]),
    ("quote", &["cite"]),
];

/// The canonical names, for whoever offers them.
pub fn names() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|(kind, _)| *kind)
}

/// Whether this is the canonical name of a kind: its class, too.
pub fn is_kind(name: &str) -> bool {
    KINDS.iter().any(|(kind, _)| *kind == name)
}

/// Reads the first line of a quote's source; `None` if it is an ordinary quote.
pub fn parse(quote: &str) -> Option<Callout<'_>> {
    let line = first_line(quote);
    let (name, rest) = line.strip_prefix("[!")?.split_once(']')?;
    let valid = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if !valid {
        return None;
    }
    let fold = match rest.bytes().next() {
        Some(b'-') => Some(false),
        Some(b'+') => Some(true),
        _ => None,
    };
    let title = if fold.is_some() { &rest[1..] } else { rest };
    let known = kind(&name.to_ascii_lowercase());
    Some(Callout {
        kind: known.unwrap_or("note"),
        unknown: known.is_none().then_some(name),
        has_title: !title.trim().is_empty(),
        fold,
    })
}

/// The canonical name of a kind, by one of its names in small letters.
pub fn kind(name: &str) -> Option<&'static str> {
    KINDS.iter().find(|(kind, others)| *kind == name || others.contains(&name)).map(|(kind, _)| *kind)
}

/// How much of a quote's first paragraph is the mark before its title; `None` if it begins with no title. The title of a
/// container stands alone in it.
pub fn title(quote: &str) -> Option<usize> {
    if quote.starts_with(":::") {
        return containers::open(quote).filter(containers::Opening::is_titled).map(|_| 0);
    }
    parse(quote).map(|_| mark_length(quote))
}

/// The first line behind its own `>`: a second one belongs to a quote inside of this one.
fn first_line(quote: &str) -> &str {
    let line = quote.lines().next().unwrap_or_default().trim_start();
    line.strip_prefix('>').unwrap_or(line).trim_start()
}

/// How many characters of the first line's text belong to the mark: `[!tip]-`.
pub fn mark_length(quote: &str) -> usize {
    let line = first_line(quote);
    let Some(close) = line.find(']') else { return 0 };
    close + 1 + usize::from(line[close + 1..].starts_with(['-', '+']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        let tip = parse("> [!TIP]- Read *this*\n> text").unwrap();
        assert_eq!((tip.kind, tip.has_title, tip.fold), ("tip", true, Some(false)));
        assert_eq!(parse("> [!faq]+").unwrap().kind, "question");
        assert_eq!(parse("> [!own] x").unwrap().unknown, Some("own"));
        assert_eq!(parse("> plain"), None);
        assert_eq!(parse("> > [!tip] inside"), None);
        assert_eq!(parse("> [!a b] x"), None);
        assert_eq!(mark_length("> [!tip]- x"), 7);
    }
}
