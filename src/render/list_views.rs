//! The views of pages without a text: tags, old addresses, the choice of a language, "not found".
//!
//! In: the world. Out: one view each.

use super::view::{
    CountedTag, LanguageCard, LanguagesView, Nav, NotFoundView, RedirectView, Ref, TagRef, TagView, TagsView,
};
use super::world::{World, direction};
use crate::markdown::typeset;
use crate::site::Id;
use crate::url::{encode, relative};

impl World<'_> {
    /// The view of a tag.
    pub fn tag(self, lang: &str, slug: &str) -> Option<TagView> {
        let tag = self.site.tags.get(lang)?.get(slug)?;
        let pages = tag.pages.iter().map(|id| self.child(&tag.out, *id)).collect();
        let own = TagRef { name: tag.name.clone(), url: relative(&tag.out, &tag.out) };
        Some(TagView { frame: self.frame(&tag.out, lang, None), tag: own, pages })
    }

    /// The view of all tags of a language.
    pub fn all_tags(self, out: &str, lang: &str) -> TagsView {
        let tags = self.site.tags.get(lang).into_iter().flat_map(|tags| tags.values());
        let tags =
            tags.map(|tag| CountedTag { name: tag.name.clone(), url: relative(out, &tag.out), count: tag.pages.len() });
        TagsView { frame: self.frame(out, lang, None), tags: tags.collect() }
    }

    /// The page for addresses that do not exist: a server shows it at any depth, so its URLs begin at the host.
    pub fn not_found(self) -> NotFoundView {
        let lang = self.config.default_language.as_str();
        let base =
            self.config.base().and_then(|base| base.split_once("://")).and_then(|(_, rest)| rest.split_once('/'));
        let root = base.map_or_else(|| "/".to_owned(), |(_, path)| format!("/{path}/"));
        let mut frame = self.frame("404.html", lang, None);
        let absolute = |url: &mut String| url.insert_str(0, &root);
        absolute(&mut frame.site.front);
        let top = self.front(lang).map_or(&[][..], |front| &self.site.tree.children[front]);
        let mut sections: Vec<Ref> = top.iter().map(|id| self.reference("404.html", *id)).collect();
        sections.iter_mut().for_each(|section| absolute(&mut section.url));
        frame.nav = Nav::of(Ok(Vec::new()));
        frame.translations.iter_mut().for_each(|t| absolute(&mut t.url));
        frame.feed_url.iter_mut().for_each(absolute);
        frame.search_url.iter_mut().for_each(absolute);
        frame.root = root.clone();
        NotFoundView { frame, sections }
    }

    /// The page at an old address.
    pub fn redirect(self, old: &str, id: Id) -> RedirectView {
        RedirectView {
            lang: self.entry(id).lang.to_string(),
            root: "../".repeat(old.matches('/').count()),
            target: relative(old, &self.entry(id).out),
            title: self.outline(id).title.clone(),
        }
    }

    /// The top of a site of several languages.
    pub fn languages(self) -> LanguagesView {
        let lang = self.config.default_language.as_str();
        let card = |code: &&str| {
            let front = self.front(code)?;
            let (title, description) = self.config.titles(code);
            let name = self.config.language(code).and_then(|l| l.name.clone()).unwrap_or_else(|| (*code).to_owned());
            let url = encode(&self.entry(front).out);
            Some(LanguageCard {
                lang: (*code).to_owned(),
                name,
                url,
                title: typeset(title, code, self.config.markdown.typography),
                description: typeset(description, code, self.config.markdown.typography),
            })
        };
        let site = self.site_view("index.html", lang);
        LanguagesView {
            lang: lang.to_owned(),
            dir: direction(lang),
            root: String::new(),
            target: site.front.clone(),
            site,
            languages: self.config.codes().iter().filter_map(card).collect(),
        }
    }
}
