//! Commands as people type them: names that a build would refuse, paths from the working folder, what programs read.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests may panic, and tests have a disk")]

mod common;

use common::{Project, run};

#[test]
fn new_refuses_what_a_build_would_refuse_or_pass_over() {
    let project = Project::new();
    project.write("content/todo.md", "---\ntype: checklist\nitems: [{id: a, do: A}]\n---\n");
    project.write("content/roles/a.md", "# A\n");
    let refused = [
        ("roles/", "name the page too"),
        (".x", "is skipped"),
        ("con", "Windows"),
        ("роль Новая?", "file systems refuse"),
        ("my-progress", "choose another name"),
        ("roles/b.html", "leave out `.html`"),
        ("x.txt", "leave out `.txt`"),
        ("../x", "must be in content/"),
        ("roles/a", "the file already exists"),
    ];
    for (path, message) in refused {
        let run = project.run(&["new", "role", path]);
        assert_eq!((run.code, run.stderr.contains(message)), (Some(2), true), "{path}: {}", run.stderr);
        assert!(!run.stderr.contains("os error"), "{}", run.stderr);
    }
    for (path, file) in [("roles/b", "roles/b.md"), ("content/c.md", "c.md"), ("v1.2", "v1.2.md")] {
        assert_eq!(project.run(&["new", "role", path]).code, Some(0), "{path}");
        assert!(project.root().join("content").join(file).is_file(), "{path}");
    }
}

#[test]
fn a_page_may_have_no_type_and_a_name_is_enough_to_find_it() {
    let project = Project::new();
    assert_eq!(project.run(&["new", "page", "people/about-us"]).code, Some(0));
    let text = std::fs::read_to_string(project.root().join("content/people/about-us.md")).unwrap();
    assert_eq!(text, "---\ntitle: About us\n---\n\n");
    let explained = project.run(&["explain", "About-Us"]);
    assert!(explained.stdout.contains("content/people/about-us.md"), "{}", explained.stderr);
    project.write("content/a/x.md", "# X\n");
    project.write("content/b/x.md", "# X\n");
    assert_eq!(project.run(&["explain", "x"]).code, Some(2));
    let moved = project.run(&["mv", "about-us", "about"]);
    assert!(moved.code == Some(2) && moved.stderr.contains("did you mean `people/about-us`?"), "{}", moved.stderr);
    let none = project.run(&["new", "pages", "x"]);
    assert!(none.code == Some(2) && none.stderr.contains("did you mean `page`?"), "{}", none.stderr);
}

#[test]
fn paths_are_those_of_the_working_folder() {
    let project = Project::new();
    project.write("content/roles/a.md", "---\ntitle: A\n---\n\n[d](../d.md)\n");
    project.write("content/d.md", "---\ntitle: D\ndraft: true\n---\n");
    project.write("content/wrong.md", "---\ntitle: x\naudience:\n---\n");
    let here = |args: &[&str]| run(project.command().current_dir(project.root().join("content/roles")).args(args));
    let explained = here(&["explain", "a.md"]);
    assert!(explained.stdout.contains("content/roles/a.md"), "{}", explained.stderr);
    assert!(explained.stdout.contains("-> a draft: shown as text"), "{}", explained.stdout);
    assert!(here(&["explain", "wrong"]).stdout.contains("not published: it has errors"));
    assert_eq!(here(&["new", "faq", "./zz"]).code, Some(0));
    assert!(project.root().join("content/roles/zz.md").is_file());
}

#[test]
fn review_takes_names_and_folders() {
    let project = Project::new();
    project.write("content/roles/a.md", "---\ntitle: A\n---\n");
    project.write("content/roles/deep/b.md", "---\ntitle: B\n---\n");
    project.write("content/empty/x.txt", "x");
    for (path, told) in [("roles/a", "1 page"), ("roles", "2 pages"), ("content/roles/deep", "1 page")] {
        let run = project.run(&["review", path, "--today", "2026-11-25"]);
        assert!(run.code == Some(0) && run.stdout.contains(told), "{path}: {}{}", run.stdout, run.stderr);
    }
    for (path, told) in [("empty", "contains no page"), ("nowhere", "no such page or folder"), ("..", "no such page")] {
        let run = project.run(&["review", path]);
        assert!(run.code == Some(2) && run.stderr.contains(told), "{path}: {}", run.stderr);
    }
}

#[test]
fn what_ends_a_command_is_told_to_programs_too() {
    let project = Project::new();
    for args in [["mv", "no", "yes"].as_slice(), &["explain", "no"], &["new", "no", "x"], &["review", "no"]] {
        let run = project.run(&[args, &["--format", "json"]].concat());
        let problems = run.problems();
        assert_eq!((run.code, problems.len()), (Some(2), 1), "{args:?} {}", run.stdout);
        for key in ["severity", "code", "file", "line", "column", "length", "message", "hint"] {
            assert!(problems[0].get(key).is_some(), "{args:?} {key}");
        }
    }
    for (args, known) in [(["--lang", "fr"], "only en"), (["--type", "rolle"], "role")] {
        let run = project.run(&[["search", "hello"], args].concat());
        assert!(run.code == Some(2) && run.stderr.contains(known), "{}", run.stderr);
    }
}

#[test]
fn many_mistakes_of_a_kind_are_told_once() {
    let project = Project::new();
    for number in 0..45 {
        let page = format!("---\nmoon: 1\n---\n\n[x](nope.md)\n[y](gone-{number}.md)\n");
        project.write(format!("content/p{number:02}.md"), page);
    }
    let run = project.run(&["check"]);
    let told = |text: &str| run.stderr.matches(text).count();
    // One cause in many places, and many causes of one kind.
    assert_eq!((told("file `nope.md`"), told("file `gone-")), (1, 19), "{}", run.stderr);
    assert_eq!(told("`moon` is not a key that docent reads: 45 pages have it"), 1, "{}", run.stderr);
    let places = "  and in 44 other places: content/p01.md:5, content/p02.md:5, content/p03.md:5 ...\n";
    assert!(run.stderr.contains(places), "{}", run.stderr);
    assert!(run.stderr.contains("... and 26 more `broken-link`: use `--verbose` to see all"), "{}", run.stderr);
    assert!(run.stderr.contains("errors by kind: 90 `broken-link`"), "{}", run.stderr);
    assert!(run.stdout.contains("90 errors, 1 warning"), "{}", run.stdout);
    let verbose = project.run(&["check", "--verbose"]).stderr;
    assert_eq!((verbose.matches("file `nope.md`").count(), verbose.matches("file `gone-").count()), (45, 45));
    assert_eq!(project.run(&["check", "--format", "json"]).problems().len(), 91);
    project.write(
        "docent.yaml",
        "title: Test\ndiagnostics: {orphan: ignore, unknown-key: ignore, broken-link: warning}\n",
    );
    let quiet = project.run(&["check", "-q", "--strict"]);
    assert!(quiet.code == Some(1) && quiet.stderr.contains("nope.md") && quiet.stdout.is_empty(), "{}", quiet.stderr);
    assert!(project.run(&["check", "-q"]).stderr.is_empty());
}

/// What other programs would have read, a site has too; what docent cannot write, it does not touch.
#[test]
fn front_matter_of_other_programs_works_and_is_left_as_it_is() {
    let project = Project::new();
    let toml = "+++\ntitle = \"A: b\"\nweight = 2\naliases = [\"/old/place/\", \"/index.html\"]\n+++\n\nText.\n";
    project.write("content/toml.md", toml);
    let json = "{\"title\": \"J\", \"published\": false}\n\nzqhidden\n";
    project.write("content/json.md", json);
    project.write("content/loose.md", "---\ntitle: Foo: bar\ntemplate: redirect.html\ntype: post\n---\n\nShown.\n");
    project.write("content/moved.md", "---\npermalink: /new/place/\n---\n\n# Moved\n");
    let run = project.run(&["build"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let published = |path: &str| std::fs::read_to_string(project.root().join("public").join(path)).ok();
    assert!(published("toml.html").unwrap().contains("A: b"));
    assert!(published("old/place/index.html").unwrap().contains("toml.html"));
    assert!(published("new/place/index.html").unwrap().contains("moved.html"));
    assert!(!published("index.html").unwrap().contains("toml.html\" http-equiv"), "the front page is the front page");
    assert!(published("loose.html").unwrap().contains("Shown."));
    assert_eq!(published("json.html"), None);
    for page in ["toml", "json", "loose"] {
        let run = project.run(&["review", page, "--today", "2026-05-31"]);
        assert!(run.code == Some(2) && run.stderr.contains("front matter"), "{page}: {}", run.stderr);
    }
    assert_eq!(std::fs::read_to_string(project.root().join("content/toml.md")).unwrap(), toml);
    assert_eq!(std::fs::read_to_string(project.root().join("content/json.md")).unwrap(), json);
}

/// What the README shows goes as it is shown: in order, on the site that it makes. What waits or needs other files is left out.
#[test]
fn the_tour_of_the_readme_can_be_taken() {
    let project = Project::new();
    let around = project.around();
    let readme = include_str!("../README.md");
    let commands = readme.lines().filter_map(|line| line.strip_prefix("    docent ")).map(|line| {
        let line = line.split(" #").next().unwrap_or_default();
        line.split(" > ").next().unwrap_or_default().split_whitespace().collect::<Vec<_>>()
    });
    let others = ["serve", "import", "--watch"];
    let commands: Vec<_> = commands.filter(|words| !words.iter().any(|word| others.contains(word))).collect();
    assert!(commands.len() > 15 && commands[0][0] == "init", "{commands:?}");
    for words in commands {
        let folder = if words[0] == "init" { around.clone() } else { around.join("handbook") };
        if words.contains(&"--audience") {
            let settings = folder.join("docent.yaml");
            let text = std::fs::read_to_string(&settings).unwrap();
            std::fs::write(&settings, text + "\naudiences: {client: {}, internal: {}}\ndefault_audience: [client]\n")
                .unwrap();
        }
        let run = run(project.command().current_dir(&folder).args(&words));
        assert_eq!(run.code, Some(0), "{words:?}: {}{}", run.stdout, run.stderr);
    }
}
