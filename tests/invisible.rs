//! Characters that nobody sees: told in titles, names, headings and links, and in running text where nothing ends them;
//! what right-to-left writing and other scripts have need of is not.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

use docent::config::Config;
use docent::fingerprint::Fingerprint;
use docent::page::types::Types;
use docent::page::{self, Rules};

/// The places of the warnings of a page, as `line:column`, each with its message.
fn told(text: &str) -> Vec<String> {
    let (config, types) = (Config::default(), Types::default());
    let rules = Rules { config: &config, types: &types, sources: None, defaults: None };
    let page = page::parse("content/a.md", &text.into(), Fingerprint::default(), rules);
    let own = page.diagnostics.iter().filter(|problem| problem.code == "invisible");
    own.map(|problem| {
        let place = problem.place.as_ref().unwrap();
        format!("{}:{} {}", place.line, place.column, problem.message)
    })
    .collect()
}

#[test]
fn each_place_is_told() {
    for (text, place) in [
        ("---\ntitle: Pay \u{202e}txt.exe\n---\n\nText.\n", "2:12 `title` contains the invisible character U+202E"),
        ("---\ntitle: \"Pay \\u202etxt\"\n---\n\nText.\n", "2:8 `title` contains the invisible character U+202E"),
        (
            "---\ntitle: A\naliases: [B, \"C\u{2066}D\u{2069}\"]\n---\n",
            "3:16 `aliases` contains the invisible character U+2066",
        ),
        ("---\ntitle: A\ntags:\n  - x\n  - y\u{202b}z\n---\n", "5:6 `tags` contains"),
        ("---\ntitle: A\nowner: Ann\u{2060}a\n---\n", "3:11 `owner` contains"),
        ("---\ntitle: A\nreviewed_by: \u{e0041}nn\n---\n", "3:14 `reviewed_by` contains"),
        ("# A\n\n## B\u{2028}C\n", "3:5 the heading contains the invisible character U+2028, which ends a line"),
        ("---\ntitle: A\nquestions: [{q: \"W\u{202d}hy?\", a: B}]\n---\n", "3:19 `questions` contains"),
        ("---\ntitle: A\nextra:\n  k: {l: [\u{feff}x]}\n---\n", "4:11 `extra` contains"),
        ("# A \u{202e}b\n\nText.\n", "1:5 the title contains"),
        ("# A &#x202e;b\n\nText.\n", "1:5 the title contains the invisible character U+202E"),
        ("# A\n\n## B \u{2067}c\n", "3:6 the heading contains"),
        ("# A\n\nB\u{202e}\n---\n", "3:2 the heading contains"),
        ("# A\n\n[B \u{202e}c\u{202c}](https://example.com)\n", "3:4 the link contains"),
        ("# A\n\n[B &#8238;c](https://example.com)\n", "3:4 the link contains"),
        ("# A\n\n[[Other|x\u{2068}y\u{2069}]]\n", "3:10 the link contains"),
        (
            "# A\n\n![alt\u{2063}](x.png)\n",
            "3:6 the link contains the invisible character U+2063, which is hidden in it",
        ),
        ("# A\n\n<https://example.com/\u{202e}gpj>\n", "3:22 the link contains"),
        ("# Pay\u{200b}ments\n", "1:6 the title contains the invisible character U+200B"),
        ("# Pay\u{200d}ments\n", "1:6 the title contains"),
        ("# Сче\u{200c}та\n", "1:6 the title contains"),
        ("# A\u{3164}\n", "1:4 the title contains"),
        (
            "# A\n\nText \u{202e}turned to the end.\n",
            "3:6 the text contains the invisible character U+202E, which changes the direction of the text, and is never closed",
        ),
        ("# A\n\n\u{2067}one \u{202b}two\u{2069}\n\n\u{2066}three\n", "5:1 the text"),
        ("# A\n\n```c\nif (a) { /* \u{202e} } \u{2066}\n```\n", "4:13 the text"),
        ("# A\n\n\u{2066}x\u{202c}\n", "3:1 the text"),
    ] {
        let all = told(text);
        assert!(all.len() == 1 && all[0].starts_with(place), "{text:?}: {all:#?}");
    }
}

#[test]
fn what_a_language_has_need_of_is_not() {
    for text in [
        "# שלום עולם\n\nטקסט \u{2066}inside\u{2069} טקסט.\n\n[קישור](https://example.com)\n",
        "# C++\u{200e} בעברית\n\n\u{202b}one \u{202a}two\u{202c} three\u{202c}\n",
        "# می\u{200c}خواهم\n\nText.\n",
        "# क्\u{200d}ष\n",
        "# 👩\u{200d}💻 work\n\n## 🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}\n",
        "# ภาษา\u{200b}ไทย\n",
        "# Donau\u{ad}dampf\n",
        "---\ntitle: Rock\u{2019}n\u{2019}roll — \u{201e}x\u{201c}\n---\n\nText\u{2026}\u{a0}and \u{202f}more.\n",
        "# A\n\n\u{2067}two\nlines\u{2069}\n\n> \u{202b}quoted\u{202c}\n",
        "# `&#x202e;` in code\n\nWrite `&#x202e;` for it, \\u202e in YAML.\n",
        "\u{feff}# A\n\nText.\n",
        "---\ntitle: \"A \\\\ B\"\n---\n\n&#169; &amp; &#; &#x; &#99999999;\n",
        "# Ё е → ← ✓ ∀\n\nТекст — с тире.\n",
    ] {
        assert!(told(text).is_empty(), "{text:?}: {:#?}", told(text));
    }
}

#[test]
fn terms_of_the_glossary_are_names() {
    let text = "- term: Lead\n  definition: A.\n- term: \"Le\u{202e}ad\"\n  definition: B \u{2066}c.\n  aliases: [x, \"y\u{2060}z\"]\n";
    let (terms, problems) = docent::site::glossary::file::terms("content/glossary.yaml", text);
    let lines: Vec<_> = problems.iter().map(|problem| (problem.code, problem.place.as_ref().unwrap().line)).collect();
    assert_eq!((terms.len(), lines), (2, vec![("invisible", 3), ("invisible", 4), ("invisible", 5)]));
}

#[test]
fn of_many_the_first_are_told() {
    let many = "a\u{202e}b\n\n".repeat(500);
    assert_eq!(told(&format!("# A\n\n{many}")).len(), 20);
}
