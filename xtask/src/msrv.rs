//! The oldest compiler, which Cargo.toml names: clippy.toml and the README name the same one, and no dependency wants a
//! newer one. (A build with that compiler would say more; it needs a second toolchain.)

use serde_json::Value;
use std::path::Path;
use std::process::Command;
use std::{env, fs};

/// Compares.
pub fn check(root: &Path) -> Result<(), String> {
    let read = |name: &str| fs::read_to_string(root.join(name)).map_err(|error| format!("{name}: {error}"));
    let oldest = after(&read("Cargo.toml")?, "\nrust-version = \"").ok_or("Cargo.toml has no rust-version")?;
    for (file, before) in [("clippy.toml", "msrv = \""), ("README.md", "You need Rust ")] {
        let told = after(&read(file)?, before);
        if told.as_ref() != Some(&oldest) {
            let told = told.unwrap_or_else(|| "nothing".to_owned());
            return Err(format!("Cargo.toml says rust-version {oldest}, {file} says {told} after `{before}`"));
        }
    }
    newer(&metadata(root)?, &oldest)
}

/// The version after these words.
fn after(text: &str, words: &str) -> Option<String> {
    let (_, rest) = text.split_once(words)?;
    Some(rest.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect())
}

fn metadata(root: &Path) -> Result<Value, String> {
    let mut command = Command::new(env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()));
    command.args(["metadata", "--format-version", "1", "--locked"]).current_dir(root);
    let output = command.output().map_err(|error| format!("cargo could not be started: {error}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    serde_json::from_slice(&output.stdout).map_err(|error| format!("cargo metadata: {error}"))
}

/// A package that does not compile with the oldest compiler, by its own word.
fn newer(metadata: &Value, oldest: &str) -> Result<(), String> {
    let packages = metadata["packages"].as_array().map_or(&[][..], Vec::as_slice);
    for package in packages {
        let wants = package["rust_version"].as_str().unwrap_or_default();
        if numbers(wants) > numbers(oldest) {
            return Err(format!(
                "{} {} needs Rust {wants}, Cargo.toml says {oldest}",
                package["name"], package["version"]
            ));
        }
    }
    if packages.is_empty() { Err("cargo metadata names no packages".to_owned()) } else { Ok(()) }
}

/// `1.91` and `1.91.0` are one version.
fn numbers(version: &str) -> [u32; 3] {
    let mut numbers = version.split('.').map(|number| number.parse().unwrap_or(0));
    [(); 3].map(|()| numbers.next().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_as_numbers() {
        let needs = |version: &str| newer(&serde_json::json!({"packages": [{"rust_version": version}]}), "1.91");
        for old in ["1.9", "1.91", "1.91.0", "1.85.1"] {
            assert_eq!(needs(old), Ok(()), "{old}");
        }
        for new in ["1.91.1", "1.100", "2.0"] {
            assert!(needs(new).is_err(), "{new}");
        }
    }

    #[test]
    fn a_version_is_read_after_its_words() {
        assert_eq!(after("You need Rust 1.91 or newer.", "Rust ").as_deref(), Some("1.91"));
        assert_eq!(after("You need a compiler.", "Rust "), None);
    }
}
