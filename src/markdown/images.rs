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

/// Files that a player shows.
const FILMS: [&str; 5] = ["mp4", "m4v", "mov", "webm", "ogv"];

/// Files that a player plays.
const SOUNDS: [&str; 7] = ["mp3", "m4a", "ogg", "oga", "opus", "wav", "flac"];

/// Documents: a browser shows none of them as an image.
const DOCUMENTS: [&str; 7] = ["pdf", "doc", "docx", "xlsx", "pptx", "odt", "zip"];

/// What is written in image syntax, and is no image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Other {
    /// A film.
    Film,
    /// A sound.
    Sound,
    /// A document.
    Document,
}

/// What a URL of this site names, if it is no image.
pub fn other(url: &str) -> Option<Other> {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let ending = path.rsplit_once('.')?.1.to_ascii_lowercase();
    match ending.as_str() {
        film if FILMS.contains(&film) => Some(Other::Film),
        sound if SOUNDS.contains(&sound) => Some(Other::Sound),
        document if DOCUMENTS.contains(&document) => Some(Other::Document),
        _ => None,
    }
}

/// What stands beside a film: captions by language, and the picture that stands for it.
pub fn beside<'a>(path: &'a str, codes: &'a [&'a str]) -> impl Iterator<Item = (Beside<'a>, String)> {
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    let plain = std::iter::once((Beside::Captions(None), format!("{stem}.vtt")));
    let each = codes.iter().map(move |code| (Beside::Captions(Some(code)), format!("{stem}.{code}.vtt")));
    let pictures = ["jpg", "jpeg", "png", "webp", "avif"].into_iter();
    plain.chain(each).chain(pictures.map(move |ending| (Beside::Poster, format!("{stem}.{ending}"))))
}

/// What a file beside a film is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside<'a> {
    /// What is said, in this language.
    Captions(Option<&'a str>),
    /// Its first picture.
    Poster,
}

/// A link to a file that is no image. `free`: it stands in no other link.
pub fn file(link: &Resolved, alt: &str, free: bool) -> String {
    let text = escape(&named(link, alt));
    if free { format!("<a href=\"{}\">{text}</a>", escape_url(&link.url)) } else { text }
}

/// What is said of a file, or its name.
fn named(link: &Resolved, alt: &str) -> String {
    let path = link.url.split(['?', '#']).next().unwrap_or_default();
    let name = decode(path.rsplit('/').next().unwrap_or_default());
    if alt.trim().is_empty() { name } else { alt.to_owned() }
}

/// A film or a sound with the browser's own controls; nothing of it but its length is loaded before somebody plays it.
pub fn player(link: &Resolved, what: Other, alt: &str, size: &Size, title: &str, lang: &str) -> String {
    let (tag, name, url) =
        (if what == Other::Film { "video" } else { "audio" }, named(link, alt), escape_url(&link.url));
    let mut out =
        format!("<{tag} class=\"player\" src=\"{url}\" controls preload=\"metadata\" aria-label=\"{}\"", escape(&name));
    if what == Other::Film {
        size.write(&mut out);
        if let Some(poster) = &link.media.poster {
            let _ = write!(out, " poster=\"{}\"", escape_url(poster));
        }
    }
    if !title.is_empty() {
        let _ = write!(out, " title=\"{}\"", escape(title));
    }
    out.push('>');
    for (own, captions) in &link.media.captions {
        let (lang, url) = (escape(own.as_deref().unwrap_or(lang)), escape_url(captions));
        let _ = write!(out, "<track kind=\"captions\" src=\"{url}\" srclang=\"{lang}\" label=\"{lang}\">");
    }
    let _ = write!(out, "<a href=\"{url}\">{}</a></{tag}>", escape(&name));
    out
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

    /// How wide it is at most, in a column that is so wide.
    fn shown(&self, natural: u32, column: u32) -> u32 {
        let asked = match self.width.strip_suffix('%') {
            Some(percent) => percent.parse().ok().map(|percent: u32| column * percent / 100),
            None => self.width.parse().ok(),
        };
        asked.unwrap_or(natural).min(column)
    }

    /// Whether it is shown so much smaller than it is that somebody wants to see it whole.
    pub fn hides(&self, natural: (u32, u32)) -> bool {
        natural.0 >= self.shown(natural.0, COLUMN).saturating_mul(5) / 4
    }

    fn write(&self, out: &mut String) {
        for (name, value) in [("width", &self.width), ("height", &self.height)] {
            if !value.is_empty() {
                let _ = write!(out, " {name}=\"{value}\"");
            }
        }
    }

    fn written(width: u32, height: u32) -> Self {
        Self { width: width.to_string(), height: height.to_string() }
    }
}

/// How wide a figure is at most, in pixels.
const COLUMN: u32 = 768;

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
    size.write(&mut out);
    if let Some((width, _)) = link.size.filter(|_| !link.media.smaller.is_empty()) {
        sizes(&mut out, link, width, size);
    }
    if !title.is_empty() {
        let _ = write!(out, " title=\"{}\"", escape(title));
    }
    out.push_str(if first { " decoding=\"async\">" } else { " loading=\"lazy\" decoding=\"async\">" });
    out
}

/// From which files a browser chooses: the narrowest that is not blurred in its place.
fn sizes(out: &mut String, link: &Resolved, natural: u32, size: &Size) {
    let whole = (natural, &link.url);
    let all = link.media.smaller.iter().rev().map(|(width, url)| (*width, url)).chain([whole]);
    let all: Vec<String> = all.map(|(width, url)| format!("{} {width}w", escape_url(url))).collect();
    let shown = size.shown(natural, COLUMN);
    let _ = write!(out, " srcset=\"{}\" sizes=\"(max-width: {shown}px) 100vw, {shown}px\"", all.join(", "));
}

/// A picture that leads to its file: where a script runs, it is shown over the page.
pub fn enlarged(link: &Resolved, image: &str) -> String {
    format!("<a class=\"zoom\" href=\"{}\">{image}</a>", escape_url(&link.url))
}

/// Without a site around: as CommonMark's reference writes it.
pub fn written(url: &str, alt: &str, title: &str) -> String {
    let url = if crate::url::scheme(url) == crate::url::Scheme::Script { "" } else { url };
    let title = if title.is_empty() { String::new() } else { format!(" title=\"{}\"", escape(title)) };
    format!("<img src=\"{}\" alt=\"{}\"{title} />", escape_url(url), escape(alt))
}
