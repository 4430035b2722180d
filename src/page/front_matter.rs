//! Front matter: the YAML between `---` lines at the top of a page.
//!
//! In: a page's text. Out: the keys that every page may have ([`FrontMatter`]), the remaining keys as a map (the
//! fields of the page's type, checked in `types`), where the body starts, and diagnostics.

mod misplaced;

use super::translated::is_item;
use crate::config::nav::{self, Nav};
use crate::date::{Date, Span};
use crate::diagnostic::{At, Finding};
use crate::yaml::{self, Step};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::ops::Range;

/// Largest front matter, in bytes: enough for a checklist of hundreds of points.
pub const MAX_BYTES: usize = 64 * 1024;

/// Problems told of one front matter.
pub const MAX_PROBLEMS: usize = 20;

/// The code of what is wrong with a front matter itself.
const CODE: &str = "front-matter";

/// The keys that every page may have: what each means is said in [`super::keys`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FrontMatter {
    /// Title; falls back to the first heading, then to the file's name.
    pub title: Option<String>,
    /// One sentence for lists, search results and previews.
    pub description: Option<String>,
    /// Name of a type (`role`): its fields, template and archetype.
    pub kind: Option<String>,
    /// Topics; each gets a listing page.
    pub tags: Vec<String>,
    /// Place among its siblings; pages without one follow, by title.
    pub order: Option<i64>,
    /// What stands below it in the navigation, in which order.
    pub nav: Option<Nav>,
    /// Built only with `--drafts`.
    pub draft: bool,
    /// Built, but in no list, feed, sitemap or index.
    pub unlisted: bool,
    /// Whom the page is for.
    pub audience: Vec<String>,
    /// Who keeps the page true.
    pub owner: Option<String>,
    /// When it was written.
    pub date: Option<Date>,
    /// When it was last changed; else git says.
    pub updated: Option<Date>,
    /// When somebody last read it against reality.
    pub last_reviewed_on: Option<Date>,
    /// How long a review holds: `6 months`.
    pub review_in: Option<Span>,
    /// Who reviewed it.
    pub reviewed_by: Option<String>,
    /// What the page said then, as a fingerprint ([`crate::page::Outline::content`]).
    pub reviewed_content: Option<String>,
    /// Whether it is kept true at all.
    pub status: Option<Status>,
    /// The page to read instead of one that is deprecated.
    pub superseded_by: Option<String>,
    /// Other names to link and search by.
    pub aliases: Vec<String>,
    /// Old addresses that lead here.
    pub redirect_from: Vec<String>,
    /// Pairs translations whose paths differ.
    pub translation_key: Option<String>,
    /// Which version of which page it was translated from: see [`super::translated`].
    pub translated_from: Vec<String>,
    /// Last part of the address, instead of the file's name.
    pub slug: Option<String>,
    /// Template, instead of the type's.
    pub template: Option<String>,
    /// Kept out of search when false.
    pub search: bool,
    /// Its text shows no glossary tooltips when false.
    pub glossary: bool,
    /// Self-check questions with answers.
    pub questions: Vec<Question>,
    /// Free keys for templates.
    pub extra: Map<String, Value>,
}

/// Whether a page is kept true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It is not any more.
    Deprecated,
}

/// A self-check question.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The question.
    pub q: String,
    /// The answer, hidden until asked for.
    pub a: String,
}

impl Default for FrontMatter {
    fn default() -> Self {
        Self {
            title: None,
            description: None,
            kind: None,
            tags: Vec::new(),
            order: None,
            nav: None,
            draft: false,
            unlisted: false,
            audience: Vec::new(),
            owner: None,
            date: None,
            updated: None,
            last_reviewed_on: None,
            review_in: None,
            reviewed_by: None,
            reviewed_content: None,
            status: None,
            superseded_by: None,
            aliases: Vec::new(),
            redirect_from: Vec::new(),
            translation_key: None,
            translated_from: Vec::new(),
            slug: None,
            template: None,
            search: true,
            glossary: true,
            questions: Vec::new(),
            extra: Map::new(),
        }
    }
}

/// What front matter says, and what is left for the page's type.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Split {
    /// The common keys.
    pub keys: FrontMatter,
    /// The rest: the type's fields.
    pub fields: Map<String, Value>,
    /// Whether `type` holds something that names no type: then nobody knows which fields there may be.
    pub no_type: bool,
    /// Where the YAML stands in the file; empty if there is none.
    pub yaml: Range<usize>,
    /// Where the body starts in the file.
    pub body: usize,
}

/// Splits a page into front matter and body.
pub fn split(text: &str) -> (Split, Vec<Finding>) {
    let bom = text.len() - text.trim_start_matches('\u{feff}').len();
    let Some(start) = opening(&text[bom..]).map(|n| bom + n) else {
        let split = Split { body: bom, yaml: bom..bom, ..Split::default() };
        return (split, misplaced::found(text, bom).into_iter().collect());
    };
    let empty = |body| Split { body, yaml: start..start, ..Split::default() };
    let Some((end, body)) = closing(text, start) else {
        let error = Finding::error(CODE, At::Bytes(bom..bom + 3), "the front matter is not closed");
        return (empty(text.len()), vec![error.hint("close it with a line that contains only ---")]);
    };
    if end - start > MAX_BYTES {
        let message = format!("the front matter is {} bytes long; the maximum is {MAX_BYTES}", end - start);
        let error = Finding::error(CODE, At::Bytes(bom..bom + 3), message);
        return (empty(body), vec![error.hint("move long texts into the page's body")]);
    }
    match yaml::parse(&text[start..end]) {
        Ok(map) => {
            let (split, mut problems) = read_keys(start..end, body, map);
            problems.extend(misplaced::second(text, body));
            (split, problems)
        }
        Err(fault) => (empty(body), vec![broken(&text[start..end], fault)]),
    }
}

/// A front matter that is not YAML.
fn broken(yaml: &str, fault: Finding) -> Finding {
    let open = matches!(&fault.at, At::Yaml(range) if ends_before(&yaml[..range.start]));
    let error = fault.of(CODE);
    if open {
        error.hint("if the front matter ends above, close it there with a line that contains only ---")
    } else {
        error
    }
}

/// Whether keys, an empty line and more text stand before a fault: the line that closes is missing, most likely.
fn ends_before(yaml: &str) -> bool {
    let gap = yaml.find("\n\n").or_else(|| yaml.find("\n\r\n"));
    gap.is_some_and(|at| yaml::parse(&yaml[..at]).is_ok_and(|map| !map.is_empty()))
}

/// The length of the opening line, if the text begins with one.
fn opening(text: &str) -> Option<usize> {
    let line = text.split_inclusive('\n').next()?;
    (line.trim_end() == "---" && line.ends_with('\n')).then_some(line.len())
}

/// Where the YAML ends and where the body starts.
fn closing(text: &str, start: usize) -> Option<(usize, usize)> {
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if line.trim_end() == "---" {
            return Some((at, at + line.len()));
        }
        at += line.len();
    }
    None
}

fn read_keys(yaml: Range<usize>, body: usize, map: Map<String, Value>) -> (Split, Vec<Finding>) {
    let deprecated = map.contains_key("status");
    let mut reader = Reader { map, deprecated, problems: Vec::new() };
    let keys = FrontMatter {
        title: reader.line("title"),
        description: reader.line("description"),
        kind: reader.line("type"),
        tags: reader.names("tags"),
        order: reader.take("order", "an integer", "write an integer, such as `order: 3`"),
        nav: reader.nav(),
        draft: reader.flag("draft", false),
        unlisted: reader.flag("unlisted", false),
        audience: reader.audience(),
        owner: reader.line("owner"),
        date: reader.day("date"),
        updated: reader.day("updated"),
        last_reviewed_on: reader.day("last_reviewed_on"),
        review_in: reader.take("review_in", "a duration", "write a number and a unit: 6 months, 3 weeks, 1 year"),
        reviewed_by: reader.line("reviewed_by"),
        reviewed_content: reader.line("reviewed_content"),
        status: reader.take("status", "a status", "write `status: deprecated`, or remove the key"),
        superseded_by: reader.superseded(),
        aliases: reader.names("aliases"),
        redirect_from: reader.names("redirect_from"),
        translation_key: reader.line("translation_key"),
        translated_from: reader.stamp(),
        slug: reader.line("slug"),
        template: reader.line("template"),
        search: reader.flag("search", true),
        glossary: reader.flag("glossary", true),
        questions: reader.questions(),
        extra: reader.take("extra", "a mapping", "indent your own keys below `extra:`").unwrap_or_default(),
    };
    let of_type = At::Field(vec![Step::Key("type".into())]);
    let no_type = reader.problems.iter().any(|problem| problem.at == of_type);
    (Split { keys, fields: reader.map, no_type, yaml, body }, limited(CODE, reader.problems))
}

/// Of very many problems of one front matter the first ones, and how many more there are.
pub fn limited(code: &'static str, mut problems: Vec<Finding>) -> Vec<Finding> {
    let more = problems.len().saturating_sub(MAX_PROBLEMS);
    problems.truncate(MAX_PROBLEMS);
    if more > 0 {
        let message = format!("at least {more} more problems in this front matter");
        problems.push(Finding::error(code, At::Yaml(0..0), message).hint("fix the others first"));
    }
    problems
}

/// Takes known keys out of the map, one problem for each that has a wrong type.
struct Reader {
    map: Map<String, Value>,
    /// Whether the page has a status.
    deprecated: bool,
    problems: Vec<Finding>,
}

impl Reader {
    fn take<T: DeserializeOwned>(&mut self, key: &str, expected: &str, hint: &str) -> Option<T> {
        let value = self.map.shift_remove(key)?;
        let told = format!("`{key}` is {}, not {expected}", yaml::found(&value));
        let read = serde_json::from_value(value).ok();
        if read.is_none() {
            self.report(&[Step::Key(key.into())], told, hint);
        }
        read
    }

    /// A text of one line that is not empty.
    fn line(&mut self, key: &str) -> Option<String> {
        let hint = match self.map.get(key) {
            Some(Value::Null | Value::String(_)) => "write a string, or remove the key",
            Some(Value::Object(_)) => "quote a value that contains `: `",
            Some(Value::Array(_)) => "write a single value, without brackets or dashes",
            _ => "put it in quotes",
        };
        let text: String = self.take(key, "a string", hint)?;
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() {
            self.report(&[Step::Key(key.into())], format!("`{key}` is empty"), hint);
        }
        Some(text).filter(|t| !t.is_empty())
    }

    fn flag(&mut self, key: &str, default: bool) -> bool {
        self.take(key, "true or false", "write true or false, without quotes").unwrap_or(default)
    }

    fn day(&mut self, key: &str) -> Option<Date> {
        self.take(key, "a date", "write a date such as 2026-05-31")
    }

    /// What stands below the page in the navigation.
    fn nav(&mut self) -> Option<Nav> {
        let value = self.map.shift_remove("nav").filter(|value| !value.is_null())?;
        let (nav, found) = nav::read(CODE, &value);
        let below =
            |at| if let At::Field(way) = at { At::Field([&[Step::Key("nav".into())], &*way].concat()) } else { at };
        self.problems.extend(found.into_iter().map(|finding| finding.moved(below)));
        value.is_array().then_some(nav)
    }

    /// A list of names; a single name stands for a list of one.
    fn names(&mut self, key: &str) -> Vec<String> {
        let items = match self.map.shift_remove(key) {
            None => return Vec::new(),
            Some(Value::Array(items)) => items,
            Some(one @ Value::String(_)) => vec![one],
            Some(other) => {
                let told = format!("`{key}` is {}, not a list of strings", yaml::found(&other));
                self.report(&[Step::Key(key.into())], told, "write a list such as [one, two], or remove the key");
                return Vec::new();
            }
        };
        let read = |(index, item)| self.name(key, index, item);
        items.into_iter().enumerate().filter_map(read).collect()
    }

    /// The page to read instead: of a page that is kept true there is none.
    fn superseded(&mut self) -> Option<String> {
        let page = self.line("superseded_by")?;
        if self.deprecated {
            return Some(page);
        }
        let hint = "add `status: deprecated`, or remove the key";
        self.report(&[Step::Key("superseded_by".into())], "the page is not deprecated".to_owned(), hint);
        None
    }

    /// Whom the page is for: a list of nobody would be read as one that says nothing.
    fn audience(&mut self) -> Vec<String> {
        if self.map.get("audience").and_then(Value::as_array).is_some_and(Vec::is_empty) {
            let hint = "name an audience, or remove the key";
            self.report(&[Step::Key("audience".into())], "`audience` is empty".to_owned(), hint);
        }
        self.names("audience")
    }

    fn name(&mut self, key: &str, index: usize, item: Value) -> Option<String> {
        match item {
            Value::String(text) if !text.trim().is_empty() => Some(text),
            other => {
                let wanted = if other.is_string() { "" } else { ", not a string" };
                let told = format!("`{key}` contains {}{wanted}", yaml::found(&other));
                let hint = match other {
                    Value::Number(_) | Value::Bool(_) => "put it in quotes",
                    Value::Object(_) => "quote a value that contains `: `",
                    _ => "write a string, or remove the item",
                };
                self.report(&[Step::Key(key.into()), Step::Index(index)], told, hint);
                None
            }
        }
    }

    /// A stamp that cannot be read is none: nothing is compared with half of it.
    fn stamp(&mut self) -> Vec<String> {
        let items = self.names("translated_from");
        let wrong = items.iter().enumerate().find(|(number, item)| !is_item(*number, item));
        let Some((number, item)) = wrong else { return items };
        let told = format!("`{}` is not a valid part of a stamp", yaml::short(item));
        let steps = [Step::Key("translated_from".into()), Step::Index(number)];
        self.report(&steps, told, "let `docent translate stamp` write it, or remove the key");
        Vec::new()
    }

    fn questions(&mut self) -> Vec<Question> {
        let hint = "write a list of questions, each with `q:` and `a:`";
        let items: Vec<Value> = self.take("questions", "a list of questions", hint).unwrap_or_default();
        let mut all = Vec::new();
        for (index, item) in items.into_iter().enumerate() {
            match serde_json::from_value(item) {
                Ok(question) => all.push(question),
                Err(_) => {
                    let told = format!("question {} must have a string `q`, a string `a` and nothing else", index + 1);
                    let steps = [Step::Key("questions".into()), Step::Index(index)];
                    self.report(
                        &steps,
                        told,
                        "write `q: the question` and `a: the answer`; quote values that contain `: `",
                    );
                }
            }
        }
        all
    }

    fn report(&mut self, steps: &[Step], message: String, hint: &str) {
        self.problems.push(Finding::at_field(CODE, steps, message).hint(hint));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_with_bom_and_crlf() {
        let text = "\u{feff}---\r\ntitle: x\r\n---\r\nBody";
        let (split, problems) = split(text);
        assert_eq!((split.keys.title.as_deref(), &text[split.body..], problems.len()), (Some("x"), "Body", 0));
    }

    #[test]
    fn a_page_may_have_none() {
        for text in ["", "text", "----\n", "-- -\n", "\n---\na: b\n---\n"] {
            let (split, problems) = split(text);
            assert_eq!((split.body, problems.len(), split.keys.search), (0, 0, true), "{text:?}");
        }
    }

    #[test]
    fn wrong_types_fail_closed_with_a_place() {
        let (split, problems) = split("---\ntitle: a\ndraft: \"false\"\n---\n");
        assert!(!split.keys.draft);
        assert_eq!(problems[0].at, At::Field(vec![Step::Key("draft".into())]));
        assert_eq!(problems[0].severity, crate::diagnostic::Severity::Error);
    }
}
