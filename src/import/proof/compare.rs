//! What of a page of the source is not on the page of the site.
//!
//! In: [`Facts`] of the source, [`Shown`] of the site. Out: a [`Proof`] of this page.

use super::markup::Shown;
use super::{Facts, Loss, Piece, Proof, Reference, What, letters};
use crate::markdown;
use crate::url;

/// Places of one text that are tried: beyond, the page is a list of the same words.
const MOST_PLACES: usize = 4000;

/// So many bytes of letters are found by chance in no other words.
const LONG: usize = 24;

/// The letters of a page; what has been found is used up.
struct Stream<'a> {
    text: &'a str,
    starts: &'a [bool],
    in_code: &'a [bool],
    used: Vec<bool>,
    cursor: usize,
    /// Code is looked through before prose.
    code_first: bool,
}

/// Compares a page. `file` is the page's file in the source.
pub fn page(file: &str, facts: &Facts, shown: &Shown) -> Proof {
    let mut proof = Proof { pages: 1, ..Proof::default() };
    let mut stream = Stream {
        text: &shown.letters,
        starts: &shown.starts,
        in_code: &shown.in_code,
        used: vec![false; shown.letters.len()],
        cursor: 0,
        code_first: false,
    };
    let loss = |what: What, line: usize, text: &str, count: usize| Loss {
        what,
        file: file.to_owned(),
        line,
        text: shortened(text),
        count,
        target: String::new(),
        before: false,
    };
    for code in &facts.codes {
        if !stream.has_code(&code.text) {
            proof.losses.push(loss(What::Code, code.line, &code.text, 1));
        }
    }
    stream.cursor = 0;
    for run in &facts.runs {
        let words: Vec<&str> = words(&run.text);
        proof.total[0] += words.len();
        // Indented code is looked for in code: its words may stand anywhere.
        stream.code_first = run.text.starts_with("    ") || run.text.starts_with('\t');
        let lost = stream.lost(&words);
        if !lost.is_empty() {
            proof.losses.push(loss(What::Word, run.line, &lost.join(" "), lost.len()));
        }
    }
    let mut listed = |what: What, pieces: &[Piece], there: &[String]| {
        let mut free: Vec<Option<&String>> = there.iter().map(Some).collect();
        for piece in pieces.iter().filter(|piece| !letters(&piece.text).is_empty()) {
            let wanted = letters(&piece.text);
            let found = free.iter().position(|one| one.is_some_and(|one| one.contains(&wanted)));
            match found {
                Some(at) => free[at] = None,
                None => proof.losses.push(loss(what, piece.line, &piece.text, 1)),
            }
        }
    };
    listed(What::Heading, &facts.headings, &shown.headings);
    listed(What::Cell, &facts.cells, &shown.cells);
    // Other tools show it where docent has it for lists and the browser's window.
    if let Some(title) = facts.title.as_ref().filter(|title| !letters(&title.text).is_empty()) {
        let wanted = letters(&title.text);
        let there = std::iter::once(&shown.title).chain(&shown.headings).any(|one| one.contains(&wanted));
        proof.losses.extend((!there).then(|| loss(What::Heading, title.line, &title.text, 1)));
    }
    for link in missing(&facts.links, &shown.links) {
        let lost = loss(What::Link, link.line, &format!("[{}]({})", link.text, link.target), 1);
        proof.losses.push(Loss { target: link.target.clone(), ..lost });
    }
    for picture in facts.pictures.iter().filter(|picture| !has_picture(picture, shown)) {
        let lost = loss(What::Picture, picture.line, &picture.target, 1);
        proof.losses.push(Loss { target: picture.target.clone(), ..lost });
    }
    proof.pages_with_macros = usize::from(!shown.macros.is_empty());
    for (text, count) in &shown.macros {
        proof.losses.push(loss(What::Macro, 0, text, *count));
    }
    let headings = facts.headings.len() + usize::from(facts.title.is_some());
    let totals = [facts.codes.len(), facts.links.len(), facts.pictures.len(), headings, facts.cells.len()];
    proof.total[1..6].copy_from_slice(&totals);
    proof.total[6] = proof.lost(What::Macro);
    proof
}

/// A page of the source that the site does not have: all of it is lost.
pub fn absent(file: &str, facts: &Facts) -> Proof {
    page(file, facts, &Shown::default())
}

/// The words of a run: what stands between spaces and has a letter or a digit.
pub fn words(run: &str) -> Vec<&str> {
    run.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).collect()
}

impl Stream<'_> {
    /// The words of a run that are nowhere. The run as a whole is looked for first, then its longest parts.
    fn lost<'w>(&mut self, words: &[&'w str]) -> Vec<&'w str> {
        let texts: Vec<String> = words.iter().map(|word| letters(word)).collect();
        let mut lost = Vec::new();
        let mut at = 0;
        while at < texts.len() {
            let length = self.longest(&texts[at..]);
            if length == 0 {
                lost.push(words[at]);
                at += 1;
            } else {
                self.take(&texts[at..at + length]);
                at += length;
            }
        }
        lost
    }

    /// How many of these words stand somewhere in a row.
    fn longest(&self, texts: &[String]) -> usize {
        if self.find(texts).is_some() {
            return texts.len();
        }
        // As many as stand in a row; fewer do then, too.
        let (mut fits, mut fails) = (0, texts.len());
        while fits + 1 < fails {
            let half = fits.midpoint(fails);
            if self.find(&texts[..half]).is_some() { fits = half } else { fails = half }
        }
        fits
    }

    fn take(&mut self, texts: &[String]) {
        let Some(start) = self.find(texts) else { return };
        let end = start + texts.iter().map(String::len).sum::<usize>();
        self.used[start..end].fill(true);
        self.cursor = end;
    }

    /// Where these words stand and are not used up: in prose before in code, and behind what was found last before at the
    /// top.
    fn find(&self, texts: &[String]) -> Option<usize> {
        let wanted = texts.concat();
        // `tab expansion` is not `TabExpansion`: a word of the source begins a word of the page.
        let begins = texts.iter().scan(0, |at, text| Some(std::mem::replace(at, *at + text.len())));
        let begins: Vec<usize> = begins.collect();
        let code = self.code_first;
        let places = [(self.cursor, code), (0, code), (self.cursor, !code), (0, !code)];
        places.into_iter().find_map(|(from, in_code)| self.find_text(&wanted, from, in_code, &begins))
    }

    fn find_text(&self, wanted: &str, from: usize, in_code: bool, begins: &[usize]) -> Option<usize> {
        if wanted.is_empty() {
            return Some(self.cursor);
        }
        let free = |start: &usize| {
            let end = start + wanted.len();
            // A word that only begins or ends as another one is not that word.
            let is_word = self.starts[*start] && self.starts.get(end).copied().unwrap_or(true);
            let apart = begins.iter().skip(1).all(|at| self.starts.get(start + at) != Some(&false));
            let fits = (is_word || wanted.len() > LONG) && apart;
            self.in_code[*start] == in_code && fits && !self.used[*start..end].contains(&true)
        };
        let text = self.text.get(from..)?;
        text.match_indices(wanted).take(MOST_PLACES).map(|(at, _)| from + at).find(free)
    }

    /// Whether all of a code block is there, or each of its lines.
    fn has_code(&mut self, code: &str) -> bool {
        let code = &markdown::shown_code(code);
        let whole = letters(code);
        let places = [(self.cursor, true), (0, true), (0, false)];
        if let Some(start) = places.into_iter().find_map(|(from, in_code)| self.find_text(&whole, from, in_code, &[])) {
            let end = start + whole.len();
            self.used[start..end].fill(true);
            self.cursor = end;
            return true;
        }
        code.lines().all(|line| {
            let text = letters(line);
            let found = self.find_text(&text, 0, true, &[]).or_else(|| self.find_text(&text, 0, false, &[]));
            if let Some(start) = found {
                self.used[start..start + text.len()].fill(true);
            }
            found.is_some()
        })
    }
}

/// The links that are not there. What is found is used up: by links to other sites first, which lead where they led, and by
/// links that say the same.
fn missing<'a>(links: &'a [Reference], there: &[(String, String)]) -> Vec<&'a Reference> {
    let mut free: Vec<Option<(&str, String)>> =
        there.iter().map(|(words, href)| Some((words.as_str(), plain_target(href)))).collect();
    let mut left: Vec<&Reference> = links.iter().collect();
    for (of_others, exact) in [(true, true), (true, false), (false, true), (false, false)] {
        left.retain(|link| {
            let (text, target) = (letters(&link.text), plain_target(&link.target));
            let outside = target.contains("://") || target.starts_with("mailto:");
            if outside != of_others {
                return true;
            }
            let same = |words: &str, href: &str| match (outside, exact) {
                (true, true) => href == target && words == text,
                (true, false) => href == target,
                (false, true) => words == text,
                (false, false) => words.contains(&text),
            };
            let found = free.iter().position(|one| one.as_ref().is_some_and(|(words, href)| same(words, href)));
            found.map(|at| free[at] = None).is_none()
        });
    }
    left
}

/// An address as browsers compare it.
fn plain_target(target: &str) -> String {
    let mut plain = String::new();
    let mut letters = target.trim().chars().peekable();
    while let Some(c) = letters.next() {
        // A backslash in a destination escapes a sign.
        if c != '\\' || !letters.peek().is_some_and(char::is_ascii_punctuation) {
            plain.push(c);
        }
    }
    url::decode(&plain.replace("&amp;", "&")).trim_end_matches('/').to_lowercase()
}

fn has_picture(picture: &Reference, shown: &Shown) -> bool {
    let name = |target: &str| {
        let path = target.split(['#', '?']).next().unwrap_or_default();
        letters(&url::decode(crate::import::tree::name(path)))
    };
    let wanted = name(&picture.target);
    wanted.is_empty()
        || shown.pictures.iter().any(|shown| name(shown) == wanted)
        || shown.links.iter().any(|(_, href)| name(href) == wanted)
}

/// The first words of a text, on one line.
fn shortened(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(120) {
        Some((end, _)) => format!("{} ...", &line[..end]),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{markdown, markup};
    use super::*;

    fn lost(source: &str, html: &str) -> Vec<(What, String)> {
        let proof = page("a.md", &markdown::read(source), &markup::shown(&format!("<main>{html}</main>")));
        proof.losses.into_iter().map(|loss| (loss.what, loss.text)).collect()
    }

    #[test]
    fn what_is_there_is_found() {
        let source = "# A *title*\n\nSome **bo**ld words, and `code`[^1] here.\n\n- [Link](x.md)\n\n| a | b |\n|---|---|\n| c | d e |\n\n```rust\nfn x() {}\n```\n\n![Alt](y/z.png)\n\n[^1]: A note.\n";
        let html = "<h1>A <em>title</em></h1><p>Some <strong>bo</strong>ld words, and <code>code</code><sup>1</sup> here.</p><ul><li><a href=\"x.html\">Link</a></li></ul><table><tr><th>a</th><th>b</th></tr><tr><td>c</td><td>d e</td></tr></table><pre><code>fn <b>x</b>() {}</code></pre><p><img src=\"y/z.png\" alt=\"Alt\"></p><ol><li>A note.</li></ol>";
        assert_eq!(lost(source, html), []);
    }

    #[test]
    fn what_is_not_there_is_missed() {
        assert_eq!(lost("One two three.\n", "<p>One three.</p>"), [(What::Word, "two".into())]);
        assert_eq!(lost("Go, go.\n", "<p>Go.</p>"), [(What::Word, "go.".into())]);
        assert_eq!(lost("Tab out.\n", "<p>Tabout.</p>"), [(What::Word, "Tab out.".into())]);
        assert_eq!(lost("A cat.\n", "<p>A catalogue</p>"), [(What::Word, "cat.".into())]);
        assert_eq!(lost("```\nlet x;\n```\n", "<p></p>"), [(What::Code, "let x;".into())]);
        assert_eq!(lost("![a](p.png)\n", "<img src=q.png>"), [(What::Picture, "p.png".into())]);
        assert_eq!(lost("[a](https://x.y/z)\n", "<p>a</p>"), [(What::Link, "[a](https://x.y/z)".into())]);
        assert_eq!(lost("[a](x.md) [a](y.md)\n", "<a href=x>a</a> a"), [(What::Link, "[a](y.md)".into())]);
        assert_eq!(lost("## Head\n", "<p>Head</p>"), [(What::Heading, "Head".into())]);
        assert_eq!(lost("| a | b |\n|---|---|\n", "<p>a b</p>"), [(What::Cell, "a".into()), (What::Cell, "b".into())]);
        assert_eq!(lost("x\n", "<p>x {% tag %}</p>"), [(What::Macro, "{% tag %}".into())]);
    }

    #[test]
    fn what_is_no_text_is_not_missed_and_what_stands_beside_it_is() {
        let tags = "<div\n  class=\"a\"\n>\n\nIn it\n\n</div>\n\n<style>\np {top: 0}\n</style>\nBelow caf&eacute; and Hand&shy;buch\n";
        assert_eq!(lost(tags, "<p>In it</p><p>Below café and Hand\u{ad}buch</p>"), []);
        assert_eq!(lost(tags, "<p>Below café and Handbuch</p>"), [(What::Word, "In it".into())]);
        let missing = [(What::Word, "Below caf&eacute; and Hand&shy;buch".into())];
        let missing = missing
            .map(|(what, text): (What, String)| (what, text.replace("&eacute;", "é").replace("&shy;", "\u{ad}")));
        assert_eq!(lost(tags, "<p>In it</p>"), missing);
        let items = "- ``link` one\n- two `code`\n";
        assert_eq!(lost(items, "<li>``link` one</li><li>two <code>code</code></li>"), []);
        assert_eq!(lost(items, "<li>``link` one</li><li>code</li>"), [(What::Word, "two".into())]);
        let link = "See the [one\npage](x.md)s now\n";
        assert_eq!(lost(link, "<p>See the <a href=x>one page</a>s now</p>"), []);
        assert_eq!(lost(link, "<p>See the <a href=x>one page</a>s</p>"), [(What::Word, "now".into())]);
    }

    #[test]
    fn a_title_may_be_the_documents() {
        let mut facts = markdown::read("# Heading\n");
        facts.title = Some(Piece { line: 1, text: "Title".into() });
        let found = |html: &str| page("a.md", &facts, &markup::shown(html)).lost(What::Heading);
        assert_eq!(found("<title>Title · Site</title><main><h1>Heading</h1></main>"), 0);
        assert_eq!(found("<title>Heading · Site</title><main><h1>Heading</h1></main>"), 1);
    }

    #[test]
    fn navigation_shows_nothing() {
        let html = "<nav>One</nav><details class=\"toc\"><ol><li>One</li></ol></details><p>Two</p>";
        assert_eq!(lost("One\n", html), [(What::Word, "One".into())]);
    }
}
