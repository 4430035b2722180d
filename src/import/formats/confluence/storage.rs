//! The storage format of Confluence: XHTML with elements for macros, links, pictures and tasks.
//!
//! In: the body of a page. Out: HTML for [`crate::import::to_markdown`], the macros that have no counterpart, and what the
//! proof looks for.

use crate::import::proof::{Facts, Piece, Reference};
use crate::import::xml::{self, Node, attribute, child, name};
use crate::url;
use std::collections::BTreeMap;

/// Where things that pages name are.
pub(super) struct Names {
    /// Pages by their titles.
    pub pages: BTreeMap<String, String>,
    /// Attachments by page and name.
    pub files: BTreeMap<(String, String), String>,
    /// People by their keys.
    pub users: BTreeMap<String, String>,
}

/// A body as it was read.
pub(super) struct Converted {
    /// The HTML.
    pub html: String,
    /// Macros without a counterpart, and what to do.
    pub macros: Vec<(String, String)>,
    /// What the proof looks for.
    pub facts: Facts,
}

/// Macros that make what the site makes by itself.
const OWN: [&str; 12] = [
    "toc",
    "children",
    "pagetree",
    "recently-updated",
    "livesearch",
    "pagetreesearch",
    "contentbylabel",
    "anchor",
    "toc-zone",
    "attachments",
    "change-history",
    "space-details",
];

/// Converts a body.
pub(super) fn converted(storage: &str, page: &str, place: &str, names: &Names) -> Result<Converted, String> {
    xml::with_storage(storage, |root| {
        let mut writer = Writer { page, place, names, html: String::new(), macros: Vec::new() };
        writer.children(root);
        let mut facts = Facts::default();
        let mut run = String::new();
        gather(root, &mut facts, &mut run);
        flush(&mut facts, &mut run);
        Converted { html: writer.html, macros: writer.macros, facts }
    })
}

struct Writer<'a> {
    page: &'a str,
    place: &'a str,
    names: &'a Names,
    html: String,
    macros: Vec<(String, String)>,
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

impl Writer<'_> {
    fn children(&mut self, node: Node<'_, '_>) {
        node.children().for_each(|inner| self.node(inner));
    }

    fn node(&mut self, node: Node<'_, '_>) {
        if let Some(text) = node.text().filter(|_| node.is_text()) {
            self.html.push_str(&escaped(text));
        }
        if !node.is_element() {
            return;
        }
        match name(node).as_str() {
            "ac:structured-macro" | "ac:macro" => self.call(node),
            "ac:link" => self.link(node),
            "ac:image" => self.image(node),
            "ac:task-list" => self.wrapped("ul", node),
            "ac:task" => self.task(node),
            "ac:emoticon" => self.html.push_str(&escaped(attribute(node, "emoji-fallback").unwrap_or_default())),
            "ac:placeholder" | "ac:parameter" | "ac:task-id" | "ac:task-uuid" | "ac:task-status"
            | "ac:adf-attribute" | "ac:adf-node" => {}
            "time" => self.html.push_str(&escaped(attribute(node, "datetime").unwrap_or_default())),
            "ri:user" => self.user(node),
            "a" if attribute(node, "href").is_some_and(|href| url::scheme(href) == url::Scheme::Script) => {
                self.children(node)
            }
            plain if plain.contains(':') => self.children(node),
            plain => self.plain(plain, node),
        }
    }

    fn wrapped(&mut self, tag: &str, node: Node<'_, '_>) {
        self.html.push_str(&format!("<{tag}>"));
        self.children(node);
        self.html.push_str(&format!("</{tag}>"));
    }

    /// An element of HTML, with the attributes that mean something.
    fn plain(&mut self, tag: &str, node: Node<'_, '_>) {
        self.html.push_str(&format!("<{tag}"));
        for key in ["href", "src", "alt", "width", "colspan", "rowspan"] {
            if let Some(value) = attribute(node, key) {
                self.html.push_str(&format!(" {key}=\"{}\"", escaped(value)));
            }
        }
        self.html.push('>');
        if !["br", "hr", "img", "col"].contains(&tag) {
            self.children(node);
            self.html.push_str(&format!("</{tag}>"));
        }
    }

    fn call(&mut self, node: Node<'_, '_>) {
        let kind = attribute(node, "name").unwrap_or_default();
        let title = parameter(node, "title").unwrap_or_default();
        let body = child(node, "ac:rich-text-body");
        let callout = match kind {
            "info" => Some("info"),
            "note" => Some("warning"),
            "warning" => Some("danger"),
            "tip" => Some("tip"),
            "panel" => Some("note"),
            "expand" => Some("details"),
            _ => None,
        };
        match (kind, callout) {
            (_, Some(callout)) => {
                self.html.push_str(&format!("<div data-docent=\"{callout}\" data-title=\"{}\">", escaped(&title)));
                body.into_iter().for_each(|body| self.children(body));
                self.html.push_str("</div>");
            }
            ("code" | "noformat", _) => self.code(node, &title),
            ("status", _) => self.html.push_str(&format!("<strong>{}</strong>", escaped(&title))),
            ("jira", _) => {
                let key = parameter(node, "key").unwrap_or_else(|| parameter(node, "jqlQuery").unwrap_or_default());
                self.html.push_str(&escaped(&key));
                self.macros.push((kind.to_owned(), "the key of the issue is text; make a link of it".to_owned()));
            }
            ("view-file" | "viewpdf" | "viewdoc" | "viewxls" | "viewppt" | "multimedia", _) => self.file(node),
            (own, _) if OWN.contains(&own) => body.into_iter().for_each(|body| self.children(body)),
            (_, _) => {
                let texts = child(node, "ac:plain-text-body").map(xml::text);
                match (body, texts) {
                    (Some(body), _) => self.wrapped_body(body),
                    (None, Some(text)) => self.html.push_str(&format!("<pre><code>{}</code></pre>", escaped(&text))),
                    (None, None) => {}
                }
                let layout = ["section", "column", "excerpt", "details", "div", "span", "table-filter", "ui-expand"]
                    .contains(&kind);
                if !layout {
                    self.macros.push((kind.to_owned(), "write on the page what it showed".to_owned()));
                }
            }
        }
    }

    fn wrapped_body(&mut self, body: Node<'_, '_>) {
        self.wrapped("div", body);
    }

    fn code(&mut self, node: Node<'_, '_>, title: &str) {
        let language = parameter(node, "language").filter(|language| language != "none").unwrap_or_default();
        let text = child(node, "ac:plain-text-body").map(xml::text).unwrap_or_default();
        if !title.is_empty() {
            self.html.push_str(&format!("<p><strong>{}</strong></p>", escaped(title)));
        }
        self.html.push_str(&format!(
            "<pre><code class=\"language-{}\">{}</code></pre>",
            escaped(&language),
            escaped(&text)
        ));
    }

    fn task(&mut self, node: Node<'_, '_>) {
        let done = child(node, "ac:task-status").is_some_and(|status| xml::text(status).trim() == "complete");
        self.html.push_str(if done {
            "<li><input type=\"checkbox\" checked>"
        } else {
            "<li><input type=\"checkbox\">"
        });
        child(node, "ac:task-body").into_iter().for_each(|body| self.children(body));
        self.html.push_str("</li>");
    }

    fn user(&mut self, node: Node<'_, '_>) {
        let key = ["userkey", "account-id", "username"].iter().find_map(|key| attribute(node, key)).unwrap_or_default();
        let name = self.names.users.get(key).map_or("someone", String::as_str);
        self.html.push_str(&format!("@{}", escaped(name)));
    }

    fn link(&mut self, node: Node<'_, '_>) {
        if let Some(user) = child(node, "ri:user") {
            return self.user(user);
        }
        let page = child(node, "ri:page").and_then(|page| attribute(page, "content-title"));
        let file = child(node, "ri:attachment").and_then(|file| attribute(file, "filename"));
        let anchor = attribute(node, "anchor").map(|anchor| format!("#{}", url::slug(anchor, url::Slugs::Unicode)));
        let place = match (page, file) {
            (Some(title), None) => self.names.pages.get(title).map(|to| url::relative(self.place, to)),
            (_, Some(name)) => self.file_of(node, name),
            _ => None,
        };
        let target = match (place, anchor) {
            (Some(place), anchor) => Some(place + &anchor.unwrap_or_default()),
            (None, Some(anchor)) if page.is_none() => Some(anchor),
            _ => None,
        };
        let body = ["ac:plain-text-link-body", "ac:link-body"].iter().find_map(|name| child(node, name));
        if let Some(target) = &target {
            self.html.push_str(&format!("<a href=\"{}\">", escaped(target)));
        }
        match body.filter(|body| !xml::text(*body).trim().is_empty() || body.has_children()) {
            Some(body) => self.children(body),
            None => self.html.push_str(&escaped(page.or(file).unwrap_or_default())),
        }
        if target.is_some() {
            self.html.push_str("</a>");
        }
    }

    fn file(&mut self, node: Node<'_, '_>) {
        let name = node
            .descendants()
            .find(|inner| inner.is_element() && name(*inner) == "ri:attachment")
            .and_then(|file| attribute(file, "filename"));
        if let Some(name) = name {
            let target = self.file_of(node, name).unwrap_or_default();
            self.html.push_str(&format!("<a href=\"{}\">{}</a>", escaped(&target), escaped(name)));
        }
    }

    /// An attachment of this page, or of the page that the element names.
    fn file_of(&self, node: Node<'_, '_>, file: &str) -> Option<String> {
        let other = node
            .descendants()
            .find(|inner| inner.is_element() && name(*inner) == "ri:page")
            .and_then(|page| attribute(page, "content-title"));
        let own = self.names.files.get(&(self.page.to_owned(), file.to_owned()));
        let place = own.or_else(|| {
            let folder = self.names.pages.get(other?)?;
            let stem = crate::import::tree::stem(folder);
            self.names
                .files
                .iter()
                .find(|((_, name), to)| name == file && to.starts_with(&format!("{stem}-files/")))
                .map(|(_, to)| to)
        });
        place.map(|to| url::relative(self.place, to))
    }

    fn image(&mut self, node: Node<'_, '_>) {
        let file = child(node, "ri:attachment").and_then(|file| attribute(file, "filename"));
        let outside = child(node, "ri:url").and_then(|link| attribute(link, "value"));
        let source = match (file, outside) {
            (Some(file), _) => self.file_of(node, file).unwrap_or_else(|| file.to_owned()),
            (None, Some(outside)) => outside.to_owned(),
            (None, None) => return,
        };
        let alt = attribute(node, "alt").or(attribute(node, "title")).unwrap_or_default();
        let width = attribute(node, "width").map(|width| format!(" width=\"{}\"", escaped(width))).unwrap_or_default();
        self.html.push_str(&format!("<img src=\"{}\" alt=\"{}\"{width}>", escaped(&source), escaped(alt)));
        if let Some(caption) = child(node, "ac:caption") {
            self.children(caption);
        }
    }
}

/// A parameter of a macro.
fn parameter(node: Node<'_, '_>, wanted: &str) -> Option<String> {
    let found = node.children().find(|inner| {
        inner.is_element() && name(*inner) == "ac:parameter" && attribute(*inner, "name") == Some(wanted)
    });
    found.map(xml::text).filter(|text| !text.is_empty())
}

/// What the proof looks for: every text but parameters, states and placeholders.
fn gather(node: Node<'_, '_>, facts: &mut Facts, run: &mut String) {
    for inner in node.children() {
        if let Some(text) = inner.text().filter(|_| inner.is_text()) {
            run.push_str(text);
        }
        if !inner.is_element() {
            continue;
        }
        let tag = name(inner);
        let inline = [
            "a",
            "b",
            "strong",
            "em",
            "i",
            "u",
            "s",
            "code",
            "span",
            "sub",
            "sup",
            "del",
            "ac:inline-comment-marker",
            "ac:link",
            "ac:link-body",
            "ac:plain-text-link-body",
            "font",
            "small",
            "mark",
        ];
        if !inline.contains(&tag.as_str()) {
            flush(facts, run);
        }
        let piece = || Piece { line: 0, text: visible(inner) };
        match tag.as_str() {
            "ac:parameter" => {
                let is_text = attribute(inner, "name") == Some("title")
                    && !matches!(attribute(node, "name"), Some("toc" | "children"));
                if is_text {
                    facts.runs.push(piece());
                }
                continue;
            }
            "ac:placeholder" | "ac:task-id" | "ac:task-uuid" | "ac:task-status" | "ac:adf-attribute"
            | "ac:adf-node" => continue,
            "ac:plain-text-body" => {
                facts.codes.push(Piece { line: 0, text: xml::text(inner) });
                continue;
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => facts.headings.push(piece()),
            "td" | "th" => facts.cells.push(piece()),
            "ac:image" => {
                let file = child(inner, "ri:attachment").and_then(|file| attribute(file, "filename"));
                let outside = child(inner, "ri:url").and_then(|link| attribute(link, "value"));
                facts.pictures.extend(file.or(outside).map(|target| Reference {
                    line: 0,
                    text: String::new(),
                    target: target.to_owned(),
                }));
            }
            "a" => {
                let target = attribute(inner, "href").filter(|href| !href.starts_with('#'));
                facts.links.extend(target.map(|target| Reference {
                    line: 0,
                    text: visible(inner),
                    target: target.to_owned(),
                }));
            }
            "ac:link" if child(inner, "ri:user").is_none() => {
                let own = ["ri:page", "ri:attachment"].iter().find_map(|kind| child(inner, kind));
                let target = own.and_then(|own| attribute(own, "content-title").or(attribute(own, "filename")));
                let text = visible(inner);
                facts.links.extend(target.map(|target| Reference {
                    line: 0,
                    text: if text.trim().is_empty() { target.to_owned() } else { text },
                    target: target.to_owned(),
                }));
            }
            _ => {}
        }
        gather(inner, facts, run);
        if !inline.contains(&tag.as_str()) {
            flush(facts, run);
        }
    }
}

/// The text of an element without what only machines read.
fn visible(node: Node<'_, '_>) -> String {
    let hidden = |inner: &Node<'_, '_>| {
        inner.ancestors().take_while(|above| *above != node).any(|above| {
            above.is_element()
                && [
                    "ac:parameter",
                    "ac:placeholder",
                    "ac:task-id",
                    "ac:task-uuid",
                    "ac:task-status",
                    "ac:plain-text-body",
                ]
                .contains(&name(above).as_str())
        })
    };
    let texts = node.descendants().filter(|inner| inner.is_text() && !hidden(inner)).filter_map(|inner| inner.text());
    texts.collect::<Vec<_>>().join("")
}

fn flush(facts: &mut Facts, run: &mut String) {
    let text = std::mem::take(run);
    if text.chars().any(char::is_alphanumeric) {
        facts.runs.push(Piece { line: 0, text });
    }
}
