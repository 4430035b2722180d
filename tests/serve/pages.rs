//! What a tab sees: the published page and one tag, changes, mistakes above the last good page.

use crate::common::serve::{Serve, attribute, published};
use crate::common::{Project, contents};
use serde_json::Value;

fn project() -> Project {
    let project = Project::new();
    project.write("content/a.md", "---\ntitle: A\n---\n\nText of a, with [b](b.md).\n");
    project.write("content/b.md", "---\ntitle: B\n---\n\n## Part\n\n- one\n- two\n\n> quoted\n\n| x | y |\n|---|---|\n| 1 | 2 |\n\n```\ncode\n```\n");
    project
}

#[test]
fn the_preview_is_the_published_site_and_one_tag() {
    let serve = Serve::start(project(), &[]);
    assert_eq!(serve.project.build().code, Some(0));
    let built = contents(&serve.project.root().join("public"));
    let files: Vec<_> =
        built.iter().filter(|(path, bytes)| !bytes.is_empty() && !path.ends_with(".docent.json")).collect();
    assert!(files.len() > 20);
    for (path, bytes) in files {
        let path = path.to_str().unwrap();
        let answer = serve.get(&format!("/{path}"));
        assert_eq!(answer.status, 200, "{path}");
        if path.ends_with(".html") {
            assert_eq!(answer.text().matches("/__docent/").count(), 1, "{path}");
            assert_eq!(published(&answer.text()), String::from_utf8_lossy(bytes), "{path}");
        } else {
            assert_eq!(&answer.body, bytes, "{path}");
        }
    }
    assert_eq!(serve.get("/").body, serve.get("/index.html").body);
}

#[test]
fn nothing_reaches_the_output_folder() {
    let serve = Serve::start(project(), &[]);
    let mut tab = serve.tab("a.html");
    serve.project.write("content/a.md", "---\ntitle: A\n---\n\nOther.\n");
    tab.closing();
    assert!(!serve.project.root().join("public").exists());
}

#[test]
fn a_tab_is_told_when_its_page_changed_and_only_then() {
    let serve = Serve::start(project(), &[]);
    let (mut a, mut b) = (serve.tab("a.html"), serve.tab("b.html"));
    serve.project.write("content/a.md", "---\ntitle: A\n---\n\nNew text, with [b](b.md).\n");
    let (before, closing) = a.closing();
    assert_eq!((before.len(), before[0]["kind"].as_str(), closing["kind"].as_str()), (1, Some("patch"), Some("ok")));
    let html = serve.get("/a.html").text();
    assert!(html.contains("New text"));
    assert_eq!(attribute(&html, "data-hash").as_deref(), before[0]["hash"].as_str());
    let (before, closing) = b.closing();
    assert!(before.is_empty() && closing["kind"] == "ok", "{before:?}");
    // A tab that was away is told what it missed.
    let missed = serve.tab_with("a.html", "of-an-older-page").event();
    assert_eq!(missed["kind"], "patch");
}

#[test]
fn style_sheets_are_swapped_and_scripts_reload() {
    let project = project();
    project.write("docent.yaml", "title: T\ntheme: own\ngit_dates: false\ndiagnostics: {orphan: ignore}\n");
    project.write("themes/own/theme.yaml", "extends: default\n");
    project.write("themes/own/assets/docent.css", "body { color: red }\n");
    project.write("themes/own/assets/docent.js", "1;\n");
    let serve = Serve::start(project, &[]);
    let mut tab = serve.tab("a.html");
    serve.project.write("themes/own/assets/docent.css", "body { color: blue }\n");
    assert_eq!(tab.closing().0[0]["kind"], "css");
    serve.project.write("themes/own/assets/docent.js", "2;\n");
    assert_eq!(tab.closing().0[0]["kind"], "reload");
}

/// Breaks something, sees what is told above the last good page, mends it.
fn broken_and_mended(path: &str, good: &str, bad: &str) -> Value {
    let project = project();
    project.write(path, good);
    let serve = Serve::start(project, &[]);
    let mut tab = serve.tab("a.html");
    let before = published(&serve.get("/a.html").text());
    serve.project.write(path, bad);
    let (changes, told) = tab.closing();
    assert_eq!(told["kind"], "error", "{path}");
    assert!(changes.is_empty(), "{path}: the last good page stays: {changes:?}");
    assert_eq!(published(&serve.get("/a.html").text()), before, "{path}");
    serve.project.write(path, good);
    // What rendering the other pages found is told for the broken build too, a moment later.
    let mended = std::iter::repeat_with(|| tab.closing().1).find(|closing| closing["id"] != told["id"]).unwrap();
    assert_eq!(mended["kind"], "ok", "{path}: {mended}");
    told
}

#[test]
fn mistakes_are_told_in_place_and_end_nothing() {
    let a = "---\ntitle: A\n---\n\nText.\n";
    let told = broken_and_mended("content/a.md", a, "---\ntitle: A\ntitel: B\n---\n\nText.\n");
    let error = &told["errors"][0];
    assert_eq!((error["file"].as_str(), error["line"].as_u64()), (Some("content/a.md"), Some(3)));
    assert_eq!(error["lines"], serde_json::json!([[2, "title: A"], [3, "titel: B"], [4, "---"]]));
    assert!(error["hint"].is_string() && error["can_open"] == true, "{error}");
    broken_and_mended("content/a.md", a, "---\ntitle: A\naudience: [\n---\n\nText.\n");
    let whole = std::fs::read_to_string("themes/default/templates/page.html").unwrap();
    for mistake in ["{{ content }", "{{ nothing.at.all }}"] {
        let broken = whole.replacen("{{ content", &format!("{mistake}{{{{ content"), 1);
        assert_ne!(broken, whole);
        let told = broken_and_mended("templates/page.html", &whole, &broken);
        assert_eq!(told["errors"][0]["file"], "templates/page.html", "{told}");
    }
    let config = "title: T\ngit_dates: false\ndiagnostics: {orphan: ignore}\n";
    let told = broken_and_mended("docent.yaml", config, "title: T\ntitel: x\n");
    assert_eq!(told["errors"][0]["file"], "docent.yaml");
}

#[test]
fn a_broken_link_is_told_and_the_page_is_new() {
    let serve = Serve::start(project(), &[]);
    let mut tab = serve.tab("a.html");
    serve.project.write("content/a.md", "---\ntitle: A\n---\n\nNew, with [c](c.md).\n");
    let (before, told) = tab.closing();
    assert_eq!((before[0]["kind"].as_str(), told["kind"].as_str()), (Some("patch"), Some("error")));
    assert_eq!(told["errors"][0]["code"], "broken-link");
    let info = serve.get(&format!("/__docent/page?token={}&page=a.html", serve.token()));
    let info: Value = serde_json::from_slice(&info.body).unwrap();
    assert_eq!(info["source"], "content/a.md");
    assert!(info["words"].as_u64() > Some(0));
    assert_eq!(info["broken_links"], serde_json::json!(["c.md"]));
    serve.project.write("content/c.md", "---\ntitle: C\n---\n\nC, with [a](a.md).\n");
    assert_eq!(tab.closing().1["kind"], "ok");
    let info = serve.get(&format!("/__docent/page?token={}&page=a.html", serve.token()));
    let info: Value = serde_json::from_slice(&info.body).unwrap();
    assert_eq!(info["backlinks"][0]["source"], "content/c.md");
}

#[test]
fn an_error_that_quotes_a_script_is_data() {
    let serve = Serve::start(project(), &[]);
    let mut tab = serve.tab("a.html");
    serve.project.write(
        "content/</pre><script>alert(1)</script>.md",
        "---\ntitle: </pre><script>alert(1)</script>\nx</script>: 1\n---\n\n[x](<</script>.md>) [y](nowhere.md)\n",
    );
    let (_, told) = tab.closing();
    assert_eq!(told["kind"], "error");
    let html = serve.get("/no-such-page-%3Cscript%3E.html").text();
    assert_eq!(attribute(&html, "data-page").as_deref(), Some("no-such-page-&lt;script&gt;.html"));
}

#[test]
fn a_page_that_comes_is_shown_where_it_was_missing() {
    let serve = Serve::start(project(), &[]);
    assert_eq!(serve.get("/new.html").status, 404);
    let mut tab = serve.tab("new.html");
    serve.project.write("content/new.md", "---\ntitle: New\n---\n\nHere.\n");
    assert_eq!(tab.closing().0[0]["kind"], "reload");
    assert_eq!(serve.get("/new.html").status, 200);
    std::fs::remove_file(serve.project.root().join("content/new.md")).unwrap();
    tab.closing();
    assert_eq!(serve.get("/new.html").status, 404);
}

#[test]
fn blocks_know_their_line_in_the_file() {
    let serve = Serve::start(project(), &[]);
    let html = serve.get("/b.html").text();
    for (line, tag) in [(5, "<h2"), (7, "<li"), (8, "<li"), (10, "<blockquote"), (12, "<div"), (16, "<div")] {
        let wanted = format!("data-line=\"{line}\"");
        let found = html.match_indices(&wanted).map(|(at, _)| html[..at].rsplit_once('<').unwrap().1);
        assert!(found.map(|name| format!("<{name}")).any(|start| start.starts_with(tag)), "{tag} {line}: {html}");
    }
    assert!(serve.get("/a.html").text().contains("<p data-line=\"5\">"));
}

#[test]
fn search_works_in_the_preview() {
    let serve = Serve::start(project(), &[]);
    assert_eq!(serve.project.build().code, Some(0));
    let built = contents(&serve.project.root().join("public/search"));
    assert!(built.len() > 3);
    for (path, bytes) in built.iter().filter(|(_, bytes)| !bytes.is_empty()) {
        let answer = serve.get(&format!("/search/{}", path.display()));
        assert_eq!((answer.status, &answer.body), (200, bytes), "{}", path.display());
    }
}

#[test]
fn a_taken_port_gives_the_next_one() {
    let first = Serve::start(project(), &[]);
    let taken = first.address.port().to_string();
    let second = Serve::start(project(), &["--port", &taken]);
    assert_ne!(first.address.port(), second.address.port());
    assert!(first.address.ip().is_loopback() && second.address.ip().is_loopback());
}
