//! What a page that is in no list, and one that is kept out of the search, does to the rest of a site: nothing. Random
//! sites are built with and without such a page, which nobody links to.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests may panic, and tests have a disk")]

mod common;
#[path = "common/leaks/mod.rs"]
mod leaks;

use common::cases;
use common::edits::any_of;
use common::site::{Built, built};
use docent::date::Date;
use docent::pipeline::Memo;
use leaks::edit::{Edit, kinds as kinds_of_edits};
use leaks::write::{Copy, sources};
use leaks::{Kind, Page, Site, What, canary};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::cell::RefCell;

/// A name that no page of the generator has.
const NAME: u8 = 20;

fn build(site: &Site, memo: &mut Memo) -> Built {
    built(&sources(site, Copy::Whole), memo, |config| {
        config.audience = site.audience.map(str::to_owned);
        config.today = Date::parse("2026-06-25");
    })
}

/// A page with something in every place that a list could show, in a folder that others are in too.
fn page(lang: u8, kind: Kind) -> Page {
    let some = |day| Some(day);
    let mut page = Page {
        lang: usize::from(lang % 2),
        folder: 1,
        name: Some(NAME),
        kind,
        tags: 2,
        alias: true,
        redirect: true,
        description: true,
        questions: true,
        date: some(7),
        updated: some(140),
        owner: true,
        extra: true,
        order: some(0),
        ..Page::default()
    };
    for what in
        [What::Text, What::Heading { own_id: true, no_search: false }, What::Code, What::BlockId, What::Mention(0)]
    {
        page.add(0, what);
    }
    page
}

fn kinds() -> impl Strategy<Value = Kind> {
    // A list to tick makes a page of the reader's progress.
    prop::sample::select(
        &[Kind::Plain, Kind::Role, Kind::Skill, Kind::Comparison, Kind::Concept, Kind::Faq, Kind::Guide][..],
    )
}

fn check(change: fn(&mut Page), compare: fn(&Built, &Built, &str) -> Result<(), TestCaseError>, search: bool) {
    let cases = cases(25, 500);
    let memo = RefCell::new(Memo::forgetting());
    memo.borrow_mut().themes = docent::memo::Table::keeping().into();
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let edits = prop::collection::vec(any_of(kinds_of_edits()), 0..25);
    let result = runner.run(&(edits, any::<u8>(), kinds()), |(edits, lang, kind): (Vec<Edit>, u8, Kind)| {
        let mut without = Site::default();
        edits.iter().for_each(|edit| without.edit(edit));
        // Everybody sees it, whatever its section says.
        (without.search, without.audience) = (search, None);
        let mut with = without.clone();
        let mut own = page(lang, kind);
        change(&mut own);
        with.pages.push(own);
        let mut memo = memo.borrow_mut();
        let (with, without) = (build(&with, &mut memo), build(&without, &mut memo));
        compare(&with, &without, &kind_of(kind))
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}

fn kind_of(kind: Kind) -> String {
    format!("{kind:?}")
}

#[test]
fn an_unlisted_page_changes_no_other_file() {
    check(
        |page| page.unlisted = true,
        |with, without, kind| {
            let own = canary(leaks::hidden::STEMS, usize::from(NAME), 0);
            for (path, bytes) in &with.files {
                let Some(before) = without.files.get(path) else {
                    prop_assert!(path.contains(&own) || path.contains("old/"), "{path} is there for a {kind}");
                    continue;
                };
                prop_assert!(before == bytes, "{path} differs for a {kind}:\n{}", difference(bytes, before));
            }
            prop_assert!(with.files.keys().any(|path| path.contains(&own)), "the page is not published");
            Ok(())
        },
        true,
    );
}

#[test]
fn a_page_that_is_kept_out_of_the_search_changes_no_file_of_the_search() {
    check(
        |page| page.no_search = true,
        |with, without, kind| {
            let search = |built: &Built| {
                let files = built.files.iter().filter(|(path, _)| path.starts_with("search/"));
                files.map(|(path, bytes)| (path.clone(), bytes.clone())).collect::<Vec<_>>()
            };
            // The list for readers without a script is a search too.
            let own = canary(leaks::hidden::STEMS, usize::from(NAME), 0);
            for (path, bytes) in with.files.iter().filter(|(path, _)| path.ends_with("search.html")) {
                let html = String::from_utf8_lossy(bytes);
                let listed = html.split_once("<main").map_or(&*html, |(_, main)| main).contains(&own);
                prop_assert!(!listed, "{path} lists it for a {kind}");
            }
            let (with, without) = (search(with), search(without));
            let names = |files: &[(String, Vec<u8>)]| files.iter().map(|(path, _)| path.clone()).collect::<Vec<_>>();
            prop_assert!(!with.is_empty());
            prop_assert_eq!(names(&with), names(&without), "for a {}", kind);
            prop_assert!(with == without, "for a {kind}");
            Ok(())
        },
        true,
    );
}

fn difference(one: &[u8], other: &[u8]) -> String {
    let (one, other) = (String::from_utf8_lossy(one), String::from_utf8_lossy(other));
    let line = one.lines().zip(other.lines()).find(|(a, b)| a != b);
    line.map_or("one is longer".to_owned(), |(a, b)| format!("with:    {a}\nwithout: {b}"))
}
