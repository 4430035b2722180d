//! Ways to leak, each a small site: every file of `tests/leaks/` is one, built by the real binary. Its head says what is
//! expected:
//!
//! - `expect: clean`: the build succeeds, and no word of the case that begins with `zq` is in anything that it published;
//! - `expect: refused`: it fails, and nothing is published; `told: A | B` are texts that it says then;
//! - `expect: safe`: either of the two.
//!
//! `shown: A | B` are texts that a published site holds; `args` is the command (`build --audience client`), `look` the
//! folder that is looked through (`public`); `softened` is a diagnostic that the site ignores; `settings`, `languages`, `base_url` and `config` (keys of `docent.yaml`,
//! between ` ; `) change the settings. `escapes: yes`: `\r` and `\u{85}` in the files are those characters. Lines
//! `=== PATH` begin a file.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests may panic, and tests have a disk")]

mod common;

use common::{Project, Run, seen::seen};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A file of `tests/leaks/`.
struct Case {
    name: String,
    text: String,
    head: BTreeMap<String, String>,
    files: Vec<(String, String)>,
}

impl Case {
    fn read(path: &Path) -> Self {
        let text = std::fs::read_to_string(path).unwrap();
        let mut parts = text.split("=== ");
        let line = |line: &str| line.split_once(": ").map(|(key, value)| (key.to_owned(), value.to_owned()));
        let head: BTreeMap<String, String> = parts.next().unwrap().lines().filter_map(line).collect();
        let plain = |text: &str| if head.contains_key("escapes") { unescaped(text) } else { text.to_owned() };
        let file = |part: &str| part.split_once('\n').map(|(path, text)| (path.to_owned(), plain(text)));
        let files = parts.filter_map(file).collect();
        Self { name: path.file_stem().unwrap().to_string_lossy().into_owned(), text: text.clone(), head, files }
    }

    fn get<'a>(&'a self, key: &str, other: &'a str) -> &'a str {
        self.head.get(key).map_or(other, String::as_str)
    }

    fn list(&self, key: &str) -> Vec<&str> {
        self.get(key, "").split(" | ").filter(|text| !text.is_empty()).collect()
    }

    fn settings(&self) -> String {
        let languages = self.get("languages", "{en: {name: English}, ru: {name: Русский}}");
        let mut out = format!("title: Test\nlanguages: {languages}\ndefault_audience: [internal, client]\n");
        let softened = self.head.get("softened").map_or(String::new(), |code| format!(", {code}: ignore"));
        out += &format!("diagnostics: {{orphan: ignore{softened}}}\ngit_dates: false\n");
        match self.head.get("config") {
            Some(keys) => keys.split(" ; ").for_each(|key| out += &format!("{key}\n")),
            None => out += "audiences: {internal: , client: }\n",
        }
        out += self.get("settings", "");
        out + &self.head.get("base_url").map_or(String::new(), |url| format!("\nbase_url: {url}\n"))
    }

    fn project(&self) -> Project {
        let project = Project::new();
        project.write("docent.yaml", self.settings());
        std::fs::remove_file(project.root().join("content/index.md")).unwrap();
        project.write("content/en/index.md", "---\ntitle: Front\n---\n\nHello.\n");
        project.write("content/ru/index.md", "---\ntitle: Начало\n---\n\nПривет.\n");
        self.files.iter().for_each(|(path, text)| project.write(path, text));
        project
    }

    /// The words that nobody may find. Packed bytes hold any two letters: only long words count.
    fn canaries(&self) -> BTreeSet<String> {
        let words = self.text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
        words.filter(|word| word.starts_with("zq") && word.len() > 4).collect()
    }

    /// What is wrong, if anything is.
    fn fault(&self) -> Option<String> {
        let project = self.project();
        let args: Vec<&str> = self.get("args", "build --audience client").split(' ').collect();
        let run = project.run(&args);
        let folder = project.root().join(self.get("look", "public"));
        let seen = if folder.exists() { seen(&folder) } else { String::new() };
        let refused = || self.refused(&run, &seen);
        let clean = || self.clean(&run, &seen);
        match self.get("expect", "") {
            "clean" => clean(),
            "refused" => refused(),
            "safe" if run.code == Some(0) => clean(),
            "safe" => refused(),
            other => Some(format!("there is no `expect: {other}`")),
        }
    }

    fn clean(&self, run: &Run, seen: &str) -> Option<String> {
        let found: Vec<String> = self.canaries().into_iter().filter(|word| seen.contains(word)).collect();
        let lost: Vec<&str> = self.list("shown").into_iter().filter(|w| !seen.contains(&w.to_lowercase())).collect();
        match run.code {
            Some(0) if found.is_empty() && lost.is_empty() => None,
            Some(0) if found.is_empty() => Some(format!("not shown: {lost:?}")),
            Some(0) => Some(format!("published: {found:?}")),
            _ => Some(format!("exit {:?}: {}", run.code, run.stderr)),
        }
    }

    fn refused(&self, run: &Run, seen: &str) -> Option<String> {
        let unsaid: Vec<&str> = self.list("told").into_iter().filter(|text| !run.stderr.contains(text)).collect();
        match run.code {
            Some(0) => Some(match self.canaries().into_iter().filter(|word| seen.contains(word)).collect::<Vec<_>>() {
                found if found.is_empty() => "exit 0, though nothing of it is seen".to_owned(),
                found => format!("published: {found:?}"),
            }),
            _ if !seen.is_empty() => Some("something was published".to_owned()),
            _ if unsaid.is_empty() => None,
            _ => Some(format!("does not say {unsaid:?}: {}", run.stderr)),
        }
    }
}

/// `\r` and `\u{85}` as the characters that they stand for.
fn unescaped(text: &str) -> String {
    let mut parts = text.split("\\u{");
    let mut out = parts.next().unwrap().to_owned();
    for part in parts {
        let (code, rest) = part.split_once('}').unwrap();
        out.extend(u32::from_str_radix(code, 16).ok().and_then(char::from_u32));
        out += rest;
    }
    out.replace("\\r", "\r").replace("\\n", "\n")
}

fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/leaks");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| Case::read(path)).collect()
}

/// In two threads: most of the time a run waits for the disk and for its own start.
#[test]
fn no_case_leaks() {
    let cases = cases();
    let look = |part: &[Case]| -> Vec<String> {
        let tell = |case: &Case| case.fault().map(|fault| format!("{} ({}): {fault}", case.name, case.get("what", "")));
        part.iter().filter_map(tell).collect()
    };
    let (first, second) = cases.split_at(cases.len() / 2);
    let faults = std::thread::scope(|scope| {
        let other = scope.spawn(|| look(second));
        [look(first), other.join().unwrap()].concat()
    });
    assert!(faults.is_empty(), "{} of {} cases:\n{}", faults.len(), cases.len(), faults.join("\n"));
}

#[test]
fn a_case_can_fail() {
    let case = |expect: &str, shown: &str| Case {
        name: String::new(),
        text: "A zqsecret.".into(),
        head: [("expect", expect), ("shown", shown)].map(|(a, b)| (a.to_owned(), b.to_owned())).into(),
        files: vec![("content/en/index.md".into(), "---\ntitle: Front\n---\n\nA zqsecret.\n".into())],
    };
    assert_eq!(case("clean", "").fault().unwrap(), "published: [\"zqsecret\"]");
    assert_eq!(case("refused", "").fault().unwrap(), "published: [\"zqsecret\"]");
    assert_eq!(case("safe", "").fault().unwrap(), "published: [\"zqsecret\"]");
    let silent = Case { text: String::new(), ..case("clean", "nowhere at all") };
    assert_eq!(silent.fault().unwrap(), "not shown: [\"nowhere at all\"]");
    let wrong = Case { files: vec![("content/en/index.md".into(), "[[nowhere]]\n".into())], ..case("clean", "") };
    assert!(wrong.fault().unwrap().contains("exit Some(1)"));
}
