//! A rendered page as a part of another: its text without what surrounds it, under names of its own.
//!
//! In: the HTML of a page. Out: a [`Part`]: what stands in `<main>` without navigation, tools and foot; headings are a
//! level lower, and every id, and what names an id, begins with the number of the part. Then, when the ids of all parts are
//! known, [`linked`]: links between them lead to the parts, all others to where they led.

use super::context::escape;
use crate::markdown::safe_html::tags::{Tag, Token, tokens};
use crate::url::{Scheme, decode, join, relative, scheme};
use std::collections::{HashMap, HashSet};

/// A page as a part.
#[derive(Debug, Default)]
pub struct Part {
    /// Its HTML.
    pub html: String,
    /// Ids in it, as the page has them.
    pub ids: HashSet<String>,
    /// Stylesheets that the page names.
    pub styles: Vec<String>,
}

/// Elements that are of use on a screen only.
const LEFT_OUT: [&str; 5] = ["nav", "footer", "script", "style", "template"];

/// Classes of others: the contents of the page, the place for the tools of a checklist, a card for where a reader stopped.
const CLASSES: [&str; 4] = ["toc", "run", "resume", "unscripted"];

/// Attributes that name one id, or several.
const NAMING: [&str; 9] = [
    "id",
    "for",
    "headers",
    "aria-labelledby",
    "aria-describedby",
    "aria-controls",
    "aria-owns",
    "aria-details",
    "popovertarget",
];

/// Attributes that hold an address.
const ADDRESSES: [&str; 6] = ["href", "src", "poster", "data", "cite", "xlink:href"];

/// Takes the text out of a page. `number`: of the part. `headless`: without its title, which stands above it already.
pub fn cut(html: &str, number: usize, headless: bool) -> Part {
    let mut part = Part::default();
    let mut cutting = Cutting { html, prefix: format!("p{number}-"), headless, inside: false, skipped: None };
    for token in tokens(html, false) {
        cutting.token(token, &mut part);
    }
    part
}

struct Cutting<'h> {
    html: &'h str,
    prefix: String,
    headless: bool,
    inside: bool,
    /// The element that is passed over, and how many of its name are open.
    skipped: Option<(String, usize)>,
}

impl Cutting<'_> {
    fn token(&mut self, token: Token, part: &mut Part) {
        if let Some((name, depth)) = &mut self.skipped {
            match &token {
                Token::Start(tag) if tag.name() == *name && !tag.closed => *depth += 1,
                Token::End(_, ended) if ended.eq_ignore_ascii_case(name) => *depth -= 1,
                _ => {}
            }
            if *depth == 0 {
                self.skipped = None;
            }
            return;
        }
        match token {
            Token::Start(tag) => self.start(&tag, part),
            Token::End(_, name) if name.eq_ignore_ascii_case("main") => self.inside = false,
            Token::End(_, name) if self.inside => {
                part.html.push_str(&format!("</{}>", lower(&name)));
            }
            Token::Text(place) | Token::Open(place) if self.inside => part.html.push_str(&self.html[place]),
            Token::Text(_) | Token::Open(_) | Token::Note(_) | Token::End(..) => {}
        }
    }

    fn start(&mut self, tag: &Tag, part: &mut Part) {
        let name = tag.name();
        match name.as_str() {
            "main" => self.inside = true,
            "link" if !self.inside && self.value(tag, "rel") == Some("stylesheet") => {
                part.styles.extend(self.value(tag, "href").map(str::to_owned));
            }
            _ if !self.inside => {}
            name if self.is_left_out(tag, name) => self.skipped = Some((name.to_owned(), 1)),
            name => {
                part.ids.extend(self.value(tag, "id").map(unescaped));
                let of = |attribute: &str, value: &str| self.renamed(name, attribute, value);
                push_tag(self.html, tag, &lower(&tag.written), of, &mut part.html);
            }
        }
    }

    fn is_left_out(&self, tag: &Tag, name: &str) -> bool {
        let classes = self.value(tag, "class").unwrap_or_default();
        let mut classes = classes.split_ascii_whitespace();
        let is_head = self.headless && name == "header";
        LEFT_OUT.contains(&name) || is_head || classes.any(|class| CLASSES.contains(&class))
    }

    fn value(&self, tag: &Tag, name: &str) -> Option<&str> {
        tag.attributes.iter().find(|(own, _)| own == name).map(|(_, place)| &self.html[place.clone()])
    }

    /// A value in which ids have the part's number.
    fn renamed(&self, element: &str, attribute: &str, value: &str) -> Option<String> {
        let prefix = &self.prefix;
        let is_group = attribute == "name" && matches!(element, "input" | "a" | "map" | "details");
        if NAMING.contains(&attribute) || is_group {
            let names = value.split_ascii_whitespace().map(|name| format!("{prefix}{name}"));
            return Some(names.collect::<Vec<_>>().join(" "));
        }
        if attribute == "usemap" {
            return value.strip_prefix('#').map(|name| format!("#{prefix}{name}"));
        }
        value.contains("url(#").then(|| value.replace("url(#", &format!("url(#{prefix}")))
    }
}

/// Headings of a part stand below its title.
fn lower(name: &str) -> String {
    let level = name.strip_prefix(['h', 'H']).and_then(|level| level.parse::<u8>().ok());
    match level.filter(|level| (1..=6).contains(level)) {
        Some(level) => format!("h{}", (level + 1).min(6)),
        None => name.to_owned(),
    }
}

/// A tag with some of its values changed.
fn push_tag(html: &str, tag: &Tag, name: &str, change: impl Fn(&str, &str) -> Option<String>, out: &mut String) {
    out.push('<');
    out.push_str(name);
    let mut done = tag.place.start + '<'.len_utf8() + tag.written.len();
    for (attribute, place) in &tag.attributes {
        // A part of a text is no landmark: there would be one "Test yourself" after the other.
        if tag.written == "section" && attribute == "aria-labelledby" {
            let gap = html[done..place.start].rfind(' ').unwrap_or_default();
            out.push_str(&html[done..done + gap]);
            done = (place.end + '"'.len_utf8()).min(tag.place.end);
            continue;
        }
        let Some(value) = change(attribute, &html[place.clone()]) else { continue };
        out.push_str(&html[done..place.start]);
        let bare = place.is_empty() || !html[..place.start].ends_with(['"', '\'']);
        let quote = if bare && !place.is_empty() { "\"" } else { "" };
        out.push_str(quote);
        out.push_str(&value);
        out.push_str(quote);
        done = place.end;
    }
    out.push_str(&html[done..tag.place.end]);
}

/// What links are turned by.
#[derive(Debug)]
pub struct Numbers<'a> {
    /// Where the whole stands in the output.
    pub out: &'a str,
    /// The number of each part by where its page stands.
    pub parts: HashMap<&'a str, usize>,
    /// The ids of each part.
    pub ids: Vec<HashSet<String>>,
}

/// A part's HTML with its links turned. `number`: of the part; `from`: where its page stands.
pub fn linked(html: &str, number: usize, from: &str, numbers: &Numbers<'_>) -> String {
    let mut out = String::with_capacity(html.len());
    let mut done = 0;
    for token in tokens(html, false) {
        let Token::Start(tag) = token else { continue };
        out.push_str(&html[done..tag.place.start]);
        let change = |attribute: &str, value: &str| match attribute {
            "srcset" => Some(numbers.set(number, from, value)),
            name if ADDRESSES.contains(&name) => {
                numbers.address(number, from, &unescaped(value)).map(|url| escape(&url))
            }
            _ => None,
        };
        push_tag(html, &tag, &tag.written, change, &mut out);
        done = tag.place.end;
    }
    out + &html[done..]
}

impl Numbers<'_> {
    /// An address that a page has, as the whole has it; nothing if it stays.
    pub fn address(&self, number: usize, from: &str, written: &str) -> Option<String> {
        if let Some(fragment) = written.strip_prefix('#') {
            return Some(self.anchor(number, fragment));
        }
        if written.starts_with('/') || !matches!(scheme(written), Scheme::None) {
            return None;
        }
        let (path, rest) = written.split_at(written.find(['?', '#']).unwrap_or(written.len()));
        if path.is_empty() {
            return None;
        }
        let target = join(from, &decode(path))? + if path.ends_with('/') { "/" } else { "" };
        match (self.parts.get(target.as_str()), rest.strip_prefix('#')) {
            (Some(part), fragment) if rest.is_empty() || fragment.is_some() => {
                Some(self.anchor(*part, fragment.unwrap_or_default()))
            }
            _ => Some(relative(self.out, &target) + rest),
        }
    }

    /// A place in a part; its beginning, if there is no such place.
    fn anchor(&self, part: usize, fragment: &str) -> String {
        let is_there = self.ids.get(part).is_some_and(|ids| ids.contains(&decode(fragment)));
        if is_there { format!("#p{part}-{fragment}") } else { format!("#p{part}") }
    }

    /// `small.png 1x, large.png 2x`
    fn set(&self, number: usize, from: &str, value: &str) -> String {
        let one = |candidate: &str| {
            let candidate = candidate.trim();
            let (url, size) = candidate.split_at(candidate.find(char::is_whitespace).unwrap_or(candidate.len()));
            let url = unescaped(url);
            escape(&self.address(number, from, &url).unwrap_or(url)) + size
        };
        value.split(',').map(one).collect::<Vec<_>>().join(", ")
    }
}

/// What templates and Markdown escape.
fn unescaped(value: &str) -> String {
    if !value.contains('&') {
        return value.to_owned();
    }
    let value = value.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    value.replace("&#x27;", "'").replace("&#x2F;", "/").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<html><head><link rel=\"stylesheet\" href=\"../views.css\"></head><body><nav><a href=x>menu</a></nav>\
        <main class=\"page\"><header class=\"head\"><nav>crumbs</nav><h1 id=\"d-title\" tabindex=\"-1\">A &amp; B</h1></header>\
        <details class=\"toc\"><summary>On</summary><nav><a href=\"#one\">One</a></nav></details>\
        <article class=\"body\"><div class=\"run\" data-key=k><div>x</div></div><h2 id=\"one\">One <a class=\"anchor\" href=\"#one\">#</a></h2>\
        <section class=\"s\" aria-labelledby=\"one\" data-x=\"y\"></section><p aria-labelledby=\"one two\">a <!-- b --> <b>c</B></p><input type=radio name=t id=t1><label for=t1>l</label>\
        <svg><path fill=\"url(#grad)\" d=\"M0 0\"/><use href=\"#grad\"/></svg><h6>six</h6><br/><img src=\"pic%20a.png\" alt=\"\" srcset=\"a.png 1x, b.png 2x\">\
        </article><footer>foot</footer></main><p>outside</p></body></html>";

    #[test]
    fn the_text_is_cut_out_under_names_of_its_own() {
        let part = cut(PAGE, 3, false);
        assert_eq!(part.styles, ["../views.css"]);
        assert!(["d-title", "one", "t1"].iter().all(|id| part.ids.contains(*id)), "{:?}", part.ids);
        assert_eq!(
            part.html,
            "<header class=\"head\"><h2 id=\"p3-d-title\" tabindex=\"-1\">A &amp; B</h2></header>\
             <article class=\"body\"><h3 id=\"p3-one\">One <a class=\"anchor\" href=\"#one\">#</a></h3>\
             <section class=\"s\" data-x=\"y\"></section><p aria-labelledby=\"p3-one p3-two\">a  <b>c</b></p><input type=radio name=\"p3-t\" id=\"p3-t1\"><label for=\"p3-t1\">l</label>\
             <svg><path fill=\"url(#p3-grad)\" d=\"M0 0\"/><use href=\"#grad\"/></svg><h6>six</h6><br/><img src=\"pic%20a.png\" alt=\"\" srcset=\"a.png 1x, b.png 2x\">\
             </article>"
        );
        assert!(!cut(PAGE, 0, true).html.contains("A &amp; B"));
    }

    #[test]
    fn links_between_parts_stay_inside_and_others_lead_where_they_led() {
        let ids = vec![HashSet::new(), HashSet::from(["one".to_owned(), "привет".to_owned()])];
        let parts = HashMap::from([("en/index.html", 0), ("en/roles/a b.html", 1)]);
        let numbers = Numbers { out: "en/paths/week/print.html", parts, ids };
        for (written, expected) in [
            ("#one", "#p1-one"),
            ("#gone", "#p1"),
            ("", "../../roles/"),
            ("a%20b.html", "#p1"),
            ("a%20b.html#one", "#p1-one"),
            ("a%20b.html#%D0%BF%D1%80%D0%B8%D0%B2%D0%B5%D1%82", "#p1-%D0%BF%D1%80%D0%B8%D0%B2%D0%B5%D1%82"),
            ("a%20b.html?print#one", "../../roles/a%20b.html?print#one"),
            ("../index.html", "#p0"),
            ("../index.html#any", "#p0"),
            ("../tags/x.html#y", "../../tags/x.html#y"),
            ("../../assets/pic.png", "../../../assets/pic.png"),
            ("../files/", "../../files/"),
        ] {
            let found = numbers.address(1, "en/roles/a b.html", written);
            // An empty address is no link that docent writes.
            if written.is_empty() {
                assert_eq!(found, None, "{written}");
            } else {
                assert_eq!(found.as_deref(), Some(expected), "{written}");
            }
        }
        for kept in [
            "https://example.com/a?b&c#d",
            "mailto:a@b.c",
            "//cdn.example.com/x",
            "/top.html",
            "?q=1",
            "tel:1",
            "data:,x",
        ] {
            assert_eq!(numbers.address(1, "en/roles/a b.html", kept), None, "{kept}");
        }
    }

    #[test]
    fn attributes_are_escaped_as_they_were() {
        let numbers = Numbers { out: "print.html", parts: HashMap::new(), ids: vec![HashSet::new()] };
        let html = "<a href=\"x.html?a&amp;b=%22\" title='\"'>t</a><img src=pic.png srcset=\"a.png 1x, b/c.png 2x\">";
        assert_eq!(
            linked(html, 0, "d/index.html", &numbers),
            "<a href=\"d/x.html?a&amp;b=%22\" title='\"'>t</a><img src=\"d/pic.png\" srcset=\"d/a.png 1x, d/b/c.png 2x\">"
        );
    }
}
