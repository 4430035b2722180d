//! The keys that every page may have in its front matter: the one list of them.
//!
//! In: nothing. Out: [`KEYS`]. Made from it: what an author may have meant by a misspelt key, the schema for editors
//! with the documentation of each key, the fields of every page that views may show, and the table in `docs/` (a test
//! compares the two). [`super::front_matter`] reads each of them by its name; its tests hold the two together.

use super::front_matter::defaults::is_handed_down;
use super::types::Types;
use serde_json::{Map, Value, json};

/// What may stand behind a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A text of one line.
    Text,
    /// A list of texts, or one text.
    Texts,
    /// True or false.
    Flag,
    /// A whole number.
    Number,
    /// A day of the calendar.
    Day,
    /// A span of time: `6 months`.
    Span,
    /// The name of a type.
    Type,
    /// `deprecated`.
    Status,
    /// Questions with answers.
    Questions,
    /// Entries of a navigation.
    Nav,
    /// Keys of the author's own.
    Map,
    /// Keys for the pages of a folder.
    Defaults,
}

/// A key.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// As authors write it.
    pub name: &'static str,
    /// What it holds.
    pub shape: Shape,
    /// Whether views may show it, sort and filter by it.
    pub is_field: bool,
    /// What it means, for the documentation and for editors: Markdown of one line, without links.
    pub doc: &'static str,
}

const fn key(name: &'static str, shape: Shape, doc: &'static str) -> Key {
    Key { name, shape, is_field: false, doc }
}

const fn field(name: &'static str, shape: Shape, doc: &'static str) -> Key {
    Key { name, shape, is_field: true, doc }
}

/// Every key of [`super::front_matter::FrontMatter`], in the order of the documentation.
pub const KEYS: [Key; 30] = [
    field("title", Shape::Text, "Default: the heading at the top of the page, or the file name"),
    field(
        "description",
        Shape::Text,
        "One sentence for lists and previews. Default: the first paragraph, up to 160 characters",
    ),
    field("type", Shape::Type, "One of the page types. It determines the page's fields and layout"),
    field("tags", Shape::Texts, "Each tag gets a page that lists its pages"),
    field(
        "order",
        Shape::Number,
        "Position among the pages of its folder. Pages without it come last, sorted by title, with `Step 2` before `Step 10`",
    ),
    key(
        "nav",
        Shape::Nav,
        "On the page of a folder: what the navigation shows below it, in which order; see Order and navigation",
    ),
    key("draft", Shape::Flag, "Built only with `--drafts`"),
    key(
        "unlisted",
        Shape::Flag,
        "Built, but not shown in lists, views, navigation, feeds or the sitemap. Links, fields and steps of a path can still lead to it",
    ),
    field("audience", Shape::Texts, "The audiences that may see the page; see Audiences"),
    field(
        "owner",
        Shape::Texts,
        "The person or team responsible for the page: a name, or a page about them; see Who is responsible",
    ),
    field("date", Shape::Day, "When the page was written: `2026-05-31`"),
    field("updated", Shape::Day, "When the page was last changed. Default: the date in git, or `date`"),
    key("minor", Shape::Flag, "The last change is a small one: the list of changes folds it away; see What changed"),
    field(
        "last_reviewed_on",
        Shape::Day,
        "When somebody last compared the page with reality; shown instead of `updated`",
    ),
    key(
        "review_in",
        Shape::Span,
        "How long a review is valid: `10 days`, `3 weeks`, `6 months`, `1 year`; see Reviews",
    ),
    key("reviewed_by", Shape::Text, "Who reviewed the page"),
    key(
        "reviewed_content",
        Shape::Text,
        "A fingerprint of the page at the time of the review, written by `docent review`",
    ),
    key("status", Shape::Status, "The page is no longer kept up to date; a notice tells readers"),
    key("superseded_by", Shape::Text, "With `status: deprecated`: the page to read instead, named as in a wikilink"),
    field("aliases", Shape::Texts, "Other names for links and search"),
    key("redirect_from", Shape::Texts, "Old addresses that redirect here"),
    key("translation_key", Shape::Text, "Pairs translations whose paths differ"),
    key(
        "translated_from",
        Shape::Texts,
        "Which version of the original the page translates, written by `docent translate stamp`",
    ),
    key("slug", Shape::Text, "Last part of the address, instead of the file name"),
    key("template", Shape::Text, "A template to use instead of the type's"),
    key(
        "search",
        Shape::Flag,
        "`false` excludes the page from search. To exclude a section, add `{.no-search}` to its heading; to exclude any other part, put it between `<!-- search: off -->` and `<!-- search: on -->`",
    ),
    key("glossary", Shape::Flag, "`false`: no terms are linked in the text of this page"),
    key("questions", Shape::Questions, "Self-check questions; readers open the answers"),
    key(
        "defaults",
        Shape::Defaults,
        "On the page of a folder: keys for all pages of the folder and its subfolders that do not have them; see Keys for a whole folder",
    ),
    key("extra", Shape::Map, "Your own keys, for your own templates"),
];

/// What views know of every page besides its keys.
const COMPUTED: [&str; 4] = ["words", "minutes", "path", "folder"];

/// The names of all keys.
pub const NAMES: [&str; KEYS.len()] = {
    let mut names = [""; KEYS.len()];
    let mut at = 0;
    while at < names.len() {
        names[at] = KEYS[at].name;
        at += 1;
    }
    names
};

/// The fields of every page, for views.
pub fn fields<'a>() -> impl Iterator<Item = &'a str> {
    KEYS.iter().filter(|key| key.is_field).map(|key| key.name).chain(COMPUTED)
}

/// What an editor may complete and check behind a key, as JSON Schema.
pub fn schema(key: &Key, types: &Types) -> Value {
    let shape = if key.shape == Shape::Defaults { defaults_schema(types) } else { key.shape.schema(types) };
    // Nothing behind a key is as if it were not there; a page for nobody in particular is another thing.
    let mut schema = if key.name == "audience" { shape } else { json!({"anyOf": [shape, {"type": "null"}]}) };
    schema["description"] = key.doc.into();
    schema
}

/// The keys that a folder may set, and the fields of all types.
fn defaults_schema(types: &Types) -> Value {
    let own = KEYS.iter().filter(|key| key.shape != Shape::Defaults && is_handed_down(key.name));
    let own: Map<String, Value> = own.map(|key| (key.name.to_owned(), schema(key, types))).collect();
    let fields = types.all.values().flat_map(super::types::Type::fields);
    let fields: Map<String, Value> = fields.map(|field| (field.to_owned(), json!({}))).collect();
    let all: Map<String, Value> = fields.into_iter().chain(own).collect();
    json!({"type": "object", "properties": all, "additionalProperties": false})
}

impl Shape {
    fn schema(self, types: &Types) -> Value {
        let text = json!({"type": ["string", "number", "boolean"]});
        let words = ["true", "false", "yes", "no", "on", "off"];
        match self {
            Self::Text => text,
            Self::Texts => json!({"anyOf": [text, {"type": "array", "items": text}]}),
            Self::Flag => json!({"anyOf": [{"type": "boolean"}, {"enum": words}, {"enum": [0, 1]}]}),
            Self::Number => json!({"anyOf": [{"type": "integer"}, {"type": "string", "pattern": "^-?\\d+$"}]}),
            Self::Day => json!({"type": "string", "pattern": "\\d"}),
            Self::Span => json!({"type": "string", "pattern": "^[1-9]\\d{0,2} (day|week|month|year)s?$"}),
            Self::Type => json!({"enum": types.all.keys().collect::<Vec<_>>()}),
            Self::Status => json!({"enum": ["deprecated"]}),
            Self::Questions => json!({"type": "array", "items": {
                "type": "object", "required": ["q", "a"], "properties": {"q": text, "a": text}, "additionalProperties": false,
            }}),
            Self::Nav => json!({"type": "array", "items": {"type": ["string", "object"]}}),
            Self::Map | Self::Defaults => json!({"type": "object"}),
        }
    }
}

#[cfg(test)]
pub(in crate::page) mod tests {
    use super::super::front_matter::split;
    use super::*;

    /// Something right, and something wrong.
    pub(in crate::page) fn samples(shape: Shape) -> (&'static str, &'static str) {
        match shape {
            Shape::Text => ("a text", "{a: b}"),
            Shape::Texts => ("[a, b]", "{a: b}"),
            Shape::Flag => ("true", "maybe"),
            Shape::Number => ("3", "many"),
            Shape::Day => ("2026-05-31", "soon"),
            Shape::Span => ("6 months", "a while"),
            Shape::Type => ("role", "{a: b}"),
            Shape::Status => ("deprecated", "fine"),
            Shape::Questions => ("[{q: a, a: b}]", "[{q: a}]"),
            Shape::Nav => ("[a.md, {b: c.md}]", "[3]"),
            Shape::Map => ("{a: b}", "b"),
            Shape::Defaults => ("{owner: a}", "b"),
        }
    }

    /// A stamp is a list of texts of a form of its own, and only a deprecated page has one to read instead.
    fn page(key: &Key, value: &str) -> String {
        let value = if key.name == "translated_from" && value == "[a, b]" { "[en]" } else { value };
        let status = if key.name == "superseded_by" { "status: deprecated\n" } else { "" };
        format!("---\n{status}{}: {value}\n---\n", key.name)
    }

    #[test]
    fn every_key_of_the_list_is_read_and_judged() {
        for key in &KEYS {
            let (right, wrong) = samples(key.shape);
            let (read, problems) = split(&page(key, right));
            assert!(problems.is_empty() && read.fields.is_empty(), "{}: {problems:?}", key.name);
            let (read, problems) = split(&page(key, wrong));
            assert!(!problems.is_empty() && read.fields.is_empty(), "{}: `{wrong}` is let through", key.name);
        }
    }
}
