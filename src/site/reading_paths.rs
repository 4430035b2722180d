//! Reading paths: which page is which step of which path.
//!
//! In: entries, and what their fields that name pages mean. Out: [`Paths`].

use super::links::Target;
use super::{Entry, Id};
use crate::chunked_vec::ChunkedVec;
use crate::markdown::link::Anchor;
use crate::page::types::{Behaviour, FieldStep};
use std::collections::BTreeMap;

/// A step whose page is there: the place in the front matter, and what it leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Step {
    /// Which stage.
    pub stage: usize,
    /// Which step of that stage.
    pub index: usize,
    /// The page.
    pub page: Id,
    /// Where in it: at the top, or a section.
    pub place: Anchor,
}

/// The paths of the site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paths {
    /// For each path, the steps whose pages are there, in order.
    pub steps: BTreeMap<Id, Vec<Step>>,
    /// For each page that is a step of a listed path: the path, and which of its steps.
    pub of: BTreeMap<Id, Vec<(Id, usize)>>,
}

/// Collects the paths.
pub fn collect(entries: &ChunkedVec<Entry>, field_targets: &ChunkedVec<Vec<Target>>) -> Paths {
    let mut paths = Paths::default();
    let all = entries.iter().zip(field_targets.iter()).enumerate();
    for (id, (entry, targets)) in all.filter(|(_, (e, _))| e.page.outline.behaves == Some(Behaviour::Path)) {
        let links = entry.page.outline.field_links.iter().zip(targets);
        let steps: Vec<Step> = links.filter_map(|(link, target)| step(&link.path, target)).collect();
        if entry.page.outline.is_listed() {
            for (number, step) in steps.iter().enumerate().filter(|(_, step)| step.page != id) {
                paths.of.entry(step.page).or_default().push((id, number));
            }
        }
        paths.steps.insert(id, steps);
    }
    paths
}

/// `stages[0].steps[2].page` is a step.
fn step(path: &[FieldStep], target: &Target) -> Option<Step> {
    use FieldStep::{Index, Key};
    let Target::Page(page, place) = *target else { return None };
    match path {
        [Key(stages), Index(stage), Key(steps), Index(index), Key(name)]
            if (stages.as_str(), steps.as_str(), name.as_str()) == ("stages", "steps", "page") =>
        {
            Some(Step { stage: *stage, index: *index, page: page as Id, place })
        }
        _ => None,
    }
}
