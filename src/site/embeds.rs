//! Pages in pages: what `![[Name]]` shows, and that it comes to an end.
//!
//! In: entries and what their links mean. Out: the parts that a part shows, in order ([`inside`]), and an error for each
//! page that would show itself, nests too deep or shows too many parts. Only outlines are read.

use super::links::Target;
use super::{Entry, Id};
use crate::chunked_vec::ChunkedVec;
use crate::diagnostic::Diagnostic;
use crate::markdown::link::Anchor;
use crate::page::{Outline, Page};
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::rc::Rc;

/// Deepest nesting of embedded pages.
pub const MAX_DEPTH: usize = 8;

/// Most parts that a page shows, those in its parts included.
pub const MAX_PARTS: usize = 1000;

/// A page or a part of one.
pub type Part = (Id, Anchor);

/// Where a part stands in its page's body; `None`: all of it. The last section has no end.
pub fn range(outline: &Outline, place: Anchor) -> Option<Range<usize>> {
    match place {
        Anchor::Top | Anchor::Html(_) => None,
        Anchor::Block(at) => outline.blocks.get(at as usize).map(|block| block.range.clone()),
        Anchor::Heading(at) => {
            let (heading, below) = outline.headings.get(at as usize..)?.split_first()?;
            let next = below.iter().find(|h| h.level <= heading.level);
            Some(heading.range.start..next.map_or(usize::MAX, |h| h.range.start))
        }
    }
}

/// What a part shows: the numbers of the links and the parts behind them.
pub fn inside<'a>(
    entries: &'a ChunkedVec<Entry>,
    targets: &'a ChunkedVec<Vec<Target>>,
    (id, place): Part,
) -> impl Iterator<Item = (usize, Part)> + 'a {
    let outline = &*entries[id].page.outline;
    let numbers = range(outline, place).map_or(0..outline.links.len(), |range| links_in(outline, &range));
    let first = numbers.start;
    let targets = targets[id].get(numbers).unwrap_or_default().iter().enumerate();
    targets.filter_map(move |(at, target)| match target {
        Target::Embed(to, place) => Some((first + at, (*to as Id, *place))),
        _ => None,
    })
}

/// The numbers of the links that stand in a part of a body. They are in the order of the text.
pub fn links_in(outline: &Outline, part: &Range<usize>) -> Range<usize> {
    let before = |at: usize| outline.links.partition_point(|link| link.range.start < at);
    before(part.start)..before(part.end)
}

/// The part of a body that a place is, if it says the same without the rest of its page: it stands in no list and no
/// quote, and the page defines no notes and no addresses of links. Of a page in parts not all is read for each.
pub fn alone(page: &Page, place: Anchor) -> Option<Range<usize>> {
    let outline = &*page.outline;
    let top = match place {
        Anchor::Top | Anchor::Html(_) => false,
        Anchor::Block(at) => outline.blocks.get(at as usize)?.top,
        Anchor::Heading(at) => outline.headings.get(at as usize)?.top,
    };
    let body = &page.text[page.body..];
    let range = range(outline, place).filter(|_| top && !body.contains("]:"))?;
    // A section that ends in a quote or a container ends in the middle of it.
    let next = outline.headings.partition_point(|heading| heading.range.start < range.end);
    if outline.headings.get(next).is_some_and(|heading| !heading.top) {
        return None;
    }
    // A block of code begins behind its indentation.
    let start = body[..range.start].rfind('\n').map_or(0, |feed| feed + 1);
    Some(start..range.end.min(body.len()))
}

/// Looks for embedding without end, too deep, or of too much, in the pages that show others.
pub fn check(
    entries: &ChunkedVec<Entry>,
    targets: &ChunkedVec<Vec<Target>>,
    embedding: &BTreeSet<Id>,
) -> Vec<Diagnostic> {
    let pages = embedding.iter().filter(|id| !entries[**id].fallback);
    let seen = Seen { entries, targets, below: RefCell::default() };
    pages.flat_map(|id| Walk { seen: &seen, root: *id, stack: Vec::new(), parts: 0 }.page()).collect()
}

/// What parts show, each looked up once: a thousand pages may all show the same.
struct Seen<'a> {
    entries: &'a ChunkedVec<Entry>,
    targets: &'a ChunkedVec<Vec<Target>>,
    below: RefCell<HashMap<Part, Rc<[Part]>>>,
}

impl Seen<'_> {
    fn below(&self, part: Part) -> Rc<[Part]> {
        let look = || inside(self.entries, self.targets, part).map(|(_, part)| part).collect();
        self.below.borrow_mut().entry(part).or_insert_with(look).clone()
    }
}

/// The way down from a page.
struct Walk<'a> {
    seen: &'a Seen<'a>,
    root: Id,
    stack: Vec<Part>,
    parts: usize,
}

/// What is wrong with an embedded page: message and hint.
type Fault = (String, &'static str);

impl Walk<'_> {
    /// At most one problem for each link of the page, and none behind the one that says that there is too much.
    fn page(mut self) -> Vec<Diagnostic> {
        let Seen { entries, targets, .. } = self.seen;
        let page = &entries[self.root].page;
        let root = (self.root, Anchor::Top);
        self.stack.push(root);
        let mut told = Vec::new();
        for (link, part) in inside(entries, targets, root) {
            let Some((message, hint)) = self.part(part, true) else { continue };
            let range = &page.outline.links[link].range;
            told.push(page.at_body("embed", range, message).hint(hint));
            if self.parts > MAX_PARTS {
                break;
            }
        }
        told
    }

    /// `wanted`: no fault of the link is known yet. Parts are counted on.
    fn part(&mut self, part: Part, wanted: bool) -> Option<Fault> {
        self.parts += 1;
        if self.parts > MAX_PARTS {
            let message = format!("this page contains more than {MAX_PARTS} embeds");
            return Some((message, "link to the pages instead, or embed fewer"));
        }
        if let Some(first) = self.stack.iter().position(|open| *open == part) {
            return wanted.then(|| self.cycle(first)).flatten();
        }
        if self.stack.len() > MAX_DEPTH {
            if !wanted {
                return None;
            }
            let chain = self.chain(0, part.0);
            let message = format!("pages are embedded in each other more than {MAX_DEPTH} levels deep: {chain}");
            return Some((message, "embed the last of them directly, or link to it"));
        }
        self.stack.push(part);
        let mut fault = None;
        for part in self.seen.below(part).iter() {
            let found = self.part(*part, wanted && fault.is_none());
            fault = fault.or(found);
            if self.parts > MAX_PARTS {
                break;
            }
        }
        self.stack.pop();
        fault
    }

    /// A part that is shown in itself. Told by the pages that belong to the circle, not by all that lead into it.
    fn cycle(&self, first: usize) -> Option<Fault> {
        let own = self.stack[first..].iter().any(|(id, _)| *id == self.root);
        let message = || format!("the page would embed itself: {}", self.chain(first, self.stack[first].0));
        own.then(|| (message(), "link to one of the pages instead: [[...]]"))
    }

    /// `a.md -> b.md -> a.md`
    fn chain(&self, first: usize, last: Id) -> String {
        let ids = self.stack[first..].iter().map(|(id, _)| *id).chain([last]);
        ids.map(|id| self.seen.entries[id].page.outline.source.as_str()).collect::<Vec<_>>().join(" -> ")
    }
}
