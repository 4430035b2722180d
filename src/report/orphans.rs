//! `orphans` and `dead-ends`: pages that nobody comes to, and pages that nobody gets on from.
//!
//! In: the site. Out: a row for each such page. Sections are left out: their children are their links. So are pages
//! that are in no list: they are meant to be found by their address.

use super::{Report, ReportInput, named};
use crate::site::links::Target;
use crate::site::{Entry, Id};
use std::collections::BTreeSet;

const COLUMNS: [&str; 3] = ["page", "title", "owner"];

/// Pages that no other page's text or field leads to.
pub fn orphans(world: ReportInput<'_>) -> Report {
    let linked: BTreeSet<Id> = (0..world.site.entries.len()).flat_map(|from| leads(world, from)).collect();
    report(world, |id| !linked.contains(&id))
}

/// Pages whose text and fields lead to no other page.
pub fn dead_ends(world: ReportInput<'_>) -> Report {
    report(world, |id| leads(world, id).next().is_none())
}

fn report(world: ReportInput<'_>, wanted: impl Fn(Id) -> bool) -> Report {
    let plain = |(_, entry): &(Id, &Entry)| !entry.page.outline.is_section && entry.page.outline.is_listed();
    let found = world.pages().filter(plain).filter(|(id, _)| wanted(*id));
    let rows = found.map(|(id, entry)| [named(entry).as_slice(), &[world.site.owner(id)]].concat()).collect();
    Report { columns: COLUMNS.to_vec(), rows }
}

/// The other pages that a page leads to.
fn leads(world: ReportInput<'_>, from: Id) -> impl Iterator<Item = Id> {
    let pages = world.site.targets_of(from).filter_map(Target::page);
    pages.filter(move |to| *to != from)
}
