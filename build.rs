//! The default theme is embedded: a change of it must rebuild docent. And the version, with the commit where it is known:
//! from `DOCENT_COMMIT`, which the release sets, or from the file that `cargo package` puts beside Cargo.toml. A checkout is
//! not asked for its commit: every commit would compile docent anew.

#![allow(clippy::disallowed_methods, reason = "a build script is all edge")]

use std::{env, fs};

fn main() {
    println!("cargo:rerun-if-changed=themes/default");
    println!("cargo:rerun-if-env-changed=DOCENT_COMMIT");
    let version = env::var("CARGO_PKG_VERSION").unwrap_or_default();
    let version = match commit() {
        Some(commit) => format!("{version} ({})", commit.get(..9).unwrap_or(&commit)),
        None => version,
    };
    println!("cargo:rustc-env=DOCENT_VERSION={version}");
}

fn commit() -> Option<String> {
    let named = env::var("DOCENT_COMMIT").ok().filter(|commit| !commit.is_empty());
    let packaged = || fs::read_to_string(".cargo_vcs_info.json").ok();
    let packaged = || Some(packaged()?.split("\"sha1\": \"").nth(1)?.split('"').next()?.to_owned());
    named.or_else(packaged).filter(|commit| commit.bytes().all(|byte| byte.is_ascii_hexdigit()))
}
