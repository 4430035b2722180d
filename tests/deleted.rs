//! A site for somebody is the site of other sources: those from which an author has deleted by hand what is not for them.
//! Random sites with everything that a site can have are built from both, and every byte is compared; then again after
//! each of a few edits, with a memo on one side and a cold build on the other.
//!
//! `DOCENT_TEST_FULL=1` takes 2,000 sites, `DOCENT_TEST_CASES` any other number; with `DOCENT_TEST_EACH=1` each of them gets
//! one edit of every kind, in any order.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests may panic, and tests have a disk")]

mod common;
#[path = "common/leaks/mod.rs"]
mod leaks;

use common::cases;
use common::edits::{any_of, assert_each_changes};
use common::site::{Built, built, follow};
use docent::config::print::Print;
use docent::date::Date;
use docent::diagnostic::Severity;
use docent::memo::Table;
use docent::pipeline::Memo;
use docent::source::{Content, Sources};
use leaks::edit::{Edit, kinds};
use leaks::hidden::Eyes;
use leaks::write::{Copy, sources};
use leaks::{Form, Kind, Link, Site, What};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// A site is a plain one after these edits; then it is built after each of those: a few, or one of each kind.
fn series() -> BoxedStrategy<(Vec<Edit>, Vec<Edit>)> {
    let before = prop::collection::vec(any_of(kinds()), 0..40);
    match std::env::var_os("DOCENT_TEST_EACH") {
        Some(_) => {
            let each: Vec<_> = kinds().into_iter().map(|kind| kind.strategy).collect();
            (before, each.prop_shuffle()).boxed()
        }
        None => (before, prop::collection::vec(any_of(kinds()), 0..5)).boxed(),
    }
}

/// A memo that forgets all but compiled templates: to compile them each time would test nothing but patience.
fn forgetful() -> Memo {
    let mut memo = Memo::forgetting();
    memo.themes = Table::keeping().into();
    memo
}

fn build(site: &Site, sources: &Sources, memo: &mut Memo) -> Built {
    built(sources, memo, |config| {
        config.audience = site.audience.map(str::to_owned);
        config.today = Date::parse(&format!("2026-{:02}-25", site.month % 12 + 1));
        // Every third site is printed too.
        if site.month.is_multiple_of(3) {
            config.print = vec![Print::Paths, Print::Sections, Print::All];
        }
    })
}

/// Two builds that must be one, and what is wrong with them.
struct Pair<'a> {
    site: &'a Site,
    whole: &'a Built,
    deleted: &'a Built,
}

impl Pair<'_> {
    fn fault(&self) -> Option<String> {
        self.refused().or_else(|| self.names()).or_else(|| self.bytes()).or_else(|| self.canaries())
    }

    /// All that is generated can be published.
    fn refused(&self) -> Option<String> {
        let both = [("with everything", self.whole), ("with what is hidden deleted", self.deleted)];
        let errors = both.iter().flat_map(|(which, built)| built.diagnostics.iter().map(move |d| (which, d)));
        let (which, error) = errors.into_iter().find(|(_, d)| d.severity == Severity::Error)?;
        let place = error.place.as_ref().map_or(0, |place| place.line);
        Some(format!("refused, {which}: {}:{place}: {} [{}]", error.file, error.message, error.code))
    }

    fn names(&self) -> Option<String> {
        let names = |built: &Built| built.files.keys().cloned().collect::<BTreeSet<_>>();
        let (whole, deleted) = (names(self.whole), names(self.deleted));
        let only =
            |one: &BTreeSet<String>, other: &BTreeSet<String>| one.difference(other).cloned().collect::<Vec<_>>();
        let (more, fewer) = (only(&whole, &deleted), only(&deleted, &whole));
        (!more.is_empty() || !fewer.is_empty()).then(|| format!("files too many: {more:?}, missing: {fewer:?}"))
    }

    fn bytes(&self) -> Option<String> {
        let (path, bytes) = self.whole.files.iter().find(|(path, bytes)| self.deleted.files[*path] != **bytes)?;
        Some(format!("{path} differs:\n{}", difference(bytes, &self.deleted.files[path])))
    }

    /// What is hidden is in no file, and what a page says openly is on it.
    fn canaries(&self) -> Option<String> {
        let eyes = Eyes::new(self.site);
        let seen = seen(self.whole);
        let hidden = seen.iter().find(|word| leaks::read_canary(word).is_some_and(|place| !eyes.may_see(place)));
        if let Some(word) = hidden {
            let holds = |(_, bytes): &(&String, &Vec<u8>)| String::from_utf8_lossy(bytes).to_lowercase().contains(word);
            let file = self.whole.files.iter().find(holds).map_or("a packed file", |(path, _)| path);
            return Some(format!("{word} is hidden, and in {file}"));
        }
        let written = words(&self.site_text());
        let shown =
            |word: &&String| leaks::is_text(word) && leaks::read_canary(word).is_some_and(|place| eyes.may_see(place));
        written.iter().filter(shown).find(|word| !seen.contains(*word)).map(|word| format!("{word} is in no file"))
    }

    fn site_text(&self) -> String {
        dump(&sources(self.site, Copy::Whole))
    }
}

/// The canaries in the names and bytes of a site.
fn seen(built: &Built) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    // Base64 holds any letters, and what is in it stands beside it too.
    for (path, bytes) in built.files.iter().filter(|(path, _)| !path.starts_with("search/offline/")) {
        all.extend(words(path));
        all.extend(words(&common::seen::text(path, bytes)));
    }
    all
}

fn words(text: &str) -> BTreeSet<String> {
    let lower = text.to_lowercase();
    let found = lower.match_indices("zq").filter_map(|(at, _)| lower.get(at..at + 9));
    found.filter(|word| leaks::read_canary(word).is_some()).map(str::to_owned).collect()
}

/// The lines around the first byte that differs.
fn difference(one: &[u8], other: &[u8]) -> String {
    let same = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let part = |bytes: &[u8]| {
        let (from, to) = (same.saturating_sub(120), bytes.len().min(same + 400));
        format!("{:?}", String::from_utf8_lossy(&bytes[from.min(bytes.len())..to]))
    };
    format!("with everything:\n{}\ndeleted by hand:\n{}", part(one), part(other))
}

/// The files of a site as text, to be read by people.
fn dump(sources: &Sources) -> String {
    let text = |(path, file): (&str, &docent::source::File)| match &file.content {
        Content::Text(text) => format!("=== {path}\n{text}"),
        Content::Binary { .. } => format!("=== {path} (binary, {})\n", file.fingerprint),
    };
    let files: String = sources.files.iter().map(|(path, file)| text((path, file))).collect();
    files + &sources.dates.iter().map(|(path, day)| format!("=== last change of {path}: {day}\n")).collect::<String>()
}

/// A failure with the site that shows it.
fn told(site: &Site, after: &str, fault: &str) -> TestCaseError {
    let audience = site.audience.unwrap_or("nobody in particular");
    let (whole, deleted) = (sources(site, Copy::Whole), sources(site, Copy::Deleted));
    let other = dump(&deleted);
    let gone = |part: &&str| !other.contains(*part);
    let text = dump(&whole);
    let changed: Vec<&str> = text.split("=== ").filter(gone).collect();
    TestCaseError::fail(format!(
        "for {audience}, {after}: {fault}\n--- all files:\n{text}\n--- after deleting:\n{other}\n--- changed: {}",
        changed.iter().filter_map(|part| part.lines().next()).collect::<Vec<_>>().join(", ")
    ))
}

fn compare(site: &Site, after: &str, warm: &Built, cold: &mut Memo) -> Result<(), TestCaseError> {
    let deleted = build(site, &sources(site, Copy::Deleted), cold);
    let fault = Pair { site, whole: warm, deleted: &deleted }.fault();
    fault.map_or(Ok(()), |fault| Err(told(site, after, &fault)))
}

fn random_sites(cases: u32) {
    let cold = RefCell::new(forgetful());
    let mut runner = TestRunner::new(Config {
        cases,
        failure_persistence: None,
        max_shrink_iters: 2_000,
        max_shrink_time: 90_000,
        ..Config::default()
    });
    let result = runner.run(&series(), |(before, edits)| {
        let mut site = Site::default();
        before.iter().for_each(|edit| site.edit(edit));
        let mut memo = Memo::keeping();
        memo.themes = cold.borrow().themes.clone();
        let mut held = sources(&site, Copy::Whole);
        let warm = build(&site, &held, &mut memo);
        compare(&site, "at first", &warm, &mut cold.borrow_mut())?;
        for edit in edits {
            site.edit(&edit);
            let fresh = sources(&site, Copy::Whole);
            follow(&mut held, &fresh);
            held.dates = fresh.dates.clone();
            let warm = build(&site, &held, &mut memo);
            compare(&site, &format!("after {edit:?}"), &warm, &mut cold.borrow_mut())?;
        }
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}

#[test]
fn a_site_for_somebody_is_that_of_sources_without_what_is_hidden() {
    let all = cases(160, 2_000);
    std::thread::scope(|scope| {
        scope.spawn(|| random_sites(all / 2));
        random_sites(all - all / 2);
    });
}

#[test]
fn every_kind_of_edit_changes_a_build() {
    let cold = RefCell::new(forgetful());
    assert_each_changes(kinds(), |runner, edit| {
        let mut site = rich(runner);
        let whole = |site: &Site| dump(&sources(site, Copy::Whole)) + &format!("{:?}", site.audience);
        let mut edited = site.clone();
        edited.edit(edit);
        if whole(&site) == whole(&edited) && site.month == edited.month {
            return false;
        }
        site.search = false;
        edited.search &= matches!(edit, Edit::Search);
        let mut memo = cold.borrow_mut();
        let [before, after] = [&site, &edited].map(|site| build(site, &sources(site, Copy::Whole), &mut memo).files);
        before != after
    });
}

/// A site with something of most kinds.
fn rich(runner: &mut TestRunner) -> Site {
    let mut site = Site::default();
    let edits = prop::collection::vec(any_of(kinds()), 60..61).new_tree(runner).unwrap().current();
    edits.iter().for_each(|edit| site.edit(edit));
    site.terms = [3; 3];
    for page in 0..site.pages.len() {
        site.pages[page].add(0, What::Mention(1));
        site.pages[page].add(0, What::View(5));
        site.pages[page].kind = [Kind::Path, Kind::Role, Kind::Skill, Kind::Term][page % 4];
        let to = ((page + 1) % site.pages.len()) as u8;
        site.pages[page].fields = vec![Link { to, place: 0, form: Form::WikiTitle }];
    }
    site
}
