//! What a front page leads to: the start, the sections with their first pages, what changed last.
//!
//! In: the context and an address. Out: a [`HomeView`] for pages that behave as `home`.
//!
//! 1. `start` names a page; of a reading path, the name under which a browser keeps how far its reader is.
//! 2. The pages below, in their order, each with the first `names` of its own.
//! 3. The `changes` pages of the language that changed last, by the dates that the feed tells too.

use super::context::RenderContext;
use super::special::machines::published;
use super::view::{Change, HomeSection, HomeView, Start};
use crate::date::Date;
use crate::page::types::{Behaviour, FieldStep};
use crate::site::Id;
use crate::site::links::Target;
use crate::url::relative;
use serde_json::Value;
use std::cmp::Reverse;

/// Pages that stand below the name of each section, if the page does not say how many.
const NAMES: usize = 5;

impl RenderContext<'_> {
    /// What a page leads to.
    pub(super) fn home(self, id: Id) -> Option<HomeView> {
        let fields = &self.outline(id).fields;
        self.outline(id).behaves.filter(|behaviour| *behaviour == Behaviour::Home)?;
        let number = |key: &str| fields.get(key).and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok());
        let listed = fields.get("sections").and_then(Value::as_bool) != Some(false);
        let below = self.site.tree.children[id].iter().filter(|_| listed);
        let names = number("names").unwrap_or(NAMES);
        Some(HomeView {
            start: self.start(id),
            sections: below.map(|section| self.home_section(id, *section, names)).collect(),
            changes: self.changes(id, number("changes").unwrap_or_default()),
        })
    }

    fn start(self, id: Id) -> Option<Start> {
        let of = [FieldStep::Key("start".into()), FieldStep::Key("page".into())];
        let place = self.outline(id).field_links.iter().position(|link| link.path == of)?;
        let Target::Page(to, anchor) = self.site.field_targets[id][place] else { return None };
        let to = to as Id;
        Some(Start {
            title: self.outline(to).title.clone(),
            url: self.link_to_page(&self.entry(id).out, to, anchor).url,
            key: self.site.paths.steps.contains_key(&to).then(|| self.key(to)),
        })
    }

    fn home_section(self, home: Id, id: Id, names: usize) -> HomeSection {
        let (out, tree) = (self.entry(home).out.as_str(), &self.site.tree);
        HomeSection {
            title: self.nav_title(id),
            url: relative(out, &self.entry(id).out),
            look: self.look(id).map(str::to_owned),
            description: self.description(id),
            pages: tree.below[id],
            first: tree.children[id].iter().take(names).map(|page| self.neighbour(out, *page)).collect(),
        }
    }

    /// The pages that changed last, the newest first.
    fn changes(self, home: Id, most: usize) -> Vec<Change> {
        if most == 0 {
            return Vec::new();
        }
        let lang = &self.entry(home).lang;
        let own = published(self).filter(|(id, entry)| entry.lang == *lang && *id != home);
        let day = |id: Id| self.outline(id).updated(self.sources.dates.get(&self.outline(id).source));
        let mut dated: Vec<(Date, Id)> = own.filter_map(|(id, _)| Some((day(id)?, id))).collect();
        dated.sort_by_key(|(day, id)| (Reverse(*day), self.entry(*id).out.as_str()));
        dated.into_iter().take(most).map(|(day, id)| self.change(home, id, day)).collect()
    }

    fn change(self, home: Id, id: Id, date: Date) -> Change {
        Change {
            title: self.outline(id).title.clone(),
            url: relative(&self.entry(home).out, &self.entry(id).out),
            look: self.look(id).map(str::to_owned),
            type_title: self.type_title(id),
            date,
        }
    }
}
