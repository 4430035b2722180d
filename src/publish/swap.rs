//! The new folder takes the place of the old one.
//!
//! In: the new folder beside the output. Out: the output is what was staged, and the old one is removed.
//!
//! The two are exchanged in one step. Where a file system cannot, the old one steps aside first; between the two
//! renames there is no site, for less than a millisecond. A build that is killed there leaves the old one aside, and
//! [`recover`] puts it back before anything else is done.

#![allow(clippy::disallowed_methods, reason = "an impure edge")]

use super::carry::{self, Refusal};
use super::lease::{Lease, Place, parent};
use super::manifest::{MANIFEST, Manifest};
use super::steps::{Step, Steps};
use super::{Wrapped, disk, wrap};
use std::fs::{self, Metadata};
use std::path::Path;

/// Whether there is anything at a path, a link that leads nowhere too.
pub fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// Puts the staged folder in the place of the output.
///
/// # Errors
/// [`Refusal::Fixed`] when the output cannot be renamed: everything is as it was.
pub fn enter(lease: &Lease, output: &Path, steps: Steps<'_>) -> Result<(), Refusal> {
    let staging = &lease.folder;
    if !is_there(output) {
        steps.at(Step::Enter, output)?;
        fs::rename(staging, output).map_err(wrap(output))?;
    } else if steps.before(Step::Exchange).and_then(|()| disk::exchange(staging, output)).is_err() {
        by_two_renames(lease, output, steps)?;
    }
    disk::sync_one(parent(output))?;
    Ok(())
}

fn by_two_renames(lease: &Lease, output: &Path, steps: Steps<'_>) -> Result<(), Refusal> {
    let aside = lease.aside();
    if steps.before(Step::Aside).and_then(|()| fs::rename(output, &aside)).is_err() {
        return Err(Refusal::Fixed);
    }
    if let Err(error) = steps.before(Step::Enter).and_then(|()| fs::rename(&lease.folder, output)) {
        fs::rename(&aside, output).map_err(wrap(&aside))?;
        return Err(wrap(output)(error).into());
    }
    Ok(())
}

/// Removes what stood in the output, but for what was put there in the meantime.
///
/// # Errors
/// What could not be removed.
pub fn leave(lease: Lease, output: &Path, steps: Steps<'_>) -> Result<(), Wrapped> {
    let aside = lease.aside();
    if is_there(&aside) {
        rescue(&aside, output)?;
    } else if lease.site != 0 && disk::number(&lease.folder) == lease.site {
        rescue(&lease.folder, output)?;
    }
    lease.end(steps)
}

/// Files that are not ours and came into the old folder after its files had been taken along go to the new one.
fn rescue(old: &Path, output: &Path) -> Result<(), Wrapped> {
    let manifest = Manifest::read(old);
    for path in carry::look(old)?.leaves {
        let is_ours = |name: String| name == MANIFEST || manifest.files.contains_key(&name);
        if carry::name(old, &path).is_some_and(is_ours) {
            continue;
        }
        let target = output.join(path.strip_prefix(old).unwrap_or(&path));
        if is_late(&path, &target) {
            let folder = parent(&target);
            fs::create_dir_all(folder).and_then(|()| fs::rename(&path, &target)).map_err(wrap(&path))?;
        }
    }
    Ok(())
}

fn is_late(old: &Path, new: &Path) -> bool {
    let time = |file: &Metadata| file.modified().ok();
    match (fs::symlink_metadata(old), fs::symlink_metadata(new)) {
        (Ok(_), Err(_)) => true,
        (Ok(old), Ok(new)) => old.is_file() && new.is_file() && time(&old) > time(&new),
        _ => false,
    }
}

/// What a build that was cut off left beside the output is put back or removed. Says whether the site was put back.
pub fn recover(output: &Path, steps: Steps<'_>) -> Result<bool, Wrapped> {
    let Some(lease) = Place::beside(output).left()? else { return Ok(false) };
    let aside = lease.aside();
    let back = is_there(&aside) && !is_there(output);
    if back {
        steps.at(Step::Aside, output)?;
        fs::rename(&aside, output).map_err(wrap(output))?;
        disk::sync_one(parent(output))?;
    }
    leave(lease, output, steps)?;
    Ok(back)
}
