//! What cannot be written to standard output: an error of every command, and a reader that has read enough is none.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "tests may panic, and tests have a disk"
)]
#![cfg(target_os = "linux")]

mod common;

use common::Project;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read;
use std::process::{Child, Command, Stdio};

/// Every command, in ways in which it prints something, each with its exit code when the reader is gone. A new command
/// of the program that is not here fails the test.
const COMMANDS: [(&[&str], i32); 30] = [
    (&["build"], 0),
    (&["build", "--format", "json", "-o", "public-2"], 0),
    (&["build", "--search-export", "quickwit"], 0),
    (&["check"], 0),
    (&["check", "--format", "json"], 0),
    (&["check", "--external"], 0),
    (&["host", "nginx"], 0),
    (&["publish", "memory:///site"], 0),
    (&["publish", "memory:///site", "--dry-run"], 0),
    (&["serve", "--port", "0"], 0),
    (&["serve", "--port", "0", "--format", "json"], 0),
    (&["search", "hello"], 0),
    (&["search", "hello", "--format", "json"], 0),
    (&["search", "nothing-has-this-word"], 1),
    (&["review", "content/en/index.md"], 0),
    (&["report", "orphans"], 0),
    (&["report", "orphans", "--format", "csv"], 0),
    (&["report", "links"], 0),
    (&["report", "stale", "--format", "ics"], 0),
    (&["translate", "stamp", "content/ru/index.md"], 0),
    (&["init", "another"], 0),
    (&["import", "content/en", "moved"], 0),
    (&["new", "guide", "content/en/other.md"], 0),
    (&["mv", "content/en/old.md", "content/en/new.md", "--dry-run"], 0),
    (&["mv", "content/en/old.md", "content/en/new.md"], 0),
    (&["explain", "content/en/index.md"], 0),
    (&["explain", "content/en/index.md", "--format", "json"], 0),
    (&["theme", "eject"], 0),
    (&["schema"], 0),
    (&["completions", "bash"], 0),
];

fn project() -> Project {
    let project = Project::new();
    project.write(
        "docent.yaml",
        "title: T\ngit_dates: false\ndiagnostics: {broken-link: warning}\ndefault_language: en\nlanguages:\n  en: {name: English}\n  ru: {name: Русский}\n",
    );
    std::fs::remove_file(project.root().join("content/index.md")).unwrap();
    project.write("content/en/index.md", "---\ntitle: Front\n---\n\nHello, [old](old.md), [none](none.md).\n");
    project.write("content/ru/index.md", "---\ntitle: Начало\n---\n\nЗдравствуйте.\n");
    project.write("content/en/old.md", "---\ntitle: Old\n---\n\nOld.\n");
    project
}

/// The commands that the program has, by its help.
fn known(project: &Project) -> BTreeSet<String> {
    let help = project.run(&["--help"]).stdout;
    let (_, list) = help.split_once("Commands:\n").unwrap();
    let names = list.lines().take_while(|line| !line.is_empty());
    let names = names.filter_map(|line| line.strip_prefix("  ").filter(|line| !line.starts_with(' ')));
    names.map(|line| line.split(' ').next().unwrap().to_owned()).filter(|name| name != "help").collect()
}

fn start(project: &Project, args: &[&str], out: impl Into<Stdio>) -> Child {
    project.command().args(args).stdin(Stdio::null()).stdout(out).stderr(Stdio::piped()).spawn().unwrap()
}

fn ended(child: Child) -> (Option<i32>, String) {
    let output = child.wait_with_output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn every_command_is_here() {
    let mut tried: BTreeSet<String> = COMMANDS.iter().map(|(args, _)| args[0].to_owned()).collect();
    // They say nothing before an editor or an assistant asks: see `tests/lsp.rs`, `tests/mcp.rs`.
    tried.extend(["lsp", "mcp"].map(str::to_owned));
    assert_eq!(tried, known(&project()));
}

#[test]
fn an_answer_that_could_not_be_written_is_an_error_of_every_command() {
    let helps: [(&[&str], i32); 4] =
        [(&["--help"], 0), (&["--version"], 0), (&["help", "build"], 0), (&["mv", "-h"], 0)];
    for (args, _) in COMMANDS.iter().chain(&helps) {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let (code, told) = ended(start(&project(), args, full));
        assert_eq!(code, Some(2), "{args:?}: {told}");
        assert_eq!(told.matches("error: standard output: No space left on device").count(), 1, "{args:?}: {told}");
    }
    // One that is open for reading alone.
    for args in [&["schema"][..], &["completions", "zsh"], &["--help"]] {
        let (code, told) = ended(start(&project(), args, File::open("/dev/null").unwrap()));
        assert!(code == Some(2) && told.contains("standard output: "), "{args:?}: {told}");
    }
}

#[test]
fn a_reader_that_is_gone_is_no_error() {
    for (args, expected) in COMMANDS {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let project = project();
        let mut child = start(&project, args, writer);
        if args[0] == "serve" {
            // It goes on without being heard.
            assert!(child.try_wait().unwrap().is_none());
            child.kill().unwrap();
            continue;
        }
        let (code, told) = ended(child);
        assert_eq!(code, Some(expected), "{args:?}: {told}");
        assert!(!told.contains("panicked") && !told.contains("standard output"), "{args:?}: {told}");
    }
}

#[test]
fn a_slow_reader_gets_everything() {
    let project = project();
    let whole = project.run(&["schema"]).stdout;
    // A pipe that does not wait, and holds less than is written.
    let script =
        "import fcntl, os, sys; fcntl.fcntl(1, fcntl.F_SETFL, os.O_NONBLOCK); os.execv(sys.argv[1], sys.argv[1:])";
    let mut command = Command::new("python3");
    command.args(["-c", script, env!("CARGO_BIN_EXE_docent"), "schema"]).current_dir(project.root());
    let Ok(mut child) = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn() else { return };
    let mut text = String::new();
    child.stdout.take().unwrap().read_to_string(&mut text).unwrap();
    assert!(child.wait().unwrap().success());
    assert!(text == whole && whole.len() > 8 * 1024);
}
