//! What is being written at a place of a text, read from the line up to the cursor and from those above it.
//!
//! In: a text, as it is typed at this moment, and a byte of it. Out: [`Asked`], and the part of it that was typed. The page
//! may be half written: nothing is parsed.

use crate::page::front_matter::defaults::DEFAULTS;
use std::ops::Range;

/// What is being written.
#[derive(Clone, Debug, PartialEq)]
pub enum Asked {
    /// `[[Na`: a page by its name.
    Wiki,
    /// `[[Name#He`: a heading of it; "" is this page.
    WikiHeading(String),
    /// `[text](pa`: a page or a file by its path.
    Path,
    /// `[text](path#he`
    Fragment(String),
    /// A key of the front matter.
    Key,
    /// A key below `defaults:`.
    Handed,
    /// `key: va`
    Value(String),
    /// `> [!no`
    Callout,
    /// `:::no`
    Block,
    /// The language of a block of code.
    Fence,
    /// The first key of a view.
    ViewKind,
    /// Another key of a view.
    ViewKey,
    /// `columns: ti` in a view, and the type of its pages.
    ViewValue {
        /// The key.
        key: String,
        /// The type that the view names.
        kind: Option<String>,
    },
}

/// What is being written at a place, and the part of it that was typed.
pub fn asked(text: &str, at: usize) -> Option<(Asked, Range<usize>)> {
    let start = text[..at].rfind('\n').map_or(0, |start| start + 1);
    let before = &text[start..at];
    let from = |offset: usize| start + offset..at;
    if is_in_front_matter(text, start) {
        return in_front_matter(&text[..start], before).map(|asked| {
            let typed = typed(before, &asked);
            (asked, from(typed))
        });
    }
    if let Some(fence) = open_fence(&text[..start]) {
        return in_view(fence, before).map(|asked| {
            let typed = typed(before, &asked);
            (asked, from(typed))
        });
    }
    let bare = before.trim_start_matches(['>', ' ']);
    if let Some(name) = ["```", "~~~"].iter().find_map(|fence| bare.strip_prefix(fence)) {
        let is_name = name.chars().all(|c| c.is_alphanumeric() || "+-#_".contains(c));
        return is_name.then(|| (Asked::Fence, from(before.len() - name.len())));
    }
    if let Some(open) = before.rfind("[[").filter(|open| !before[*open..].contains("]]")) {
        let inside = &before[open + 2..];
        return Some(match inside.split_once('#') {
            Some((name, heading)) => (Asked::WikiHeading(name.to_owned()), from(before.len() - heading.len())),
            None => (Asked::Wiki, from(open + 2)),
        });
    }
    if let Some(open) = before.rfind("](").filter(|open| !before[*open..].contains(')')) {
        let inside = before[open + 2..].trim_start_matches('<');
        return Some(match inside.split_once('#') {
            Some((path, id)) => (Asked::Fragment(path.to_owned()), from(before.len() - id.len())),
            None => (Asked::Path, from(before.len() - inside.len())),
        });
    }
    if let Some(name) = bare.strip_prefix("[!").filter(|name| !name.contains(']') && before.contains('>')) {
        return Some((Asked::Callout, from(before.len() - name.len())));
    }
    let name = bare.trim_start_matches(':');
    let block = bare.starts_with(":::") && name.chars().all(|c| c.is_ascii_alphabetic() || c == '-');
    block.then(|| (Asked::Block, from(before.len() - name.len())))
}

/// Where the word that is being written begins in the line: a value may have spaces and hyphens in it.
fn typed(before: &str, asked: &Asked) -> usize {
    let indent = before.len() - before.trim_start().len();
    let value = match asked {
        Asked::Value(_) | Asked::ViewValue { .. } => before.find(": ").map_or(0, |at| at + 2),
        _ => return indent,
    };
    let item = if before.trim_start().starts_with("- ") { indent + 2 } else { indent };
    let in_list = before[value..].rfind(['[', ',', '{']).map_or(0, |at| value + at + 1);
    let filter = matches!(asked, Asked::ViewValue { key, .. } if key == "filter");
    let word = if filter { before.rfind([' ', '(', '!', '.']).map_or(0, |at| at + 1) } else { 0 };
    let start = value.max(item).max(in_list).max(word).max(before.trim_end_matches(' ').len().min(value));
    let rest = &before[start.min(before.len())..];
    before.len() - rest.trim_start_matches([' ', '"', '\'', '-']).len()
}

/// Whether a line stands between the lines of `---` at the top.
fn is_in_front_matter(text: &str, start: usize) -> bool {
    let inside = text.starts_with("---\n") || text.starts_with("---\r\n");
    inside && start > 0 && !text[..start].lines().skip(1).any(|line| line.trim_end() == "---")
}

/// A key or a value of the front matter, or of what a folder says for its pages.
fn in_front_matter(above: &str, before: &str) -> Option<Asked> {
    let top = above.lines().rev().find(|line| !line.starts_with([' ', '-']) && line.contains(':'));
    let is_default = |line: &str| line.trim_end().strip_suffix(':') == Some(DEFAULTS);
    let handed = before.starts_with(' ') && top.is_some_and(is_default);
    let line = if handed { before.trim_start() } else { before };
    let of_page = !line.starts_with([' ', '-']);
    match line.split_once(':') {
        Some((key, _)) if of_page => Some(Asked::Value(key.to_owned())),
        None if of_page => Some(if handed { Asked::Handed } else { Asked::Key }),
        // An item of the list that the last key begins.
        _ if before.trim_start().starts_with('-') => {
            let mut keys = above.lines().rev().map(str::trim_start);
            let key = keys.find(|line| !line.starts_with('-') && line.contains(':'))?;
            Some(Asked::Value(key.split(':').next()?.to_owned()))
        }
        _ => None,
    }
}

/// What stands in the block of code that is open: the word behind its fence, and its lines.
fn open_fence(above: &str) -> Option<(&str, Vec<&str>)> {
    let mut open: Option<(&str, &str, Vec<&str>)> = None;
    for line in above.lines() {
        let bare = line.trim_start_matches(['>', ' ']);
        let mark = &bare[..bare.len() - bare.trim_start_matches(['`', '~']).len()];
        match &mut open {
            None if mark.len() >= 3 => open = Some((mark, bare[mark.len()..].trim(), Vec::new())),
            Some((begun, _, _)) if mark.starts_with(*begun) && bare.trim() == mark => open = None,
            Some((_, _, lines)) => lines.push(line.trim_start_matches('>')),
            None => {}
        }
    }
    open.map(|(_, word, lines)| (word, lines))
}

/// A key or a value in a view; code is nobody's to complete.
fn in_view((word, lines): (&str, Vec<&str>), before: &str) -> Option<Asked> {
    if word.split_whitespace().next() != Some("view") {
        return None;
    }
    let before = before.trim_start_matches('>');
    let kind = lines.iter().find_map(|line| {
        let (key, value) = line.trim().split_once(':')?;
        let names = ["type", "table", "list", "cards"].contains(&key) && !value.trim().is_empty();
        names.then(|| value.trim().to_owned())
    });
    let key = |line: &str| line.split(':').next().map(|key| key.trim_start_matches(['-', ' ']).to_owned());
    match before.split_once(':') {
        Some(_) => key(before).map(|key| Asked::ViewValue { key, kind }),
        None if before.trim_start().starts_with('-') => {
            let of = lines.iter().rev().find(|line| !line.trim_start().starts_with('-') && line.contains(':'))?;
            key(of).map(|key| Asked::ViewValue { key, kind })
        }
        None if lines.iter().all(|line| line.trim().is_empty()) => Some(Asked::ViewKind),
        None => Some(Asked::ViewKey),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_being_written_is_seen_in_the_line() {
        let cases = [
            ("see [[Ro", Some((Asked::Wiki, "Ro"))),
            ("see [[Role#Da", Some((Asked::WikiHeading("Role".into()), "Da"))),
            ("[[a]] x", None),
            ("[x](../ro", Some((Asked::Path, "../ro"))),
            ("[x](a.md#p", Some((Asked::Fragment("a.md".into()), "p"))),
            ("[x](a.md) y", None),
            ("> [!no", Some((Asked::Callout, "no"))),
            (":::wa", Some((Asked::Block, "wa"))),
            ("---\nty", Some((Asked::Key, "ty"))),
            ("---\ntype: ro", Some((Asked::Value("type".into()), "ro"))),
            ("---\ntags:\n  - sa", Some((Asked::Value("tags".into()), "sa"))),
            ("---\ntags: [a, sa", Some((Asked::Value("tags".into()), "sa"))),
            ("---\ntags: [sales-te", Some((Asked::Value("tags".into()), "sales-te"))),
            ("---\nowner: Sales te", Some((Asked::Value("owner".into()), "Sales te"))),
            ("---\nowner: \"Sa", Some((Asked::Value("owner".into()), "Sa"))),
            ("---\nowner: ", Some((Asked::Value("owner".into()), ""))),
            ("---\ntitle: a\n---\nty", None),
            ("---\ndefaults:\n  ow", Some((Asked::Handed, "ow"))),
            ("---\ndefaults:\n  owner: Sa", Some((Asked::Value("owner".into()), "Sa"))),
            ("---\ndefaults:\n  tags:\n    - a b", Some((Asked::Value("tags".into()), "a b"))),
            ("---\nextra:\n  ow", None),
            ("```ru", Some((Asked::Fence, "ru"))),
            ("```rust\nlet [[x", None),
            ("```rust\n```\n[[x", Some((Asked::Wiki, "x"))),
            ("```view\nta", Some((Asked::ViewKind, "ta"))),
            ("```view\ntable:\n  so", Some((Asked::ViewKey, "so"))),
            ("```view\ntable: ro", Some((Asked::ViewValue { key: "table".into(), kind: None }, "ro"))),
            (
                "> ```view\n> table:\n>   type: role\n>   columns: [title, ow",
                Some((Asked::ViewValue { key: "columns".into(), kind: Some("role".into()) }, "ow")),
            ),
        ];
        for (text, wanted) in cases {
            let found = asked(text, text.len()).map(|(asked, typed)| (asked, &text[typed]));
            assert_eq!(found, wanted, "{text}");
        }
    }
}
