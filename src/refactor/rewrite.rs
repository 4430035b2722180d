//! New destinations for links and fields that would lead elsewhere, written as the old ones were.
//!
//! In: a page, what its links meant, what they would mean with the files renamed. Out: [`Change`]s: ranges of the file
//! and what shall stand there. A link that still means the same stays as it is, byte for byte.

use super::identity::{Identity, Meaning, View};
use crate::config::{Config, Markdown};
use crate::diagnostic::Diagnostic;
use crate::markdown::link::Anchor;
use crate::markdown::{Destination, Form, LinkKind, destinations};
use crate::page::types::{FieldLink, steps};
use crate::page::{Page, SECTION_FILES, is_section_name, place};
use crate::site::links::Target;
use crate::site::names::{Found, Names};
use crate::site::{Entry, Id};
use crate::url::{Scheme, decode, encode, fold, join, nfc, readable, relative, scheme};
use crate::yaml::Step;
use std::collections::BTreeMap;
use std::ops::Range;

/// A new text for a range of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Bytes in the file.
    pub range: Range<usize>,
    /// What stands there.
    pub old: String,
    /// What shall stand there.
    pub new: String,
}

/// A field that names a page, and what it shall hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The way to it in the front matter.
    pub steps: Vec<Step>,
    /// What it holds.
    pub old: String,
    /// What it shall hold.
    pub new: String,
}

/// The site before, the one with the files renamed, and the names in it.
#[derive(Clone, Copy, Debug)]
pub struct Sites<'a> {
    /// Before.
    pub before: View<'a>,
    /// Who is who in it, by the names afterwards.
    pub known: &'a BTreeMap<Identity, Id>,
    /// With the files renamed and no link rewritten.
    pub after: View<'a>,
    /// Who is who in it.
    pub identities: &'a BTreeMap<Identity, Id>,
    /// What pages are called in it.
    pub names: &'a Names,
}

/// What a link shall mean, for those who write it.
pub(super) enum Wanted<'a> {
    /// A page.
    Page(&'a Entry, Id),
    /// A file.
    File(&'a str),
}

impl<'a> Sites<'a> {
    /// The links in the body of a page that need a new destination. `id` before, `new` after.
    pub fn links(self, id: Id, new: Id) -> Result<Vec<Change>, Diagnostic> {
        let (old_site, new_site) = (self.before.site, self.after.site);
        let page = &old_site.entries[id].page;
        let differs = |at: &usize| {
            let wanted = self.before.meaning(&old_site.targets[id][*at]);
            wanted != Meaning::Other
                && (wanted != self.after.meaning(&new_site.targets[new][*at]) || self.only_meant(id, new, *at))
        };
        let lost: Vec<usize> = (0..page.outline.links.len()).filter(differs).collect();
        if lost.is_empty() {
            return Ok(Vec::new());
        }
        let body = &page.text[page.body..];
        let places = destinations(body, &self.markdown());
        let mut changes = BTreeMap::new();
        for at in lost {
            let meaning = self.before.meaning(&old_site.targets[id][at]);
            let Some((place, wanted)) = places[at].as_ref().zip(self.wanted(&meaning)) else { continue };
            let old = &body[place.range.clone()];
            let from = &new_site.entries[new];
            if let Some(text) = self.destination(from, &old_site.entries[id], old, place, &wanted) {
                let change = change(page, &place.range, old, text)?;
                // Several links may share a definition.
                changes.insert(change.range.start, change);
            }
        }
        Ok(changes.into_values().collect())
    }

    /// Whether a link of a page that moves is found from its new place only as other tools would find it: such a link was
    /// written for this place by nobody.
    fn only_meant(self, id: Id, new: Id, at: usize) -> bool {
        let (old, new_page) = (&self.before.site.entries[id].page.outline, &self.after.site.entries[new].page.outline);
        let link = &new_page.links[at];
        let is_path = matches!(link.kind, LinkKind::Link | LinkKind::Image) && scheme(&link.target) == Scheme::None;
        let path = link.target.split(['#', '?']).next().unwrap_or_default();
        if old.source == new_page.source || !is_path || path.is_empty() || path.starts_with(['/', '@']) {
            return false;
        }
        let Some(leads) = join(&new_page.source, &nfc(&decode(path))) else { return true };
        match &self.after.site.targets[new][at] {
            Target::File(file) => leads != self.after.config.content_dir.path(file),
            Target::Page(..) => {
                let stem = leads.strip_suffix(".html").or_else(|| leads.strip_suffix(".htm")).unwrap_or(&leads);
                let endings = ["", ".md"].into_iter().chain(SECTION_FILES);
                let is_there = |path: &str, ending| self.names.source(&[path, ending].concat()) != Found::None;
                let (_, key) = place(&leads, self.after.config);
                let folder = self.names.path(&new_page.lang, &format!("{key}/index"));
                folder.is_none() && !endings.clone().any(|ending| is_there(&leads, ending) || is_there(stem, ending))
            }
            _ => false,
        }
    }

    /// The fields that need a new name.
    pub fn fields(self, id: Id, new: Id) -> Vec<Field> {
        let mut fields = Vec::new();
        for (field, was, is) in own_fields(self.before, self.after, id, new) {
            let meaning = self.before.meaning(was);
            if meaning == Meaning::Other || meaning == self.after.meaning(is) {
                continue;
            }
            let Some(Wanted::Page(target, at)) = self.wanted(&meaning) else { continue };
            let old_key = self.old_key(&self.after.of(target));
            // `page#section`, unless a page is called so.
            let whole = matches!(was, Target::Page(_, Anchor::Top));
            let at_section = field.target.find('#').filter(|_| !whole).unwrap_or(field.target.len());
            let (old, section) = field.target.split_at(at_section);
            if let Some(name) = self.name(&self.after.site.entries[new], old, old_key, target, at) {
                fields.push(Field { steps: steps(&field.path), old: field.target.clone(), new: name + section });
            }
        }
        fields
    }

    fn markdown(self) -> Markdown {
        self.before.config.markdown.clone()
    }

    pub(super) fn wanted(self, meaning: &'a Meaning) -> Option<Wanted<'a>> {
        match meaning {
            Meaning::Page(identity, ..) => {
                let id = *self.identities.get(identity)?;
                Some(Wanted::Page(&self.after.site.entries[id], id))
            }
            Meaning::File(path) => Some(Wanted::File(path)),
            Meaning::Other => None,
        }
    }

    fn destination(
        self,
        from: &Entry,
        was: &Entry,
        old: &str,
        place: &Destination,
        wanted: &Wanted<'_>,
    ) -> Option<String> {
        match (place.form, wanted) {
            (Form::Wiki, Wanted::Page(target, id)) => {
                let (name, tail) = self.wiki_parts(&was.lang, old);
                let old_key = self.old_key(&self.after.of(target));
                Some(self.name(from, name, old_key, target, *id)? + tail)
            }
            (Form::Wiki, Wanted::File(path)) => Some(decode(&relative(&from.page.outline.source, path))),
            (form, Wanted::Page(target, _)) => {
                Some(self.url(from, old, form, &file(target, self.before.config), target.page.outline.is_section))
            }
            (form, Wanted::File(path)) => Some(self.url(from, old, form, path, false)),
        }
    }

    /// The name in `[[name#heading]]`, and the rest.
    pub(super) fn wiki_parts<'t>(self, lang: &str, old: &'t str) -> (&'t str, &'t str) {
        let known = |name: &str| self.names_before(lang, name);
        let at = old.find('#').or_else(|| old.find('^').filter(|_| !known(old)));
        old.split_at(at.unwrap_or(old.len()))
    }

    /// Whether a whole name, with its `^`, is that of a page.
    fn names_before(self, lang: &str, name: &str) -> bool {
        let wanted = fold(name);
        let entries = self.before.site.entries.iter().filter(|e| *e.lang == *lang);
        name.contains('^')
            && entries
                .map(|e| &e.page.outline)
                .any(|o| fold(&o.title) == wanted || o.front.aliases.iter().any(|a| fold(a) == wanted))
    }

    pub(super) fn old_key(self, identity: &Identity) -> Option<&'a str> {
        let before = self.known.get(identity)?;
        Some(&self.before.site.entries[*before].page.outline.key)
    }

    /// A name that means the page: its file's name or its path, as the old one was; the path where that is not enough.
    pub(super) fn name(self, from: &Entry, old: &str, old_key: Option<&str>, target: &Entry, id: Id) -> Option<String> {
        let old = old.trim();
        let ending = if old.ends_with(".md") { ".md" } else { "" };
        let slash = if old.starts_with('/') { "/" } else { "" };
        let bare = fold(old.trim_end_matches(".md").trim_matches('/'));
        let key = target.page.outline.key.as_str();
        let short = key.strip_suffix("/index").unwrap_or(key);
        let as_path =
            old_key.is_some_and(|old| bare == fold(old) || bare == fold(old.strip_suffix("/index").unwrap_or(old)));
        let stem = short.rsplit('/').next().unwrap_or_default();
        let candidates = if as_path && bare.contains('/') { [short, key, key] } else { [stem, short, key] };
        let good = |name: &&str| self.names.find(&from.lang, name, |_| true) == Found::One(id);
        candidates.into_iter().find(good).map(|name| format!("{slash}{name}{ending}"))
    }

    /// A path, with or without an ending, from the file or from the top, as the old one was.
    fn url(self, from: &Entry, old: &str, form: Form, file: &str, section: bool) -> String {
        let tail_at = old.find(['#', '?']).unwrap_or(old.len());
        let (path, tail) = old.split_at(tail_at);
        let written = nfc(&decode(path));
        let target = ending(&written, file, section);
        let root = self.before.config.content_of(&from.page.outline.lang);
        let top = ["@/", "/"].into_iter().find(|top| written.starts_with(top));
        let new = match top.zip(target.strip_prefix(&root)) {
            Some((top, inside)) => format!("{top}{inside}"),
            None => beside(&from.page.outline.source, &target, written.starts_with("./")),
        };
        let bare = |encoded: String| encoded.replace('(', "%28").replace(')', "%29");
        let new = match form {
            Form::Angle => new.replace(['<', '>'], ""),
            // Only somebody who wrote letters in percent signs gets them so again.
            _ if path.is_ascii() && !written.is_ascii() => bare(encode(&new)),
            _ => bare(readable(&new)),
        };
        new + tail
    }
}

/// The fields in a page's own file that name pages, with what they mean before and after: in another folder it may inherit
/// others.
pub(super) fn own_fields<'a>(
    before: View<'a>,
    after: View<'a>,
    id: Id,
    new: Id,
) -> Vec<(&'a FieldLink, &'a Target, &'a Target)> {
    let (old, renamed) = (&before.site.entries[id].page.outline, &after.site.entries[new].page.outline);
    let own = old.field_links.iter().zip(&before.site.field_targets[id]);
    let own = own.filter(|(field, _)| !old.inherits_link(field));
    let is = |field: &FieldLink| {
        let at = renamed.field_links.iter().position(|other| other.path == field.path)?;
        after.site.field_targets[new].get(at)
    };
    own.filter_map(|(field, was)| Some((field, was, is(field)?))).collect()
}

/// The file of a page; the folder, if docent made the page.
fn file(entry: &Entry, config: &Config) -> String {
    let outline = &entry.page.outline;
    let folder = outline.key.strip_suffix("index").unwrap_or(&outline.key);
    if entry.synthetic { config.content_of(&entry.lang) + folder } else { outline.source.clone() }
}

/// The path with the ending that the link had: `.md`, `.html`, none, or that of a folder.
fn ending(written: &str, file: &str, section: bool) -> String {
    let stem = file.strip_suffix(".md").unwrap_or(file);
    let last = written.rsplit('/').next().unwrap_or_default();
    let names_index = last.split('.').next().is_some_and(is_section_name);
    if section && !names_index {
        let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
        return if written.ends_with('/') { format!("{folder}/") } else { folder.to_owned() };
    }
    match last.rsplit_once('.') {
        Some((_, "md")) => file.to_owned(),
        Some((_, html @ ("html" | "htm"))) if file.ends_with(".md") => format!("{stem}.{html}"),
        _ if file.ends_with(".md") => stem.to_owned(),
        _ => file.to_owned(),
    }
}

/// The way from a file to another, as links are written.
fn beside(from: &str, to: &str, dot: bool) -> String {
    let way = decode(&relative(from, to));
    match way.as_str() {
        "" => "./".to_owned(),
        _ if dot && !way.starts_with('.') => format!("./{way}"),
        _ => way,
    }
}

/// A change of what stands at a range of a body: in the file, if it is written there so.
pub(super) fn change(page: &Page, range: &Range<usize>, old: &str, new: String) -> Result<Change, Diagnostic> {
    let place = page.in_file(page.body + range.start..page.body + range.end);
    if page.file_text().get(place.clone()) == Some(old) {
        return Ok(Change { range: place, old: old.to_owned(), new });
    }
    let message = format!("`{old}` is written in the syntax of another tool, and docent cannot write `{new}` there");
    Err(page.at_body("rename", range, message).hint("change it by hand, then rename again"))
}

/// The page's text with the changes in place; they stand in its order, and none in another.
pub fn changed(page: &Page, changes: &[Change]) -> String {
    let whole = page.file_text();
    let (mut text, mut done) = (String::with_capacity(whole.len()), 0);
    for change in changes {
        if let Some(kept) = whole.get(done..change.range.start) {
            text.extend([kept, &change.new]);
            done = change.range.end;
        }
    }
    text + &whole[done..]
}
