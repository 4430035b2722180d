//! Wikilinks and embeds: pages and files by what they are called.
//!
//! In: `[[name#part]]`, `![[name]]`. Out: what they mean. A page comes before a file, and a file beside the page before
//! one of that name elsewhere.

use super::hidden;
use super::{Resolver, Target, fault, index, split_fragment};
use crate::content::is_page_name;
use crate::diagnostic::{At, Finding};
use crate::markdown::link::Anchor;
use crate::site::names::Found;
use crate::site::{Entry, Id};
use crate::url::{fold, join};

impl Resolver<'_> {
    pub(super) fn wiki(self, entry: &Entry, target: &str) -> Result<Target, Finding> {
        let (name, fragment) = split_fragment(target.trim());
        if name.trim().is_empty() {
            if fragment.is_some_and(|part| self.is_cut(&entry.page, part)) {
                return Ok(Target::Text);
            }
            return self
                .anchor(entry, self.id(entry), fragment)
                .map(|place| Target::Page(index(self.id(entry)), place));
        }
        match self.names.find(&entry.lang, name, |_| true) {
            Found::One(id) => self.page(entry, id, fragment),
            Found::Draft => Ok(Target::Text),
            Found::Several(ids) => Err(self.ambiguous(name, &ids)),
            // `[[Page^block]]` is `[[Page#^block]]`, unless a page is called so.
            Found::None if fragment.is_none() && name.contains('^') => self.wiki(entry, &name.replacen('^', "#^", 1)),
            Found::None if self.wiki_path(entry, name).is_some() => self.url(entry, target.trim(), false),
            Found::None if let Some(file) = self.file_called(entry, name) => Ok(file),
            Found::None if self.is_refused_name(entry, name) => Ok(Target::Text),
            Found::None => {
                let message = format!("there is no page called `{name}`");
                Err(self.nearest(entry, name, fault("broken-link", message, "create the page, or link to another")))
            }
        }
    }

    /// Whether a page of this name is there and cannot be read.
    fn is_refused_name(self, entry: &Entry, name: &str) -> bool {
        let refused = &self.sources.refused;
        // Such a file may go, and no page with it.
        self.names.any();
        let beside = || join(&entry.page.outline.source, &format!("{name}.md"));
        let stem =
            |path: &String| path.rsplit('/').next().and_then(|file| file.rsplit_once('.')).map(|(stem, _)| fold(stem));
        !refused.is_empty()
            && (beside().is_some_and(|path| refused.contains(&path))
                || refused.iter().any(|path| is_page_name(path) && stem(path) == Some(fold(name))))
    }

    /// `![[picture.png]]`, or a page: a whole one needs a place of its own.
    pub(super) fn embed(self, entry: &Entry, target: &str, alone: bool) -> Result<Target, Finding> {
        let (name, _) = split_fragment(target);
        if let Some(found) = self.file_called(entry, name) {
            return Ok(found);
        }
        let file = name.rsplit_once('.').is_some_and(|(_, ending)| !ending.contains(' ') && ending != "md");
        match self.wiki(entry, target) {
            Err(broken) if file && broken.code == "broken-link" => Err(fault(
                "broken-link",
                format!("there is no file `{name}`"),
                "put it next to the page, or correct the name",
            )),
            // A part that is for others is not there.
            Ok(Target::Page(id, Anchor::Top)) if self.means_cut(id, target) => Ok(Target::Text),
            Ok(Target::Page(id, place)) if alone => Ok(Target::Embed(id, place)),
            Ok(Target::Page(id, place)) => {
                let message = "an embed inside a paragraph is shown as a link";
                let hint = format!("write ![[{target}]] on a line of its own, with empty lines around");
                self.notes.told.set(Some(Finding::warning("embed", At::File, message).hint(hint)));
                Ok(Target::Page(id, place))
            }
            other => other,
        }
    }

    /// The file that a wikilink names: beside the page, or by its name wherever it is.
    fn file_called(self, entry: &Entry, name: &str) -> Option<Target> {
        let beside = join(&entry.page.outline.source, name.trim()).and_then(|path| self.file(&path));
        let named = || self.names.file(name.trim(), self.config, self.sources).cloned().map(Target::File);
        beside.or_else(named)
    }

    /// The page of a wikilink that is written as a path from the page itself: `[[../x]]`.
    fn wiki_path(self, entry: &Entry, name: &str) -> Option<Id> {
        let path = Some(name.trim()).filter(|name| name.starts_with("./") || name.starts_with("../"))?;
        match self.page_at(entry, &self.source_path(entry, path)?) {
            Found::One(id) => Some(id),
            _ => None,
        }
    }

    pub(super) fn means_cut(self, id: u32, target: &str) -> bool {
        let fragment = hidden::fragment(target);
        fragment.is_some_and(|fragment| self.is_cut(&self.entries[id as Id].page, &fragment))
    }
}
