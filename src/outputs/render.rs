//! A view and a template become the bytes of a file, with what went wrong on the way.
//!
//! In: a view. Out: [`Rendered`], behind the memo. The text of a page is made of its Markdown first; what has a frame but
//! no text of its own is its template alone.

use super::{Output, RenderMemo};
use crate::diagnostic::{Diagnostic, Severity};
use crate::markdown::link::Resolved;
use crate::markdown::{self, Views, Words};
use crate::page::Page;
use crate::render::context::escape;
use crate::render::data_blocks;
use crate::render::view::{Frame, PageView, View};
use serde::Serialize;
use std::sync::Arc;

/// A rendered file.
#[derive(Clone, Debug)]
pub struct Rendered {
    /// Its bytes.
    pub bytes: Arc<Vec<u8>>,
    /// What went wrong on the way: an error means that the bytes are not to be published.
    pub diagnostics: Arc<[Diagnostic]>,
}

/// The template of a page without a type.
const PLAIN: &str = "page.html";

type Framed = (Result<Vec<u8>, Diagnostic>, Vec<Diagnostic>);

impl Output {
    /// Renders a view, or finds it rendered.
    pub(super) fn view(&self, path: &str, view: View, template: &str, memo: &RenderMemo) -> Rendered {
        let key = || view.fingerprint(self.fingerprint);
        memo.files.get(memo.generation, key, || self.rendered(path, &view, template))
    }

    /// Renders a view.
    pub(super) fn rendered(&self, path: &str, view: &View, template: &str) -> Rendered {
        let (result, mut diagnostics) = match view {
            View::Page(page) => self.page(page, template),
            View::Tag(view) => self.framed(path, template, view, &view.frame),
            View::Tags(view) => self.framed(path, template, view, &view.frame),
            View::Search(view) => self.framed(path, template, view, &view.frame),
            View::Progress(view) => self.framed(path, template, view, &view.frame),
            View::Changes(view) => self.framed(path, template, view, &view.frame),
            View::NotFound(view) => self.framed(path, template, view, &view.frame),
            View::Redirect(view) => (self.templates.render(template, path, view, &[]), Vec::new()),
            View::Languages(view) => (self.templates.render(template, path, view, &[]), Vec::new()),
        };
        let mut html = result.unwrap_or_else(|problem| {
            diagnostics.push(problem);
            Vec::new()
        });
        self.theme.styles.link(&mut html, view.root());
        // Kept for long where pages are previewed.
        html.shrink_to_fit();
        Rendered { bytes: html.into(), diagnostics: self.config.adjust(diagnostics).into() }
    }

    fn page(&self, view: &PageView, template: &str) -> (Result<Vec<u8>, Diagnostic>, Vec<Diagnostic>) {
        let page = &*view.text.0;
        let outline = &page.outline;
        let ids: Vec<&str> = outline.headings.iter().map(|h| h.id.as_str()).collect();
        let links: &[Resolved] = &view.links;
        let no_words = Words::default();
        let words = self.theme.words.get(&view.frame.lang).unwrap_or(&no_words);
        let first_line = self.config.preview.then(|| page.first_line());
        let first_line = first_line.as_ref();
        let (made, view_problems) = data_blocks::html(view, &self.templates);
        let views = Views { source: &outline.source, from: 0, all: &made };
        let (blocks, embeds) = (&outline.blocks[..], &view.embeds[..]);
        let terms = &view.terms[..];
        let world = markdown::HtmlInput {
            lang: &outline.lang,
            title: outline.title_at,
            ids: &ids,
            blocks,
            links,
            embeds,
            terms,
            words,
            views,
            first_line,
        };
        let html = markdown::html(&page.text[page.body..], world, &self.config.markdown);
        let tell = |problem: markdown::Problem| Diagnostic {
            severity: Severity::Warning,
            ..page.at_body(problem.code, &problem.range, problem.message)
        };
        let too_long = html.too_long.then(|| {
            let message = "the page's HTML is more than 50 times as long as its Markdown";
            Diagnostic::error("too-large", &outline.source, message).hint("make its tables narrower, or split the page")
        });
        let cut = view.embeds_cut.then(|| {
            let message = "the embeds on this page are too long in total: at most 1 MB is shown";
            Diagnostic::error("too-large", &outline.source, message).hint("link to them instead: [[...]]")
        });
        let problems = html
            .problems
            .into_iter()
            .map(tell)
            .chain(too_long)
            .chain(cut)
            .chain(view.frame.nav.problem.clone())
            .chain(view_problems)
            .collect();
        let heading = html.title.unwrap_or_else(|| escape(&outline.title));
        let script = if html.media_script { "yes" } else { "" };
        let text = [("content", html.body.as_str()), ("heading", heading.as_str()), ("nav", &*view.frame.nav.html)];
        let trusted: Vec<_> = text.into_iter().chain([("media_script", script)]).collect();
        let render = |template: &str| self.templates.render(template, &outline.source, view, &trusted);
        // A type's template may trip over what was refused in the page's own file: that is told there.
        let result = render(template).or_else(|problem| if Self::is_told(page) { render(PLAIN) } else { Err(problem) });
        (result, problems)
    }

    /// Whether what its template would tell is told of the page's own file: fields that were refused.
    fn is_told(page: &Page) -> bool {
        let codes = ["field", "front-matter", "front-matter-value", "front-matter-syntax", "unknown-key"];
        page.diagnostics.iter().any(|problem| codes.contains(&problem.code))
    }

    /// A page that has a frame but no text of its own.
    fn framed(&self, path: &str, template: &str, view: &impl Serialize, frame: &Frame) -> Framed {
        let problems = frame.nav.problem.clone().into_iter().collect();
        (self.templates.render(template, path, view, &[("nav", &*frame.nav.html)]), problems)
    }
}
