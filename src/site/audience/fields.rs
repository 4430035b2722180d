//! Fields that name pages which a site does not show: they are taken away, with the item of a list that makes no sense
//! without them.
//!
//! In: the pages that are shown, and those that are not. Out: the pages without such fields. A name that a shown page has
//! too means that one. `page#section` names the page in front of the `#`, unless a page is called so.

use super::super::names;
use crate::content::without_ending;
use crate::fingerprint::Fingerprint;
use crate::page::front_matter::FrontMatter;
use crate::page::front_matter::defaults::DEFAULTS;
use crate::page::types::{self, FieldLink, FieldStep, Type, Types};
use crate::page::{Outline, Page, SUPERSEDED};
use crate::url::fold;
use serde_json::{Map, Value};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// How pages can be named: folded name -> types of the pages that have it.
#[derive(Default)]
struct Named<'a>(HashMap<String, HashSet<&'a str>>);

impl<'a> Named<'a> {
    fn of(pages: impl Iterator<Item = &'a Arc<Page>>) -> Self {
        let mut all = Self::default();
        for page in pages {
            let kind = page.outline.front.kind.as_deref().unwrap_or_default();
            for name in names::names(&page.outline) {
                all.0.entry(fold(&names::straight(name))).or_default().insert(kind);
            }
        }
        all
    }

    fn kinds(&self, name: &str) -> Option<&HashSet<&'a str>> {
        let name = without_ending(name).trim_matches('/');
        self.0.get(&fold(&names::straight(name)))
    }

    fn is_called(&self, name: &str) -> bool {
        self.kinds(name).is_some()
    }

    fn has(&self, name: &str, link: &FieldLink) -> bool {
        let kinds = self.kinds(name);
        kinds.is_some_and(|kinds| link.kind == "*" || kinds.contains(link.kind.as_str()))
    }
}

/// The page that a field names with a section of it.
fn page_of(target: &str) -> &str {
    target.split_once('#').map_or(target, |(page, _)| page)
}

/// The pages without fields that name hidden ones.
pub(super) fn without_fields(shown: &[Arc<Page>], unseen: &[Arc<Page>], types: &Types) -> Vec<Arc<Page>> {
    let drafts: HashSet<&str> = unseen.iter().map(|page| page.outline.source.as_str()).collect();
    let seen = shown.iter().filter(|page| !drafts.contains(page.outline.source.as_str()));
    let (left, hidden) = (Named::of(seen), Named::of(unseen.iter()));
    let change = |page: &Arc<Page>| {
        let links = page.outline.field_links.iter();
        // Of whatever type: what a field may not name is an error where everything is shown.
        let is_lost = |name: &str, link: &FieldLink| !left.has(name, link) && hidden.is_called(name);
        let lost = links.filter(|link| !left.has(&link.target, link));
        let lost = lost.filter(|link| is_lost(&link.target, link) || is_lost(page_of(&link.target), link));
        let lost: Vec<&FieldLink> = lost.collect();
        if lost.is_empty() { page.clone() } else { Arc::new(without(page, &lost, types)) }
    };
    shown.iter().map(change).collect()
}

fn without(page: &Page, lost: &[&FieldLink], types: &Types) -> Page {
    let mut outline = (*page.outline).clone();
    let declared = outline.front.kind.as_deref().and_then(|kind| types.all.get(kind));
    let places: BTreeSet<&[FieldStep]> = lost.iter().map(|link| senseless(&link.path, declared)).collect();
    // From the end: what stands before keeps its number.
    for place in places.iter().rev() {
        remove(&mut outline.fields, place);
        remove_empty(&mut outline.fields, place, declared);
    }
    if places.contains(&[FieldStep::Key(SUPERSEDED.into())].as_slice()) {
        outline.front.superseded_by = None;
    }
    without_owners(&mut outline.front, &places);
    outline.field_links = crate::page::field_links(types, &outline.front, &outline.fields);
    with_fields_of(page, &outline)
}

/// Owners whose pages are not shown are nobody.
fn without_owners(front: &mut FrontMatter, places: &BTreeSet<&[FieldStep]>) {
    let owners = places.iter().filter(|path| types::is_owner(path));
    let (below, own): (Vec<_>, Vec<_>) =
        owners.partition(|path| path.first() == Some(&FieldStep::Key(DEFAULTS.into())));
    let gone = |paths: &[&&[FieldStep]], item: Option<usize>| {
        let last = item.map(FieldStep::Index);
        paths.iter().any(|path| path.last() == last.as_ref() || (last.is_none() && !path.is_empty()))
    };
    front.drop_owners(|owner| gone(&own, owner.item));
    if let Some(defaults) = front.defaults.as_mut().filter(|_| !below.is_empty()) {
        Arc::make_mut(defaults).keys.drop_owners(|owner| gone(&below, owner.item));
    }
}

/// The page with the fields of another outline: those that were left to its older self.
pub fn with_fields_of(page: &Page, other: &Outline) -> Page {
    let Outline { fields, field_links, front, .. } = other.clone();
    let fingerprint = Fingerprint::of(&(page.fingerprint, &fields, &front));
    let own = &*page.outline;
    let words = own.words + crate::page::words_of(&fields) - crate::page::words_of(&own.fields);
    let outline = Outline { fields, field_links, front, words, ..own.clone() };
    Page { outline: Arc::new(outline), fingerprint, ..page.clone() }
}

/// What makes no sense without the value at the end of a path: an item of a list, keys of which it is a required one.
fn senseless<'p>(path: &'p [FieldStep], declared: Option<&Type>) -> &'p [FieldStep] {
    let [rest @ .., FieldStep::Key(last)] = path else { return path };
    let schema = declared.and_then(|declared| declared.schema_at(types::names(rest))).map(types::items);
    let required = schema.and_then(|schema| schema.get("required")).and_then(Value::as_array);
    let needed = required.is_some_and(|names| names.iter().any(|name| name == last));
    if needed && !rest.is_empty() { senseless(rest, declared) } else { path }
}

/// A list that has become empty is taken away with the item that makes no sense without it: a stage without steps.
fn remove_empty(fields: &mut Map<String, Value>, path: &[FieldStep], declared: Option<&Type>) {
    let [list @ .., FieldStep::Index(_)] = path else { return };
    let [FieldStep::Key(first), rest @ ..] = list else { return };
    let found = rest.iter().try_fold(fields.get(first), |value, step| match (value, step) {
        (Some(value), FieldStep::Key(key)) => Some(value.get(key)),
        (Some(value), FieldStep::Index(index)) => Some(value.get(index)),
        (None, _) => None,
    });
    let empty = found.flatten().and_then(Value::as_array).is_some_and(Vec::is_empty);
    let place = senseless(list, declared);
    if empty && place.len() < list.len() {
        remove(fields, place);
        remove_empty(fields, place, declared);
    }
}

fn remove(fields: &mut Map<String, Value>, path: &[FieldStep]) {
    let [FieldStep::Key(first), rest @ ..] = path else { return };
    let Some((last, between)) = rest.split_last() else {
        fields.shift_remove(first);
        return;
    };
    let into = |value: Option<&mut Value>| -> Option<()> {
        let holder = between.iter().try_fold(value?, |value, step| match step {
            FieldStep::Key(key) => value.get_mut(key),
            FieldStep::Index(index) => value.get_mut(index),
        })?;
        match (holder, last) {
            (Value::Array(items), FieldStep::Index(index)) if *index < items.len() => drop(items.remove(*index)),
            (Value::Object(map), FieldStep::Key(key)) => drop(map.shift_remove(key)),
            _ => {}
        }
        Some(())
    };
    into(fields.get_mut(first));
}
