//! Folders that were not made for docent: without `docent.yaml`, with another name than `content/`, with other things
//! beside the pages.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests may panic, and tests have a disk")]

mod common;

use common::serve::Serve;
use common::{Project, Run, run};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

/// A folder with these files, and nothing else.
fn folder(files: &[(&str, &str)]) -> Project {
    let project = Project::new();
    fs::remove_dir_all(project.root()).unwrap();
    fs::create_dir(project.root()).unwrap();
    files.iter().for_each(|(path, text)| project.write(path, text));
    project
}

/// Runs a command on the folder from elsewhere.
fn on(project: &Project, command: &[&str]) -> Run {
    run(project.command().current_dir(project.around()).args(command).arg("site"))
}

/// The names of all files below a folder.
fn files(folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                found.insert(path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/"));
            }
        }
    }
    found
}

fn built(project: &Project) -> Run {
    let run = on(project, &["build"]);
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
    run
}

const RUSSIAN: &str =
    "# Онбординг\n\nВ первый день новый сотрудник знакомится с командой и получает доступ к системам.\n";
const ENGLISH: &str =
    "# Onboarding\n\nOn the first day a new colleague meets the team and gets access to the systems.\n";

#[test]
fn a_bare_folder_is_built_and_nothing_but_the_output_is_written() {
    let project = folder(&[("README.md", ENGLISH), ("roles/designer.md", "# Designer\n\n[home](../README.md)\n")]);
    let before = files(&project.root());
    let run = built(&project);
    assert!(run.stdout.contains("title \"Around\", language en, pages from this folder"), "{}", run.stdout);
    let after = files(&project.root());
    let new: Vec<_> = after.difference(&before).filter(|name| !name.starts_with("public/")).collect();
    assert!(new.is_empty(), "{new:?}");
    assert!(project.output("index.html").contains("Onboarding"));
    assert!(project.output("roles/designer.html").contains("href=\"../index.html\""));
    // A second build does not take the first one for pages.
    built(&project);
    assert_eq!(files(&project.root()), after);
}

#[test]
fn where_the_pages_are_is_guessed() {
    let cases: [(&[(&str, &str)], &str); 12] = [
        (
            &[("docs/src/content/docs/a.mdx", ENGLISH), ("docs/astro.config.mjs", "x"), ("b/c.md", ENGLISH)],
            "pages from docs/src/content/docs/",
        ),
        (
            &[("website/docusaurus.config.js", "x"), ("docs/a.md", ENGLISH), ("website/x.md", ENGLISH)],
            "pages from docs/",
        ),
        (
            &[("site/docusaurus.config.ts", "x"), ("site/docs/a.md", ENGLISH), ("y/x.md", ENGLISH)],
            "pages from site/docs/",
        ),
        (&[("README.md", ENGLISH)], "pages from this folder"),
        (&[("docs/a.md", ENGLISH), ("README.md", "# Repository")], "pages from docs/"),
        (&[("docs/a.md", ENGLISH), ("img/x.png", "x")], "pages from this folder"),
        (&[("docs/a.md", ENGLISH), ("guides/b.md", ENGLISH)], "pages from this folder"),
        (
            &[("book.toml", "[book]\ntitle = \"x\"\n"), ("src/a.md", ENGLISH), ("notes/b.md", ENGLISH)],
            "pages from src/",
        ),
        (&[("book.toml", "[book]\nsrc = \"text\"\n"), ("text/a.md", ENGLISH), ("b.md", ENGLISH)], "pages from text/"),
        (
            &[("mkdocs.yml", "site_name: x\ndocs_dir: 'manual'\n"), ("manual/a.md", ENGLISH), ("b.md", ENGLISH)],
            "pages from manual/",
        ),
        (&[("mkdocs.yml", "site_name: x\n"), ("docs/a.md", ENGLISH), ("other/b.md", ENGLISH)], "pages from docs/"),
        (&[("Wiki/a.md", ENGLISH), ("node_modules/x/README.md", "# No page")], "pages from this folder"),
    ];
    for (given, told) in cases {
        let run = built(&folder(given));
        assert!(run.stdout.contains(told), "{told}: {}", run.stdout);
    }
}

#[test]
fn a_project_of_another_tool_with_its_pages_in_content_is_built() {
    let others: [&[(&str, &str)]; 6] = [
        &[("hugo.toml", ""), ("content/en/_index.md", ENGLISH)],
        &[("config/_default/hugo.yaml", ""), ("content/en/_index.md", ENGLISH)],
        &[("config.toml", ""), ("content/_index.md", ENGLISH)],
        &[("quartz.config.ts", ""), ("content/index.md", ENGLISH)],
        &[("conf.py", ""), ("content/index.md", ENGLISH)],
        &[("_quarto.yml", ""), ("content/index.qmd", ENGLISH)],
    ];
    for files in others {
        let folder_of = files[1].0.rsplit_once('/').unwrap().0;
        let page = format!("{folder_of}/work/a.md");
        // Hugo passes over empty lines above a front matter; what stands in a shortcode is an example.
        let text = "\n---\ntitle: First\n---\n\n[gone](/nowhere/) [top](/work/) [self](/work/a/)\n\n{{< code >}}\n---\ndraft: true\n---\n{{< /code >}}\n";
        let section = format!("{folder_of}/work/_index.md");
        let all = [files, &[(page.as_str(), text), (section.as_str(), "# Work\n")]].concat();
        let project = folder(&all);
        let run = built(&project);
        assert_eq!(run.stderr.matches("[broken-link]").count(), 1, "{files:?}: {}", run.stderr);
        assert!(run.stderr.contains("/nowhere/"), "{files:?}: {}", run.stderr);
        let page = project.output("work/a.html");
        assert!(page.contains(">First</h1>") && page.contains("draft: true"), "{files:?}: {page}");
    }
}

#[test]
fn a_folder_of_files_to_include_may_have_the_pages_in_it() {
    let page = "# First\n\nImages are in docs/public/. {{#include ../../../../snippets/a.md}}\n";
    let project = folder(&[
        ("docs/src/content/docs/a.mdx", page),
        ("docs/src/content/docs/b.mdx", ENGLISH),
        ("docs/snippets/a.md", "Included."),
        ("docs/astro.config.mjs", "x"),
    ]);
    built(&project);
    assert!(project.output("a.html").contains("Included."));
}

#[test]
fn pages_that_are_called_as_docents_own_are_published_under_another_name() {
    let files = ["404.md", "search.mdx", "de/404.md", "de/a.md", "fr/search.md", "fr/a.md", "fr/b/search.md"];
    let files: Vec<_> = files.iter().map(|name| (*name, "# Our own\n\nCanary words.\n")).collect();
    let run = built(&folder(&files));
    assert_eq!(run.stderr.matches("docent makes `").count(), 2, "{}", run.stderr);
    let project = folder(&files);
    built(&project);
    let pages = self::files(&project.root().join("public"));
    for page in ["404-page.html", "search-page.html", "fr/b/search.html"] {
        let found = pages.iter().find(|name| name.ends_with(page));
        let found = found.unwrap_or_else(|| panic!("{page}: {pages:?}"));
        assert!(project.output(found).contains("Canary words"), "{page}");
    }
}

#[test]
fn a_drawing_that_is_not_published_stops_no_bare_folder() {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"><foreignObject></foreignObject></svg>";
    let run = built(&folder(&[("a.md", "# A\n\n![x](a.svg)\n"), ("b.md", ENGLISH), ("a.svg", svg)]));
    assert!(run.stderr.contains("[not-copied]"), "{}", run.stderr);
}

#[test]
fn descriptions_are_words() {
    let front = "---\ntitle: Fish & chips\ndescription: \"The <em>N</em>th [item](https://example.com/x) &lt;b&gt; of **all** `x`\"\n---\n\nText.\n";
    let project = folder(&[("a.md", front), ("b.md", "---\ndescription: a < b `code` * c\n---\n\n# B\n")]);
    built(&project);
    let page = project.output("a.html");
    assert!(page.contains(">Fish &amp; chips</h1>"), "{page}");
    assert!(page.contains("content=\"The Nth item &lt;b&gt; of all x\""), "{page}");
    assert!(project.output("b.html").contains("content=\"a &lt; b `code` * c\""));
}

#[test]
fn a_folder_that_is_only_called_content_is_docents_own() {
    let project = folder(&[("content/index.md", "# Home\n\n[gone](nowhere.md)\n")]);
    let run = on(&project, &["build"]);
    assert_eq!(run.code, Some(1), "{}{}", run.stdout, run.stderr);
}

#[test]
fn the_language_is_guessed() {
    let german =
        "# Einarbeitung\n\nAm ersten Tag lernt die neue Kollegin das Team kennen und bekommt Zugang zu den Systemen.\n";
    let cases: [(&[(&str, &str)], &str); 8] = [
        (&[("a.md", ENGLISH), ("b.md", ENGLISH), ("de/a.md", german), ("ru/a.md", RUSSIAN)], "languages en, de, ru"),
        (&[("a.md", RUSSIAN)], "language ru"),
        (&[("a.md", german)], "language de"),
        (&[("a.md", "```\nlet x = 1;\n```\n")], "language en"),
        (&[("en/a.md", ENGLISH), ("ru/a.md", RUSSIAN)], "languages en, ru"),
        (&[("docs/ru/a.md", RUSSIAN), ("docs/ru/b.md", RUSSIAN), ("docs/de/a.md", german)], "languages ru, de"),
        (&[("it/a.md", ENGLISH), ("finance/b.md", ENGLISH)], "language en"),
        (&[("pt-BR/a.md", "# Olá"), ("en/a.md", ENGLISH)], "languages en, pt-BR"),
    ];
    for (given, told) in cases {
        let run = built(&folder(given));
        assert!(run.stdout.contains(told), "{told}: {}", run.stdout);
    }
}

#[test]
fn init_writes_the_settings_that_a_bare_build_guesses() {
    let given = [("docs/index.md", ENGLISH), ("docs/broken.md", "[no](nowhere.md)\n"), ("README.md", "# About")];
    let bare = folder(&given);
    built(&bare);
    let adopted = folder(&given);
    let before = files(&adopted.root());
    let run = on(&adopted, &["init"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(run.stdout.contains("docent serve"), "{}", run.stdout);
    let written: Vec<String> = files(&adopted.root()).difference(&before).cloned().collect();
    assert_eq!(written, ["docent.yaml"]);
    built(&adopted);
    for name in files(&bare.root().join("public")) {
        let read = |project: &Project| fs::read(project.root().join("public").join(&name)).unwrap();
        assert!(name == ".docent.json" || read(&bare) == read(&adopted), "{name} differs");
    }
    let again = on(&adopted, &["init"]);
    assert!(again.code == Some(2) && again.stderr.contains("has a docent.yaml already"), "{}", again.stderr);
}

#[test]
fn init_takes_a_title_and_languages_for_a_folder_with_pages() {
    let project = folder(&[("index.md", ENGLISH)]);
    let args = ["init", "--title", "Say \"hello\"", "--languages", "ru"];
    assert_eq!(on(&project, &args).code, Some(0));
    built(&project);
    let page = project.output("index.html");
    assert!(page.contains("lang=\"ru\"") && page.contains("hello"), "{page}");
    let nothing = folder(&[("photo.png", "x")]);
    let run = on(&nothing, &["init"]);
    assert!(run.code == Some(2) && run.stderr.contains("there is no page in it"), "{}", run.stderr);
}

#[test]
fn beside_other_things_only_what_pages_lead_to_is_published() {
    let project = folder(&[
        ("README.md", "# Tool\n\n![logo](assets/logo.txt) [licence](LICENSE)\n"),
        ("LICENSE", "Do as you like."),
        ("assets/logo.txt", "a logo"),
        ("assets/other.txt", "unused"),
        ("config.json", "{\"password\": \"x\"}"),
        ("src/main.rs", "fn main() {}"),
        ("target/CACHEDIR.TAG", "Signature: 8a477f597d28d172789f06886806bc55"),
        ("target/doc/README.md", "# Made"),
        ("node_modules/x/README.md", "# Fetched"),
    ]);
    built(&project);
    let public = files(&project.root().join("public"));
    assert!(public.contains("LICENSE") && public.contains("assets/logo.txt"), "{public:?}");
    for hidden in ["other.txt", "config.json", "main.rs", "CACHEDIR", "target", "node_modules"] {
        assert!(!public.iter().any(|name| name.contains(hidden)), "{hidden}: {public:?}");
    }
}

#[test]
fn commands_take_the_folder_that_the_settings_name() {
    for dir in ["docs", "src/pages", "."] {
        let at = |path: &str| if dir == "." { path.to_owned() } else { format!("{dir}/{path}") };
        let project = folder(&[]);
        project.write(
            "docent.yaml",
            format!("title: T\ncontent_dir: {dir}\ngit_dates: false\nedit_url: https://e.example/{{path}}\n"),
        );
        project.write(at("index.md"), "# Home\n\n[a](roles/a.md)\n");
        project.write(at("roles/a.md"), "# A\n\n[b](/roles/b.md) [home](/index.md)\n");
        project.write(at("roles/b.md"), "# B\n");
        let ok = |args: &[&str]| {
            let run = project.run(args);
            assert_eq!(run.code, Some(0), "{dir}: {args:?}: {}{}", run.stdout, run.stderr);
            run.stdout
        };
        ok(&["build"]);
        assert!(project.output("roles/a.html").contains(&format!("https://e.example/{}", at("roles/a.md"))), "{dir}");
        assert!(ok(&["explain", "roles/a"]).contains(&at("roles/a.md")), "{dir}");
        assert!(ok(&["new", "faq", "teams/x"]).contains(&at("teams/x.md")), "{dir}");
        assert!(project.root().join(at("teams/x.md")).is_file(), "{dir}");
        ok(&["review", "roles/a", "--today", "2026-05-01"]);
        assert!(
            fs::read_to_string(project.root().join(at("roles/a.md"))).unwrap().contains("last_reviewed_on"),
            "{dir}"
        );
        ok(&["mv", "roles/b", "roles/c"]);
        let text = fs::read_to_string(project.root().join(at("roles/a.md"))).unwrap();
        assert!(text.contains("roles/c.md") && project.root().join(at("roles/c.md")).is_file(), "{dir}: {text}");
        ok(&["check"]);
    }
}

#[test]
fn the_folder_of_pages_lies_in_the_project() {
    let project = Project::new();
    for dir in ["..", "/etc", "templates", "docs/../../x"] {
        project.write("docent.yaml", format!("content_dir: {dir}\n"));
        let run = project.run(&["build"]);
        assert!(run.code == Some(2) && run.stderr.contains("content_dir"), "{dir}: {}", run.stderr);
    }
    project.write("docent.yaml", "content_dir: docs\n");
    let run = project.run(&["build"]);
    assert!(run.stderr.contains("no folder docs/") && run.stderr.contains("docs/index.md"), "{}", run.stderr);
}

#[test]
fn days_come_from_git_whatever_the_folder_is_called() {
    for dir in ["docs", "."] {
        let project = folder(&[]);
        project.write("docent.yaml", format!("title: T\ncontent_dir: {dir}\n"));
        project.write(format!("{dir}/a.md"), "# Apple\n");
        let git = |args: &[&str]| {
            let mut command = Command::new("git");
            command.args(["-c", "user.name=a", "-c", "user.email=a@b.c"]).args(args).current_dir(project.root());
            command.env("GIT_COMMITTER_DATE", "2024-03-05T12:00:00Z").env("GIT_CONFIG_GLOBAL", "/dev/null");
            assert!(command.output().unwrap().status.success(), "{args:?}");
        };
        git(&["init", "-q"]);
        git(&["add", "."]);
        git(&["commit", "-qm", "x"]);
        assert_eq!(project.run(&["build"]).code, Some(0));
        assert!(project.output("a.html").contains("2024-03-05"), "{dir}");
    }
}

#[test]
fn the_preview_follows_a_bare_folder_and_its_first_settings() {
    let project = folder(&[("notes/a.md", "# Apple\n"), ("README.md", "# Home\n")]);
    let mut command = project.command();
    command.args(["serve", ".", "--format", "json", "--port", "0"]);
    let serve = Serve::start_command(project, command);
    let mut tab = serve.tab("notes/a.html");
    let mut shows = |path: &str, text: &str| {
        tab.closing();
        let html = serve.get(path).text();
        assert!(html.contains(text), "{path} does not show {text}: {html}");
    };
    serve.project.write("notes/a.md", "# Pear\n");
    shows("/notes/a.html", "Pear");
    serve.project.write("docent.yaml", "title: Mine\ncontent_dir: notes\n");
    shows("/a.html", "Mine");
    serve.project.write("notes/b.md", "# Plum\n");
    shows("/b.html", "Plum");
}

/// What other systems leave in files: signs that nobody sees, ends of lines, marks, encodings.
#[test]
fn signs_of_other_systems_are_read_as_what_they_mean() {
    let project = folder(&[
        ("docent.yaml", "\u{feff}title: T\ndiagnostics: {orphan: ignore}\n"),
        ("content/index.md", "# N\0UL\n\nbefore\0after `co\0de` <b title=\"x\0y\">t</b>\n\n```js\nx\0y\n```\n"),
        ("content/cr.md", "# Old\r\rA `code\rspan` here.\r\r- a\r- b\r"),
        ("content/crlf.md", "# New\r\n\r\nA `code\r\nspan` here.\r\n"),
        ("glossary.yaml", "\u{feff}NUL: Nothing\n"),
        ("templates/types/x.html", "\u{feff}{% extends \"page.html\" %}\n"),
    ]);
    let built = project.run(&["build"]);
    assert_eq!(built.code, Some(0), "{}", built.stderr);
    for file in files(&project.root().join("public")) {
        let bytes = fs::read(project.root().join("public").join(&file)).unwrap();
        let text = ["html", "md", "txt", "xml"].iter().any(|ending| file.ends_with(ending));
        assert!(!text || !bytes.contains(&0), "{file}");
    }
    assert!(project.output("index.html").contains("before\u{fffd}after"));
    let (old, new) = (project.output("cr.html"), project.output("crlf.html"));
    assert!(old.contains("<code>code span</code>") && old.contains("<li>b</li>"), "{old}");
    assert!(new.contains("<code>code span</code>"), "{new}");
}

/// What cannot be read is told once: links to it are not said to lead nowhere.
#[test]
fn links_to_a_page_in_another_encoding_are_not_broken() {
    let project = folder(&[
        ("docent.yaml", "title: T\ndiagnostics: {orphan: ignore}\n"),
        ("content/index.md", "# T\n\n[a](old.md) [b](./old) [c](old.md#x) [[old]] [[Старое]] [d](/dir/wide.md)\n"),
    ]);
    project.write("content/old.md", b"# \xcf\xf0\xe8\xe2\xe5\xf2\n");
    project.write("content/\u{421}\u{442}\u{430}\u{440}\u{43e}\u{435}.md", b"# \xcf\n");
    project.write("content/dir/wide.md", b"\xff\xfe#\0 \0A\0\n\0");
    let told: Vec<String> = project.build().problems().iter().map(|p| p["code"].as_str().unwrap().to_owned()).collect();
    assert_eq!(told, ["unreadable"; 3], "{told:?}");
}

/// Settings in another encoding have a place and advice.
#[test]
fn settings_in_another_encoding_are_told_with_their_place() {
    let project = folder(&[("content/index.md", "# T\n")]);
    for bytes in [b"site: x\ntitle: \xcf\xf0\n".as_slice(), b"\xff\xfet\0i\0".as_slice()] {
        project.write("docent.yaml", bytes);
        let built = project.run(&["build"]);
        assert_ne!(built.code, Some(0));
        let told = built.stderr;
        assert!(told.contains("docent.yaml:") && told.contains("save the file in UTF-8"), "{told}");
    }
}

/// A template of the project that lacks what the theme's templates fill is told once, by its name.
#[test]
fn a_template_that_lacks_blocks_is_told_by_its_name() {
    let project = folder(&[
        ("docent.yaml", "title: T\n"),
        ("content/index.md", "# T\n"),
        ("templates/base.html", "<html><body>{% block content %}{{ page.title }}{% endblock %}</body></html>\n"),
    ]);
    let problems = project.build().problems();
    let told: Vec<&str> = problems.iter().map(|p| p["file"].as_str().unwrap()).collect();
    assert_eq!(told, ["templates/base.html"], "{problems:?}");
}
