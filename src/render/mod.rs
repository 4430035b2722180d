//! Rendering: a view and a template become HTML.
//!
//! In: the site's model. Out: for one address at a time its bytes.
//!
//! - [`world`], [`page_view`], [`list_views`], [`search_view`], [`progress_view`], [`nav`]: the site becomes views.
//! - [`relation_views`]: which pages name a page in a field; [`labels`]: what fields and values are called.
//! - [`derived`]: what blocks of a page show of the site's data.
//! - [`view`]: everything that one page's HTML depends on, as named fields: the template's context and the memo's key.
//! - [`places`]: where docent's own pages stand in the output.
//! - [`templates`]: the only file that names tera.
//! - [`files`]: what is written beside pages: feeds, sitemap, robots.txt, llms.txt; [`markdown_copy`]: copies of pages.

pub mod derived;
mod embeds;
pub mod files;
mod labels;
pub mod list_views;
mod markdown_copy;
pub mod nav;
pub mod page_view;
pub mod places;
pub mod progress_view;
pub mod relation_views;
pub mod search_view;
pub mod templates;
mod terms;
mod translation;
pub mod view;
pub mod world;
