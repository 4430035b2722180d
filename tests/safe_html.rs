//! Raw HTML that is made safe: nothing runs, and what stands around it stays whole, whatever an author wrote.
//!
//! In: `tests/safe-html/payloads.txt`, texts made of pieces of HTML and Markdown at random, and all of `tests/markdown`.
//! Checked with the parser of a browser (html5ever): the output stands in its frame and ends with it, and holds nothing but
//! the elements, attributes and addresses of a list, which is kept here apart from the program's own. Besides: tags are
//! balanced as they are written, and the two readings find as many links.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "tests may panic, and tests have a disk"
)]

mod support;

use docent::config::Markdown;
use docent::markdown::link::{Resolved, State};
use docent::markdown::{HtmlInput, Words, html, scan};
use docent::url::{Scheme, Slugs, scheme};
use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use proptest::prelude::*;
use std::fs;
use std::sync::LazyLock;
use support::html::threats;
use support::{input, words};

static WORDS: LazyLock<Words> = LazyLock::new(|| words("en"));

/// The HTML of a text as a site would resolve its links, or as they are written.
fn render(text: &str, state: Option<State>) -> String {
    let options = Markdown { embeds: vec!["youtube".to_owned()], ..Markdown::default() };
    let scan = scan(text, Slugs::Ascii, &options);
    let ids: Vec<&str> = scan.headings.iter().map(|h| h.id.as_str()).collect();
    let resolved = |state| scan.links.iter().map(|link| Resolved::new(state, address(&link.target))).collect();
    let links: Vec<Resolved> = state.map(resolved).unwrap_or_default();
    let title = scan.title_range.as_ref().map(|range| range.start);
    let known = HtmlInput { title, ids: &ids, links: &links, blocks: &scan.blocks, ..input("en", &WORDS) };
    let out = html(text, known, &options);
    assert_eq!(out.links, scan.links.len(), "the two readings disagree about links: {text:?}");
    assert_eq!(out.headings, scan.headings.len(), "the two readings disagree about headings: {text:?}");
    out.title.unwrap_or_default() + "\n" + &out.body
}

/// What the gate of links leaves of an address.
fn address(written: &str) -> String {
    match scheme(written) {
        Scheme::Harmless(name) if !["http", "https", "mailto", "tel"].contains(&name.to_lowercase().as_str()) => {
            "x".into()
        }
        Scheme::Script => "x".into(),
        _ => written.to_owned(),
    }
}

const ELEMENTS: &str = "a abbr aside audio b bdi bdo blockquote br caption cite code col colgroup data dd del details dfn div dl dt em \
    figcaption figure h1 h2 h3 h4 h5 h6 hr i iframe img ins kbd li mark ol p picture pre q rb rp rt rtc ruby s samp section small \
    source span strike strong sub summary sup table tbody td tfoot th thead time tr track tt u ul var video wbr";

const ATTRIBUTES: &str = "align alt aria-hidden aria-label class colspan controls data-content data-definition data-item data-term \
    datetime decoding default dir height id kind label lang loading loop media muted nowrap open playsinline preload reversed role \
    rowspan scope sizes span srclang start title type valign value width";

const ADDRESSES: &str = "cite href poster src srcset";

const FRAME: &str = "allow loading referrerpolicy sandbox";

fn is_in(list: &str, name: &str) -> bool {
    list.split_whitespace().any(|known| known == name)
}

fn attribute(handle: &Handle, wanted: &str) -> Option<String> {
    let NodeData::Element { attrs, .. } = &handle.data else { return None };
    attrs.borrow().iter().find(|attribute| &*attribute.name.local == wanted).map(|found| found.value.to_string())
}

/// What of a node may not be there.
fn faults_of(handle: &Handle, faults: &mut Vec<String>) {
    if let NodeData::Element { name, attrs, .. } = &handle.data {
        let tag = &*name.local;
        let math = &*name.ns == "http://www.w3.org/1998/Math/MathML";
        if !math && (&*name.ns != "http://www.w3.org/1999/xhtml" || !is_in(ELEMENTS, tag)) {
            faults.push(format!("<{tag}>"));
        }
        for attribute in attrs.borrow().iter() {
            let (name, value) = (&*attribute.name.local, attribute.value.to_string());
            let url = is_in(ADDRESSES, name);
            let known = url || is_in(ATTRIBUTES, name) || (tag == "iframe" && is_in(FRAME, name));
            if !math && !known || name.starts_with("on") || name == "style" {
                faults.push(format!("<{tag} {name}={value:?}>"));
            }
            let parts = if name == "srcset" { value.split(',').map(str::to_owned).collect() } else { vec![value] };
            if url && parts.iter().any(|part| scheme(part) == Scheme::Script) {
                faults.push(format!("<{tag} {name}={parts:?}>"));
            }
        }
        if tag == "iframe"
            && !attribute(handle, "src").unwrap_or_default().to_lowercase().starts_with("https://www.youtube")
        {
            faults.push(format!("a frame of {:?}", attribute(handle, "src")));
        }
    }
    if let NodeData::Comment { contents } = &handle.data {
        faults.push(format!("a comment: {contents}"));
    }
    handle.children.borrow().iter().for_each(|child| faults_of(child, faults));
}

fn element<'h>(all: &'h [Handle], wanted: &str) -> Vec<&'h Handle> {
    all.iter().filter(|node| matches!(&node.data, NodeData::Element { name, .. } if &*name.local == wanted)).collect()
}

/// Puts the output into a page as a template does, and reads that as a browser.
fn faults(html: &str) -> Vec<String> {
    let page = format!(
        "<!doctype html><html><head><title>t</title></head><body><main><article>{html}</article></main><footer>f</footer></body></html>"
    );
    let dom = parse_document(RcDom::default(), ParseOpts::default()).one(page.as_str());
    let document = dom.document.children.borrow();
    let mut faults = Vec::new();
    let root = element(&document, "html").first().map(|root| root.children.borrow().clone()).unwrap_or_default();
    let body = element(&root, "body").first().map(|body| body.children.borrow().clone()).unwrap_or_default();
    let names = |nodes: &[Handle]| -> Vec<String> {
        let name = |node: &Handle| match &node.data {
            NodeData::Element { name, .. } => name.local.to_string(),
            NodeData::Text { contents } => contents.borrow().trim().to_owned(),
            _ => "?".to_owned(),
        };
        nodes.iter().map(name).filter(|name| !name.is_empty()).collect()
    };
    if names(&root) != ["head", "body"] || names(&body) != ["main", "footer"] {
        faults.push(format!("the frame is broken: {:?} {:?}", names(&root), names(&body)));
        return faults;
    }
    let main = body[0].children.borrow().clone();
    if names(&main) != ["article"] {
        faults.push(format!("the frame is broken: {:?}", names(&main)));
        return faults;
    }
    let footer = element(&body, "footer")[0].children.borrow().clone();
    if names(&footer) != ["f"] {
        faults.push(format!("the frame is broken: {:?}", names(&footer)));
    }
    main[0].children.borrow().iter().for_each(|node| faults_of(node, &mut faults));
    faults
}

/// Tags that are not closed in the order in which they are opened.
fn unbalanced(html: &str) -> Vec<String> {
    let all = support::html::balance(html);
    all.into_iter().filter(|fault| fault.contains("closes nothing") || fault.contains("stays open")).collect()
}

fn check(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for state in [None, Some(State::Inside), Some(State::External), Some(State::Broken), Some(State::Text)] {
        let html = render(text, state);
        let told = threats(&html).into_iter().chain(faults(&html)).chain(unbalanced(&html));
        found.extend(told.map(|fault| format!("{fault}\n in {html}")));
    }
    found
}

fn payloads() -> Vec<String> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/safe-html/payloads.txt");
    let text = fs::read_to_string(file).unwrap();
    let lines = text.split('\n').filter(|line| !line.is_empty() && !line.starts_with("////"));
    lines.map(|line| line.replace('⏎', "\n")).collect()
}

#[test]
fn no_payload_makes_anything_but_what_is_allowed() {
    let all = payloads();
    assert!(all.len() >= 300, "{}", all.len());
    let around = |payload: &String| {
        [
            payload.clone(),
            format!("text {payload} text"),
            format!("> {}", payload.replace('\n', "\n> ")),
            format!("- item\n\n  {}\n\n  more", payload.replace('\n', "\n  ")),
            format!("<div>\n{payload}\n\n*more*\n\n</div>\n\ntext"),
            format!("<table><tr><td>{payload}</td></tr></table>\n\ntext"),
            format!("## A {payload}\n\ntext"),
            format!("| {} |\n|---|\n| x |", payload.replace('\n', " ")),
        ]
    };
    let mut texts: Vec<String> = all.iter().flat_map(around).collect();
    texts.push(all.join("\n\n"));
    texts.push(all.join(" "));
    let found: Vec<String> =
        texts.iter().flat_map(|text| check(text).into_iter().map(move |fault| format!("{text:?}: {fault}"))).collect();
    assert!(found.is_empty(), "{} faults\n{}", found.len(), found[..found.len().min(8)].join("\n\n"));
}

#[test]
fn the_judge_finds_what_is_not_allowed() {
    for html in [
        "<script>x</script>",
        "<p onclick=x>",
        "<p style=x>",
        "</article>x",
        "</main></body>x",
        "<a href='java&#10;script:x'>y</a>",
        "<iframe src=https://evil.example/></iframe>",
        "<svg></svg>",
        "<form></form>",
        "<!-- x -->",
        "<table><tr><td></article>",
    ] {
        let told = faults(html).into_iter().chain(unbalanced(html)).count();
        assert!(told > 0, "{html}");
    }
    assert_eq!(faults("<p id=x>y</p><details open><summary>z</summary></details>"), Vec::<String>::new());
}

/// Pieces out of which texts are made.
fn pieces() -> Vec<String> {
    let names = "a b p div span ul ol li table tr td th tbody caption details summary h1 h2 pre code kbd img br hr video source picture \
        iframe dl dt dd ruby rt script style svg math form select option textarea title template noscript center font T Link x-y";
    let mut pieces = Vec::new();
    for name in names.split_whitespace() {
        pieces.extend([
            format!("<{name}>"),
            format!("</{name}>"),
            format!("<{name} id=x title='\"' href=y src=z>"),
            format!("<{name}/>"),
        ]);
    }
    let marks = "< > </ <!-- --> <![CDATA[ ]]> <? = ' \" ` ``` * ** _ > - # | |---| 1. [ ]( ) ![ [[ ]] [^1] [^1]: $ : {# } &lt; &amp; & \
        onclick=x href= javascript:x style=y word";
    pieces.extend(marks.split_whitespace().map(str::to_owned));
    pieces.extend(["\n", "\n\n", "\n\n", "\n    ", "\n> ", "\n- ", "\n  ", " ", "\t"].map(str::to_owned));
    pieces
}

fn cases() -> u32 {
    let wanted = std::env::var("DOCENT_TEST_SAFE_HTML").ok().and_then(|cases| cases.parse().ok());
    wanted.unwrap_or(1500)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_anything_but_what_is_allowed(parts in prop::collection::vec((prop::sample::select(pieces()), prop::sample::select(vec!["", "", " ", "\n", "\n\n"])), 1..28)) {
        let text: String = parts.iter().flat_map(|(piece, gap)| [piece.as_str(), *gap]).collect();
        let found = check(&text);
        prop_assert!(found.is_empty(), "{text:?}: {}", found.join("\n"));
    }
}
