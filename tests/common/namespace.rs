//! Commands with mounts of their own: a volume, a bind mount, a disk of a few megabytes.

use super::needs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Runs a script of the shell that may mount, with these arguments. Nothing where the system forbids that or has no
/// `unshare`.
pub fn in_a_namespace(script: &str, args: &[&str], folder: &Path) -> Option<Output> {
    let able = |how: &[&str]| {
        let tried = Command::new("unshare").args(how).args(["mount", "-t", "tmpfs", "none"]).arg(folder).output();
        tried.is_ok_and(|output| output.status.success())
    };
    let Some(how) = [["-Urm"], ["-m"]].into_iter().find(|how| able(how)) else {
        needs::missing("`unshare` that may mount");
        return None;
    };
    let mut command = Command::new("unshare");
    command.args(how).args(["sh", "-ec", script, "sh"]).args(args).current_dir(folder).stdin(Stdio::null());
    Some(command.output().expect("unshare runs"))
}
