//! The syntax of other tools, as docent's own Markdown.
//!
//! In: `tests/dialects/TOOL/*.md`; of `NAME.mdx.md` the file is one of MDX. Out: a snapshot beside each: the text as it is
//! read, its tags, and what is told. Besides, for each: what is not changed leads back to the same bytes; to read what
//! came out changes nothing; and no comment with the word CANARY is left.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "tests may panic, and tests have a disk"
)]

use docent::diagnostic::At;
use docent::dialects::{self, Dialect, Dialects, Options, Reading, authored};
use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dialects");
    let mut files = Vec::new();
    for tool in fs::read_dir(folder).unwrap() {
        files.extend(fs::read_dir(tool.unwrap().path()).unwrap().map(|file| file.unwrap().path()));
    }
    files.retain(|file| file.extension().is_some_and(|ending| ending == "md"));
    files.sort();
    files
}

fn read(text: &str, mdx: bool) -> Reading {
    dialects::read(text, Options { mdx, ..Options::default() }).unwrap_or_default()
}

#[test]
fn snapshots() {
    for file in cases() {
        let name = file.file_stem().unwrap().to_str().unwrap();
        let text = fs::read_to_string(&file).unwrap();
        let mdx = name.ends_with(".mdx");
        let reading = read(&text, mdx);
        leads_back(&text, &reading);
        let out = reading.text.as_deref().unwrap_or(&text);
        assert!(!out.contains("CANARY"), "{}: {out}", file.display());
        let again = read(out, false);
        assert_eq!(again.text.as_deref().unwrap_or(out), out, "{}: read twice", file.display());
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(file.parent().unwrap());
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(name, format!("{out}{}", told(&text, &reading))));
    }
}

/// What is said of a text besides.
fn told(text: &str, reading: &Reading) -> String {
    let mut out = String::new();
    if !reading.tags.is_empty() {
        out += &format!("--- tags: {}\n", reading.tags.join(", "));
    }
    for finding in &reading.findings {
        let At::Bytes(range) = &finding.at else { panic!("{finding:?}") };
        let line = text[..range.start].matches('\n').count() + 1;
        let hint = finding.hint.as_deref().unwrap_or_default();
        out += &format!("--- {line}: {}: {} ({hint})\n", finding.code, finding.message);
    }
    out
}

/// Whatever the new text has of the old one leads back to it.
fn leads_back(old: &str, reading: &Reading) {
    let Some(new) = &reading.text else {
        assert!(reading.edits.is_empty());
        return;
    };
    let (mut from_old, mut from_new) = (0, 0);
    for edit in &reading.edits {
        assert_eq!(old[from_old..edit.old.start], new[from_new..edit.at]);
        for (at, _) in new[from_new..edit.at].char_indices().step_by(7) {
            let place = authored(&reading.edits, &(from_new + at..from_new + at + 1));
            assert_eq!(place, from_old + at..from_old + at + 1);
        }
        let put = authored(&reading.edits, &(edit.at..edit.at + edit.new_len));
        assert!(put.start <= put.end && put.end <= old.len(), "{edit:?}: {put:?}");
        (from_old, from_new) = (edit.old.end, edit.at + edit.new_len);
    }
    assert_eq!(old[from_old..], new[from_new..]);
}

#[test]
fn what_is_not_of_another_tool_is_left_alone() {
    let own = [
        "# Title\n\nText, *em* `code` [a](b.md) [[page#part|words]] ![x](y.png) <https://a.b>\n",
        "> [!note]- Title\n> text\n\n:::tip[Title]\ntext\n:::\n\n- [ ] task {#id}\n",
        "## Heading {#id}\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n$x_{{a}}$ 50% 100 %\n",
        "Why?! What!!! ??? === a == b, C++ and i++; a<b, A<B, x | y, 10:30:45.\n",
        "```\n{% raw %} %% <Tabs> !!! note\n```\n\n    {{ x }}\n",
        "<!-- audience: internal -->\n\nText\n\n<!-- audience: all -->\n",
    ];
    for text in own {
        let reading = read(text, false);
        assert_eq!((reading.text, reading.findings, reading.tags), (None, vec![], vec![]), "{text}");
    }
}

#[test]
fn only_tools_that_are_named_are_read() {
    let text = "!!! note\n    a\n\n:smile: {% hint style=\"info\" %}\nb\n{% endhint %}\n";
    let only = |all: Vec<Dialect>| {
        let options = Options { dialects: Dialects::from(all), ..Options::default() };
        dialects::read(text, options).and_then(|reading| reading.text).unwrap_or(text.to_owned())
    };
    assert_eq!(only(vec![]), text);
    assert!(only(vec![Dialect::Mkdocs]).starts_with(":::note\na\n:::\n\n:smile: {% hint"));
    assert!(only(vec![Dialect::Emoji]).starts_with("!!! note\n    a\n\n😄 {% hint"));
}

#[test]
fn hostile_texts_take_a_time_that_grows_with_their_length() {
    let mut texts = Vec::new();
    for piece in [
        "{% ",
        "{{< a ",
        "<Tabs a=",
        "%% a\n\n",
        "{# ",
        "!!! note\n    ",
        "=== \"a\"\n",
        "`",
        "``a`",
        "<A>",
        "{% tab %}\n",
        "<!-- ",
        "[a](",
        "{",
        "![[",
        "<pre>",
        ":a:",
        "#a ",
        "{% raw %}",
        "{% comment %}",
        "{% highlight x %}\n",
        "> ",
        "- ",
        "$",
        "::: a\n",
        "export const a = {\n",
        "import a from\n",
        "++a",
        "<Card title={",
        "[//]: # (\n",
    ] {
        texts.push(piece.repeat(6_000 / piece.len()));
    }
    for text in texts {
        leads_back(&text, &read(&text, true));
    }
}

/// Pieces of which texts are made that nobody would write.
const PIECES: [&str; 44] = [
    "text ",
    "\n",
    "\n\n",
    "    ",
    "  ",
    "\t",
    "> ",
    "- ",
    "1. ",
    "```\n",
    "`",
    "%%",
    "{% hint style=\"info\" %}",
    "{% endhint %}",
    "{% tabs %}\n",
    "{% tab title=\"A\" %}\n",
    "{% endtab %}\n",
    "{% endtabs %}\n",
    "!!! note \"T\"\n",
    "??? x\n",
    "=== \"A\"\n",
    ":::note\n",
    ":::\n",
    "<Tabs>\n",
    "<TabItem label=\"x\">",
    "</TabItem>",
    "</Tabs>\n",
    "{# c #}",
    "<!-- ",
    " -->",
    "[//]: # (c)\n",
    "![[a.png|300]]",
    "![a|20](b)",
    "#tag ",
    ":smile:",
    "{{< ref \"x.md\" >}}",
    "](",
    "{% list tabs %}\n\n",
    "{% endlist %}\n",
    "é",
    "\r\n",
    "{% raw %}",
    "{% endraw %}",
    "<Card title=\"a\" href=\"b\" />",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_leads_back(pieces in prop::collection::vec(0..PIECES.len(), 0..40), mdx: bool) {
        let text: String = pieces.into_iter().map(|piece| PIECES[piece]).collect();
        leads_back(&text, &read(&text, mdx));
    }
}

/// Rows of the documentation's table: what is written, and what it is read as.
fn rows() -> Vec<(String, String)> {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/content/en/authors/other-tools.md");
    let text = fs::read_to_string(page).unwrap();
    let code = |cell: &str| {
        let cell = cell.replace('\u{0}', "|");
        let fence = if cell.starts_with("``") { "``" } else { "`" };
        cell.split(fence).nth(1).unwrap().trim_end().to_owned()
    };
    let rows = text.lines().filter(|line| line.starts_with("| `"));
    rows.map(|row| {
        let row = row.replace("\\|", "\u{0}");
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        (code(cells[1]), code(cells[2]))
    })
    .collect()
}

#[test]
fn what_the_documentation_says_is_so() {
    assert!(rows().len() > 30);
    for (written, read_as) in rows() {
        let reading = read(&format!("{written}\n"), false);
        let out = reading.text.unwrap_or_default();
        assert_eq!(out.lines().next().unwrap_or_default().trim_end(), read_as, "{written}");
    }
}

#[test]
fn the_documentation_names_all_tools() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/content/en/authors/other-tools.md");
    let text = fs::read_to_string(page).unwrap();
    for name in dialects::NAMES {
        assert!(text.contains(&format!("`{name}`")), "{name}");
    }
}
