//! Files that docent makes without a page of content: one file each, with its path, its template and its view or text.
//!
//! In: the context. Out: views and texts. `outputs/routes` says when each of them is made.

pub mod changes;
pub mod feed;
pub mod host_files;
pub mod languages;
pub mod llms;
pub(super) mod machines;
pub mod not_found;
pub mod print;
pub mod progress;
pub mod redirect;
pub mod robots;
pub mod search;
pub mod sitemap;
pub mod tags;
mod xml;
