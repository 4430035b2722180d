//! The attributes of an element: which are written, and how.
//!
//! In: a tag. Out: markup made of names from a list and of values that are escaped, the addresses apart: they are read as
//! links. Nothing of the tag is copied.

use super::elements::Kind;
use super::tags::Tag;
use crate::markdown::ids::is_reserved;
use crate::markdown::{callout, escape, raw_html};
use std::fmt::Write as _;
use std::ops::Range;

/// What is known of a tag.
#[derive(Debug, Default)]
pub(super) struct Attributes {
    /// ` id="x" open`
    pub markup: String,
    pub id: Option<String>,
    /// `title`, which a link and an image write themselves, `alt`, and classes, which a heading has.
    pub title: String,
    pub alt: String,
    pub classes: Vec<String>,
    /// What leads somewhere or is loaded: name, value and the place of it in the HTML.
    pub addresses: Vec<(&'static str, String, Range<usize>)>,
    /// What was left out and is missed: the names.
    pub missed: Vec<String>,
}

/// The attribute's value as a browser reads it.
fn value(html: &str, place: &Range<usize>) -> String {
    raw_html::attribute_value(&html[place.clone()]).trim().to_owned()
}

/// Reads a tag. `name`: under which it is written.
pub(super) fn attributes(html: &str, tag: &Tag, name: &str, kind: Kind) -> Attributes {
    let mut out = Attributes::default();
    for (attribute, place) in &tag.attributes {
        let value = value(html, place);
        if let Some(known) = address(name, attribute) {
            if !value.is_empty() {
                out.addresses.push((known, value, place.clone()));
            }
            continue;
        }
        match attribute.as_str() {
            "title" => out.title = value,
            "alt" => out.alt = value,
            "class" => out.classes = value.split_whitespace().filter(|c| is_class(c)).map(str::to_owned).collect(),
            "style" => out.missed.push(attribute.clone()),
            event if event.starts_with("on") => out.missed.push(attribute.clone()),
            _ => {
                if let Some((known, value)) =
                    written(name, attribute, &value).filter(|(known, _)| out.id.is_none() || *known != "id")
                {
                    put(&mut out.markup, known, &value);
                    if known == "id" {
                        out.id = Some(value);
                    }
                }
            }
        }
    }
    if tag.name() == "center" {
        put(&mut out.markup, "align", "center");
    }
    if kind == Kind::Player && !out.markup.contains(" controls") {
        put(&mut out.markup, "controls", "");
    }
    // As docent's own.
    if name == "details" && !out.classes.iter().any(|class| class == "callout") {
        out.classes.push("details".to_owned());
    }
    if !out.classes.is_empty() {
        put(&mut out.markup, "class", &out.classes.join(" "));
    }
    out
}

/// Adds one attribute; one without a value is a flag.
pub(super) fn put(markup: &mut String, name: &str, value: &str) {
    let _ = if value.is_empty() { write!(markup, " {name}") } else { write!(markup, " {name}=\"{}\"", escape(value)) };
}

/// Attributes that hold addresses, by their element.
fn address(element: &str, attribute: &str) -> Option<&'static str> {
    Some(match (element, attribute) {
        ("a", "href") => "href",
        ("img" | "source" | "track" | "video" | "audio" | "iframe", "src") => "src",
        ("source", "srcset") => "srcset",
        ("video", "poster") => "poster",
        ("blockquote" | "q" | "ins" | "del", "cite") => "cite",
        _ => return None,
    })
}

/// Classes of the theme that mean something in a text: those of callouts, and where a text stands.
fn is_class(class: &str) -> bool {
    ["callout", "callout-title", "left", "center", "right", "no-search"].contains(&class) || callout::is_kind(class)
}

/// An attribute under its known name, with a value that it can have.
fn written(element: &str, attribute: &str, value: &str) -> Option<(&'static str, String)> {
    let one_of = |list: &[&str]| list.contains(&value.to_ascii_lowercase().as_str());
    let number = |most: usize| {
        let digits = value.strip_prefix('-').unwrap_or(value);
        !digits.is_empty() && digits.len() <= most && digits.bytes().all(|b| b.is_ascii_digit())
    };
    let plain = || (!value.is_empty()).then(|| value.to_owned());
    let lower = |fits: bool| fits.then(|| value.to_ascii_lowercase());
    let flag = Some(String::new());
    let (known, value) = match (element, attribute) {
        (_, "id") => ("id", is_id(value).then(|| value.to_owned())),
        ("a", "name") => ("id", is_id(value).then(|| value.to_owned())),
        (_, "dir") => ("dir", lower(one_of(&["ltr", "rtl", "auto"]))),
        (_, "lang") => ("lang", is_lang(value).then(|| value.to_owned())),
        (_, "align") => ("align", lower(one_of(&["left", "center", "right", "justify", "middle"]))),
        (_, "valign") => ("valign", lower(one_of(&["top", "middle", "bottom", "baseline"]))),
        (_, "width") => ("width", length(value)),
        (_, "height") => ("height", length(value)),
        (_, "aria-label") => ("aria-label", plain()),
        (_, "aria-hidden") => ("aria-hidden", lower(one_of(&["true", "false"]))),
        ("details", "open") => ("open", flag),
        ("ol", "reversed") => ("reversed", flag),
        ("ol", "start") => ("start", number(9).then(|| value.to_owned())),
        ("li", "value") => ("value", number(9).then(|| value.to_owned())),
        ("ol" | "ul" | "li", "type") => {
            ("type", ["1", "a", "A", "i", "I", "disc", "circle", "square"].contains(&value).then(|| value.to_owned()))
        }
        ("td" | "th", "colspan") => ("colspan", number(4).then(|| value.to_owned())),
        ("td" | "th", "rowspan") => ("rowspan", number(4).then(|| value.to_owned())),
        ("col" | "colgroup", "span") => ("span", number(4).then(|| value.to_owned())),
        ("th", "scope") => ("scope", lower(one_of(&["row", "col", "rowgroup", "colgroup"]))),
        ("td" | "th", "nowrap") => ("nowrap", flag),
        ("time" | "ins" | "del", "datetime") => ("datetime", plain()),
        ("data", "value") => ("value", plain()),
        ("source", "media") => ("media", plain()),
        ("source", "sizes") => ("sizes", plain()),
        ("source", "type") => ("type", plain()),
        ("track", "kind") => ("kind", plain()),
        ("track", "label") => ("label", plain()),
        ("track", "srclang") => ("srclang", is_lang(value).then(|| value.to_owned())),
        ("track", "default") => ("default", flag),
        ("video" | "audio", "controls") => ("controls", flag),
        ("video" | "audio", "loop") => ("loop", flag),
        ("video" | "audio", "muted") => ("muted", flag),
        ("video", "playsinline") => ("playsinline", flag),
        ("video" | "audio", "preload") => ("preload", lower(one_of(&["none", "metadata", "auto"]))),
        _ => return None,
    };
    value.map(|value| (known, value))
}

/// What a link can lead to. Templates and notes have their own.
pub(super) fn is_id(id: &str) -> bool {
    !id.is_empty() && !id.contains(|c: char| c.is_whitespace() || c.is_control()) && !is_reserved(id)
}

fn is_lang(lang: &str) -> bool {
    (1..=35).contains(&lang.len()) && lang.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

/// `300`, `300px` or `50%`.
fn length(value: &str) -> Option<String> {
    let value = value.strip_suffix("px").unwrap_or(value);
    let digits = value.strip_suffix('%').unwrap_or(value);
    let fits = !digits.is_empty() && digits.len() <= 6 && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    (fits && digits.parse::<f32>().is_ok()).then(|| value.to_owned())
}

/// The candidates of a `srcset`: address, its place in the value, and what is said of it (`2x`).
pub(super) fn candidates(value: &str) -> Vec<(String, String)> {
    let all = value.split(", ").flat_map(|part| part.split(",\n"));
    let one = |part: &str| {
        let mut words = part.split_whitespace();
        let address = words.next()?.trim_matches(',').to_owned();
        let said = words.next().unwrap_or_default().trim_matches(',');
        let size = said.strip_suffix(['x', 'w', 'h']).is_some_and(|number| number.parse::<f32>().is_ok());
        (!address.is_empty()).then(|| (address, if size { said.to_owned() } else { String::new() }))
    };
    all.filter_map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tags::{Token, tokens};
    use super::*;

    fn read(html: &str, name: &str, kind: Kind) -> Attributes {
        let Some(Token::Start(tag)) = tokens(html, false).into_iter().next() else { panic!("{html}") };
        attributes(html, &tag, name, kind)
    }

    #[test]
    fn only_known_attributes_with_known_values_are_written() {
        for (html, name, expected) in [
            ("<p id=x onclick=y style='z' data-a=b>", "p", " id=\"x\""),
            ("<p align=CENTER valign=evil dir=rtl lang=en>", "p", " align=\"center\" dir=\"rtl\" lang=\"en\""),
            ("<td colspan=2 rowspan=99999 nowrap open>", "td", " colspan=\"2\" nowrap"),
            ("<img width=30px height='50%'>", "img", " width=\"30\" height=\"50%\""),
            ("<p class='callout tip sheet'>", "p", " class=\"callout tip\""),
            ("<p id='a\"><script>'>", "p", " id=\"a&quot;&gt;&lt;script&gt;\""),
            ("<p id='d-search'><p id='a b'>", "p", ""),
            ("<a name=x>", "a", " id=\"x\""),
            ("<p width=calc(1px) height=-1>", "p", ""),
        ] {
            assert_eq!(read(html, name, Kind::Block).markup, expected, "{html}");
        }
    }

    #[test]
    fn addresses_stand_apart() {
        let read = read("<a href='b.md?x=1&amp;copy=2' title=c onclick=d>", "a", Kind::Link);
        assert_eq!(read.addresses, [("href", "b.md?x=1&copy=2".to_owned(), 9..28)]);
        assert_eq!((read.title.as_str(), read.missed), ("c", vec!["onclick".to_owned()]));
    }

    #[test]
    fn candidates_of_a_srcset() {
        let all = candidates("a.png 1x, b,c.png 2x,\nd.png, data:x,y 300w, e.png evil");
        let shown: Vec<String> = all.iter().map(|(url, said)| format!("{url} {said}")).collect();
        assert_eq!(shown, ["a.png 1x", "b,c.png 2x", "d.png ", "data:x,y 300w", "e.png "]);
    }
}
