//! A project in a temporary folder, and the real binary.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// A project that is removed when it is dropped.
pub struct Project {
    _folder: TempDir,
    pub root: PathBuf,
}

impl Project {
    /// An empty one.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("project");
        fs::create_dir(&root).unwrap();
        Self { _folder: folder, root }
    }

    /// A path in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// Writes a file and the folders above it.
    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// `docent build` with more arguments.
    pub fn build(&self, args: &[&str]) -> Output {
        docent(&self.root).arg("build").args(args).output().unwrap()
    }
}

/// The binary, run in a folder, without the caller's settings.
pub fn docent(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_docent"));
    command.current_dir(folder).env_remove("NO_COLOR").env_remove("RAYON_NUM_THREADS");
    command
}

/// Every file below a folder with its bytes.
pub fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    walk(folder, folder, &mut found);
    found
}

fn walk(top: &Path, folder: &Path, found: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(top, &path, found);
        } else {
            let name = path.strip_prefix(top).unwrap().to_string_lossy().into_owned();
            found.insert(name, fs::read(&path).unwrap());
        }
    }
}
