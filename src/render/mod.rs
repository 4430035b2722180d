//! Rendering: a view and a template become HTML.
//!
//! In: the site's model. Out: for one address at a time its bytes.
//!
//! - [`context`]: what views are made from; [`page_view`], [`progress_view`], [`nav`]: the site becomes views.
//! - `listed`: which pages of a section its own text does not list.
//! - `home_view`: what a front page leads to.
//! - [`relation_views`]: which pages name a page in a field; [`labels`]: what fields and values are called.
//! - [`changes`]: what changed lately, and fingerprints of what readers are shown.
//! - `owners`: who keeps a page true, and how to reach them; [`feedback`]: addresses under which readers tell what is wrong with a page, and change it.
//! - [`data_blocks`]: what blocks of a page show of the site's data.
//! - [`special`]: files that docent makes without a page of content: search, tags, feeds, robots.txt.
//! - [`view`]: everything that one page's HTML depends on, as named fields: the template's context and the memo's key.
//! - [`templates`]: the only file that names tera.
//! - [`markdown_copy`]: copies of pages; [`print_part`]: pages as parts of one that is printed.

pub mod changes;
pub mod context;
pub mod data_blocks;
mod embeds;
pub mod feedback;
pub mod footer;
mod home_view;
mod labels;
mod listed;
pub mod markdown_copy;
pub mod nav;
mod owners;
pub mod page_view;
pub mod print_part;
pub mod progress_view;
pub mod relation_views;
pub mod special;
pub mod templates;
mod terms;
mod translation;
pub mod view;
