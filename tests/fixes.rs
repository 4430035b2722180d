//! What docent says to write instead is right: each replacement is applied to the bytes that it names, and the problem is
//! gone. Every problem's bytes are where its line says, also behind blocks that were cut for an audience.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "tests may panic, and tests have a disk"
)]

mod common;

use common::Project;
use common::faults::FILES;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;

fn project(files: &[(&str, &str)]) -> Project {
    let project = Project::new();
    files.iter().for_each(|(path, text)| project.write(path, text));
    project
}

fn problems(project: &Project, args: &[&str]) -> Vec<Value> {
    project.run(&[&["check", "--format", "json"], args].concat()).problems()
}

fn number(value: &Value) -> usize {
    usize::try_from(value.as_u64().unwrap()).unwrap()
}

/// Bytes are those that line and column name.
fn assert_placed(text: &str, problem: &Value) {
    let (start, end) = (number(&problem["range"]["start"]), number(&problem["range"]["end"]));
    assert!(start <= end && text.get(start..end).is_some(), "{problem}");
    let above = &text[..start];
    let line = above.rsplit('\n').next().unwrap().trim_start_matches('\u{feff}');
    let told = (number(&problem["line"]), number(&problem["column"]));
    assert_eq!((above.matches('\n').count() + 1, line.chars().count() + 1), told, "{problem}");
}

/// Applies all replacements, the last of each file first; says what each was.
fn apply(project: &Project, problems: &[Value]) -> Vec<String> {
    let mut fixes: BTreeMap<&str, BTreeMap<usize, (usize, &str)>> = BTreeMap::new();
    for problem in problems.iter().filter(|problem| !problem["fix"].is_null()) {
        let fix = &problem["fix"];
        let (start, end) = (number(&fix["range"]["start"]), number(&fix["range"]["end"]));
        let of_file = fixes.entry(problem["file"].as_str().unwrap()).or_default();
        of_file.insert(start, (end, fix["text"].as_str().unwrap()));
    }
    let mut told = Vec::new();
    for (file, fixes) in fixes {
        let path = project.root().join(file);
        let mut text = fs::read_to_string(&path).unwrap();
        for (start, (end, new)) in fixes.into_iter().rev() {
            told.push(format!("{file}: {} -> {new}", &text[start..end]));
            text.replace_range(start..end, new);
        }
        fs::write(path, text).unwrap();
    }
    told.sort();
    told
}

#[test]
fn what_is_said_to_be_written_instead_is_right() {
    let project = project(FILES);
    let mut told = Vec::new();
    // What is wrong with the settings is told first; some problems show only when others are gone.
    for _ in 0..4 {
        let found = problems(&project, &[]);
        for problem in found.iter().filter(|problem| !problem["range"].is_null()) {
            let path = project.root().join(problem["file"].as_str().unwrap());
            if let Ok(text) = fs::read_to_string(path) {
                assert_placed(&text, problem);
            }
        }
        let before = found.iter().filter(|problem| !problem["fix"].is_null()).count();
        told.extend(apply(&project, &found));
        let after = problems(&project, &[]);
        let same = after.iter().filter(|now| !now["fix"].is_null() && found.contains(now)).count();
        assert_eq!(same, 0, "{before} problems with a replacement, of which these are still there: {after:?}");
    }
    let left: Vec<Value> =
        problems(&project, &[]).into_iter().filter(|problem| problem["severity"] == "error").collect();
    insta::assert_snapshot!("fixes", told.join("\n") + "\n");
    let codes: Vec<&str> = left.iter().map(|problem| problem["code"].as_str().unwrap()).collect();
    assert!(codes.iter().all(|code| *code == "embed"), "{left:?}");
}

#[test]
fn a_replacement_is_made_only_where_it_is_certain() {
    let project = project(&[
        ("content/index.md", "---\ntitle: Home\n---\n\n[[Manager]] [[Other]]\n"),
        ("content/manager.md", "---\ntitle: Manager\n---\n"),
        // The key that was meant is there already.
        ("content/twice.md", "---\ntitle: One\ntitel: Two\n---\n"),
        // The address stands elsewhere, or is written with escapes.
        ("content/other.md", "# Other\n\n[a][b] [d](m&#97;nger.md)\n\n[b]: manger.md\n"),
        ("content/alias.md", "---\ntitle: &t Alias\nextra: {x: *t}\ntitel: y\n---\n"),
        ("content/escape.md", "---\ntitle: E\n\"ty\\x70\": role\n---\n"),
    ]);
    let found = problems(&project, &[]);
    let fixed: Vec<&str> = found.iter().filter(|p| !p["fix"].is_null()).map(|p| p["file"].as_str().unwrap()).collect();
    assert!(found.iter().filter(|p| p["hint"].as_str().is_some_and(|hint| hint.contains("did you mean"))).count() >= 5);
    assert_eq!(fixed, Vec::<&str>::new(), "{found:?}");
}

#[test]
fn bytes_are_those_of_the_file_behind_a_block_that_was_cut() {
    let cut = "<!-- audience: internal -->\nНикто не видит.\n\n- x\n\n<!-- audience: all -->\n";
    let text =
        format!("---\ntitle: A\n---\n\n[x](nope.md)\n\n{cut}\nслово [y](manger.md)\n\n{cut}\n[z](no.md) e-mail\n");
    let project = project(&[
        (
            "docent.yaml",
            "audiences: {internal: , client: }\ndefault_audience: [client, internal]\nspelling: {e-mail: email}\n",
        ),
        ("content/index.md", "---\ntitle: Home\n---\n\n[[A]] [[Manager]]\n"),
        ("content/manager.md", "---\ntitle: Manager\n---\n"),
        ("content/a.md", &text),
    ]);
    for args in [&["--audience", "client"][..], &["--audience", "internal"], &[]] {
        let found: Vec<Value> = problems(&project, args).into_iter().filter(|p| p["file"] == "content/a.md").collect();
        found.iter().for_each(|problem| assert_placed(&text, problem));
        let meant = |range: &Value| text[number(&range["start"])..number(&range["end"])].to_owned();
        let told: Vec<String> = found.iter().map(|problem| meant(&problem["range"])).collect();
        assert_eq!(told, ["[x](nope.md)", "[y](manger.md)", "[z](no.md)", "e-mail"], "{args:?}");
        let fixed: Vec<String> =
            found.iter().filter(|p| !p["fix"].is_null()).map(|problem| meant(&problem["fix"]["range"])).collect();
        assert_eq!(fixed, ["manger.md", "e-mail"], "{args:?}");
    }
}

/// `docs/` shows one line of JSON.
#[test]
fn the_example_of_the_documentation_has_the_keys_that_are_printed() {
    let page = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/content/en/publishers/ci.md")).unwrap();
    let shown: Value =
        serde_json::from_str(page.lines().find(|line| line.starts_with("{\"severity\"")).unwrap()).unwrap();
    // The same page as in the example: twelve lines above the link.
    let text = "---\ntitle: The handbook of our agency\ndescription: How we work, and why we work so.\ntags: [work]\n---\n\n\
        # The handbook of our agency\n\nRead it once, and look things up later.\n\nThis link leads nowhere:\n\n[x](nope.md)\n";
    let project = project(&[("content/index.md", text)]);
    let printed = &problems(&project, &[])[0];
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(printed), keys(&shown));
    for key in ["severity", "code", "line", "column", "length", "range", "message", "hint", "fix"] {
        assert_eq!(printed[key], shown[key], "{key}");
    }
    // The table below it names each of them.
    let named = |key: &String| page.lines().any(|line| line.starts_with('|') && line.contains(&format!("`{key}`")));
    assert!(keys(&shown).iter().all(named));
}
