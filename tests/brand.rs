//! A look of one's own: three lines of `docent.yaml`, and what a style sheet of a theme leads to.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

mod common;

use common::{Project, Run};
use std::fmt::Write as _;

const LOGO: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 120 32\"><path d=\"M0 0h120v32z\"/></svg>";

/// A project with a page and some files.
fn project(config: &str, files: &[(&str, &str)]) -> Project {
    let project = Project::new();
    project.write("docent.yaml", format!("title: Handbook\ngit_dates: false\n{config}"));
    project.write("content/index.md", "# Welcome\n\nText.\n");
    files.iter().for_each(|(path, text)| project.write(path, text));
    project
}

fn fine(project: &Project) {
    let run: Run = project.build();
    assert_eq!((run.code, run.problems()), (Some(0), Vec::new()), "{}", run.stderr);
}

/// The published name of the only file that begins and ends so.
fn published(project: &Project, start: &str, end: &str) -> String {
    let folder = project.root().join("public");
    let files = common::tree(&folder);
    let names = files.keys().map(|path| path.strip_prefix(&folder).unwrap_or(path).to_string_lossy().into_owned());
    let found: Vec<String> = names.filter(|name| name.starts_with(start) && name.ends_with(end)).collect();
    assert_eq!(found.len(), 1, "{start}…{end}: {found:?}");
    found[0].clone()
}

#[test]
fn three_lines_make_a_look() {
    let config = "base_url: https://example.com/hb/\nbrand: {logo: logo.svg, logo_dark: brand/dark.svg, accent: \"#0b6e4f\", \
                  font: [fonts/Inter.woff2, fonts/Inter-BoldItalic.woff2], css: brand/brand.css, favicon: icon.png, \
                  image: card.png, footer: \"© Example · [Imprint](https://example.com/i?a=1&b=2)\"}\n";
    let css = ".lead { background: url('img/wave é.svg') } .x { background: url(data:,) }";
    let project = project(
        config,
        &[
            // Small enough to stand in the page itself.
            ("logo.svg", LOGO),
            ("brand/dark.svg", &LOGO.replace("/></svg>", &format!(" id=\"{}\"/></svg>", "a".repeat(600)))),
            ("brand/brand.css", css),
            ("brand/img/wave é.svg", LOGO),
            ("fonts/Inter.woff2", "\0font"),
            ("fonts/Inter-BoldItalic.woff2", "\0bold"),
            ("icon.png", "\0icon"),
            // In the folder of pages, too, a file is found.
            ("content/card.png", "\0card"),
        ],
    );
    fine(&project);
    let html = project.output("index.html");
    for part in [
        "<img class=\"on-light\" src=\"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 120 32'%3E",
        "<img class=\"on-dark\" src=\"assets/brand/brand/dark.",
        "alt=\"\" width=\"120\" height=\"32\"><span>Handbook</span></a>",
        "<meta property=\"og:image\" content=\"https://example.com/hb/assets/brand/content/card.",
        "<meta name=\"theme-color\" content=\"#0b6e4f\" media=\"(prefers-color-scheme: light)\">",
        "type=\"image/png\"",
        "© Example · <a href=\"https://example.com/i?a=1&amp;b=2\">Imprint</a></p></footer>",
    ] {
        assert!(html.contains(part), "{part}\n{html}");
    }
    assert!(!html.contains("favicon.svg"), "{html}");
    let sheet = project.output(&published(&project, "assets/docent.", ".css"));
    let inter = published(&project, "assets/brand/fonts/Inter.", ".woff2");
    let bold = published(&project, "assets/brand/fonts/Inter-BoldItalic.", ".woff2");
    for part in [
        "--accent: light-dark(#0b6e4f, #",
        &format!("url(\"{}\") format(\"woff2\"); font-weight: 100 900;", inter.strip_prefix("assets/").unwrap()),
        &format!(
            "url(\"{}\") format(\"woff2\"); font-weight: 700; font-style: italic",
            bold.strip_prefix("assets/").unwrap()
        ),
        "--sans: brand,",
        "url('brand/brand/img/wave%20%C3%A9.",
        "url(data:,)",
    ] {
        assert!(sheet.contains(part), "{part}\n{sheet}");
    }
}

#[test]
fn a_logo_may_say_the_title_and_a_footer_speaks_each_language() {
    let config = "languages: {en: {name: English}, ru: {name: Русский}}\nbrand: {logo: l.svg, logo_only: true, footer: {en: Hello, ru: Привет}}\n";
    let project =
        project(config, &[("l.svg", LOGO), ("content/en/index.md", "# A\n"), ("content/ru/index.md", "# Б\n")]);
    #[allow(clippy::disallowed_methods, reason = "tests have a disk")]
    std::fs::remove_file(project.root().join("content/index.md")).unwrap();
    fine(&project);
    let (en, ru) = (project.output("en/index.html"), project.output("ru/index.html"));
    assert!(en.contains("alt=\"Handbook\" width=\"120\" height=\"32\"></a>"), "{en}");
    assert!(en.contains("<p>Hello</p></footer>") && ru.contains("<p>Привет</p></footer>"), "{ru}");
}

#[test]
fn a_site_without_a_brand_has_none_of_it() {
    let project = project("", &[]);
    fine(&project);
    let html = project.output("index.html");
    for part in ["<img", "<footer class=\"site-foot", "theme-color", "og:image"] {
        assert!(!html.contains(part), "{part}");
    }
}

/// Fonts and pictures of a theme had names without hashes in its style sheets, and answered 404.
#[test]
fn style_sheets_of_a_theme_lead_to_published_names() {
    let files = [
        ("themes/ours/assets/ours.css", "@import \"deep/b.css\"; a { src: url(fonts/a.woff2) }"),
        ("themes/ours/assets/deep/b.css", "b { background: url(../img/b.svg#x) url(../../photos/p.png) }"),
        ("themes/ours/assets/fonts/a.woff2", "\0font"),
        ("themes/ours/assets/img/b.svg", LOGO),
        ("content/photos/p.png", "\0photo"),
        ("content/index.md", "# A\n\n![p](photos/p.png)\n"),
    ];
    let project = project("theme: ours\n", &files);
    fine(&project);
    let inside = |start: &str, end: &str| published(&project, start, end).strip_prefix("assets/").unwrap().to_owned();
    let (sheet, imported) = (published(&project, "assets/ours.", ".css"), inside("assets/deep/b.", ".css"));
    let (font, picture) = (inside("assets/fonts/a.", ".woff2"), inside("assets/img/b.", ".svg"));
    assert_eq!(project.output(&sheet), format!("@import \"{imported}\"; a {{ src: url({font}) }}"));
    let deep = project.output(&format!("assets/{imported}"));
    assert_eq!(deep, format!("b {{ background: url(../{picture}#x) url(../../photos/p.png) }}"));
}

/// What is wrong is told at its place, with what to do.
#[test]
fn what_is_wrong_is_told() {
    let mut told = String::new();
    for (config, files) in [
        ("brand: {logo: logo.svg, font: [a.woff2]}\n", vec![]),
        ("brand: {accent: \"#fc0\"}\n", vec![]),
        ("brand: {accent: \"#0b6e4f\", accent_dark: \"#333333\"}\n", vec![]),
        ("brand: {accent: green}\n", vec![]),
        ("brand: {logo: ../logo.svg}\n", vec![]),
        ("brand: {acent: \"#0b6e4f\"}\n", vec![]),
        ("brand: {logo_only: yes please, footer: [a], font: {a: b}}\n", vec![]),
        ("brand: {footer: {de: Hallo}}\n", vec![]),
        ("brand: {css: brand/b.css}\n", vec![("brand/b.css", "a {}\nb { c: url(none.png) }\n")]),
        ("theme: ours\n", vec![("themes/ours/assets/o.css", "a { b: url(x.woff2) url(../y.png) }\n")]),
    ] {
        let run = project(config, &files).run(&["build"]);
        let lines = run.stderr.lines().filter(|line| !line.starts_with("error: nothing"));
        let _ = writeln!(told, "### {config}exit {:?}\n{}\n", run.code, lines.collect::<Vec<_>>().join("\n"));
    }
    insta::assert_snapshot!(told);
}

/// The files of a brand are followed as all others are.
#[test]
fn an_edit_of_a_logo_is_another_logo() {
    let project = project("brand: {logo: logo.svg}\n", &[("logo.svg", LOGO)]);
    fine(&project);
    let before = published(&project, "assets/brand/logo.", ".svg");
    project.write("logo.svg", LOGO.replace("120", "60"));
    fine(&project);
    assert_ne!(published(&project, "assets/brand/logo.", ".svg"), before);
    assert!(project.output("index.html").contains("width=\"60\""));
}

#[test]
fn a_file_of_the_theme_is_ejected_once() {
    let project = project("", &[]);
    let run = project.run(&["theme", "eject", "types/role.html", "page.html"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(
        project.root().join("templates/types/role.html").is_file()
            && project.root().join("templates/page.html").is_file()
    );
    fine(&project);
    let listed = project.run(&["theme", "eject"]).stdout;
    for name in ["base.html", "docent.css", "i18n/ru.yaml", "types/role.yaml"] {
        assert!(listed.lines().any(|line| line == name), "{name}: {listed}");
    }
    let mut told = String::new();
    for names in [&["page.html"][..], &["pge.html"], &["docent.css"], &["../../etc/passwd"]] {
        let run = project.run(&[&["theme", "eject"], names].concat());
        let _ = writeln!(told, "{:?} {}", run.code, run.stderr.replace(&*project.root().to_string_lossy(), "…").trim());
    }
    insta::assert_snapshot!(told);
    project.write("docent.yaml", "title: T\ntheme: ours\ngit_dates: false\n");
    assert_eq!(project.run(&["theme", "eject", "docent.css"]).code, Some(0));
    fine(&project);
}
