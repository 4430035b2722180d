//! Folders of ours that come and go, beside the output or in it.
//!
//! In: where one is wanted. Out: a new folder, named in a small file before it is made. Only what such a file names is
//! ours to remove, after a kill too: `.public.docent-2024` may be somebody's.

#![allow(clippy::disallowed_methods, reason = "an impure edge")]

use super::steps::{Step, Steps};
use super::{Wrapped, wrap};
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// Where leases are: a folder, and how names of ours begin there.
#[derive(Clone, Debug)]
pub struct Place {
    /// The folder.
    base: PathBuf,
    /// `.public.docent-`, or `.docent-` in the output itself.
    prefix: String,
}

impl Place {
    /// Beside an output.
    pub fn beside(output: &Path) -> Self {
        let name = output.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Self { base: parent(output).to_owned(), prefix: format!(".{name}.docent-") }
    }

    /// In an output.
    pub fn inside(output: &Path) -> Self {
        Self { base: output.to_owned(), prefix: ".docent-".to_owned() }
    }

    fn file(&self) -> PathBuf {
        self.base.join(format!("{}lock", self.prefix))
    }

    /// Whether a build that was cut off left something here.
    pub fn is_leased(&self) -> bool {
        let named = fs::read(self.file()).ok().and_then(|text| serde_json::from_slice(&text).ok());
        named.is_some_and(|named: Named| self.can_be_ours(&named.folder))
    }

    /// What a build that was cut off left here, if it left anything.
    pub fn left(&self) -> Result<Option<Lease>, Wrapped> {
        let file = self.file();
        let text = match fs::read_to_string(&file) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(wrap(&file)(error)),
        };
        if text.is_empty() {
            // Cut off before its bytes were on the disk: nothing that it would have named is there either.
            fs::remove_file(&file).map_err(wrap(&file))?;
            return Ok(None);
        }
        let named = serde_json::from_str(&text).ok().filter(|named: &Named| self.can_be_ours(&named.folder));
        let named = named.ok_or_else(|| {
            let why = "docent uses this name for a file of its own, and this is not one; move the file";
            Wrapped(format!("{}: {why}", file.display()))
        })?;
        Ok(Some(Lease { file, folder: self.base.join(named.folder), site: named.site }))
    }

    /// A name in a file is not believed if it leads elsewhere.
    fn can_be_ours(&self, name: &str) -> bool {
        let plain = |c: u8| c.is_ascii_digit() || c == b'-';
        name.strip_prefix(&self.prefix).is_some_and(|rest| !rest.is_empty() && rest.bytes().all(plain))
    }

    /// A new folder. `site` is the number of the output's folder, if there is one.
    pub fn lease(&self, site: u64, steps: Steps<'_>) -> Result<Lease, (PathBuf, io::Error)> {
        let folder = self.free();
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let named = Named { docent: env!("CARGO_PKG_VERSION").to_owned(), folder: name, site };
        let file = self.file();
        let text = serde_json::to_string(&named).map_err(|error| (file.clone(), error.into()))?;
        let new = |text: String| File::create_new(&file)?.write_all(text.as_bytes());
        let written = steps.before(Step::Lease).and_then(|()| new(text + "\n"));
        if let Err(error) = written {
            // One that is there already is not ours.
            if error.kind() != io::ErrorKind::AlreadyExists {
                let _ = fs::remove_file(&file);
            }
            return Err((file, error));
        }
        let made = steps.before(Step::Lease).and_then(|()| fs::create_dir(&folder));
        made.map_err(|error| (folder.clone(), error)).inspect_err(|_| drop(fs::remove_file(&file)))?;
        Ok(Lease { file, folder, site })
    }

    /// A name that nothing has.
    fn free(&self) -> PathBuf {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().subsec_nanos();
        let named = |n: u32| self.base.join(format!("{}{}-{n}", self.prefix, std::process::id()));
        let is_free = |path: &PathBuf| [path, &aside(path)].iter().all(|path| fs::symlink_metadata(path).is_err());
        (now..).map(named).find(is_free).unwrap_or_else(|| named(now))
    }
}

/// What the small file says.
#[derive(Deserialize, Serialize)]
struct Named {
    docent: String,
    folder: String,
    site: u64,
}

/// A folder of ours, and the file that says so.
#[derive(Debug)]
pub struct Lease {
    file: PathBuf,
    /// The folder.
    pub folder: PathBuf,
    /// The number of the output's folder when this one was made.
    pub site: u64,
}

impl Lease {
    /// Where the output steps aside to.
    pub fn aside(&self) -> PathBuf {
        aside(&self.folder)
    }

    /// Removes the folders and gives up the names.
    ///
    /// # Errors
    /// What could not be removed. It keeps its lease, and the next build tries again.
    pub fn end(self, steps: Steps<'_>) -> Result<(), Wrapped> {
        for folder in [self.aside(), self.folder] {
            steps.at(Step::Discard, &folder)?;
            remove(&folder).map_err(wrap(&folder))?;
        }
        steps.at(Step::Discard, &self.file)?;
        fs::remove_file(&self.file).map_err(wrap(&self.file))
    }
}

fn aside(folder: &Path) -> PathBuf {
    let mut name = folder.as_os_str().to_owned();
    name.push("-old");
    PathBuf::from(name)
}

/// The folder around one.
pub fn parent(folder: &Path) -> &Path {
    folder.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Removes a folder and all in it, also where folders forbid it: they are ours.
fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            allow(folder);
            fs::remove_dir_all(folder)
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        result => result,
    }
}

/// Makes folders writable for their owner.
fn allow(folder: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let _ = fs::set_permissions(folder, fs::Permissions::from_mode(0o700));
    }
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            allow(&entry.path());
        }
    }
}
