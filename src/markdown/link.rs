//! What a link of a page turned out to be, once the site was known.

use crate::fingerprint::Fingerprint;
use serde::Serialize;
use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::Arc;

/// A place in a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Anchor {
    /// The page itself.
    #[default]
    Top,
    /// The n-th heading, and what stands below it.
    Heading(u32),
    /// The n-th block with an id.
    Block(u32),
    /// The n-th id in raw HTML. Nobody knows where its element ends.
    Html(u32),
}

/// The heading that a fragment names: of `Part#Heading`, as Obsidian writes nested headings, the last; `C#` is one name.
pub fn heading_of(fragment: &str) -> &str {
    let start = fragment.trim_end_matches('#').rfind('#').map_or(0, |at| at + 1);
    &fragment[start..]
}

/// Where a link leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// To a page or a file of this site.
    Inside,
    /// To another site, by a scheme that runs nothing.
    External,
    /// Nowhere: reported, and marked on the page.
    Broken,
    /// Nowhere on purpose: to a draft, or a script URL. Shown as text.
    Text,
}

/// The target of one link or image.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Resolved {
    /// Where it leads.
    pub state: State,
    /// URL relative to the page, or absolute for another site.
    pub url: String,
    /// The target's title, for `[[Name]]` without a text of its own.
    pub title: Option<String>,
    /// Width and height of an image of this site, in pixels.
    pub size: Option<(u32, u32)>,
    /// What is shown with a picture or a film of this site.
    pub media: Media,
}

/// Files that belong to a picture or a film, by their URLs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Media {
    /// The same picture with fewer pixels: widths and files.
    pub smaller: Vec<(u32, String)>,
    /// What is said in a film, in which language; without one in that of the page.
    pub captions: Vec<(Option<String>, String)>,
    /// The picture that stands for a film until it plays.
    pub poster: Option<String>,
}

impl Resolved {
    /// A link without title and size.
    pub fn new(state: State, url: impl Into<String>) -> Self {
        Self { state, url: url.into(), title: None, size: None, media: Media::default() }
    }
}

/// A page, or a part of it, shown in the place of a link: `![[Name]]`.
#[derive(Clone, Debug)]
pub struct Embed {
    /// Which link of the text around it.
    pub link: usize,
    /// The page whose text it is.
    pub page: EmbeddedPage,
    /// The part of its body; `None`: all.
    pub range: Option<Range<usize>>,
    /// The part says the same without the rest of the page, which is not read for it: links are those of the part.
    pub alone: bool,
    /// Its links, as seen from the page that a reader is on.
    pub links: Vec<Resolved>,
    /// What it embeds itself, by link.
    pub embeds: Vec<Embed>,
}

/// What an embedded text needs of its page.
#[derive(Clone, Debug)]
pub struct EmbeddedPage {
    /// Its number in the site.
    pub id: usize,
    /// Its file.
    pub source: String,
    /// The language of its text.
    pub lang: String,
    /// The whole file.
    pub text: Arc<str>,
    /// Where its body starts.
    pub body: usize,
    /// Where its title stands in it.
    pub title: Option<usize>,
    /// Of the text.
    pub fingerprint: Fingerprint,
}

impl Hash for Embed {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // Without `..`: a new field cannot be forgotten. The text stands for all that was read from it.
        // The number is that of the source.
        let Self { link, page, range, alone, links, embeds } = self;
        let EmbeddedPage { id: _, source, lang: _, text: _, body: _, title: _, fingerprint } = page;
        (link, source, fingerprint, range, alone, links, embeds).hash(state);
    }
}
