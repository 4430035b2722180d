//! Views: a block in a page becomes a table, a list, cards, a matrix or a comparison of the site's data.
//!
//! In: the context, an address, the views that its page declares. Out: a [`DataView`] each, with titles, links and words
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

use super::context::RenderContext;
use super::labels::Labels;
use super::templates::Templates;
use super::view::{PageView, Text};
use crate::diagnostic::Diagnostic;
use crate::markdown::Written;
use crate::markdown::link::Embed;
use crate::page::data_blocks::{Kind, View};
use crate::site::Id;
use crate::site::query::Data;
use crate::url::relative;
use view::{DataPage, DataView};

/// Where the links of a view lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Links {
    /// To pages.
    Pages,
    /// To the Markdown copies of pages.
    Copies,
}

/// What a view is made from: the context, seen from one page.
#[derive(Clone, Copy)]
struct Maker<'a> {
    world: RenderContext<'a>,
    data: Data<'a>,
    labels: Labels<'a>,
    /// The page with the view.
    id: Id,
    /// Where the page that shows it stands in the output.
    out: &'a str,
    links: Links,
}

impl<'a> RenderContext<'a> {
    /// The views of a page and of those that it embeds. Most pages have none.
    pub(super) fn all_derived(self, id: Id, embeds: &[Embed]) -> Vec<(Text, Vec<Option<DataView>>)> {
        let mut ids = vec![id];
        embedded(embeds, &mut ids);
        let with_views = ids.into_iter().filter(|id| !self.entry(*id).page.views.all.is_empty());
        let out = self.entry(id).out.as_str();
        with_views.map(|id| (Text(self.entry(id).page.clone()), self.derived(id, out, Links::Pages))).collect()
    }

    /// The views of a page, in order, to be shown at `out`; `None` where a block could not be read. They are in the
    /// language of its text.
    pub(super) fn derived(self, id: Id, out: &'a str, links: Links) -> Vec<Option<DataView>> {
        let lang = self.entry(id).page.outline.lang.as_str();
        let data = Data { site: self.site, types: self.types, dates: &self.sources.dates, lang };
        let labels = Labels { strings: self.templates.strings(lang), lang };
        let maker = Maker { world: self, data, labels, id, out, links };
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
        let to = &self.world.entry(to).out;
        match self.links {
            Links::Pages => relative(self.out, to),
            Links::Copies => relative(self.out, &super::markdown_copy::path(to)),
        }
    }

    fn title(self, id: Id) -> String {
        self.world.outline(id).title.clone()
    }
}

/// The pages that are shown in a page, each once.
fn embedded(embeds: &[Embed], ids: &mut Vec<Id>) {
    for embed in embeds {
        if !ids.contains(&embed.page.id) {
            ids.push(embed.page.id);
        }
        embedded(&embed.embeds, ids);
    }
}

/// Renders the views of a page by their templates.
pub fn html(view: &PageView, templates: &Templates) -> (Vec<Written>, Vec<Diagnostic>) {
    let (mut written, mut problems) = (Vec::new(), Vec::new());
    let subject = &view.text.0.outline.source;
    for (Text(page), views) in &view.views {
        let (source, lang) = (&page.outline.source, page.outline.lang.as_str());
        for ((range, _), made) in page.views.all.iter().zip(views) {
            let Some(made) = made else { continue };
            let context = DataPage { lang, root: &view.frame.root, view: made };
            match templates.render(&format!("views/{}.html", made.kind), subject, &context, &[]) {
                Ok(html) => {
                    let html = String::from_utf8_lossy(&html).into_owned();
                    written.push(Written { source: source.clone(), range: range.clone(), html });
                }
                Err(problem) => problems.push(problem),
            }
        }
    }
    (written, problems)
}
