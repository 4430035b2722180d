//! The view of a page: its fields, its links, its headings, its neighbours.
//!
//! In: the context and an address. Out: a [`PageView`].

use super::changes;
use super::context::RenderContext;
use super::feedback;
use super::owners::owner_names;
use super::view::{Child, PageInfo, PageView, Ref, StatusView, TagRef, Text, TocEntry};
use crate::content;
use crate::i18n::direction;
use crate::markdown::Link;
use crate::markdown::images::{self, Beside};
use crate::markdown::link::{Anchor, Media, Resolved, State};
use crate::page::SUPERSEDED;
use crate::page::types::{FieldLink, FieldStep};
use crate::site::links::Target;
use crate::site::links::anchors::place;
use crate::site::tags::tag_slug;
use crate::site::{Entry, Id, freshness};
use crate::source::Content;
use crate::url::{encode, relative};
use serde_json::{Value, json};
use std::collections::HashSet;
use std::ops::Range;

/// Changes that a front page may show.
const LATEST: usize = 12;

impl<'a> RenderContext<'a> {
    /// The view of a page.
    pub fn page(self, id: Id) -> PageView {
        let entry = self.entry(id);
        let out = entry.out.as_str();
        let tree = &self.site.tree;
        let (embeds, embeds_cut) = self.embeds(id);
        let views = self.all_derived(id, &embeds);
        let children: Vec<Child> = tree.children[id].iter().map(|id| self.child(out, *id)).collect();
        let own_views = views.iter().flat_map(|(_, views)| views.iter().flatten());
        let cards = self.left_for_cards(id, &children, own_views);
        let reference = |id: &Id| self.neighbour(out, *id);
        PageView {
            has_views: views.iter().any(|(_, views)| views.iter().any(Option::is_some)),
            views,
            template: self.template(id),
            text: Text(entry.page.clone()),
            links: self.links(id),
            embeds,
            embeds_cut,
            frame: self.frame(out, &entry.lang, Some(id)),
            page: self.page_info(id),
            status: self.status(id),
            toc: self.toc(id),
            breadcrumbs: tree.ancestors(id).iter().map(reference).collect(),
            children,
            cards,
            prev: tree.previous[id].as_ref().map(reference),
            next: tree.next[id].as_ref().map(reference),
            home: self.home(id),
            checklist: self.checklist(id),
            path: self.reading_path(id),
            paths: self.memberships(id),
            changes: match tree.parent[id] {
                None => changes::latest(self, out, &entry.lang, LATEST),
                Some(_) => Vec::new(),
            },
            print: self.print_link(id),
            relations: self.relations(id),
            backlinks: self.backlinks(id),
            translation: self.behind(id),
            terms: self.marks(id),
            used_on: self.used_on(id),
            glossary: self.glossary(id),
        }
    }

    /// Pages that link here and are not among the relations.
    fn backlinks(self, id: Id) -> Vec<Ref> {
        let related: HashSet<Id> = self.site.relations.to(id).iter().map(|relation| relation.from).collect();
        let others = self.site.backlinks[id].iter().filter(|from| !related.contains(from));
        others.map(|from| self.reference(&self.entry(id).out, *from)).collect()
    }

    fn status(self, id: Id) -> StatusView {
        let outline = self.outline(id);
        let freshness::Freshness { state, ago, edited, .. } = freshness::of(outline, self.config);
        let own = |link: &FieldLink| link.path == [FieldStep::Key(SUPERSEDED.into())];
        let place = outline.field_links.iter().position(own);
        let successor = match place.map(|at| &self.site.field_targets[id][at]) {
            Some(Target::Page(to, _)) => Some(self.reference(&self.entry(id).out, *to as Id)),
            _ => None,
        };
        StatusView { state, ago, edited, by: outline.front.reviewed_by.clone(), successor }
    }

    /// The template of a page.
    pub fn template(self, id: Id) -> String {
        let outline = self.outline(id);
        let declared = outline.front.kind.as_deref().and_then(|kind| self.types.all.get(kind));
        let named = outline.front.template.clone().filter(|name| self.templates.is_for_pages(name));
        let own = named.or_else(|| declared.map(|t| t.template.clone()));
        let is_folder = self.site.tree.is_folder(id, self.entry(id));
        own.unwrap_or_else(|| match (self.site.tree.parent[id], is_folder) {
            (None, _) => "front.html".into(),
            (_, true) => "section.html".into(),
            _ => "page.html".into(),
        })
    }

    fn page_info(self, id: Id) -> PageInfo {
        let entry = self.entry(id);
        let outline = &*entry.page.outline;
        let front = &outline.front;
        let out = entry.out.as_str();
        let stem = out.trim_end_matches(".html");
        let name = stem.rsplit('/').next().unwrap_or_default();
        let own = entry.is_own();
        let edit = self.config.edit_url.as_deref().filter(|_| !entry.synthetic);
        let edit_line = edit.filter(|url| url.contains("{line}"));
        let told = self.config.feedback.as_deref().filter(|_| !entry.synthetic);
        let owners = self.owners(id);
        let mail = owners.iter().find_map(|owner| owner.mail.as_deref());
        let told = told.and_then(|url| feedback::feedback(url, &outline.title, &outline.source, mail));
        PageInfo {
            title: outline.title.clone(),
            description: self.description(id),
            lead: front.description.is_some().then(|| outline.description.clone()),
            path: stem.to_owned(),
            url: encode(&format!("{name}.html")),
            canonical: self.canonical(&self.original(id).out),
            kind: front.kind.clone(),
            type_title: self.type_title(id),
            look: self.look(id).map(str::to_owned),
            fields: self.fields(id),
            tags: self.tags(id),
            questions: front.questions.clone(),
            owner: owner_names(&owners).or_else(|| front.owner.clone()),
            owners,
            contact: self.contact(id),
            date: front.date,
            updated: outline.updated(self.sources.dates.get(&outline.source)),
            last_reviewed_on: front.last_reviewed_on,
            words: outline.words,
            minutes: outline.minutes(),
            is_section: outline.is_section,
            is_front: self.site.tree.parent[id].is_none(),
            draft: front.draft,
            unlisted: front.unlisted || entry.fallback,
            markdown_url: own.then(|| encode(&format!("{name}.md"))),
            source_url: edit.map(|url| feedback::edit_url(url, &outline.source)),
            edit_template: edit_line.map(|url| feedback::edit_template(url, &outline.source)),
            edit_lines: edit_line.map(|_| feedback::heading_lines(&entry.page)),
            feedback_template: told.as_ref().and_then(|told| told.template.clone()),
            feedback_url: told.map(|told| told.url),
            source: outline.source.clone(),
            fallback_lang: entry.fallback.then(|| outline.lang.clone()),
            fallback_dir: entry.fallback.then(|| direction(&outline.lang)),
            extra: front.extra.clone(),
        }
    }

    /// The entry whose text a fallback shows: it is the address to remember.
    fn original(self, id: Id) -> &'a Entry {
        let entry = self.entry(id);
        let codes = self.config.codes();
        let index = codes.iter().position(|code| *code == entry.page.outline.lang);
        let twin = index.filter(|_| entry.fallback).and_then(|index| self.site.twin(id, index));
        twin.map_or(entry, |id| self.entry(id))
    }

    fn tags(self, id: Id) -> Vec<TagRef> {
        let entry = self.entry(id);
        let tags = self.site.tags.get(&entry.lang);
        let found = entry.page.outline.front.tags.iter().filter_map(|name| tags?.get(&tag_slug(name, self.config)));
        found.map(|tag| TagRef { name: tag.name.clone(), url: relative(&entry.out, &tag.out) }).collect()
    }

    /// The type's fields, each that names a page replaced by what a template needs to show it.
    fn fields(self, id: Id) -> Value {
        let entry = self.entry(id);
        let mut fields = Value::Object(entry.page.outline.fields.clone());
        for (field, target) in entry.page.outline.field_links.iter().zip(&self.site.field_targets[id]) {
            let shown = match target {
                Target::Page(to, place) => self.field_page(&entry.out, *to as Id, *place),
                _ => json!({"title": field.target, "url": null, "type": null, "description": "", "missing": true}),
            };
            if let Some(place) = at(&mut fields, &field.path) {
                *place = shown;
            }
        }
        fields
    }

    fn field_page(self, out: &str, id: Id, place: Anchor) -> Value {
        let outline = self.outline(id);
        json!({
            "title": outline.title,
            "section": outline.heading(place).map(|heading| self.heading(id, heading)),
            "url": self.link_to_page(out, id, place).url,
            "type": outline.front.kind,
            "description": self.description(id),
            "look": self.look(id),
            "minutes": outline.minutes(),
            "missing": false,
        })
    }

    /// The links of a page, as URLs relative to it.
    pub fn links(self, id: Id) -> Vec<Resolved> {
        self.links_from(&self.entry(id).out, id)
    }

    /// The links of a page, as URLs relative to the page `out`, where a reader sees them.
    pub(super) fn links_from(self, out: &str, id: Id) -> Vec<Resolved> {
        self.links_among(out, id, 0..self.outline(id).links.len())
    }

    /// Those of its links that have these numbers.
    pub(super) fn links_among(self, out: &str, id: Id, numbers: Range<usize>) -> Vec<Resolved> {
        let entry = self.entry(id);
        let links = entry.page.outline.links[numbers.clone()].iter().zip(&self.site.targets[id][numbers]);
        let link = |(link, target): (&Link, &Target)| match target {
            Target::Written if link.target.starts_with('#') => {
                Resolved::new(State::Inside, self.own_anchor(out, id, &link.target[1..]))
            }
            target => self.link(out, &link.target, target),
        };
        links.map(link).collect()
    }

    fn link(self, out: &str, written: &str, target: &Target) -> Resolved {
        match target {
            Target::Page(to, place) | Target::Embed(to, place) => self.link_to_page(out, *to as Id, *place),
            Target::File(path) => self.link_to_file(out, path, written),
            Target::Written => {
                let address = self.config.link_schemes.address(written);
                Resolved::new(State::External, address.as_deref().unwrap_or(written))
            }
            Target::Broken => Resolved::new(State::Broken, "#"),
            Target::Text => Resolved::new(State::Text, ""),
        }
    }

    /// A place of the page itself, which may be written in other ways than by its id: `#foo--bar`, `#привет-мир`.
    fn own_anchor(self, out: &str, id: Id, fragment: &str) -> String {
        let outline = self.outline(id);
        let place = place(outline, fragment, self.config.slugs).and_then(|place| outline.anchor(place));
        self.address(out, id, Some(place.unwrap_or_else(|| crate::url::decode(fragment))))
    }

    pub(super) fn link_to_page(self, out: &str, id: Id, place: Anchor) -> Resolved {
        let outline = self.outline(id);
        let url = self.address(out, id, outline.anchor(place));
        Resolved { title: Some(outline.title.clone()), ..Resolved::new(State::Inside, url) }
    }

    /// The address of a page, or of a place in it: of the page itself the place alone.
    fn address(self, out: &str, id: Id, anchor: Option<String>) -> String {
        let own = &self.entry(id).out;
        let page = if anchor.is_some() && out == own { String::new() } else { relative(out, own) };
        page + &anchor.map(|anchor| format!("#{}", encode(&anchor))).unwrap_or_default()
    }

    /// What was written behind the path means something to the program that opens the file: `plan.pdf#page=5`.
    fn link_to_file(self, out: &str, path: &str, written: &str) -> Resolved {
        let behind = written.find(['?', '#']).map_or("", |at| &written[at..]);
        let size = match self.sources.files.get(&self.config.content_dir.path(path)).map(|f| &f.content) {
            Some(Content::Binary { size, .. }) => *size,
            _ => None,
        };
        let media = self.media(out, path, size.is_some());
        Resolved { size, media, ..Resolved::new(State::Inside, relative(out, &content::published(path)) + behind) }
    }

    /// What is published with a picture or a film.
    fn media(self, out: &str, path: &str, picture: bool) -> Media {
        let url = |path: &str| relative(out, &content::published(path));
        if picture {
            let sizes = self.smaller.and_then(|all| all.get(path)).into_iter().flatten();
            // They are named by docent: nothing is to be changed in their paths.
            let smaller = sizes.map(|(width, path)| (*width, relative(out, path))).collect();
            return Media { smaller, ..Media::default() };
        }
        let mut media = Media::default();
        if images::other(path) != Some(images::Other::Film) {
            return media;
        }
        let codes = self.config.codes();
        for (what, path) in images::beside(path, &codes) {
            if self.site.files.binary_search(&path).is_err() {
                continue;
            }
            match what {
                Beside::Captions(lang) => media.captions.push((lang.map(str::to_owned), url(&path))),
                Beside::Poster => media.poster = media.poster.or_else(|| Some(url(&path))),
            }
        }
        media
    }
}

fn at<'v>(value: &'v mut Value, path: &[FieldStep]) -> Option<&'v mut Value> {
    path.iter().try_fold(value, |value, step| match step {
        FieldStep::Key(key) => value.get_mut(key),
        FieldStep::Index(index) => value.get_mut(index),
    })
}

impl RenderContext<'_> {
    /// Headings of level 2, each with those of level 3 below it.
    fn toc(self, id: Id) -> Vec<TocEntry> {
        let outline = self.outline(id);
        let mut toc: Vec<TocEntry> = Vec::new();
        for heading in outline.headings.iter().filter(|h| (2..=3).contains(&h.level)) {
            let title = heading.html(&outline.links, |link| self.link_title(id, link));
            let entry = TocEntry { id: heading.id.clone(), title, level: heading.level, children: Vec::new() };
            match toc.last_mut() {
                Some(last) if heading.level == 3 && last.level == 2 => last.children.push(entry),
                _ => toc.push(entry),
            }
        }
        toc
    }
}
