//! `owners`: who keeps which page true.
//!
//! In: the site. Out: a row for each page, by owner; pages without one come first, since somebody has to be found.

use super::{Report, ReportInput, named};

/// Pages by owner.
pub fn owners(world: ReportInput<'_>) -> Report {
    let row = |(id, entry)| [&[world.site.owner(id)], named(entry).as_slice()].concat();
    let mut rows: Vec<Vec<String>> = world.pages().map(row).collect();
    // By owner alone: within one, pages stay in the order of the site.
    rows.sort_by(|a, b| a[0].cmp(&b[0]));
    Report { columns: vec!["owner", "page", "title"], rows }
}
