//! A fragment: what is shown of a page in results, with a part of its text. A page of 40 KB has twenty parts, so a result
//! costs a few kilobytes whatever the page's length.

use crate::gather::sound;
use crate::wire::{Damaged, Reader, Writer};
use std::ops::Range;

/// About how many bytes of text a part holds.
pub const TARGET: usize = 2 * 1024;

/// A part of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fragment {
    /// From the site's root: `en/roles/account-manager.html`.
    pub url: String,
    /// The page's title.
    pub title: String,
    /// Titles of the sections above the page, from the top.
    pub crumbs: Vec<String>,
    /// Which section the outline begins with.
    pub outline_first: u32,
    /// Anchor and heading of sections; section 0 stands before all headings and has neither. See [`outlined`].
    pub outline: Vec<(String, String)>,
    /// Which section the texts begin with.
    pub first: u32,
    /// The texts of the sections from there, as many as fit.
    pub texts: Vec<String>,
}

/// Writes a part.
pub fn encode(fragment: &Fragment) -> Vec<u8> {
    let Fragment { url, title, crumbs, outline_first, outline, first, texts } = fragment;
    let mut writer = Writer::default();
    writer.text(url);
    writer.text(title);
    writer.texts(crumbs);
    writer.number(*outline_first);
    writer.count(outline.len());
    for (anchor, heading) in outline {
        writer.text(anchor);
        writer.text(heading);
    }
    writer.number(*first);
    writer.texts(texts);
    writer.bytes
}

/// Reads a part.
pub fn decode(bytes: &[u8]) -> Result<Fragment, Damaged> {
    let mut reader = Reader::new(bytes);
    let url = reader.text()?.to_owned();
    let title = reader.text()?.to_owned();
    let crumbs = reader.texts()?;
    let outline_first = reader.number()?;
    let count = reader.count()?;
    let outline = (0..count).map(|_| Ok((reader.text()?.to_owned(), reader.text()?.to_owned())));
    let outline = sound(outline)?;
    Ok(Fragment { url, title, crumbs, outline_first, outline, first: reader.number()?, texts: reader.texts()? })
}

/// Sections whose headings a part names: all of the page's, so that a result may name any; on a page of very many only
/// the part's own, or a glossary of 500 terms would carry 500 headings in every part.
pub fn outlined(sections: u32, part: Range<u32>) -> Range<u32> {
    if sections <= 50 { 0..sections } else { part }
}

/// Which sections go into which part: the first section of each. `lengths` are those of the sections' texts.
pub fn parts(lengths: impl IntoIterator<Item = usize>) -> Vec<u32> {
    let mut firsts = Vec::new();
    let mut size = 0;
    for (section, length) in lengths.into_iter().enumerate() {
        if section == 0 || size + length > TARGET {
            firsts.push(section as u32);
            size = 0;
        }
        size += length;
    }
    firsts
}
