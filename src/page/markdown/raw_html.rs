//! Raw HTML that config allows: passed as written, but for event handlers and script URLs. The only file that names
//! html5gum.
//!
//! In: the HTML of a whole body, so that a tag cannot be smuggled in two halves. Out: the same bytes, except for the
//! tags that carried something dangerous: those are written again without it.

use crate::page::url::{Scheme, scheme};
use html5gum::{Span, StartTag, Token, Tokenizer, emitters::default::DefaultEmitter};

/// Whether a piece of raw HTML is one comment: comments are dropped, never shown.
pub fn is_comment(html: &str) -> bool {
    let html = html.trim();
    html.starts_with("<!--") && html.find("-->").is_none_or(|end| end + 3 == html.len())
}

/// Attributes whose value is a URL that a browser may load or follow.
const URL_ATTRIBUTES: [&str; 12] = [
    "href",
    "src",
    "action",
    "formaction",
    "poster",
    "data",
    "background",
    "cite",
    "xlink:href",
    "from",
    "to",
    "values",
];

/// Removes `on...` attributes, `srcdoc`, and URLs with a script scheme.
pub fn harmless(html: &str) -> String {
    let emitter = DefaultEmitter::<usize>::new_with_span();
    let mut out = String::with_capacity(html.len());
    let mut copied = 0;
    for Ok(token) in Tokenizer::new_with_emitter(html, emitter) {
        if let Token::StartTag(tag) = token
            && tag.attributes.iter().any(|(name, value)| dangerous(name, value))
        {
            let Span { start, end } = tag.span;
            let (start, end) = (html.floor_char_boundary(start), html.floor_char_boundary(end));
            out.push_str(&html[copied..start.max(copied)]);
            rewrite(&mut out, &tag);
            copied = end.max(copied);
        }
    }
    out.push_str(&html[copied..]);
    out
}

fn dangerous(name: &[u8], value: &[u8]) -> bool {
    let name = String::from_utf8_lossy(name).to_ascii_lowercase();
    let value = String::from_utf8_lossy(value);
    let script = || {
        value
            .split([';', ','])
            .any(|part| scheme(part) == Scheme::Script && !part.trim_start().starts_with("data:image/"))
    };
    name.starts_with("on") || name == "srcdoc" || (URL_ATTRIBUTES.contains(&name.as_str()) && script())
}

fn rewrite(out: &mut String, tag: &StartTag<usize>) {
    out.push('<');
    out.push_str(&String::from_utf8_lossy(&tag.name));
    for (name, value) in &tag.attributes {
        if !dangerous(name, value) {
            let value = super::escape(&String::from_utf8_lossy(value));
            out.push_str(&format!(" {}=\"{value}\"", String::from_utf8_lossy(name)));
        }
    }
    out.push_str(if tag.self_closing { " />" } else { ">" });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_dangerous_tags_are_rewritten() {
        let cases = [
            ("<b class=x>a</b>", "<b class=x>a</b>"),
            ("<b onclick=alert(1) class=x>a</b>", "<b class=\"x\">a</b>"),
            ("<a href=' javascript:alert(1)'>a</a>", "<a>a</a>"),
            ("<a href='java&#10;script:alert(1)'>a</a>", "<a>a</a>"),
            ("<img src=x OnError='y'/>", "<img src=\"x\" />"),
            ("<img src='data:image/png;base64,AA'>", "<img src='data:image/png;base64,AA'>"),
            ("<iframe srcdoc='<script>'></iframe>", "<iframe></iframe>"),
            ("<a title=\"\n\nx\nonclick=\"y\">", "<a title=\"\n\nx\nonclick=\"y\">"),
            ("не <b", "не <b"),
        ];
        for (html, expected) in cases {
            assert_eq!(harmless(html), expected);
        }
    }

    #[test]
    fn comments() {
        assert!(is_comment("<!-- a -->\n"));
        assert!(is_comment("<!-- a"));
        assert!(!is_comment("<!-- a --><b>"));
    }
}
