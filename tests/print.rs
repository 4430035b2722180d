//! Pages that hold others whole, to be printed: what is in them, where their links lead, and what is not in them.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests may panic, and tests have a disk")]

mod common;
mod support;

use common::{Project, contents};
use docent::url::{decode, join};
use std::collections::BTreeSet;
use support::html::ids;

const CONFIG: &str = "title: Handbook\nbase_url: https://example.com/hb/\ngit_dates: false\nprint: [paths, sections, all]\n\
    audiences: {internal: , client: }\ndefault_audience: [internal, client]\ndiagnostics: {orphan: ignore, draft-link: ignore, broken-anchor: warning}\n";

const A: &str = "---\ntitle: Alpha\ndescription: About alpha.\n---\n\n## Same heading\n\nTo [b](b.md#same-heading), [whole](b.md), \
    [here](#same-heading), [away](../other/c.md#far), [web](https://example.org/x?a=1&b=2), [file](<../data/plan é.csv>).\n\n\
    ![](../data/pic.svg)\n\n:::tabs\n\n## One\n\nx\n\n## Two\n\ny\n\n:::\n\nA note[^1].\n\n[^1]: The note.\n\n\
    <!-- audience: internal -->\n\nzqblock\n\n<!-- audience: all -->\n";
const LIST: &str = "---\ntitle: Beta\ntype: checklist\nitems:\n  - {id: one, do: Do it.}\n---\n\n## Same heading\n\nText, a note[^1].\n\n[^1]: Other.\n";
const WEEK: &str = "---\ntitle: Week\ntype: path\nstages:\n  - title: Day one\n    steps:\n      - {id: a, page: guide/a, purpose: Begin.}\n\
    \x20     - {id: far, page: other/c#Far, purpose: Section.}\n  - title: Day two\n    steps:\n      - {id: b, page: guide/b, purpose: Go on.}\n\
    \x20     - {id: u, page: guide/unlisted, purpose: Quietly.}\n---\n\nThe week.\n";

fn project() -> Project {
    let project = Project::new();
    for (path, text) in [
        ("docent.yaml", CONFIG),
        ("content/index.md", "---\ntitle: Front\n---\n\nTo [[guide/a]] and [[week]].\n"),
        ("content/week.md", WEEK),
        ("content/guide/index.md", "---\ntitle: Guide\n---\n\nAll of it: [[guide/a#same-heading|a]].\n"),
        ("content/guide/a.md", A),
        ("content/guide/b.md", LIST),
        ("content/guide/unlisted.md", "---\ntitle: Quiet\nunlisted: true\n---\n\nzqunlisted\n"),
        ("content/guide/draft.md", "---\ntitle: Later\ndraft: true\n---\n\nzqdraft\n"),
        ("content/guide/secret.md", "---\ntitle: Inside\naudience: [internal]\n---\n\nzqsecret\n"),
        ("content/guide/deep/d.md", "---\ntitle: Deep\n---\n\nDeep text.\n"),
        ("content/other/c.md", "---\ntitle: Gamma\n---\n\n## Far\n\nFar text.\n"),
        ("content/data/plan é.csv", "a,b\n"),
        (
            "content/data/pic.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><path d=\"M0 0h9v9z\"/></svg>",
        ),
    ] {
        project.write(path, text);
    }
    project
}

const PRINTED: [&str; 5] =
    ["print.html", "guide/print.html", "guide/deep/print.html", "other/print.html", "week/print.html"];

fn built(project: &Project, args: &[&str]) -> BTreeSet<String> {
    let run = project.run(&[&["build"], args].concat());
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let files = contents(&project.root().join("public"));
    files.into_keys().map(|path| path.to_string_lossy().replace('\\', "/")).collect()
}

/// Attributes of one name in an HTML text of docent's.
fn values<'h>(html: &'h str, name: &str) -> Vec<&'h str> {
    let mark = format!(" {name}=\"");
    html.split(mark.as_str()).skip(1).map(|rest| rest.split('"').next().unwrap_or_default()).collect()
}

/// Links that lead nowhere, and ids that are there twice.
fn faults(path: &str, html: &str, files: &BTreeSet<String>) -> Vec<String> {
    let all = ids(html);
    let known: BTreeSet<&String> = all.iter().collect();
    let mut faults = Vec::new();
    if known.len() != all.len() {
        faults.push(format!("{path}: {} ids, {} of them different", all.len(), known.len()));
    }
    for url in [values(html, "href"), values(html, "src")].concat() {
        let (target, anchor) = url.split_once('#').unwrap_or((url, ""));
        let is_whole = match target {
            "" => known.contains(&decode(anchor)),
            _ if target.contains(':') => true,
            _ => join(path, &decode(target)).is_some_and(|file| files.contains(&file)),
        };
        if !is_whole {
            faults.push(format!("{path}: {url}"));
        }
    }
    for named in ["aria-labelledby", "for"].iter().flat_map(|name| values(html, name)) {
        let missing = named.split(' ').filter(|id| !known.contains(&(*id).to_owned()));
        faults.extend(missing.map(|id| format!("{path}: no {id}")));
    }
    faults
}

#[test]
fn each_is_whole_and_holds_what_belongs_to_it_in_order() {
    let project = project();
    let files = built(&project, &[]);
    let found: Vec<&str> = PRINTED.into_iter().filter(|path| files.contains(*path)).collect();
    assert_eq!(found, PRINTED);
    for path in PRINTED {
        let html = project.output(path);
        assert_eq!(faults(path, &html, &files), Vec::<String>::new());
        assert!(html.contains("<meta name=\"robots\" content=\"noindex\">"), "{path}");
        for hidden in ["zqunlisted", "zqdraft"] {
            assert!(!html.contains(hidden), "{path}: {hidden}");
        }
    }
    let order = |path: &str, texts: &[&str]| {
        let html = project.output(path);
        let places: Vec<_> =
            texts.iter().map(|text| html.find(text).unwrap_or_else(|| panic!("{path}: {text}"))).collect();
        assert!(places.is_sorted(), "{path}: {places:?}");
    };
    order("week/print.html", &["Day one", "The week.", "About alpha.", "Far text.", "Do it."]);
    order("guide/print.html", &["All of it", "About alpha.", "Do it.", "Deep text."]);
    order("print.html", &["To <a", "All of it", "Deep text.", "Far text."]);
}

#[test]
fn links_stay_inside_if_their_page_is_there() {
    let project = project();
    built(&project, &[]);
    let week = project.output("week/print.html");
    let guide = project.output("guide/print.html");
    for (html, link) in [
        (&week, "href=\"#p3-same-heading\">b</a>"),
        (&week, "href=\"#p3\">whole</a>"),
        (&week, "href=\"#p1-same-heading\">here</a>"),
        (&week, "href=\"#p2-far\">away</a>"),
        (&guide, "href=\"../other/c.html#far\">away</a>"),
        (&guide, "href=\"#p1-same-heading\">a</a>"),
        (&guide, "https://example.org/x?a=1&amp;b=2"),
        (&week, "../data/plan%20%C3%A9.csv"),
        (&week, "src=\"../data/pic.svg\""),
        (&week, "<h2 id=\"p1-d-title\""),
        (&week, "<h3 id=\"p1-same-heading\">"),
    ] {
        assert!(html.contains(link), "{link}\n{html}");
    }
}

#[test]
fn a_page_leads_to_where_it_is_printed_and_nothing_else_does() {
    let project = project();
    built(&project, &[]);
    for (page, link) in
        [("week.html", "week/print.html"), ("guide/index.html", "print.html"), ("index.html", "print.html")]
    {
        assert!(project.output(page).contains(&format!("<a href=\"{link}\">Print ")), "{page}");
    }
    assert!(!project.output("guide/a.html").contains("print.html"));
    for list in ["sitemap.xml", "search.html", "llms.txt", "feed.xml"] {
        assert!(!project.output(list).contains("print.html"), "{list}");
    }
    project.write("docent.yaml", CONFIG.replace("print: [paths, sections, all]\n", ""));
    assert!(built(&project, &[]).iter().all(|file| !file.ends_with("print.html")));
    project.write("docent.yaml", CONFIG.replace("[paths, sections, all]", "[pats]"));
    assert!(project.build().stdout.contains("paths"));
}

#[test]
fn what_is_for_others_is_in_none() {
    let project = project();
    let files = built(&project, &["--audience", "client"]);
    for path in files.iter().filter(|file| file.ends_with("print.html")) {
        let html = project.output(path);
        assert!(!html.contains("zqsecret") && !html.contains("zqblock") && !html.contains("Inside"), "{path}");
        assert_eq!(faults(path, &html, &files), Vec::<String>::new());
    }
    let project = self::project();
    built(&project, &["--audience", "internal"]);
    assert!(
        project.output("guide/print.html").contains("zqsecret")
            && project.output("week/print.html").contains("zqblock")
    );
}

#[test]
fn after_edits_it_is_what_a_fresh_build_makes() {
    let edited = project();
    built(&edited, &[]);
    for (path, text) in [
        ("content/guide/b.md", LIST.replace("Do it.", "Do something else.")),
        ("content/guide/b.md", LIST.replace("title: Beta", "title: Better")),
        ("content/guide/index.md", "---\ntitle: Guides\n---\n\nShort.\n".to_owned()),
        ("content/guide/a.md", A.replace("Same heading", "Other heading").replace("b.md#same-heading", "b.md")),
        ("content/week.md", WEEK.replace("guide/b", "guide/deep/d")),
        ("content/guide/deep/d.md", "---\ntitle: Deep\nunlisted: true\n---\n\nDeep text.\n".to_owned()),
    ] {
        let fresh = project();
        for file in contents(&edited.root().join("content")).into_iter().filter(|(_, bytes)| !bytes.is_empty()) {
            fresh.write(std::path::Path::new("content").join(file.0), file.1);
        }
        edited.write(path, &text);
        fresh.write(path, &text);
        built(&edited, &[]);
        built(&fresh, &[]);
        let [one, other] = [&edited, &fresh].map(|project| contents(&project.root().join("public")));
        let differ: Vec<_> =
            one.iter().filter(|(path, bytes)| other.get(*path) != Some(bytes)).map(|(path, _)| path).collect();
        assert_eq!((differ, one.len()), (Vec::new(), other.len()), "{path}");
    }
}

#[test]
fn a_page_of_that_name_is_told_of() {
    let project = project();
    project.write("content/guide/print.md", "# Printing\n\nHow to.\n");
    let run = project.build();
    assert_eq!(run.code, Some(1));
    assert!(run.stdout.contains("guide/print.html"), "{}", run.stdout);
}
