//! The documentation in `docs/` is built by docent without a warning, and what it shows is so: examples are in use on
//! their page, quoted files say what is quoted, commands have the options that `--help` has and print what is printed.
//!
//! In: `docs/`, and the binary. A fenced block tells by its language what is looked at:
//!
//! - `markdown`: each of its lines stands once more on the page (`md` is for what does not);
//! - any language and behind it a path (not `title=`): each line stands in that file;
//! - `console`: behind `$ docent`, the output of a command that writes nothing and is about these pages; `...` stands
//!   for lines that are left out.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests may panic, and tests have a disk")]

mod common;

use common::Project;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Commands that answer without changing a file.
const ASKING: [&str; 3] = ["explain ", "search ", "report "];
/// What every command has, told once on the page that lists the commands.
const SHARED: [&str; 7] = ["root", "config", "format", "quiet", "verbose", "help", "version"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Runs docent at the top of the repository.
fn docent(arguments: &str) -> common::Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_docent"));
    common::run(command.current_dir(root()).env("NO_COLOR", "1").args(arguments.split_whitespace()))
}

/// Every page, by its path from `docs/content/`.
fn pages() -> BTreeMap<String, String> {
    let folder = root().join("docs/content");
    let is_page = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "md");
    let files = common::contents(&folder).into_keys().filter(is_page);
    files
        .map(|path| (path.to_str().unwrap().replace('\\', "/"), fs::read_to_string(folder.join(path)).unwrap()))
        .collect()
}

/// A fenced block: what stands behind its fence, and its lines.
struct Fence<'a> {
    info: &'a str,
    lines: Vec<&'a str>,
}

/// The fenced blocks at the margin of a page, and what stands outside of them.
fn fences(page: &str) -> (Vec<Fence<'_>>, BTreeSet<&str>) {
    let (mut blocks, mut outside, mut open) = (Vec::new(), BTreeSet::new(), None);
    for line in page.lines() {
        let ticks = line.len() - line.trim_start_matches('`').len();
        match open {
            Some(fence) if ticks >= fence && ticks == line.len() => open = None,
            Some(_) => blocks.last_mut().map(|block: &mut Fence| block.lines.push(line)).unwrap_or_default(),
            None if ticks >= 3 => {
                open = Some(ticks);
                blocks.push(Fence { info: &line[ticks..], lines: Vec::new() });
            }
            None => drop(outside.insert(line.trim())),
        }
    }
    assert!(open.is_none(), "a fence does not end:\n{page}");
    (blocks, outside)
}

/// Lines that say something.
fn said<'a>(lines: &[&'a str]) -> Vec<&'a str> {
    lines.iter().map(|line| line.trim()).filter(|line| !line.is_empty()).collect()
}

#[test]
fn the_documentation_has_no_errors_and_no_warnings() {
    let run = docent("check --strict --root docs");
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(run.stdout.contains("no errors, no warnings"), "{}", run.stdout);
}

/// Its own audiences, and the whole: each is published, and the page on audiences is what it says.
#[test]
fn the_documentation_can_be_published_for_everybody_and_for_each_audience() {
    let project = Project::new();
    fs::remove_dir_all(project.root()).unwrap();
    for (path, bytes) in common::contents(&root().join("docs")) {
        let ours = !path.starts_with("public") && root().join("docs").join(&path).is_file();
        if ours && !path.to_str().unwrap().contains("public-") {
            project.write(path, bytes);
        }
    }
    for (args, folder, told) in [
        (&["build", "--strict"][..], "public", true),
        (&["build", "--strict", "--audience", "contributors"], "public-contributors", true),
        (&["build", "--strict", "--audience", "readers"], "public-readers", false),
    ] {
        let run = project.run(args);
        assert_eq!(run.code, Some(0), "{args:?}: {}", run.stderr);
        let page = fs::read_to_string(project.root().join(folder).join("en/authors/audiences.html")).unwrap();
        assert_eq!(page.contains("Only contributors see this"), told, "{folder}");
        assert_eq!(project.root().join(folder).join("en/contributors.html").exists(), told, "{folder}");
    }
}

#[test]
fn examples_are_in_use_on_their_page() {
    let (mut missing, mut seen) = (Vec::new(), 0);
    for (name, page) in pages() {
        let (blocks, outside) = fences(&page);
        // A block that shows a block is in use as a block of its own.
        let inside: BTreeSet<&str> = blocks
            .iter()
            .filter(|block| block.info != "markdown")
            .flat_map(|block| block.lines.iter().map(|line| line.trim()))
            .collect();
        for block in blocks.iter().filter(|block| block.info == "markdown") {
            seen += 1;
            let used = |line: &&str| outside.contains(line) || inside.contains(line) || line.starts_with("```");
            missing.extend(
                said(&block.lines).into_iter().filter(|line| !used(line)).map(|line| format!("{name}: {line}")),
            );
        }
    }
    assert!(missing.is_empty(), "shown and not used: {missing:#?}");
    assert!(seen > 20, "{seen} examples were looked at");
}

#[test]
fn quoted_files_say_what_is_quoted() {
    let mut seen = 0;
    for (name, page) in pages() {
        for block in fences(&page).0 {
            let Some((_, path)) = block.info.split_once(' ').filter(|(_, words)| !words.contains('=')) else {
                continue;
            };
            seen += 1;
            let file = fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{name}: {path}: {error}"));
            let lines: BTreeSet<&str> = file.lines().map(str::trim).collect();
            let foreign: Vec<&str> = said(&block.lines).into_iter().filter(|line| !lines.contains(line)).collect();
            assert!(foreign.is_empty(), "{name} quotes {path}, which does not say {foreign:#?}");
        }
    }
    assert!(seen > 5, "{seen} quotations were looked at");
}

#[test]
fn commands_print_what_is_printed() {
    let (mut seen, mut wrong) = (0, Vec::new());
    for (name, page) in pages() {
        for block in fences(&page).0.iter().filter(|block| block.info == "console") {
            for (command, shown) in runs(&block.lines) {
                seen += 1;
                let run = docent(command);
                let printed: BTreeSet<&str> = run.stdout.lines().chain(run.stderr.lines()).map(str::trim).collect();
                let foreign = shown.into_iter().filter(|line| *line != "..." && !printed.contains(line));
                wrong.extend(foreign.map(|line| format!("{name}: {command}: {line}")));
            }
        }
    }
    assert!(wrong.is_empty(), "not printed: {wrong:#?}");
    assert!(seen > 5, "{seen} commands were run");
}

/// What stands behind `docent` in a command that only asks, and about these pages.
fn about_us(command: &str) -> Option<&str> {
    let own = command.strip_prefix("docent ")?;
    (own.contains("--root docs") && ASKING.iter().any(|asking| own.starts_with(asking))).then_some(own)
}

/// Commands that can be run here, without `$ docent`, each with the lines that it is said to print.
fn runs<'a>(lines: &[&'a str]) -> Vec<(&'a str, Vec<&'a str>)> {
    let mut all: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in said(lines) {
        match (line.strip_prefix("$ "), all.last_mut()) {
            (Some(command), _) => all.push((command, Vec::new())),
            (None, Some((_, shown))) => shown.push(line),
            (None, None) => {}
        }
    }
    all.into_iter().filter_map(|(command, shown)| Some((about_us(command)?, shown))).collect()
}

/// The names of the options in a text: `--base-url URL` is `base-url`.
fn options(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| c.is_whitespace() || ",`[]\"".contains(c));
    let names = words.filter_map(|word| word.strip_prefix("--")).filter(|name| !name.is_empty());
    names.map(str::to_owned).filter(|name| !SHARED.contains(&name.as_str())).collect()
}

/// The lines of `--help` that begin with an option.
fn helped(command: &str) -> BTreeSet<String> {
    let help = docent(&format!("{command} --help")).stdout;
    let line = |line: &&str| line.trim_start().starts_with('-');
    options(&help.lines().filter(line).collect::<Vec<_>>().join("\n"))
}

/// `docent completions bash | head -1`: whoever reads may stop, with any command that prints.
#[test]
fn a_closed_pipe_is_no_panic() {
    for arguments in ["completions bash", "schema", "report owners --root docs", "explain --root docs questions"] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = Command::new(env!("CARGO_BIN_EXE_docent"));
        command.current_dir(root()).args(arguments.split(' ')).stdout(writer);
        let told = command.stderr(Stdio::piped()).spawn().unwrap().wait_with_output().unwrap().stderr;
        let told = String::from_utf8_lossy(&told);
        assert!(!told.contains("panicked"), "{arguments}: {told}");
    }
}

#[test]
fn each_command_has_a_page_with_its_options() {
    let help = docent("--help").stdout;
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let names: BTreeSet<&str> =
        listed.filter_map(|line| line.split_whitespace().next()).filter(|n| *n != "help").collect();
    let pages = pages();
    let described: BTreeSet<&str> = pages
        .keys()
        .filter_map(|path| path.strip_prefix("en/commands/")?.strip_suffix(".md"))
        .filter(|name| *name != "index")
        .map(|name| if name == "translate-stamp" { "translate" } else { name })
        .collect();
    assert_eq!(described, names);
    for name in names {
        let (file, command) = if name == "translate" { ("translate-stamp", "translate stamp") } else { (name, name) };
        let page = &pages[&format!("en/commands/{file}.md")];
        let front = page.split("\n---\n").next().unwrap();
        let named = front.lines().filter_map(|line| line.trim_start().strip_prefix("- name:")).collect::<Vec<_>>();
        assert_eq!(options(&named.join("\n")), helped(command), "{command}");
    }
}

/// A cell of a table without its links.
fn unlinked(cell: &str) -> String {
    let mut parts = cell.split('[');
    let first = parts.next().unwrap().to_owned();
    parts.fold(first, |text, part| {
        match part.split_once("](").and_then(|(words, rest)| Some((words, rest.split_once(')')?))) {
            Some((words, (_, rest))) => text + words + rest,
            None => text + "[" + part,
        }
    })
}

/// The table of the keys says what editors are told: both have it from the program's own list.
#[test]
fn the_keys_of_the_front_matter_are_all_there() {
    let page = &pages()["en/reference/front-matter.md"];
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `")?.strip_suffix(" |")?.split_once("` | "));
    let rows: Vec<(String, String)> =
        rows.map(|(key, rest)| (key.to_owned(), unlinked(rest.split_once(" | ").unwrap().1))).collect();
    let schema: serde_json::Value = serde_json::from_str(&docent("schema").stdout).unwrap();
    let keys = schema["properties"].as_object().unwrap().iter();
    let keys = keys.filter_map(|(key, schema)| Some((key.clone(), schema.get("description")?.as_str()?.to_owned())));
    let named: Vec<(String, String)> = keys.filter(|(key, _)| rows.iter().any(|(row, _)| row == key)).collect();
    assert_eq!(named, rows);
    assert_eq!(rows.len(), docent::page::keys::KEYS.len());
}

/// The table of other programs' keys is the program's own.
#[test]
fn the_keys_of_other_programs_are_all_there() {
    use docent::page::front_matter::foreign::FOREIGN;
    let page = &pages()["en/reference/front-matter-of-other-programs.md"];
    for row in &FOREIGN {
        let names: Vec<String> = row.names.iter().map(|name| format!("`{name}`")).collect();
        let line = format!("| {} | {} | {} |", names.join(", "), row.tools, row.meaning.words());
        assert!(page.contains(&line), "missing, or another text:\n{line}");
    }
}
