//! What a page says as it is published, section by section, and a fingerprint of each.
//!
//! In: the context and a page. Out: its [`Section`]s: the first is what stands above all headings (title, description,
//! fields, questions, text), then one for each heading, in their order. A browser keeps the fingerprints of what it showed,
//! so two of them differ exactly when readers read something else: the Markdown may be written in another way, a line may be broken
//! elsewhere. Where a link shows the title of its page, that title is part of the text.
//!
//! What authors keep out of the search is not looked at, and its sections have no fingerprint.

use crate::fingerprint::Fingerprint;
use crate::markdown::{Lead, plain};
use crate::page::texts;
use crate::render::context::RenderContext;
use crate::site::Id;
use std::borrow::Cow;

/// A section of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// Its heading; of the first one the page's title and what stands in its front matter.
    pub heading: String,
    /// Its text.
    pub text: String,
    /// Whether it is looked at at all.
    pub is_told: bool,
}

/// The sections of a page.
pub fn of(context: RenderContext<'_>, id: Id) -> Vec<Section> {
    let page = &context.entry(id).page;
    let outline = &*page.outline;
    let title = |link| Lead { page: false, title: context.link_title(id, link) };
    let leads: Vec<Lead<'_>> = (0..outline.links.len()).map(title).collect();
    let head = Section { heading: front(context, id), text: String::new(), is_told: true };
    let named = |heading| Section { heading: context.heading(id, heading), ..Section::default() };
    let mut all: Vec<Section> = std::iter::once(head).chain(outline.headings.iter().map(named)).collect();
    for part in plain(&page.text[page.body..], &leads, outline.title_at, &context.config.markdown) {
        let Some(section) = all.get_mut(part.heading.map_or(0, |heading| heading + 1)) else { continue };
        section.is_told = true;
        section.text.push_str(&part.text.text);
        section.text.push('\n');
    }
    all
}

/// What readers see of the front matter.
fn front(context: RenderContext<'_>, id: Id) -> String {
    let outline = context.outline(id);
    let said = texts::texts(&outline.front, &outline.fields, &outline.field_links);
    let said = said.into_iter().map(|(_, text)| Cow::Borrowed(text));
    let all: Vec<Cow<'_, str>> = std::iter::once(Cow::Borrowed(outline.title.as_str())).chain(said).collect();
    all.join("\n")
}

/// Signs of the written form: no word of any language is made of them, so the proof of an audience's site finds none.
const SIGNS: &[u8; 16] = b"0123456789bcdfgh";

/// Signs of one fingerprint: by chance one edit in 16 million looks like none.
pub const LENGTH: usize = 6;

/// The fingerprints of a page's sections, one behind the other.
pub fn written(sections: &[Section]) -> String {
    sections.iter().flat_map(mark).map(char::from).collect()
}

/// A section that is not looked at is the same whatever it says.
fn mark(section: &Section) -> [u8; LENGTH] {
    let of = Fingerprint::of_texts(&[&spaced(&section.heading), &spaced(&section.text)]);
    let all = if section.is_told { of.0 } else { 0 };
    std::array::from_fn(|at| SIGNS[(all >> (4 * at)) as usize & 15])
}

/// Words with one space between them: how lines are broken is no change.
fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn section(heading: &str, text: &str) -> Section {
        Section { heading: heading.to_owned(), text: text.to_owned(), is_told: true }
    }

    fn marks(sections: &[Section]) -> Vec<String> {
        let all = written(sections);
        all.as_bytes().chunks(LENGTH).map(|mark| String::from_utf8_lossy(mark).into_owned()).collect()
    }

    proptest! {
        #[test]
        fn marks_differ_where_the_text_differs(
            before in prop::collection::vec(("[a-c ]{0,6}", "[a-c\n ]{0,12}"), 1..8),
            edits in prop::collection::vec((0usize..8, "[a-c\n ]{0,12}"), 0..6),
        ) {
            let old: Vec<Section> = before.iter().map(|(heading, text)| section(heading, text)).collect();
            let mut new = old.clone();
            for (at, text) in edits {
                let at = at % new.len();
                new[at].text = text;
            }
            for ((old, new), (a, b)) in old.iter().zip(&new).zip(marks(&old).iter().zip(marks(&new))) {
                prop_assert_eq!(spaced(&old.text) == spaced(&new.text), *a == b);
            }
        }
    }

    #[test]
    fn what_is_not_looked_at_has_no_mark() {
        let hidden = |text: &str| Section { is_told: false, ..section("a", text) };
        assert_eq!(written(&[hidden("b")]), written(&[hidden("c")]));
        assert_eq!(written(&[section("a", "b")]).len(), LENGTH);
    }
}
