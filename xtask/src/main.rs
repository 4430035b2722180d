//! Tasks of the project: `cargo xtask test` is what a newcomer and CI run.
//!
//! - `test`: sets up what the tests need where it may, then runs all of them.
//! - `docs`: writes `docs/content/en/reference/templates.md` from the comments of the view structs.
//! - `lexicon`: makes the file of words with nearly the same meaning (`src/index/lexicon/wordnet.bin`); needs WordNet.
//! - `wasm`: builds the search engine for the browser; needs the target `wasm32-unknown-unknown`.

#![allow(clippy::disallowed_methods, reason = "a tool for developers, all edge")]

use std::env;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::Instant;

mod docs;
mod lexicon;
mod msrv;
mod package;
mod wasm;

/// The names that Chromium goes by.
const CHROMIUM: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];
/// Chromium's engine without the program around it, in which most tests take half of the time, the other engines, and an editor
/// that speaks with the language server: their programs, one of each line, and Debian's package that holds them.
const OTHERS: [(&[&str], &str); 5] = [
    (&["chromium-headless-shell"], "chromium-headless-shell"),
    (&["firefox-esr", "firefox"], "firefox-esr"),
    (&["WebKitWebDriver"], "webkit2gtk-driver"),
    (&["Xvfb"], "xvfb"),
    (&["nvim"], "neovim"),
];

fn main() -> ExitCode {
    let task = env::args().nth(1).unwrap_or_default();
    let result = match task.as_str() {
        "test" => test(),
        "docs" => docs::write(),
        "lexicon" => lexicon::write(env::args().nth(2).as_deref()),
        "wasm" => wasm::write(),
        _ => Err("usage: cargo xtask test | docs | lexicon FOLDER | wasm".to_owned()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("xtask: {message}");
            ExitCode::FAILURE
        }
    }
}

/// Everything that must hold, the quick checks first.
fn test() -> Result<(), String> {
    docs::check()?;
    run("cargo", &["fmt", "--all", "--check"], ".")?;
    run("cargo", &["fmt", "--manifest-path", "fuzz/Cargo.toml", "--check"], ".")?;
    msrv::check(Path::new("."))?;
    package::check(Path::new("."))?;
    run("cargo", &["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"], ".")?;
    document()?;
    fuzz()?;
    browsers()?;
    run("npm", &["ci", "--no-audit", "--no-fund"], "tests/browser")?;
    // The linter and the types of the scripts: of the theme, of the preview, of the tests.
    run("npm", &["run", "check"], "tests/browser")?;
    run("cargo", &["test", "--workspace", "--locked"], ".")?;
    let mut command = Command::new("npm");
    // The program that the tests above were built with: a release of tantivy and all else would take six minutes more.
    let target = env::var("CARGO_TARGET_DIR").unwrap_or_else(|_| "target".to_owned());
    let docent = std::path::absolute(Path::new(&target).join("debug/docent")).map_err(|error| error.to_string())?;
    command.arg("test").current_dir("tests/browser").env("DOCENT_BIN", docent);
    finish(command, "npm test")
}

/// Links of the documentation lead somewhere: of what contributors read, in which the private modules are. Help texts are
/// comments too, and a terminal would show the brackets of `<https://..>`.
fn document() -> Result<(), String> {
    let mut command = Command::new("cargo");
    command.args(["doc", "--workspace", "--no-deps", "--document-private-items", "--locked"]);
    command.env("RUSTDOCFLAGS", "-D warnings -A rustdoc::private-intra-doc-links -A rustdoc::bare-urls");
    finish(command, "cargo doc")
}

/// The fuzz targets compile. In the folder of the workspace, where clippy has compiled most of what they need.
fn fuzz() -> Result<(), String> {
    let target = env::var("CARGO_TARGET_DIR").unwrap_or_else(|_| "target".to_owned());
    run("cargo", &["check", "--locked", "--manifest-path", "fuzz/Cargo.toml", "--target-dir", &target], ".")
}

/// A Chromium: from `CHROMIUM`, the search path, or Debian's package where we may install it. The other engines are
/// installed beside it; without them the flows run in those that are there, and the tests fail where `CI` is set. The tests
/// find what is there as this does (`tests/browser/lib/`).
fn browsers() -> Result<(), String> {
    if find("npm").is_none() {
        return Err("missing: node and npm, for the tests in the browser".to_owned());
    }
    let own = env::var("CHROMIUM").is_ok_and(|path| Path::new(&path).exists());
    let chromium = || own || CHROMIUM.iter().any(|name| find(name).is_some());
    let missing = || {
        let others = OTHERS.iter().filter(|(programs, _)| programs.iter().all(|name| find(name).is_none()));
        (!chromium()).then_some("chromium").into_iter().chain(others.map(|(_, package)| *package)).collect::<Vec<_>>()
    };
    install(&missing());
    let left = missing().join(", ");
    if !chromium() {
        return Err(format!(
            "missing: {left}, for the tests in the browser; install it, or name a Chromium in the variable CHROMIUM"
        ));
    }
    if !left.is_empty() {
        eprintln!("xtask: missing: {left}: the tests run in fewer browsers, or take longer");
    }
    Ok(())
}

/// Debian's packages, where we may: as root, or as somebody who needs no password for it. One by one: another distribution
/// may not have all of them.
fn install(packages: &[&str]) {
    if packages.is_empty() || find("apt-get").is_none() {
        return;
    }
    let packages = packages.join(" ");
    let install = |sudo: &str| {
        format!("({sudo}apt-get update && for name in {packages}; do {sudo}apt-get install -y $name; done)")
    };
    let _ = run("sh", &["-c", &format!("{} || {}", install(""), install("sudo -n "))], ".");
}

fn find(program: &str) -> Option<String> {
    let paths = env::var_os("PATH")?;
    let file = env::split_paths(&paths).map(|folder| folder.join(program)).find(|file| file.is_file())?;
    Some(file.to_string_lossy().into_owned())
}

fn run(program: &str, args: &[&str], folder: &str) -> Result<(), String> {
    let mut command = Command::new(program);
    command.args(args).current_dir(folder);
    finish(command, &format!("{program} {}", args.join(" ")))
}

/// Runs it, and says how long it took: what the whole takes is the sum of these lines. It does not see what cargo told this
/// program of its own package: the build script of `ring` asks for that, so `cargo build` beside `cargo xtask` would compile
/// `ring` and all that needs it anew each time.
fn finish(mut command: Command, name: &str) -> Result<(), String> {
    let start = Instant::now();
    for (name, _) in env::vars_os() {
        if name.to_str().is_some_and(|name| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_")) {
            command.env_remove(name);
        }
    }
    let status = command.status().map_err(|error| format!("`{name}` could not be started: {error}"))?;
    eprintln!("xtask: `{name}` took {} s", start.elapsed().as_secs());
    if status.success() { Ok(()) } else { Err(format!("`{name}` failed")) }
}
