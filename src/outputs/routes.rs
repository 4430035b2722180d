//! Which files the output has, and what each is made from: the one list of them.
//!
//! In: the site, the configuration, the names of the assets. Out: [`Claim`]s, the strongest first: who wants which
//! address; and the table of those that got theirs. Besides files, addresses are claimed that stay free for docent.

use crate::config::Config;
use crate::config::hosts::Host;
use crate::config::print::Print;
use crate::content;
use crate::render::markdown_copy;
use crate::render::special::{
    changes, feed, host_files, languages, llms, not_found, print, progress, robots, search, sitemap, tags,
};
use crate::render::templates::Assets;
use crate::site::redirects::is_asked_for;
use crate::site::{Id, Site};
use crate::url::collision_key;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

/// What a file of the output is made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Route {
    /// A page.
    Page(Id),
    /// The Markdown copy of a page.
    Copy(Id),
    /// The page of a tag: its language and slug.
    Tag(Arc<str>, String),
    /// The list of all tags of a language.
    Tags(Arc<str>),
    /// The page of search in a language.
    Search(Arc<str>),
    /// The page of the reader's progress in a language.
    Progress(Arc<str>),
    /// The page of what changed in a language.
    Changes(Arc<str>),
    /// The fingerprints of a language's sections.
    Sections(Arc<str>),
    /// A page that holds others whole, to be printed, by the page that it is made from.
    Print(Print, Id),
    /// An old address of a page.
    Redirect(Id),
    /// The page for addresses that do not exist, in a language.
    NotFound(Arc<str>),
    /// The choice between languages.
    Languages,
    /// A file that is copied, by its path in the project.
    Source(String),
    /// A file of the theme, by its name there.
    Asset(String),
    /// The sitemap.
    Sitemap,
    /// What search engines may look at.
    Robots,
    /// A file for hosts: headers, redirects, a mark.
    Host(&'static str),
    /// What language models are told.
    Llms,
    /// The feed of a language.
    Feed(Arc<str>),
}

/// Who wants an address. Without a route it is only kept free: docent writes there in other circumstances, or by
/// another way than the table.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    pub(super) path: String,
    pub(super) route: Option<Route>,
}

/// Files that docent writes beside the table, and whose names hold no hash.
const BESIDE: [&str; 3] = [".docent.json", "search/entry.json", "search/offline/start.js"];

/// Every address and who claims it, the strongest claim first.
pub(super) fn claims(site: &Site, config: &Config, assets: &Assets) -> Vec<Claim> {
    let mut claims: Vec<Claim> = BESIDE.iter().map(|path| kept_free((*path).to_owned())).collect();
    claims.extend(own(site, config));
    claims.extend(assets.iter().map(|(name, path)| claim(path, Route::Asset(name.clone()))));
    claims.extend(pages(site));
    let printed = print::all(site, config).into_iter();
    claims.extend(printed.map(|(kind, id)| claim(&print::path(&site.entries[id].out), Route::Print(kind, id))));
    claims.extend(all_tags(site, config));
    claims.extend(
        site.files.iter().map(|file| claim(&content::published(file), Route::Source(config.content_dir.path(file)))),
    );
    let redirects = redirects(site, &claims);
    claims.extend(redirects);
    claims
}

/// Old addresses. Those that only another program gave a page yield to everything.
fn redirects(site: &Site, others: &[Claim]) -> Vec<Claim> {
    let asked = |(old, id): &(&String, &Id)| is_asked_for(&site.entries[**id], old);
    let (asked, given): (Vec<_>, Vec<_>) = site.redirects.iter().partition(asked);
    let mut all: Vec<Claim> = asked.into_iter().map(|(old, id)| claim(old, Route::Redirect(*id))).collect();
    if given.is_empty() {
        return all;
    }
    let mut places = Places::of(others.iter().chain(&all).map(|claim| claim.path.as_str()));
    let free = given.into_iter().filter(|(old, _)| places.take(old));
    let free: Vec<Claim> = free.map(|(old, id)| claim(old, Route::Redirect(*id))).collect();
    all.extend(free);
    all
}

/// Files and the folders that they stand in, as file systems compare them.
struct Places {
    files: HashSet<String>,
    folders: HashSet<String>,
}

impl Places {
    fn of<'a>(paths: impl Iterator<Item = &'a str>) -> Self {
        let files: HashSet<String> = paths.map(collision_key).collect();
        let folders = files.iter().flat_map(|file| folders_of(file)).map(str::to_owned).collect();
        Self { files, folders }
    }

    /// Takes a place, if nothing has it and no file stands where it needs a folder, or a folder where it needs a file.
    fn take(&mut self, path: &str) -> bool {
        let key = collision_key(path);
        let is_free = !self.files.contains(&key)
            && !self.folders.contains(&key)
            && !folders_of(&key).any(|up| self.files.contains(up));
        if is_free {
            self.folders.extend(folders_of(&key).map(str::to_owned));
            self.files.insert(key);
        }
        is_free
    }
}

/// The folders that a file stands in.
fn folders_of(file: &str) -> impl Iterator<Item = &str> {
    file.match_indices('/').map(|(at, _)| &file[..at])
}

/// The table: of two claims of one address, which are told as an error, the later one. An old address yields to all else,
/// and is told.
pub(super) fn table(claims: Vec<Claim>) -> BTreeMap<String, Route> {
    let is_old = |claim: &Claim| matches!(claim.route, Some(Route::Redirect(_)));
    let (old, mut claims): (Vec<_>, Vec<_>) = claims.into_iter().partition(is_old);
    if !old.is_empty() {
        let mut places = Places::of(claims.iter().map(|claim| claim.path.as_str()));
        claims.extend(old.into_iter().filter(|claim| places.take(&claim.path)));
    }
    claims.into_iter().filter_map(|claim| Some((claim.path, claim.route?))).collect()
}

fn claim(path: &str, route: Route) -> Claim {
    Claim { path: path.to_owned(), route: Some(route) }
}

fn kept_free(path: String) -> Claim {
    Claim { path, route: None }
}

/// A file that is written if a condition holds, and whose place is kept free if not.
fn maybe(path: String, route: Route, written: bool) -> Claim {
    Claim { path, route: written.then_some(route) }
}

/// Files that docent makes whatever the content is.
fn own(site: &Site, config: &Config) -> Vec<Claim> {
    let is_public = config.base_url.is_some();
    let mut own = vec![
        claim(not_found::PATH, Route::NotFound(config.default_language.as_str().into())),
        claim(robots::PATH, Route::Robots),
        claim(llms::PATH, Route::Llms),
        maybe(sitemap::PATH.to_owned(), Route::Sitemap, is_public),
    ];
    let hosts = &config.hosts;
    let files = [
        (host_files::HEADERS, hosts.iter().any(|host| host.reads_headers())),
        (host_files::REDIRECTS, hosts.iter().any(|host| host.reads_redirects())),
        (host_files::NO_JEKYLL, hosts.contains(&Host::Github)),
    ];
    own.extend(files.into_iter().filter(|(_, wanted)| *wanted).map(|(path, _)| claim(path, Route::Host(path))));
    // A site of one language has its front page there.
    own.extend(config.is_multilingual().then(|| claim(languages::PATH, Route::Languages)));
    for code in config.codes() {
        let lang: Arc<str> = code.into();
        own.push(maybe(feed::path(code, config), Route::Feed(lang.clone()), is_public || config.changes));
        // A page of the site may be called so.
        let changes = claim(&changes::path(code, config), Route::Changes(lang.clone()));
        own.extend(changes::is_made(site, config, code).then_some(changes));
        own.push(maybe(changes::sections_path(code, config), Route::Sections(lang.clone()), config.changes));
        own.push(maybe(search::path(code, config), Route::Search(lang.clone()), config.search.enabled));
        own.push(maybe(progress::path(code, config), Route::Progress(lang.clone()), site.has_progress));
        if *code != *config.default_language {
            own.push(claim(&not_found::path(code, config), Route::NotFound(lang)));
        }
    }
    own
}

/// Pages, and the copies of those that have a text of their own.
fn pages(site: &Site) -> impl Iterator<Item = Claim> {
    let pages = site.entries.iter().enumerate().map(|(id, entry)| claim(&entry.out, Route::Page(id)));
    pages.chain(site.own_entries().map(|(id, entry)| claim(&markdown_copy::path(&entry.out), Route::Copy(id))))
}

/// The pages of tags, then the lists of them.
fn all_tags(site: &Site, config: &Config) -> Vec<Claim> {
    let each = site.tags.iter().flat_map(|(lang, tags)| {
        tags.iter().map(|(slug, tag)| claim(&tag.out, Route::Tag(lang.clone(), slug.clone())))
    });
    let lists = site.tags.keys().map(|lang| claim(&tags::path(lang, config), Route::Tags(lang.clone())));
    each.chain(lists).collect()
}
