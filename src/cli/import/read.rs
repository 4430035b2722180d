//! Reads the source of an import: a folder, an archive, a document. Links are not followed.
//!
//! In: a path. Out: a [`Tree`], and notes about what was not read or came in another encoding.

use crate::import::tree::{self, TEXTS};
use crate::import::{Leaf, Note, Tree, archive, encoding};
use std::fs;
use std::path::Path;

/// A larger text is no page: it is copied, and not read.
const MAX_TEXT: u64 = 16 << 20;
/// A larger document is not read.
const MAX_DOCUMENT: u64 = 512 << 20;
/// Folders in folders: deeper is a circle that somebody made.
const MAX_DEPTH: usize = 64;

/// What was read.
pub(super) struct Read {
    /// The files.
    pub files: Tree,
    /// What was not, and why.
    pub notes: Vec<Note>,
}

/// Reads all of the source.
pub(super) fn tree(source: &Path) -> Result<Read, String> {
    let named = |error: std::io::Error| format!("{}: {error}", source.display());
    let full = fs::canonicalize(source).map_err(named)?;
    let name = full.file_stem().or(full.file_name()).unwrap_or_default().to_string_lossy().into_owned();
    let mut read = Read { files: Tree::new(&name), notes: Vec::new() };
    if full.is_dir() {
        read.folder(&full, "", 0)?;
    } else {
        let bytes = fs::read(&full).map_err(named)?;
        let file = full.file_name().unwrap_or_default().to_string_lossy().into_owned();
        read.file(&file, bytes)?;
    }
    read.nested()?;
    Ok(read)
}

impl Read {
    fn note(&mut self, file: &str, what: &str, advice: &str) {
        let (file, what, advice) = (file.to_owned(), what.to_owned(), advice.to_owned());
        self.notes.push(Note { file, line: 0, what, advice, is_macro: false });
    }

    fn folder(&mut self, folder: &Path, prefix: &str, depth: usize) -> Result<(), String> {
        if depth > MAX_DEPTH {
            self.note(prefix, "nested too deep: not read", "move it up");
            return Ok(());
        }
        let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        let mut entries: Vec<fs::DirEntry> = entries.flatten().collect();
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let file = entry.file_name();
            let Some(name) = file.to_str() else {
                self.note(
                    &format!("{prefix}{}", file.to_string_lossy()),
                    "its name is not UTF-8: not imported",
                    "rename it",
                );
                continue;
            };
            let path = format!("{prefix}{}", crate::url::nfc(name));
            let Ok(kind) = entry.file_type() else { continue };
            if kind.is_symlink() {
                self.note(
                    &path,
                    "a link of the file system: not followed",
                    "copy what it leads to, if that belongs to the pages",
                );
            } else if kind.is_dir() {
                if !is_machinery(name) {
                    self.folder(&entry.path(), &format!("{path}/"), depth + 1)?;
                }
            } else if kind.is_file() {
                self.on_disk(&entry, &path)?;
            }
        }
        Ok(())
    }

    fn on_disk(&mut self, entry: &fs::DirEntry, path: &str) -> Result<(), String> {
        let size = entry.metadata().map(|data| data.len()).unwrap_or_default();
        let ending = tree::ending(path);
        let is_text =
            TEXTS.contains(&ending.as_str()) && size <= MAX_TEXT || tree::name(path).starts_with('.') && size < 1 << 16;
        let is_document = ending == "docx" && size <= MAX_DOCUMENT;
        if !is_text && !is_document {
            self.files.insert(path, Leaf::Disk);
            return Ok(());
        }
        let bytes = fs::read(entry.path()).map_err(|error| format!("{path}: {error}"))?;
        self.leaf(path, bytes);
        Ok(())
    }

    fn leaf(&mut self, path: &str, bytes: Vec<u8>) {
        if tree::ending(path) == "docx"
            || !TEXTS.contains(&tree::ending(path).as_str()) && std::str::from_utf8(&bytes).is_err()
        {
            return self.files.insert(path, Leaf::Bytes(bytes.into()));
        }
        let (text, converted) = encoding::read(&bytes);
        if let (Some(encoding), true) = (converted, tree::is_page(path)) {
            self.note(path, &format!("was written in {encoding}: converted to UTF-8"), "nothing to do");
        }
        self.files.insert(path, Leaf::Text { text, converted });
    }

    /// A single file: an archive, or a document.
    fn file(&mut self, name: &str, bytes: Vec<u8>) -> Result<(), String> {
        if tree::ending(name) != "zip" {
            self.leaf(name, bytes);
            return Ok(());
        }
        for (path, bytes) in archive::unpack(&bytes)? {
            self.unpacked(&path, bytes);
        }
        Ok(())
    }

    fn unpacked(&mut self, path: &str, bytes: Vec<u8>) {
        if TEXTS.contains(&tree::ending(path).as_str()) {
            self.leaf(path, bytes);
        } else {
            self.files.insert(path, Leaf::Bytes(bytes.into()));
        }
    }

    /// Exports of Notion are archives in an archive: one level of them is opened.
    fn nested(&mut self) -> Result<(), String> {
        let inner = |(path, leaf): (&str, &Leaf)| match leaf {
            Leaf::Bytes(bytes) if tree::ending(path) == "zip" && tree::name(path).starts_with("Export") => {
                Some(bytes.clone())
            }
            _ => None,
        };
        let archives: Vec<_> = self.files.files().filter_map(inner).collect();
        for bytes in archives {
            for (path, bytes) in archive::unpack(&bytes)? {
                self.unpacked(&path, bytes);
            }
        }
        Ok(())
    }
}

/// What is never read: it is large, and no page is in it.
fn is_machinery(name: &str) -> bool {
    [".git", "node_modules", ".hg", ".svn", "__pycache__", ".venv", "venv", "target", "_site", ".trash"].contains(&name)
}
