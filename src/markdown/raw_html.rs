//! Raw HTML that config allows: passed as written, but for event handlers and script URLs. The only file that names
//! html5gum.
//!
//! In: the HTML of a whole body, so that a tag cannot be smuggled in two halves. Out: the same bytes, except for the
//! tags that carried something dangerous: those are written again without it. A `<script>` passes: who allows HTML
//! allows scripts that are meant; what may not pass is a script that hides in something else.

use crate::url::{Scheme, scheme};
use html5gum::{StartTag, Token, Tokenizer, emitters::default::DefaultEmitter};
use std::borrow::Cow;

/// Raw HTML without its comments: they are notes to authors, and never shown, whatever stands beside them.
pub fn without_comments(html: &str) -> String {
    let mut parts = html.split("<!--");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        // A comment that is left open lasts to the end.
        out.push_str(part.split_once("-->").map_or("", |(_, rest)| rest));
    }
    out
}

/// What a browser reads for an entity, `&zcy;`; none if there is none of that name.
pub fn entity(text: &str) -> Option<String> {
    let tokens = Tokenizer::new(text).filter_map(|Ok(token)| match token {
        Token::String(text) => Some(String::from_utf8_lossy(&text).into_owned()),
        _ => None,
    });
    Some(tokens.collect::<String>()).filter(|decoded| decoded != text)
}

/// The value of an attribute as a browser reads it: `a&amp;b` is `a&b`. Without NUL.
pub fn attribute_value(raw: &str) -> String {
    if !raw.contains(['&', '\0']) {
        return raw.to_owned();
    }
    let tag = format!("<a b=\"{}\">", raw.replace('"', "&quot;"));
    let value = Tokenizer::new(&tag).find_map(|Ok(token)| match token {
        Token::StartTag(tag) => tag.attributes.values().next().map(|value| String::from_utf8_lossy(value).into_owned()),
        _ => None,
    });
    value.unwrap_or_default().replace('\0', "\u{fffd}")
}

/// A text of HTML as a browser reads it. Without NUL.
pub fn text(raw: &str) -> Cow<'_, str> {
    if !raw.contains(['&', '\0']) {
        return Cow::Borrowed(raw);
    }
    // What opens a tag does not stand in such a text.
    let escaped = raw.replace('<', "&lt;");
    let texts = Tokenizer::new(&escaped).filter_map(|Ok(token)| match token {
        Token::String(text) => Some(String::from_utf8_lossy(&text).into_owned()),
        _ => None,
    });
    Cow::Owned(texts.collect::<String>().replace('\0', "\u{fffd}"))
}

/// Whether a tag is a line break: `<br>`, `<br/>`, `<br />`.
pub fn is_break(tag: &str) -> bool {
    let name =
        tag.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).map(|name| name.trim_end_matches(['/', ' ']));
    name.is_some_and(|name| name.eq_ignore_ascii_case("br"))
}

/// What is shown of HTML where HTML is text: no comments, and nothing of line breaks that stand alone.
pub fn shown(html: &str) -> String {
    let text = without_comments(html);
    let breaks =
        text.contains("<br") && text.split_inclusive('>').all(|tag| tag.trim().is_empty() || is_break(tag.trim()));
    if breaks { String::new() } else { text }
}

/// What the site has to know of raw HTML that is passed on.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// What links can lead to: ids, and the names of anchors.
    pub anchors: Vec<String>,
    /// Values of attributes that lead somewhere (`false`) or show something (`true`).
    pub addresses: Vec<(bool, String)>,
}

/// Attributes of a tag that is read: html5gum calls itself for each, and the stack of a thread ends.
const MOST_ATTRIBUTES: usize = 200;

/// Whether a tag, and what stands behind it, has more attributes than are read.
fn is_too_full(tag: &str) -> bool {
    let is_space = |c: char| c.is_ascii_whitespace();
    let mut rest = tag.find(|c| is_space(c) || matches!(c, '/' | '>')).map_or("", |end| &tag[end..]);
    for _ in 0..MOST_ATTRIBUTES {
        rest = rest.trim_start_matches(is_space);
        if rest.is_empty() || rest.starts_with('>') {
            return false;
        }
        let name = rest.char_indices().skip(1).find(|(_, c)| is_space(*c) || matches!(c, '/' | '>' | '='));
        rest = name.map_or("", |(end, _)| &rest[end..]);
        let Some(value) = rest.trim_start_matches(is_space).strip_prefix('=') else { continue };
        let value = value.trim_start_matches(is_space);
        let (from, end) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => (1, value[1..].find(quote).map(|end| end + 2)),
            _ => (0, value.find(|c| is_space(c) || c == '>')),
        };
        rest = end.map_or("", |end| &value[end.max(from)..]);
    }
    true
}

/// Whether any tag of the HTML has.
fn has_full_tag(html: &str) -> bool {
    let begins = |at: usize| html.as_bytes().get(at + 1).is_some_and(|c| c.is_ascii_alphabetic() || *c == b'/');
    html.len() > MOST_ATTRIBUTES && html.match_indices('<').any(|(at, _)| begins(at) && is_too_full(&html[at + 2..]))
}

/// Reads a piece of raw HTML. What has a tag with hundreds of attributes names nothing.
pub fn named(html: &str) -> Named {
    let mut named = Named::default();
    // Most tags have no attributes: `<br>`.
    if !html.contains('=') || has_full_tag(html) {
        return named;
    }
    for Ok(token) in Tokenizer::new(html) {
        let Token::StartTag(tag) = token else { continue };
        for (name, value) in &tag.attributes {
            let value = String::from_utf8_lossy(value).trim().to_owned();
            match (name.as_slice(), &**tag.name) {
                (b"id", _) | (b"name", b"a") => named.anchors.push(value),
                (b"src" | b"poster" | b"background", _) => named.addresses.push((true, value)),
                (b"srcset" | b"imagesrcset", _) => named.addresses.extend(candidates(&value)),
                (b"style", _) => named.addresses.extend(styled(&value)),
                (name, _) if LEADING.contains(&name) => named.addresses.push((false, value)),
                _ => {}
            }
        }
    }
    named.anchors.retain(|id| !id.is_empty());
    named
}

/// Attributes that lead somewhere.
const LEADING: [&[u8]; 10] =
    [b"href", b"xlink:href", b"action", b"formaction", b"cite", b"ping", b"longdesc", b"manifest", b"data", b"archive"];

/// `small.png 1x, large.png 2x`
fn candidates(value: &str) -> impl Iterator<Item = (bool, String)> + '_ {
    let addresses = value.split(',').filter_map(|candidate| candidate.split_whitespace().next());
    addresses.map(|address| (true, address.to_owned()))
}

/// `background: url(a.png)`
fn styled(value: &str) -> impl Iterator<Item = (bool, String)> + '_ {
    let inside = value.split("url(").skip(1).filter_map(|rest| rest.split(')').next());
    inside.map(|address| (true, address.trim_matches(['"', '\'', ' ']).to_owned()))
}

/// Attributes whose value is a URL, or a list of them, that a browser may load or follow.
const URL_ATTRIBUTES: [&str; 26] = [
    "href",
    "src",
    "srcset",
    "imagesrcset",
    "action",
    "formaction",
    "poster",
    "data",
    "background",
    "cite",
    "xlink:href",
    "from",
    "to",
    "by",
    "values",
    "ping",
    "manifest",
    "longdesc",
    "code",
    "codebase",
    "classid",
    "archive",
    "dynsrc",
    "lowsrc",
    "profile",
    "usemap",
];

/// Elements that show an image and run nothing of it, whatever its type.
const IMAGES: [&str; 5] = ["img", "image", "source", "video", "feimage"];

/// Tags that are read again from places inside other tags: more than this many times the length of the HTML is an
/// attack on our time.
const MAX_READING: usize = 20;

/// HTML without its comments, and without what a browser takes for one: `<?note?>`. Readers do not see them, but whoever
/// looks at a page's source does.
pub fn without_notes(html: &str) -> String {
    if !html.contains("<!") && !html.contains("<?") {
        return html.to_owned();
    }
    if has_full_tag(html) {
        return without_comments(html);
    }
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    // What looks like a comment in a script is a part of the script.
    emitter.naively_switch_states(true);
    let (mut out, mut done) = (String::with_capacity(html.len()), 0);
    for Ok(token) in Tokenizer::new_with_emitter(html, emitter) {
        let Token::Comment(comment) = token else { continue };
        let Some(kept) = html.get(done..comment.span.start) else { continue };
        out.push_str(kept);
        done = comment.span.end;
    }
    out.push_str(html.get(done..).unwrap_or_default());
    out
}

/// Removes `on...` attributes, `srcdoc`, URLs with a script scheme, and what redirects the whole page.
///
/// A browser's tokenizer may be in another state than ours (a comment, a `<style>` in an SVG, a `<textarea>` that a
/// comment mark hides), but in every state a tag begins at `<` and a letter, and its attributes are read alike. So
/// every such place is read as a tag, and none is left that has something dangerous in it.
///
/// `open`: CommonMark passes a tag that the text leaves open. It may stand when no quote is open in it: then the
/// template's next `>` ends it, and nothing that an author wrote becomes an attribute.
pub fn harmless(html: &str, open: bool) -> String {
    let mut out = String::with_capacity(html.len());
    let mut budget = html.len() * MAX_READING + 64 * 1024;
    // How far the HTML is copied, and how far the tags reach that were let through.
    let (mut copied, mut inside) = (0, 0);
    for (at, _) in html.match_indices('<') {
        if at < copied || !html.as_bytes().get(at + 1).is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        let tag = if budget > 0 && !is_too_full(&html[at + 1..]) {
            first_tag(&html[at..]).or_else(|| closed(&html[at..], open))
        } else {
            None
        };
        let end = tag.as_ref().map_or(html.len(), |tag| html.len().min(at + tag.span.end));
        budget = budget.saturating_sub(end - at);
        match tag {
            Some(tag) if !tag.attributes.iter().any(|(name, value)| dangerous(&tag.name, name, value)) => {
                inside = inside.max(end);
            }
            found => {
                out.push_str(&html[copied..at]);
                copied = end_of(found.filter(|_| at >= inside), &mut out, at);
            }
        }
    }
    out.push_str(&html[copied..]);
    out
}

/// Writes a dangerous tag and says where the HTML goes on. Inside of another tag, or without an end (it would take
/// the rest of the page for its attributes), it becomes text.
fn end_of(tag: Option<StartTag<usize>>, out: &mut String, at: usize) -> usize {
    match tag {
        Some(tag) => {
            rewrite(out, &tag);
            at + tag.span.end
        }
        None => {
            out.push_str("&lt;");
            at + 1
        }
    }
}

/// The tag that the HTML begins with, if it has an end.
fn first_tag(html: &str) -> Option<StartTag<usize>> {
    let mut tokens = Tokenizer::new_with_emitter(html, DefaultEmitter::<usize>::new_with_span());
    let found = tokens.find_map(|Ok(token)| match token {
        Token::StartTag(tag) => Some(Some(tag)),
        Token::Error(_) => None,
        _ => Some(None),
    });
    found.flatten()
}

/// The tag that the HTML begins with and leaves open, if it may.
fn closed(html: &str, open: bool) -> Option<StartTag<usize>> {
    let tag = first_tag(&format!("{html}>")).filter(|_| open)?;
    tag.attributes.iter().all(|(name, value)| !dangerous(&tag.name, name, value)).then_some(tag)
}

fn dangerous(tag: &[u8], name: &[u8], value: &[u8]) -> bool {
    let name = String::from_utf8_lossy(name).to_ascii_lowercase();
    match (tag, name.as_str()) {
        // They move the page, or where its own scripts are loaded from.
        (b"base", "href") | (b"meta", "http-equiv") => true,
        (_, "srcdoc") => true,
        (_, name) if name.starts_with("on") => true,
        (tag, name) => URL_ATTRIBUTES.contains(&name) && is_script(tag, &String::from_utf8_lossy(value)),
    }
}

/// Whether one URL of a list of them runs a script.
fn is_script(tag: &[u8], value: &str) -> bool {
    let image = |url: &str| IMAGES.iter().any(|name| name.as_bytes() == tag) && is_image(url);
    value.split([';', ',', ' ']).any(|url| scheme(url) == Scheme::Script && !image(url))
        || scheme(value) == Scheme::Script && !image(value)
}

fn is_image(url: &str) -> bool {
    url.trim_start().get(..11).is_some_and(|start| start.eq_ignore_ascii_case("data:image/"))
}

fn rewrite(out: &mut String, tag: &StartTag<usize>) {
    out.push('<');
    out.push_str(&String::from_utf8_lossy(&tag.name));
    for (name, value) in &tag.attributes {
        // A name with a `<` in it could be read as the beginning of a tag, whose attributes are others.
        if !dangerous(&tag.name, name, value) && !name.contains(&b'<') {
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
            ("не <b", "не &lt;b"),
            ("<div onclick=alert(1)//", "&lt;div onclick=alert(1)//"),
            ("<svg><style><img src=x onerror=y></style>", "<svg><style><img src=\"x\"></style>"),
            ("<textarea><!--</textarea><img onerror=y>", "<textarea><!--</textarea><img>"),
            ("<b title='<img alt=\" onclick=x \" onerror=y>'>", "<b title='&lt;img alt=\" onclick=x \" onerror=y>'>"),
            ("<img <b=\" onerror=\"y onclick=z>", "<img y=\"\">"),
            ("<base href='https://other.example/'>", "<base>"),
            ("<iframe src='data:image/svg+xml,x'>", "<iframe>"),
            ("a < b <3", "a < b <3"),
        ];
        for (html, expected) in cases {
            assert_eq!(harmless(html, false), expected);
        }
    }

    #[test]
    fn ids_and_addresses_are_found() {
        let html =
            "<p ID=one><a name='two &amp; 3' href=a.md>x</a><input name=no><!-- <b id=no> --><img id='' src=b>id=no";
        let anchors = vec!["one".to_owned(), "two & 3".to_owned()];
        assert_eq!(named(html), Named { anchors, addresses: vec![(false, "a.md".into()), (true, "b".into())] });
    }

    #[test]
    fn notes_are_not_passed() {
        let cases = [
            ("a <!-- b --> c", "a  c"),
            ("a <?b?> c <!d> e", "a  c  e"),
            ("<p title=\"<!-- a -->\">b</p>", "<p title=\"<!-- a -->\">b</p>"),
            ("<script><!-- a --></script>", "<script><!-- a --></script>"),
            ("<b<!-- a -->", "<b<!-- a -->"),
            ("я <!-- б --> в", "я  в"),
        ];
        cases.iter().for_each(|(html, left)| assert_eq!(without_notes(html), *left));
    }

    #[test]
    fn a_tag_with_thousands_of_attributes_is_text() {
        for attribute in [" a", " a=b", " a=\"b\"", " a='>'", "/a", "/", " =", " a=&amp;", " a = \"b\"", "\n\"", " <b"]
        {
            let html = format!("<b {}>x</b> <!-- c -->", attribute.repeat(50_000));
            assert!(harmless(&html, false).starts_with("&lt;"), "{attribute}");
            assert_eq!(named(&html), Named::default());
            assert!(!without_notes(&html).contains("<!--"), "{attribute}");
            assert!(harmless(&html[..html.len() - 16], true).starts_with("&lt;"), "{attribute}");
        }
    }

    #[test]
    fn comments() {
        let cases = [("<!-- a -->\n", "\n"), ("<!-- a", ""), ("x <!-- a --> <b><!-- c -->", "x  <b>"), ("<b>", "<b>")];
        for (html, expected) in cases {
            assert_eq!(without_comments(html), expected);
        }
    }
}
