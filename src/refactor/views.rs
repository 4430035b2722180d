//! Names of pages and folders in blocks that show the site's data.
//!
//! In: a page, the site before and after. Out: [`Change`]s of the names in its views, written as the old ones were.
//!
//! 1. Pages that are compared (`pages: [one, another]`) are named as in a wikilink.
//! 2. A filter compares texts with what pages and folders are called (`skills.skill == "listening"`,
//!    `folder == "roles"`). A text that is the name of what moves becomes its new name.
//!
//! That a page leaves the folder that a filter names is no reason to change the filter: the view then shows others.

use super::identity::Meaning;
use super::rewrite::{Change, Sites, Wanted, change};
use crate::diagnostic::Diagnostic;
use crate::page::Page;
use crate::page::data_blocks::{Literal, Means, Named};
use crate::site::Id;
use crate::url::fold;
use crate::yaml;

impl Sites<'_> {
    /// The names in the views of a page that need to be others. `id` before, `new` after.
    pub fn in_views(self, id: Id, new: Id) -> Result<Vec<Change>, Diagnostic> {
        let page = &*self.before.site.entries[id].page;
        let named = page.outline.named.iter().enumerate();
        let compared = named.filter_map(|(at, named)| self.compared(id, new, at, named));
        let mut changes = compared.collect::<Result<Vec<Change>, Diagnostic>>()?;
        for literal in &page.views.literals {
            if let Some(new) = self.renamed(id, literal) {
                changes.push(in_filter(page, literal, &new)?);
            }
        }
        Ok(changes)
    }

    /// What a text in a filter shall be, if that is something else.
    fn renamed(self, id: Id, literal: &Literal) -> Option<String> {
        let lang = &*self.before.site.entries[id].lang;
        let new = match &literal.means {
            Means::Page(kind) => self.page_called(lang, kind.as_deref(), &literal.text),
            Means::Path => self.path(lang, &literal.text).or_else(|| self.folder(lang, &literal.text)),
            Means::Folder => self.folder(lang, &literal.text),
        };
        new.filter(|new| *new != literal.text)
    }

    fn compared(self, id: Id, new: Id, at: usize, named: &Named) -> Option<Result<Change, Diagnostic>> {
        let (old_site, new_site) = (self.before.site, self.after.site);
        let meaning = self.before.meaning(&old_site.named_targets[id][at]);
        if meaning == Meaning::Other || meaning == self.after.meaning(&new_site.named_targets[new][at]) {
            return None;
        }
        let Wanted::Page(target, to) = self.wanted(&meaning)? else { return None };
        let entry = &old_site.entries[id];
        let (name, tail) = self.wiki_parts(&entry.lang, &named.name);
        let old_key = self.old_key(&self.after.of(target));
        let name = self.name(&new_site.entries[new], name, old_key, target, to)? + tail;
        let old = written(&entry.page, named)?;
        let range = named.range.start..named.range.start + old.len();
        Some(change(&entry.page, &range, &old, yaml::edit::as_written(&old, &name)))
    }

    /// The new path of a page, by its old one.
    fn path(self, lang: &str, key: &str) -> Option<String> {
        let root = self.before.config.content_of(lang);
        let old = format!("{root}{key}.md");
        let new = self.before.moves.files.iter().find(|(from, _)| fold(from) == fold(&old))?.1;
        Some(new.strip_prefix(&root)?.trim_end_matches(".md").to_owned())
    }

    /// The new path of a folder that moves as a whole, or of one inside of it.
    fn folder(self, lang: &str, folder: &str) -> Option<String> {
        let new = self.before.moves.key(lang, &format!("{}/", folder.trim_end_matches('/')), self.before.config);
        Some(if folder.ends_with('/') { new } else { new.trim_end_matches('/').to_owned() })
    }

    /// What a page of a type is called now, if its path or its file's name was this and it moved.
    fn page_called(self, lang: &str, kind: Option<&str>, name: &str) -> Option<String> {
        let wanted = fold(name);
        let entries = self.before.site.entries.iter().filter(|e| *e.lang == *lang && e.is_own());
        let outlines = entries.map(|e| &e.page.outline).filter(|o| kind.is_none() || o.front.kind.as_deref() == kind);
        let mut called = outlines.filter(|o| fold(&o.title) != wanted).filter_map(|outline| {
            let new = self.before.moves.files.get(&outline.source)?;
            let new = new.strip_prefix(&self.before.config.content_of(lang))?.trim_end_matches(".md");
            let last = |key: &str| key.rsplit('/').next().unwrap_or_default().to_owned();
            match wanted == fold(&outline.key) {
                true => Some(new.to_owned()),
                false => (wanted == fold(&last(&outline.key))).then(|| last(new)),
            }
        });
        called.next()
    }
}

/// A name as it stands in the file, if that is a form that can be changed alone.
fn written(page: &Page, named: &Named) -> Option<String> {
    let slice = page.text.get(page.body + named.range.start..page.body + named.range.end)?;
    let read = yaml::parse(&format!("k: {slice}\n")).ok()?;
    (read.get("k")?.as_str()? == named.name).then(|| slice.to_owned())
}

/// A text in a filter under its new name. Written with escapes it is nobody's to guess.
fn in_filter(page: &Page, literal: &Literal, new: &str) -> Result<Change, Diagnostic> {
    let old = page.text.get(page.body + literal.range.start..page.body + literal.range.end).unwrap_or_default();
    let quote = old.chars().next().unwrap_or('"');
    let plain = |name: &str| !name.contains([quote, '\\']);
    if old.matches(literal.text.as_str()).count() == 1 && plain(&literal.text) && plain(new) {
        let range = literal.range.start..literal.range.start + old.len();
        return change(page, &range, old, old.replace(&literal.text, new));
    }
    let message = format!("the filter names `{}`, and docent cannot write `{new}` there", literal.text);
    Err(page.at_body("rename", &literal.range, message).hint("change the filter by hand, then rename again"))
}
