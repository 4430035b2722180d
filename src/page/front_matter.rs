//! Front matter: YAML between `---` lines at the top of a page, or TOML, or JSON.
//!
//! In: a page's text. Out: the keys that every page may have ([`FrontMatter`]), the remaining keys as a map (the
//! fields of the page's type, checked in `types`), where the body starts, and diagnostics.
//!
//! 1. [`block`] finds the front matter; [`misplaced`] what was meant as one and is none.
//! 2. What is not right in its format is read line by line ([`forgiving`]), if nothing in it hides the page.
//! 3. [`reader`] reads the keys. What it cannot read is told and left out.
//! 4. Keys of other programs are read as what they mean ([`foreign`]), once the page's type is known.

mod block;
mod days;
pub mod defaults;
pub mod foreign;
mod forgiving;
mod hiding;
mod misplaced;
pub mod owners;
mod reader;

pub use block::{Format, empty_lines};
pub(in crate::page) use reader::{is_empty, spell_at, truth};

use super::translated::is_item;
use crate::config::nav::{self, Nav};
use crate::date::{Date, Span};
use crate::diagnostic::{At, Finding, Severity};
use crate::yaml::{self, Step};
use block::Block;
use defaults::Defaults;
use owners::OwnerName;
use reader::Reader;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::ops::Range;
use std::sync::Arc;

/// Largest front matter, in bytes: enough for a checklist of hundreds of points.
pub const MAX_BYTES: usize = 64 * 1024;

/// Problems told of one front matter.
pub const MAX_PROBLEMS: usize = 20;

/// The code of what is wrong with a front matter itself, and may keep the page from readers: nothing softens it.
const CODE: &str = "front-matter";

/// The code of a front matter that was read though it is not right.
const SYNTAX: &str = "front-matter-syntax";

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
    /// The same, each by its own name, which may be that of a page.
    pub owners: Vec<OwnerName>,
    /// When it was written.
    pub date: Option<Date>,
    /// When it was last changed; else git says.
    pub updated: Option<Date>,
    /// Its last change is of no interest to readers.
    pub minor: bool,
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
    /// Addresses that another program gave the page: they lead here where nothing else stands.
    pub addresses: Vec<String>,
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
    /// What holds for the pages of its folder that say nothing else.
    pub defaults: Option<Arc<Defaults>>,
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
            owners: Vec::new(),
            date: None,
            updated: None,
            minor: false,
            last_reviewed_on: None,
            review_in: None,
            reviewed_by: None,
            reviewed_content: None,
            status: None,
            superseded_by: None,
            aliases: Vec::new(),
            redirect_from: Vec::new(),
            addresses: Vec::new(),
            translation_key: None,
            translated_from: Vec::new(),
            slug: None,
            template: None,
            search: true,
            glossary: true,
            questions: Vec::new(),
            defaults: None,
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
    /// Where the front matter stands in the file; empty if there is none.
    pub yaml: Range<usize>,
    /// Where the body starts in the file.
    pub body: usize,
    /// How it is written.
    pub format: Format,
    /// It is not right, and was read all the same: nobody can change a value in it alone.
    pub is_loose: bool,
}

impl Split {
    /// All that the front matter says, as it is written.
    pub fn values(&self, text: &str) -> Option<Map<String, Value>> {
        let inner = &text[self.yaml.clone()];
        let read = self.format.parse(inner).ok();
        read.or_else(|| forgiving::read(self.format, inner).map(|reading| reading.map))
    }
}

/// Splits a page into front matter and body.
pub fn split(text: &str) -> (Split, Vec<Finding>) {
    let bom = text.len() - text.trim_start_matches('\u{feff}').len();
    let none = || Split { body: bom, yaml: bom..bom, ..Split::default() };
    let Some(block) = block::find(text, bom) else {
        return (none(), misplaced::found(text, bom).into_iter().collect());
    };
    let first = || At::Bytes(bom..bom + block.format.fence().len());
    let inner = &text[block.inner.clone()];
    if inner.len() > MAX_BYTES {
        let message = format!("the front matter is {} bytes long; the maximum is {MAX_BYTES}", inner.len());
        let error = Finding::error(CODE, first(), message).hint("move long texts into the page's body");
        return (nothing(&block, text), vec![error]);
    }
    let closed = block.body.map(|body| (block.format.parse(inner), body));
    if let Some((Ok(map), body)) = closed {
        let (split, mut problems) = read_keys(&block, body, map, text);
        problems.extend(misplaced::second(text, body));
        return (split, problems);
    }
    // Nobody writes these by a slip of the hand.
    let hostile = |fault: &Finding| ["nested", "aliases"].iter().any(|part| fault.message.contains(part));
    if let Some((Err(fault), _)) = &closed
        && hostile(fault)
    {
        return (nothing(&block, text), vec![fault.clone().of(CODE)]);
    }
    // Two rules around a text, or one above it: a text of the page.
    let meant = if block.body.is_some() { inner } else { first_lines(&text[block.inner.start..]) };
    if block.format != Format::Json && !meant.lines().any(forgiving::is_entry) && !hiding::may_stand_in(meant) {
        return (none(), Vec::new());
    }
    if let Some(read) = until_empty_line(text, &block) {
        return read;
    }
    let Some((Err(fault), body)) = closed else {
        let fence = block.format.fence();
        let error = Finding::error(CODE, first(), "the front matter is not closed");
        return (nothing(&block, text), vec![error.hint(format!("close it with a line that contains only {fence}"))]);
    };
    loosely(text, &block, body, fault)
}

/// A front matter that cannot be read.
fn nothing(block: &Block, text: &str) -> Split {
    let start = block.inner.start;
    Split { body: block.body.unwrap_or(text.len()), yaml: start..start, ..Split::default() }
}

/// The lines up to the first empty one.
fn first_lines(text: &str) -> &str {
    let gap = text.find("\n\n").map(|at| at + 1).or_else(|| text.find("\n\r\n").map(|at| at + 1));
    &text[..gap.unwrap_or(text.len())]
}

/// A front matter that is not closed, or swallows the text down to a rule: it ends with its keys. Only if what stands
/// below them says nothing that would hide the page.
fn until_empty_line(text: &str, block: &Block) -> Option<(Split, Vec<Finding>)> {
    let start = block.inner.start;
    let keys = first_lines(&text[start..]);
    let body = start + keys.len();
    let swallowed = block.body.map_or(&text[body..], |_| &text[body.min(block.inner.end)..block.inner.end]);
    let hides = swallowed.lines().any(|line| forgiving::is_entry(line) && hiding::may_stand_in(line));
    let map = block.format.parse(keys).ok().filter(|map| !map.is_empty() && keys.len() <= MAX_BYTES && !hides)?;
    let known = |key: &String| super::keys::NAMES.contains(&key.as_str()) || foreign::find(key).is_some();
    if !map.keys().any(known) || (block.body.is_some() && body >= block.inner.end) {
        return None;
    }
    let block = Block { inner: start..body, body: Some(body), ..block.clone() };
    let (split, mut problems) = read_keys(&block, body, map, text);
    let fence = block.format.fence();
    let at = At::Bytes(start.saturating_sub(fence.len() + 1)..start);
    let warning = Finding::warning(SYNTAX, at, "the front matter is not closed: it is read up to the first empty line");
    problems.insert(0, warning.hint(format!("close it with a line that contains only {fence}")));
    (split.is_loose || !split.yaml.is_empty()).then_some((Split { is_loose: true, ..split }, problems))
}

/// A front matter that is not what its format asks for.
fn loosely(text: &str, block: &Block, body: usize, fault: Finding) -> (Split, Vec<Finding>) {
    let inner = &text[block.inner.clone()];
    let reading = forgiving::read(block.format, inner);
    let Some(forgiving::Reading { map, lost }) = reading.filter(|reading| !reading.map.is_empty()) else {
        return (nothing(block, text), vec![broken(inner, fault)]);
    };
    let message = format!("{}: the front matter is read line by line", fault.message);
    let told = Finding { severity: Severity::Warning, message, ..fault.of(SYNTAX) };
    let (split, problems) = read_keys(block, body, map, text);
    let lost = lost.into_iter().map(|line| {
        Finding::warning(SYNTAX, At::Yaml(line), "this line of the front matter cannot be read, and is left out")
            .hint("write `key: value`; indent the lines of a long text, or put it in quotes")
    });
    let all = [told].into_iter().chain(lost).chain(problems).chain(misplaced::second(text, body)).collect();
    (Split { is_loose: true, ..split }, all)
}

/// A front matter that is not right, and may hide the page.
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

fn read_keys(block: &Block, body: usize, mut map: Map<String, Value>, text: &str) -> (Split, Vec<Finding>) {
    let Block { format, inner, .. } = block.clone();
    reader::spell(&mut map, format, &text[inner.clone()]);
    defaults::spell(&mut map, format, &text[inner.clone()]);
    let mut reader = Reader::new(map);
    let keys = read_map(&mut reader);
    let of_type = At::Field(vec![Step::Key("type".into())]);
    let no_type = reader.problems.iter().any(|problem| problem.at == of_type);
    let split = Split { keys, fields: reader.map, no_type, yaml: inner, body, format, is_loose: false };
    (split, limited_each(reader.problems))
}

/// Takes the keys of every page out of what a front matter says.
fn read_map(reader: &mut Reader) -> FrontMatter {
    let deprecated = reader.map.get("status").is_some_and(|status| !is_empty(status));
    let status = reader.status();
    let (slug, address) = reader.slug();
    let (aliases, old) = reader.aliases();
    let (owner, owners) = reader.owners();
    FrontMatter {
        title: reader.line("title"),
        description: reader.line("description"),
        kind: reader.line("type"),
        tags: reader.tags("tags"),
        order: reader.number("order"),
        nav: reader.nav(),
        draft: reader.flag("draft").unwrap_or(false) || status == Some(Shown::Draft),
        unlisted: reader.flag("unlisted").unwrap_or(false) || status == Some(Shown::Unlisted),
        audience: reader.audience(),
        owner,
        owners,
        date: reader.day("date"),
        updated: reader.day("updated"),
        minor: reader.flag("minor").unwrap_or_default(),
        last_reviewed_on: reader.day("last_reviewed_on"),
        review_in: reader.review_in(),
        reviewed_by: reader.line("reviewed_by"),
        reviewed_content: reader.line("reviewed_content"),
        status: Some(Status::Deprecated).filter(|_| status == Some(Shown::Deprecated)),
        superseded_by: reader.superseded(deprecated),
        aliases,
        redirect_from: reader.names("redirect_from"),
        addresses: address.into_iter().chain(old).collect(),
        translation_key: reader.line("translation_key"),
        translated_from: reader.stamp(),
        slug,
        // Starlight has two names there, which are of its own pages.
        template: reader.line("template").filter(|name| !["doc", "splash"].contains(&name.as_str())),
        search: reader.search(),
        glossary: reader.flag("glossary").unwrap_or(true),
        questions: reader.questions(),
        defaults: reader.defaults(),
        extra: reader.take("extra", "a mapping", "indent your own keys below `extra:`").unwrap_or_default(),
    }
}

/// The first problems of each kind.
fn limited_each(problems: Vec<Finding>) -> Vec<Finding> {
    let (hiding, others): (Vec<_>, Vec<_>) = problems.into_iter().partition(|problem| problem.code == CODE);
    let more = others.first().map_or(CODE, |problem| problem.code);
    [limited(CODE, hiding), limited(more, others)].concat()
}

/// Of very many problems of one front matter the first ones, and how many more there are.
pub fn limited(code: &'static str, mut problems: Vec<Finding>) -> Vec<Finding> {
    let more = problems.len().saturating_sub(MAX_PROBLEMS);
    let left = problems.split_off(problems.len().min(MAX_PROBLEMS));
    if more > 0 {
        let message = format!("at least {more} more problems in this front matter");
        let all_warnings = left.iter().all(|problem| problem.severity == Severity::Warning);
        let severity = if all_warnings { Severity::Warning } else { Severity::Error };
        let told = Finding::error(code, At::Yaml(0..0), message).hint("fix the others first");
        problems.push(Finding { severity, ..told });
    }
    problems
}

/// What `status` says of a page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Deprecated,
    Draft,
    Unlisted,
}

impl Reader {
    /// What stands below the page in the navigation.
    fn nav(&mut self) -> Option<Nav> {
        let value = self.value("nav")?;
        if !value.is_array() {
            self.unread("nav", &value, "a list", "write a list of pages, or remove the key");
            return None;
        }
        let (nav, found) = nav::read(reader::VALUE, &value);
        let below =
            |at| if let At::Field(way) = at { At::Field([&[Step::Key("nav".into())], &*way].concat()) } else { at };
        self.problems.extend(found.into_iter().map(|finding| finding.moved(below)));
        Some(nav)
    }

    /// `deprecated`; Pelican's `draft` and `hidden` hide the page.
    fn status(&mut self) -> Option<Shown> {
        let value = self.value("status")?;
        match value.as_str().map(|text| text.trim().to_lowercase()).as_deref() {
            Some("deprecated") => Some(Shown::Deprecated),
            Some("published" | "public") => None,
            Some("hidden" | "unlisted") => Some(Shown::Unlisted),
            Some("draft" | "private") => {
                let told = "`status` keeps the page out of the site, as `draft: true` does".to_owned();
                self.tell(&[Step::Key("status".into())], told, "write `draft: true`, or another status");
                Some(Shown::Draft)
            }
            _ => {
                self.unread("status", &value, "a status", "write `status: deprecated`, or remove the key");
                None
            }
        }
    }

    /// How long a review holds.
    fn review_in(&mut self) -> Option<Span> {
        let value = self.value("review_in")?;
        let span = value.as_str().and_then(Span::parse);
        if span.is_none() {
            let told = format!("`review_in` is {}, not a duration", yaml::found(&value));
            let hint = "write a number and a unit: 6 months, 3 weeks, 1 year";
            self.refuse(&[Step::Key("review_in".into())], told, hint);
        }
        span
    }

    /// Whether search finds the page. MkDocs has a map there.
    fn search(&mut self) -> bool {
        let excluded = |map: &Value| map.get("exclude").and_then(reader::truth);
        match self.map.get("search") {
            Some(map @ Value::Object(_)) => {
                let shown = excluded(map).is_none_or(|excluded| !excluded);
                self.map.shift_remove("search");
                shown
            }
            _ => self.flag("search").unwrap_or(true),
        }
    }

    /// The last part of the address; or, with slashes, all of it: that is Docusaurus' way to write it.
    fn slug(&mut self) -> (Option<String>, Option<String>) {
        match self.line("slug") {
            Some(address) if address.starts_with('/') => (None, Some(address)),
            slug => (slug, None),
        }
    }

    /// Other names, and old addresses: Hugo and Zola call those so.
    fn aliases(&mut self) -> (Vec<String>, Vec<String>) {
        let is_address = |name: &String| name.starts_with('/') || name.ends_with(".html") || name.ends_with('/');
        self.names("aliases").into_iter().partition(|name| !is_address(name))
    }

    /// Topics; Obsidian writes `#topic`.
    fn tags(&mut self, key: &str) -> Vec<String> {
        let words = |name: String| -> Vec<String> {
            let many = name.split_whitespace().all(|word| word.starts_with('#'));
            if many { name.split_whitespace().map(str::to_owned).collect() } else { vec![name] }
        };
        let bare = |name: String| name.trim().strip_prefix('#').map_or(name.clone(), str::to_owned);
        let all = self.names(key).into_iter().flat_map(words).map(bare);
        all.filter(|name| !name.trim().is_empty()).collect()
    }

    /// The page to read instead: of a page that is kept true there is none.
    fn superseded(&mut self, deprecated: bool) -> Option<String> {
        let page = self.line("superseded_by")?;
        if deprecated {
            return Some(page);
        }
        let hint = "add `status: deprecated`, or remove the key";
        self.refuse(&[Step::Key("superseded_by".into())], "the page is not deprecated".to_owned(), hint);
        None
    }

    /// Whom the page is for: a list of nobody would be read as one that says nothing.
    fn audience(&mut self) -> Vec<String> {
        if self.map.get("audience").is_some_and(is_empty) {
            let hint = "name an audience, or remove the key";
            self.hidden(&[Step::Key("audience".into())], "`audience` is empty".to_owned(), hint);
            self.map.shift_remove("audience");
        }
        self.names("audience")
    }

    /// A stamp that cannot be read is none: nothing is compared with half of it.
    fn stamp(&mut self) -> Vec<String> {
        let items = self.names("translated_from");
        let wrong = items.iter().enumerate().find(|(number, item)| !is_item(*number, item));
        let Some((number, item)) = wrong else { return items };
        let told = format!("`{}` is not a valid part of a stamp", yaml::short(item));
        let steps = [Step::Key("translated_from".into()), Step::Index(number)];
        self.refuse(&steps, told, "let `docent translate stamp` write it, or remove the key");
        Vec::new()
    }

    fn questions(&mut self) -> Vec<Question> {
        let hint = "write a list of questions, each with `q:` and `a:`";
        let items: Vec<Value> = self.take("questions", "a list of questions", hint).unwrap_or_default();
        if !items.iter().any(|item| item.get("q").is_some() || item.get("a").is_some()) {
            if !items.is_empty() {
                let told = "`questions` is a list of something else than questions, and is not shown".to_owned();
                self.tell(&[Step::Key("questions".into())], told, hint);
            }
            return Vec::new();
        }
        let mut all = Vec::new();
        for (index, item) in items.into_iter().enumerate() {
            match serde_json::from_value(item) {
                Ok(question) => all.push(question),
                Err(_) => {
                    let told = format!("question {} must have a string `q`, a string `a` and nothing else", index + 1);
                    let steps = [Step::Key("questions".into()), Step::Index(index)];
                    let hint = "write `q: the question` and `a: the answer`; quote values that contain `: `";
                    self.tell(&steps, told, hint);
                }
            }
        }
        all
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
        for text in ["", "text", "----\n", "-- -\n", "\n---\na: b\n---\n", "---\n", "---\n\nText.\n\n---\nMore.\n"] {
            let (split, problems) = split(text);
            assert_eq!((split.body, problems.len(), split.keys.search), (0, 0, true), "{text:?}");
        }
    }

    #[test]
    fn what_may_hide_the_page_is_read_with_certainty_or_refused() {
        for (text, draft) in
            [("\"false\"", false), ("'true'", true), ("yes", true), ("off", false), ("1", true), ("", false)]
        {
            let (split, problems) = split(&format!("---\ntitle: a\ndraft: {text}\n---\n"));
            assert_eq!((split.keys.draft, problems.len()), (draft, 0), "{text}");
        }
        for text in ["draft: maybe", "unlisted: [1]", "search: never", "audience:", "audience: []", "audience: ['']"] {
            let (_, problems) = split(&format!("---\ntitle: a\n{text}\n---\n"));
            assert_eq!((problems[0].code, problems[0].severity), (CODE, Severity::Error), "{text}");
        }
    }
}
