//! What every link means, and what leads nowhere.
//!
//! In: entries and their names. Out: for each entry its [`Links`], as indices: a URL is written only when a page is
//! rendered, so 50,000 pages with 20 links each cost 16 MB here, not 100. [`super::link_graph`] says when they are read
//! again.

pub mod anchors;
mod files;
mod hidden;
mod hints;
mod loose;
mod raw_html;
pub mod sought;
mod wiki;

use super::audience::Hidden;
use super::names::{Found, MOST, Names};
use super::structure::Structure;
use super::{Entry, Id};
use crate::chunked_vec::ChunkedVec;
use crate::config::{Config, RawHtml};
use crate::content::is_page_name;
use crate::diagnostic::{At, Diagnostic, Finding};
use crate::markdown::link::Anchor;
use crate::markdown::{Link, LinkKind, is_attribute};
use crate::page::data_blocks::Named;
use crate::page::front_matter::owners::is_path;
use crate::page::places::Called;
use crate::page::types::{is_owner, steps};
use crate::page::{Page, SECTION_FILES};
use crate::source::Sources;
use crate::url::{Scheme, decode, fold, join, nfc, scheme};
use hints::{Hint, broken};
use loose::Meant;
pub(super) use raw_html::is_at_hidden_address;
use sought::{Asking, Sought};
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

/// What a link means.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// A page, and the place in it.
    Page(u32, Anchor),
    /// A page, or a part of it, that is shown here.
    Embed(u32, Anchor),
    /// A file that is copied, by its path below `content/`.
    File(Arc<str>),
    /// As written: another site, or a place in the page itself.
    Written,
    /// Nothing; reported.
    Broken,
    /// Nothing on purpose: a draft, a script.
    Text,
}

impl Target {
    /// The page that it leads to or shows.
    pub fn page(&self) -> Option<Id> {
        self.place().map(|(page, _)| page)
    }

    /// The page that it leads to or shows, and the place in it.
    pub fn place(&self) -> Option<(Id, Anchor)> {
        match self {
            Self::Page(to, anchor) | Self::Embed(to, anchor) => Some((*to as Id, *anchor)),
            _ => None,
        }
    }
}

/// What a link means for who asks for the place, too: to the site, one into its own page is as it is written.
pub fn meant(page: &Page, id: Id, written: &str, target: &Target) -> Target {
    let heading = |fragment: &str| {
        let name = decode(fragment);
        let called = [(Called::Id, name.clone()), (Called::GitHub, name.clone()), (Called::Text, fold(&name))];
        called.iter().find_map(|(how, name)| page.outline.find(*how, name, 0))
    };
    let block = |name: &str| page.outline.blocks.iter().position(|block| block.id == name);
    match (target, written.strip_prefix('#')) {
        (Target::Written, Some(fragment)) => {
            let block = fragment.strip_prefix('^').and_then(|name| block(&decode(name)));
            let part = block.map(|at| Anchor::Block(index(at)));
            let part = part.or_else(|| heading(fragment).map(|at| Anchor::Heading(index(at))));
            part.map_or(Target::Written, |part| Target::Page(index(id), part))
        }
        _ => target.clone(),
    }
}

/// The links of one entry.
#[derive(Debug, Default)]
pub struct Links {
    /// By the order of the links.
    pub targets: Vec<Target>,
    /// By the order of the fields that name pages.
    pub fields: Vec<Target>,
    /// By the order of the pages that views name.
    pub named: Vec<Target>,
    /// Entries whose headings were looked at: when those change, these links are read again.
    pub asked: Vec<u32>,
    /// What was looked for among the names of pages.
    pub sought: Sought,
    /// The files that it leads to, with links, raw HTML and fields, by their paths below `content/`.
    pub files: Vec<Arc<str>>,
    /// What is wrong with them.
    pub diagnostics: Vec<Diagnostic>,
}

/// What links are read against.
#[derive(Clone, Copy, Debug)]
pub struct LinkInputs<'a> {
    /// All addresses.
    pub entries: &'a ChunkedVec<Entry>,
    /// What they are called.
    pub names: &'a Names,
    /// The configuration.
    pub config: &'a Config,
    /// The snapshot: which files there are.
    pub sources: &'a Sources,
    /// What the site may not show.
    pub hidden: &'a Hidden,
}

impl<'a> LinkInputs<'a> {
    /// With a structure's entries and names.
    pub(super) fn of(structure: &'a Structure, config: &'a Config, sources: &'a Sources, hidden: &'a Hidden) -> Self {
        let Structure { entries, names, .. } = structure;
        Self { entries, names, config, sources, hidden }
    }

    /// `notes`: takes down what was looked at.
    fn resolver(self, notes: &'a Notes) -> Resolver<'a> {
        let Self { entries, names, config, sources, hidden } = self;
        Resolver { entries, names: Asking { names, notes }, config, sources, hidden, notes }
    }
}

/// Reads the links of an entry.
pub fn resolve(ground: LinkInputs<'_>, entry: &Entry) -> Links {
    let notes = Notes::default();
    let links = ground.resolver(&notes).links(entry);
    Links { asked: notes.asked.take(), sought: notes.sought.take().packed(), ..links }
}

/// The links of an entry that mean a part which was cut out of a page, and so lead to the page; by their numbers.
pub fn shortened(ground: LinkInputs<'_>, entry: &Entry, targets: &[Target]) -> BTreeSet<usize> {
    if ground.config.audience.is_none() {
        return BTreeSet::new();
    }
    let notes = Notes::default();
    let resolver = ground.resolver(&notes);
    let links = entry.page.outline.links.iter().zip(targets).enumerate();
    let means_cut = |link: &Link, target: &Target| match target {
        Target::Page(to, Anchor::Top) => resolver.means_cut(*to, &link.target),
        _ => false,
    };
    links.filter(|(_, (link, target))| means_cut(link, target)).map(|(number, _)| number).collect()
}

#[derive(Clone, Copy)]
struct Resolver<'a> {
    entries: &'a ChunkedVec<Entry>,
    names: Asking<'a>,
    config: &'a Config,
    sources: &'a Sources,
    hidden: &'a Hidden,
    notes: &'a Notes,
}

/// What is taken down while the links of an entry are read.
#[derive(Default)]
struct Notes {
    /// Whose headings and blocks were looked at.
    asked: RefCell<Vec<u32>>,
    /// Names that were looked for.
    sought: RefCell<Sought>,
    /// What is to be told of the link that was just read, though it leads somewhere.
    told: Cell<Option<Finding>>,
}

/// Schemes that every site may link to.
pub(super) const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// Why a link is broken. Whoever reads the link knows where it stands.
fn fault(code: &'static str, message: impl Into<String>, hint: impl Into<String>) -> Finding {
    Finding::error(code, At::File, message).hint(hint)
}

impl Resolver<'_> {
    fn links(self, entry: &Entry) -> Links {
        let (mut links, mut found) = (Links::default(), Vec::new());
        for link in &entry.page.outline.links {
            let target = self.target(entry, link).unwrap_or_else(|fault| {
                let page = (fault.code == "broken-anchor").then(|| self.whole_page(entry, link));
                found.push(fixed(&entry.page, link, in_body(&link.range, fault)));
                page.unwrap_or(Target::Broken)
            });
            found.extend(self.notes.told.take().map(|told| fixed(&entry.page, link, in_body(&link.range, told))));
            found.extend(self.would_tell(entry, link, &target));
            links.targets.push(target);
        }
        let (mut html, escaped) = (Vec::new(), self.config.markdown.raw_html != RawHtml::Allow);
        for link in &entry.page.outline.html_links {
            let (target, fault) = self.html_link(entry, link);
            // HTML that is shown as text leads nowhere: it can only tell.
            let counts = |fault: &Finding| !escaped || fault.code == "audience";
            let told = |fault| fixed(&entry.page, link, in_body(&link.range, fault));
            found.extend(fault.filter(counts).map(told));
            html.extend((!escaped).then_some(target));
        }
        links.files = self.files(entry, &links.targets, &html);
        for field in &entry.page.outline.field_links {
            let read = match is_owner(&field.path) {
                true => self.owner(entry, &field.target),
                false => self.field(entry, &field.target, &field.kind),
            };
            // What a folder hands down is told where it stands.
            let elsewhere = entry.page.outline.inherits_link(field);
            let target = read.unwrap_or_else(|fault| {
                if elsewhere {
                    return Target::Broken;
                }
                let way = steps(&field.path);
                let part = fault.fix.as_ref().and_then(|fix| part(&field.target, &fix.old));
                let text = part.map(|part| At::Text(way.clone(), field.target.clone(), part));
                let fault = fault.placed(At::Field(way));
                found.push(if let Some(at) = text { fault.fixed_at(at) } else { fault });
                Target::Broken
            });
            found.extend(self.field_would_tell(field, &target).filter(|_| !elsewhere));
            found.extend(
                self.notes.told.take().filter(|_| !elsewhere).map(|told| told.placed(At::Field(steps(&field.path)))),
            );
            links.fields.push(target);
        }
        for named in &entry.page.outline.named {
            let target = self.named(entry, named).unwrap_or_else(|fault| {
                found.push(fixed_in(&entry.page, &named.range, in_body(&named.range, fault)));
                Target::Broken
            });
            links.named.push(target);
        }
        // A fallback shows another language's page: its faults are told there.
        if !entry.fallback {
            links.diagnostics = entry.page.document().tell(found);
        }
        links
    }

    /// The page that a view names.
    fn named(self, entry: &Entry, named: &Named) -> Result<Target, Finding> {
        let target = self.wiki(entry, &named.name).and_then(|target| self.listed(&named.name, target))?;
        let Target::Page(id, _) = target else { return Ok(target) };
        let outline = &self.entries[id as Id].page.outline;
        match named.behaves {
            Some(needed) if outline.behaves != Some(needed) => {
                let message = format!("the page `{}` is no {}", outline.title, needed.name());
                let hint = format!("name a page whose type behaves as a {}", needed.name());
                Err(fault("view", message, hint))
            }
            _ => Ok(target),
        }
    }

    fn target(self, entry: &Entry, link: &Link) -> Result<Target, Finding> {
        match link.kind {
            LinkKind::Wiki { .. } => self.wiki(entry, &link.target),
            LinkKind::Embed { alone } => self.embed(entry, &link.target, alone),
            LinkKind::Link | LinkKind::Image => self.url(entry, &link.target, link.kind == LinkKind::Image),
            LinkKind::Html { shown } => self.safe_html_link(entry, &link.target, shown),
        }
    }

    /// The page that has not the part which a link means: its readers are nearer there than nowhere.
    fn whole_page(self, entry: &Entry, link: &Link) -> Target {
        let (page, _) = link.target.split_once('#').unwrap_or((&link.target, ""));
        let leads = matches!(link.kind, LinkKind::Link | LinkKind::Wiki { .. } | LinkKind::Html { .. });
        if page.trim().is_empty() || !leads {
            return Target::Broken;
        }
        let whole = Link { target: page.into(), ..link.clone() };
        self.target(entry, &whole).unwrap_or(Target::Broken)
    }

    fn url(self, entry: &Entry, url: &str, image: bool) -> Result<Target, Finding> {
        match scheme(url) {
            Scheme::Harmless(_) if self.is_hidden_address(entry, url) => return Ok(Target::Text),
            Scheme::Harmless(name) if self.allows(name) => return Ok(Target::Written),
            // A page of DocFX has a name of its own.
            Scheme::Harmless("xref") => {
                return self.wiki(entry, &decode(url["xref:".len()..].split('?').next().unwrap_or_default()));
            }
            Scheme::Harmless(name) => {
                let hint = match name.len() {
                    // `C:\plans.docx`
                    1 => "a path on your computer does not work for others: put the file beside the pages".to_owned(),
                    _ => format!("link to a web address, or add `{name}` to `link_schemes` in docent.yaml"),
                };
                return Err(fault("link-scheme", format!("links with `{name}:` are not allowed"), hint));
            }
            Scheme::Script if image && is_picture(url) => return Ok(Target::Written),
            Scheme::Script => {
                return Err(fault(
                    "script-url",
                    "the link could run a script or read a local file: it is shown as text",
                    "link to a web address or to a page",
                ));
            }
            Scheme::None => {}
        }
        if url.is_empty() {
            let hint = "write its address between the parentheses, or remove the link";
            return Err(fault("broken-link", "this link has no address", hint));
        }
        // `//host/path` takes the scheme of the page: another site.
        if url.starts_with("//") {
            return Ok(if self.is_hidden_address(entry, url) { Target::Text } else { Target::Written });
        }
        let (path, fragment) = split_fragment(url);
        if path.is_empty() {
            let heading = self.anchor(entry, self.id(entry), fragment)?;
            let gone = heading == Anchor::Top && fragment.is_some_and(|part| self.is_cut(&entry.page, part));
            return Ok(if gone { Target::Text } else { Target::Written });
        }
        // Names are in NFC; a link pasted from another system may not be.
        let written = nfc(&decode(path));
        let Some(path) = self.source_path(entry, &written) else {
            let outside = || broken(url, Hint::of("it is outside the content folder"));
            return self.elsewhere(entry, &written, fragment, image).unwrap_or_else(|| Err(outside()));
        };
        match self.page_at(entry, &path) {
            Found::One(id) if !image => self.page(entry, id, fragment),
            Found::Draft => Ok(Target::Text),
            Found::None if !image && self.names.is_draft_folder(&path) => Ok(Target::Text),
            Found::One(_) => self.file(&path).ok_or_else(|| {
                let hint = "link to it without the `!`, or embed it: `![[name]]`";
                fault("broken-link", format!("`{url}` is a page, not an image"), hint)
            }),
            // Its file is told of already: it is the second of one page, or cannot be read.
            Found::None if self.is_refused(&path) => Ok(Target::Text),
            _ => match self.file(&path).map(Ok).or_else(|| self.elsewhere(entry, &written, fragment, image)) {
                Some(found) => found,
                None => Err(broken(url, self.suggest(entry, &path))),
            },
        }
    }

    /// What an address means on another tool's site.
    fn elsewhere(self, entry: &Entry, path: &str, part: Option<&str>, image: bool) -> Option<Result<Target, Finding>> {
        let (meant, told) = self.loosely(entry, path, image)?;
        self.notes.told.set(told);
        Some(match meant {
            Meant::Page(id) => self.page(entry, id, part),
            Meant::Draft => Ok(Target::Text),
            Meant::File(path) => Ok(Target::File(path)),
        })
    }

    /// Only schemes that are known to open something and run nothing: a list of the dangerous ones is never complete
    /// (`feed:javascript:`, `view-source:` ...).
    fn allows(self, scheme: &str) -> bool {
        let lower = scheme.to_ascii_lowercase();
        SCHEMES.contains(&lower.as_str()) || self.config.link_schemes.allows(&lower)
    }

    /// The path in the snapshot that a link of `entry` means.
    fn source_path(self, entry: &Entry, path: &str) -> Option<String> {
        let source = &entry.page.outline.source;
        let (root, content) = (self.config.content_of(&entry.page.outline.lang), &self.config.content_dir);
        let joined = match path.strip_prefix("@/").or_else(|| path.strip_prefix('/')) {
            Some(from_root) => join(&root, from_root)?,
            None => join(source, path)?,
        };
        (joined == content.dir() || content.holds(&joined)).then_some(joined)
    }

    /// The page whose file this is: as written, as a folder, without or with another extension.
    fn page_at(self, entry: &Entry, path: &str) -> Found {
        let written =
            ["", ".md", ".mdx", ".markdown", ".qmd"].into_iter().chain(SECTION_FILES).map(|ending| (path, ending));
        let stem = path.strip_suffix(".html").or_else(|| path.strip_suffix(".htm")).map(|stem| (stem, ".md"));
        let source = |(path, ending): (&str, &str)| self.names.source(&[path, ending].concat());
        let found = written.chain(stem).map(source).find(|f| *f != Found::None);
        match found {
            Some(Found::One(id)) => Found::One(self.in_language(entry, id)),
            // A folder that docent made a page for, perhaps since its own is not shown.
            found => {
                let inside = self.config.content_dir.inside(path).unwrap_or_default();
                let own = inside.strip_prefix(&*entry.page.outline.lang).map_or(inside, |p| p.trim_start_matches('/'));
                let key = if self.config.is_multilingual() { own } else { inside };
                let id = self.names.path(&entry.lang, &format!("{key}/index"));
                id.map_or(found.unwrap_or(Found::None), Found::One)
            }
        }
    }

    /// Whether a page's file is there that became no page.
    fn is_refused(self, path: &str) -> bool {
        // Such a file may go, and no page with it.
        self.names.any();
        let there = |ending: &&str| {
            let file = [path, ending].concat();
            self.sources.files.contains_key(&file) || self.sources.refused.contains(&file)
        };
        if is_page_name(path) { there(&"") } else { there(&".md") || SECTION_FILES.iter().any(there) }
    }

    /// The same page in the language of the reader, if the text that links is shown as a fallback.
    fn in_language(self, entry: &Entry, id: Id) -> Id {
        let target = &self.entries[id];
        if target.lang == entry.lang || *target.page.outline.lang != *entry.page.outline.lang {
            return id;
        }
        self.names.path(&entry.lang, &target.page.outline.key).unwrap_or(id)
    }

    /// What a view names is in a list then: not what is to be in none.
    fn listed(self, name: &str, target: Target) -> Result<Target, Finding> {
        let unlisted = target.page().is_some_and(|id| !self.entries[id].page.outline.is_listed());
        if !unlisted {
            return Ok(target);
        }
        let hint = "link to it in the text, or remove `unlisted: true` from it";
        Err(fault("view", format!("`{}` is `unlisted`: no view shows it", crate::yaml::short(name)), hint))
    }

    /// The page that a field names, and with `name#section` the section in it. A page whose own name has a `#` in it
    /// comes first.
    fn field(self, entry: &Entry, name: &str, kind: &str) -> Result<Target, Finding> {
        let whole = self.field_page(entry, name, kind);
        let Some((page, section)) = name.split_once('#').filter(|(page, _)| whole.is_err() && !page.is_empty()) else {
            return whole;
        };
        match self.field_page(entry, page, kind)? {
            Target::Page(id, _) => self.page(entry, id as Id, Some(section)),
            other => Ok(other),
        }
    }

    /// The page about an owner. A name that is none is a name; a path that leads nowhere is a mistake.
    fn owner(self, entry: &Entry, name: &str) -> Result<Target, Finding> {
        match self.field(entry, name, "*") {
            Err(fault) if is_path(name) => Err(self.nearest_path(entry, name, fault)),
            Err(_) => {
                self.notes.told.set(self.nearly_owner(entry, name));
                Ok(Target::Written)
            }
            found => found,
        }
    }

    /// With the path of the page whose file is called so, or nearly so.
    fn nearest_path(self, entry: &Entry, name: &str, fault: Finding) -> Finding {
        let last = fold(name.trim_end_matches(".md").rsplit('/').next().unwrap_or(name));
        let found = |name: &str| match self.names.find(&entry.lang, name, |_| true) {
            Found::One(id) => Some(&self.entries[id].page.outline.key),
            _ => None,
        };
        let near = found(&last).or_else(|| found(self.names.near(&entry.lang, &last)?));
        match near.map(|key| key.trim_end_matches("/index")) {
            Some(near) => fault.hint(format!("did you mean `{near}`?")).fix(name, near),
            None => fault,
        }
    }

    /// A name that is nearly that of a page about somebody who can be written to.
    fn nearly_owner(self, entry: &Entry, name: &str) -> Option<Finding> {
        let near = self.names.near(&entry.lang, &fold(name))?;
        let Found::One(id) = self.names.find(&entry.lang, near, |_| true) else { return None };
        let fields = &self.entries[id].page.outline.fields;
        let message = format!("there is no page called `{}`: the owner is shown as text", crate::yaml::short(name));
        let told = Finding::warning("broken-field", At::File, message).hint(format!("did you mean `{near}`?"));
        ["mail", "chat", "phone"].iter().any(|key| fields.contains_key(*key)).then(|| told.fix(name, &*near))
    }

    fn field_page(self, entry: &Entry, name: &str, kind: &str) -> Result<Target, Finding> {
        let of_kind = |id: Id| kind == "*" || self.entries[id].page.outline.front.kind.as_deref() == Some(kind);
        match self.names.find(&entry.lang, name, of_kind) {
            Found::One(id) => Ok(Target::Page(index(id), Anchor::Top)),
            Found::Draft => Ok(Target::Text),
            Found::Several(ids) => Err(self.ambiguous(name, &ids)),
            Found::None => {
                let other = matches!(self.names.find(&entry.lang, name, |_| true), Found::One(_) | Found::Several(_));
                let what = if kind == "*" { "page".to_owned() } else { format!("page of type `{kind}`") };
                let message = format!("there is no {what} called `{name}`");
                if other {
                    return Err(fault("broken-field", message, format!("the page `{name}` has another type")));
                }
                Err(self.nearest(entry, name, fault("broken-field", message, "create the page, or correct the name")))
            }
        }
    }

    fn page(self, entry: &Entry, id: Id, fragment: Option<&str>) -> Result<Target, Finding> {
        Ok(Target::Page(index(id), self.anchor(entry, id, fragment)?))
    }

    fn file(self, path: &str) -> Option<Target> {
        let inside = self.config.content_dir.inside(path)?;
        (!is_page_name(inside) && self.sources.files.contains_key(path)).then(|| Target::File(inside.into()))
    }

    fn id(self, entry: &Entry) -> Id {
        self.names.path(&entry.lang, &entry.page.outline.key).unwrap_or_default()
    }

    fn ambiguous(self, name: &str, ids: &[Id]) -> Finding {
        let shown = &ids[..ids.len().min(MOST - 1)];
        let more = if shown.len() < ids.len() { " and others" } else { "" };
        let sources: Vec<&str> = shown.iter().map(|id| self.entries[*id].page.outline.source.as_str()).collect();
        let keys: Vec<String> = shown.iter().map(|id| format!("`{}`", self.entries[*id].page.outline.key)).collect();
        fault(
            "ambiguous-link",
            format!("`{name}` matches several pages: {}{more}", sources.join(", ")),
            format!("use the path: {}", keys.join(" or ")),
        )
    }

    /// With the name that is nearest, if there is one.
    fn nearest(self, entry: &Entry, name: &str, fault: Finding) -> Finding {
        match self.names.near(&entry.lang, &fold(name)) {
            Some(near) => fault.hint(format!("did you mean `{near}`?")).fix(name, near),
            None => fault,
        }
    }
}

/// A picture that was pasted into the text: `data:image/png;base64,...`. Of the kinds that hold nothing but pixels.
fn is_picture(url: &str) -> bool {
    let kinds = ["png", "jpeg", "jpg", "gif", "webp", "avif"];
    let data = url.strip_prefix("data:image/").and_then(|rest| rest.split_once(";base64,"));
    let is_base64 = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=');
    data.is_some_and(|(kind, data)| kinds.contains(&kind) && data.chars().all(is_base64))
}

/// The words that a link shows, without marks of emphasis; none if its address stands elsewhere.
fn words_of(link: &Link, source: &str) -> Option<String> {
    let words = match link.kind {
        LinkKind::Wiki { has_text: false } => split_fragment(&link.target).0,
        LinkKind::Wiki { has_text: true } => source.strip_prefix("[[")?.strip_suffix("]]")?.split_once('|')?.1,
        LinkKind::Link | LinkKind::Image => {
            let (words, _) =
                source.rsplit_once("](").or_else(|| source.rsplit_once("][")).or_else(|| source.rsplit_once(']'))?;
            words.trim_start_matches(['!', '['])
        }
        LinkKind::Embed { .. } => "",
        LinkKind::Html { .. } => return None,
    };
    Some(plain_words(words))
}

/// Words without marks of emphasis.
fn plain_words(words: &str) -> String {
    words.replace(['*', '_', '`', '\\'], "")
}

/// Where the link stands.
fn in_body(range: &Range<usize>, fault: Finding) -> Finding {
    fault.placed(At::Body(range.clone()))
}

/// What only another site could tell of a link, at the link.
pub fn outside(page: &Page, link: &Link, finding: Finding) -> Finding {
    fixed(page, link, in_body(&link.range, finding))
}

/// What to write instead, at the target of the link.
fn fixed(page: &Page, link: &Link, fault: Finding) -> Finding {
    let Some(source) = page.text.get(page.body + link.range.start..page.body + link.range.end) else { return fault };
    let start = match link.kind {
        LinkKind::Wiki { .. } | LinkKind::Embed { .. } => source.find("[[").map(|at| at + "[[".len()),
        // Raw HTML has the address alone.
        LinkKind::Link | LinkKind::Image | LinkKind::Html { .. } if source == link.target => Some(0),
        LinkKind::Html { .. } => None,
        LinkKind::Link if is_attribute(source) => source.find('=').map(|at| at + "=".len()),
        LinkKind::Link | LinkKind::Image => source.rfind("](").map(|at| at + "](".len()),
    };
    let start = start.map(|at| at + usize::from(source[at..].starts_with(['<', '"', '\''])));
    let written = start.filter(|at| source[*at..].starts_with(&link.target));
    // An address that stands elsewhere, or is written with escapes, is for a person to correct.
    let start = link.range.start + written.unwrap_or(source.len());
    let end = if written.is_some() { start + link.target.len() } else { start };
    fixed_in(page, &(start..end), fault)
}

/// The same in a range of the body, which holds the target, perhaps in quotes.
fn fixed_in(page: &Page, range: &Range<usize>, fault: Finding) -> Finding {
    let source = page.text.get(page.body + range.start..page.body + range.end).unwrap_or_default();
    let quote = usize::from(source.starts_with(['"', '\'']));
    let target = &source[quote..source.len() - quote.min(source.len() - quote)];
    let place = fault.fix.as_ref().and_then(|fix| part(target, &fix.old));
    let start = range.start + quote;
    // Nowhere, if it is not there: then nothing is replaced.
    let place = place.map_or(range.end..range.end, |part| start + part.start..start + part.end);
    fault.fixed_at(At::Body(place))
}

/// Where a part of a target stands in it: what begins with `#` at its end, anything else at its beginning.
fn part(target: &str, part: &str) -> Option<Range<usize>> {
    let start = if part.starts_with('#') { target.len().checked_sub(part.len())? } else { 0 };
    (target.get(start..start + part.len())? == part).then_some(start..start + part.len())
}

pub(super) fn index(id: usize) -> u32 {
    // A site of four thousand million pages would not fit in memory.
    u32::try_from(id).unwrap_or(u32::MAX)
}

pub(super) fn split_fragment(url: &str) -> (&str, Option<&str>) {
    let (path, fragment) = url.split_once('#').map_or((url, None), |(path, fragment)| (path, Some(fragment)));
    (path.split('?').next().unwrap_or_default(), fragment)
}
