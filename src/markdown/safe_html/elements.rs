//! The elements of HTML: which are written, as what, and where they may stand.
//!
//! In: a name in lower case. Out: what becomes of it. The list is GitHub's, with what plays, frames and folds. A name that
//! is in none of the lists is no HTML.

/// What becomes of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Stands in a line of text.
    Inline,
    /// The same without an end: `<br>`.
    Void,
    /// A block of its own.
    Block,
    /// The same without an end: `<hr>`.
    Rule,
    /// As Markdown's own: it has an id and stands in the contents.
    Heading(u8),
    /// As Markdown's own, if it leads somewhere.
    Link,
    /// As Markdown's own.
    Image,
    /// Plays a file.
    Player,
    /// A file of a player or a picture.
    Source,
    /// Another site's page in this one, or a link to it.
    Frame,
    /// Left out; what stands in it is shown.
    Without,
    /// Left out with all that stands in it.
    Whole,
}

const INLINE: [&str; 33] = [
    "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "ins", "kbd", "mark", "picture", "q",
    "rb", "rp", "rt", "rtc", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u",
    "var",
];

const BLOCK: [&str; 25] = [
    "aside",
    "blockquote",
    "caption",
    "colgroup",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "li",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Elements that are written as others: a page has one landmark of each kind, which is the theme's.
const RENAMED: [(&str, &str); 12] = [
    ("acronym", "abbr"),
    ("address", "div"),
    ("article", "div"),
    ("center", "div"),
    ("dir", "ul"),
    ("footer", "div"),
    ("header", "div"),
    ("hgroup", "div"),
    ("main", "div"),
    ("menu", "ul"),
    ("nav", "div"),
    ("search", "div"),
];

const HEADINGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];

/// Left out without a word: they say nothing.
const FRAME_OF_A_PAGE: [&str; 3] = ["body", "head", "html"];

const WITHOUT: [&str; 44] = [
    "applet",
    "area",
    "base",
    "basefont",
    "bgsound",
    "big",
    "blink",
    "button",
    "canvas",
    "datalist",
    "dialog",
    "embed",
    "fieldset",
    "font",
    "form",
    "frame",
    "frameset",
    "image",
    "input",
    "isindex",
    "keygen",
    "label",
    "legend",
    "link",
    "listing",
    "map",
    "marquee",
    "meta",
    "meter",
    "nobr",
    "noscript",
    "object",
    "optgroup",
    "option",
    "output",
    "param",
    "plaintext",
    "portal",
    "progress",
    "select",
    "selectedcontent",
    "slot",
    "spacer",
    "textarea",
];

/// Elements that are left out with all that stands in them.
pub const WHOLE: [&str; 8] = ["math", "noembed", "noframes", "script", "style", "svg", "template", "title"];

/// What becomes of an element, and the name under which it is written.
pub(super) fn element(name: &str) -> Option<(&'static str, Kind)> {
    let find = |list: &[&'static str]| list.iter().copied().find(|known| *known == name);
    if let Some(name) = find(&INLINE) {
        return Some((name, Kind::Inline));
    }
    if let Some(name) = find(&BLOCK) {
        return Some((name, Kind::Block));
    }
    if let Some(level) = HEADINGS.iter().position(|known| *known == name) {
        return Some((HEADINGS[level], Kind::Heading(level as u8 + 1)));
    }
    if let Some((_, other)) = RENAMED.iter().find(|(known, _)| *known == name) {
        return element(other);
    }
    Some(match name {
        "a" => ("a", Kind::Link),
        "img" => ("img", Kind::Image),
        "br" => ("br", Kind::Void),
        "wbr" => ("wbr", Kind::Void),
        "hr" => ("hr", Kind::Rule),
        "col" => ("col", Kind::Rule),
        "video" => ("video", Kind::Player),
        "audio" => ("audio", Kind::Player),
        "source" => ("source", Kind::Source),
        "track" => ("track", Kind::Source),
        "iframe" => ("iframe", Kind::Frame),
        "xmp" => ("xmp", Kind::Without),
        _ => match find(&WHOLE) {
            Some(name) => (name, Kind::Whole),
            None => (find(&WITHOUT).or_else(|| find(&FRAME_OF_A_PAGE))?, Kind::Without),
        },
    })
}

/// Whether leaving it out is worth a word.
pub(super) fn is_missed(name: &str) -> bool {
    !FRAME_OF_A_PAGE.contains(&name)
}

/// Whether what stands in it is shown as it is written: without typographic quotes, and with no address made a link.
pub fn is_verbatim(name: &str) -> bool {
    ["code", "kbd", "pre", "samp", "tt", "var"].contains(&name)
}

/// Where an element must stand, and what of the same kind ends where it begins. Nothing: anywhere.
pub(super) fn parents(name: &str) -> Option<&'static [&'static str]> {
    Some(match name {
        "li" => &["ul", "ol"],
        "dd" | "dt" => &["dl"],
        "td" | "th" => &["tr"],
        "tr" => &["tbody", "thead", "tfoot", "table"],
        "tbody" | "thead" | "tfoot" | "caption" | "colgroup" => &["table"],
        "col" => &["colgroup"],
        "rt" | "rp" | "rb" | "rtc" => &["ruby"],
        "summary" => &["details"],
        "source" => &["picture", "video", "audio"],
        "track" => &["video", "audio"],
        _ => return None,
    })
}

/// What is looked for no further than this: what stands in a cell ends nothing around the table.
pub(super) fn is_wall(name: &str) -> bool {
    ["td", "th", "caption"].contains(&name)
}

/// Parts of tables, which may end what is a wall to others.
pub(super) fn is_of_table(name: &str) -> bool {
    ["table", "tbody", "thead", "tfoot", "tr", "td", "th", "caption", "colgroup"].contains(&name)
}
