//! Front matter: the YAML between `---` lines at the top of a page.
//!
//! In: a page's text. Out: the keys that every page may have ([`FrontMatter`]), the remaining keys as a map (the
//! fields of the page's type, checked in `types`), where the body starts, and diagnostics.

use crate::diagnostic::Diagnostic;
use crate::yaml::{self, Step};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::ops::Range;

/// Largest front matter, in bytes: enough for a checklist of hundreds of points.
pub const MAX_BYTES: usize = 64 * 1024;

/// The keys that every page may have. Documented for authors in `docs/`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
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
    pub review_in: Option<String>,
    /// Other names to link and search by.
    pub aliases: Vec<String>,
    /// Old addresses that lead here.
    pub redirect_from: Vec<String>,
    /// Pairs translations whose paths differ.
    pub translation_key: Option<String>,
    /// Last part of the address, instead of the file's name.
    pub slug: Option<String>,
    /// Template, instead of the type's.
    pub template: Option<String>,
    /// Kept out of search when false.
    pub search: bool,
    /// Self-check questions with answers.
    pub questions: Vec<Question>,
    /// Free keys for templates.
    pub extra: Map<String, Value>,
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

/// Every key of [`FrontMatter`] as authors write it, for suggestions and for the editor's schema.
pub const KEYS: [&str; 21] = [
    "title",
    "description",
    "type",
    "tags",
    "order",
    "draft",
    "unlisted",
    "audience",
    "owner",
    "date",
    "updated",
    "last_reviewed_on",
    "review_in",
    "aliases",
    "redirect_from",
    "translation_key",
    "slug",
    "template",
    "search",
    "questions",
    "extra",
];

/// A day, `2026-05-12` (ISO 8601, the only form that reads the same everywhere).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// Year, four digits.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month, from 1.
    pub day: u8,
}

impl Date {
    /// Reads `YYYY-MM-DD`; a time behind it is allowed and dropped. `None` if there is no such day.
    pub fn parse(text: &str) -> Option<Self> {
        let (day, rest) = text.split_at_checked(10)?;
        let separators = day.as_bytes()[4] == b'-' && day.as_bytes()[7] == b'-';
        let digits = |range: Range<usize>| day.get(range).filter(|d| d.bytes().all(|b| b.is_ascii_digit()));
        let date = Self {
            year: digits(0..4)?.parse().ok()?,
            month: digits(5..7)?.parse().ok()?,
            day: digits(8..10)?.parse().ok()?,
        };
        let whole = separators && (rest.is_empty() || rest.starts_with(['T', ' ']));
        (whole && date.exists()).then_some(date)
    }

    fn exists(self) -> bool {
        let leap = self.year.is_multiple_of(4) && (!self.year.is_multiple_of(100) || self.year.is_multiple_of(400));
        let last = match self.month {
            2 => 28 + u8::from(leap),
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => 0,
        };
        (1..=last).contains(&self.day)
    }
}

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl Serialize for Date {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom(format!("`{text}` is not a day such as 2026-05-31")))
    }
}

/// What front matter says, and what is left for the page's type.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Split {
    /// The common keys.
    pub keys: FrontMatter,
    /// The rest: the type's fields.
    pub fields: Map<String, Value>,
    /// Where the YAML stands in the file; empty if there is none.
    pub yaml: Range<usize>,
    /// Where the body starts in the file.
    pub body: usize,
}

/// Splits a page into front matter and body.
pub fn split(file: &str, text: &str) -> (Split, Vec<Diagnostic>) {
    let bom = text.len() - text.trim_start_matches('\u{feff}').len();
    let Some(start) = opening(&text[bom..]).map(|n| bom + n) else {
        return (Split { keys: defaults(), body: bom, yaml: bom..bom, ..Split::default() }, Vec::new());
    };
    let empty = |body| Split { keys: defaults(), body, yaml: start..start, ..Split::default() };
    let Some((end, body)) = closing(text, start) else {
        let error = Diagnostic::error("front-matter", file, "the front matter is not closed").at(text, bom..bom + 3);
        return (empty(text.len()), vec![error.hint("end it with a line that holds only ---")]);
    };
    if end - start > MAX_BYTES {
        let message = format!("the front matter has {} bytes; at most {MAX_BYTES} are read", end - start);
        let error = Diagnostic::error("front-matter", file, message).at(text, bom..bom + 3);
        return (empty(body), vec![error.hint("move long texts into the page's body")]);
    }
    match yaml::parse(&text[start..end]) {
        Ok(map) => read_keys(file, text, start..end, body, map),
        Err(fault) => {
            let range = start + fault.range.start..start + fault.range.end;
            let error = Diagnostic::error("front-matter", file, fault.message).at(text, range).maybe_hint(fault.hint);
            (empty(body), vec![error])
        }
    }
}

fn defaults() -> FrontMatter {
    FrontMatter { search: true, ..FrontMatter::default() }
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

fn read_keys(
    file: &str,
    text: &str,
    yaml: Range<usize>,
    body: usize,
    map: Map<String, Value>,
) -> (Split, Vec<Diagnostic>) {
    let mut reader = Reader { file, text, yaml: yaml.clone(), map, diagnostics: Vec::new() };
    let keys = FrontMatter {
        title: reader.text_key("title"),
        description: reader.text_key("description"),
        kind: reader.take("type", "the name of a type, such as `role`"),
        tags: reader.names("tags"),
        order: reader.take("order", "a whole number"),
        draft: reader.take("draft", "true or false, without quotes").unwrap_or(false),
        unlisted: reader.take("unlisted", "true or false, without quotes").unwrap_or(false),
        audience: reader.names("audience"),
        owner: reader.take("owner", "a text"),
        date: reader.take("date", "a day such as 2026-05-31"),
        updated: reader.take("updated", "a day such as 2026-05-31"),
        last_reviewed_on: reader.take("last_reviewed_on", "a day such as 2026-05-31"),
        review_in: reader.take("review_in", "a period such as `6 months`"),
        aliases: reader.names("aliases"),
        redirect_from: reader.names("redirect_from"),
        translation_key: reader.take("translation_key", "a text"),
        slug: reader.take("slug", "a text"),
        template: reader.take("template", "the name of a template, such as `page.html`"),
        search: reader.take("search", "true or false, without quotes").unwrap_or(true),
        questions: reader.take("questions", "a list of `q` and `a`").unwrap_or_default(),
        extra: reader.take("extra", "keys with values").unwrap_or_default(),
    };
    let split = Split { keys, fields: reader.map, yaml, body };
    (split, reader.diagnostics)
}

/// Takes known keys out of the map, one diagnostic for each that has a wrong type.
struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    yaml: Range<usize>,
    map: Map<String, Value>,
    diagnostics: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn take<T: DeserializeOwned>(&mut self, key: &str, expected: &str) -> Option<T> {
        let value = self.map.shift_remove(key)?;
        match serde_json::from_value(value) {
            Ok(value) => Some(value),
            Err(error) => {
                let message = format!("`{key}`: {error}");
                self.report(key, &message, format!("write {expected}"));
                None
            }
        }
    }

    /// A text of one line that is not empty.
    fn text_key(&mut self, key: &str) -> Option<String> {
        let text: String = self.take(key, "a text; put a number in quotes")?;
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() {
            self.report(key, &format!("`{key}` is empty"), "write a text, or remove the key".to_owned());
        }
        Some(text).filter(|t| !t.is_empty())
    }

    /// A list of names; a single name stands for a list of one.
    fn names(&mut self, key: &str) -> Vec<String> {
        if let Some(Value::String(one)) = self.map.get(key) {
            let one = one.clone();
            self.map.shift_remove(key);
            return vec![one];
        }
        let names: Vec<String> = self.take(key, "a list of texts; put numbers in quotes").unwrap_or_default();
        if names.iter().any(|n| n.trim().is_empty()) {
            self.report(key, &format!("`{key}` holds an empty text"), "remove the empty item".to_owned());
        }
        names.into_iter().filter(|n| !n.trim().is_empty()).collect()
    }

    fn report(&mut self, key: &str, message: &str, hint: String) {
        let found = yaml::locate(&self.text[self.yaml.clone()], &[Step::Key(key.to_owned())]);
        let range = self.yaml.start + found.start..self.yaml.start + found.end;
        let error = Diagnostic::error("front-matter", self.file, message).at(self.text, range);
        self.diagnostics.push(error.hint(hint));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_with_bom_and_crlf() {
        let text = "\u{feff}---\r\ntitle: x\r\n---\r\nBody";
        let (split, problems) = split("a.md", text);
        assert_eq!((split.keys.title.as_deref(), &text[split.body..], problems.len()), (Some("x"), "Body", 0));
    }

    #[test]
    fn a_page_may_have_none() {
        for text in ["", "text", "----\n", "-- -\n", "\n---\na: b\n---\n"] {
            let (split, problems) = split("a.md", text);
            assert_eq!((split.body, problems.len(), split.keys.search), (0, 0, true), "{text:?}");
        }
    }

    #[test]
    fn wrong_types_fail_closed_with_a_place() {
        let (split, problems) = split("a.md", "---\ntitle: a\ndraft: \"false\"\n---\n");
        assert!(!split.keys.draft);
        let place = problems[0].place.as_ref().unwrap();
        assert_eq!((place.line, place.column), (3, 8));
        assert_eq!(problems[0].severity, crate::diagnostic::Severity::Error);
    }

    #[test]
    fn days_exist() {
        assert!(Date::parse("2024-02-29").is_some());
        assert!(Date::parse("2026-05-12T10:00:00Z").is_some());
        for wrong in
            ["2023-02-29", "2026-13-01", "2026-00-01", "12.05.2026", "2026-5-1", "2026-05-1x", "+026-05-12", ""]
        {
            assert!(Date::parse(wrong).is_none(), "{wrong}");
        }
    }
}
