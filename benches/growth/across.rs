//! What a site can have more of: pages, and what they say of each other.

use crate::Dimension;
use crate::site::{Site, each, prose};

/// All of them.
pub fn dimensions() -> Vec<Dimension> {
    let mut all = pages();
    all.extend(names());
    all.extend(embeds());
    all.extend(data());
    all.extend(words());
    all.extend(audiences());
    all
}

fn dimension(name: &'static str, n: usize, site: fn(usize) -> Site) -> Dimension {
    Dimension { name, n, site }
}

fn plain(keys: &str, k: usize) -> (String, String) {
    (keys.to_owned(), prose(k) + "\n")
}

/// So many pages in the folder `f`.
fn beside(site: Site, n: usize, of: impl Fn(usize) -> (String, String)) -> Site {
    let one = |site: Site, k: usize| {
        let (keys, body) = of(k);
        site.page(&format!("f/p{k}"), &keys, &body)
    };
    (0..n).fold(site, one)
}

fn pages() -> Vec<Dimension> {
    vec![
        dimension("pages", 400, |n| Site::default().pages(n, |k| plain("", k))),
        dimension("pages in one folder", 400, |n| beside(Site::default(), n, |k| plain("", k))),
        dimension("pages at the top", 400, |n| {
            (0..n).fold(Site::default(), |site, k| site.page(&format!("p{k}"), "", &prose(k)))
        }),
        dimension("pages with an order", 400, |n| beside(Site::default(), n, |k| plain(&format!("order: {k}\n"), k))),
        dimension("folders", 300, |n| {
            (0..n).fold(Site::default(), |site, k| site.page(&format!("d{k}/p"), "", &prose(k)))
        }),
        dimension("folders with a page of their own", 300, |n| {
            (0..n).fold(Site::default(), |site, k| site.page(&format!("d{k}/index"), "", &prose(k)))
        }),
        dimension("depth of a folder", 30, |n| Site::default().page(&("d/".repeat(n) + "p"), "", "Text.\n")),
        dimension("pages below others", 30, |n| {
            (0..n).fold(Site::default(), |site, k| site.page(&("d/".repeat(k) + "p"), "", &prose(k)))
        }),
        dimension("files", 20_000, |n| {
            (0..n).fold(Site::default(), |site, k| site.file(&format!("f{}/a{k}.txt", k / 50), "x"))
        }),
        dimension("files in one folder", 20_000, |n| {
            (0..n).fold(Site::default(), |site, k| site.file(&format!("f/a{k}.txt"), "x"))
        }),
        dimension("files of one name", 20_000, |n| {
            (0..n).fold(Site::default(), |site, k| site.file(&format!("f{k}/a.txt"), "x"))
        }),
        dimension("images of pages", 300, |n| {
            let site = Site::default().pages(n, |k| (String::new(), format!("![a](a{k}.png)\n")));
            (0..n).fold(site, |site, k| site.file(&format!("f{}/a{k}.png", k / 50), "x"))
        }),
        dimension("languages", 6, |n| {
            let codes = each(n, |k| format!("x{k}: , "));
            let site = Site::with(&format!("default_language: x0\nlanguages: {{{codes}}}\n"));
            (0..50).fold(site, |site, k| site.page(&format!("x0/p{k}"), "", &prose(k)))
        }),
        dimension("pages in two languages", 200, |n| {
            let site = Site::with("languages: {en: , ru: }\n");
            (0..n).fold(site, |site, k| {
                site.page(&format!("en/p{k}"), "", &prose(k)).page(&format!("ru/p{k}"), "", &prose(k))
            })
        }),
        dimension("pages shown in another language", 200, |n| {
            let site = Site::with("languages: {en: , ru: }\n");
            (0..n).fold(site, |site, k| site.page(&format!("en/p{k}"), "", &prose(k)))
        }),
        dimension("translations by key", 200, |n| {
            let site = Site::with("languages: {en: , ru: }\n");
            let key = |k: usize| format!("translation_key: k{k}\n");
            (0..n).fold(site, |site, k| {
                site.page(&format!("en/p{k}"), &key(k), &prose(k)).page(&format!("ru/q{k}"), &key(k), &prose(k))
            })
        }),
        dimension("drafts", 1_000, |n| Site::default().pages(n, |k| plain("draft: true\n", k))),
        dimension("unlisted pages", 400, |n| Site::default().pages(n, |k| plain("unlisted: true\n", k))),
        dimension("pages kept out of the search", 400, |n| Site::default().pages(n, |k| plain("search: false\n", k))),
        dimension("pages with dates", 400, |n| {
            Site::with("base_url: https://a.example/\n")
                .pages(n, |k| plain("date: 2026-01-01\nupdated: 2026-02-02\n", k))
        }),
        dimension("pages that are overdue", 400, |n| {
            Site::with("review_in: {default: 1 month}\n")
                .pages(n, |k| plain("last_reviewed_on: 2026-01-01\nowner: Ann\n", k))
        }),
        dimension("pages that lead to the next by a status", 400, |n| {
            Site::default().pages(n, |k| plain(&format!("status: deprecated\nsuperseded_by: p{}\n", (k + 1) % n), k))
        }),
        dimension("languages of a code block", 400, |n| {
            Site::default().pages(n, |_| (String::new(), "```rust\nlet a;\n```\n".into()))
        }),
    ]
}

fn names() -> Vec<Dimension> {
    vec![
        dimension("links between pages", 400, |n| {
            Site::default().pages(n, |k| (String::new(), format!("[[p{}]]\n", (k + 1) % n)))
        }),
        dimension("links from one page", 400, |n| {
            Site::of(each(n, |k| format!("[[p{k}]]\n"))).pages(n, |k| plain("", k))
        }),
        dimension("links to one page from others", 400, |n| {
            Site::default().pages(n, |_| (String::new(), "[[index]]\n".into()))
        }),
        dimension("links by title", 400, |n| {
            Site::default().pages(n, |k| (String::new(), format!("[[The f{}/p{}]]\n", (k + 1) % n / 50, (k + 1) % n)))
        }),
        dimension("aliases", 400, |n| Site::default().pages(n, |k| plain(&format!("aliases: [Name {k}]\n"), k))),
        dimension("redirects", 400, |n| {
            Site::default().pages(n, |k| plain(&format!("redirect_from: [/old/{k}]\n"), k))
        }),
        dimension("tags", 300, |n| Site::default().pages(n, |k| plain(&format!("tags: [t{k}]\n"), k))),
        dimension("pages of a tag", 400, |n| Site::default().pages(n, |k| plain("tags: [one]\n", k))),
        dimension("pages of ten tags", 300, |n| {
            Site::default()
                .pages(n, |k| plain(&format!("tags: [{}]\n", each(10, |t| format!("t{}, ", (k * 7 + t) % 40))), k))
        }),
        dimension("links to pages for others' drafts", 400, |n| {
            Site::of(each(n, |k| format!("[a](d{k}/x.md) [b](e{k})\n"))).pages(n, |k| plain("draft: true\n", k)).page(
                "e0/x",
                "draft: true\n",
                "",
            )
        }),
        dimension("links to a draft", 8_000, |n| {
            Site::of(each(n, |k| format!("[words {k}](draft.md)\n"))).page("draft", "draft: true\n", "")
        }),
        dimension("links to a draft in a line", 8_000, |n| {
            Site::of(each(n, |k| format!("[words {k}](draft.md) "))).page("draft", "draft: true\n", "")
        }),
        dimension("embeds of a draft", 8_000, |n| {
            Site::of(each(n, |_| "![[draft]]\n\n".into())).page("draft", "draft: true\n", "")
        }),
        dimension("images in links to a draft", 8_000, |n| {
            Site::of(each(n, |_| "[![a](a.png)](draft.md)\n".into()))
                .page("draft", "draft: true\n", "")
                .file("a.png", "x")
        }),
        dimension("references to a draft", 8_000, |n| {
            let definitions = each(n, |k| format!("[t{k}]: draft.md\n"));
            Site::of(each(n, |k| format!("[t{k}]\n")) + "\n" + &definitions).page("draft", "draft: true\n", "")
        }),
        dimension("links to folders of drafts", 300, |n| {
            let site = Site::of(each(n, |k| format!("[a](d{k}/)\n")));
            (0..n).fold(site, |site, k| site.page(&format!("d{k}/x"), "draft: true\n", "Text.\n"))
        }),
        dimension("pictures by name", 400, |n| {
            let site = Site::default().pages(n, |k| (String::new(), format!("![[a{k}.png]]\n")));
            (0..n).fold(site, |site, k| site.file(&format!("img/a{k}.png"), "x"))
        }),
    ]
}

fn embeds() -> Vec<Dimension> {
    vec![
        dimension("pages that embed one", 400, |n| {
            Site::default().page("part", "", "Text.\n").pages(n, |_| (String::new(), "![[part]]\n".into()))
        }),
        dimension("pages that embed the next", 400, |n| {
            Site::default().pages(n, |k| {
                (String::new(), if k % 5 == 4 { "End.\n".into() } else { format!("![[p{}]]\n", (k + 1) % n) })
            })
        }),
        dimension("pages that embed thirty", 250, |n| {
            let others = |k: usize| each(30, |e| format!("![[q{}]]\n\n", (k * 30 + e) % n));
            let site = Site::default().pages(n, |k| (String::new(), others(k)));
            (0..n).fold(site, |site, k| site.page(&format!("q/q{k}"), "", &(prose(k) + "\n")))
        }),
        dimension("pages that embed sections", 200, |n| {
            let parts = |k: usize| format!("![[p{}#Part]]\n\n## Part\n\nText {k}.\n", (k + 1) % n);
            Site::default().pages(n, |k| (String::new(), parts(k)))
        }),
        dimension("sections of a page that pages embed", 150, |n| {
            let site = Site::default().page("all", "", &each(n, |k| format!("## Part {k}\n\nText.\n\n")));
            site.pages(n, |k| (String::new(), format!("![[all#Part {k}]]\n")))
        }),
        dimension("circles of embeds", 100, |n| {
            Site::default().pages(n, |k| (String::new(), format!("![[p{}]]\n", (k + 1) % n)))
        }),
    ]
}

const ROLE: &str = "type: role\nmission: Why.\n";

fn data() -> Vec<Dimension> {
    vec![
        dimension("roles that need one skill", 300, |n| {
            Site::default()
                .page("s", "type: skill\n", "Text.\n")
                .pages(n, |k| plain(&format!("{ROLE}skills: [{{skill: s}}]\n"), k))
        }),
        dimension("roles and skills", 200, |n| {
            let site =
                Site::default().pages(n, |k| plain(&format!("{ROLE}skills: [{{skill: s{k}, level: valued}}]\n"), k));
            (0..n).fold(site, |site, k| site.page(&format!("s/s{k}"), "type: skill\n", "Text.\n"))
        }),
        dimension("rows of a table", 300, |n| {
            Site::of("```view\ntable: {type: role, columns: [mission, words]}\n```\n".into())
                .pages(n, |k| plain(ROLE, k))
        }),
        dimension("rows of a list", 300, |n| {
            Site::of("```view\nlist: role\n```\n".into()).pages(n, |k| plain(ROLE, k))
        }),
        dimension("rows of cards", 300, |n| {
            Site::of("```view\ncards: role\n```\n".into()).pages(n, |k| plain(ROLE, k))
        }),
        dimension("rows that are sorted", 300, |n| {
            Site::of("```view\ntable: {type: role, sort: [-words, title]}\n```\n".into()).pages(n, |k| plain(ROLE, k))
        }),
        dimension("groups of a table", 300, |n| {
            Site::of("```view\ntable: {type: role, group: owner}\n```\n".into())
                .pages(n, |k| plain(&format!("{ROLE}owner: O{k}\n"), k))
        }),
        dimension("rows of a matrix", 300, |n| {
            Site::of("```view\nmatrix: {rows: role, columns: skill, value: skills.level}\n```\n".into())
                .page("s", "type: skill\n", "Text.\n")
                .pages(n, |k| plain(&format!("{ROLE}skills: [{{skill: s, level: valued}}]\n"), k))
        }),
        dimension("columns of a matrix", 300, |n| {
            Site::of("```view\nmatrix: {rows: skill, columns: role, value: skills.level}\n```\n".into())
                .page("s", "type: skill\n", "Text.\n")
                .pages(n, |k| plain(&format!("{ROLE}skills: [{{skill: s, level: valued}}]\n"), k))
        }),
        dimension("rows and columns of a matrix (n cells)", 900, |n| {
            let side = n.isqrt();
            let needs = each(5, |k| format!("{{skill: s{k}, level: valued}}, "));
            let site = Site::of("```view\nmatrix: {rows: role, columns: skill, value: skills.level}\n```\n".into());
            let site = (0..side).fold(site, |site, k| site.page(&format!("s/s{k}"), "type: skill\n", "Text.\n"));
            site.pages(side, |k| plain(&format!("{ROLE}skills: [{needs}]\n"), k))
        }),
        dimension("columns of a comparison", 100, |n| {
            Site::of("```view\ncompare: {type: role, fields: [mission]}\n```\n".into()).pages(n, |k| plain(ROLE, k))
        }),
        dimension("pages with a view", 100, |n| {
            let view = "```view\ntable: {type: skill, filter: tags contains \"t3\"}\n```\n";
            let site = (0..20).fold(Site::default(), |site, k| {
                site.page(&format!("s/s{k}"), &format!("type: skill\ntags: [t{k}]\n"), "")
            });
            site.pages(n, |_| (String::new(), view.to_owned()))
        }),
        dimension("views of a page", 20, |n| {
            let site = (0..20).fold(Site::default(), |site, k| {
                site.page(&format!("s/s{k}"), &format!("type: skill\ntags: [t{k}]\n"), "")
            });
            site.page("page", "", &"```view\ntable: skill\n```\n\n".repeat(n))
        }),
        dimension("parts of a filter", 50, |n| {
            let filter = each(n, |k| format!(" or tags contains \"t{k}\""));
            let view = format!("```view\ntable: {{type: role, filter: '{}'}}\n```\n", &filter[4..]);
            Site::of(view).pages(50, |k| plain(ROLE, k))
        }),
        dimension("views that are not filtered by a type", 60, |n| {
            let view = "```view\nlist: {filter: tags contains \"one\", limit: 3}\n```\n";
            Site::default().page("s", "tags: [one]\n", "").pages(n, |_| (String::new(), view.to_owned()))
        }),
        dimension("checklists", 200, |n| {
            Site::default().pages(n, |k| plain("type: checklist\nitems: [{id: a, do: It.}]\n", k))
        }),
        dimension("paths with one step", 200, |n| {
            Site::default()
                .pages(n, |k| plain("type: path\nstages: [{title: Day, steps: [{id: a, page: index}]}]\n", k))
        }),
        dimension("paths with steps of their own", 200, |n| {
            let keys = |k: usize| {
                format!("type: path\nstages: [{{title: Day, steps: [{{id: a, page: p{}}}]}}]\n", (k + 1) % n)
            };
            Site::default().pages(n, |k| plain(&keys(k), k))
        }),
        dimension("questions of pages", 300, |n| {
            Site::default().pages(n, |k| plain("questions: [{q: Why?, a: Because.}]\n", k))
        }),
    ]
}

fn words() -> Vec<Dimension> {
    vec![
        dimension("terms of a file", 300, |n| {
            let terms = each(n, |k| format!("- {{term: Term{k}, definition: It.}}\n"));
            Site::of(prose(1)).file("glossary.yaml", &terms)
        }),
        dimension("terms that are mentioned", 300, |n| {
            let terms = each(n, |k| format!("- {{term: Term{k}, definition: It.}}\n"));
            Site::of(each(n, |k| format!("The Term{k} is here.\n"))).file("glossary.yaml", &terms)
        }),
        dimension("terms with pages", 300, |n| {
            Site::default().pages(n, |k| plain(&format!("type: term\ndefinition: It.\nabbr: XY{k}\n"), k))
        }),
        dimension("terms of one beginning", 300, |n| {
            let terms = each(n, |k| format!("- {{term: Plan of {k}, definition: It.}}\n"));
            Site::of(each(n, |_| "The plan of a plan.\n".into())).file("glossary.yaml", &terms)
        }),
        dimension("terms of three words alike", 300, |n| {
            let terms = each(n, |k| format!("- {{term: Plan of the {k}, definition: It.}}\n"));
            Site::of(each(n, |_| "The plan of the plan.\n".into())).file("glossary.yaml", &terms)
        }),
        dimension("spellings of one beginning", 300, |n| {
            let avoid = each(n, |k| format!("plan of {k}, "));
            Site::of(each(n, |_| "The plan of a plan.\n".into()))
                .file("glossary.yaml", &format!("- {{term: Term, definition: It., avoid: [{avoid}]}}\n"))
        }),
        dimension("words of a term", 300, |n| {
            let term = format!("- {{term: {}, definition: It.}}\n", "plan ".repeat(n));
            Site::of("plan ".repeat(n) + "x\n").file("glossary.yaml", &term)
        }),
        dimension("names of a term", 300, |n| {
            let names = each(n, |k| format!("name{k}, "));
            Site::of(each(n, |k| format!("The name{k} is here.\n")))
                .file("glossary.yaml", &format!("- {{term: Term, definition: It., aliases: [{names}]}}\n"))
        }),
        dimension("pages that mention a term", 400, |n| {
            Site::default()
                .file("glossary.yaml", "- {term: plan, definition: It.}\n")
                .pages(n, |_| (String::new(), "A plan.\n".into()))
        }),
        dimension("mentions of a term", 8_000, |n| {
            Site::of("A plan is a plan.\n".repeat(n)).file("glossary.yaml", "- {term: plan, definition: It.}\n")
        }),
        dimension("spellings to avoid", 1_000, |n| {
            Site::with(&("spelling:\n".to_owned() + &each(n, |k| format!("  bad{k}: good{k}\n")))).page(
                "page",
                "",
                &prose(1),
            )
        }),
        dimension("words that all pages have", 400, |n| {
            Site::default().pages(n, |_| (String::new(), "plan team brief\n".into()))
        }),
        dimension("words of pages that no other has", 400, |n| {
            Site::default().pages(n, |k| (String::new(), each(20, |w| format!("w{k}x{w} "))))
        }),
    ]
}

const TWO: &str = "audiences: {internal: , client: }\ndefault_audience: [internal, client]\n";

fn audiences() -> Vec<Dimension> {
    let hidden = |n: usize| Site::with(TWO).for_whom("client").pages(n, |k| plain("audience: [internal]\n", k));
    vec![
        dimension("pages for others", 300, hidden),
        dimension("pages for this audience", 300, |n| {
            Site::with(TWO).for_whom("client").pages(n, |k| plain("audience: [client]\n", k))
        }),
        dimension("parts of a page for others", 2_000, |n| {
            let part = |k: usize| {
                format!("<!-- audience: internal -->\n\nSecret{k}.\n\n<!-- audience: all -->\n\n{}\n\n", prose(k))
            };
            Site::with(TWO).for_whom("client").page("page", "", &each(n, part))
        }),
        dimension("pages with parts for others", 200, |n| {
            let part = |k: usize| {
                format!("{}\n\n<!-- audience: internal -->\n\nSecret{k}.\n\n<!-- audience: all -->\n", prose(k))
            };
            Site::with(TWO).for_whom("client").pages(n, |k| (String::new(), part(k)))
        }),
        dimension("links to pages for others", 200, |n| {
            let site = Site::with(TWO).for_whom("client").page("page", "", &each(n, |k| format!("[[p{k}|words]]\n")));
            site.pages(n, |k| plain("audience: [internal]\n", k))
        }),
        dimension("links to folders for others", 200, |n| {
            let site = Site::with(TWO).for_whom("client").page("page", "", &each(n, |k| format!("[words](d{k}/)\n")));
            (0..n).fold(site, |site, k| site.page(&format!("d{k}/x"), "audience: [internal]\n", "Text.\n"))
        }),
        dimension("files for others", 1_000, |n| {
            let site = Site::with(TWO).for_whom("client").page("in/index", "audience: [internal]\n", "Text.\n");
            (0..n).fold(site, |site, k| site.file(&format!("in/a{k}.txt"), &format!("x{k}")))
        }),
        dimension("files of pages for others", 300, |n| {
            let page = |k: usize| ("audience: [internal]\n".to_owned(), format!("![a](a{k}.png)\n"));
            let site = Site::with(TWO).for_whom("client").pages(n, page);
            (0..n).fold(site, |site, k| site.file(&format!("f{}/a{k}.png", k / 50), &format!("x{k}")))
        }),
        dimension("names of what is for others", 300, |n| {
            let aliases = each(n, |k| format!("Secret name {k}, "));
            Site::with(TWO)
                .for_whom("client")
                .page("page", &format!("audience: [internal]\naliases: [{aliases}]\n"), "Text.\n")
                .pages(20, |k| plain("", k))
        }),
        dimension("headings of what is for others", 1_000, |n| {
            Site::with(TWO)
                .for_whom("client")
                .page("page", "audience: [internal]\n", &each(n, |k| format!("## Secret part {k}\n\n")))
                .pages(20, |k| plain("", k))
        }),
    ]
}
