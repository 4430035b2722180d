//! Values of the front matter that ask for an address: nothing is written outside the output folder, and no two
//! things get one address.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "tests may panic, and tests have a disk"
)]

mod common;

use common::{Project, tree};
use serde_json::Value;

/// Values that mean to leave the output folder, or to write where they must not.
const VALUES: [&str; 40] = [
    "../x",
    "../../x",
    "../../../../../../../../../../../../../../tmp/x",
    "..",
    ".",
    "...",
    "/",
    "//",
    "/etc/passwd",
    "//evil.example/x",
    "///x",
    "a/../../x",
    "a/./x",
    "a//x",
    "%2e%2e/x",
    "%2e%2e%2fx",
    "%252e%252e%252fx",
    "..%c0%afx",
    "..\\x",
    "..\\..\\x",
    "\\\\server\\share",
    "C:\\x",
    "C:/x",
    "c:x",
    "x:stream",
    "x\0y",
    "x\ny",
    "x\u{1b}[31m",
    ".git/config",
    ".docent",
    ".htaccess",
    "aux",
    "con.txt",
    "nul/x",
    "x ",
    "x.",
    "javascript:alert(1)",
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "x?y#z",
];

/// A page that gives `value` to `key`, as a YAML string with escapes.
fn page(key: &str, value: &str) -> String {
    format!("---\ntitle: Hostile\n{key}: {}\n---\n\nText.\n", serde_json::to_string(value).unwrap())
}

/// Builds one page; nothing around the output changes. With an error: that it has a place. Without: the output.
fn tried(key: &str, value: &str) -> Option<Project> {
    let project = Project::new();
    std::fs::write(project.around().join("canary"), "untouched").unwrap();
    project.write("content/hostile.md", page(key, value));
    let before = tree(&project.around());
    let run = project.build();
    run.assert_calm(value);
    let mut after = tree(&project.around());
    after.retain(|path, _| !path.starts_with(project.root().join("public")));
    assert_eq!(before, after, "{key}: {value:?} changed something outside the output");
    let errors: Vec<Value> = run.problems().into_iter().filter(|p| p["severity"] == "error").collect();
    for error in &errors {
        let place =
            (error["file"].as_str(), error["line"].as_u64(), error["column"].is_u64(), error["hint"].is_string());
        assert_eq!(place, (Some("content/hostile.md"), Some(3), true, true), "{key}: {value:?}: {error}");
    }
    assert_eq!(run.code, Some(i32::from(!errors.is_empty())), "{key}: {value:?}: {}", run.stderr);
    errors.is_empty().then_some(project)
}

/// What was published holds no name that a reader's system refuses, and no address that runs anything.
fn assert_harmless(project: &Project, key: &str, value: &str) {
    let top = project.root().join("public");
    for (path, bytes) in tree(&top) {
        let name = path.strip_prefix(&top).unwrap().to_str().unwrap().to_owned();
        let hidden = name.split('/').any(|part| part.starts_with('.') && name != ".docent.json");
        assert!(!hidden && !name.contains(['\\', ':', '\0', '\n', '<', '"', '?']), "{key}: {value:?} wrote {name}");
        if name.ends_with(".html") {
            let html = String::from_utf8(bytes).unwrap();
            assert!(!html.contains("<script>alert") && !html.contains("<img src=x"), "{key}: {value:?} in {name}");
            assert!(!html.contains("=\"javascript:"), "{key}: {value:?} in {name}");
        }
    }
}

fn all_of(key: &str) -> usize {
    let mut refused = 0;
    for value in VALUES {
        match tried(key, value) {
            Some(project) => assert_harmless(&project, key, value),
            None => refused += 1,
        }
    }
    println!("{key}: {refused} of {} refused, the others harmless", VALUES.len());
    refused
}

#[test]
fn slugs_stay_inside() {
    // What is no slug is a warning, and the file's name stands for it; only what is no text at all is refused.
    assert_eq!(all_of("slug"), 1);
}

#[test]
fn old_addresses_stay_inside() {
    assert!(all_of("redirect_from") >= 25);
}

#[test]
fn keys_of_translations_are_no_addresses() {
    all_of("translation_key");
}

#[test]
fn tags_stay_inside() {
    all_of("tags");
}

#[test]
fn aliases_are_no_addresses() {
    all_of("aliases");
}

#[test]
fn templates_stay_inside() {
    // What is no template is a warning, and the page has that of its type.
    assert_eq!(all_of("template"), 0);
}

/// Links and images to files: nothing from outside is copied.
#[test]
fn assets_stay_inside() {
    let project = Project::new();
    std::fs::write(project.around().join("secret.png"), "canary-outside").unwrap();
    project.write("secret.png", "canary-outside");
    project.write("docent.yaml.png", "canary-outside");
    let up = [
        "../secret.png",
        "../../secret.png",
        "/../secret.png",
        "@/../../secret.png",
        "%2e%2e/secret.png",
        "..%2fsecret.png",
    ];
    // A script's address is an error of its own, whatever a broken link is.
    let values = VALUES.iter().filter(|value| !value.starts_with("javascript:"));
    let links: String = values.chain(&up).map(|v| format!("![x](<{}>)\n\n", v.replace(['\n', '<', '>'], ""))).collect();
    project.write("content/hostile.md", format!("# Hostile\n\n{links}[[../../secret.png]] ![[../../secret.png]]\n"));
    let run = project.build();
    run.assert_calm("assets");
    assert_eq!(run.code, Some(1));
    // The errors keep it from being published at all: once more, with broken links as warnings.
    project.write(
        "docent.yaml",
        "title: Test\ngit_dates: false\ndiagnostics: {broken-link: warning, link-scheme: warning, orphan: ignore}\n",
    );
    let run = project.build();
    let errors: Vec<Value> = run.problems().into_iter().filter(|p| p["severity"] == "error").collect();
    assert_eq!((run.code, errors), (Some(0), Vec::new()));
    for (path, bytes) in tree(&project.root().join("public")) {
        assert!(!String::from_utf8_lossy(&bytes).contains("canary-outside"), "{}", path.display());
    }
}

/// Two claims for one address: the files of a site, what the error must name, and where it stands.
type Collision = (&'static str, &'static [(&'static str, &'static str)], [&'static str; 2]);

const COLLISIONS: &[Collision] = &[
    (
        "page and page",
        &[("content/a.md", "---\nslug: same\n---\n"), ("content/b.md", "---\nslug: same\n---\n")],
        ["content/a.md", "content/b.md"],
    ),
    (
        "page and old address",
        &[("content/a.md", "A\n"), ("content/b.md", "---\nredirect_from: /a.html\n---\n")],
        ["content/b.md", "content/a.md"],
    ),
    (
        "page and file",
        &[("content/a.md", "A\n"), ("content/A.txt", "x"), ("content/b.md", "---\nslug: a\n---\n")],
        ["content/a.md", "content/b.md"],
    ),
    (
        "file and Markdown copy",
        &[("content/Два.md", "A\n"), ("content/dva.md/file.txt", "x")],
        ["content/dva.md/file.txt", "content/Два.md"],
    ),
    (
        "old address and old address",
        &[
            ("content/a.md", "---\nredirect_from: [/old.html]\n---\n"),
            ("content/b.md", "---\nredirect_from: [/old.html]\n---\n"),
        ],
        ["content/b.md", "/old.html"],
    ),
    (
        "old addresses but for case",
        &[
            ("content/a.md", "---\nredirect_from: [/old.html]\n---\n"),
            ("content/b.md", "---\nredirect_from: [/OLD.html]\n---\n"),
        ],
        ["content/a.md", "content/b.md"],
    ),
    (
        "page and tag",
        &[("content/a.md", "---\ntags: [sales]\n---\n"), ("content/tags/sales.md", "B\n")],
        ["content/a.md", "content/tags/sales.md"],
    ),
    (
        "page and list of tags",
        &[("content/a.md", "---\ntags: [sales]\n---\n"), ("content/tags/index.md", "B\n")],
        ["content/tags/index.md", "the list of tags"],
    ),
    (
        "old address and tag",
        &[
            ("content/a.md", "---\ntags: [sales]\n---\n"),
            ("content/b.md", "---\nredirect_from: /tags/sales.html\n---\n"),
        ],
        ["content/b.md", "content/a.md"],
    ),
    ("page and 404.html", &[("content/a.md", "---\nslug: '404'\n---\n")], ["content/a.md", "docent itself"]),
    ("page and the page of search", &[("content/a.md", "---\nslug: search\n---\n")], ["content/a.md", "docent itself"]),
    ("file and robots.txt", &[("content/Robots.TXT", "x")], ["content/Robots.TXT", "docent itself"]),
    (
        "old address and front page",
        &[("content/a.md", "---\nredirect_from: /\n---\n")],
        ["content/a.md", "content/index.md"],
    ),
    (
        "old address and the choice of a language",
        &[
            ("docent.yaml", "title: T\nlanguages: {en: {}, ru: {}}\ndiagnostics: {orphan: ignore}\n"),
            ("content/en/a.md", "---\nredirect_from: /\n---\n"),
        ],
        ["content/en/a.md", "docent itself"],
    ),
    (
        "pages but for case",
        &[("docent.yaml", "slugs: unicode\n"), ("content/Роль.md", "A\n"), ("content/роль.md", "B\n")],
        ["content/Роль.md", "content/роль.md"],
    ),
    (
        "ß and ss",
        &[("docent.yaml", "slugs: unicode\n"), ("content/maße.md", "A\n"), ("content/masse.md", "B\n")],
        ["content/maße.md", "content/masse.md"],
    ),
    (
        "capital ß and ss",
        &[("docent.yaml", "slugs: unicode\n"), ("content/MAẞ.md", "A\n"), ("content/mass.md", "B\n")],
        ["content/MAẞ.md", "content/mass.md"],
    ),
    (
        "a sigma at the end and one inside",
        &[("docent.yaml", "slugs: unicode\n"), ("content/λόγος.md", "A\n"), ("content/λόγοσ.md", "B\n")],
        ["content/λόγος.md", "content/λόγοσ.md"],
    ),
    (
        "a long s",
        &[("docent.yaml", "slugs: unicode\n"), ("content/ſich.md", "A\n"), ("content/sich.md", "B\n")],
        ["content/ſich.md", "content/sich.md"],
    ),
    (
        "a ligature",
        &[("docent.yaml", "slugs: unicode\n"), ("content/ﬁlm.md", "A\n"), ("content/film.md", "B\n")],
        ["content/ﬁlm.md", "content/film.md"],
    ),
    (
        "a small number below",
        &[("docent.yaml", "slugs: unicode\n"), ("content/co₂.md", "A\n"), ("content/co2.md", "B\n")],
        ["content/co₂.md", "content/co2.md"],
    ),
    (
        "wide letters",
        &[("docent.yaml", "slugs: unicode\n"), ("content/ｒｏｌｅ.md", "A\n"), ("content/role.md", "B\n")],
        ["content/ｒｏｌｅ.md", "content/role.md"],
    ),
    (
        "an Armenian ligature",
        &[("docent.yaml", "slugs: unicode\n"), ("content/և.md", "A\n"), ("content/եւ.md", "B\n")],
        ["content/և.md", "content/եւ.md"],
    ),
    (
        "files that are one to some systems",
        &[("content/Straße.png", "x"), ("content/strasse.png", "y")],
        ["content/Straße.png", "content/strasse.png"],
    ),
    (
        "old address and page that are one to some systems",
        &[
            ("docent.yaml", "slugs: unicode\n"),
            ("content/maße.md", "A\n"),
            ("content/b.md", "---\nredirect_from: [/masse.html]\n---\n"),
        ],
        ["content/b.md", "content/maße.md"],
    ),
    (
        "old addresses but for Unicode form",
        &[
            ("content/a.md", "---\nredirect_from: [\"/caf\u{e9}.html\"]\n---\n"),
            ("content/b.md", "---\nredirect_from: [\"/cafe\u{301}.html\"]\n---\n"),
        ],
        ["content/a.md", "content/b.md"],
    ),
    (
        "files but for case",
        &[("content/Photo.png", "x"), ("content/photo.png", "y")],
        ["content/Photo.png", "content/photo.png"],
    ),
    (
        "a file where a folder is needed",
        &[("content/a.md", "A\n"), ("content/b.md", "---\nredirect_from: /a.html/old/\n---\n")],
        ["content/b.md", "content/a.md"],
    ),
    (
        "a file where a folder of pages is needed",
        &[("content/two-words", "x"), ("content/two words/page.md", "A\n")],
        ["content/two-words", "content/two words/"],
    ),
    (
        "two files for a section",
        &[("content/s/index.md", "A\n"), ("content/s/_index.md", "B\n")],
        ["content/s/index.md", "content/s/_index.md"],
    ),
    (
        "one key of translation twice",
        &[("content/a.md", "---\ntranslation_key: k\n---\n"), ("content/b.md", "---\ntranslation_key: k\n---\n")],
        ["content/b.md", "content/a.md"],
    ),
];

#[test]
fn no_two_things_get_one_address() {
    for (kind, files, named) in COLLISIONS {
        let project = Project::new();
        files.iter().for_each(|(path, text)| project.write(path, text));
        let run = project.build();
        let errors: Vec<Value> = run.problems().into_iter().filter(|p| p["severity"] == "error").collect();
        assert_eq!((run.code, project.root().join("public").exists()), (Some(1), false), "{kind}: {}", run.stderr);
        let told = errors.iter().map(|p| format!("{} {}", p["file"].as_str().unwrap(), p["message"].as_str().unwrap()));
        let told: Vec<String> = told.collect();
        assert!(told.iter().any(|t| named.iter().all(|name| t.contains(name))), "{kind}: {told:?}");
    }
}

/// Where that is softened, what asks for a place that something else has is left out.
#[test]
fn an_old_address_yields_to_everything() {
    for (place, other, old) in [
        ("a.html", "content/a.md", "/a.html"),
        ("index.html", "content/index.md", "/"),
        ("tags/sales.html", "content/tags/sales.md", "/Tags/sales"),
        ("a.html", "content/a.md", "/a.html/old/"),
    ] {
        let project = Project::new();
        project.write(other, "# The page\n");
        project.write("content/b.md", format!("---\nredirect_from: {old}\n---\n"));
        project.write("docent.yaml", "title: T\ndiagnostics: {redirect: warning, orphan: ignore}\n");
        let run = project.build();
        assert_eq!(run.code, Some(0), "{other}: {}", run.stderr);
        assert!(project.output(place).contains("The page"), "{other}");
        let told = run.problems().iter().any(|p| p["code"] == "redirect" && p["severity"] == "warning");
        assert!(told, "{other}: {}", run.stderr);
    }
}

/// Feed and sitemap as a reader of XML sees them: what authors wrote, whatever XML makes of such characters.
#[test]
fn files_for_machines_are_xml_and_say_what_authors_wrote() {
    let project = Project::new();
    let title = "Q&A <b>of</b> \"R&D\" 'now' ]]> &amp; é";
    project.write(
        "docent.yaml",
        format!(
            "title: '{}'\nbase_url: https://example.com/r&d'/\nlanguages: {{ckb: , en: }}\ndefault_language: en\nmarkdown: {{typography: false}}\n",
            title.replace('\'', "''")
        ),
    );
    project.write("content/en/a.md", format!("---\ntitle: >-\n  {title}\nupdated: 2026-05-12\n---\n\nText <&'.\n"));
    project.write("content/ckb/index.md", "# ckb\n");
    let run = project.build();
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let (feed, sitemap) = (project.output("en/feed.xml"), project.output("sitemap.xml"));
    let [feed, sitemap] = [&feed, &sitemap].map(|text| roxmltree::Document::parse(text).unwrap());
    let atom = |name: &str| {
        let all = feed.descendants().filter(|n| n.tag_name().name() == name);
        all.map(|n| n.text().or(n.attribute("href")).unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    let address = "https://example.com/r&d'/en/a.html";
    assert!(
        feed.descendants()
            .filter(|n| n.is_element())
            .all(|n| n.tag_name().namespace() == Some("http://www.w3.org/2005/Atom"))
    );
    assert_eq!((atom("title"), atom("name")), (vec![title.to_owned(), title.to_owned()], vec![title.to_owned()]));
    assert_eq!(atom("id"), ["https://example.com/r&d'/en/feed.xml", address]);
    assert_eq!(atom("link"), atom("id"));
    assert_eq!(atom("updated"), ["2026-05-12T00:00:00Z"; 2]);
    let mut places = sitemap.descendants().filter(|n| n.tag_name().name() == "loc").filter_map(|n| n.text());
    assert!(places.any(|place| place == address), "{}", project.output("sitemap.xml"));
    for (file, direction) in [("ckb/index.html", "rtl"), ("en/a.html", "ltr")] {
        assert!(project.output(file).contains(&format!("dir=\"{direction}\"")), "{file}");
    }
}
