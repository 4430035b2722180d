//! Finding a heading, a block or an id of a page by what it is called.
//!
//! In: an [`Outline`] and a name. Out: its number. A page of a dozen headings is looked through; for a long one there is
//! an index, made when it is first asked: a handbook on one page with thousands of links into itself is otherwise walked
//! through for each of them.

use super::Outline;
use crate::diagnostic::{Near, closest};
use crate::url::{alphabetical, fold};
use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::sync::OnceLock;

/// What a name is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Called {
    /// A heading by its id.
    Id,
    /// A heading by its text, folded.
    Text,
    /// A heading by the id that GitHub and mdBook would give it.
    GitHub,
    /// A block by its id.
    Block,
    /// What raw HTML calls so.
    Html,
}

const ALL: [Called; 5] = [Called::Id, Called::Text, Called::GitHub, Called::Block, Called::Html];

/// Places of a page that are looked through; more have an index.
const FEW: usize = 40;

/// Numbers by name, for each way of calling; names that may have been meant.
#[derive(Debug)]
pub struct Index {
    numbers: [HashMap<String, Vec<usize>>; ALL.len()],
    ids: Near,
    blocks: Near,
}

impl Index {
    fn of(outline: &Outline) -> Self {
        let near = |called| {
            let names: Vec<_> = outline.called(called).collect();
            Near::of(names.iter().map(|name| &**name))
        };
        let numbers = ALL.map(|called| {
            let mut numbers = HashMap::<String, Vec<usize>>::new();
            let names = outline.called(called).enumerate();
            names.for_each(|(number, name)| numbers.entry(name.into_owned()).or_default().push(number));
            numbers
        });
        Self { numbers, ids: near(Called::Id), blocks: near(Called::Block) }
    }
}

impl Outline {
    /// Where its title stands in an alphabet. All titles are compared when a page comes or one is edited: what the others
    /// are compared by is kept, since making it was a third of such a build.
    pub fn alphabetical(&self) -> &str {
        self.rank.0.get_or_init(|| Box::new(alphabetical(&self.title)))
    }

    /// How many names there are in a way.
    fn count(&self, how: Called) -> usize {
        match how {
            Called::Id | Called::Text | Called::GitHub => self.headings.len(),
            Called::Block => self.blocks.len(),
            Called::Html => self.anchors.len(),
        }
    }

    /// What the n-th is called in a way.
    fn name(&self, how: Called, number: usize) -> Cow<'_, str> {
        match how {
            Called::Id => self.headings[number].id.as_str().into(),
            Called::Text => fold(&self.headings[number].text).into(),
            Called::GitHub => github_id(&self.headings[number].text).collect(),
            Called::Block => self.blocks[number].id.as_str().into(),
            Called::Html => self.anchors[number].as_str().into(),
        }
    }

    /// All that is called in a way, in order.
    fn called(&self, how: Called) -> impl Iterator<Item = Cow<'_, str>> {
        (0..self.count(how)).map(move |number| self.name(how, number))
    }

    fn has_few(&self) -> bool {
        self.headings.len() + self.blocks.len() + self.anchors.len() <= FEW
    }

    fn index(&self) -> &Index {
        self.places.0.get_or_init(|| Index::of(self).into())
    }

    /// The number of the n-th heading, block or id that is called so.
    pub fn find(&self, how: Called, name: &str, nth: usize) -> Option<usize> {
        if !self.has_few() {
            return self.index().numbers[how as usize].get(name)?.get(nth).copied();
        }
        (0..self.count(how)).filter(|number| self.is_called(how, *number, name)).nth(nth)
    }

    /// Whether the n-th is called so. An id of GitHub is not made to its end: most differ in the first letter.
    fn is_called(&self, how: Called, number: usize, name: &str) -> bool {
        match how {
            Called::GitHub => github_id(&self.headings[number].text).eq(name.chars()),
            _ => self.name(how, number) == name,
        }
    }

    /// The id of a heading or a block that may have been meant.
    pub fn near(&self, how: Called, name: &str) -> Option<String> {
        if self.has_few() {
            let all: Vec<_> = self.called(how).collect();
            return closest(name, all.iter().map(|id| &**id)).map(str::to_owned);
        }
        let Index { ids, blocks, .. } = self.index();
        if how == Called::Block { blocks } else { ids }.closest(name).map(str::to_owned)
    }
}

/// The id of a heading on GitHub: ids that drop punctuation where ours separate words.
fn github_id(text: &str) -> impl Iterator<Item = char> + '_ {
    let keep = |c: &char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
    text.chars().flat_map(char::to_lowercase).filter(keep).map(|c| if c == ' ' { '-' } else { c })
}

/// What is made of the rest when it is first asked for: no part of what an outline says, and not of its copies, which
/// may say something else.
#[derive(Debug)]
pub struct Asked<T>(pub OnceLock<Box<T>>);

impl<T> Default for Asked<T> {
    fn default() -> Self {
        Self(OnceLock::new())
    }
}

impl<T> Clone for Asked<T> {
    fn clone(&self) -> Self {
        Self(OnceLock::new())
    }
}

impl<T> PartialEq for Asked<T> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<T> Eq for Asked<T> {}

impl<T> Hash for Asked<T> {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::Heading;

    fn outline(headings: usize) -> Outline {
        let heading = |n: usize| Heading {
            level: 2,
            id: format!("part-{n}"),
            spans: Vec::new(),
            text: format!("Part {}, again", n % 7),
            range: 0..0,
            top: true,
            kept_out: false,
            content: Default::default(),
        };
        let anchors = (0..headings).map(|n| format!("x{}", n % 5)).collect();
        Outline { headings: (0..headings).map(heading).collect(), anchors, ..Outline::default() }
    }

    #[test]
    fn an_index_finds_what_a_look_finds() {
        let (few, many) = (outline(FEW / 2), outline(FEW * 5));
        assert!(few.has_few() && !many.has_few());
        let questions = [
            (Called::Id, "part-9"),
            (Called::Text, "part 3, again"),
            (Called::GitHub, "part-4-again"),
            (Called::Html, "x2"),
        ];
        for (how, name) in questions {
            for nth in 0..2 {
                assert_eq!(few.find(how, name, nth), many.find(how, name, nth), "{name} {nth}");
            }
            assert!(few.find(how, name, 0).is_some(), "{name}");
        }
        assert_eq!(many.find(Called::Id, "part", 0), None);
        assert_eq!(
            (few.near(Called::Id, "prat-9"), many.near(Called::Id, "prat-9")),
            (Some("part-9".into()), Some("part-9".into()))
        );
    }

    #[test]
    fn a_copy_that_says_something_else_is_asked_anew() {
        let one = outline(FEW * 2);
        assert_eq!(one.find(Called::Id, "part-0", 0), Some(0));
        let mut other = one.clone();
        other.headings.remove(0);
        assert_eq!((other.find(Called::Id, "part-0", 0), other.find(Called::Id, "part-1", 0)), (None, Some(0)));
    }
}
