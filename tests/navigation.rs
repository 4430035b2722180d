//! Navigation, order and titles: each file of `tests/navigation/` is a small site, its snapshot what a reader sees around
//! the texts of the pages that it marks, and what is wrong. Lines `=== PATH` begin a file of the site; `=== PATH *` shows
//! the page of the output that has the path.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests may panic, and tests have a disk")]

mod common;

use common::site::{Built, built};
use docent::config::FILE;
use docent::diagnostic::{Colours, human};
use docent::pipeline::Memo;
use docent::source::Sources;

const CONFIG: &str = "title: Site\nsearch: {enabled: false}\nmarkdown: {heading_links: false}\n";

/// The site of a case, the output paths that it wants to see, and whom it is built for.
fn read(case: &str) -> (Sources, Vec<String>, Option<String>) {
    let (mut sources, mut shown, mut audience) = (Sources::default(), Vec::new(), None);
    sources.insert_text(FILE, CONFIG);
    for part in case.split("=== ").skip(1) {
        let (head, text) = part.split_once('\n').unwrap();
        if let Some(name) = head.strip_prefix("for ") {
            audience = Some(name.to_owned());
        } else if let Some(page) = head.strip_suffix(" *") {
            shown.push(page.to_owned());
        } else {
            let config = if head == FILE { CONFIG } else { "" };
            sources.insert_text(head, &format!("{config}{}", text.trim_start_matches('\n')));
        }
    }
    (sources, shown, audience)
}

fn between<'h>(html: &'h str, start: &str, end: &str) -> Option<&'h str> {
    let rest = &html[html.find(start)? + start.len()..];
    Some(&rest[..rest.find(end)?])
}

/// Lists of links as lines: `-` for an entry, `>` for one that is open, `*` for the page itself.
fn outline(html: &str) -> String {
    let (mut out, mut depth, mut rest) = (String::new(), 0_usize, html);
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        let tag = &rest[..rest.find('>').unwrap() + 1];
        rest = &rest[tag.len()..];
        let end = if tag.starts_with("<a ") { "</a>" } else { "<" };
        let text = rest[..rest.find(end).unwrap_or(rest.len())].trim();
        let url = between(tag, "href=\"", "\"").unwrap_or_default();
        let mark = match tag {
            _ if tag.starts_with("<ul") => {
                depth += 1;
                continue;
            }
            _ if tag.starts_with("</ul") => {
                depth = depth.saturating_sub(1);
                continue;
            }
            "<hr>" => "---",
            _ if tag.contains("aria-current") => "*",
            _ if tag.contains("external") => "@",
            _ if tag.contains("class=\"open\"") => ">",
            _ if tag.contains("class=\"shut\"") => "+",
            _ if tag.starts_with("<a ") => "-",
            _ if tag.starts_with("<span") => "#",
            _ => continue,
        };
        out += &format!("{}{mark} {text} {url}\n", "  ".repeat(depth));
    }
    out.lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

/// The links in a part of a page, in one line.
fn links(html: &str, start: &str, end: &str) -> String {
    let part = between(html, start, end).unwrap_or_default();
    outline(part)
        .lines()
        .map(|line| line.trim().trim_start_matches(['-', ' ']).to_owned())
        .collect::<Vec<_>>()
        .join(" | ")
}

fn page(site: &Built, path: &str) -> String {
    let html = String::from_utf8_lossy(&site.files[path]).into_owned();
    let mut out = format!("=== {path}\n");
    let title = between(&html, "<title>", "</title>").unwrap();
    let heading = between(&html, "<h1 id=\"d-title\"", "</h1>").and_then(|rest| rest.split_once('>')).unwrap().1;
    out += &format!("title: {title}\nheading: {heading}\n");
    let parts = [
        ("crumbs", links(&html, "class=\"crumbs\"", "</nav>")),
        ("contents", links(&html, "class=\"toc\"", "</details>")),
        ("cards", links(&html, "class=\"cards\"", "</section>")),
        ("turn", links(&html, "class=\"turn\"", "</nav>")),
    ];
    for (name, links) in parts.iter().filter(|(_, links)| !links.is_empty()) {
        out += &format!("{name}: {links}\n");
    }
    for summary in html.split("<li class=\"card\">").skip(1).filter_map(|card| between(card, "<p>", "</p>")) {
        out += &format!("summary: {summary}\n");
    }
    let prose = between(&html, "<div class=\"prose\">\n", "\n</div>").unwrap_or_default();
    if !prose.is_empty() {
        out += &format!("text: {}\n", prose.trim());
    }
    let nav = between(&html, "class=\"nav\"", "</nav>").unwrap_or_default();
    out + &outline(nav) + "\n"
}

#[test]
fn sites() {
    insta::glob!("navigation/*.txt", |path| {
        let (sources, shown, audience) = read(&std::fs::read_to_string(path).unwrap());
        let site = built(&sources, &mut Memo::forgetting(), |config| config.audience.clone_from(&audience));
        let mut out: String = site.diagnostics.iter().map(|d| human(d, Colours::OFF) + "\n").collect();
        shown.iter().for_each(|path| out += &page(&site, path));
        insta::with_settings!({snapshot_path => "navigation", prepend_module_to_snapshot => false,
            snapshot_suffix => "", omit_expression => true}, {
            insta::assert_snapshot!(path.file_stem().unwrap().to_str().unwrap(), out);
        });
    });
}

/// A folder of many pages shows the part around the page, and how many there are before and after.
#[test]
fn many() {
    let mut sources = Sources::default();
    sources.insert_text(FILE, CONFIG);
    for number in 1..=130 {
        sources.insert_text(&format!("content/many/{number:03}.md"), &format!("# Page {number}\n"));
    }
    let site = built(&sources, &mut Memo::forgetting(), |_| {});
    let nav =
        |path: &str| outline(between(&String::from_utf8_lossy(&site.files[path]), "class=\"nav\"", "</nav>").unwrap());
    for (path, earlier, later) in [("many/001.html", 0, 70), ("many/070.html", 60, 10), ("many/130.html", 70, 0)] {
        let shown = nav(path);
        let told = |word: &str| shown.lines().find(|line| line.contains(word)).map(str::trim).map(str::to_owned);
        let entry = |n: i32, word: &str| (n > 0).then(|| format!("- {n} {word} index.html"));
        assert_eq!((told("earlier"), told("later")), (entry(earlier, "earlier"), entry(later, "later")), "{path}");
        assert_eq!(shown.lines().filter(|line| line.contains("Page ")).count(), 60, "{path}");
        assert!(shown.contains("* Page "), "{path}");
    }
}
