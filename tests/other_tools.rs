//! Pages that were written for other tools, built by the real binary: their comments are nowhere in the output, their tags
//! are tags, what is told of them points at what their authors wrote, and a renaming changes nothing else.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests may panic, and tests have a disk")]

mod common;

use common::{Project, contents};
use std::fs;

const COMMENTS: &str = "Text %% CANARY %% and {# CANARY #} and {/* CANARY */} here.\n\n%%\n\nCANARY\n\n#canarytag\n\n%%\n\n\
    {% comment %}\nCANARY\n{% endcomment %}\n\n[//]: # (CANARY (x))\n\nPara <!-- CANARY\n\nCANARY --> end #topic/sub.\n\n\
    !!! note \"Title\"\n    Inside %% CANARY %%\n\n- item <!-- CANARY\n\nCANARY -->\n\n{{/* CANARY */}}\n\nVisible %% CANARY\n\nCANARY\n";

#[test]
fn comments_are_nowhere_in_the_output() {
    let project = Project::new();
    project.write("docent.yaml", "title: T\nbase_url: https://a.b/\ndiagnostics: {orphan: ignore}\ngit_dates: false\n");
    project.write("content/a.md", format!("---\ndate: 2026-01-01\n---\n\n# A\n\n{COMMENTS}"));
    let run = project.build();
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
    let told: Vec<String> = run.of("content/a.md").iter().map(|p| p["code"].to_string()).collect();
    assert!(told.iter().any(|code| code.contains("open-comment")), "{told:?}");
    for (path, bytes) in contents(&project.root().join("public")) {
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        assert!(!text.contains("canary"), "{}", path.display());
    }
    assert!(project.output("a.html").contains("Visible"));
    assert!(project.output("tags/topic-sub.html").contains("a.html"));
}

/// Every syntax of a comment: what opens and ends it, and whether one that nothing ends hides the rest.
const INLINE: [(&str, &str, bool); 16] = [
    ("%% ", " %%", true),
    ("{# ", " #}", false),
    ("{#- ", " -#}", false),
    ("{% comment %}", "{% endcomment %}", true),
    ("{% # ", " %}", false),
    ("{{< comment >}}", "{{< /comment >}}", true),
    ("{/* ", " */}", true),
    ("{ /* ", " */ }", false),
    ("{{/* ", " */}}", true),
    ("{{- /* ", " */ -}}", false),
    ("{{!-- ", " --}}", true),
    ("{{! ", " }}", false),
    ("{>> ", " <<}", false),
    ("<%# ", " %>", false),
    ("<%-- ", " --%>", false),
    ("<!-- ", " -->", false),
];

/// Comments that stand on lines of their own.
const BLOCKS: [&str; 11] = [
    "{::comment}\n@\n{:/comment}",
    "#+BEGIN_COMMENT\n@\n\n@\n#+END_COMMENT",
    "```{comment}\n@\n```",
    "~~~{comment}\n@\n~~~",
    ":::{comment}\n@\n:::",
    "::::{comment} @\n:::{note}\n@\n:::\n::::",
    "[//]: # (@)",
    "[//]: # \"@\"",
    "[comment]: # (@)",
    "[_comment]: <> (@)",
    "<!--\n@\n\n@\n-->",
];

/// Where a comment `{}` may stand in a text.
const IN_TEXT: [&str; 12] = [
    "Before {} behind.",
    "{} behind.",
    "- item {} behind\n- next",
    "1. item\n\n   more {}\n",
    "> quote {} behind",
    "## Heading {} behind",
    "| a | b |\n|---|---|\n| {} x | y |",
    "!!! note \"T\"\n    Inside {} behind.",
    "=== \"Tab\"\n    Inside {} behind.",
    "{% hint style=\"info\" %}\nInside {} behind.\n{% endhint %}",
    ":::details[T]\nInside {} behind.\n:::",
    "Term\n: meaning {} behind",
];

/// Before the lines of a comment, where it stands among blocks.
const AROUND: [(&str, &str, &str); 6] = [
    ("", "", ""),
    ("- item\n\n", "  ", ""),
    ("", "> ", ""),
    ("!!! note\n", "    ", ""),
    ("=== \"Tab\"\n", "    ", ""),
    (":::tip\n", "", "\n:::"),
];

/// Pages with a comment of each syntax at each place. Each canary has a number.
fn commented() -> Vec<String> {
    let mut number = 0;
    let mut canary = || {
        number += 1;
        format!("zcanary{number}z")
    };
    let mut pages = Vec::new();
    for (open, close, hides) in INLINE {
        let mut page = format!("---\ntitle: T\n---\n{open}{}{close}\n\n", canary());
        for place in IN_TEXT {
            page += &format!("{}\n\n", place.replace("{}", &format!("{open}{}{close}", canary())));
        }
        let (first, second) = (canary(), canary());
        page += &format!(
            "Two {open}{first}\n{second}{close} lines.\n\n> Two {open}{}\n> {}{close} lines.\n\n",
            canary(),
            canary()
        );
        page += &if hides { format!("Visible {open}{}", canary()) } else { "Visible".into() };
        pages.push(page);
    }
    for block in BLOCKS {
        let mut page = "---\ntitle: T\n---\n{ref}`x`\n\n".to_owned();
        for (before, indent, behind) in AROUND {
            let lines = block.lines().map(|line| match line {
                "" => indent.trim_end().to_owned(),
                line => format!("{indent}{}", line.replace('@', &canary())),
            });
            page += &format!("{before}{}{behind}\n\n", lines.collect::<Vec<_>>().join("\n"));
        }
        pages.push(page + "% " + &canary() + "\n\nVisible\n");
    }
    pages
}

/// No comment is told in the files of a folder.
fn assert_silent(folder: &std::path::Path, what: &str) {
    for (path, bytes) in contents(folder) {
        let text = String::from_utf8_lossy(&bytes);
        let found: Vec<&str> = text.split("zcanary").skip(1).map(|rest| rest.split('z').next().unwrap()).collect();
        assert!(found.is_empty(), "{what}: {}: {found:?}", path.display());
    }
}

#[test]
fn no_comment_of_any_syntax_at_any_place_is_published() {
    let project = Project::new();
    let settings = "title: T\nbase_url: https://a.b/\ndiagnostics: {orphan: ignore}\ngit_dates: false\n";
    project.write("docent.yaml", settings);
    for (number, page) in commented().iter().enumerate() {
        project.write(format!("content/p{number}.md"), page.replacen("---\n", "---\ndate: 2026-01-01\n", 1));
    }
    let run = project.build();
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
    assert_silent(&project.root().join("public"), "build");
    for number in 0..commented().len() {
        assert!(project.output(&format!("p{number}.html")).contains("Visible"), "{number}");
    }
}

#[test]
fn no_comment_is_published_by_an_import() {
    let tools = [
        ("mkdocs.yml", "site_name: X\n", "docs/"),
        ("hugo.toml", "title = 'X'\n", "content/"),
        ("_config.yml", "title: X\n", ""),
        ("docusaurus.config.js", "module.exports = {title: 'X'};\n", "docs/"),
        (".obsidian/app.json", "{}", ""),
        (".gitbook.yaml", "root: ./\n", ""),
        (".vitepress/config.js", "export default {title: 'X'}\n", ""),
        ("docfx.json", "{\"build\": {\"content\": [{\"files\": \"**/*.md\"}]}}", ""),
        (".yfm", "", ""),
        ("book.toml", "[book]\ntitle = 'X'\n", "src/"),
    ];
    let tools = if std::env::var_os("DOCENT_TEST_FULL").is_some() { &tools[..] } else { &tools[..3] };
    for (settings, text, folder) in tools {
        let project = Project::new();
        let source = project.around().join("team");
        let write = |path: &str, text: &str| {
            let path = source.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write(settings, text);
        write(&format!("{folder}index.md"), "# Home\n");
        for (number, page) in commented().iter().enumerate() {
            write(&format!("{folder}p{number}.md"), page);
        }
        let done = common::run(project.command().current_dir(project.around()).args(["import", "team"]));
        assert_eq!(done.code, Some(0), "{settings}: {}{}", done.stdout, done.stderr);
        let dest = project.around().join("team-docent");
        let built =
            common::run(project.command().current_dir(project.around()).args(["build", "--root", "team-docent"]));
        assert_eq!(built.code, Some(0), "{settings}: {}{}", built.stdout, built.stderr);
        assert_silent(&dest.join("public"), settings);
        let report = fs::read_to_string(dest.join("import-report.md")).unwrap();
        assert!(!report.contains("zcanary") && report.contains("0 words lost"), "{settings}: {report}");
    }
}

#[test]
fn what_is_told_points_at_what_the_author_wrote() {
    let project = Project::new();
    let body = "!!! note\n    See [this](nowhere.md).\n\n    ??? tip\n        And [that](gone.md).\n\n{% hint style=\"info\" %}\n[x](lost.md)\n{% endhint %}\n";
    let page = format!("---\ntitle: P\n---\n{body}");
    project.write("content/p.md", &page);
    let run = project.build();
    let links: Vec<(u64, u64, String)> = run
        .of("content/p.md")
        .iter()
        .filter(|problem| problem["code"] == "broken-link")
        .map(|problem| {
            let range = problem["range"]["start"].as_u64().unwrap() as usize
                ..problem["range"]["end"].as_u64().unwrap() as usize;
            (problem["line"].as_u64().unwrap(), problem["column"].as_u64().unwrap(), page[range].to_owned())
        })
        .collect();
    let expected = [(5, 9, "[this](nowhere.md)"), (8, 13, "[that](gone.md)"), (11, 1, "[x](lost.md)")];
    let expected: Vec<(u64, u64, String)> = expected.map(|(line, column, text)| (line, column, text.to_owned())).into();
    assert_eq!(links, expected, "{}", run.stdout);
}

#[test]
fn a_renaming_changes_only_the_links() {
    let project = Project::new();
    let page = |name: &str| {
        format!(
            "---\ntitle: P\n---\n%% a comment %%\n\n=== \"Tab\"\n\n    [x]({name}.md) :smile:\n\n{{% content-ref url=\"{name}.md\" %}}\n[{name}.md]({name}.md)\n{{% endcontent-ref %}}\n"
        )
    };
    project.write("content/p.md", page("old"));
    project.write("content/old.md", "---\ntitle: Old\n---\n\nText.\n");
    let run = project.run(&["mv", "content/old.md", "content/new.md"]);
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
    let text = fs::read_to_string(project.root().join("content/p.md")).unwrap();
    let expected = page("new").replace("[new.md](new.md)", "[old.md](old.md)");
    assert_eq!(text, expected);
}

#[test]
fn pages_may_end_as_other_tools_call_them() {
    let project = Project::new();
    project.write(
        "content/one.mdx",
        "import X from 'y';\n\n# One\n\n<Aside type=\"tip\">Text.</Aside>\n\n[two](./two.markdown) [three](three)\n",
    );
    project.write("content/two.markdown", "# Two\n\n[one](one.mdx)\n");
    project.write("content/three.MD", "# Three\n");
    project.write("content/guide/index.mdx", "# Guide\n\n[one](../one.mdx)\n");
    let run = project.build();
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
    assert!(run.problems().iter().all(|problem| problem["code"] == "foreign-syntax"), "{}", run.stdout);
    let one = project.output("one.html");
    assert!(
        one.contains("href=\"two.html\"") && one.contains("href=\"three.html\"") && !one.contains("import X"),
        "{one}"
    );
    assert!(project.output("guide/index.html").contains("href=\"../one.html\""));
}
