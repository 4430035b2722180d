//! What a site can have more of that is wrong with it: one dimension at least for each kind of problem.

use crate::Dimension;
use crate::site::{Site, each, prose};

/// All of them.
pub fn dimensions() -> Vec<Dimension> {
    let mut all = on_a_page();
    all.extend(on_pages());
    all
}

fn dimension(name: &'static str, n: usize, site: fn(usize) -> Site) -> Dimension {
    Dimension { name, n, site }
}

/// So many of one kind on a page, each on a line or all in one.
fn on_a_page() -> Vec<Dimension> {
    vec![
        dimension("errors: broken links", 3_000, |n| Site::of(each(n, |k| format!("[a](nowhere{k}.md)\n")))),
        dimension("errors: broken links in a line", 3_000, |n| Site::of(each(n, |k| format!("[a](nowhere{k}.md) ")))),
        dimension("errors: broken links in Russian", 3_000, |n| {
            Site::of(each(n, |k| format!("[а](нигде{k}.md) слово ")))
        }),
        dimension("errors: broken wikilinks", 3_000, |n| Site::of(each(n, |k| format!("[[Nowhere {k}]]\n")))),
        dimension("errors: links that mean each a page nearly", 300, |n| {
            Site::of(each(n, |k| format!("[[pagee number {k}]]\n")))
                .pages(n, |k| (format!("aliases: [page numbre {k}]\n"), prose(k)))
        }),
        dimension("errors: broken links among pages", 300, |n| {
            Site::of(each(n, |k| format!("[[Nowhere {k}]]\n"))).pages(n, |k| (String::new(), prose(k)))
        }),
        dimension("errors: files that are not there", 2_000, |n| {
            Site::of(each(n, |k| format!("![[nowhere{k}.png]]\n\n")))
        }),
        dimension("errors: pictures that are not there among files", 500, |n| {
            let site = Site::of(each(n, |k| format!("![[nowhere{k}.png]]\n\n")));
            (0..n).fold(site, |site, k| site.file(&format!("f/a{k}.png"), "x"))
        }),
        dimension("errors: broken anchors", 3_000, |n| Site::of(each(n, |k| format!("[a](#nowhere{k})\n")))),
        dimension("errors: broken anchors among headings", 1_000, |n| {
            Site::of(each(n, |k| format!("[a](other.md#prat-{k})\n"))).page(
                "other",
                "",
                &each(n, |k| format!("## Part {k}\n\n")),
            )
        }),
        dimension("errors: broken blocks among blocks", 1_000, |n| {
            Site::of(each(n, |k| format!("[[other#^c{k}]]\n"))).page(
                "other",
                "",
                &each(n, |k| format!("Text. ^b{k}\n\n")),
            )
        }),
        dimension("errors: broken links in HTML", 3_000, |n| {
            Site::with("markdown: {raw_html: allow}\n").page(
                "page",
                "",
                &each(n, |k| format!("<a href=\"nowhere{k}.html\">a</a>\n")),
            )
        }),
        dimension("errors: schemes", 3_000, |n| Site::of(each(n, |k| format!("[a](slack:{k})\n")))),
        dimension("errors: scripts", 3_000, |n| Site::of(each(n, |k| format!("[a](javascript:{k})\n")))),
        dimension("errors: links without an address", 3_000, |n| Site::of(each(n, |_| "[a]()\n".into()))),
        dimension("errors: no links", 3_000, |n| Site::of(each(n, |k| format!("[a](my page{k}.md)\n")))),
        dimension("errors: no links in a line", 3_000, |n| Site::of(each(n, |k| format!("[a](my page{k}.md) ")))),
        dimension("errors: no links in cells", 1_000, |n| {
            Site::of("| a | b |\n|---|---|\n".to_owned() + &each(n, |_| "| [[index|a]] | b |\n".into()))
        }),
        dimension("errors: kinds of callouts", 3_000, |n| Site::of(each(n, |k| format!("> [!kind{k}] Title\n\n")))),
        dimension("errors: formulas", 2_000, |n| Site::of(each(n, |k| format!("$\\foo{{{k}$\n")))),
        dimension("errors: footnotes without a reference", 3_000, |n| {
            Site::of(each(n, |k| format!("[^{k}]: Note.\n\n")))
        }),
        dimension("errors: footnotes defined twice", 3_000, |n| {
            Site::of("Text.[^a]\n\n".to_owned() + &each(n, |_| "[^a]: Note.\n\n".into()))
        }),
        dimension("errors: footnotes that are not there", 3_000, |n| Site::of(each(n, |k| format!("Text.[^{k}]\n")))),
        dimension("errors: ids of headings", 3_000, |n| Site::of(each(n, |_| "## Part {#a}\n\n".into()))),
        dimension("errors: ids of tasks", 3_000, |n| Site::of(each(n, |_| "- [ ] Task {#a}\n".into()))),
        dimension("errors: raw HTML", 5_000, |n| Site::of(each(n, |_| "a <b>x</b>\n".into()))),
        dimension("errors: blocks of other programs", 5_000, |n| Site::of(each(n, |_| ":::tip\n\nText.\n\n".into()))),
        dimension("errors: open comments", 5_000, |n| Site::of(each(n, |_| "Text.\n\n<!-- a\n\n".into()))),
        dimension("errors: mixed alphabets", 3_000, |n| Site::of(each(n, |k| format!("Слoво{k}\n")))),
        dimension("errors: embeds in a text", 2_000, |n| Site::of(each(n, |_| "Text ![[index]] more.\n".into()))),
        dimension("errors: embeds that are not there", 2_000, |n| {
            Site::of(each(n, |k| format!("![[Nowhere {k}]]\n\n")))
        }),
        dimension("errors: too many embeds", 2_000, |n| {
            Site::of(each(n, |_| "![[other]]\n\n".into())).page("other", "", "Text.\n")
        }),
        dimension("errors: spellings", 3_000, |n| {
            Site::with("spelling: {bad word: good word}\n").page("page", "", &each(n, |_| "A bad word.\n".into()))
        }),
        dimension("errors: spellings in a line", 3_000, |n| {
            Site::with("spelling: {bad word: good word}\n").page("page", "", &each(n, |_| "A bad word. ".into()))
        }),
        dimension("errors: views", 300, |n| Site::of("```view\ntable: {type: nothing}\n```\n\n".repeat(n))),
        dimension("errors: marks of audiences", 2_000, |n| {
            Site::with("audiences: {internal: , client: }\ndefault_audience: [internal, client]\n").page(
                "page",
                "",
                &each(n, |k| format!("<!-- audience: nobody{k} -->\n\nText.\n\n")),
            )
        }),
        dimension("errors: code that cannot be highlighted", 500, |n| {
            Site::of(each(n, |k| format!("```lang{k}\ncode\n```\n\n")))
        }),
        dimension("errors: links to a name of many pages", 300, |n| {
            Site::of("[[Same]]\n".repeat(n)).pages(n, |k| ("aliases: [Same]\n".into(), prose(k)))
        }),
        dimension("errors: unknown keys", 500, |n| Site::keys(each(n, |k| format!("key{k}: value\n")))),
        dimension("errors: keys that mean each another", 500, |n| {
            Site::keys(each(n, |k| format!("titel{k}: value\n")))
        }),
        dimension("errors: wrong values of a field", 300, |n| {
            Site::keys("type: role\nskills:\n".to_owned() + &each(n, |_| "  - {skill: index, level: none}\n".into()))
        }),
        dimension("errors: ids of points", 300, |n| {
            Site::keys("type: checklist\nitems:\n".to_owned() + &each(n, |_| "  - {id: same, do: It.}\n".into()))
        }),
        dimension("errors: fields that name no page", 75, |n| {
            Site::keys("type: role\nskills:\n".to_owned() + &each(n, |k| format!("  - {{skill: nowhere{k}}}\n")))
        }),
        dimension("errors: names of files with letters of two alphabets", 300, |n| {
            (0..n).fold(Site::default(), |site, k| site.page(&format!("слoво{k}"), "", "Text.\n"))
        }),
    ]
}

/// One on each of so many pages, or between them.
fn on_pages() -> Vec<Dimension> {
    vec![
        dimension("errors: pages with a broken link", 300, |n| {
            Site::default().pages(n, |k| (String::new(), format!("[[Nowhere {k}]]\n")))
        }),
        dimension("errors: pages with a broken path", 300, |n| {
            Site::default().pages(n, |k| (String::new(), format!("[a](nowhere{k}.md)\n")))
        }),
        dimension("errors: pages with a broken anchor", 300, |n| {
            Site::default().pages(n, |k| (String::new(), format!("[a](#nowhere{k})\n")))
        }),
        dimension("errors: pages with a picture that is not there", 300, |n| {
            let site = Site::default().pages(n, |k| (String::new(), format!("![[nowhere{k}.png]]\n")));
            (0..n).fold(site, |site, k| site.file(&format!("f/a{k}.png"), "x"))
        }),
        dimension("errors: pages of one title", 300, |n| {
            (0..n).fold(Site::default(), |site, k| {
                site.file(&format!("p{k}.md"), &format!("---\ntitle: Same\n---\n\n{}", prose(k)))
            })
        }),
        dimension("errors: pages of one title that link to it", 150, |n| {
            (0..n)
                .fold(Site::default(), |site, k| site.file(&format!("p{k}.md"), "---\ntitle: Same\n---\n\n[[Same]]\n"))
        }),
        dimension("errors: pages of one address", 300, |n| {
            (0..n).fold(Site::default(), |site, k| site.page(&format!("p{k}"), "slug: same\n", &prose(k)))
        }),
        dimension("errors: pages and files of one address", 300, |n| {
            (0..n).fold(Site::default(), |site, k| {
                site.page(&format!("p{k}"), "", &prose(k)).file(&format!("p{k}.html"), "x")
            })
        }),
        dimension("errors: redirects to many pages", 300, |n| {
            Site::default().pages(n, |k| ("redirect_from: [/old]\n".into(), prose(k)))
        }),
        dimension("errors: redirects from pages", 300, |n| {
            Site::default()
                .pages(n, |k| (format!("redirect_from: [/f{}/p{}.html]\n", (k + 1) % n / 50, (k + 1) % n), prose(k)))
        }),
        dimension("errors: redirects of a page to others", 200, |n| {
            let old = each(n, |k| format!("/f{}/p{k}.html, ", k / 50));
            Site::keys(format!("redirect_from: [{old}]\n")).pages(n, |k| (String::new(), prose(k)))
        }),
        dimension("errors: tags of one address", 300, |n| {
            Site::default().pages(n, |k| (format!("tags: [{}]\n", ["One", "one", "ONE", "öne"][k % 4]), prose(k)))
        }),
        dimension("errors: pages with an unknown key", 300, |n| {
            Site::default().pages(n, |k| (format!("key{k}: value\n"), prose(k)))
        }),
        dimension("errors: pages without a field", 300, |n| {
            Site::default().pages(n, |k| ("type: checklist\nitems: []\n".into(), prose(k)))
        }),
        dimension("errors: pages with a field of the wrong type", 300, |n| {
            Site::default().pages(n, |k| ("type: role\nmission: 5\n".into(), prose(k)))
        }),
        dimension("errors: pages of no type", 300, |n| {
            Site::default().pages(n, |k| (format!("type: t{k}\n"), prose(k)))
        }),
        dimension("errors: pages whose front matter is no YAML", 300, |n| {
            Site::default().pages(n, |k| ("a: [\n".into(), prose(k)))
        }),
        dimension("errors: pages without a template", 300, |n| {
            Site::default().pages(n, |k| (format!("template: t{k}.html\n"), prose(k)))
        }),
        dimension("errors: pages with a slug that is none", 300, |n| {
            Site::default().pages(n, |k| (format!("slug: A {k}\n"), prose(k)))
        }),
        dimension("errors: roles that name no page", 300, |n| {
            Site::default().pages(n, |k| (format!("type: role\nskills: [{{skill: nowhere{k}}}]\n"), prose(k)))
        }),
        dimension("errors: roles that name a page of another type", 300, |n| {
            Site::default().pages(n, |k| (format!("type: role\nskills: [{{skill: p{}}}]\n", (k + 1) % n), prose(k)))
        }),
        dimension("errors: pages that lead to none instead", 300, |n| {
            Site::default().pages(n, |k| (format!("status: deprecated\nsuperseded_by: nowhere{k}\n"), prose(k)))
        }),
        dimension("errors: pages with one translation key", 150, |n| {
            let site = Site::with("languages: {en: , ru: }\n");
            (0..n).fold(site, |site, k| site.page(&format!("en/p{k}"), "translation_key: same\n", &prose(k)))
        }),
        dimension("errors: pages with a mixed word", 300, |n| {
            Site::default().pages(n, |k| (String::new(), format!("Слoво{k}\n")))
        }),
        dimension("errors: pages with a view of nothing", 200, |n| {
            Site::default().pages(n, |_| (String::new(), "```view\ntable: {type: nothing}\n```\n".into()))
        }),
        dimension("errors: terms of one name", 300, |n| {
            Site::of(prose(1)).file("glossary.yaml", &each(n, |_| "- {term: Same, definition: It.}\n".into()))
        }),
        dimension("errors: terms without a definition", 300, |n| {
            Site::of(prose(1)).file("glossary.yaml", &each(n, |k| format!("- {{term: Term{k}}}\n")))
        }),
        dimension("errors: names of two terms", 300, |n| {
            Site::of(prose(1))
                .file("glossary.yaml", &each(n, |k| format!("- {{term: Term{k}, definition: It., aliases: [same]}}\n")))
        }),
        dimension("errors: two files of a page", 300, |n| {
            let both = |site: Site, k: usize| {
                site.page(&format!("d{k}/index"), "", &prose(k)).page(&format!("d{k}/README"), "", &prose(k))
            };
            (0..n).fold(Site::default(), both)
        }),
        dimension("errors: files in no language", 300, |n| {
            let site = Site::with("languages: {en: , ru: }\n");
            (0..n).fold(site, |site, k| site.page(&format!("p{k}"), "", &prose(k)))
        }),
        dimension("errors: pages for nobody", 300, |n| {
            Site::with("audiences: {internal: , client: }\ndefault_audience: [internal]\n")
                .pages(n, |k| (format!("audience: [nobody{k}]\n"), prose(k)))
        }),
        dimension("errors: links that name what is for others", 200, |n| {
            let two = "audiences: {internal: , client: }\ndefault_audience: [internal, client]\n";
            let site = Site::with(two).for_whom("client").page("page", "", &each(n, |k| format!("[[p{k}]]\n")));
            site.pages(n, |k| ("audience: [internal]\n".into(), prose(k)))
        }),
        dimension("errors: what is for others and stands elsewhere", 100, |n| {
            let two = "audiences: {internal: , client: }\ndefault_audience: [internal, client]\n";
            let site = Site::with(two).for_whom("client").page(
                "page",
                "",
                &each(n, |k| format!("Secret number{k} stands here.\n\n")),
            );
            (0..n).fold(site, |site, k| {
                site.file(
                    &format!("h{k}.md"),
                    &format!("---\ntitle: Secret number{k}\naudience: [internal]\n---\n\nText.\n"),
                )
            })
        }),
    ]
}
