//! Addresses that are right on another tool's site: without the path of a file that is in this project.
//!
//! In: a link that leads nowhere as it is written. Out: the page or the file that it means there. Tried in this order:
//!
//! 1. The same path with other capitals, as on Windows and macOS.
//! 2. From the page's own address, where that is a folder: `../guidelines/` of `a/b.md`, published as `a/b/`, is `a/guidelines`.
//! 3. From the top of the site: `/guide/x`, in the page's language, then in any; below `link_base`, the path of `base_url`,
//!    or the name of the folder of pages.
//! 4. Where another tool would publish a page: without numbers and capitals, with `-` for spaces, or at an old address.

use super::Resolver;
use crate::content::without_ending;
use crate::diagnostic::{At, Finding};
use crate::site::names::Found;
use crate::site::{Entry, Id};
use crate::url::{fold, join, relative};
use std::sync::Arc;

/// What a link means that is not written as the path of a file.
pub(super) enum Meant {
    /// A page.
    Page(Id),
    /// A page that is not shown.
    Draft,
    /// A file, by its path in the folder of pages.
    File(Arc<str>),
}

impl Resolver<'_> {
    /// What an address means elsewhere, and what is to be told of it: capitals that are another file's on a server.
    pub(super) fn loosely(self, entry: &Entry, path: &str, image: bool) -> Option<(Meant, Option<Finding>)> {
        let loose = self.names.loose(self.entries, self.config, self.sources);
        let content = &self.config.content_dir;
        let mut draft = false;
        for candidate in self.candidates(entry, path) {
            let inside = content.inside(&candidate).unwrap_or_default();
            if let Some(file) = loose.file(inside).filter(|_| !inside.is_empty()) {
                return Some((Meant::File(file.clone()), self.capitals(entry, path, inside, file)));
            }
            match loose.page(inside) {
                _ if image => {}
                Found::One(id) => {
                    let id = self.in_language(entry, id);
                    let source = content.inside(&self.entries[id].page.outline.source).unwrap_or_default();
                    return Some((Meant::Page(id), self.capitals(entry, path, inside, source)));
                }
                Found::Draft => draft = true,
                _ => {}
            }
        }
        draft.then_some((Meant::Draft, None))
    }

    /// The paths in the project that an address may mean, the likeliest first.
    fn candidates(self, entry: &Entry, path: &str) -> Vec<String> {
        let outline = &entry.page.outline;
        let (root, content) = (self.config.content_of(&outline.lang), &self.config.content_dir);
        let mut found = Vec::new();
        match path.strip_prefix('/') {
            Some(rest) => {
                let below = self.config.link_bases().filter_map(|base| rest.strip_prefix(base)?.strip_prefix('/'));
                let rests: Vec<&str> = below.chain([rest]).collect();
                let roots = [root.as_str(), content.prefix()];
                found.extend(rests.iter().flat_map(|rest| roots.iter().filter_map(|root| join(root, rest))));
            }
            None => {
                let folder = outline.source.rsplit_once('.').map_or(&*outline.source, |(stem, _)| stem);
                found.extend(join(&outline.source, path));
                found.extend(join(&format!("{folder}/"), path).filter(|_| !outline.is_section));
                // Where the page would be published: folders may be called otherwise there.
                found.extend(join(&entry.out, path).map(|out| content.path(&out)));
            }
        }
        found.retain(|path| content.holds(path) || *path == content.dir());
        found
    }

    /// What is told if the link differs from the file's path only in capitals: it works here, and not on every server.
    fn capitals(self, entry: &Entry, written: &str, meant: &str, real: &str) -> Option<Finding> {
        let stem = without_ending(real);
        let plain = without_ending(meant);
        if plain == stem || fold(plain) != fold(stem) {
            return None;
        }
        let to = self.config.content_dir.path(real);
        let right = relative(&entry.page.outline.source, &to);
        let message = format!("`{written}` is written in other capitals than the file {to}");
        let hint = format!("write `{right}`: most web servers tell capitals apart");
        Some(Finding::warning("link-case", At::File, message).hint(hint).fix(written, right))
    }
}
