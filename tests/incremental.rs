//! Incremental is cold: after any series of edits, a build that remembers gives byte for byte what one that does not
//! remembers gives; and it does no more work than the edits ask for.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "tests may panic, and tests have a disk"
)]

mod common;

use common::cases;
use common::edits::assert_each_changes;
use common::site::edit::{any_edit, kinds};
use common::site::{Model, follow, render, render_held};
use docent::memo::Table;
use docent::pipeline::Memo;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};

/// In two threads: a site of a few pages does not keep two cores busy.
#[test]
fn after_any_series_of_edits_a_build_that_remembers_is_a_cold_one() {
    let all = cases(400, 2_000);
    std::thread::scope(|scope| {
        scope.spawn(|| series_of_edits(all / 2));
        series_of_edits(all - all / 2);
    });
}

fn series_of_edits(cases: u32) {
    // The cold side remembers compiled templates only (keyed by their content): compiling them 2,000 times would test
    // nothing but patience.
    let mut cold = Memo::forgetting();
    cold.themes = Table::keeping().into();
    let cold = std::cell::RefCell::new(cold);
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    // A site that has something of many kinds, for anybody; then what is built after each edit is compared.
    let series = (prop::collection::vec(any_edit(), 0..20), any::<u8>(), prop::collection::vec(any_edit(), 1..7));
    let result = runner.run(&series, |(before, number, edits)| {
        let mut memo = Memo::keeping();
        let audience = [None, Some("internal"), Some("client")][usize::from(number % 3)];
        // Every twentieth series is searched too.
        let mut model = Model { search: number % 20 == 19, ..Model::default() };
        before.iter().for_each(|edit| model.edit(edit));
        model.audience = audience;
        let mut held = model.sources();
        render_held(&model, &held, &mut memo);
        for edit in edits {
            model.edit(&edit);
            follow(&mut held, &model.sources());
            let warm = render_held(&model, &held, &mut memo);
            let fresh = render(&model, &mut cold.borrow_mut());
            prop_assert_eq!(&warm.diagnostics, &fresh.diagnostics);
            prop_assert_eq!(warm.files.keys().collect::<Vec<_>>(), fresh.files.keys().collect::<Vec<_>>());
            for (path, bytes) in &warm.files {
                prop_assert!(bytes == &fresh.files[path], "{path} differs after {edit:?}");
            }
        }
        Ok(())
    });
    result.unwrap();
}

#[test]
fn every_kind_of_edit_changes_a_build() {
    let memo = std::cell::RefCell::new(Memo::forgetting());
    memo.borrow_mut().themes = Table::keeping().into();
    let tries = std::cell::Cell::new(0);
    assert_each_changes(kinds(), |runner, edit| {
        // What only the search shows is seen in every fourth try.
        let search = tries.replace(tries.get() + 1) % 4 == 3;
        let mut model = Model { search, ..Model::default() };
        let before = prop::collection::vec(any_edit(), 20).new_tree(runner).unwrap().current();
        before.iter().for_each(|edit| model.edit(edit));
        let mut edited = model.clone();
        edited.edit(edit);
        let [before, after] = [&model, &edited].map(|model| render(model, &mut memo.borrow_mut()));
        before.files != after.files || before.diagnostics != after.diagnostics
    });
}

/// Pages parsed and views rendered by one edit.
fn work(change: impl FnOnce(&mut Model)) -> (usize, usize, Vec<String>) {
    let mut memo = Memo::keeping();
    let mut model = Model::default();
    let before = render(&model, &mut memo);
    change(&mut model);
    memo.pages.made();
    memo.render.files.counts();
    let after = render(&model, &mut memo);
    let (parsed, (_, rendered)) = (memo.pages.made(), memo.render.files.counts());
    let changed = after.files.iter().filter(|(path, bytes)| before.files.get(*path) != Some(bytes));
    (parsed, rendered, changed.map(|(path, _)| path.clone()).collect())
}

#[test]
fn nothing_changed_is_no_work() {
    assert_eq!(work(|_| {}), (0, 0, vec![]));
}

#[test]
fn an_edited_body_renders_one_page() {
    // In its own language and as the fallback of the other there would be two: this page has a translation.
    let (parsed, rendered, changed) = work(|model| model.page("en/guides/start").body.push_str("\n\nMore."));
    assert_eq!((parsed, rendered), (1, 1));
    // The first one is what browsers compare with what they kept: one short file of all pages.
    assert_eq!(changed, ["en/changes/sections.js", "en/guides/start.html", "en/guides/start.md"]);
}

/// How many addresses' links are read again after an edit.
fn links_read(change: impl FnOnce(&mut Model)) -> usize {
    let mut memo = Memo::keeping();
    let mut model = Model::default();
    render(&model, &mut memo);
    memo.site.made();
    change(&mut model);
    render(&model, &mut memo);
    memo.site.made()
}

#[test]
fn an_edited_body_reads_the_links_of_one_page() {
    assert_eq!(links_read(|_| {}), 0);
    assert_eq!(links_read(|model| model.page("en/guides/start").body.push_str("\n\nMore [[later]].")), 1);
    // It is shown in Russian too, where it has no translation.
    assert_eq!(links_read(|model| model.page("en/skills/listening").body.push_str("\n\nMore.")), 2);
}

#[test]
fn an_edited_heading_reads_the_links_that_lead_to_headings_of_its_page() {
    // `later` and its Russian stand-in, and `start`, which links to a heading of it.
    assert_eq!(links_read(|model| model.page("en/guides/later").body.push_str("\n\n## More")), 3);
    assert_eq!(links_read(|model| model.page("en/guides/start").body.push_str("\n\n## More")), 1);
}

#[test]
fn an_edited_body_is_looked_through_alone() {
    let mut memo = Memo::keeping();
    let mut model = Model { glossary: 1, ..Model::default() };
    render(&model, &mut memo);
    model.page("en/guides/start").body.push_str("\n\nMore text.");
    memo.render.files.counts();
    render(&model, &mut memo);
    assert_eq!(memo.site.get().unwrap().looked_through(), 1, "looked through other pages");
    assert_eq!(
        memo.render.files.counts().1,
        1 + 1,
        "rendered more than the page and the list of terms, whose uses it joins"
    );
}

#[test]
fn an_edited_definition_renders_the_pages_that_show_it_and_looks_through_none() {
    let mut memo = Memo::keeping();
    let mut model = Model { glossary: 1, ..Model::default() };
    let before = render(&model, &mut memo);
    model.glossary = 3;
    memo.render.files.counts();
    let after = render(&model, &mut memo);
    let changed = after.files.iter().filter(|(path, bytes)| before.files.get(*path) != Some(bytes));
    assert_eq!((memo.site.get().unwrap().looked_through(), memo.render.files.counts().1), (0, changed.count()));
}

#[test]
fn an_edited_body_renders_the_pages_that_show_it() {
    let embedding = |model: &mut Model| {
        model.page("en/guides/later").body = "![[roles/manager]]".into();
        model.page("en/skills/listening").body = "![[guides/later]]".into();
        model.page("en/roles/deep/one").body = "See [[roles/manager]].".into();
    };
    let mut memo = Memo::keeping();
    let mut model = Model::default();
    embedding(&mut model);
    let before = render(&model, &mut memo);
    memo.render.files.counts();
    model.page("en/roles/manager").body.push_str("\n\nMore.");
    let after = render(&model, &mut memo);
    let changed: Vec<&String> = after.files.iter().filter(|(p, b)| before.files[*p] != **b).map(|(p, _)| p).collect();
    // The stand-ins of the two in Russian show the Russian page, which is another file.
    let marks = "en/changes/sections.js";
    let expected =
        [marks, "en/guides/later.html", "en/roles/manager.html", "en/roles/manager.md", "en/skills/listening.html"];
    assert_eq!(changed, expected);
    assert_eq!(memo.render.files.counts().1, 3);
}

#[test]
fn an_edited_original_renders_its_translation_only_if_the_notice_changes() {
    let edit = |model: &mut Model, text: &str| model.page("ru/guides/start").body.push_str(text);
    // Nobody has stamped the translation: the original alone.
    let (parsed, rendered, _) = work(|model| edit(model, "\n\nЕщё."));
    assert_eq!((parsed, rendered), (1, 1));
    let mut memo = Memo::keeping();
    let mut model = Model::default();
    edit(&mut model, "\n\n## Часть\n\nТекст.");
    model.stamp("en/guides/start");
    render(&model, &mut memo);
    let mut rendered = |model: &Model| {
        memo.render.files.counts();
        render(model, &mut memo);
        memo.render.files.counts().1
    };
    edit(&mut model, " И ещё.");
    assert_eq!(rendered(&model), 2, "the original, and the translation that is behind now");
    edit(&mut model, " И опять.");
    assert_eq!(rendered(&model), 1, "the same section is newer: the notice is the same");
}

#[test]
fn an_edited_title_renders_only_the_pages_that_show_it() {
    let (parsed, rendered, changed) = work(|model| model.page("en/guides/start").title = "Another name".into());
    let html = changed.iter().filter(|path| path.ends_with(".html")).count();
    assert_eq!(parsed, 1);
    assert_eq!(rendered, html, "rendered what did not change: {changed:?}");
    assert!(html > 1 && !changed.iter().any(|path| path.starts_with("ru/")), "{changed:?}");
}

#[test]
fn the_next_day_renders_the_pages_whose_words_change() {
    let reviewed = |model: &mut Model| {
        model.page("en/guides/start").keys.insert("last_reviewed_on", "2026-02-12".into());
        model.page("en/guides/later").keys.insert("last_reviewed_on", "2026-04-12".into());
    };
    let mut memo = Memo::keeping();
    let mut model = Model { today: 3, ..Model::default() };
    reviewed(&mut model);
    let before = render(&model, &mut memo);
    memo.pages.made();
    memo.render.files.counts();
    // A month later the first is due.
    model.today = 4;
    let after = render(&model, &mut memo);
    let changed: Vec<_> = after.files.iter().filter(|(path, bytes)| before.files.get(*path) != Some(bytes)).collect();
    assert_eq!(
        changed.iter().map(|(path, _)| path.as_str()).collect::<Vec<_>>(),
        ["en/guides/index.html", "en/guides/start.html"]
    );
    assert_eq!((memo.pages.made(), memo.render.files.counts().1), (0, 2));
}

#[test]
fn a_new_page_renders_its_neighbours() {
    let (parsed, rendered, changed) = work(|model| model.add("en/roles/new-role"));
    let html = changed.iter().filter(|path| path.ends_with(".html")).count();
    assert_eq!((parsed, rendered), (1, html));
}

#[test]
fn an_edited_template_renders_everything_and_parses_nothing() {
    let html = render(&Model::default(), &mut Memo::forgetting()).files.into_keys().filter(|p| p.ends_with(".html"));
    let (parsed, rendered, changed) = work(|model| model.template = 1);
    assert_eq!((parsed, rendered), (0, html.count()));
    assert!(changed.iter().all(|path| path.ends_with("index.html")), "only sections look different: {changed:?}");
}

#[test]
fn an_edited_body_is_read_once_for_the_search() {
    let mut memo = Memo::keeping();
    let mut model = Model { search: true, ..Model::default() };
    let before = render(&model, &mut memo);
    model.page("en/guides/start").body.push_str("\n\nUnheard.");
    memo.render.search.fragments.counts();
    memo.render.search.runs.counts();
    let after = render(&model, &mut memo);
    assert_eq!((memo.render.search.fragments.counts().1, memo.render.search.runs.counts().1), (1, 1));
    let fresh = |path: &&String| path.starts_with("search/f") && !before.files.contains_key(*path);
    assert_eq!(after.files.keys().filter(fresh).count(), 1, "one page's fragment is new");
}

#[test]
fn a_build_that_nobody_searches_forgets_nothing() {
    let mut memo = Memo::keeping();
    let mut model = Model { search: true, ..Model::default() };
    render(&model, &mut memo);
    model.search = false;
    render(&model, &mut memo);
    render(&model, &mut memo);
    model.search = true;
    memo.render.search.runs.counts();
    render(&model, &mut memo);
    assert_eq!(memo.render.search.runs.counts().1, 0);
}
