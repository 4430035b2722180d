//! Who answers for a page, and what folders say for their pages, over the real binary.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests may panic, and tests have a disk")]

mod common;

use common::Project;

const PERSON: &str = "---\ntitle: Ann Lee\ntype: person\naliases: [The boss]\nmail: ann@example.com\nchat: https://chat.example.com/dm/ann\n\
     phone: +44 20 7946 0958\nabsence: On leave until 5 June\n---\n\nAsk about roles.\n";

fn project() -> Project {
    let project = Project::new();
    project.write("content/people/ann.md", PERSON);
    project
        .write("content/teams/care.md", "---\ntitle: Client care\ntype: team\nchat: \"#care\"\nmembers: [ann]\n---\n");
    project
}

/// The foot of a built page, from "About this page" on.
fn about(project: &Project, path: &str) -> String {
    let html = project.output(path);
    html[html.find("class=\"about\"").unwrap()..].to_owned()
}

#[test]
fn an_owner_that_is_a_page_is_a_link_with_contacts_and_any_other_is_text() {
    let project = project();
    let link = "<a href=\"people/ann.html\">Ann Lee</a>";
    for (owner, expected) in [
        (
            "people/ann",
            vec![link, "mailto:ann@example.com", "https://chat.example.com/dm/ann", "tel:+442079460958", "On leave"],
        ),
        ("/people/ann.md", vec![link]),
        ("ann", vec![link]),
        ("Ann Lee", vec![link]),
        ("ann lee", vec![link]),
        ("The boss", vec![link]),
        ("[[people/ann]]", vec![link]),
        ("\"[[people/ann|our boss]]\"", vec![link]),
        ("[ann, Somebody Else]", vec![link, "Somebody Else"]),
        ("\n  - people/ann\n  - teams/care", vec![link, "<a href=\"teams/care.html\">Client care</a>", "#care"]),
        ("Client care", vec!["<a href=\"teams/care.html\">Client care</a>", "#care"]),
        ("Somebody Else", vec!["<dd>Somebody Else</dd>"]),
        ("Sales and care, Berlin/Paris office", vec!["Sales and care, Berlin/Paris office"]),
        ("ann@example.com", vec!["<dd>ann@example.com</dd>"]),
        ("42", vec!["<dd>42</dd>"]),
        ("{name: Bob}", vec!["<dd>Bob</dd>"]),
    ] {
        project.write("content/page.md", format!("---\ntitle: Page\nowner: {owner}\n---\n\nText.\n"));
        let run = project.build();
        assert_eq!((run.code, run.problems().len()), (Some(0), 0), "{owner}: {}", run.stdout);
        let about = about(&project, "page.html");
        expected.iter().for_each(|text| assert!(about.contains(text), "{owner}: no `{text}` in {about}"));
    }
    let ann = project.output("people/ann.html");
    assert!(ann.contains("<a href=\"mailto:ann@example.com\">ann@example.com</a>"), "{ann}");
}

#[test]
fn a_path_that_leads_nowhere_is_an_error_and_a_name_that_is_nearly_one_a_warning() {
    let project = project();
    for (owner, severity, hint) in [
        ("peple/ann", "error", "did you mean `people/ann`?"),
        ("team/care", "error", "did you mean `teams/care`?"),
        ("people/anm.md", "error", "did you mean `people/ann`?"),
        ("people/nobody-at-all", "error", "create the page"),
        ("Ann Lees", "warning", "did you mean `ann lee`?"),
    ] {
        project.write("content/page.md", format!("---\ntitle: Page\nowner: {owner}\n---\n\nText.\n"));
        let told = project.build().of("content/page.md");
        assert_eq!(told.len(), 1, "{owner}: {told:?}");
        assert_eq!((&told[0]["severity"], &told[0]["line"]), (&severity.into(), &3.into()), "{owner}: {told:?}");
        assert!(told[0]["hint"].as_str().unwrap().contains(hint), "{owner}: {told:?}");
    }
}

#[test]
fn an_owner_lists_its_pages_and_is_renamed_with_them() {
    let project = project();
    for number in 0..15 {
        project.write(format!("content/p{number}.md"), format!("---\ntitle: Page {number}\nowner: people/ann\n---\n"));
    }
    assert_eq!(project.build().code, Some(0));
    let ann = project.output("people/ann.html");
    assert!(ann.contains("Responsible for") && ann.contains("Page 14") && ann.contains("3 more pages"), "{ann}");
    let report = project.run(&["report", "owners", "--format", "csv"]).stdout;
    assert_eq!(report.matches("Ann Lee,content/p").count(), 15, "{report}");
    assert_eq!(project.run(&["mv", "people/ann", "people/ann-lee"]).code, Some(0));
    let page = std::fs::read_to_string(project.root().join("content/p3.md")).unwrap();
    assert!(page.contains("owner: people/ann-lee\n"), "{page}");
}

#[test]
fn a_folder_hands_keys_down_and_the_nearest_decides() {
    let project = project();
    project.write(
        "content/in/index.md",
        "---\ntitle: Section\ndefaults:\n  owner: people/ann\n  tags: [one]\n  type: role\n  mission: To serve.\n  extra: {a: 1, b: 2}\n---\n",
    );
    project.write("content/in/a.md", "# A\n");
    project.write("content/in/b.md", "---\ntitle: B\nowner: Bob\ntags: [two]\nmission: Own.\nextra: {b: 3}\n---\n");
    project.write(
        "content/in/deep/index.md",
        "---\ntitle: Deep\ndefaults: {owner: Client care, type: skill, unlisted: false}\n---\n",
    );
    project.write("content/in/deep/c.md", "# C\n");
    let run = project.build();
    assert_eq!((run.code, run.problems().len()), (Some(0), 0), "{}", run.stdout);
    let a = project.output("in/a.html");
    assert!(a.contains("To serve.") && a.contains(">Ann Lee</a>") && a.contains("tags/one.html"), "{a}");
    let b = project.output("in/b.html");
    assert!(
        b.contains("Own.") && !b.contains("Ann Lee") && b.contains("tags/two.html") && !b.contains("tags/one"),
        "{b}"
    );
    let c = project.output("in/deep/c.html");
    assert!(c.contains(">Client care</a>") && !c.contains("To serve.") && c.contains("tags/one.html"), "{c}");
    // The folder's own page: not its type.
    let own = project.output("in/index.html");
    assert!(own.contains(">Ann Lee</a>") && !own.contains("To serve."), "{own}");
    let explained = project.run(&["explain", "in/deep/c"]).stdout;
    for line in [
        "inherits (4)",
        "  owner  Client care    content/in/deep/index.md:3",
        "  type   skill          content/in/deep/index.md:3",
        "  tags   [\"one\"]        content/in/index.md:5",
        "  extra  {\"a\":1,\"b\":2}  content/in/index.md:8",
    ] {
        assert!(explained.contains(line), "no `{line}` in {explained}");
    }
    let json: serde_json::Value =
        serde_json::from_str(&project.run(&["explain", "in/b", "--format", "json"]).stdout).unwrap();
    let keys: Vec<&str> =
        json["inherited"].as_array().unwrap().iter().map(|row| row["key"].as_str().unwrap()).collect();
    assert_eq!(keys, ["type", "extra"]);
}

#[test]
fn what_is_wrong_in_defaults_is_told_once_at_its_line() {
    let project = project();
    for name in ["a", "b", "c"] {
        project.write(format!("content/in/{name}.md"), format!("# {name}\n"));
    }
    for (text, code, message) in [
        ("owner: peple/ann", "broken-field", "no page called `peple/ann`"),
        ("title: Same", "front-matter-value", "`title` is different on each page"),
        ("slug: same", "front-matter-value", "`slug` is different"),
        ("review_in: a while", "front-matter-value", "not a duration"),
        ("order: many", "front-matter-value", "not an integer"),
        ("draft: maybe", "front-matter", "not true or false"),
        ("type: rolle", "unknown-type", "no type `rolle`"),
        ("ownr: Ann", "unknown-key", "`ownr` is neither"),
        ("skills: 3", "field", "`skills`"),
        ("questions: [{q: a, a: b}]", "front-matter-value", "`questions` is different"),
        ("defaults: {owner: x}", "front-matter-value", "`defaults` is different"),
    ] {
        project.write("content/in/index.md", format!("---\ntitle: Section\ndefaults:\n  {text}\n---\n"));
        let problems = project.build().problems();
        assert_eq!(problems.len(), 1, "{text}: {problems:?}");
        let told = &problems[0];
        let place = (&told["file"], &told["line"], &told["code"]);
        assert_eq!(place, (&"content/in/index.md".into(), &4.into(), &code.into()), "{text}: {told}");
        assert!(told["message"].as_str().unwrap().contains(message), "{text}: {told}");
    }
}

#[test]
fn a_page_that_moves_or_whose_owner_moves_inherits_what_its_folder_says() {
    let project = project();
    project.write("content/in/index.md", "---\ntitle: Section\ndefaults: {owner: people/ann}\n---\n");
    project.write("content/in/a.md", "# A\n");
    project.write("content/b.md", "# B\n");
    assert_eq!(project.run(&["mv", "people/ann", "people/boss"]).code, Some(0));
    let index = std::fs::read_to_string(project.root().join("content/in/index.md")).unwrap();
    assert!(index.contains("defaults: {owner: people/boss}"), "{index}");
    assert_eq!(project.run(&["mv", "in/a", "a"]).code, Some(0));
    assert_eq!(project.run(&["mv", "b", "in/b"]).code, Some(0));
    assert_eq!(project.build().code, Some(0));
    assert!(project.output("in/b.html").contains(">Ann Lee</a>") && !project.output("a.html").contains("Ann Lee"));
}

#[test]
fn a_review_is_of_the_page_and_not_of_what_it_inherits() {
    let project = project();
    let section =
        |mission: &str| format!("---\ntitle: Section\ndefaults: {{type: role, mission: {mission}, owner: ann}}\n---\n");
    project.write("content/in/index.md", section("One"));
    project.write("content/in/a.md", "---\ntitle: A\nclients_per_manager: 12\n---\n\nText.\n");
    assert_eq!(project.run(&["review", "in/a", "--today", "2026-05-01"]).code, Some(0));
    for mission in ["One", "Two"] {
        project.write("content/in/index.md", section(mission));
        assert_eq!(project.build().code, Some(0));
        assert!(!project.output("in/a.html").contains("edited since"), "{mission}");
    }
}

#[test]
fn readers_tell_what_is_wrong_with_the_page_and_where_without_script() {
    let project = project();
    project.write("content/page.md", "---\ntitle: A & b\nowner: ann\n---\n\nText.\n\n## One\n\nText.\n");
    project.write("content/other.md", "# Other\n");
    let build = |feedback: &str| {
        let more =
            format!("feedback: \"{feedback}\"\nedit_url: \"https://git.example/blob/{{path}}?plain=1#L{{line}}\"\n");
        project.write("docent.yaml", format!("title: Test\ndiagnostics: {{orphan: ignore}}\ngit_dates: false\n{more}"));
        let run = project.build();
        assert_eq!(run.code, Some(0), "{}", run.stdout);
        (about(&project, "page.html"), about(&project, "other.html"))
    };
    let (page, other) = build("mailto:{owner},docs@example.com?subject={title}&body={path}%0A{heading}%0A{quote}");
    assert!(
        page.contains(
            "href=\"mailto:ann@example.com,docs@example.com?subject=A%20%26%20b&amp;body=content%2Fpage%2Emd%0A%0A\""
        ),
        "{page}"
    );
    assert!(page.contains("{heading}%0A{quote}\""), "{page}");
    assert!(
        page.contains("href=\"https://git.example/blob/content/page.md?plain=1#L1\"")
            && page.contains("data-lines=\"8:one\""),
        "{page}"
    );
    assert!(other.contains("href=\"mailto:docs@example.com?subject=Other"), "{other}");
    let (page, other) = build("mailto:{owner}?subject={title}");
    assert!(page.contains("mailto:ann@example.com?subject=A") && !page.contains("data-report"), "{page}");
    assert!(!other.contains("mailto:"), "{other}");
}
