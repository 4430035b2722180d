//! Pages that are kept true: what each says of itself in both languages, what reports say, what a review writes, and
//! that nothing of it depends on more than the day that was given.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests may panic, and tests have a disk")]

mod common;

use common::{Project, contents};
use icalendar::{Calendar, CalendarComponent, Component};
use serde_json::Value;
use std::str::FromStr;

const TODAY: [&str; 2] = ["--today", "2026-11-25"];

/// A page in both languages for each state.
fn project() -> Project {
    let project = Project::new();
    std::fs::remove_file(project.root().join("content/index.md")).unwrap();
    project.write(
        "docent.yaml",
        "title: Test\nbase_url: https://example.com/\ngit_dates: false\nlanguages: {en: {name: English}, ru: {name: Русский}}\n\
         review_in: {default: 6 months, checklist: 3 weeks}\ndiagnostics: {orphan: ignore}\n",
    );
    for lang in ["en", "ru"] {
        let page = |name: &str, keys: &str| {
            project.write(
                format!("content/{lang}/{}{name}.md", if name == "index" { "" } else { "all/" }),
                format!("---\ntitle: The {name}\n{keys}---\n\nText.\n"),
            );
        };
        page("index", "last_reviewed_on: 2026-11-01\n");
        page("checked", "owner: Ann\nlast_reviewed_on: 2026-05-26\nreviewed_by: Bob\n");
        page("due", "owner: Ann\nlast_reviewed_on: 2026-05-25\n");
        page("weeks", "owner: Ann\ntype: checklist\nlast_reviewed_on: 2026-10-20\n");
        page("months", "owner: Ann\nlast_reviewed_on: 2026-05-12\nreview_in: 3 months\n");
        page("years", "last_reviewed_on: 2019-05-12\n");
        page("edited", "owner: Ann\nlast_reviewed_on: 2026-10-12\nreviewed_content: \"000000000000\"\n");
        page("never", "owner: Ann\n");
        page("old", "owner: Ann\nlast_reviewed_on: 2019-05-12\nstatus: deprecated\nsuperseded_by: checked\n");
    }
    project
}

/// What a page says of its state, without markup.
fn says(project: &Project, path: &str) -> String {
    let html = project.output(path);
    let between =
        |from: &str, to: &str| html.split(from).nth(1).and_then(|rest| rest.split(to).next()).unwrap_or_default();
    let plain = |html: &str| {
        let parts = html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text));
        parts.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let byline = between("<ul class=\"byline\">", "</ul>");
    let checked = byline.split("<li>").find(|item| item.contains("<time")).unwrap_or_default();
    format!(
        "{} | {}",
        plain(checked),
        plain(between("<aside class=\"notice\"", "</aside>").split_once('>').map_or("", |(_, text)| text))
    )
}

#[test]
fn every_state_has_the_right_words_in_both_languages() {
    let project = project();
    assert_eq!(project.run(&[&["build"], TODAY.as_slice()].concat()).code, Some(0));
    let expected = [
        ("checked", "Reviewed 26 May 2026 by Bob | ", "Проверено 26 мая 2026 г. (Bob) | "),
        (
            "due",
            "Reviewed 25 May 2026 | The review of this page is due. Before you rely on it, ask Ann.",
            "Проверено 25 мая 2026 г. | Страницу пора проверить. Прежде чем на неё опираться, уточните: Ann.",
        ),
        (
            "weeks",
            "Reviewed 20 October 2026 | Review was due 2 weeks ago. Before you rely on it, ask Ann.",
            "Проверено 20 октября 2026 г. | Срок проверки истёк 2 недели назад. Прежде чем на неё опираться, уточните: Ann.",
        ),
        (
            "months",
            "Reviewed 12 May 2026 | Review was due 3 months ago. Before you rely on it, ask Ann.",
            "Проверено 12 мая 2026 г. | Срок проверки истёк 3 месяца назад. Прежде чем на неё опираться, уточните: Ann.",
        ),
        (
            "years",
            "Reviewed 12 May 2019 | Review was due 7 years ago. This page has no owner. Check important details before you rely on it.",
            "Проверено 12 мая 2019 г. | Срок проверки истёк 7 лет назад. У этой страницы нет владельца. Прежде чем на неё опираться, перепроверьте главное.",
        ),
        ("edited", "Reviewed 12 October 2026, edited since | ", "Проверено 12 октября 2026 г., с тех пор менялась | "),
        ("never", " | ", " | "),
        (
            "old",
            "Reviewed 12 May 2019 | This page is no longer kept up to date. Read instead: The checked",
            "Проверено 12 мая 2019 г. | Эта страница устарела и больше не обновляется. Читайте вместо неё: The checked",
        ),
    ];
    for (name, en, ru) in expected {
        assert_eq!(says(&project, &format!("en/all/{name}.html")).replace('\u{a0}', " "), en);
        assert_eq!(says(&project, &format!("ru/all/{name}.html")).replace('\u{a0}', " "), ru);
    }
    let list = project.output("en/all/index.html");
    for (name, badge) in [("due", "Review due"), ("old", "Deprecated")] {
        assert!(list.contains(&format!("The {name}</a> <span class=\"badge\">{badge}</span>")), "{name}: {list}");
    }
    assert!(!list.contains("The checked</a> <span"));
}

#[test]
fn reports_say_what_should_be_reviewed() {
    let project = project();
    let run = |format: &str| project.run(&["report", "stale", "--format", format, "--today", "2026-11-25"]).stdout;
    let rows: Vec<Value> = serde_json::from_str(&run("json")).unwrap();
    let found: Vec<_> = rows
        .iter()
        .map(|r| {
            format!("{} {} {}", r["state"].as_str().unwrap(), r["due"].as_str().unwrap(), r["page"].as_str().unwrap())
        })
        .collect();
    let en: Vec<_> = found.iter().filter(|row| row.contains("/en/")).map(String::as_str).collect();
    assert_eq!(
        en,
        [
            "due 2019-11-12 content/en/all/years.md",
            "due 2026-08-12 content/en/all/months.md",
            "due 2026-11-10 content/en/all/weeks.md",
            "due 2026-11-25 content/en/all/due.md",
            "edited since review 2027-04-12 content/en/all/edited.md",
            "never reviewed  content/en/all/never.md",
        ]
    );
    assert_eq!(found.len(), 2 * en.len());
    assert!(run("csv").starts_with(
        "state,due,last_reviewed_on,owner,page,title\r\ndue,2019-11-12,2019-05-12,,content/en/all/years.md,The years\r\n"
    ));
    assert!(run("text").starts_with("state                due         last reviewed on  owner  page"));
}

#[test]
fn the_days_of_all_reviews_are_a_calendar() {
    let project = project();
    let long = "A very long title; with, a \\ and so many words that its line has to be folded: повторять, повторять и повторять";
    project.write(
        "content/en/all/long.md",
        format!("---\ntitle: '{long}'\nowner: Ann\nlast_reviewed_on: 2026-11-01\n---\n\nText.\n"),
    );
    let text = project.run(&["report", "stale", "--format", "ics", "--today", "2026-11-25"]).stdout;
    assert!(text.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')), "{text}");
    let calendar = Calendar::from_str(&text).unwrap();
    let events: Vec<_> = calendar
        .components
        .iter()
        .map(|c| if let CalendarComponent::Event(e) = c { e } else { panic!("{c:?}") })
        .collect();
    // Two of seven, without deprecated pages and those that nobody reviewed; and the one above.
    assert_eq!(events.len(), 2 * 7 + 1);
    let found = events.iter().find(|e| e.get_summary().is_some_and(|s| s.starts_with("A very long"))).unwrap();
    assert_eq!(found.get_summary(), Some(long));
    assert_eq!(found.property_value("DTSTART"), Some("20270501"));
    assert_eq!(found.get_url(), Some("https://example.com/en/all/long.html"));
    let mut ids: Vec<_> = events.iter().map(|e| e.get_uid().unwrap()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), events.len());
    let run = project.run(&["report", "owners", "--format", "ics"]);
    assert_eq!((run.code, run.stderr.contains("report stale")), (Some(2), true), "{}", run.stderr);
}

#[test]
fn a_review_is_stamped_and_an_edit_is_seen() {
    let project = project();
    let page = "content/en/all/never.md";
    project.write(page, "---\r\n# Why\r\ntitle: The never  # as ever\r\nowner: Ann\r\n---\r\n\r\nText.\r\n");
    let review = |args: &[&str]| project.run(&[&["review", page, "--today", "2026-11-25"], args].concat());
    assert_eq!(review(&["--by", "Bob: the reader"]).code, Some(0));
    let text = std::fs::read_to_string(project.root().join(page)).unwrap();
    assert!(
        text.starts_with(
            "---\r\n# Why\r\ntitle: The never  # as ever\r\nowner: Ann\r\nlast_reviewed_on: 2026-11-25\r\n"
        ),
        "{text}"
    );
    assert!(text.ends_with("---\r\n\r\nText.\r\n"));
    let state = || {
        assert_eq!(project.run(&[&["build"], TODAY.as_slice()].concat()).code, Some(0));
        says(&project, "en/all/never.html").replace('\u{a0}', " ")
    };
    assert_eq!(state(), "Reviewed 25 November 2026 by Bob: the reader | ");
    // Other keys and line ends are no edit, words are.
    project.write(page, text.replace("\r\n", "\n").replace("owner: Ann", "owner: Eve\ntags: [x]"));
    assert_eq!(state(), "Reviewed 25 November 2026 by Bob: the reader | ");
    project.write(page, text.replace("Text.", "Another text."));
    assert_eq!(state(), "Reviewed 25 November 2026 by Bob: the reader, edited since | ");
    // Who reviews it now is asked for; and it counts again.
    let run = review(&[]);
    assert_eq!((run.code, run.stderr.contains("--by")), (Some(2), true), "{}", run.stderr);
    assert_eq!(review(&["--by", "Eve"]).code, Some(0));
    assert_eq!(state(), "Reviewed 25 November 2026 by Eve | ");
}

#[test]
fn if_one_page_cannot_be_stamped_none_is() {
    let project = project();
    let before = contents(&project.root().join("content"));
    project.write("outside.md", "---\ntitle: Outside\n---\n");
    for wrong in ["content/en/all/nothing.md", "docent.yaml", "outside.md"] {
        let run = project.run(&["review", "content/en/all/due.md", wrong]);
        assert_eq!((run.code, run.stderr.contains(wrong)), (Some(2), true), "{}", run.stderr);
    }
    assert_eq!(contents(&project.root().join("content")), before);
}

#[test]
fn what_is_said_of_reviews_is_checked() {
    let project = project();
    let told = |keys: &str| {
        project.write("content/en/all/x.md", format!("---\ntitle: X\n{keys}\n---\n\nText.\n"));
        let run = project.run(&["check", "--format", "json"]);
        run.of("content/en/all/x.md")
            .iter()
            .map(|p| format!("{}:{} {}", p["line"], p["column"], p["message"].as_str().unwrap()))
            .collect::<Vec<_>>()
            .join("; ")
    };
    assert_eq!(told("review_in: six months"), "3:12 `review_in` is the string `six months`, not a duration");
    assert_eq!(told("status: obsolete"), "3:9 `status` is the string `obsolete`, not a status");
    assert_eq!(told("superseded_by: checked"), "3:16 the page is not deprecated");
    assert_eq!(told("status: deprecated\nsuperseded_by: chekced"), "4:16 there is no page called `chekced`");
    assert_eq!(told("status: deprecated\nsuperseded_by: checked"), "");
    project.write("docent.yaml", "review_in: {default: soon}\n");
    let run = project.run(&["check"]);
    assert_eq!(
        (run.code, run.stderr.contains("must be a duration such as `6 months`")),
        (Some(2), true),
        "{}",
        run.stderr
    );
}

#[test]
fn the_same_day_gives_the_same_bytes_and_the_next_day_the_pages_whose_words_change() {
    let project = project();
    let build = |day: &str, folder: &str| {
        assert_eq!(project.run(&["build", "--today", day, "-o", folder]).code, Some(0));
        contents(&project.root().join(folder))
    };
    let today = build("2026-11-25", "one");
    assert_eq!(build("2026-11-25", "two"), today);
    let tomorrow = build("2026-11-26", "three");
    let changed: Vec<_> = today
        .iter()
        .filter(|(path, bytes)| tomorrow.get(*path) != Some(bytes))
        .map(|(path, _)| path.to_string_lossy().into_owned())
        .collect();
    // `checked` becomes due, so it and the lists that show it change. Not the pages that were due before.
    assert_eq!(
        changed,
        [".docent.json", "en/all/checked.html", "en/all/index.html", "ru/all/checked.html", "ru/all/index.html"]
    );
}
