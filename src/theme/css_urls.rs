//! Where a style sheet leads: `url(...)` and `@import "..."`.
//!
//! In: the text of a style sheet. Out: its addresses with their places, or the text with others in their stead. Comments
//! and other strings are passed over (CSS Syntax 3, <https://www.w3.org/TR/css-syntax-3/#consume-url-token>).

use std::ops::Range;

/// An address: where it stands without its quotes, and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Url {
    /// In the text.
    pub range: Range<usize>,
    /// With `\` taken away.
    pub text: String,
}

/// All addresses, in order.
pub fn all(css: &str) -> Vec<Url> {
    let (mut found, mut at, mut import) = (Vec::new(), 0, false);
    while let Some(rest) = css.get(at..).filter(|rest| !rest.is_empty()) {
        let first = rest.as_bytes()[0];
        if rest.starts_with("/*") {
            at += rest.find("*/").map_or(rest.len(), |end| end + 2);
        } else if matches!(first, b'"' | b'\'') {
            let inside = string(rest);
            if import {
                found.extend(url(css, at + 1..at + 1 + inside));
            }
            (at, import) = (at + inside + 2, false);
        } else if starts_with(rest, "@import") {
            (at, import) = (at + "@import".len(), true);
        } else if starts_with(rest, "url(") && !is_name(css[..at].bytes().next_back()) {
            let range = address(css, at + "url(".len());
            at = range.end + css[range.end..].find(')').map_or(css.len() - range.end, |end| end + 1);
            found.extend(url(css, range));
            import = false;
        } else {
            import &= first.is_ascii_whitespace();
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    found
}

/// The text with what `new` says of each address; with none it stays.
pub fn replaced(css: &str, urls: &[Url], new: impl Fn(&Url) -> Option<String>) -> String {
    let (mut out, mut at) = (String::with_capacity(css.len()), 0);
    for url in urls {
        let Some(new) = new(url) else { continue };
        out.push_str(&css[at..url.range.start]);
        out.push_str(&new);
        at = url.range.end;
    }
    out + &css[at..]
}

/// Whether an address leads to a file beside the style sheet: not to another host, into the page, or nowhere.
pub fn is_file(url: &str) -> bool {
    let scheme = url
        .split_once(':')
        .is_some_and(|(scheme, _)| scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b)));
    !(url.is_empty() || scheme || url.starts_with(['#', '/']))
}

/// The path of an address: without what a browser keeps to itself.
pub fn path(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or_default()
}

fn starts_with(text: &str, word: &str) -> bool {
    text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}

fn is_name(byte: Option<u8>) -> bool {
    byte.is_some_and(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_' || b >= 0x80)
}

/// The length of the inside of a string that begins here.
fn string(text: &str) -> usize {
    let quote = text.as_bytes()[0];
    let mut escaped = false;
    let end = text.bytes().skip(1).position(|b| {
        let ends = !escaped && (b == quote || b == b'\n');
        escaped = !escaped && b == b'\\';
        ends
    });
    end.unwrap_or(text.len() - 1)
}

/// The inside of `url(`, from here on.
fn address(css: &str, start: usize) -> Range<usize> {
    let start = start + (css[start..].len() - css[start..].trim_start().len());
    let rest = &css[start..];
    if rest.starts_with(['"', '\'']) {
        return start + 1..start + 1 + string(rest);
    }
    let end = rest.find(')').unwrap_or(rest.len());
    start..start + rest[..end].trim_end().len()
}

fn url(css: &str, range: Range<usize>) -> Option<Url> {
    let text = css.get(range.clone())?.replace("\\\n", "").replace('\\', "");
    Some(Url { range, text })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found_however_they_are_written() {
        for (css, expected) in [
            ("a { b: url(x.png) }", vec!["x.png"]),
            ("a { b: URL( \"x y.png\" ) no-repeat, url('z.svg#a') }", vec!["x y.png", "z.svg#a"]),
            (
                "@import 'a.css'; @import url(b.css) print; @import\n\"c.css\" layer(x);",
                vec!["a.css", "b.css", "c.css"],
            ),
            ("/* url(x.png) @import 'a' */ a { content: 'url(y.png)' }", vec![]),
            ("a { content: \"\\\"url(y.png)\"; b: url(z.png) }", vec!["z.png"]),
            ("a { b: my-url(x.png) }", vec![]),
            ("a { b: url(data:image/svg+xml,%3Csvg%3E) }", vec!["data:image/svg+xml,%3Csvg%3E"]),
            ("a { b: url(a\\ b.png) }", vec!["a b.png"]),
            ("a { b: url(", vec![""]),
            ("a { b: url(\"x", vec!["x"]),
            ("@import \"é.css", vec!["é.css"]),
            ("'", vec![]),
        ] {
            let found: Vec<String> = all(css).into_iter().map(|url| url.text).collect();
            assert_eq!(found, expected, "{css}");
        }
    }

    #[test]
    fn addresses_are_replaced_and_the_rest_stays() {
        let css = "a { b: url(x.png) url( 'y.png' ) } @import \"z.css\";";
        let new = |url: &Url| (url.text != "y.png").then(|| format!("new/{}", url.text));
        assert_eq!(replaced(css, &all(css), new), "a { b: url(new/x.png) url( 'y.png' ) } @import \"new/z.css\";");
    }

    #[test]
    fn what_is_a_file() {
        for (url, file) in [
            ("a.png", true),
            ("../a.png?v=1#x", true),
            ("data:,x", false),
            ("https://a/b", false),
            ("//a/b", false),
            ("/a", false),
            ("#a", false),
            ("", false),
        ] {
            assert_eq!(is_file(url), file, "{url}");
        }
    }
}
