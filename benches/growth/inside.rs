//! What one page can have more of.

use crate::Dimension;
use crate::site::{Site, each, prose};

/// All of them.
pub fn dimensions() -> Vec<Dimension> {
    let mut all = links();
    all.extend(blocks());
    all.extend(spans());
    all.extend(keys());
    all
}

fn dimension(name: &'static str, n: usize, site: fn(usize) -> Site) -> Dimension {
    Dimension { name, n, site }
}

fn links() -> Vec<Dimension> {
    vec![
        dimension("links to one page", 15_000, |n| Site::of(each(n, |_| "[a](index.md)\n".into()))),
        dimension("links in one line", 15_000, |n| Site::of(each(n, |_| "[a](index.md) ".into()))),
        dimension("links to another site", 15_000, |n| Site::of(each(n, |k| format!("[a](https://a.example/{k})\n")))),
        dimension("wikilinks to one page", 15_000, |n| Site::of(each(n, |_| "[[page]]\n".into()))),
        dimension("wikilinks with words", 15_000, |n| Site::of(each(n, |k| format!("[[index|w{k}]] ")))),
        dimension("bare addresses", 10_000, |n| Site::of(each(n, |k| format!("https://a.example/{k}\n")))),
        dimension("reference definitions", 10_000, |n| {
            Site::of(each(n, |k| format!("[t{k}]\n")) + "\n" + &each(n, |k| format!("[t{k}]: index.md\n")))
        }),
        dimension("unused references", 20_000, |n| Site::of(each(n, |k| format!("[t{k}]: index.md\n")))),
        dimension("images", 10_000, |n| Site::of(each(n, |_| "![a](a.png)\n".into())).file("a.png", "x")),
        dimension("images in links", 10_000, |n| {
            Site::of(each(n, |_| "[![a](a.png)](index.md)\n".into())).file("a.png", "x")
        }),
        dimension("images in an image", 3_000, |n| {
            Site::of("![".repeat(n) + "a" + &"](a.png)".repeat(n)).file("a.png", "x")
        }),
        dimension("embedded files", 5_000, |n| Site::of(each(n, |_| "![[a.png]]\n\n".into())).file("f/a.png", "x")),
        dimension("embeds of a page", 200, |n| {
            Site::of(each(n, |_| "![[other]]\n\n".into())).page("other", "", "Text.\n")
        }),
        dimension("embeds of sections", 200, |n| {
            let sections = each(n, |k| format!("## Part {k}\n\nText.\n\n"));
            Site::of(each(n, |k| format!("![[other#Part {k}]]\n\n"))).page("other", "", &sections)
        }),
        dimension("embeds of blocks", 200, |n| {
            let blocks = each(n, |k| format!("Text. ^b{k}\n\n"));
            Site::of(each(n, |k| format!("![[other#^b{k}]]\n\n"))).page("other", "", &blocks)
        }),
        dimension("links to headings by id", 4_000, |n| {
            let links = each(n, |k| format!("[a](other.md#part-{k})\n"));
            Site::of(links).page("other", "", &each(n, |k| format!("## Part {k}\n\n")))
        }),
        dimension("links to headings by text", 4_000, |n| {
            Site::of(each(n, |k| format!("[[other#Part {k}]]\n"))).page(
                "other",
                "",
                &each(n, |k| format!("## Part {k}\n\n")),
            )
        }),
        dimension("links to headings as on GitHub", 4_000, |n| {
            let links = each(n, |k| format!("[a](other.md#part{k}a)\n"));
            Site::of(links).page("other", "", &each(n, |k| format!("## Part.{k}.a\n\n")))
        }),
        dimension("links to the n-th heading as on GitHub", 3_000, |n| {
            let links = each(n, |k| format!("[a](other.md#parta-{k})\n"));
            Site::of(links).page("other", "", &each(n, |_| "## Part.a\n\n".into()))
        }),
        dimension("links to own headings", 4_000, |n| {
            Site::of(each(n, |k| format!("## Part {k}\n\n[a](#part-{k}) [[#Part {k}]]\n\n")))
        }),
        dimension("links to blocks", 4_000, |n| {
            let blocks = each(n, |k| format!("Text. ^b{k}\n\n"));
            Site::of(each(n, |k| format!("[[other#^b{k}]]\n"))).page("other", "", &blocks)
        }),
        dimension("links to ids in HTML", 4_000, |n| {
            let links = each(n, |k| format!("[a](other.md#x{k})\n"));
            Site::with("markdown: {raw_html: allow}\n").page("page", "", &links).page(
                "other",
                "",
                &each(n, |k| format!("<a id=\"x{k}\"></a>\n\n")),
            )
        }),
        dimension("links in HTML", 10_000, |n| {
            Site::with("markdown: {raw_html: allow}\n").page(
                "page",
                "",
                &each(n, |_| "<a href=\"index.html\">a</a>\n".into()),
            )
        }),
        dimension("links in HTML with entities", 10_000, |n| {
            let links = each(n, |k| format!("<a href=\"https:&#47;/a.example/{k}\">a</a>\n"));
            Site::with("markdown: {raw_html: allow}\n").page("page", "", &("<div>\n".to_owned() + &links + "</div>\n"))
        }),
    ]
}

fn blocks() -> Vec<Dimension> {
    vec![
        dimension("paragraphs", 10_000, |n| Site::of(each(n, |k| prose(k) + "\n\n"))),
        dimension("lines of a paragraph", 10_000, |n| Site::of(each(n, |k| prose(k) + "\n"))),
        dimension("words of a line", 10_000, |n| Site::of(each(n, |k| prose(k) + " "))),
        dimension("letters of a word", 500_000, |n| Site::of("a".repeat(n))),
        dimension("words in Russian", 10_000, |n| Site::of(each(n, |k| format!("Слово{k} «о деле» - и дальше...\n")))),
        dimension("distinct words", 20_000, |n| Site::of(each(n, |k| format!("w{k}x\n")))),
        dimension("headings", 10_000, |n| Site::of(each(n, |k| format!("## Part {k}\n\nText.\n\n")))),
        dimension("headings of one text", 10_000, |n| Site::of(each(n, |_| "## Part\n\nText.\n\n".into()))),
        dimension("headings of texts with numbers", 10_000, |n| {
            Site::of(each(n, |k| if k % 2 == 0 { "## Part\n\n".into() } else { format!("## Part {k}\n\n") }))
        }),
        dimension("headings without letters", 10_000, |n| Site::of(each(n, |_| "## ???\n\n".into()))),
        dimension("headings with ids", 10_000, |n| Site::of(each(n, |k| format!("## Part {{#x{k}}}\n\n")))),
        dimension("headings kept out of the search", 10_000, |n| {
            Site::of(each(n, |k| format!("## Part {k} {{.no-search}}\n\nText.\n\n")))
        }),
        dimension("block ids", 16_000, |n| Site::of(each(n, |k| format!("Text. ^b{k}\n\n")))),
        dimension("block ids of items", 8_000, |n| Site::of(each(n, |k| format!("- Text. ^b{k}\n")))),
        dimension("block ids below blocks", 8_000, |n| Site::of(each(n, |k| format!("> Text.\n\n^b{k}\n\n")))),
        dimension("block ids in one paragraph", 8_000, |n| Site::of(each(n, |k| format!("Text. ^b{k}\n")))),
        dimension("block ids in a quote", 4_000, |n| Site::of(each(n, |k| format!("> Text. ^b{k}\n>\n")))),
        dimension("block ids of one name", 8_000, |n| Site::of(each(n, |_| "Text. ^b\n\n".into()))),
        dimension("footnotes", 8_000, |n| {
            Site::of(each(n, |k| format!("Text.[^{k}]\n\n")) + &each(n, |k| format!("[^{k}]: Note.\n\n")))
        }),
        dimension("references to one footnote", 10_000, |n| {
            Site::of(each(n, |_| "Text.[^a]\n".into()) + "\n[^a]: Note.\n")
        }),
        dimension("footnotes in footnotes", 5_000, |n| {
            Site::of(
                "Text.[^0]\n\n".to_owned()
                    + &each(n, |k| format!("[^{k}]: Note.[^{}]\n\n", k + 1))
                    + &format!("[^{n}]: End.\n"),
            )
        }),
        dimension("tasks", 8_000, |n| Site::of(each(n, |k| format!("- [ ] Task {k}\n")))),
        dimension("tasks of one text", 8_000, |n| Site::of(each(n, |_| "- [ ] Task\n".into()))),
        dimension("tasks with ids", 8_000, |n| Site::of(each(n, |k| format!("- [ ] Task {{#t{k}}}\n")))),
        dimension("list items", 15_000, |n| Site::of(each(n, |k| format!("- Item {k}\n")))),
        dimension("loose list items", 15_000, |n| Site::of(each(n, |k| format!("- Item {k}\n\n")))),
        dimension("lists", 8_000, |n| Site::of(each(n, |k| format!("- Item {k}\n\nText.\n\n")))),
        dimension("nested lists", 25, |n| {
            Site::of(each(400, |_| each(n, |k| " ".repeat(2 * k) + "- Item\n") + "\nText.\n\n"))
        }),
        dimension("nested quotes", 25, |n| Site::of(each(400, |_| ">".repeat(n) + " Text.\n\n"))),
        dimension("nested callouts", 25, |n| {
            Site::of(each(40, |_| each(n, |k| "> ".repeat(k + 1) + "[!note] Title\n") + "\nText.\n\n"))
        }),
        dimension("quotes", 8_000, |n| Site::of(each(n, |_| "> Text.\n\nText.\n\n".into()))),
        dimension("lines of a quote", 15_000, |n| Site::of(each(n, |_| "> Text.\n".into()))),
        dimension("callouts", 8_000, |n| Site::of(each(n, |_| "> [!note] Title\n> Text.\n\n".into()))),
        dimension("callouts in a callout", 4_000, |n| {
            Site::of("> [!note] Title\n".to_owned() + &each(n, |_| "> > [!note] Title\n> > Text.\n>\n".into()))
        }),
        dimension("containers", 8_000, |n| Site::of(each(n, |_| ":::note[Title]\nText.\n:::\n\n".into()))),
        dimension("tabs", 4_000, |n| Site::of(format!("::::tabs\n{}::::\n", ":::tab[A]\nText.\n:::\n".repeat(n)))),
        dimension("sized images", 4_000, |n| Site::of(each(n, |_| "![a](https://b.c/d.png){width=300}\n\n".into()))),
        dimension("marked words", 8_000, |n| Site::of(each(n, |_| "A ==marked== word.\n\n".into()))),
        dimension("lines of a callout", 15_000, |n| {
            Site::of("> [!note] Title\n".to_owned() + &each(n, |_| "> Text.\n".into()))
        }),
        dimension("table rows", 8_000, |n| {
            Site::of("| a | b |\n|---|---|\n".to_owned() + &each(n, |k| format!("| {k} | x |\n")))
        }),
        dimension("table columns", 5_000, |n| {
            Site::of("| a ".repeat(n) + "|\n" + &"|---".repeat(n) + "|\n" + &"| x ".repeat(n) + "|\n")
        }),
        dimension("tables", 2_000, |n| Site::of("| a | b |\n|---|---|\n| x | y |\n\n".repeat(n))),
        dimension("definitions", 8_000, |n| Site::of(each(n, |k| format!("Term {k}\n: What it means.\n\n")))),
        dimension("definitions of a term", 8_000, |n| {
            Site::of("Term\n".to_owned() + &each(n, |_| ": What it means.\n".into()))
        }),
        dimension("code blocks", 3_000, |n| Site::of("```\ncode\n```\n\n".repeat(n))),
        dimension("lines of code", 4_000, |n| Site::of("```rust\n".to_owned() + &"let a = 5;\n".repeat(n) + "```\n")),
        dimension("highlighted blocks", 1_000, |n| Site::of("```rust\nlet a = 5;\n```\n\n".repeat(n))),
        dimension("indented code", 8_000, |n| Site::of("    code\n\nText.\n\n".repeat(n))),
        dimension("rules", 15_000, |n| Site::of("---\n\nText.\n\n".repeat(n))),
        dimension("comments", 10_000, |n| Site::of("<!-- comment -->\n\nText.\n\n".repeat(n))),
        dimension("lines of a comment", 50_000, |n| Site::of("<!--\n".to_owned() + &"comment\n".repeat(n) + "-->\n")),
        dimension("marks of the search", 8_000, |n| {
            Site::of("<!-- search: off -->\n\nHidden.\n\n<!-- search: on -->\n\nText.\n\n".repeat(n))
        }),
        dimension("HTML blocks", 5_000, |n| Site::of("<div>x</div>\n\nText.\n\n".repeat(n))),
        dimension("HTML blocks that are passed", 5_000, |n| {
            Site::with("markdown: {raw_html: allow}\n").page("page", "", &"<div>x</div>\n\nText.\n\n".repeat(n))
        }),
        dimension("lines that end with two spaces", 15_000, |n| Site::of("Text.  \n".repeat(n))),
        dimension("empty lines", 500_000, |n| Site::of("\n".repeat(n))),
        dimension("spaces", 500_000, |n| Site::of("a".to_owned() + &" ".repeat(n) + "b")),
        dimension("lines with carriage returns", 15_000, |n| Site::of("Text.\r\n\r\n".repeat(n))),
        dimension("hash marks", 300_000, |n| Site::of("#".repeat(n) + " x\n")),
        dimension("carets", 100_000, |n| Site::of("a ^".repeat(n))),
    ]
}

fn spans() -> Vec<Dimension> {
    vec![
        dimension("formulas", 2_000, |n| Site::of(each(n, |k| format!("$a_{k} + b$\n")))),
        dimension("displayed formulas", 2_000, |n| Site::of(each(n, |k| format!("$$a_{k} + b$$\n\n")))),
        dimension("length of a formula", 10_000, |n| Site::of("$".to_owned() + &"a + ".repeat(n) + "b$\n")),
        dimension("braces of a formula", 1_000, |n| {
            Site::of("$".to_owned() + &"{".repeat(n) + "a" + &"}".repeat(n) + "$\n")
        }),
        dimension("dollar signs", 50_000, |n| Site::of("$5 ".repeat(n))),
        dimension("dollar signs in a row", 50_000, |n| Site::of("a$".repeat(n))),
        dimension("inline code", 15_000, |n| Site::of("`code` text\n".repeat(n))),
        dimension("runs of backticks", 300, |n| Site::of(each(n, |k| "`".repeat(k + 1) + " "))),
        dimension("emphasis", 15_000, |n| Site::of("*a* **b** ~~c~~\n".repeat(n))),
        dimension("open emphasis", 50_000, |n| Site::of("*a **b _c ".repeat(n))),
        dimension("closing emphasis", 50_000, |n| Site::of("a* b** c_ ".repeat(n))),
        dimension("runs of emphasis", 100_000, |n| Site::of("*".repeat(n) + "a" + &"*".repeat(n))),
        dimension("nested emphasis", 10_000, |n| Site::of("*a ".repeat(n) + &"b* ".repeat(n))),
        dimension("underscores", 100_000, |n| Site::of("a_".repeat(n))),
        dimension("tildes", 50_000, |n| Site::of("~~a ~b ".repeat(n))),
        dimension("open brackets", 100_000, |n| Site::of("[".repeat(n))),
        dimension("pairs of brackets", 50_000, |n| Site::of("[a] ".repeat(n))),
        dimension("nested brackets", 50_000, |n| Site::of("[".repeat(n) + "a" + &"]".repeat(n))),
        dimension("open links", 50_000, |n| Site::of("[a](".repeat(n))),
        dimension("open addresses", 50_000, |n| Site::of("[a](<b".repeat(n))),
        dimension("open wikilinks", 50_000, |n| Site::of("[[a".repeat(n))),
        dimension("open images", 50_000, |n| Site::of("![a".repeat(n))),
        dimension("open footnotes", 50_000, |n| Site::of("[^a".repeat(n))),
        dimension("open tags", 50_000, |n| Site::of("<a ".repeat(n))),
        dimension("open comments", 50_000, |n| Site::of("a <!-- ".repeat(n))),
        dimension("open entities", 100_000, |n| Site::of("&a".repeat(n))),
        dimension("entities", 50_000, |n| Site::of("&amp; ".repeat(n))),
        dimension("escapes", 50_000, |n| Site::of("\\* ".repeat(n))),
        dimension("parentheses", 50_000, |n| Site::of("[a](".to_owned() + &"(".repeat(n) + &")".repeat(n) + ")")),
        dimension("HTML tags", 10_000, |n| Site::of("a <b>x</b>\n".repeat(n))),
        dimension("HTML tags that are passed", 10_000, |n| {
            Site::with("markdown: {raw_html: allow}\n").page("page", "", &"a <b>x</b>\n".repeat(n))
        }),
        dimension("HTML attributes", 5_000, |n| {
            let attributes = each(n, |k| format!(" data-a{k}=\"x\""));
            Site::with("markdown: {raw_html: allow}\n").page("page", "", &format!("a <b{attributes}>x</b>\n"))
        }),
        dimension("nested HTML", 10_000, |n| {
            Site::with("markdown: {raw_html: allow}\n").page("page", "", &("<b>".repeat(n) + "x" + &"</b>".repeat(n)))
        }),
        dimension("quotation marks", 20_000, |n| Site::of("\"a\" and 'b' -- c...\n".repeat(n))),
        dimension("open quotation marks", 50_000, |n| Site::of("\"a ".repeat(n))),
        dimension("colons", 50_000, |n| Site::of("a: b :c ::\n".repeat(n))),
        dimension("lines with a colon", 20_000, |n| Site::of(":a\n".repeat(n))),
        dimension("pipes", 50_000, |n| Site::of("a | b\n".repeat(n))),
        dimension("signs of foreign blocks", 10_000, |n| Site::of("!x\n".repeat(n))),
        dimension("quotes before a sign", 100_000, |n| Site::of("a".to_owned() + &" >".repeat(n) + " :x\n")),
    ]
}

fn keys() -> Vec<Dimension> {
    vec![
        dimension("tags of a page", 500, |n| Site::keys(format!("tags: [{}]\n", each(n, |k| format!("tag{k}, "))))),
        dimension("aliases of a page", 1_000, |n| {
            Site::keys(format!("aliases: [{}]\n", each(n, |k| format!("name {k}, "))))
        }),
        dimension("redirects to a page", 500, |n| {
            Site::keys(format!("redirect_from: [{}]\n", each(n, |k| format!("/old/{k}, "))))
        }),
        dimension("free keys", 1_000, |n| {
            Site::keys("extra:\n".to_owned() + &each(n, |k| format!("  key{k}: value\n")))
        }),
        dimension("questions", 300, |n| {
            Site::keys("questions:\n".to_owned() + &each(n, |k| format!("  - {{q: Why {k}?, a: Because.}}\n")))
        }),
        dimension("points of a checklist", 200, |n| {
            Site::keys(
                "type: checklist\nitems:\n".to_owned()
                    + &each(n, |k| format!("  - {{id: i{k}, do: \"Do {k}.\", risk: high}}\n")),
            )
        }),
        dimension("steps of a path", 75, |n| {
            let steps = each(n, |k| format!("      - {{id: i{k}, page: p{k}}}\n"));
            Site::default()
                .page("page", &format!("type: path\nstages:\n  - title: Day\n    steps:\n{steps}"), "Text.\n")
                .pages(n, |k| (String::new(), prose(k)))
        }),
        dimension("stages of a path", 75, |n| {
            let stages = each(n, |k| format!("  - title: Day {k}\n    steps: [{{id: i{k}, page: index}}]\n"));
            Site::keys(format!("type: path\nstages:\n{stages}"))
        }),
        dimension("skills of a role", 75, |n| {
            let skills = each(n, |k| format!("  - {{skill: p{k}, level: required}}\n"));
            Site::default()
                .page("page", &format!("type: role\nskills:\n{skills}"), "Text.\n")
                .pages(n, |k| ("type: skill\n".into(), prose(k)))
        }),
        dimension("lines of a field", 800, |n| {
            Site::keys("type: role\nresponsibilities:\n".to_owned() + &each(n, |k| format!("  - Answers for {k}\n")))
        }),
        dimension("subjects of a comparison", 250, |n| {
            let subjects = each(n, |k| format!("  - {{id: s{k}, title: Subject {k}}}\n"));
            let values = each(n, |k| format!("s{k}: x, "));
            Site::keys(format!(
                "type: comparison\nsubjects:\n{subjects}criteria:\n  - {{name: Pay, values: {{{values}}}}}\n"
            ))
        }),
        dimension("criteria of a comparison", 250, |n| {
            let criteria = each(n, |k| format!("  - {{name: Pay {k}, values: {{a: x, b: y}}}}\n"));
            Site::keys(format!(
                "type: comparison\nsubjects: [{{id: a, title: A}}, {{id: b, title: B}}]\ncriteria:\n{criteria}"
            ))
        }),
        dimension("letters of a title", 15_000, |n| {
            Site::keys(format!("description: {}\naliases: [{}]\n", "a b ".repeat(n / 4), "c d ".repeat(n / 8)))
        }),
    ]
}
