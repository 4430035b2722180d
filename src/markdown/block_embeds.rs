//! Which `![[Name]]` stand alone: nothing else is in their paragraph or item, so that a whole page can stand there.
//!
//! In: the events of the first reading. Out: the numbers of those links, a block at a time.

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

/// What a block held so far.
#[derive(Debug, Default)]
pub(super) struct Alone {
    /// Links of the block that embed something.
    embeds: Vec<usize>,
    /// A block that can hold another one.
    fits: bool,
    /// Something else stood there.
    other: bool,
    /// Inside of `![[...]]`.
    inside: bool,
}

impl Alone {
    /// Follows one event; `links`: how many links came before it. Gives the links that stood alone in a block that ends.
    pub fn event(&mut self, event: &Event<'_>, links: usize) -> Vec<usize> {
        match event {
            Event::Start(Tag::Image { link_type: LinkType::WikiLink { .. }, .. }) => {
                self.embeds.push(links);
                self.inside = true;
            }
            Event::End(TagEnd::Image) => self.inside = false,
            _ if self.inside => {}
            Event::Start(Tag::Paragraph | Tag::Item | Tag::DefinitionListDefinition) => return self.block(true),
            Event::Start(Tag::Heading { .. } | Tag::TableCell | Tag::DefinitionListTitle) => return self.block(false),
            Event::Start(Tag::List(_) | Tag::BlockQuote(_) | Tag::CodeBlock(_) | Tag::Table(_)) => {
                return self.block(false);
            }
            Event::End(
                TagEnd::Paragraph
                | TagEnd::Item
                | TagEnd::Heading(_)
                | TagEnd::TableCell
                | TagEnd::DefinitionListDefinition,
            ) => return self.block(false),
            Event::SoftBreak | Event::HardBreak | Event::TaskListMarker(_) | Event::End(_) => {}
            Event::Text(text) if text.trim().is_empty() => {}
            _ => self.other = true,
        }
        Vec::new()
    }

    /// A block begins or ends.
    fn block(&mut self, fits: bool) -> Vec<usize> {
        let before = std::mem::replace(self, Self { fits, ..Self::default() });
        if before.fits && !before.other { before.embeds } else { Vec::new() }
    }
}
