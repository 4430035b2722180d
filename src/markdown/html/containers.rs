//! Containers: callouts, details, tabs, steps and cards.
//!
//! In: the start of a container. Out: its box and title, and the index of the event behind the title.
//!
//! Tabs need no script: each is a radio button, its label and a text, in this order, so that titles stand above their
//! texts wherever no style sheet is read.

use super::Writer;
use crate::markdown::containers::{self, Kind, Opening};
use crate::markdown::typography::Context;
use crate::markdown::{escape, ids};
use pulldown_cmark::{Event, Tag, TagEnd};

/// The tabs that are being written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tabs {
    /// Which of the page's.
    number: usize,
    /// Tabs so far, and which of them is shown first.
    count: usize,
    chosen: usize,
}

impl<'a> Writer<'a> {
    pub(super) fn start_container(&mut self, opening: &Opening<'_>, at: usize) -> usize {
        let within = self.open_tabs.last().copied().flatten();
        let tabs = (opening.kind == Kind::Tabs).then(|| self.tabs(at));
        self.open_tabs.push(tabs);
        let id = self.container_id(opening);
        match opening.kind {
            Kind::Callout(kind) => self.callout_container(kind, opening, &id, at),
            Kind::Details => self.details(opening, &id, at),
            Kind::Tab if within.is_some() => self.tab(opening, &id, at),
            Kind::Tab | Kind::Unknown => self.boxed(opening, &format!("<div{id} class=\"block\">"), "block-title", at),
            Kind::Tabs => self.boxed(opening, &format!("<div{id} class=\"tabs\">"), "block-title", at),
            Kind::Steps => self.boxed(opening, &format!("<div{id} class=\"stepped\">"), "block-title", at),
            Kind::Cards => self.boxed(opening, &format!("<div{id} class=\"cards\">"), "block-title", at),
            Kind::Card => self.card(opening, &id, at),
            Kind::Tree => self.boxed(opening, &format!("<div{id} class=\"tree\">"), "block-title", at),
        }
    }

    /// The attribute, or nothing: what is embedded has no ids, and a heading with the same comes first.
    fn container_id(&mut self, opening: &Opening<'_>) -> String {
        let free = |id: &&str| ids::is_free(id) && !self.is_embedded() && !self.world.ids.contains(id);
        let id = opening.attributes.id.filter(free).map(str::to_owned);
        let first = id.filter(|id| self.container_ids.insert(id.clone()));
        first.map_or_else(String::new, |id| format!(" id=\"{}\"", escape(&id)))
    }

    /// As `> [!kind] Title`; with `{open}` or `{closed}` it folds.
    fn callout_container(&mut self, kind: &str, opening: &Opening<'_>, id: &str, at: usize) -> usize {
        let fold = if opening.attributes.get("open").is_some() { Some(" open") } else { None };
        let fold = fold.or(opening.attributes.get("closed").map(|_| ""));
        let (tag, title, close) = match fold {
            None => ("div", "p", "</div>\n"),
            Some(_) => ("details", "summary", "</details>\n"),
        };
        let more = fold.unwrap_or(" role=\"note\"");
        self.open_quotes.push(Some(close));
        self.markup(format!("<{tag}{id} class=\"callout {kind}\"{more}>"));
        self.markup(format!("<{title} class=\"callout-title\">"));
        let word = self.callout_word(kind);
        let next = self.container_title(opening, at, word);
        self.markup(format!("</{title}>\n"));
        next
    }

    fn details(&mut self, opening: &Opening<'_>, id: &str, at: usize) -> usize {
        let open = if opening.attributes.get("open").is_some() { " open" } else { "" };
        self.open_quotes.push(Some("</details>\n"));
        self.markup(format!("<details{id} class=\"details\"{open}><summary>"));
        let next = self.container_title(opening, at, self.world.words.details.clone());
        self.markup("</summary>\n");
        next
    }

    /// What has no more than a box, and above its content its title, if it has one.
    fn boxed(&mut self, opening: &Opening<'_>, open: &str, title: &str, at: usize) -> usize {
        self.open_quotes.push(Some("</div>\n"));
        self.markup(format!("{open}\n"));
        if !opening.is_titled() {
            return at + 1;
        }
        self.markup(format!("<p class=\"{title}\">"));
        let next = self.container_title(opening, at, String::new());
        self.markup("</p>\n");
        next
    }

    /// A card with a link is one to click; its icon is a character.
    fn card(&mut self, opening: &Opening<'_>, id: &str, at: usize) -> usize {
        let still = if opening.href().is_some() { "" } else { " still" };
        let next = self.boxed(opening, &format!("<div{id} class=\"card{still}\">{}", icon(opening)), "card-title", at);
        self.typography = Context::default();
        next
    }

    fn tabs(&mut self, at: usize) -> Tabs {
        self.tabs += 1;
        let chosen = self.tabs_in(at).iter().position(|chosen| *chosen).unwrap_or(0);
        Tabs { number: self.tabs, count: 0, chosen }
    }

    /// For each of the tabs that begin here whether it asks to be shown first.
    fn tabs_in(&self, at: usize) -> Vec<bool> {
        let (mut depth, mut found) = (0_usize, Vec::new());
        for (event, range) in &self.source[at + 1..self.ends[at]] {
            match event {
                Event::Start(Tag::BlockQuote(_)) => {
                    let tab = containers::open(&self.text[range.clone()]).filter(|tab| tab.kind == Kind::Tab);
                    if let Some(tab) = tab.filter(|_| depth == 0) {
                        found.push(["open", "default", "selected"].iter().any(|key| tab.attributes.get(key).is_some()));
                    }
                    depth += 1;
                }
                Event::End(TagEnd::BlockQuote(_)) => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        found
    }

    fn tab(&mut self, opening: &Opening<'_>, id: &str, at: usize) -> usize {
        let around = self.open_tabs.iter_mut().rev().nth(1).and_then(Option::as_mut);
        let Some(tabs) = around else { return at + 1 };
        let checked = if tabs.count == tabs.chosen { " checked" } else { "" };
        tabs.count += 1;
        let (number, count) = (tabs.number, tabs.count);
        let name = if self.is_embedded() { format!("e{}-{number}", self.inside.number) } else { number.to_string() };
        let input = format!("d-tab-{name}-{count}");
        self.open_quotes.push(Some("</div>\n"));
        self.markup(format!("<input type=\"radio\" name=\"d-tabs-{name}\" id=\"{input}\"{checked}>"));
        self.markup(format!("<label for=\"{input}\"><b>"));
        let next = self.container_title(opening, at, count.to_string());
        self.markup(format!("</b></label>\n<div{id} class=\"tab\">\n"));
        next
    }

    /// Writes the inside of a title, or a word where there is none, and gives the index of the event behind it.
    fn container_title(&mut self, opening: &Opening<'_>, at: usize, word: String) -> usize {
        self.typography = Context::default();
        let titled = opening.is_titled() && matches!(self.source.get(at + 1), Some((Event::Start(Tag::Paragraph), _)));
        if !titled {
            self.push(Event::Text(word.into()));
            return at + 1;
        }
        let end = self.ends[at + 1];
        self.run(at + 2, end);
        self.typography = Context::default();
        end + 1
    }

    /// What a callout is called.
    pub(super) fn callout_word(&self, kind: &str) -> String {
        self.world.words.callouts.get(kind).cloned().unwrap_or_else(|| kind.to_owned())
    }
}

/// A character, such as an emoji. Names of icons are those of other programs' pictures.
fn icon(opening: &Opening<'_>) -> String {
    let icon = opening.attributes.get("icon").filter(|icon| !icon.is_ascii() && icon.chars().count() <= 8);
    icon.map_or_else(String::new, |icon| format!("\n<p class=\"card-icon\" aria-hidden=\"true\">{}</p>", escape(icon)))
}
