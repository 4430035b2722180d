//! Whom pages are for: what the readers of a site may not see is taken away before anything is derived from it.
//!
//! In: parsed pages, and whom the site is built for. Out: [`Pruned`]: the pages that are left, in which no field names
//! one that is not; and [`Hidden`]: what is gone. Nothing behind this stage sees a hidden page, so navigation, search,
//! backlinks, tags, feeds and copies have nothing to leave out.
//!
//! 1. A page says whom it is for, else the nearest section above does ([`sections`]), else `default_audience`. A page
//!    may narrow what its section says, never widen it: that is an error.
//! 2. Translations are one page: what one of them says holds for all.
//! 3. Fields that name a hidden page are taken away ([`fields`]).
//!
//! Files are nobody's: [`super::files`] publishes those that something shown leads to. `glossary.yaml` is for the
//! default audience ([`super::glossary::file`]).

mod fields;
mod sections;

use super::entries::key;
use crate::chunked_vec::ChunkedVec;
use crate::config::Config;
use crate::diagnostic::{At, Diagnostic};
use crate::page::Page;
use crate::page::front_matter::defaults::DEFAULTS;
use crate::page::types::Types;
use crate::yaml::Step;
pub(super) use fields::with_fields_of;
use fields::without_fields;
use sections::{Names, Sections};
use std::collections::HashMap;
use std::sync::Arc;

/// The key that says whom a page is for.
const AUDIENCE: &str = "audience";

/// Pages after the choice.
#[derive(Clone, Debug, Default)]
pub struct Pruned {
    /// What the site is made of.
    pub pages: ChunkedVec<Arc<Page>>,
    /// What it may not show.
    pub hidden: Arc<Hidden>,
    /// What is wrong with what pages say.
    pub diagnostics: Arc<[Diagnostic]>,
}

/// What a site for somebody may not show. Of a site for nobody in particular: nothing.
#[derive(Clone, Debug, Default)]
pub struct Hidden {
    /// Pages, without those that are hidden as drafts anyway.
    pub pages: Vec<Arc<Page>>,
    /// What the sections say: it holds for the files in them too.
    sections: Sections,
}

/// Takes away what the audience of the site does not see.
pub fn prune(pages: &ChunkedVec<Arc<Page>>, config: &Config, types: &Types) -> Pruned {
    let mut diagnostics: Vec<Diagnostic> = pages.iter().flat_map(|page| unknown(page, config)).collect();
    let sections = Sections::collect(pages, config);
    diagnostics.extend(pages.iter().filter_map(|page| wider(page, &sections)));
    let diagnostics = diagnostics.into();
    let (shown, gone) = match config.audience.as_deref().filter(|_| !config.audiences.is_empty()) {
        Some(audience) => chosen(pages, &sections, audience, config.shows_default()),
        None => (pages.iter().cloned().collect(), Vec::new()),
    };
    let is_draft = |page: &&Arc<Page>| page.outline.front.draft && !config.drafts;
    let unseen: Vec<Arc<Page>> = gone.iter().chain(shown.iter().filter(is_draft)).cloned().collect();
    let left = if unseen.is_empty() { None } else { Some(without_fields(&shown, &unseen, types)) };
    let pages = match left {
        Some(left) => left.into_iter().collect(),
        None if gone.is_empty() => pages.clone(),
        None => shown.into_iter().collect(),
    };
    Pruned { pages, hidden: Arc::new(Hidden { pages: gone, sections }), diagnostics }
}

/// The pages that an audience sees, and the others.
fn chosen(
    pages: &ChunkedVec<Arc<Page>>,
    sections: &Sections,
    audience: &str,
    by_default: bool,
) -> (Vec<Arc<Page>>, Vec<Arc<Page>>) {
    let narrowed = narrowed(pages, sections);
    let sees = |names: &&Names| names.iter().any(|name| name == audience);
    let nothing = Vec::new();
    let shown = |page: &Arc<Page>| {
        // What the page says itself is among it.
        let said = narrowed.get(key(&page.outline)).unwrap_or(&nothing);
        if said.is_empty() { by_default } else { said.iter().all(sees) }
    };
    pages.iter().cloned().partition(shown)
}

impl Pruned {
    /// The same choice when nothing but bodies of pages that are shown whole has changed: what a body says does not
    /// decide who sees it.
    pub fn edited(&self, before: &ChunkedVec<Arc<Page>>, pages: &ChunkedVec<Arc<Page>>) -> Option<Self> {
        let mut pruned = self.clone();
        for at in pages.changes(before, Arc::ptr_eq)? {
            let (old, new) = (&before[at], &pages[at]);
            let place = self.pages.partition_point(|page| page.outline.source < new.outline.source);
            let shown = self.pages.get(place).filter(|page| page.outline.source == new.outline.source)?;
            if old.structural_fingerprint() != new.structural_fingerprint()
                || !old.cuts.is_empty()
                || !new.cuts.is_empty()
            {
                return None;
            }
            let own = Arc::ptr_eq(shown, old);
            let lost = || Arc::new(with_fields_of(new, &shown.outline));
            *pruned.pages.at_mut(place) = if own { new.clone() } else { lost() };
        }
        Some(pruned)
    }
}

impl Hidden {
    /// Whether the same is hidden, but for the bodies of hidden pages.
    pub fn is_like(&self, other: &Self) -> bool {
        let mut pages = self.pages.iter().zip(&other.pages);
        let like = |a: &Page, b: &Page| {
            a.structural_fingerprint() == b.structural_fingerprint() && super::incremental::same_headings(a, b)
        };
        let same = pages.all(|(a, b)| Arc::ptr_eq(a, b) || like(a, b));
        same && self.pages.len() == other.pages.len() && self.sections == other.sections
    }

    /// Whether a file below `content/` stands in a section that the site's audience does not see.
    pub fn hides_file(&self, path: &str, config: &Config) -> bool {
        config.audience.as_deref().is_some_and(|audience| self.sections.hides_file(path, audience, config))
    }
}

/// Names that no audience has.
fn unknown(page: &Page, config: &Config) -> Vec<Diagnostic> {
    // Those of a folder are told where they stand.
    if page.outline.inherits(AUDIENCE) {
        return Vec::new();
    }
    let names = page.outline.front.audience.iter().enumerate();
    let unknown = names.filter(|(_, name)| !config.audiences.contains_key(*name));
    let tell = |(index, name): (usize, &String)| {
        let steps = [Step::Key("audience".into()), Step::Index(index)];
        config.no_audience(At::Field(steps.to_vec()), name)
    };
    page.document().tell(unknown.map(tell).collect())
}

/// A page that names somebody whom its section does not name.
fn wider(page: &Page, sections: &Sections) -> Option<Diagnostic> {
    let own = &page.outline.front.audience;
    let from = page.outline.inherited.iter().find(|inherited| inherited.key == AUDIENCE);
    if from.is_some_and(|from| from.source != page.outline.source) {
        return None;
    }
    let above = if own.is_empty() { Vec::new() } else { sections.above(&page.outline) };
    let unnamed = |name: &str| above.iter().find(|names| !names.iter().any(|known| known == name));
    let (index, name, above) = own.iter().enumerate().find_map(|(at, name)| Some((at, name, unnamed(name)?)))?;
    let above_key = from.map(|_| Step::Key(DEFAULTS.into()));
    let steps: Vec<Step> = above_key.into_iter().chain([Step::Key(AUDIENCE.into()), Step::Index(index)]).collect();
    let message = format!("the page is for `{name}`, but its section is not");
    let hint = format!("the section is for {}: move the page, or add `{name}` to the section", above.join(", "));
    Some(page.at_field("audience", &steps, message).hint(hint))
}

/// Whom a page is for, if it or a section above says so: each of the lists.
fn said<'a>(page: &'a Page, sections: &'a Sections) -> Vec<&'a Names> {
    let own = &page.outline.front.audience;
    if own.is_empty() {
        return sections.above(&page.outline);
    }
    // What a folder says for its pages narrows what their section says, and cannot widen it.
    let above = if page.outline.inherits(AUDIENCE) { sections.above(&page.outline) } else { Vec::new() };
    [vec![own], above].concat()
}

/// What translations of a page say, by what pairs them.
fn narrowed<'a>(pages: &'a ChunkedVec<Arc<Page>>, sections: &'a Sections) -> HashMap<&'a str, Vec<&'a Names>> {
    let mut all: HashMap<&str, Vec<&Names>> = HashMap::new();
    for page in pages.iter() {
        all.entry(key(&page.outline)).or_default().extend(said(page, sections));
    }
    all
}
