//! What docent wrote into a folder: only these files are ever replaced or removed.
//!
//! In: a folder. Out: its manifest, `.docent.json`. The same site has the same manifest, byte for byte, wherever and
//! whenever it is built: times and the like have no place in it.

#![allow(clippy::disallowed_methods, reason = "an impure edge")]

use super::{Wrapped, wrap};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The name of the manifest.
pub use crate::source::scan::MANIFEST;

/// The files of a published site.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Manifest {
    /// Version of docent that wrote it.
    pub docent: String,
    /// Whom the site is for, if it is for somebody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<String>,
    /// Path -> fingerprint of its bytes.
    pub files: BTreeMap<String, String>,
}

impl Manifest {
    /// The manifest of a folder; one without files if there is none, or none that can be read.
    pub fn read(folder: &Path) -> Self {
        let text = fs::read_to_string(folder.join(MANIFEST)).unwrap_or_default();
        serde_json::from_str(&text).unwrap_or_default()
    }

    /// Writes it into a folder.
    pub fn write(&self, folder: &Path) -> Result<(), Wrapped> {
        let path = folder.join(MANIFEST);
        let text = serde_json::to_string_pretty(self).map_err(|e| Wrapped(e.to_string()))?;
        fs::write(&path, text + "\n").map_err(wrap(&path))
    }

    /// Whether both describe the same site. Which version wrote it does not matter.
    pub fn same_site(&self, other: &Self) -> bool {
        self.files == other.files && self.audience == other.audience
    }
}

/// A folder that holds the site for an audience is not to hold more one day, because an option was forgotten: neither in
/// its place, nor in it, nor around it. `inside`: what docent did not write into the folder itself.
///
/// # Errors
/// A sentence for people.
pub fn guard_audience(folder: &Path, audience: Option<&str>, inside: &[(String, PathBuf)]) -> Result<(), String> {
    let other = |holder: &Path| Manifest::read(holder).audience.filter(|holds| audience != Some(holds));
    // A site in the folder of another one is published with it. Links on the way do not change where it lies.
    let real = super::guard::resolve(folder);
    let outer = real.ancestors().skip(1).find_map(|outer| Some((other(outer)?, outer)));
    if let Some((holds, outer)) = outer {
        return Err(format!(
            "{} is in {}, which holds the site for `{holds}`: choose a folder beside it with `--output-dir`",
            folder.display(),
            outer.display()
        ));
    }
    let nested = inside.iter().filter(|(name, _)| name.ends_with(&format!("/{MANIFEST}")));
    let nested = nested.filter_map(|(_, path)| path.parent()).find_map(|inner| Some((other(inner)?, inner)));
    if let Some((holds, inner)) = nested {
        return Err(format!(
            "{} is around {}, which holds the site for `{holds}`: choose a folder beside it with `--output-dir`",
            folder.display(),
            inner.display()
        ));
    }
    match other(folder) {
        Some(before) => Err(format!(
            "{} contains the site for `{before}`: build with `--audience {before}`, or choose another folder with `--output-dir`",
            folder.display()
        )),
        None => Ok(()),
    }
}
