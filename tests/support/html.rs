//! HTML as a parser sees it: compared, and searched for what may run.

use docent::url::{Scheme, scheme};
use html5gum::{StartTag, Token, Tokenizer};
use std::fmt::Write as _;

fn start_tags(html: &str) -> Vec<StartTag<()>> {
    let tags =
        Tokenizer::new(html).filter_map(|Ok(token)| if let Token::StartTag(tag) = token { Some(tag) } else { None });
    tags.collect()
}

/// Names of the tags that are opened.
pub fn tags(html: &str) -> Vec<String> {
    start_tags(html).iter().map(|tag| text(&tag.name)).collect()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// One spelling for what CommonMark's own test suite takes for equal: order of attributes, entities, `<br>` and
/// `<br />`, white space between blocks. Text, code included, must be equal to the byte.
pub fn normal(html: &str) -> String {
    let mut out = String::new();
    for Ok(token) in Tokenizer::new(html) {
        let _ = match token {
            Token::StartTag(tag) => write!(out, "<{} {:?}>", text(&tag.name), tag.attributes),
            Token::EndTag(tag) => write!(out, "</{}>", text(&tag.name)),
            Token::String(string) => write!(out, "{}", text(&string).replace('<', "&lt;")),
            Token::Comment(comment) => write!(out, "<!--{}-->", text(&comment)),
            other => write!(out, "{other:?}"),
        };
    }
    // A line break between two tags is layout.
    out.replace(">\n<", "><").trim_end().to_owned()
}

/// Event handlers and script URLs in the HTML, read as a browser would in any state: from each `<` anew.
pub fn threats(html: &str) -> Vec<String> {
    let places = html.match_indices('<').map(|(at, _)| &html[at..]);
    places.flat_map(|rest| first_tag(rest).map(|tag| threats_of(&tag)).unwrap_or_default()).collect()
}

/// The tag that the text begins with. One that the text leaves open is read as if the template closed it.
fn first_tag(html: &str) -> Option<StartTag<()>> {
    if !html.as_bytes().get(1).is_some_and(u8::is_ascii_alphabetic) {
        return None;
    }
    let read = |html: &str| {
        Tokenizer::new(html).find_map(|Ok(token)| if let Token::StartTag(tag) = token { Some(tag) } else { None })
    };
    read(html).or_else(|| [">", "\">", "'>"].iter().find_map(|close| read(&format!("{html}{close}"))))
}

fn threats_of(tag: &StartTag<()>) -> Vec<String> {
    let found = tag.attributes.iter().filter(|(name, value)| threat(tag, &text(name), &text(value)));
    found.map(|(name, value)| format!("<{} {}={:?}>", text(&tag.name), text(name), text(value))).collect()
}

/// Attributes that hold URLs in HTML, SVG and MathML, past ones too.
const URLS: &str = "action archive background by cite classid code codebase data dynsrc formaction from href imagesrcset \
    longdesc lowsrc manifest ping poster profile src srcset to usemap values xlink:href";

fn threat(tag: &StartTag<()>, name: &str, value: &str) -> bool {
    // These show an image and run nothing of it, whatever its type.
    let shows = ["img", "image", "source", "video", "feimage"].iter().any(|name| *tag.name == *name.as_bytes());
    let image = shows && value.trim_start().get(..11).is_some_and(|start| start.eq_ignore_ascii_case("data:image/"));
    let script = scheme(value) == Scheme::Script && !image;
    let name = name.to_ascii_lowercase();
    name.starts_with("on") || name == "srcdoc" || (script && URLS.split_whitespace().any(|url| url == name))
}

/// Ids, in order.
pub fn ids(html: &str) -> Vec<String> {
    start_tags(html).iter().filter_map(|tag| Some(text(tag.attributes.get(b"id".as_slice())?))).collect()
}

/// Tags that are not closed, or closed in the wrong order, or that a paragraph cannot hold.
pub fn balance(html: &str) -> Vec<String> {
    let void = ["area", "br", "col", "hr", "img", "input", "source", "track", "wbr"];
    let blocks =
        ["p", "div", "ul", "ol", "li", "table", "pre", "section", "details", "dl", "blockquote", "h1", "h2", "h3"];
    let (mut open, mut faults) = (Vec::<String>::new(), Vec::new());
    for Ok(token) in Tokenizer::new(html) {
        match token {
            Token::StartTag(tag) => {
                let name = text(&tag.name);
                if blocks.contains(&name.as_str()) && open.iter().any(|o| o == "p" || o == "summary") {
                    faults.push(format!("<{name}> in a paragraph"));
                }
                if name == "a" && open.contains(&name) {
                    faults.push("a link in a link".to_owned());
                }
                if !void.contains(&name.as_str()) && !tag.self_closing {
                    open.push(name);
                }
            }
            Token::EndTag(tag) => {
                let name = text(&tag.name);
                if open.pop().as_ref() != Some(&name) {
                    faults.push(format!("</{name}> closes nothing"));
                }
            }
            _ => {}
        }
    }
    faults.extend(open.into_iter().map(|name| format!("<{name}> stays open")));
    faults
}
