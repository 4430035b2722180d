//! `nav:` as it is written: what the navigation shows, in which order.
//!
//! In: the value behind the key, in `docent.yaml` or in the front matter of a folder's own page. Out: [`Nav`], a list of
//! [`Entry`]s, each with the way to it in the YAML; and what cannot be read. Whether the paths lead to pages is not known
//! here: `site/nav` says that.
//!
//! The form is that of MkDocs, with `...` for the rest as in awesome-pages, and `---` for a line:
//!
//! ```yaml
//! nav:
//!   - index.md
//!   - Start here: start.md
//!   - Guides:
//!       - guides/index.md
//!       - guides/first.md
//!   - reference/
//!   - Chapter 1: {page: one.md, nav: [one-a.md, one-b.md]}
//!   - ---
//!   - Status: https://status.example.com/
//!   - ...
//! ```

use crate::diagnostic::Finding;
use crate::url::{Scheme, scheme};
use crate::yaml::{Step, found, short};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};
use std::ops::Range;

/// A list of entries.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Nav(pub Vec<Entry>);

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Entry {
    /// What it is called, if its author says so.
    pub label: Option<String>,
    /// What it is.
    pub what: What,
    /// The way to the path or address, from the list on.
    pub way: Vec<Step>,
    /// Where it stands in the body of a page, if it is not YAML.
    pub at: Option<Range<usize>>,
}

/// What an entry is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum What {
    /// A page or, with `/` at the end, a folder with all that is in it.
    Path(String),
    /// A page with entries below it.
    Page(String, Vec<Entry>),
    /// Entries below a label.
    Group(Vec<Entry>),
    /// Another site.
    Link(String),
    /// A line between entries.
    Line,
    /// The pages that no entry names.
    Rest,
}

/// Deepest nesting: more has no room in a navigation.
const MAX_DEPTH: usize = 8;

/// How it is to be written.
const FORM: &str = "write `- path.md`, `- Label: path.md`, or `- Label:` with a list below it";

impl<'de> Deserialize<'de> for Nav {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // What cannot be read has been told by then: `config/shape` looks at the file first.
        Ok(read("config", &Value::deserialize(deserializer)?).0)
    }
}

/// Reads a list. `code`: under which what is wrong with it is told; places count from the list on.
pub fn read(code: &'static str, value: &Value) -> (Nav, Vec<Finding>) {
    let mut reader = Reader { code, found: Vec::new() };
    let entries = match value {
        Value::Null => Vec::new(),
        Value::Array(items) => reader.list(items, &[], 1),
        other => {
            reader.wrong(&[], format!("`nav` must be a list, not {}", found(other)));
            Vec::new()
        }
    };
    (Nav(entries), reader.found)
}

/// Whether a text is an address of another site and not a path.
pub fn is_address(text: &str) -> bool {
    text.starts_with("//") || scheme(text) != Scheme::None
}

struct Reader {
    code: &'static str,
    found: Vec<Finding>,
}

impl Reader {
    fn wrong(&mut self, way: &[Step], message: String) {
        self.found.push(Finding::at_field(self.code, way, message).hint(FORM));
    }

    fn list(&mut self, items: &[Value], way: &[Step], depth: usize) -> Vec<Entry> {
        if depth > MAX_DEPTH {
            let message = format!("`nav` is nested deeper than {MAX_DEPTH} levels");
            self.found.push(Finding::at_field(self.code, way, message).hint("reduce the nesting"));
            return Vec::new();
        }
        let item = |(at, item): (usize, &Value)| self.item(item, &[way, &[Step::Index(at)]].concat(), depth);
        items.iter().enumerate().filter_map(item).collect()
    }

    fn item(&mut self, item: &Value, way: &[Step], depth: usize) -> Option<Entry> {
        match item {
            Value::String(text) => self.text(None, text, way),
            Value::Object(map) => self.labelled(map, way, depth),
            other => {
                self.wrong(way, format!("an entry of `nav` cannot be {}", found(other)));
                None
            }
        }
    }

    /// A path, an address or a mark.
    fn text(&mut self, label: Option<&str>, text: &str, way: &[Step]) -> Option<Entry> {
        let text = text.trim();
        let what = match text {
            "" => {
                self.wrong(way, "an entry of `nav` is empty".to_owned());
                return None;
            }
            "..." | "…" if label.is_none() => What::Rest,
            _ if label.is_none() && text.len() >= 3 && text.bytes().all(|b| b == b'-') => What::Line,
            _ if is_address(text) => What::Link(text.to_owned()),
            _ => What::Path(text.to_owned()),
        };
        Some(Entry { label: label.map(str::to_owned), what, way: way.to_vec(), at: None })
    }

    /// `Label: ...`
    fn labelled(&mut self, map: &Map<String, Value>, way: &[Step], depth: usize) -> Option<Entry> {
        let Some((label, value)) = map.iter().next().filter(|_| map.len() == 1) else {
            let message = format!("an entry of `nav` has {} keys; it must have one: its label", map.len());
            self.wrong(way, message);
            return None;
        };
        let way = [way, &[Step::Key(label.clone())]].concat();
        let name = label.trim();
        let is_path = name.ends_with(".md");
        match value {
            Value::String(text) => self.text(Some(name), text, &way),
            Value::Array(items) => {
                let below = self.list(items, &way, depth + 1);
                // `- page.md:` with a list: the page under its own title.
                let what = if is_path { What::Page(name.to_owned(), below) } else { What::Group(below) };
                Some(Entry { label: (!is_path).then(|| name.to_owned()), what, way, at: None })
            }
            Value::Object(map) => self.page(name, map, &way, depth),
            other => {
                self.wrong(&way, format!("`{}` leads to {}, not to a page or a list", short(name), found(other)));
                None
            }
        }
    }

    /// `Label: {page: path.md, nav: [...]}`
    fn page(&mut self, label: &str, map: &Map<String, Value>, way: &[Step], depth: usize) -> Option<Entry> {
        let known = map.keys().all(|key| key == "page" || key == "nav");
        let (Some(Value::String(path)), true) = (map.get("page"), known) else {
            let message = format!("`{}` must be a path, a list, or `page:` and `nav:`", short(label));
            self.found.push(
                Finding::at_field(self.code, way, message).hint("write `- Label: {page: path.md, nav: [below.md]}`"),
            );
            return None;
        };
        let below = match map.get("nav") {
            None | Some(Value::Null) => Vec::new(),
            Some(Value::Array(items)) => self.list(items, &[way, &[Step::Key("nav".into())]].concat(), depth + 1),
            Some(other) => {
                self.wrong(way, format!("`nav` must be a list, not {}", found(other)));
                return None;
            }
        };
        let way = [way, &[Step::Key("page".into())]].concat();
        Some(Entry { label: Some(label.to_owned()), what: What::Page(path.trim().to_owned(), below), way, at: None })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_form_is_read() {
        let list = json!([
            "a.md", {"B": "b.md"}, {"G": ["c.md", {"D": "https://d"}]}, "---", "...", "folder/",
            {"P": {"page": "p.md", "nav": ["q.md"]}}, {"r.md": ["s.md"]}, "mailto:a@b.c"
        ]);
        let (Nav(entries), found) = read("config", &list);
        assert_eq!(found, []);
        let told: Vec<String> =
            entries.iter().map(|entry| format!("{:?} {:?}", entry.label, shown(&entry.what))).collect();
        assert_eq!(
            told,
            [
                "None \"a.md\"",
                "Some(\"B\") \"b.md\"",
                "Some(\"G\") \"[c.md, @https://d]\"",
                "None \"-\"",
                "None \"+\"",
                "None \"folder/\"",
                "Some(\"P\") \"p.md[q.md]\"",
                "None \"r.md[s.md]\"",
                "None \"@mailto:a@b.c\"",
            ]
        );
        let Step::Key(last) = entries[6].way.last().unwrap() else { panic!("a key") };
        assert_eq!(last, "page");
    }

    fn shown(what: &What) -> String {
        let list = |entries: &[Entry]| {
            format!("[{}]", entries.iter().map(|entry| shown(&entry.what)).collect::<Vec<_>>().join(", "))
        };
        match what {
            What::Path(path) => path.clone(),
            What::Page(path, below) => path.clone() + &list(below),
            What::Group(below) => list(below),
            What::Link(url) => format!("@{url}"),
            What::Line => "-".to_owned(),
            What::Rest => "+".to_owned(),
        }
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        for (item, says) in [
            (json!(3), "cannot be"),
            (json!(""), "is empty"),
            (json!({"a": "b.md", "c": "d.md"}), "has 2 keys"),
            (json!({"a": null}), "leads to"),
            (json!({"a": {"b": "c"}}), "must be a path"),
            (json!({"a": {"page": "c", "nav": 3}}), "must be a list"),
            (json!(["a.md"]), "cannot be"),
        ] {
            let (entries, found) = read("config", &json!([item]));
            assert!(entries.0.is_empty() && found.len() == 1 && found[0].message.contains(says), "{found:?}");
        }
        assert_eq!(read("config", &json!("a.md")).1.len(), 1);
    }
}
