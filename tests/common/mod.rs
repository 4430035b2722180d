//! A project in a temporary folder and the real binary: what the end-to-end tests share.
#![allow(dead_code, reason = "each test binary uses its own part")]
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests may panic, and tests have a disk")]

pub mod assistant;
pub mod edits;
pub mod faults;
pub mod lsp;
pub mod namespace;
pub mod needs;
pub mod seen;
pub mod serve;
pub mod site;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// How many random cases a test takes: few, all with `DOCENT_TEST_FULL=1`, or as many as `DOCENT_TEST_CASES` says.
pub fn cases(few: u32, all: u32) -> u32 {
    let number = std::env::var("DOCENT_TEST_CASES").ok().and_then(|number| number.parse().ok());
    let full = std::env::var_os("DOCENT_TEST_FULL").map(|_| all);
    number.or(full).unwrap_or(few)
}

/// A project that is removed with the test.
pub struct Project {
    folder: tempfile::TempDir,
}

/// What a run of docent said.
pub struct Run {
    /// The exit code; `None` if a signal ended it.
    pub code: Option<i32>,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl Project {
    /// A project of one language with a front page. It lies two folders deep, so that its surroundings can be looked at
    /// too, and a guard that fails one day replaces nothing but them.
    pub fn new() -> Self {
        let project = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        fs::create_dir(project.around()).expect("a folder");
        project.write("docent.yaml", "title: Test\ndiagnostics: {orphan: ignore}\ngit_dates: false\n");
        project.write("content/index.md", "---\ntitle: Front\n---\n\nHello.\n");
        project
    }

    /// The folder around the project's.
    pub fn around(&self) -> PathBuf {
        self.folder.path().join("around")
    }

    /// The project's folder.
    pub fn root(&self) -> PathBuf {
        self.around().join("site")
    }

    /// Writes a file of the project, and the folders that it needs.
    pub fn write(&self, path: impl AsRef<Path>, bytes: impl AsRef<[u8]>) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }

    /// A file of the output as text.
    pub fn output(&self, path: &str) -> String {
        fs::read_to_string(self.root().join("public").join(path)).unwrap_or_else(|e| panic!("public/{path}: {e}"))
    }

    /// Runs docent in the project.
    pub fn run(&self, args: &[&str]) -> Run {
        run(self.command().args(args))
    }

    /// docent, ready to run in the project.
    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_docent"));
        command.current_dir(self.root()).env("HOME", self.around().join("home")).env("NO_COLOR", "1");
        command
    }

    /// Builds, and tells all problems as JSON.
    pub fn build(&self) -> Run {
        self.run(&["build", "--format", "json"])
    }
}

/// Runs a command to its end.
pub fn run(command: &mut Command) -> Run {
    let Output { status, stdout, stderr } = command.output().expect("docent runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("docent writes UTF-8");
    Run { code: status.code(), stdout: text(stdout), stderr: text(stderr) }
}

impl Run {
    /// The problems that `--format json` told.
    pub fn problems(&self) -> Vec<serde_json::Value> {
        self.stdout.lines().map(|line| serde_json::from_str(line).expect("one JSON object a line")).collect()
    }

    /// The problems of a file.
    pub fn of(&self, file: &str) -> Vec<serde_json::Value> {
        self.problems().into_iter().filter(|p| p["file"] == file).collect()
    }

    /// No signal and no panic, whatever else happened.
    pub fn assert_calm(&self, what: &str) {
        assert!(matches!(self.code, Some(0..=2)), "{what}: {:?}\n{}", self.code, self.stderr);
        assert!(!self.stderr.contains("panicked"), "{what}: {}", self.stderr);
    }
}

/// Every file below a folder with its bytes, links by where they lead: two equal trees are one tree.
pub fn tree(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    walk(folder, &mut all);
    all
}

/// The same by the paths in the folder, to compare two folders.
pub fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    tree(folder).into_iter().map(|(path, bytes)| (path.strip_prefix(folder).unwrap().to_owned(), bytes)).collect()
}

fn walk(folder: &Path, all: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in fs::read_dir(folder).expect("a folder").map(|e| e.expect("an entry")) {
        let (path, kind) = (entry.path(), entry.file_type().expect("a type"));
        let bytes = if kind.is_symlink() {
            fs::read_link(&path).expect("a link").into_os_string().into_encoded_bytes()
        } else if kind.is_dir() {
            walk(&path, all);
            Vec::new()
        } else {
            fs::read(&path).expect("a file")
        };
        all.insert(path, bytes);
    }
}
