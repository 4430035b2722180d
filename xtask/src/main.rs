//! Tasks of the project: `cargo xtask test` is what a newcomer and CI run.
//!
//! - `test`: sets up what the tests need where it may, then runs all of them.
//! - `docs`: writes `docs/content/en/reference/templates.md` from the comments of the view structs.
//! - `grammars`: makes the grammars for code blocks (`src/page/markdown/grammars.bin`).
//! - `wasm`: builds the search engine for the browser; needs the target `wasm32-unknown-unknown`.

#![allow(clippy::disallowed_methods, reason = "a tool for developers, all edge")]

use std::env;
use std::path::Path;
use std::process::{Command, ExitCode};

mod docs;
mod grammars;
mod wasm;

fn main() -> ExitCode {
    let task = env::args().nth(1).unwrap_or_default();
    let result = match task.as_str() {
        "test" => test(),
        "docs" => docs::write(),
        "grammars" => grammars::write(),
        "wasm" => wasm::write(),
        _ => Err("usage: cargo xtask test | docs | grammars | wasm".to_owned()),
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
    run("cargo", &["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"], ".")?;
    let browser = browser()?;
    run("cargo", &["test", "--workspace", "--locked"], ".")?;
    run("npm", &["ci", "--no-audit", "--no-fund"], "tests/browser")?;
    let mut command = Command::new("npm");
    // The program that the tests above were built with: a release of tantivy and all else would take six minutes more.
    let target = env::var("CARGO_TARGET_DIR").unwrap_or_else(|_| "target".to_owned());
    let docent = std::path::absolute(Path::new(&target).join("debug/docent")).map_err(|error| error.to_string())?;
    command.arg("test").current_dir("tests/browser").env("CHROMIUM", browser).env("DOCENT_BIN", docent);
    finish(command, "npm test")
}

/// A Chromium: from `CHROMIUM`, the search path, or Debian's package where we may install it.
fn browser() -> Result<String, String> {
    if let Some(own) = env::var_os("CHROMIUM").and_then(|v| v.into_string().ok()).filter(|v| Path::new(v).exists()) {
        return Ok(own);
    }
    if find("npm").is_none() {
        return Err("missing: node and npm, for the tests in the browser".to_owned());
    }
    let names = ["chromium", "chromium-browser", "google-chrome"];
    if let Some(found) = names.iter().find_map(|name| find(name)) {
        return Ok(found);
    }
    if find("apt-get").is_some() {
        let install = "(apt-get update && apt-get install -y chromium) || (sudo -n apt-get update && sudo -n apt-get install -y chromium)";
        let _ = run("sh", &["-c", install], ".");
    }
    names.iter().find_map(|name| find(name)).ok_or_else(|| {
        "missing: chromium, for the tests in the browser; install it, or name it in the variable CHROMIUM".to_owned()
    })
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

fn finish(mut command: Command, name: &str) -> Result<(), String> {
    let status = command.status().map_err(|error| format!("`{name}` could not be started: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("`{name}` failed")) }
}
