//! Any text through both readings: they agree, nothing panics, no script comes out.
//!
//! In: a byte that chooses the options, and a text. Checked: ids are unique; the second reading finds as many headings
//! and links as the first; the HTML, read by a parser, has no `<script>`, no event handler, no inline style and no
//! script URL.
#![no_main]

use docent::config::{Markdown, RawHtml};
use docent::markdown::link::{Resolved, State};
use docent::markdown::{self, Html, HtmlInput, Scan, Words};
use docent::url::{Scheme, Slugs, scheme};
use html5gum::{Token, Tokenizer};
use libfuzzer_sys::fuzz_target;
use std::collections::BTreeSet;

fuzz_target!(|input: (u8, &str)| {
    let (choice, text) = input;
    if markdown::too_deep(text).is_some() {
        return;
    }
    let raw_html =
        [RawHtml::Safe, RawHtml::Escape, RawHtml::Allow, RawHtml::Safe][usize::from((choice & 1) | (choice >> 3 & 2))];
    let allow = raw_html == RawHtml::Allow;
    let options = Markdown { raw_html, highlight: choice & 2 == 2, ..Markdown::default() };
    let scan = markdown::scan(text, Slugs::Ascii, &options);
    let html = render(text, &scan, ["en", "ru"][usize::from(choice >> 2 & 1)], &options);
    agree(&scan, &html, allow);
    harmless(&html.body, allow);
    harmless(html.title.as_deref().unwrap_or_default(), allow);
});

/// Links alternate between the states that a site gives them.
fn render(text: &str, scan: &Scan, lang: &str, options: &Markdown) -> Html {
    let link = |i: usize| {
        let state = [State::Inside, State::Broken, State::External, State::Text][i % 4];
        Resolved { title: (i % 3 == 0).then(|| "T".to_owned()), ..Resolved::new(state, "page.html#a") }
    };
    let links: Vec<Resolved> = (0..scan.links.len()).map(link).collect();
    let ids: Vec<&str> = scan.headings.iter().map(|h| h.id.as_str()).collect();
    let words = Words { link_to_section: "to {name}".into(), footnote: "note {name}".into(), ..Words::default() };
    markdown::html(
        text,
        HtmlInput {
            lang,
            title: scan.title_range.as_ref().map(|range| range.start),
            ids: &ids,
            links: &links,
            blocks: &[],
            embeds: &[],
            terms: &[],
            words: &words,
            views: Default::default(),
            first_line: None,
        },
        options,
    )
}

fn agree(scan: &Scan, html: &Html, allow: bool) {
    let ids: BTreeSet<&str> = scan.headings.iter().map(|h| h.id.as_str()).collect();
    assert_eq!(ids.len(), scan.headings.len(), "two headings have one id");
    assert!(ids.iter().all(|id| !id.is_empty()), "a heading has no id");
    // HTML that the author wrote may hold headings and links of its own; a text cut short has fewer.
    if allow || html.too_long || !html.problems.is_empty() {
        return;
    }
    assert_eq!(html.headings, scan.headings.len(), "headings");
    assert_eq!(html.links, scan.links.len(), "links");
}

fn harmless(html: &str, allow: bool) {
    for Ok(token) in Tokenizer::new(html) {
        let Token::StartTag(tag) = token else { continue };
        assert!(allow || *tag.name != *b"script", "a script");
        for (name, value) in &tag.attributes {
            let name = String::from_utf8_lossy(name);
            assert!(!name.starts_with("on"), "an event handler: {name}");
            assert!(allow || name != "style", "an inline style");
            let url = ["href", "src"].contains(&name.as_ref());
            let image = allow && value.starts_with(b"data:image/");
            assert!(!url || image || scheme(&String::from_utf8_lossy(value)) != Scheme::Script, "a script URL");
        }
    }
}
