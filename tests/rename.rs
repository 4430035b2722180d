//! Renaming: every link still leads to the same page, nothing else changes, old addresses lead to the new ones.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "tests may panic, and tests have a disk"
)]

mod common;

use common::{Project, contents};
use docent::config::{Config, FILE};
use docent::diagnostic::{Colours, human};
use docent::markdown::link::Anchor;
use docent::outputs::Output;
use docent::pipeline::{self, Memo};
use docent::refactor::moves::Request;
use docent::refactor::plan::{Plan, Refusal, plan};
use docent::site::links::Target;
use docent::source::{Content, Sources, scan};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// What a link leads to, by the file: `None` for what has no file or is not a link of the site.
type Lead = Option<(String, String, Option<Anchor>)>;

fn config(sources: &Sources) -> Config {
    let config = sources.text(FILE).map_or_else(Config::default, |text| Config::parse(FILE, text).unwrap());
    Config { drafts: true, ..config }
}

fn built(config: &Config, sources: &Sources, memo: &mut Memo) -> Output {
    pipeline::build(config, sources, memo).0.unwrap()
}

/// For each page by its file, what its links and fields lead to. `path`: what files are called afterwards.
fn leads(output: &Output, path: &dyn Fn(&str) -> String) -> BTreeMap<String, Vec<Lead>> {
    let site = &output.site;
    let lead = |target: &Target| match target {
        Target::Page(to, place) | Target::Embed(to, place) => {
            let entry = &site.entries[*to as usize];
            let kind = if matches!(target, Target::Embed(..)) { "embed" } else { "page" };
            (!entry.synthetic).then(|| {
                (kind.to_owned(), format!("{} {}", entry.lang, path(&entry.page.outline.source)), Some(*place))
            })
        }
        Target::File(file) => Some(("file".to_owned(), path(&format!("content/{file}")), None)),
        Target::Written => Some(("written".to_owned(), String::new(), None)),
        Target::Broken | Target::Text => None,
    };
    let own = site.entries.iter().enumerate().filter(|(_, e)| !e.fallback && !e.synthetic);
    let of = |id: usize| {
        site.targets[id].iter().chain(&site.field_targets[id]).chain(&site.named_targets[id]).map(lead).collect()
    };
    own.map(|(id, entry)| (path(&entry.page.outline.source), of(id))).collect()
}

/// The snapshot with the plan carried out.
fn applied(sources: &Sources, plan: &Plan) -> Sources {
    let mut after = Sources::default();
    for (path, file) in sources.files.iter() {
        after.files.insert(plan.moves.path(path).to_owned(), file.clone());
    }
    for (path, edit) in &plan.edits {
        after.insert_text(plan.moves.path(path), &edit.text);
    }
    after
}

/// Looks at the result without what the plan itself uses to look at it.
fn check(config: &Config, sources: &Sources, after: &Sources, plan: &Plan, memo: &mut Memo) {
    let path = |old: &str| plan.moves.files.get(old).cloned().unwrap_or_else(|| old.to_owned());
    let (before, now) = (built(config, sources, memo), built(config, after, memo));
    let (was, is) = (leads(&before, &path), leads(&now, &str::to_owned));
    assert_eq!(was.keys().collect::<Vec<_>>(), is.keys().collect::<Vec<_>>());
    for (page, leads) in &was {
        // What led nowhere may lead somewhere, when a name is no longer ambiguous.
        let same = leads.iter().zip(&is[page]).all(|(was, is)| was.is_none() || was == is);
        assert!(
            same && leads.len() == is[page].len(),
            "{page}, renamed {:?}: {leads:?} {:?}",
            plan.moves.steps,
            is[page]
        );
    }
    // Old addresses lead to the pages.
    for entry in before.site.entries.iter().filter(|e| !e.fallback && !e.synthetic) {
        let new = now
            .site
            .entries
            .iter()
            .find(|e| !e.fallback && e.page.outline.source == path(&entry.page.outline.source))
            .unwrap();
        let listed = now.site.entries.iter().any(|e| e.synthetic && e.out == entry.out);
        let moved = new.out != entry.out && !entry.page.outline.front.draft && !listed;
        let target = now.site.redirects.get(&entry.out).map(|id| &now.site.entries[*id].out);
        assert!(!moved || target == Some(&new.out), "{} leads to {target:?}, not to {}", entry.out, new.out);
    }
    for (old, file) in sources.files.iter() {
        let new = after.files.get(&path(old)).unwrap();
        let Content::Text(text) = &file.content else {
            assert_eq!(file.fingerprint, new.fingerprint);
            continue;
        };
        let Content::Text(changed) = &new.content else { panic!("{old} is no text any more") };
        untouched(old, text, changed, plan);
    }
}

/// Lines that the plan does not name are what they were; added ones are keys of the front matter.
fn untouched(file: &str, old: &str, new: &str, plan: &Plan) {
    let Some(edit) = plan.edits.get(file) else {
        assert_eq!(old, new, "{file} is in no plan");
        return;
    };
    let told: BTreeSet<usize> = edit.told.iter().map(|told| told.line).collect();
    let own = |line: &&str| !["redirect_from:", "translation_key:", "---"].iter().any(|key| line.starts_with(key));
    let old_lines: Vec<&str> = old
        .split_inclusive('\n')
        .enumerate()
        .filter(|(at, l)| !told.contains(&(at + 1)) && own(l))
        .map(|(_, l)| l)
        .collect();
    let mut new_lines = new.split_inclusive('\n').filter(own);
    for line in old_lines {
        assert!(new_lines.any(|new| new == line), "{file}: {line:?} is gone or moved");
    }
    let added = new.lines().count().abs_diff(old.lines().count());
    assert!(added <= 3, "{file}: {added} lines more or less");
}

/// A number that looks random and is the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }
}

/// Renames something fifty times, each time from where the last one left.
fn fifty(mut sources: Sources, times: usize) -> (usize, usize, Vec<String>) {
    let config = config(&sources);
    let mut dice = Dice(42);
    let mut memo = Memo::keeping();
    let (mut edited, mut places, mut refused) = (0, 0, Vec::new());
    let root = |path: &str| docent::page::place(path, &config);
    for turn in 0..times {
        let pages: Vec<&String> =
            sources.files.keys().filter(|p| p.starts_with("content/") && p.ends_with(".md")).collect();
        let page = pages[dice.roll(pages.len())].clone();
        let other = pages[dice.roll(pages.len())].clone();
        let (lang, key) = root(&page);
        let folder = key.rsplit_once('/').map(|(folder, _)| folder.to_owned());
        let place = root(&other).1.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        let (old, new) = match (turn % 4, folder) {
            // A folder, under another name.
            (3, Some(folder)) => (format!("{folder}/"), format!("{folder}-{turn}")),
            // A page into another folder, under its name or another one.
            (2, _) => (key.clone(), format!("{place}moved-{turn}.md")),
            (1, _) => (
                format!("content/{}", page.trim_start_matches("content/")),
                format!("{}x{turn}.md", key.trim_end_matches(".md")),
            ),
            _ => (
                key.clone(),
                format!("{}Новое имя {turn}.md", key.rsplit_once('/').map_or(String::new(), |(f, _)| format!("{f}/"))),
            ),
        };
        let only = (turn % 5 == 4 && config.is_multilingual() && turn % 4 != 3).then_some(lang.as_str());
        let request = Request { old: &old, new: &new, only };
        let plan = match plan(&config, &sources, &mut memo, request) {
            Ok(plan) => plan,
            Err(Refusal::Usage(message)) => panic!("{old} -> {new}: {message}"),
            Err(Refusal::Content(problems)) => {
                let told: String = problems.iter().take(5).map(|d| human(d, Colours::OFF)).collect();
                refused.push(format!("{old} -> {new}: {told}"));
                continue;
            }
        };
        assert!(!plan.moves.files.is_empty());
        let after = applied(&sources, &plan);
        check(&config, &sources, &after, &plan, &mut memo);
        edited += plan.edits.len();
        places += plan.edits.values().map(|edit| edit.told.len()).sum::<usize>();
        sources = after;
    }
    (edited, places, refused)
}

fn project(root: &Path) -> Sources {
    let (mut sources, _) = scan::scan(root, &root.join("public"));
    if let Ok(text) = std::fs::read_to_string(root.join(FILE)) {
        sources.insert_text(FILE, &text);
    }
    sources
}

/// `RENAME_CORPUS=DIR cargo test --test rename -- --nocapture handbook`: the same on any other project.
#[test]
fn fifty_renames_of_the_handbook() {
    let root = std::env::var_os("RENAME_CORPUS").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    let (edited, places, refused) = fifty(project(Path::new(&root)), 50);
    println!("{} renames: {places} places in {edited} files", 50 - refused.len());
    assert_eq!(refused, Vec::<String>::new());
    assert!(edited > 100 && places > 200, "{edited} files, {places} places");
}

/// Pages of a small site; each has the headings and blocks that links name.
const PAGES: [&str; 9] = [
    "index",
    "top",
    "guides/index",
    "guides/start",
    "guides/a b",
    "roles/README",
    "roles/start",
    "roles/deep/one",
    "roles/Имя",
];

/// How a link to a page or a file can be written. `{path}`: from this file; `{root}`: from the top; `{key}`, `{stem}`.
const FORMS: [&str; 22] = [
    "[x]({path}.md)",
    "[x]({path})",
    "[x](./{path}.md#part \"title\")",
    "[x]({path}.html?q)",
    "[x](<{raw}.md>)",
    "[x](/{root}.md)",
    "[x](@/{root}#part)",
    "[[{stem}]]",
    "[[{key}]]",
    "[[{key}#Part|text]]",
    "[[{stem}^block]]",
    "[[{title}]]",
    "\n\n![[{key}#^block]]\n\n",
    "\n\n- ![[{stem}]]\n\n",
    "[x][r{n}]\n\n[r{n}]: {path}.md 'title'\n\n",
    "[r{n}] and [r{n}][]\n\n[r{n}]: <{raw}.md#part>\n\n",
    "> [*x*](\n> {path}.md)\n\n",
    "\n\n```view\ncompare: {pages: [{key}, \"{stem}\", '{title}'], fields: [title]}\n```\n\n",
    "\n\n- > ```view\n  > compare:\n  >   pages:\n  >   - {key}\n  >   - {key} # {stem}\n  > ```\n\n",
    "![p]({pic})",
    "![[{picname}]]",
    "`[x]({path}.md)` \\[[{stem}]] [x](https://a.b/{root}.md) [gone](no.md)",
];

fn relative(from: &str, to: &str) -> String {
    docent::url::relative(from, to)
}

fn written(form: &str, from: &str, to: &str, n: usize) -> String {
    let key = to.strip_suffix("/README").or_else(|| to.strip_suffix("/index")).unwrap_or(to);
    let path = relative(&format!("{from}.md"), to);
    form.replace("{path}", &path)
        .replace("{raw}", &docent::url::decode(&path))
        .replace("{root}", &docent::url::encode(to))
        .replace("{key}", key)
        .replace("{stem}", key.rsplit('/').next().unwrap())
        .replace("{title}", &format!("Title of {to}"))
        .replace("{picname}", "pic.png")
        .replace("{pic}", &relative(&format!("{from}.md"), "guides/pic.png"))
        .replace("{n}", &n.to_string())
}

/// A site of links: (from, to, form) each.
fn site(links: &[(usize, usize, usize)], crlf: bool) -> Sources {
    let mut sources = Sources::default();
    let config = "title: T\nlanguages: {en: {name: English}, ru: {name: Русский}}\nsearch: {enabled: false}\n\
                  diagnostics: {orphan: ignore, broken-link: warning, broken-anchor: warning, ambiguous-link: warning}\n";
    sources.insert_text(FILE, config);
    for lang in ["en", "ru"] {
        for (at, page) in PAGES.iter().enumerate().filter(|(at, _)| lang == "en" || at % 2 == 0) {
            let own = links.iter().enumerate().filter(|(_, (from, ..))| from % PAGES.len() == at);
            let body: Vec<String> = own
                .map(|(n, (_, to, form))| written(FORMS[form % FORMS.len()], page, PAGES[to % PAGES.len()], n))
                .collect();
            let field = if at == 3 {
                "type: role\nskills: [{skill: guides/a b, level: basic}]\n"
            } else if at == 4 {
                "type: skill\n"
            } else {
                ""
            };
            let text = format!(
                "---\ntitle: Title of {page} # kept\n{field}---\n\n{} ^block\n\n## Part\n\nEnd.\n",
                body.join(" ")
            );
            let text = if crlf { text.replace('\n', "\r\n") } else { text };
            sources.insert_text(&format!("content/{lang}/{page}.md"), &text);
        }
    }
    sources.insert_bytes("content/en/guides/pic.png", b"x");
    sources.insert_bytes("content/ru/guides/pic.png", b"y");
    sources
}

const RENAMES: [(&str, &str); 12] = [
    ("guides/start.md", "guides/begin.md"),
    ("guides/start", "roles/deep/two"),
    ("guides/", "manuals"),
    ("roles/", "guides/"),
    ("roles/deep", "deep"),
    ("roles/Имя", "Other name"),
    ("guides/a b", "guides/c (d).md"),
    ("top", "guides/top"),
    ("roles/deep/one.md", "roles/one.md"),
    ("roles/start.md", "start.md"),
    ("content/ru/guides/a b.md", "guides/б.md"),
    ("guides/index.md", "guides/start-here.md"),
];

/// Each renaming, of one language and of all, with both ends of lines, meets sites of links by chance: a few of many links
/// say as much as more of few.
#[test]
fn any_site_of_links_survives_any_renaming() {
    let mut memo = Memo::keeping();
    let ways = RENAMES.iter().flat_map(|renaming| [(renaming, false), (renaming, true)]);
    let done: usize = ways
        .flat_map(|(renaming, only)| [(renaming, only, false), (renaming, only, true)])
        .map(|(renaming, only, crlf)| sites_of_links_survive(*renaming, only, crlf, &mut memo))
        .sum();
    assert!(done > 400, "{done}");
}

/// How many edits the plans of one renaming had.
fn sites_of_links_survive((old, new): (&str, &str), only: bool, crlf: bool, memo: &mut Memo) -> usize {
    let links = prop::collection::vec((any::<usize>(), any::<usize>(), any::<usize>()), 0..50);
    let only = (only && !old.ends_with('/') && old != "roles/deep").then_some("en").filter(|_| !old.contains("/ru/"));
    let config = ProptestConfig { cases: common::cases(4, 15), failure_persistence: None, ..ProptestConfig::default() };
    let memo = std::cell::RefCell::new(memo);
    let done = std::cell::Cell::new(0);
    let result = TestRunner::new(config).run(&links, |links| {
        let sources = site(&links, crlf);
        let config = self::config(&sources);
        let memo = &mut **memo.borrow_mut();
        let plan = match plan(&config, &sources, memo, Request { old, new, only }) {
            Ok(plan) => plan,
            // A name that meant several pages, and nothing was shown, would mean the page itself.
            Err(Refusal::Content(problems)) if problems.iter().all(|p| p.code == "embed") => return Ok(()),
            Err(refusal) => return Err(TestCaseError::fail(format!("{old} -> {new}: {refusal:?}"))),
        };
        let after = applied(&sources, &plan);
        check(&config, &sources, &after, &plan, memo);
        done.set(done.get() + plan.edits.len());
        Ok(())
    });
    result.unwrap();
    done.get()
}

/// `mv OLD NEW` in the first line of a case, as a shell reads it; then the files of a site.
fn case(text: &str) -> (Vec<String>, Sources) {
    let (command, rest) = text.split_once('\n').unwrap();
    let typed = command.strip_prefix("mv ").unwrap();
    let (old, new) = typed.split_once(' ').unwrap();
    let new = new.strip_prefix('"').and_then(|new| new.strip_suffix('"')).unwrap_or(new).to_owned();
    let mut sources = Sources::default();
    let config = "title: T\nlanguages: {en: {}, ru: {}}\nsearch: {enabled: false}\ndiagnostics: {orphan: ignore}\n";
    sources.insert_text(FILE, config);
    for part in rest.split("=== ").skip(1) {
        let (path, text) = part.split_once('\n').unwrap();
        sources.insert_text(path, text);
    }
    (vec![old.to_owned(), new], sources)
}

/// What a plan changes: lines that are gone and lines that are new; or why there is none.
fn told(sources: &Sources, planned: &Result<Plan, Refusal>) -> String {
    let plan = match planned {
        Ok(plan) => plan,
        Err(Refusal::Usage(message)) => return message.clone(),
        Err(Refusal::Content(problems)) => return problems.iter().map(|d| human(d, Colours::OFF)).collect(),
    };
    let moved = plan.moves.steps.iter().map(|(old, new)| format!("{old} -> {new}\n"));
    let edited = plan.edits.iter().map(|(path, edit)| {
        let (old, new): (Vec<&str>, Vec<&str>) =
            (sources.text(path).unwrap().lines().collect(), edit.text.lines().collect());
        let gone = old.iter().filter(|line| !new.contains(line)).map(|line| format!("- {line}\n"));
        let added = new.iter().filter(|line| !old.contains(line)).map(|line| format!("+ {line}\n"));
        format!("\n=== {path}\n{}", gone.chain(added).collect::<String>())
    });
    moved.chain(edited).collect()
}

#[test]
fn cases() {
    insta::glob!("rename/*.txt", |path| {
        let (names, sources) = case(&std::fs::read_to_string(path).unwrap());
        let (config, mut memo) = (config(&sources), Memo::keeping());
        let request = Request { old: &names[0], new: &names[1], only: None };
        let planned = plan(&config, &sources, &mut memo, request);
        if let Ok(plan) = &planned {
            check(&config, &sources, &applied(&sources, plan), plan, &mut memo);
        }
        insta::with_settings!({snapshot_path => "rename", prepend_module_to_snapshot => false,
            snapshot_suffix => "", omit_expression => true}, {
            insta::assert_snapshot!(path.file_stem().unwrap().to_str().unwrap(), told(&sources, &planned));
        });
    });
}

fn small() -> Project {
    let project = Project::new();
    project
        .write("content/index.md", "---\ntitle: Front\n---\n\n[x](roles/designer.md), [[designer]], [[Who draws]].\n");
    project.write("content/roles/designer.md", "---\ntitle: Who draws\n---\n\nBack to [front](../index.md).\n");
    project.write("content/roles/picture.png", "x");
    project
}

#[test]
fn the_command_tells_and_renames_and_can_go_back() {
    let project = small();
    let before = contents(&project.root().join("content"));
    let told = project.run(&["mv", "roles/designer", "people/art/designer-2", "--dry-run"]);
    insta::assert_snapshot!("rename_dry_run", told.stdout);
    assert_eq!(contents(&project.root().join("content")), before);
    let told = project.run(&["mv", "roles/designer", "people/art/designer-2"]);
    assert_eq!((told.code, told.stderr.as_str()), (Some(0), ""), "{}", told.stdout);
    insta::assert_snapshot!("rename_done", told.stdout);
    let after = contents(&project.root().join("content"));
    let files = after.keys().filter(|path| project.root().join("content").join(path).is_file());
    let names: Vec<_> = files.map(|p| p.to_string_lossy().into_owned()).collect();
    assert_eq!(names, ["index.md", "people/art/designer-2.md", "roles/picture.png"]);
    let index = String::from_utf8(after[Path::new("index.md")].clone()).unwrap();
    assert!(index.contains("[x](people/art/designer-2.md), [[designer-2]], [[Who draws]]."), "{index}");
    assert_eq!(project.run(&["check", "--strict"]).code, Some(0));
    let told = project.run(&["mv", "people/art/designer-2", "roles/designer"]);
    assert_eq!(told.code, Some(0), "{}{}", told.stdout, told.stderr);
    let page = std::fs::read_to_string(project.root().join("content/roles/designer.md")).unwrap();
    assert_eq!(
        page,
        "---\ntitle: Who draws\nredirect_from: [/people/art/designer-2.html]\n---\n\nBack to [front](../index.md).\n"
    );
    assert!(!project.root().join("content/people").exists());
}

#[test]
fn what_would_do_harm_is_refused() {
    let project = small();
    project.write(
        "content/roles/writer.md",
        "---\ntitle: Writer\nredirect_from: [/roles/author.html]\n---\n\n[x](designer.md)\n",
    );
    let before = contents(&project.root().join("content"));
    let cases = [
        ["roles/designr", "x"],
        ["roles/designer", "roles/writer"],
        ["roles/designer", "roles/author"],
        ["roles/designer", "../x"],
        ["roles/designer", ".hidden"],
        ["roles", "roles/inside"],
        ["roles/designer", "roles/designer.md"],
        ["", "x"],
    ];
    let mut all = String::new();
    for [old, new] in cases {
        let run = project.run(&["mv", old, new]);
        assert_ne!(run.code, Some(0), "{old} {new}");
        all.push_str(&format!("mv {old} {new}: {}\n{}{}\n", run.code.unwrap(), run.stdout, run.stderr));
    }
    insta::assert_snapshot!("rename_refused", all);
    assert_eq!(contents(&project.root().join("content")), before);
}

/// The names that a rename needs for a moment may be the user's.
#[test]
fn a_file_beside_a_page_is_not_overwritten() {
    for name in [".index.md.docent-new", ".index.md.docent-old"] {
        let project = small();
        project.write(format!("content/{name}"), "mine");
        let before = contents(&project.root().join("content"));
        let run = project.run(&["mv", "roles/designer", "roles/artist"]);
        assert!(run.code == Some(2) && run.stderr.contains(name), "{}", run.stderr);
        assert_eq!(contents(&project.root().join("content")), before);
    }
}

#[test]
fn a_page_is_explained() {
    let project = small();
    project.write("content/roles/designer.md", "---\ntitle: Who draws\ndraft: true\nsearch: false\naliases: [art director]\n---\n\n[front](../index.md), [[gone]]\n");
    project.write("content/compared.md", "---\ntitle: Compared\n---\n\n[[index]]\n");
    project.write(
        "content/side-by-side.md",
        "---\ntitle: Side by side\n---\n\n```view\ncompare: {pages: [index, compared], fields: [title]}\n```\n",
    );
    for (name, args) in [
        ("explain_draft", vec!["explain", "roles/designer"]),
        ("explain_address", vec!["explain", "/index.html", "--format", "json"]),
        ("explain_made", vec!["explain", "roles/"]),
        ("explain_unknown", vec!["explain", "roles/desinger"]),
        ("explain_in_a_view", vec!["explain", "compared"]),
    ] {
        let run = project.run(&args);
        insta::assert_snapshot!(name, format!("{}{}", run.stdout, run.stderr));
    }
}

#[test]
fn a_picture_is_renamed_with_all_that_shows_it() {
    let project = Project::new();
    project.write(
        "docent.yaml",
        "title: T\nlanguages: {en: {}, ru: {}}\ngit_dates: false\ndiagnostics: {orphan: ignore}\n",
    );
    fs::remove_file(project.root().join("content/index.md")).unwrap();
    project.write("content/img/team.txt", "x");
    project.write("content/en/img/a.txt", "y");
    project.write(
        "content/en/index.md",
        "# A\n\n[t](../img/team.txt#x) [a](img/a.txt) [a][r] `img/a.txt`\n\n[r]: img/a.txt\n",
    );
    project.write("content/ru/index.md", "# A\n\n[t](../img/team.txt)\n");
    let cases = [
        (["mv", "img/team.txt", "pictures/we.txt"], "../pictures/we.txt#x", "pictures/we.txt"),
        (["mv", "content/en/img/a.txt", "content/en/b.txt"], "[a](b.txt) [a][r] `img/a.txt`\n\n[r]: b.txt", "en/b.txt"),
        (["mv", "en/b.txt", "en/img2/"], "[a](img2/b.txt)", "en/img2/b.txt"),
        (["mv", "pictures/we.txt", "en/img2/"], "[t](img2/we.txt#x)", "en/img2/we.txt"),
    ];
    for (command, written, file) in cases {
        let run = project.run(&command);
        let read = |name: &str| fs::read_to_string(project.root().join("content").join(name)).unwrap();
        assert_eq!(run.code, Some(0), "{command:?}: {}", run.stderr);
        assert!(read("en/index.md").contains(written), "{command:?}: {}", read("en/index.md"));
        assert!(project.root().join("content").join(file).is_file(), "{command:?}");
    }
    assert!(fs::read_to_string(project.root().join("content/ru/index.md")).unwrap().contains("../en/img2/we.txt"));
    assert_eq!(project.run(&["check"]).code, Some(0));
    let run = project.run(&["mv", "img/gone.png", "x.png"]);
    assert!(run.code == Some(2) && run.stderr.contains("there is no page, folder or file"), "{}", run.stderr);
}
