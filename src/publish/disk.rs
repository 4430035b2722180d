//! What the standard library does not ask of a file system: mounts, space, attributes, the exchange, and that what was
//! written is on the disk. The only file that names rustix. Where a system has no answer, nothing is assumed.

#![allow(clippy::disallowed_methods, reason = "an impure edge")]

use super::{Wrapped, wrap};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io;
use std::path::Path;

/// The number of a file in its file system; 0 if there is none.
#[cfg(unix)]
pub fn number(path: &Path) -> u64 {
    use std::os::unix::fs::MetadataExt;
    fs::symlink_metadata(path).map(|m| m.ino()).unwrap_or_default()
}

/// The number of a file in its file system; 0 if there is none.
#[cfg(not(unix))]
pub fn number(_: &Path) -> u64 {
    0
}

/// The file system that a folder is on.
#[cfg(unix)]
pub fn device(path: &Path) -> u64 {
    use std::os::unix::fs::MetadataExt;
    fs::metadata(path).map(|m| m.dev()).unwrap_or_default()
}

/// The file system that a folder is on.
#[cfg(not(unix))]
pub fn device(_: &Path) -> u64 {
    0
}

/// Whether something is mounted here, a folder of the same file system too.
#[cfg(target_os = "linux")]
pub fn is_mounted(path: &Path) -> bool {
    use rustix::fs::{AtFlags, CWD, StatxAttributes, StatxFlags, statx};
    let asked = statx(CWD, path, AtFlags::SYMLINK_NOFOLLOW, StatxFlags::BASIC_STATS);
    asked.is_ok_and(|found| {
        found.stx_attributes_mask.contains(StatxAttributes::MOUNT_ROOT)
            && found.stx_attributes.contains(StatxAttributes::MOUNT_ROOT)
    })
}

/// Whether something is mounted here, a folder of the same file system too.
#[cfg(not(target_os = "linux"))]
pub fn is_mounted(_: &Path) -> bool {
    false
}

/// Puts each of two folders in the other's place, in one step.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
pub fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE)?)
}

/// Puts each of two folders in the other's place, in one step.
#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
pub fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Bytes that may still be written, and the size of the blocks that they are written in.
#[cfg(unix)]
pub fn space(folder: &Path) -> Option<(u64, u64)> {
    let asked = rustix::fs::statvfs(folder).ok()?;
    // Some file systems do not say.
    (asked.f_blocks > 0).then(|| (asked.f_bavail.saturating_mul(asked.f_frsize), asked.f_frsize.max(1)))
}

/// Bytes that may still be written, and the size of the blocks that they are written in.
#[cfg(not(unix))]
pub fn space(_: &Path) -> Option<(u64, u64)> {
    None
}

/// Gives a folder the extended attributes of another: lists of who may read, what new files in it inherit.
#[cfg(target_os = "linux")]
pub fn copy_attributes(from: &Path, to: &Path) {
    use rustix::fs::{XattrFlags, getxattr, listxattr, setxattr};
    let mut names = vec![0; 4096];
    let Ok(length) = listxattr(from, &mut names[..]) else { return };
    for name in names[..length].split(|byte| *byte == 0).filter(|name| !name.is_empty()) {
        let mut value = vec![0; 65_536];
        if let Ok(length) = getxattr(from, name, &mut value[..]) {
            let _ = setxattr(to, name, &value[..length], XattrFlags::empty());
        }
    }
}

/// Gives a folder the extended attributes of another: lists of who may read, what new files in it inherit.
#[cfg(not(target_os = "linux"))]
pub fn copy_attributes(_: &Path, _: &Path) {}

/// So many files are sent to the disk one by one; more, with all else that waits.
const FEW: usize = 64;

/// Returns when these files of a folder, and the folders that name them, are on the disk.
pub fn sync(folder: &Path, names: &[&str]) -> Result<(), Wrapped> {
    if names.len() > FEW && sync_all(folder)? {
        return Ok(());
    }
    let folders: BTreeSet<&Path> = names.iter().flat_map(|name| Path::new(name).ancestors().skip(1)).collect();
    names.par_iter().try_for_each(|name| sync_one(&folder.join(name)))?;
    folders.par_iter().try_for_each(|inside| sync_one(&folder.join(inside)))
}

#[cfg(target_os = "linux")]
fn sync_all(folder: &Path) -> Result<bool, Wrapped> {
    let handle = File::open(folder).map_err(wrap(folder))?;
    match rustix::fs::syncfs(handle) {
        Ok(()) => Ok(true),
        Err(error) => refused(error.into()).map(|()| false).map_err(wrap(folder)),
    }
}

#[cfg(not(target_os = "linux"))]
fn sync_all(_: &Path) -> Result<bool, Wrapped> {
    Ok(false)
}

/// Returns when a file, or a folder's list of names, is on the disk.
pub fn sync_one(path: &Path) -> Result<(), Wrapped> {
    match File::open(path) {
        Ok(handle) => handle.sync_all().or_else(refused).map_err(wrap(path)),
        // Not ours to read: then not ours to have written.
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Ok(()),
        // Some systems cannot open a folder.
        Err(_) if cfg!(windows) => Ok(()),
        Err(error) => Err(wrap(path)(error)),
    }
}

/// Some file systems cannot be asked; a disk that is full or broken is another matter.
fn refused(error: io::Error) -> io::Result<()> {
    use io::ErrorKind::{InvalidInput, PermissionDenied, Unsupported};
    if matches!(error.kind(), InvalidInput | PermissionDenied | Unsupported) { Ok(()) } else { Err(error) }
}
