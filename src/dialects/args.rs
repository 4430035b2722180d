//! Marks with a name and arguments: `{% hint style="info" %}`, `{{< tab title="A" >}}`, `<Card title="A" />`.
//!
//! In: a text and where such a mark begins. Out: a [`Tag`] with the places of its arguments; nothing if none begins there.
//! A mark ends within a few thousand bytes: so a text full of openings is read in a time that grows with its length.

use std::ops::Range;

/// How many bytes a mark may have.
const LONGEST: usize = 2048;

/// Who writes marks so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    /// `{% name %}`
    Liquid,
    /// `{{< name >}}`, `{{% name %}}`
    Shortcode,
    /// `<Name>`
    Component,
}

/// One mark.
#[derive(Clone, Debug)]
pub(super) struct Tag<'a> {
    pub(super) family: Family,
    /// Without `end` and `/`.
    pub(super) name: &'a str,
    /// Its bytes.
    pub(super) range: Range<usize>,
    /// It ends what another began.
    pub(super) closes: bool,
    /// It begins nothing.
    pub(super) alone: bool,
    pub(super) args: Vec<Arg<'a>>,
}

/// An argument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Arg<'a> {
    /// Empty where none is written.
    pub(super) key: &'a str,
    /// Without quotes.
    pub(super) text: &'a str,
    /// Where the text stands.
    pub(super) at: usize,
    pub(super) quoted: bool,
    /// An expression of a program, in braces.
    pub(super) program: bool,
}

impl<'a> Tag<'a> {
    /// The first of some keys that is given.
    pub(super) fn get(&self, keys: &[&str]) -> Option<&Arg<'a>> {
        let named = |key: &&str| self.args.iter().find(|arg| !arg.program && arg.key.eq_ignore_ascii_case(key));
        keys.iter().find_map(named)
    }

    /// Arguments in quotes without a key.
    pub(super) fn quoted(&self) -> impl Iterator<Item = &Arg<'a>> {
        self.args.iter().filter(|arg| arg.key.is_empty() && arg.quoted)
    }

    /// Arguments without a key and quotes.
    pub(super) fn words(&self) -> impl Iterator<Item = &Arg<'a>> {
        self.args.iter().filter(|arg| arg.key.is_empty() && !arg.quoted)
    }

    /// As it is called in messages.
    pub(super) fn shown(&self) -> String {
        match self.family {
            Family::Liquid => format!("{{% {} %}}", self.name),
            Family::Shortcode => format!("{{{{< {} >}}}}", self.name),
            Family::Component => format!("<{}>", self.name),
        }
    }
}

/// A mark in braces: of Liquid and its kin, or a shortcode of Hugo.
pub(super) fn braces(body: &str, at: usize) -> Option<Tag<'_>> {
    let rest = within(body, at);
    let (family, open, close) = match rest.as_bytes() {
        [b'{', b'%', ..] => (Family::Liquid, 2, "%}"),
        [b'{', b'{', b'<', ..] => (Family::Shortcode, 3, ">}}"),
        [b'{', b'{', b'%', ..] => (Family::Shortcode, 3, "%}}"),
        _ => return None,
    };
    let end = closing(rest, open, close)?;
    let inside = &rest[open..end];
    let dashes = |text: &str| text.starts_with(['-', '+']) as usize;
    let start = open + dashes(inside);
    let inner = rest[start..end].strip_suffix(['-', '+']).unwrap_or(&rest[start..end]);
    let alone = family != Family::Component && inner.trim_end().ends_with('/');
    let inner = if alone { inner.trim_end().trim_end_matches('/') } else { inner };
    let lead = inner.len() - inner.trim_start().len();
    let written = name(&inner[lead..], family);
    if written.is_empty() {
        return None;
    }
    let after = lead + written.len();
    let (name, closes) = bare(written, family);
    let args = args(&inner[after..], at + start + after);
    let (name, alone) = (name.trim_end_matches('.'), alone || name.ends_with('.'));
    Some(Tag { family, name, range: at..at + end + close.len(), closes, alone, args })
}

/// A text from a place on, no longer than a mark may be.
fn within(body: &str, at: usize) -> &str {
    let mut end = body.len().min(at + LONGEST);
    while !body.is_char_boundary(end) {
        end -= 1;
    }
    body.get(at..end).unwrap_or_default()
}

/// Where a mark ends: not in quotes, and before an empty line.
fn closing(rest: &str, open: usize, close: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    let (mut at, mut quote) = (open, None);
    while at < bytes.len() {
        match (quote, bytes[at]) {
            (None, _) if rest[at..].starts_with(close) => return Some(at),
            (None, b'\n') if bytes[at + 1..].iter().take_while(|b| **b != b'\n').all(u8::is_ascii_whitespace) => break,
            (None, b @ (b'"' | b'`')) => quote = Some(b),
            // An apostrophe is no quote.
            (None, b'\'') if !bytes[at - 1].is_ascii_alphanumeric() => quote = Some(b'\''),
            (Some(open), b) if b == open => quote = None,
            (Some(_), b'\n') => quote = None,
            _ => {}
        }
        at += 1;
        while !rest.is_char_boundary(at) {
            at += 1;
        }
    }
    // A quote that nothing ends.
    rest[open..].find(close).map(|end| open + end).filter(|end| !rest[..*end].contains("\n\n"))
}

fn name(text: &str, family: Family) -> &str {
    let slash = text.len() - text.trim_start_matches('/').len();
    let spaces = text[slash..].len() - text[slash..].trim_start().len();
    let spaces = if slash > 0 { spaces } else { 0 };
    let is_name = |c: char| {
        c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':') || (c == '/' && family == Family::Shortcode)
    };
    let from = slash + spaces;
    let length = text[from..].find(|c| !is_name(c)).unwrap_or(text.len() - from);
    if length == 0 { "" } else { &text[..from + length] }
}

/// The name of what a mark begins or ends.
fn bare(written: &str, family: Family) -> (&str, bool) {
    if let Some(name) = written.strip_prefix('/') {
        return (name.trim_start(), true);
    }
    match written.strip_prefix("end") {
        Some(name) if family == Family::Liquid && !name.is_empty() => (name.trim_start_matches(['_', '-']), true),
        _ => (written, false),
    }
}

/// Arguments as nearly all write them. `at`: where the text stands.
pub(super) fn args(text: &str, at: usize) -> Vec<Arg<'_>> {
    let (mut found, mut from) = (Vec::new(), 0);
    while from < text.len() {
        let rest = &text[from..];
        let Some(first) = rest.find(|c: char| !c.is_whitespace() && c != ',') else { break };
        let start = from + first;
        let arg = one(&text[start..], at + start);
        from = start + arg.1.max(1);
        while !text.is_char_boundary(from) {
            from += 1;
        }
        found.push(arg.0);
    }
    found
}

/// The argument that a text begins with, and its length.
fn one(text: &str, at: usize) -> (Arg<'_>, usize) {
    let is_key = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '@' | ':' | '.');
    let length = text.find(|c| !is_key(c)).unwrap_or(text.len());
    let spaces = text[length..].len() - text[length..].trim_start().len();
    let behind = &text[length + spaces..];
    if length > 0 && behind.starts_with('=') {
        let skip = length + spaces + 1;
        let skip = skip + (text[skip..].len() - text[skip..].trim_start().len());
        let (value, from, length_of_value, quoted) = value(&text[skip..]);
        let arg = Arg { key: &text[..length], text: value, at: at + skip + from, quoted, program: false };
        return (arg, skip + length_of_value);
    }
    let (value, from, length, quoted) = value(text);
    (Arg { key: "", text: value, at: at + from, quoted, program: false }, length)
}

/// A value: its text, where that begins, how long all of it is, whether it is quoted.
fn value(text: &str) -> (&str, usize, usize, bool) {
    for quote in ['"', '\'', '`', '“'] {
        let close = if quote == '“' { '”' } else { quote };
        if let Some(rest) = text.strip_prefix(quote)
            && let Some(end) = rest.find(close)
        {
            return (&rest[..end], quote.len_utf8(), quote.len_utf8() + end + close.len_utf8(), true);
        }
    }
    let end = text.find(|c: char| c.is_whitespace()).unwrap_or(text.len());
    (text[..end].trim_end_matches(','), 0, end, false)
}

/// A component or an element of HTML: `<Name a="b" c={d}>`, `</Name>`.
pub(super) fn element(body: &str, at: usize) -> Option<Tag<'_>> {
    let rest = within(body, at);
    let after = rest.strip_prefix('<')?;
    let closes = after.starts_with('/');
    let from = 1 + usize::from(closes);
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | ':');
    let length = rest[from..].find(|c| !is_name(c)).unwrap_or(rest.len() - from);
    let name = &rest[from..from + length];
    let begins = rest[from + length..].starts_with(|c: char| c.is_whitespace() || matches!(c, '>' | '/'));
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || !begins {
        return None;
    }
    let (args, end, alone) = attributes(rest, from + length, at)?;
    Some(Tag { family: Family::Component, name, range: at..at + end, closes, alone, args })
}

/// The attributes of an element, where its tag ends, and whether it ends the element too.
fn attributes(rest: &str, from: usize, base: usize) -> Option<(Vec<Arg<'_>>, usize, bool)> {
    let (mut found, mut at, bytes) = (Vec::new(), from, rest.as_bytes());
    loop {
        at += bytes.get(at..)?.iter().take_while(|b| b.is_ascii_whitespace()).count();
        match bytes.get(at)? {
            b'>' => return Some((found, at + 1, false)),
            b'/' if bytes.get(at + 1) == Some(&b'>') => return Some((found, at + 2, true)),
            b'{' => at += braced(&rest[at..])?,
            _ => at += attribute(rest, at, base, &mut found)?,
        }
    }
}

/// One attribute; tells its length.
fn attribute<'a>(rest: &'a str, at: usize, base: usize, found: &mut Vec<Arg<'a>>) -> Option<usize> {
    let text = &rest[at..];
    let length = text
        .find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/' | '{' | '"' | '\'' | '<'))
        .filter(|length| *length > 0)?;
    let key = &text[..length];
    let Some(behind) = text[length..].strip_prefix('=') else {
        found.push(Arg { key, text: "", at: base + at + length, quoted: false, program: false });
        return Some(length);
    };
    let skip = length + 1;
    if behind.starts_with('{') {
        let end = braced(behind)?;
        let inside = &behind[1..end - 1];
        let lead = inside.len() - inside.trim_start().len();
        let (value, from, all, quoted) = value(inside.trim());
        let whole = quoted && all == inside.trim().len();
        let (text, from) = if whole { (value, from) } else { (inside.trim(), 0) };
        found.push(Arg { key, text, at: base + at + skip + 1 + lead + from, quoted: whole, program: !whole });
        return Some(skip + end);
    }
    let (value, from, all, quoted) = value(behind);
    let all = if quoted { all } else { behind.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(behind.len()) };
    let value = if quoted { value } else { &behind[..all] };
    found.push(Arg { key, text: value, at: base + at + skip + from, quoted, program: false });
    Some(skip + all)
}

/// The length of what stands in braces, which may hold others, and texts.
pub(super) fn braced(text: &str) -> Option<usize> {
    let (mut depth, mut quote) = (0usize, None);
    for (at, b) in text.bytes().enumerate().take(LONGEST) {
        match (quote, b) {
            (None, b'{') => depth += 1,
            (None, b'}') if depth == 1 => return Some(at + 1),
            (None, b'}') => depth = depth.saturating_sub(1),
            (None, b'"' | b'`') => quote = Some(b),
            (None, b'\'') if at > 0 && !text.as_bytes()[at - 1].is_ascii_alphanumeric() => quote = Some(b),
            (Some(open), b) if open == b => quote = None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        let tag = if text.starts_with('{') { braces(text, 0) } else { element(text, 0) };
        let Some(tag) = tag else { return "none".to_owned() };
        let mut out = format!("{}{}{}", if tag.closes { "/" } else { "" }, tag.name, if tag.alone { "." } else { "" });
        for arg in &tag.args {
            assert!(text[arg.at..].starts_with(arg.text), "{text}");
            out += &format!(" {}={}{}", arg.key, arg.text, if arg.quoted { "'" } else { "" });
        }
        out + &format!(" {}", &text[tag.range.end..])
    }

    #[test]
    fn marks_and_their_arguments() {
        let cases = [
            ("{% hint style=\"info\" %}x", "hint style=info' x"),
            ("{%- note warning \"A %} b\" -%}x", "note =warning =A %} b' x"),
            ("{% endnote %}", "/note "),
            ("{% /tab %}", "/tab "),
            ("{% card title='a' href = b /%}", "card. title=a' href=b "),
            ("{{< figure src=\"a.png\" >}} c", "figure src=a.png'  c"),
            ("{{% /notice %}}", "/notice "),
            ("{{< /tab >}}", "/tab "),
            ("{{ x }}", "none"),
            ("{% %}", "none"),
            ("{% don't stop %} it's", "don ='t =stop  it's"),
            ("{% a\n\nb %}", "none"),
            ("<Card title=\"a > b\" href={'x'} c={{d: '}'}} e>f", "Card title=a > b' href=x' c={d: '}'} e= f"),
            ("<Tabs.Item\n  a='b'\n/>c", "Tabs.Item. a=b' c"),
            ("</Card>x", "/Card x"),
            ("<https://a>", "none"),
            ("<A", "none"),
            ("<T, U>", "none"),
        ];
        for (text, expected) in cases {
            assert_eq!(told(text), expected, "{text}");
        }
    }
}
