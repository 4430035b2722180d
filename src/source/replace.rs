//! Files of the project are written here for those who edit in the browser: whole or not at all, below the project's folder,
//! without following a link on the way, and only over the bytes that the writer has seen.
//!
//! In: the folder, the way to a file from there, the bytes that it is believed to hold, the bytes that it shall hold. Out:
//! the file, or what it holds instead of what was believed.
//!
//! 1. The folder of the file is opened without following a link ([`super::open`]); all that follows happens in it.
//! 2. The new bytes are written aside, with the rights of the old file, and are on the disk before anything is renamed.
//! 3. Both change places in one step, where the system can do that. What was displaced is looked at once more: somebody
//!    may have saved since the first look. If it is not what was believed, both change back.

#![allow(clippy::disallowed_methods, reason = "an impure edge")]

use super::open::Folder;
use std::ffi::OsStr;
use std::io;
use std::path::{Component, Path};

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Replaced {
    /// The file holds the new bytes.
    Done,
    /// It holds others than was believed, and is as it was; none if it is not there.
    Other(Option<Vec<u8>>),
}

/// A file that may be there or not, in a folder that is.
#[derive(Debug)]
pub struct Slot {
    folder: Folder,
    name: std::ffi::OsString,
}

impl Slot {
    /// The file at a path below a folder. With `make`, the folders above it are made.
    ///
    /// # Errors
    /// When a folder above it is not there, or is a link; when the path leads out.
    pub fn open(root: &Path, inside: &Path, make: bool) -> io::Result<Self> {
        if !inside.components().all(|part| matches!(part, Component::Normal(_))) {
            return Err(io::Error::other("the path leads out of the project"));
        }
        let name = inside.file_name().unwrap_or_default().to_owned();
        let above = inside.parent().unwrap_or(Path::new(""));
        let root = Folder::open(root);
        if make {
            root.make(above)?;
        }
        Ok(Self { folder: root.below(above)?, name })
    }

    /// What it holds; none if it is not there.
    ///
    /// # Errors
    /// When it is no regular file, or cannot be read.
    pub fn read(&self) -> io::Result<Option<Vec<u8>>> {
        read(&self.folder, &self.name)
    }

    /// Puts `new` in the place of `old`; without `new` the file is removed, without `old` it is made.
    ///
    /// # Errors
    /// When it cannot be written: then it is as it was.
    pub fn replace(&self, old: Option<&[u8]>, new: Option<&[u8]>) -> io::Result<Replaced> {
        let there = self.read()?;
        if there.as_deref() != old {
            return Ok(Replaced::Other(there));
        }
        match (old, new) {
            (None, None) => Ok(Replaced::Done),
            (Some(old), None) => self.remove(old),
            (None, Some(new)) => self.create(new),
            (Some(old), Some(new)) => self.exchange(old, new),
        }
    }

    fn exchange(&self, old: &[u8], new: &[u8]) -> io::Result<Replaced> {
        let aside = Aside::write(&self.folder, new, Some(&self.name))?;
        if !self.folder.exchange(&aside.name, &self.name)? {
            // No such step here: what is in its place is gone with the rename, so it was looked at just before.
            self.folder.rename(&aside.name, &self.name)?;
            return Ok(aside.gone());
        }
        let displaced = read(&self.folder, &aside.name);
        if matches!(&displaced, Ok(Some(displaced)) if displaced == old) {
            self.folder.settle();
            return Ok(Replaced::Done);
        }
        self.folder.exchange(&aside.name, &self.name)?;
        // Saved by somebody else between the two steps: the newest has its place again.
        if read(&self.folder, &aside.name).ok().flatten().as_deref() != Some(new) {
            self.folder.exchange(&aside.name, &self.name)?;
            return self.read().map(Replaced::Other);
        }
        displaced.map(Replaced::Other)
    }

    fn create(&self, new: &[u8]) -> io::Result<Replaced> {
        let aside = Aside::write(&self.folder, new, None)?;
        match self.folder.put(&aside.name, &self.name) {
            Ok(()) => Ok(aside.gone()),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(Replaced::Other(self.read()?)),
            Err(error) => Err(error),
        }
    }

    fn remove(&self, old: &[u8]) -> io::Result<Replaced> {
        let aside = Aside { folder: &self.folder, name: aside_name() };
        self.folder.put(&self.name, &aside.name)?;
        match read(&self.folder, &aside.name) {
            Ok(Some(displaced)) if displaced == old => Ok(Replaced::Done),
            other => {
                self.folder.put(&aside.name, &self.name)?;
                aside.gone();
                other.map(Replaced::Other)
            }
        }
    }
}

fn read(folder: &Folder, name: &OsStr) -> io::Result<Option<Vec<u8>>> {
    use std::io::Read as _;
    let mut bytes = Vec::new();
    match folder.file(Path::new(name)) {
        Ok(mut file) => file.read_to_end(&mut bytes).map(|_| Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// A hidden file beside: nothing takes it for a page. It goes when it is dropped.
struct Aside<'a> {
    folder: &'a Folder,
    name: std::ffi::OsString,
}

impl<'a> Aside<'a> {
    fn write(folder: &'a Folder, bytes: &[u8], like: Option<&OsStr>) -> io::Result<Self> {
        let aside = Self { folder, name: aside_name() };
        folder.write_new(&aside.name, bytes, like)?;
        Ok(aside)
    }

    /// It has another name by now.
    fn gone(self) -> Replaced {
        self.folder.settle();
        std::mem::forget(self);
        Replaced::Done
    }
}

impl Drop for Aside<'_> {
    fn drop(&mut self) {
        self.folder.unlink(&self.name);
    }
}

/// Short whatever the file is called, and never the same twice in a process.
fn aside_name() -> std::ffi::OsString {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    format!(".docent-{}-{}.new", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed)).into()
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    fn slot(root: &Path, inside: &str) -> Slot {
        Slot::open(root, Path::new(inside), false).unwrap()
    }

    fn names(root: &Path) -> Vec<String> {
        let mut names: Vec<_> =
            fs::read_dir(root).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn it_is_replaced_only_if_it_holds_what_was_believed() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::write(root.join("a"), "old").unwrap();
        fs::set_permissions(root.join("a"), fs::Permissions::from_mode(0o640)).unwrap();
        assert_eq!(slot(root, "a").replace(Some(b"old"), Some(b"new")).unwrap(), Replaced::Done);
        assert_eq!(fs::metadata(root.join("a")).unwrap().permissions().mode() & 0o777, 0o640);
        let other = slot(root, "a").replace(Some(b"old"), Some(b"newer")).unwrap();
        assert_eq!(other, Replaced::Other(Some(b"new".to_vec())));
        assert_eq!(slot(root, "a").replace(None, Some(b"x")).unwrap(), Replaced::Other(Some(b"new".to_vec())));
        assert_eq!(slot(root, "b").replace(Some(b"x"), Some(b"y")).unwrap(), Replaced::Other(None));
        assert_eq!(slot(root, "b").replace(None, Some(b"y")).unwrap(), Replaced::Done);
        assert_eq!(slot(root, "b").replace(Some(b"z"), None).unwrap(), Replaced::Other(Some(b"y".to_vec())));
        assert_eq!(names(root), ["a", "b"], "nothing is left beside");
        assert_eq!(slot(root, "b").replace(Some(b"y"), None).unwrap(), Replaced::Done);
        assert_eq!((names(root), fs::read(root.join("a")).unwrap()), (vec!["a".to_owned()], b"new".to_vec()));
    }

    #[test]
    fn no_link_is_followed_and_none_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("root");
        fs::create_dir_all(root.join("in")).unwrap();
        fs::write(folder.path().join("secret"), "out").unwrap();
        symlink("../secret", root.join("link")).unwrap();
        symlink("..", root.join("up")).unwrap();
        assert!(slot(&root, "link").replace(Some(b"out"), Some(b"new")).is_err());
        assert!(slot(&root, "link").replace(None, Some(b"new")).is_err());
        for (inside, make) in [("up/secret", false), ("up/x/secret", true), ("../secret", false), ("/etc/x", true)] {
            assert!(Slot::open(&root, Path::new(inside), make).is_err(), "{inside}");
        }
        assert!(Slot::open(&root, Path::new("gone/x"), false).is_err());
        let made = Slot::open(&root, Path::new("new/folder/x"), true).unwrap();
        assert_eq!(made.replace(None, Some(b"x")).unwrap(), Replaced::Done);
        assert_eq!(fs::read_to_string(folder.path().join("secret")).unwrap(), "out");
        assert!(slot(&root, "in").read().is_err(), "a folder is no file");
    }
}
