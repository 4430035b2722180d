//! What tests need of the machine, where not every machine has it.

use std::env;
use std::io::Write;

/// Says that a test checks nothing here, and what is missing. Where `CI` is set, that is a failure.
pub fn missing(what: &str) {
    assert!(env::var_os("CI").is_none(), "CI is set, and this machine has no {what}");
    // Not by a macro: the test's own output is not shown when it passes.
    let _ = writeln!(std::io::stderr(), "skipped, for want of {what}: {:?}", std::thread::current().name());
}

/// The user and group who own nothing, by their number.
pub const NOBODY: u32 = 65_534;

/// Makes a command run as a user who owns nothing: root passes every check of permissions.
#[cfg(unix)]
pub fn as_nobody(command: &mut std::process::Command) -> &mut std::process::Command {
    std::os::unix::process::CommandExt::uid(command, NOBODY);
    std::os::unix::process::CommandExt::gid(command, NOBODY)
}
