//! Pages that hold others whole, to be printed.
//!
//! In: what is printed, and the page that it is made from. Out: its bytes.
//!
//! 1. Its pages are rendered as they are published, and what is text is cut out of each.
//! 2. When all ids are known, links are turned: those between its pages lead to its own parts.
//! 3. The whole goes through a template with its contents.
//!
//! Nothing of it is remembered: it changes with every page that it holds, and is as large as all of them.

use super::{Output, Rendered};
use crate::config::print::Print;
use crate::diagnostic::Diagnostic;
use crate::render::print_part::{Numbers, Part, cut, linked};
use crate::render::special::print::{STYLE, TEMPLATE};
use crate::render::view::{PrintView, View};
use crate::site::Id;
use crate::url::{decode, join, relative};
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::sync::Arc;

/// Most bytes of text on one printed page: more than a browser prints, and less than a machine has.
const MAX_BYTES: usize = 32 * 1024 * 1024;

/// Pages that are rendered at once.
const AT_ONCE: usize = 64;

/// Pages with fewer words do not begin a sheet of paper.
const FEW_WORDS: usize = 150;

impl Output {
    /// A page that holds others whole.
    pub(super) fn printed(&self, path: &str, kind: Print, id: Id) -> Rendered {
        let context = self.context();
        let plan = context.print_plan(kind, id);
        let parts = self.parts(&plan.pages);
        let pages = &plan.pages[..parts.len()];
        let source = &self.site.entries[id].page.outline.source;
        let cut_short = (pages.len() < plan.pages.len()).then(|| too_long(source, pages.len(), plan.pages.len()));
        let numbers: HashMap<Id, usize> = pages.iter().enumerate().map(|(number, id)| (*id, number)).collect();
        let view = PrintView {
            groups: context.print_groups(path, &plan.groups, &numbers),
            pages: pages.len(),
            styles: self.styles(path, pages, &parts),
            ..context.print_view(path, kind, id)
        };
        let content = self.content(path, pages, parts);
        let html = [("content", content.as_str()), ("nav", "")];
        let mut diagnostics: Vec<Diagnostic> = cut_short.into_iter().collect();
        let mut bytes = self.templates.render(TEMPLATE, path, &view, &html).unwrap_or_else(|problem| {
            diagnostics.push(problem);
            Vec::new()
        });
        self.theme.styles.link(&mut bytes, &view.frame.root);
        Rendered { bytes: Arc::new(bytes), diagnostics: self.config.adjust(diagnostics).into() }
    }

    /// As many pages as there is room for.
    fn parts(&self, pages: &[Id]) -> Vec<Part> {
        let (mut parts, mut size) = (Vec::new(), 0);
        for (chunk, ids) in pages.chunks(AT_ONCE).enumerate() {
            let part = |(number, id): (usize, &Id)| self.part(chunk * AT_ONCE + number, *id);
            for part in ids.par_iter().enumerate().map(part).collect::<Vec<_>>() {
                size += part.html.len();
                if size > MAX_BYTES && !parts.is_empty() {
                    return parts;
                }
                parts.push(part);
            }
        }
        parts
    }

    fn part(&self, number: usize, id: Id) -> Part {
        let entry = &self.site.entries[id];
        let view = self.context().page(id);
        let template = view.template.clone();
        let rendered = self.rendered(&entry.out, &View::Page(Box::new(view)), &template);
        cut(&String::from_utf8_lossy(&rendered.bytes), number, number == 0)
    }

    /// The stylesheets that its pages name, each once, but for those that are linked by classes, and that of every page.
    fn styles(&self, path: &str, pages: &[Id], parts: &[Part]) -> Vec<String> {
        let own = [STYLE, "docent.css"].into_iter().filter_map(|name| self.theme.hashed.get(name));
        let mut seen: HashSet<String> = own.chain(self.theme.styles.paths()).map(|path| decode(path)).collect();
        let named = pages.iter().zip(parts).flat_map(|(id, part)| part.styles.iter().map(|style| (*id, style)));
        let target = |(id, style): (Id, &String)| join(&self.site.entries[id].out, &decode(style));
        let targets: Vec<String> = named.filter_map(target).filter(|style| seen.insert(style.clone())).collect();
        targets.iter().map(|style| relative(path, style)).collect()
    }

    /// The parts, one after the other.
    fn content(&self, path: &str, pages: &[Id], mut parts: Vec<Part>) -> String {
        let places = pages.iter().enumerate().map(|(number, id)| (self.site.entries[*id].out.as_str(), number));
        let ids = parts.iter_mut().map(|part| std::mem::take(&mut part.ids)).collect();
        let numbers = Numbers { out: path, parts: places.collect(), ids };
        let mut content = String::with_capacity(parts.iter().map(|part| part.html.len() + 64).sum());
        for (number, (id, part)) in pages.iter().zip(parts).enumerate() {
            let entry = &self.site.entries[*id];
            let short = if entry.page.outline.words < FEW_WORDS { " short" } else { "" };
            let html = linked(&part.html, number, &entry.out, &numbers);
            let _ = writeln!(content, "<section class=\"part{short}\" id=\"p{number}\">{html}</section>");
        }
        content
    }
}

fn too_long(source: &str, printed: usize, all: usize) -> Diagnostic {
    let message = format!("its printed page ends after {printed} of {all} pages: together they are over 32 MB");
    Diagnostic::warning("too-large", source, message).hint("print sections instead: `print: [sections]`")
}
