//! Views: a block in a page becomes a table, a list, cards, a matrix or a comparison of the site's data.
//!
//! In: the world, an address, the views that its page declares. Out: a [`DataView`] each, with titles, links and words
//! in the page's language. Templates make HTML of it ([`html`]), [`copy`] makes Markdown.
//!
//! 1. `site::query` says which pages are shown ([`rows`]), which pages name which ([`matrix`]), what differs
//!    ([`compare`]).
//! 2. [`cells`] puts what their fields say into words.

mod cells;
mod compare;
pub mod copy;
mod matrix;
mod rows;
pub mod view;

use super::labels::Labels;
use super::templates::Templates;
use super::world::World;
use crate::diagnostic::Diagnostic;
use crate::page::url::relative;
use crate::page::views::{Kind, View};
use crate::site::Id;
use crate::site::query::Data;
use std::ops::Range;
use view::{DataPage, DataView};

/// Where the links of a view lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Links {
    /// To pages.
    Pages,
    /// To the Markdown copies of pages.
    Copies,
}

/// What a view is made from: the world, seen from one page.
#[derive(Clone, Copy)]
struct Maker<'a> {
    world: World<'a>,
    data: Data<'a>,
    labels: Labels<'a>,
    /// The page with the view.
    id: Id,
    links: Links,
}

impl<'a> World<'a> {
    /// The views of a page, in order; `None` where a block could not be read. They are in the language of its text.
    pub fn derived(self, id: Id, links: Links) -> Vec<Option<DataView>> {
        let lang = self.entry(id).page.outline.lang.as_str();
        let data = Data { site: self.site, types: self.types, dates: &self.sources.dates, lang };
        let labels = Labels { strings: self.templates.strings(lang), lang };
        let maker = Maker { world: self, data, labels, id, links };
        let views = self.entry(id).page.views.all.iter().enumerate();
        views.map(|(index, (_, view))| Some(maker.view(index + 1, view.as_ref()?))).collect()
    }
}

impl<'a> Maker<'a> {
    fn view(self, number: usize, view: &'a View) -> DataView {
        let made = match &view.kind {
            Kind::Table(pages) => self.pages("table", pages),
            Kind::List(pages) => self.pages("list", pages),
            Kind::Cards(pages) => self.pages("cards", pages),
            Kind::Matrix(matrix) => self.matrix(matrix),
            Kind::Compare(compare) => self.compare(compare),
            Kind::Subjects(subjects) => self.subjects(subjects),
        };
        let count = made.groups.iter().map(|group| group.rows.len()).sum();
        let caption = view.title.clone().unwrap_or(made.caption);
        DataView { number, title: view.title.clone(), caption, count, ..made }
    }

    fn url(self, to: Id) -> String {
        let (from, to) = (&self.world.entry(self.id).out, &self.world.entry(to).out);
        match self.links {
            Links::Pages => relative(from, to),
            Links::Copies => relative(from, &super::files::copy_path(to)),
        }
    }

    fn title(self, id: Id) -> String {
        self.world.outline(id).title.clone()
    }
}

/// A view's HTML, and where the block stands in the body.
pub type Written = (Range<usize>, String);

/// Renders the views of a page by their templates.
pub fn html(
    views: &[Option<DataView>],
    places: &[(Range<usize>, Option<View>)],
    (lang, root, subject): (&str, &str, &str),
    templates: &Templates,
) -> (Vec<Written>, Vec<Diagnostic>) {
    let (mut written, mut problems) = (Vec::new(), Vec::new());
    for (view, (range, _)) in views.iter().zip(places) {
        let Some(view) = view else { continue };
        match templates.render(&format!("views/{}.html", view.kind), subject, &DataPage { lang, root, view }, &[]) {
            Ok(html) => written.push((range.clone(), String::from_utf8_lossy(&html).into_owned())),
            Err(problem) => problems.push(problem),
        }
    }
    (written, problems)
}
