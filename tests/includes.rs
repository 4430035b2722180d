//! Files that pages include, over the real binary: what each tool writes, what is refused, what a change does.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests may panic, and tests have a disk")]

mod common;

use common::Project;
use common::serve::Serve;

fn shows(text: &str) -> String {
    let project = project();
    project.write("content/page.md", text);
    let run = project.run(&["build"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    project.output("page.html")
}

fn project() -> Project {
    let project = Project::new();
    project.write(
        "docent.yaml",
        "title: T\ndiagnostics: {orphan: ignore}\ngit_dates: false\ninclude_dirs: [code]\nsearch: {enabled: false}\nmarkdown: {highlight: false}\n",
    );
    project.write("content/shared/address.md", "---\ntitle: Address\n---\n\nOffice **one**, door two.\n\n## Parking\n\nBehind the house.\n\n## Bus\n\nLine nine.\n");
    project.write("content/lines.txt", "alpha\nbeta\ngamma\ndelta\n");
    project.write(
        "code/main.rs",
        "use x;\n// ANCHOR: run\n    fn run() {}\n// ANCHOR_END: run\n// #region stop\nfn stop() {}\n// #endregion stop\n// --8<-- [start:wait]\nfn wait() {}\n// --8<-- [end:wait]\n// <go>\nfn go() {}\n// </go>\n",
    );
    project.write("content/_includes/note.md", "A shared note.\n");
    project
}

/// Written, what a reader gets, what no reader gets.
const READ: [(&str, &str, &str); 36] = [
    ("import A from './shared/address.md'\n\n<A />\n", "Office <strong>one</strong>", "import"),
    (
        "import Note from \"@site/content/_includes/note.md\";\n\n# T\n\n- Item\n\n  <Note x=\"y\" />\n",
        "A shared note",
        "import",
    ),
    ("{{#include shared/address.md}}", "Office <strong>one</strong>", "title: Address"),
    ("```\n{{#include lines.txt:2:3}}\n```", "beta\ngamma", "alpha"),
    ("```\n{{#include lines.txt:3:}}\n```", "gamma\ndelta", "beta"),
    ("```\n{{#include lines.txt::2}}\n```", "alpha\nbeta", "gamma"),
    ("```\n{{#include lines.txt:2}}\n```", "beta", "gamma"),
    ("```rust\n{{#include ../code/main.rs:run}}\n```", "fn run() {}", "ANCHOR"),
    ("```rust\n{{#rustdoc_include code/main.rs:run}}\n```", "fn run() {}", "use x"),
    ("{{#playground ../code/main.rs editable}}", "fn go() {}", "ANCHOR"),
    ("1. Item\n\n   ```\n   {{#include lines.txt}}\n   ```\n", "delta", "{{#"),
    ("--8<-- \"lines.txt:1:1\"", "alpha", "8&lt;"),
    ("```\n--8<-- \"code/main.rs:wait\"\n```", "fn wait() {}", "start:wait"),
    ("--8<-- 'shared/address.md'", "door two", "8&lt;"),
    ("[!INCLUDE [x](shared/address.md)]", "door two", "INCLUDE"),
    ("[!INCLUDE[x](~/shared/address.md)]", "door two", "INCLUDE"),
    ("[!code-rust[x](../code/main.rs#go)]", "fn go() {}", "&lt;go&gt;"),
    ("[!code-rust[x](../code/main.rs#L1-L1)]", "use x;", "fn go"),
    (":::code language=\"rust\" source=\"../code/main.rs\" range=\"1-1\":::", "use x;", "fn go"),
    ("{% include [x](shared/address.md) %}", "door two", "{%"),
    ("{% include [x](shared/address.md#parking) %}", "Behind the house", "Line nine"),
    ("{% include \"shared/address.md\" %}", "door two", "{%"),
    ("{% include note.md %}", "A shared note", "{%"),
    ("{% include_relative shared/address.md %}", "door two", "{%"),
    ("<!--@include: ./lines.txt{2,3}-->", "beta\ngamma", "alpha"),
    ("<<< @/../code/main.rs#stop", "fn stop() {}", "region"),
    ("{{< include \"shared/address.md\" >}}", "door two", "{{"),
    ("{% include notitle [x](shared/address.md) %}", "door two", "{%"),
    ("@[code](./lines.txt)", "gamma\ndelta", "@"),
    ("@[code{2-3} text](./lines.txt)", "beta\ngamma", "alpha"),
    ("```{include} shared/address.md\n```", "door two", "{include}"),
    ("```{include} ./lines.txt\n:lines: 2-3\n```", "beta\ngamma", "alpha"),
    ("- Item\n\n  ```{include} note.md\n  ```\n", "A shared note", "{include}"),
    ("~~~{literalinclude} ../code/main.rs\n:language: rust\n~~~", "fn go", "literalinclude"),
    ("::::{literalinclude} lines.txt\n\n:lines: 3-\n::::", "gamma\ndelta", "alpha"),
    ("```\n\\{{#include lines.txt}}\n```", "{{#include lines.txt}}", "alpha"),
];

#[test]
fn each_tools_words_are_read() {
    for (written, shown, gone) in READ {
        let html = shows(&format!("# Page\n\nBefore.\n\n{written}\n\nBehind.\n"));
        assert!(html.contains(shown) && !html.contains(gone), "{written}: {html}");
    }
}

#[test]
fn what_cannot_be_included_is_told_and_nothing_hidden_is_shown() {
    let project = project();
    project.write("content/draft.md", "---\ndraft: true\n---\n\nCanary draft.\n");
    project.write("content/parts/draft.mdx", "---\ndraft: true\n---\n\nCanary draft.\n");
    project.write("content/loop.md", "{{#include loop.md}}\n");
    project.write("content/a.md", "{{#include b.md}}\n");
    project.write("content/b.md", "{{#include a.md}}\n");
    project.write("secret.txt", "Canary outside");
    let refused = [
        ("{{#include nowhere.md}}", "there is no file"),
        ("{{#include draft.md}}", "is a draft"),
        ("{{#include parts/draft.mdx}}", "is a draft"),
        ("{{#include lines.txt:9:12}}", "has no line 9"),
        ("{{#include code/main.rs:nope}}", "has no part `nope`"),
        ("{{#include ../secret.txt}}", "there is no file"),
        ("{{#include ../../../../etc/passwd}}", "there is no file"),
        ("{{#include /etc/passwd}}", "there is no file"),
        ("{{#include a.md}}", "includes itself"),
    ];
    for (written, told) in refused {
        project.write("content/page.md", format!("# Page\n\n{written}\n"));
        let run = project.run(&["build", "--verbose"]);
        assert_eq!(run.code, Some(0), "{written}: {}", run.stderr);
        assert!(run.stderr.contains(told) && run.stderr.contains("[include]"), "{written}: {}", run.stderr);
        assert!(!project.output("page.html").contains("Canary"), "{written}");
    }
}

#[test]
fn a_site_for_an_audience_includes_nothing_that_may_be_hidden() {
    let project = project();
    project.write(
        "docent.yaml",
        "title: T\ndiagnostics: {orphan: ignore}\ngit_dates: false\ninclude_dirs: [code]\naudiences: {internal: , client: }\ndefault_audience: [internal, client]\n",
    );
    project.write("content/in/index.md", "---\naudience: internal\n---\n\n# In\n");
    project.write("content/in/note.txt", "Canary note");
    project.write("content/in/page.md", "Canary page");
    project.write("code/part.md", "Open.\n\n<!-- audience: internal -->\n\nCanary block.\n\n<!-- audience: all -->\n");
    project.write("code/whole.md", "---\naudience: internal\n---\n\nCanary whole.\n");
    for written in ["in/note.txt", "in/page.md", "../code/whole.md", "shared/address.md"] {
        project.write("content/page.md", format!("# Page\n\n{{{{#include {written}}}}}\n"));
        let run = project.run(&["build", "--audience", "client"]);
        assert!(run.code != Some(0) && run.stderr.contains("[audience]"), "{written}: {}", run.stderr);
    }
    project.write("content/page.md", "# Page\n\n{{#include ../code/part.md}}\n\n{{#include lines.txt}}\n");
    let run = project.run(&["build", "--audience", "client"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let html = project.output("page.html");
    assert!(html.contains("Open.") && html.contains("alpha") && !html.contains("Canary"), "{html}");
}

#[test]
fn places_are_those_of_the_file() {
    let project = project();
    project.write(
        "content/page.md",
        "# Page\n\n{{#include shared/address.md}}\n\n[x](nowhere.md)\n\n!!! note\n    [y](nope.md)\n",
    );
    let run = project.run(&["build", "--format", "json"]);
    let lines: Vec<_> = run.of("content/page.md").iter().map(|told| told["line"].clone()).collect();
    assert_eq!(lines, [5, 8], "{}", run.stdout);
}

#[test]
fn the_preview_follows_what_a_page_includes() {
    let project = project();
    project.write("content/page.md", "# Page\n\n{{#include later.md}}\n\n```\n{{#include ../code/main.rs:go}}\n```\n");
    let serve = Serve::start(project, &[]);
    let mut tab = serve.tab("page.html");
    let mut shows = |path: &str, text: &str, shown: &str| {
        serve.project.write(path, text);
        tab.closing();
        let html = serve.get("/page.html").text();
        assert!(html.contains(shown), "{path}: {html}");
    };
    shows("content/later.md", "It came later.\n", "It came later.");
    shows("content/later.md", "It changed.\n", "It changed.");
    shows("code/main.rs", "// <go>\nfn went() {}\n// </go>\n", "fn went() {}");
}
