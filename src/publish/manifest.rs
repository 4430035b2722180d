//! What docent wrote into a folder: only these files are ever replaced or removed.
//!
//! In: a folder. Out: its manifest, `.docent.json`. The same site has the same manifest, byte for byte, wherever and
//! whenever it is built: times and the like have no place in it.

#![allow(clippy::disallowed_methods, reason = "an impure edge")]

use super::{Wrapped, wrap};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The name of the manifest.
pub const MANIFEST: &str = ".docent.json";

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

/// A folder that holds the site for an audience is not to hold more one day, because an option was forgotten.
///
/// # Errors
/// A sentence for people.
pub fn guard_audience(folder: &Path, audience: Option<&str>) -> Result<(), String> {
    // A site in the folder of another one is published with it.
    let whole = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    for outer in whole.ancestors().skip(1).filter(|outer| outer.join(MANIFEST).is_file()) {
        let holds = Manifest::read(outer).audience;
        if holds.is_some() && holds.as_deref() != audience {
            return Err(format!(
                "{} is in {}, which holds the site for `{}`: choose a folder beside it with `--output-dir`",
                folder.display(),
                outer.display(),
                holds.unwrap_or_default()
            ));
        }
    }
    match Manifest::read(folder).audience {
        Some(before) if audience != Some(&before) => Err(format!(
            "{} holds the site for `{before}`: build with `--audience {before}`, or choose another folder with `--output-dir`",
            folder.display()
        )),
        _ => Ok(()),
    }
}
