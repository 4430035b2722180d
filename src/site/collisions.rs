//! No two things under one address, whatever the file system of the reader thinks of case and Unicode.
//!
//! In: the site. Out: an error for each address that is wanted twice, naming both.

use super::{Id, Site};
use crate::diagnostic::Diagnostic;
use crate::page::front_matter::most_placed;
use crate::url::{collision_key, is_same_but_for_case};
use crate::yaml::Step;
use std::collections::hash_map::Entry as Slot;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Addresses by how file systems compare them, each with its path as written and its owner.
type Taken = HashMap<String, (String, Owner)>;

/// Looks for addresses that are taken twice: pages, files, tag pages, redirects, docent's own files; and for a file
/// where others need a folder.
pub fn find(site: &Site) -> Vec<Diagnostic> {
    let (mut taken, mut folders) = (Taken::new(), BTreeMap::new());
    let (mut diagnostics, mut told) = (Vec::new(), Told::new());
    for (path, owner) in claims(site) {
        let key = collision_key(&path);
        if let Some((folder, _)) = key.rsplit_once('/').filter(|(folder, _)| !folders.contains_key(*folder)) {
            folders.insert(folder.to_owned(), (path.clone(), owner));
        }
        match taken.entry(key) {
            Slot::Vacant(slot) => drop(slot.insert((path, owner))),
            // Two copies collide because their pages do, which is told already.
            Slot::Occupied(slot) if matches!((owner, slot.get().1), (Owner::Copy(_), Owner::Copy(_))) => {}
            Slot::Occupied(slot) => diagnostics.push(collision(site, &owner, &path, slot.get(), &mut told)),
        }
    }
    let below = folders.iter().filter_map(|(folder, claim)| below_a_file(site, &taken, folder, claim, &mut told));
    diagnostics.extend(below);
    diagnostics
}

/// `x.html/y.html` cannot be written beside the file `x.html`.
fn below_a_file(
    site: &Site,
    taken: &Taken,
    folder: &str,
    (path, owner): &(String, Owner),
    told: &mut Told,
) -> Option<Diagnostic> {
    let ends = folder.match_indices('/').map(|(at, _)| at).chain([folder.len()]);
    let file = ends.filter_map(|end| taken.get(&folder[..end])).next();
    file.map(|first| collision(site, owner, path, first, told))
}

/// Who wants an address.
#[derive(Clone, Copy, Debug)]
enum Owner {
    /// A page.
    Page(Id),
    /// The Markdown copy of a page.
    Copy(Id),
    /// A tag of this page.
    Tag(Id),
    /// The list of all tags.
    Tags,
    /// A file of `content/`, by its place in the list.
    File(usize),
    /// An old address of this page.
    Redirect(Id),
    /// A file that docent writes whatever the content is.
    Docent,
}

/// Every address and who claims it, the strongest claim first.
fn claims(site: &Site) -> impl Iterator<Item = (String, Owner)> {
    let entries = || site.entries.iter().enumerate();
    let pages = entries().map(|(id, e)| (e.out.clone(), Owner::Page(id)));
    let copies = entries().filter(|(_, e)| !e.fallback && !e.synthetic);
    let copies = copies.map(|(id, e)| (format!("{}.md", e.out.trim_end_matches(".html")), Owner::Copy(id)));
    let tags = site.tags.values().flat_map(|tags| tags.values());
    let tags = tags.map(|tag| (tag.out.clone(), Owner::Tag(tag.pages[0])));
    let indexes = site.tags.values().filter_map(|tags| tags.values().next());
    let indexes = indexes.filter_map(|tag| Some((format!("{}/index.html", tag.out.rsplit_once('/')?.0), Owner::Tags)));
    let files = site.files.iter().enumerate().map(|(at, file)| (file.clone(), Owner::File(at)));
    let redirects = site.redirects.iter().map(|(path, id)| (path.clone(), Owner::Redirect(*id)));
    let own = own(site).into_iter().map(|path| (path, Owner::Docent));
    own.chain(pages).chain(copies).chain(tags).chain(indexes).chain(files).chain(redirects)
}

/// Files that docent writes whatever the content is; of the search index those whose names are not made of hashes.
const OWN: [&str; 7] = [
    "404.html",
    "sitemap.xml",
    "robots.txt",
    "llms.txt",
    ".docent.json",
    "search/entry.json",
    "search/offline/start.js",
];

/// With several languages the choice between them too; the places of a feed, of the page of search and of that of
/// the reader's progress are kept free where there is none yet.
fn own(site: &Site) -> Vec<String> {
    let mut own: Vec<String> = OWN.map(str::to_owned).into();
    let fronts = site.tree.fronts.iter().map(|id| site.entries[*id].out.as_str());
    let folders: BTreeSet<&str> = fronts.filter_map(|out| out.strip_suffix("index.html")).collect();
    if !folders.contains("") {
        own.push("index.html".to_owned());
    }
    let names = ["feed.xml", "search.html", "my-progress.html"];
    own.extend(folders.iter().flat_map(|folder| names.map(|name| format!("{folder}{name}"))));
    own
}

/// How many old addresses of each page were told of.
type Told = HashMap<Id, usize>;

fn collision(
    site: &Site,
    owner: &Owner,
    path: &str,
    (first_path, first): &(String, Owner),
    told: &mut Told,
) -> Diagnostic {
    let other = owner_name(site, first);
    let message = if path == first_path {
        format!("the address `{path}` is already taken by {other}")
    } else if is_same_but_for_case(path, first_path) {
        format!("the address `{path}` differs from `{first_path}` of {other} only by case or Unicode form")
    } else if collision_key(path) == collision_key(first_path) {
        format!(
            "the address `{path}` is `{first_path}` of {other} to systems that take letters like `ß` and `ss` for one"
        )
    } else {
        format!("the address `{path}` lies below `{first_path}`, which is a file of {other}")
    };
    let message = format!("{}{message}", what(owner));
    let redirect = if let Owner::Redirect(id) = owner { at_redirect(site, *id, path, &message, told) } else { None };
    redirect.unwrap_or_else(|| {
        let owner = if matches!(owner, Owner::Tags) { first } else { owner };
        Diagnostic::error("collision", &source(site, owner), message).hint(advice(owner))
    })
}

/// What of the page or of docent wants the address, if it is not the page itself.
fn what(owner: &Owner) -> &'static str {
    match owner {
        Owner::Copy(_) => "the Markdown copy of this page cannot be written: ",
        Owner::Tag(_) => "the page of its tag cannot be written: ",
        Owner::Tags => "the list of tags cannot be written: ",
        Owner::Page(_) | Owner::File(_) | Owner::Redirect(_) | Owner::Docent => "",
    }
}

/// The item of `redirect_from` that asks for the address.
fn at_redirect(site: &Site, id: Id, path: &str, message: &str, told: &mut Told) -> Option<Diagnostic> {
    let page = &site.entries[id].page;
    let nth = told.entry(id).or_default();
    *nth += 1;
    if *nth > most_placed(&page.yaml) {
        return None;
    }
    let wanted = |old: &String| path.starts_with(old.trim_start_matches('/'));
    let index = page.outline.front.redirect_from.iter().position(wanted)?;
    let steps = [Step::Key("redirect_from".into()), Step::Index(index)];
    Some(page.at_field("collision", &steps, message).hint("remove this old address"))
}

fn advice(owner: &Owner) -> &'static str {
    match owner {
        Owner::Page(_) | Owner::Copy(_) => "rename one of the two, or give one a `slug`",
        Owner::Tag(_) => "rename the tag or the page",
        Owner::File(_) => "rename one of the two",
        Owner::Redirect(_) => "remove this old address from `redirect_from`",
        Owner::Tags | Owner::Docent => "rename the page, its folder or the file",
    }
}

/// The file to correct.
fn source(site: &Site, owner: &Owner) -> String {
    match owner {
        Owner::Page(id) | Owner::Copy(id) | Owner::Tag(id) | Owner::Redirect(id) => {
            site.entries[*id].page.outline.source.clone()
        }
        Owner::File(at) => format!("content/{}", site.files[*at]),
        Owner::Tags | Owner::Docent => "docent.yaml".to_owned(),
    }
}

fn owner_name(site: &Site, owner: &Owner) -> String {
    match owner {
        Owner::Page(id) if site.entries[*id].synthetic => {
            format!("the page that lists the folder {}", source(site, owner).trim_end_matches("index.md"))
        }
        Owner::Tag(_) => format!("a tag of {}", source(site, owner)),
        Owner::Redirect(_) => format!("`redirect_from` of {}", source(site, owner)),
        Owner::Tags => "the list of tags".to_owned(),
        Owner::Docent => "docent itself".to_owned(),
        Owner::Copy(_) => format!("the Markdown copy of {}", source(site, owner)),
        Owner::Page(_) | Owner::File(_) => source(site, owner),
    }
}
