//! Links to what the readers of a site do not see: they become their words, so the words must not be its name.
//!
//! In: a link, and what it means. Out: an error that names both places, the link and what it would tell.

use super::{Resolver, plain_words, split_fragment, words_of};
use crate::config::Config;
use crate::diagnostic::{At, Finding};
use crate::markdown::link::Anchor;
use crate::markdown::{Heading, Link, LinkKind, card_title, is_attribute};
use crate::page::types::{FieldLink, steps};
use crate::page::{Outline, Page};
use crate::site::links::Target;
use crate::site::{Entry, Id};
use crate::url::fold;
use crate::yaml::short;
use std::borrow::Cow;

/// Message and hint.
type Words = (String, &'static str);

/// The code of what tells readers something that is not for them.
const CODE: &str = "audience";

fn at(link: &Link, message: String) -> Finding {
    Finding::error(CODE, At::Body(link.range.clone()), message)
}

const OWN_WORDS: &str =
    "give the link a text of its own: `[[page|your words]]`, or put it in a block for audiences that see the page";

impl Resolver<'_> {
    /// What a link would tell of what the site does not show.
    pub(super) fn would_tell(self, entry: &Entry, link: &Link, target: &Target) -> Option<Finding> {
        // What HTML would tell is an error of its own.
        if matches!(link.kind, LinkKind::Html { .. }) {
            return None;
        }
        let page = &entry.page;
        let source = page.text.get(page.body + link.range.start..page.body + link.range.end)?;
        // Asked for where they matter: an image's words may hold a thousand images.
        let words = || match is_attribute(source) {
            true => card_title(&page.text[page.body..], link.range.start).map(plain_words),
            false => words_of(link, source),
        };
        match target {
            Target::Text if split_fragment(&link.target).0.trim().is_empty() => self.heading(link, words, entry),
            // An embedded page is left out, words and all.
            Target::Text if matches!(link.kind, LinkKind::Embed { .. }) => None,
            Target::Text => self.name(link, words()),
            Target::Page(to, Anchor::Top) => self.heading(link, words, &self.entries[*to as Id]),
            Target::File(path) if self.hidden.hides_file(path, self.config) => {
                Some(at(link, for_others(self.config, path)).hint(ELSEWHERE))
            }
            _ => None,
        }
    }

    /// A link to a page that is not shown.
    fn name(self, link: &Link, words: Option<String>) -> Option<Finding> {
        let (message, hint) = match words.filter(|words| !words.trim().is_empty()) {
            Some(words) => self.names_page(&words)?,
            None => (
                "this link leads to a page that this audience does not see".to_owned(),
                "write its address in the link: `[your words](page.md)`",
            ),
        };
        let error = at(link, message).hint(hint);
        // A draft is no secret between colleagues: a team may soften this.
        Some(if self.config.audience.is_some() { error } else { error.of("draft-link") })
    }

    fn names_page(self, words: &str) -> Option<Words> {
        let source = self.names.draft(words)?;
        let who = if self.config.audience.is_some() { "page that this audience does not see" } else { "draft" };
        Some((format!("this link shows the name of a {who}: `{}` ({source})", short(words)), OWN_WORDS))
    }

    /// A link to a heading or block that is for others.
    fn heading(self, link: &Link, words: impl Fn() -> Option<String>, to: &Entry) -> Option<Finding> {
        let whole = to.page.whole.as_ref()?;
        let heading = match fragment(&link.target) {
            Some(fragment) => self.cut_heading(&to.page, &fragment)?,
            None => Self::heading_called(&to.page.outline, whole, &words()?)?,
        };
        let own = matches!(link.kind, LinkKind::Wiki { has_text: false });
        let words = words().filter(|_| !own).unwrap_or_else(|| heading.clone());
        if fold(&words) != fold(&heading) {
            return None;
        }
        let message = format!(
            "this link shows the name of a part that this audience does not see: `{}` ({})",
            short(&heading),
            to.page.outline.source
        );
        Some(at(link, message).hint(OWN_WORDS))
    }

    /// A field that names a part which is for others: the field is shown as it is written.
    pub(super) fn field_would_tell(self, field: &FieldLink, target: &Target) -> Option<Finding> {
        let Target::Page(to, Anchor::Top) = target else { return None };
        let (_, section) = field.target.split_once('#')?;
        let page = &self.entries[*to as Id].page;
        let heading = self.cut_heading(page, section)?;
        let source = &page.outline.source;
        let message = format!("this names a part that this audience does not see: `{}` ({source})", short(&heading));
        let error = Finding::at_field(CODE, &steps(&field.path), message);
        Some(error.hint("name the page, or a part that everybody sees"))
    }

    /// Whether a fragment means something that only the whole page has.
    pub(super) fn is_cut(self, page: &Page, fragment: &str) -> bool {
        self.cut_heading(page, fragment).is_some()
    }

    /// What a fragment shows when it means a part that was cut out of a page: the heading's text, or the id.
    fn cut_heading(self, page: &Page, fragment: &str) -> Option<String> {
        let whole = page.whole.as_ref().filter(|_| !fragment.is_empty())?;
        let cut = |outline: &Outline| super::anchors::place(outline, fragment, self.config.slugs);
        if cut(&page.outline).is_some() {
            return None;
        }
        let place = cut(whole)?;
        let id = || fragment.rsplit(['#', '^']).next().unwrap_or_default().to_owned();
        Some(whole.heading(place).map_or_else(id, |heading| heading.text.clone()))
    }

    /// A heading that was cut out of a page, and is called so.
    fn heading_called(outline: &Outline, whole: &Outline, words: &str) -> Option<String> {
        let words = fold(words.trim());
        let called = |heading: &&Heading| fold(&heading.text) == words;
        let shown = outline.headings.iter().any(|heading| called(&heading));
        whole.headings.iter().find(called).filter(|_| !shown).map(|heading| heading.text.clone())
    }
}

/// The part of a page that a target names: `#Heading`, `#^id`, and in a wikilink `^id` alone.
pub(super) fn fragment(target: &str) -> Option<Cow<'_, str>> {
    let block = || target.split_once('^').map(|(_, id)| Cow::Owned(format!("^{id}")));
    split_fragment(target).1.map(Cow::Borrowed).or_else(block)
}

const ELSEWHERE: &str = "move the file, or link to it only from pages for the same audience";

/// A file that stands in a section for others.
pub(super) fn for_others(config: &Config, path: &str) -> String {
    format!("the file {} is in a section for other audiences", config.content_dir.path(path))
}
