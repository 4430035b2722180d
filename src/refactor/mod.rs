//! Changes of many pages at once, planned in memory: what renaming a page or a folder means for every file.
//!
//! In: the configuration, the snapshot, what is to be renamed. Out: a [`plan::Plan`]: renames and new texts, or the
//! reason why it would do harm. Nothing is written here.
//!
//! 1. [`moves`]: which files get which path, in every language that has them.
//! 2. [`identity`]: who is who in a site before and after.
//! 3. [`rewrite`]: links and fields that would lead elsewhere get a new destination, written as the old one was.
//! 4. [`views`]: so do names in blocks that show the site's data.
//! 5. [`nav`]: and in the navigation of `docent.yaml`.
//! 6. [`plan`]: builds the site before, with the files renamed, and with the links rewritten; compares; refuses.
//! 7. [`headings`]: the same for a heading and what leads to it.
//! 8. [`labels`]: tags and terms.
//! 9. [`explain`]: what docent knows of one page, and what renaming it would touch.
//! 10. [`merge`]: two changes of one text as one, by block; [`lines`]: lines that nobody touched keep their ends.

pub mod explain;
pub mod headings;
pub mod identity;
pub mod labels;
pub mod lines;
pub mod merge;
pub mod moves;
pub mod nav;
pub mod plan;
pub mod rewrite;
pub mod views;
