//! The navigation of the other tool, and how it is written into `docent.yaml`.
//!
//! In: items as a tool's reader made them, with paths of the source. Out: YAML, as MkDocs writes its `nav:`.

use std::collections::BTreeMap;

/// An entry of the navigation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A page, by its path in the source.
    Page {
        /// What the navigation calls it; otherwise its title.
        label: Option<String>,
        /// Its path.
        path: String,
    },
    /// A link to somewhere else.
    Link {
        /// Its text.
        label: String,
        /// Where it leads.
        url: String,
    },
    /// A group.
    Section {
        /// Its name.
        label: String,
        /// What is in it.
        items: Vec<Item>,
    },
}

impl Item {
    /// A page.
    pub fn page(label: Option<&str>, path: &str) -> Self {
        let label = label.map(str::trim).filter(|label| !label.is_empty()).map(str::to_owned);
        Self::Page { label, path: path.to_owned() }
    }

    /// A group with the page that stands for it at its top.
    pub fn group(label: &str, page: Option<Item>, mut items: Vec<Item>) -> Self {
        if let Some(page) = page {
            let path = |item: &Item| if let Item::Page { path, .. } = item { Some(path.clone()) } else { None };
            if !items.iter().any(|item| path(item) == path(&page)) {
                items.insert(0, page);
            }
        }
        Self::Section { label: label.trim().to_owned(), items }
    }
}

/// The items whose pages have a place, with those places: `place` knows the page of a path of the source. What has none is
/// given to `lost`.
pub fn placed(items: &[Item], place: &BTreeMap<&str, &str>, lost: &mut Vec<String>) -> Vec<Item> {
    let mut out = Vec::new();
    for item in items {
        match item {
            Item::Page { label, path } => match place.get(path.as_str()) {
                Some(to) => out.push(Item::Page { label: label.clone(), path: (*to).to_owned() }),
                None => lost.push(path.clone()),
            },
            Item::Link { .. } => out.push(item.clone()),
            Item::Section { label, items } => {
                let items = placed(items, place, lost);
                if !items.is_empty() {
                    out.push(Item::Section { label: label.clone(), items });
                }
            }
        }
    }
    out
}

/// Levels that a navigation has in `docent.yaml`.
const MAX_DEPTH: usize = 8;

/// With at most so many levels as `docent.yaml` may have: what is deeper stands in the group above.
pub fn shallow(items: Vec<Item>, depth: usize) -> Vec<Item> {
    let mut out = Vec::new();
    for item in items {
        match item {
            Item::Section { items, .. } if depth >= MAX_DEPTH => out.extend(shallow(items, depth)),
            Item::Section { label, items } => out.push(Item::Section { label, items: shallow(items, depth + 1) }),
            other => out.push(other),
        }
    }
    out
}

/// Without the labels of pages.
pub fn unlabelled(items: Vec<Item>) -> Vec<Item> {
    let bare = |item| match item {
        Item::Page { path, .. } => Item::Page { label: None, path },
        Item::Section { label, items } => Item::Section { label, items: unlabelled(items) },
        link => link,
    };
    items.into_iter().map(bare).collect()
}

/// Each page stands where it is named first: two places for one page are told apart by no reader.
pub fn once(items: Vec<Item>, seen: &mut std::collections::BTreeSet<String>) -> Vec<Item> {
    let mut out = Vec::new();
    for item in items {
        match item {
            Item::Page { ref path, .. } if !seen.insert(path.clone()) => {}
            Item::Section { label, items } => {
                let items = once(items, seen);
                if !items.is_empty() {
                    out.push(Item::Section { label, items });
                }
            }
            other => out.push(other),
        }
    }
    out
}

/// The list as YAML, indented by so many spaces.
pub fn yaml(items: &[Item], indent: usize) -> String {
    let mut out = String::new();
    for item in items {
        let pad = " ".repeat(indent);
        match item {
            Item::Page { label: None, path } => out.push_str(&format!("{pad}- {}\n", scalar(path))),
            Item::Page { label: Some(label), path } => {
                out.push_str(&format!("{pad}- {}: {}\n", scalar(label), scalar(path)));
            }
            Item::Link { label, url } => out.push_str(&format!("{pad}- {}: {}\n", scalar(label), scalar(url))),
            Item::Section { label, items } => {
                out.push_str(&format!("{pad}- {}:\n{}", scalar(label), yaml(items, indent + 4)));
            }
        }
    }
    out
}

/// A text that YAML reads as the text it is.
pub fn scalar(text: &str) -> String {
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let inside = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '/' | '.' | '_' | '(' | ')' | '+');
    let plain = text.chars().all(inside) && text.starts_with(char::is_alphabetic) && text.ends_with(|c: char| c != ' ');
    let word = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"].contains(&text.to_lowercase().as_str());
    if plain && !word { text } else { quoted(&text) }
}

/// In double quotes, as YAML and JSON escape.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A name of a file or a folder as a title: `getting-started` is `Getting started`.
pub fn humanised(name: &str) -> String {
    let words = name.replace(['-', '_'], " ");
    let mut letters = words.trim().chars();
    letters.next().map(|first| first.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yaml_as_mkdocs_writes_it() {
        let inner = Item::page(Some("Yes"), "a b/#x.md");
        let link = Item::Link { label: "Chat: us".into(), url: "https://x.y/#z".into() };
        let items =
            [Item::page(None, "index.md"), Item::group("Guide", Some(Item::page(None, "g.md")), vec![inner]), link];
        let expected =
            "- index.md\n- Guide:\n    - g.md\n    - Yes: \"a b/#x.md\"\n- \"Chat: us\": \"https://x.y/#z\"\n";
        assert_eq!(yaml(&items, 0).replace("\"Yes\"", "Yes"), expected);
        assert_eq!(
            (scalar("yes"), scalar("1.0"), scalar("a: b")),
            ("\"yes\"".into(), "\"1.0\"".into(), "\"a: b\"".into())
        );
    }
}
