//! The text of a Word document.
//!
//! In: its parts. Out: HTML, notes, pictures, and what the proof looks for. Text that was deleted, that is hidden or that
//! is a comment is left out.

use super::Document;
use super::parts::{Local, Parts, Style};
use crate::import::proof::{Facts, Piece, Reference};
use crate::import::tree;
use crate::import::xml::{self, Node, attribute, child};

/// What is not part of the text: deleted, moved away, remarks, fields' instructions, a second form of the same drawing.
const OUT: [&str; 8] =
    ["del", "moveFrom", "instrText", "delText", "Fallback", "commentReference", "annotationRef", "sdtPr"];

/// Pictures that browsers show.
const SHOWN: [&str; 8] = ["png", "jpg", "jpeg", "gif", "svg", "webp", "bmp", "avif"];

/// Reads the document.
pub(super) fn read(parts: &Parts) -> Result<Document, String> {
    let mut writer = Writer::new(parts);
    xml::with(&parts.document, |root| {
        root.children().filter(Node::is_element).for_each(|body| writer.blocks(body));
        writer.close_lists(0);
        writer.end_code();
        gather(root, parts, &mut writer.facts);
    })?;
    let mut notes = Vec::new();
    for (kind, text) in &parts.notes {
        xml::with(text, |root| {
            for note in root.children().filter(|node| node.has_tag_name_local(kind)) {
                let id = attribute(note, "id").unwrap_or_default();
                let number = note_name(kind, id);
                if !writer.noted.contains(&number) {
                    continue;
                }
                let mut inner = Writer::new(parts);
                inner.blocks(note);
                inner.close_lists(0);
                notes.push((number, inner.html));
                gather(note, parts, &mut writer.facts);
            }
        })?;
    }
    let Writer { html, title, pictures, unseen, facts, .. } = writer;
    let title = title.or_else(|| parts.title.clone());
    Ok(Document { title, html, notes, pictures, comments: parts.comments, unseen, facts })
}

fn note_name(kind: &str, id: &str) -> String {
    format!("{}{id}", if kind == "endnote" { "e" } else { "" })
}

struct Writer<'a> {
    parts: &'a Parts,
    html: String,
    title: Option<String>,
    /// Lists that are open: whether each has numbers.
    lists: Vec<bool>,
    code: Vec<String>,
    noted: Vec<String>,
    pictures: Vec<(String, Vec<u8>)>,
    unseen: Vec<String>,
    facts: Facts,
}

impl<'a> Writer<'a> {
    fn new(parts: &'a Parts) -> Self {
        Self {
            parts,
            html: String::new(),
            title: None,
            lists: Vec::new(),
            code: Vec::new(),
            noted: Vec::new(),
            pictures: Vec::new(),
            unseen: Vec::new(),
            facts: Facts::default(),
        }
    }

    fn blocks(&mut self, node: Node<'_, '_>) {
        for inner in node.children().filter(Node::is_element) {
            match inner.tag_name().name() {
                "p" => self.paragraph(inner),
                "tbl" => self.table(inner),
                name if OUT.contains(&name) => {}
                _ => self.blocks(inner),
            }
        }
    }

    fn paragraph(&mut self, node: Node<'_, '_>) {
        let style = style(node, self.parts);
        let mut inline = String::new();
        self.inline(node, &mut inline);
        let empty = inline.trim().is_empty();
        if style == Some(Style::Code) {
            self.close_lists(0);
            self.code.push(plain(node));
            return;
        }
        self.end_code();
        match (list(node, self.parts), style) {
            _ if empty || style == Some(Style::Contents) => {}
            (_, Some(Style::Title)) if self.title.is_none() => {
                let text = plain(node);
                self.title = Some(text.split_whitespace().collect::<Vec<_>>().join(" "));
            }
            (_, Some(Style::Heading(level))) => {
                self.close_lists(0);
                // The title of the page is its only heading of the first level.
                let level = (level + 1).min(6);
                self.html.push_str(&format!("<h{level}>{inline}</h{level}>\n"));
            }
            (Some((level, numbered)), _) => self.item(level, numbered, &inline),
            (None, Some(Style::List(numbered))) => self.item(0, numbered, &inline),
            (None, Some(Style::Quote)) => {
                self.close_lists(0);
                self.html.push_str(&format!("<blockquote><p>{inline}</p></blockquote>\n"));
            }
            _ => {
                self.close_lists(0);
                self.html.push_str(&format!("<p>{inline}</p>\n"));
            }
        }
    }

    fn item(&mut self, level: usize, numbered: bool, inline: &str) {
        let level = level.min(8);
        self.close_lists(level + 1);
        if self.lists.len() == level + 1 && self.lists.last() != Some(&numbered) {
            self.close_lists(level);
        }
        if self.lists.len() == level + 1 {
            self.html.push_str("</li>");
        }
        while self.lists.len() <= level {
            if !self.lists.is_empty() && self.html.ends_with("</li>") {
                self.html.truncate(self.html.len() - "</li>".len());
            }
            self.html.push_str(if numbered { "<ol>" } else { "<ul>" });
            self.lists.push(numbered);
            if self.lists.len() <= level {
                self.html.push_str("<li>");
            }
        }
        self.html.push_str(&format!("<li>{inline}"));
    }

    /// Closes lists until so many are open.
    fn close_lists(&mut self, open: usize) {
        while self.lists.len() > open {
            let numbered = self.lists.pop().unwrap_or_default();
            self.html.push_str(if numbered { "</li></ol>\n" } else { "</li></ul>\n" });
        }
    }

    fn end_code(&mut self) {
        if !self.code.is_empty() {
            let lines = std::mem::take(&mut self.code).join("\n");
            self.html.push_str(&format!("<pre><code>{}</code></pre>\n", escaped(&lines)));
        }
    }

    fn table(&mut self, node: Node<'_, '_>) {
        self.end_code();
        self.close_lists(0);
        self.html.push_str("<table>");
        for (at, row) in node.children().filter(|node| node.has_tag_name_local("tr")).enumerate() {
            self.html.push_str("<tr>");
            for cell in row.descendants().filter(|cell| cell.has_tag_name_local("tc") && owner(*cell) == Some(row)) {
                let settings = child(cell, "tcPr");
                let columns = settings
                    .and_then(|own| child(own, "gridSpan"))
                    .and_then(|span| attribute(span, "val"))
                    .unwrap_or("1");
                let tag = if at == 0 { "th" } else { "td" };
                let columns: String = columns.chars().filter(char::is_ascii_digit).collect();
                self.html.push_str(&format!("<{tag} colspan=\"{columns}\">"));
                self.blocks(cell);
                self.close_lists(0);
                self.end_code();
                self.html.push_str(&format!("</{tag}>"));
            }
            self.html.push_str("</tr>");
        }
        self.html.push_str("</table>\n");
    }

    fn inline(&mut self, node: Node<'_, '_>, out: &mut String) {
        for inner in node.children().filter(Node::is_element) {
            match inner.tag_name().name() {
                "r" => self.run(inner, out),
                "hyperlink" => self.link(inner, out),
                "pPr" | "rPr" => {}
                name if OUT.contains(&name) => {}
                _ => self.inline(inner, out),
            }
        }
    }

    fn link(&mut self, node: Node<'_, '_>, out: &mut String) {
        let mut text = String::new();
        self.inline(node, &mut text);
        let target = attribute(node, "id").and_then(|id| self.parts.relations.get(id));
        match target.filter(|target| crate::url::scheme(target) != crate::url::Scheme::Script) {
            Some(target) if !text.trim().is_empty() => {
                out.push_str(&format!("<a href=\"{}\">{text}</a>", escaped(target)))
            }
            _ => out.push_str(&text),
        }
    }

    fn run(&mut self, node: Node<'_, '_>, out: &mut String) {
        if is_hidden(node) {
            return;
        }
        let mut text = String::new();
        for inner in node.children().filter(Node::is_element) {
            match inner.tag_name().name() {
                "t" => text.push_str(&escaped(inner.text().unwrap_or_default())),
                "tab" => text.push(' '),
                "br" | "cr" if attribute(inner, "type").is_none() => text.push_str("<br>"),
                "noBreakHyphen" => text.push('-'),
                "footnoteReference" | "endnoteReference" => {
                    let kind = inner.tag_name().name().trim_end_matches("Reference");
                    let name = note_name(kind, attribute(inner, "id").unwrap_or_default());
                    text.push_str(&format!("<docent-note id=\"{}\"></docent-note>", escaped(&name)));
                    self.noted.push(name);
                }
                "drawing" | "pict" | "object" | "AlternateContent" => self.drawing(inner, &mut text),
                _ => {}
            }
        }
        out.push_str(&styled(node, &text, self.parts));
    }

    fn drawing(&mut self, node: Node<'_, '_>, out: &mut String) {
        let chosen = |inner: &Node<'_, '_>| {
            !inner.ancestors().take_while(|above| *above != node).any(|above| above.has_tag_name_local("Fallback"))
        };
        let inside = || node.descendants().filter(chosen);
        let described = inside().find(|inner| inner.has_tag_name_local("docPr"));
        let alt =
            described.and_then(|inner| attribute(inner, "descr").or(attribute(inner, "title"))).unwrap_or_default();
        let mut found = false;
        for picture in
            inside().filter(|inner| inner.has_tag_name_local("blip") || inner.has_tag_name_local("imagedata"))
        {
            let id = attribute(picture, "embed").or(attribute(picture, "id")).or(attribute(picture, "link"));
            let Some(target) = id.and_then(|id| self.parts.relations.get(id)) else { continue };
            found = true;
            self.picture(target, alt, out);
        }
        // The words in a box stand where the box does.
        for paragraph in inside().filter(|inner| {
            inner.has_tag_name_local("p") && inner.ancestors().any(|above| above.has_tag_name_local("txbxContent"))
        }) {
            found = true;
            let mut text = String::new();
            self.inline(paragraph, &mut text);
            out.push_str(&format!(" {text} "));
        }
        if !found {
            self.unseen.push("a drawing, a chart or an object has no picture".to_owned());
        }
    }

    fn picture(&mut self, target: &str, alt: &str, out: &mut String) {
        let name = tree::name(target).to_owned();
        let Some(bytes) = self.parts.media.get(target.trim_start_matches('/').trim_start_matches("word/")) else {
            if target.contains("://") {
                out.push_str(&format!("<img src=\"{}\" alt=\"{}\">", escaped(target), escaped(alt)));
            } else {
                self.unseen.push(format!("the picture {target} is missing in the document"));
            }
            return;
        };
        if !SHOWN.contains(&tree::ending(&name).as_str()) {
            self.unseen.push(format!("the picture {name} has a form that browsers do not show"));
            return;
        }
        if !self.pictures.iter().any(|(known, _)| *known == name) {
            self.pictures.push((name.clone(), bytes.clone()));
        }
        out.push_str(&format!("<img src=\"docent-media/{}\" alt=\"{}\">", escaped(&name), escaped(alt)));
    }
}

/// The row or cell that an element belongs to.
fn owner<'a, 'i>(node: Node<'a, 'i>) -> Option<Node<'a, 'i>> {
    node.ancestors().skip(1).find(|above| above.has_tag_name_local("tr"))
}

fn style(node: Node<'_, '_>, parts: &Parts) -> Option<Style> {
    let settings = child(node, "pPr")?;
    let named = child(settings, "pStyle").and_then(|style| attribute(style, "val"));
    let level =
        child(settings, "outlineLvl").and_then(|level| attribute(level, "val")).and_then(|level| level.parse().ok());
    let known = named.and_then(|id| parts.styles.get(id).copied());
    known.or(level.filter(|level: &usize| *level < 9).map(|level| Style::Heading(level + 1)))
}

/// The level of a list item, and whether it has a number.
fn list(node: Node<'_, '_>, parts: &Parts) -> Option<(usize, bool)> {
    let number = child(child(node, "pPr")?, "numPr")?;
    let value = |name: &str| child(number, name).and_then(|inner| attribute(inner, "val"));
    let id = value("numId").filter(|id| *id != "0")?;
    let level = value("ilvl").and_then(|level| level.parse().ok()).unwrap_or(0);
    Some((level, parts.numbered.get(&(id.to_owned(), level)).copied().unwrap_or(false)))
}

fn is_on(settings: Node<'_, '_>, name: &str) -> bool {
    child(settings, name).is_some_and(|inner| !matches!(attribute(inner, "val"), Some("0" | "false" | "none")))
}

fn is_hidden(run: Node<'_, '_>) -> bool {
    child(run, "rPr").is_some_and(|settings| is_on(settings, "vanish"))
}

/// The marks of a run around its text, outside of its spaces.
fn styled(run: Node<'_, '_>, text: &str, parts: &Parts) -> String {
    let Some(settings) = child(run, "rPr").filter(|_| !text.trim().is_empty()) else { return text.to_owned() };
    let bare = text.trim();
    let start = text.len() - text.trim_start().len();
    let (before, after) = (&text[..start], &text[start + bare.len()..]);
    let value = |name: &str| child(settings, name).and_then(|inner| attribute(inner, "val"));
    let is_code = value("rStyle").is_some_and(|id| parts.code_styles.iter().any(|code| code == id));
    let mut marked = bare.to_owned();
    let mut wrap = |tag: &str| marked = format!("<{tag}>{marked}</{tag}>");
    if is_code {
        wrap("code");
    }
    for (name, tag) in [("b", "strong"), ("i", "em"), ("strike", "del"), ("highlight", "mark")] {
        if is_on(settings, name) {
            wrap(tag);
        }
    }
    match value("vertAlign") {
        Some("superscript") if !bare.contains("docent-note") => wrap("sup"),
        Some("subscript") => wrap("sub"),
        _ => {}
    }
    format!("{before}{marked}{after}")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Whether an element is part of what readers of the document see.
fn is_seen(node: Node<'_, '_>) -> bool {
    !node.ancestors().any(|above| {
        let name = above.tag_name().name();
        above.is_element() && (OUT.contains(&name) || name == "r" && is_hidden(above))
    })
}

/// The words of a paragraph: `w:t` in it, and nothing else.
fn plain(node: Node<'_, '_>) -> String {
    let mut out = String::new();
    for inner in node.descendants().filter(|inner| inner.is_element() && is_seen(*inner)) {
        match inner.tag_name().name() {
            "t" => out.push_str(inner.text().unwrap_or_default()),
            "tab" | "br" | "footnoteReference" | "endnoteReference" => out.push(' '),
            _ => {}
        }
    }
    out
}

/// What the proof looks for: all that readers of the document see, paragraph by paragraph.
fn gather(root: Node<'_, '_>, parts: &Parts, facts: &mut Facts) {
    let mut number = 0;
    for node in root.descendants().filter(|node| node.is_element()) {
        match node.tag_name().name() {
            "p" => {
                number += 1;
                let (text, style) = (plain(node), style(node, parts));
                let inner = node.ancestors().skip(1).any(|above| above.has_tag_name_local("p"));
                if inner || style == Some(Style::Contents) || !is_seen(node) || text.trim().is_empty() {
                    continue;
                }
                let piece = Piece { line: number, text };
                match style {
                    Some(Style::Heading(_) | Style::Title) => facts.headings.push(piece.clone()),
                    Some(Style::Code) => {
                        facts.codes.push(piece);
                        continue;
                    }
                    _ => {}
                }
                facts.runs.push(piece);
            }
            "tc" if is_seen(node) => {
                let text: Vec<String> =
                    node.descendants().filter(|inner| inner.has_tag_name_local("p")).map(plain).collect();
                let piece = Piece { line: number + 1, text: text.join(" ") };
                facts.cells.extend(Some(piece).filter(|piece| !piece.text.trim().is_empty()));
            }
            "hyperlink" if is_seen(node) => {
                let target = attribute(node, "id").and_then(|id| parts.relations.get(id)).cloned();
                let text = plain(node);
                let link = |target| Reference { line: number, text: text.clone(), target };
                facts.links.extend(target.map(link).filter(|link| !link.text.trim().is_empty()));
            }
            "blip" if is_seen(node) => {
                let target = attribute(node, "embed").and_then(|id| parts.relations.get(id)).cloned();
                facts.pictures.extend(target.map(|target| Reference { line: number, text: String::new(), target }));
            }
            _ => {}
        }
    }
}
