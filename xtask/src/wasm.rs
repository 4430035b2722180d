//! `cargo xtask wasm`: the search engine for the browser, built and committed, so that `cargo build` needs no target
//! but its own.
//!
//! Two variants: English and Russian stemmers only, and all languages of Snowball. Beside them a stamp: the compiler,
//! frostem's version, and a hash of both engines and of every source. The tests below fail when the stamp is stale, and
//! where the compiler is the same, they build again and compare bytes.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// In the package that hands the engines to docent.
const FOLDER: &str = "src/search/engine";
/// What the engine is compiled to.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// The linker writes short numbers where it left room for long ones: 1 KB after brotli.
const SHORT: &str = "-Clink-arg=--compress-relocations";

/// File name and cargo features of each variant.
const VARIANTS: [(&str, &str); 2] = [("engine.wasm", ""), ("engine-all.wasm", "all-languages")];

/// Builds both and writes them with their stamp.
pub fn write() -> Result<(), String> {
    let root = root()?;
    for (name, features) in VARIANTS {
        let bytes = build(&root, features)?;
        eprintln!("{name}: {} bytes", bytes.len());
        fs::write(root.join(FOLDER).join(name), bytes).map_err(|error| format!("{name}: {error}"))?;
    }
    fs::write(root.join(FOLDER).join("stamp"), stamp(&root)?).map_err(|error| format!("stamp: {error}"))
}

fn root() -> Result<PathBuf, String> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().map(Path::to_owned).ok_or_else(|| "xtask has no parent".to_owned())
}

fn build(root: &Path, features: &str) -> Result<Vec<u8>, String> {
    let target = root.join("target/wasm");
    let mut command = Command::new("cargo");
    command.args(["build", "--quiet", "--locked", "--profile", "wasm", "--package", "docent-search-wasm"]);
    command.args(["--target", TARGET, "--features", features]).arg("--target-dir").arg(&target).current_dir(root);
    command.env("RUSTFLAGS", format!("{SHORT} {}", remap(root))).env_remove("CARGO_ENCODED_RUSTFLAGS");
    let output = command.output().map_err(|error| format!("cargo could not be started: {error}"))?;
    if !output.status.success() {
        return Err(format!("the engine could not be built: {}", String::from_utf8_lossy(&output.stderr)));
    }
    let built = target.join(TARGET).join("wasm/docent_search_wasm.wasm");
    fs::read(&built).map_err(|error| format!("{}: {error}", built.display()))
}

/// Paths of this machine must not get into the artefact: it would differ elsewhere.
fn remap(root: &Path) -> String {
    let home = env::var("HOME").unwrap_or_default();
    let cargo = env::var("CARGO_HOME").unwrap_or_else(|_| format!("{home}/.cargo"));
    format!("--remap-path-prefix={cargo}=cargo --remap-path-prefix={}=docent", root.display())
}

/// What the artefacts were built from, readable.
fn stamp(root: &Path) -> Result<String, String> {
    let mut stamp = format!("{}\n{}\n", compiler()?, stemmer(root)?);
    let engines = VARIANTS.iter().map(|(name, _)| format!("{FOLDER}/{name}"));
    for path in engines.chain(sources(root)?) {
        let text = fs::read(root.join(&path)).map_err(|error| format!("{path}: {error}"))?;
        // Writing into a String cannot fail.
        let _ = writeln!(stamp, "{:016x} {path}", hash(&text));
    }
    Ok(stamp)
}

fn compiler() -> Result<String, String> {
    let output = Command::new("rustc").arg("--version").output().map_err(|error| format!("rustc: {error}"))?;
    let version = String::from_utf8_lossy(&output.stdout);
    Ok(version.split_whitespace().take(2).collect::<Vec<_>>().join(" "))
}

/// The stemmer's version in Cargo.lock: another one may give other stems than the index has.
fn stemmer(root: &Path) -> Result<String, String> {
    let lock = fs::read_to_string(root.join("Cargo.lock")).map_err(|error| format!("Cargo.lock: {error}"))?;
    let after = lock.split("name = \"frostem\"\nversion = \"").nth(1).ok_or("Cargo.lock names no frostem")?;
    Ok(format!("frostem {}", after.split('"').next().unwrap_or_default()))
}

/// Sources of the engine, sorted. The profile in the root's Cargo.toml is part of them in spirit, and caught by the
/// comparison of bytes.
fn sources(root: &Path) -> Result<Vec<String>, String> {
    let mut found = vec!["src/search/Cargo.toml".to_owned(), "src/search/wasm/Cargo.toml".to_owned()];
    let mut folders = vec!["src/search/src".to_owned(), "src/search/wasm/src".to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root.join(&folder)).map_err(|error| format!("{folder}: {error}"))?.flatten() {
            let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    Ok(found)
}

/// 64 bits of FNV-1a: tells an edit, nothing more.
fn hash(bytes: &[u8]) -> u64 {
    let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, step)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may panic")]
    use super::*;

    fn without_compiler(stamp: &str) -> String {
        stamp.lines().skip(1).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn the_committed_engine_is_of_these_sources() {
        let root = root().unwrap();
        let committed = fs::read_to_string(root.join(FOLDER).join("stamp")).unwrap();
        let current = stamp(&root).unwrap();
        assert_eq!(without_compiler(&committed), without_compiler(&current), "run `cargo xtask wasm`");
    }

    /// Another compiler makes other bytes: there the stamp above, which is of these bytes too, and the test that runs the
    /// committed engine hold the line.
    #[test]
    fn the_committed_engine_is_what_the_compiler_makes() {
        let root = root().unwrap();
        let committed = fs::read_to_string(root.join(FOLDER).join("stamp")).unwrap();
        let same_compiler = committed.lines().next() == compiler().ok().as_deref();
        let sysroot = Command::new("rustc").args(["--print", "target-libdir", "--target", TARGET]).output().unwrap();
        let installed = Path::new(String::from_utf8_lossy(&sysroot.stdout).trim()).exists();
        if !same_compiler || !installed {
            // Nothing to compare with: the stamp holds the line. No test may need a target that only rustup has.
            return;
        }
        for (name, features) in VARIANTS {
            let committed = fs::read(root.join(FOLDER).join(name)).unwrap();
            assert!(build(&root, features).unwrap() == committed, "{name} differs: run `cargo xtask wasm`");
        }
    }
}
