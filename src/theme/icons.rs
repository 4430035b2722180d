//! Icons: small drawings that types of pages and front pages name, `templates/icons/NAME.svg` of each layer.
//!
//! In: the text of an SVG file. Out: the same as HTML for a page, or as an address in a style sheet. A drawing is one that
//! [`svg`] knows to be harmless, whoever made the theme: it stands in the page itself, where a script in it would run.

use super::Origin;
use crate::diagnostic::Diagnostic;
use crate::document;
use crate::svg;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Name -> the drawing's file.
pub type Icons = BTreeMap<String, Origin>;

/// Where layers have their icons, among the templates.
pub(super) const FOLDER: &str = "icons/";

/// Name -> the drawing as HTML.
pub type Drawn = Arc<BTreeMap<String, String>>;

/// The icons as HTML, and what is wrong with files that are none.
pub fn drawn(icons: &Icons) -> (Drawn, Vec<Diagnostic>) {
    let (mut drawn, mut told) = (BTreeMap::new(), Vec::new());
    for (name, origin) in icons {
        match svg::check(&origin.text) {
            Ok(()) => drop(drawn.insert(name.clone(), html(&origin.text))),
            Err(problem) => told.push(document::told(&origin.file, &origin.text, problem.of("theme"))),
        }
    }
    (Arc::new(drawn), told)
}

/// From its first element on, for eyes alone: what it stands beside says the same in words.
fn html(text: &str) -> String {
    let inside = element(text).replacen("<svg", "", 1).replacen(" xmlns=\"http://www.w3.org/2000/svg\"", "", 1);
    ["<svg aria-hidden=\"true\"", &inside].concat()
}

fn element(text: &str) -> &str {
    text.find("<svg").map_or("", |start| text[start..].trim_end())
}

/// An address that is the drawing itself, as style sheets write it.
pub fn url(origin: &Origin) -> String {
    format!("url(\"{}\")", address(&origin.text))
}

/// An address that is the drawing itself. It needs no escaping in HTML.
pub(super) fn address(text: &str) -> String {
    let mut out = String::from("data:image/svg+xml,");
    for letter in element(text).chars() {
        match letter {
            '"' => out.push('\''),
            '%' | '#' | '<' | '>' | '\'' | '\\' | '&' => out.push_str(&format!("%{:02X}", u32::from(letter))),
            '\n' | '\r' | '\t' => out.push(' '),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(text: &str) -> Origin {
        Origin { file: "templates/icons/x.svg".to_owned(), text: text.into() }
    }

    #[test]
    fn a_drawing_becomes_html_and_an_address() {
        let text = "<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" fill=\"#000\">\n<path d=\"M0 0\"/></svg>\n";
        assert_eq!(html(text), "<svg aria-hidden=\"true\" fill=\"#000\">\n<path d=\"M0 0\"/></svg>");
        let url = url(&origin(text));
        assert_eq!(
            url,
            "url(\"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' fill='%23000'%3E %3Cpath d='M0 0'/%3E%3C/svg%3E\")"
        );
    }

    #[test]
    fn what_could_run_is_told_and_not_drawn() {
        let hostile = "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
        let (drawn, told) = drawn(&BTreeMap::from([("x".to_owned(), origin(hostile))]));
        assert!(drawn.is_empty());
        assert_eq!(told.len(), 1, "{told:?}");
    }

    #[test]
    fn every_icon_of_the_default_theme_is_a_drawing() {
        let files = super::super::files().filter(|(name, _)| name.starts_with("templates/icons/"));
        let icons: Icons = files.map(|(name, text)| (name, origin(text))).collect();
        assert!(icons.len() > 30);
        let (drawn, told) = drawn(&icons);
        assert!(told.is_empty(), "{told:?}");
        assert!(drawn.values().all(|html| html.starts_with("<svg aria-hidden=\"true\" viewBox=\"0 0 20 20\"")));
    }
}
