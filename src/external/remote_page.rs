//! A page on the other side: its title, the places in it that a link can lead to.
//!
//! In: the first bytes of a page of a stranger, perhaps hostile. Out: a [`RemotePage`]. Every byte is looked at once; what
//! is not closed ends the reading.

use crate::url::decode;
use std::collections::HashSet;

/// Letters that a page shows if it is more than a frame for scripts.
const SOME_TEXT: usize = 300;

/// What is known of it.
#[derive(Debug, Default)]
pub struct RemotePage {
    /// Its title, in lower case.
    pub title: String,
    /// It asks for a password.
    pub asks_password: bool,
    /// All of it was read.
    pub is_whole: bool,
    ids: HashSet<String>,
    letters: usize,
    has_scripts: bool,
    html: String,
}

impl RemotePage {
    /// Reads a page.
    pub fn read(bytes: &[u8], is_whole: bool) -> Self {
        let html = String::from_utf8_lossy(bytes).into_owned();
        let mut page = Self { is_whole, ..Self::default() };
        page.walk(&html);
        page.html = html;
        page
    }

    fn walk(&mut self, html: &str) {
        let mut rest = html;
        while let Some(at) = rest.find('<') {
            self.letters += rest[..at].bytes().filter(|byte| !byte.is_ascii_whitespace()).count();
            let Some(after) = self.markup(&rest[at..]) else { return };
            rest = after;
        }
        self.letters += rest.trim().len();
    }

    /// What stands behind a tag or a comment; nothing, if it has no end.
    fn markup<'h>(&mut self, html: &'h str) -> Option<&'h str> {
        if let Some(comment) = html.strip_prefix("<!--") {
            return comment.find("-->").map(|end| &comment[end + 3..]);
        }
        if !html[1..].starts_with(|c: char| c.is_ascii_alphabetic()) {
            return Some(&html[1..]);
        }
        let end = html.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>'))?;
        let name = html[1..end].to_ascii_lowercase();
        let rest = self.attributes(&name, &html[end..])?;
        match name.as_str() {
            "script" | "style" | "template" | "noscript" | "title" | "textarea" => self.raw(&name, rest),
            _ => Some(rest),
        }
    }

    /// What stands behind an element whose content is no markup, or none that is shown.
    fn raw<'h>(&mut self, name: &str, html: &'h str) -> Option<&'h str> {
        self.has_scripts |= name == "script";
        let close = format!("</{name}");
        let end = html.match_indices("</").find(|(at, _)| starts_with(&html[*at..], &close)).map(|(at, _)| at)?;
        if name == "title" && self.title.is_empty() {
            self.title = html[..end].split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        }
        Some(&html[end + close.len()..])
    }

    fn attributes<'h>(&mut self, tag: &str, html: &'h str) -> Option<&'h str> {
        let mut rest = html;
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
            if let Some(after) = rest.strip_prefix('>') {
                return Some(after);
            }
            let end = rest.char_indices().skip(1).find(|(_, c)| c.is_ascii_whitespace() || "/>=".contains(*c))?.0;
            let name = &rest[..end];
            rest = rest[end..].trim_start();
            let Some(value) = rest.strip_prefix('=') else { continue };
            let value = value.trim_start();
            let (from, to) = match value.chars().next()? {
                quote @ ('"' | '\'') => (1, 1 + value[1..].find(quote)?),
                _ => (0, value.find(|c: char| c.is_ascii_whitespace() || c == '>')?),
            };
            self.attribute(tag, name, &value[from..to]);
            rest = &value[to + from..];
        }
    }

    fn attribute(&mut self, tag: &str, name: &str, value: &str) {
        let is = |known: &str| name.eq_ignore_ascii_case(known);
        if is("id") || (is("name") && tag == "a") {
            self.ids.insert(value.replace("&amp;", "&"));
        }
        self.asks_password |= tag == "input" && is("type") && value.eq_ignore_ascii_case("password");
    }

    /// Whether it has a place; nothing, if only a browser could say.
    pub fn has(&self, place: &str) -> Option<bool> {
        // Directions to the browser: `:~:text=`.
        let place = place.split(":~:").next().unwrap_or_default();
        let name = decode(place);
        if name.is_empty() || name.eq_ignore_ascii_case("top") {
            return Some(true);
        }
        let names = [place.to_owned(), name.clone(), format!("user-content-{name}")];
        if names.iter().any(|name| self.ids.contains(name)) {
            return Some(true);
        }
        (!self.may_come_later(&name)).then_some(false)
    }

    /// Whether a script may make the place: the route of an app, a line of code, what stands in data.
    fn may_come_later(&self, name: &str) -> bool {
        let is_line = name.strip_prefix('L').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        let in_data = || ['"', '\''].iter().any(|quote| self.html.contains(&format!("{quote}{name}{quote}")));
        let is_frame = self.has_scripts && self.letters < SOME_TEXT;
        name.starts_with(['/', '!']) || is_line || !self.is_whole || is_frame || (self.has_scripts && in_data())
    }

    /// Whether the title says that there is no such page. What is about such pages says so in its address.
    pub fn says_missing(&self, path: &str) -> bool {
        let path = path.to_lowercase();
        let is_about = ["404", "not-found", "not_found", "notfound"].iter().any(|word| path.contains(word));
        let begins = ["404", "error 404", "not found", "page not found", "ошибка 404"];
        let contains = [
            "page not found",
            "page cannot be found",
            "page can't be found",
            "page doesn't exist",
            "page does not exist",
            "страница не найдена",
            "страницы не существует",
            "seite nicht gefunden",
            "page introuvable",
            "página no encontrada",
            "página não encontrada",
            "pagina non trovata",
            "404 not found",
            "404 error",
            "error 404",
        ];
        !is_about
            && (begins.iter().any(|words| self.title.starts_with(words))
                || contains.iter().any(|words| self.title.contains(words)))
    }

    /// Whether it is there to log in, and for nothing else.
    pub fn is_login(&self) -> bool {
        let words = ["log in", "login", "sign in", "signin", "sign-in", "вход", "войти", "авторизация", "anmelden"];
        self.asks_password && (self.letters < SOME_TEXT || words.iter().any(|word| self.title.contains(word)))
    }
}

fn starts_with(text: &str, lower: &str) -> bool {
    text.get(..lower.len()).is_some_and(|start| start.eq_ignore_ascii_case(lower))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(html: &str) -> RemotePage {
        RemotePage::read(html.as_bytes(), true)
    }

    #[test]
    fn places_are_found_however_they_are_written() {
        let long = "word ".repeat(100);
        let text = format!(
            "<TITLE>\n A  b</title><h2 ID='install'>I</h2><a name=old>o</a><h3 id = \"user-content-x\">x</h3>\
             <h4 data-x=\"a>b\" id=\"привет\">п</h4><!-- <p id=gone> --><script>'<p id=\"made\">'</script>{long}"
        );
        let page = page(&text);
        assert_eq!(page.title, "a b");
        for place in [
            "install",
            "old",
            "x",
            "привет",
            "%D0%BF%D1%80%D0%B8%D0%B2%D0%B5%D1%82",
            "",
            "top",
            "install:~:text=x",
            ":~:text=x",
        ] {
            assert_eq!(page.has(place), Some(true), "{place}");
        }
        for place in ["gone", "Install", "nothing"] {
            assert_eq!(page.has(place), Some(false), "{place}");
        }
        for place in ["made", "/route", "!/route", "L10", "L10-L20"] {
            assert_eq!(page.has(place), None, "{place}");
        }
    }

    #[test]
    fn what_a_script_may_make_is_not_missing() {
        assert_eq!(page("<div id=root></div><script src=app.js></script>").has("usage"), None);
        assert_eq!(page("<p>Short, and without scripts.").has("usage"), Some(false));
        assert_eq!(RemotePage::read("word ".repeat(100).as_bytes(), false).has("usage"), None);
    }

    #[test]
    fn hostile_pages_end() {
        for html in
            ["<", "<a", "<a b", "<a b=", "<a b='", "<!--", "<script>", "<title>x", "<a =>", "</", "<a b=c>", "<é>"]
        {
            page(html);
            page(&html.repeat(20_000));
        }
        let many: String = (0..200_000).map(|n| format!(" a{n}=1")).collect();
        page(&format!("<p{many}>"));
    }

    #[test]
    fn a_page_that_says_it_is_missing_is_known_by_its_title() {
        let says = |title: &str, path: &str| page(&format!("<title>{title}</title>")).says_missing(path);
        for title in ["404", "Page not found | Example", "Страница не найдена", "404 Not Found"] {
            assert!(says(title, "/guide"), "{title}");
        }
        assert!(!says("404 Not Found - HTTP | MDN", "/docs/Web/HTTP/Status/404"));
        assert!(!says("How we found 404 bugs", "/blog"));
    }
}
