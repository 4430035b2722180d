//! Reads the project from disk. An impure edge, and the only file that names walkdir and imagesize.
//!
//! In: the root, the configuration's theme. Out: [`Sources`], and diagnostics for what could not be read.
//!
//! 1. List `content/`, `templates/`, `themes/<theme>/`. Links are not followed: one to `/` would publish the disk.
//! 2. Drop what editors and systems leave behind, and everything hidden.
//! 3. Read on all cores: texts whole, other files only for their fingerprint and size.

#![allow(clippy::disallowed_methods, reason = "an impure edge")]

use super::{Content, File, Place, Sources};
use crate::diagnostic::Diagnostic;
use crate::fingerprint::Fingerprint;
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::{fs, io};
use walkdir::{DirEntry, WalkDir};

/// Folders that are read.
pub const FOLDERS: [&str; 3] = ["content", "templates", "themes"];

/// Larger texts are treated as binary: nobody writes them by hand.
const MAX_TEXT: u64 = 16 * 1024 * 1024;

/// Files that hold text that a stage reads.
const TEXTS: [&str; 10] = ["md", "html", "yaml", "yml", "css", "js", "json", "svg", "txt", "xml"];

/// Takes the snapshot. `skip` is a folder (the output) that is never read.
pub fn scan(root: &Path, skip: &Path) -> (Sources, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut paths = Vec::new();
    for folder in FOLDERS {
        list(root, &root.join(folder), skip, &mut paths, &mut diagnostics);
    }
    let read: Vec<_> = paths.into_par_iter().map(|(name, path)| (read(&name, &path), name)).collect();
    let mut sources = Sources::default();
    for (file, name) in read {
        match file {
            Ok(file) => drop(sources.files.insert(name, file)),
            Err(error) => diagnostics.push(unreadable(&name, &error)),
        }
    }
    (sources, diagnostics)
}

fn list(root: &Path, folder: &Path, skip: &Path, paths: &mut Vec<(String, PathBuf)>, out: &mut Vec<Diagnostic>) {
    let wanted = |entry: &DirEntry| entry.depth() == 0 || (!is_leftover(entry) && entry.path() != skip);
    for entry in WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(wanted) {
        match entry {
            Ok(entry) if entry.file_type().is_file() => match name(root, entry.path()) {
                Ok(name) => paths.push((name, entry.into_path())),
                Err(problem) => out.push(problem),
            },
            Ok(entry) if entry.file_type().is_symlink() => out.push(link(root, &entry)),
            Ok(_) => {}
            // A project without templates/ is fine.
            Err(error) if error.depth() == 0 && is_missing(&error) => {}
            Err(error) => out.push(Diagnostic::error(
                "unreadable",
                &shown(root, error.path().unwrap_or(folder)),
                error.to_string(),
            )),
        }
    }
}

fn is_missing(error: &walkdir::Error) -> bool {
    error.io_error().is_some_and(|e| e.kind() == io::ErrorKind::NotFound)
}

/// Hidden files, backups, swap files: `.git`, `page.md~`, `#page.md#`, `.page.md.swp`, `Thumbs.db`.
pub fn is_leftover(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    let hidden = name.starts_with('.') && name != ".well-known";
    let backup = name.ends_with('~') || (name.starts_with('#') && name.ends_with('#'));
    let temporary = [".swp", ".swx", ".tmp", ".bak", ".bck", ".orig", ".rej", "___jb_tmp___", "___jb_old___"];
    let keys = ["id_rsa", "id_ed25519", "Thumbs.db", "desktop.ini", "4913"];
    hidden || backup || temporary.iter().any(|end| name.ends_with(end)) || keys.contains(&name.as_ref())
}

/// The path as the rest of docent names it; a name that is not UTF-8 has no URL.
fn name(root: &Path, path: &Path) -> Result<String, Diagnostic> {
    let relative = path.strip_prefix(root).unwrap_or(path);
    let Some(text) = relative.to_str() else {
        let error = Diagnostic::error("file-name", &shown(root, path), "the file's name is not valid UTF-8");
        return Err(error.hint("rename the file"));
    };
    if text.chars().any(char::is_control) {
        let error = Diagnostic::error("file-name", text, "the file's name holds a control character");
        return Err(error.hint("rename the file"));
    }
    Ok(if std::path::MAIN_SEPARATOR == '/' { text.to_owned() } else { text.replace(std::path::MAIN_SEPARATOR, "/") })
}

fn shown(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).to_string_lossy().into_owned()
}

fn link(root: &Path, entry: &DirEntry) -> Diagnostic {
    let message = "a symbolic link is not followed: it could lead out of the project";
    Diagnostic::warning("symlink", &shown(root, entry.path()), message).hint("put the file itself here")
}

fn unreadable(name: &str, error: &io::Error) -> Diagnostic {
    Diagnostic::error("unreadable", name, error.to_string()).hint("check that the file is readable, or remove it")
}

fn read(name: &str, path: &Path) -> io::Result<File> {
    let len = fs::metadata(path)?.len();
    let extension = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    if TEXTS.contains(&extension.as_str()) && len <= MAX_TEXT {
        let bytes = fs::read(path)?;
        let fingerprint = Fingerprint::of_bytes(&bytes);
        return match String::from_utf8(bytes) {
            Ok(text) => Ok(File { fingerprint, content: Content::Text(text.into()) }),
            Err(error) if extension == "md" => Err(not_utf8(error.utf8_error().valid_up_to(), error.as_bytes())),
            Err(error) => Ok(binary(error.as_bytes(), path)),
        };
    }
    Ok(binary(&fs::read(path)?, path))
}

fn not_utf8(valid: usize, bytes: &[u8]) -> io::Error {
    let line = bytes[..valid].iter().filter(|b| **b == b'\n').count() + 1;
    io::Error::new(io::ErrorKind::InvalidData, format!("the file is not UTF-8 (line {line}, byte {})", valid + 1))
}

fn binary(bytes: &[u8], path: &Path) -> File {
    let place = Place::Disk(path.to_owned());
    let content = Content::Binary { len: bytes.len() as u64, size: image_size(bytes), place };
    File { fingerprint: Fingerprint::of_bytes(bytes), content }
}

/// Width and height in pixels, if the bytes are an image whose header can be read.
pub fn image_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let size = imagesize::blob_size(bytes).ok()?;
    Some((size.width.try_into().ok()?, size.height.try_into().ok()?))
}
