//! E-mail addresses and phone numbers that stand in a text as they are.
//!
//! In: a text, and what stands around it in the source. Out: where they are. What an e-mail address is says GitHub Flavored
//! Markdown 0.29, 6.9; a phone number begins with `+` and has 8 to 15 digits (ITU-T E.164), in groups as people write them.

use super::Found;
use crate::byte_scan;
use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};
use std::ops::Range;

/// How somebody is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Contact {
    Mail,
    Phone,
}

impl Contact {
    /// The link, as its events.
    pub fn link(self, shown: CowStr<'_>, at: Range<usize>) -> [Found<'_>; 3] {
        let (title, id) = (CowStr::Borrowed(""), CowStr::Borrowed(""));
        let (link_type, dest_url) = match self {
            Self::Mail => (LinkType::Email, shown.clone()),
            Self::Phone => {
                let digits: String = shown.chars().filter(|c| c.is_ascii_digit()).collect();
                (LinkType::Autolink, format!("tel:+{digits}").into())
            }
        };
        let link = Tag::Link { link_type, dest_url, title, id };
        [(Event::Start(link), at.clone()), (Event::Text(shown), at.clone()), (Event::End(TagEnd::Link), at)]
    }
}

/// All of a text, in order of their signs.
pub(super) fn find<'t>(
    text: &'t str,
    before: &'t str,
    behind: &'t str,
) -> impl Iterator<Item = (Range<usize>, Contact)> + 't {
    let mut done = 0;
    byte_scan::any_of(text.as_bytes(), *b"@+@").filter_map(move |at| {
        let (place, contact) = match text.as_bytes()[at] {
            b'@' => (mail(text, at, before, behind)?, Contact::Mail),
            _ => (phone(text, at, before, behind)?, Contact::Phone),
        };
        // `a@b.cd@e.fg` is neither.
        let free = place.start >= done;
        done = done.max(place.end);
        free.then_some((place, contact))
    })
}

/// Longest part of an address, in bytes (RFC 5321, 4.5.3.1): each sign costs so much.
const MAX_PART: usize = 255;

fn mail(text: &str, at: usize, before: &str, behind: &str) -> Option<Range<usize>> {
    let local = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
    let start = at - text[..at].bytes().rev().take(MAX_PART).take_while(|b| local(char::from(*b))).count();
    let host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    let length = text[at + 1..].bytes().take(MAX_PART).take_while(|b| host(char::from(*b))).count();
    let name = text[at + 1..at + 1 + length].trim_end_matches(['.', '-']);
    let end = at + 1 + name.len();
    let parts = || name.split('.');
    let whole = parts().count() > 1
        && parts().all(|part| !part.is_empty() && !part.starts_with('-') && !part.ends_with('-'))
        && parts().next_back().is_some_and(|last| last.len() > 1 && last.bytes().all(|b| b.is_ascii_alphabetic()));
    let first = text[start..at].chars().next()?;
    let outside = if start == 0 { before.chars().next_back() } else { text[..start].chars().next_back() };
    let next = if end == text.len() { behind.chars().next() } else { text[end..].chars().next() };
    // Half an address is none: the parser cuts texts at marks that could be emphasis.
    let begins =
        outside.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '_' | '@' | '/' | ':' | '=' | '&' | '%' | '\\'));
    let ends = next.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '_' | '@' | '/' | '&'));
    (whole && first.is_ascii_alphanumeric() && begins && ends).then_some(start..end)
}

fn phone(text: &str, at: usize, before: &str, behind: &str) -> Option<Range<usize>> {
    let sign =
        |c: char| c.is_ascii_digit() || matches!(c, ' ' | '\u{a0}' | '\u{2009}' | '-' | '\u{2011}' | '(' | ')' | '.');
    let rest = &text[at + 1..];
    let length = rest.char_indices().take(32).find(|(_, c)| !sign(*c)).map_or(rest.len().min(64), |(end, _)| end);
    let number = rest.get(..length)?.trim_end_matches(|c: char| !c.is_ascii_digit());
    let end = at + 1 + number.len();
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let apart = |c: char| !c.is_ascii_digit();
    // Two signs in a row end it, but a bracket has a space beside it.
    let grouped = !["  ", "--", "..", ". ", "- ", " -", "(("].iter().any(|odd| number.contains(odd))
        && number.matches('(').count() == number.matches(')').count();
    // `+1 000 000 000` is an amount.
    let amount = number.split(apart).next_back() == Some("000");
    let outside = if at == 0 { before.chars().next_back() } else { text[..at].chars().next_back() };
    let next = if end == text.len() { behind.chars().next() } else { text[end..].chars().next() };
    let begins = outside.is_none_or(|c| {
        c.is_whitespace() || matches!(c, '(' | '«' | '"' | '“' | '„' | ',' | ';' | ':' | '>' | '*' | '|' | '—' | '–')
    });
    let ends =
        next.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '%' | '€' | '$' | '£' | '₽' | '/' | '=' | '*' | '_'));
    let starts = number.starts_with(|c: char| ('1'..='9').contains(&c));
    (starts && (8..=15).contains(&digits) && grouped && !amount && begins && ends).then_some(at..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        find(text, "", "").map(|(place, _)| &text[place]).collect()
    }

    #[test]
    fn addresses_and_numbers_end_where_a_person_would_end_them() {
        for (text, expected) in [
            ("Write to anna.b+docs@example.co.uk.", &["anna.b+docs@example.co.uk"][..]),
            ("(hr@example.com), it-help@example.org!", &["hr@example.com", "it-help@example.org"]),
            ("Почта: info@example.ru, тел. +7 495 123-45-67", &["info@example.ru", "+7 495 123-45-67"]),
            ("+7 (495) 123-45-67, +1 (555) 010-9999.", &["+7 (495) 123-45-67", "+1 (555) 010-9999"]),
            ("+49 30 901820 and +442079460123", &["+49 30 901820", "+442079460123"]),
            ("+34 912 345 678; +1.555.010.9999", &["+34 912 345 678", "+1.555.010.9999"]),
            ("a@b, a@b.c, @name, a@@b.cd, a@b.cd@e.fg, me@localhost, user@1.2.3.4", &[]),
            ("https://user@example.com/x and x@example.com/path", &[]),
            ("C++ +1 +100 +1 000 000 000 +12345678901234567 x+12345678901", &[]),
            ("+10 000 000 ₽, +12345678%, +00 123 456 78", &[]),
            ("почта@example.com, имя@пример.рф", &[]),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn half_of_one_is_none() {
        assert_eq!(find("b@example.com", "a_", "").count(), 0);
        assert_eq!(find("a@example", "", ".com").count(), 0);
        assert_eq!(find("+7 495 123-45", "", "_67").count(), 0);
    }
}
