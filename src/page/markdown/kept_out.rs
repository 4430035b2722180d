//! What an author keeps out of the search: sections, by a heading with `{.no-search}`, and blocks, between the comments
//! `<!-- search: off -->` and `<!-- search: on -->`.
//!
//! In: headings and comments as they come. Out: whether what stands there is kept out.

use pulldown_cmark::{CowStr, HeadingLevel};

/// Class of a heading that keeps its section out.
const CLASS: &str = "no-search";

/// Where the reading is.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct KeptOut {
    /// Between the two comments.
    pub off: bool,
    /// Level of the heading that keeps its section out.
    section: Option<HeadingLevel>,
}

impl KeptOut {
    /// Whether what stands here is kept out.
    pub fn here(self) -> bool {
        self.off || self.section.is_some()
    }

    /// A heading begins: it ends a section of its level or a deeper one.
    pub fn heading(&mut self, level: HeadingLevel, classes: &[CowStr<'_>]) {
        let own = classes.iter().any(|class| &**class == CLASS);
        self.section = self.section.filter(|above| level > *above).or(own.then_some(level));
    }

    /// Looks for the two comments in HTML; all else in it is passed over. Whether one was there.
    pub fn comments(&mut self, html: &str) -> bool {
        // Most HTML is one tag: to split it costs more than to ask.
        if !html.contains("<!--") {
            return false;
        }
        let mut found = false;
        for comment in html.split("<!--").skip(1) {
            let inside = comment.split("-->").next().unwrap_or_default();
            match inside.trim().strip_prefix("search:").map(str::trim) {
                Some("off") => self.off = true,
                Some("on") => self.off = false,
                _ => continue,
            }
            found = true;
        }
        found
    }
}
