//! What authors do between two builds. A random site is a plain one after some of this, so that a failing series shrinks
//! to the edits that matter.

use super::{Block, FOLDERS, File, FileForm, Form, Kind, LANGUAGES, Link, Page, Section, Site, What, Who};
use crate::common::edits::edits;
use proptest::prelude::*;

/// A section of a page's body, both by any number.
#[derive(Clone, Copy, Debug)]
pub struct At {
    pub page: u8,
    pub section: u8,
}

fn link() -> impl Strategy<Value = Link> {
    let place = prop_oneof![Just(0), any::<u8>()];
    (any::<u8>(), place, prop::sample::select(&Form::ALL[..])).prop_map(|(to, place, form)| Link { to, place, form })
}

fn who() -> impl Strategy<Value = Who> {
    prop::sample::select(&Who::ALL[..])
}

fn at() -> impl Strategy<Value = At> {
    (any::<u8>(), any::<u8>()).prop_map(|(page, section)| At { page, section })
}

fn n() -> impl Strategy<Value = u8> {
    any::<u8>()
}

fn some() -> impl Strategy<Value = Option<u8>> {
    prop::option::of(any::<u8>())
}

fn form() -> impl Strategy<Value = FileForm> {
    prop::sample::select(&FileForm::ALL[..])
}

fn readers() -> impl Strategy<Value = Option<&'static str>> {
    prop::sample::select(&[None, Some("internal"), Some("client")][..])
}

// Those that make links, blocks and files for somebody come more often than those that change a setting.
edits! {
    4 => AddPage(lang: u8 = n(), folder: u8 = n(), name: Option<u8> = some()),
    1 => RemovePage(page: u8 = n()),
    1 => MovePage(page: u8 = n(), folder: u8 = n()),
    1 => Retitle(page: u8 = n()),
    4 => Audience(page: u8 = n(), who: Option<Who> = prop::option::of(who())),
    4 => SectionAudience(lang: u8 = n(), folder: u8 = n(), who: Option<Who> = prop::option::of(who())),
    4 => Draft(page: u8 = n()),
    1 => Unlisted(page: u8 = n()),
    1 => NoSearch(page: u8 = n()),
    1 => NoGlossary(page: u8 = n()),
    1 => Kind(page: u8 = n(), kind: Kind = prop::sample::select(&Kind::ALL[..])),
    1 => Order(page: u8 = n(), order: u8 = n()),
    1 => Tags(page: u8 = n()),
    1 => Alias(page: u8 = n()),
    1 => Redirect(page: u8 = n()),
    1 => Describe(page: u8 = n()),
    1 => Questions(page: u8 = n()),
    1 => Date(page: u8 = n(), day: Option<u8> = some()),
    1 => Updated(page: u8 = n(), day: Option<u8> = some()),
    1 => GitDate(page: u8 = n(), day: Option<u8> = some()),
    1 => Slug(page: u8 = n()),
    1 => Owner(page: u8 = n()),
    1 => Extra(page: u8 = n()),
    1 => Reviewed(page: u8 = n(), day: Option<u8> = some()),
    1 => Deprecated(page: u8 = n(), by: Option<Link> = prop::option::of(link())),
    1 => Stamp(page: u8 = n()),
    1 => Pair(page: u8 = n(), other: u8 = n()),
    4 => Field(page: u8 = n(), to: Link = link()),
    1 => DropFields(page: u8 = n()),
    1 => Text(at: At = at()),
    1 => Heading(at: At = at(), own_id: bool = any::<bool>(), no_search: bool = any::<bool>()),
    4 => Link(at: At = at(), to: Link = link()),
    4 => UseFile(at: At = at(), file: u8 = n(), form: FileForm = form()),
    1 => Embed(at: At = at(), to: Link = link()),
    1 => Note(at: At = at(), to: Link = link()),
    1 => OuterNote(at: At = at()),
    1 => OuterReference(at: At = at()),
    1 => OrphanNote(at: At = at()),
    1 => Comment(at: At = at()),
    1 => UnusedReference(at: At = at()),
    1 => Task(at: At = at(), to: Link = link()),
    1 => Table(at: At = at(), to: Link = link()),
    1 => Code(at: At = at()),
    1 => View(at: At = at(), kind: u8 = n()),
    1 => Html(at: At = at(), kind: u8 = n()),
    1 => Tip(at: At = at()),
    1 => BlockId(at: At = at()),
    1 => Mention(at: At = at(), term: u8 = n()),
    1 => SearchOff(at: At = at()),
    1 => DropBlock(at: At = at(), number: u8 = n()),
    4 => Hide(page: u8 = n(), who: Who = who()),
    1 => Reveal(at: At = at(), who: Who = who()),
    4 => AddFile(lang: Option<u8> = some(), folder: u8 = n(), ending: u8 = n(), space: bool = any::<bool>()),
    1 => ChangeFile(file: u8 = n()),
    1 => RemoveFile(file: u8 = n()),
    1 => Terms(lang: u8 = n(), count: u8 = n()),
    1 => BaseUrl,
    1 => Search,
    1 => RawHtml,
    1 => Default,
    1 => Month(month: u8 = n()),
    1 => Title(title: u8 = n()),
    1 => German,
    1 => For(audience: Option<&'static str> = readers()),
}

/// The first endings are files that show, the others files to keep.
const ENDINGS: [&str; 4] = ["gif", "png", "pdf", "zip"];

impl Site {
    /// Does it, as far as it can be done.
    pub fn edit(&mut self, edit: &Edit) {
        match *edit {
            Edit::AddPage(lang, folder, name) => self.add_page(lang, folder, name),
            Edit::RemovePage(page) => self.change(page, |page| page.gone = page.name.is_some() || page.folder != 0),
            Edit::MovePage(page, folder) => self.move_page(page, folder),
            Edit::Retitle(page) => self.change(page, |page| page.title += 1),
            Edit::Audience(page, who) => self.change(page, |page| page.who = who),
            Edit::SectionAudience(lang, folder, who) => self.section(lang, folder, who),
            Edit::Draft(page) => self.change(page, |page| page.draft ^= true),
            Edit::Unlisted(page) => self.change(page, |page| page.unlisted ^= true),
            Edit::NoSearch(page) => self.change(page, |page| page.no_search ^= true),
            Edit::NoGlossary(page) => self.change(page, |page| page.no_glossary ^= true),
            Edit::Kind(page, kind) => self.change(page, |page| page.kind = kind),
            Edit::Order(page, order) => self.change(page, |page| page.order = Some(order % 6)),
            Edit::Tags(page) => self.change(page, |page| page.tags = (page.tags + 1) % 3),
            Edit::Alias(page) => self.change(page, |page| page.alias ^= true),
            Edit::Redirect(page) => self.change(page, |page| page.redirect ^= true),
            Edit::Describe(page) => self.change(page, |page| page.description ^= true),
            Edit::Questions(page) => self.change(page, |page| page.questions ^= true),
            Edit::Date(page, day) => self.change(page, |page| page.date = day),
            Edit::Updated(page, day) => self.change(page, |page| page.updated = day),
            Edit::GitDate(page, day) => self.change(page, |page| page.git = day),
            Edit::Slug(page) => self.change(page, |page| page.slug ^= true),
            Edit::Owner(page) => self.change(page, |page| page.owner ^= true),
            Edit::Extra(page) => self.change(page, |page| page.extra ^= true),
            Edit::Reviewed(page, day) => self.change(page, |page| page.reviewed = day),
            Edit::Deprecated(page, link) => {
                let link = link.map(|link| self.exact(link));
                self.change(page, |page| page.superseded = link);
            }
            Edit::Stamp(page) => self.change(page, |page| page.stamp ^= true),
            Edit::Pair(page, other) => {
                let other = self.exact_page(other);
                self.change(page, |page| page.pair = Some(other));
            }
            Edit::Field(page, link) => {
                let link = self.exact(link);
                self.change(page, |page| {
                    page.fields.retain(|other| other.to != link.to);
                    page.fields.push(link);
                });
            }
            Edit::DropFields(page) => self.change(page, |page| page.fields.clear()),
            Edit::Text(at) => self.add(at, What::Text),
            Edit::Heading(at, own_id, no_search) => self.add(at, What::Heading { own_id, no_search }),
            Edit::Link(at, link) => self.add(at, What::Link(self.exact(link))),
            Edit::UseFile(at, file, form) => {
                let file = self.file(file).map_or(0, |file| file as u8);
                self.add(at, What::File { file, form });
            }
            Edit::Embed(at, link) => self.add(at, What::Embed(self.exact(link))),
            Edit::Note(at, link) => self.add(at, What::Note(self.exact(link))),
            Edit::OuterNote(at) => self.add(at, What::OuterNote),
            Edit::OuterReference(at) => self.add(at, What::OuterReference),
            Edit::OrphanNote(at) => self.add(at, What::OrphanNote),
            Edit::Comment(at) => self.add(at, What::Comment),
            Edit::UnusedReference(at) => self.add(at, What::UnusedReference),
            Edit::Task(at, link) => self.add(at, What::Task(self.exact(link))),
            Edit::Table(at, link) => self.add(at, What::Table(self.exact(link))),
            Edit::Code(at) => self.add(at, What::Code),
            Edit::View(at, kind) => self.add(at, What::View(kind)),
            Edit::Html(at, kind) => self.add(at, What::Html(kind)),
            Edit::Tip(at) => self.add(at, What::Tip),
            Edit::BlockId(at) => self.add(at, What::BlockId),
            Edit::Mention(at, term) => self.add(at, What::Mention(term)),
            Edit::SearchOff(at) => self.add(at, What::SearchOff),
            Edit::DropBlock(at, number) => self.drop_block(at, number),
            Edit::Hide(page, who) => self.change(page, |page| {
                let number = page.body.len();
                page.body.push(Section { who: Some(who), blocks: Vec::new() });
                page.add(number, What::Text);
                page.body.push(Section::default());
                page.add(number + 1, What::Text);
            }),
            Edit::Reveal(at, who) => self.change(at.page, |page| {
                let many = page.body.len();
                let section = &mut page.body[usize::from(at.section) % many];
                section.who = section.who.map(|_| who);
            }),
            Edit::AddFile(lang, folder, ending, space) => self.files.push(File {
                gone: false,
                lang: lang.map(|lang| usize::from(lang) % 2),
                folder: usize::from(folder) % FOLDERS.len(),
                ending: ENDINGS[usize::from(ending) % ENDINGS.len()],
                space,
                version: 0,
            }),
            Edit::ChangeFile(file) => self.change_file(file, |file| file.version = file.version.wrapping_add(1)),
            Edit::RemoveFile(file) => self.change_file(file, |file| file.gone = true),
            Edit::Terms(lang, count) => self.terms[usize::from(lang) % 3] = count % 4,
            Edit::BaseUrl => self.base_url ^= true,
            Edit::Search => self.search ^= true,
            Edit::RawHtml => self.html ^= true,
            Edit::Default => self.default_both ^= true,
            Edit::Month(month) => self.month = month,
            Edit::Title(title) => self.title = title,
            Edit::German => self.german ^= true,
            Edit::For(audience) => self.audience = audience,
        }
    }

    fn change(&mut self, page: u8, change: impl FnOnce(&mut Page)) {
        if let Some(page) = self.page(page) {
            change(&mut self.pages[page]);
        }
    }

    fn change_file(&mut self, file: u8, change: impl FnOnce(&mut File)) {
        if let Some(file) = self.file(file) {
            change(&mut self.files[file]);
        }
    }

    fn add(&mut self, at: At, what: What) {
        self.change(at.page, |page| page.add(usize::from(at.section), what));
    }

    fn drop_block(&mut self, at: At, number: u8) {
        self.change(at.page, |page| {
            let many = page.body.len();
            let blocks: &mut Vec<Block> = &mut page.body[usize::from(at.section) % many].blocks;
            if blocks.len() > 1 {
                blocks.remove(usize::from(number) % blocks.len());
            }
        });
    }

    /// The page that a number means now: it is meant later too, when there are more pages.
    fn exact_page(&self, number: u8) -> u8 {
        number % u8::try_from(self.pages.len()).unwrap_or(u8::MAX)
    }

    fn exact(&self, link: Link) -> Link {
        Link { to: self.exact_page(link.to), ..link }
    }

    fn add_page(&mut self, lang: u8, folder: u8, name: Option<u8>) {
        let (lang, folder) = (usize::from(lang) % LANGUAGES.len(), usize::from(folder) % FOLDERS.len());
        let name = name.map(|name| name % 8);
        let same = |page: &&mut Page| (page.lang, page.folder, page.name) == (lang, folder, name);
        let many = self.pages.len();
        match self.pages.iter_mut().find(same) {
            Some(page) => page.gone = false,
            None if many < 40 => {
                let mut page = Page { lang, folder, name, ..Page::default() };
                page.add(0, What::Text);
                self.pages.push(page);
            }
            None => {}
        }
    }

    fn move_page(&mut self, page: u8, folder: u8) {
        let folder = usize::from(folder) % FOLDERS.len();
        let Some(page) = self.page(page) else { return };
        let own = &self.pages[page];
        let taken = self.pages.iter().any(|p| (p.lang, p.folder, p.name) == (own.lang, folder, own.name));
        if own.name.is_some() && !taken {
            self.pages[page].folder = folder;
        }
    }

    fn section(&mut self, lang: u8, folder: u8, who: Option<Who>) {
        self.add_page(lang, folder, None);
        let (lang, folder) = (usize::from(lang) % LANGUAGES.len(), usize::from(folder) % FOLDERS.len());
        let index = self.pages.iter_mut().find(|page| (page.lang, page.folder, page.name) == (lang, folder, None));
        if let Some(index) = index {
            index.who = who;
        }
    }
}
