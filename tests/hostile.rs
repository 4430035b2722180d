//! Text that wants to run a script: none of it does, whether HTML is made safe, escaped or allowed.
//!
//! In: the files of `tests/hostile/`, and texts made of pieces of such files at random. Checked: the HTML of all
//! settings has no event handler and no script URL wherever a browser could begin to read a tag; what is escaped has
//! no tag that Markdown does not make.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "tests may panic, and tests have a disk"
)]

mod support;

use docent::config::{Markdown, RawHtml};
use docent::markdown::link::{Resolved, State};
use docent::markdown::{HtmlInput, Words, html, scan};
use docent::url::Slugs;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::fs;
use support::html::{tags, threats};
use support::input;

/// Renders with links as a site resolves them (`Some`), or as written.
fn render(text: &str, raw_html: RawHtml, commonmark: bool, state: Option<State>) -> String {
    let options = Markdown { raw_html, commonmark, ..Markdown::default() };
    let scan = scan(text, Slugs::Ascii, &options);
    let ids: Vec<&str> = scan.headings.iter().map(|h| h.id.as_str()).collect();
    let link = |state| vec![Resolved::new(state, "a.html"); scan.links.len()];
    let links = state.map(link).unwrap_or_default();
    let words = Words { link_to_section: "to {name}".into(), ..Words::default() };
    let title = scan.title_range.as_ref().map(|range| range.start);
    let out = html(text, HtmlInput { title, ids: &ids, links: &links, ..input("en", &words) }, &options);
    out.title.unwrap_or_default() + "\n" + &out.body
}

/// All ways to render a text.
fn all(text: &str) -> Vec<(RawHtml, String)> {
    let mut out = Vec::new();
    for raw in [RawHtml::Safe, RawHtml::Escape, RawHtml::Allow] {
        for commonmark in [false, true] {
            for state in [None, Some(State::Inside), Some(State::Text)] {
                out.push((raw, render(text, raw, commonmark, state)));
            }
        }
    }
    out
}

/// What Markdown makes, MathML apart.
const OWN: &str = "a b blockquote br code del dd details div dl dt em h1 h2 h3 h4 h5 h6 hr img input label li mark ol p pre section span strong summary \
    sup table tbody td th thead tr ul audio figcaption figure source track video";

fn own(name: &str) -> bool {
    name.starts_with('m') && !["marquee", "meta", "main", "map", "menu"].contains(&name)
        || OWN.split_whitespace().any(|o| o == name)
}

/// What of HTML is made safe.
const SAFE: &str = "abbr aside b bdi bdo caption cite col colgroup data dfn i ins kbd mark picture q rb rp rt rtc \
    ruby s samp small strike sub tfoot time tt u var wbr";

fn faults(text: &str) -> Vec<String> {
    let check = |(raw, html): (RawHtml, String)| {
        let safe = |name: &str| raw == RawHtml::Safe && SAFE.split_whitespace().any(|known| known == name);
        let strange = tags(&html).into_iter().filter(|name| raw != RawHtml::Allow && !own(name) && !safe(name));
        let told = threats(&html).into_iter().chain(strange);
        told.map(|fault| format!("{raw:?}: {fault}\nin {html}")).collect::<Vec<_>>()
    };
    all(text).into_iter().flat_map(check).collect()
}

fn files() -> Vec<(String, String)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/hostile");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    files.iter().map(|f| (f.display().to_string(), fs::read_to_string(f).unwrap())).collect()
}

#[test]
fn no_file_makes_a_script() {
    let files = files();
    assert!(files.len() >= 20);
    let faults: Vec<String> = files
        .iter()
        .flat_map(|(file, text)| {
            // Each payload alone, and all of them together: an open one must not hide the next.
            let parts = text.split("\n\n").chain([text.as_str()]);
            parts.flat_map(faults).map(|fault| format!("{file}: {fault}")).collect::<Vec<_>>()
        })
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

/// The judge itself: HTML that would run is found.
#[test]
fn the_judge_finds_what_runs() {
    for html in [
        "<b onclick=x>",
        "<a href=' java\nscript:x'>",
        "<svg><style><img onerror=x>",
        "<p><iframe srcdoc=x>",
        "<b onclick=x",
    ] {
        assert!(!threats(html).is_empty(), "{html}");
    }
    assert!(threats("<img src='data:image/png;base64,AA'> <b title='onclick=x'> &lt;b onclick=x>").is_empty());
}

/// Pieces out of which a text is made: marks of Markdown, marks of HTML, what runs, and every word of the files.
fn pieces() -> Vec<String> {
    let marks = "< > </ /> <!-- --> <![CDATA[ ]]> <? ?> = ' \" ` ``` ~~~ [ ]( ) [[ ]] ![ ![[ | > - * _ # ## {# } $ $$ [^1] [^1]: : [ ] \\ & ; &#106; &quot; &lt; \
        on onclick= onerror=alert(1) href= src= srcdoc= style= javascript: data:text/html, <a <img <svg <math <style> </style> <textarea> </textarea> <script> \
        <div <p> <table> <title> <b <iframe <form <base <meta [!note] |---| \
        ::: :::: :::note[ :::tabs :::tab[ :::card[ ]{href= ]{#x icon= == {width= {: }";
    let mut pieces: BTreeSet<String> = marks.split_whitespace().map(str::to_owned).collect();
    pieces.extend(files().iter().flat_map(|(_, text)| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>()));
    pieces.extend(["\n", "\n\n", "\n    ", "\n> ", "\n- ", " ", "\t"].map(str::to_owned));
    pieces.into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_a_script(parts in prop::collection::vec((prop::sample::select(pieces()), prop::sample::select(vec!["", "", " ", "\n", "\n\n"])), 1..24)) {
        let text: String = parts.iter().flat_map(|(piece, gap)| [piece.as_str(), *gap]).collect();
        let faults = faults(&text);
        prop_assert!(faults.is_empty(), "{text:?}: {}", faults.join("\n"));
    }
}
