//! Moving in: the folder of another tool becomes a project of docent, and a proof shows that nothing of it is lost.
//!
//! In: the files of the other tool ([`Tree`]), as they were read. Out: a [`Plan`]: what is written where, the
//! configuration, the navigation, and notes; and, when the project has been built, a [`proof`] and a [`report`].
//!
//! 1. [`recognise()`] says which tool the folder belongs to, and why.
//! 2. The tool's file under [`formats`] lays out its pages, pictures, languages, navigation and old addresses.
//! 3. [`relink`] mends the links that the new places break; what leads where it should is left as it was written.
//! 4. `cli` writes the plan to disk and builds it; [`redirects`] adds the old addresses that the new site lacks.
//! 5. [`proof`] looks for every word, code block, link, picture, heading and cell of the source in the built pages.
//!
//! Nothing here opens a file: `cli` reads and writes.

pub mod archive;
pub mod encoding;
pub mod formats;
pub mod front;
pub mod includes;
pub mod landing;
pub mod languages;
pub mod literal;
pub mod nav;
pub mod old_urls;
pub mod plan;
pub mod proof;
pub mod recognise;
pub mod redirects;
pub mod relink;
pub mod report;
pub mod rewrite;
pub mod settings;
pub mod to_markdown;
pub mod tree;
pub mod xml;

pub use plan::{Body, Kind, Note, Plan, Planned};
pub use recognise::{Found, recognise};
pub use tree::{Leaf, Tree};
