//! Files that a page leads to: with links, images and embeds, with raw HTML, and with fields that name a file.
//!
//! In: a page, and what its links mean. Out: their paths below `content/`, once each.

use super::{Resolver, Target};
use crate::markdown::images::{self, Other};
use crate::site::Entry;
use crate::url::{decode, join};
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A longer text is none that names a file.
const MAX_NAME: usize = 300;

impl Resolver<'_> {
    /// The files of a page, by what its links and its raw HTML mean.
    pub(super) fn files(self, entry: &Entry, targets: &[Target], html: &[Target]) -> Vec<Arc<str>> {
        let linked = targets.iter().chain(html).filter_map(super::super::files::file_of).map(Arc::from);
        let outline = &entry.page.outline;
        let mut names = Vec::new();
        outline.fields.values().chain(outline.front.extra.values()).for_each(|value| texts(value, &mut names));
        let named = names.into_iter().filter_map(|name| self.named_file(entry, name));
        let mut all: BTreeSet<Arc<str>> = linked.chain(named).collect();
        let films: Vec<Arc<str>> =
            all.iter().filter(|path| images::other(path) == Some(Other::Film)).cloned().collect();
        all.extend(films.iter().flat_map(|film| self.beside_film(film)));
        all.into_iter().collect()
    }

    /// Captions and the picture that belong to a film.
    fn beside_film(self, film: &str) -> Vec<Arc<str>> {
        let codes = self.config.codes();
        let all = images::beside(film, &codes).map(|(_, path)| self.config.content_dir.path(&path));
        let there = all.filter_map(|path| match self.file(&path) {
            Some(Target::File(path)) => Some(path),
            _ => None,
        });
        there.collect()
    }

    /// The file that a text of the front matter names.
    fn named_file(self, entry: &Entry, name: &str) -> Option<Arc<str>> {
        let name = name.split(['#', '?']).next().unwrap_or_default();
        // Most texts are sentences: a file has an ending, or stands in a folder.
        if name.len() > MAX_NAME || !name.contains(['.', '/']) {
            return None;
        }
        let path = decode(name);
        let beside = join(&entry.page.outline.source, &path);
        let from_root =
            || join(self.config.content_dir.prefix(), path.trim_start_matches("@/").trim_start_matches('/'));
        let found = [beside, self.source_path(entry, &path), from_root()];
        found.into_iter().flatten().find_map(|path| match self.file(&path) {
            Some(Target::File(path)) => Some(path),
            _ => None,
        })
    }
}

/// The texts of a value, those in lists and maps too.
pub fn texts<'v>(value: &'v Value, out: &mut Vec<&'v str>) {
    match value {
        Value::String(text) => out.push(text),
        Value::Array(items) => items.iter().for_each(|item| texts(item, out)),
        Value::Object(map) => map.values().for_each(|item| texts(item, out)),
        _ => {}
    }
}
