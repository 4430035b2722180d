//! A line of text with links to other sites: `© Example Ltd · [Imprint](https://example.com/imprint)`.
//!
//! In: the text, as `docent.yaml` has it. Out: its parts, for a template. Links have a scheme that leads out of the site;
//! what looks like another link stays text.

use serde::Serialize;

/// A part of the line.
#[derive(Clone, Debug, Hash, PartialEq, Eq, Serialize)]
pub struct FooterPart {
    /// Its words.
    pub text: String,
    /// Where they lead.
    pub url: Option<String>,
}

/// The parts of a line.
pub fn parts(text: &str) -> Vec<FooterPart> {
    let (mut parts, mut rest) = (Vec::new(), text);
    let plain = |text: &str| FooterPart { text: text.to_owned(), url: None };
    while let Some((before, link, behind)) = first_link(rest) {
        parts.extend((!before.is_empty()).then(|| plain(before)));
        parts.push(link);
        rest = behind;
    }
    parts.extend((!rest.is_empty()).then(|| plain(rest)));
    parts
}

/// What stands before the first link, the link, and what stands behind it.
fn first_link(text: &str) -> Option<(&str, FooterPart, &str)> {
    text.match_indices('[').find_map(|(start, _)| {
        let (words, behind) = text[start + 1..].split_once("](")?;
        let (url, behind) = behind.split_once(')')?;
        let link = FooterPart { text: words.to_owned(), url: Some(url.to_owned()) };
        (leads_out(url) && !words.contains(['[', ']'])).then_some((&text[..start], link, behind))
    })
}

/// Whether an address leads to another site, a mailbox or a telephone.
pub fn leads_out(url: &str) -> bool {
    let schemes = ["https://", "http://", "mailto:", "tel:"];
    schemes.iter().any(|scheme| url.starts_with(scheme)) && !url.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_text_and_links() {
        for (line, expected) in [
            ("© Example", "© Example"),
            (
                "© [A](https://a.example) · [b](mailto:b@a.example)!",
                "© |A=https://a.example| · |b=mailto:b@a.example|!",
            ),
            ("[x](javascript:alert(1)) [y](page.md)", "[x](javascript:alert(1)) [y](page.md)"),
            ("a [b] [c](https://c.example)", "a [b] |c=https://c.example"),
            ("[", "["),
            ("", ""),
        ] {
            let shown = |part: FooterPart| part.url.map_or(part.text.clone(), |url| format!("{}={url}", part.text));
            assert_eq!(parts(line).into_iter().map(shown).collect::<Vec<_>>().join("|"), expected, "{line}");
        }
    }
}
