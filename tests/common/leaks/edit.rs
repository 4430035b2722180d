//! What authors do between two builds. A random site is a plain one after some of this, so that a failing series shrinks
//! to the edits that matter.

use super::{Block, FOLDERS, File, FileForm, Form, Kind, LANGUAGES, Link, Page, Section, Site, What, Who};
use proptest::prelude::*;

/// A section of a page's body, both by any number.
#[derive(Clone, Copy, Debug)]
pub struct At {
    pub page: u8,
    pub section: u8,
}

/// An edit. Numbers mean something whatever they are.
#[derive(Clone, Debug)]
pub enum Edit {
    AddPage { lang: u8, folder: u8, name: Option<u8> },
    RemovePage(u8),
    MovePage(u8, u8),
    Retitle(u8),
    Audience(u8, Option<Who>),
    SectionAudience { lang: u8, folder: u8, who: Option<Who> },
    Draft(u8),
    Unlisted(u8),
    NoSearch(u8),
    NoGlossary(u8),
    Kind(u8, Kind),
    Order(u8, u8),
    Tags(u8),
    Alias(u8),
    Redirect(u8),
    Describe(u8),
    Questions(u8),
    Date(u8, Option<u8>),
    Updated(u8, Option<u8>),
    GitDate(u8, Option<u8>),
    Slug(u8),
    Owner(u8),
    Extra(u8),
    Reviewed(u8, Option<u8>),
    Deprecated(u8, Option<Link>),
    Stamp(u8),
    Pair(u8, u8),
    Field(u8, Link),
    DropFields(u8),
    Text(At),
    Heading(At, bool, bool),
    Link(At, Link),
    UseFile(At, u8, FileForm),
    Embed(At, Link),
    Note(At, Link),
    OuterNote(At),
    OuterReference(At),
    OrphanNote(At),
    Comment(At),
    UnusedReference(At),
    Task(At),
    Table(At, Link),
    Code(At),
    View(At, u8),
    Html(At, u8),
    Tip(At),
    BlockId(At),
    Mention(At, u8),
    SearchOff(At),
    DropBlock(At, u8),
    Hide(u8, Who),
    Reveal(At, Who),
    AddFile { lang: Option<u8>, folder: u8, ending: u8, space: bool },
    ChangeFile(u8),
    RemoveFile(u8),
    Terms(u8, u8),
    BaseUrl,
    Search,
    RawHtml,
    Default,
    Month(u8),
    Title(u8),
    German,
    For(Option<&'static str>),
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

/// A strategy for each kind of edit, by [`Edit::number`].
pub fn strategies() -> Vec<BoxedStrategy<Edit>> {
    let n = any::<u8>;
    let some = || prop::option::of(any::<u8>());
    let forms = || prop::sample::select(&FileForm::ALL[..]);
    vec![
        (n(), n(), some()).prop_map(|(lang, folder, name)| Edit::AddPage { lang, folder, name }).boxed(),
        n().prop_map(Edit::RemovePage).boxed(),
        (n(), n()).prop_map(|(a, b)| Edit::MovePage(a, b)).boxed(),
        n().prop_map(Edit::Retitle).boxed(),
        (n(), prop::option::of(who())).prop_map(|(a, b)| Edit::Audience(a, b)).boxed(),
        (n(), n(), prop::option::of(who()))
            .prop_map(|(lang, folder, who)| Edit::SectionAudience { lang, folder, who })
            .boxed(),
        n().prop_map(Edit::Draft).boxed(),
        n().prop_map(Edit::Unlisted).boxed(),
        n().prop_map(Edit::NoSearch).boxed(),
        n().prop_map(Edit::NoGlossary).boxed(),
        (n(), prop::sample::select(&Kind::ALL[..])).prop_map(|(a, b)| Edit::Kind(a, b)).boxed(),
        (n(), n()).prop_map(|(a, b)| Edit::Order(a, b)).boxed(),
        n().prop_map(Edit::Tags).boxed(),
        n().prop_map(Edit::Alias).boxed(),
        n().prop_map(Edit::Redirect).boxed(),
        n().prop_map(Edit::Describe).boxed(),
        n().prop_map(Edit::Questions).boxed(),
        (n(), some()).prop_map(|(a, b)| Edit::Date(a, b)).boxed(),
        (n(), some()).prop_map(|(a, b)| Edit::Updated(a, b)).boxed(),
        (n(), some()).prop_map(|(a, b)| Edit::GitDate(a, b)).boxed(),
        n().prop_map(Edit::Slug).boxed(),
        n().prop_map(Edit::Owner).boxed(),
        n().prop_map(Edit::Extra).boxed(),
        (n(), some()).prop_map(|(a, b)| Edit::Reviewed(a, b)).boxed(),
        (n(), prop::option::of(link())).prop_map(|(a, b)| Edit::Deprecated(a, b)).boxed(),
        n().prop_map(Edit::Stamp).boxed(),
        (n(), n()).prop_map(|(a, b)| Edit::Pair(a, b)).boxed(),
        (n(), link()).prop_map(|(a, b)| Edit::Field(a, b)).boxed(),
        n().prop_map(Edit::DropFields).boxed(),
        at().prop_map(Edit::Text).boxed(),
        (at(), any::<bool>(), any::<bool>()).prop_map(|(a, b, c)| Edit::Heading(a, b, c)).boxed(),
        (at(), link()).prop_map(|(a, b)| Edit::Link(a, b)).boxed(),
        (at(), n(), forms()).prop_map(|(a, b, c)| Edit::UseFile(a, b, c)).boxed(),
        (at(), link()).prop_map(|(a, b)| Edit::Embed(a, b)).boxed(),
        (at(), link()).prop_map(|(a, b)| Edit::Note(a, b)).boxed(),
        at().prop_map(Edit::OuterNote).boxed(),
        at().prop_map(Edit::OuterReference).boxed(),
        at().prop_map(Edit::OrphanNote).boxed(),
        at().prop_map(Edit::Comment).boxed(),
        at().prop_map(Edit::UnusedReference).boxed(),
        at().prop_map(Edit::Task).boxed(),
        (at(), link()).prop_map(|(a, b)| Edit::Table(a, b)).boxed(),
        at().prop_map(Edit::Code).boxed(),
        (at(), n()).prop_map(|(a, b)| Edit::View(a, b)).boxed(),
        (at(), n()).prop_map(|(a, b)| Edit::Html(a, b)).boxed(),
        at().prop_map(Edit::Tip).boxed(),
        at().prop_map(Edit::BlockId).boxed(),
        (at(), n()).prop_map(|(a, b)| Edit::Mention(a, b)).boxed(),
        at().prop_map(Edit::SearchOff).boxed(),
        (at(), n()).prop_map(|(a, b)| Edit::DropBlock(a, b)).boxed(),
        (n(), who()).prop_map(|(a, b)| Edit::Hide(a, b)).boxed(),
        (at(), who()).prop_map(|(a, b)| Edit::Reveal(a, b)).boxed(),
        (some(), n(), n(), any::<bool>())
            .prop_map(|(lang, folder, ending, space)| Edit::AddFile { lang, folder, ending, space })
            .boxed(),
        n().prop_map(Edit::ChangeFile).boxed(),
        n().prop_map(Edit::RemoveFile).boxed(),
        (n(), n()).prop_map(|(a, b)| Edit::Terms(a, b)).boxed(),
        Just(Edit::BaseUrl).boxed(),
        Just(Edit::Search).boxed(),
        Just(Edit::RawHtml).boxed(),
        Just(Edit::Default).boxed(),
        n().prop_map(Edit::Month).boxed(),
        n().prop_map(Edit::Title).boxed(),
        Just(Edit::German).boxed(),
        prop::sample::select(&[None, Some("internal"), Some("client")][..]).prop_map(Edit::For).boxed(),
    ]
}

/// Any edit; those that make links, blocks and files for somebody more often than those that change a setting.
pub fn any_edit() -> impl Strategy<Value = Edit> {
    const OFTEN: [usize; 9] = [0, 4, 5, 6, 27, 31, 32, 50, 52];
    let weight = |number: &usize| if OFTEN.contains(number) { 4 } else { 1 };
    let all = strategies().into_iter().enumerate().map(|(number, strategy)| (weight(&number), strategy));
    prop::strategy::Union::new_weighted(all.collect())
}

/// The first endings are files that show, the others files to keep.
const ENDINGS: [&str; 4] = ["gif", "png", "pdf", "zip"];

impl Site {
    /// Does it, as far as it can be done.
    pub fn edit(&mut self, edit: &Edit) {
        match *edit {
            Edit::AddPage { lang, folder, name } => self.add_page(lang, folder, name),
            Edit::RemovePage(page) => self.change(page, |page| page.gone = page.name.is_some() || page.folder != 0),
            Edit::MovePage(page, folder) => self.move_page(page, folder),
            Edit::Retitle(page) => self.change(page, |page| page.title += 1),
            Edit::Audience(page, who) => self.change(page, |page| page.who = who),
            Edit::SectionAudience { lang, folder, who } => self.section(lang, folder, who),
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
            Edit::Task(at) => self.add(at, What::Task),
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
            Edit::AddFile { lang, folder, ending, space } => self.files.push(File {
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

impl Edit {
    /// The place of its strategy. A new kind of edit does not compile without one.
    pub fn number(&self) -> usize {
        match self {
            Self::AddPage { .. } => 0,
            Self::RemovePage(..) => 1,
            Self::MovePage(..) => 2,
            Self::Retitle(..) => 3,
            Self::Audience(..) => 4,
            Self::SectionAudience { .. } => 5,
            Self::Draft(..) => 6,
            Self::Unlisted(..) => 7,
            Self::NoSearch(..) => 8,
            Self::NoGlossary(..) => 9,
            Self::Kind(..) => 10,
            Self::Order(..) => 11,
            Self::Tags(..) => 12,
            Self::Alias(..) => 13,
            Self::Redirect(..) => 14,
            Self::Describe(..) => 15,
            Self::Questions(..) => 16,
            Self::Date(..) => 17,
            Self::Updated(..) => 18,
            Self::GitDate(..) => 19,
            Self::Slug(..) => 20,
            Self::Owner(..) => 21,
            Self::Extra(..) => 22,
            Self::Reviewed(..) => 23,
            Self::Deprecated(..) => 24,
            Self::Stamp(..) => 25,
            Self::Pair(..) => 26,
            Self::Field(..) => 27,
            Self::DropFields(..) => 28,
            Self::Text(..) => 29,
            Self::Heading(..) => 30,
            Self::Link(..) => 31,
            Self::UseFile(..) => 32,
            Self::Embed(..) => 33,
            Self::Note(..) => 34,
            Self::OuterNote(..) => 35,
            Self::OuterReference(..) => 36,
            Self::OrphanNote(..) => 37,
            Self::Comment(..) => 38,
            Self::UnusedReference(..) => 39,
            Self::Task(..) => 40,
            Self::Table(..) => 41,
            Self::Code(..) => 42,
            Self::View(..) => 43,
            Self::Html(..) => 44,
            Self::Tip(..) => 45,
            Self::BlockId(..) => 46,
            Self::Mention(..) => 47,
            Self::SearchOff(..) => 48,
            Self::DropBlock(..) => 49,
            Self::Hide(..) => 50,
            Self::Reveal(..) => 51,
            Self::AddFile { .. } => 52,
            Self::ChangeFile(..) => 53,
            Self::RemoveFile(..) => 54,
            Self::Terms(..) => 55,
            Self::BaseUrl => 56,
            Self::Search => 57,
            Self::RawHtml => 58,
            Self::Default => 59,
            Self::Month(..) => 60,
            Self::Title(..) => 61,
            Self::German => 62,
            Self::For(..) => 63,
        }
    }
}
