//! The parts of a Word document that its text refers to.
//!
//! In: the files of the archive. Out: styles by their ids, kinds of lists, targets of links and pictures, notes.

use crate::import::xml::{self, Node, attribute, child};
use std::collections::BTreeMap;

/// What a style makes of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// The title of the document.
    Title,
    /// A heading of a level.
    Heading(usize),
    /// A line of code.
    Code,
    /// A quotation.
    Quote,
    /// A list with or without numbers, for lists whose numbering is not said.
    List(bool),
    /// A line of a table of contents: the site has its own.
    Contents,
}

/// The parts.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// The text of the document.
    pub document: String,
    /// Notes at the foot and at the end, as XML.
    pub notes: Vec<(&'static str, String)>,
    /// Paragraph styles.
    pub styles: BTreeMap<String, Style>,
    /// Character styles that are code.
    pub code_styles: Vec<String>,
    /// Whether a list has numbers, by its id and level.
    pub numbered: BTreeMap<(String, usize), bool>,
    /// Targets by id.
    pub relations: BTreeMap<String, String>,
    /// Pictures by their path.
    pub media: BTreeMap<String, Vec<u8>>,
    /// Comments of reviewers.
    pub comments: usize,
    /// The title in the document's properties.
    pub title: Option<String>,
}

impl Parts {
    /// Sorts the files of the archive.
    pub(super) fn of(files: Vec<(String, Vec<u8>)>) -> Result<Self, String> {
        let mut parts = Self::default();
        for (path, bytes) in files {
            if let Some(name) = path.strip_prefix("word/media/") {
                parts.media.insert(format!("media/{name}"), bytes);
                continue;
            }
            let text = || String::from_utf8_lossy(&bytes).into_owned();
            match path.as_str() {
                "word/document.xml" => parts.document = text(),
                "word/footnotes.xml" => parts.notes.push(("footnote", text())),
                "word/endnotes.xml" => parts.notes.push(("endnote", text())),
                "word/styles.xml" => xml::with(&text(), |root| parts.read_styles(root))?,
                "word/numbering.xml" => xml::with(&text(), |root| parts.read_numbering(root))?,
                "word/_rels/document.xml.rels" => xml::with(&text(), |root| parts.read_relations(root))?,
                "word/comments.xml" => {
                    parts.comments = xml::with(&text(), |root| root.children().filter(Node::is_element).count())?
                }
                "docProps/core.xml" => {
                    parts.title = xml::with(&text(), |root| child(root, "title").map(xml::text))?
                        .filter(|title| !title.trim().is_empty());
                }
                _ => {}
            }
        }
        if parts.document.is_empty() {
            Err("it is no Word document: there is no word/document.xml".to_owned())
        } else {
            Ok(parts)
        }
    }

    fn read_styles(&mut self, root: Node<'_, '_>) {
        for style in root.children().filter(|node| node.has_tag_name_local("style")) {
            let Some(id) = attribute(style, "styleId") else { continue };
            let name = child(style, "name").and_then(|name| attribute(name, "val")).unwrap_or(id).to_lowercase();
            let level = child(style, "pPr")
                .and_then(|inner| child(inner, "outlineLvl"))
                .and_then(|level| attribute(level, "val"));
            let is_code = name.contains("code")
                || name.contains("preformatted")
                || name.contains("source")
                || name.contains("plain text");
            let number = |prefix: &str| name.strip_prefix(prefix).and_then(|rest| rest.trim().parse::<usize>().ok());
            let read = match () {
                () if name == "title" || name == "название" => Style::Title,
                () if name.starts_with("toc ") || name.starts_with("toc heading") || name.starts_with("table of") => {
                    Style::Contents
                }
                () if number("heading").or(number("заголовок")).is_some() => {
                    Style::Heading(number("heading").or(number("заголовок")).unwrap_or(1))
                }
                () if is_code && attribute(style, "type") == Some("character") => {
                    self.code_styles.push(id.to_owned());
                    continue;
                }
                () if is_code => Style::Code,
                () if name.contains("quote") => Style::Quote,
                () if name.starts_with("list number") => Style::List(true),
                () if name.starts_with("list bullet") => Style::List(false),
                () => match level.and_then(|level| level.parse::<usize>().ok()).filter(|level| *level < 9) {
                    Some(level) => Style::Heading(level + 1),
                    None => continue,
                },
            };
            self.styles.insert(id.to_owned(), read);
        }
    }

    fn read_numbering(&mut self, root: Node<'_, '_>) {
        let mut kinds: BTreeMap<(String, usize), bool> = BTreeMap::new();
        for list in root.children().filter(|node| node.has_tag_name_local("abstractNum")) {
            let id = attribute(list, "abstractNumId").unwrap_or_default();
            for level in list.children().filter(|node| node.has_tag_name_local("lvl")) {
                let at = attribute(level, "ilvl").and_then(|level| level.parse().ok()).unwrap_or(0);
                let format = child(level, "numFmt").and_then(|format| attribute(format, "val")).unwrap_or("bullet");
                kinds.insert((id.to_owned(), at), !["bullet", "none"].contains(&format));
            }
        }
        for list in root.children().filter(|node| node.has_tag_name_local("num")) {
            let id = attribute(list, "numId").unwrap_or_default();
            let Some(kind) = child(list, "abstractNumId").and_then(|kind| attribute(kind, "val")) else { continue };
            let levels =
                kinds.iter().filter(|((own, _), _)| own == kind).map(|((_, level), numbered)| (*level, *numbered));
            self.numbered.extend(
                levels.collect::<Vec<_>>().into_iter().map(|(level, numbered)| ((id.to_owned(), level), numbered)),
            );
        }
    }

    fn read_relations(&mut self, root: Node<'_, '_>) {
        for relation in root.children().filter(Node::is_element) {
            if let (Some(id), Some(target)) = (attribute(relation, "Id"), attribute(relation, "Target")) {
                self.relations.insert(id.to_owned(), target.to_owned());
            }
        }
    }
}

/// Names without their namespaces: what writes documents does not agree on prefixes.
pub(super) trait Local {
    /// Whether the element has this name.
    fn has_tag_name_local(&self, name: &str) -> bool;
}

impl Local for Node<'_, '_> {
    fn has_tag_name_local(&self, name: &str) -> bool {
        self.is_element() && self.tag_name().name() == name
    }
}
