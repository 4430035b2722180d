//! No two things under one address, whatever the file system of the reader thinks of case and Unicode.
//!
//! In: the site, and who wants which address. Out: an error for each address that is wanted twice, naming both; of an old
//! address one that can be softened, since it yields.

use super::routes::{Claim, Route};
use crate::diagnostic::Diagnostic;
use crate::page::front_matter::MAX_PROBLEMS;
use crate::site::{Id, Site};
use crate::url::{collision_key, is_same_but_for_case};
use crate::yaml::Step;
use std::collections::hash_map::Entry as Slot;
use std::collections::{BTreeMap, HashMap};

/// Addresses by how file systems compare them, with who wanted them first.
type Taken<'a> = HashMap<String, &'a Claim>;

/// Looks for addresses that are taken twice: pages, files, tag pages, redirects, docent's own files; and for a file
/// where others need a folder.
pub(super) fn find(site: &Site, claims: &[Claim]) -> Vec<Diagnostic> {
    let (mut taken, mut folders) = (Taken::new(), BTreeMap::new());
    let (mut diagnostics, mut told) = (Vec::new(), Told::new());
    for claim in claims {
        let key = collision_key(&claim.path);
        if let Some((folder, _)) = key.rsplit_once('/').filter(|(folder, _)| !folders.contains_key(*folder)) {
            folders.insert(folder.to_owned(), claim);
        }
        match taken.entry(key) {
            Slot::Vacant(slot) => drop(slot.insert(claim)),
            Slot::Occupied(slot) if is_told_already(claim, slot.get()) => {}
            Slot::Occupied(slot) => diagnostics.push(collision(site, claim, slot.get(), &mut told)),
        }
    }
    let below = folders.iter().filter_map(|(folder, claim)| below_a_file(site, &taken, folder, claim, &mut told));
    diagnostics.extend(below);
    diagnostics
}

/// Two copies collide because their pages do. Two files of docent's own do not collide: one of them is not written.
fn is_told_already(claim: &Claim, first: &Claim) -> bool {
    match (&claim.route, &first.route) {
        (Some(Route::Copy(_)), Some(Route::Copy(_))) => true,
        (one, other) => is_docents(one.as_ref()) && is_docents(other.as_ref()),
    }
}

/// Whether docent writes it whatever the content is.
fn is_docents(route: Option<&Route>) -> bool {
    match route {
        Some(
            Route::Page(_) | Route::Copy(_) | Route::Tag(..) | Route::Tags(_) | Route::Redirect(_) | Route::Source(_),
        ) => false,
        Some(
            Route::Search(_)
            | Route::Progress(_)
            | Route::Changes(_)
            | Route::Sections(_)
            | Route::Print(..)
            | Route::NotFound(_)
            | Route::Languages
            | Route::Asset(_)
            | Route::Sitemap
            | Route::Robots
            | Route::Host(_)
            | Route::Llms
            | Route::Feed(_),
        )
        | None => true,
    }
}

/// `x.html/y.html` cannot be written beside the file `x.html`.
fn below_a_file(site: &Site, taken: &Taken<'_>, folder: &str, claim: &Claim, told: &mut Told) -> Option<Diagnostic> {
    let ends = folder.match_indices('/').map(|(at, _)| at).chain([folder.len()]);
    let file = ends.filter_map(|end| taken.get(&folder[..end])).next();
    file.map(|first| collision(site, claim, first, told))
}

/// How many old addresses of each page were told of.
type Told = HashMap<Id, usize>;

fn collision(site: &Site, claim: &Claim, first: &Claim, told: &mut Told) -> Diagnostic {
    let is_old = |claim: &Claim| matches!(claim.route, Some(Route::Redirect(_)));
    // An old address yields: what is wrong is that it is asked for.
    let (claim, first) = if is_old(first) && !is_old(claim) { (first, claim) } else { (claim, first) };
    let (path, first_path) = (&claim.path, &first.path);
    let other = owner_name(site, first);
    let message = if path == first_path {
        format!("the address `{path}` is already taken by {other}")
    } else if is_same_but_for_case(path, first_path) {
        format!("the address `{path}` differs from `{first_path}` of {other} only by case or Unicode form")
    } else if collision_key(path) == collision_key(first_path) {
        format!(
            "the address `{path}` equals `{first_path}` of {other} on systems that treat letters such as `ß` and `ss` as equal"
        )
    } else if collision_key(first_path).starts_with(&format!("{}/", collision_key(path))) {
        format!("the address `{path}` is a folder that `{first_path}` of {other} stands in")
    } else {
        format!("the address `{path}` is below `{first_path}`, which is a file of {other}")
    };
    let message = format!("{}{message}", what(claim));
    let redirect =
        if let Some(Route::Redirect(id)) = claim.route { at_redirect(site, id, path, &message, told) } else { None };
    redirect.unwrap_or_else(|| {
        let owner = if matches!(claim.route, Some(Route::Tags(_))) { first } else { claim };
        let code = if matches!(owner.route, Some(Route::Redirect(_))) { "redirect" } else { "collision" };
        Diagnostic::error(code, &source(site, owner), message).hint(advice(owner))
    })
}

/// What of the page or of docent wants the address, if it is not the page itself.
fn what(claim: &Claim) -> &'static str {
    match claim.route {
        Some(Route::Copy(_)) => "the Markdown copy of this page cannot be written: ",
        Some(Route::Tag(..)) => "the page of its tag cannot be written: ",
        Some(Route::Tags(_)) => "the list of tags cannot be written: ",
        _ => "",
    }
}

/// The item of `redirect_from` that asks for the address.
fn at_redirect(site: &Site, id: Id, path: &str, message: &str, told: &mut Told) -> Option<Diagnostic> {
    let page = &site.entries[id].page;
    let nth = told.entry(id).or_default();
    *nth += 1;
    if *nth > MAX_PROBLEMS {
        return None;
    }
    let wanted = |old: &String| path.starts_with(old.trim_start_matches('/'));
    let index = page.outline.front.redirect_from.iter().position(wanted)?;
    let steps = [Step::Key("redirect_from".into()), Step::Index(index)];
    Some(page.at_field("redirect", &steps, message).hint("remove this old address"))
}

fn advice(claim: &Claim) -> &'static str {
    match claim.route {
        Some(Route::Page(_) | Route::Copy(_)) => "rename one of the two, or give one a `slug`",
        Some(Route::Tag(..)) => "rename the tag or the page",
        Some(Route::Source(_)) => "rename one of the two",
        Some(Route::Redirect(_)) => "remove this old address from `redirect_from`",
        _ => "rename the page, its folder or the file",
    }
}

/// The page that wants the address.
fn page(site: &Site, claim: &Claim) -> Option<Id> {
    match claim.route.as_ref()? {
        Route::Page(id) | Route::Copy(id) | Route::Redirect(id) => Some(*id),
        Route::Tag(lang, slug) => Some(site.tags.get(lang)?.get(slug)?.pages[0]),
        _ => None,
    }
}

/// The file to correct.
fn source(site: &Site, claim: &Claim) -> String {
    match (page(site, claim), &claim.route) {
        (Some(id), _) => site.entries[id].page.outline.source.clone(),
        (None, Some(Route::Source(path))) => path.clone(),
        (None, _) => "docent.yaml".to_owned(),
    }
}

fn owner_name(site: &Site, claim: &Claim) -> String {
    let source = source(site, claim);
    match &claim.route {
        Some(Route::Page(id)) if site.entries[*id].synthetic => {
            format!("the page that lists the folder {}", source.trim_end_matches("index.md"))
        }
        Some(Route::Page(_) | Route::Source(_)) => source,
        Some(Route::Tag(..)) => format!("a tag of {source}"),
        Some(Route::Redirect(_)) => format!("`redirect_from` of {source}"),
        Some(Route::Copy(_)) => format!("the Markdown copy of {source}"),
        Some(Route::Tags(_)) => "the list of tags".to_owned(),
        _ => "docent itself".to_owned(),
    }
}
