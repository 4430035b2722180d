//! What changed: the page and the feed from a real repository, what they never tell, and the marks by which a browser knows
//! what is new to its reader.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests may panic, and tests have a disk")]

mod common;

use common::{Project, cases};
use docent::config::Config;
use docent::pipeline::{Memo, build};
use docent::source::Sources;
use proptest::prelude::*;
use proptest::test_runner::{Config as Cases, TestRunner};
use std::collections::BTreeMap;
use std::process::Command;

const SETTINGS: &str = "title: Test\ndiagnostics: {orphan: ignore}\n";

fn git(project: &Project, day: u8, args: &[&str]) {
    let mut command = Command::new("git");
    command.current_dir(project.root()).env("GIT_COMMITTER_DATE", format!("2026-05-{day:02}T12:00:00Z"));
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").args(["-c", "user.name=n", "-c", "user.email=n@x.org"]);
    let out = command.args(args).output().unwrap();
    assert!(out.status.success(), "{args:?}: {}", String::from_utf8_lossy(&out.stderr));
}

fn commit(project: &Project, day: u8, text: &str) {
    git(project, day, &["add", "-A"]);
    git(project, day, &["commit", "-qm", text]);
}

fn repository(settings: &str) -> Project {
    let project = Project::new();
    project.write("docent.yaml", format!("{SETTINGS}{settings}"));
    project.write(".gitignore", "public*\n*.audit.json\n");
    project.write(
        "content/a.md",
        "---\ntitle: Page A\n---\n\nThe lead.\n\n## Payment\n\nPay within thirty days.\n\n## Other\n\nNothing.\n",
    );
    git(&project, 1, &["init", "-q"]);
    commit(&project, 1, "First");
    project
}

/// What stands in the list, without markup: `day: title (reasons) section [excerpts]`.
fn told(project: &Project, path: &str) -> String {
    let html = project.output(path);
    let list = html.split("<div class=\"body change-list\">").nth(1).unwrap().split("</main>").next().unwrap();
    let marked = list.replace("<ins>", "[").replace("</ins>", "]");
    let text = marked.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect::<String>();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn built(project: &Project, args: &[&str]) {
    let run = project.run(&[&["build"], args].concat());
    assert_eq!(run.code, Some(0), "{}", run.stderr);
}

#[test]
fn changes_are_told_by_day_page_and_section_with_the_words_that_were_written() {
    let project = repository("");
    project.write(
        "content/a.md",
        "---\ntitle: Page A\n---\n\nThe lead.\n\n## Payment\n\nPay within *fourteen* days.\n\n## Other\n\nNothing.\n",
    );
    commit(&project, 2, "Suppliers asked for it");
    project.write("content/b.md", "---\ntitle: Page B\ndescription: About b.\n---\n\nText.\n");
    commit(&project, 3, "B");
    git(&project, 4, &["mv", "content/a.md", "content/c.md"]);
    commit(&project, 4, "Moved");
    built(&project, &[]);
    let expected = "3 May 2026 Page B New B About b. 2 May 2026 Page A Suppliers asked for it Payment Pay within [fourteen] days. \
                    1 May 2026 Front New First Hello. Page A New First The lead.";
    assert_eq!(told(&project, "changes.html"), expected);
    let html = project.output("changes.html");
    assert!(html.contains("href=\"c.html#payment\""), "renamed pages are told under their names of today: {html}");
    assert!(!html.contains("thirty"), "what was removed is not told");
    // Atom wants whole ids; a site that does not know its address has others.
    let feed = project.output("feed.xml");
    assert!(feed.contains("<id>urn:uuid:") && feed.contains("&lt;ins&gt;fourteen&lt;/ins&gt;"), "{feed}");
    assert!(feed.contains("<link href=\"c.html\"/>") && !feed.contains("thirty"), "{feed}");
    built(&project, &["--base-url", "https://example.com/hb/"]);
    assert!(project.output("feed.xml").contains("<id>https://example.com/hb/c.html</id>"));
}

#[test]
fn small_edits_are_folded() {
    let project = repository("");
    let page = |text: &str, keys: &str| {
        format!("---\ntitle: Page A\n{keys}---\n\n{text}\n\n## Payment\n\nPay within thirty days.\n")
    };
    project.write("content/a.md", page("The leads.", ""));
    commit(&project, 2, "Typo\n\nMinor: true");
    built(&project, &[]);
    assert!(
        told(&project, "changes.html").starts_with("2 May 2026 1 small edit Page A Typo Top of the page The [leads].")
    );
    project.write("content/a.md", page("The leading words.", "minor: true\n"));
    commit(&project, 3, "Words");
    project.write("content/index.md", "---\ntitle: Front\ntags: [x]\n---\n\nHello.\n");
    commit(&project, 4, "Tags");
    built(&project, &[]);
    let told = told(&project, "changes.html");
    assert!(told.starts_with("4 May 2026 1 small edit Front Tags 3 May 2026 1 small edit Page A Words"), "{told}");
}

#[test]
fn nothing_is_told_of_what_readers_do_not_find() {
    let project = repository("audiences: {internal: , client: }\ndefault_audience: [internal, client]\n");
    let page = |title: &str, keys: &str, text: &str| {
        format!("---\ntitle: {title}\n{keys}---\n\n{text}\n\n## Part {title}\n\nMore words.\n")
    };
    for (name, keys) in [
        ("draft", "draft: true\n"),
        ("unlisted", "unlisted: true\n"),
        ("unsearched", "search: false\n"),
        ("hidden", "audience: [internal]\n"),
    ] {
        project.write(format!("content/{name}.md"), page(&format!("Quokka {name}"), keys, "Old."));
    }
    project.write(
        "content/partial.md",
        page("Partial", "", "Open.\n\n<!-- audience: internal -->\n\nWombat.\n\n<!-- audience: all -->"),
    );
    project.write("content/open.md", page("Open page", "", "Old."));
    commit(&project, 2, "Quokka and wombat pages");
    for (name, keys) in [
        ("draft", "draft: true\n"),
        ("unlisted", "unlisted: true\n"),
        ("unsearched", "search: false\n"),
        ("hidden", "audience: [internal]\n"),
    ] {
        project.write(format!("content/{name}.md"), page(&format!("Quokka {name}"), keys, "Quokka news."));
    }
    project.write(
        "content/partial.md",
        page("Partial", "", "Open.\n\n<!-- audience: internal -->\n\nWombat news.\n\n<!-- audience: all -->"),
    );
    project.write("content/open.md", page("Open page", "", "Fresh text."));
    commit(&project, 3, "Quokka news");
    project.write("content/open.md", page("Open page", "", "Fresh new text."));
    commit(&project, 4, "Plain reason");
    built(&project, &["--audience", "client"]);
    let list = told(&project, "changes.html");
    // The feed has pages that only the search leaves out.
    let feed = project.output("feed.xml").replace("Quokka unsearched", "").replace("Quokka news.", "");
    for text in [&list, &project.output("changes/sections.js"), &feed] {
        let text = text.to_lowercase();
        assert!(!text.contains("quokka") && !text.contains("wombat"), "{text}");
    }
    assert!(
        list.contains("4 May 2026 Open page Top of the page Fresh [new] text.") && !list.contains("Plain reason"),
        "{list}"
    );
    assert!(!list.contains("Partial"), "the change may be one of what is cut: {list}");
    std::fs::remove_dir_all(project.root().join("public")).unwrap();
    // For everybody the page that is hidden from clients is one like others. What else is not found stays untold, and so does
    // the text of a commit that touched it.
    built(&project, &[]);
    let list = told(&project, "changes.html");
    assert!(
        list.contains("Quokka hidden") && list.contains("Plain reason") && list.contains("[Wombat news]."),
        "{list}"
    );
    for word in ["Quokka draft", "Quokka unlisted", "Quokka unsearched", "Quokka news Quokka", "and wombat"] {
        assert!(!list.contains(word), "{word}: {list}");
    }
}

#[test]
fn without_git_days_of_front_matters_are_told() {
    let project = Project::new();
    project.write("content/a.md", "---\ntitle: A\nupdated: 2026-05-12\n---\n\nText.\n");
    project.write("content/b.md", "---\ntitle: B\ndate: 2026-05-11\n---\n\nText.\n");
    built(&project, &[]);
    assert_eq!(told(&project, "changes.html"), "12 May 2026 A 11 May 2026 B New Text.");
}

#[test]
fn a_site_may_have_no_changes_or_a_page_of_that_name() {
    let project = Project::new();
    project.write("content/changes.md", "---\ntitle: Our own\n---\n\nText.\n");
    built(&project, &[]);
    assert!(project.output("changes.html").contains("Our own") && project.output("index.html").contains("data-seen"));
    project.write("docent.yaml", format!("{SETTINGS}git_dates: false\nchanges: false\n"));
    std::fs::remove_file(project.root().join("content/changes.md")).unwrap();
    built(&project, &[]);
    for file in ["changes.html", "changes/sections.js", "feed.xml"] {
        assert!(!project.root().join("public").join(file).exists(), "{file}");
    }
    let front = project.output("index.html");
    assert!(!front.contains("data-seen") && !front.contains("changes.html"));
}

/// The marks of a page's sections.
fn marks(pages: &BTreeMap<String, String>) -> BTreeMap<String, Vec<String>> {
    let mut sources = Sources::default();
    for (path, text) in pages {
        sources.insert_text(path, text);
    }
    let (output, _) = build(&Config::default(), &sources, &mut Memo::forgetting());
    let (bytes, _) = output.unwrap().bytes("changes/sections.js", &Memo::forgetting().render).unwrap();
    let docent::output::Bytes::Memory(bytes) = bytes else { panic!("it is made") };
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let json = text.strip_prefix("docentSections(").and_then(|text| text.strip_suffix(");\n")).unwrap();
    let all: serde_json::Value = serde_json::from_str(json).unwrap();
    let length = all["length"].as_u64().unwrap() as usize;
    let cut =
        |text: &str| text.as_bytes().chunks(length).map(|mark| String::from_utf8_lossy(mark).into_owned()).collect();
    let page = |(url, page): (&String, &serde_json::Value)| (url.clone(), cut(page[0].as_str().unwrap()));
    all["pages"].as_object().unwrap().iter().map(page).collect()
}

/// A section as its author wrote it: what readers read, and a way of writing it that they do not see.
#[derive(Clone, Debug)]
struct Section {
    words: Vec<&'static str>,
    form: u8,
}

impl Section {
    fn text(&self) -> String {
        match self.form % 4 {
            0 => self.words.join(" "),
            1 => self.words.join("\n"),
            2 => self.words.iter().map(|word| format!("*{word}*")).collect::<Vec<_>>().join("  "),
            _ => self.words.iter().map(|word| format!("[{word}](https://x.org/{word})")).collect::<Vec<_>>().join(" "),
        }
    }
}

fn written(sections: &[Section]) -> String {
    let parts = sections.iter().enumerate().map(|(at, section)| match at {
        0 => format!("---\ntitle: T\n---\n\n{}\n\n", section.text()),
        _ => format!("## Heading {at}\n\n{}\n\n", section.text()),
    });
    parts.collect()
}

#[test]
fn after_any_edits_the_sections_are_marked_whose_text_readers_read_differently() {
    let words = prop::collection::vec(prop::sample::select(vec!["one", "two", "три", "4", "five"]), 1..6);
    let section = (words, any::<u8>()).prop_map(|(words, form)| Section { words, form });
    let edits = prop::collection::vec((any::<prop::sample::Index>(), section.clone()), 0..6);
    let mut runner = TestRunner::new(Cases::with_cases(cases(24, 200)));
    let all = (prop::collection::vec(section, 1..6), edits);
    let done = runner.run(&all, |(before, edits)| {
        let mut after = before.clone();
        for (at, section) in edits {
            let at = at.index(after.len());
            after[at] = section;
        }
        let site = |sections: &[Section]| marks(&[("content/a.md".to_owned(), written(sections))].into());
        let (old, new) = (&site(&before)["a.html"], &site(&after)["a.html"]);
        for (at, (was, is)) in before.iter().zip(&after).enumerate() {
            prop_assert_eq!(was.words == is.words, old[at] == new[at], "section {}: {:?} -> {:?}", at, was, is);
        }
        Ok(())
    });
    done.unwrap();
}

#[test]
fn the_title_that_a_link_shows_is_a_part_of_the_text() {
    let site = |title: &str| {
        let pages = [
            ("content/a.md", "# A\n\n## Part\n\nSee [[b-page]].\n\n## Rest\n\nText.\n".to_owned()),
            ("content/b-page.md", format!("# {title}\n")),
        ];
        marks(&pages.map(|(path, text)| (path.to_owned(), text)).into())
    };
    let (before, after) = (site("B"), site("Other"));
    let same: Vec<bool> = before["a.html"].iter().zip(&after["a.html"]).map(|(a, b)| a == b).collect();
    assert_eq!(same, [true, false, true]);
}
