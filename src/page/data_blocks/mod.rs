//! Views: fenced blocks that show the site's own data, as a page's author writes them.
//!
//! In: a [`Fenced`] block (the YAML of a ```` ```view ```` block and where it stands) and the types. Out: a [`View`], or
//! problems at their places in the page. What a view shows is the business of `site::query` and `render::data_blocks`.
//!
//! 1. [`read`](mod@read) takes the YAML apart: one key says the kind, below it stand what is shown and how.
//! 2. [`filter`] reads the filter.
//! 3. [`names`] compares every type and field that is named with the schemas.

pub mod filter;
mod names;
mod read;

use crate::diagnostic::{At, Finding};
use crate::document::place_fields;
use crate::markdown::Fenced;
use crate::page::types::{Behaviour, Types};
use filter::Expr;
pub use read::{KEYS as VIEW_KEYS, KINDS as VIEW_KINDS};
use std::ops::Range;

/// A view.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// What it shows and how.
    pub kind: Kind,
    /// Caption.
    pub title: Option<String>,
}

/// The kinds of views.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// One row a page.
    Table(Pages),
    /// One line a page.
    List(Pages),
    /// One card a page.
    Cards(Pages),
    /// Pages against pages.
    Matrix(Matrix),
    /// One column a page, one row a field.
    Compare(Compare),
    /// The subjects of a page that compares them.
    Subjects(Subjects),
}

/// Which pages are shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Select {
    /// Their type.
    pub kind: Option<String>,
    /// What holds for them.
    pub filter: Option<Expr>,
    /// Their order; else as in their sections: by `order`, then by title.
    pub sort: Vec<Sort>,
    /// The first so many.
    pub limit: Option<usize>,
}

/// A field that pages are sorted by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sort {
    /// The field.
    pub field: Vec<String>,
    /// From the last to the first.
    pub down: bool,
}

/// A column, or a row of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The field.
    pub field: Vec<String>,
    /// Its title; else the field's name in words.
    pub title: Option<String>,
}

/// Pages and what is shown of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pages {
    /// Which.
    pub select: Select,
    /// What, besides the title.
    pub columns: Vec<Column>,
    /// The field whose values divide them.
    pub group: Option<Vec<String>>,
}

/// Pages against pages by a field of one of the two.
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix {
    /// The rows.
    pub rows: Axis,
    /// The columns.
    pub columns: Axis,
    /// The field is one of the rows' pages, else of the columns'.
    pub by_rows: bool,
    /// The field that names pages: `skills.skill`.
    pub link: Vec<String>,
    /// What is shown of what stands beside it; else a mark.
    pub value: Option<String>,
}

/// One side of a matrix.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Axis {
    /// Which pages.
    pub select: Select,
    /// The field that is shown as a page's name; else its title.
    pub label: Option<Vec<String>>,
}

/// Pages side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Compare {
    /// Pages by name: their numbers among the names of all views of the page, see [`Named`].
    pub pages: Range<usize>,
    /// Or pages that are chosen.
    pub select: Option<Select>,
    /// The rows; all fields of the first page's type, if none are named.
    pub fields: Vec<Column>,
}

/// The subjects of a comparison, shown in another page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subjects {
    /// The page, see [`Compare::pages`].
    pub page: usize,
    /// The ids of those that are shown; all, if none are named.
    pub only: Vec<String>,
}

/// A page that a view names: the site says which it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Named {
    /// Its name, as in a wikilink.
    pub name: String,
    /// What it has to do.
    pub behaves: Option<Behaviour>,
    /// Where it stands in the body.
    pub range: Range<usize>,
}

/// A text in a filter that is compared with what pages or folders are called: renaming one changes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Literal {
    /// The text.
    pub text: String,
    /// Where it stands in the body, with its quotes.
    pub range: Range<usize>,
    /// What it is compared with.
    pub means: Means,
}

/// What a text in a filter is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Means {
    /// A field that names pages, of this type if it is known.
    Page(Option<String>),
    /// The path of a page.
    Path,
    /// The folder of a page.
    Folder,
}

/// The views of a page, in order.
#[derive(Clone, Debug, Default)]
pub struct Views {
    /// Where each block stands in the body, and what it is; `None` if it could not be read.
    pub all: Vec<(Range<usize>, Option<View>)>,
    /// The pages that they name.
    pub named: Vec<Named>,
    /// The pages and folders that their filters name.
    pub literals: Vec<Literal>,
}

/// The code of everything that is wrong with a view.
const CODE: &str = "view";

/// Views that one page may have: a page of thousands is a mistake or an attack, and each may walk the whole site.
const MAX_VIEWS: usize = 100;

/// Reads the views of a page.
pub fn read(fences: &[Fenced], types: &Types) -> (Views, Vec<Finding>) {
    let (mut views, mut found) = (Views::default(), Vec::new());
    for (number, fence) in fences.iter().enumerate() {
        let (view, mut problems) = if number < MAX_VIEWS {
            read::view(fence, types, &mut views)
        } else {
            let message = format!("a page can contain at most {MAX_VIEWS} views");
            (None, vec![Finding::error(CODE, At::Yaml(0..0), message).hint("split the page")])
        };
        place_fields(&fence.text, &mut problems);
        views.all.push((fence.range.clone(), view.filter(|_| problems.is_empty())));
        found.extend(problems.into_iter().map(|problem| problem.moved(|at| in_body(fence, &at))));
    }
    (views, found)
}

/// A place in the YAML of a view as one in the body that it stands in.
fn in_body(fence: &Fenced, at: &At) -> At {
    At::Body(fence.in_body(at.bytes().unwrap_or(&(0..0))))
}
