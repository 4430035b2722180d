//! Images: sizes so that the page does not jump, and lazy loading for all but the first.
//!
//! In: a resolved target and the events inside the image. Out: an `<img>`.

use super::safe_html::marks::{self, Piece};
use super::{escape, escape_url};
use crate::markdown::link::{Resolved, State};
use crate::url::decode;
use pulldown_cmark::{Event, LinkType, Tag};
use std::fmt::Write as _;
use std::ops::Range;

/// The alternative text: what the brackets hold, without markup. `![[file.png]]` alone has none.
pub fn alt(inside: &[(Event<'_>, Range<usize>)], start: &Event<'_>) -> String {
    if matches!(start, Event::Start(Tag::Image { link_type: LinkType::WikiLink { has_pothole: false }, .. })) {
        return String::new();
    }
    plain(inside)
}

/// Events as text: no markup, no HTML.
pub fn plain(events: &[(Event<'_>, Range<usize>)]) -> String {
    let mut out = String::new();
    for (event, _) in events {
        match event {
            Event::Text(text) | Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                out.push_str(text)
            }
            Event::SoftBreak | Event::HardBreak => out.push(' '),
            Event::InlineHtml(html) => {
                if let Piece::Literal(text) = marks::piece(html) {
                    out.push_str(text);
                }
            }
            _ => {}
        }
    }
    out
}

/// Films, sounds and documents: a browser shows none of them as an image.
const OTHER_FILES: [&str; 19] = [
    "mp4", "m4v", "mov", "webm", "ogv", "mp3", "m4a", "ogg", "oga", "opus", "wav", "flac", "pdf", "doc", "docx",
    "xlsx", "pptx", "odt", "zip",
];

/// Whether a URL of this site names something that is no image.
pub fn is_other_file(url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    path.rsplit_once('.').is_some_and(|(_, ending)| OTHER_FILES.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

/// A link to a file that is no image. A player would need another content security policy than images, and a link works
/// everywhere. `free`: it stands in no other link.
pub fn file(link: &Resolved, alt: &str, free: bool) -> String {
    let path = link.url.split(['?', '#']).next().unwrap_or_default();
    let name = decode(path.rsplit('/').next().unwrap_or_default());
    let text = escape(if alt.trim().is_empty() { &name } else { alt });
    if free { format!("<a href=\"{}\">{text}</a>", escape_url(&link.url)) } else { text }
}

/// Width and height as attributes; empty where nothing is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Size {
    width: String,
    height: String,
}

impl Size {
    /// Of a file whose size may be known, and what its author wants of it.
    pub fn of<'w>(file: Option<(u32, u32)>, wanted: impl Fn(&str) -> Option<&'w str>) -> Self {
        let read = |key: &str| wanted(key).and_then(length);
        let (width, height) = (read("width"), read("height"));
        let scaled =
            |of: u32, by: u32, length: u32| (u64::from(of) * u64::from(length) / u64::from(by.max(1))).to_string();
        let (width, height) = match (width, height, file) {
            (None, None, file) => {
                return file.map_or_else(Self::default, |(width, height)| Self::written(width, height));
            }
            (Some(Length::Pixels(width)), None, Some((w, h))) => (width.to_string(), scaled(h, w, width)),
            (None, Some(Length::Pixels(height)), Some((w, h))) => (scaled(w, h, height), height.to_string()),
            // A part of the line has a height that only the browser knows.
            (width, height, _) => (attribute(width), attribute(height)),
        };
        Self { width, height }
    }

    fn written(width: u32, height: u32) -> Self {
        Self { width: width.to_string(), height: height.to_string() }
    }
}

#[derive(Clone, Copy, Debug)]
enum Length {
    Pixels(u32),
    Percent(u32),
}

/// `300`, `300px`, `50%`; nothing else is a length, and none is larger than a screen.
fn length(value: &str) -> Option<Length> {
    let number = |text: &str| text.trim().parse::<u32>().ok().filter(|number| (1..=10_000).contains(number));
    match value.strip_suffix('%') {
        Some(percent) => number(percent).filter(|percent| *percent <= 100).map(Length::Percent),
        None => number(value.strip_suffix("px").unwrap_or(value)).map(Length::Pixels),
    }
}

fn attribute(length: Option<Length>) -> String {
    match length {
        Some(Length::Pixels(pixels)) => pixels.to_string(),
        Some(Length::Percent(percent)) => format!("{percent}%"),
        None => String::new(),
    }
}

/// Markup without a size, which is written apart.
pub fn unsized_markup(markup: &str) -> String {
    marks::without(&marks::without(markup, "width"), "height")
}

/// An image of the site or of the web; a broken one shows its text. `markup`: what else its author wrote of it.
pub fn html(link: &Resolved, size: &Size, alt: &str, title: &str, markup: &str, first: bool) -> String {
    match link.state {
        State::Broken => return format!("<span class=\"broken\">{}</span>", escape(alt)),
        // It leads to what is not shown: its words are words.
        State::Text => return escape(alt),
        State::Inside | State::External => {}
    }
    let mut out = format!("<img src=\"{}\" alt=\"{}\"{markup}", escape_url(&link.url), escape(alt));
    for (name, value) in [("width", &size.width), ("height", &size.height)] {
        if !value.is_empty() {
            let _ = write!(out, " {name}=\"{value}\"");
        }
    }
    if !title.is_empty() {
        let _ = write!(out, " title=\"{}\"", escape(title));
    }
    out.push_str(if first { " decoding=\"async\">" } else { " loading=\"lazy\" decoding=\"async\">" });
    out
}

/// Without a site around: as CommonMark's reference writes it.
pub fn written(url: &str, alt: &str, title: &str) -> String {
    let url = if crate::url::scheme(url) == crate::url::Scheme::Script { "" } else { url };
    let title = if title.is_empty() { String::new() } else { format!(" title=\"{}\"", escape(title)) };
    format!("<img src=\"{}\" alt=\"{}\"{title} />", escape_url(url), escape(alt))
}
