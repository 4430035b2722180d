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
