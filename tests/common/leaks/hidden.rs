//! What somebody may not see of a model, as the documentation says it, and nothing of the program's code.

use super::{FOLDERS, File, LANGUAGES, Page, Site, What, Who};
use std::collections::BTreeSet;

/// What the readers of one build see.
pub struct Eyes<'a> {
    pub site: &'a Site,
    pages: Vec<bool>,
    /// Files that somebody leads to whom these readers see.
    used: BTreeSet<usize>,
}

impl<'a> Eyes<'a> {
    pub fn new(site: &'a Site) -> Self {
        let mut eyes = Self { site, pages: Vec::new(), used: BTreeSet::new() };
        let said: Vec<Option<bool>> = (0..site.pages.len()).map(|page| eyes.said(page)).collect();
        let by_default = eyes.by_default();
        // What one translation says holds for all of them.
        let shown = |page: usize| {
            let all = site.twins(page).into_iter().chain([page]);
            let all: Vec<bool> = all.filter_map(|twin| said[twin]).collect();
            let seen = if all.is_empty() { by_default } else { all.into_iter().all(|said| said) };
            site.exists(page) && seen && !site.is_draft(page)
        };
        eyes.pages = (0..site.pages.len()).map(shown).collect();
        eyes.used = eyes.uses().collect();
        eyes
    }

    fn names(&self, who: Who) -> bool {
        self.site.audience.is_none_or(|audience| who.names().contains(&audience))
    }

    /// What the page itself or a section above says of these readers.
    fn said(&self, page: usize) -> Option<bool> {
        self.site.who(page).or_else(|| self.site.above(page)).map(|who| self.names(who))
    }

    /// Whether what says nothing is seen.
    pub fn by_default(&self) -> bool {
        self.site.default_both || self.site.audience != Some("client")
    }

    pub fn page(&self, page: usize) -> bool {
        self.pages[page]
    }

    /// Whether a section of a body is seen by those who see the page.
    pub fn section(&self, page: usize, section: usize) -> bool {
        self.site.pages[page].body.get(section).is_some_and(|section| section.who.is_none_or(|who| self.names(who)))
    }

    /// Whether any part of a page is for others.
    pub fn is_cut(&self, page: usize) -> bool {
        (0..self.site.pages[page].body.len()).any(|section| !self.section(page, section))
    }

    /// Whether the folder of a file belongs to a section for others.
    pub fn shut(&self, file: &File) -> bool {
        let said = file.lang.and_then(|lang| self.site.said(file.folder, lang));
        said.is_some_and(|who| !self.names(who))
    }

    /// Whether a file is in the site: in one for somebody because something visible leads to it; in one for all, because
    /// it is not a draft's alone.
    pub fn file(&self, file: usize) -> bool {
        let of_draft = || self.of_drafts().any(|used| used == file);
        self.used.contains(&file) || self.site.audience.is_none() && !of_draft()
    }

    /// Whether a page may lead to a file: it is there, and no section hides it from those who see the page.
    pub fn leads(&self, page: usize, section: usize, file: usize) -> bool {
        let Some(found) = self.site.files.get(file).filter(|file| !file.gone) else { return false };
        !self.shut(found) || !self.page(page) || !self.section(page, section)
    }

    /// Files that visible blocks use.
    fn uses(&self) -> impl Iterator<Item = usize> {
        self.files_of(|page| self.page(page), |page, section| self.section(page, section))
    }

    fn of_drafts(&self) -> impl Iterator<Item = usize> {
        self.files_of(|page| self.site.is_draft(page), |_, _| true)
    }

    fn files_of(
        &self,
        page: impl Fn(usize) -> bool,
        section: impl Fn(usize, usize) -> bool,
    ) -> impl Iterator<Item = usize> {
        let site = self.site;
        let pages = (0..site.pages.len()).filter(move |number| site.exists(*number) && page(*number));
        pages
            .flat_map(|number| (0..site.pages[number].body.len()).map(move |section| (number, section)))
            .filter(move |(number, at)| section(*number, *at))
            .flat_map(move |(number, at)| {
                site.pages[number].body[at].blocks.iter().map(move |block| (number, at, block))
            })
            .filter_map(move |(number, at, block)| match block.what {
                What::File { file, .. } => site.file(file).filter(|file| self.leads(number, at, *file)),
                _ => None,
            })
            .collect::<Vec<_>>()
            .into_iter()
    }

    /// Whether a canary may be found in the output.
    pub fn may_see(&self, (page, section): (usize, usize)) -> bool {
        match page {
            GLOSSARY => self.by_default(),
            FILES => self.file(section),
            STEMS => {
                (0..self.pages.len()).any(|page| self.page(page) && self.site.pages[page].name == Some(section as u8))
            }
            NEVER => false,
            // No canary, but letters by chance.
            _ if page >= self.pages.len() => true,
            _ => self.page(page) && (section == 0 || self.section(page, section - 1)),
        }
    }
}

/// Canaries that are not of one page: of a glossary's file, of files, of names that translations share, and of what is
/// never shown.
pub const GLOSSARY: usize = 670;
pub const FILES: usize = 671;
pub const STEMS: usize = 672;
pub const NEVER: usize = 673;

impl Site {
    /// Whether there is such a page.
    pub fn exists(&self, page: usize) -> bool {
        let page = &self.pages[page];
        !page.gone && (page.lang < 2 || self.german)
    }

    /// A page by any number.
    pub fn page(&self, number: u8) -> Option<usize> {
        let number = usize::from(number) % self.pages.len();
        self.exists(number).then_some(number)
    }

    /// A file by any number.
    pub fn file(&self, number: u8) -> Option<usize> {
        (!self.files.is_empty()).then(|| usize::from(number) % self.files.len())
    }

    pub fn is_front(&self, page: usize) -> bool {
        self.pages[page].folder == 0 && self.pages[page].name.is_none()
    }

    /// The page of a folder in a language.
    fn index(&self, folder: usize, lang: usize) -> Option<usize> {
        let is = |page: &Page| (page.folder, page.lang, page.name) == (folder, lang, None);
        (0..self.pages.len()).find(|page| self.exists(*page) && is(&self.pages[*page]))
    }

    /// What the page says whom it is for. A model may say anything; an author says nothing that the section above does
    /// not allow, and, where it would be unclear what holds, what the section of the first language says.
    pub fn who(&self, page: usize) -> Option<Who> {
        let own = &self.pages[page];
        if self.is_front(page) {
            return (!self.default_both).then_some(Who::Both);
        }
        let same = own.name.is_none() && !self.may_differ();
        let firsts = (0..own.lang).filter(|_| same).filter_map(|lang| self.index(own.folder, lang));
        let first = firsts.filter_map(|first| self.who(first)).next();
        let who = own.who.filter(|_| !own.draft || own.name.is_none())?;
        let who = first.unwrap_or(who);
        self.above(page).map_or(Some(who), |above| who.and(above))
    }

    /// Whether sections of two languages may say different things.
    fn may_differ(&self) -> bool {
        self.default_both && !self.german && !self.pages.iter().any(|page| page.draft)
    }

    pub fn is_draft(&self, page: usize) -> bool {
        self.exists(page) && self.pages[page].draft && self.pages[page].name.is_some()
    }

    /// What the nearest section above a page says.
    pub fn above(&self, page: usize) -> Option<Who> {
        let own = &self.pages[page];
        if self.is_front(page) {
            return None;
        }
        let from = if own.name.is_none() { parent(own.folder) } else { Some(own.folder) };
        let twins = || (0..LANGUAGES.len()).filter(|lang| *lang != own.lang).filter_map(|l| self.index(own.folder, l));
        let of_twin = || twins().filter(|_| own.name.is_none()).find_map(|twin| self.who_alone(twin));
        let silent = own.who.is_none().then(of_twin).flatten();
        silent.or_else(|| from.and_then(|folder| self.said(folder, own.lang)))
    }

    /// What the page of a folder says, without asking its twins.
    fn who_alone(&self, page: usize) -> Option<Who> {
        let own = &self.pages[page];
        own.who?;
        self.who(page)
    }

    /// What the nearest section at or above a folder says: in its own language, else in another one.
    pub fn said(&self, folder: usize, lang: usize) -> Option<Who> {
        let here = (folder != 0).then(|| {
            let others = (0..LANGUAGES.len()).filter(|other| *other != lang);
            [lang]
                .into_iter()
                .chain(others)
                .filter_map(|lang| self.index(folder, lang))
                .find_map(|page| self.who_alone(page))
        });
        here.flatten().or_else(|| parent(folder).and_then(|above| self.said(above, lang)))
    }

    /// The page in other languages.
    pub fn twins(&self, page: usize) -> Vec<usize> {
        let own = &self.pages[page];
        let same = |other: &Page| (other.folder, other.name) == (own.folder, own.name) && other.lang != own.lang;
        let paired = self.pair(page);
        let all = 0..self.pages.len();
        all.filter(|twin| self.exists(*twin) && (same(&self.pages[*twin]) || paired == Some(*twin))).collect()
    }

    fn same_path(&self, page: usize) -> bool {
        let own = &self.pages[page];
        let same = |other: &Page| (other.folder, other.name) == (own.folder, own.name) && other.lang != own.lang;
        (0..self.pages.len()).any(|other| self.exists(other) && same(&self.pages[other]))
    }

    /// The page that is paired with this one by a key: of another language, and neither of them by its path.
    pub fn pair(&self, page: usize) -> Option<usize> {
        let says = |one: usize| self.pages[one].pair.and_then(|other| self.page(other));
        let fits = |(one, other): (usize, usize)| {
            let langs = [one, other].map(|page| self.pages[page].lang);
            langs[0] != langs[1]
                && ![one, other].iter().any(|page| self.same_path(*page) || self.pages[*page].name.is_none())
        };
        // The first that asks gets the other.
        let mut taken = BTreeSet::new();
        for one in (0..self.pages.len()).filter(|page| self.exists(*page)) {
            let Some(other) = says(one).filter(|other| fits((one, *other))) else { continue };
            if taken.contains(&one) || taken.contains(&other) {
                continue;
            }
            taken.extend([one, other]);
            match page {
                _ if page == one => return Some(other),
                _ if page == other => return Some(one),
                _ => {}
            }
        }
        None
    }
}

/// The folder above.
pub fn parent(folder: usize) -> Option<usize> {
    let above = FOLDERS[folder].rsplit_once('/').map_or("", |(above, _)| above);
    (folder != 0).then(|| FOLDERS.iter().position(|folder| *folder == above)).flatten()
}
