//! Archives: an export of Notion or Confluence, a document of Word.
//!
//! In: the bytes of a ZIP file, which nobody has checked. Out: its files. Refused are names that lead out of the folder,
//! links, more files or bytes than an export has, and files that grow beyond measure when they are unpacked.

use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Files of one archive.
const MAX_FILES: usize = 100_000;
/// Bytes of one file, unpacked.
const MAX_FILE: u64 = 256 << 20;
/// Bytes of all files, unpacked.
const MAX_ALL: u64 = 2 << 30;
/// An archive that grows by more than this, beyond a megabyte, is a bomb.
const MAX_RATIO: u64 = 400;

/// The files of an archive, by their paths.
///
/// # Errors
/// What is wrong with the archive.
pub fn unpack(bytes: &[u8]) -> Result<Vec<(String, Vec<u8>)>, String> {
    let mut archive =
        ZipArchive::new(Cursor::new(bytes)).map_err(|error| format!("not a readable ZIP archive: {error}"))?;
    if archive.len() > MAX_FILES {
        return Err(format!("the archive holds {} files; at most {MAX_FILES} are read", archive.len()));
    }
    let budget = MAX_ALL.min(((bytes.len() as u64) * MAX_RATIO).max(1 << 20));
    let (mut files, mut all) = (Vec::new(), 0);
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(|error| format!("the archive is damaged: {error}"))?;
        if entry.is_dir() {
            continue;
        }
        let name = entry.name().map_err(|error| format!("the archive is damaged: {error}"))?.replace('\\', "/");
        let path = check(&name)?;
        if entry.is_symlink() {
            return Err(format!("`{name}` in the archive is a link; an archive with links is not read"));
        }
        let limit = MAX_FILE.min(budget - all);
        let mut content = Vec::new();
        let read = entry.by_ref().take(limit + 1).read_to_end(&mut content);
        read.map_err(|error| format!("`{name}` in the archive cannot be unpacked: {error}"))?;
        if content.len() as u64 > limit {
            return Err(format!("`{name}` in the archive unpacks to far more than the archive's size: it is not read"));
        }
        all += content.len() as u64;
        files.push((path, content));
    }
    Ok(files)
}

/// A path that stays in its folder.
fn check(name: &str) -> Result<String, String> {
    let leaves = name.starts_with('/')
        || name.contains('\0')
        || name.split('/').any(|part| part == "..")
        || name.get(1..2) == Some(":");
    if leaves {
        return Err(format!("`{name}` in the archive leads out of the folder: the archive is not read"));
    }
    Ok(name.split('/').filter(|part| !part.is_empty() && *part != ".").collect::<Vec<_>>().join("/"))
}
