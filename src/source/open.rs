//! Files of the project are opened here, and nowhere else: below its folder, without following a link on the way.
//!
//! In: the folder, the way to a file from there. Out: the file, open, a regular one. What the snapshot listed may be a
//! link when it is read, an hour later in the preview: one to `.env` would show it, one to `/` the disk. To look first and
//! then open is to be late between the two, so the system is told not to follow.
//!
//! 1. Linux opens the whole way in one call that follows no link (`openat2`).
//! 2. Where there is no such call, folder after folder is opened in the one before.
//!
//! [`OnDisk`] is a file that is only copied: opened, read and copied as the one that was listed, or not at all.

#![allow(clippy::disallowed_methods, reason = "an impure edge")]

use super::stamp::Stamp;
use crate::fingerprint::Fingerprint;
use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// A file that is only copied.
#[derive(Clone, Debug)]
pub struct OnDisk {
    /// The project's folder.
    pub root: Arc<Path>,
    /// The way to the file from there, as it is spelt on disk.
    pub inside: PathBuf,
    /// Of the bytes that were read for the snapshot.
    pub fingerprint: Fingerprint,
    /// What the file was known by then, if that can be trusted.
    pub stamp: Option<Stamp>,
}

impl OnDisk {
    /// The file as it is now. It may be another one than the snapshot has read, but not one that stands elsewhere.
    ///
    /// # Errors
    /// When it is gone, when it is no regular file, when a link has taken its place or that of a folder above it.
    pub fn open(&self) -> io::Result<File> {
        Folder::open(&self.root).file(&self.inside)
    }

    /// All its bytes: for what cannot take them in blocks.
    ///
    /// # Errors
    /// As [`OnDisk::open`].
    pub fn read(&self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.open()?.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Its path.
    pub fn path(&self) -> PathBuf {
        self.root.join(&self.inside)
    }

    /// Copies the bytes of the snapshot, by the system where that is possible (it may only note that two files share
    /// them), else in one stream that also looks whether they are those bytes.
    ///
    /// # Errors
    /// As [`OnDisk::open`]; when the target cannot be written; when the file has changed since the snapshot.
    pub fn copy(&self, target: &Path) -> Result<(), CopyError> {
        let mut from = self.open().map_err(CopyError::Source)?;
        let mut to = File::create(target).map_err(CopyError::Target)?;
        if self.is_as_it_was(&from) {
            io::copy(&mut from, &mut to).map_err(CopyError::Target)?;
            if self.is_as_it_was(&from) {
                return Ok(());
            }
            (from, to) = (self.open().map_err(CopyError::Source)?, File::create(target).map_err(CopyError::Target)?);
        }
        let mut failed = None;
        let read = Fingerprint::of_blocks(&mut from, |block| {
            to.write_all(block).inspect_err(|error| failed = Some(error.kind()))
        });
        match read {
            Ok(fingerprint) if fingerprint == self.fingerprint => Ok(()),
            Ok(_) => Err(CopyError::Source(io::Error::other("the file changed while the site was built; build again"))),
            Err(error) if failed.is_some() => Err(CopyError::Target(error)),
            Err(error) => Err(CopyError::Source(error)),
        }
    }

    fn is_as_it_was(&self, file: &File) -> bool {
        self.stamp.is_some() && file.metadata().ok().as_ref().and_then(Stamp::of) == self.stamp
    }
}

/// Which of two files is to blame.
#[derive(Debug)]
pub enum CopyError {
    /// The file of the project.
    Source(io::Error),
    /// Its copy.
    Target(io::Error),
}

/// A folder whose files are opened.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    #[cfg(unix)]
    open: Option<rustix::fd::OwnedFd>,
}

impl Folder {
    /// A folder. What is wrong with it is told of its files.
    pub fn open(path: &Path) -> Self {
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        Self {
            path: path.to_owned(),
            #[cfg(unix)]
            open: steps::folder(rustix::fs::CWD, path, rustix::fs::OFlags::empty()).ok(),
        }
    }

    /// A regular file below it.
    ///
    /// # Errors
    /// As [`OnDisk::open`].
    pub fn file(&self, inside: &Path) -> io::Result<File> {
        if !inside.components().all(|part| matches!(part, Component::Normal(_))) {
            return Err(io::Error::other("the path leads out of the project"));
        }
        let file = self.unfollowed(inside)?;
        if file.metadata()?.is_file() { Ok(file) } else { Err(io::Error::other("this is not a regular file")) }
    }

    #[cfg(unix)]
    fn unfollowed(&self, inside: &Path) -> io::Result<File> {
        let Some(folder) = &self.open else {
            return File::open(&self.path).and(Err(io::Error::other("the project's folder cannot be opened")));
        };
        match steps::at_once(folder, inside) {
            Some(result) => result,
            None => steps::one_by_one(folder, inside),
        }
        .map(File::from)
        .map_err(plainly)
    }

    /// A folder below it.
    ///
    /// # Errors
    /// When it is not there, or a link is on the way.
    pub(super) fn below(&self, inside: &Path) -> io::Result<Self> {
        let path = self.path.join(inside);
        #[cfg(unix)]
        {
            let root = self.open.as_ref().ok_or_else(|| io::Error::other("the project's folder cannot be opened"))?;
            let open = steps::folder_below(root, inside).map_err(plainly)?;
            Ok(Self { path, open: Some(open) })
        }
        #[cfg(not(unix))]
        {
            unlinked(&self.path, inside)?;
            Ok(Self { path })
        }
    }

    /// Makes the folders on a way that are not there.
    ///
    /// # Errors
    /// When one cannot be made, or is a link.
    pub(super) fn make(&self, inside: &Path) -> io::Result<()> {
        let mut way = PathBuf::new();
        for part in inside {
            let above = self.below(&way)?;
            above.make_one(part)?;
            way.push(part);
        }
        Ok(())
    }

    /// Elsewhere every part of the way is looked at, and the file opened by its path.
    #[cfg(not(unix))]
    fn unfollowed(&self, inside: &Path) -> io::Result<File> {
        unlinked(&self.path, inside)?;
        File::open(self.path.join(inside))
    }
}

/// Steps in one folder, for [`super::replace`]: names are names in it, and none of them is followed.
#[cfg(unix)]
impl Folder {
    fn fd(&self) -> io::Result<&rustix::fd::OwnedFd> {
        self.open.as_ref().ok_or_else(|| io::Error::other("the folder cannot be opened"))
    }

    fn make_one(&self, name: &OsStr) -> io::Result<()> {
        match rustix::fs::mkdirat(self.fd()?, name, rustix::fs::Mode::from_raw_mode(0o777)) {
            Ok(()) | Err(rustix::io::Errno::EXIST) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// A new file with these bytes, on the disk when this returns, with the rights and the owner of another.
    pub(super) fn write_new(&self, name: &OsStr, bytes: &[u8], like: Option<&OsStr>) -> io::Result<()> {
        use rustix::fs::{AtFlags, Mode, OFlags, fchmod, fchown, openat, statat};
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let mut file = File::from(openat(self.fd()?, name, flags, Mode::from_raw_mode(0o666))?);
        if let Some(like) = like {
            let stat = statat(self.fd()?, like, AtFlags::SYMLINK_NOFOLLOW)?;
            let (owner, group) = (rustix::fs::Uid::from_raw(stat.st_uid), rustix::fs::Gid::from_raw(stat.st_gid));
            // Only who may give files away does: else they are the writer's own.
            let _ = fchown(&file, Some(owner), Some(group));
            fchmod(&file, Mode::from_raw_mode(stat.st_mode))?;
        }
        file.write_all(bytes)?;
        file.sync_all()
    }

    /// Puts each of two files in the other's place; false where the system has no such step.
    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    pub(super) fn exchange(&self, a: &OsStr, b: &OsStr) -> io::Result<bool> {
        use rustix::fs::{RenameFlags, renameat_with};
        use rustix::io::Errno;
        match renameat_with(self.fd()?, a, self.fd()?, b, RenameFlags::EXCHANGE) {
            Ok(()) => Ok(true),
            Err(Errno::NOSYS | Errno::INVAL | Errno::OPNOTSUPP) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// There is no such step.
    #[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
    pub(super) fn exchange(&self, _: &OsStr, _: &OsStr) -> io::Result<bool> {
        Ok(false)
    }

    /// Renames, over what is there.
    pub(super) fn rename(&self, from: &OsStr, to: &OsStr) -> io::Result<()> {
        Ok(rustix::fs::renameat(self.fd()?, from, self.fd()?, to)?)
    }

    /// Renames, but not over anything.
    pub(super) fn put(&self, from: &OsStr, to: &OsStr) -> io::Result<()> {
        use rustix::fs::{AtFlags, linkat};
        #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
        {
            use rustix::fs::{RenameFlags, renameat_with};
            use rustix::io::Errno;
            match renameat_with(self.fd()?, from, self.fd()?, to, RenameFlags::NOREPLACE) {
                Err(Errno::NOSYS | Errno::INVAL | Errno::OPNOTSUPP) => {}
                result => return Ok(result?),
            }
        }
        linkat(self.fd()?, from, self.fd()?, to, AtFlags::empty())?;
        self.unlink(from);
        Ok(())
    }

    /// Removes a file; one that is gone is no error.
    pub(super) fn unlink(&self, name: &OsStr) {
        if let Ok(folder) = self.fd() {
            let _ = rustix::fs::unlinkat(folder, name, rustix::fs::AtFlags::empty());
        }
    }

    /// What was renamed is renamed on the disk too.
    pub(super) fn settle(&self) {
        if let Ok(folder) = self.fd() {
            let _ = rustix::fs::fsync(folder);
        }
    }
}

/// The same by paths.
#[cfg(not(unix))]
impl Folder {
    fn make_one(&self, name: &OsStr) -> io::Result<()> {
        std::fs::create_dir_all(self.path.join(name))
    }

    pub(super) fn write_new(&self, name: &OsStr, bytes: &[u8], like: Option<&OsStr>) -> io::Result<()> {
        let mut file = File::create_new(self.path.join(name))?;
        if let Some(like) = like {
            file.set_permissions(std::fs::symlink_metadata(self.path.join(like))?.permissions())?;
        }
        file.write_all(bytes)?;
        file.sync_all()
    }

    pub(super) fn exchange(&self, _: &OsStr, _: &OsStr) -> io::Result<bool> {
        Ok(false)
    }

    pub(super) fn rename(&self, from: &OsStr, to: &OsStr) -> io::Result<()> {
        std::fs::rename(self.path.join(from), self.path.join(to))
    }

    pub(super) fn put(&self, from: &OsStr, to: &OsStr) -> io::Result<()> {
        std::fs::hard_link(self.path.join(from), self.path.join(to))?;
        self.unlink(from);
        Ok(())
    }

    pub(super) fn unlink(&self, name: &OsStr) {
        let _ = std::fs::remove_file(self.path.join(name));
    }

    pub(super) fn settle(&self) {}
}

/// Looks at every part of a way.
#[cfg(not(unix))]
fn unlinked(root: &Path, inside: &Path) -> io::Result<()> {
    for way in inside.ancestors().filter(|way| !way.as_os_str().is_empty()) {
        if std::fs::symlink_metadata(root.join(way))?.is_symlink() {
            return Err(linked());
        }
    }
    Ok(())
}

/// What the system calls too many links, or a folder that is none, in words.
#[cfg(unix)]
fn plainly(error: rustix::io::Errno) -> io::Error {
    match error {
        rustix::io::Errno::LOOP | rustix::io::Errno::NOTDIR | rustix::io::Errno::MLINK => linked(),
        error => error.into(),
    }
}

fn linked() -> io::Error {
    io::Error::other("it, or a folder above it, was replaced with a symbolic link; links are not followed")
}

#[cfg(unix)]
mod steps {
    //! The ways to open a file.

    use rustix::fd::{AsFd, OwnedFd};
    use rustix::fs::{Mode, OFlags, openat};
    use rustix::io::Errno;
    use std::path::Path;

    /// A pipe that has taken a file's place is not waited for.
    fn file_flags() -> OFlags {
        OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NOCTTY | OFlags::NONBLOCK
    }

    /// A folder.
    pub fn folder(at: impl AsFd, path: &Path, more: OFlags) -> Result<OwnedFd, Errno> {
        openat(at, path, OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC | more, Mode::empty())
    }

    /// A folder below another, step by step.
    pub fn folder_below(root: &OwnedFd, inside: &Path) -> Result<OwnedFd, Errno> {
        let mut last = folder(root, Path::new("."), OFlags::NOFOLLOW)?;
        for part in inside {
            last = folder(&last, Path::new(part), OFlags::NOFOLLOW)?;
        }
        Ok(last)
    }

    /// In one call; nothing where the system has none, or forbids it.
    #[cfg(any(target_os = "linux", target_os = "android"))]
    pub fn at_once(folder: &OwnedFd, inside: &Path) -> Option<Result<OwnedFd, Errno>> {
        use rustix::fs::{ResolveFlags, openat2};
        let how = ResolveFlags::NO_SYMLINKS | ResolveFlags::BENEATH;
        match openat2(folder, inside, file_flags(), Mode::empty(), how) {
            Err(Errno::NOSYS | Errno::PERM | Errno::INVAL | Errno::TOOBIG | Errno::AGAIN) => None,
            result => Some(result),
        }
    }

    /// There is no such call.
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    pub fn at_once(_: &OwnedFd, _: &Path) -> Option<Result<OwnedFd, Errno>> {
        None
    }

    /// Folder after folder.
    pub fn one_by_one(root: &OwnedFd, inside: &Path) -> Result<OwnedFd, Errno> {
        let mut above: Option<OwnedFd> = None;
        for part in inside.parent().into_iter().flat_map(Path::iter) {
            let at = above.as_ref().unwrap_or(root);
            above = Some(folder(at, Path::new(part), OFlags::NOFOLLOW)?);
        }
        let name = inside.file_name().ok_or(Errno::INVAL)?;
        openat(above.as_ref().unwrap_or(root), name, file_flags() | OFlags::NOFOLLOW, Mode::empty())
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::fs::symlink;

    /// Both ways refuse the same.
    #[test]
    fn no_part_of_the_way_is_a_link() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir_all(root.join("a/b")).unwrap();
        fs::write(root.join("a/b/file"), "in").unwrap();
        fs::write(root.join("secret"), "out").unwrap();
        symlink("../../secret", root.join("a/b/link")).unwrap();
        symlink("b", root.join("a/c")).unwrap();
        symlink(root, root.join("a/up")).unwrap();
        let opened = Folder::open(root);
        let open = opened.open.as_ref().unwrap();
        for (path, fine) in [
            ("a/b/file", true),
            ("secret", true),
            ("a/b/link", false),
            ("a/c/file", false),
            ("a/up/secret", false),
            ("a/b/file/x", false),
            ("a/none", false),
        ] {
            assert_eq!(opened.file(Path::new(path)).is_ok(), fine, "{path}");
            assert_eq!(steps::one_by_one(open, Path::new(path)).is_ok(), fine, "{path}");
        }
        for path in ["a/../secret", "/etc/passwd", "a/b", "..", ""] {
            assert!(opened.file(Path::new(path)).is_err(), "{path}");
        }
        assert!(Folder::open(&root.join("gone")).file(Path::new("secret")).is_err());
    }

    #[test]
    fn only_the_bytes_of_the_snapshot_are_copied() {
        let folder = tempfile::tempdir().unwrap();
        let (root, target) = (folder.path(), folder.path().join("copy"));
        fs::write(root.join("file"), "as it was").unwrap();
        let stamp = |path: &Path| Stamp::of(&fs::metadata(path).unwrap());
        let fingerprint = Fingerprint::of_bytes(b"as it was");
        let file = OnDisk { root: root.into(), inside: "file".into(), fingerprint, stamp: stamp(&root.join("file")) };
        file.copy(&target).unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"as it was");
        // Nothing is known of it, or it was touched: its bytes are looked at.
        OnDisk { stamp: None, ..file.clone() }.copy(&target).unwrap();
        fs::write(root.join("file"), "otherwise").unwrap();
        assert!(matches!(file.copy(&target), Err(CopyError::Source(_))));
        fs::remove_file(root.join("file")).unwrap();
        symlink("copy", root.join("file")).unwrap();
        assert!(matches!(file.copy(&target), Err(CopyError::Source(_))));
        assert!(file.read().is_err());
    }
}
