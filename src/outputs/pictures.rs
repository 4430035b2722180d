//! Pictures among the files that are copied: their metadata stays at home, and wide ones have smaller sizes.
//!
//! In: a file that is copied. Out: its bytes, or those of the same picture without what cameras and programs wrote into
//! it ([`crate::pictures`]), and what is wrong with it.
//!
//! Smaller sizes take longer than all else together, and a page must know them before it is rendered. So the edge makes
//! them before it publishes, of [`Output::wide_pictures`], and hands them over ([`Output::show_smaller`]).

use super::{Made, Output, source_bytes};
use crate::config::images::written;
use crate::diagnostic::Diagnostic;
use crate::markdown::LinkKind;
use crate::output::Bytes;
use crate::pictures::{self, Cleaned, Fault, smaller};
use crate::site::links::Target;
use crate::source::{Content, File};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The folder of smaller sizes. Their names are made of their bytes, so that they tell nothing and never clash.
const FOLDER: &str = "assets/pictures/";

/// Smaller sizes of pictures.
#[derive(Debug, Default)]
pub struct SmallerPictures {
    by_picture: BTreeMap<String, Vec<(u32, String)>>,
    files: BTreeMap<String, File>,
}

impl SmallerPictures {
    /// Adds the sizes of a picture, which stands at this path below the folder of pages.
    pub fn add(&mut self, picture: &str, sizes: Vec<(u32, File)>) {
        let ending = picture.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        let mut named = Vec::new();
        for (width, file) in sizes {
            let path = format!("{FOLDER}{}.{ending}", file.fingerprint);
            self.files.insert(path.clone(), file);
            named.push((width, path));
        }
        self.by_picture.insert(picture.to_owned(), named);
    }

    /// By picture, widths and paths in the output.
    pub(super) fn by_picture(&self) -> &BTreeMap<String, Vec<(u32, String)>> {
        &self.by_picture
    }
}

/// A larger file is not read into memory, and not cleaned.
const MAX_READ: u64 = 256 << 20;

impl Output {
    /// The pictures that pages show and that are wider than their place, by their path below the folder of pages.
    pub fn wide_pictures(&self) -> Vec<(&str, &File)> {
        if !self.config.images.resize {
            return Vec::new();
        }
        let file = |path: &str| self.sources.files.get(&self.config.content_dir.path(path));
        let wide = self.site.files.iter().filter_map(|path| match file(path)?.content {
            Content::Binary { size: Some(size), len, .. } if len <= MAX_READ && smaller::may_have(path, size) => {
                Some((path.as_str(), file(path)?))
            }
            _ => None,
        });
        let mut wide: Vec<_> = wide.collect();
        if !wide.is_empty() {
            let shown = self.shown_files();
            wide.retain(|(path, _)| shown.contains(path));
        }
        wide
    }

    /// The files that pages show as images.
    fn shown_files(&self) -> BTreeSet<&str> {
        let entries = self.site.entries.iter().zip(self.site.targets.iter());
        let links = entries.flat_map(|(entry, targets)| entry.page.outline.links.iter().zip(targets));
        let shown = links.filter_map(|(link, target)| match (link.kind, target) {
            (LinkKind::Image | LinkKind::Embed { .. } | LinkKind::Html { shown: true }, Target::File(path)) => {
                Some(&**path)
            }
            _ => None,
        });
        shown.collect()
    }

    /// Takes over the smaller sizes; pages that are rendered from now on name them.
    pub fn show_smaller(&self, made: SmallerPictures) {
        let _ = self.smaller.set(made);
    }

    pub(super) fn smaller_files(&self) -> impl Iterator<Item = (&str, &File)> {
        let made = self.smaller.get().into_iter();
        made.flat_map(|made| made.files.iter().map(|(path, file)| (path.as_str(), file)))
    }

    pub(super) fn smaller_file(&self, path: &str) -> Option<Bytes> {
        self.smaller.get()?.files.get(path).map(source_bytes)
    }

    /// A file that is copied, by its path in the project or in the theme.
    pub(super) fn copied_file(&self, name: &str, file: &File) -> Made {
        let bytes = source_bytes(file);
        let Content::Binary { len, .. } = file.content else { return Made::Ready(bytes) };
        if !pictures::is_one(name) {
            return Made::Ready(bytes);
        }
        let mut problems = Vec::new();
        if len > self.config.images.max_size {
            problems.push(large(name, len, self.config.images.max_size));
        }
        if !self.config.images.strip_metadata {
            return Made::Told(bytes, problems);
        }
        let cleaned = read(file).map(|bytes| pictures::without_metadata(&bytes));
        let Cleaned { bytes: new, fault } = cleaned.unwrap_or(Cleaned { bytes: None, fault: unread(len) });
        problems.extend(fault.map(|fault| told(name, fault)));
        Made::Told(new.map_or(bytes, |new| Bytes::Memory(new.into())), problems)
    }
}

/// The bytes of a picture; none if it is too large, or cannot be read, which publishing tells.
fn read(file: &File) -> Option<Arc<Vec<u8>>> {
    let is_large = matches!(file.content, Content::Binary { len, .. } if len > MAX_READ);
    if is_large { None } else { file.binary() }
}

fn unread(len: u64) -> Option<Fault> {
    (len > MAX_READ).then_some(Fault::Kept)
}

fn large(name: &str, len: u64, most: u64) -> Diagnostic {
    let message = format!("the picture has {}; pictures of more than {} are slow to load", written(len), written(most));
    let warning = Diagnostic::warning("picture-size", name, message);
    warning.hint("save it with fewer pixels or as JPEG, or raise `images: {max_size: ...}`")
}

fn told(name: &str, fault: Fault) -> Diagnostic {
    match fault {
        Fault::Damaged => {
            let warning = Diagnostic::warning("picture-damaged", name, "the picture is incomplete, or damaged");
            warning.hint("export it again")
        }
        Fault::Kept => {
            let message = "the picture holds metadata, perhaps where it was taken, that docent cannot remove";
            let warning = Diagnostic::warning("picture-metadata", name, message);
            warning.hint("export it without metadata, or as JPEG, PNG or WebP")
        }
    }
}
