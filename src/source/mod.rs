//! Sources: an immutable snapshot of the project's files. The pure middle sees nothing else of the disk.
//!
//! In: files (from [`scan`], or from a test). Out: path -> content and fingerprint. Paths are relative to the
//! project's root, with `/`, in NFC whatever form the disk has.

pub mod files;
pub mod fingerprints;
pub mod git;
pub mod history;
pub mod open;
pub mod replace;
pub mod scan;
pub mod stamp;

use self::open::OnDisk;
use crate::content::{self, ContentDir};
use crate::fingerprint::Fingerprint;
use files::Files;
use history::History;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The snapshot. A copy shares what it holds: one changed file makes the next snapshot in microseconds.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// Every file of `content/`, `templates/` and the theme, and `docent.yaml`, in the order of their paths.
    pub files: Files,
    /// When git last saw a change of a file: `2026-05-12`, in UTC. Empty without a repository.
    pub dates: Arc<BTreeMap<String, String>>,
    /// What git knows of the newest changes. Empty without a repository.
    pub history: Arc<History>,
    /// Files that are there and cannot be read, which is told: links to them are not broken.
    pub refused: Arc<BTreeSet<String>>,
}

/// One file.
#[derive(Clone, Debug)]
pub struct File {
    /// Of the bytes.
    pub fingerprint: Fingerprint,
    /// The bytes, or where they are.
    pub content: Content,
}

impl File {
    /// A file with this text.
    pub fn of(text: String) -> Self {
        Self { fingerprint: Fingerprint::of_bytes(text.as_bytes()), content: Content::Text(text.into()) }
    }

    /// The bytes of a file that is no text; none if it is one, or cannot be read.
    pub fn binary(&self) -> Option<Arc<Vec<u8>>> {
        match &self.content {
            Content::Binary { place: Place::Disk(file), .. } => file.read().ok().map(Arc::new),
            Content::Binary { place: Place::Memory(bytes), .. } => Some(bytes.clone()),
            Content::Text(_) => None,
        }
    }
}

/// What a file holds.
#[derive(Clone, Debug)]
pub enum Content {
    /// UTF-8: Markdown, templates, styles.
    Text(Arc<str>),
    /// Anything else: only copied. It is read in blocks, and its bytes are never held.
    Binary {
        /// Bytes in all.
        len: u64,
        /// Width and height in pixels, if it is an image.
        size: Option<(u32, u32)>,
        /// Where the bytes are.
        place: Place,
    },
}

/// Where the bytes of a binary file are.
#[derive(Clone, Debug)]
pub enum Place {
    /// On disk: a site's videos do not belong in memory.
    Disk(OnDisk),
    /// In memory, for tests and generated sites.
    Memory(Arc<Vec<u8>>),
}

impl Sources {
    /// Adds a text, replacing what was there.
    pub fn insert_text(&mut self, path: &str, text: &str) {
        let fingerprint = Fingerprint::of_bytes(text.as_bytes());
        self.files.insert(path.to_owned(), File { fingerprint, content: Content::Text(text.into()) });
    }

    /// Adds a binary file held in memory.
    pub fn insert_bytes(&mut self, path: &str, bytes: &[u8]) {
        let content = Content::Binary {
            len: bytes.len() as u64,
            size: scan::image_size(bytes),
            place: Place::Memory(bytes.to_vec().into()),
        };
        self.files.insert(path.to_owned(), File { fingerprint: Fingerprint::of_bytes(bytes), content });
    }

    /// The text of a file, if it is one.
    pub fn text(&self, path: &str) -> Option<&Arc<str>> {
        match &self.files.get(path)?.content {
            Content::Text(text) => Some(text),
            Content::Binary { .. } => None,
        }
    }

    /// Pages and the files beside them, by their path in the folder of pages.
    pub fn content<'a>(&'a self, content: &'a ContentDir) -> impl Iterator<Item = (&'a str, &'a File)> {
        self.below(content.prefix()).filter(|(path, _)| !content.is_root() || content.holds(path))
    }

    /// The files below a folder, by their path in it. `folder` ends with `/`.
    pub fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a File)> {
        let files = self.files.from(folder);
        files
            .take_while(move |(path, _)| path.starts_with(folder))
            .map(move |(path, file)| (&path[folder.len()..], file))
    }
}

/// Whether there is a page at all.
pub fn has_pages(sources: &Sources, content: &ContentDir) -> bool {
    sources.content(content).any(|(path, _)| content::is_page_name(path))
}
