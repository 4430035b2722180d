//! A block of raw HTML.
//!
//! In: its lines. Out: events in the queue. Text in it is text and no Markdown, as CommonMark says; where it stands beside
//! blocks it becomes a paragraph. Elements that are open at its end go on around the Markdown that follows.

use super::stack::{Close, Open};
use super::tags::{Places, Token, tokens};
use super::{Broken, Reading, SafeHtml};
use crate::markdown::raw_html;
use pulldown_cmark::{CowStr, Event, Tag, TagEnd};
use std::ops::Range;

impl<'a> SafeHtml<'a> {
    pub(super) fn html_block(&mut self, parts: Vec<(CowStr<'a>, Range<usize>)>, range: Range<usize>) {
        let (mut html, mut map) = (String::new(), Vec::new());
        for (part, place) in &parts {
            map.push((html.len(), place.start));
            html.push_str(part);
        }
        let tokens = tokens(&html, true);
        if tokens.iter().all(|token| is_comment(token, &html)) {
            return self.comments(parts, range);
        }
        self.broken = Some(Broken { base: self.stack.len(), end: range.end });
        let mut reading = Reading { html: &html, map, whole: range.clone(), places: Some(Places::of(&html)) };
        for token in tokens {
            self.token(&mut reading, token);
        }
        if let Some(broken) = self.broken.take() {
            if let Some(own) = self.markdown_around().filter(|own| *own >= broken.base) {
                self.close_to(own, range.end..range.end);
            }
            self.leave_open(broken.base, range.end);
        }
    }

    /// A block of nothing but comments stays as it is: nobody shows it.
    fn comments(&mut self, parts: Vec<(CowStr<'a>, Range<usize>)>, range: Range<usize>) {
        self.queue.push_back((Event::Start(Tag::HtmlBlock), range.clone()));
        self.queue.extend(parts.into_iter().map(|(part, place)| (Event::Html(part), place)));
        self.queue.push_back((Event::End(TagEnd::HtmlBlock), range));
    }

    fn token(&mut self, reading: &mut Reading<'_>, token: Token) {
        match token {
            Token::Text(at) => self.html_text(reading, at),
            Token::Note(at) => self.note(reading, &at),
            Token::Open(at) => {
                let place = reading.place(&at);
                self.notes.open(shortened(&reading.html[at.clone()]), place.clone());
                self.literal(&reading.html[at], place);
            }
            Token::End(at, name) => self.end_tag(reading, &at, &name),
            Token::Start(tag) => self.start_tag(reading, tag),
        }
    }

    /// A comment, or a declaration.
    pub(super) fn note(&mut self, reading: &Reading<'_>, at: &Range<usize>) {
        let (html, place) = (&reading.html[at.clone()], reading.place(at));
        if html.starts_with("<!--") {
            return self.markup(html.to_owned(), place);
        }
        let end = html.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(html.len());
        self.notes.declaration(html[..end].trim_end_matches('>'), place);
    }

    /// Text between tags.
    fn html_text(&mut self, reading: &Reading<'_>, at: Range<usize>) {
        let text = &reading.html[at.clone()];
        let verbatim = self.stack.iter().any(|open| matches!(open, Open::Html(element) if element.name == "pre"));
        if verbatim {
            return self.piece_of_text(reading, at);
        }
        if self.is_between() && text.trim().is_empty() {
            return;
        }
        let (mut start, mut first) = (at.start, !self.is_between());
        for line in text.split_inclusive('\n') {
            let end = start + line.len();
            let begin = if start == at.start && first { line } else { line.trim_start() };
            let shown = if line.ends_with('\n') { begin.trim_end() } else { begin };
            if !shown.is_empty() {
                let from = end - begin.len();
                self.reopen(reading.place(&(from..from + 1)).start);
                self.piece_of_text(reading, from..from + shown.len());
                first = true;
            }
            if line.ends_with('\n') && first && !self.is_between() {
                self.queue.push_back((Event::SoftBreak, reading.place(&(end - 1..end))));
            }
            start = end;
        }
    }

    fn piece_of_text(&mut self, reading: &Reading<'_>, at: Range<usize>) {
        let text = raw_html::text(&reading.html[at.clone()]).into_owned();
        self.queue.push_back((Event::Text(text.into()), reading.place(&at)));
    }

    /// What is open at the end of the block: it goes on, if a tag ends it later.
    fn leave_open(&mut self, base: usize, at: usize) {
        let parent = self.end_of_parent();
        for height in base..self.stack.len() {
            let Some(Open::Html(element)) = self.stack.get(height) else { continue };
            let (name, written) = (element.name, element.written.clone());
            let line = name == "p" || matches!(element.close, Close::Heading(_));
            if line && !self.is_closed_behind(&written, at..parent) {
                self.close_to(height, at..at);
                break;
            }
        }
        for height in (base..self.stack.len()).rev() {
            let Some(Open::Html(element)) = self.stack.get_mut(height) else { continue };
            let queued = element.queued;
            match element.close {
                // A paragraph cannot hold those of Markdown.
                Close::Block if element.name == "p" => {
                    element.name = "div";
                    if let Some((Event::InlineHtml(html), _)) = self.queue.get_mut(queued + 1) {
                        *html = html.replacen("<p", "<div", 1).into();
                    }
                }
                Close::Tag => {
                    element.close = Close::Block;
                    let place = self.queue.get(queued).map_or(at..at, |(_, place)| place.clone());
                    self.queue.insert(queued, (Event::Start(Tag::HtmlBlock), place));
                }
                _ => {}
            }
        }
    }
}

fn is_comment(token: &Token, html: &str) -> bool {
    match token {
        Token::Note(at) => html[at.clone()].starts_with("<!--"),
        Token::Text(at) => html[at.clone()].trim().is_empty(),
        _ => false,
    }
}

/// The beginning of what is shown as text.
fn shortened(html: &str) -> &str {
    let end = html.char_indices().nth(20).map_or(html.len(), |(at, _)| at);
    html[..end].lines().next().unwrap_or_default()
}
