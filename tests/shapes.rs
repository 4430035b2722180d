//! Text that grows: four times as much of it must not cost more than six times as much, nor nest the stack, nor swell.
//!
//! In: the shapes below, at a length and at four times that length. Checked, with a stack of 1 MB, through both
//! readings: a text is refused by the stated limits, or its cost grows about as it does. Cost is processor time of
//! this thread alone, the least of several tries: what other programs do on the machine does not count.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "tests may panic, and tests have a disk"
)]

mod support;

use docent::config::{Markdown, RawHtml};
use docent::diagnostic::Severity;
use docent::markdown::link::{Resolved, State};
use docent::markdown::{HtmlInput, MAX_BYTES, Words, html, scan, too_deep};
use docent::url::Slugs;
use std::hint::black_box;
use std::thread;
use support::processor;

/// Bytes of the smaller text.
const LENGTH: usize = 8 * 1024;
/// What four times the text may cost.
const BAR: f64 = 6.0;
/// Tries for one measurement, and how often one that failed is repeated: noise only ever adds.
const TRIES: usize = 3;
const REPEATS: usize = 20;
/// The HTML may be this many times as long as the text, plus 64 KiB (`MAX_GROWTH` of the Markdown stage).
const GROWTH: usize = 50;

/// How a shape is made of a number.
type Make = fn(usize) -> String;

/// Each repeats something until the text is long: the number says how often.
const SHAPES: &[(&str, Make)] = &[
    ("quotes-lazy", |n| format!("{}x\n{}", "> ".repeat(150), "lazy\n".repeat(n))),
    ("quotes-deep", |n| "> ".repeat(n) + "x\n"),
    ("quotes-growing", |n| (0..n).map(|i| "> ".repeat(i % 150) + "x\n").collect()),
    ("lists-deep", |n| (0..n).map(|i| "  ".repeat(i % 100) + "- x\n").collect()),
    ("lists-in-one-line", |n| "- ".repeat(n) + "x\n"),
    ("lists-numbered", |n| (0..n).map(|i| format!("{i}. x\n")).collect()),
    ("list-loose", |n| "- x\n\n".repeat(n)),
    ("brackets-open", |n| "[".repeat(n)),
    ("brackets-nested", |n| "[".repeat(n) + &"]".repeat(n)),
    ("brackets-pairs", |n| "[a](b ".repeat(n)),
    ("wiki-open", |n| "[[".repeat(n)),
    ("wiki-links", |n| "[[a|b]] ".repeat(n)),
    ("wiki-nested", |n| "[[a|".repeat(n) + &"]]".repeat(n)),
    ("emphasis-mixed", |n| "*_".repeat(n)),
    ("emphasis-open", |n| "**a _b ".repeat(n)),
    ("emphasis-deep", |n| "*a **b ".repeat(n) + &" b** a*".repeat(n)),
    ("strikes", |n| "~~a ~b ".repeat(n)),
    ("diagrams", |n| {
        let drawn = |i: usize| format!("```mermaid\nflowchart LR\n  A[\"{} {i}\"] --> B\n```\n\n", "word ".repeat(20));
        (0..n).map(drawn).collect()
    }),
    ("diagrams-broken", |n| "```mermaid\nflowchart LR\n  A[ --> B\n```\n\n".repeat(n)),
    ("backticks-growing", |n| (1..n).map(|i| "`".repeat(i % 400) + "a").collect()),
    ("backticks-open", |n| "a`b``c ".repeat(n)),
    ("definitions", |n| (0..n).map(|i| format!("[a{i}]: b\n")).collect()),
    ("definitions-same", |n| "[a]: b\n".repeat(n) + "\n[a]"),
    ("references", |n| "[a]: b\n\n".to_owned() + &"[a] [b][a] [a][] ".repeat(n)),
    ("definition-growth", |n| format!("[a]: {}\n\n{}", "b".repeat(n), "[a] ".repeat(n))),
    ("table-wide", |n| format!("{}\n{}\n{}", "|a".repeat(n), "|-".repeat(n), "|x\n".repeat(n))),
    ("table-long", |n| "|a|b|\n|-|-|\n".to_owned() + &"|x|y|\n".repeat(n)),
    ("tables-many", |n| "|a|\n|-|\n|x|\n\n".repeat(n)),
    ("table-like", |n| "a | b\n".repeat(n)),
    ("blocks", |n| (0..n).map(|i| format!("a ^b{i}\n\n")).collect()),
    ("blocks-items", |n| (0..n).map(|i| format!("- a ^b{i}\n")).collect()),
    ("blocks-below", |n| (0..n).map(|i| format!("> a\n\n^b{i}\n\n")).collect()),
    ("tasks-ids-in-one-line", |n| {
        "- [ ] a".to_owned() + &(0..n).map(|i| format!(" *b* {{#c{i}}}")).collect::<String>()
    }),
    ("signs-in-one-line", |n| "*a*: *b*! ".repeat(n)),
    ("footnotes", |n| (0..n).map(|i| format!("x[^{i}]\n\n[^{i}]: y\n\n")).collect()),
    ("footnote-used", |n| "x[^1] ".repeat(n) + "\n\n[^1]: y\n"),
    ("footnotes-nested", |n| (0..n).map(|i| format!("[^{i}]: [^{}]\n\n", i + 1)).collect::<String>() + "x[^0]\n"),
    ("footnotes-undefined", |n| (0..n).map(|i| format!("[^{i}] ")).collect()),
    ("entities", |n| "&amp;&#106;&unknown;&".repeat(n)),
    ("autolinks", |n| "<https://a.b> <c@d.e> ".repeat(n)),
    ("addresses", |n| "https://a.b/c, ".repeat(n)),
    ("addresses-brackets", |n| format!("https://a.b/{}", ")".repeat(n))),
    ("addresses-open", |n| "(http://".repeat(n)),
    ("addresses-together", |n| "(http://a.b".repeat(n)),
    ("autolinks-open", |n| "<https://".repeat(n)),
    ("comments-open", |n| "a <!-- ".repeat(n)),
    ("cdata-open", |n| "a <![CDATA[ ".repeat(n)),
    ("instructions-open", |n| "a <? b <!A ".repeat(n)),
    ("tags-open", |n| "<a ".repeat(n)),
    ("tags-quotes", |n| "<a b=\"".repeat(n)),
    ("tags-blocks", |n| "<div onclick=x>\n\n".repeat(n)),
    ("tags-in-tags", |n| format!("<div title='{}'>\n", "<b onclick=x ".repeat(n))),
    ("images-open", |n| "![](".repeat(n)),
    ("images-nested", |n| "![".repeat(n) + &"](a)".repeat(n)),
    ("images", |n| "![a](b) ".repeat(n)),
    ("math-open", |n| "$a ".repeat(n)),
    ("math-inline", |n| "$a$ ".repeat(n)),
    ("math-block", |n| "$$\n\\frac{a}{b}\n$$\n\n".repeat(n)),
    ("math-braces", |n| format!("${}$", "{".repeat(n) + &"}".repeat(n))),
    ("math-long", |n| format!("$$\n{}\n$$", "a+".repeat(n))),
    ("headings-equal", |n| "## a\n\n".repeat(n)),
    ("headings-numbered", |n| (0..n).map(|i| format!("## a {i}\n\n")).collect::<String>() + &"## a\n\n".repeat(n)),
    ("headings-own", |n| "## a {#b}\n\n".repeat(n)),
    ("headings-attributes", |n| format!("## a {{{}}}\n", ".b #c d=e ".repeat(n))),
    ("headings-setext", |n| "a\n===\n".repeat(n)),
    ("heading-long", |n| format!("## {}\n", "a *b* `c` ".repeat(n))),
    ("terms", |n| "a\n: b\n\n".repeat(n)),
    ("term-long", |n| "a\n".to_owned() + &": b\n".repeat(n)),
    ("colons", |n| "a\n:b: :::c\n".repeat(n)),
    ("slips", |n| "[a](b c.md) ".repeat(n) + &"](b c.md".repeat(n)),
    ("slips-cells", |n| format!("{}\n{}\n{}", "|a".repeat(8), "|-".repeat(8), "|[[a|b]] ".repeat(n))),
    ("addresses-in-html", |n| format!("<p>\n{}", "<a id=x href=\"b&amp;c\"> <img src=d>\n".repeat(n))),
    ("terms-nested", |n| (0..n).map(|i| "  ".repeat(i % 80) + ": a\n").collect()),
    ("tasks", |n| "- [ ] a\n- [x] b\n".repeat(n)),
    ("tasks-nested", |n| (0..n).map(|i| "  ".repeat(i % 80) + "- [ ] a\n").collect()),
    ("callouts", |n| "> [!note] a\n> b\n\n".repeat(n)),
    ("callouts-nested", |n| (0..n).map(|i| "> ".repeat(i % 100 + 1) + "[!tip]- a\n").collect()),
    ("callout-title", |n| format!("> [!note] {}\n> b\n", "*a* ".repeat(n))),
    ("containers", |n| ":::note[a *b*]{c=d}\nb\n:::\n".repeat(n)),
    ("containers-open", |n| "::::note\n".repeat(n)),
    ("containers-closed", |n| "::::note\n".repeat(n) + &":::\n".repeat(n)),
    ("containers-in-items", |n| "- :::tab[a]\n  b\n\n".repeat(n)),
    ("containers-in-code", |n| "```\n:::note\n```\n\n    :::note\n\n".repeat(n)),
    ("containers-title", |n| format!(":::card[{}]{{href=a}}\n", "*a* [b](c) ".repeat(n))),
    ("containers-tabs", |n| format!("::::tabs\n{}::::\n", ":::tab[a]\nb\n:::\n".repeat(n))),
    ("colons-in-one-line", |n| ":::".repeat(n) + "a"),
    ("attributes", |n| "![a](b){width=3} [c](d){.e}\n".repeat(n)),
    ("attributes-in-one-line", |n| "](a){.b} `c`{a=\"b\"} ){c}".repeat(n)),
    ("attributes-lines", |n| "a\n{: .b}\n\n## C\n{: #d}\n".repeat(n)),
    ("attributes-long", |n| format!("![a](b){{{}", ".a ".repeat(n))),
    ("marked", |n| "==a== *b ==c* ".repeat(n)),
    ("marked-open", |n| "==a ".repeat(n)),
    ("fences", |n| "```rust\nlet a = 1;\n```\n\n".repeat(n)),
    ("fence-growing", |n| "`".repeat(n) + "\na\n"),
    ("fences-open", |n| "> ```\n\n".repeat(n)),
    ("quote-marks", |n| "\"a 'b -- ... ".repeat(n)),
    ("quote-marks-russian", |n| "\"я 'в -- ... 5 минут ".repeat(n)),
    ("line-long", |n| "a".repeat(n)),
    ("words", |n| "a ".repeat(n)),
    ("breaks", |n| "a\\\nb  \n".repeat(n)),
    ("escapes", |n| "\\*\\[\\".repeat(n)),
    ("rules", |n| "- - -\n* * *\n".repeat(n)),
    ("tabs", |n| "\t".repeat(n) + "a"),
    ("nulls", |n| "\0".repeat(n)),
    ("blank", |n| "\n".repeat(n) + "a"),
    ("carriage-returns", |n| "a\r".repeat(n)),
];

/// The shortest text of a shape that has so many bytes. Not every shape grows evenly with its number.
fn grown(make: Make, bytes: usize) -> String {
    let (mut low, mut high) = (1, bytes);
    while low < high {
        let middle = (low + high) / 2;
        if make(middle).len() < bytes { low = middle + 1 } else { high = middle }
    }
    make(low)
}

/// Renders with every link resolved, and says how long the HTML is; `None` if the limits refuse the text.
fn render(text: &str, options: &Markdown) -> Option<usize> {
    if text.len() > MAX_BYTES || too_deep(text).is_some() {
        return None;
    }
    let scan = scan(text, Slugs::Ascii, options);
    if scan.problems.iter().any(|p| p.severity == Severity::Error && p.code == "nesting") {
        return None;
    }
    let ids: Vec<&str> = scan.headings.iter().map(|h| h.id.as_str()).collect();
    // Large enough that a picture of it is one to enlarge.
    let link = Resolved { size: Some((2000, 1000)), ..Resolved::new(State::Inside, "a.html") };
    let links = vec![link; scan.links.len()];
    let out = html(
        text,
        HtmlInput {
            lang: "ru",
            title: scan.title_range.as_ref().map(|range| range.start),
            ids: &ids,
            links: &links,
            blocks: &scan.blocks,
            embeds: &[],
            terms: &[],
            words: &Words::default(),
            views: Default::default(),
            first_line: None,
        },
        options,
    );
    Some(black_box(out.body.len() + out.title.map_or(0, |t| t.len())))
}

/// Seconds.
fn cost(text: &str, options: &Markdown) -> f64 {
    let one = |_| {
        let before = processor::seconds();
        render(text, options);
        processor::seconds() - before
    };
    (0..TRIES).map(one).fold(f64::INFINITY, f64::min)
}

/// How much more four times the text costs.
fn ratio(make: Make, options: &Markdown) -> f64 {
    let (small, large) = (grown(make, LENGTH), grown(make, 4 * LENGTH));
    // Below a tenth of a millisecond a clock measures itself.
    let once = || cost(&large, options) / cost(&small, options).max(0.0001);
    let mut least = once();
    for _ in 0..REPEATS {
        if least < BAR {
            break;
        }
        least = least.min(once());
    }
    least
}

/// On a thread with the stack of a small system.
fn with_small_stack<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    thread::Builder::new().stack_size(1024 * 1024).spawn(work).unwrap().join().unwrap()
}

fn check(raw_html: RawHtml) {
    let options = Markdown { raw_html, ..Markdown::default() };
    // What is read once (grammars of code) must not count for the first shape.
    render("```rust\nlet a = 1;\n```\n", &options);
    let mut slow = Vec::new();
    for (name, make) in SHAPES {
        let (ratio, refused, growth) = with_small_stack(move || measure(*make, raw_html));
        println!("{name:22} {ratio:5.2} {growth:5.1}{}", if refused { " refused" } else { "" });
        if ratio >= BAR {
            slow.push(format!("{name}: {ratio:.1}"));
        }
    }
    assert!(slow.is_empty(), "four times the text costs more than {BAR} times: {slow:?}");
}

/// The ratio, whether the longer text is refused, how much longer the HTML is than the text.
fn measure(make: Make, raw_html: RawHtml) -> (f64, bool, f64) {
    let options = Markdown { raw_html, ..Markdown::default() };
    let options = &options;
    let text = grown(make, 4 * LENGTH);
    let length = render(&text, options);
    assert!(length.unwrap_or(0) <= text.len() * GROWTH + 64 * 1024);
    (ratio(make, options), length.is_none(), length.unwrap_or(0) as f64 / text.len() as f64)
}

#[test]
fn cost_grows_like_the_text() {
    assert!(SHAPES.len() >= 40);
    check(RawHtml::Escape);
}

#[test]
fn cost_grows_like_the_text_with_safe_html() {
    check(RawHtml::Safe);
}

#[test]
fn cost_grows_like_the_text_with_html_allowed() {
    check(RawHtml::Allow);
}
