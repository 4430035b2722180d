//! Reads the project from disk. An impure edge, and the only file that names walkdir, imagesize and simdutf8.
//!
//! In: the root, the configuration's theme. Out: [`Sources`], and diagnostics for what could not be read.
//!
//! 1. List `content/` (or `content_dir`), `templates/`, `themes/`. Links are not followed: one to `/` would publish the disk.
//! 2. Drop what editors and systems leave behind, and everything hidden.
//! 3. Give every file one name, in NFC: what macOS wrote, Linux finds. Two files for one name are an error.
//! 4. Read on all cores: texts whole, other files in blocks for their fingerprint and size, and not at all if an earlier
//!    run has read them ([`Fingerprints`]). No link is followed at this moment either ([`super::open`]).

#![allow(clippy::disallowed_methods, reason = "an impure edge")]

use super::fingerprints::Fingerprints;
use super::open::{Folder, OnDisk};
use super::stamp::Stamp;
use super::{Content, File, Place, Sources};
use crate::byte_scan;
use crate::content::{self, Folders, OWN_FOLDERS, is_page_name};
use crate::diagnostic::{Diagnostic, Severity};
use crate::fingerprint::Fingerprint;
use crate::pictures::orientation;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::io::{Read as _, Seek as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;
use std::{fs, io, iter};
use unicode_normalization::UnicodeNormalization;
use walkdir::{DirEntry, WalkDir};

/// Folders that are read.
pub fn folders(root: &Path, Folders { content, include }: &Folders) -> Vec<PathBuf> {
    if content.is_root() {
        return vec![root.to_owned()];
    }
    let mut all: Vec<PathBuf> = iter::once(content.dir()).chain(OWN_FOLDERS).map(|folder| root.join(folder)).collect();
    // What stands in a folder that is read is not read twice; a folder of its own may stand below one that follows.
    let include = include.iter().map(String::as_str).filter(|folder| !matches!(*folder, "." | "./" | ""));
    let mut include: Vec<PathBuf> = include.map(|folder| root.join(folder)).collect();
    include.sort();
    for path in include {
        if !all.iter().any(|folder| path.starts_with(folder)) {
            all.push(path);
        }
    }
    all
}

/// Larger texts are treated as binary: nobody writes them by hand.
const MAX_TEXT: u64 = 16 * 1024 * 1024;

/// An image says its size in its head. More of one is not looked at, whatever it claims.
const HEAD: usize = 1024 * 1024;

/// Files that hold text that a stage reads.
const TEXTS: [&str; 13] =
    ["md", "mdx", "markdown", "qmd", "html", "yaml", "yml", "css", "js", "json", "svg", "txt", "xml"];

/// Files of programs: pages may include them. Larger ones are only copied.
const PROGRAMS: &str = "rs toml py rb go java kt swift c h cc cpp hpp cs fs ts tsx jsx mjs cjs vue svelte php pl lua r jl dart scala \
                        sh bash zsh fish ps1 psm1 bat cmd sql graphql proto tf hcl ini cfg conf properties env csv tsv diff \
                        patch dockerfile makefile mk gradle groovy ex exs erl hs ml clj lisp scss less console log in out";

/// Largest of them.
const MAX_PROGRAM: u64 = 512 * 1024;

/// Takes the snapshot. `skip` is a folder (the output) that is never read.
pub fn scan(root: &Path, skip: &Path) -> (Sources, Vec<Diagnostic>) {
    scan_knowing(root, &Folders::default(), skip, &Fingerprints::default())
}

/// The same, by what an earlier run knew.
pub fn scan_knowing(root: &Path, read: &Folders, skip: &Path, known: &Fingerprints) -> (Sources, Vec<Diagnostic>) {
    let (paths, mut diagnostics) = list(root, skip, &folders(root, read));
    let paths: Vec<(String, PathBuf)> = paths.into_iter().collect();
    let reader = Reader::new(root, known);
    let read: Vec<_> = paths.into_par_iter().map(|(name, path)| (reader.read(&name, &path), name)).collect();
    let (mut sources, mut refused) = (Sources::default(), BTreeSet::new());
    for (file, name) in read {
        match file {
            Ok(file) => sources.files.insert(name, file),
            Err(problem) => {
                refused.insert(name);
                diagnostics.push(problem);
            }
        }
    }
    sources.refused = refused.into();
    (sources, diagnostics)
}

/// The names of the files below some folders (or of a file), each with its path on disk.
pub(crate) fn list(root: &Path, skip: &Path, folders: &[PathBuf]) -> (BTreeMap<String, PathBuf>, Vec<Diagnostic>) {
    let mut listing = Listing { root, skip, paths: BTreeMap::new(), diagnostics: Vec::new() };
    folders.iter().for_each(|folder| listing.list(folder));
    (listing.paths, listing.diagnostics)
}

/// The folder and those below it that hold an entry of this name; hidden ones are passed over.
pub(crate) fn folders_with(folder: &Path, name: &str) -> Vec<PathBuf> {
    let wanted =
        |entry: &DirEntry| entry.file_type().is_dir() && (entry.depth() == 0 || !is_leftover(entry.file_name()));
    let folders = WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(wanted).flatten();
    folders.map(DirEntry::into_path).filter(|folder| folder.join(name).exists()).collect()
}

/// What was found so far.
struct Listing<'a> {
    root: &'a Path,
    skip: &'a Path,
    /// Name -> path on disk.
    paths: BTreeMap<String, PathBuf>,
    diagnostics: Vec<Diagnostic>,
}

impl Listing<'_> {
    fn list(&mut self, folder: &Path) {
        let skip = self.skip;
        let wanted = |entry: &DirEntry| {
            entry.depth() == 0 || (!is_leftover(entry.file_name()) && entry.path() != skip && !is_made(entry))
        };
        let walk = WalkDir::new(folder).follow_root_links(false).sort_by_file_name();
        for entry in walk.into_iter().filter_entry(wanted) {
            match entry {
                Ok(entry) if entry.file_type().is_dir() => {}
                Ok(entry) if entry.file_type().is_file() => self.file(entry.into_path()),
                Ok(entry) => self.diagnostics.push(special(self.root, &entry)),
                // A project without templates/ is fine.
                Err(error) if error.depth() == 0 && is_missing(&error) => {}
                Err(error) => {
                    let name = shown(self.root, error.path().unwrap_or(folder));
                    let message = error.io_error().map_or_else(|| error.to_string(), io::Error::to_string);
                    self.diagnostics.push(unreadable(&name, &message));
                }
            }
        }
    }

    fn file(&mut self, path: PathBuf) {
        match name(self.root, &path) {
            Ok(name) => match self.paths.get(&name) {
                // A folder of files to include may have that of the pages in it.
                Some(other) if *other == path => {}
                Some(other) => self.diagnostics.push(twins(&name, other, &path)),
                None => drop(self.paths.insert(name, path)),
            },
            Err(problem) => self.diagnostics.push(problem),
        }
    }
}

/// Whether a folder holds what a program has made or fetched: it says so (<https://bford.info/cachedir/>), it is a site of
/// docent, or it has a name by which everybody knows it.
fn is_made(entry: &DirEntry) -> bool {
    let says = || ["CACHEDIR.TAG", MANIFEST].iter().any(|name| entry.path().join(name).exists());
    entry.file_type().is_dir() && (MADE.iter().any(|name| entry.file_name() == *name) || says())
}

/// Folders of package managers.
const MADE: [&str; 4] = ["node_modules", "bower_components", "__pycache__", "site-packages"];

/// What docent writes into each site that it publishes.
pub const MANIFEST: &str = ".docent.json";

fn is_missing(error: &walkdir::Error) -> bool {
    error.io_error().is_some_and(|e| e.kind() == io::ErrorKind::NotFound)
}

/// Hidden files, backups, swap files: `.git`, `page.md~`, `#page.md#`, `.page.md.swp`, `Thumbs.db`.
pub fn is_leftover(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    let hidden = name.starts_with('.') && !content::is_shown(&name);
    let backup = name.ends_with('~') || (name.starts_with('#') && name.ends_with('#'));
    let temporary = [".swp", ".swx", ".tmp", ".bak", ".bck", ".orig", ".rej", "___jb_tmp___", "___jb_old___"];
    let unfinished = [".part", ".partial", ".crdownload", ".crswap", ".download", ".filepart"];
    let keys = ["id_rsa", "id_ed25519", "Thumbs.db", "desktop.ini", "4913"];
    let ends = temporary.iter().chain(&unfinished).any(|end| name.ends_with(end));
    hidden || backup || ends || is_lock_of_office(&name) || is_of_sed(&name) || keys.contains(&name.as_ref())
}

/// What Word, Excel and LibreOffice write beside an open file: `~$plan.docx`; and Word's drafts: `~WRL0001.tmp`.
fn is_lock_of_office(name: &str) -> bool {
    name.starts_with("~$") || name.starts_with("~WR")
}

/// `sedAb1xY9`: the file that `sed -i` writes before it takes the place of the old one.
fn is_of_sed(name: &str) -> bool {
    name.strip_prefix("sed").is_some_and(|rest| {
        rest.len() == 6
            && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && rest.bytes().any(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
    })
}

/// The path as the rest of docent names it; a name that is not UTF-8 has no URL.
pub(crate) fn name(root: &Path, path: &Path) -> Result<String, Diagnostic> {
    let refuse = |why: &str, hint: &str| Err(Diagnostic::error("file-name", &shown(root, path), why).hint(hint));
    let relative = path.strip_prefix(root).unwrap_or(path);
    let Some(text) = relative.to_str() else {
        return refuse("the file name is not valid UTF-8", "rename the file or its folder");
    };
    if text.chars().any(char::is_control) {
        return refuse("the file name contains a control character", "rename the file or its folder");
    }
    if text.chars().any(turns) {
        return refuse(
            "the file name contains an invisible character that changes the direction of text",
            "rename the file",
        );
    }
    let name: String = text.nfc().collect();
    if is_nearly_page(&name) {
        // Copied as it is, it would show what a front matter hides.
        return refuse(
            "only files that end in `.md`, `.mdx`, `.markdown` or `.qmd` are pages",
            "rename the file, or move it out of the folder of pages",
        );
    }
    Ok(if std::path::MAIN_SEPARATOR == '/' { name } else { name.replace(std::path::MAIN_SEPARATOR, "/") })
}

/// Characters that make `exe.txt` of `txt.exe` on a screen (Unicode Technical Report 36, bidirectional spoofing).
fn turns(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn is_nearly_page(name: &str) -> bool {
    let extension = name.rsplit_once('.').map(|(_, e)| e).unwrap_or_default();
    let markdown = ["md", "markdown", "mdown", "mkd", "mdx", "qmd"];
    let own = OWN_FOLDERS.iter().any(|folder| name.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')));
    !own && !is_page_name(name) && markdown.iter().any(|m| m.eq_ignore_ascii_case(extension))
}

fn shown(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).to_string_lossy().into_owned()
}

/// Neither a file nor a folder.
fn special(root: &Path, entry: &DirEntry) -> Diagnostic {
    let name = shown(root, entry.path());
    if !entry.file_type().is_symlink() {
        let warning =
            Diagnostic::warning("special-file", &name, "this is neither a file nor a folder, so it is skipped");
        return warning.hint("remove it");
    }
    let message = "a symbolic link is not followed: it could lead out of the project";
    let warning = Diagnostic::warning("symlink", &name, message).hint("put the file itself here");
    // Without its content/ a site is empty: better none at all.
    if entry.depth() == 0 { Diagnostic { severity: Severity::Error, ..warning } } else { warning }
}

/// The names look alike: their bytes tell which is which.
fn twins(name: &str, first: &Path, second: &Path) -> Diagnostic {
    let bytes = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().escape_default().to_string();
    let message = format!("two files have this name in two Unicode forms: {} and {}", bytes(first), bytes(second));
    Diagnostic::error("file-name", name, message).hint("remove one of the two, or rename it")
}

fn unreadable(name: &str, message: &str) -> Diagnostic {
    Diagnostic::error("unreadable", name, message).hint("check that it is readable, or remove it")
}

/// Reads files of a project.
pub(crate) struct Reader<'a> {
    root: Arc<Path>,
    folder: Folder,
    known: &'a Fingerprints,
    /// What was written later than this may be written again unseen.
    moment: SystemTime,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(root: &Path, known: &'a Fingerprints) -> Self {
        Self { root: root.into(), folder: Folder::open(root), known, moment: SystemTime::now() }
    }

    /// Reads one file below the project's folder.
    pub(crate) fn read(&self, name: &str, path: &Path) -> Result<File, Diagnostic> {
        let inside = path.strip_prefix(&self.root).unwrap_or(path);
        let refuse = |error: io::Error| unreadable(name, &error.to_string());
        let file = self.folder.file(inside).map_err(refuse)?;
        let len = file.metadata().map_err(refuse)?.len();
        let extension = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        if is_page_name(name) && len > MAX_TEXT {
            return Err(too_large(name, len));
        }
        let is_program = || len <= MAX_PROGRAM && PROGRAMS.split_ascii_whitespace().any(|known| known == extension);
        if (TEXTS.contains(&extension.as_str()) && len <= MAX_TEXT) || is_program() {
            let mut bytes = Vec::with_capacity(usize::try_from(len).unwrap_or_default() + 1);
            (&file).take(MAX_TEXT).read_to_end(&mut bytes).map_err(refuse)?;
            if let Some(text) = text(name, bytes, is_page_name(name))? {
                return Ok(text);
            }
        }
        self.binary(name, inside, file).map_err(refuse)
    }

    /// A file that is only copied.
    fn binary(&self, name: &str, inside: &Path, mut file: fs::File) -> io::Result<File> {
        file.rewind()?;
        let stamp = |file: &fs::File| Stamp::of(&file.metadata().ok()?)?.calm_at(self.moment);
        let before = stamp(&file);
        let (mut len, mut head) = (file.metadata()?.len(), Vec::new());
        let (fingerprint, size) = match self.known.of(name, before) {
            Some(known) => known,
            None => {
                len = 0;
                let fingerprint = Fingerprint::of_blocks(&mut file, |block| {
                    len += block.len() as u64;
                    if head.is_empty() {
                        head.extend_from_slice(&block[..block.len().min(HEAD)]);
                    }
                    Ok(())
                })?;
                (fingerprint, image_size(&head))
            }
        };
        // What was written to while it was read is looked at again when it is copied.
        let stamp = before.filter(|before| stamp(&file) == Some(*before));
        let place = OnDisk { root: self.root.clone(), inside: inside.to_owned(), fingerprint, stamp };
        Ok(File { fingerprint, content: Content::Binary { len, size, place: Place::Disk(place) } })
    }
}

/// Reads a file that is the user's own choice, wherever it is: the configuration. A link is followed.
pub(crate) fn read_chosen(name: &str, path: &Path) -> Result<File, Diagnostic> {
    let refuse = |error: io::Error| unreadable(name, &error.to_string());
    let mut bytes = Vec::new();
    fs::File::open(path).and_then(|file| file.take(MAX_TEXT).read_to_end(&mut bytes)).map_err(refuse)?;
    text(name, bytes, true)?.ok_or_else(|| unreadable(name, "it is not text"))
}

/// A page as it would be read, of bytes that are not on the disk.
pub(crate) fn page(name: &str, bytes: Vec<u8>) -> Result<File, Diagnostic> {
    match text(name, bytes, true)? {
        Some(file) => Ok(file),
        None => Err(unreadable(name, "it is no text")),
    }
}

/// A text; nothing if the bytes are none and need not be one.
fn text(name: &str, bytes: Vec<u8>, must_be: bool) -> Result<Option<File>, Diagnostic> {
    let fingerprint = Fingerprint::of_bytes(&bytes);
    let file = |text: Arc<str>| {
        let text = cleaned(name, &text).map_or(text, Into::into);
        Ok(Some(File { fingerprint, content: Content::Text(text) }))
    };
    // Sixteen bytes at a time: the standard library's check is a twentieth of a build of Cyrillic.
    if let Ok(text) = simdutf8::basic::from_utf8(&bytes) {
        return file(text.into());
    }
    match String::from_utf8(bytes) {
        Ok(text) => file(text.into()),
        Err(error) if must_be => Err(not_utf8(name, error.as_bytes(), error.utf8_error().valid_up_to())),
        Err(_) => Ok(None),
    }
}

/// What CommonMark says of a page's signs: NUL is one that cannot be shown, CR alone ends a line. A mark of the byte order
/// in front of a template or of settings says nothing.
fn cleaned(name: &str, text: &str) -> Option<String> {
    if !is_page_name(name) {
        let settings = ["html", "yaml", "yml"].iter().any(|ending| name.ends_with(ending));
        return text.strip_prefix('\u{feff}').filter(|_| settings).map(str::to_owned);
    }
    let lone = |at: usize| !text[at + 1..].starts_with('\n');
    let wrong = byte_scan::find(text, 0).is_some() || byte_scan::each(text.as_bytes(), b'\r').any(lone);
    wrong.then(|| text.replace('\0', "\u{fffd}")).map(|text| lines_ended(&text))
}

/// A text in which no CR stands alone.
fn lines_ended(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, part) in text.split('\r').enumerate() {
        if at > 0 {
            out.push_str(if part.starts_with('\n') { "\r" } else { "\n" });
        }
        out.push_str(part);
    }
    out
}

fn too_large(name: &str, len: u64) -> Diagnostic {
    let message = format!("the page is {len} bytes long; the maximum is {MAX_TEXT}");
    Diagnostic::error("too-large", name, message).hint("split it into several pages")
}

/// Points at the first byte that is not UTF-8.
fn not_utf8(name: &str, bytes: &[u8], valid: usize) -> Diagnostic {
    let utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    let message = if utf16 { "the file is UTF-16, not UTF-8" } else { "the text is not UTF-8 from here on" };
    let text = String::from_utf8_lossy(bytes);
    let error = Diagnostic::error("unreadable", name, message).at(&text, valid..valid + 1);
    error.hint("save the file in UTF-8")
}

/// Width and height in pixels as it is shown, if the bytes are an image whose header can be read.
pub fn image_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let size = imagesize::blob_size(bytes).ok()?;
    let (width, height) = (size.width.try_into().ok()?, size.height.try_into().ok()?);
    // A camera that was held upright writes what it sees on its side.
    let lies = orientation::of(bytes).is_some_and(orientation::lies);
    Some(if lies { (height, width) } else { (width, height) })
}
