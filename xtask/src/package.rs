//! What goes to the registry: `cargo package` makes it of each published package, and the list of its files holds what the
//! sources need and embed, and nothing of tests and content.
//!
//! The packages are not built here, that takes minutes; `cargo package --workspace` before a release does it.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};
use std::{fs, process::Command};

/// A published package.
struct Package {
    name: &'static str,
    folder: &'static str,
    /// A package of its own inside of `src/`.
    without: Option<&'static str>,
    /// What may be in it: a file, or a folder with a slash at its end.
    holds: &'static [&'static str],
}

/// In the order in which they are published.
const PACKAGES: [Package; 2] = [
    Package { name: "docent-search", folder: "src/search", without: None, holds: &["src/", "engine/"] },
    Package {
        name: "docent",
        folder: ".",
        without: Some("src/search"),
        holds: &["src/", "themes/default/", "build.rs"],
    },
];

/// What every package holds; cargo adds all but the first three.
const EVERYWHERE: [&str; 8] = [
    "README.md",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "CHANGELOG.md",
    "Cargo.toml",
    "Cargo.toml.orig",
    "Cargo.lock",
    ".cargo_vcs_info.json",
];

/// Lists each package, compares, and makes the archives.
pub fn check(root: &Path) -> Result<(), String> {
    for package in &PACKAGES {
        let listed = list(root, package.name)?;
        strangers(package, &listed)?;
        missing(root, package, &listed)?;
    }
    cargo(root, &["--workspace", "--no-verify"]).map(|_| ())
}

fn list(root: &Path, name: &str) -> Result<BTreeSet<String>, String> {
    Ok(cargo(root, &["--package", name, "--list"])?.lines().map(|line| line.replace('\\', "/")).collect())
}

/// Before a commit, too: what is packaged is what is in the folder.
fn cargo(root: &Path, arguments: &[&str]) -> Result<String, String> {
    let mut command = Command::new("cargo");
    command.args(["package", "--quiet", "--locked", "--allow-dirty"]).args(arguments).current_dir(root);
    let output = command.output().map_err(|error| format!("cargo could not be started: {error}"))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(format!("`cargo package {}` failed:\n{}", arguments.join(" "), String::from_utf8_lossy(&output.stderr)))
}

fn strangers(package: &Package, listed: &BTreeSet<String>) -> Result<(), String> {
    let known = |file: &str| {
        let mut all = package.holds.iter().chain(&EVERYWHERE);
        all.any(|known| file == *known || known.ends_with('/') && file.starts_with(known))
    };
    match listed.iter().find(|file| !known(file)) {
        None => Ok(()),
        Some(file) => Err(format!("the package {} contains {file}: exclude it in its Cargo.toml", package.name)),
    }
}

/// Every source, and every file or folder that a source embeds.
fn missing(root: &Path, package: &Package, listed: &BTreeSet<String>) -> Result<(), String> {
    let home = root.join(package.folder);
    let without = package.without.map(|folder| root.join(folder));
    for source in sources(&home.join("src"), without.as_deref())? {
        let text = fs::read_to_string(&source).map_err(|error| format!("{}: {error}", source.display()))?;
        let source = source.strip_prefix(&home).unwrap_or(&source);
        for file in embedded(source, &text).into_iter().chain([slashed(source)]) {
            if !listed.iter().any(|listed| *listed == file || listed.starts_with(&format!("{file}/"))) {
                return Err(format!("{} needs {file}, which the package {} lacks", source.display(), package.name));
            }
        }
    }
    Ok(())
}

fn sources(folder: &Path, without: Option<&Path>) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?.flatten() {
        let path = entry.path();
        if path.is_dir() && Some(path.as_path()) != without {
            found.extend(sources(&path, without)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    Ok(found)
}

/// The files and folders that the source at `path` embeds, from the package's own folder.
fn embedded(path: &Path, text: &str) -> Vec<String> {
    let beside = path.parent().unwrap_or(Path::new(""));
    let mut found = Vec::new();
    for (macro_name, folder) in [("include_bytes!", beside), ("include_str!", beside), ("include_dir!", Path::new(""))]
    {
        for rest in text.split(macro_name).skip(1) {
            let literal = rest.strip_prefix("(\"").and_then(|rest| rest.split('"').next());
            found.extend(
                literal.map(|name| slashed(&folder.join(name.strip_prefix("$CARGO_MANIFEST_DIR/").unwrap_or(name)))),
            );
        }
    }
    found
}

/// With slashes, and without `..` where there is a folder to leave.
fn slashed(path: &Path) -> String {
    let mut parts: Vec<String> = Vec::new();
    for part in path.components() {
        match part {
            Component::ParentDir if parts.last().is_some_and(|last| last != "..") => drop(parts.pop()),
            part => parts.push(part.as_os_str().to_string_lossy().into_owned()),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may panic")]
    use super::*;

    const SOURCE: &str = r#"
        const A: &[u8] = include_bytes!("../search/engine.wasm");
        const B: &str = include_str!("b.yaml");
        static C: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");
    "#;

    #[test]
    fn embedded_files_are_found_where_they_are() {
        let found = embedded(Path::new("src/index/mod.rs"), SOURCE);
        assert_eq!(found, ["src/search/engine.wasm", "src/index/b.yaml", "themes/default"]);
        assert_eq!(slashed(Path::new("src/../../engine")), "../engine", "a file outside of the package stays outside");
    }

    #[test]
    fn a_package_without_an_embedded_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("src/index")).unwrap();
        fs::write(folder.path().join("src/index/mod.rs"), SOURCE).unwrap();
        let package = Package { name: "p", folder: ".", without: None, holds: &["src/"] };
        let mut listed: BTreeSet<String> =
            ["src/index/mod.rs", "src/index/b.yaml", "themes/default/page.html"].map(str::to_owned).into();
        let refused = missing(folder.path(), &package, &listed).unwrap_err();
        assert!(refused.contains("src/search/engine.wasm"), "{refused}");
        listed.insert("src/search/engine.wasm".to_owned());
        assert_eq!(missing(folder.path(), &package, &listed), Ok(()));
        listed.remove("src/index/mod.rs");
        assert!(missing(folder.path(), &package, &listed).is_err());
    }

    #[test]
    fn a_package_with_a_test_in_it_is_refused() {
        let package = Package { name: "p", folder: ".", without: None, holds: &["src/", "build.rs"] };
        let list = |files: &[&str]| files.iter().map(|file| (*file).to_owned()).collect();
        assert_eq!(strangers(&package, &list(&["build.rs", "src/lib.rs", "Cargo.lock"])), Ok(()));
        for file in ["tests/site.rs", "content/en/index.md", "build.rs.orig", "srcs/lib.rs"] {
            assert!(strangers(&package, &list(&[file])).is_err(), "{file}");
        }
    }
}
