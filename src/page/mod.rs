//! A page: what one Markdown file says, read without knowing any other.
//!
//! In: a path, a text and the [`Rules`]. Out: a [`Page`]: an [`Outline`], which is all that other pages may see of
//! it, and its text, which is nobody's business but its own. So an edited body changes one page.
//!
//! 1. [`front_matter`] splits the text and reads the keys; [`types`] checks the fields.
//! 2. [`audience`] cuts out what is for somebody else: nothing behind it knows that it was there.
//! 3. [`authored`] reads what is written for other tools as docent's own Markdown.
//! 4. [`markdown::scan`] reads headings, links and the first paragraph.
//! 5. The path gives language and address ([`url`]).

mod address;
pub mod audience;
pub mod authored;
pub mod data_blocks;
pub mod edit;
pub mod front_matter;
pub mod includes;
pub mod inherited;
pub mod invisible;
pub mod keys;
pub mod mixed_script;
pub mod places;
pub mod term_matcher;
pub mod texts;
pub mod translated;
pub mod types;
mod words;

use crate::config::nav::Nav;
use crate::config::{Config, Level};
use crate::date::Date;
use crate::diagnostic::{self, At, Diagnostic, Finding, Gap, Lines};
use crate::document::Document;
use crate::fingerprint::Fingerprint;
use crate::markdown::link::Anchor;
use crate::markdown::{self, Block, Heading, Link, Run, Runs, Scan};
use crate::source::Sources;
use crate::url;
use crate::yaml::Step;
pub use address::{SECTION_FILES, address, is_section_name, place};
use address::{folder_name, free_name, own_slug, section};
use audience::{Cut, Cutting};
use authored::{Authored, Read};
use data_blocks::{Named, Views};
use front_matter::{FrontMatter, Split};
use inherited::{FolderDefaults, Inherited};
use places::Asked;
use serde_json::{Map, Value};
use std::ops::Range;
use std::sync::{Arc, OnceLock};
use types::{Behaviour, FieldLink, FieldStep, Types};
pub use words::words_of;

/// What parsing needs besides the text.
#[derive(Clone, Copy, Debug)]
pub struct Rules<'a> {
    /// The configuration.
    pub config: &'a Config,
    /// The types and their schemas.
    pub types: &'a Types,
    /// The files of the project, for a text that asks for some; without them none is included.
    pub sources: Option<&'a Sources>,
    /// What folders say for their pages; without it pages say only what they say themselves.
    pub defaults: Option<&'a FolderDefaults>,
}

/// One parsed page.
#[derive(Clone, Debug)]
pub struct Page {
    /// What others may see.
    pub outline: Arc<Outline>,
    /// The whole file, in docent's own Markdown.
    pub text: Arc<str>,
    /// The file as its author wrote it, if that is something else.
    pub authored: Option<Arc<Authored>>,
    /// Comments that were left out.
    pub comments: Arc<[Arc<str>]>,
    /// Files that its text asked for, found or not: with others it is another page.
    pub looked_at: Arc<[String]>,
    /// Of the text.
    pub fingerprint: Fingerprint,
    /// Where the YAML stands.
    pub yaml: Range<usize>,
    /// Where the body starts.
    pub body: usize,
    /// Where text stands in the body.
    pub runs: Runs,
    /// The blocks that show the site's data.
    pub views: Arc<Views>,
    /// What was cut out of the text, since the site is built for somebody else.
    pub cuts: Arc<[Cut]>,
    /// The headings, blocks and anchors that it has for those who see all of it, if something was cut.
    pub whole: Option<Arc<Outline>>,
    /// What is wrong with the page on its own.
    pub diagnostics: Arc<[Diagnostic]>,
    /// Where its lines are, once something was wrong.
    pub lines: Asked<Lines>,
}

/// What a page shows of itself to the rest of the site.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Outline {
    /// Path of the file from the root: `content/en/roles/account-manager.md`.
    pub source: String,
    /// Language of the text.
    pub lang: String,
    /// Path inside the language's folder, without extension: what pairs translations and what links name.
    pub key: String,
    /// Path of the page in the output, without `.html`, without the language: `roles/account-manager`.
    pub path: String,
    /// Whether it stands for its folder: `index.md`.
    pub is_section: bool,
    /// Title, plain, with the quotes of its language.
    pub title: String,
    /// It has no title of its own: the name of its file or folder stands for one.
    pub is_untitled: bool,
    /// One sentence, from the front matter or the first paragraph.
    pub description: String,
    /// What the description is made of, if links in it have no words of their own.
    pub summary: Option<Arc<markdown::Named>>,
    /// It is no page but a list of pages: `SUMMARY.md`.
    pub book: Option<Arc<Nav>>,
    /// Common keys of the front matter.
    pub front: FrontMatter,
    /// What it does besides being shown: its type says so.
    pub behaves: Option<Behaviour>,
    /// The type's fields.
    pub fields: Map<String, Value>,
    /// Which fields name pages.
    pub field_links: Vec<FieldLink>,
    /// Headings below the title.
    pub headings: Vec<Heading>,
    /// Of what stands before the first heading, if anything does.
    pub lead: Option<Fingerprint>,
    /// Id that the title's heading would have had: a link to it leads to the top.
    pub title_id: String,
    /// Where that heading stands in the body.
    pub title_at: Option<usize>,
    /// What has a block id.
    pub blocks: Vec<Block>,
    /// Ids in raw HTML that is passed on.
    pub anchors: Vec<String>,
    /// Addresses in raw HTML that is passed on.
    pub html_links: Vec<Link>,
    /// Links, with ranges in the body.
    pub links: Vec<Link>,
    /// Pages that its views name, with ranges in the body.
    pub named: Vec<Named>,
    /// Words of the body and of the fields.
    pub words: usize,
    /// Tasks of the body: `- [ ] text`.
    pub tasks: usize,
    /// Of what the page says: see [`content()`].
    pub content: Fingerprint,
    /// Says something else than when it was reviewed.
    pub edited: bool,
    /// A block of it is for others: what git, reviews and stamps say of the file would tell of that block.
    pub partial: bool,
    /// Links of it lead to what the site does not show, and are gone: stamps and reviews are of the page with them.
    pub unlinked: bool,
    /// Keys of its front matter that nobody reads.
    pub unread: Vec<String>,
    /// Keys that it has from the folders that it stands in.
    pub inherited: Vec<Inherited>,
    /// Where what is called how stands, once it was asked.
    pub places: Asked<places::Index>,
    /// Its title's place in the alphabet, once it was asked.
    pub rank: Asked<String>,
}

/// Reads one page.
pub fn parse(source: &str, whole: &Arc<str>, fingerprint: Fingerprint, rules: Rules<'_>) -> Page {
    parse_as(source, whole, fingerprint, rules, authored::read)
}

/// Reads a page whose body is docent's own Markdown by now.
pub fn parse_again(source: &str, whole: &Arc<str>, fingerprint: Fingerprint, rules: Rules<'_>) -> Page {
    parse_as(source, whole, fingerprint, rules, |_, _, _, _| Read::default())
}

/// How the syntax of other tools is read.
type Foreign = fn(&str, &Arc<str>, usize, Rules<'_>) -> Read;

fn parse_as(source: &str, whole: &Arc<str>, fingerprint: Fingerprint, rules: Rules<'_>, foreign: Foreign) -> Page {
    let (mut split, mut found) = front_matter::split(whole);
    found.extend(adopt(source, &mut split, whole, rules));
    found.extend(inherited::problems(&split, whole, inherited::section(source).is_some(), rules.types, rules.config));
    let own = rules.defaults.is_some_and(|defaults| !defaults.is_empty()).then(|| split.clone());
    let inherited = inherited::inherit(source, &mut split, whole, rules);
    let refused = refuse(whole, split.body);
    let body = if refused.is_some() { whole.len() } else { split.body };
    found.extend(refused);
    // From here on the page is what its readers may know.
    let Cutting { text, cuts, problems } = audience::cut(whole, body, rules.config);
    found.extend(problems);
    let yaml = || split.yaml.clone();
    let uncut = OnceLock::new();
    let file = Document {
        file: source,
        text: whole,
        yaml: yaml(),
        body,
        edits: &[],
        gaps: Vec::new(),
        rewritten: false,
        lines: &uncut,
    };
    let mut diagnostics = file.tell(found);
    let foreign = foreign(source, &text, body, rules);
    let (cut, text) = (text.clone(), foreign.text.unwrap_or(text));
    let known: Vec<String> = split.keys.tags.iter().map(|tag| url::fold(tag)).collect();
    split.keys.tags.extend(foreign.tags.into_iter().filter(|tag| !known.contains(&url::fold(tag))));
    let untitled = split.keys.title.is_none();
    let mut scan = markdown::scan_page(&text[body..], rules.config.slugs, &rules.config.markdown, untitled);
    if let Some(authored) = &foreign.authored {
        authored.stamp(body, &mut scan);
    }
    let mut found = foreign.findings;
    found.append(&mut scan.problems);
    // All mistakes at once, but none that would only follow from the first.
    let mut unread = Vec::new();
    if !split.no_type {
        let kind = split.keys.kind.as_deref();
        let near = audience::near_keys::problems(own.as_ref().unwrap_or(&split), rules.types, rules.config);
        let others = if near.is_empty() { &split.fields } else { &audience::near_keys::others(&split, &near) };
        let checked = types::check(rules.types, kind, others);
        found.extend(checked.problems);
        unread = checked.unread;
        unread.truncate(front_matter::MAX_PROBLEMS);
        found.extend(front_matter::limited("audience", near));
    }
    split.keys.kind = split.keys.kind.take().filter(|kind| rules.types.all.contains_key(kind));
    // What is inherited is told where it stands.
    let written = own.as_ref().unwrap_or(&split);
    found.extend(invisible::problems(&text, written, &scan));
    found.extend(mixed(&text, body, written, &scan, rules));
    let runs = Runs::of(&scan.runs);
    let (views, problems) = data_blocks::read(&scan.views, rules.types);
    found.extend(problems);
    let outline = outline(source, &split, scan, rules, &cut, &mut found);
    let lines = OnceLock::new();
    let edits = foreign.authored.as_ref().map_or(&[][..], |authored| &authored.edits);
    let gaps = gaps(&cuts);
    let file = Document { file: source, text: &cut, yaml: yaml(), body, edits, gaps, rewritten: false, lines: &lines };
    diagnostics.extend(file.tell(found));
    // What is made of the page depends on what is left of it: for another audience it is another page.
    // And what it includes is a part of it.
    let mut fingerprint = match (cuts.is_empty(), foreign.looked_at.is_empty()) {
        (true, true) => fingerprint,
        (false, true) => Fingerprint::of_bytes(cut.as_bytes()),
        (_, false) => Fingerprint::of_bytes(text.as_bytes()),
    };
    if !inherited.is_empty() {
        fingerprint = Fingerprint::of(&(fingerprint, &split.keys, &split.fields));
    }
    let partial = cuts.iter().any(|cut| !cut.text.trim().is_empty());
    // Reviews are of what the page says itself.
    let own = own.filter(|_| !inherited.is_empty()).unwrap_or(split);
    let outline = Outline { content: content(&own, &cut), ..outline };
    let edited = !partial && is_edited(&outline, &own, whole, &cuts);
    let outline = Outline { named: views.named.clone(), edited, partial, unread, inherited, ..outline };
    Page {
        outline: Arc::new(outline),
        text,
        authored: foreign.authored,
        comments: foreign.comments,
        looked_at: foreign.looked_at,
        fingerprint,
        yaml: own.yaml,
        body,
        runs,
        views: Arc::new(views),
        whole: partial.then(|| Arc::new(places_of(&authored::body_of(source, &whole[body..], rules), rules, untitled))),
        cuts: cuts.into(),
        diagnostics: diagnostics.into(),
        lines: Asked(lines),
    }
}

/// Reads what other programs would have read, and brings the fields into the forms that the page's type wants.
fn adopt(source: &str, split: &mut Split, text: &str, rules: Rules<'_>) -> Vec<Finding> {
    let kind = split.keys.kind.as_deref().or_else(|| inherited::kind(source, rules));
    let declared = kind.and_then(|kind| rules.types.all.get(kind));
    let fields: Vec<&str> = declared.into_iter().flat_map(types::Type::fields).collect();
    let problems = front_matter::foreign::adopt(split, &fields, rules.config.today, text);
    if let Some(declared) = declared {
        types::fit(declared, &mut split.fields, split.format, &text[split.yaml.clone()]);
    }
    problems
}

fn gaps(cuts: &[Cut]) -> Vec<Gap> {
    cuts.iter().map(|cut| cut.gap).collect()
}

/// An outline of nothing but what a link can lead to.
fn places_of(body: &str, rules: Rules<'_>, untitled: bool) -> Outline {
    let Scan { headings, blocks, anchors, .. } =
        markdown::scan_page(body, rules.config.slugs, &rules.config.markdown, untitled);
    Outline { headings, blocks, anchors, ..Outline::default() }
}

/// Whether the page says something else than when it was reviewed. A review is one of the page with the marks of its
/// blocks.
fn is_edited(outline: &Outline, split: &Split, whole: &str, cuts: &[Cut]) -> bool {
    let now = || if cuts.is_empty() { outline.content } else { content(split, whole) };
    outline.front.reviewed_content.as_deref().is_some_and(|then| then != now().written())
}

/// A body that is not read at all: too long or nested too deep.
fn refuse(text: &str, body: usize) -> Option<Finding> {
    if text.len() > markdown::MAX_BYTES {
        let message = format!("the page is {} bytes long; the maximum is {}", text.len(), markdown::MAX_BYTES);
        return Some(Finding::error("too-large", At::Bytes(0..0), message).hint("split it into several pages"));
    }
    let range = markdown::too_deep(&text[body..])?;
    let at = At::Bytes(body + range.start..body + range.end);
    Some(Finding::error("nesting", at, "quotes or lists are nested deeper than 200 levels").hint("reduce the nesting"))
}

/// Mixed words that are told of one page.
const MOST_MIXED: usize = 20;

/// Words of two alphabets, in the body and in the texts of the front matter.
fn mixed(text: &str, body: usize, split: &Split, scan: &Scan, rules: Rules<'_>) -> Vec<Finding> {
    if !mixed_script::may_mix(text) || rules.config.diagnostics.get("mixed-alphabets") == Some(&Level::Ignore) {
        return Vec::new();
    }
    let of_run = |run: &Run| {
        let found = mixed_script::mixed(&text[body..][run.range()]).into_iter().take(MOST_MIXED);
        let start = run.start as usize;
        found.map(|(at, told)| told.placed(At::Body(start + at.start..start + at.end))).collect::<Vec<_>>()
    };
    let links = types::field_links(rules.types, split.keys.kind.as_deref(), &split.fields);
    let texts = texts::texts(&split.keys, &split.fields, &links).into_iter();
    let above = texts.flat_map(|(way, value)| {
        let found = mixed_script::mixed(value).into_iter();
        found.map(|(at, told)| told.placed(At::Words(way.clone(), value[at].to_owned()))).collect::<Vec<_>>()
    });
    above.take(texts::MOST_TOLD).chain(scan.runs.iter().flat_map(of_run)).take(MOST_MIXED).collect()
}

fn outline(source: &str, split: &Split, scan: Scan, rules: Rules<'_>, text: &str, found: &mut Vec<Finding>) -> Outline {
    let (lang, key) = place(source, rules.config);
    let (key, is_section) = section(&key);
    let name = key.rsplit('/').next().unwrap_or_default();
    let front = split.keys.clone();
    let set = |text: &str| markdown::typeset(text, &lang, rules.config.markdown.typography);
    let title = front.title.clone().or_else(|| scan.title.clone().filter(|t| !t.is_empty()));
    let named = if name == "index" { folder_name(&key) } else { Some(name) };
    let is_untitled = title.is_none() && named.is_some();
    let title = title.unwrap_or_else(|| spoken(named.unwrap_or(&rules.config.title)));
    let description = front.description.as_deref().map(markdown::words_of).unwrap_or(scan.summary);
    let own_slug = own_slug(split, rules, found).or_else(|| free_name(&key, rules, found));
    Outline {
        path: address(&key, own_slug.as_deref(), rules.config.slugs),
        is_section,
        title: set(&title),
        is_untitled,
        description: set(&description),
        field_links: field_links(rules.types, &front, &split.fields),
        fields: split.fields.clone(),
        headings: fitted(scan.headings),
        lead: scan.lead,
        behaves: rules.types.behaviour(front.kind.as_deref()),
        title_id: scan.title_id,
        title_at: scan.title_range.map(|range| range.start),
        book: markdown::is_book(&key)
            .then(|| markdown::book(&text[split.body..], &rules.config.markdown))
            .flatten()
            .map(Arc::new),
        summary: scan.named_summary.filter(|_| front.description.is_none()).map(Into::into),
        blocks: fitted(scan.blocks),
        anchors: fitted(scan.anchors),
        html_links: fitted(scan.html_links),
        links: fitted(scan.links),
        tasks: scan.tasks,
        content: Fingerprint::default(),
        edited: false,
        partial: false,
        unlinked: false,
        unread: Vec::new(),
        inherited: Vec::new(),
        named: Vec::new(),
        words: scan.words + words_of(&split.fields),
        places: Asked::default(),
        rank: Asked::default(),
        source: source.to_owned(),
        front,
        lang,
        key,
    }
}

/// A list as it is kept: without room for more.
fn fitted<T>(mut list: Vec<T>) -> Vec<T> {
    list.shrink_to_fit();
    list
}

/// Of what a page says: title, description, type, fields, questions and body. Not of dates, owners, reviews, tags or
/// the file's name, nor of the form of line ends and the order of fields. The same in every version of docent, since
/// front matter keeps it (`reviewed_content`).
fn content(split: &Split, text: &str) -> Fingerprint {
    let front = &split.keys;
    let part = |text: &Option<String>| text.clone().unwrap_or_default();
    let mut fields = Value::Object(split.fields.clone());
    fields.sort_all_objects();
    let questions = front.questions.iter().flat_map(|question| [question.q.as_str(), &question.a]);
    let questions = Value::from_iter(questions).to_string();
    let body = markdown::plain_lines(text[split.body..].trim());
    let [title, description, kind] = [&front.title, &front.description, &front.kind].map(part);
    Fingerprint::of_texts(&[&title, &description, &kind, &fields.to_string(), &questions, &body])
}

/// Key of the page to read instead of a deprecated one.
pub const SUPERSEDED: &str = "superseded_by";

/// The fields that name pages, and at the end the page to read instead, and who keeps this one true.
pub fn field_links(types: &Types, front: &FrontMatter, fields: &Map<String, Value>) -> Vec<FieldLink> {
    let mut links = types::field_links(types, front.kind.as_deref(), fields);
    let path = || vec![FieldStep::Key(SUPERSEDED.into())];
    let any = |path, target: &String| FieldLink { path, target: target.clone(), kind: "*".into() };
    links.extend(front.superseded_by.iter().map(|target| any(path(), target)));
    let mut owners = |above: &[FieldStep], front: &FrontMatter| {
        let key = [above, &[FieldStep::Key(types::OWNER.into())]].concat();
        let place =
            |item: Option<usize>| [&key[..], &item.map(FieldStep::Index).into_iter().collect::<Vec<_>>()].concat();
        links.extend(front.owners.iter().map(|owner| any(place(owner.item), &owner.name)));
    };
    owners(&[], front);
    if let Some(defaults) = &front.defaults {
        owners(&[FieldStep::Key(front_matter::defaults::DEFAULTS.into())], &defaults.keys);
    }
    links
}

/// A file's name as a title: `account-manager` -> `Account manager`.
pub fn spoken(name: &str) -> String {
    let text = name.replace(['-', '_'], " ");
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

impl Page {
    /// A page without a file: the one that docent makes for a folder.
    pub fn of(outline: Outline) -> Self {
        let text: Arc<str> = "".into();
        let fingerprint = Fingerprint::of_bytes(b"");
        Self {
            outline: Arc::new(outline),
            text,
            authored: None,
            comments: [].into(),
            looked_at: [].into(),
            fingerprint,
            yaml: 0..0,
            body: 0,
            runs: Runs::default(),
            views: Arc::default(),
            cuts: [].into(),
            whole: None,
            diagnostics: [].into(),
            lines: Asked::default(),
        }
    }

    /// Of what gives a page its place in the site: its path, its front matter as it is written, its title. While this
    /// is the same under the same rules, only what the body says can have changed.
    pub fn structural_fingerprint(&self) -> Fingerprint {
        // Fields are not only what the text says: those that name a page for others are taken away.
        let Outline { source, title, is_untitled, book, fields, field_links, inherited, front, .. } = &*self.outline;
        // Tags may stand in the body.
        let tags = &front.tags;
        let head = &self.text[..self.body];
        // What is inherited stands in another file.
        let front = Some(front).filter(|_| !inherited.is_empty());
        let made = (fields, field_links, tags, inherited, front);
        Fingerprint::of(&(source, (title, is_untitled, book), head, &self.yaml, made))
    }

    /// The file, to give findings their places in it.
    pub fn document(&self) -> Document<'_> {
        let Self { yaml, body, cuts, lines, .. } = self;
        Document {
            file: &self.outline.source,
            text: self.file_text(),
            edits: self.authored.as_ref().map_or(&[][..], |authored| &authored.edits),
            yaml: yaml.clone(),
            body: *body,
            gaps: gaps(cuts),
            rewritten: self.outline.unlinked,
            lines: &lines.0,
        }
    }

    /// An error at a value of the front matter. Several of one page are told together ([`Self::document`]).
    pub fn at_field(&self, code: &'static str, steps: &[Step], message: impl Into<String>) -> Diagnostic {
        self.document().told(Finding::at_field(code, steps, message))
    }

    /// An error at a range of the body.
    pub fn at_body(&self, code: &'static str, range: &Range<usize>, message: impl Into<String>) -> Diagnostic {
        self.document().told(Finding::error(code, At::Body(range.clone()), message))
    }

    /// Where a range of the text is.
    pub fn place(&self, range: Range<usize>) -> diagnostic::Place {
        self.document().place(range)
    }
}

impl Outline {
    /// Whether a key stands in the `defaults` of a folder.
    pub fn inherits(&self, key: &str) -> bool {
        self.inherited.iter().any(|inherited| inherited.key == key)
    }

    /// Whether a field that names a page does.
    pub fn inherits_link(&self, link: &FieldLink) -> bool {
        matches!(link.path.first(), Some(FieldStep::Key(key)) if self.inherits(key))
    }

    /// The day of the last change: what the author says, else what git says, unless the change may be one of a block
    /// that is for others.
    pub fn updated(&self, git: Option<&String>) -> Option<Date> {
        let git = git.filter(|_| !self.partial).and_then(|day| Date::parse(day));
        self.front.updated.or(git).or(self.front.date)
    }

    /// Minutes to read it, at 200 words a minute, at least one.
    pub fn minutes(&self) -> usize {
        self.words.div_ceil(200).max(1)
    }

    /// The heading that a place is, if it is one.
    pub fn heading(&self, place: Anchor) -> Option<&Heading> {
        if let Anchor::Heading(at) = place { self.headings.get(at as usize) } else { None }
    }

    /// The anchor of a place, without `#`.
    pub fn anchor(&self, place: Anchor) -> Option<String> {
        match place {
            Anchor::Top => None,
            Anchor::Heading(at) => self.headings.get(at as usize).map(|heading| heading.id.clone()),
            Anchor::Block(at) => self.blocks.get(at as usize).map(Block::anchor),
            Anchor::Html(at) => self.anchors.get(at as usize).cloned(),
        }
    }

    /// What stands below it in the navigation, if it says so.
    pub fn nav(&self) -> Option<&Nav> {
        self.front.nav.as_ref()
    }

    /// Shown in lists, navigation, feeds and the sitemap.
    pub fn is_listed(&self) -> bool {
        !self.front.unlisted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content_of(text: &str) -> String {
        let (config, types) = (Config::default(), Types::default());
        let page = parse(
            "content/a.md",
            &text.into(),
            Fingerprint::default(),
            Rules { config: &config, types: &types, sources: None, defaults: None },
        );
        page.outline.content.written()
    }

    #[test]
    fn content_is_what_the_page_says() {
        let base = content_of("---\ntitle: A\nx: 1\ny: 2\n---\n\nOne.\nTwo.\n");
        let same = [
            "---\r\ntitle: A\r\nx: 1\r\ny: 2\r\n---\r\nOne.\r\nTwo.",
            "\u{feff}---\ny: 2\nx: 1\ntitle: 'A'\nowner: Ann\nlast_reviewed_on: 2026-05-12\ntags: [t]\n---\nOne.\nTwo.\n",
        ];
        let other = [
            "---\ntitle: A\nx: 1\ny: 3\n---\nOne.\nTwo.\n",
            "---\ntitle: B\nx: 1\ny: 2\n---\nOne.\nTwo.\n",
            "---\ntitle: A\nx: 1\ny: 2\n---\nOne.\nTwo!\n",
            "---\ntitle: A\nx: 1\ny: 2\ndescription: D\n---\nOne.\nTwo.\n",
            "---\ntitle: A\nx: 1\ny: 2\nquestions: [{q: Q, a: A}]\n---\nOne.\nTwo.\n",
        ];
        same.iter().for_each(|text| assert_eq!(content_of(text), base, "{text}"));
        other.iter().for_each(|text| assert_ne!(content_of(text), base, "{text}"));
        // It stands in the front matter of pages: it may never change with docent.
        assert_eq!(base, "319e350e2cf9");
    }
}
